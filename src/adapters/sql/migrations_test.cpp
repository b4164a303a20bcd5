#include "adapters/sql/migrations.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::migrations_test {
using base::EmbeddedFile;
using sql::migrate;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {

/// The real history, which the fresh database has, and `more` files after it.
std::vector<EmbeddedFile> history(std::initializer_list<EmbeddedFile> more) {
  std::vector<EmbeddedFile> files{sql_migrations().begin(), sql_migrations().end()};
  files.insert(files.end(), more);
  return files;
}

const EmbeddedFile one_more{"9001_try.sql",
                            "-- A table.\nCREATE TABLE house_one (id bigint);\n"
                            "CREATE TABLE house_two (id bigint);\n"};
const EmbeddedFile column{"9002_try.sql", "ALTER TABLE house_one ADD COLUMN word text;"};

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

bool exists(ports::Record& record, const std::string& table) {
  return record
      .read([&](ports::Transaction& tx) {
        return sql::connection(tx).value<std::int64_t>("SELECT count(*) FROM " + table);
      })
      .has_value();
}

}  // namespace

TEST_CASE("migrations: each file is applied once") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    CHECK(migrate(record).value() == 0);
    CHECK(migrate(record, history({one_more})).value() == 1);
    CHECK(migrate(record, history({one_more})).value() == 0);
    CHECK(migrate(record, history({one_more, column})).value() == 1);
    CHECK(record.write([](ports::Transaction& tx) {
      return sql::connection(tx).exec("INSERT INTO house_one (id, word) VALUES (1, 'x')");
    }));
  });
}

TEST_CASE("migrations: a database of a newer version is refused untouched") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(migrate(record, history({one_more})));
    CHECK(code_of(migrate(record)) == "schema_newer");
    CHECK(code_of(migrate(record, history({column}))) == "schema_newer");
    CHECK(exists(record, "house_one"));
  });
}

TEST_CASE("migrations: a file that changed after it was applied is refused") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(migrate(record, history({one_more})));
    const EmbeddedFile changed{one_more.path, "CREATE TABLE house_one (id bigint, word text);"};
    const auto refused = migrate(record, history({changed}));
    CHECK(code_of(refused) == "schema_changed");
    CHECK(refused.error().detail.find("9001_try.sql") != std::string::npos);
  });
}

TEST_CASE("migrations: a file that fails leaves nothing of itself and keeps those before it") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    const EmbeddedFile broken{"9002_try.sql", "CREATE TABLE house_three (id bigint); CREATE TABLE oops ("};
    CHECK(code_of(migrate(record, history({one_more, broken}))) == "sql_failed");
    CHECK(exists(record, "house_two"));
    CHECK_FALSE(exists(record, "house_three"));
    CHECK(migrate(record, history({one_more, column})).value() == 1);
  });
}

TEST_CASE("migrations: names out of order or without number are a bug") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    for (const std::string_view name :
         {"9001_again.sql", "x.sql", "", "90_short.sql", "9002_try.txt", "90030.sql"})
      CHECK(code_of(migrate(record, history({one_more, {name, "SELECT 1"}}))) == "schema_misnamed");
  });
}

TEST_CASE("migrations: two at once apply everything exactly once") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    std::atomic<int> applied = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
          const auto count = migrate(record, history({one_more, column}));
          CHECK_MESSAGE(count, (count ? "" : count.error().detail));
          applied += count.value_or(0);
        });
    }
    CHECK(applied == 2);
  });
}

TEST_CASE("migrations: lines for one engine are left out on the other") {
  const EmbeddedFile split{
      "9001_try.sql",
      "CREATE TABLE house_one (id bigint);\n-- only sqlite\nCREATE TABLE house_file (id bigint);\n"
      "-- only postgresql\nCREATE TABLE house_server (id bigint);\n-- every engine\n"
      "CREATE TABLE house_two (id bigint);\n"};
  for_each_engine([&](sql::SqlRecord& record, Surroundings&) {
    REQUIRE(migrate(record, history({split})).value() == 1);
    CHECK(exists(record, "house_one"));
    CHECK(exists(record, "house_two"));
    CHECK(exists(record, "house_file") != record.is_postgres());
    CHECK(exists(record, "house_server") == record.is_postgres());
  });
}
}  // namespace vitrine::migrations_test
