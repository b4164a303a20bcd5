#pragma once
// /api/v1/me/proof: showing again who one is, for what cannot be taken back (Route::fresh_proof): the
// password, a code of the app, or a passkey.
#include <string>

#include "accounts/accounts.hpp"
#include "accounts/passkeys.hpp"
#include "http/route.hpp"

namespace vitrine::http {

/// References outlive the table.
struct ProofNeeds {
  accounts::Accounts& accounts;
  accounts::SecondFactor& second_factor;
  accounts::Passkeys& passkeys;
  std::string base_url = {};
};
void add_proof_routes(RouteTable& table, const ProofNeeds& needs);

/// Whoever changes how one signs in shows who they are: by the password in the body or, where there is none,
/// by a proof of the last ten minutes. Errors: refused "password_wrong", "proof_needed".
[[nodiscard]] Result<void> prove_again(accounts::Accounts& accounts, Call& call);

}  // namespace vitrine::http
