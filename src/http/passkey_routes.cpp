#include "http/passkey_routes.hpp"

#include <memory>

#include "http/pages_routes.hpp"
#include "http/problem.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using accounts::Passkey;
using accounts::Passkeys;
using model::PasskeyId;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

constexpr model::SessionId no_session{0};

/// Characters of base64url for so many bytes.
constexpr std::size_t chars(std::size_t bytes) { return (bytes * 4 + 2) / 3; }
Shape bytes(std::size_t max) { return text(1, chars(max)); }
Shape name() { return text(1, 200); }

Result<base::Bytes> bytes_in(const Fields& fields, std::string_view name) {
  auto read = base::from_base64_url(fields.text(name));
  if (!read)
    return base::fail_in(std::string{name}, Fault::invalid_input, "field_invalid",
                         "Send bytes as base64url without padding.");
  return *std::move(read);
}

Shape passkey_shape() {
  return named("Passkey", object({field("id", id()), field("name", text(1, accounts::passkey_name_chars_max)),
                                  field("synced", boolean()), field("suspect", boolean()),
                                  field("created_at", time()), field("used_at", nullable(time()))}));
}

json::object passkey_json(const Passkey& passkey) {
  json::object out{{"id", passkey.id.text()},
                   {"name", passkey.name},
                   {"synced", passkey.synced},
                   {"suspect", passkey.suspect},
                   {"created_at", model::millis(passkey.created_at)},
                   {"used_at", nullptr}};
  if (passkey.used_at) out["used_at"] = model::millis(*passkey.used_at);
  return out;
}

class PasskeyRoutes {
 public:
  explicit PasskeyRoutes(const PasskeyNeeds& needs) : needs_(needs) {}

  Result<Response> sign_in_challenge(Call& call) {
    const auto place = place_of(call.request(), needs_.base_url);
    return Response::json({{"challenge", needs_.passkeys.challenge(Passkeys::Purpose::sign_in, no_session)},
                           {"place", place.host},
                           {"timeout_ms", accounts::challenge_life.count()}});
  }

  Result<Response> sign_in(Call& call) {
    TRY_LET(const auto used, read_used_passkey(call.body()));
    TRY_LET(const auto known,
            call.read([&](Transaction& tx) { return needs_.passkeys.find(tx, used.credential); }));
    const auto place = place_of(call.request(), needs_.base_url);
    TRY_LET(const auto held,
            needs_.passkeys.prove(known, used, Passkeys::Purpose::sign_in, no_session, place));
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const bool good, needs_.passkeys.used(tx, held));
      if (!good) return twin_refused();
      auto& accounts = needs_.accounts.accounts;
      TRY_LET(const auto account, accounts.account(tx, held.passkey.account));
      TRY_LET(const auto in, accounts.open_session(tx, account, call.request().header("user-agent")));
      if (needs_.accounts.came_back) TRY(needs_.accounts.came_back(tx, account.id));
      return welcome(tx, needs_.accounts, call, in, 200);
    });
  }

  Result<Response> list(Call& call) {
    TRY_LET(const auto mine,
            call.read([&](Transaction& tx) { return needs_.passkeys.of(tx, call.me().account); }));
    json::array items;
    for (const auto& passkey : mine) items.push_back(passkey_json(passkey));
    return Response::json({{"items", std::move(items)}});
  }

  Result<Response> make_challenge(Call& call) {
    const auto place = place_of(call.request(), needs_.base_url);
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto account, needs_.accounts.accounts.account(tx, call.me().account));
      TRY_LET(const auto house, needs_.accounts.accounts.instance(tx));
      TRY_LET(const auto mine, needs_.passkeys.of(tx, account.id));
      json::array known;
      for (const auto& passkey : mine) known.push_back(json::value(base::base64_url(passkey.credential)));
      json::array algorithms;
      for (const auto algorithm :
           {accounts::Algorithm::es256, accounts::Algorithm::eddsa, accounts::Algorithm::rs256})
        algorithms.push_back(static_cast<std::int64_t>(algorithm));
      return Response::json(
          {{"challenge", needs_.passkeys.challenge(Passkeys::Purpose::make, call.me().session)},
           {"place", place.host},
           {"timeout_ms", accounts::challenge_life.count()},
           {"house", house.name},
           {"user", base::base64_url(Passkeys::user_handle(account.id))},
           {"handle", account.handle},
           {"name", account.name},
           {"algorithms", std::move(algorithms)},
           {"known", std::move(known)}});
    });
  }

  Result<Response> add(Call& call) {
    TRY_LET(auto client_data, bytes_in(call.body(), "client_data"));
    TRY_LET(auto attestation, bytes_in(call.body(), "attestation"));
    const auto place = place_of(call.request(), needs_.base_url);
    const auto& me = call.me();
    TRY_LET(const auto checked, needs_.passkeys.read_new({std::move(client_data), std::move(attestation)},
                                                         me.account, me.session, place));
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto made, needs_.passkeys.add(tx, checked, call.body().text("name")));
      return Response::json(passkey_json(made), 201);
    });
  }

  Result<Response> rename(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.passkeys.rename(tx, call.me().account, call.id<PasskeyId>("passkey"),
                                 call.body().text("name")));
      return Response::nothing();
    });
  }

  Result<Response> remove(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.passkeys.remove(tx, call.me().account, call.id<PasskeyId>("passkey")));
      return Response::nothing();
    });
  }

 private:
  PasskeyNeeds needs_;
};

