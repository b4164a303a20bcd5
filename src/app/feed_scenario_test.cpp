// The feed over HTTP, down to the record, the log and the model, and back.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::feed_scenario_test {
using app::testing::FeedHouse;
namespace json = base::json;

namespace {
const std::vector<std::string> topics{"pottery", "football", "baking"};

/// Three topics of twelve clips by six creators, who are not the viewers.
struct Village {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};

  Village() {
    std::vector<model::AccountId> creators;
    for (const auto* name : {"cleo", "carl", "cora", "cyd", "cem", "cat"})
      creators.push_back(house.person(name));
    for (std::uint64_t n = 0; n < 36; ++n) {
      house.clock.advance(model::Millis{60'000});
      house.publish(1000 + n, creators[n % 6], {topics[n % 3], "also" + std::to_string(n % 5)});
    }
    house.person("ann");
    house.person("ben");
    house.open();
  }
  static std::string topic_of(const json::value& item) {
    return std::string{item.at("tags").at(0).as_string()};
  }
  static int about(const json::value& page, std::string_view topic, std::size_t first = 6) {
    const auto& items = page.at("items").as_array();
    return static_cast<int>(std::count_if(
        items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(first, items.size())),
        [&](const json::value& item) { return topic_of(item) == topic; }));
  }
  /// Pottery to the end, football away, or the other way round, the rest not looked at: of one page.
  void swipe(const json::value& page, const std::string& who, bool pottery = true) {
    for (std::size_t i = 0; i < page.at("items").as_array().size(); ++i) {
      const auto topic = topic_of(page.at("items").at(i));
      if (topic != "baking") house.watch(page, i, (topic == "pottery") == pottery, who);
    }
  }
};

/// The first clip of the page about `topic`.
const json::value& first_about(const json::value& page, std::string_view topic) {
  const auto& items = page.at("items").as_array();
  const auto found =
      std::ranges::find_if(items, [&](const json::value& item) { return Village::topic_of(item) == topic; });
  REQUIRE(found != items.end());
  return *found;
}

/// What a clip was chosen for because of `tag`, by what was done or said: its place among the reasons.
std::size_t reason_of_topic(const json::value& terms, std::string_view tag,
                            std::string_view kind = "you_topic") {
  const auto& all = terms.as_array();
  const auto found = std::ranges::find_if(all, [&](const json::value& term) {
    const auto& evidence = term.at("evidence").as_object();
    return evidence.at("kind").as_string() == kind && evidence.at("tag").as_string() == tag;
  });
  REQUIRE(found != all.end());
  return static_cast<std::size_t>(found - all.begin());
}
}  // namespace

TEST_CASE(
    "feed over HTTP: what one finished fills the next page, what one skipped leaves it, and it says why") {
  for (const std::string who : {"ann", ""}) {
    Village village;
    const auto before = village.house.get("/feed", who);
    CHECK(before.at("items").as_array().size() == 10);
    CHECK(Village::about(before, "pottery") <= 3);
    village.swipe(before, who);
    const auto next = std::string{before.at("next").as_string()};
    const auto after = village.house.get("/feed?cursor=" + next, who);
    MESSAGE("pottery of six: " << Village::about(before, "pottery") << " -> "
                               << Village::about(after, "pottery"));
    CHECK(Village::about(after, "pottery") >= 4);
    // One place in eight is for clips that are tried out, whatever they are about.
    const auto football = [&](const json::value& item) {
      return Village::topic_of(item) == "football" && item.at("source") != "explore";
    };
    const auto& items = after.at("items").as_array();
    CHECK(std::none_of(items.begin(), items.begin() + 6, football));
    const auto& clip = first_about(after, "pottery");
    const auto place = reason_of_topic(clip.at("why"), "pottery");
    const auto& term = clip.at("why").at(place);
    CHECK(term.at_pointer("/evidence/finished").to_number<int>() >= 3);
    CHECK(term.at("signal").as_string() == "finish");
    // Why that one, asked alone, says the same.
    const auto why =
        village.house.get("/feed/why?video=" + std::string{clip.at("id").as_string()} +
                              "&receipt=" + std::string{after.at("receipt").at("id").as_string()},
                          who);
    CHECK(why.at("shown").as_bool());
    CHECK(why.at("terms").at(place) == term);
  }
}

