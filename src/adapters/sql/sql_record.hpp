#pragma once
// Opens the record (ports/record.hpp) on one of its two engines.
//
// SQLite: one file in WAL mode with synchronous=FULL. One thread writes: it runs the waiting bodies, each in
// its own savepoint, inside one transaction, and answers their callers after the COMMIT returned, so that
// many writers share one fsync. Reads run beside it, each on a connection of a small pool.
// PostgreSQL 15 or later: a pool of connections; writes are SERIALIZABLE and run again when the server says
// so; reads are one REPEATABLE READ snapshot. A connection that breaks is replaced and the body runs again;
// if it broke during the COMMIT, the server is asked whether that took place. Only if the server stays away
// is the answer not_available "commit_unknown".
//
// A write inside a write or a read inside a write of the same record is a bug and stops the process: use the
// transaction you have. Thread-safe.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "adapters/sql/sql.hpp"
#include "base/embedded.hpp"
#include "base/result.hpp"
#include "ports/account_keys.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/record.hpp"

namespace vitrine::sql {

struct SqliteOptions {
  std::filesystem::path file = {};
  /// Of a file that is made: a power of two from 512 to 65 536. A commit writes whole pages, and each page
  /// costs a turn in the kernel: small ones for small commits.
  int page_bytes = 4096;
  /// Reads at once; more wait. Each costs a page cache of up to 16 MiB.
  int readers = 4;
  /// Writes that may wait for the writer; more are refused with not_available "record_busy".
  std::size_t waiting_max = 1024;
  /// How long a caller waits for a reader or for a place in the queue.
  std::chrono::milliseconds patience{5000};
};

struct PostgresOptions {
  std::string dsn = {};  ///< libpq connection string or URL
  int connections = 8;
  std::chrono::milliseconds patience{5000};            ///< for a free connection
  std::chrono::milliseconds statement_timeout{15000};  ///< the server stops a longer statement
};

class SqlRecord : public ports::Record {
 public:
  struct Needs {
    const ports::Clock& clock;
    ports::Ids& ids;                     ///< of the news that are announced
    ports::AccountKeys* keys = nullptr;  ///< of the accounts whose values are sealed
  };

  /// `wake` runs after each commit that announced news, on some thread; it must be quick. Set before the
  /// record is shared, at most once.
  void on_news(std::function<void()> wake) { wake_ = std::move(wake); }

  [[nodiscard]] virtual bool is_postgres() const = 0;

  /// Leaves nothing of removed rows in the files. SQLite: freed bytes are zeroed as they are freed
  /// (secure_delete); this rewrites the file without its gaps and empties the write-ahead log. Writers wait
  /// meanwhile: about a second a GiB. PostgreSQL: a vacuum; what it keeps in its own log is its operator's.
  /// Errors: not_available "record_busy" while somebody else holds the file.
  virtual base::Result<void> scrub() = 0;

  [[nodiscard]] const Needs& needs() const { return needs_; }

  /// Greater than every one before it in this process, so that news leave in the order they were announced.
  [[nodiscard]] model::NewsId next_news_id();

 protected:
  explicit SqlRecord(Needs needs) : needs_(needs) {}
  void news_committed() const {
    if (wake_) wake_();
  }

 private:
  Needs needs_;
  std::atomic<std::uint64_t> last_news_id_ = 0;
  std::function<void()> wake_;
};

/// Opens or creates the file. Errors: not_available "record_unreachable", "record_full".
base::Result<std::unique_ptr<SqlRecord>> open_sqlite(const SqliteOptions& options, SqlRecord::Needs needs);

/// Connects once to see that it can. The database must hold UTF-8 in C order, so that text sorts as on
/// SQLite. Errors: not_available "record_unreachable", refused "database_unsuitable" (says how to make one).
base::Result<std::unique_ptr<SqlRecord>> open_postgres(const PostgresOptions& options,
                                                       SqlRecord::Needs needs);

}  // namespace vitrine::sql
