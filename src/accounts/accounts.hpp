#pragma once
// What can be done with accounts. Start here.
//
// Hashing a password takes a tenth of a second, so it never happens inside a transaction. Sign-up and sign-in
// are three steps for whoever owns the transaction (http, commands):
//
//   sign up   read: may_sign_up   then prepare   then write: sign_up + open_session
//   sign in   read: known         then prove     then write: sign_in
//
// A handle nobody has costs the same work and gets the same words as a wrong password. Thread-safe: holds no
// state but the throttle, which locks for itself.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/ports.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/throttle.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/rng.hpp"

namespace vitrine::accounts {

/// This installation, as its owner set it up.
struct Instance {
  std::string name = "Vitrine";
  SignUp sign_up = SignUp::open;
  bool first_run = true;  ///< nobody has set it up yet
};

/// What somebody asks for who wants an account.
struct Wanted {
  std::string handle;
  std::string name;  ///< empty: the handle
  std::string password;
};
/// The same, checked and hashed: ready to be written.
struct Prepared {
  std::string handle, name, password_hash;
};

/// What is on record about a handle; nothing leaves the server.
struct Known {
  Account account;
  std::string password_hash;
};
/// Somebody showed that they know the password of `account`.
struct Proven {
  AccountId account;
  std::string password_hash;            ///< the one that was proven
  std::optional<std::string> rehashed;  ///< the same password under today's parameters
};

/// What came with the password.
struct SecondProof {
  std::optional<std::string> code;
  std::string_view address;  ///< counts for the throttle only
};

struct SignedIn {
  Account account;
  Session session;
  std::string token;  ///< 43 characters of base64url, 256 random bits; shown once
};

/// Who a token stands for.
struct Current {
  Account account;
  Session session;
  bool touch_due = false;  ///< last_seen_at is older than session_touch_every: call touch()
};

struct ProfileChange {
  std::optional<std::string> name, bio, language;
  /// Who changes it sees to the videos and to those who ask (catalog/videos.hpp, social/relations.hpp).
  std::optional<bool> is_private = {};
};

class Accounts {
 public:
  struct Needs {
    AccountStore& accounts;
    SessionStore& sessions;
    InviteStore& invites;
    Settings& settings;
    PasswordHasher& hasher;
    Throttle& throttle;
    SecondFactor& second_factor;
    const ports::Clock& clock;
    ports::Ids& ids;
    ports::Rng& rng;
    const BreachedPasswords* breached = nullptr;  ///< none: the operator gave no list
    AppStore* apps = nullptr;                     ///< none: nobody's apps act for anybody here
  };
  explicit Accounts(Needs needs) : needs_(needs) {}

  // The installation.

  [[nodiscard]] Result<Instance> instance(Transaction& tx);
  /// Errors: invalid_input "instance_name_invalid".
  Result<void> set_instance(Transaction& tx, const std::optional<std::string>& name,
                            std::optional<SignUp> sign_up);
  /// Makes the owner's account; once. Errors: conflict "already_set_up", "handle_taken".
  Result<Account> set_up(Transaction& tx, const Prepared& owner, std::string_view instance_name);

  // New accounts.

  /// A cheap look before the costly prepare(). Errors: those of sign_up.
  Result<void> may_sign_up(Transaction& tx, std::string_view handle,
                           const std::optional<std::string>& invite);
  /// Hashes. Errors: those of new_handle, check_password and PasswordHasher; invalid_input "name_too_long".
  [[nodiscard]] Result<Prepared> prepare(const Wanted& wanted);
  /// A creator, so that everybody may upload. Errors: refused "sign_up_closed", "invite_needed",
  /// "invite_invalid"; conflict "handle_taken".
  Result<Account> sign_up(Transaction& tx, const Prepared& person, const std::optional<std::string>& invite);
  /// From the shell, whatever the sign-up mode. An owner ends the first run.
  Result<Account> create(Transaction& tx, const Prepared& person, Role role);

  // Signing in.

