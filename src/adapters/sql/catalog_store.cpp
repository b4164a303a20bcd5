#include "adapters/sql/catalog_store.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "adapters/sql/catalog_store_remixes.hpp"
#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/catalog_store_sounds.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"
#include "base/text.hpp"
#include "catalog/life.hpp"

namespace vitrine::sql {
using base::Result;
using catalog::MediaFile;
using catalog::MediaFiles;
using catalog::Page;
using catalog::Upload;
using catalog::Video;
using model::AccountId;
using model::BlobKey;
using model::Instant;
using model::UploadId;
using model::VideoId;
using model::Visibility;

namespace {
constexpr std::string_view video_columns =
    "id, author, title, description, language, tags, mentions, visibility, audience, ai_made, advert, state, "
    "progress, problem_code, problem_detail, publish_wanted, created_ms, published_ms, duration_ms, width, "
    "height, cover_ms, thumbhash, reach, captions, publish_as_ms, withheld, integrity";

/// Tags and handles have no spaces.
std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  if (text.empty()) return words;
  for (const auto word : base::split(text, ' ')) words.emplace_back(word);
  return words;
}

Video read_video(const Row& row) {
  Video v{.id = row.get<VideoId>(0), .author = row.get<AccountId>(1)};
  v.title = row.get<std::string>(2);
  v.description = row.get<std::string>(3);
  v.language = row.get<std::string>(4);
  v.tags = words_of(row.get<std::string_view>(5));
  v.mentions = words_of(row.get<std::string_view>(6));
  v.visibility = row.get<Visibility>(7);
  v.audience = row.get<model::Audience>(8);
  v.labels = {.ai_made = row.get<bool>(9), .advert = row.get<bool>(10)};
  v.state = row.get<model::VideoState>(11);
  v.progress_percent = row.get<int>(12);
  if (!row.null(13))
    v.problem = catalog::Problem{row.get<std::string>(13),
                                 row.get<std::optional<std::string>>(14).value_or(std::string{})};
  v.publish_wanted = row.get<bool>(15);
  v.created_at = row.get<Instant>(16);
  v.published_at = row.get<std::optional<Instant>>(17);
  v.duration_ms = row.get<std::int64_t>(18);
  v.width = row.get<int>(19);
  v.height = row.get<int>(20);
  v.cover_ms = row.get<std::int64_t>(21);
  v.thumbhash = row.get<base::Bytes>(22);
  v.reach = row.get<std::int64_t>(23);
  v.captions = words_of(row.get<std::string_view>(24));
  v.publish_as = row.get<std::optional<Instant>>(25);
  v.withheld = row.get<bool>(26);
  v.integrity = row.get<model::Integrity>(27);
  return v;
}

std::optional<std::string> problem_code(const Video& v) {
  return v.problem ? std::optional{v.problem->code} : std::nullopt;
}
std::optional<std::string> problem_detail(const Video& v) {
  return v.problem ? std::optional{v.problem->detail} : std::nullopt;
}

bool is_indexed(const Video& v) {
  return catalog::is_out(v) && v.visibility == Visibility::everyone && v.audience == model::Audience::all;
}

Result<void> index(Connection& db, const Video& v) {
  TRY(index_words(db, v));
  TRY(db.exec("DELETE FROM catalog_tag WHERE video = $1", v.id));
  if (!is_indexed(v)) return {};
  TRY(db.exec_many(
      "INSERT INTO catalog_tag (tag, published_ms, video) VALUES ($1, $2, $3)", v.tags,
      [&](const std::string& tag) { return std::tuple{std::string_view{tag}, *v.published_at, v.id}; }));
  return {};
}

/// A list's place as two bound values: before everything when it is the first page.
struct Before {
  std::int64_t at_ms = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = std::numeric_limits<std::int64_t>::max();
  explicit Before(const Page& page) {
    if (!page.after) return;
    at_ms = model::millis(page.after->at);
    id = static_cast<std::int64_t>(page.after->id.raw());
  }
};

std::string select_videos(std::string_view rest) {
  std::string sql{"SELECT "};
  sql += video_columns;
  sql += " FROM catalog_video ";
  sql += rest;
  return sql;
}

constexpr std::string_view upload_columns =
    "id, author, video, length, file_name, file_type, created_ms, expires_ms, received_ms, done_ms";

Upload read_upload(const Row& row, const Seals& seals) {
  Upload u{.id = row.get<UploadId>(0), .author = row.get<AccountId>(1), .video = row.get<VideoId>(2)};
  u.length = row.get<std::uint64_t>(3);
  u.file_name = seals.open(upload_file_name, u.author, u.id, row.get<std::string_view>(4));
  u.file_type = row.get<std::string>(5);
  u.created_at = row.get<Instant>(6);
  u.expires_at = row.get<Instant>(7);
  u.received_at = row.get<std::optional<Instant>>(8);
  u.done_at = row.get<std::optional<Instant>>(9);
  return u;
}

auto upload_row(ports::Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_upload(row, seals); };
}

