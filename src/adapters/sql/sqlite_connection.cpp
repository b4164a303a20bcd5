#include "adapters/sql/sqlite_connection.hpp"

#include "base/assert.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;

/// A statement while it is used: from the cache, or its own if the cached one is busy.
struct SqliteConnection::Lease {
  Statement* statement;
  std::unique_ptr<Statement> own;

  Lease(Statement* cached, std::unique_ptr<Statement> extra)
      : statement(cached != nullptr ? cached : extra.get()), own(std::move(extra)) {
    statement->busy = true;
  }
  Lease(Lease&& other) noexcept
      : statement(std::exchange(other.statement, nullptr)), own(std::move(other.own)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (statement == nullptr) return;
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->busy = false;
  }
};

namespace {

// A store has a few hundred texts; lists of different lengths make more. Each costs a few KiB.
constexpr std::size_t statements_max = 512;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool null(int column) const override {
    check(column);
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }

 private:
  [[nodiscard]] std::int64_t integer(int column) const override {
    expect(column, SQLITE_INTEGER, "an integer");
    return sqlite3_column_int64(statement_, column);
  }
  [[nodiscard]] double real(int column) const override {
    if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) expect(column, SQLITE_FLOAT, "a number");
    return sqlite3_column_double(statement_, column);
  }
  [[nodiscard]] std::string_view text(int column) const override {
    expect(column, SQLITE_TEXT, "text");
    const auto* const at = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {at, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  [[nodiscard]] base::Bytes bytes(int column) const override {
    base::Bytes unused;
    const auto found = bytes_view(column, unused);
    return {found.begin(), found.end()};
  }
  [[nodiscard]] base::ByteView bytes_view(int column, base::Bytes&) const override {
    expect(column, SQLITE_BLOB, "bytes");
    const auto* const at = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    return {at, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  void check(int column) const {
    if (column < 0 || column >= sqlite3_column_count(statement_))
      throw RowUnreadable("there is no column " + std::to_string(column));
  }
  void expect(int column, int type, const char* what) const {
    if (sqlite3_column_type(statement_, column) != type)
      throw RowUnreadable("column " + std::to_string(column) + " is not " + what);
  }
  sqlite3_stmt* statement_;
};

/// Everything bound lives until the step is done, so nothing is copied (SQLITE_STATIC).
int bind(sqlite3_stmt* statement, std::span<const Param> params) {
  int place = 0;
  for (const auto& param : params) {
    ++place;
    int status = SQLITE_OK;
    if (param.null) {
      status = sqlite3_bind_null(statement, place);
    } else if (param.kind == Param::Kind::integer) {
      status = sqlite3_bind_int64(statement, place, param.integer);
    } else if (param.kind == Param::Kind::real) {
      status = sqlite3_bind_double(statement, place, param.real);
    } else if (param.kind == Param::Kind::text) {
      const char* const at = param.text.data() != nullptr ? param.text.data() : "";
      status = sqlite3_bind_text64(statement, place, at, param.text.size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (param.bytes.empty()) {
      status = sqlite3_bind_zeroblob(statement, place, 0);
    } else {
      status = sqlite3_bind_blob64(statement, place, param.bytes.data(), param.bytes.size(), SQLITE_STATIC);
    }
    if (status != SQLITE_OK) return status;
  }
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file,
                                                                 Access access, Sync sync, int page_bytes) {
  sqlite3* database = nullptr;
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int status = sqlite3_open_v2(file.c_str(), &database, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection{new SqliteConnection(database)};
  if (status != SQLITE_OK)
    return base::fail(
        Fault::not_available, "record_unreachable",
        "The database file " + file.string() + " cannot be opened: " + sqlite3_errstr(status) + ".");
  sqlite3_extended_result_codes(database, 1);
  // First of all: the change to WAL makes the file, and what it is made with stays.
  TRY(connection->script("PRAGMA page_size=" + std::to_string(page_bytes)));
  // 5 s of patience for another process (a backup) that holds the file; 16 MiB of page cache; 256 MiB are
  // read through the page cache of the kernel; the log file shrinks to 64 MiB after a burst.
  TRY(connection->script(
      "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;"
      "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16384;"
      "PRAGMA journal_size_limit=67108864; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;"));
  // How many pages the log of writes may hold before they are put into the file: 8 MiB, but SQLite's own 1000
  // at most. It is written over and over: with 1000 of 32 KiB each append took a tenth longer.
  TRY_LET(const auto page, connection->value<std::int64_t>("PRAGMA page_size"));
  const auto pages = std::clamp<std::int64_t>((8 << 20) / page.value_or(4096), 128, 1000);
  TRY(connection->script("PRAGMA wal_autocheckpoint=" + std::to_string(pages)));
  TRY(connection->script(sync == Sync::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"));
  if (access == Access::read) TRY(connection->script("PRAGMA query_only=ON"));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close(database_);
}

Result<void> SqliteConnection::begin(const char* how) {
  spoiled_.reset();
  return run_script(how);
}

Result<void> SqliteConnection::commit() { return run_script("COMMIT"); }

void SqliteConnection::rollback() {
  if (in_transaction()) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  spoiled_.reset();
}

Result<void> SqliteConnection::begin_part() {
  spoiled_.reset();
  TRY(run("SAVEPOINT part", {}, {}));
  return {};
}

Result<void> SqliteConnection::keep_part() {
  TRY(run("RELEASE part", {}, {}));
  return {};
}

Result<void> SqliteConnection::undo_part() {
  TRY(run("ROLLBACK TO part", {}, {}));
  TRY(run("RELEASE part", {}, {}));
  return {};
}

std::unexpected<base::Error> SqliteConnection::trouble(std::string_view sql) const {
  const int code = sqlite3_extended_errcode(database_);
  const std::string why = sqlite3_errmsg(database_);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
      code == SQLITE_CONSTRAINT_ROWID)
    return base::fail(Fault::conflict, std::string(unique_violation), why + ".");
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    return base::fail(Fault::conflict, std::string(foreign_key_violation), why + ".");
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return base::fail(Fault::bug, "constraint_violation", why + ": " + std::string(sql));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::fail(Fault::not_available, "record_busy", "The database is busy: try again soon.");
    case SQLITE_FULL:
      return base::fail(Fault::not_available, "record_full", "The disk of the database is full: make room.");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::fail(Fault::not_available, "record_unreachable",
                        "The database file cannot be used: " + why + ".");
    default:
      return base::fail(Fault::bug, "sql_failed", why + ": " + std::string(sql));
  }
}

void SqliteConnection::forget_idle_statements() {
  std::erase_if(statements_, [](const auto& entry) { return !entry.second->busy; });
}

Result<SqliteConnection::Lease> SqliteConnection::lease(std::string_view sql) {
  const auto cached = statements_.find(sql);
  if (cached != statements_.end() && !cached->second->busy) return Lease{cached->second.get(), nullptr};

  auto fresh = std::make_unique<Statement>();
  const char* rest = nullptr;
  if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &fresh->handle, &rest) != SQLITE_OK)
    return trouble(sql);
  if (fresh->handle == nullptr || rest != sql.data() + sql.size())
    return base::fail(Fault::bug, "sql_failed", "One statement at a time: " + std::string(sql));
  if (cached != statements_.end()) return Lease{nullptr, std::move(fresh)};
  if (statements_.size() >= statements_max) forget_idle_statements();
  auto* const kept = fresh.get();
  statements_.emplace(std::string(sql), std::move(fresh));
  return Lease{kept, nullptr};
}

Result<std::int64_t> SqliteConnection::step(Statement& statement, std::span<const Param> params,
                                            const Visit& visit) {
  const std::string_view sql = sqlite3_sql(statement.handle);
  if (bind(statement.handle, params) != SQLITE_OK) return trouble(sql);
  const auto before = sqlite3_total_changes64(database_);
  for (;;) {
    const int status = sqlite3_step(statement.handle);
    if (status == SQLITE_DONE) break;
    if (status != SQLITE_ROW) return trouble(sql);
    if (visit) visit(SqliteRow{statement.handle});
  }
  // changes() keeps the number of the last writing statement, so it only counts if something was written.
  return sqlite3_total_changes64(database_) == before ? 0 : sqlite3_changes64(database_);
}

Result<std::int64_t> SqliteConnection::run(std::string_view sql, std::span<const Param> params,
                                           const Visit& visit) {
  TRY_LET(const auto used, lease(sql));
  return step(*used.statement, params, visit);
}

Result<std::int64_t> SqliteConnection::run_many(std::string_view sql, std::size_t count,
                                                const std::function<void(const Send&)>& next) {
  TRY_LET(const auto used, lease(sql));
  Result<std::int64_t> sum = 0;
  for (std::size_t i = 0; i < count && sum; ++i) {
    next([&](std::span<const Param> params) {
      const auto changed = step(*used.statement, params, {});
      sqlite3_reset(used.statement->handle);
      if (!changed) sum = changed;
      else *sum += *changed;
    });
  }
  return sum;
}

Result<void> SqliteConnection::run_script(const std::string& sql) {
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return trouble(sql);
  return {};
}

}  // namespace vitrine::sql
