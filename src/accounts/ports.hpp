#pragma once
// What accounts asks of the world. Stores are implemented in adapters/sql (tables accounts_*, and
// house_setting for Settings) and pass one contract suite on both engines; the hasher is adapters/crypto.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/app.hpp"
#include "accounts/webauthn.hpp"
#include "ports/record.hpp"

namespace vitrine::accounts {

using ports::Transaction;

class AccountStore {
 public:
  virtual ~AccountStore() = default;

  /// Errors: conflict "handle_taken".
  virtual Result<void> insert(Transaction& tx, const Account& account, std::string_view password_hash) = 0;
  virtual Result<std::optional<Account>> find(Transaction& tx, AccountId id) = 0;
  /// `handle` is folded.
  virtual Result<std::optional<Account>> find_handle(Transaction& tx, std::string_view handle) = 0;
  virtual Result<void> update(Transaction& tx,
                              const Account& account) = 0;  ///< name, bio, language, role, is_private

  virtual Result<void> set_portrait(Transaction& tx, AccountId id,
                                    const std::optional<Portrait>& portrait) = 0;
  /// Whether this blob is somebody's portrait, large or small.
  virtual Result<bool> is_portrait(Transaction& tx, const model::BlobKey& blob) = 0;

  /// Empty for an account that does not exist.
  virtual Result<std::string> password_hash(Transaction& tx, AccountId id) = 0;
  virtual Result<void> set_password_hash(Transaction& tx, AccountId id, std::string_view hash,
                                         Instant now) = 0;

  /// Those that exist, in ascending id; one query however many are asked.
  virtual Result<std::vector<AccountBrief>> briefs(Transaction& tx, std::span<const AccountId> ids) = 0;
  /// Those that exist, in no order; `handles` are folded.
  virtual Result<std::vector<AccountBrief>> by_handles(Transaction& tx,
                                                       std::span<const std::string> handles) = 0;
  /// In ascending id after `after`, at most `max`: for the operator's list.
  virtual Result<std::vector<Account>> list(Transaction& tx, AccountId after, int max) = 0;
  virtual Result<std::int64_t> count_role(Transaction& tx, Role role) = 0;
  /// Moderators and owners, in ascending id: who hears an alarm.
  virtual Result<std::vector<AccountId>> staff(Transaction& tx, int max) = 0;
};

/// Under which words people are found. The words are written by AccountStore::insert and update, in their
/// transaction. Words are folded (search/words.hpp).
class NameIndex {
 public:
  virtual ~NameIndex() = default;
  /// Those with a word that begins with `letters`, in ascending id.
  virtual Result<std::vector<AccountBrief>> beginning(Transaction& tx, std::string_view letters,
                                                      int limit) = 0;
  /// Those with a word that shares one of `slips` (search/slips.hpp), in ascending id.
  virtual Result<std::vector<AccountBrief>> near(Transaction& tx, std::span<const std::uint64_t> slips,
                                                 int limit) = 0;
  /// Writes the words of up to `limit` accounts after `after` again, in ascending id; the last one's id, or
  /// nothing when there was none.
  virtual Result<std::optional<AccountId>> write_again(Transaction& tx, AccountId after, int limit) = 0;
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual Result<void> insert(Transaction& tx, const Session& session, const base::Digest& token_hash) = 0;

