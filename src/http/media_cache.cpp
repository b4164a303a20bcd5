#include "http/media_cache.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace vitrine::http {

bool MediaCache::is_public(const model::BlobKey& blob) const {
  return state_.with([&](const State& state) { return state.open.contains(blob); });
}

std::uint64_t MediaCache::epoch() const {
  return state_.with([](const State& state) { return state.epoch; });
}

void MediaCache::remember(const model::BlobKey& blob, std::vector<model::VideoId> named_by,
                          std::uint64_t epoch) {
  state_.with([&](State& state) {
    if (state.epoch != epoch) return;
    // Starting over is as good as any order of eviction here: a lookup costs a fraction of a millisecond.
    if (state.open.size() >= entries_max) state.open.clear();
    state.open.insert_or_assign(blob, std::move(named_by));
  });
}

void MediaCache::forget(model::VideoId video) {
  state_.with([&](State& state) {
    ++state.epoch;
    std::erase_if(state.open, [&](const auto& entry) {
      return std::ranges::find(entry.second, video) != entry.second.end();
    });
  });
}

void MediaCache::hear(const model::News& news) {
  if (const auto* changed = std::get_if<model::VideoChanged>(&news.what)) forget(changed->video);
  if (const auto* removed = std::get_if<model::VideoRemoved>(&news.what)) forget(removed->video);
}

}  // namespace vitrine::http
