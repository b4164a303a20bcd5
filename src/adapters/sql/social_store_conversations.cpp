#include "adapters/sql/sealed.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/social_store_shared.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::ConversationId;
using model::Instant;
using model::MessageId;
using model::VideoId;
using ports::Transaction;
using social::Conversation;
using social::Member;
using social::Message;
using social::MessageChoice;
using social::Standing;

namespace {
auto conversation_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) {
    const auto id = row.get<ConversationId>(0);
    const auto by = row.get<AccountId>(3);
    return Conversation{.id = id,
                        .kind = row.get<social::ConversationKind>(1),
                        .name = seals.open(conversation_name, by, id, row.get<std::string_view>(2)),
                        .named_by = by,
                        .created_at = row.get<Instant>(4)};
  };
}
Member member_row(const Row& row) {
  return {.conversation = row.get<ConversationId>(0),
          .account = row.get<AccountId>(1),
          .standing = row.get<Standing>(2),
          .since = row.get<Instant>(3),
          .read_up_to = row.get<MessageId>(4),
          .last_at = row.get<Instant>(5)};
}
auto message_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) {
    const auto id = row.get<MessageId>(0);
    const auto author = row.get<AccountId>(2);
    return Message{.id = id,
                   .conversation = row.get<ConversationId>(1),
                   .author = author,
                   .text = seals.open(message_body, author, id, row.get<std::string_view>(3)),
                   .video = row.get<std::optional<VideoId>>(4),
                   .at = row.get<Instant>(5),
                   .deleted = row.get<bool>(6)};
  };
}
constexpr std::string_view select_member =
    "SELECT conversation, account, standing, since_ms, read_up_to, last_ms FROM social_member ";
constexpr std::string_view select_message =
    "SELECT x.id, x.conversation, x.author, x.body, x.video, x.created_ms, x.deleted FROM social_message x ";
/// Whom the viewer ($1, so nothing with a number stands before it) is apart from is not read.
constexpr std::string_view readable =
    " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = $1 AND b.blocked = x.author AND EXISTS"
    " (SELECT 1 FROM social_conversation c WHERE c.id = x.conversation AND c.kind = 'group'))"
    " AND NOT EXISTS (SELECT 1 FROM social_block b WHERE b.blocker = x.author AND b.blocked = $1 AND EXISTS"
    " (SELECT 1 FROM social_conversation c WHERE c.id = x.conversation AND c.kind = 'group'))";
}  // namespace

Result<void> ConversationStore::insert(Transaction& tx, const Conversation& made) {
  TRY_LET(const auto name, Seals{tx}.seal(conversation_name, made.named_by, made.id, made.name));
  TRY(
      connection(tx).exec("INSERT INTO social_conversation (id, kind, name, named_by, created_ms)"
                          " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
                          made.id, made.kind, name, made.named_by, made.created_at));
  return {};
}

Result<std::optional<Conversation>> ConversationStore::find(Transaction& tx, ConversationId id) {
  return connection(tx).one(
      "SELECT id, kind, name, named_by, created_ms FROM social_conversation WHERE id = $1",
      conversation_row(tx), id);
}

Result<std::vector<Conversation>> ConversationStore::find(Transaction& tx,
                                                          std::span<const ConversationId> ids) {
  return connection(tx).query(
      "SELECT id, kind, name, named_by, created_ms FROM social_conversation"
      " WHERE id IN (" +
          marks(1, ids.size()) + ")",
      conversation_row(tx), each_of(ids));
}

Result<void> ConversationStore::rename(Transaction& tx, ConversationId id, std::string_view name,
                                       AccountId by) {
  TRY_LET(const auto sealed, Seals{tx}.seal(conversation_name, by, id, name));
  TRY(connection(tx).exec("UPDATE social_conversation SET name = $1, named_by = $2 WHERE id = $3", sealed, by,
                          id));
  return {};
}