std::string select_uploads(std::string_view rest) {
  std::string sql{"SELECT "};
  sql += upload_columns;
  sql += " FROM catalog_upload ";
  sql += rest;
  return sql;
}

MediaFile read_file(const Row& row) {
  MediaFile f;
  const auto purpose = catalog::file_use(row.get<std::string_view>(1));
  const auto segments = catalog::segments_of(row.get<std::string_view>(10));
  if (!purpose || !segments) throw RowUnreadable("a row of catalog_file has an unknown purpose or segments");
  f.use = *purpose;
  f.segments = *segments;
  f.blob = row.get<BlobKey>(2);
  f.type = row.get<std::string>(3);
  f.bytes = row.get<std::uint64_t>(4);
  f.width = row.get<int>(5);
  f.height = row.get<int>(6);
  f.bandwidth = row.get<std::int64_t>(7);
  f.codecs = row.get<std::string>(8);
  f.init_bytes = row.get<std::uint32_t>(9);
  return f;
}

/// Takes the garbage mark's row in hand, so that whoever names or removes the blob next waits for us.
Result<void> put_mark(Connection& db, const BlobKey& blob, Instant due) {
  TRY(
      db.exec("INSERT INTO catalog_garbage (blob, due_ms) VALUES ($1, $2) ON CONFLICT (blob) DO UPDATE SET "
              "due_ms = CASE WHEN catalog_garbage.due_ms < excluded.due_ms THEN catalog_garbage.due_ms "
              "ELSE excluded.due_ms END",
              blob, due));
  return {};
}
}  // namespace

Result<void> VideoStore::insert(Transaction& tx, const Video& v) {
  auto& db = connection(tx);
  std::string sql{"INSERT INTO catalog_video ("};
  sql += video_columns;
  sql += ") VALUES (" + marks(1, 28) + ")";
  TRY(db.exec(sql, v.id, v.author, v.title, v.description, v.language, joined(v.tags), joined(v.mentions),
              v.visibility, v.audience, v.labels.ai_made, v.labels.advert, v.state, v.progress_percent,
              problem_code(v), problem_detail(v), v.publish_wanted, v.created_at, v.published_at,
              v.duration_ms, v.width, v.height, v.cover_ms, v.thumbhash, v.reach, joined(v.captions),
              v.publish_as, v.withheld, v.integrity));
  return index(db, v);
}

Result<void> VideoStore::update(Transaction& tx, const Video& v) {
  auto& db = connection(tx);
  TRY_LET(
      const auto rows,
      db.exec(
          "UPDATE catalog_video SET title = $1, description = $2, language = $3, tags = $4, mentions = $5, "
          "visibility = $6, audience = $7, ai_made = $8, advert = $9, state = $10, progress = $11, "
          "problem_code = $12, problem_detail = $13, publish_wanted = $14, published_ms = $15, "
          "duration_ms = $16, width = $17, height = $18, cover_ms = $19, thumbhash = $20, reach = $21, "
          "captions = $22, publish_as_ms = $23, withheld = $24, integrity = $25 WHERE id = $26",
          v.title, v.description, v.language, joined(v.tags), joined(v.mentions), v.visibility, v.audience,
          v.labels.ai_made, v.labels.advert, v.state, v.progress_percent, problem_code(v), problem_detail(v),
          v.publish_wanted, v.published_at, v.duration_ms, v.width, v.height, v.cover_ms, v.thumbhash,
          v.reach, joined(v.captions), v.publish_as, v.withheld, v.integrity, v.id));
  if (rows == 0) return base::fail(base::Fault::not_found, "video_absent", "There is no such video.");
  return index(db, v);
}

Result<void> VideoStore::remove(Transaction& tx, VideoId id, Instant now) {
  auto& db = connection(tx);
  TRY(put_files(tx, id, {}, now));
  TRY(unindex_words(db, id));
  TRY(db.exec("DELETE FROM catalog_captions WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_schedule WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_playlist_item WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_pin WHERE video = $1", id));
  TRY(leave_sound(db, id));
  TRY(leave_remixes(db, id));
  TRY(db.exec("DELETE FROM catalog_sound_choice WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_edit WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_tag WHERE video = $1", id));
  TRY(db.exec("DELETE FROM catalog_video WHERE id = $1", id));
  return {};
}

