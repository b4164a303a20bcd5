#include "adapters/sql/catalog_store_remixes.hpp"

namespace vitrine::sql {
using base::Result;
using catalog::Lending;
using catalog::Remix;
using model::VideoId;

namespace {
Lending read_lending(const Row& row) { return {row.get<bool>(0), row.get<bool>(1)}; }

/// The column's words are the edit list's (media/edit_list.hpp); one that is none was never written.
Remix read_remix(const Row& row) {
  return {row.get<VideoId>(0), row.get<VideoId>(1),
          media::remix_kind(row.get<std::string>(2)).value_or(media::RemixKind::duet)};
}
}  // namespace

Result<void> leave_remixes(Connection& db, VideoId video) {
  TRY(db.exec("DELETE FROM catalog_remix WHERE video = $1", video));
  TRY(db.exec("DELETE FROM catalog_remix_choice WHERE video = $1", video));
  TRY(db.exec("UPDATE catalog_remix SET origin = 0 WHERE origin = $1", video));
  return {};
}

Result<void> RemixStore::put_default(Transaction& tx, model::AccountId author, const Lending& lending) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_remix_default (author, duet, stitch) VALUES ($1, $2, $3) "
                          "ON CONFLICT (author) DO UPDATE SET duet = excluded.duet, stitch = excluded.stitch",
                          author, lending.duet, lending.stitch));
  return {};
}

Result<std::optional<Lending>> RemixStore::default_of(Transaction& tx, model::AccountId author) {
  return connection(tx).one("SELECT duet, stitch FROM catalog_remix_default WHERE author = $1", read_lending,
                            author);
}

Result<void> RemixStore::put_choice(Transaction& tx, VideoId video, const Lending& lending) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_remix_choice (video, duet, stitch) VALUES ($1, $2, $3) "
                          "ON CONFLICT (video) DO UPDATE SET duet = excluded.duet, stitch = excluded.stitch",
                          video, lending.duet, lending.stitch));
  return {};
}

Result<std::optional<Lending>> RemixStore::choice_of(Transaction& tx, VideoId video) {
  return connection(tx).one("SELECT duet, stitch FROM catalog_remix_choice WHERE video = $1", read_lending,
                            video);
}

Result<void> RemixStore::put(Transaction& tx, const Remix& remix) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_remix (video, origin, kind) VALUES ($1, $2, $3) "
                          "ON CONFLICT (video) DO UPDATE SET origin = excluded.origin, kind = excluded.kind",
                          remix.video, remix.origin, std::string{media::text(remix.kind)}));
  return {};
}

Result<void> RemixStore::remove(Transaction& tx, VideoId video) {
  TRY(connection(tx).exec("DELETE FROM catalog_remix WHERE video = $1", video));
  return {};
}

Result<std::vector<Remix>> RemixStore::of_videos(Transaction& tx, std::span<const VideoId> videos) {
  if (videos.empty()) return std::vector<Remix>{};
  return connection(tx).query("SELECT video, origin, kind FROM catalog_remix WHERE video IN (" +
                                  marks(1, videos.size()) + ") ORDER BY video",
                              read_remix, each_of(videos));
}

Result<void> RemixStore::take_over(Transaction& tx, VideoId video, VideoId draft) {
  TRY(remove(tx, video));
  TRY(connection(tx).exec("UPDATE catalog_remix SET video = $1 WHERE video = $2", video, draft));
  return {};
}

}  // namespace vitrine::sql
