#include "http/accounts_routes.hpp"

#include <array>
#include <memory>

#include "accounts/handle.hpp"
#include "accounts/password.hpp"
#include "catalog/video.hpp"
#include "http/account_json.hpp"
#include "http/family_json.hpp"
#include "http/security.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using accounts::Account;
using base::fail;
using model::Role;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

Shape password() { return text(1, accounts::password_chars_max); }
Shape deliver() { return one_of({"cookie", "token"}); }
Shape code() { return text(1, 64); }

Shape signed_in_answer() {
  return object({field("account", shapes::account()), optional("token", text(1, 128))});
}

Shape instance_answer() {
  return named(
      "Instance",
      object({field("name", text(1, accounts::instance_name_chars_max)), field("version", text(1, 32)),
              field("first_run", boolean()), field("sign_up", words<model::SignUp>()),
              field("limits",
                    object({field("upload_bytes_max", count()), field("duration_ms_max", count()),
                            field("title_chars_max", count()), field("description_chars_max", count()),
                            field("comment_chars_max", count()), field("name_chars_max", count()),
                            field("bio_chars_max", count()), field("handle_chars_max", count()),
                            field("password_chars_min", count()), field("password_chars_max", count())})),
              field("languages", array(text(2, 8), 16))}));
}

Shape session_shape() {
  return named("Session",
               object({field("id", id()), field("created_at", time()), field("last_seen_at", time()),
                       field("agent", text(1, 64)), field("current", boolean())}));
}

Shape invite_shape() {
  return named("Invite", object({field("code", code()), field("uses_max", count()), field("used", count()),
                                 field("created_at", time()), field("expires_at", nullable(time()))}));
}

json::object invite_json(const accounts::Invite& invite) {
  json::object out{{"code", invite.code},
                   {"uses_max", invite.uses_max},
                   {"used", invite.used},
                   {"created_at", model::millis(invite.created_at)},
                   {"expires_at", nullptr}};
  if (invite.expires_at) out["expires_at"] = model::millis(*invite.expires_at);
  return out;
}

bool wants_token(const Call& call) { return call.body().maybe_text("deliver") == "token"; }

Result<json::object> own_json(Transaction& tx, const AccountsNeeds& needs, const Account& account) {
  const std::array who{account.id};
  TRY_LET(const auto counts, needs.relations.counts(tx, who));
  TRY_LET(const auto videos, needs.videos.published(tx, who));
  return account_json(account, counts[0], videos[0], social::Relation{}, true);
}

/// The handlers; one for all their routes, shared by the table's closures.
class AccountsRoutes {
 public:
  explicit AccountsRoutes(AccountsNeeds needs) : needs_(std::move(needs)) {}

  Result<Response> instance(Call& call);
  Result<Response> set_up(Call& call);
  Result<Response> sign_up(Call& call);
  Result<Response> sign_in(Call& call);
  Result<Response> sign_out(Call& call);
  Result<Response> sessions(Call& call);
  Result<Response> end_sessions(Call& call);
  Result<Response> end_session(Call& call);
  Result<Response> me(Call& call);
  Result<Response> whoever(Call& call);
  Result<Response> change_me(Call& call);
  Result<Response> change_password(Call& call);
  Result<Response> profile(Call& call);
  Result<Response> invites(Call& call);
  Result<Response> make_invite(Call& call);
  Result<Response> revoke_invite(Call& call);
  Result<Response> change_instance(Call& call);

 private:
  Result<Response> shown_instance(Transaction& tx);
  Result<json::object> own_json(Transaction& tx, const Account& account) {
    return http::own_json(tx, needs_, account);
  }
  Result<std::int64_t> unread_of(Transaction& tx, model::AccountId account);
  Result<json::object> me_json(Transaction& tx, const Account& account);
  [[nodiscard]] bool is_setup_code(std::string_view given) const;
  AccountsNeeds needs_;
};

Result<Response> AccountsRoutes::instance(Call& call) {
  return call.read([&](Transaction& tx) { return shown_instance(tx); });
}