TEST_CASE("kindred over HTTP: whose taste is like one's own is told in topics, and a reset forgets it") {
  Village village;
  auto& house = village.house;
  const auto kindred = [&](const std::string& who) { return house.get("/me/algorithm", who).at("kindred"); };
  const auto habits = [&](const std::string& who) {
    return house.get("/me/algorithm", who).at("habits").as_array();
  };
  CHECK(kindred("ann").at("numbers").as_array().empty());
  CHECK(habits("ann").empty());
  house.watch(house.get("/feed", "ann"), 0, true, "ann");  // of one watch nobody knows whose taste is like it
  CHECK(kindred("ann").at("numbers").as_array().empty());
  // Half of them are of one taste, half of the other.
  for (int page = 0; page < 4; ++page)
    for (const std::string who : {"cleo", "carl", "cora", "cyd", "cem", "cat", "ann", "ben"})
      village.swipe(house.get("/feed", who), who,
                    std::set<std::string>{"cleo", "cora", "cem", "ann"}.contains(who));
  const auto known = kindred("ann");
  CHECK(known.at("numbers").as_array().size() == 8);
  std::vector<std::string> deeds;
  for (const json::value& habit : habits("ann")) deeds.emplace_back(habit.at("deed").as_string());
  CHECK(deeds == std::vector<std::string>{"finish", "long_view", "like", "skip", "opened", "watched"});
  const auto holds = [](const json::value& tags, std::string_view tag) {
    return std::ranges::any_of(tags.as_array(),
                               [&](const json::value& one) { return one.as_string() == tag; });
  };
  CHECK(holds(known.at("toward"), "pottery"));
  CHECK(holds(known.at("away"), "football"));
  CHECK(holds(kindred("ben").at("toward"), "football"));
  REQUIRE(house.call("POST", "/me/algorithm/reset", "ann").status == 204);
  CHECK(kindred("ann").at("numbers").as_array().empty());
  CHECK(habits("ann").empty());
  CHECK_FALSE(kindred("ben").at("numbers").as_array().empty());
}

TEST_CASE(
    "control over HTTP: sliders, mutes and the algorithm count on the next page, and reset takes all back") {
  Village village;
  auto& house = village.house;
  const auto change = [&](const std::string& method, const std::string& what, const json::value& body) {
    const auto answer = house.call(method, "/me/algorithm/" + what, "ann", body);
    REQUIRE_MESSAGE(answer.status == 204, answer.body_text());
  };
  const auto first = house.get("/feed", "ann");
  CHECK(Village::about(first, "football", 10) > 0);

  change("PUT", "mutes", json::object{{"kind", "tag"}, {"word", "#Football"}, {"muted", true}});
  change("PUT", "mutes", json::object{{"kind", "word"}, {"word", "CLIP 1001"}, {"muted", true}});
  const auto muted = house.get("/feed?explain=true", "ann");
  CHECK(Village::about(muted, "football", 10) == 0);
  int tags = 0, words = 0;
  for (const auto& one : muted.at("dropped").as_array()) {
    const auto& reason = one.at("reason").as_object();
    if (reason.at("kind").as_string() != "muted") continue;
    tags += reason.at("muted").as_string() == "tag" && reason.at("word").as_string() == "football" ? 1 : 0;
    words += reason.at("muted").as_string() == "word" ? 1 : 0;
  }
  CHECK(tags == 12);
  CHECK(words <= 1);  // its title is looked at when it would be on the page
  for (const auto& item : muted.at("items").as_array()) CHECK(item.at("title").as_string() != "Clip 1001");

  change("PUT", "mutes", json::object{{"kind", "language"}, {"word", "EN"}, {"muted", true}});
  const auto silent = house.get("/feed?explain=true", "ann");
  CHECK(silent.at("items").as_array().empty());  // all speak it
  for (const auto& one : silent.at("dropped").as_array())
    if (const auto& reason = one.at("reason").as_object(); reason.at("muted").as_string() == "language")
      CHECK(reason.at("word").as_string() == "en");
  change("PUT", "mutes", json::object{{"kind", "language"}, {"word", "en"}, {"muted", false}});
  CHECK(house
            .call("PUT", "/me/algorithm/mutes", "ann",
                  json::object{{"kind", "language"}, {"word", "English"}, {"muted", true}})
            .status == 400);

  change("PUT", "sliders", json::object{{"name", "newness"}, {"value", 100}});
  const auto tuned = house.get("/feed", "ann");
  CHECK(tuned.at_pointer("/receipt/policy_digest") != muted.at_pointer("/receipt/policy_digest"));
  CHECK(house.get("/me/algorithm", "ann").at_pointer("/sliders/1/value") == 100);
  CHECK(house.call("PUT", "/me/algorithm/sliders", "ann", json::object{{"name", "charm"}, {"value", 1}})
            .status == 400);

  change("PUT", "choice", json::object{{"algorithm", "latest"}});
  CHECK(house.get("/algorithms", "ann").at("chosen").as_string() == "latest");
  CHECK(house.get("/algorithms", "ben").at("chosen").is_null());
  CHECK(house.call("PUT", "/me/algorithm/choice", "ann", json::object{{"algorithm", "oracle"}}).status ==
        404);
  CHECK_FALSE(
      house.get("/feed/local", "ann").at("items").as_array().empty());  // no language was asked for: any

  // Nobody else's page has changed, and taking it all back is the first page again, but for chance.
  CHECK(Village::about(house.get("/feed", "ben"), "football", 10) > 0);
  change("PUT", "mutes", json::object{{"kind", "tag"}, {"word", "football"}, {"muted", false}});
  change("DELETE", "sliders", nullptr);
  const auto back = house.get("/feed", "ann");
  CHECK(back.at_pointer("/receipt/policy_digest") == first.at_pointer("/receipt/policy_digest"));
  CHECK(Village::about(back, "football", 10) > 0);
}

