#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::CommentId;
using ports::Transaction;

namespace {

/// Likes, saves and shares: the row of each video, and of each author liked.
Result<void> take_reactions(Connection& db, AccountId account) {
  TRY(
      db.exec("UPDATE social_person_count SET likes = likes - (SELECT count(*) FROM social_reaction r"
              " JOIN social_video_count v ON v.video = r.video WHERE r.account = $1 AND r.kind = 'like'"
              " AND v.author = social_person_count.account) WHERE account IN (SELECT v.author FROM"
              " social_reaction r JOIN social_video_count v ON v.video = r.video"
              " WHERE r.account = $1 AND r.kind = 'like')",
              account));
  for (const std::string_view statement :
       {"UPDATE social_video_count SET likes = likes - 1 WHERE video IN"
        " (SELECT video FROM social_reaction WHERE account = $1 AND kind = 'like')",
        "UPDATE social_video_count SET saves = saves - 1 WHERE video IN"
        " (SELECT video FROM social_reaction WHERE account = $1 AND kind = 'save')",
        "UPDATE social_video_count SET shares = shares - 1 WHERE video IN"
        " (SELECT video FROM social_reaction WHERE account = $1 AND kind = 'share')",
        "DELETE FROM social_reaction WHERE account = $1"})
    TRY(db.exec(statement, account));
  return {};
}

Result<void> take_follows(Connection& db, AccountId account) {
  for (const std::string_view statement :
       {"UPDATE social_person_count SET followers = followers - 1 WHERE account IN"
        " (SELECT followee FROM social_follow WHERE follower = $1)",
        "UPDATE social_person_count SET following = following - 1 WHERE account IN"
        " (SELECT follower FROM social_follow WHERE followee = $1)",
        "DELETE FROM social_follow WHERE follower = $1", "DELETE FROM social_follow WHERE followee = $1",
        "DELETE FROM social_follow_request WHERE asker = $1",
        "DELETE FROM social_follow_request WHERE asked = $1"})
    TRY(db.exec(statement, account));
  return {};
}

Result<void> take_comments(Transaction& tx, AccountId account) {
  auto& db = connection(tx);
  TRY(
      db.exec("UPDATE social_comment SET likes = likes - 1 WHERE id IN"
              " (SELECT comment FROM social_comment_like WHERE account = $1)",
              account));
  TRY(db.exec("DELETE FROM social_comment_like WHERE account = $1", account));
  TRY_LET(const auto own, db.query(
                              "SELECT id FROM social_comment WHERE author = $1 ORDER BY id DESC",
                              [](const Row& row) { return row.get<CommentId>(0); }, account));
  CommentStore comments;
  NotificationStore notifications;
  for (const auto id : own) {
    TRY_LET(const auto comment, comments.find(tx, id));
    if (!comment) continue;  // a placeholder whose last reply was theirs too
    TRY(comments.remove(tx, *comment));
    TRY(notifications.forget_comment(tx, id));
  }
  return {};
}

Result<void> take_notifications(Transaction& tx, AccountId account) {
  TRY_LET(const auto told, connection(tx).query(
                               "SELECT DISTINCT account FROM social_notification_actor WHERE actor = $1",
                               [](const Row& row) { return row.get<AccountId>(0); }, account));
  NotificationStore notifications;
  for (const auto who : told) TRY(notifications.forget_actor(tx, who, account));
  return {};
}

/// Conversations that nobody else is in; of the others their own rows go with the rest.
Result<void> take_conversations(Transaction& tx, AccountId account) {
  TRY_LET(const auto alone,
          connection(tx).query(
              "SELECT m.conversation FROM social_member m WHERE m.account = $1 AND NOT EXISTS (SELECT 1 FROM"
              " social_member o WHERE o.conversation = m.conversation AND o.account <> $1)",
              [](const Row& row) { return row.get<model::ConversationId>(0); }, account));
  ConversationStore conversations;
  for (const auto id : alone) TRY(conversations.remove_member(tx, id, account));
  return {};
}

}  // namespace

Result<void> LeavingStore::take_out(Transaction& tx, AccountId account) {
  TRY(take_reactions(connection(tx), account));
  TRY(take_follows(connection(tx), account));
  TRY(take_comments(tx, account));
  TRY(take_conversations(tx, account));
  return take_notifications(tx, account);
}

}  // namespace vitrine::sql