  Result<std::optional<Known>> known(Transaction& tx, std::string_view handle);
  /// Hashes. `handle` as typed; `address` counts for the throttle only.
  /// Errors: not_signed_in "sign_in_failed", too_many "sign_in_too_often", those of PasswordHasher.
  [[nodiscard]] Result<Proven> prove(const std::optional<Known>& known, std::string_view handle,
                                     std::string_view password, std::string_view address);
  /// `code` is the second proof, for accounts that want one (second_factor.hpp).
  /// Errors: not_signed_in "sign_in_failed" when the password was changed meanwhile, "code_needed" when there
  /// is none and the account wants one; those of SecondFactor::check.
  Result<SignedIn> sign_in(Transaction& tx, const Proven& proven, const SecondProof& second,
                           std::string_view user_agent);
  Result<SignedIn> open_session(Transaction& tx, const Account& account, std::string_view user_agent);

  // Sessions.

  /// One indexed read; nothing for tokens that are unknown, ended or expired.
  Result<std::optional<Current>> current(Transaction& tx, std::string_view token);
  /// Slides the expiry.
  Result<void> touch(Transaction& tx, const Session& session);
  /// Password or code were just shown on this device.
  Result<void> renew_proof(Transaction& tx, SessionId session);
  Result<std::vector<Session>> sessions(Transaction& tx, AccountId account);
  /// Both announce SessionEnded, so that open streams close. Whoever signs out everywhere also ends what apps
  /// may (apps.hpp). Errors: not_found "session_absent".
  Result<void> end_session(Transaction& tx, AccountId account, SessionId session);
  Result<void> end_all_sessions(Transaction& tx, AccountId account);
  /// Housekeeping: how many expired ones went, at most `max`.
  Result<std::int64_t> forget_expired(Transaction& tx, int max);

  // One's own account.

  /// Errors: not_found "account_absent".
  Result<Account> account(Transaction& tx, AccountId id);
  Result<std::optional<Account>> find_handle(Transaction& tx, std::string_view handle);
  Result<std::vector<AccountBrief>> briefs(Transaction& tx, std::span<const AccountId> ids);
  Result<std::vector<AccountBrief>> by_handles(Transaction& tx, std::span<const std::string> handles);
  /// Errors: invalid_input "name_too_long", "bio_too_long", "language_unknown".
  Result<Account> change_profile(Transaction& tx, AccountId id, const ProfileChange& change);
  /// None takes it away. The blobs and what becomes of the old ones are the caller's.
  /// Errors: not_found "account_absent".
  Result<Account> set_portrait(Transaction& tx, AccountId id, const std::optional<Portrait>& portrait);
  Result<bool> is_portrait(Transaction& tx, const model::BlobKey& blob);
  /// Hashes; the first half of a change. Errors: those of check_password and PasswordHasher; invalid_input
  /// "password_breached".
  [[nodiscard]] Result<std::string> prepare_password(std::string_view handle, std::string_view password);
  /// Every other session ends, and what apps may. Errors: not_signed_in "sign_in_failed" when it was changed
  /// meanwhile.
  Result<void> change_password(Transaction& tx, const Proven& proven, std::string_view new_hash,
                               SessionId keep);

  // The operator's work.

  /// Every session ends.
  Result<void> reset_password(Transaction& tx, AccountId id, std::string_view new_hash);
  /// Errors: conflict "last_owner".
  Result<void> set_role(Transaction& tx, AccountId id, Role role);
  Result<std::vector<Account>> list(Transaction& tx, AccountId after, int max);

  /// Errors: invalid_input "invite_invalid", conflict "invites_full".
  Result<Invite> invite(Transaction& tx, AccountId by, std::int64_t uses_max,
                        std::optional<model::Millis> expires_in);
  Result<std::vector<Invite>> invites(Transaction& tx);
  /// Errors: not_found "invite_absent".
  Result<void> revoke_invite(Transaction& tx, std::string_view code);

 private:
  Result<Account> insert(Transaction& tx, const Prepared& person, Role role);
  Result<void> check_invite_needed(Transaction& tx, const std::optional<std::string>& invite, bool use);
  Result<void> end_apps(Transaction& tx, AccountId account);
  Result<void> end_others(Transaction& tx, AccountId account, std::optional<SessionId> except);
  [[nodiscard]] std::string random_code();

  Needs needs_;
};

}  // namespace vitrine::accounts
