// What is told is what ranked, to the last digits.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "feed/judgement.hpp"
#include "feed/receipt.hpp"
#include "feed/stages.hpp"
#include "feed/testing/town.hpp"

namespace vitrine::explain_test {
using namespace vitrine::feed;
using feed::testing::Town;

namespace {

/// Viewers with tastes that are clear, so that there are predictions near 0 and near 1 too.
Town busy_town() {
  Town town;
  base::Random random{5};
  for (std::uint64_t n = 1; n <= 100; ++n)
    town.publish(n, 1 + n % 20, {"t" + std::to_string(n % 9), "u" + std::to_string(n % 23)});
  for (int i = 0; i < 4000; ++i) {
    const std::uint64_t viewer = 1 + random.below(20), video = 1 + random.below(100);
    town.watch(viewer, video, random.unit() < ((viewer + video % 9) % 3 == 0 ? 0.9 : 0.1));
    using model::events::Deed;
    if (i % 7 == 0 || i % 13 == 0)
      town.tell(model::events::Done{model::ViewerId{viewer}, model::VideoId{video},
                                    i % 7 == 0 ? Deed::liked : Deed::not_interested});
  }
  return town;
}

}  // namespace

TEST_CASE("explain: the told score is the very one that ranked, and the terms sum to it") {
  const Town town = busy_town();
  Policy usual = home();
  usual.drop_seen = false;
  Policy heaviest = usual;
  for (std::size_t h = 0; h < learning::heads_count; ++h) heaviest.weights[h] = h % 3 == 0 ? -50.0F : 50.0F;
  for (const Policy& policy : {usual, heaviest}) {
    double worst = 0;
    int judged = 0;
    for (std::uint64_t viewer = 0; viewer <= 20; ++viewer) {
      Query query{.viewer = model::ViewerId{viewer}, .at = town.now()};
      query.follows = {model::AccountId{3}};
      const Context context{query, town.model, policy};
      for (const Scored& one : score(context, sift(context, gather(context)))) {
        Item item;
        explain(context, one, item);
        CHECK(item.score == one.score);
        double sum = 0;
        for (const Term& term : item.terms) {
          sum += term.value;
          if (term.evidence == Evidence::untried) CHECK(term.x * term.weight == doctest::Approx(term.value));
        }
        worst = std::max(worst, std::abs(sum - one.score));
        ++judged;
      }
    }
    MESSAGE(judged << " judged, the sum of the terms differs from the ranked score by at most " << worst);
    CHECK(judged > 1000);
    CHECK(worst < 1e-11);
  }
}

TEST_CASE("explain: who is shown and who is not are scored alike") {
  const Town town = busy_town();
  Query query{.viewer = model::ViewerId{3}, .at = town.now()};
  const Slate shown = rank(query, town.model, home());
  query.count = 0;
  const Slate below = rank(query, town.model, home());
  for (const Item& item : shown.items)
    for (const Dropped& dropped : below.dropped)
      if (const auto* cut = std::get_if<BelowTheCut>(&dropped.reason); cut && dropped.video == item.video)
        CHECK(cut->score == item.score);
}
TEST_CASE("explain: what was said is told as said, and what was done seldom is not told as usual") {
  using model::events::TopicWished;
  using model::events::Wish;
  const auto about = [](const Town& town, std::string_view tag) {
    const Query query{.viewer = model::ViewerId{1}, .at = town.now()};
    const Judgement judged = judge(query, town.model, home(), model::VideoId{60});
    const auto own = std::ranges::find_if(judged.terms, [&](const Term& term) {
      return (term.evidence == Evidence::you_topic || term.evidence == Evidence::you_said) && term.tag == tag;
    });
    REQUIRE(own != judged.terms.end());
    return *own;
  };
  Town town;
  for (std::uint64_t n = 1; n <= 60; ++n) town.publish(n, n, {"slow"});
  for (std::uint64_t n = 1; n <= 11; ++n) town.watch(1, n, n == 11);
  CHECK(about(town, "slow").evidence == Evidence::you_topic);
  CHECK(about(town, "slow").signal != learning::Head::finish);
  town.tell(TopicWished{model::ViewerId{1}, "slow", Wish::more});
  CHECK(about(town, "slow").evidence == Evidence::you_said);
  CHECK(about(town, "slow").value > 0);
  town.tell(TopicWished{model::ViewerId{1}, "slow", Wish::less});
  CHECK(about(town, "slow").evidence == Evidence::you_said);
  CHECK(about(town, "slow").value < 0);
}

TEST_CASE("explain: the topic that is told is the one that counts, not that of the last sitting's mood") {
  Town town;
  for (std::uint64_t n = 1; n <= 20; ++n) town.publish(n, n, {"clay"});
  for (std::uint64_t n = 21; n <= 30; ++n) town.publish(n, n, {"glass"});
  town.publish(60, 60, {"glass", "clay"});
  for (std::uint64_t n = 1; n <= 12; ++n) town.watch(1, n, true);
  town.watch(1, 13, false);  // the mood turns ...
  for (std::uint64_t n = 21; n <= 24; ++n) town.watch(1, n, true);
  const Query query{.viewer = model::ViewerId{1}, .at = town.now() + std::chrono::hours{10}};
  const Judgement judged = judge(query, town.model, home(), model::VideoId{60});
  const auto told = std::ranges::find(judged.terms, Evidence::you_topic, &Term::evidence);
  REQUIRE(told != judged.terms.end());
  CHECK(told->tag == "clay");
}

TEST_CASE("explain: a wish counts more than a settled taste, is told once, and adds up") {
  using model::events::TopicWished;
  using model::events::Wish;
  Town town;
  for (std::uint64_t n = 1; n <= 120; ++n) town.publish(n, 1 + n % 7, {n % 2 == 0 ? "glass" : "clay"});
  base::Random others{5};
  for (std::uint64_t i = 0; i < 600; ++i)
    town.watch(10 + others.below(30), 1 + others.below(120), others.unit() < 0.5);
  for (std::uint64_t n = 1; n <= 80; ++n) town.watch(1, n, n % 2 != 0);  // clay to the end, glass never
  const auto of_glass = [&](const Policy& policy) {
    Query query{.viewer = model::ViewerId{1}, .at = town.now(), .seed = 3, .count = 8};
    int found = 0;
    for (const Item& item : rank(query, town.model, policy).items) {
      if (item.move == Move::explored) continue;
      found += item.video.raw() % 2 == 0 ? 1 : 0;
      double sum = 0;
      for (const Term& term : item.terms) sum += term.value;
      CHECK(std::abs(sum - item.score) < 1e-9);
      CHECK(std::ranges::count(item.terms, Evidence::you_said, &Term::evidence) <= 1);
    }
    return found;
  };
  REQUIRE(of_glass(home()) <= 2);  // the rule on topics alone lets it in
  town.tell(TopicWished{model::ViewerId{1}, "glass", Wish::more});
  CHECK(of_glass(home()) >= 4);
  Policy without = home();
  without.wish_bonus = 0;
  CHECK(of_glass(without) < of_glass(home()));
  town.tell(TopicWished{model::ViewerId{1}, "glass", Wish::neutral});
  REQUIRE(of_glass(home()) <= 2);
  town.tell(TopicWished{model::ViewerId{1}, "clay", Wish::less});
  CHECK(of_glass(home()) >= 4);
}
}  // namespace vitrine::explain_test
