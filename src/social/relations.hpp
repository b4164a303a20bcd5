#pragma once
// People to people: follow, ask to follow, block, mute; and the facts everything else asks for. Whether two
// people may see each other is decided here and nowhere else: Relation::apart(). Thread-safe: holds no state.
#include <span>
#include <vector>

#include "accounts/ports.hpp"
#include "ports/clock.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

class Relations {
 public:
  struct Needs {
    RelationStore& relations;
    NotificationStore& notifications;
    const ports::Clock& clock;
    accounts::AccountStore* accounts = nullptr;  ///< none in tests where nobody's account is private
  };
  explicit Relations(Needs needs) : needs_(needs) {}

  /// All repeatable: following twice is following. `who` exists (the caller looked the handle up); somebody
  /// the caller is apart from is absent. They answer whether anything changed. Errors: invalid_input
  /// "not_yourself", not_found "account_absent", refused "follows_full", "blocks_full", "mutes_full".
  /// Following a private account asks its owner; that has changed nothing yet.
  Result<bool> follow(Transaction& tx, AccountId by, AccountId who);
  /// The same for a follow that comes from another house with its time.
  Result<bool> follow_since(Transaction& tx, AccountId by, AccountId who, Instant since);
  /// Takes back that one asked, too.
  Result<bool> unfollow(Transaction& tx, AccountId by, AccountId who);

  /// Whom `owner` lets follow who asked for it, and whom not; declining tells nobody. Accepting somebody who
  /// does not ask (any more) changes nothing.
  Result<bool> accept(Transaction& tx, AccountId owner, AccountId asker);
  Result<bool> decline(Transaction& tx, AccountId owner, AccountId asker);
  /// The owner's account is private no longer: whoever waits follows.
  Result<void> accept_all(Transaction& tx, AccountId owner);
  /// Takes a follower away; nobody is told.
  Result<bool> remove_follower(Transaction& tx, AccountId owner, AccountId follower);
  Result<std::vector<ListedPerson>> asking(Transaction& tx, AccountId owner, const Page& page);
  Result<std::int64_t> count_asking(Transaction& tx, AccountId owner);

  /// Both ways: neither sees the other, follows end, what one was told of the other is forgotten.
  Result<bool> block(Transaction& tx, AccountId by, AccountId who);
  Result<bool> unblock(Transaction& tx, AccountId by, AccountId who);
  Result<bool> mute(Transaction& tx, AccountId by, AccountId who);
  Result<bool> unmute(Transaction& tx, AccountId by, AccountId who);

  /// In the order of `people`; one round of queries however many. Viewer 0 is anybody: no relation.
  Result<std::vector<Relation>> of(Transaction& tx, AccountId viewer, std::span<const AccountId> people);
  Result<Relation> of(Transaction& tx, AccountId viewer, AccountId person);
  Result<std::vector<PersonCounts>> counts(Transaction& tx, std::span<const AccountId> people);

  Result<std::vector<ListedPerson>> followers(Transaction& tx, AccountId who, AccountId viewer,
                                              const Page& page);
  Result<std::vector<ListedPerson>> following(Transaction& tx, AccountId who, AccountId viewer,
                                              const Page& page);
  Result<std::vector<ListedPerson>> blocks(Transaction& tx, AccountId by, const Page& page);
  Result<std::vector<ListedPerson>> mutes(Transaction& tx, AccountId by, const Page& page);
  Result<std::vector<AccountId>> followed_ids(Transaction& tx, AccountId by);

 private:
  Result<void> must_see(Transaction& tx, AccountId by, AccountId who);
  Result<bool> is_private(Transaction& tx, AccountId who);
  Result<void> ask(Transaction& tx, AccountId by, AccountId who, Instant at);
  Needs needs_;
};

}  // namespace vitrine::social
