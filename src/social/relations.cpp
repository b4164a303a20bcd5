#include "social/relations.hpp"

#include <algorithm>
#include <array>

namespace vitrine::social {
namespace {
using base::fail;
using base::Fault;

Result<void> not_self(AccountId by, AccountId who) {
  if (by == who) return fail(Fault::invalid_input, "not_yourself", "That is your own account.");
  return {};
}
}  // namespace

Result<void> Relations::must_see(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto relation, of(tx, by, who));
  // Whom I block myself I may name; who blocks me is not there.
  if (relation.blocked_by) return fail(Fault::not_found, "account_absent", "There is no such account.");
  return {};
}

Result<bool> Relations::follow(Transaction& tx, AccountId by, AccountId who) {
  return follow_since(tx, by, who, needs_.clock.now());
}

Result<bool> Relations::follow_since(Transaction& tx, AccountId by, AccountId who, Instant since) {
  TRY(not_self(by, who));
  TRY(must_see(tx, by, who));
  TRY_LET(const auto relation, of(tx, by, who));
  if (relation.blocks)
    return fail(Fault::refused, "you_block_them", "You block this person; unblock them first.");
  if (relation.follows) return false;
  TRY_LET(const auto counts, needs_.relations.counts(tx, std::array{by}));
  if (counts[0].following >= follows_max)
    return fail(Fault::refused, "follows_full", "You follow 10000 people; unfollow somebody first.");
  const auto at = std::min(since, needs_.clock.now());
  TRY_LET(const bool must_ask, is_private(tx, who));
  if (must_ask) {
    TRY(ask(tx, by, who, needs_.clock.now()));
    return false;
  }
  TRY_LET(const bool changed, needs_.relations.follow(tx, by, who, at));
  if (changed) TRY(tx.announce(model::Followed{who, by}));
  return changed;
}

Result<bool> Relations::is_private(Transaction& tx, AccountId who) {
  if (needs_.accounts == nullptr) return false;
  TRY_LET(const auto account, needs_.accounts->find(tx, who));
  return account && account->is_private;
}

Result<void> Relations::ask(Transaction& tx, AccountId by, AccountId who, Instant at) {
  TRY_LET(const auto waiting, needs_.relations.count_asking(tx, who));
  if (waiting >= follow_requests_max)
    return fail(Fault::refused, "requests_full", "Too many people wait to follow this account already.");
  TRY_LET(const bool asked, needs_.relations.ask(tx, by, who, at));
  if (asked) TRY(tx.announce(model::FollowAsked{who, by}));
  return {};
}

Result<bool> Relations::accept(Transaction& tx, AccountId owner, AccountId asker) {
  TRY_LET(const bool asked, needs_.relations.unask(tx, asker, owner));
  if (!asked) return false;
  TRY_LET(const auto counts, needs_.relations.counts(tx, std::array{asker}));
  if (counts[0].following >= follows_max) return false;
  TRY_LET(const bool changed, needs_.relations.follow(tx, asker, owner, needs_.clock.now()));
  if (changed) TRY(tx.announce(model::FollowAccepted{owner, asker}));
  return changed;
}

Result<bool> Relations::decline(Transaction& tx, AccountId owner, AccountId asker) {
  return needs_.relations.unask(tx, asker, owner);
}

Result<void> Relations::accept_all(Transaction& tx, AccountId owner) {
  for (;;) {
    TRY_LET(const auto waiting, needs_.relations.asking(tx, owner, {.after = std::nullopt, .limit = 200}));
    for (const auto& one : waiting) TRY(accept(tx, owner, one.account));
    if (waiting.empty()) return {};
  }
}

Result<bool> Relations::remove_follower(Transaction& tx, AccountId owner, AccountId follower) {
  return needs_.relations.unfollow(tx, follower, owner);
}

Result<std::vector<ListedPerson>> Relations::asking(Transaction& tx, AccountId owner, const Page& page) {
  return needs_.relations.asking(tx, owner, page);
}

