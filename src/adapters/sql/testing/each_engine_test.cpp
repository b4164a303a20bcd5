#include "adapters/sql/testing/each_engine.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/postgres_connection.hpp"
#include "adapters/sql/testing/each_database.hpp"
#include "adapters/sql/testing/postgres_server.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::sql::testing {

namespace {

using std::chrono::milliseconds;

void must(const auto& result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
}

/// The server all tests of this binary share, and a migrated database each test's own is copied from.
class Databases {
 public:
  static Databases& get() {
    static Databases all;
    return all;
  }

  [[nodiscard]] std::string dsn(const std::string& database) const {
    return outside_.empty() ? server_->dsn(database) : outside_ + " dbname=" + database;
  }
  void command(const std::string& sql) {
    auto connection = PostgresConnection::open(dsn("template1"), milliseconds{60'000});
    must(connection);
    must((*connection)->script(sql));
  }
  std::string fresh() {
    auto name = prefix_ + std::to_string(++count_);
    command("CREATE DATABASE " + name + " TEMPLATE " + prefix_ + "template");
    return name;
  }
  void drop(const std::string& name) { command("DROP DATABASE " + name + " WITH (FORCE)"); }

 private:
  Databases() {
    if (const char* const outside = std::getenv("VITRINE_TEST_PG")) outside_ = outside;
    else server_ = std::make_unique<PostgresServer>();
    const auto name = prefix_ + "template";
    command("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    Surroundings around;
    auto record = open_postgres({.dsn = dsn(name)}, {around.clock, around.ids});
    must(record);
    must(migrate(**record));
  }
  ~Databases() {
    if (!outside_.empty()) drop(prefix_ + "template");
  }

  std::string prefix_ = "vitrine_test_" + std::to_string(::getpid()) + "_";
  std::string outside_;
  std::unique_ptr<PostgresServer> server_;
  std::atomic<int> count_ = 0;
};

/// A copy of the migrated database, gone at the end.
struct Copy {
  std::string name = Databases::get().fresh();
  Copy() = default;
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() { Databases::get().drop(name); }
};

}  // namespace

namespace {

void each(const std::function<void(std::unique_ptr<SqlRecord>, Surroundings&)>& test) {
  SUBCASE("on SQLite") {
    const base::testing::TemporaryFolder folder;
    Surroundings around;
    auto record =
        open_sqlite({.file = folder.path() / "record.db"}, {around.clock, around.ids, &around.keys});
    must(record);
    must(migrate(**record));
    test(*std::move(record), around);
  }
  SUBCASE("on PostgreSQL") {
    const Copy database;
    Surroundings around;
    auto record =
        open_postgres({.dsn = Databases::get().dsn(database.name)}, {around.clock, around.ids, &around.keys});
    must(record);
    test(*std::move(record), around);
  }
}

}  // namespace

void for_each_engine(const std::function<void(SqlRecord&, Surroundings&)>& test) {
  each([&](std::unique_ptr<SqlRecord> record, Surroundings& around) { test(*record, around); });
}

void for_each_engine(const std::function<void(ports::Record&)>& test) {
  each([&](std::unique_ptr<SqlRecord> record, Surroundings&) { test(*record); });
}

void for_each_database(const std::function<void(std::unique_ptr<SqlRecord>)>& test) {
  each([&](std::unique_ptr<SqlRecord> record, Surroundings&) { test(std::move(record)); });
}

}  // namespace vitrine::sql::testing
