// OAuth over HTTP with the record it stands on: how an app gets a token, what it opens, and what ends it.
#include <doctest/doctest.h>

#include "accounts/testing/fake_stores.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/testing/memory_keys.hpp"
#include "base/testing/temporary_folder.hpp"
#include "http/account_sessions.hpp"
#include "http/app_routes.hpp"
#include "http/testing/house.hpp"

namespace vitrine::oauth_scenario_test {
using accounts::Scope;
using http::Response;
using http::testing::code_of;
using http::testing::json_of;
namespace json = base::json;

namespace {
const std::string back = "https://app.example/back?keep=1";
const std::string verifier = "the-verifier-that-only-the-app-has-seen-0123456789";

struct Town {
  base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng{11};
  ports::Ids ids{clock, rng};
  sql::testing::MemoryKeys keys;
  std::unique_ptr<sql::SqlRecord> record = [this] {
    auto opened = sql::open_sqlite({.file = folder.path() / "record.db"}, {clock, ids, &keys});
    REQUIRE(opened);
    REQUIRE(sql::migrate(**opened));
    return *std::move(opened);
  }();
  sql::AccountStore account_rows;
  sql::SessionStore session_rows;
  sql::InviteStore invite_rows;
  sql::HouseSettings settings;
  sql::SecondFactorStore factor_rows;
  sql::AppStore app_rows;
  sql::FamilyStore family_rows;
  accounts::testing::FakeHasher hasher;
  accounts::testing::FakeSealer sealer;
  accounts::Throttle throttle{rng};
  accounts::SecondFactor factor{{factor_rows, sealer, throttle, clock, rng}};
  accounts::Accounts people{{account_rows, session_rows, invite_rows, settings, hasher, throttle, factor,
                             clock, ids, rng, nullptr, &app_rows}};
  accounts::Apps apps{{app_rows, clock, ids, rng}};
  social::Family family{{family_rows, throttle, clock, rng}};
  http::RouteTable table = [this] {
    http::RouteTable made;
    http::add_app_routes(made, {people, apps, ""});
    http::add_oauth_routes(made, {people, apps, ""});
    const auto route = [&](std::string path, http::Access access, Scope scope) {
      made.add({.method = "GET",
                .path = "/api/v1/" + path,
                .access = access,
                .scope = scope,
                .handler = [](http::Call& call) -> http::Result<Response> {
                  return Response::json(
                      {{"role", call.viewer() ? model::text(call.viewer()->role) : "visitor"}});
                }});
    };
    route("read", http::Access::signed_in, Scope::read);
    route("write", http::Access::signed_in, Scope::write);
    route("upload", http::Access::creator, Scope::upload);
    route("open", http::Access::anyone, Scope::read);
    route("closed", http::Access::signed_in, Scope::none);
    route("open-closed", http::Access::anyone, Scope::none);
    route("staff", http::Access::moderator, Scope::none);
    return made;
  }();
  http::testing::FakeIdempotency idempotency;
  http::Cursors cursors{base::sha256(base::as_bytes("cursors"))};
  http::Paces paces{clock, rng};
  http::AccountSessions sessions{people, apps, family, *record};
  http::Dispatcher dispatcher{table, {{*record, idempotency, clock, cursors}, sessions, paces}};
  std::string ada, bob;  ///< tokens of sessions
  std::string client;