Result<std::int64_t> Relations::count_asking(Transaction& tx, AccountId owner) {
  return needs_.relations.count_asking(tx, owner);
}

Result<bool> Relations::unfollow(Transaction& tx, AccountId by, AccountId who) {
  TRY(must_see(tx, by, who));
  TRY(needs_.relations.unask(tx, by, who));
  return needs_.relations.unfollow(tx, by, who);
}

Result<bool> Relations::block(Transaction& tx, AccountId by, AccountId who) {
  TRY(not_self(by, who));
  TRY(must_see(tx, by, who));
  TRY_LET(const auto blocks, needs_.relations.count_blocks(tx, by));
  if (blocks >= blocks_max)
    return fail(Fault::refused, "blocks_full", "You block 10000 people; unblock somebody first.");
  TRY_LET(const bool changed, needs_.relations.block(tx, by, who, needs_.clock.now()));
  if (!changed) return false;
  TRY(needs_.relations.unfollow(tx, by, who));
  TRY(needs_.relations.unfollow(tx, who, by));
  TRY(needs_.relations.unask(tx, by, who));
  TRY(needs_.relations.unask(tx, who, by));
  TRY(needs_.notifications.forget_actor(tx, by, who));
  TRY(needs_.notifications.forget_actor(tx, who, by));
  return true;
}

Result<bool> Relations::unblock(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto relation, of(tx, by, who));
  if (!relation.blocks) TRY(must_see(tx, by, who));
  return needs_.relations.unblock(tx, by, who);
}

Result<bool> Relations::mute(Transaction& tx, AccountId by, AccountId who) {
  TRY(not_self(by, who));
  TRY(must_see(tx, by, who));
  TRY_LET(const auto mutes, needs_.relations.count_mutes(tx, by));
  if (mutes >= mutes_max)
    return fail(Fault::refused, "mutes_full", "You mute 10000 people; unmute somebody first.");
  return needs_.relations.mute(tx, by, who, needs_.clock.now());
}

Result<bool> Relations::unmute(Transaction& tx, AccountId by, AccountId who) {
  TRY_LET(const auto relation, of(tx, by, who));
  if (!relation.mutes) TRY(must_see(tx, by, who));
  return needs_.relations.unmute(tx, by, who);
}

Result<std::vector<Relation>> Relations::of(Transaction& tx, AccountId viewer,
                                            std::span<const AccountId> people) {
  if (viewer == AccountId{0} || people.empty()) return std::vector<Relation>(people.size());
  return needs_.relations.of(tx, viewer, people);
}

Result<Relation> Relations::of(Transaction& tx, AccountId viewer, AccountId person) {
  TRY_LET(const auto relations, of(tx, viewer, std::array{person}));
  auto relation = relations[0];
  if (viewer != AccountId{0} && !relation.follows) {
    TRY_LET(relation.asked, needs_.relations.has_asked(tx, viewer, person));
  }
  return relation;
}

Result<std::vector<PersonCounts>> Relations::counts(Transaction& tx, std::span<const AccountId> people) {
  return needs_.relations.counts(tx, people);
}
Result<std::vector<ListedPerson>> Relations::followers(Transaction& tx, AccountId who, AccountId viewer,
                                                       const Page& page) {
  return needs_.relations.followers(tx, who, viewer, page);
}
Result<std::vector<ListedPerson>> Relations::following(Transaction& tx, AccountId who, AccountId viewer,
                                                       const Page& page) {
  return needs_.relations.following(tx, who, viewer, page);
}
Result<std::vector<ListedPerson>> Relations::blocks(Transaction& tx, AccountId by, const Page& page) {
  return needs_.relations.blocks(tx, by, page);
}
Result<std::vector<ListedPerson>> Relations::mutes(Transaction& tx, AccountId by, const Page& page) {
  return needs_.relations.mutes(tx, by, page);
}
Result<std::vector<AccountId>> Relations::followed_ids(Transaction& tx, AccountId by) {
  return needs_.relations.followed_ids(tx, by);
}
}  // namespace vitrine::social
