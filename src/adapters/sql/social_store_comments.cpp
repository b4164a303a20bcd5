#include <algorithm>

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/social_store_shared.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::CommentId;
using model::Instant;
using model::VideoId;
using ports::Transaction;
using social::Comment;

namespace {
constexpr std::int64_t held_by_hand = 2;  // 1: by a word

Comment read_comment(const Row& row, const Seals& seals) {
  const auto id = row.get<CommentId>(0);
  const auto author = row.get<AccountId>(3);
  return {.id = id,
          .video = row.get<VideoId>(1),
          .video_author = row.get<AccountId>(2),
          .author = author,
          .root = row.get<std::optional<CommentId>>(4),
          .text = seals.open(comment_body, author, id, row.get<std::string_view>(5)),
          .created_at = row.get<Instant>(6),
          .edited_at = row.get<std::optional<Instant>>(7),
          .deleted = row.get<bool>(8),
          .likes = row.get<std::int64_t>(9),
          .replies = row.get<std::int64_t>(10),
          .held = row.get<std::int64_t>(11) != 0,
          .hidden = row.get<std::int64_t>(11) == held_by_hand};
}
auto comment_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_comment(row, seals); };
}

Result<void> erase(Connection& db, CommentId id) {
  TRY(db.exec("DELETE FROM social_comment_like WHERE comment = $1", id));
  TRY(db.exec("DELETE FROM social_comment WHERE id = $1", id));
  return {};
}

/// What hangs on a comment that says nothing any more.
Result<void> strip(Connection& db, CommentId id) {
  TRY(db.exec("DELETE FROM social_comment_pin WHERE comment = $1", id));
  TRY(db.exec("DELETE FROM social_comment_edit WHERE comment = $1", id));
  return {};
}
}  // namespace

Result<void> CommentStore::insert(Transaction& tx, const Comment& comment) {
  auto& db = connection(tx);
  TRY_LET(const auto body, Seals{tx}.seal(comment_body, comment.author, comment.id, comment.text));
  TRY(db.exec(
      "INSERT INTO social_comment (id, video, video_author, author, root, body, created_ms, edited_ms,"
      " deleted, likes, replies, held) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      comment.id, comment.video, comment.video_author, comment.author, comment.root, body, comment.created_at,
      comment.edited_at, comment.deleted ? 1 : 0, comment.likes, comment.replies, comment.held ? 1 : 0));
  if (comment.root)
    TRY(db.exec("UPDATE social_comment SET replies = replies + 1 WHERE id = $1", *comment.root));
  return add_to_video(db, comment.video, comment.video_author, {.comments = 1});
}

Result<std::optional<Comment>> CommentStore::find(Transaction& tx, CommentId id) {
  return connection(tx).one(
      "SELECT id, video, video_author, author, root, body, created_ms, edited_ms, deleted, likes, replies,"
      " held FROM social_comment WHERE id = $1",
      comment_row(tx), id);
}

Result<void> CommentStore::set_text(Transaction& tx, CommentId id, std::string_view text, Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto author,
          db.value<AccountId>("SELECT author FROM social_comment WHERE id = $1 AND deleted = 0", id));
  if (!author) return {};
  TRY_LET(const auto body, Seals{tx}.seal(comment_body, *author, id, text));
  TRY(db.exec("UPDATE social_comment SET body = $1, edited_ms = $2 WHERE id = $3", body, now, id));
  return {};
}

Result<void> CommentStore::remove(Transaction& tx, const Comment& comment) {
  auto& db = connection(tx);
  TRY(add_to_video(db, comment.video, comment.video_author, {.comments = -1}));
  TRY(strip(db, comment.id));
  if (comment.replies > 0) {
    TRY(db.exec("DELETE FROM social_comment_like WHERE comment = $1", comment.id));
    TRY(
        db.exec("UPDATE social_comment SET body = '', author = 0, edited_ms = NULL, deleted = 1, likes = 0,"
                " held = 0 WHERE id = $1",
                comment.id));
    return {};
  }
  TRY(erase(db, comment.id));
  if (!comment.root) return {};
  TRY(db.exec("UPDATE social_comment SET replies = replies - 1 WHERE id = $1", *comment.root));
  TRY(db.exec("DELETE FROM social_comment WHERE id = $1 AND deleted = 1 AND replies = 0", *comment.root));
  return {};
}

Result<bool> CommentStore::like(Transaction& tx, CommentId id, AccountId by, Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto made,
          db.exec("INSERT INTO social_comment_like (comment, account, at_ms) VALUES ($1, $2, $3)"
                  " ON CONFLICT (comment, account) DO NOTHING",
                  id, by, now));
  if (made > 0) TRY(db.exec("UPDATE social_comment SET likes = likes + 1 WHERE id = $1", id));
  return made > 0;
}

