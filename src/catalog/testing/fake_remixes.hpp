#pragma once
// Remixes in memory, for unit tests: the same answers as adapters/sql/catalog_store_remixes, which has the
// contract suite.
#include <algorithm>
#include <map>

#include "catalog/remixes.hpp"

namespace vitrine::catalog::testing {

struct FakeRemixes final : RemixStore {
  std::map<AccountId, Lending> defaults;
  std::map<VideoId, Lending> choices;
  std::map<VideoId, Remix> rows;

  Result<void> put_default(Transaction&, AccountId author, const Lending& lending) override {
    defaults.insert_or_assign(author, lending);
    return {};
  }
  Result<std::optional<Lending>> default_of(Transaction&, AccountId author) override {
    const auto at = defaults.find(author);
    return at == defaults.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> put_choice(Transaction&, VideoId video, const Lending& lending) override {
    choices.insert_or_assign(video, lending);
    return {};
  }
  Result<std::optional<Lending>> choice_of(Transaction&, VideoId video) override {
    const auto at = choices.find(video);
    return at == choices.end() ? std::nullopt : std::optional{at->second};
  }
  Result<void> put(Transaction&, const Remix& remix) override {
    rows.insert_or_assign(remix.video, remix);
    return {};
  }
  Result<void> remove(Transaction&, VideoId video) override {
    rows.erase(video);
    return {};
  }
  Result<std::vector<Remix>> of_videos(Transaction&, std::span<const VideoId> ids) override {
    std::vector<Remix> found;
    for (const auto& [video, remix] : rows)
      if (std::ranges::find(ids, video) != ids.end()) found.push_back(remix);
    return found;
  }
  Result<void> take_over(Transaction&, VideoId video, VideoId draft) override {
    rows.erase(video);
    auto node = rows.extract(draft);
    if (node.empty()) return {};
    node.key() = node.mapped().video = video;
    rows.insert(std::move(node));
    return {};
  }
};

}  // namespace vitrine::catalog::testing
