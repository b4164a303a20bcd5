#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "adapters/bus/local_bus.hpp"
#include "adapters/bus/outbox_relay.hpp"
#include "adapters/sql/outbox.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::bus_test {
using base::Result;
using sql::testing::for_each_engine;
using sql::testing::Surroundings;

namespace {

model::News followed(std::uint64_t id) {
  return {model::NewsId{id}, model::instant(1), model::Followed{model::AccountId{id}, model::AccountId{1}}};
}

std::uint64_t who(const model::News& news) { return std::get<model::Followed>(news.what).who.raw(); }

void announce(ports::Record& record, std::uint64_t from, std::uint64_t to) {
  const auto status = record.write([&](ports::Transaction& tx) -> Result<void> {
    for (auto id = from; id <= to; ++id)
      TRY(tx.announce(model::Followed{model::AccountId{id}, model::AccountId{1}}));
    return {};
  });
  REQUIRE_MESSAGE(status, status.error().detail);
}

std::int64_t waiting(ports::Record& record) {
  return record
      .read([](ports::Transaction& tx) {
        return sql::connection(tx).value<std::int64_t>("SELECT count(*) FROM house_outbox");
      })
      .value()
      .value();
}

/// Remembers what it heard; `until` waits for the n-th.
class Ear {
 public:
  void hear(std::uint64_t id) {
    {
      const std::scoped_lock hold{mutex_};
      heard_.push_back(id);
    }
    more_.notify_all();
  }
  std::vector<std::uint64_t> until(std::size_t count) {
    std::unique_lock hold{mutex_};
    more_.wait_for(hold, std::chrono::seconds{30}, [&] { return heard_.size() >= count; });
    return heard_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::uint64_t> heard_;
};

std::vector<std::uint64_t> numbers(std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint64_t> all;
  for (auto id = from; id <= to; ++id) all.push_back(id);
  return all;
}

}  // namespace

TEST_CASE("local_bus: every listener hears everything in order, also after one that throws") {
  bus::LocalBus local;
  std::vector<std::uint64_t> first;
  std::vector<std::uint64_t> last;
  local.listen("first", [&](const model::News& news) { first.push_back(who(news)); });
  local.listen("rude", [](const model::News&) { throw std::runtime_error("no"); });
  local.listen("last", [&](const model::News& news) { last.push_back(who(news)); });
  for (const auto id : numbers(1, 3)) local.carry(followed(id));
  CHECK(first == numbers(1, 3));
  CHECK(last == numbers(1, 3));
}

TEST_CASE("outbox_relay: carries what is left over and what is new, in order, and forgets it") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    Ear ear;
    bus::LocalBus local;
    local.listen("ear", [&](const model::News& news) { ear.hear(who(news)); });
    announce(record, 1, 250);
    {
      const bus::OutboxRelay relay{{record, local}};
      CHECK(ear.until(250) == numbers(1, 250));
      announce(record, 251, 252);
      announce(record, 253, 253);
      CHECK(ear.until(253) == numbers(1, 253));
    }
    CHECK(waiting(record) == 0);
    announce(record, 254, 254);  // nobody listens any more: it waits
    CHECK(waiting(record) == 1);
  });
}

TEST_CASE("outbox_relay: news that nobody here can read stay, and hold up nobody") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    const auto strange = record.write([&](ports::Transaction& tx) {
      return sql::connection(tx).exec(
          "INSERT INTO house_outbox (id, at_ms, kind, body) VALUES (1, 1, 'moon_landed', '{}')");
    });
    REQUIRE(strange);
    announce(record, 1, 120);
    Ear ear;
    bus::LocalBus local;
    local.listen("ear", [&](const model::News& news) { ear.hear(who(news)); });
    {
      const bus::OutboxRelay relay{{record, local}};
      CHECK(ear.until(120) == numbers(1, 120));
      announce(record, 121, 121);
      CHECK(ear.until(121) == numbers(1, 121));
    }
    CHECK(waiting(record) == 1);
  });
}

// Ends in the middle of batches; what a crash adds to that is repeats, which listeners bear.
TEST_CASE("outbox_relay: stopped in the middle again and again, it loses nothing and keeps the order") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    constexpr std::uint64_t count = 300;
    announce(record, 1, count);
    std::vector<std::uint64_t> heard;
    std::atomic<bool> enough = false;
    for (int starts = 0; waiting(record) > 0 && starts < 1000; ++starts) {
      enough = false;
      std::size_t here = 0;
      bus::LocalBus local;
      local.listen("ear", [&](const model::News& news) {
        heard.push_back(who(news));
        if (++here == 7 || who(news) == count) {
          enough = true;
          enough.notify_all();
        }
      });
      const bus::OutboxRelay relay{{record, local}};
      enough.wait(false);
    }
    CHECK(waiting(record) == 0);
    heard.erase(std::unique(heard.begin(), heard.end()), heard.end());
    CHECK(std::ranges::is_sorted(heard));
    CHECK(heard == numbers(1, count));
  });
}

TEST_CASE("outbox: forgetting twice is fine, and what was only read is still there") {
  for_each_engine([](sql::SqlRecord& record, Surroundings&) {
    announce(record, 1, 3);
    const auto pending = [&](std::uint64_t after, int max) {
      return record
          .read([&](ports::Transaction& tx) { return sql::pending_news(tx, model::NewsId{after}, max); })
          .value();
    };
    const auto all = pending(0, 10);
    REQUIRE(all.size() == 3);
    CHECK(pending(0, 2).size() == 2);
    CHECK(pending(sql::id_of(all[0]).raw(), 10).size() == 2);
    for (int i = 0; i < 2; ++i)
      CHECK(record.write([&](ports::Transaction& tx) {
        return sql::forget_news(tx, std::vector{sql::id_of(all[0]), sql::id_of(all[1])});
      }));
    CHECK(pending(0, 10).size() == 1);
  });
}
}  // namespace vitrine::bus_test
