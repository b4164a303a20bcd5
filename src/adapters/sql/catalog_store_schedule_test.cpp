// What the plan of publications promises, on every engine.
#include "adapters/sql/catalog_store_schedule.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::catalog_store_schedule_test {
using catalog::Planned;
using model::AccountId;
using model::VideoId;
using ports::Transaction;

namespace {
const auto noon = model::instant(1'700'000'000'000);
Planned planned(std::uint64_t video, std::uint64_t author, std::int64_t ms) {
  return {VideoId{video}, AccountId{author}, noon + model::Millis{ms}};
}
}  // namespace

TEST_CASE("schedule_store: plans are moved, listed by author and due in order, and go with their video") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::ScheduleStore store;
    const auto done = record.write([&](Transaction& tx) -> base::Result<void> {
      for (const auto& one : {planned(1, 7, 30), planned(2, 7, 10), planned(3, 8, 20), planned(1, 7, 5)})
        TRY(store.put(tx, one));
      return {};
    });
    REQUIRE(done);
    REQUIRE(record.read([&](Transaction& tx) -> base::Result<void> {
      CHECK(*store.find(tx, VideoId{1}) == planned(1, 7, 5));
      CHECK_FALSE(*store.find(tx, VideoId{9}));
      CHECK(*store.of_author(tx, AccountId{7}) == std::vector{planned(1, 7, 5), planned(2, 7, 10)});
      CHECK(store.due(tx, noon + model::Millis{4}, 10)->empty());
      CHECK(*store.due(tx, noon + model::Millis{10}, 10) == std::vector{planned(1, 7, 5), planned(2, 7, 10)});
      CHECK(store.due(tx, noon + model::Millis{1000}, 2)->size() == 2);
      return {};
    }));
    sql::VideoStore videos;
    REQUIRE(record.write([&](Transaction& tx) -> base::Result<void> {
      TRY(store.remove(tx, VideoId{2}));
      return videos.remove(tx, VideoId{1}, noon);
    }));
    REQUIRE(record.read([&](Transaction& tx) -> base::Result<void> {
      CHECK(*store.due(tx, noon + model::Millis{1000}, 10) == std::vector{planned(3, 8, 20)});
      return {};
    }));
  });
}
}  // namespace vitrine::catalog_store_schedule_test