Result<std::optional<Video>> VideoStore::find(Transaction& tx, VideoId id) {
  return connection(tx).one(select_videos("WHERE id = $1"), read_video, id);
}

Result<std::vector<Video>> VideoStore::find_many(Transaction& tx, std::span<const VideoId> ids) {
  if (ids.empty()) return std::vector<Video>{};
  TRY_LET(auto rows, connection(tx).query(select_videos("WHERE id IN (" + marks(1, ids.size()) + ")"),
                                          read_video, each_of(ids)));
  std::map<VideoId, std::size_t> at;
  for (std::size_t i = 0; i < rows.size(); ++i) at.emplace(rows[i].id, i);
  std::vector<Video> ordered;
  ordered.reserve(rows.size());
  for (const auto id : ids) {
    const auto found = at.find(id);
    if (found == at.end()) continue;
    ordered.push_back(std::move(rows[found->second]));
    at.erase(found);  // an id asked for twice is answered once
  }
  return ordered;
}

Result<std::vector<Video>> VideoStore::by_author(Transaction& tx, const catalog::ByAuthor& which,
                                                 const Page& page) {
  const Before before{page};
  const auto second = which.with_followers_only ? Visibility::followers : Visibility::everyone;
  const auto audience = which.with_adult ? model::Audience::adult : model::Audience::all;
  return connection(tx).query(
      select_videos("WHERE author = $1 AND published_ms IS NOT NULL AND (published_ms, id) < ($2, $3) "
                    "AND visibility IN ($4, $5) AND audience IN ($6, $7) "
                    "ORDER BY published_ms DESC, id DESC LIMIT $8"),
      read_video, which.author, before.at_ms, before.id, Visibility::everyone, second, model::Audience::all,
      audience, page.limit);
}

Result<std::vector<Video>> VideoStore::by_tag(Transaction& tx, std::string_view tag, const Page& page) {
  const Before before{page};
  TRY_LET(const auto ids,
          connection(tx).query(
              "SELECT video FROM catalog_tag WHERE tag = $1 AND (published_ms, video) < ($2, $3) "
              "ORDER BY published_ms DESC, video DESC LIMIT $4",
              [](const Row& row) { return row.get<VideoId>(0); }, tag, before.at_ms, before.id, page.limit));
  return find_many(tx, ids);
}

Result<std::vector<Video>> VideoStore::newest(Transaction& tx, const Page& page) {
  const Before before{page};
  return connection(tx).query(
      select_videos("WHERE visibility = $1 AND published_ms IS NOT NULL AND (published_ms, id) < ($2, $3) "
                    "AND audience = $4 ORDER BY published_ms DESC, id DESC LIMIT $5"),
      read_video, Visibility::everyone, before.at_ms, before.id, model::Audience::all, page.limit);
}

Result<std::vector<Video>> VideoStore::mine(Transaction& tx, AccountId author, const Page& page) {
  const Before before{page};
  return connection(tx).query(select_videos("WHERE author = $1 AND (created_ms, id) < ($2, $3) "
                                            "ORDER BY created_ms DESC, id DESC LIMIT $4"),
                              read_video, author, before.at_ms, before.id, page.limit);
}

Result<std::vector<std::pair<AccountId, std::int64_t>>> VideoStore::published_counts(
    Transaction& tx, std::span<const AccountId> authors) {
  if (authors.empty()) return std::vector<std::pair<AccountId, std::int64_t>>{};
  return connection(tx).query(
      "SELECT author, count(*) FROM catalog_video WHERE author IN (" + marks(1, authors.size()) +
          ") AND published_ms IS NOT NULL AND visibility IN ($" + std::to_string(authors.size() + 1) + ", $" +
          std::to_string(authors.size() + 2) + ") GROUP BY author",
      [](const Row& row) { return std::pair{row.get<AccountId>(0), row.get<std::int64_t>(1)}; },
      each_of(authors), Visibility::everyone, Visibility::followers);
}

