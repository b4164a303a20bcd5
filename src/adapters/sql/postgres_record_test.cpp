// What only the PostgreSQL record has: a server that can go away.
#include <doctest/doctest.h>

#include <thread>

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/postgres_connection.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "adapters/sql/testing/postgres_server.hpp"

namespace vitrine::postgres_record_test {
using base::Result;
using sql::connection;
using sql::testing::PostgresServer;
using sql::testing::Surroundings;
using std::chrono::milliseconds;

namespace {

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

/// One server for this file, which its tests may stop and start; each has a database of its own.
struct House {
  PostgresServer& server = shared();
  std::string database = "case_" + std::to_string(++count);
  Surroundings around;

  House() {
    auto other = sql::PostgresConnection::open(server.dsn("template1"), milliseconds{15'000}).value();
    REQUIRE(other->script("CREATE DATABASE " + database));
  }
  static PostgresServer& shared() {
    static PostgresServer server;
    return server;
  }
  static inline int count = 0;

  [[nodiscard]] Result<std::unique_ptr<sql::SqlRecord>> open(milliseconds statement_timeout = milliseconds{
                                                                 15'000}) {
    return sql::open_postgres(
        {.dsn = server.dsn(database), .connections = 3, .statement_timeout = statement_timeout},
        {around.clock, around.ids});
  }
  /// As another client would.
  void command(const std::string& text) {
    auto other = sql::PostgresConnection::open(server.dsn(database), milliseconds{15'000});
    REQUIRE_MESSAGE(other, other.error().detail);
    const auto done = (*other)->script(text);
    REQUIRE_MESSAGE(done, done.error().detail);
  }
  /// True once `question` counts something.
  bool wait_for(const std::string& question) {
    auto other = sql::PostgresConnection::open(server.dsn(database), milliseconds{15'000}).value();
    for (int i = 0; i < 10'000; ++i) {
      if (other->value<std::int64_t>(question).value().value() > 0) return true;
      std::this_thread::yield();
    }
    return false;
  }
};

Result<std::int64_t> set(ports::Transaction& tx, std::string_view name) {
  return connection(tx).exec("INSERT INTO house_setting (name, value) VALUES ($1, 'x')", name);
}

std::int64_t settings(ports::Record& record) {
  const auto found = record.read([](ports::Transaction& tx) {
    return connection(tx).value<std::int64_t>("SELECT count(*) FROM house_setting");
  });
  REQUIRE_MESSAGE(found, found.error().detail);
  return found->value();
}

}  // namespace

TEST_CASE("postgres_record: a server that goes away and comes back") {
  House house;
  auto opened = house.open();
  REQUIRE_MESSAGE(opened, opened.error().detail);
  auto& record = **opened;
  REQUIRE(sql::migrate(record));
  CHECK(record.write([](ports::Transaction& tx) { return set(tx, "before"); }));

  SUBCASE("a restart is not noticed, by a write nor by a read") {
    house.server.stop_at_once();
    house.server.start();
    const auto after = record.write([](ports::Transaction& tx) { return set(tx, "after"); });
    CHECK_MESSAGE(after, (after ? "" : after.error().detail));
    house.server.stop_at_once();
    house.server.start();
    CHECK(settings(record) == 2);
  }
  SUBCASE("while it is away the answer is an error, and nothing is remembered of it") {
    house.server.stop_at_once();
    CHECK(code_of(record.write([](ports::Transaction& tx) { return set(tx, "lost"); })) ==
          "record_unreachable");
    CHECK(code_of(house.open()) == "record_unreachable");
    house.server.start();
    CHECK(settings(record) == 1);
  }
  SUBCASE("a connection that breaks in the middle of a body runs it again") {
    int runs = 0;
    CHECK(record.write([&](ports::Transaction& tx) -> Result<void> {
      TRY(set(tx, "again"));
      if (++runs == 1)
        house.command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
      TRY(set(tx, "more"));
      return {};
    }));
    CHECK(runs == 2);
    CHECK(settings(record) == 3);
  }
  SUBCASE("a connection that breaks during the commit, after it took place") {
    // The commit is on the server's disk and waits for a standby that never comes.
    int runs = 0;
    std::jthread writer{[&] {
      CHECK(record.write([&](ports::Transaction& tx) {
        ++runs;
        static_cast<void>(connection(tx).script("SET LOCAL synchronous_commit = 'on'"));
        return set(tx, "committed");
      }));
    }};
    REQUIRE(house.wait_for("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"));
    house.command("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    writer.join();
    CHECK(runs == 1);
    CHECK(settings(record) == 2);
  }
}

TEST_CASE("postgres_record: a statement that takes too long is stopped by the server") {
  House house;
  auto record = house.open(milliseconds{50}).value();
  const auto slow =
      record->read([](ports::Transaction& tx) { return connection(tx).exec("SELECT pg_sleep(30)"); });
  CHECK(code_of(slow) == "record_busy");
  CHECK(record->read([](ports::Transaction& tx) { return connection(tx).value<int>("SELECT 1"); }));
}

TEST_CASE("postgres_record: a database in another order or encoding is refused, and says what to do") {
  House house;
  house.command("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
  const auto refused =
      sql::open_postgres({.dsn = house.server.dsn("latin")}, {house.around.clock, house.around.ids});
  CHECK(code_of(refused) == "database_unsuitable");
  CHECK(refused.error().detail.find("CREATE DATABASE") != std::string::npos);
}
}  // namespace vitrine::postgres_record_test
