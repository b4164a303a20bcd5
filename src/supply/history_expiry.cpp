#include "supply/history_expiry.hpp"

#include <chrono>
#include <limits>
#include <map>
#include <optional>

#include "base/log.hpp"
#include "supply/decoded.hpp"
#include "supply/refold.hpp"
#include "supply/saved_state.hpp"

namespace vitrine::supply {
namespace {
using namespace model::events;
using std::chrono::days;

/// Whose viewing the event tells of. What somebody chose (follows, wishes, a reset) is no viewing.
std::optional<model::ViewerId> watcher_of(const model::FeedEvent& event) {
  const auto viewer = std::visit(
      [](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, Shown> || std::is_same_v<What, Watched> ||
                      std::is_same_v<What, Done> || std::is_same_v<What, ViewingForgotten>)
          return what.viewer;
        else return model::ViewerId{0};
      },
      event.what);
  return viewer.raw() == 0 ? std::nullopt : std::optional{viewer};
}

}  // namespace

base::Result<std::int64_t> HistoryExpiry::run() {
  const auto now = needs_.clock.now();
  std::map<std::uint64_t, int> terms;
  TRY_LET(const auto chosen,
          needs_.record.read([&](ports::Transaction& tx) { return needs_.choices.history_terms(tx); }));
  for (const auto& [viewer, term] : chosen) terms[viewer.raw()] = term;
  TRY(move_anchor(now - days{history_terms.front()}));
  return needs_.log.erase_if([&](base::ByteView bytes) {
    const auto event = model::decode_feed_event(bytes);
    if (!event) return false;
    const auto viewer = watcher_of(*event);
    if (!viewer) return false;
    const auto term = terms.find(viewer->raw());
    return event->at <= now - days{term == terms.end() ? WatchHistory{}.kept_days : term->second};
  });
}

/// To the last event until `limit`, unless it stands there already.
base::Result<void> HistoryExpiry::move_anchor(model::Instant limit) {
  constexpr std::size_t batch_max = 4096;
  TRY_LET(const auto before, needs_.checkpoints.anchor());
  model::LogPosition last = before;
  Decoded batch;
  for (bool older = true; older;) {
    TRY(batch.read(needs_.log, last + 1, batch_max));
    older = !batch.events.empty();
    for (std::size_t i = 0; i < batch.events.size() && older; ++i) {
      older = !batch.readable[i] || batch.events[i].at <= limit;
      if (older) ++last;
    }
  }
  if (last == before) return {};
  Refold refold{{.log = needs_.log, .checkpoints = &needs_.checkpoints}};
  const auto model = refold.at(last);
  if (!model && model.error().code == "state_gone") return move_anchor_beyond(last);
  if (!model) return std::unexpected(model.error());
  return put_anchor(**model);
}

/// No state of `last` can be made again. The oldest after it that can be restored becomes the anchor: pages
/// from before it are lost either way, and what viewers wanted gone goes. If there is none, whoever starts
/// next finds that out and sets one (LiveModel).
base::Result<void> HistoryExpiry::move_anchor_beyond(model::LogPosition last) {
  std::optional<learning::Model> oldest;
  auto limit = std::numeric_limits<model::LogPosition>::max();
  for (;;) {
    TRY_LET(auto found, newest_state(needs_.checkpoints, needs_.log, limit));
    if (!found.model || found.model->position() < last) break;
    oldest = *std::move(found.model);
    limit = oldest->position() - 1;
  }
  const auto to = oldest ? oldest->position() : model::LogPosition{0};
  base::log(base::Level::warning, "anchor_lost", {{"position", static_cast<std::int64_t>(to)}});
  return oldest ? put_anchor(*oldest) : base::Result<void>{};
}

base::Result<void> HistoryExpiry::put_anchor(const learning::Model& model) {
  TRY_LET(auto marks, marks_until(needs_.log, model.position()));
  const auto state = model.checkpoint();
  return needs_.checkpoints.put_anchor({.at = model.position(), .marks = std::move(marks), .state = state});
}

}  // namespace vitrine::supply
