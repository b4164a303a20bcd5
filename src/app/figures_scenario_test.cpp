// What a creator is told of the watching of their videos, over HTTP, from real viewings to the answer: once
// the day is over, of twenty people or more, with the same noise each time; and how it goes again.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>

#include "adapters/sql/personal_rows.hpp"
#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"
#include "http/figures_routes.hpp"
#include "supply/figure_keeper.hpp"

namespace vitrine::figures_scenario_test {
using app::testing::FeedHouse;
namespace json = base::json;

namespace {
constexpr model::Millis day{86'400'000};

struct Studio {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};
  sql::FigureStore figures;
  supply::FigureKeeper keeper{
      {.log = *house.log,
       .figures = figures,
       .record = *house.record,
       .clock = house.clock,
       .key = base::sha256(base::as_bytes("noise")),
       .videos = [this](auto& tx, auto ids) { return videos_of(tx, ids); },
       .since = [this](auto& tx, auto id) -> base::Result<std::optional<model::Instant>> {
         TRY_LET(const auto known, house.account_rows.find(tx, id));
         return known ? std::optional{known->created_at} : std::nullopt;
       }}};
  std::string video;

  Studio() {
    http::add_figures_routes(house.table, {.figures = figures,
                                           .videos = house.videos,
                                           .relations = house.relation_rows,
                                           .json = house.video_json});
    house.publish(1000, house.person("cleo"), {"pottery"}, 10'000);
    video = model::VideoId{1000}.text();
    house.person("stranger");
    house.open();
  }

  base::Result<std::map<model::VideoId, supply::FigureKeeper::Video>> videos_of(
      ports::Transaction& tx, std::span<const model::VideoId> ids) {
    std::map<model::VideoId, supply::FigureKeeper::Video> found;
    TRY_LET(const auto videos, house.video_rows.find_many(tx, ids));
    for (const auto& one : videos) found[one.id] = {one.author, *one.published_at};
    return found;
  }

  /// `people` of them, each to the end; by a link, as the page tells it.
  void watched_by(int people) {
    for (int n = 0; n < people; ++n) {
      const auto handle = "viewer" + std::to_string(n);
      if (!house.sessions.viewers.contains("token-" + handle)) house.person(handle);
      for (const bool ended : {false, true}) {
        json::object event{{"kind", "shown"}, {"video", video}, {"receipt", nullptr}, {"position", 0}};
        if (ended) {
          event["kind"] = "watched";
          event["watched_ms"] = 10'000;
          event["loops"] = 1;
          event["finished"] = true;
          event["skipped"] = false;
        }
        const json::object body{{"session", "0123456789abc"}, {"events", json::array{event}}};
        const auto told = house.call("POST", "/events", handle, body);
        REQUIRE_MESSAGE(told.status == 204, told.body_text());
      }
    }
  }
  std::int64_t next_day() {
    house.clock.advance(day);
    const auto made = keeper.run();
    REQUIRE(made);
    return *made;
  }
  json::value of_video() { return house.get("/videos/" + video + "/figures", "cleo"); }
  json::value of_all() { return house.get("/me/figures", "cleo"); }
};

std::int64_t number(const json::value& value) { return value.to_number<std::int64_t>(); }
}  // namespace

TEST_CASE("figures: nothing of nineteen people, even after days; with the twentieth a cell at midnight") {
  Studio studio;
  studio.watched_by(19);
  CHECK(studio.next_day() == 0);
  studio.watched_by(19);
  CHECK(studio.next_day() == 0);
  CHECK(studio.of_video().at("cells").as_array().empty());
  CHECK(number(studio.of_video().at("threshold")) == 20);
  studio.watched_by(20);
  CHECK(studio.of_video().at("cells").as_array().empty());  // of today nothing is told
  CHECK(studio.next_day() == 2);
  const auto told = studio.of_video();
  REQUIRE(told.at("cells").as_array().size() == 1);
  const auto& cell = told.at("cells").at(0);
  CHECK(number(cell.at("to")) % day.count() == 0);
  CHECK(number(cell.at("from")) < number(cell.at("to")) - day.count());  // of several days
  // Within six deviations of the truth, and not the truth itself in every bar.
  CHECK(std::abs(number(cell.at("ways").at("direct")) - 20) < 34);
  CHECK(std::abs(number(cell.at("reaches").at(10)) - 20) < 34);
  const auto all = studio.of_all();
  CHECK(all.at("videos").as_array().size() == 1);
  CHECK(all.at("videos").at(0).at("video").at("id").as_string() == studio.video);
  CHECK(all.at("cells").at(0) != cell);  // noise of its own
}

TEST_CASE("figures: asked again, made again, the answer is the same") {
  Studio studio;
  studio.watched_by(25);
  CHECK(studio.next_day() == 2);
  const auto first = base::to_text(studio.of_video());
  CHECK(*studio.keeper.run() == 0);
  CHECK(base::to_text(studio.of_video()) == first);
  REQUIRE(studio.house.record->write(
      [&](ports::Transaction& tx) { return studio.figures.forget_video(tx, model::VideoId{1000}); }));
  supply::FigureKeeper after_a_restart{
      {.log = *studio.house.log,
       .figures = studio.figures,
       .record = *studio.house.record,
       .clock = studio.house.clock,
       .key = base::sha256(base::as_bytes("noise")),
       .videos = [&](auto& tx, auto ids) { return studio.videos_of(tx, ids); },
       .since = [](auto&, auto) { return base::Result<std::optional<model::Instant>>{std::nullopt}; }}};
  CHECK(*after_a_restart.run() == 1);
  CHECK(base::to_text(studio.of_video()) == first);
}

TEST_CASE("figures: only of one's own, and only to somebody signed in") {
  Studio studio;
  studio.watched_by(25);
  studio.next_day();
  const auto path = "/videos/" + studio.video + "/figures";
  CHECK(studio.house.call("GET", path).status == 401);
  CHECK(studio.house.call("GET", "/me/figures").status == 401);
  const auto refused = studio.house.call("GET", path, "stranger");
  const auto nowhere = "/videos/" + model::VideoId{4711}.text() + "/figures";
  const auto absent = studio.house.call("GET", nowhere, "stranger");
  CHECK(refused.status == 404);
  CHECK(refused.body_text() == absent.body_text());
  CHECK(studio.house.get("/me/figures", "stranger").at("videos").as_array().empty());
  CHECK(studio.house.call("GET", path + "?days=6", "cleo").status == 400);
}

TEST_CASE("figures: followers by the day they came") {
  Studio studio;
  for (const auto* name : {"ann", "ben"}) {
    const auto who = studio.house.person(name);
    REQUIRE(studio.house.record->write([&](ports::Transaction& tx) {
      return studio.house.relation_rows.follow(tx, who, model::AccountId{1}, studio.house.clock.now());
    }));
    studio.house.clock.advance(day);
  }
  const auto followers = studio.of_all().at("followers");
  CHECK(number(followers.at("before")) == 0);
  REQUIRE(followers.at("days").as_array().size() == 2);
  CHECK(number(followers.at("days").at(1).at("came")) == 1);
}

TEST_CASE("figures: they go with their video, with their author, and are made of nobody who went before") {
  Studio studio;
  studio.watched_by(25);
  REQUIRE(studio.house.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    return studio.house.video_rows.remove(tx, model::VideoId{1000}, studio.house.clock.now());
  }));
  CHECK(studio.next_day() == 1);  // the creator's own; none of the video that is gone
  const auto rows = [&] {
    return *studio.house.record->read([&](ports::Transaction& tx) {
      return studio.figures.of(tx, {model::AccountId{1}, model::VideoId{0}}, model::instant(0));
    });
  };
  CHECK(rows().size() == 1);
  sql::PersonalRows personal;
  REQUIRE(studio.house.record->write([&](ports::Transaction& tx) {
    return personal.erase(tx, {.account = model::AccountId{1}, .viewer = model::ViewerId{201}}, "supply");
  }));
  CHECK(rows().empty());

  Studio other;  // people who left before the day was over
  other.watched_by(22);
  for (std::uint64_t n = 0; n < 3; ++n)
    REQUIRE(other.house.feed.erase(model::ViewerId{203 + n}, model::AccountId{3 + n}));
  CHECK(other.next_day() == 0);
}
}  // namespace vitrine::figures_scenario_test
