#pragma once
// Apps of third parties over HTTP. Two halves:
//
//   app_routes.cpp    for the page: asking somebody, what acts for them, the apps they made (/api/v1)
//   oauth_routes.cpp  for the apps: tokens, revocation, devices, metadata, as the RFCs name and shape them
//
// The page that asks is one of ours: it cannot be framed, and only a call of this origin with the session's
// cookie says yes. docs/oauth.md tells all of it from the outside.
#include <string>

#include "accounts/accounts.hpp"
#include "accounts/apps.hpp"
#include "http/route.hpp"

namespace vitrine::http {

struct AppNeeds {
  accounts::Accounts& accounts;
  accounts::Apps& apps;
  std::string base_url;  ///< "https://example.org", or empty: as the request says
};

void add_app_routes(RouteTable& table, const AppNeeds& needs);
void add_oauth_routes(RouteTable& table, const AppNeeds& needs);

/// `redirect` with more in its query; values are encoded here.
[[nodiscard]] std::string with_query(std::string_view redirect,
                                     const std::vector<std::pair<std::string, std::string>>& more);

}  // namespace vitrine::http
