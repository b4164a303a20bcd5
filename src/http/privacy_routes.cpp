#include "http/privacy_routes.hpp"

#include "accounts/password.hpp"
#include "http/opening_routes.hpp"
#include "http/proof_routes.hpp"
#include "http/security.hpp"
#include "takeout/gathering.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using ports::Transaction;
namespace json = base::json;
using namespace shape;

constexpr int readers_max = 100;

Shape value_shape() {
  return object({field("column", text(1, 64)), field("says", words<privacy::Says>()),
                 field("text", text(0, privacy::value_bytes_max))});
}

Shape holding_shape() {
  return named(
      "Holding",
      object({field("name", text(1, 64)), field("place", text(1, 64)), field("owner", text(1, 32)),
              field("purpose", words<privacy::Purpose>()), field("basis", words<privacy::Basis>()),
              field("fate", words<privacy::Fate>()), field("market", text(1, 16)), field("rows", count()),
              field("kept_days", nullable(count())), field("since", nullable(time())),
              field("until", nullable(time())), field("newest", array(value_shape(), 64))}));
}

Shape event_shape() { return object({field("name", text(1, 64)), field("why", text(1, 200))}); }

Shape farewell_shape() {
  return named("Farewell", object({field("asked_at", time()), field("due_at", time())}));
}

json::value time_json(const std::optional<model::Instant>& at) {
  // Parentheses: in braces these would be lists.
  return at ? json::value(model::millis(*at)) : json::value(nullptr);
}

json::object holding_json(const privacy::Found& found) {
  const auto& holding = *found.holding;
  json::array newest;
  for (const auto& value : found.newest)
    newest.push_back(
        json::object{{"column", value.column}, {"says", model::text(value.says)}, {"text", value.text}});
  return {{"name", holding.name},
          {"place", holding.table},
          {"owner", privacy::owner_of(holding.table)},
          {"purpose", model::text(holding.purpose)},
          {"basis", model::text(holding.basis)},
          {"fate", model::text(holding.fate)},
          {"market", "this_house"},
          {"rows", found.rows},
          {"kept_days", holding.days == 0 ? json::value(nullptr) : json::value(holding.days)},
          {"since", time_json(found.since)},
          {"until", time_json(found.until)},
          {"newest", std::move(newest)}};
}

json::object farewell_json(const privacy::Farewell& farewell) {
  return {{"asked_at", model::millis(farewell.asked_at)}, {"due_at", model::millis(farewell.due_at)}};
}

Result<Response> my_data(const PrivacyNeeds& needs, Call& call) {
  std::vector<privacy::Found> found;
  json::array readers;
  TRY(call.read([&](Transaction& tx) -> Result<void> {
    TRY_LET(found, needs.rows.look(tx, {call.me().account, call.me().pseudonym}));
    TRY_LET(const auto openings, needs.openings.of_person(tx, call.me().account, readers_max));
    TRY_LET(readers, openings_json(tx, needs.accounts, openings, call.now()));
    return {};
  }));
  json::array items;
  for (const auto& one : found) items.push_back(holding_json(one));
  json::array events;
  for (const auto& event : privacy::the_map().events)
    if (event.says == privacy::Says::person)
      events.push_back(json::object{{"name", event.name}, {"why", event.why}});
  return Response::json(
      {{"items", std::move(items)}, {"events", std::move(events)}, {"readers", std::move(readers)}});
}

/// The same as a file: every row, as it is stored.
Result<Response> my_copy(const PrivacyNeeds& needs, Call& call) {
  TRY_LET(const auto copied, call.read([&](Transaction& tx) {
    return needs.rows.copy(tx, {call.me().account, call.me().pseudonym});
  }));
  auto response =
      Response::text(takeout::personal_text(call.me().handle, call.now(), copied), "application/json");
  response.add("Content-Disposition", "attachment; filename=\"vitrine-" + call.me().handle + ".json\"");
  return response;
}

Result<Response> ask(const PrivacyNeeds& needs, Call& call) {
  TRY(prove_again(needs.accounts, call));
  return call.write([&](Transaction& tx) -> Result<Response> {
    const auto& me = call.me();
    if (me.role == model::Role::owner)
      return fail(Fault::conflict, "owner_stays",
                  "The owner of this house cannot leave it: give the role to somebody else first.");
    TRY_LET(const auto asked, needs.erasure.ask(tx, {me.account, me.pseudonym}));
    TRY(needs.accounts.end_all_sessions(tx, me.account));
    auto response = Response::json({{"due_at", model::millis(asked.due_at)}, {"code", asked.code}}, 201);
    response.secret = true;
    clear_session_cookie(response, call.request());
    return response;
  });
}