Result<Response> AccountsRoutes::shown_instance(Transaction& tx) {
  TRY_LET(const auto house, needs_.accounts.instance(tx));
  return Response::json({{"name", house.name},
                         {"version", needs_.version},
                         {"first_run", house.first_run},
                         {"sign_up", model::text(house.sign_up)},
                         {"limits",
                          {{"upload_bytes_max", needs_.upload_bytes_max},
                           {"duration_ms_max", needs_.duration_ms_max},
                           {"title_chars_max", catalog::title_chars_max},
                           {"description_chars_max", catalog::description_chars_max},
                           {"comment_chars_max", social::comment_chars_max},
                           {"name_chars_max", accounts::name_chars_max},
                           {"bio_chars_max", accounts::bio_chars_max},
                           {"handle_chars_max", accounts::handle_chars_max},
                           {"password_chars_min", accounts::password_chars_min},
                           {"password_chars_max", accounts::password_chars_max}}},
                         {"languages", json::array{"en", "de"}}});
}

bool AccountsRoutes::is_setup_code(std::string_view given) const {
  return !needs_.setup_code ||
         base::equal_in_constant_time(base::as_bytes(given), base::as_bytes(*needs_.setup_code));
}

Result<Response> AccountsRoutes::set_up(Call& call) {
  const auto body = call.body();
  TRY_LET(const auto house, call.read([&](Transaction& tx) { return needs_.accounts.instance(tx); }));
  if (!house.first_run)
    return fail(Fault::conflict, "already_set_up", "This server is already set up; sign in instead.");
  if (!is_setup_code(body.maybe_text("code").value_or("")))
    return base::fail_in("code", Fault::refused, "setup_code_wrong",
                         "Open the address that the server printed in its terminal, with the code in it.");
  TRY_LET(const auto owner,
          needs_.accounts.prepare({body.text("handle"), body.text("name"), body.text("password")}));
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, needs_.accounts.set_up(tx, owner, body.text("instance_name")));
    TRY_LET(const auto in, needs_.accounts.open_session(tx, account, call.request().header("user-agent")));
    return welcome(tx, needs_, call, in, 201);
  });
}

Result<Response> AccountsRoutes::sign_up(Call& call) {
  const auto body = call.body();
  const auto invite = body.maybe_text("invite");
  TRY(call.read(
      [&](Transaction& tx) { return needs_.accounts.may_sign_up(tx, body.text("handle"), invite); }));
  TRY_LET(const auto person,
          needs_.accounts.prepare(
              {body.text("handle"), body.maybe_text("name").value_or(""), body.text("password")}));
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, needs_.accounts.sign_up(tx, person, invite));
    TRY_LET(const auto in, needs_.accounts.open_session(tx, account, call.request().header("user-agent")));
    return welcome(tx, needs_, call, in, 201);
  });
}

Result<Response> AccountsRoutes::sign_in(Call& call) {
  const auto handle = call.body().text("handle");
  TRY_LET(const auto known, call.read([&](Transaction& tx) { return needs_.accounts.known(tx, handle); }));
  TRY_LET(const auto proven,
          needs_.accounts.prove(known, handle, call.body().text("password"), call.request().remote_address));
  const accounts::SecondProof second{call.body().maybe_text("code"), call.request().remote_address};
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto in, needs_.accounts.sign_in(tx, proven, second, call.request().header("user-agent")));
    if (needs_.came_back) TRY(needs_.came_back(tx, in.account.id));
    return welcome(tx, needs_, call, in, 200);
  });
}

/// The end of this browser's session. What was private in its cache goes along; drafts are the device's
/// (docs/privacy.md) and stay.
Response goodbye(const Call& call) {
  auto response = Response::nothing();
  response.secret = true;
  clear_session_cookie(response, call.request());
  if (call.by_cookie()) response.add("Clear-Site-Data", "\"cache\"");
  return response;
}

Result<Response> AccountsRoutes::sign_out(Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.end_session(tx, call.me().account, call.me().session));
    return goodbye(call);
  });
}

Result<Response> AccountsRoutes::sessions(Call& call) {
  TRY_LET(const auto open,
          call.read([&](Transaction& tx) { return needs_.accounts.sessions(tx, call.me().account); }));
  json::array items;
  for (const auto& session : open)
    items.push_back(json::object{{"id", session.id.text()},
                                 {"created_at", model::millis(session.created_at)},
                                 {"last_seen_at", model::millis(session.last_seen_at)},
                                 {"agent", session.agent},
                                 {"current", session.id == call.me().session}});
  return Response::json({{"items", std::move(items)}});
}

Result<Response> AccountsRoutes::end_sessions(Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.end_all_sessions(tx, call.me().account));
    return goodbye(call);
  });
}

