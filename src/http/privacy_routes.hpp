#pragma once
// What the house knows about the caller, and the way out, over HTTP: one's own data row by row as the map
// declares it, who of the staff looked, asking for the account's erasure (with the password), and the
// certificate afterwards.
#include <functional>

#include "accounts/accounts.hpp"
#include "http/route.hpp"
#include "privacy/erasure.hpp"
#include "transparency/openings.hpp"

namespace vitrine::http {

struct PrivacyNeeds {
  accounts::Accounts& accounts;
  privacy::PersonalRows& rows;
  privacy::Erasure& erasure;
  const privacy::Signer& signer;
  transparency::Openings& openings;
};

/// What `needs` refers to outlives the table.
void add_privacy_routes(RouteTable& table, PrivacyNeeds needs);

}  // namespace vitrine::http
