// The record on a PostgreSQL server: a pool of connections, serialisable writes.
#include <condition_variable>
#include <thread>

#include "adapters/sql/postgres_connection.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/transaction.hpp"
#include "base/guarded.hpp"
#include "base/random.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// With every connection of the pool writing the same row, each round lets at least one through; 8 connections
// are through after 8 rounds, and twice that leaves room for another process.
constexpr int tries_max = 16;

class PostgresRecord final : public SqlRecord {
 public:
  PostgresRecord(Needs needs, const PostgresOptions& options) : SqlRecord(needs), options_(options) {}

  [[nodiscard]] bool is_postgres() const override { return true; }

  Result<void> scrub() override {
    TRY_LET(const auto own, PostgresConnection::open(options_.dsn, options_.patience));
    return own->script("VACUUM");
  }

  /// The first connection, made by open_postgres.
  void adopt(std::unique_ptr<PostgresConnection> connection) {
    idle_.push_back(std::move(connection));
    ++open_;
  }

 protected:
  Result<void> run_write(const Body& body) override {
    Inside mark{this};
    const auto deadline = Clock::now() + options_.patience;
    for (int tried = 1;; ++tried) {
      auto connection = take(deadline);
      if (!connection) return std::unexpected(connection.error());
      auto [next, status] = write_once(**connection, body, deadline);
      give_back(*std::move(connection));
      if (next == Next::answer || tried == tries_max) return status;
      std::this_thread::sleep_for(pause(tried));
    }
  }

  Result<void> run_read(const Body& body) override {
    Inside mark{this};
    const auto deadline = Clock::now() + options_.patience;
    for (int tried = 1;; ++tried) {
      auto connection = take(deadline);
      if (!connection) return std::unexpected(connection.error());
      auto status = (*connection)->begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      if (status) {
        SqlTransaction tx{**connection, *this};
        status = run_body(body, tx);
        (*connection)->rollback();
      }
      const bool again = !(*connection)->alive() && tried < 3;
      give_back(*std::move(connection));
      if (!again) return status;
    }
  }

 private:
  enum class Next { answer, again };
  struct Outcome {
    Next next;
    Result<void> status;
  };

  Outcome write_once(PostgresConnection& connection, const Body& body, Clock::time_point deadline) {
    auto status = connection.begin("BEGIN ISOLATION LEVEL SERIALIZABLE");
    if (!status) return {connection.alive() ? Next::answer : Next::again, status};
    SqlTransaction tx{connection, *this};
    status = run_body(body, tx);
    if (!status) {
      const bool again =
          !connection.alive() || (connection.spoiled() && connection.spoiled()->code == "record_busy");
      connection.rollback();
      return {again ? Next::again : Next::answer, status};
    }
    auto outcome = commit(connection, deadline);
    if (outcome.status && tx.announced()) news_committed();
    return outcome;
  }

  Outcome commit(PostgresConnection& connection, Clock::time_point deadline) {
    const auto number = connection.transaction_number();
    if (!number) {
      const bool again = !connection.alive() || number.error().code == "record_busy";
      connection.rollback();
      return {again ? Next::again : Next::answer, std::unexpected(number.error())};
    }
    auto status = connection.commit();
    if (status) return {Next::answer, {}};
    if (connection.alive()) {
      const bool again = status.error().code == "record_busy";
      connection.rollback();
      return {again ? Next::again : Next::answer, status};
    }
    if (!*number) return {Next::again, status};  // it had written nothing, so nothing can be there
    return ask_fate(**number, deadline);
  }

  /// The connection broke while the COMMIT was on its way: only the server knows.
  Outcome ask_fate(const std::string& number, Clock::time_point deadline) {
    while (Clock::now() < deadline) {
      auto other = PostgresConnection::open(options_.dsn, options_.statement_timeout);
      if (other) {
        const auto fate = (*other)->fate_of(number);
        if (fate && *fate == "committed") return {Next::answer, {}};
        if (fate && *fate == "aborted")
          return {Next::again, base::fail(Fault::not_available, "record_unreachable",
                                          "The PostgreSQL server went away: try again soon.")};
      }
      std::this_thread::sleep_for(milliseconds{50});
    }
    return {
        Next::answer,
        base::fail(Fault::not_available, "commit_unknown",
                   "The database went away while saving: look whether it was saved before trying again.")};
  }

  Result<std::unique_ptr<PostgresConnection>> take(Clock::time_point deadline) {
    {
      std::unique_lock hold{mutex_};
      if (!free_.wait_until(hold, deadline,
                            [this] { return !idle_.empty() || open_ < options_.connections; }))
        return base::fail(Fault::not_available, "record_busy",
                          "The database has more to do than it can: try again soon.");
      if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
      ++open_;
    }
    auto fresh = PostgresConnection::open(options_.dsn, options_.statement_timeout);
    if (!fresh) {
      const std::scoped_lock hold{mutex_};
      --open_;
      free_.notify_one();
    }
    return fresh;
  }

  void give_back(std::unique_ptr<PostgresConnection> connection) {
    const std::scoped_lock hold{mutex_};
    if (connection->alive()) {
      idle_.push_back(std::move(connection));
    } else {
      // A restarted server has cut the others too: better to make them anew than to find out one by one.
      open_ -= 1 + static_cast<int>(idle_.size());
      idle_.clear();
    }
    free_.notify_all();
  }

  /// Random, so that those who clashed do not meet again, and longer with each try.
  milliseconds pause(int tried) {
    const auto bound = static_cast<std::uint64_t>(2 * tried);
    return milliseconds{random_.with([&](base::Random& random) { return random.below(bound); })};
  }

  const PostgresOptions options_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
  int open_ = 0;  ///< idle and in use
  base::Guarded<base::Random> random_{base::Random{reinterpret_cast<std::uintptr_t>(this)}};
};

}  // namespace

Result<std::unique_ptr<SqlRecord>> open_postgres(const PostgresOptions& options, SqlRecord::Needs needs) {
  TRY_LET(auto first, PostgresConnection::open(options.dsn, options.statement_timeout));
  auto record = std::make_unique<PostgresRecord>(needs, options);
  record->adopt(std::move(first));
  return record;
}

}  // namespace vitrine::sql