Result<Response> AccountsRoutes::end_session(Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.end_session(tx, call.me().account, call.id<model::SessionId>("session")));
    return Response::nothing();
  });
}

Result<std::int64_t> AccountsRoutes::unread_of(Transaction& tx, model::AccountId account) {
  TRY_LET(auto unread, needs_.notifications.unread(tx, account));
  if (!needs_.waiting) return unread;
  TRY_LET(const auto waiting, needs_.waiting(tx, account));
  return unread + waiting;
}

Result<json::object> AccountsRoutes::me_json(Transaction& tx, const Account& account) {
  TRY_LET(auto shown, own_json(tx, account));
  TRY_LET(const auto unread, unread_of(tx, account.id));
  json::object out{{"account", std::move(shown)},
                   {"settings", {{"language", account.language}}},
                   {"unread", unread},
                   {"limits", nullptr}};
  if (needs_.limits) {
    TRY_LET(const auto limits, needs_.limits(tx, account.id));
    if (limits) out["limits"] = limits_json(*limits);
  }
  return out;
}

Result<Response> AccountsRoutes::me(Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, needs_.accounts.account(tx, call.me().account));
    TRY_LET(const auto out, me_json(tx, account));
    return Response::json(out);
  });
}

/// What a page asks first, mostly of somebody who is nobody here: no error then.
Result<Response> AccountsRoutes::whoever(Call& call) {
  if (!call.viewer()) return Response::json({{"me", nullptr}});
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, needs_.accounts.account(tx, call.me().account));
    TRY_LET(auto out, me_json(tx, account));
    return Response::json({{"me", std::move(out)}});
  });
}

Result<Response> AccountsRoutes::change_me(Call& call) {
  const auto body = call.body();
  const accounts::ProfileChange change{body.maybe_text("name"), body.maybe_text("bio"),
                                       body.maybe_text("language"), body.maybe_boolean("private")};
  std::vector<model::VideoId> narrowed;
  auto response = call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto before, needs_.accounts.account(tx, call.me().account));
    TRY_LET(const auto account, needs_.accounts.change_profile(tx, call.me().account, change));
    narrowed.clear();
    if (needs_.privacy_changed && account.is_private != before.is_private) {
      TRY_LET(narrowed, needs_.privacy_changed(tx, account));
    }
    TRY_LET(const auto out, me_json(tx, account));
    return Response::json(out);
  });
  if (response && needs_.cache)
    for (const auto video : narrowed) needs_.cache->forget(video);
  return response;
}

Result<Response> AccountsRoutes::change_password(Call& call) {
  const auto& handle = call.me().handle;
  TRY_LET(const auto known, call.read([&](Transaction& tx) { return needs_.accounts.known(tx, handle); }));
  const auto proven =
      needs_.accounts.prove(known, handle, call.body().text("current"), call.request().remote_address);
  if (!proven && proven.error().fault == Fault::not_signed_in)
    return base::fail_in("current", Fault::refused, "password_wrong", "The present password is wrong.");
  if (!proven) return std::unexpected(proven.error());
  TRY_LET(const auto hash, needs_.accounts.prepare_password(handle, call.body().text("new")));
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.change_password(tx, *proven, hash, call.me().session));
    return Response::nothing();
  });
}

Result<Response> AccountsRoutes::profile(Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto account, needs_.accounts.find_handle(tx, call.text("handle")));
    const auto absent = [] { return fail(Fault::not_found, "account_absent", "There is no such account."); };
    if (!account) return absent();
    const auto viewer = call.my_account().value_or(model::AccountId{0});
    TRY_LET(const auto relation, needs_.relations.of(tx, viewer, account->id));
    if (relation.blocked_by) return absent();
    const std::array who{account->id};
    TRY_LET(const auto counts, needs_.relations.counts(tx, who));
    TRY_LET(const auto videos, needs_.videos.published(tx, who));
    const auto my = call.viewer() ? std::optional{relation} : std::nullopt;
    return Response::json(account_json(*account, counts[0], videos[0], my, viewer == account->id));
  });
}

Result<Response> AccountsRoutes::invites(Call& call) {
  TRY_LET(const auto list, call.read([&](Transaction& tx) { return needs_.accounts.invites(tx); }));
  json::array items;
  for (const auto& invite : list) items.push_back(invite_json(invite));
  return Response::json({{"items", std::move(items)}});
}

