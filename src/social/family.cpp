#include "social/family.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace vitrine::social {
namespace {
using base::fail;
using base::fail_in;
using base::Fault;
using model::FamilyDeed;

/// Crockford's: no I, L, O and U, so nothing is read for something else.
constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string fresh_code(ports::Rng& rng) {
  std::string code;
  for (auto bits = rng.next64(); code.size() < pairing_code_chars - 1; bits >>= 5) code += letters[bits & 31];
  return code.insert(4, 1, '-');
}

/// As it was meant: people type small letters, leave out the line, and write O for 0.
std::string bare(std::string_view typed) {
  std::string out;
  for (char c : base::lower_ascii(typed)) {
    if (c == '-' || c == ' ') continue;
    if (c == 'o') c = '0';
    if (c == 'i' || c == 'l') c = '1';
    out += c;
  }
  return out;
}

base::Digest hash_of(std::string_view code) { return base::sha256(base::as_bytes("family|" + bare(code))); }

std::unexpected<base::Error> ward_absent() {
  return fail(Fault::not_found, "ward_absent", "You are not the guardian of this person.");
}
std::unexpected<base::Error> guardian_is_no_ward() {
  return fail(Fault::refused, "guardian_is_no_ward",
              "Somebody who is a guardian cannot have one; end those pairings first.");
}
std::unexpected<base::Error> guardian_there() {
  return fail(Fault::conflict, "guardian_there", "There is a guardian already; leave them first.");
}

Result<void> check(const Limits& limits) {
  if (limits.quiet && limits.quiet->from_min == limits.quiet->until_min)
    return fail_in("quiet", Fault::invalid_input, "quiet_hours_empty",
                   "Quiet hours begin at one time and end at another.");
  return {};
}
}  // namespace

Result<PairingCode> Family::make_code(Transaction& tx, AccountId ward, model::Role role) {
  if (role >= model::Role::moderator)
    return fail(Fault::refused, "staff_is_no_ward", "Staff of the house cannot have a guardian.");
  TRY_LET(const auto pairing, needs_.rows.of_ward(tx, ward));
  if (pairing) return guardian_there();
  TRY_LET(const auto wards, needs_.rows.of_guardian(tx, ward));
  if (!wards.empty()) return guardian_is_no_ward();
  const PairingCode made{fresh_code(needs_.rng), needs_.clock.now() + pairing_code_life};
  TRY(needs_.rows.put_code(tx, ward, hash_of(made.text), made.until));
  return made;
}

Result<std::optional<Instant>> Family::code_until(Transaction& tx, AccountId ward) {
  return needs_.rows.code_until(tx, ward, needs_.clock.now());
}

Result<Pairing> Family::pair(Transaction& tx, AccountId guardian, std::string_view code,
                             std::string_view address) {
  const auto now = needs_.clock.now();
  const std::string door = guardian.text() + "/family";
  if (!needs_.throttle.attempt(door, address, now))
    return fail(Fault::too_many, "family_code_too_often",
                "There were too many wrong codes; try again in a quarter of an hour.");
  TRY_LET(const auto ward, needs_.rows.ward_of_code(tx, hash_of(code), now));
  if (!ward)
    return fail_in("code", Fault::refused, "family_code_wrong",
                   "This code is wrong, was used, or is older than ten minutes.");
  if (*ward == guardian)
    return fail_in("code", Fault::refused, "family_code_own", "Somebody else enters this code.");
  TRY_LET(const auto above, needs_.rows.of_ward(tx, guardian));
  if (above)
    return fail(Fault::refused, "ward_is_no_guardian", "Somebody who has a guardian cannot be one.");
  TRY_LET(const auto below, needs_.rows.of_guardian(tx, *ward));
  if (!below.empty()) return guardian_is_no_ward();
  TRY_LET(const auto wards, needs_.rows.of_guardian(tx, guardian));
  if (wards.size() >= wards_max)
    return fail(Fault::refused, "wards_full", "You are the guardian of 20 people; end a pairing first.");
  const Pairing made{.ward = *ward, .guardian = guardian, .since = now};
  TRY_LET(const bool is_new, needs_.rows.insert(tx, made));
  if (!is_new) return guardian_there();
  TRY(needs_.rows.remove_code(tx, *ward));
  needs_.throttle.succeeded(door, address, now);
  TRY(tx.announce(model::FamilyChanged{*ward, guardian, FamilyDeed::paired}));
  return made;
}

Result<std::optional<Pairing>> Family::guardian_of(Transaction& tx, AccountId ward) {
  return needs_.rows.of_ward(tx, ward);
}

Result<std::vector<Pairing>> Family::wards_of(Transaction& tx, AccountId guardian) {
  return needs_.rows.of_guardian(tx, guardian);
}

Result<Pairing> Family::mine(Transaction& tx, AccountId guardian, AccountId ward) {
  TRY_LET(const auto pairing, needs_.rows.of_ward(tx, ward));
  if (!pairing || pairing->guardian != guardian) return ward_absent();
  return *pairing;
}

Result<Pairing> Family::set_limits(Transaction& tx, AccountId guardian, AccountId ward,
                                   const Limits& limits) {
  TRY_LET(auto pairing, mine(tx, guardian, ward));
  TRY(check(limits));
  if (pairing.limits == limits) return pairing;
  pairing.limits = limits;
  TRY(needs_.rows.set_limits(tx, ward, limits, needs_.clock.now()));
  TRY(tx.announce(model::FamilyChanged{ward, guardian, FamilyDeed::limited}));
  return pairing;
}

Result<void> Family::end(Transaction& tx, const Pairing& pairing) {
  TRY(needs_.rows.remove(tx, pairing.ward));
  return tx.announce(model::FamilyChanged{pairing.ward, pairing.guardian, FamilyDeed::ended});
}

Result<void> Family::leave(Transaction& tx, AccountId ward) {
  TRY_LET(const auto pairing, needs_.rows.of_ward(tx, ward));
  if (!pairing) return fail(Fault::not_found, "guardian_absent", "You have no guardian.");
  return end(tx, *pairing);
}

Result<void> Family::dismiss(Transaction& tx, AccountId guardian, AccountId ward) {
  TRY_LET(const auto pairing, mine(tx, guardian, ward));
  return end(tx, pairing);
}

Result<void> Family::release(Transaction& tx, AccountId account) {
  TRY(needs_.rows.remove_code(tx, account));
  TRY_LET(const auto pairing, needs_.rows.of_ward(tx, account));
  if (!pairing) return {};
  return end(tx, *pairing);
}

Result<bool> Family::is_restricted(Transaction& tx, AccountId account) {
  TRY_LET(const auto pairing, needs_.rows.of_ward(tx, account));
  return pairing && pairing->limits.restricted;
}

}  // namespace vitrine::social
