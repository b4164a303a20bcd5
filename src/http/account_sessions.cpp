#include "http/account_sessions.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace vitrine::http {

Result<std::optional<Viewer>> AccountSessions::viewer_of(std::string_view token) {
  if (token.starts_with(accounts::access_prefix)) return app_of(token);
  bool restricted = false;
  const auto look = [&](ports::Transaction& tx) -> Result<std::optional<accounts::Current>> {
    TRY_LET(const auto found, accounts_.current(tx, token));
    if (found) {
      TRY_LET(restricted, family_.is_restricted(tx, found->account.id));
    }
    return found;
  };
  TRY_LET(const auto current, record_.read(look));
  if (!current) return std::nullopt;
  if (current->touch_due) {
    const auto touched =
        record_.write([&](ports::Transaction& tx) { return accounts_.touch(tx, current->session); });
    // The call goes on: a visit that was not noted costs nothing but an earlier expiry.
    if (!touched) base::log(base::Level::warning, "session_not_touched", {{"code", touched.error().code}});
  }
  const auto& account = current->account;
  return Viewer{account.id,     current->session.id,        account.pseudonym, account.role,
                account.handle, current->session.proven_at, restricted};
}

Result<std::optional<Viewer>> AccountSessions::app_of(std::string_view token) {
  bool restricted = false;
  const auto look = [&](ports::Transaction& tx) -> Result<std::optional<accounts::Apps::Current>> {
    TRY_LET(auto found, apps_.current(tx, token));
    if (found) {
      TRY_LET(restricted, family_.is_restricted(tx, found->account.id));
    }
    return found;
  };
  TRY_LET(const auto current, record_.read(look));
  if (!current) return std::nullopt;
  const auto& grant = current->grant;
  if (current->touch_due) {
    const auto touched = record_.write([&](ports::Transaction& tx) { return apps_.touch(tx, grant.id); });
    if (!touched) base::log(base::Level::warning, "grant_not_touched", {{"code", touched.error().code}});
  }
  const auto& account = current->account;
  return Viewer{.account = account.id,
                .session = grant.id,
                .pseudonym = account.pseudonym,
                // Nobody's app is staff, whoever allowed it.
                .role = std::min(account.role, model::Role::creator),
                .handle = account.handle,
                .proven_at = {},
                .restricted = restricted,
                .scopes = grant.access_scopes};
}
}  // namespace vitrine::http