Result<void> ConversationStore::put_member(Transaction& tx, const Member& member) {
  TRY(connection(tx).exec(
      "INSERT INTO social_member (conversation, account, standing, since_ms, read_up_to, last_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (conversation, account) DO UPDATE SET standing ="
      " excluded.standing",
      member.conversation, member.account, member.standing, member.since, member.read_up_to, member.last_at));
  return {};
}

Result<bool> ConversationStore::remove_member(Transaction& tx, ConversationId id, AccountId account) {
  auto& db = connection(tx);
  TRY_LET(const auto gone,
          db.exec("DELETE FROM social_member WHERE conversation = $1 AND account = $2", id, account));
  TRY_LET(const auto left,
          db.value<std::int64_t>("SELECT count(*) FROM social_member WHERE conversation = $1", id));
  if (left.value_or(0) == 0) {
    TRY(db.exec("DELETE FROM social_message WHERE conversation = $1", id));
    TRY(db.exec("DELETE FROM social_conversation WHERE id = $1", id));
  }
  return gone > 0;
}

Result<std::optional<Member>> ConversationStore::member(Transaction& tx, ConversationId id,
                                                        AccountId account) {
  return connection(tx).one(std::string{select_member} + "WHERE conversation = $1 AND account = $2",
                            member_row, id, account);
}

Result<std::vector<Member>> ConversationStore::members(Transaction& tx, std::span<const ConversationId> ids) {
  return connection(tx).query(std::string{select_member} + "WHERE conversation IN (" + marks(1, ids.size()) +
                                  ") ORDER BY conversation, since_ms, account",
                              member_row, each_of(ids));
}

Result<void> ConversationStore::insert(Transaction& tx, const Message& message) {
  auto& db = connection(tx);
  TRY_LET(const auto body, Seals{tx}.seal(message_body, message.author, message.id, message.text));
  TRY(
      db.exec("INSERT INTO social_message (id, conversation, author, body, video, created_ms, deleted)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7)",
              message.id, message.conversation, message.author, body, message.video, message.at,
              message.deleted ? 1 : 0));
  TRY(db.exec("UPDATE social_member SET last_ms = $1 WHERE conversation = $2", message.at,
              message.conversation));
  TRY(db.exec("UPDATE social_member SET read_up_to = $1 WHERE conversation = $2 AND account = $3", message.id,
              message.conversation, message.author));
  return {};
}

Result<std::optional<Message>> ConversationStore::message(Transaction& tx, MessageId id) {
  return connection(tx).one(std::string{select_message} + "WHERE x.id = $1", message_row(tx), id);
}

Result<void> ConversationStore::blank(Transaction& tx, MessageId id) {
  TRY(connection(tx).exec("UPDATE social_message SET body = '', video = NULL, deleted = 1 WHERE id = $1",
                          id));
  return {};
}

Result<std::vector<Message>> ConversationStore::messages(Transaction& tx, ConversationId id, AccountId viewer,
                                                         const social::Page& page) {
  return connection(tx).query(std::string{select_message} + "WHERE x.deleted >= 0" + std::string{readable} +
                                  " AND x.conversation = $2 AND x.id < $3 ORDER BY x.id DESC LIMIT $4",
                              message_row(tx), viewer, id, from_newest(page).minor, page.limit);
}

Result<std::int64_t> ConversationStore::count_by(Transaction& tx, ConversationId id, AccountId author) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>(
              "SELECT count(*) FROM social_message WHERE conversation = $1 AND author = $2", id, author));
  return count.value_or(0);
}

Result<bool> ConversationStore::read(Transaction& tx, ConversationId id, AccountId account, MessageId up_to) {
  TRY_LET(const auto moved,
          connection(tx).exec("UPDATE social_member SET read_up_to = $1 WHERE conversation = $2 AND"
                              " account = $3 AND read_up_to < $1",
                              up_to, id, account));
  return moved > 0;
}

