#include "adapters/sql/event_log.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_database.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "base/random.hpp"
#include "base/testing/temporary_folder.hpp"
#include "base/wire.hpp"

namespace vitrine::event_log_test {
using base::Bytes;
using model::LogPosition;
using ports::EventBatch;
using ports::EventLog;
using sql::SqlEventLog;
using sql::testing::Surroundings;

namespace {

Bytes bytes(std::string_view text) {
  const auto view = base::as_bytes(text);
  return {view.begin(), view.end()};
}

std::vector<Bytes> texts(std::initializer_list<std::string_view> words) {
  std::vector<Bytes> all;
  for (const auto word : words) all.push_back(bytes(word));
  return all;
}

std::string all_of(const EventLog& log) {
  std::string text;
  LogPosition expected = 1;
  for (;;) {
    const auto part = log.batch(expected, 7);
    REQUIRE_MESSAGE(part, part.error().detail);
    if (part->empty()) return text;
    for (std::size_t i = 0; i < part->size(); ++i) text += std::string(base::as_text((*part)[i])) + " ";
    expected += part->size();
  }
}

std::unique_ptr<SqlEventLog> open_file(const std::filesystem::path& file, Surroundings& around) {
  auto log = SqlEventLog::open_file(file, {around.clock, around.ids});
  REQUIRE_MESSAGE(log, log.error().detail);
  return *std::move(log);
}

/// On the fake as well, so that the tests of others rest on the same promises.
void for_each_log(const std::function<void(EventLog&)>& test) {
  SUBCASE("in memory") {
    ports::FakeEventLog log;
    test(log);
  }
  sql::testing::for_each_database([&](std::unique_ptr<sql::SqlRecord> record) {
    const auto log = SqlEventLog::open(std::move(record));
    REQUIRE_MESSAGE(log, log.error().detail);
    test(**log);
  });
}

}  // namespace

TEST_CASE("event_log: what is appended is read in order, from positions without gaps") {
  for_each_log([](EventLog& log) {
    CHECK(log.last().value() == 0);
    CHECK(log.batch(1, 10).value().empty());
    CHECK(log.append({}).value() == 1);
    CHECK(log.append(texts({"a", "b", "c"})).value() == 1);
    CHECK(log.append({}).value() == 4);
    CHECK(log.append(texts({"d"})).value() == 4);
    CHECK(log.last().value() == 4);
    CHECK(all_of(log) == "a b c d ");
    CHECK(log.batch(2, 2).value().size() == 2);
    CHECK(base::as_text(log.batch(4, 100).value()[0]) == "d");
    CHECK(log.batch(5, 100).value().empty());
    CHECK(log.batch(1, 0).value().empty());
  });
}

TEST_CASE("event_log: any bytes come back, in any batches") {
  for_each_log([](EventLog& log) {
    std::vector<Bytes> all;
    const auto property = [&](const std::vector<std::vector<std::uint8_t>>& batch) {
      std::vector<Bytes> events;
      for (const auto& raw : batch) {
        const auto view = std::as_bytes(std::span{raw});
        events.emplace_back(view.begin(), view.end());
      }
      RC_ASSERT(log.append(events).value() == all.size() + 1);
      all.insert(all.end(), events.begin(), events.end());
    };
    CHECK(rc::check("appended in any batches", property));
    const auto found = log.batch(1, all.size() + 1).value();
    REQUIRE(found.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(std::ranges::equal(found[i], all[i]));
  });
}

TEST_CASE("event_log: many at once, each batch together, nothing lost, no gap") {
  for_each_log([](EventLog& log) {
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
          for (int i = 0; i < 10; ++i) {
            const auto word = std::to_string(thread);
            const auto first = log.append(texts({word, word, word}));
            CHECK_MESSAGE(first, (first ? "" : first.error().detail));
            const auto mine = log.batch(first.value_or(1), 3).value();
            REQUIRE(mine.size() == 3);
            for (std::size_t n = 0; n < 3; ++n) CHECK(base::as_text(mine[n]) == word);
          }
        });
    }
    CHECK(log.last().value() == 120);
    CHECK(all_of(log).size() == 240);
  });
}

TEST_CASE("event_log: a viewer's events are emptied and the others keep their places") {
  sql::testing::for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    const auto log = SqlEventLog::open(std::move(record)).value();
    std::vector<Bytes> events;
    for (int i = 0; i < 1500; ++i) events.push_back(bytes(i % 3 == 0 ? "gone" : "kept"));
    REQUIRE(log->append(events));
    const auto is_gone = [](base::ByteView view) { return base::as_text(view) == "gone"; };
    CHECK(log->erase_if(is_gone).value() == 500);
    CHECK(log->erase_if(is_gone).value() == 0);
    const auto found = log->batch(1, 2000).value();
    REQUIRE(found.size() == 1500);
    for (std::size_t i = 0; i < found.size(); ++i)
      CHECK(base::as_text(found[i]) == (i % 3 == 0 ? "" : "kept"));
    CHECK(log->last().value() == 1500);
  });
}

TEST_CASE(
    "event_log: rows of one event each, as they were once written, are read, emptied and gone on from") {
  sql::testing::for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    auto& database = *record;
    const auto log = SqlEventLog::open(std::move(record)).value();
    REQUIRE(database.write([](ports::Transaction& tx) -> base::Result<void> {
      for (const auto* body : {"\x01one", "\x01two"})
        TRY(
            sql::connection(tx).exec("INSERT INTO supply_event (position, at_ms, body) "
                                     "SELECT coalesce(max(position), 0) + 1, 5, $1 FROM supply_event",
                                     base::as_bytes(std::string_view{body})));
      return {};
    }));
    CHECK(log->append(texts({"three", "four"})).value() == 3);
    CHECK(all_of(*log) == "\x01one \x01two three four ");
    const auto is_gone = [](base::ByteView view) {
      return base::as_text(view) == "\x01two" || base::as_text(view) == "three";
    };
    CHECK(log->erase_if(is_gone).value() == 2);
    CHECK(all_of(*log) == "\x01one   four ");
    CHECK(log->batch(4, 9).value().size() == 1);
  });
}

