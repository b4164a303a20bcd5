// What is written down about watching, down to the log: only what the closed list has, nothing by name while
// the history is paused, nothing older than its owner wants.
#include <doctest/doctest.h>

#include <set>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"
#include "supply/history_expiry.hpp"
#include "supply/refold.hpp"

namespace vitrine::minimisation_scenario_test {
using app::testing::FeedHouse;
namespace json = base::json;
using namespace model::events;

namespace {
constexpr std::int64_t day_ms = 24LL * 3'600'000;

/// Twelve clips by three creators; ann and ben watch.
struct Wall {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};
  model::ViewerId ann{0}, ben{0};

  Wall() {
    std::vector<model::AccountId> creators;
    for (const auto* name : {"cleo", "carl", "cora"}) creators.push_back(house.person(name));
    for (std::uint64_t n = 0; n < 24; ++n) {
      house.clock.advance(model::Millis{60'000});
      house.publish(1000 + n, creators[n % 3], {n % 2 == 0 ? "pottery" : "football"});
    }
    const auto viewer_of = [](model::AccountId account) { return model::ViewerId{200 + account.raw()}; };
    ann = viewer_of(house.person("ann"));
    ben = viewer_of(house.person("ben"));
    house.open();
  }

  void swipe(const json::value& page, const std::string& who, std::size_t first = 10) {
    for (std::size_t i = 0; i < std::min(first, page.at("items").as_array().size()); ++i)
      house.watch(page, i, page.at("items").at(i).at("tags").at(0).as_string() == "pottery", who);
  }
  void choose(const std::string& who, bool paused, int kept_days) {
    const auto done = house.call("PUT", "/me/algorithm/history", who,
                                 json::object{{"paused", paused}, {"kept_days", kept_days}});
    REQUIRE_MESSAGE(done.status == 204, done.body_text());
  }
  std::size_t history(const std::string& who) {
    return house.get("/me/algorithm/history", who).at("items").as_array().size();
  }
  std::size_t pages(model::ViewerId viewer) {
    house.feed.stop();  // those that still wait are written before it answers
    const auto kept = house.record->read([&](ports::Transaction& tx) -> base::Result<std::size_t> {
      TRY_LET(const auto list, house.receipts.newest_of(tx, viewer, 100));
      return list.size();
    });
    REQUIRE(kept);
    return *kept;
  }
  /// Events of the log that name `viewer`, since `from`.
  std::size_t events(model::ViewerId viewer, model::LogPosition from = 1) {
    std::size_t count = 0;
    const auto entries = house.log->batch(from, 100'000);
    REQUIRE(entries);
    for (std::size_t i = 0; i < entries->size(); ++i) {
      const auto event = model::decode_feed_event((*entries)[i]);
      if (!event) continue;
      count += std::visit(
          [&](const auto& what) -> std::size_t {
            if constexpr (requires { what.viewer; }) return what.viewer == viewer ? 1 : 0;
            else return 0;
          },
          event->what);
    }
    return count;
  }
  model::LogPosition end() { return *house.log->last(); }
  void settle() { REQUIRE(house.live.wait_for(end(), model::Millis{10'000})); }
};

using Fields = std::set<std::string>;
/// All that the page may ever tell of a viewing. Who adds to it says so in docs/privacy.md too.
const std::map<std::string, Fields> telemetry{
    {"shown", {"kind", "video", "receipt", "position"}},
    {"watched", {"kind", "video", "receipt", "position", "watched_ms", "loops", "finished", "skipped"}},
    {"not_interested", {"kind", "video", "receipt"}},
    {"shared", {"kind", "video"}},
    {"player", {"kind", "video", "ttff_ms", "swipe_ms", "stalls"}}};
}  // namespace

TEST_CASE("minimisation: the page can tell five kinds of events and nothing else") {
  Wall wall;
  const auto routes = wall.house.table.all();
  const auto at = std::ranges::find(routes, "/api/v1/events", &http::Route::path);
  REQUIRE(at != routes.end());
  http::Components components;
  const auto body = (*at)->body->schema(components);
  Fields batch;
  for (const auto& [name, shape] : body.at("properties").as_object()) batch.insert(std::string{name});
  CHECK(batch == Fields{"session", "events"});
  std::map<std::string, Fields> taken;
  for (const auto& one : components.at("PlayerEvent").at("oneOf").as_array()) {
    Fields fields;
    for (const auto& [name, shape] : one.at("properties").as_object()) fields.insert(std::string{name});
    taken[std::string{one.at_pointer("/properties/kind/const").as_string()}] = fields;
  }
  CHECK(taken == telemetry);

  const auto page = wall.house.get("/feed", "ann");
  const auto video = page.at("items").at(0).at("id").as_string();
  const auto before = wall.end();
  const auto tell = [&](json::object event) {
    event["video"] = video;
    return wall.house
        .call("POST", "/events", "ann",
              json::object{{"session", "0123456789abc"}, {"events", json::array{std::move(event)}}})
        .status;
  };
  CHECK(tell({{"kind", "player"}, {"ttff_ms", 80}}) == 204);
  for (const auto* more : {"battery", "screen", "latitude", "agent", "typed", "at"})
    CHECK_MESSAGE(tell({{"kind", "player"}, {more, 1}}) == 400, more);
  CHECK(tell({{"kind", "keys"}}) == 400);
  // How the player did is looked at by nobody: it is not in the log.
  CHECK(wall.end() == before);
}

TEST_CASE("minimisation: while the history is paused nothing that is watched has a name") {
  Wall wall;
  auto& house = wall.house;
  CHECK(house.call("PUT", "/me/algorithm/history", "ann", json::object{{"paused", true}, {"kept_days", 7}})
            .status == 400);
  wall.swipe(house.get("/feed", "ann"), "ann");
  wall.settle();
  const auto seen = wall.history("ann");
  CHECK(seen == 10);
  wall.choose("ann", true, 90);
  CHECK(house.get("/me/algorithm/history", "ann").at("paused").as_bool());

  const auto pages = wall.pages(wall.ann);
  const auto from = wall.end() + 1;
  const auto first = house.get("/feed", "ann");
  // The feed works, and the sitting still counts: what was finished comes again, what was skipped does not.
  wall.swipe(first, "ann");
  const auto next = house.get("/feed?cursor=" + std::string{first.at("next").as_string()}, "ann");
  REQUIRE(!next.at("items").as_array().empty());
  CHECK(next.at("items").at(0).at("tags").at(0).as_string() == "pottery");
  const auto video = std::string{first.at("items").at(0).at("id").as_string()};
  CHECK(house
            .call("POST", "/events", "ann",
                  json::object{{"session", "0123456789abc"},
                               {"events", json::array{json::object{{"kind", "shared"}, {"video", video}}}}})
            .status == 204);
  house.feed.hear({.id = model::NewsId{7},
                   .at = house.clock.now(),
                   .what = model::Liked{.video = model::VideoId{1003},
                                        .author = model::AccountId{1},
                                        .by = model::AccountId{wall.ann.raw() - 200}}});
  const auto me = model::AccountId{wall.ann.raw() - 200};
  house.feed.hear(
      {.id = model::NewsId{8}, .at = house.clock.now(), .what = model::Followed{model::AccountId{1}, me}});
  house.feed.hear({.id = model::NewsId{9},
                   .at = house.clock.now(),
                   .what = model::FollowAccepted{model::AccountId{2}, me}});
  for (const auto deed : {Deed::unliked, Deed::shared, Deed::reported})
    house.feed.did(wall.ann, model::VideoId{1003}, deed);
  wall.settle();
  CHECK(wall.end() > from);  // the clips were watched by somebody
  CHECK(wall.events(wall.ann, from) == 0);
  CHECK(wall.history("ann") == seen);
  CHECK(wall.pages(wall.ann) == pages);
  // Her own page can be asked about all the same.
  CHECK(house
            .call("GET",
                  "/feed/why?video=" + video +
                      "&receipt=" + std::string{first.at("receipt").at("id").as_string()},
                  "ann")
            .status == 200);

  wall.choose("ann", false, 90);
  for (const auto deed : {Deed::unliked, Deed::shared, Deed::reported})
    house.feed.did(wall.ann, model::VideoId{1003}, deed);
  CHECK(wall.events(wall.ann, from) == 3);
  wall.swipe(house.get("/feed", "ann"), "ann", 2);
  wall.settle();
  CHECK(wall.events(wall.ann, from) == 7);
}

TEST_CASE(
    "minimisation: what was watched is emptied after its owner's term, and pages can still be ranked again") {
  Wall wall;
  auto& house = wall.house;
  wall.choose("ann", false, 30);
  for (const auto* who : {"ann", "ben"}) wall.swipe(house.get("/feed", who), who);
  wall.choose("ben", false, 90);
  house.clock.advance(model::Millis{20 * day_ms});
  wall.swipe(house.get("/feed", "ann"), "ann", 3);
  wall.settle();
  const auto all = wall.events(wall.ann);
  const auto recent = std::size_t{6};
  supply::HistoryExpiry expiry{{.log = *house.log,
                                .checkpoints = house.checkpoints,
                                .choices = house.choices,
                                .record = *house.record,
                                .clock = house.clock}};
  CHECK(expiry.run().value() == 0);
  house.clock.advance(model::Millis{11 * day_ms});
  const auto bens = wall.events(wall.ben);
  CHECK(expiry.run().value() == static_cast<std::int64_t>(all - recent));
  CHECK(wall.events(wall.ann) == recent);
  CHECK(wall.events(wall.ben) == bens);
  const auto anchor = house.checkpoints.anchor().value();
  CHECK(anchor > 0);
  CHECK(anchor < wall.end());

  // A second node that begins at the anchor has the model that served.
  house.live.stop();
  supply::Refold refold{{.log = *house.log, .checkpoints = &house.checkpoints}};
  const auto again = refold.at(wall.end());
  REQUIRE(again);
  const auto served = house.live.read([](const learning::Model& model) { return model.digest(); });
  CHECK((*again)->digest() == served);

  // An earlier state is told to be gone, where a fold of what is left would be taken for it.
  for (const bool from_the_start : {false, true}) {
    supply::Refold early{
        {.log = *house.log, .checkpoints = &house.checkpoints, .from_the_start = from_the_start}};
    const auto gone = early.at(from_the_start ? wall.end() : anchor - 1);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == "state_gone");
  }

  house.clock.advance(model::Millis{60 * day_ms});
  CHECK(expiry.run().value() == static_cast<std::int64_t>(recent + bens));
  CHECK(wall.events(wall.ben) == 0);
  CHECK(expiry.run().value() == 0);
}
}  // namespace vitrine::minimisation_scenario_test
