#include "http/app_routes.hpp"

#include <memory>

#include "http/account_json.hpp"
#include "http/pages_routes.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using accounts::App;
using accounts::AppId;
using accounts::Asked;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

constexpr std::size_t state_chars_max = 1024;

std::vector<Field> asked_fields() {
  return {field("client_id", text(1, 64)),
          field("redirect_uri", text(1, accounts::redirect_bytes_max)),
          optional("response_type", text(0, 32)),
          optional("scope", text(0, 128)),
          optional("state", text(0, state_chars_max)),
          optional("code_challenge", text(0, 128)),
          optional("code_challenge_method", text(0, 16))};
}

Asked asked_in(const Fields& fields) {
  const auto text = [&](std::string_view name) { return fields.maybe_text(name).value_or(""); };
  return {.client_id = text("client_id"),
          .redirect_uri = text("redirect_uri"),
          .response_type = text("response_type"),
          .scope = text("scope"),
          .code_challenge = text("code_challenge"),
          .code_challenge_method = text("code_challenge_method")};
}

Shape scopes_shape() { return array(one_of({"read", "write", "upload"}), std::size(accounts::scopes_all)); }

json::array scopes_json(const accounts::Scopes& scopes) {
  json::array list;
  for (const auto word : scopes.words()) list.push_back(json::value(word));
  return list;
}

Shape app_shape() {
  return named("App", object({field("id", id()), field("name", text(1, accounts::app_name_chars_max)),
                              field("made_by", shapes::account_brief()), field("created_at", time())}));
}
Shape own_app_shape() {
  return named(
      "OwnApp",
      object({field("id", id()), field("name", text(1, accounts::app_name_chars_max)),
              field("redirects", array(text(1, accounts::redirect_bytes_max), accounts::redirects_max)),
              field("created_at", time())}));
}

json::object own_app_json(const App& app) {
  json::array redirects;
  for (const auto& uri : app.redirects) redirects.push_back(json::value(uri));
  return {{"id", app.id.text()},
          {"name", app.name},
          {"redirects", std::move(redirects)},
          {"created_at", model::millis(app.created_at)}};
}

class AppRoutes {
 public:
  explicit AppRoutes(AppNeeds needs) : needs_(std::move(needs)) {}

  Result<Response> asks(Call& call) {
    const auto asked = asked_in(call.query());
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto asking, needs_.apps.check(tx, asked));
      TRY_LET(auto app, app_json(tx, asking.app));
      json::object out{{"app", std::move(app)},
                       {"scopes", scopes_json(asking.scopes)},
                       {"redirect_uri", asked.redirect_uri},
                       {"refused", nullptr}};
      if (asking.refused)
        out["refused"] = json::object{{"error", asking.refused->error},
                                      {"detail", asking.refused->detail},
                                      {"redirect", back(call, call.query(), asking.refused->error)}};
      return Response::json(out);
    });
  }

  Result<Response> answer(Call& call) {
    const auto body = call.body();
    const auto asked = asked_in(body);
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto asking, needs_.apps.check(tx, asked));
      if (asking.refused || !body.boolean("allow"))
        return Response::json(
            {{"redirect", back(call, body, asking.refused ? asking.refused->error : "access_denied")}});
      TRY_LET(const auto code, needs_.apps.allow(tx, call.me().account, asked, asking));
      auto response =
          Response::json({{"redirect", with_query(asked.redirect_uri, more(call, body, "code", code))}});
      response.secret = true;
      return response;
    });
  }

  Result<Response> device(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto waiting, needs_.apps.device(tx, call.text("code")));
      TRY_LET(auto app, app_json(tx, waiting.app));
      return Response::json({{"app", std::move(app)}, {"scopes", scopes_json(waiting.scopes)}});
    });
  }

  Result<Response> decide(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.apps.decide(tx, call.me().account, call.text("code"), call.body().boolean("allow")));
      return Response::nothing();
    });
  }

  Result<Response> list(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto all, needs_.apps.of(tx, call.me().account));
      json::array items;
      for (const auto& one : all) {
        TRY_LET(auto app, app_json(tx, one.app));
        items.push_back(json::object{{"app", std::move(app)},
                                     {"scopes", scopes_json(one.scopes)},
                                     {"since", model::millis(one.since)},
                                     {"used_at", model::millis(one.used_at)}});
      }
      return Response::json({{"items", std::move(items)}});
    });
  }

  Result<Response> end(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.apps.end(tx, call.me().account, call.id<AppId>("app")));
      return Response::nothing();
    });
  }

  Result<Response> made(Call& call) {
    return call.read([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto mine, needs_.apps.made_by(tx, call.me().account));
      json::array items;
      for (const auto& app : mine) items.push_back(own_app_json(app));
      return Response::json({{"items", std::move(items)}});
    });
  }

  Result<Response> make(Call& call) {
    const auto body = call.body();
    std::vector<std::string> redirects;
    for (const auto& uri : body.array("redirects")) redirects.emplace_back(std::string_view{uri.as_string()});
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY_LET(const auto app, needs_.apps.make(tx, call.me().account, body.text("name"), redirects));
      return Response::json(own_app_json(app), 201);
    });
  }

  Result<Response> remove(Call& call) {
    return call.write([&](Transaction& tx) -> Result<Response> {
      TRY(needs_.apps.remove(tx, call.me().account, call.id<AppId>("app")));
      return Response::nothing();
    });
  }

 private:
  Result<json::object> app_json(Transaction& tx, const App& app) {
    TRY_LET(const auto briefs, Briefs::fetch(tx, needs_.accounts, {app.made_by}));
    return json::object{{"id", app.id.text()},
                        {"name", app.name},
                        {"made_by", briefs.json(app.made_by)},
                        {"created_at", model::millis(app.created_at)}};
  }

  /// What goes back to the app: its state, and who answers (RFC 9207).
  std::vector<std::pair<std::string, std::string>> more(const Call& call, const Fields& asked,
                                                        std::string_view name, std::string_view value) {
    std::vector<std::pair<std::string, std::string>> pairs{{std::string{name}, std::string{value}}};
    if (const auto state = asked.maybe_text("state"); state && !state->empty())
      pairs.emplace_back("state", *state);
    pairs.emplace_back("iss", base_url_of(call.request(), needs_.base_url));
    return pairs;
  }
  std::string back(const Call& call, const Fields& asked, std::string_view error) {
    return with_query(asked.text("redirect_uri"), more(call, asked, "error", error));
  }

  AppNeeds needs_;
};

