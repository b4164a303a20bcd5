// What takeout asks of its stores, on every engine.
#include "adapters/sql/takeout_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::takeout_store_test {
using model::AccountId;
using model::TakeoutId;
using model::TakeoutState;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {
takeout::Export export_of(std::uint64_t id, std::uint64_t account) {
  return {.id = TakeoutId{id}, .account = AccountId{account}, .asked_at = model::instant(1000)};
}
}  // namespace

TEST_CASE("exports: what was written is read, one of each account, until it expires") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    sql::ExportStore store;
    const auto done = record.write([&](ports::Transaction& tx) -> base::Result<void> {
      auto mine = export_of(1, 10);
      REQUIRE(store.insert(tx, mine));
      REQUIRE(store.insert(tx, export_of(2, 11)));
      CHECK(store.find(tx, TakeoutId{1}).value() == mine);
      CHECK(store.of(tx, AccountId{10}).value() == mine);
      CHECK(!store.of(tx, AccountId{12}).value());
      CHECK(store.expired(tx, model::instant(INT64_MAX / 2), 10)->empty());
      mine.state = TakeoutState::ready;
      mine.with_media = false;
      mine.progress_percent = 100;
      mine.done_at = model::instant(2000);
      mine.expires_at = model::instant(3000);
      mine.bytes = 5ULL << 30;
      mine.entries = 7;
      mine.problem_code = "none";
      REQUIRE(store.update(tx, mine));
      CHECK(store.find(tx, TakeoutId{1}).value() == mine);
      CHECK(store.update(tx, export_of(3, 13)).error().code == "export_absent");
      CHECK(store.expired(tx, model::instant(2999), 10)->empty());
      CHECK(store.expired(tx, model::instant(3000), 10)->size() == 1);
      REQUIRE(store.remove(tx, TakeoutId{1}));
      CHECK(!store.find(tx, TakeoutId{1}).value());
      return {};
    });
    CHECK(done);
    const auto twice =
        record.write([&](ports::Transaction& tx) { return store.insert(tx, export_of(4, 11)); });
    CHECK(!twice);
  });
}

TEST_CASE("imports: what was written is read, one of each account, and what came is known by its origin") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    sql::ImportStore store;
    const auto done = record.write([&](ports::Transaction& tx) -> base::Result<void> {
      takeout::Import mine{.id = TakeoutId{1}, .account = AccountId{10}};
      mine.sent_at = model::instant(1000);
      mine.expires_at = model::instant(3000);
      REQUIRE(store.insert(tx, mine));
      CHECK(store.of(tx, AccountId{10}).value() == mine);
      mine.state = TakeoutState::asks;
      mine.wanted = true;
      mine.progress_percent = 40;
      mine.expires_at = model::instant(4000);
      mine.bytes = 5ULL << 30;
      mine.parts = "clips";
      mine.report = "{}";
      mine.problem_code = "zip_bomb";
      mine.problem_detail = "A sentence.";
      REQUIRE(store.update(tx, mine));
      CHECK(store.find(tx, TakeoutId{1}).value() == mine);
      CHECK(store.expired(tx, model::instant(3999), 10)->empty());
      CHECK(store.expired(tx, model::instant(4000), 10)->size() == 1);
      REQUIRE(store.remove(tx, TakeoutId{1}));
      CHECK(store.update(tx, mine).error().code == "import_absent");

      const auto origin = base::sha256(base::as_bytes("clip 1"));
      CHECK(!store.arrived(tx, AccountId{10}, origin).value());
      REQUIRE(store.arrive(tx, AccountId{10}, origin, 77, model::instant(1)));
      REQUIRE(store.arrive(tx, AccountId{10}, origin, 78, model::instant(2)));
      CHECK(store.arrived(tx, AccountId{10}, origin).value() == 78);
      CHECK(!store.arrived(tx, AccountId{11}, origin).value());
      return {};
    });
    CHECK(done);
  });
}
}  // namespace vitrine::takeout_store_test
