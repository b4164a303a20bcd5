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
  TRY_LET(const bool changed, needs_.relations.follow(tx, by, who, at));
  if (changed) TRY(tx.announce(model::Followed{who, by}));
  return changed;
}

Result<bool> Relations::unfollow(Transaction& tx, AccountId by, AccountId who) {
  TRY(must_see(tx, by, who));
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
  return relations[0];
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
