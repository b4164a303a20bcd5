// The feed over HTTP, down to the record, the log and the model, and back.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"

using namespace vitrine;
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
  /// Pottery to the end, football away, the rest not looked at: of one page.
  void swipe(const json::value& page, const std::string& who) {
    for (std::size_t i = 0; i < page.at("items").as_array().size(); ++i) {
      const auto topic = topic_of(page.at("items").at(i));
      if (topic != "baking") house.watch(page, i, topic == "pottery", who);
    }
  }
};

/// The first reason a clip of the page was chosen for, apart from where every clip starts.
const json::value& first_term(const json::value& item) { return item.at("why").at(0); }
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
    CHECK(Village::about(after, "football") == 0);
    const auto& term = first_term(after.at("items").at(0));
    CHECK(term.at_pointer("/evidence/kind").as_string() == "you_topic");
    CHECK(term.at_pointer("/evidence/tag").as_string() == "pottery");
    CHECK(term.at_pointer("/evidence/finished").to_number<int>() >= 3);
    CHECK(term.at("signal").as_string() == "finish");
    // Why that one, asked alone, says the same.
    const auto why =
        village.house.get("/feed/why?video=" + std::string{after.at("items").at(0).at("id").as_string()} +
                              "&receipt=" + std::string{after.at("receipt").at("id").as_string()},
                          who);
    CHECK(why.at("shown").as_bool());
    CHECK(why.at("terms").at(0) == term);
  }
}
