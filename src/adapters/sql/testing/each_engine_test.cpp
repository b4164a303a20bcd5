#include "adapters/sql/testing/each_engine.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/migrations.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::sql::testing {

void for_each_engine(const std::function<void(SqlRecord&, Surroundings&)>& test) {
  SUBCASE("on SQLite") {
    const base::testing::TemporaryFolder folder;
    Surroundings around;
    auto record = open_sqlite({.file = folder.path() / "record.db"}, {around.clock, around.ids});
    REQUIRE_MESSAGE(record, record.error().detail);
    const auto migrated = migrate(**record);
    REQUIRE_MESSAGE(migrated, migrated.error().detail);
    test(**record, around);
  }
}

void for_each_engine(const std::function<void(ports::Record&)>& test) {
  for_each_engine([&](SqlRecord& record, Surroundings&) { test(record); });
}

}  // namespace vitrine::sql::testing
