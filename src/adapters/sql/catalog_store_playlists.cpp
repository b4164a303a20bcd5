#include "adapters/sql/catalog_store_playlists.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using catalog::Playlist;
using catalog::PlaylistId;
using model::AccountId;
using model::Instant;
using model::VideoId;

namespace {
Playlist read(const Row& row) {
  return {row.get<PlaylistId>(0),        row.get<AccountId>(1), row.get<std::string>(2),
          row.get<model::Visibility>(3), row.get<Instant>(4),   row.get<Instant>(5)};
}
VideoId read_video(const Row& row) { return row.get<VideoId>(0); }
}  // namespace

Result<void> PlaylistStore::insert(Transaction& tx, const Playlist& p) {
  TRY(connection(tx).exec(
      "INSERT INTO catalog_playlist (id, author, title, visibility, created_ms, changed_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      p.id, p.author, p.title, p.visibility, p.created_at, p.changed_at));
  return {};
}

Result<void> PlaylistStore::update(Transaction& tx, const Playlist& p) {
  TRY(connection(tx).exec(
      "UPDATE catalog_playlist SET title = $1, visibility = $2, changed_ms = $3 WHERE id = $4", p.title,
      p.visibility, p.changed_at, p.id));
  return {};
}

Result<void> PlaylistStore::remove(Transaction& tx, PlaylistId id) {
  auto& db = connection(tx);
  TRY(db.exec("DELETE FROM catalog_playlist_item WHERE playlist = $1", id));
  TRY(db.exec("DELETE FROM catalog_playlist WHERE id = $1", id));
  return {};
}

Result<std::optional<Playlist>> PlaylistStore::find(Transaction& tx, PlaylistId id) {
  return connection(tx).one(
      "SELECT id, author, title, visibility, created_ms, changed_ms FROM catalog_playlist WHERE id = $1",
      read, id);
}

Result<std::vector<Playlist>> PlaylistStore::of_author(Transaction& tx, AccountId author) {
  return connection(tx).query(
      "SELECT id, author, title, visibility, created_ms, changed_ms FROM catalog_playlist WHERE author = $1 "
      "ORDER BY changed_ms DESC, id DESC LIMIT $2",
      read, author, static_cast<std::int64_t>(catalog::playlists_max));
}

Result<std::vector<VideoId>> PlaylistStore::videos(Transaction& tx, PlaylistId id) {
  return connection(tx).query("SELECT video FROM catalog_playlist_item WHERE playlist = $1 ORDER BY place",
                              read_video, id);
}

Result<void> PlaylistStore::put_videos(Transaction& tx, PlaylistId id, std::span<const VideoId> videos) {
  auto& db = connection(tx);
  TRY(db.exec("DELETE FROM catalog_playlist_item WHERE playlist = $1", id));
  std::int64_t place = 0;
  // Whose list it is stands in each row, so that it goes with its author.
  TRY(
      db.exec_many("INSERT INTO catalog_playlist_item (playlist, place, video, author) "
                   "VALUES ($1, $2, $3, (SELECT author FROM catalog_playlist WHERE id = $1))",
                   videos, [&](VideoId video) { return std::tuple{id, place++, video}; }));
  return {};
}

Result<std::vector<VideoId>> PlaylistStore::pins(Transaction& tx, AccountId author) {
  return connection(tx).query("SELECT video FROM catalog_pin WHERE author = $1 ORDER BY place", read_video,
                              author);
}

Result<void> PlaylistStore::put_pins(Transaction& tx, AccountId author, std::span<const VideoId> videos) {
  auto& db = connection(tx);
  TRY(db.exec("DELETE FROM catalog_pin WHERE author = $1", author));
  std::int64_t place = 0;
  TRY(db.exec_many("INSERT INTO catalog_pin (author, place, video) VALUES ($1, $2, $3)", videos,
                   [&](VideoId video) { return std::tuple{author, place++, video}; }));
  return {};
}

}  // namespace vitrine::sql