  struct Found {
    Session session;
    Account account;
  };
  /// By the token's hash, with its account, if it has not expired: one indexed read.
  virtual Result<std::optional<Found>> find(Transaction& tx, const base::Digest& token_hash, Instant now) = 0;
  virtual Result<void> touch(Transaction& tx, SessionId id, Instant last_seen, Instant expires) = 0;
  virtual Result<void> set_proven(Transaction& tx, SessionId id, Instant at) = 0;
  /// Not expired, most recently seen first.
  virtual Result<std::vector<Session>> of(Transaction& tx, AccountId account, Instant now) = 0;
  /// False when this account has no such session.
  virtual Result<bool> remove(Transaction& tx, AccountId account, SessionId id) = 0;
  virtual Result<std::int64_t> remove_all(Transaction& tx, AccountId account,
                                          std::optional<SessionId> except) = 0;
  virtual Result<std::int64_t> remove_expired(Transaction& tx, Instant now, int max) = 0;
};

class InviteStore {
 public:
  virtual ~InviteStore() = default;
  virtual Result<void> insert(Transaction& tx, const Invite& invite) = 0;
  virtual Result<std::vector<Invite>> list(Transaction& tx, int max) = 0;  ///< newest first
  virtual Result<bool> remove(Transaction& tx, std::string_view code) = 0;
  /// Counts one use, atomically; false when unknown, expired or used up.
  virtual Result<bool> use(Transaction& tx, std::string_view code, Instant now) = 0;
  virtual Result<bool> is_good(Transaction& tx, std::string_view code, Instant now) = 0;
};

/// The secret of an authenticator app, as kept.
struct SecondFactorRow {
  AccountId account;
  base::Bytes sealed_secret;
  bool on = false;             ///< confirmed
  std::int64_t last_step = 0;  ///< of the code that was used last: it is worth nothing again
};

class SecondFactorStore {
 public:
  virtual ~SecondFactorStore() = default;
  virtual Result<std::optional<SecondFactorRow>> find(Transaction& tx, AccountId account) = 0;
  /// Inserts or replaces.
  virtual Result<void> put(Transaction& tx, const SecondFactorRow& row, Instant now) = 0;
  /// With its recovery codes.
  virtual Result<void> remove(Transaction& tx, AccountId account) = 0;

  virtual Result<void> set_recovery(Transaction& tx, AccountId account,
                                    std::span<const base::Digest> code_hashes) = 0;
  /// Takes the code away; false when this account has none such.
  virtual Result<bool> use_recovery(Transaction& tx, AccountId account, const base::Digest& code_hash) = 0;
  virtual Result<std::int64_t> recovery_left(Transaction& tx, AccountId account) = 0;
};

class PasskeyStore {
 public:
  virtual ~PasskeyStore() = default;
  virtual Result<void> insert(Transaction& tx, const Passkey& passkey) = 0;
  virtual Result<std::optional<Passkey>> find(Transaction& tx, base::ByteView credential) = 0;
  virtual Result<std::vector<Passkey>> of(Transaction& tx, AccountId account) = 0;  ///< oldest first
  /// False when this account has no such passkey.
  virtual Result<bool> rename(Transaction& tx, AccountId account, model::PasskeyId id,
                              std::string_view name) = 0;
  virtual Result<bool> remove(Transaction& tx, AccountId account, model::PasskeyId id) = 0;
  /// Notes a use, if `counter` is ahead of what is known or both are 0, and the passkey is not suspect; false
  /// otherwise.
  virtual Result<bool> use(Transaction& tx, model::PasskeyId id, std::uint32_t counter, Instant at) = 0;
  virtual Result<void> set_suspect(Transaction& tx, model::PasskeyId id) = 0;
};

/// A code between consent and the app that asked.
struct AppCode {
  base::Digest code_hash{};
  AppId app;
  AccountId account;
  std::string redirect, challenge;
  Scopes scopes;
  Instant expires_at{};
  std::optional<SessionId> grant = {};  ///< what it was redeemed for
};

/// A device that waits for somebody to type its code.
struct AppDevice {
  enum class State { waiting, allowed, refused };
  base::Digest device_hash{}, code_hash{};
  AppId app;
  Scopes scopes;
  State state = State::waiting;
  std::optional<AccountId> account = {};
  model::Millis interval{};
  Instant polled_at{};
  Instant expires_at{};
};

struct TokenHashes {
  base::Digest access{}, refresh{};
};

class AppStore {
 public:
  virtual ~AppStore() = default;
  virtual Result<void> insert(Transaction& tx, const App& app) = 0;
  virtual Result<std::optional<App>> find(Transaction& tx, AppId id) = 0;
  virtual Result<std::vector<App>> made_by(Transaction& tx, AccountId account) = 0;  ///< oldest first
  /// With grants, codes and waiting devices.
  virtual Result<void> remove(Transaction& tx, AppId id) = 0;

