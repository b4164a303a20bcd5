#include "replay/simulate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

namespace vitrine::simulate_test {
using namespace vitrine::replay;

TEST_CASE("gini: nothing when all are equal, (n-1)/n when one has everything") {
  CHECK(gini({3, 3, 3, 3}) == doctest::Approx(0));
  CHECK(gini({0, 0, 0, 8}) == doctest::Approx(0.75));
  CHECK(gini({1, 2, 3, 4}) == doctest::Approx(0.25));
  CHECK(gini({0, 0}) == 0);
}

TEST_CASE("spread: mean and sample deviation") {
  const auto spread = spread_of({1, 2, 3, 4});
  CHECK(spread.mean == doctest::Approx(2.5));
  CHECK(spread.deviation == doctest::Approx(std::sqrt(5.0 / 3)));
  CHECK(spread_of({7}).deviation == 0);
}

TEST_CASE("factorisation: finds tastes that are there, and none in pure chance") {
  vitrine::base::Random random{5};
  const auto rated = [&](double taste) {
    std::vector<Rating> ratings;
    for (std::uint32_t viewer = 0; viewer < 200; ++viewer)
      for (int i = 0; i < 40; ++i) {
        const auto video = static_cast<std::uint32_t>(random.below(60));
        const double chance = 0.5 + ((viewer + video) % 2 == 0 ? taste : -taste);
        ratings.push_back({viewer, video, random.unit() < chance ? 1.0F : 0.0F});
      }
    return ratings;
  };
  const std::vector<std::vector<std::uint32_t>> tags(60, {0});  // the tags say nothing
  const Factorisation found{rated(0.3), 200, tags};
  CHECK(found.held_out().auc > 0.75);
  CHECK(found.held_out().auc_biases < 0.6);
  const Factorisation none{rated(0), 200, tags};
  CHECK(none.held_out().auc < 0.6);
}

TEST_CASE("world: worth is what the weights say of how a showing ends") {
  Audience world = invented_world(3, 10, 30);
  vitrine::learning::PerHead<float> weights{};
  weights[index(vitrine::learning::Head::long_view)] = 2;
  world.value_by(weights);
  CHECK(world.reward(0, 0.25) == doctest::Approx(0.5));
  vitrine::base::Random luck{1};
  double sum = 0;
  for (int i = 0; i < 2000; ++i) sum += world.worth(world.end(0, 0.25, luck));
  CHECK(sum / 2000 == doctest::Approx(0.5).epsilon(0.1));
}

TEST_CASE("mood: the fifth of a topic in a row is wanted less") {
  Mood mood;
  CHECK(mood.appetite(4) == 1);
  for (int i = 0; i < 4; ++i) mood.shown(4);
  CHECK(mood.appetite(4) < 0.7);
  CHECK(mood.appetite(5) > 0.95);
}

TEST_CASE("simulate: the same seed gives the same runs, and every feed has its regret") {
  const SimulateOptions options{.swipes = 600, .seeds = 1, .people = 40, .clips = 60};
  const auto now = [] { return 0.0; };
  const auto one = simulate(options, invented_world, now), again = simulate(options, invented_world, now);
  REQUIRE((one && again));
  REQUIRE(one->runs.size() == algorithms.size());
  for (std::size_t i = 0; i < one->runs.size(); ++i) {
    CHECK(one->runs[i].regret == again->runs[i].regret);
    CHECK(one->runs[i].regret > 0);
    CHECK(one->runs[i].repeats == 0);
    CHECK(one->runs[i].gini > 0);
    CHECK(one->runs[i].gini < 1);
  }
}

TEST_CASE("simulate: the more of the truth a feed reads, the less it regrets") {
  const SimulateOptions options{.swipes = 6000, .seeds = 1, .people = 200, .clips = 200, .taste = 4};
  const auto run = simulate(options, invented_world, [] { return 0.0; });
  REQUIRE(run);
  const auto regret = [&](Algorithm of) { return spread_of(*run, of, &Run::regret).mean; };
  CHECK(regret(Algorithm::knows_law) < regret(Algorithm::popularity));
  CHECK(regret(Algorithm::knows_clips) < regret(Algorithm::knows_law));
  CHECK(regret(Algorithm::knows_characters) < regret(Algorithm::knows_clips));
}

TEST_CASE("simulate: more swipes than people can see new clips are refused") {
  const auto too_small =
      simulate({.swipes = 1000, .people = 10, .clips = 100}, invented_world, [] { return 0.0; });
  CHECK(too_small.error().code == "simulate_too_small");
}

TEST_CASE("simulate: a log too small to live by is refused, bad lines are counted") {
  std::stringstream events{"viewer,video,at_ms,watched_ms,duration_ms\n1,2,3,4,5\n1,2\n"};
  CHECK(FittedWorlds::fit(events, Format::plain).error().code == "simulate_too_small");
  std::stringstream untold{"viewer,video,at_ms,watched_ms\n1,2,1650812741436,9000\n"};
  CHECK(FittedWorlds::fit(untold, Format::plain)
            .error()
            .detail.starts_with("No line of the log says whether a showing was a long view"));
}
}  // namespace vitrine::simulate_test
