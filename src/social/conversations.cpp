#include "social/conversations.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace vitrine::social {
namespace {
using base::fail;
using base::Fault;

std::unexpected<base::Error> conversation_absent() {
  return fail(Fault::not_found, "conversation_absent", "There is no such conversation.");
}
std::unexpected<base::Error> message_absent() {
  return fail(Fault::not_found, "message_absent", "There is no such message.");
}
/// Also where two people are apart: a block is not told.
std::unexpected<base::Error> closed() {
  return fail(Fault::refused, "messages_closed", "This person takes no messages from you.");
}

Result<Draft> checked(const Draft& draft) {
  Draft clean{base::clean_text(draft.text, base::Lines::many), draft.video};
  if (clean.text.empty() && !clean.video)
    return base::fail_in("text", Fault::invalid_input, "message_empty", "Write something first.");
  if (base::code_points(clean.text) > message_chars_max)
    return base::fail_in("text", Fault::invalid_input, "message_too_long",
                         "A message has at most 2000 characters.");
  return clean;
}

Result<std::string> checked_name(std::string_view text) {
  auto name = base::clean_text(text, base::Lines::one);
  if (base::code_points(name) > group_name_chars_max)
    return base::fail_in("name", Fault::invalid_input, "group_name_too_long",
                         "A group's name has at most 60 characters.");
  return name;
}

Result<void> check_others(AccountId by, std::vector<AccountId>& others, std::size_t room) {
  std::ranges::sort(others);
  const auto rest = std::ranges::unique(others);
  others.erase(rest.begin(), rest.end());
  if (others.empty() || std::ranges::find(others, by) != others.end())
    return fail(Fault::invalid_input, "not_yourself", "Name other people.");
  if (others.size() > room) return fail(Fault::refused, "group_full", "A group has at most 32 people.");
  return {};
}
}  // namespace

ConversationId Conversations::between(AccountId one, AccountId other) {
  const auto [low, high] = std::minmax(one, other);
  const auto digest = base::sha256(base::as_bytes("pair " + low.text() + " " + high.text()));
  return ConversationId{base::read_be(base::ByteView{digest}.first(8)) >> 1};
}

Result<Standing> Conversations::reach(Transaction& tx, AccountId by, AccountId other) {
  TRY_LET(const auto theirs, needs_.relations.of(tx, other, std::array{by}));
  if (theirs[0].apart()) return fail(Fault::not_found, "account_absent", "There is no such account.");
  TRY_LET(const auto wish, choice(tx, other));
  TRY_LET(const auto pairing, needs_.family.of_ward(tx, other));
  // Each choice is narrower than the one before it. A guardian is not kept out by their own.
  const bool limited = pairing && pairing->guardian != by;
  const auto may_write = limited ? std::max(wish.may_write, pairing->limits.may_write) : wish.may_write;
  if (may_write == MayWrite::nobody) return closed();
  if (theirs[0].follows) return Standing::member;
  if (may_write == MayWrite::following) return closed();
  return Standing::asked;
}

Result<void> Conversations::may_reach(Transaction& tx, AccountId by, AccountId other) {
  if (by == other) return fail(Fault::invalid_input, "not_yourself", "Name other people.");
  const auto id = between(by, other);
  TRY_LET(const auto there, needs_.rows.member(tx, id, by));
  if (there) return check_pair(tx, by, id);
  TRY(reach(tx, by, other));
  return {};
}

Result<Message> Conversations::start(Transaction& tx, AccountId by, std::vector<AccountId> others,
                                     std::string_view name, const Draft& draft) {
  TRY(check_others(by, others, group_members_max - 1));
  TRY_LET(auto clean, checked(draft));
  TRY_LET(const auto title, checked_name(name));
  const bool pair = others.size() == 1 && title.empty();
  const auto id = pair ? between(by, others[0]) : needs_.ids.unguessable<ConversationId>();
  const auto now = needs_.clock.now();
  if (pair) {
    TRY_LET(const auto there, needs_.rows.member(tx, id, by));
    if (there) return send(tx, by, id, clean);
  }
  std::vector<Member> members{{.conversation = id, .account = by, .since = now, .last_at = now}};
  for (const auto other : others) {
    TRY_LET(const auto standing, reach(tx, by, other));
    members.push_back(
        {.conversation = id, .account = other, .standing = standing, .since = now, .last_at = now});
  }
  TRY(needs_.rows.insert(tx, {.id = id,
                              .kind = pair ? ConversationKind::pair : ConversationKind::group,
                              .name = title,
                              .named_by = title.empty() ? AccountId{0} : by,
                              .created_at = now}));
  for (const auto& member : members) TRY(needs_.rows.put_member(tx, member));
  return say(tx, by, id, std::move(clean));
}

