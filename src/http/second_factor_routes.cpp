#include "http/second_factor_routes.hpp"

#include <memory>

#include "accounts/password.hpp"
#include "accounts/totp.hpp"
#include "http/proof_routes.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using base::Fault;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

Shape password() { return text(1, accounts::password_chars_max); }
Shape code() { return text(1, 64); }
Shape codes_answer() {
  return object(
      {field("recovery_codes", array(text(1, accounts::recovery_code_chars), accounts::recovery_codes))});
}

/// Shown once, so never kept by anything on the way.
Response secret_answer(json::object body, int status) {
  auto response = Response::json(body, status);
  response.secret = true;
  return response;
}

Response codes_json(const std::vector<std::string>& codes, int status) {
  return secret_answer({{"recovery_codes", json::array(codes.begin(), codes.end())}}, status);
}

class SecondFactorRoutes {
 public:
  explicit SecondFactorRoutes(SecondFactorNeeds needs) : needs_(needs) {}

  Result<Response> state(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto now, needs_.second_factor.state(tx, call.me().account));
      return Response::json({{"on", now.on}, {"recovery_left", now.recovery_left}});
    });
  }

  Result<Response> begin(Call& call) {
    TRY(prove(call));
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto house, needs_.accounts.instance(tx));
      TRY_LET(const auto secret, needs_.second_factor.begin(tx, call.me().account));
      return secret_answer({{"secret", accounts::base32(secret)},
                            {"uri", accounts::otpauth_uri(secret, house.name, call.me().handle)}},
                           201);
    });
  }

  Result<Response> confirm(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto codes,
              needs_.second_factor.confirm(tx, call.me().account, call.body().text("code")));
      return codes_json(codes, 200);
    });
  }

  Result<Response> renew(Call& call) {
    TRY(prove(call));
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(check(tx, call));
      TRY_LET(const auto codes, needs_.second_factor.renew_recovery(tx, call.me().account));
      return codes_json(codes, 200);
    });
  }

  Result<Response> turn_off(Call& call) {
    TRY(prove(call));
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(check(tx, call));
      TRY(needs_.second_factor.turn_off(tx, call.me().account));
      return Response::nothing();
    });
  }

 private:
  /// A stolen session alone must not be able to change how one signs in.
  Result<void> prove(Call& call) { return prove_again(needs_.accounts, call); }
  Result<void> check(Transaction& tx, Call& call) {
    const auto right = needs_.second_factor.check(tx, call.me().account, call.body().text("code"),
                                                  call.request().remote_address);
    // Somebody who is signed in is refused, not signed out.
    if (!right && right.error().fault == Fault::not_signed_in)
      return base::fail_in("code", Fault::refused, right.error().code, right.error().detail);
    return right;
  }
  SecondFactorNeeds needs_;
};

using Routes = std::shared_ptr<SecondFactorRoutes>;

Handler by(const Routes& routes, Result<Response> (SecondFactorRoutes::*handle)(Call&)) {
  return [routes, handle](Call& call) { return (*routes.*handle)(call); };
}

Route route(std::string method, std::string path, std::string summary, Handler handler) {
  return {.method = std::move(method),
          .path = "/api/v1/me/second-factor" + path,
          .summary = std::move(summary),
          .tag = "accounts",
          .access = Access::signed_in,
          .pace = Pace::sign_in,
          .handler = std::move(handler)};
}
}  // namespace

void add_second_factor_routes(RouteTable& table, SecondFactorNeeds needs) {
  const auto routes = std::make_shared<SecondFactorRoutes>(needs);
  auto state =
      route("GET", "", "Whether a second proof is wanted at sign-in", by(routes, &SecondFactorRoutes::state));
  state.pace = Pace::read;
  state.answer = {200, object({field("on", boolean()), field("recovery_left", count())})};
  table.add(std::move(state));

  auto begin = route("POST", "", "A new secret for an authenticator app; counts once confirmed",
                     by(routes, &SecondFactorRoutes::begin));
  begin.body = object({optional("password", password())});
  begin.answer = {201, object({field("secret", text(1, 64)), field("uri", text(1, 1024))})};
  table.add(std::move(begin));

  auto confirm = route("POST", "/confirm", "The app's first code; answers the recovery codes",
                       by(routes, &SecondFactorRoutes::confirm));
  confirm.body = object({field("code", code())});
  confirm.answer = {200, codes_answer()};
  table.add(std::move(confirm));

  auto renew = route("POST", "/recovery-codes", "New recovery codes; the old ones are worth nothing",
                     by(routes, &SecondFactorRoutes::renew));
  renew.body = object({optional("password", password()), field("code", code())});
  renew.answer = {200, codes_answer()};
  table.add(std::move(renew));

  auto off = route("POST", "/off", "Signing in takes the password alone again",
                   by(routes, &SecondFactorRoutes::turn_off));
  off.body = object({optional("password", password()), field("code", code())});
  table.add(std::move(off));
}

}  // namespace vitrine::http