Result<std::vector<Member>> ConversationStore::list(Transaction& tx, AccountId account, Standing standing,
                                                    const social::Page& page) {
  const auto at = from_newest(page);
  return connection(tx).query(
      std::string{select_member} +
          "WHERE account = $1 AND standing = $2 AND (last_ms < $3 OR (last_ms = $3 AND conversation < $4))"
          " ORDER BY last_ms DESC, conversation DESC LIMIT $5",
      member_row, account, standing, at.major, at.minor, page.limit);
}

Result<std::vector<std::int64_t>> ConversationStore::unread(Transaction& tx, AccountId account,
                                                            std::span<const ConversationId> ids) {
  std::vector<std::int64_t> counts(ids.size());
  TRY_LET(
      const auto found,
      connection(tx).query(
          "SELECT m.conversation, (SELECT count(*) FROM (SELECT 1 FROM social_message x WHERE"
          " x.conversation = m.conversation AND x.id > m.read_up_to AND x.author <> $1 AND x.deleted = 0" +
              std::string{readable} + " LIMIT " + std::to_string(social::unread_counted_max) +
              ") few) FROM social_member m WHERE m.account = $1 AND m.conversation IN (" +
              marks(2, ids.size()) + ")",
          [](const Row& row) { return std::pair{row.get<ConversationId>(0), row.get<std::int64_t>(1)}; },
          account, each_of(ids)));
  for (const auto& [id, count] : found)
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (ids[i] == id) counts[i] = count;
  return counts;
}

Result<std::int64_t> ConversationStore::unread_in_all(Transaction& tx, AccountId account) {
  TRY_LET(const auto count,
          connection(tx).value<std::int64_t>(
              "SELECT count(*) FROM social_member m WHERE m.account = $1 AND m.standing = 'member' AND EXISTS"
              " (SELECT 1 FROM social_message x WHERE x.conversation = m.conversation AND x.id > m.read_up_to"
              " AND x.author <> $1 AND x.deleted = 0" +
                  std::string{readable} + ")",
              account));
  return count.value_or(0);
}

Result<std::vector<std::optional<Message>>> ConversationStore::lasts(Transaction& tx, AccountId viewer,
                                                                     std::span<const ConversationId> ids) {
  std::vector<std::optional<Message>> out(ids.size());
  TRY_LET(
      const auto found,
      connection(tx).query(
          std::string{select_message} +
              "WHERE x.id IN (SELECT (SELECT max(x.id) FROM social_message x WHERE x.conversation ="
              " m.conversation" +
              std::string{readable} + ") FROM social_member m WHERE m.account = $1 AND m.conversation IN (" +
              marks(2, ids.size()) + "))",
          message_row(tx), viewer, each_of(ids)));
  for (const auto& message : found)
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (ids[i] == message.conversation) out[i] = message;
  return out;
}

Result<std::optional<MessageChoice>> ConversationStore::choice(Transaction& tx, AccountId account) {
  return connection(tx).one(
      "SELECT may_write, receipts FROM social_message_choice WHERE account = $1",
      [](const Row& row) { return MessageChoice{row.get<social::MayWrite>(0), row.get<bool>(1)}; }, account);
}

Result<void> ConversationStore::choose(Transaction& tx, AccountId account, const MessageChoice& choice,
                                       Instant now) {
  TRY(connection(tx).exec(
      "INSERT INTO social_message_choice (account, may_write, receipts, changed_ms) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (account) DO UPDATE SET may_write = excluded.may_write, receipts = excluded.receipts,"
      " changed_ms = excluded.changed_ms",
      account, choice.may_write, choice.receipts ? 1 : 0, now));
  return {};
}

Result<std::vector<AccountId>> ConversationStore::telling(Transaction& tx,
                                                          std::span<const AccountId> people) {
  return connection(tx).query(
      "SELECT account FROM social_message_choice WHERE receipts = 1 AND account IN (" +
          marks(1, people.size()) + ")",
      [](const Row& row) { return row.get<AccountId>(0); }, each_of(people));
}

}  // namespace vitrine::sql
