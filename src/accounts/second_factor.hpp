#pragma once
// A second proof at sign-in: a code from an authenticator app (totp.hpp), and ten recovery codes for the day
// the phone is lost. Start here.
//
//   turning on   begin (secret, shown once)  ->  confirm (first code; answers the recovery codes, shown once)
//   signing in   needed?  ->  check (a code of the app, or a recovery code that is then used up)
//
// The secret is sealed (ports/sealer.hpp), recovery codes are kept as hashes only. Guessing is slowed down by
// the same throttle as passwords, counted apart: a right password must not give back tries at the code.
// Recommended by OWASP ASVS 5.0 V6.3 and V6.5. Thread-safe: holds no state but the throttle.
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ports.hpp"
#include "accounts/throttle.hpp"
#include "ports/clock.hpp"
#include "ports/rng.hpp"
#include "ports/sealer.hpp"

namespace vitrine::accounts {

inline constexpr std::size_t recovery_codes = 10;
/// 80 random bits in four groups of four: nobody guesses it from its hash.
inline constexpr std::size_t recovery_code_chars = 19;

class SecondFactor {
 public:
  struct Needs {
    SecondFactorStore& rows;
    const ports::Sealer& sealer;
    Throttle& throttle;
    const ports::Clock& clock;
    ports::Rng& rng;
  };
  explicit SecondFactor(Needs needs) : needs_(needs) {}

  struct State {
    bool on = false;
    std::int64_t recovery_left = 0;
  };
  [[nodiscard]] Result<State> state(Transaction& tx, AccountId account);

  /// A new secret that counts once confirmed; beginning again replaces it.
  /// Errors: conflict "second_factor_on".
  Result<base::Bytes> begin(Transaction& tx, AccountId account);
  /// `code` from the app proves that it has the secret. Answers the recovery codes.
  /// Errors: conflict "second_factor_on", "second_factor_not_begun"; refused "code_wrong".
  Result<std::vector<std::string>> confirm(Transaction& tx, AccountId account, std::string_view code);

  /// For an account whose factor is on: spends `code`. `address` counts for the throttle only.
  /// Errors: not_signed_in "code_wrong", too_many "sign_in_too_often".
  Result<void> check(Transaction& tx, AccountId account, std::string_view code, std::string_view address);

  /// Ten new codes; the old ones are worth nothing. Errors: conflict "second_factor_off".
  Result<std::vector<std::string>> renew_recovery(Transaction& tx, AccountId account);
  Result<void> turn_off(Transaction& tx, AccountId account);

 private:
  Result<std::vector<std::string>> make_recovery(Transaction& tx, AccountId account);
  [[nodiscard]] Result<base::Bytes> open_secret(const SecondFactorRow& row) const;
  Needs needs_;
};

}  // namespace vitrine::accounts
