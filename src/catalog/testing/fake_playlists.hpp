#pragma once
// Playlists in memory, for unit tests: the same answers as adapters/sql/catalog_store_playlists, which has
// the contract suite.
#include <map>

#include "catalog/playlists.hpp"

namespace vitrine::catalog::testing {

struct FakePlaylists final : PlaylistStore {
  std::map<PlaylistId, Playlist> rows;
  std::map<PlaylistId, std::vector<VideoId>> items;
  std::map<AccountId, std::vector<VideoId>> pinned;

  Result<void> insert(Transaction&, const Playlist& one) override {
    rows.insert_or_assign(one.id, one);
    return {};
  }
  Result<void> update(Transaction& tx, const Playlist& one) override { return insert(tx, one); }
  Result<void> remove(Transaction&, PlaylistId id) override {
    rows.erase(id);
    items.erase(id);
    return {};
  }
  Result<std::optional<Playlist>> find(Transaction&, PlaylistId id) override {
    const auto at = rows.find(id);
    return at == rows.end() ? std::nullopt : std::optional{at->second};
  }
  Result<std::vector<Playlist>> of_author(Transaction&, AccountId author) override {
    std::vector<Playlist> found;
    for (const auto& [id, one] : rows)
      if (one.author == author) found.push_back(one);
    return found;
  }
  Result<std::vector<VideoId>> videos(Transaction&, PlaylistId id) override { return items[id]; }
  Result<void> put_videos(Transaction&, PlaylistId id, std::span<const VideoId> videos) override {
    items[id].assign(videos.begin(), videos.end());
    return {};
  }
  Result<std::vector<VideoId>> pins(Transaction&, AccountId author) override { return pinned[author]; }
  Result<void> put_pins(Transaction&, AccountId author, std::span<const VideoId> videos) override {
    pinned[author].assign(videos.begin(), videos.end());
    return {};
  }
};

}  // namespace vitrine::catalog::testing
