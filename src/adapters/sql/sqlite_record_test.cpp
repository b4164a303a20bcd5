// What only the SQLite record has: its queue, its one writer, its file.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <latch>
#include <random>
#include <thread>

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "base/random.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::sqlite_record_test {
using base::Result;
using sql::connection;
using sql::testing::Surroundings;

namespace {

struct House {
  base::testing::TemporaryFolder folder;
  Surroundings around;
  [[nodiscard]] std::unique_ptr<sql::SqlRecord> open(sql::SqliteOptions options = {}) {
    options.file = folder.path() / "record.db";
    auto record = sql::open_sqlite(options, {around.clock, around.ids});
    REQUIRE_MESSAGE(record, record.error().detail);
    return *std::move(record);
  }
};

Result<std::int64_t> set(ports::Transaction& tx, std::string_view name) {
  return connection(tx).exec("INSERT INTO house_setting (name, value) VALUES ($1, 'x')", name);
}

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

/// How the child that runs `work` ends.
int fate_of_child(const std::function<void()>& work) {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // The child's last words are expected, and would only puzzle who reads the log.
    if (std::freopen("/dev/null", "w", stderr) == nullptr) std::_Exit(1);
    std::signal(SIGABRT, SIG_DFL);
    work();
    std::_Exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace

TEST_CASE("sqlite_record: more writers than may wait are told so, the others are served") {
  House house;
  const auto record = house.open({.waiting_max = 1, .patience = std::chrono::milliseconds{1}});
  REQUIRE(sql::migrate(*record));
  std::latch inside{1};
  std::latch release{1};
  std::jthread slow{[&] {
    CHECK(record->write([&](ports::Transaction& tx) {
      inside.count_down();
      release.wait();
      return set(tx, "slow");
    }));
  }};
  inside.wait();
  // One of these two takes the only place; as long as `slow` holds the writer, the other finds none.
  std::atomic<int> refused = 0;
  const auto hurry = [&](std::string_view name) {
    const auto status = record->write([&](ports::Transaction& tx) { return set(tx, name); });
    if (status) return;
    CHECK(status.error().code == "record_busy");
    ++refused;
    release.count_down();
  };
  std::jthread first{hurry, "first"};
  std::jthread second{hurry, "second"};
  slow.join();
  first.join();
  second.join();
  CHECK(refused == 1);
}

TEST_CASE("sqlite_record: more readers than connections wait their turn, or are told so") {
  House house;
  const auto record = house.open({.readers = 1, .patience = std::chrono::milliseconds{1}});
  REQUIRE(sql::migrate(*record));
  const auto outer = record->read([&](ports::Transaction&) -> Result<int> {
    std::jthread{[&] {
      const auto none = record->read([](ports::Transaction&) -> Result<int> { return 1; });
      CHECK(code_of(none) == "record_busy");
    }}.join();
    return 1;
  });
  CHECK(outer);
  CHECK(record->read([](ports::Transaction&) -> Result<int> { return 1; }));
}

TEST_CASE("sqlite_record: a transaction inside a transaction stops the process") {
  House house;
  sql::migrate(*house.open()).value();
  const auto nothing = [](ports::Transaction&) -> Result<int> { return 0; };
  const auto stopped = [&](const std::function<void(ports::Record&)>& work) {
    const int status = fate_of_child([&] { work(*house.open()); });
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  };
  CHECK(stopped([&](ports::Record& record) {
    static_cast<void>(record.write([&](ports::Transaction&) { return record.write(nothing); }));
  }));
  CHECK(stopped([&](ports::Record& record) {
    static_cast<void>(record.write([&](ports::Transaction&) { return record.read(nothing); }));
  }));
  CHECK(stopped([&](ports::Record& record) {
    static_cast<void>(record.read([&](ports::Transaction&) { return record.write(nothing); }));
  }));
  CHECK_FALSE(stopped([&](ports::Record& record) { static_cast<void>(record.read(nothing)); }));
}

TEST_CASE("sqlite_record: two records of one process may be open inside each other") {
  House one;
  House other;
  const auto first = one.open();
  const auto second = other.open();
  REQUIRE(sql::migrate(*first));
  REQUIRE(sql::migrate(*second));
  CHECK(first->write([&](ports::Transaction& tx) -> Result<int> {
    TRY(set(tx, "a"));
    TRY(second->write([&](ports::Transaction& inner) { return set(inner, "a"); }));
    return 0;
  }));
}

TEST_CASE("sqlite_record: a file that is no database, or a place without room for one, is an error") {
  House house;
  std::ofstream{house.folder.path() / "record.db"}
      << "this is a letter, not a database, and a long one at that";
  const auto opened =
      sql::open_sqlite({.file = house.folder.path() / "record.db"}, {house.around.clock, house.around.ids});
  CHECK(code_of(opened) == "record_unreachable");
  const auto nowhere = sql::open_sqlite({.file = house.folder.path() / "no" / "record.db"},
                                        {house.around.clock, house.around.ids});
  CHECK(code_of(nowhere) == "record_unreachable");
}

// The promise that matters most: kill the process at any moment, and every write that was answered is there.
// The children write from several threads and report each answered write through a pipe before they die.
TEST_CASE("sqlite_record: kill -9 at random loses nothing that was acknowledged") {
  const std::uint64_t seed = std::random_device{}();
  CAPTURE(seed);
  base::Random random{seed};
  House house;
  sql::migrate(*house.open()).value();
  std::vector<std::int64_t> acknowledged;
  for (int round = 0; round < 30; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      auto record = house.open();
      std::vector<std::jthread> writers;
      for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&, writer] {
          for (int i = 0;; ++i) {
            const std::int64_t id = (round * 4 + writer) * 1'000'000 + i;
            const auto status =
                record->write([&](ports::Transaction& tx) { return set(tx, std::to_string(id)); });
            if (!status || ::write(ends[1], &id, sizeof id) != sizeof id) std::_Exit(1);
          }
        });
      writers.clear();
    }
    ::close(ends[1]);
    // Death comes after a random number of answers, which is at a random point of the work on the next ones.
    const auto last_words = random.below(200);
    std::int64_t id = 0;
    bool killed = false;
    for (std::uint64_t heard = 0; ::read(ends[0], &id, sizeof id) == sizeof id; ++heard) {
      acknowledged.push_back(id);
      if (heard < last_words || killed) continue;
      ::kill(child, SIGKILL);
      killed = true;
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
  }
  const auto record = house.open();
  const auto lost = record->read([&](ports::Transaction& tx) -> Result<std::size_t> {
    std::size_t missing = 0;
    for (const auto id : acknowledged) {
      TRY_LET(const auto found, connection(tx).value<std::int64_t>(
                                    "SELECT 1 FROM house_setting WHERE name = $1", std::to_string(id)));
      missing += found ? 0 : 1;
    }
    TRY_LET(const auto sound, connection(tx).value<std::string>("PRAGMA integrity_check"));
    CHECK(sound == "ok");
    return missing;
  });
  CHECK(lost.value() == 0);
  CHECK(acknowledged.size() >= 30);
}
}  // namespace vitrine::sqlite_record_test
