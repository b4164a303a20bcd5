#pragma once
// /api/v1/me/second-factor: turning the second proof at sign-in on and off, and its recovery codes.
#include "accounts/accounts.hpp"
#include "http/route.hpp"

namespace vitrine::http {

/// References outlive the table.
struct SecondFactorNeeds {
  accounts::Accounts& accounts;
  accounts::SecondFactor& second_factor;
};
void add_second_factor_routes(RouteTable& table, SecondFactorNeeds needs);

}  // namespace vitrine::http
