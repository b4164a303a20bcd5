#pragma once
// Apps of third parties that act for an account: OAuth 2.1 (authorisation code with PKCE, S256 only; RFC 8628
// for devices without a keyboard). Start here. docs/oauth.md tells it from the outside.
//
//   asking     check(asked)  ->  the page shows who and what  ->  allow  ->  a code for the app
//   a device   begin_device  ->  somebody types its code: device(code), decide  ->  poll
//   tokens     redeem | poll  ->  refresh, each token once  ->  revoke | end
//
// Clients are public: none has a secret, so none is believed for having one. A code or a refresh token that
// is shown twice has a copy, and everything that came of it ends at once. What must be remembered although
// the answer is no (a copy was shown, a device asked too early) is told as a Refused, never as an error:
// commit it. Thread-safe: holds no state.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "accounts/app.hpp"
#include "accounts/ports.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/rng.hpp"

namespace vitrine::accounts {

/// In OAuth's own words (RFC 6749, 5.2; RFC 8628, 3.5).
struct Refused {
  std::string error;   ///< "invalid_grant"
  std::string detail;  ///< a sentence
};

/// What an app asks for in the address of the page where one consents.
struct Asked {
  std::string client_id, redirect_uri, response_type, scope, code_challenge, code_challenge_method;
};
struct Asking {
  App app;
  Scopes scopes;
  std::optional<Refused> refused;  ///< the app is known, and what it asks for is wrong
};

/// Tokens, shown once.
struct Issued {
  Grant grant;
  std::string access, refresh;
};
using TokenAnswer = std::variant<Issued, Refused>;

struct DeviceCodes {
  std::string device, user;  ///< user: eight letters, as typed without the dash
};
using DeviceAnswer = std::variant<DeviceCodes, Refused>;

struct WaitingDevice {
  App app;
  Scopes scopes;
};

/// One line of the list of apps that act for somebody.
struct Access {
  App app;
  Scopes scopes;  ///< all that any of its grants may
  Instant since{}, used_at{};
};

class Apps {
 public:
  struct Needs {
    AppStore& rows;
    const ports::Clock& clock;
    ports::Ids& ids;
    ports::Rng& rng;
  };
  explicit Apps(Needs needs) : needs_(needs) {}

  // Making apps.

  /// Errors: conflict "apps_full"; invalid_input "app_name_invalid", "redirect_invalid".
  Result<App> make(Transaction& tx, AccountId by, std::string_view name, std::vector<std::string> redirects);
  [[nodiscard]] Result<std::vector<App>> made_by(Transaction& tx, AccountId account);
  /// With everything that was granted to it. Errors: not_found "app_absent".
  Result<void> remove(Transaction& tx, AccountId by, AppId id);
  /// Its maker leaves: all of theirs go.
  Result<void> remove_all(Transaction& tx, AccountId by);

  // Asking somebody.

  /// Errors: not_found "app_absent", invalid_input "redirect_unknown": there is nobody to answer.
  [[nodiscard]] Result<Asking> check(Transaction& tx, const Asked& asked);
  /// `account` says yes; the code for the app. `asked` was checked in this transaction.
  Result<std::string> allow(Transaction& tx, AccountId account, const Asked& asked, const Asking& asking);

  Result<DeviceAnswer> begin_device(Transaction& tx, std::string_view client_id, std::string_view scope);
  /// By the code somebody typed, in any case, with or without dash. Errors: not_found "device_code_absent".
  [[nodiscard]] Result<WaitingDevice> device(Transaction& tx, std::string_view typed);
  /// Errors: not_found "device_code_absent".
  Result<void> decide(Transaction& tx, AccountId account, std::string_view typed, bool allowed);

  // Tokens.

  Result<TokenAnswer> redeem(Transaction& tx, std::string_view client_id, std::string_view code,
                             std::string_view redirect_uri, std::string_view verifier);
  Result<TokenAnswer> poll(Transaction& tx, std::string_view client_id, std::string_view device_code);
  /// `scope`: fewer than was granted, for the next access token; empty for all.
  Result<TokenAnswer> refresh(Transaction& tx, std::string_view client_id, std::string_view token,
                              std::string_view scope);
  /// Either token ends the grant (RFC 7009); one that is unknown or another app's does nothing.
  Result<void> revoke(Transaction& tx, std::string_view client_id, std::string_view token);

  struct Current {
    Grant grant;
    Account account;
    bool touch_due = false;
  };
  /// Whom an access token acts for: one indexed read; nothing when unknown, ended or expired.
  [[nodiscard]] Result<std::optional<Current>> current(Transaction& tx, std::string_view access);
  Result<void> touch(Transaction& tx, SessionId grant);

  // What acts for somebody.

  /// Used last first.
  [[nodiscard]] Result<std::vector<Access>> of(Transaction& tx, AccountId account);
  /// Announces SessionEnded for each grant, so that streams close. Errors: not_found "app_absent".
  Result<void> end(Transaction& tx, AccountId account, AppId app);
  /// Housekeeping: at most `max` rows of each kind.
  Result<void> forget_expired(Transaction& tx, int max);

 private:
  Result<std::optional<App>> client(Transaction& tx, std::string_view client_id);
  Result<TokenAnswer> issue(Transaction& tx, AppId app, AccountId account, const Scopes& scopes,
                            SessionId id);
  Result<void> end(Transaction& tx, const Grant& grant);
  [[nodiscard]] std::string secret(std::string_view prefix);
  [[nodiscard]] std::string user_code();

  Needs needs_;
};

/// May an app be answered there? https anywhere, http on this machine alone, or a scheme of its own that has
/// a dot in it (RFC 8252, 7.1); nothing after a #, nobody's name before the host.
[[nodiscard]] bool is_redirect(std::string_view uri);

}  // namespace vitrine::accounts