Result<Response> state(const PrivacyNeeds& needs, Call& call) {
  TRY_LET(const auto state,
          call.read([&](Transaction& tx) { return needs.erasure.state(tx, call.text("code")); }));
  if (state.waiting) {
    return Response::json(
        {{"state", "waiting"}, {"farewell", farewell_json(*state.waiting)}, {"certificate", nullptr}});
  }
  if (!state.done)
    return fail(Fault::not_found, "farewell_absent",
                "No account is going or has gone under this code. Whoever signs in again in time stays.");
  return Response::json({{"state", "done"},
                         {"farewell", nullptr},
                         {"certificate",
                          {{"text", state.done->text},
                           {"signature", base::hex(state.done->signature)},
                           {"public_key", base::hex(needs.signer.public_key())},
                           {"done_at", model::millis(state.done->done_at)}}}});
}

Result<Response> key(const PrivacyNeeds& needs) {
  return Response::json({{"algorithm", "ed25519"}, {"public_key", base::hex(needs.signer.public_key())}});
}

void add_farewell_routes(RouteTable& table, const PrivacyNeeds& needs) {
  table.add({.method = "POST",
             .path = "/api/v1/me/farewell",
             .summary = "Asks for one's account to be erased: after two weeks, unless one signs in again",
             .tag = "privacy",
             .access = Access::signed_in,
             .pace = Pace::sign_in,
             .body = object({optional("password", text(1, accounts::password_chars_max))}),
             .answer = {201, object({field("due_at", time()), field("code", text(1, 64))})},
             .handler = [needs](Call& call) { return ask(needs, call); }});
  table.add(
      {.method = "GET",
       .path = "/api/v1/farewells/{code:word}",
       .summary = "Whether an erased account is gone, with the signed certificate",
       .tag = "privacy",
       .pace = Pace::sign_in,
       .answer = {200, object({field("state", one_of({"waiting", "done"})),
                               field("farewell", nullable(farewell_shape())),
                               field("certificate",
                                     nullable(named("Certificate", object({field("text", text(1, 16'384)),
                                                                           field("signature", text(128, 128)),
                                                                           field("public_key", text(64, 64)),
                                                                           field("done_at", time())}))))})},
       .handler = [needs](Call& call) { return state(needs, call); }});
}

}  // namespace

void add_privacy_routes(RouteTable& table, PrivacyNeeds needs) {
  table.add({.method = "GET",
             .path = "/api/v1/me/data",
             .summary = "What this house knows about the caller, made from the map of personal data",
             .tag = "privacy",
             .access = Access::signed_in,
             .pace = Pace::write,
             .answer = {200, object({field("items", array(holding_shape(), 200)),
                                     field("events", array(event_shape(), 50)),
                                     field("readers", array(opening_shape(), readers_max))})},
             .handler = [needs](Call& call) { return my_data(needs, call); }});
  const auto copied = object({field("name", text(1, 64)), field("place", text(1, 64)),
                              field("columns", array(text(1, 64), 64)),
                              field("rows", array(array(text(0, 1 << 20), 64), privacy::copied_rows_max))});
  table.add({.method = "GET",
             .path = "/api/v1/me/data/copy",
             .summary = "Every row this house holds about the caller, as a file",
             .tag = "privacy",
             .access = Access::signed_in,
             .fresh_proof = true,
             .pace = Pace::sign_in,
             .answer = {200, object({field("handle", text(1, 64)), field("made_at", time()),
                                     field("items", array(copied, 200))})},
             .handler = [needs](Call& call) { return my_copy(needs, call); }});
  table.add(
      {.method = "GET",
       .path = "/api/v1/signing-key",
       .summary = "The key that certificates of this house are signed with",
       .tag = "privacy",
       .answer = {200, object({field("algorithm", one_of({"ed25519"})), field("public_key", text(64, 64))})},
       .handler = [needs](Call&) { return key(needs); }});
  add_farewell_routes(table, needs);
}

}  // namespace vitrine::http
