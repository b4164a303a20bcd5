#include "learning/numeric.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>

#include "base/random.hpp"

namespace vitrine::numeric_test {
using namespace vitrine::learning;

TEST_CASE("numeric: our exp and log agree with libm to what a score can show") {
  for (float x = -20; x < 20; x += 0.037F)
    CHECK(exp2_portable(x) == doctest::Approx(std::exp2(x)).epsilon(1e-6));
  for (float x = 1e-6F; x < 1e6F; x *= 1.37F)
    CHECK(log2_portable(x) == doctest::Approx(std::log2(x)).epsilon(1e-5));
  CHECK(logistic(0) == 0.5F);
  for (float p = 0.01F; p < 1; p += 0.01F) CHECK(logistic(log_odds(p)) == doctest::Approx(p).epsilon(1e-4));
  CHECK(faded(10, 10) == doctest::Approx(0.5));
}

TEST_CASE("numeric: four at once have the bits of one at a time") {
  const auto same = [](Four four, float one, std::size_t lane) {
    return std::bit_cast<std::uint32_t>(four[lane]) == std::bit_cast<std::uint32_t>(one);
  };
  base::Random random{7};
  for (int i = 0; i < 20'000; ++i) {
    Four x;
    for (std::size_t lane = 0; lane < 4; ++lane)
      x[lane] = static_cast<float>((random.unit() - 0.5) * std::exp2(static_cast<double>(random.below(9))));
    const Four positive = x * x + 1e-6F;
    bool equal = true;
    for (std::size_t lane = 0; lane < 4; ++lane)
      equal = equal && same(exp2_portable(x), exp2_portable(x[lane]), lane) &&
              same(logistic(x), logistic(x[lane]), lane) &&
              same(log2_portable(positive), log2_portable(positive[lane]), lane) &&
              same(log_odds(positive, x), log_odds(positive[lane], x[lane]), lane);
    REQUIRE(equal);
  }
}

TEST_CASE("numeric: inverse roots of four at once have the bits of one at a time, and are near enough") {
  CHECK(rc::check([](std::uint32_t a, std::uint32_t b) {
    const float x = 1e-6F + static_cast<float>(a) * 1e-3F, y = 1e-6F + static_cast<float>(b);
    const Four four = inverse_root(Four{x, y, x * y, 1.0F});
    RC_ASSERT(four[0] == inverse_root(x));
    RC_ASSERT(four[1] == inverse_root(y));
    RC_ASSERT(four[2] == inverse_root(x * y));
    RC_ASSERT(std::abs(four[1] * std::sqrt(y) - 1.0F) < 1.8e-3F);
  }));
}

}  // namespace vitrine::numeric_test