Result<bool> CommentStore::unlike(Transaction& tx, CommentId id, AccountId by) {
  auto& db = connection(tx);
  TRY_LET(const auto gone,
          db.exec("DELETE FROM social_comment_like WHERE comment = $1 AND account = $2", id, by));
  if (gone > 0) TRY(db.exec("UPDATE social_comment SET likes = likes - 1 WHERE id = $1", id));
  return gone > 0;
}

Result<std::vector<bool>> CommentStore::liked(Transaction& tx, AccountId viewer,
                                              std::span<const CommentId> comments) {
  std::vector<bool> mine(comments.size());
  if (comments.empty()) return mine;
  TRY_LET(const auto found,
          connection(tx).query(
              "SELECT comment FROM social_comment_like WHERE account = $1 AND comment IN (" +
                  marks(2, comments.size()) + ")",
              [](const Row& row) { return row.get<CommentId>(0); }, viewer, each_of(comments)));
  for (const auto id : found)
    for (std::size_t i = 0; i < comments.size(); ++i)
      if (comments[i] == id) mine[i] = true;
  return mine;
}

Result<std::vector<Comment>> CommentStore::list(Transaction& tx, const social::CommentQuery& query,
                                                const social::Page& page) {
  const std::string columns =
      "SELECT c.id, c.video, c.video_author, c.author, c.root, c.body, c.created_ms, c.edited_ms, c.deleted,"
      " c.likes, c.replies, c.held FROM social_comment c WHERE c.video = $1";
  // Whom the viewer is apart from or mutes is not there, and what is held back is for two.
  const std::string seen =
      " AND (c.held = 0 OR c.author = $4 OR c.video_author = $4)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = $4 AND b.blocked = c.author)"
      " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = c.author AND b.blocked = $4)"
      " AND NOT EXISTS (SELECT 1 FROM social_mute m WHERE m.muter = $4 AND m.muted = c.author)";
  auto& db = connection(tx);
  if (query.root) {
    const auto after = page.after ? page.after->minor : 0;
    return db.query(columns + " AND c.root = $2 AND c.id > $3" + seen + " ORDER BY c.id LIMIT $5",
                    comment_row(tx), query.video, *query.root, after, query.viewer, page.limit);
  }
  auto from = from_newest(page);
  const bool top = query.sort == social::CommentSort::top;
  if (!top) from.major = from_newest({}).major;  // the id alone is the order
  const std::string order =
      top ? " ORDER BY c.likes DESC, c.id DESC LIMIT $5" : " ORDER BY c.id DESC LIMIT $5";
  const std::string below = top ? " AND c.root IS NULL AND (c.likes, c.id) < ($2, $3)"
                                : " AND c.root IS NULL AND c.created_ms <= $2 AND c.id < $3";
  return db.query(columns + below + seen + order, comment_row(tx), query.video, from.major, from.minor,
                  query.viewer, page.limit);
}

Result<std::vector<Comment>> CommentStore::by_author(Transaction& tx, AccountId author,
                                                     const social::Page& page) {
  return connection(tx).query(
      "SELECT id, video, video_author, author, root, body, created_ms, edited_ms, deleted, likes, replies,"
      " held FROM social_comment WHERE author = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
      comment_row(tx), author, from_newest(page).minor, page.limit);
}

Result<std::vector<Comment>> CommentStore::under_videos_of(Transaction& tx, AccountId maker,
                                                           social::Attention which,
                                                           const social::Page& page) {
  const std::string waiting =
      " AND c.held = 0"
      " AND NOT EXISTS (SELECT 1 FROM social_comment a WHERE a.root = coalesce(c.root, c.id)"
      " AND a.author = $1 AND a.id > c.id AND a.deleted = 0)"
      " AND NOT EXISTS (SELECT 1 FROM social_comment_like l WHERE l.comment = c.id AND l.account = $1)";
  return connection(tx).query(
      "SELECT c.id, c.video, c.video_author, c.author, c.root, c.body, c.created_ms, c.edited_ms, c.deleted,"
      " c.likes, c.replies, c.held FROM social_comment c"
      " WHERE c.video_author = $1 AND c.id < $2 AND c.author <> $1 AND c.deleted = 0" +
          (which == social::Attention::waiting ? waiting : std::string{" AND c.held <> 0"}) +
          " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = $1 AND b.blocked = c.author)"
          " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = c.author AND b.blocked = $1)"
          " AND NOT EXISTS (SELECT 1 FROM social_mute m WHERE m.muter = $1 AND m.muted = c.author)"
          " ORDER BY c.id DESC LIMIT $3",
      comment_row(tx), maker, from_newest(page).minor, page.limit);
}

