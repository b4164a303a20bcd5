#pragma once
// What the house knows about the caller, and the way out, over HTTP: one's own data row by row as the map
// declares it, asking for the account's erasure (with the password), and the certificate afterwards.
#include <functional>

#include "accounts/accounts.hpp"
#include "http/route.hpp"
#include "privacy/erasure.hpp"

namespace vitrine::http {

struct PrivacyNeeds {
  accounts::Accounts& accounts;
  privacy::PersonalRows& rows;
  privacy::Erasure& erasure;
  const privacy::Signer& signer;
};

/// What `needs` refers to outlives the table.
void add_privacy_routes(RouteTable& table, PrivacyNeeds needs);

}  // namespace vitrine::http
