#include "adapters/sql/catalog_store_sounds.hpp"

#include <limits>

namespace vitrine::sql {
using base::Result;
using catalog::Position;
using catalog::Print;
using catalog::Sound;
using model::Instant;
using model::SoundId;
using model::VideoId;

namespace {
/// A minute of different items: what a sound is found by.
constexpr std::size_t marks_max = 512;
constexpr std::string_view columns = "s.id, s.origin, s.title, s.usable, s.duration_ms, s.created_ms";
/// What everybody may find, or followers (model/words.hpp spells it); published and playable.
constexpr std::string_view listed =
    "v.published_ms IS NOT NULL AND v.visibility IN ('public', 'followers') AND v.state IN ('playable', "
    "'ready')";
constexpr std::string_view open =
    "v.published_ms IS NOT NULL AND v.visibility = 'public' AND v.state IN ('playable', 'ready')";

Sound read(const Row& row) {
  return {row.get<SoundId>(0), row.get<VideoId>(1),      row.get<std::string>(2),
          row.get<bool>(3),    row.get<std::int64_t>(4), row.get<Instant>(5)};
}

/// Four bytes an item, the highest first.
base::Bytes bytes_of(catalog::PrintView print) {
  base::Bytes bytes;
  bytes.reserve(print.size() * 4);
  for (const auto item : print)
    for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::byte>(item >> shift));
  return bytes;
}

Print print_of(base::ByteView bytes) {
  Print print;
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
    print.push_back(static_cast<std::uint32_t>(base::read_be(bytes.subspan(i, 4))));
  return print;
}

std::string select(std::string_view rest) {
  std::string sql{"SELECT "};
  (sql += columns) += rest;
  return sql;
}

Result<void> remove_if_unused(Connection& db, SoundId id) {
  TRY_LET(const auto clip,
          db.value<std::int64_t>("SELECT video FROM catalog_sound_clip WHERE sound = $1 LIMIT 1", id));
  if (clip) return {};
  TRY(db.exec("DELETE FROM catalog_sound_mark WHERE sound = $1", id));
  TRY(db.exec("DELETE FROM catalog_sound WHERE id = $1", id));
  return {};
}
}  // namespace

Result<void> leave_sound(Connection& db, VideoId video) {
  TRY_LET(const auto sound,
          db.value<SoundId>("SELECT sound FROM catalog_sound_clip WHERE video = $1", video));
  if (!sound) return {};
  TRY(db.exec("DELETE FROM catalog_sound_clip WHERE video = $1", video));
  TRY(db.exec("UPDATE catalog_sound SET origin = -id, title = '' WHERE origin = $1", video));
  return remove_if_unused(db, *sound);
}

Result<void> remove_unused_sounds(Connection& db) {
  TRY_LET(const auto ids, db.query("SELECT id FROM catalog_sound WHERE NOT EXISTS "
                                   "(SELECT 1 FROM catalog_sound_clip c WHERE c.sound = catalog_sound.id)",
                                   [](const Row& row) { return row.get<SoundId>(0); }));
  for (const auto id : ids) TRY(remove_if_unused(db, id));
  return {};
}

Result<void> SoundStore::insert(Transaction& tx, const Sound& s, catalog::PrintView print) {
  auto& db = connection(tx);
  TRY(
      db.exec("INSERT INTO catalog_sound (id, origin, title, usable, duration_ms, created_ms, print) "
              "VALUES ($1, $2, $3, $4, $5, $6, $7)",
              s.id, s.origin, s.title, s.usable, s.duration_ms, s.created_at, bytes_of(print)));
  TRY(db.exec_many("INSERT INTO catalog_sound_mark (mark, sound) VALUES ($1, $2)",
                   catalog::landmarks(print, marks_max),
                   [&](std::uint32_t mark) { return std::tuple{std::int64_t{mark}, s.id}; }));
  return {};
}

Result<void> SoundStore::update(Transaction& tx, const Sound& s) {
  TRY(connection(tx).exec("UPDATE catalog_sound SET title = $1, usable = $2 WHERE id = $3", s.title, s.usable,
                          s.id));
  return {};
}

Result<std::optional<Sound>> SoundStore::find(Transaction& tx, SoundId id) {
  return connection(tx).one(select(" FROM catalog_sound s WHERE s.id = $1"), read, id);
}

Result<std::vector<std::pair<VideoId, Sound>>> SoundStore::of_videos(Transaction& tx,
                                                                     std::span<const VideoId> videos) {
  if (videos.empty()) return std::vector<std::pair<VideoId, Sound>>{};
  return connection(tx).query(
      select(", c.video FROM catalog_sound_clip c JOIN catalog_sound s ON s.id = c.sound WHERE c.video IN (" +
             marks(1, videos.size()) + ") ORDER BY c.video"),
      [](const Row& row) { return std::pair{row.get<VideoId>(6), read(row)}; }, each_of(videos));
}

