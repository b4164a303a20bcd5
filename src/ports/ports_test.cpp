#include <doctest/doctest.h>

#include <set>

#include "model/ids.hpp"
#include "model/words.hpp"
#include "ports/event_batch.hpp"
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

TEST_CASE("event_batch: gives back what was added, also filled a second time") {
  const std::vector<base::Bytes> events{base::Bytes(3, std::byte{1}), {}, base::Bytes(300, std::byte{2})};
  ports::EventBatch batch{events};
  for (int round = 0; round < 2; ++round) {
    REQUIRE(batch.size() == events.size());
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(std::ranges::equal(batch[i], events[i]));
    base::WireReader in{batch.packed(1, 3)};
    CHECK(in.count(1000) == 0);
    CHECK(std::ranges::equal(in.raw(in.count(1000)), events[2]));
    CHECK(in.finished());
    batch.clear();
    CHECK(batch.empty());
    for (const auto& event : events) batch.add(event);
  }
  const model::FeedEvent reset{model::instant(5), model::events::ViewerReset{model::ViewerId{7}}};
  batch.add(reset);
  CHECK(std::ranges::equal(batch[3], model::encode(reset)));
}

TEST_CASE("words: every spelling reads back to its word") {
  for (const auto& [value, name] : model::Words<model::Visibility>::list) {
    CHECK(model::text(value) == name);
    CHECK(model::word<model::Visibility>(name) == value);
  }
  CHECK_FALSE(model::word<model::Role>("root"));
}
}  // namespace vitrine::ports_test
