#include "http/proof_routes.hpp"

#include <memory>

#include "accounts/password.hpp"
#include "http/passkey_routes.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using accounts::Passkeys;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

bool is_fresh(const Call& call) { return call.now() - call.me().proven_at <= accounts::proof_life; }

class ProofRoutes {
 public:
  explicit ProofRoutes(const ProofNeeds& needs) : needs_(needs) {}

  Result<Response> state(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      const auto& me = call.me();
      TRY_LET(const auto factor, needs_.second_factor.state(tx, me.account));
      TRY_LET(const auto known, needs_.accounts.known(tx, me.handle));
      TRY_LET(const auto passkeys, needs_.passkeys.of(tx, me.account));
      return Response::json({{"fresh", is_fresh(call)},
                             {"password", known && !known->password_hash.empty()},
                             {"code", factor.on},
                             {"passkey", !passkeys.empty()}});
    });
  }

  Result<Response> challenge(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto mine, needs_.passkeys.of(tx, call.me().account));
      json::array known;
      for (const auto& passkey : mine)
        if (!passkey.suspect) known.push_back(json::value(base::base64_url(passkey.credential)));
      return Response::json(
          {{"challenge", needs_.passkeys.challenge(Passkeys::Purpose::prove, call.me().session)},
           {"place", place_of(call.request(), needs_.base_url).host},
           {"timeout_ms", accounts::challenge_life.count()},
           {"known", std::move(known)}});
    });
  }

  Result<Response> show(Call& call) {
    const auto body = call.body();
    const int ways =
        (body.has("password") ? 1 : 0) + (body.has("code") ? 1 : 0) + (body.has("passkey") ? 1 : 0);
    if (ways != 1)
      return base::fail_in("password", Fault::invalid_input, "proof_unclear",
                           "Send one of the password, a code and a passkey's answer.");
    if (body.has("passkey")) return show_passkey(call);
    if (body.has("password")) TRY(prove_again(needs_.accounts, call));
    return call.write([&](Transaction& tx) -> Result<Response> {
      if (body.has("code")) TRY(check_code(tx, call));
      TRY(needs_.accounts.renew_proof(tx, call.me().session));
      return Response::nothing();
    });
  }

 private:
  Result<Response> show_passkey(Call& call) {
    TRY_LET(const auto used, read_used_passkey(call.body().object("passkey")));
    const auto& me = call.me();
    TRY_LET(auto known,
            call.read([&](Transaction& tx) { return needs_.passkeys.find(tx, used.credential); }));
    if (known && known->account != me.account) known.reset();
    const auto held = needs_.passkeys.prove(known, used, Passkeys::Purpose::prove, me.session,
                                            place_of(call.request(), needs_.base_url));
    // Somebody who is signed in is refused, not signed out.
    if (!held && held.error().fault == Fault::not_signed_in)
      return base::fail_in("passkey", Fault::refused, held.error().code, held.error().detail);
    if (!held) return std::unexpected(held.error());
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const bool good, needs_.passkeys.used(tx, *held));
      if (!good) return twin_refused();
      TRY(needs_.accounts.renew_proof(tx, call.me().session));
      return Response::nothing();
    });
  }

  Result<void> check_code(Transaction& tx, Call& call) {
    const auto right = needs_.second_factor.check(tx, call.me().account, call.body().text("code"),
                                                  call.request().remote_address);
    if (!right && right.error().fault == Fault::not_signed_in)
      return base::fail_in("code", Fault::refused, right.error().code, right.error().detail);
    return right;
  }
  ProofNeeds needs_;
};

using Routes = std::shared_ptr<ProofRoutes>;

Handler by(const Routes& routes, Result<Response> (ProofRoutes::*handle)(Call&)) {
  return [routes, handle](Call& call) { return (*routes.*handle)(call); };
}
}  // namespace

Result<void> prove_again(accounts::Accounts& accounts, Call& call) {
  if (!call.body().has("password")) {
    if (is_fresh(call)) return {};
    return base::fail(Fault::refused, "proof_needed",
                      "Send the password, or show first who you are: POST /api/v1/me/proof.");
  }
  const auto& handle = call.me().handle;
  TRY_LET(const auto known, call.read([&](Transaction& tx) { return accounts.known(tx, handle); }));
  const auto proven =
      accounts.prove(known, handle, call.body().text("password"), call.request().remote_address);
  if (!proven && proven.error().fault == Fault::not_signed_in)
    return base::fail_in("password", Fault::refused, "password_wrong", "The password is wrong.");
  if (!proven) return std::unexpected(proven.error());
  return {};
}

void add_proof_routes(RouteTable& table, const ProofNeeds& needs) {
  const auto routes = std::make_shared<ProofRoutes>(needs);
  table.add({.method = "GET",
             .path = "/api/v1/me/proof",
             .summary = "Whether one showed who one is here in the last ten minutes, and how one can",
             .tag = "accounts",
             .access = Access::signed_in,
             .answer = {200, object({field("fresh", boolean()), field("password", boolean()),
                                     field("code", boolean()), field("passkey", boolean())})},
             .handler = by(routes, &ProofRoutes::state)});
  table.add({.method = "POST",
             .path = "/api/v1/me/proof/challenge",
             .summary = "What a passkey has to sign as a proof; good once, for five minutes",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .answer = {200, object({field("challenge", text(1, 128)), field("place", text(1, 255)),
                                     field("timeout_ms", count()),
                                     field("known", array(text(1, 2048), accounts::passkeys_max))})},
             .handler = by(routes, &ProofRoutes::challenge)});
  table.add({.method = "POST",
             .path = "/api/v1/me/proof",
             .summary = "Shows password, code or passkey again: for ten minutes counts as just signed in",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .body = object({optional("password", text(1, accounts::password_chars_max)),
                             optional("code", text(1, 64)), optional("passkey", used_passkey())}),
             .handler = by(routes, &ProofRoutes::show)});
}

}  // namespace vitrine::http
