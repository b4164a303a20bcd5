#pragma once
// For store tests: runs the same sentences on every engine, each time on a fresh, migrated database.
//
//   TEST_CASE("catalog_store: a saved video reads back") {
//     sql::testing::for_each_engine([](ports::Record& record) { ... CHECK(...) ... });
//   }
//
// PostgreSQL is started once per test binary in a folder of its own (or taken from $VITRINE_TEST_PG, a libpq
// connection string with the right to create databases) and stopped at the end.
#include <functional>

#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/testing/memory_keys.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/record.hpp"
#include "ports/rng.hpp"

namespace vitrine::sql::testing {

/// What the record under test is opened with; each call of the test gets fresh ones.
struct Surroundings {
  ports::FakeClock clock;
  ports::FakeRng rng{1};
  ports::Ids ids{clock, rng};
  MemoryKeys keys;
};

void for_each_engine(const std::function<void(ports::Record&)>& test);
void for_each_engine(const std::function<void(SqlRecord&, Surroundings&)>& test);

}  // namespace vitrine::sql::testing
