#include "http/family_routes.hpp"

#include <doctest/doctest.h>

#include "accounts/testing/fake_apps.hpp"
#include "http/account_sessions.hpp"
#include "http/testing/house.hpp"
#include "social/testing/fake_family.hpp"

namespace vitrine::family_routes_test {
using http::testing::code_of;
using http::testing::json_of;
using model::Role;
namespace json = base::json;

namespace {
const std::string family_path = "/api/v1/me/family";

struct Place {
  http::testing::House house;
  accounts::testing::FakeHouse people;
  social::testing::FakeFamilyStore rows;
  social::Family family{{rows, people.throttle, house.clock, house.rng}};

  Place() {
    house.paces.switch_off();
    http::add_family_routes(house.table, {people.service, family});
  }

  accounts::Account person(const std::string& handle, Role role = Role::creator) {
    const auto viewer = house.person(handle, role);
    const accounts::Account account{.id = viewer.account,
                                    .handle = handle,
                                    .name = handle,
                                    .bio = "",
                                    .language = "",
                                    .role = role,
                                    .pseudonym = viewer.pseudonym};
    REQUIRE(people.accounts.insert(people.tx, account, "hash"));
    return account;
  }
  std::string code_of_ward(const std::string& handle) {
    const auto made = house.as(handle).call("POST", family_path + "/code");
    REQUIRE(made.status == 201);
    CHECK(made.secret);
    return std::string{json_of(made).at("code").as_string()};
  }
  http::Response limit(const std::string& by, const std::string& ward, const json::value& limits) {
    return house.as(by).call("PUT", family_path + "/wards/" + ward + "/limits", base::to_text(limits));
  }
  json::value seen(const std::string& handle) { return json_of(house.as(handle).get(family_path)); }
};

const json::value strict{{"daily_minutes", 60},
                         {"quiet", {{"from", 1320}, {"until", 390}}},
                         {"restricted", true},
                         {"may_write", "nobody"}};
}  // namespace

TEST_CASE("family routes: a code, a guardian, limits, and what each of the two sees") {
  Place place;
  place.person("kim");
  place.person("ada");
  const auto before = place.seen("kim");
  CHECK(before.at("guardian").is_null());
  CHECK(before.at("wards").as_array().empty());
  CHECK(before.at("code_until").is_null());
  const auto code = place.code_of_ward("kim");
  CHECK(place.seen("kim").at("code_until").is_int64());
  const auto joined = place.house.as("ada").post(family_path + "/wards", json::value{{"code", code}});
  REQUIRE(joined.status == 201);
  CHECK(json_of(joined).at("person").at("handle") == "kim");
  REQUIRE(place.limit("ada", "kim", strict).status == 200);
  const auto kim = place.seen("kim"), ada = place.seen("ada");
  CHECK(kim.at("guardian").at("person").at("handle") == "ada");
  CHECK(kim.at("guardian").at("limits") == strict);
  CHECK(kim.at("code_until").is_null());
  CHECK(ada.at("guardian").is_null());
  CHECK(ada.at("wards").at(0).at("limits") == strict);
  // Who, since when and which limits: there is no more to see.
  std::vector<std::string> fields;
  for (const auto& field : ada.at("wards").at(0).as_object()) fields.emplace_back(field.key());
  CHECK(fields == std::vector<std::string>{"person", "since", "limits"});
}

TEST_CASE("family routes: whose ward it is not sets nothing and ends nothing") {
  Place place;
  place.person("kim");
  place.person("ada");
  place.person("eve");
  const auto code = place.code_of_ward("kim");
  REQUIRE(place.house.as("ada").post(family_path + "/wards", json::value{{"code", code}}).status == 201);
  for (const auto* handle : {"kim", "nobody_here"}) {
    const auto refused = place.limit("eve", handle, strict);
    CHECK(refused.status == 404);
    CHECK(code_of(refused) == "ward_absent");
    CHECK(place.house.as("eve").call("DELETE", family_path + "/wards/" + handle).status == 404);
  }
  CHECK(place.limit("kim", "kim", strict).status == 404);
  CHECK(place.house.as("").get(family_path).status == 401);
  CHECK(place.seen("kim").at("guardian").at("limits").at("restricted") == false);
  CHECK(place.house.as("ada").call("DELETE", family_path + "/wards/kim").status == 204);
  CHECK(place.seen("kim").at("guardian").is_null());
  CHECK(code_of(place.house.as("kim").call("DELETE", family_path + "/guardian")) == "guardian_absent");
}

TEST_CASE("family routes: limits of no kind there is are refused") {
  Place place;
  place.person("kim");
  place.person("ada");
  place.person("mod", Role::moderator);
  CHECK(code_of(place.house.as("mod").call("POST", family_path + "/code")) == "staff_is_no_ward");
  const auto code = place.code_of_ward("kim");
  REQUIRE(place.house.as("ada").post(family_path + "/wards", json::value{{"code", code}}).status == 201);
  const auto with = [](std::string_view name, json::value value) {
    auto limits = strict.as_object();
    limits[name] = std::move(value);
    return json::value(limits);
  };
  for (const auto& wrong :
       {with("daily_minutes", 1441), with("daily_minutes", -1), with("may_write", "anybody"),
        with("quiet", json::object{{"from", 1440}, {"until", 0}}), with("watched", true)})
    CHECK(place.limit("ada", "kim", wrong).status == 400);
  CHECK(place.limit("ada", "kim", with("quiet", json::object{{"from", 9}, {"until", 9}})).status == 400);
  CHECK(place.limit("ada", "kim", with("quiet", nullptr)).status == 200);
}

TEST_CASE("sessions: whoever is restricted by their guardian is so with every call") {
  Place place;
  accounts::testing::FakeAppStore app_rows{place.people.accounts};
  accounts::Apps apps{{app_rows, place.house.clock, place.people.ids, place.people.rng}};
  http::AccountSessions sessions{place.people.service, apps, place.family, place.house.record};
  const auto kim = place.person("kim"), ada = place.person("ada");
  const auto in = place.people.service.open_session(place.people.tx, kim, "Firefox");
  REQUIRE(in);
  const auto restricted = [&] {
    const auto viewer = sessions.viewer_of(in->token);
    REQUIRE(viewer);
    REQUIRE(*viewer);
    return (*viewer)->restricted;
  };
  CHECK_FALSE(restricted());
  place.rows.pairings.emplace(kim.id, social::Pairing{.ward = kim.id, .guardian = ada.id});
  CHECK_FALSE(restricted());
  place.rows.pairings.at(kim.id).limits.restricted = true;
  CHECK(restricted());
  place.rows.pairings.clear();
  CHECK_FALSE(restricted());
}

}  // namespace vitrine::family_routes_test
