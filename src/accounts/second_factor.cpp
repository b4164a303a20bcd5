#include "accounts/second_factor.hpp"

#include <array>

#include "accounts/totp.hpp"
#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::fail;
using base::Fault;

std::string place_of(AccountId account) { return "accounts_second_factor|" + account.text(); }

std::unexpected<base::Error> already_on() {
  return fail(Fault::conflict, "second_factor_on", "The second factor is on; turn it off first.");
}

/// "abcd-efgh-ijkl-mnop"; what is typed may have capitals and lack the lines between.
std::string bare(std::string_view code) {
  std::string out;
  for (const char c : base::lower_ascii(code))
    if (c != '-' && c != ' ') out += c;
  return out;
}

/// Bound to the account: equal codes of two people would not look alike.
base::Digest recovery_hash(AccountId account, std::string_view code) {
  return base::sha256(base::as_bytes("recovery|" + account.text() + "|" + bare(code)));
}
}  // namespace

Result<base::Bytes> SecondFactor::open_secret(const SecondFactorRow& row) const {
  return needs_.sealer.open(row.sealed_secret, place_of(row.account));
}

Result<SecondFactor::State> SecondFactor::state(Transaction& tx, AccountId account) {
  TRY_LET(const auto row, needs_.rows.find(tx, account));
  if (!row || !row->on) return State{};
  TRY_LET(const auto left, needs_.rows.recovery_left(tx, account));
  return State{.on = true, .recovery_left = left};
}

Result<base::Bytes> SecondFactor::begin(Transaction& tx, AccountId account) {
  TRY_LET(const auto row, needs_.rows.find(tx, account));
  if (row && row->on) return already_on();
  base::Bytes secret(totp_secret_bytes);
  needs_.rng.fill(secret);
  const SecondFactorRow made{.account = account,
                             .sealed_secret = needs_.sealer.seal(secret, place_of(account))};
  TRY(needs_.rows.put(tx, made, needs_.clock.now()));
  return secret;
}

Result<std::vector<std::string>> SecondFactor::confirm(Transaction& tx, AccountId account,
                                                       std::string_view code) {
  TRY_LET(auto row, needs_.rows.find(tx, account));
  if (!row) return fail(Fault::conflict, "second_factor_not_begun", "Begin with a new secret.");
  if (row->on) return already_on();
  TRY_LET(const auto secret, open_secret(*row));
  const auto step = matching_step(secret, bare(code), needs_.clock.now(), row->last_step);
  if (!step)
    return base::fail_in("code", Fault::refused, "code_wrong",
                         "This is not the code that the app shows now. Is the phone's clock right?");
  row->on = true;
  row->last_step = *step;
  TRY(needs_.rows.put(tx, *row, needs_.clock.now()));
  return make_recovery(tx, account);
}

Result<void> SecondFactor::check(Transaction& tx, AccountId account, std::string_view code,
                                 std::string_view address) {
  const std::string door = account.text() + "/code";
  TRY(needs_.throttle.attempt(door, address, needs_.clock.now()));
  const auto wrong = [] {
    return base::fail_in("code", Fault::not_signed_in, "code_wrong",
                         "This code is wrong or was used before.");
  };
  TRY_LET(auto row, needs_.rows.find(tx, account));
  if (!row || !row->on) return wrong();
  const auto typed = bare(code);
  if (typed.size() == totp_digits) {
    TRY_LET(const auto secret, open_secret(*row));
    const auto step = matching_step(secret, typed, needs_.clock.now(), row->last_step);
    if (!step) return wrong();
    row->last_step = *step;
    TRY(needs_.rows.put(tx, *row, needs_.clock.now()));
  } else {
    TRY_LET(const bool there, needs_.rows.use_recovery(tx, account, recovery_hash(account, typed)));
    if (!there) return wrong();
  }
  needs_.throttle.succeeded(door, address, needs_.clock.now());
  return {};
}

Result<std::vector<std::string>> SecondFactor::make_recovery(Transaction& tx, AccountId account) {
  std::vector<std::string> codes;
  std::vector<base::Digest> hashes;
  for (std::size_t i = 0; i < recovery_codes; ++i) {
    std::array<std::byte, 10> random{};
    needs_.rng.fill(random);
    std::string code = base::lower_ascii(base32(random));
    for (const std::size_t at : {12U, 8U, 4U}) code.insert(at, 1, '-');
    hashes.push_back(recovery_hash(account, code));
    codes.push_back(std::move(code));
  }
  TRY(needs_.rows.set_recovery(tx, account, hashes));
  return codes;
}

Result<std::vector<std::string>> SecondFactor::renew_recovery(Transaction& tx, AccountId account) {
  TRY_LET(const auto row, needs_.rows.find(tx, account));
  if (!row || !row->on) return fail(Fault::conflict, "second_factor_off", "The second factor is off.");
  return make_recovery(tx, account);
}

Result<void> SecondFactor::turn_off(Transaction& tx, AccountId account) {
  return needs_.rows.remove(tx, account);
}

}  // namespace vitrine::accounts
