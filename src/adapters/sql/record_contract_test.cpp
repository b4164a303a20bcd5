// What every engine of the record promises, said once and run on each.
#include <doctest/doctest.h>

#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"

using namespace vitrine;
using base::Result;
using sql::connection;
using sql::testing::for_each_engine;

namespace {

void make_table(ports::Record& record) {
  REQUIRE(record.write([](ports::Transaction& tx) {
    return connection(tx).script(
        "CREATE TABLE house_try (id bigint PRIMARY KEY, word text, amount double precision, body bytea,"
        " parent bigint REFERENCES house_try (id), positive bigint CHECK (positive > 0))");
  }));
}

Result<void> add(ports::Transaction& tx, std::int64_t id) {
  TRY(connection(tx).exec("INSERT INTO house_try (id) VALUES ($1)", id));
  return {};
}

std::int64_t count(ports::Record& record) {
  const auto found = record.read([](ports::Transaction& tx) {
    return connection(tx).value<std::int64_t>("SELECT count(*) FROM house_try");
  });
  REQUIRE_MESSAGE(found, found.error().detail);
  return found->value();
}

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

}  // namespace

TEST_CASE("record: what a write returns a value for is there, what it returns an error for never was") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    CHECK(record.write([](ports::Transaction& tx) { return add(tx, 1); }));
    const auto refused = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 2));
      return base::fail(base::Fault::refused, "not_today", "Come back tomorrow.");
    });
    CHECK(code_of(refused) == "not_today");
    CHECK(count(record) == 1);
  });
}

TEST_CASE("record: a clash is recognised, spoils its transaction and only that") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    REQUIRE(record.write([](ports::Transaction& tx) { return add(tx, 1); }));
    const auto clash = record.write([](ports::Transaction& tx) { return add(tx, 1); });
    CHECK(code_of(clash) == sql::unique_violation);
    CHECK(clash.error().fault == base::Fault::conflict);

    const auto swallowed = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 2));
      CHECK_FALSE(add(tx, 1));
      CHECK(code_of(add(tx, 3)) == sql::unique_violation);
      return 7;
    });
    CHECK(code_of(swallowed) == sql::unique_violation);
    CHECK(count(record) == 1);
    CHECK(record.write([](ports::Transaction& tx) { return add(tx, 2); }));
  });
}

TEST_CASE("record: an attempt fails alone") {
  for_each_engine([](ports::Record& record) {
    make_table(record);
    const auto done = record.write([](ports::Transaction& tx) -> Result<int> {
      TRY(add(tx, 1));
      const auto tried = connection(tx).attempt([&]() -> Result<void> {
        TRY(add(tx, 2));
        return add(tx, 1);
      });
      CHECK(code_of(tried) == sql::unique_violation);
      TRY(connection(tx).attempt([&] { return add(tx, 3); }));
      TRY(add(tx, 4));
      return 0;
    });
    CHECK_MESSAGE(done, done.error().detail);
    CHECK(count(record) == 3);
  });
}