using Routes = std::shared_ptr<PasskeyRoutes>;

Handler by(const Routes& routes, Result<Response> (PasskeyRoutes::*handle)(Call&)) {
  return [routes, handle](Call& call) { return (*routes.*handle)(call); };
}

std::vector<Field> challenge_fields() {
  return {field("challenge", text(1, 128)), field("place", text(1, 255)), field("timeout_ms", count())};
}

void add_sign_in_routes(RouteTable& table, const Routes& routes) {
  table.add({.method = "POST",
             .path = "/api/v1/session/passkey/challenge",
             .summary = "What a passkey has to sign to sign in; good once, for five minutes",
             .tag = "sessions",
             .pace = Pace::sign_in,
             .answer = {200, object(challenge_fields())},
             .handler = by(routes, &PasskeyRoutes::sign_in_challenge)});
  table.add({.method = "POST",
             .path = "/api/v1/session/passkey",
             .summary = "Signs in with a passkey",
             .tag = "sessions",
             .pace = Pace::sign_in,
             .body = extend(used_passkey(), {optional("deliver", one_of({"cookie", "token"}))}),
             .answer = {200, object({field("account", shapes::account()), optional("token", text(1, 128))})},
             .handler = by(routes, &PasskeyRoutes::sign_in)});
}
}  // namespace

Shape used_passkey() {
  return object({field("credential", bytes(accounts::credential_id_bytes_max)),
                 field("client_data", bytes(accounts::client_data_bytes_max)),
                 field("authenticator_data", bytes(accounts::attestation_bytes_max)),
                 field("signature", bytes(accounts::signature_bytes_max)), optional("user", bytes(64))});
}

Result<accounts::UsedPasskey> read_used_passkey(const Fields& fields) {
  accounts::UsedPasskey used;
  TRY_LET(used.credential, bytes_in(fields, "credential"));
  TRY_LET(used.client_data, bytes_in(fields, "client_data"));
  TRY_LET(used.authenticator_data, bytes_in(fields, "authenticator_data"));
  TRY_LET(used.signature, bytes_in(fields, "signature"));
  if (fields.has("user")) {
    TRY_LET(used.user, bytes_in(fields, "user"));
  }
  return used;
}

accounts::Place place_of(const Request& request, std::string_view base_url) {
  const auto base = base_url_of(request, base_url);
  const auto scheme = base.find("://");
  if (scheme == std::string::npos) return {};
  const auto authority = base.substr(scheme + 3, base.find('/', scheme + 3) - scheme - 3);
  const auto colon = authority.rfind(':');
  const bool port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
  return {authority.substr(0, port ? colon : authority.size()), {base.substr(0, scheme + 3) + authority}};
}

Response twin_refused() {
  return problem(403, "passkey_suspect",
                 "This passkey was used as if there were two of it. Sign in another way and remove it.");
}

void add_passkey_routes(RouteTable& table, const PasskeyNeeds& needs) {
  const auto routes = std::make_shared<PasskeyRoutes>(needs);
  add_sign_in_routes(table, routes);
  table.add({.method = "GET",
             .path = "/api/v1/me/passkeys",
             .summary = "One's passkeys, oldest first",
             .tag = "accounts",
             .access = Access::signed_in,
             .answer = {200, object({field("items", array(passkey_shape(), accounts::passkeys_max))})},
             .handler = by(routes, &PasskeyRoutes::list)});
  auto making = challenge_fields();
  for (auto&& more :
       {field("house", text(1, accounts::instance_name_chars_max)), field("user", bytes(64)),
        field("handle", handle()), field("name", text(1, accounts::name_chars_max)),
        field("algorithms", array(integer(-65'535, -1), 8)),
        field("known", array(bytes(accounts::credential_id_bytes_max), accounts::passkeys_max))})
    making.push_back(more);
  table.add({.method = "POST",
             .path = "/api/v1/me/passkeys/challenge",
             .summary = "What a browser needs to make a passkey; good once, for five minutes",
             .tag = "accounts",
             .access = Access::signed_in,
             .fresh_proof = true,
             .pace = Pace::sign_in,
             .answer = {200, object(std::move(making))},
             .handler = by(routes, &PasskeyRoutes::make_challenge)});
  table.add(
      {.method = "POST",
       .path = "/api/v1/me/passkeys",
       .summary = "Keeps a passkey that the browser made",
       .tag = "accounts",
       .access = Access::signed_in,
       .fresh_proof = true,
       .pace = Pace::sign_in,
       .body = object({field("name", name()), field("client_data", bytes(accounts::client_data_bytes_max)),
                       field("attestation", bytes(accounts::attestation_bytes_max))}),
       .answer = {201, passkey_shape()},
       .handler = by(routes, &PasskeyRoutes::add)});
  table.add({.method = "PATCH",
             .path = "/api/v1/me/passkeys/{passkey}",
             .summary = "Names a passkey",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::write,
             .body = object({field("name", name())}),
             .handler = by(routes, &PasskeyRoutes::rename)});
  table.add({.method = "DELETE",
             .path = "/api/v1/me/passkeys/{passkey}",
             .summary = "Removes a passkey: it opens nothing any more",
             .tag = "accounts",
             .access = Access::signed_in,
             .fresh_proof = true,
             .pace = Pace::sign_in,
             .handler = by(routes, &PasskeyRoutes::remove)});
}

}  // namespace vitrine::http