Result<void> CommentStore::forget_video(Transaction& tx, VideoId video) {
  auto& db = connection(tx);
  TRY(
      db.exec("DELETE FROM social_comment_like WHERE comment IN"
              " (SELECT id FROM social_comment WHERE video = $1)",
              video));
  TRY(db.exec("DELETE FROM social_comment_pin WHERE video = $1", video));
  TRY(
      db.exec("DELETE FROM social_comment_edit WHERE comment IN"
              " (SELECT id FROM social_comment WHERE video = $1)",
              video));
  TRY(db.exec("DELETE FROM social_comment WHERE video = $1", video));
  return {};
}

Result<void> CommentStore::pin(Transaction& tx, const Comment& comment, Instant now) {
  TRY(connection(tx).exec(
      "INSERT INTO social_comment_pin (video, comment, author, at_ms) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (video) DO UPDATE SET comment = excluded.comment, at_ms = excluded.at_ms",
      comment.video, comment.id, comment.video_author, now));
  return {};
}

Result<void> CommentStore::unpin(Transaction& tx, CommentId id) {
  TRY(connection(tx).exec("DELETE FROM social_comment_pin WHERE comment = $1", id));
  return {};
}

Result<std::optional<CommentId>> CommentStore::pinned(Transaction& tx, VideoId video) {
  return connection(tx).value<CommentId>("SELECT comment FROM social_comment_pin WHERE video = $1", video);
}

Result<void> CommentStore::keep_edit(Transaction& tx, const Comment& before, std::uint64_t id, Instant now) {
  auto& db = connection(tx);
  TRY_LET(const auto body,
          Seals{tx}.seal(comment_edit_body, before.author, model::CommentId{id}, before.text));
  TRY(
      db.exec("INSERT INTO social_comment_edit (id, comment, author, body, until_ms)"
              " VALUES ($1, $2, $3, $4, $5)",
              id, before.id, before.author, body, now));
  TRY(
      db.exec("DELETE FROM social_comment_edit WHERE comment = $1 AND id NOT IN (SELECT id FROM"
              " social_comment_edit WHERE comment = $1 ORDER BY id DESC LIMIT $2)",
              before.id, social::comment_edits_max));
  return {};
}

Result<std::vector<social::CommentEdit>> CommentStore::edits(Transaction& tx, CommentId id) {
  return connection(tx).query(
      "SELECT body, until_ms, id, author FROM social_comment_edit WHERE comment = $1 ORDER BY id DESC"
      " LIMIT $2",
      [seals = Seals{tx}](const Row& row) {
        return social::CommentEdit{seals.open(comment_edit_body, row.get<AccountId>(3),
                                              row.get<std::int64_t>(2), row.get<std::string_view>(0)),
                                   row.get<Instant>(1)};
      },
      id, social::comment_edits_max);
}

Result<void> CommentStore::hold(Transaction& tx, CommentId id, bool held) {
  TRY(connection(tx).exec("UPDATE social_comment SET held = $1 WHERE id = $2", held ? 1 : 0, id));
  if (held) TRY(unpin(tx, id));
  return {};
}

Result<void> CommentStore::hide(Transaction& tx, CommentId id) {
  TRY(connection(tx).exec("UPDATE social_comment SET held = $1 WHERE id = $2", held_by_hand, id));
  return unpin(tx, id);
}

Result<std::vector<std::string>> CommentStore::filter(Transaction& tx, AccountId account) {
  TRY_LET(auto words, connection(tx).query(
                          "SELECT word FROM social_word_filter WHERE account = $1",
                          [account, seals = Seals{tx}](const Row& row) {
                            return seals.open(filter_word, account, account, row.get<std::string_view>(0));
                          },
                          account));
  std::ranges::sort(words);
  return words;
}

Result<void> CommentStore::set_filter(Transaction& tx, AccountId account, std::span<const std::string> words,
                                      Instant now) {
  auto& db = connection(tx);
  TRY(db.exec("DELETE FROM social_word_filter WHERE account = $1", account));
  for (const auto& word : words) {
    TRY_LET(const auto sealed, Seals{tx}.seal(filter_word, account, account, word));
    TRY(db.exec("INSERT INTO social_word_filter (account, word, at_ms) VALUES ($1, $2, $3)", account, sealed,
                now));
  }
  return {};
}
}  // namespace vitrine::sql