Result<void> VideoStore::put_files(Transaction& tx, VideoId id, const MediaFiles& files, Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto before, db.query(
                                 "SELECT blob FROM catalog_file WHERE video = $1",
                                 [](const Row& row) { return row.get<BlobKey>(0); }, id));
  TRY(db.exec("DELETE FROM catalog_file WHERE video = $1", id));
  for (const auto& blob : before) TRY(put_mark(db, blob, now));
  for (const auto& file : files) TRY(put_mark(db, file.blob, now));
  std::int64_t position = 0;
  TRY(
      db.exec_many("INSERT INTO catalog_file (video, position, purpose, blob, type, bytes, width, height, "
                   "bandwidth, codecs, init_bytes, segments) VALUES (" +
                       marks(1, 12) + ")",
                   files, [&](const MediaFile& f) {
                     return std::tuple{id,
                                       position++,
                                       catalog::text(f.use),
                                       f.blob,
                                       std::string_view{f.type},
                                       f.bytes,
                                       f.width,
                                       f.height,
                                       f.bandwidth,
                                       std::string_view{f.codecs},
                                       f.init_bytes,
                                       catalog::segments_text(f.segments)};
                   }));
  for (const auto& file : files) TRY(db.exec("DELETE FROM catalog_garbage WHERE blob = $1", file.blob));
  return {};
}

Result<std::vector<MediaFiles>> VideoStore::files_of(Transaction& tx, std::span<const VideoId> ids) {
  std::vector<MediaFiles> answer(ids.size());
  if (ids.empty()) return answer;
  std::map<VideoId, std::size_t> at;
  for (std::size_t i = 0; i < ids.size(); ++i) at.emplace(ids[i], i);
  TRY_LET(auto rows,
          connection(tx).query(
              "SELECT video, purpose, blob, type, bytes, width, height, bandwidth, codecs, init_bytes, "
              "segments FROM catalog_file WHERE video IN (" +
                  marks(1, ids.size()) + ") ORDER BY video, position",
              [](const Row& row) { return std::pair{row.get<VideoId>(0), read_file(row)}; }, each_of(ids)));
  for (auto& [video, file] : rows) answer[at.at(video)].push_back(std::move(file));
  return answer;
}

Result<void> VideoStore::put_captions(Transaction& tx, VideoId id, std::string_view language,
                                      std::string_view webvtt, Instant now) {
  TRY(connection(tx).exec(
      "INSERT INTO catalog_captions (video, language, webvtt, changed_ms) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (video, language) DO UPDATE SET webvtt = excluded.webvtt, changed_ms = "
      "excluded.changed_ms",
      id, language, webvtt, now));
  return {};
}

Result<void> VideoStore::remove_captions(Transaction& tx, VideoId id, std::string_view language) {
  TRY(connection(tx).exec("DELETE FROM catalog_captions WHERE video = $1 AND language = $2", id, language));
  return {};
}

Result<std::optional<VideoStore::Captions>> VideoStore::captions(Transaction& tx, VideoId id,
                                                                 std::string_view language) {
  return connection(tx).one(
      "SELECT webvtt, changed_ms FROM catalog_captions WHERE video = $1 AND language = $2",
      [](const Row& row) { return Captions{row.get<std::string>(0), row.get<Instant>(1)}; }, id, language);
}

Result<void> VideoStore::put_edit(Transaction& tx, VideoId id, const KeptEdit& edit) {
  auto& db = connection(tx);
  TRY_LET(const auto found, db.value<AccountId>("SELECT author FROM catalog_video WHERE id = $1", id));
  const auto author = found.value_or(AccountId{0});
  TRY_LET(const auto document, Seals{tx}.seal(edit_document, author, id, edit.document));
  TRY(db.exec(
      "INSERT INTO catalog_edit (video, author, document, rendered, changed_ms) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (video) DO UPDATE SET author = excluded.author, document = excluded.document, "
      "rendered = excluded.rendered, changed_ms = excluded.changed_ms",
      id, author, document, edit.rendered, edit.changed_at));
  return {};
}

Result<std::optional<VideoStore::KeptEdit>> VideoStore::edit(Transaction& tx, VideoId id) {
  return connection(tx).one(
      "SELECT document, rendered, changed_ms, author FROM catalog_edit WHERE video = $1",
      [id, seals = Seals{tx}](const Row& row) {
        return KeptEdit{seals.open(edit_document, row.get<AccountId>(3), id, row.get<std::string_view>(0)),
                        row.get<bool>(1), row.get<Instant>(2)};
      },
      id);
}

Result<void> VideoStore::remove_edit(Transaction& tx, VideoId id) {
  TRY(connection(tx).exec("DELETE FROM catalog_edit WHERE video = $1", id));
  return {};
}