  Town() {
    paces.switch_off();
    ada = person("ada", model::Role::owner);
    bob = person("bob");
    const auto made = api("POST", "/me/made-apps", bob, {{"name", "Clip garden"}, {"redirects", {back}}});
    REQUIRE_MESSAGE(made.status == 201, made.body_text());
    client = json_of(made).at("id").as_string();
  }
  std::string person(const std::string& handle, model::Role role = model::Role::creator) {
    std::string token;
    REQUIRE(record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto account, people.create(tx, {handle, handle, "1:a good password"}, role));
      TRY_LET(const auto in, people.open_session(tx, account, "Firefox"));
      token = in.token;
      return {};
    }));
    return token;
  }
  Response ask(std::string method, const std::string& target, std::string body, std::string type,
               const std::string& token, bool cookie = false) {
    const auto at = http::read_target(target);
    REQUIRE(at);
    http::Request request{
        .method = std::move(method), .path = at->path, .query = at->query, .body = std::move(body)};
    request.fields = {{"Host", "vitrine.example"}, {"Sec-Fetch-Site", "same-origin"}};
    if (!request.body.empty()) request.fields.push_back({"Content-Type", std::move(type)});
    if (!token.empty() && cookie) request.fields.push_back({"Cookie", "vitrine=" + token});
    else if (!token.empty()) request.fields.push_back({"Authorization", "Bearer " + token});
    return dispatcher.answer(request);
  }
  Response api(std::string method, const std::string& path, const std::string& token,
               const json::value& body = nullptr) {
    auto response = ask(std::move(method), "/api/v1" + path, body.is_null() ? "" : base::to_text(body),
                        "application/json", token);
    return response;
  }
  Response form(const std::string& path, const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
      body += (body.empty() ? "" : "&") + name + "=" + http::percent_encode(value);
    return ask("POST", path, body, "application/x-www-form-urlencoded", "");
  }
  [[nodiscard]] json::object asked(const std::string& scope = "read write") const {
    return {{"client_id", client},
            {"redirect_uri", back},
            {"response_type", "code"},
            {"scope", scope},
            {"state", "st&ate"},
            {"code_challenge", base::base64_url(base::sha256(base::as_bytes(verifier)))},
            {"code_challenge_method", "S256"}};
  }
  std::string consent(const std::string& token, json::object body, bool allow = true) {
    body["allow"] = allow;
    const auto answer = api("POST", "/oauth/consent", token, body);
    REQUIRE_MESSAGE(answer.status == 200, answer.body_text());
    return std::string{json_of(answer).at("redirect").as_string()};
  }
  std::string code(const std::string& token, const std::string& scope = "read write") {
    const auto redirect = consent(token, asked(scope));
    const auto from = redirect.find("&code=") + 6;
    return redirect.substr(from, redirect.find('&', from) - from);
  }
  Response redeem(const std::string& code, const std::string& with = verifier, const std::string& at = back) {
    return form("/oauth/token", {{"grant_type", "authorization_code"},
                                 {"client_id", client},
                                 {"code", code},
                                 {"redirect_uri", at},
                                 {"code_verifier", with}});
  }
  json::value tokens(const std::string& token, const std::string& scope = "read write") {
    const auto answer = redeem(code(token, scope));
    REQUIRE_MESSAGE(answer.status == 200, answer.body_text());
    return json_of(answer);
  }
  std::string access(const std::string& token, const std::string& scope = "read write") {
    return std::string{tokens(token, scope).at("access_token").as_string()};
  }
};

std::string error_of(const Response& answer) {
  const auto body = json_of(answer);
  const auto* error = body.as_object().if_contains("error");
  return error == nullptr ? std::to_string(answer.status) : std::string{error->as_string()};
}
}  // namespace

TEST_CASE("oauth: from the question to a token, and what it opens") {
  Town town;
  const auto question =
      town.api("GET",
               "/oauth/request?client_id=" + town.client + "&redirect_uri=" + http::percent_encode(back) +
                   "&response_type=code&scope=read%20write" + "&code_challenge_method=S256&code_challenge=" +
                   base::base64_url(base::sha256(base::as_bytes(verifier))),
               town.ada);
  REQUIRE_MESSAGE(question.status == 200, question.body_text());
  const auto shown = json_of(question);
  CHECK(shown.at("app").at("made_by").at("handle").as_string() == "bob");
  CHECK(shown.at("scopes").as_array().size() == 2);
  CHECK(shown.at("refused").is_null());

  const auto redirect = town.consent(town.ada, town.asked());
  CHECK(redirect.starts_with(back + "&code="));
  CHECK(redirect.find("&state=st%26ate&iss=http%3A%2F%2Fvitrine.example") != std::string::npos);
  const auto answer = town.redeem(town.code(town.ada));
  REQUIRE_MESSAGE(answer.status == 200, answer.body_text());
  CHECK(answer.header("cache-control") == "no-store");
  CHECK(answer.type == "application/json");
  const auto tokens = json_of(answer);
  CHECK(tokens.at("token_type").as_string() == "Bearer");
  CHECK(tokens.at("expires_in").as_int64() == 3600);
  CHECK(tokens.at("scope").as_string() == "read write");

  const std::string access{tokens.at("access_token").as_string()};
  const auto read = town.api("GET", "/read", access);
  CHECK(read.status == 200);
  CHECK(json_of(read).at("role").as_string() == "creator");  // an owner's app is no owner
  CHECK(town.api("GET", "/write", access).status == 200);
  CHECK(town.api("GET", "/open", access).status == 200);
  const auto upload = town.api("GET", "/upload", access);
  CHECK(upload.status == 403);
  CHECK(code_of(upload) == "scope_insufficient");
  CHECK(upload.header("www-authenticate") == R"(Bearer error="insufficient_scope", scope="upload")");
  for (const auto* path : {"/closed", "/open-closed", "/staff", "/me/apps", "/me/made-apps"})
    CHECK_MESSAGE(code_of(town.api("GET", path, access)) == "scope_insufficient", path);
  // Nor does an app allow another one.
  auto body = town.asked();
  body["allow"] = true;
  CHECK(code_of(town.api("POST", "/oauth/consent", access, body)) == "scope_insufficient");
  // A browser is no app: the same token in a cookie is a visitor's.
  CHECK(town.ask("GET", "/api/v1/read", "", "", access, true).status == 401);
}

