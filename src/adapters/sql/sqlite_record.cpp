// The record on one SQLite file: one writing thread with group commit, a pool of readers.
#include <condition_variable>
#include <deque>
#include <future>
#include <thread>

#include "adapters/sql/sqlite_record.hpp"
#include "adapters/sql/transaction.hpp"
#include "base/assert.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

namespace {

// One fsync is about 0.2 ms and a body a few tens of microseconds: with 64 in one commit the fsync is already
// a small part, and nobody waits behind more than a few milliseconds of others' work.
constexpr std::size_t group_max = 64;

std::unexpected<base::Error> busy() {
  return base::fail(Fault::not_available, "record_busy",
                    "The database has more to do than it can: try again soon.");
}

class SqliteRecord final : public SqlRecord {
 public:
  SqliteRecord(Needs needs, const SqliteOptions& options, std::unique_ptr<SqliteConnection> writer,
               std::vector<std::unique_ptr<SqliteConnection>> readers)
      : SqlRecord(needs), options_(options), writer_(std::move(writer)), idle_(std::move(readers)) {
    thread_ = std::thread([this] { work(); });
  }

  ~SqliteRecord() override {
    {
      const std::scoped_lock hold{queue_mutex_};
      closing_ = true;
    }
    work_here_.notify_one();
    thread_.join();
  }

  [[nodiscard]] bool is_postgres() const override { return false; }

  Result<void> scrub() override {
    // A connection of its own, because neither runs inside a transaction.
    TRY_LET(const auto own, SqliteConnection::open(options_.file, SqliteConnection::Access::write,
                                                   SqliteConnection::Sync::full));
    // An index of words keeps what was deleted until its parts are merged.
    TRY_LET(const auto indexes,
            own->query("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'",
                       [](const Row& row) { return row.get<std::string>(0); }));
    for (const auto& name : indexes)
      TRY(own->script("INSERT INTO " + name + " (" + name + ") VALUES ('optimize')"));
    TRY(own->script("VACUUM"));
    TRY_LET(const auto held, own->value<std::int64_t>("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (held.value_or(1) != 0) return busy();
    return {};
  }

 protected:
  Result<void> run_write(const Body& body) override {
    Inside::forbid(this);
    Waiting waiting{body, {}, {}, false};
    auto answer = waiting.done.get_future();
    {
      std::unique_lock hold{queue_mutex_};
      if (!place_free_.wait_for(hold, options_.patience,
                                [this] { return queue_.size() < options_.waiting_max; }))
        return busy();
      queue_.push_back(&waiting);
    }
    work_here_.notify_one();
    return answer.get();
  }

  Result<void> run_read(const Body& body) override {
    Inside mark{this};
    auto reader = take_reader();
    if (!reader) return busy();
    auto status = reader->begin("BEGIN");
    if (status) {
      SqlTransaction tx{*reader, *this};
      status = run_body(body, tx);
    }
    reader->rollback();
    give_back(std::move(reader));
    return status;
  }

 private:
  /// A caller of run_write: it lives on that caller's stack until `done` is set.
  struct Waiting {
    const Body& body;
    std::promise<Result<void>> done;
    Result<void> status;
    bool announced;
  };

  std::unique_ptr<SqliteConnection> take_reader() {
    std::unique_lock hold{idle_mutex_};
    if (!reader_free_.wait_for(hold, options_.patience, [this] { return !idle_.empty(); })) return nullptr;
    auto reader = std::move(idle_.back());
    idle_.pop_back();
    return reader;
  }

  void give_back(std::unique_ptr<SqliteConnection> reader) {
    {
      const std::scoped_lock hold{idle_mutex_};
      idle_.push_back(std::move(reader));
    }
    reader_free_.notify_one();
  }

  void work() {
    for (;;) {
      std::vector<Waiting*> group;
      {
        std::unique_lock hold{queue_mutex_};
        work_here_.wait(hold, [this] { return closing_ || !queue_.empty(); });
        if (queue_.empty()) return;
        while (!queue_.empty() && group.size() < group_max) {
          group.push_back(queue_.front());
          queue_.pop_front();
        }
      }
      place_free_.notify_all();
      write_group(group);
    }
  }

  void write_group(std::span<Waiting* const> group) {
    auto status = write_together(group);
    if (!status && group.size() > 1) {
      // The whole transaction is gone, perhaps by one neighbour's doing: everybody again, alone.
      for (Waiting* const one : group) write_group({&one, 1});
      return;
    }
    bool announced = false;
    for (Waiting* const one : group) {
      if (!status) one->status = status;
      announced = announced || (one->status && one->announced);
    }
    if (announced) news_committed();
    for (Waiting* const one : group) {
      auto answer = std::move(one->status);
      one->done.set_value(std::move(answer));  // from here on `one` may be gone
    }
  }

  /// An error means that nothing of the group was committed.
  Result<void> write_together(std::span<Waiting* const> group) {
    Inside mark{this};
    auto status = writer_->begin("BEGIN IMMEDIATE");
    for (auto one = group.begin(); one != group.end() && status; ++one) status = write_part(**one);
    if (status) status = writer_->commit();
    if (!status) writer_->rollback();
    return status;
  }

  /// An error means that the whole transaction is gone; the body's own failure is in `one.status`.
  Result<void> write_part(Waiting& one) {
    TRY(writer_->begin_part());
    SqlTransaction tx{*writer_, *this};
    one.status = run_body(one.body, tx);
    one.announced = tx.announced();
    if (!writer_->in_transaction()) {
      if (!one.status) return one.status;
      return base::fail(Fault::not_available, "record_unreachable", "The database gave up its transaction.");
    }
    return one.status ? writer_->keep_part() : writer_->undo_part();
  }

  const SqliteOptions options_;
  std::unique_ptr<SqliteConnection> writer_;  ///< touched by `thread_` only

  std::mutex queue_mutex_;
  std::condition_variable work_here_;
  std::condition_variable place_free_;
  std::deque<Waiting*> queue_;
  bool closing_ = false;

  std::mutex idle_mutex_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_;

  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<SqlRecord>> open_sqlite(const SqliteOptions& options, SqlRecord::Needs needs,
                                               SqliteConnection::Sync sync) {
  using enum SqliteConnection::Access;
  TRY_LET(auto writer, SqliteConnection::open(options.file, write, sync, options.page_bytes));
  std::vector<std::unique_ptr<SqliteConnection>> readers;
  for (int i = 0; i < options.readers; ++i) {
    TRY_LET(auto reader, SqliteConnection::open(options.file, read, sync, options.page_bytes));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<SqliteRecord>(needs, options, std::move(writer), std::move(readers));
}

Result<std::unique_ptr<SqlRecord>> open_sqlite(const SqliteOptions& options, SqlRecord::Needs needs) {
  return open_sqlite(options, needs, SqliteConnection::Sync::full);
}

}  // namespace vitrine::sql