using Routes = std::shared_ptr<AppRoutes>;

Handler by(const Routes& routes, Result<Response> (AppRoutes::*handle)(Call&)) {
  return [routes, handle](Call& call) { return (*routes.*handle)(call); };
}

void add_asking_routes(RouteTable& table, const Routes& routes) {
  const auto refused =
      object({field("error", text(1, 64)), field("detail", text(1, 500)), field("redirect", text(1, 4096))});
  table.add({.method = "GET",
             .path = "/api/v1/oauth/request",
             .summary = "Which app asks for what; changes nothing",
             .tag = "apps",
             .access = Access::signed_in,
             .query = object(asked_fields()),
             .answer = {200, object({field("app", app_shape()), field("scopes", scopes_shape()),
                                     field("redirect_uri", text(1, accounts::redirect_bytes_max)),
                                     field("refused", nullable(refused))})},
             .handler = by(routes, &AppRoutes::asks)});
  table.add({.method = "POST",
             .path = "/api/v1/oauth/consent",
             .summary = "Says yes or no to it, and where to go with the answer",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .body = extend(object(asked_fields()), {field("allow", boolean())}),
             .answer = {200, object({field("redirect", text(1, 4096))})},
             .handler = by(routes, &AppRoutes::answer)});
  table.add({.method = "GET",
             .path = "/api/v1/oauth/devices/{code:word}",
             .summary = "Which app waits on the device that shows this code",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .answer = {200, object({field("app", app_shape()), field("scopes", scopes_shape())})},
             .handler = by(routes, &AppRoutes::device)});
  table.add({.method = "POST",
             .path = "/api/v1/oauth/devices/{code:word}",
             .summary = "Says yes or no to it",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .body = object({field("allow", boolean())}),
             .handler = by(routes, &AppRoutes::decide)});
}
}  // namespace

std::string with_query(std::string_view redirect,
                       const std::vector<std::pair<std::string, std::string>>& more) {
  std::string uri{redirect};
  char between = uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : more) {
    uri += between + percent_encode(name) + '=' + percent_encode(value);
    between = '&';
  }
  return uri;
}

void add_app_routes(RouteTable& table, const AppNeeds& needs) {
  const auto routes = std::make_shared<AppRoutes>(needs);
  add_asking_routes(table, routes);
  const auto access = named("AppAccess", object({field("app", app_shape()), field("scopes", scopes_shape()),
                                                 field("since", time()), field("used_at", time())}));
  table.add({.method = "GET",
             .path = "/api/v1/me/apps",
             .summary = "Apps that act for one, used last first",
             .tag = "apps",
             .access = Access::signed_in,
             .answer = {200, object({field("items", array(access, accounts::grants_max))})},
             .handler = by(routes, &AppRoutes::list)});
  table.add({.method = "DELETE",
             .path = "/api/v1/me/apps/{app}",
             .summary = "Ends what an app may, on every device and at once",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = by(routes, &AppRoutes::end)});
  table.add({.method = "GET",
             .path = "/api/v1/me/made-apps",
             .summary = "Apps one made",
             .tag = "apps",
             .access = Access::signed_in,
             .answer = {200, object({field("items", array(own_app_shape(), accounts::apps_max))})},
             .handler = by(routes, &AppRoutes::made)});
  table.add({.method = "POST",
             .path = "/api/v1/me/made-apps",
             .summary = "Registers an app: a public client, without a secret",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::write,
             .body = object({field("name", text(1, 200)), field("redirects", array(text(1, 2048), 16))}),
             .answer = {201, own_app_shape()},
             .handler = by(routes, &AppRoutes::make)});
  table.add({.method = "DELETE",
             .path = "/api/v1/me/made-apps/{app}",
             .summary = "Removes an app, with everything anybody granted to it",
             .tag = "apps",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = by(routes, &AppRoutes::remove)});
}

}  // namespace vitrine::http