Result<Response> AccountsRoutes::make_invite(Call& call) {
  const auto uses_max = call.body().maybe_integer("uses_max").value_or(1);
  const auto lasts_ms = call.body().maybe_integer("expires_in_ms");
  const auto lasts = lasts_ms ? std::optional{model::Millis{*lasts_ms}} : std::nullopt;
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto invite, needs_.accounts.invite(tx, call.me().account, uses_max, lasts));
    return Response::json(invite_json(invite), 201);
  });
}

Result<Response> AccountsRoutes::revoke_invite(Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.revoke_invite(tx, call.text("code")));
    return Response::nothing();
  });
}

Result<Response> AccountsRoutes::change_instance(Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs_.accounts.set_instance(tx, call.body().maybe_text("name"),
                                     call.body().maybe_word<model::SignUp>("sign_up")));
    return shown_instance(tx);
  });
}

using Routes = std::shared_ptr<AccountsRoutes>;

/// A handler that keeps the routes alive.
Handler by(const Routes& routes, Result<Response> (AccountsRoutes::*handle)(Call&)) {
  return [routes, handle](Call& call) { return (*routes.*handle)(call); };
}

Shape me_answer() {
  return object({field("account", shapes::account()),
                 field("settings", object({field("language", text(0, 8))})), field("unread", count()),
                 field("limits", nullable(limits_shape()))});
}

void add_entry_routes(RouteTable& table, const Routes& routes) {
  table.add({.method = "GET",
             .path = "/api/v1/instance",
             .summary = "What this installation is and allows",
             .tag = "instance",
             .scope = accounts::Scope::read,
             .answer = {200, instance_answer()},
             .handler = by(routes, &AccountsRoutes::instance)});
  table.add({.method = "POST",
             .path = "/api/v1/setup",
             .summary = "First run: names the house, makes its owner",
             .tag = "instance",
             .pace = Pace::sign_in,
             .body = object({field("instance_name", text(1, accounts::instance_name_chars_max)),
                             field("handle", handle()), field("name", text(0, accounts::name_chars_max)),
                             field("password", password()), optional("code", code())}),
             .answer = {201, signed_in_answer()},
             .handler = by(routes, &AccountsRoutes::set_up)});
  table.add({.method = "POST",
             .path = "/api/v1/accounts",
             .summary = "Signs up",
             .tag = "accounts",
             .pace = Pace::sign_up,
             .body = object({field("handle", handle()), optional("name", text(0, accounts::name_chars_max)),
                             field("password", password()), optional("invite", code()),
                             optional("deliver", deliver())}),
             .answer = {201, signed_in_answer()},
             .handler = by(routes, &AccountsRoutes::sign_up)});
  table.add({.method = "POST",
             .path = "/api/v1/session",
             .summary = "Signs in",
             .tag = "sessions",
             .pace = Pace::sign_in,
             .body = object({field("handle", text(1, 64)), field("password", password()),
                             optional("code", code()), optional("deliver", deliver())}),
             .answer = {200, signed_in_answer()},
             .handler = by(routes, &AccountsRoutes::sign_in)});
}

void add_session_routes(RouteTable& table, const Routes& routes) {
  table.add({.method = "GET",
             .path = "/api/v1/session",
             .summary = "Who one is here, if anybody",
             .tag = "sessions",
             .answer = {200, object({field("me", nullable(me_answer()))})},
             .handler = by(routes, &AccountsRoutes::whoever)});
  table.add({.method = "DELETE",
             .path = "/api/v1/session",
             .summary = "Signs out here",
             .tag = "sessions",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = by(routes, &AccountsRoutes::sign_out)});
  table.add({.method = "GET",
             .path = "/api/v1/sessions",
             .summary = "Where one is signed in",
             .tag = "sessions",
             .access = Access::signed_in,
             .answer = {200, object({field("items", array(session_shape(), accounts::sessions_max))})},
             .handler = by(routes, &AccountsRoutes::sessions)});
  table.add({.method = "DELETE",
             .path = "/api/v1/sessions",
             .summary = "Signs out everywhere",
             .tag = "sessions",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = by(routes, &AccountsRoutes::end_sessions)});
  table.add({.method = "DELETE",
             .path = "/api/v1/sessions/{session}",
             .summary = "Signs out one device",
             .tag = "sessions",
             .access = Access::signed_in,
             .pace = Pace::write,
             .handler = by(routes, &AccountsRoutes::end_session)});
}