TEST_CASE("oauth: whoever says no, or is asked wrongly, sends the app away without a code") {
  Town town;
  CHECK(town.consent(town.ada, town.asked(), false).find("&error=access_denied&state=") != std::string::npos);
  CHECK(town.consent(town.ada, town.asked("read messages")).find("&error=invalid_scope") !=
        std::string::npos);
  auto body = town.asked();
  body.erase("code_challenge");
  CHECK(town.consent(town.ada, body).find("&error=invalid_request") != std::string::npos);
  // Nobody is sent to an address that was not registered.
  body = town.asked();
  body["allow"] = true;
  body["redirect_uri"] = "https://app.example/back";
  CHECK(code_of(town.api("POST", "/oauth/consent", town.ada, body)) == "redirect_unknown");
  CHECK(town.api("POST", "/oauth/consent", "", body).status == 401);
}

TEST_CASE("oauth: another site's page cannot say yes") {
  Town town;
  auto body = town.asked();
  body["allow"] = true;
  const auto post = [&](std::string_view site) {
    http::Request request{.method = "POST", .path = "/api/v1/oauth/consent", .body = base::to_text(body)};
    request.fields = {{"Host", "vitrine.example"},
                      {"Content-Type", "application/json"},
                      {"Cookie", "vitrine=" + town.ada},
                      {"Sec-Fetch-Site", std::string{site}}};
    return town.dispatcher.answer(request).status;
  };
  CHECK(post("same-origin") == 200);
  CHECK(post("cross-site") == 403);
  CHECK(post("same-site") == 403);
}

TEST_CASE("oauth: codes and tokens that were copied are worth nothing, and neither is what came of them") {
  Town town;
  const auto code = town.code(town.ada);
  const auto first = town.redeem(code);
  REQUIRE(first.status == 200);
  const std::string access{json_of(first).at("access_token").as_string()};
  CHECK(town.api("GET", "/read", access).status == 200);
  const auto again = town.redeem(code);
  CHECK(again.status == 400);
  CHECK(error_of(again) == "invalid_grant");
  const auto dead = town.api("GET", "/read", access);
  CHECK(dead.status == 401);
  CHECK(dead.header("www-authenticate") == R"(Bearer error="invalid_token")");

  CHECK(error_of(town.redeem(town.code(town.ada), std::string(43, 'x'))) == "invalid_grant");
  CHECK(error_of(town.redeem(town.code(town.ada), verifier, "https://app.example/back")) == "invalid_grant");

  const auto refresh = [&](const json::value& tokens, const std::string& scope = "") {
    return town.form("/oauth/token", {{"grant_type", "refresh_token"},
                                      {"client_id", town.client},
                                      {"refresh_token", std::string{tokens.at("refresh_token").as_string()}},
                                      {"scope", scope}});
  };
  const auto one = town.tokens(town.ada);
  CHECK(error_of(refresh(one, "read write upload")) == "invalid_scope");
  const auto two = json_of(refresh(one));
  CHECK(error_of(refresh(one)) == "invalid_grant");
  CHECK(town.api("GET", "/read", std::string{two.at("access_token").as_string()}).status == 401);
}

