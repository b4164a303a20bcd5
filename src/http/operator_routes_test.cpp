#include "http/operator_routes.hpp"

#include <doctest/doctest.h>

#include "http/testing/house.hpp"
#include "learning/testing_log.hpp"
#include "supply/testing/fake_checkpoints.hpp"

namespace vitrine::operator_routes_test {
using namespace vitrine::http::testing;

TEST_CASE("operator: the state of the algorithm, for staff alone and in the promised shape") {
  ports::FakeEventLog log;
  supply::testing::FakeCheckpoints checkpoints;
  learning::testing::LogMaker maker{4};
  std::vector<base::Bytes> bytes;
  for (const auto& event : maker.busy(200)) bytes.push_back(model::encode(event));
  REQUIRE(log.append(bytes).has_value());
  supply::LiveModel live{{log, checkpoints}};
  REQUIRE(live.start(model::instant(maker.now_ms)).has_value());
  live.stop();

  House house;
  house.clock.advance(model::Millis{maker.now_ms + 120'000} -
                      model::Millis{model::millis(house.clock.now())});
  add_operator_routes(house.table, {live, log});
  house.person("ann");
  house.person("mod", model::Role::moderator);
  constexpr auto path = "/api/v1/operator/algorithm";
  CHECK(house.as("").get(path).status == 401);
  CHECK(house.as("ann").get(path).status == 403);
  const auto answer = house.as("mod").get(path);
  REQUIRE(answer.status == 200);
  const auto body = json_of(answer);
  const auto match = house.table.find("GET", path);
  REQUIRE(match.route != nullptr);
  CHECK(match.route->answer.shape->check(body).has_value());
  const auto& object = body.as_object();
  CHECK(object.at("folded_position").to_number<std::size_t>() == bytes.size());
  CHECK(object.at("log_position").to_number<std::size_t>() == bytes.size());
  CHECK(!object.at("calibration").as_array().empty());
  CHECK(object.at("newest_event_at").to_number<std::int64_t>() == maker.now_ms / 1000 * 1000);
  CHECK(object.at("now").to_number<std::int64_t>() == (maker.now_ms + 120'000) / 1000 * 1000);
  CHECK(object.at("measured_since").to_number<std::int64_t>() == maker.now_ms / 1000 * 1000);
  CHECK(object.at("events_last_minute").to_number<std::int64_t>() == 0);  // all are older by the clock
  CHECK(object.at("diversity").at("topics").to_number<double>() > 1);
  std::size_t events = 0;
  for (const auto& hour : object.at("hours").as_array())
    events += hour.as_object().at("events").to_number<std::size_t>();
  CHECK(events == bytes.size());
}
}  // namespace vitrine::operator_routes_test
