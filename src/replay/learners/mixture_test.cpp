#include "replay/learners/mixture.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"

namespace vitrine::mixture_test {
using namespace vitrine::replay;

namespace {

/// One choice between two candidates with odds of `strength` per unit of feature `tells`; of the features
/// that the mixture sees, two are by chance.
void choose(Mixture& mixture, vitrine::base::Random& random, std::size_t tells, double strength,
            const Mixture::Circumstances& at) {
  std::array<Mixture::Row, 2> rows{};
  for (auto& row : rows)
    for (std::size_t f = 0; f < 2; ++f) row[f] = static_cast<float>(random.below(2001)) * 0.001F - 1;
  const double favours = strength * (rows[0][tells] - rows[1][tells]);
  const bool first = static_cast<double>(random.below(1'000'000)) * 1e-6 < 1 / (1 + std::exp(-favours));
  const auto w = mixture.weights(at);
  double score = 0;
  for (std::size_t f = 0; f < 2; ++f) score += w[f] * (rows[0][f] - rows[1][f]);
  const double p = 1 / (1 + std::exp(-score));
  std::array<double, Mixture::features> slope{};
  for (std::size_t f = 0; f < 2; ++f) slope[f] = (p - (first ? 1 : 0)) * (rows[0][f] - rows[1][f]);
  mixture.descend(slope, at);
}

}  // namespace

TEST_CASE("mixture: finds what the choices were made by, for each circumstance") {
  vitrine::base::Random random{11};
  Mixture mixture;
  const Mixture::Circumstances slow{.length = 2, .sitting = 0}, quick{.length = 2, .sitting = 4};
  for (int i = 0; i < 20'000; ++i) {
    choose(mixture, random, 0, 2, slow);
    choose(mixture, random, 1, 2, quick);
  }
  CHECK(mixture.weights(slow)[0] == doctest::Approx(2).epsilon(0.2));
  CHECK(std::abs(mixture.weights(slow)[1]) < 0.4);
  CHECK(mixture.weights(quick)[1] == doctest::Approx(2).epsilon(0.2));
  CHECK(std::abs(mixture.weights(quick)[0]) < 0.4);
}

TEST_CASE("mixture: what was learned of the present does not differ by the past until the past is met") {
  vitrine::base::Random random{12};
  Mixture mixture;
  mixture.start_with(1, 0.5F);
  Mixture::Circumstances at{.length = 1, .sitting = 1};
  CHECK(mixture.weights(at)[1] == 0.5F);
  for (int i = 0; i < 500; ++i) choose(mixture, random, 0, 1, at);
  Mixture::Circumstances past = at;
  past.past = true;
  CHECK(mixture.weights(at)[0] > 0.3F);
  CHECK(mixture.weights(past)[0] > 0.1F);
  CHECK(mixture.weights(past)[0] != mixture.weights(at)[0]);
}

TEST_CASE("mixture: directions that never occur stay finite") {
  Mixture mixture;
  std::array<double, Mixture::features> slope{};
  for (int i = 0; i < 50'000; ++i) {
    slope[3] = i % 2 == 0 ? 1 : -1;
    mixture.descend(slope, {});
  }
  slope[5] = 1;  // for the first time
  mixture.descend(slope, {});
  for (const float weight : mixture.weights({})) CHECK(std::abs(weight) < 3);
}

}  // namespace vitrine::mixture_test