void add_profile_routes(RouteTable& table, const Routes& routes) {
  table.add({.method = "GET",
             .path = "/api/v1/me",
             .summary = "One's own account",
             .tag = "accounts",
             .access = Access::signed_in,
             .scope = accounts::Scope::read,
             .answer = {200, me_answer()},
             .handler = by(routes, &AccountsRoutes::me)});
  table.add({.method = "PATCH",
             .path = "/api/v1/me",
             .summary = "Changes name, bio or language",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::write,
             .body = object({optional("name", text(0, 200)), optional("bio", text(0, 2000)),
                             optional("language", text(0, 8)), optional("private", boolean())}),
             .answer = {200, me_answer()},
             .handler = by(routes, &AccountsRoutes::change_me)});
  table.add({.method = "POST",
             .path = "/api/v1/me/password",
             .summary = "Changes the password; other devices are signed out",
             .tag = "accounts",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .body = object({field("current", password()), field("new", password())}),
             .handler = by(routes, &AccountsRoutes::change_password)});
  table.add({.method = "GET",
             .path = "/api/v1/accounts/{handle:handle}",
             .summary = "Somebody's profile",
             .tag = "accounts",
             .scope = accounts::Scope::read,
             .answer = {200, shapes::account()},
             .handler = by(routes, &AccountsRoutes::profile)});
}

void add_owner_routes(RouteTable& table, const Routes& routes) {
  table.add({.method = "GET",
             .path = "/api/v1/admin/invites",
             .summary = "Invites that were made",
             .tag = "admin",
             .access = Access::owner,
             .answer = {200, object({field("items", array(invite_shape(), accounts::invites_max))})},
             .handler = by(routes, &AccountsRoutes::invites)});
  table.add({.method = "POST",
             .path = "/api/v1/admin/invites",
             .summary = "Makes an invite",
             .tag = "admin",
             .access = Access::owner,
             .pace = Pace::write,
             .body = object({optional("uses_max", integer(1, accounts::invite_uses_max)),
                             optional("expires_in_ms", integer(60'000, accounts::invite_life_max.count()))}),
             .answer = {201, invite_shape()},
             .handler = by(routes, &AccountsRoutes::make_invite)});
  table.add({.method = "DELETE",
             .path = "/api/v1/admin/invites/{code:word}",
             .summary = "Revokes an invite",
             .tag = "admin",
             .access = Access::owner,
             .pace = Pace::write,
             .handler = by(routes, &AccountsRoutes::revoke_invite)});
  table.add({.method = "PATCH",
             .path = "/api/v1/admin/instance",
             .summary = "Changes name or sign-up mode",
             .tag = "admin",
             .access = Access::owner,
             .pace = Pace::write,
             .body = object({optional("name", text(1, 200)), optional("sign_up", words<model::SignUp>())}),
             .answer = {200, instance_answer()},
             .handler = by(routes, &AccountsRoutes::change_instance)});
}
}  // namespace

void add_accounts_routes(RouteTable& table, AccountsNeeds needs) {
  const auto routes = std::make_shared<AccountsRoutes>(std::move(needs));
  add_entry_routes(table, routes);
  add_session_routes(table, routes);
  add_profile_routes(table, routes);
  add_owner_routes(table, routes);
}

Result<Response> welcome(Transaction& tx, const AccountsNeeds& needs, Call& call,
                         const accounts::SignedIn& in, int status) {
  TRY_LET(auto account, own_json(tx, needs, in.account));
  const bool as_token = wants_token(call);
  json::object body{{"account", std::move(account)}};
  if (as_token) body["token"] = in.token;
  auto response = Response::json(body, status);
  response.secret = true;
  constexpr auto lifetime =
      std::chrono::duration_cast<std::chrono::seconds>(accounts::session_life_max).count();
  if (as_token) return response;
  // Signed in again in the same browser: its cookie goes, and nobody holds the session behind it any more.
  if (const auto& before = call.viewer(); before && call.by_cookie())
    TRY(needs.accounts.end_session(tx, before->account, before->session));
  set_session_cookie(response, call.request(), in.token, lifetime);
  return response;
}

std::string make_setup_code(ports::Rng& rng) {
  return base::id_text(rng.next64()) + base::id_text(rng.next64());
}
}  // namespace vitrine::http
