// What each of the click models learns that the others do not, and that all are deterministic. (A pair that
// neither feature predicts, and strange rows: sequence_test.cpp.)
#include "replay/learners/row_model.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "learning/numeric.hpp"
#include "replay/learners/row_logistic.hpp"
#include "replay/learners/row_network.hpp"

namespace vitrine::row_model_test {
using namespace vitrine::replay;
using learning::logistic;
namespace {

constexpr int rows = 12'000, judged_from = 9'000;

struct Given {
  std::vector<RowFeature> features;
  bool yes;
};

/// Mean negative log likelihood of the last rows, each told before it is learned.
template <class Model, class Make>
double loss_of(Model& model, Make make) {
  vitrine::base::Random random{3};
  double sum = 0;
  for (int i = 0; i < rows; ++i) {
    const Given row = make(random);
    const double p = logistic(model.score(row.features));
    if (i >= judged_from) sum -= std::log(row.yes ? p : 1 - p);
    model.learn(row.features, row.yes);
  }
  return sum / (rows - judged_from);
}

/// Whether somebody had something before; who had it once has it again, and else hardly ever. Neither rate
/// tells: it is that the pair was met at all.
Given again(vitrine::base::Random& random) {
  const std::uint64_t who = random.below(40), what = random.below(40), chance = random.below(4000);
  const bool likes = vitrine::base::mix64(who * 40 + what) % 4 == 0;
  return {{{who + 1, 0, 1}, {what + 101, 1, 1}}, likes ? chance >= 200 : chance < 200};
}

/// Many words, of which each says a little.
Given text(vitrine::base::Random& random) {
  Given row{{}, false};
  double sum = 0;
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t word = random.below(600);
    row.features.push_back({word + 1, 0, 1});
    sum += vitrine::base::mix64(word) % 2 == 0 ? 0.3 : -0.3;
  }
  row.yes = random.unit() < 1 / (1 + std::exp(-sum));
  return row;
}

}  // namespace

TEST_CASE("row model: a pair's own count is heard") {
  RowModel counters;
  RowLogistic logistic;
  CHECK(loss_of(counters, again) < 0.35);
  CHECK(loss_of(logistic, again) > 0.45);  // knows no pairs
}

TEST_CASE("row network: learns pairs by vectors alone, the same bits twice") {
  const auto alike = [](vitrine::base::Random& random) {
    const std::uint64_t a = random.below(12), b = random.below(12);
    return Given{{{a + 1, 0, 1}, {b + 101, 1, 1}}, a % 3 == b % 3};
  };
  RowNetwork one{1}, same{1}, other{2};
  const double loss = loss_of(one, alike);
  CHECK(loss < 0.1);
  CHECK(loss_of(same, alike) == loss);
  CHECK(loss_of(other, alike) != loss);
}

TEST_CASE("row network: of a column with many values none is lost, and columns without end do no harm") {
  RowNetwork network{1};
  std::vector<RowFeature> wide;
  for (std::uint64_t i = 0; i < 200; ++i)
    wide.push_back({i + 1, static_cast<std::uint32_t>(i * 50'000'000), 1});
  for (int i = 0; i < 200; ++i) {
    network.learn(wide, true);
    network.learn({}, false);
  }
  CHECK(network.score(wide) > 1);
  CHECK(network.score({}) < 0);
  CHECK(std::isfinite(network.score(std::vector<RowFeature>{{99'999, 3, 1}})));
}

TEST_CASE("row logistic: of many words all are heard, and how much of each counts") {
  RowLogistic logistic;
  RowModel counters;
  const double loss = loss_of(logistic, text);
  CHECK(loss < 0.48);  // of always one half .69; who knows the weights .42
  CHECK(loss < loss_of(counters, text));
  const std::vector<RowFeature> one{{1, 0, 1}}, twice{{1, 0, 2}}, none;
  CHECK(logistic.score(twice) - logistic.score(one) ==
        doctest::Approx(logistic.score(one) - logistic.score(none)).epsilon(0.001));
}

}  // namespace vitrine::row_model_test
