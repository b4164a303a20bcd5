#include <fmt/format.h>
#include <memory>

#include "http/app_routes.hpp"
#include "http/pages_routes.hpp"

// RFC 6749/OAuth 2.1, 7009, 8414, 8628. Answers in their words, under their content types; nobody may keep
// them.

namespace vitrine::http {
namespace {
using accounts::Refused;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

constexpr std::string_view device_grant = "urn:ietf:params:oauth:grant-type:device_code";
/// Longer than any code or token of ours.
constexpr std::size_t token_chars_max = 256;

std::int64_t seconds(model::Millis time) { return time.count() / 1000; }

Response told(const json::object& body, int status = 200) {
  auto response = Response::json(body, status).with("Cache-Control", "no-store").with("Pragma", "no-cache");
  response.secret = true;
  return response;
}

Response told(const Refused& refused) {
  const int status = refused.error == "invalid_client" ? 401 : 400;
  return told({{"error", refused.error}, {"error_description", refused.detail}}, status);
}

Response told(const accounts::TokenAnswer& answer, model::Instant now) {
  if (const auto* refused = std::get_if<Refused>(&answer)) return told(*refused);
  const auto& issued = std::get<accounts::Issued>(answer);
  return told({{"access_token", issued.access},
               {"token_type", "Bearer"},
               {"expires_in", seconds(issued.grant.access_until - now)},
               {"refresh_token", issued.refresh},
               {"scope", issued.grant.access_scopes.text()}});
}

class OAuthRoutes {
 public:
  explicit OAuthRoutes(AppNeeds needs) : needs_(std::move(needs)) {}

  Result<Response> metadata(Call& call) {
    const auto base = base_url_of(call.request(), needs_.base_url);
    json::array scopes;
    for (const auto scope : accounts::scopes_all) scopes.push_back(json::value(word_of(scope)));
    return Response::json(
        {{"issuer", base},
         {"authorization_endpoint", base + "/oauth/authorize"},
         {"token_endpoint", base + "/oauth/token"},
         {"revocation_endpoint", base + "/oauth/revoke"},
         {"device_authorization_endpoint", base + "/oauth/device"},
         {"scopes_supported", std::move(scopes)},
         {"response_types_supported", list({"code"})},
         {"response_modes_supported", list({"query"})},
         {"grant_types_supported", list({"authorization_code", "refresh_token", device_grant})},
         {"token_endpoint_auth_methods_supported", list({"none"})},
         {"revocation_endpoint_auth_methods_supported", list({"none"})},
         {"code_challenge_methods_supported", list({"S256"})},
         {"authorization_response_iss_parameter_supported", true},
         {"service_documentation", base + "/api/v1/openapi.json"}});
  }

  Result<Response> token(Call& call) {
    const auto body = call.body();
    const auto text = [&](std::string_view name) { return body.maybe_text(name).value_or(""); };
    const auto grant = body.text("grant_type");
    const auto client = text("client_id");
    if (client.empty()) return told(Refused{"invalid_request", "client_id is missing."});
    const auto now = call.now();
    return call.write([&](Transaction& tx) -> Result<Response> {
      auto& apps = needs_.apps;
      if (grant == "authorization_code") {
        TRY_LET(const auto answer,
                apps.redeem(tx, client, text("code"), text("redirect_uri"), text("code_verifier")));
        return told(answer, now);
      }
      if (grant == "refresh_token") {
        TRY_LET(const auto answer, apps.refresh(tx, client, text("refresh_token"), text("scope")));
        return told(answer, now);
      }
      if (grant == device_grant) {
        TRY_LET(const auto answer, apps.poll(tx, client, text("device_code")));
        return told(answer, now);
      }
      return told(Refused{"unsupported_grant_type", "See grant_types_supported in the metadata."});
    });
  }

  Result<Response> revoke(Call& call) {
    const auto body = call.body();
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.apps.revoke(tx, body.text("client_id"), body.text("token")));
      return told(json::object{});
    });
  }

  Result<Response> device(Call& call) {
    const auto body = call.body();
    const auto base = base_url_of(call.request(), needs_.base_url);
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto answer,
              needs_.apps.begin_device(tx, body.text("client_id"), body.maybe_text("scope").value_or("")));
      if (const auto* refused = std::get_if<Refused>(&answer)) return told(*refused);
      const auto& codes = std::get<accounts::DeviceCodes>(answer);
      const auto shown = codes.user.substr(0, 4) + '-' + codes.user.substr(4);
      return told({{"device_code", codes.device},
                   {"user_code", shown},
                   {"verification_uri", base + "/device"},
                   {"verification_uri_complete", base + "/device?code=" + shown},
                   {"expires_in", seconds(accounts::device_life)},
                   {"interval", seconds(accounts::device_interval)}});
    });
  }

 private:
  static json::array list(std::initializer_list<std::string_view> words) {
    json::array out;
    for (const auto word : words) out.push_back(json::value(word));
    return out;
  }
  AppNeeds needs_;
};

using Routes = std::shared_ptr<OAuthRoutes>;

Route form(const Routes& routes, std::string path, std::string summary, Shape body,
           Result<Response> (OAuthRoutes::*handle)(Call&)) {
  return {.method = "POST",
          .path = std::move(path),
          .summary = std::move(summary),
          .tag = "apps",
          .pace = Pace::token,
          .body = std::move(body),
          .form = true,
          .answer = {200, open_object()},
          .handler = [routes, handle](Call& call) { return (*routes.*handle)(call); },
          .documented = false};
}
}  // namespace

void add_oauth_routes(RouteTable& table, const AppNeeds& needs) {
  const auto routes = std::make_shared<OAuthRoutes>(needs);
  table.add({.method = "GET",
             .path = "/.well-known/oauth-authorization-server",
             .summary = "What this server's OAuth can do (RFC 8414)",
             .tag = "apps",
             .answer = {200, open_object()},
             .handler = [routes](Call& call) { return routes->metadata(call); },
             .documented = false});
  const auto secret = [](std::string name) { return optional(std::move(name), text(1, token_chars_max)); };
  table.add(form(routes, "/oauth/token", "A token for a code, a device or an older token",
                 object({field("grant_type", text(1, 128)), secret("client_id"), secret("code"),
                         optional("redirect_uri", text(1, 2048)), secret("code_verifier"),
                         secret("refresh_token"), secret("device_code"), secret("scope")}),
                 &OAuthRoutes::token));
  table.add(form(routes, "/oauth/revoke", "Ends what a token stands for (RFC 7009)",
                 object({field("token", text(1, token_chars_max)), field("client_id", text(1, 64))}),
                 &OAuthRoutes::revoke));
  table.add(form(routes, "/oauth/device", "Codes for a device without a keyboard (RFC 8628)",
                 object({field("client_id", text(1, 64)), secret("scope")}), &OAuthRoutes::device));
}

}  // namespace vitrine::http
