#pragma once
// Accounts over HTTP: the installation, first run, sign-up, sign-in, sessions, one's own account, profiles of
// others, and what the owner may do (invites, sign-up mode).
//
// Passwords are hashed between two transactions, never inside one. Signing in or up by the page sets the
// session's cookie; API clients ask for `"deliver": "token"` and get the token in the answer, once.
#include <functional>
#include <optional>
#include <string>

#include "accounts/accounts.hpp"
#include "http/media_cache.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "social/notifications.hpp"
#include "social/pairing.hpp"
#include "social/relations.hpp"

namespace vitrine::http {

struct AccountsNeeds {
  accounts::Accounts& accounts;
  social::Relations& relations;
  social::Notifications& notifications;
  VideoCards& videos;
  std::string version;                    ///< "0.1.0"
  std::optional<std::string> setup_code;  ///< needed by POST /setup; nothing when only this machine can call
  std::uint64_t upload_bytes_max = 0;     ///< published in GET /instance
  std::int64_t duration_ms_max = 0;
  /// Called in the transaction of every sign-in: signing in takes a farewell back. Answers whether it did.
  std::function<Result<bool>(ports::Transaction&, model::AccountId)> came_back = {};
  /// Counted on top of unread notifications: conversations in which something waits.
  std::function<Result<std::int64_t>(ports::Transaction&, model::AccountId)> waiting = {};
  /// Called in the transaction that made an account private, or private no longer. Answers which videos other
  /// people see now.
  std::function<Result<std::vector<model::VideoId>>(ports::Transaction&, const accounts::Account&)>
      privacy_changed = {};
  MediaCache* cache = nullptr;
  /// What their guardian has set, for those who have one.
  std::function<Result<std::optional<social::Limits>>(ports::Transaction&, model::AccountId)> limits = {};
};

/// What `needs` refers to outlives the table.
void add_accounts_routes(RouteTable& table, AccountsNeeds needs);

/// The answer to whoever got a session just now: the account, and the token as a cookie or, where the body
/// says
/// `"deliver": "token"`, in the answer.
[[nodiscard]] Result<Response> welcome(ports::Transaction& tx, const AccountsNeeds& needs, Call& call,
                                       const accounts::SignedIn& in, int status);

/// 26 characters of 128 random bits, for the terminal and the address it prints (/welcome#code=...).
[[nodiscard]] std::string make_setup_code(ports::Rng& rng);

}  // namespace vitrine::http