TEST_CASE("oauth: the token endpoint speaks the RFC's words, whatever is wrong") {
  Town town;
  CHECK(error_of(town.form("/oauth/token", {{"grant_type", "password"}, {"client_id", town.client}})) ==
        "unsupported_grant_type");
  CHECK(error_of(town.form("/oauth/token", {{"client_id", town.client}})) == "invalid_request");
  CHECK(error_of(town.form("/oauth/token", {{"grant_type", "refresh_token"}})) == "invalid_request");
  const auto stranger =
      town.form("/oauth/token",
                {{"grant_type", "refresh_token"}, {"client_id", "0000000000zzz"}, {"refresh_token", "x"}});
  CHECK(stranger.status == 401);
  CHECK(error_of(stranger) == "invalid_client");
  const std::vector<std::pair<std::string, std::string>> twice{
      {"grant_type", "refresh_token"}, {"grant_type", "refresh_token"}, {"client_id", town.client}};
  CHECK(error_of(town.form("/oauth/token", twice)) == "invalid_request");
  CHECK(error_of(town.ask("POST", "/oauth/token", "{}", "application/json", "")) == "invalid_request");
  // What it does not know it ignores (RFC 6749, 3.2).
  CHECK(town.form("/oauth/token", {{"grant_type", "authorization_code"},
                                   {"client_id", town.client},
                                   {"code", town.code(town.ada)},
                                   {"redirect_uri", back},
                                   {"code_verifier", verifier},
                                   {"audience", "everybody"}})
            .status == 200);
  const auto told = json_of(town.ask("GET", "/.well-known/oauth-authorization-server", "", "", ""));
  CHECK(told.at("issuer").as_string() == "http://vitrine.example");
  CHECK(told.at("code_challenge_methods_supported").as_array() == json::array({"S256"}));
  CHECK(told.at("token_endpoint").as_string() == "http://vitrine.example/oauth/token");
}

TEST_CASE(
    "oauth: revoked, ended in the settings, signed out everywhere, leaving: the token is dead at once") {
  Town town;
  const auto dead = [&](const std::string& access) { return town.api("GET", "/read", access).status == 401; };
  auto access = town.access(town.ada);
  CHECK(town.form("/oauth/revoke", {{"client_id", town.client}, {"token", access}}).status == 200);
  CHECK(dead(access));
  CHECK(town.form("/oauth/revoke", {{"client_id", town.client}, {"token", access}}).status == 200);

  access = town.access(town.ada);
  const auto listed = json_of(town.api("GET", "/me/apps", town.ada)).at("items").as_array();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("app").at("name").as_string() == "Clip garden");
  CHECK(town.api("DELETE", "/me/apps/" + town.client, town.bob).status == 404);
  CHECK(town.api("DELETE", "/me/apps/" + town.client, town.ada).status == 204);
  CHECK(dead(access));
  CHECK(json_of(town.api("GET", "/me/apps", town.ada)).at("items").as_array().empty());

  // The operator shuts the account, and the person leaves: both end every session, and every app with them.
  access = town.access(town.ada);
  const auto pending = town.code(town.ada);
  REQUIRE(town.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(const auto account, town.people.find_handle(tx, "ada"));
    return town.people.end_all_sessions(tx, account->id);
  }));
  CHECK(dead(access));
  CHECK(error_of(town.redeem(pending)) == "invalid_grant");

  access = town.access(town.bob);
  CHECK(town.api("DELETE", "/me/made-apps/" + town.client, town.bob).status == 204);
  CHECK(dead(access));
}

TEST_CASE("oauth: a device that cannot type is let in by somebody who can") {
  Town town;
  const auto begun = town.form("/oauth/device", {{"client_id", town.client}, {"scope", "upload"}});
  REQUIRE_MESSAGE(begun.status == 200, begun.body_text());
  const auto told = json_of(begun);
  const std::string user{told.at("user_code").as_string()}, device{told.at("device_code").as_string()};
  CHECK(told.at("verification_uri").as_string() == "http://vitrine.example/device");
  const auto poll = [&] {
    return town.form("/oauth/token", {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                                      {"client_id", town.client},
                                      {"device_code", device}});
  };
  town.clock.advance(model::Millis{5000});
  CHECK(error_of(poll()) == "authorization_pending");
  CHECK(error_of(poll()) == "slow_down");
  town.clock.advance(model::Millis{5000});
  CHECK(error_of(poll()) == "slow_down");
  CHECK(town.api("GET", "/oauth/devices/" + user, "").status == 401);
  const auto shown = json_of(town.api("GET", "/oauth/devices/" + user, town.ada));
  CHECK(shown.at("scopes").as_array() == json::array({"upload"}));
  CHECK(town.api("POST", "/oauth/devices/" + user, town.ada, {{"allow", true}}).status == 204);
  CHECK(town.api("POST", "/oauth/devices/" + user, town.ada, {{"allow", true}}).status == 404);
  town.clock.advance(model::Millis{15'000});
  const auto issued = poll();
  REQUIRE_MESSAGE(issued.status == 200, issued.body_text());
  const std::string access{json_of(issued).at("access_token").as_string()};
  CHECK(town.api("GET", "/upload", access).status == 200);
  CHECK(town.api("GET", "/read", access).status == 403);
}
}  // namespace vitrine::oauth_scenario_test