Result<std::vector<VideoStore::Naming>> VideoStore::naming(Transaction& tx, const BlobKey& blob) {
  return connection(tx).query(
      "SELECT video, type FROM catalog_file WHERE blob = $1 ORDER BY video LIMIT 100",
      [](const Row& row) { return Naming{row.get<VideoId>(0), row.get<std::string>(1)}; }, blob);
}

Result<std::int64_t> VideoStore::stored_bytes(Transaction& tx, AccountId author) {
  TRY_LET(const auto sum,
          connection(tx).value<std::int64_t>("SELECT coalesce(sum(f.bytes), 0) FROM catalog_file f "
                                             "JOIN catalog_video v ON v.id = f.video WHERE v.author = $1",
                                             author));
  return sum.value_or(0);
}

Result<void> VideoStore::mark_garbage(Transaction& tx, const BlobKey& blob, Instant due) {
  return put_mark(connection(tx), blob, due);
}

Result<std::vector<BlobKey>> VideoStore::due_garbage(Transaction& tx, Instant now, int limit) {
  return connection(tx).query(
      "SELECT blob FROM catalog_garbage WHERE due_ms <= $1 ORDER BY due_ms LIMIT $2",
      [](const Row& row) { return row.get<BlobKey>(0); }, now, limit);
}

Result<bool> VideoStore::take_garbage(Transaction& tx, const BlobKey& blob, Instant now) {
  TRY_LET(const auto rows,
          connection(tx).exec("DELETE FROM catalog_garbage WHERE blob = $1 AND due_ms <= $2", blob, now));
  return rows > 0;
}

Result<void> UploadStore::insert(Transaction& tx, const Upload& u) {
  TRY_LET(const auto file_name, Seals{tx}.seal(upload_file_name, u.author, u.id, u.file_name));
  std::string sql{"INSERT INTO catalog_upload ("};
  sql += upload_columns;
  sql += ") VALUES (" + marks(1, 10) + ")";
  TRY(connection(tx).exec(sql, u.id, u.author, u.video, u.length, file_name, u.file_type, u.created_at,
                          u.expires_at, u.received_at, u.done_at));
  return {};
}

Result<std::optional<Upload>> UploadStore::find(Transaction& tx, UploadId id) {
  return connection(tx).one(select_uploads("WHERE id = $1"), upload_row(tx), id);
}

Result<std::optional<Upload>> UploadStore::of_video(Transaction& tx, VideoId video) {
  return connection(tx).one(select_uploads("WHERE video = $1"), upload_row(tx), video);
}

Result<void> UploadStore::mark_received(Transaction& tx, UploadId id, Instant now) {
  TRY(connection(tx).exec("UPDATE catalog_upload SET received_ms = $1 WHERE id = $2", now, id));
  return {};
}

Result<void> UploadStore::mark_done(Transaction& tx, UploadId id, Instant now) {
  TRY(connection(tx).exec("UPDATE catalog_upload SET done_ms = $1 WHERE id = $2", now, id));
  return {};
}

Result<void> UploadStore::remove(Transaction& tx, UploadId id) {
  TRY(connection(tx).exec("DELETE FROM catalog_upload WHERE id = $1", id));
  return {};
}

Result<std::vector<Upload>> UploadStore::expired(Transaction& tx, Instant now, int limit) {
  return connection(tx).query(
      select_uploads("WHERE expires_ms <= $1 AND (received_ms IS NULL OR done_ms IS NOT NULL) "
                     "ORDER BY expires_ms LIMIT $2"),
      upload_row(tx), now, limit);
}

Result<std::vector<Upload>> UploadStore::open(Transaction& tx, Instant now, int limit) {
  return connection(tx).query(
      select_uploads("WHERE expires_ms > $1 AND received_ms IS NULL ORDER BY expires_ms LIMIT $2"),
      upload_row(tx), now, limit);
}

Result<UploadStore::Usage> UploadStore::usage(Transaction& tx, AccountId author, Instant now) {
  TRY_LET(const auto found,
          connection(tx).one(
              "SELECT coalesce(sum(CASE WHEN received_ms IS NULL THEN 1 ELSE 0 END), 0), "
              "coalesce(sum(length), 0) FROM catalog_upload WHERE author = $1 "
              "AND done_ms IS NULL AND (received_ms IS NOT NULL OR expires_ms > $2)",
              [](const Row& row) { return Usage{row.get<std::int64_t>(0), row.get<std::int64_t>(1)}; },
              author, now));
  return found.value_or(Usage{});
}

}  // namespace vitrine::sql
