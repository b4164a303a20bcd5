#pragma once
// Writing to each other, one to one and in groups of at most 32. Start here: start() and send().
//
// Whom one does not follow asks first: what they write waits as a request until one accepts or declines, and
// they can write three messages meanwhile. Declining is not told: it looks like waiting. Who may begin at all
// is a choice (everyone, those one follows, nobody); a guardian's counts where it is narrower. Two people who
// are apart (relations.hpp) reach each other nowhere; in a group they share, neither reads the other.
//
// Nobody is told who is typing, nor who has read what unless both have chosen so. Thread-safe: holds no
// state.
#include <span>
#include <vector>

#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

class Conversations {
 public:
  struct Needs {
    ConversationStore& rows;
    RelationStore& relations;
    FamilyStore& family;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Conversations(Needs needs) : needs_(needs) {}

  /// Begins with a first message. One other person and no name: the conversation of the two, which there is
  /// once; otherwise a new group. Errors: invalid_input "not_yourself", "message_empty", "message_too_long",
  /// "group_name_too_long"; refused "group_full", "messages_closed", "request_waits"; not_found
  /// "account_absent".
  Result<Message> start(Transaction& tx, AccountId by, std::vector<AccountId> others, std::string_view name,
                        const Draft& draft);
  /// Writing where one was asked accepts. Errors: not_found "conversation_absent" and those of start.
  Result<Message> send(Transaction& tx, AccountId by, ConversationId id, const Draft& draft);

  /// The conversation of two people, which may not be there yet: its id follows from theirs.
  [[nodiscard]] static ConversationId between(AccountId one, AccountId other);
  /// Whether `by` may begin (or go on) to write to `other`. Errors: those of start.
  Result<void> may_reach(Transaction& tx, AccountId by, AccountId other);

  struct Seen {
    Conversation conversation;
    Standing standing = Standing::member;  ///< of whoever looks
    std::vector<Member> members;           ///< without those who declined a pair: they look as if asked
    std::int64_t unread = 0;
    std::optional<Message> last = {};
    Instant last_at{};
    bool operator==(const Seen&) const = default;
  };
  /// Errors: not_found "conversation_absent".
  Result<Seen> find(Transaction& tx, AccountId viewer, ConversationId id);
  /// Those one is in, or those one is asked into. Latest first; Position is (last_at, id).
  Result<std::vector<Seen>> list(Transaction& tx, AccountId viewer, Standing box, const Page& page);
  /// Newest first; Position is (0, id). Errors: not_found "conversation_absent".
  Result<std::vector<Message>> messages(Transaction& tx, AccountId viewer, ConversationId id,
                                        const Page& page);
  /// For telling live: who is in it, or is asked into it and has not declined.
  Result<std::vector<Member>> audience(Transaction& tx, ConversationId id);
  /// Nothing for a message this viewer may not read.
  Result<std::optional<Message>> readable(Transaction& tx, AccountId viewer, MessageId message);
  /// In how many conversations something waits to be read; requests not counted.
  Result<std::int64_t> unread(Transaction& tx, AccountId account);

  /// All: not_found "conversation_absent".
  Result<void> accept(Transaction& tx, AccountId by, ConversationId id);
  Result<void> decline(Transaction& tx, AccountId by, ConversationId id);
  /// Up to this message everything was seen. Errors: also not_found "message_absent".
  Result<void> read(Transaction& tx, AccountId by, ConversationId id, MessageId up_to);
  /// Of a group. Errors: also refused "pair_stays", invalid_input "group_name_too_long".
  Result<void> rename(Transaction& tx, AccountId by, ConversationId id, std::string_view name);
  Result<void> leave(Transaction& tx, AccountId by, ConversationId id);
  /// Errors: those of rename and start.
  Result<void> add(Transaction& tx, AccountId by, ConversationId id, std::vector<AccountId> others);
  /// One's own. Errors: not_found "message_absent".
  Result<void> remove(Transaction& tx, AccountId by, ConversationId id, MessageId message);
  /// Somebody else's that one can read, to be reported. Errors: not_found "message_absent".
  Result<Message> reportable(Transaction& tx, AccountId by, MessageId message);

  /// For a moderator: whose it was. What it said stands in the report.
  Result<std::optional<Message>> reported(Transaction& tx, MessageId message);

  Result<MessageChoice> choice(Transaction& tx, AccountId account);
  Result<void> choose(Transaction& tx, AccountId account, const MessageChoice& choice);
  /// Of these, those who tell what they have read.
  Result<std::vector<AccountId>> telling(Transaction& tx, std::span<const AccountId> people);

 private:
  Result<Standing> reach(Transaction& tx, AccountId by, AccountId other);
  Result<Message> say(Transaction& tx, AccountId by, ConversationId id, Draft clean);
  Result<void> check_pair(Transaction& tx, AccountId by, ConversationId id);
  Result<Member> mine(Transaction& tx, AccountId by, ConversationId id);
  Result<Conversation> group(Transaction& tx, AccountId by, ConversationId id);
  Result<std::vector<Seen>> seen(Transaction& tx, AccountId viewer, std::span<const Member> own);
  Needs needs_;
};

}  // namespace vitrine::social
