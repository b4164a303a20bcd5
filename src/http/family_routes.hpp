#pragma once
// /api/v1/me/family: a ward's code, a guardian's wards and their limits, and the end of it. Answers tell who
// and which limits; there is nothing else to tell, for nothing else is kept.
#include "accounts/accounts.hpp"
#include "http/route.hpp"
#include "social/family.hpp"

namespace vitrine::http {

/// References outlive the table.
struct FamilyNeeds {
  accounts::Accounts& accounts;
  social::Family& family;
};
void add_family_routes(RouteTable& table, FamilyNeeds needs);

}  // namespace vitrine::http