TEST_CASE("interests over HTTP: what somebody without account chooses leads their pages, and says why") {
  Village village;
  const auto plain = village.house.get("/feed");
  const auto chosen = village.house.get("/feed?interests=Pottery,%23nonsense!");
  MESSAGE("pottery of six: " << Village::about(plain, "pottery") << " -> "
                             << Village::about(chosen, "pottery"));
  CHECK(Village::about(chosen, "pottery") > Village::about(plain, "pottery"));
  CHECK(Village::about(chosen, "pottery") >= 4);
  const auto& clip = first_about(chosen, "pottery");
  const auto& term = clip.at("why").at(reason_of_topic(clip.at("why"), "pottery", "you_said"));
  CHECK(term.at("value").to_number<double>() > 0);
  // It holds for the pages after it, and for nobody else's.
  const auto next = std::string{chosen.at("next").as_string()};
  CHECK(Village::about(village.house.get("/feed?cursor=" + next), "pottery", 10) >= 1);
  CHECK(Village::about(village.house.get("/feed"), "pottery") <= 3);
  // With an account one says so where it is kept.
  CHECK(Village::about(village.house.get("/feed?interests=pottery", "ann"), "pottery") <= 3);
  CHECK(village.house.call("GET", "/feed?interests=").status == 400);
}

TEST_CASE("dropped over HTTP: a reason tells nothing of a clip that is absent for whoever asks") {
  Village village;
  auto& house = village.house;
  const model::AccountId cleo{1}, ann{7};
  const auto named = [&](const json::value& list) {
    return std::ranges::count_if(list.as_array(), [](const json::value& one) {
      return (model::VideoId::parse(one.at("video").as_string().c_str())->raw() - 1000) % 6 == 0;
    });
  };
  REQUIRE(house.record->write([&](ports::Transaction& tx) { return house.follows.block(tx, cleo, ann); }));
  const auto page = house.get("/feed?explain=true", "ann");
  CHECK(named(page.at("dropped")) == 0);
  const auto receipt = std::string{page.at_pointer("/receipt/id").as_string()};
  CHECK(named(house.get("/feed/receipts/" + receipt, "ann").at("dropped")) == 0);
  const auto why = house.get("/feed/why?video=" + model::VideoId{1000}.text() + "&receipt=" + receipt, "ann");
  CHECK_FALSE(why.at("shown").as_bool());
  CHECK(why.at("reason").is_null());
}

TEST_CASE("followers only over HTTP: whoever follows meets it in both feeds, and nobody else anywhere") {
  Village village;
  auto& house = village.house;
  const model::AccountId cleo{1}, ann{7};
  REQUIRE(house.record->write([&](ports::Transaction& tx) { return house.follows.follow(tx, ann, cleo); }));
  const auto shown = [&](const std::string& feed, const std::string& who) {
    const auto page = house.get(feed, who);
    return std::ranges::any_of(page.at("items").as_array(), [](const json::value& item) {
      return item.at("id").as_string() == model::VideoId{5000}.text();
    });
  };
  house.clock.advance(model::Millis{60'000});
  house.publish(5000, cleo, {"pottery"}, 9000, model::Visibility::followers);
  REQUIRE(house.feed.mend());
  CHECK(shown("/feed/following", "ann"));
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(shown("/feed/latest", "ben"));
    CHECK_FALSE(shown("/feed", "ben"));
    CHECK_FALSE(shown("/feed/latest", ""));
  }
  // Once it is for everyone, the newest of all.
  REQUIRE(house.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(auto video, house.video_rows.find(tx, model::VideoId{5000}));
    video->visibility = model::Visibility::everyone;
    return house.video_rows.update(tx, *video);
  }));
  REQUIRE(house.feed.mend());
  CHECK(shown("/feed/latest", "ben"));
}

