#pragma once
// Passkeys over HTTP: making, naming and removing one's own, and signing in with one. Showing one again
// before what cannot be taken back is proof_routes.hpp. What browsers speak is base64url; the rules are
// accounts/passkeys.hpp.
#include <string>

#include "accounts/passkeys.hpp"
#include "http/accounts_routes.hpp"
#include "http/route.hpp"

namespace vitrine::http {

/// References outlive the table.
struct PasskeyNeeds {
  AccountsNeeds accounts;
  accounts::Passkeys& passkeys;
  std::string base_url = {};  ///< "https://example.org"; empty: from the Host field
};
void add_passkey_routes(RouteTable& table, const PasskeyNeeds& needs);

/// Where the page that made `request` stands, as browsers bind passkeys to it.
[[nodiscard]] accounts::Place place_of(const Request& request, std::string_view base_url);

/// {credential, client_data, authenticator_data, signature, user?}
[[nodiscard]] Shape used_passkey();
/// Errors: invalid_input "field_invalid" for what is no base64url.
[[nodiscard]] Result<accounts::UsedPasskey> read_used_passkey(const Fields& fields);

/// The refusal of a passkey whose use showed a twin; an answer and no error, so that the mark is committed.
[[nodiscard]] Response twin_refused();

}  // namespace vitrine::http