Result<Message> Conversations::say(Transaction& tx, AccountId by, ConversationId id, Draft clean) {
  const Message message{.id = needs_.ids.in_order<MessageId>(),
                        .conversation = id,
                        .author = by,
                        .text = std::move(clean.text),
                        .video = clean.video,
                        .at = needs_.clock.now()};
  TRY(needs_.rows.insert(tx, message));
  TRY(tx.announce(model::MessageSent{id, message.id}));
  return message;
}

Result<Member> Conversations::mine(Transaction& tx, AccountId by, ConversationId id) {
  TRY_LET(const auto own, needs_.rows.member(tx, id, by));
  if (!own || own->standing == Standing::declined) return conversation_absent();
  return *own;
}

Result<Conversation> Conversations::group(Transaction& tx, AccountId by, ConversationId id) {
  TRY_LET(const auto own, mine(tx, by, id));
  TRY_LET(const auto found, needs_.rows.find(tx, id));
  if (!found || own.standing != Standing::member) return conversation_absent();
  if (found->kind == ConversationKind::pair)
    return fail(Fault::refused, "pair_stays", "A conversation of two has no name and nobody else in it.");
  return *found;
}

/// Whether `by` may go on in a conversation of two.
Result<void> Conversations::check_pair(Transaction& tx, AccountId by, ConversationId id) {
  TRY_LET(const auto members, needs_.rows.members(tx, std::array{id}));
  const auto other = std::ranges::find_if(members, [&](const Member& m) { return m.account != by; });
  if (other == members.end()) return closed();
  TRY_LET(const auto relation, needs_.relations.of(tx, by, std::array{other->account}));
  if (relation[0].apart()) return closed();
  if (other->standing == Standing::member) return {};
  TRY_LET(const auto said, needs_.rows.count_by(tx, id, by));
  if (said >= request_messages_max)
    return fail(Fault::refused, "request_waits", "Wait until your request is accepted.");
  return {};
}

Result<Message> Conversations::send(Transaction& tx, AccountId by, ConversationId id, const Draft& draft) {
  TRY_LET(auto clean, checked(draft));
  TRY_LET(auto own, needs_.rows.member(tx, id, by));
  TRY_LET(const auto found, needs_.rows.find(tx, id));
  if (!own || !found) return conversation_absent();
  if (found->kind == ConversationKind::pair) TRY(check_pair(tx, by, id));
  if (own->standing != Standing::member) {
    own->standing = Standing::member;
    TRY(needs_.rows.put_member(tx, *own));
  }
  return say(tx, by, id, std::move(clean));
}

Result<std::vector<Conversations::Seen>> Conversations::seen(Transaction& tx, AccountId viewer,
                                                             std::span<const Member> own) {
  std::vector<ConversationId> ids;
  for (const auto& member : own) ids.push_back(member.conversation);
  TRY_LET(const auto conversations, needs_.rows.find(tx, ids));
  TRY_LET(const auto members, needs_.rows.members(tx, ids));
  TRY_LET(const auto unread, needs_.rows.unread(tx, viewer, ids));
  TRY_LET(const auto lasts, needs_.rows.lasts(tx, viewer, ids));
  std::vector<Seen> out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = std::ranges::find(conversations, ids[i], &Conversation::id);
    if (found == conversations.end()) continue;
    Seen seen{.conversation = *found,
              .standing = own[i].standing,
              .members = {},
              .unread = unread[i],
              .last = lasts[i],
              .last_at = own[i].last_at};
    for (auto member : members) {
      if (member.conversation != ids[i]) continue;
      if (member.standing == Standing::declined) member.standing = Standing::asked;
      seen.members.push_back(member);
    }
    out.push_back(std::move(seen));
  }
  return out;
}

Result<Conversations::Seen> Conversations::find(Transaction& tx, AccountId viewer, ConversationId id) {
  TRY_LET(const auto own, mine(tx, viewer, id));
  TRY_LET(auto found, seen(tx, viewer, std::array{own}));
  if (found.empty()) return conversation_absent();
  return std::move(found.front());
}

Result<std::vector<Conversations::Seen>> Conversations::list(Transaction& tx, AccountId viewer, Standing box,
                                                             const Page& page) {
  TRY_LET(const auto own, needs_.rows.list(tx, viewer, box, page));
  return seen(tx, viewer, own);
}

Result<std::vector<Message>> Conversations::messages(Transaction& tx, AccountId viewer, ConversationId id,
                                                     const Page& page) {
  TRY(mine(tx, viewer, id));
  return needs_.rows.messages(tx, id, viewer, page);
}

Result<std::vector<Member>> Conversations::audience(Transaction& tx, ConversationId id) {
  TRY_LET(auto members, needs_.rows.members(tx, std::array{id}));
  std::erase_if(members, [](const Member& member) { return member.standing == Standing::declined; });
  return members;
}

