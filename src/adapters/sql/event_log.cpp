#include "adapters/sql/event_log.hpp"

#include "adapters/sql/sql.hpp"
#include "adapters/sql/sqlite_record.hpp"

namespace vitrine::sql {

using base::Result;
using model::LogPosition;
using Entry = ports::EventLog::Entry;

namespace {

constexpr std::size_t erase_batch = 1000;  // about 100 KiB of events: short enough not to hold up an append

// Any number, as long as every process of this product takes the same one: "events" in ASCII.
constexpr std::int64_t advisory_lock = 0x6576656e7473;

/// Appends of several processes take turns on PostgreSQL; on SQLite all writes do.
Result<void> take_turn(Connection& db) {
  if (!db.is_postgres()) return {};
  // Each statement looks afresh, so that whoever waited sees what the other has appended.
  TRY(db.script("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"));
  TRY(db.exec("SELECT 1 FROM pg_advisory_xact_lock($1)", advisory_lock));
  return {};
}

Result<LogPosition> newest(Connection& db) {
  TRY_LET(const auto position, db.value<LogPosition>("SELECT coalesce(max(position), 0) FROM supply_event"));
  return position.value_or(0);
}

Result<std::vector<Entry>> entries(Connection& db, LogPosition from, std::size_t max) {
  return db.query(
      "SELECT position, body FROM supply_event WHERE position >= $1 ORDER BY position LIMIT $2",
      [](const Row& row) { return Entry{row.get<LogPosition>(0), row.get<base::Bytes>(1)}; }, from, max);
}

/// Trouble of the database is what the port calls by one name; bugs keep theirs.
template <class T>
Result<T> as_port(Result<T> result) {
  if (!result && result.error().fault == base::Fault::not_available) result.error().code = "event_log";
  return result;
}

}  // namespace

Result<std::unique_ptr<SqlEventLog>> SqlEventLog::open_file(const std::filesystem::path& file,
                                                            SqlRecord::Needs needs) {
  TRY_LET(auto record, open_sqlite({.file = file}, needs, SqliteConnection::Sync::normal));
  return open(std::move(record));
}

Result<std::unique_ptr<SqlEventLog>> SqlEventLog::open(std::unique_ptr<SqlRecord> record) {
  auto made = as_port(record->write([](ports::Transaction& tx) -> Result<void> {
    auto& db = connection(tx);
    TRY(take_turn(db));
    TRY(db.exec(
        "CREATE TABLE IF NOT EXISTS supply_event (position bigint PRIMARY KEY, at_ms bigint NOT NULL, "
        "body bytea NOT NULL)"));
    return {};
  }));
  if (!made) return std::unexpected(made.error());
  return std::unique_ptr<SqlEventLog>{new SqlEventLog(std::move(record))};
}

Result<LogPosition> SqlEventLog::append(std::span<const base::Bytes> events) {
  const auto now = record_->needs().clock.now();
  return as_port(record_->write([&](ports::Transaction& tx) -> Result<LogPosition> {
    auto& db = connection(tx);
    TRY(take_turn(db));
    TRY_LET(const auto before, newest(db));
    auto position = before;
    TRY(db.exec_many(
        "INSERT INTO supply_event (position, at_ms, body) VALUES ($1, $2, $3)", events,
        [&](const base::Bytes& bytes) { return std::tuple{++position, now, base::ByteView{bytes}}; }));
    return before + 1;
  }));
}

Result<std::vector<Entry>> SqlEventLog::read(LogPosition from, std::size_t max) const {
  return as_port(record_->read([&](ports::Transaction& tx) { return entries(connection(tx), from, max); }));
}

Result<LogPosition> SqlEventLog::last() const {
  return as_port(record_->read([](ports::Transaction& tx) { return newest(connection(tx)); }));
}

Result<std::int64_t> SqlEventLog::erase_if(const std::function<bool(base::ByteView)>& belongs) {
  std::int64_t erased = 0;
  for (LogPosition from = 1;;) {
    TRY_LET(const auto part, read(from, erase_batch));
    if (part.empty()) return erased;
    from = part.back().position + 1;
    std::vector<LogPosition> gone;
    for (const auto& entry : part)
      if (!entry.bytes.empty() && belongs(entry.bytes)) gone.push_back(entry.position);
    if (gone.empty()) continue;
    TRY_LET(const auto count, as_port(record_->write([&](ports::Transaction& tx) {
              return connection(tx).exec_many(
                  "UPDATE supply_event SET body = $1 WHERE position = $2", gone,
                  [](LogPosition at) { return std::tuple{base::ByteView{}, at}; });
            })));
    erased += count;
  }
}

}  // namespace vitrine::sql
