// How fast the record is: acknowledged commits by one and by many writers, reads, bulk, the event log.
// SQLite in $TMPDIR (choose a real disk: fsync is what is measured); PostgreSQL if $VITRINE_BENCH_PG names
// one.
#include <atomic>
#include <cstdlib>
#include <thread>

#include "adapters/sql/event_log.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/sql_record.hpp"
#include "base/testing/bench.hpp"
#include "base/testing/temporary_folder.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/rng.hpp"

using namespace vitrine;
using base::Result;
using sql::connection;

namespace {

using base::testing::must;

struct House {
  base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng;
  ports::Ids ids{clock, rng};
  std::vector<std::pair<std::string, std::unique_ptr<sql::SqlRecord>>> records;

  House() {
    records.emplace_back("sqlite",
                         must(sql::open_sqlite({.file = folder.path() / "record.db"}, {clock, ids})));
    if (const char* const dsn = std::getenv("VITRINE_BENCH_PG"))
      records.emplace_back("postgres", must(sql::open_postgres({.dsn = dsn}, {clock, ids})));
    for (auto& [name, record] : records)
      must(record->write([](ports::Transaction& tx) {
        return connection(tx).script(
            "DROP TABLE IF EXISTS house_bench; CREATE TABLE house_bench "
            "(id bigint PRIMARY KEY, owner bigint NOT NULL, word text NOT NULL);"
            "CREATE INDEX house_bench_owner ON house_bench (owner, id)");
      }));
  }
};

std::atomic<std::int64_t> next_id = 0;

void write_one(ports::Record& record) {
  must(record.write([](ports::Transaction& tx) {
    const auto id = ++next_id;
    return connection(tx).exec("INSERT INTO house_bench (id, owner, word) VALUES ($1, $2, $3)", id, id % 1000,
                               "what somebody wrote");
  }));
}

void fill(ports::Record& record, std::int64_t count) {
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 0; i < count; ++i) ids.push_back(++next_id);
  must(record.write([&](ports::Transaction& tx) {
    return connection(tx).exec_many("INSERT INTO house_bench (id, owner, word) VALUES ($1, $2, $3)", ids,
                                    [](auto id) { return std::tuple{id, id % 1000, "what somebody wrote"}; });
  }));
}

/// `threads` do `each` of the same at once.
template <class Work>
void together(base::testing::Bench& bench, int threads, int each, const std::string& what, Work work) {
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> all;
    for (int thread = 0; thread < threads; ++thread)
      all.emplace_back([&] {
        for (int i = 0; i < each; ++i) work();
      });
  }
  bench.report(std::int64_t{threads} * each, std::chrono::steady_clock::now() - begin, what);
}

}  // namespace

BENCH("sql: acknowledged commits of one row") {
  House house;
  for (auto& [name, record] : house.records)
    for (const int writers : {1, 8, 64})
      together(bench, writers, 6400 / (writers == 1 ? 4 : writers),
               name + ", " + std::to_string(writers) + " at once", [&] { write_one(*record); });
}

BENCH("sql: reads") {
  House house;
  for (auto& [name, record] : house.records) {
    const auto first = next_id.load();
    fill(*record, 100'000);
    std::atomic<std::int64_t> turn = 0;
    const auto point = [&] {
      const auto id = first + 1 + (++turn * 7919) % 100'000;
      must(record->read([&](ports::Transaction& tx) {
        return connection(tx).value<std::string>("SELECT word FROM house_bench WHERE id = $1", id);
      }));
    };
    const auto list = [&] {
      must(record->read([&](ports::Transaction& tx) {
        return connection(tx).query(
            "SELECT id, word FROM house_bench WHERE owner = $1 ORDER BY id DESC LIMIT 50",
            [](const sql::Row& row) { return row.get<std::string>(1); }, ++turn % 1000);
      }));
    };
    together(bench, 1, 20'000, name + ", one row, 1 at once", point);
    together(bench, 8, 2500, name + ", one row, 8 at once", point);
    together(bench, 1, 2000, name + ", fifty rows", list);
  }
}

BENCH("sql: rows in bulk") {
  House house;
  for (auto& [name, record] : house.records) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) fill(*record, 1000);
    bench.report(50'000, std::chrono::steady_clock::now() - begin, name + ", transactions of 1000");
  }
}

BENCH("sql: events appended in batches of 20") {
  House house;
  const auto log =
      must(sql::SqlEventLog::open_file(house.folder.path() / "events.db", {house.clock, house.ids}));
  const ports::EventBatch batch{std::vector<base::Bytes>(20, base::Bytes(40))};
  const auto append = [&] { must(log->append(batch)); };
  together(bench, 1, 2000, "sqlite, 1 at once", append);
  together(bench, 8, 500, "sqlite, 8 at once", append);
  bench.run(
      50, [&](int i) { must(log->batch(static_cast<std::uint64_t>(i) * 1000 + 1, 1000)); },
      "sqlite, read 1000");
}