Result<std::optional<Message>> Conversations::readable(Transaction& tx, AccountId viewer, MessageId id) {
  TRY_LET(const auto message, needs_.rows.message(tx, id));
  if (!message || message->author == viewer) return message;
  TRY_LET(const auto relation, needs_.relations.of(tx, viewer, std::array{message->author}));
  return relation[0].apart() ? std::nullopt : message;
}

Result<std::int64_t> Conversations::unread(Transaction& tx, AccountId account) {
  return needs_.rows.unread_in_all(tx, account);
}

Result<void> Conversations::accept(Transaction& tx, AccountId by, ConversationId id) {
  TRY_LET(auto own, mine(tx, by, id));
  if (own.standing == Standing::member) return {};
  own.standing = Standing::member;
  TRY(needs_.rows.put_member(tx, own));
  return tx.announce(model::ConversationChanged{id});
}

Result<void> Conversations::decline(Transaction& tx, AccountId by, ConversationId id) {
  TRY_LET(auto own, mine(tx, by, id));
  if (own.standing != Standing::asked) return conversation_absent();
  TRY_LET(const auto found, needs_.rows.find(tx, id));
  if (found && found->kind == ConversationKind::group) {
    TRY(needs_.rows.remove_member(tx, id, by));
    return tx.announce(model::ConversationChanged{id});
  }
  own.standing = Standing::declined;  // not announced: it looks like waiting
  return needs_.rows.put_member(tx, own);
}

Result<void> Conversations::read(Transaction& tx, AccountId by, ConversationId id, MessageId up_to) {
  TRY(mine(tx, by, id));
  TRY_LET(const auto message, needs_.rows.message(tx, up_to));
  if (!message || message->conversation != id) return message_absent();
  TRY_LET(const bool moved, needs_.rows.read(tx, id, by, up_to));
  TRY_LET(const auto wish, choice(tx, by));
  if (!moved || !wish.receipts) return {};
  return tx.announce(model::ConversationChanged{id});
}

Result<void> Conversations::rename(Transaction& tx, AccountId by, ConversationId id, std::string_view name) {
  TRY(group(tx, by, id));
  TRY_LET(const auto clean, checked_name(name));
  TRY(needs_.rows.rename(tx, id, clean, clean.empty() ? AccountId{0} : by));
  return tx.announce(model::ConversationChanged{id});
}

Result<void> Conversations::leave(Transaction& tx, AccountId by, ConversationId id) {
  TRY(group(tx, by, id));
  TRY(needs_.rows.remove_member(tx, id, by));
  return tx.announce(model::ConversationChanged{id});
}

Result<void> Conversations::add(Transaction& tx, AccountId by, ConversationId id,
                                std::vector<AccountId> others) {
  TRY(group(tx, by, id));
  TRY_LET(const auto members, needs_.rows.members(tx, std::array{id}));
  std::erase_if(others, [&](AccountId other) {
    return other != by && std::ranges::find(members, other, &Member::account) != members.end();
  });
  if (others.empty()) return {};  // everybody is there already
  TRY(check_others(by, others, group_members_max - members.size()));
  const auto now = needs_.clock.now();
  for (const auto other : others) {
    TRY_LET(const auto standing, reach(tx, by, other));
    TRY(needs_.rows.put_member(
        tx, {.conversation = id, .account = other, .standing = standing, .since = now, .last_at = now}));
  }
  return tx.announce(model::ConversationChanged{id});
}

Result<void> Conversations::remove(Transaction& tx, AccountId by, ConversationId id, MessageId message) {
  TRY(mine(tx, by, id));
  TRY_LET(const auto found, needs_.rows.message(tx, message));
  if (!found || found->conversation != id || found->author != by || found->deleted) return message_absent();
  TRY(needs_.rows.blank(tx, message));
  return tx.announce(model::ConversationChanged{id});
}

Result<Message> Conversations::reportable(Transaction& tx, AccountId by, MessageId message) {
  TRY_LET(const auto found, needs_.rows.message(tx, message));
  if (!found || found->deleted || found->author == by) return message_absent();
  TRY_LET(const auto own, needs_.rows.member(tx, found->conversation, by));
  if (!own) return message_absent();
  return *found;
}

Result<std::optional<Message>> Conversations::reported(Transaction& tx, MessageId message) {
  return needs_.rows.message(tx, message);
}

Result<MessageChoice> Conversations::choice(Transaction& tx, AccountId account) {
  TRY_LET(const auto kept, needs_.rows.choice(tx, account));
  return kept.value_or(MessageChoice{});
}

Result<void> Conversations::choose(Transaction& tx, AccountId account, const MessageChoice& choice) {
  return needs_.rows.choose(tx, account, choice, needs_.clock.now());
}

Result<std::vector<AccountId>> Conversations::telling(Transaction& tx, std::span<const AccountId> people) {
  return needs_.rows.telling(tx, people);
}

}  // namespace vitrine::social