  virtual Result<void> insert_grant(Transaction& tx, const Grant& grant, const TokenHashes& tokens) = 0;
  struct Found {
    Grant grant;
    Account account;
  };
  /// By an access token that has not run out: one indexed read.
  virtual Result<std::optional<Found>> find_access(Transaction& tx, const base::Digest& hash,
                                                   Instant now) = 0;
  /// By any token of the grant, expired or not, also a refresh token that was spent.
  enum class Token { access, refresh, spent };
  struct Held {
    Grant grant;
    Token token;
  };
  virtual Result<std::optional<Held>> find_any(Transaction& tx, const base::Digest& hash) = 0;
  /// Takes `used` for spent and puts `next` in its place; false when somebody was quicker.
  virtual Result<bool> rotate(Transaction& tx, const Grant& grant, const base::Digest& used,
                              const TokenHashes& next) = 0;
  virtual Result<void> touch_grant(Transaction& tx, SessionId id, Instant used, Instant expires) = 0;
  virtual Result<std::vector<Grant>> grants_of(Transaction& tx, AccountId account) = 0;  ///< used last first
  virtual Result<std::vector<Grant>> grants_to(Transaction& tx, AppId app) = 0;
  virtual Result<void> remove_grant(Transaction& tx, SessionId id) = 0;
  virtual Result<std::optional<Grant>> find_grant(Transaction& tx, SessionId id) = 0;

  virtual Result<void> insert_code(Transaction& tx, const AppCode& code) = 0;
  virtual Result<std::optional<AppCode>> find_code(Transaction& tx, const base::Digest& hash) = 0;
  /// False when it was redeemed already.
  virtual Result<bool> redeem_code(Transaction& tx, const base::Digest& hash, SessionId grant) = 0;

  virtual Result<void> insert_device(Transaction& tx, const AppDevice& device) = 0;
  virtual Result<std::int64_t> devices(Transaction& tx) = 0;  ///< how many there are
  virtual Result<std::optional<AppDevice>> find_device(Transaction& tx, const base::Digest& hash) = 0;
  virtual Result<std::optional<AppDevice>> find_typed(Transaction& tx, const base::Digest& code_hash) = 0;
  virtual Result<void> note_poll(Transaction& tx, const base::Digest& hash, Instant at,
                                 model::Millis interval) = 0;
  /// False when it does not wait any more.
  virtual Result<bool> decide_device(Transaction& tx, const base::Digest& code_hash, AccountId account,
                                     AppDevice::State state) = 0;
  /// False when it is gone.
  virtual Result<bool> remove_device(Transaction& tx, const base::Digest& hash) = 0;

  /// Codes and devices that this account said yes to; of one app alone where given.
  virtual Result<void> forget_pending(Transaction& tx, AccountId account, std::optional<AppId> app) = 0;

  /// Grants, codes and devices whose time is over; at most `max` of each.
  virtual Result<void> remove_expired(Transaction& tx, Instant now, int max) = 0;
};

/// Checks signatures of passkeys (adapters/crypto). Thread-safe.
class SignatureChecker {
 public:
  virtual ~SignatureChecker() = default;
  /// It is a key at all: a point of its curve, a modulus.
  [[nodiscard]] virtual bool is_usable(const PublicKey& key) const = 0;
  [[nodiscard]] virtual bool holds(const PublicKey& key, base::ByteView message,
                                   base::ByteView signature) const = 0;
};

/// Single values of this installation (house_setting): names are ours, "instance_name".
class Settings {
 public:
  virtual ~Settings() = default;
  virtual Result<std::optional<std::string>> get(Transaction& tx, std::string_view name) = 0;
  virtual Result<void> put(Transaction& tx, std::string_view name, std::string_view value) = 0;
  /// Only if it is not there yet; false when it is.
  virtual Result<bool> put_first(Transaction& tx, std::string_view name, std::string_view value) = 0;
};

/// Passwords that were in a break-in somewhere. Thread-safe.
class BreachedPasswords {
 public:
  virtual ~BreachedPasswords() = default;
  /// Errors: not_available "breached_list_lost".
  [[nodiscard]] virtual Result<bool> holds(std::string_view password) const = 0;
};

/// Slow on purpose (Argon2id: 64 MiB and a tenth of a second each), so it is bounded: a few at a time and a
/// short waiting line. Never call it inside a transaction. Thread-safe.
/// Errors of all: too_many "sign_in_busy" when the line is full, not_available "password_hashing".
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  virtual Result<std::string> hash(std::string_view password) = 0;
  virtual Result<bool> verify(std::string_view password, std::string_view hash) = 0;
  /// A hash that no password has, as costly to verify as any: for handles nobody has.
  [[nodiscard]] virtual std::string_view decoy() const = 0;
  /// Made with other parameters than hash() uses now.
  [[nodiscard]] virtual bool is_stale(std::string_view hash) const = 0;
};

}  // namespace vitrine::accounts
