#pragma once
// Passkeys: signing in with a key that lies in a device and is opened by a finger, a face or a PIN there; the
// house keeps its public half. Start here. W3C Web Authentication, level 3.
//
//   making one   challenge(make)  ->  the browser  ->  read_new  ->  in one write: add
//   signing in   challenge(sign_in)  ->  the browser  ->  in a read: find; prove; in one write: used
//   asked again  challenge(prove)  ->  the same
//
// A challenge is worth five minutes and one use, for one purpose and (but for signing in, where there is
// none) one session. It is made of chance, its end and a keyed hash, so handing out millions costs no memory;
// only those that came back with a right signature are remembered until they end. The key lives as long as
// the process.
//
// Whoever verified somebody at the device (a PIN, a finger) has shown two things at once: no code is asked
// for on top.
//
// An authenticator that counts its signatures and falls back behind its own count has a twin. The passkey
// then opens nothing any more, and its owner is told. Thread-safe.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ports.hpp"
#include "accounts/webauthn.hpp"
#include "base/guarded.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/rng.hpp"

namespace vitrine::accounts {

/// Phones, laptops, keys in drawers: more than anybody has.
inline constexpr std::size_t passkeys_max = 20;
inline constexpr std::size_t passkey_name_chars_max = 50;
inline constexpr model::Millis challenge_life{5LL * 60'000};

/// Where the page stands that asks: browsers bind a passkey to it.
struct Place {
  std::string host;                  ///< without port: "example.org"
  std::vector<std::string> origins;  ///< "https://example.org": where the page may have been served from
};

/// What the browser answers when a passkey was made, and when one was used.
struct MadePasskey {
  base::Bytes client_data, attestation;
};
struct UsedPasskey {
  base::Bytes credential, client_data, authenticator_data, signature;
  base::Bytes user = {};  ///< user_handle(), as the authenticator kept it; empty where it says nothing
};

class Passkeys {
 public:
  struct Needs {
    PasskeyStore& rows;
    const SignatureChecker& checker;
    const ports::Clock& clock;
    ports::Ids& ids;
    ports::Rng& rng;
  };
  explicit Passkeys(Needs needs);

  enum class Purpose { make, sign_in, prove };
  /// `session` is 0 for signing in.
  [[nodiscard]] std::string challenge(Purpose purpose, SessionId session);

  /// What an authenticator keeps with the key, to say whose it is. Says nothing that the account's id does
  /// not.
  [[nodiscard]] static base::Bytes user_handle(AccountId account);

  /// In the order they were made.
  [[nodiscard]] Result<std::vector<Passkey>> of(Transaction& tx, AccountId account);
  [[nodiscard]] Result<std::optional<Passkey>> find(Transaction& tx, base::ByteView credential);

  /// What a browser made for this account, checked but not kept yet. Spends the challenge.
  /// Errors: refused "passkey_stale", "passkey_elsewhere", "passkey_unverified"; those of webauthn.hpp.
  [[nodiscard]] Result<Passkey> read_new(const MadePasskey& made, AccountId account, SessionId session,
                                         const Place& place);
  /// Errors: conflict "passkeys_full", "passkey_known"; invalid_input "passkey_name_invalid".
  Result<Passkey> add(Transaction& tx, Passkey checked, std::string_view name);
  /// Errors: not_found "passkey_absent", invalid_input "passkey_name_invalid".
  Result<void> rename(Transaction& tx, AccountId account, model::PasskeyId id, std::string_view name);
  /// Errors: not_found "passkey_absent".
  Result<void> remove(Transaction& tx, AccountId account, model::PasskeyId id);

  /// Somebody holds the key of `known`. Spends the challenge.
  struct Held {
    Passkey passkey;
    std::uint32_t counter = 0;
  };
  /// Errors: not_signed_in "passkey_unknown", "passkey_wrong", refused "passkey_suspect" and those of
  /// read_new.
  [[nodiscard]] Result<Held> prove(const std::optional<Passkey>& known, const UsedPasskey& used,
                                   Purpose purpose, SessionId session, const Place& place);
  /// Notes the use. False when the authenticator's count fell back: the passkey is suspect from now on, which
  /// must be committed, and whoever used it is to be turned away.
  Result<bool> used(Transaction& tx, const Held& held);

 private:
  using Spent = std::map<base::Digest, Instant>;
  [[nodiscard]] base::Digest seal(Purpose purpose, SessionId session, base::ByteView head) const;
  Result<void> check(const ClientData& said, Purpose purpose, SessionId session, const Place& place) const;
  Result<void> spend(const std::string& challenge);

  Needs needs_;
  base::Digest secret_{};
  base::Guarded<Spent> spent_;
};

}  // namespace vitrine::accounts
