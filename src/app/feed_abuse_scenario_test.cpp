// What the feed must not be talked into, and what must hold for whoever has no history: over HTTP, down to
// the record, the log and the model.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::feed_abuse_scenario_test {
using app::testing::FeedHouse;
namespace json = base::json;

namespace {
/// Four topics of ten clips by five creators.
struct Market {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};

  Market() {
    std::vector<model::AccountId> creators;
    for (const auto* name : {"cleo", "carl", "cora", "cyd", "cem"}) creators.push_back(house.person(name));
    for (std::uint64_t n = 0; n < 40; ++n) {
      house.clock.advance(model::Millis{60'000});
      house.publish(1000 + n, creators[n % 5], {"topic" + std::to_string(n % 4), "all"});
    }
    house.person("ann");
    house.open();
  }
  /// Tells that a clip was shown and watched to its end.
  void tell(const json::value& video, const json::value& receipt, const std::string& who) {
    json::array events;
    events.push_back(
        json::object{{"kind", "shown"}, {"video", video}, {"receipt", receipt}, {"position", 0}});
    events.push_back(json::object{{"kind", "watched"},
                                  {"video", video},
                                  {"receipt", receipt},
                                  {"position", 0},
                                  {"watched_ms", 20'000},
                                  {"loops", 0},
                                  {"finished", true},
                                  {"skipped", false}});
    const auto told = house.call("POST", "/events", who,
                                 json::object{{"session", "0123456789abc"}, {"events", std::move(events)}});
    REQUIRE(told.status == 204);
    settle();
  }
  void settle() { REQUIRE(house.live.wait_for(*house.log->last(), model::Millis{10'000})); }
  void pause() {
    REQUIRE(
        house.call("PUT", "/me/algorithm/history", "ann", json::object{{"paused", true}, {"kept_days", 90}})
            .status == 204);
  }
  json::value after(const json::value& page, const std::string& who) {
    return house.get("/feed?cursor=" + std::string{page.at("next").as_string()}, who);
  }
  /// How many showings of it the model has learned.
  float learned(const json::value& video) {
    const auto id = model::VideoId::parse(video.as_string().c_str());
    return house.live.read([&](const learning::Model& model) {
      const auto* row = model.table().find(learning::key_of(learning::Aspect::video, id->raw()));
      return row == nullptr ? 0 : row->n;
    });
  }
};

std::size_t of_topic(const json::value& page, std::string_view topic, std::size_t first) {
  std::size_t found = 0;
  for (const auto& item : page.at("items").as_array())
    if (first-- > 0) found += item.at("tags").at(0).as_string() == topic ? 1 : 0;
    else break;
  return found;
}
std::size_t rests_on(const json::value& page, std::string_view source) {
  return static_cast<std::size_t>(std::ranges::count_if(
      page.at("items").as_array(),
      [&](const json::value& item) { return item.at("source").as_string() == source; }));
}
}  // namespace

TEST_CASE("abuse over HTTP: a showing counts once, however often it is told, and only on a page that was") {
  Market market;
  for (const std::string who : {"", "ann"}) {
    const auto page = market.house.get("/feed", who);
    const auto& video = page.at("items").at(0).at("id");
    const auto& receipt = page.at_pointer("/receipt/id");
    const float before = market.learned(video);
    for (int i = 0; i < 5; ++i) market.tell(video, receipt, who);
    CHECK(market.learned(video) - before == doctest::Approx(1).epsilon(0.05));
  }
  // Without a page, or by one that did not show it: from nobody nothing, from somebody once.
  const auto page = market.house.get("/feed");
  const json::value other(json::string(model::VideoId{1000 + 39}.text()));
  const json::value invented(json::string(model::ReceiptId{123456789}.text())), none(nullptr);
  const float before = market.learned(other);
  for (int i = 0; i < 5; ++i)
    for (const auto& receipt : {none, invented}) market.tell(other, receipt, "");
  CHECK(market.learned(other) == before);
  for (int i = 0; i < 5; ++i)
    for (const auto& receipt : {none, invented}) market.tell(other, receipt, "ann");
  CHECK(market.learned(other) - before == doctest::Approx(1).epsilon(0.05));
}

TEST_CASE("mutes over HTTP: the twentieth tag of a clip is muted like the first") {
  Market market;
  std::vector<std::string> tags;
  for (int i = 1; i <= 20; ++i) tags.push_back("word" + std::to_string(i));
  market.house.clock.advance(model::Millis{60'000});
  market.house.publish(2000, model::AccountId{1}, tags);
  REQUIRE(market.house.feed.mend());
  market.settle();
  const auto has = [&](const json::value& page) {
    return std::ranges::any_of(page.at("items").as_array(), [](const json::value& item) {
      return item.at("id").as_string() == model::VideoId{2000}.text();
    });
  };
  REQUIRE(has(market.house.get("/feed/latest", "ann")));
  REQUIRE(market.house
              .call("PUT", "/me/algorithm/mutes", "ann",
                    json::object{{"kind", "tag"}, {"word", "word20"}, {"muted", true}})
              .status == 204);
  CHECK_FALSE(has(market.house.get("/feed/latest", "ann")));
}

TEST_CASE("pause over HTTP: wishes go on counting, also those said meanwhile") {
  Market market;
  const auto wish = [&](const std::string& tag, const std::string& what) {
    return market.house.call("PUT", "/me/algorithm/topics?tag=" + tag, "ann", json::object{{"wish", what}})
        .status;
  };
  REQUIRE(wish("topic1", "more") == 204);
  market.settle();
  market.pause();
  const auto first = market.house.get("/feed", "ann");
  CHECK(of_topic(first, "topic1", 3) >= 2);
  REQUIRE(wish("Topic1", "neutral") == 204);  // a tag, however it is written
  REQUIRE(wish("topic2", "more") == 204);
  market.settle();
  const auto next = market.after(first, "ann");
  CHECK(of_topic(next, "topic2", 3) >= 2);
  CHECK(wish("no%20tag", "more") == 400);
}

TEST_CASE("not interested over HTTP: it counts a day after the showing as well") {
  Market market;
  const auto page = market.house.get("/feed", "ann");
  const auto& video = page.at("items").at(0).at("id");
  market.tell(video, page.at_pointer("/receipt/id"), "ann");
  const auto value = [&] {
    return market.house.get("/me/algorithm", "ann").at_pointer("/topics/0/value").to_number<double>();
  };
  market.house.clock.advance(model::Millis{std::chrono::hours{24}});
  // Other events let the hour of the showing pass for the model too.
  market.tell(page.at("items").at(1).at("id"), page.at_pointer("/receipt/id"), "");
  const double before = value();
  const auto said = market.house.call(
      "POST", "/events", "ann",
      json::object{{"session", "0123456789abc"},
                   {"events", json::array{json::object{
                                  {"kind", "not_interested"}, {"video", video}, {"receipt", nullptr}}}}});
  REQUIRE(said.status == 204);
  market.settle();
  CHECK(value() < before);
}

TEST_CASE("reset over HTTP: of whoever paused their history, the sitting goes too") {
  Market market;
  market.pause();
  const auto page = market.house.get("/feed", "ann");
  for (std::size_t i = 0; i < 5; ++i)
    market.tell(page.at("items").at(i).at("id"), page.at_pointer("/receipt/id"), "ann");
  const auto known = [&](const json::value& next) {
    return rests_on(next, "tag") + rests_on(next, "author") + rests_on(next, "item_graph") +
           rests_on(next, "taste");
  };
  REQUIRE(known(market.after(page, "ann")) > 0);
  REQUIRE(market.house.call("POST", "/me/algorithm/reset", "ann").status == 204);
  CHECK(known(market.after(page, "ann")) == 0);
}

TEST_CASE("rerank over HTTP: the next place is the one after what was seen, also of two pages at once") {
  Market market;
  const auto first = market.house.get("/feed", "ann"), second = market.after(first, "ann");
  json::array unseen;  // the last three of the first page and all of the second
  for (std::size_t i = 7; i < 10; ++i) unseen.push_back(first.at("items").at(i).at("id"));
  for (const auto& item : second.at("items").as_array()) unseen.push_back(item.at("id"));
  const auto answer =
      market.house.call("POST", "/feed/for_you/rerank", "ann",
                        json::object{{"receipt", second.at_pointer("/receipt/id")}, {"unseen", unseen}});
  REQUIRE(answer.status == 200);
  market.house.feed.stop();
  const auto id =
      model::ReceiptId::parse(http::testing::json_of(answer).at_pointer("/receipt/id").as_string().c_str());
  const auto stored =
      market.house.record->read([&](ports::Transaction& tx) { return market.house.receipts.get(tx, *id); });
  REQUIRE(stored);
  CHECK(feed::decode_receipt(stored->bytes)->query.place == 7);
}

TEST_CASE("events over HTTP: a page told again an hour later teaches nothing, whoever tells it") {
  Market market;
  for (const std::string who : {"ann", ""}) {
    const auto page = market.house.get("/feed", who);
    const auto& video = page.at("items").at(0).at("id");
    const float before = market.learned(video);
    for (int hour = 0; hour < 3; ++hour) {
      market.tell(video, page.at_pointer("/receipt/id"), who);
      CHECK(market.learned(video) == before + 1);
      market.house.clock.advance(model::Millis{std::chrono::minutes{61}});
      // Other events let the hour pass for the model too.
      market.tell(page.at("items").at(2).at("id"), nullptr, "");
    }
  }
}

TEST_CASE("events over HTTP: a page that lay open for hours still teaches who has an account") {
  Market market;
  const auto page = market.house.get("/feed", "ann");
  const auto& video = page.at("items").at(0).at("id");
  market.house.clock.advance(model::Millis{std::chrono::hours{5}});
  market.tell(video, page.at_pointer("/receipt/id"), "ann");
  CHECK(market.learned(video) == 1);
}
}  // namespace vitrine::feed_abuse_scenario_test