TEST_CASE("event_log: many rows are read from any event on, as many as asked for") {
  for_each_log([](EventLog& log) {
    std::vector<Bytes> events;  // about 250 a row
    for (int i = 0; i < 2500; ++i) events.push_back(bytes(std::to_string(i) + std::string(130, 'x')));
    REQUIRE(log.append(std::vector<Bytes>{events.begin(), events.begin() + 2000}));
    for (auto rest = events.begin() + 2000; rest != events.end(); rest += 100)
      REQUIRE(log.append(std::vector<Bytes>{rest, rest + 100}));
    EventBatch found;
    for (const std::size_t max : {1, 7, 249, 250, 1000, 5000})
      for (const LogPosition from : {1, 2, 240, 250, 260, 1999, 2000, 2001, 2150, 2500, 2501, 9999}) {
        REQUIRE(log.read(from, max, found));
        REQUIRE(found.size() == (from > 2500 ? 0 : std::min<std::size_t>(max, 2501 - from)));
        for (std::size_t i = 0; i < found.size(); ++i)
          REQUIRE(std::ranges::equal(found[i], events[from - 1 + i]));
      }
  });
}

TEST_CASE("event_log: a file as it was once made is read, gone on with, emptied and scrubbed") {
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  const auto file = folder.path() / "events.db";
  {
    // Pages of 4 KiB, an index beside the table, rows of 16 KiB.
    const auto record = sql::open_sqlite({.file = file}, {around.clock, around.ids}).value();
    base::WireWriter row;
    row.u8(0xb0);
    row.varint(16'384);
    for (int i = 0; i < 16'384; ++i) row.text(i % 2 == 0 ? "g" : "k");
    REQUIRE(record->write([&](ports::Transaction& tx) -> base::Result<void> {
      auto& db = sql::connection(tx);
      TRY(
          db.script("CREATE TABLE supply_event (position bigint PRIMARY KEY, at_ms bigint NOT NULL, "
                    "body bytea NOT NULL)"));
      TRY(db.exec("INSERT INTO supply_event (position, at_ms, body) VALUES ($1, $2, $3)", 16'384, 5,
                  row.bytes()));
      return {};
    }));
  }
  const auto log = open_file(file, around);
  CHECK(log->append(texts({"one", "more"})).value() == 16'385);
  CHECK(log->erase_if([](base::ByteView view) { return base::as_text(view) == "g"; }).value() == 8192);
  REQUIRE(log->scrub());
  CHECK(log->append(texts({"end"})).value() == 16'387);
  const auto found = log->batch(1, 20'000).value();
  REQUIRE(found.size() == 16'387);
  for (std::size_t i = 0; i < 16'384; ++i) REQUIRE(base::as_text(found[i]) == (i % 2 == 0 ? "" : "k"));
  CHECK(base::as_text(found[16'385]) == "more");
}

TEST_CASE("event_log: a row that is missing is told, not passed over") {
  sql::testing::for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    auto& database = *record;
    const auto log = SqlEventLog::open(std::move(record)).value();
    for (int i = 0; i < 3; ++i) REQUIRE(log->append(texts({"a", "b"})));
    REQUIRE(database.write([](ports::Transaction& tx) {
      return sql::connection(tx).exec("DELETE FROM supply_event WHERE position = $1", 4);
    }));
    CHECK(log->batch(1, 2).value().size() == 2);
    CHECK(log->batch(1, 9).error().code == "event_log_gap");
    CHECK(log->batch(5, 9).value().size() == 2);
  });
}

TEST_CASE("event_log: what is erased is not left in the file") {
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  {
    const auto log = open_file(folder.path() / "events.db", around);
    REQUIRE(log->append(texts({"remember-me", "forget-me-please"})));
    CHECK(log->erase_if([](base::ByteView view) { return base::as_text(view).starts_with("forget"); })
              .value() == 1);
  }
  for (const auto& file : std::filesystem::directory_iterator{folder.path()}) {
    std::ifstream in{file.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    CHECK(text.find("forget-me-please") == std::string::npos);
  }
}

TEST_CASE("event_log: kill -9 at random loses no event that was acknowledged") {
  const std::uint64_t seed = std::random_device{}();
  CAPTURE(seed);
  base::Random random{seed};
  const base::testing::TemporaryFolder folder;
  Surroundings around;
  LogPosition acknowledged = 0;
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      const auto log = open_file(folder.path() / "events.db", around);
      for (;;) {
        const auto first = log->append(texts({"one", "two"}));
        if (!first) std::_Exit(1);
        const auto last = *first + 1;
        if (::write(ends[1], &last, sizeof last) != sizeof last) std::_Exit(1);
      }
    }
    ::close(ends[1]);
    const auto last_words = random.below(300);
    LogPosition position = 0;
    for (std::uint64_t heard = 0; ::read(ends[0], &position, sizeof position) == sizeof position; ++heard) {
      CHECK(position > acknowledged);
      acknowledged = position;
      if (heard == last_words) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
  }
  const auto log = open_file(folder.path() / "events.db", around);
  const auto last = log->last().value();
  CHECK(last >= acknowledged);
  CHECK(log->batch(1, last).value().size() == last);
}
}  // namespace vitrine::event_log_test
