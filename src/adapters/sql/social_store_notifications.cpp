#include "adapters/sql/social_store.hpp"
#include "adapters/sql/social_store_shared.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::CommentId;
using model::Instant;
using model::NotificationId;
using model::VideoId;
using ports::Transaction;
using social::Notification;
using social::NotificationKind;

namespace {
Notification notification_row(const Row& row) {
  return {.id = row.get<NotificationId>(0),
          .account = row.get<AccountId>(1),
          .kind = row.get<NotificationKind>(2),
          .at = row.get<Instant>(3),
          .read = row.get<bool>(4),
          .actor = row.get<std::optional<AccountId>>(5),
          .video = row.get<std::optional<VideoId>>(6),
          .comment = row.get<std::optional<CommentId>>(7),
          .count = row.get<std::int64_t>(8)};
}
constexpr std::string_view columns =
    "SELECT id, account, kind, at_ms, CASE WHEN read_ms IS NULL THEN 0 ELSE 1 END, actor, video, comment, "
    "amount"
    " FROM social_notification WHERE ";
}  // namespace

Result<bool> NotificationStore::hear(Transaction& tx, model::NewsId news, Instant now) {
  TRY_LET(const auto made, connection(tx).exec("INSERT INTO social_heard (news, at_ms) VALUES ($1, $2)"
                                               " ON CONFLICT (news) DO NOTHING",
                                               news, now));
  return made > 0;
}

Result<bool> NotificationStore::add_actor(Transaction& tx, const Notification& about, std::uint64_t subject) {
  TRY_LET(const auto made,
          connection(tx).exec(
              "INSERT INTO social_notification_actor (account, kind, subject, actor, notification,"
              " at_ms) VALUES ($1, $2, $3, $4, $5, $6)"
              " ON CONFLICT (account, kind, subject, actor) DO NOTHING",
              about.account, about.kind, subject, about.actor.value_or(about.account), about.id, about.at));
  return made > 0;
}

Result<std::optional<NotificationId>> NotificationStore::open_group(Transaction& tx, AccountId account,
                                                                    NotificationKind kind,
                                                                    std::uint64_t subject) {
  return connection(tx).value<NotificationId>(
      "SELECT id FROM social_notification WHERE account = $1 AND kind = $2 AND subject = $3"
      " AND read_ms IS NULL ORDER BY id DESC LIMIT 1",
      account, kind, subject);
}

Result<void> NotificationStore::insert(Transaction& tx, const Notification& made, std::uint64_t subject) {
  TRY(connection(tx).exec(
      "INSERT INTO social_notification (id, account, kind, subject, actor, video, comment, amount, at_ms, "
      "read_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
      made.id, made.account, made.kind, subject, made.actor, made.video, made.comment, made.count, made.at));
  return {};
}

Result<void> NotificationStore::grow(Transaction& tx, NotificationId id, AccountId actor, Instant now) {
  TRY(connection(tx).exec(
      "UPDATE social_notification SET actor = $1, at_ms = $2, amount = amount + 1 WHERE id = $3", actor, now,
      id));
  return {};
}

Result<std::optional<Notification>> NotificationStore::find(Transaction& tx, NotificationId id) {
  return connection(tx).one(std::string{columns} + "id = $1", notification_row, id);
}

Result<std::vector<Notification>> NotificationStore::list(Transaction& tx, AccountId account,
                                                          const social::Page& page) {
  const auto from = from_newest(page);
  return connection(tx).query(std::string{columns} +
                                  "account = $1 AND (at_ms, id) < ($2, $3)"
                                  " ORDER BY at_ms DESC, id DESC LIMIT $4",
                              notification_row, account, from.major, from.minor, page.limit);
}

Result<std::int64_t> NotificationStore::unread(Transaction& tx, AccountId account) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>(
              "SELECT count(*) FROM social_notification WHERE account = $1 AND read_ms IS NULL", account));
  return count.value_or(0);
}

Result<void> NotificationStore::mark_read(Transaction& tx, const Notification& up_to, Instant now) {
  TRY(
      connection(tx).exec("UPDATE social_notification SET read_ms = $1 WHERE account = $2 AND read_ms IS NULL"
                          " AND (at_ms, id) <= ($3, $4)",
                          now, up_to.account, up_to.at, up_to.id));
  return {};
}

Result<void> NotificationStore::forget_comment(Transaction& tx, CommentId comment) {
  auto& db = connection(tx);
  TRY(
      db.exec("DELETE FROM social_notification_actor WHERE notification IN"
              " (SELECT id FROM social_notification WHERE comment = $1)",
              comment));
  TRY(db.exec("DELETE FROM social_notification WHERE comment = $1", comment));
  return {};
}

Result<void> NotificationStore::forget_video(Transaction& tx, VideoId video) {
  auto& db = connection(tx);
  TRY(
      db.exec("DELETE FROM social_notification_actor WHERE notification IN"
              " (SELECT id FROM social_notification WHERE video = $1)",
              video));
  TRY(db.exec("DELETE FROM social_notification WHERE video = $1", video));
  return {};
}

Result<void> NotificationStore::forget_actor(Transaction& tx, AccountId account, AccountId actor) {
  auto& db = connection(tx);
  // That a guardian or a ward is gone is still to be read by whoever has just blocked or been blocked.
  constexpr std::string_view whose =
      " FROM social_notification_actor WHERE account = $1 AND actor = $2"
      " AND kind NOT IN ('guardian_gone', 'ward_gone')";
  TRY_LET(const auto touched, db.query(
                                  "SELECT DISTINCT notification" + std::string{whose},
                                  [](const Row& row) { return row.get<NotificationId>(0); }, account, actor));
  TRY(db.exec("DELETE" + std::string{whose}, account, actor));
  for (const auto id : touched) {
    TRY_LET(
        const auto left,
        db.value<std::int64_t>("SELECT count(*) FROM social_notification_actor WHERE notification = $1", id));
    if (left.value_or(0) == 0) {
      TRY(db.exec("DELETE FROM social_notification WHERE id = $1", id));
      continue;
    }
    TRY_LET(const auto latest,
            db.value<AccountId>("SELECT actor FROM social_notification_actor"
                                " WHERE notification = $1 ORDER BY at_ms DESC, actor LIMIT 1",
                                id));
    TRY(db.exec("UPDATE social_notification SET actor = $1, amount = $2 WHERE id = $3", latest, left, id));
  }
  return {};
}

Result<void> NotificationStore::forget_old(Transaction& tx, Instant notifications, Instant news, int max) {
  auto& db = connection(tx);
  TRY(
      db.exec("DELETE FROM social_notification_actor WHERE notification IN"
              " (SELECT id FROM social_notification WHERE at_ms < $1 ORDER BY at_ms, id LIMIT $2)",
              notifications, max));
  TRY(
      db.exec("DELETE FROM social_notification WHERE id IN"
              " (SELECT id FROM social_notification WHERE at_ms < $1 ORDER BY at_ms, id LIMIT $2)",
              notifications, max));
  TRY(
      db.exec("DELETE FROM social_heard WHERE news IN"
              " (SELECT news FROM social_heard WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)",
              news, max));
  return {};
}
}  // namespace vitrine::sql
