#pragma once
// Sounds in memory, for unit tests: the same answers as adapters/sql/catalog_store_sounds, which has the
// contract suite.
#include <algorithm>
#include <map>
#include <utility>

#include "catalog/life.hpp"
#include "catalog/sounds.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::catalog::testing {

struct FakeSounds final : SoundStore {
  explicit FakeSounds(FakeVideoStore& store) : videos(store) {}
  FakeVideoStore& videos;
  std::map<SoundId, Sound> rows;
  std::map<SoundId, Print> prints;
  std::map<VideoId, std::pair<SoundId, std::int64_t>> of;

  Result<void> insert(Transaction&, const Sound& sound, PrintView print) override {
    rows.insert_or_assign(sound.id, sound);
    prints.insert_or_assign(sound.id, Print(print.begin(), print.end()));
    return {};
  }
  Result<void> update(Transaction&, const Sound& sound) override {
    rows.insert_or_assign(sound.id, sound);
    return {};
  }
  Result<std::optional<Sound>> find(Transaction&, SoundId id) override {
    const auto at = rows.find(id);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::vector<std::pair<VideoId, Sound>>> of_videos(Transaction&,
                                                           std::span<const VideoId> ids) override {
    std::vector<std::pair<VideoId, Sound>> found;
    for (const auto& [video, sound] : of)
      if (std::ranges::find(ids, video) != ids.end()) found.emplace_back(video, rows.at(sound.first));
    return found;
  }
  Result<void> put_clip(Transaction&, VideoId video, SoundId sound, std::int64_t at_ms) override {
    of.insert_or_assign(video, std::pair{sound, at_ms});
    return {};
  }
  Result<std::vector<std::pair<SoundId, Print>>> alike(Transaction&, std::span<const std::uint32_t> marks,
                                                       int limit) override {
    std::vector<std::pair<SoundId, Print>> found;
    for (const auto& [id, print] : prints)
      if (std::ranges::find_first_of(print, marks) != print.end() && static_cast<int>(found.size()) < limit)
        found.emplace_back(id, print);
    return found;
  }
  Result<std::vector<Position>> clips(Transaction&, SoundId id, const Page& page) override {
    std::vector<Position> found;
    const auto has = [&](const Video& video) {
      const auto at = of.find(video.id);
      return at != of.end() && at->second.first == id && is_out(video) &&
             (video.visibility == model::Visibility::everyone ||
              video.visibility == model::Visibility::followers);
    };
    for (const auto& video : videos.list(page, has, FakeVideoStore::published))
      found.push_back({*video.published_at, video.id});
    return found;
  }
  Result<int> uses(Transaction&, SoundId id) override {
    const auto count = std::ranges::count_if(of, [&](const auto& one) { return one.second.first == id; });
    return static_cast<int>(std::min<std::ptrdiff_t>(count, 2));
  }
  Result<std::int64_t> open_clips(Transaction&, SoundId id) override {
    return std::ranges::count_if(of, [&](const auto& one) {
      const auto at = videos.rows.find(one.first);
      return one.second.first == id && at != videos.rows.end() && is_out(at->second) &&
             at->second.visibility == model::Visibility::everyone;
    });
  }
  std::map<AccountId, bool> defaults;
  std::map<VideoId, bool> choices;
  Result<void> put_default(Transaction&, AccountId author, bool usable) override {
    defaults.insert_or_assign(author, usable);
    return {};
  }
  Result<std::optional<bool>> default_of(Transaction&, AccountId author) override {
    const auto at = defaults.find(author);
    return at == defaults.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> put_choice(Transaction&, VideoId video, bool usable) override {
    choices.insert_or_assign(video, usable);
    return {};
  }
  Result<std::optional<bool>> choice_of(Transaction&, VideoId video) override {
    const auto at = choices.find(video);
    return at == choices.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> leave(Transaction& tx, VideoId video) override {
    const auto at = of.find(video);
    if (at == of.end()) return {};
    const auto id = at->second.first;
    of.erase(at);
    auto& sound = rows.at(id);
    if (sound.origin == video) {
      sound.origin = VideoId{0};
      sound.title.clear();
    }
    TRY_LET(const auto left, uses(tx, id));
    if (left > 0) return {};
    rows.erase(id);
    prints.erase(id);
    return {};
  }
  Result<void> take_over(Transaction& tx, VideoId video, VideoId draft) override {
    TRY(leave(tx, video));
    const auto at = of.find(draft);
    if (at == of.end()) return {};
    of.insert_or_assign(video, at->second);
    of.erase(draft);
    for (auto& [id, sound] : rows)
      if (sound.origin == draft) sound.origin = video;
    return {};
  }
};

}  // namespace vitrine::catalog::testing