TEST_CASE("why not over HTTP: the last page's reason, and how it would be judged now") {
  Village village;
  auto& house = village.house;
  const auto page = house.get("/feed?explain=true", "ann");
  const auto dropped = std::string{page.at("dropped").at(0).at("video").as_string()};
  const auto not_this = house.get("/feed/why_not?video=" + dropped, "ann");
  CHECK(not_this.at_pointer("/last/receipt") == page.at_pointer("/receipt/id"));
  CHECK_FALSE(not_this.at_pointer("/last/shown").as_bool());
  CHECK(not_this.at_pointer("/last/reason/kind") == page.at("dropped").at(0).at("reason").at("kind"));
  CHECK(not_this.at_pointer("/now/reason").is_null());
  double sum = 0;
  for (const auto& term : not_this.at_pointer("/now/terms").as_array())
    sum += term.at("value").to_number<double>();
  CHECK(sum == doctest::Approx(not_this.at_pointer("/now/score").to_number<double>()).epsilon(1e-6));

  REQUIRE(house
              .call("PUT", "/me/algorithm/mutes", "ann",
                    json::object{{"kind", "tag"}, {"word", "pottery"}, {"muted", true}})
              .status == 204);
  const auto pottery = model::VideoId{1000}.text();
  const auto muted = house.get("/feed/why_not?video=" + pottery, "ann");
  CHECK(muted.at_pointer("/now/reason/kind").as_string() == "muted");
  CHECK(house.call("GET", "/feed/why_not?video=" + model::VideoId{77}.text(), "ann").status == 404);
}

TEST_CASE("memory over HTTP: history is listed, one viewing is forgotten, reset empties it all") {
  Village village;
  auto& house = village.house;
  const auto page = house.get("/feed", "ann");
  village.swipe(page, "ann");
  const auto before = house.get("/me/algorithm/history", "ann").at("items").as_array();
  REQUIRE(before.size() >= 2);
  const auto forgotten = std::string{before[0].at("video").at("id").as_string()};
  CHECK(house.call("DELETE", "/me/algorithm/history/" + forgotten, "ann").status == 204);
  const auto after = house.get("/me/algorithm/history", "ann").at("items").as_array();
  CHECK(after.size() == before.size() - 1);
  for (const auto& one : after) CHECK(one.at("video").at("id").as_string() != forgotten);
  const auto mine = house.get("/me/algorithm", "ann");
  CHECK_FALSE(mine.at("topics").as_array().empty());
  CHECK_FALSE(mine.at("authors").as_array().empty());
  CHECK(house.call("POST", "/me/algorithm/reset", "ann").status == 204);
  const auto anew = house.get("/me/algorithm", "ann");
  CHECK(anew.at("topics").as_array().empty());
  CHECK(anew.at("authors").as_array().empty());
  CHECK(house.get("/me/algorithm/history", "ann").at("items").as_array().empty());
}

TEST_CASE("memory over HTTP: what was seen a month ago is not listed, though nothing happened since") {
  Village village;
  auto& house = village.house;
  village.swipe(house.get("/feed", "ann"), "ann");
  house.clock.advance(model::Millis{std::chrono::days{29}});
  CHECK_FALSE(house.get("/me/algorithm/history", "ann").at("items").as_array().empty());
  house.clock.advance(model::Millis{std::chrono::days{2}});
  CHECK(house.get("/me/algorithm/history", "ann").at("items").as_array().empty());
}

TEST_CASE("algorithms over HTTP: each is listed and told in both languages") {
  Village village;
  const auto list = village.house.get("/algorithms?language=de");
  CHECK(list.at("algorithms").as_array().size() == 5);
  CHECK(list.at_pointer("/chosen").is_null());
  for (const auto& one : list.at("algorithms").as_array())
    for (const std::string language : {"en", "de"}) {
      const auto told = village.house.get("/algorithms/" + std::string{one.at("name").as_string()} +
                                          "/document?language=" + language);
      CHECK(told.at("sections").as_array().size() >= 3);
      CHECK(told.at("digest") == one.at("digest"));
    }
  CHECK(village.house.call("GET", "/algorithms/oracle/document?language=en").status == 404);
  CHECK(village.house.call("GET", "/feed/oracle").status == 404);
}
}  // namespace vitrine::feed_scenario_test
