// Who predicts best is believed, whoever that is.
#include "replay/click_ensemble.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <vector>

#include "base/random.hpp"

namespace vitrine::click_ensemble_test {
using namespace vitrine::replay;

TEST_CASE("blend: believes who knows, corrects who exaggerates, and of few rows takes the mean") {
  vitrine::base::Random random{3};
  std::vector<ScoredRow> rows;
  for (int i = 0; i < 3000; ++i) {
    const bool yes = random.below(2) == 1;
    const bool right = random.below(10) != 0;
    const float exaggerated = right == yes ? 6.0F : -6.0F;  // the truth is 2.2
    const float guess = random.below(2) == 1 ? 2.0F : -2.0F;
    rows.push_back({{exaggerated, guess, 0}, yes});
  }
  const Blend blend = blend_of(rows);
  CHECK(blend.weights[0] == doctest::Approx(2.197 / 6).epsilon(0.1));
  CHECK(std::abs(blend.weights[1]) < 0.1);
  CHECK(blend.score({6, 0, 0}) == doctest::Approx(2.2).epsilon(0.1));
  const Blend none = blend_of({});
  CHECK(none.score({3, 0, 3}) == doctest::Approx(2));
  CHECK(blend_of(std::span{rows}.first(1)).weights[0] > 0.2);
}

}  // namespace vitrine::click_ensemble_test
