#pragma once
// Playlists and pins in catalog_playlist, catalog_playlist_item and catalog_pin: catalog/playlists.hpp on
// SQLite and PostgreSQL. Stateless; thread-safe.
#include "catalog/playlists.hpp"

namespace vitrine::sql {

class PlaylistStore final : public catalog::PlaylistStore {
 public:
  using Transaction = ports::Transaction;
  using Playlist = catalog::Playlist;
  using PlaylistId = catalog::PlaylistId;
  base::Result<void> insert(Transaction& tx, const Playlist& playlist) override;
  base::Result<void> update(Transaction& tx, const Playlist& playlist) override;
  base::Result<void> remove(Transaction& tx, PlaylistId id) override;
  base::Result<std::optional<Playlist>> find(Transaction& tx, PlaylistId id) override;
  base::Result<std::vector<Playlist>> of_author(Transaction& tx, model::AccountId author) override;
  base::Result<std::vector<model::VideoId>> videos(Transaction& tx, PlaylistId id) override;
  base::Result<void> put_videos(Transaction& tx, PlaylistId id,
                                std::span<const model::VideoId> videos) override;
  base::Result<std::vector<model::VideoId>> pins(Transaction& tx, model::AccountId author) override;
  base::Result<void> put_pins(Transaction& tx, model::AccountId author,
                              std::span<const model::VideoId> videos) override;
};

}  // namespace vitrine::sql
