#include "app/once_a_day.hpp"

#include <doctest/doctest.h>

namespace vitrine::once_a_day_test {
using app::OnceADay;

TEST_CASE("once_a_day: at the first call, then when another day has begun, and again after it failed") {
  constexpr std::int64_t hour_ms = 3'600'000;
  OnceADay chore;
  int done = 0;
  bool broken = false;
  const auto at_hour = [&](std::int64_t hour) {
    return chore.run(model::instant(hour * hour_ms), [&]() -> base::Result<int> {
      if (broken) return base::fail(base::Fault::not_available, "broken", "It is broken.");
      return ++done;
    });
  };
  CHECK(at_hour(22));
  CHECK(done == 1);  // it does not wait for a day of its own
  CHECK(at_hour(23));
  CHECK(done == 1);
  broken = true;
  CHECK_FALSE(at_hour(24));
  broken = false;
  CHECK(at_hour(24));
  CHECK(done == 2);
  CHECK(at_hour(47));
  CHECK(done == 2);
  // A house that is started anew at night.
  chore = {};
  CHECK(at_hour(48));
  CHECK(done == 3);
}
}  // namespace vitrine::once_a_day_test
