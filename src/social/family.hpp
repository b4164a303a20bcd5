#pragma once
// A guardian sees limits, never content. Start here: make_code() and pair().
//
//   the ward      make_code: a short code, good once and for ten minutes
//   the guardian  pair (with that code), then set_limits
//   either        ends it: leave, dismiss. Both are told of all of it, whatever they think of each other.
//
// One guardian a ward, several wards a guardian; a guardian is nobody's ward, so nobody guards themselves, by
// whatever way round. Staff are no wards: a limit must not blind whoever has to look at reports, and who runs
// the house must not be held by somebody who once had their device in hand. Who becomes staff is released.
//
// A code has 40 random bits and is kept as a hash; guesses are counted like wrong passwords. Thread-safe:
// holds no state but the throttle.
#include <string_view>
#include <vector>

#include "accounts/throttle.hpp"
#include "ports/clock.hpp"
#include "ports/rng.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

class Family {
 public:
  struct Needs {
    FamilyStore& rows;
    accounts::Throttle& throttle;
    const ports::Clock& clock;
    ports::Rng& rng;
  };
  explicit Family(Needs needs) : needs_(needs) {}

  /// An earlier code is worth nothing any more. Errors: refused "staff_is_no_ward", "guardian_is_no_ward";
  /// conflict "guardian_there".
  Result<PairingCode> make_code(Transaction& tx, AccountId ward, model::Role role);
  /// Until when the ward's code is good, if there is one.
  Result<std::optional<Instant>> code_until(Transaction& tx, AccountId ward);

  /// Whoever has a code becomes the guardian of who made it. `address` counts for the throttle only.
  /// Errors: too_many "family_code_too_often"; refused "family_code_wrong", "ward_is_no_guardian",
  /// "guardian_is_no_ward", "wards_full", "family_code_own".
  Result<Pairing> pair(Transaction& tx, AccountId guardian, std::string_view code, std::string_view address);

  Result<std::optional<Pairing>> guardian_of(Transaction& tx, AccountId ward);
  Result<std::vector<Pairing>> wards_of(Transaction& tx, AccountId guardian);  ///< oldest first

  /// Errors: not_found "ward_absent"; invalid_input "quiet_hours_empty".
  Result<Pairing> set_limits(Transaction& tx, AccountId guardian, AccountId ward, const Limits& limits);
  /// The ward ends it. Errors: not_found "guardian_absent".
  Result<void> leave(Transaction& tx, AccountId ward);
  /// The guardian ends it. Errors: not_found "ward_absent".
  Result<void> dismiss(Transaction& tx, AccountId guardian, AccountId ward);
  /// Nobody is their guardian from now on; nothing happens where nobody was.
  Result<void> release(Transaction& tx, AccountId account);

  /// Asked for every call of somebody who is signed in: one read by primary key.
  Result<bool> is_restricted(Transaction& tx, AccountId account);

 private:
  Result<Pairing> mine(Transaction& tx, AccountId guardian, AccountId ward);
  Result<void> end(Transaction& tx, const Pairing& pairing);
  Needs needs_;
};

}  // namespace vitrine::social