Result<void> SoundStore::put_clip(Transaction& tx, VideoId video, SoundId sound, std::int64_t at_ms) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_sound_clip (video, sound, at_ms) VALUES ($1, $2, $3) "
                          "ON CONFLICT (video) DO UPDATE SET sound = excluded.sound, at_ms = excluded.at_ms",
                          video, sound, at_ms));
  return {};
}

Result<std::vector<std::pair<SoundId, Print>>> SoundStore::alike(Transaction& tx,
                                                                 std::span<const std::uint32_t> landmarks,
                                                                 int limit) {
  std::vector<std::pair<SoundId, Print>> found;
  if (landmarks.empty()) return found;
  auto& db = connection(tx);
  TRY_LET(
      const auto ids,
      db.query(
          "SELECT sound FROM catalog_sound_mark WHERE mark IN (" + marks(1, landmarks.size()) +
              ") GROUP BY sound ORDER BY count(*) DESC, sound LIMIT $" + std::to_string(landmarks.size() + 1),
          [](const Row& row) { return row.get<SoundId>(0); }, each_of(landmarks), limit));
  for (const auto id : ids) {
    TRY_LET(const auto print, db.one(
                                  "SELECT print FROM catalog_sound WHERE id = $1",
                                  [](const Row& row) { return print_of(row.get<base::Bytes>(0)); }, id));
    if (print) found.emplace_back(id, *print);
  }
  return found;
}

Result<std::vector<Position>> SoundStore::clips(Transaction& tx, SoundId id, const catalog::Page& page) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto at_ms = page.after ? model::millis(page.after->at) : most;
  const auto before = page.after ? static_cast<std::int64_t>(page.after->id.raw()) : most;
  return connection(tx).query(
      "SELECT v.published_ms, v.id FROM catalog_sound_clip c JOIN catalog_video v ON v.id = c.video "
      "WHERE c.sound = $1 AND (v.published_ms, v.id) < ($2, $3) AND " +
          std::string{listed} + " ORDER BY v.published_ms DESC, v.id DESC LIMIT $4",
      [](const Row& row) { return Position{row.get<Instant>(0), row.get<VideoId>(1)}; }, id, at_ms, before,
      page.limit);
}

Result<int> SoundStore::uses(Transaction& tx, SoundId id) {
  TRY_LET(const auto rows, connection(tx).query(
                               "SELECT video FROM catalog_sound_clip WHERE sound = $1 LIMIT 2",
                               [](const Row& row) { return row.get<VideoId>(0); }, id));
  return static_cast<int>(rows.size());
}

Result<std::int64_t> SoundStore::open_clips(Transaction& tx, SoundId id) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>(
              "SELECT count(*) FROM catalog_sound_clip c JOIN catalog_video v ON v.id = c.video "
              "WHERE c.sound = $1 AND " +
                  std::string{open},
              id));
  return count.value_or(0);
}

Result<void> SoundStore::put_default(Transaction& tx, model::AccountId author, bool usable) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_sound_default (author, usable) VALUES ($1, $2) "
                          "ON CONFLICT (author) DO UPDATE SET usable = excluded.usable",
                          author, usable));
  return {};
}

Result<std::optional<bool>> SoundStore::default_of(Transaction& tx, model::AccountId author) {
  return connection(tx).value<bool>("SELECT usable FROM catalog_sound_default WHERE author = $1", author);
}

Result<void> SoundStore::put_choice(Transaction& tx, VideoId video, bool usable) {
  TRY(
      connection(tx).exec("INSERT INTO catalog_sound_choice (video, usable) VALUES ($1, $2) "
                          "ON CONFLICT (video) DO UPDATE SET usable = excluded.usable",
                          video, usable));
  return {};
}

Result<std::optional<bool>> SoundStore::choice_of(Transaction& tx, VideoId video) {
  return connection(tx).value<bool>("SELECT usable FROM catalog_sound_choice WHERE video = $1", video);
}

Result<void> SoundStore::leave(Transaction& tx, VideoId video) { return leave_sound(connection(tx), video); }

Result<void> SoundStore::take_over(Transaction& tx, VideoId video, VideoId draft) {
  auto& db = connection(tx);
  TRY(leave_sound(db, video));
  TRY(db.exec("UPDATE catalog_sound_clip SET video = $1 WHERE video = $2", video, draft));
  TRY(db.exec("UPDATE catalog_sound SET origin = $1 WHERE origin = $2", video, draft));
  return {};
}

}  // namespace vitrine::sql
