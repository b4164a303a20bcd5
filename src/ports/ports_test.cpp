#include <doctest/doctest.h>

#include <set>

#include "model/ids.hpp"
#include "model/words.hpp"
#include "ports/ids.hpp"

namespace vitrine::ports_test {
TEST_CASE("ids: in_order ids sort by time and unguessable ids are never zero") {
  ports::FakeClock clock;
  ports::FakeRng rng{42};
  ports::Ids ids{clock, rng};
  const auto early = ids.in_order<model::CommentId>();
  clock.advance(model::Millis{5});
  const auto late = ids.in_order<model::CommentId>();
  CHECK(early < late);
  CHECK((late.raw() >> 63) == 0);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = ids.unguessable<model::VideoId>();
    CHECK(id.raw() != 0);
    seen.insert(id.raw());
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("words: every spelling reads back to its word") {
  for (const auto& [value, name] : model::Words<model::Visibility>::list) {
    CHECK(model::text(value) == name);
    CHECK(model::word<model::Visibility>(name) == value);
  }
  CHECK_FALSE(model::word<model::Role>("root"));
}
}  // namespace vitrine::ports_test
