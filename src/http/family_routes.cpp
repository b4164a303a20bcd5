#include "http/family_routes.hpp"

#include "http/account_json.hpp"
#include "http/family_json.hpp"
#include "http/shapes.hpp"

namespace vitrine::http {
namespace {
using base::fail;
using base::Fault;
using model::AccountId;
using ports::Transaction;
using social::Pairing;
namespace json = base::json;
using namespace shape;

Shape pairing_shape() {
  return named("FamilyPairing", object({field("person", shapes::account_brief()), field("since", time()),
                                        field("limits", limits_shape())}));
}

Shape code_text() { return text(1, 32); }

/// `other`: the one of the two who is not asking.
json::object pairing_json(const Pairing& pairing, json::object other) {
  return {{"person", std::move(other)},
          {"since", model::millis(pairing.since)},
          {"limits", limits_json(pairing.limits)}};
}

Result<Response> one(Transaction& tx, const FamilyNeeds& needs, const Pairing& pairing, int status) {
  TRY_LET(const auto briefs, Briefs::fetch(tx, needs.accounts, {pairing.ward}));
  return Response::json(pairing_json(pairing, briefs.json(pairing.ward)), status);
}

Result<Response> family(const FamilyNeeds& needs, Call& call) {
  return call.read([&](Transaction& tx) -> Result<Response> {
    const auto me = call.me().account;
    TRY_LET(const auto guardian, needs.family.guardian_of(tx, me));
    TRY_LET(const auto wards, needs.family.wards_of(tx, me));
    TRY_LET(const auto until, needs.family.code_until(tx, me));
    std::vector<AccountId> people;
    if (guardian) people.push_back(guardian->guardian);
    for (const auto& each : wards) people.push_back(each.ward);
    TRY_LET(const auto briefs, Briefs::fetch(tx, needs.accounts, std::move(people)));
    json::array items;
    for (const auto& each : wards) items.push_back(pairing_json(each, briefs.json(each.ward)));
    json::object out{{"guardian", nullptr}, {"wards", std::move(items)}, {"code_until", nullptr}};
    if (guardian) out["guardian"] = pairing_json(*guardian, briefs.json(guardian->guardian));
    if (until) out["code_until"] = model::millis(*until);
    return Response::json(out);
  });
}

Result<Response> make_code(const FamilyNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto code, needs.family.make_code(tx, call.me().account, call.me().role));
    auto response = Response::json({{"code", code.text}, {"until", model::millis(code.until)}}, 201);
    response.secret = true;
    return response;
  });
}

Result<Response> pair(const FamilyNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto made, needs.family.pair(tx, call.me().account, call.body().text("code"),
                                               call.request().remote_address));
    return one(tx, needs, made, 201);
  });
}

/// Nobody of that name is answered like somebody who is no ward of one's own.
Result<AccountId> ward_of(Transaction& tx, const FamilyNeeds& needs, const Call& call) {
  TRY_LET(const auto account, needs.accounts.find_handle(tx, call.text("handle")));
  return account ? account->id : AccountId{0};
}

Result<Response> set_limits(const FamilyNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto ward, ward_of(tx, needs, call));
    TRY_LET(const auto pairing,
            needs.family.set_limits(tx, call.me().account, ward, read_limits(call.body())));
    return one(tx, needs, pairing, 200);
  });
}

Result<Response> dismiss(const FamilyNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY_LET(const auto ward, ward_of(tx, needs, call));
    TRY(needs.family.dismiss(tx, call.me().account, ward));
    return Response::nothing();
  });
}

Result<Response> leave(const FamilyNeeds& needs, Call& call) {
  return call.write([&](Transaction& tx) -> Result<Response> {
    TRY(needs.family.leave(tx, call.me().account));
    return Response::nothing();
  });
}

using Handle = Result<Response> (*)(const FamilyNeeds&, Call&);

Route route(const FamilyNeeds& needs, std::string method, std::string path, std::string summary,
            Handle handle) {
  return {.method = std::move(method),
          .path = "/api/v1/me/family" + path,
          .summary = std::move(summary),
          .tag = "family",
          .access = Access::signed_in,
          .pace = Pace::write,
          .handler = [needs, handle](Call& call) { return handle(needs, call); }};
}
}  // namespace

void add_family_routes(RouteTable& table, FamilyNeeds needs) {
  auto all = route(needs, "GET", "", "One's guardian and wards, with the limits that were set", family);
  all.pace = Pace::read;
  all.answer = {200, object({field("guardian", nullable(pairing_shape())),
                             field("wards", array(pairing_shape(), social::wards_max)),
                             field("code_until", nullable(time()))})};
  table.add(std::move(all));

  auto code = route(needs, "POST", "/code",
                    "A code for whoever is to be one's guardian; good once, for ten minutes", make_code);
  code.pace = Pace::sign_in;
  code.answer = {201, object({field("code", code_text()), field("until", time())})};
  table.add(std::move(code));

  auto join = route(needs, "POST", "/wards", "Becomes the guardian of whoever made this code", pair);
  join.pace = Pace::sign_in;
  join.body = object({field("code", code_text())});
  join.answer = {201, pairing_shape()};
  table.add(std::move(join));

  auto limits = route(needs, "PUT", "/wards/{handle:handle}/limits", "Sets the limits of a ward", set_limits);
  limits.body = limits_shape();
  limits.answer = {200, pairing_shape()};
  table.add(std::move(limits));

  table.add(route(needs, "DELETE", "/wards/{handle:handle}", "Is no longer their guardian", dismiss));
  table.add(route(needs, "DELETE", "/guardian", "Has no guardian any more", leave));
}

}  // namespace vitrine::http
