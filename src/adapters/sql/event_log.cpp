#include "adapters/sql/event_log.hpp"

#include "adapters/sql/sql.hpp"
#include "adapters/sql/sqlite_record.hpp"
#include "base/wire.hpp"

namespace vitrine::sql {

using base::Result;
using model::LogPosition;
using Entry = ports::EventLog::Entry;

namespace {

// A row holds events that were appended together: rows are what a database is slow at. Its position is that
// of the last one; its body begins with this byte, which no event does, and a row without it is one event.
constexpr std::uint8_t several = 0xb0;
constexpr std::size_t row_bytes = 16 * 1024;  // about 150 events
constexpr std::size_t rows_at_once = 64;      // 1 MiB: short enough not to hold up an append

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

struct StoredRow {
  LogPosition position;
  base::Bytes body;
};

Result<std::vector<StoredRow>> rows(Connection& db, LogPosition from, std::size_t max) {
  return db.query(
      "SELECT position, body FROM supply_event WHERE position >= $1 ORDER BY position LIMIT $2",
      [](const Row& row) { return StoredRow{row.get<LogPosition>(0), row.get<base::Bytes>(1)}; }, from, max);
}

/// The row of as many of `events` as it has room for.
StoredRow packed(LogPosition before, std::span<const base::Bytes> events) {
  std::size_t count = 0, bytes = 0;
  while (count < events.size() && (count == 0 || bytes + events[count].size() <= row_bytes))
    bytes += events[count++].size();
  base::WireWriter out;
  out.u8(several);
  out.varint(count);
  for (const auto& event : events.first(count)) {
    out.varint(event.size());
    out.raw(event);
  }
  return {before + count, out.take()};
}

/// What packed() put together. Its views are into `row`.
std::vector<base::ByteView> unpacked(const StoredRow& row) {
  base::WireReader in{row.body};
  if (row.body.empty() || in.u8() != several) return {row.body};
  std::vector<base::ByteView> events(in.count(row.position));
  for (auto& event : events) event = in.raw(in.count(row.body.size()));
  return events;
}

/// `row` with every event emptied that `belongs`; how many.
std::int64_t empty(StoredRow& row, const std::function<bool(base::ByteView)>& belongs) {
  std::vector<base::Bytes> events;
  std::int64_t emptied = 0;
  for (const auto view : unpacked(row)) {
    const bool gone = !view.empty() && belongs(view);
    emptied += gone ? 1 : 0;
    events.emplace_back(gone ? base::Bytes{} : base::Bytes{view.begin(), view.end()});
  }
  if (emptied > 0) row = packed(row.position - events.size(), events);
  return emptied;
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
    std::vector<StoredRow> made;
    for (std::size_t done = 0; done < events.size(); done = made.back().position - before)
      made.push_back(packed(before + done, events.subspan(done)));
    TRY(db.exec_many(
        "INSERT INTO supply_event (position, at_ms, body) VALUES ($1, $2, $3)", made,
        [&](const StoredRow& row) { return std::tuple{row.position, now, base::ByteView{row.body}}; }));
    return before + 1;
  }));
}

Result<std::vector<Entry>> SqlEventLog::read(LogPosition from, std::size_t max) const {
  return as_port(record_->read([&](ports::Transaction& tx) -> Result<std::vector<Entry>> {
    std::vector<Entry> found;
    for (LogPosition next = from; found.size() < max;) {
      TRY_LET(const auto part, rows(connection(tx), next, std::min(max - found.size(), rows_at_once)));
      if (part.empty()) break;
      next = part.back().position + 1;
      for (const auto& row : part) {
        const auto events = unpacked(row);
        LogPosition position = row.position - events.size();
        for (const auto event : events)
          if (++position >= from && found.size() < max)
            found.push_back({position, {event.begin(), event.end()}});
      }
    }
    return found;
  }));
}

Result<LogPosition> SqlEventLog::last() const {
  return as_port(record_->read([](ports::Transaction& tx) { return newest(connection(tx)); }));
}

Result<std::int64_t> SqlEventLog::erase_if(const std::function<bool(base::ByteView)>& belongs) {
  struct Step {
    std::int64_t emptied = 0;
    LogPosition next = 0;  ///< 0: that was all
  };
  std::int64_t erased = 0;
  for (LogPosition from = 1; from != 0;) {
    // Read and written in one turn: somebody else may be emptying other events of the same rows.
    TRY_LET(const Step step, as_port(record_->write([&](ports::Transaction& tx) -> Result<Step> {
              auto& db = connection(tx);
              TRY(take_turn(db));
              TRY_LET(auto part, rows(db, from, rows_at_once));
              Step done{.next = part.empty() ? 0 : part.back().position + 1};
              std::erase_if(part, [&](StoredRow& row) {
                const auto emptied = empty(row, belongs);
                done.emptied += emptied;
                return emptied == 0;
              });
              TRY(db.exec_many(
                  "UPDATE supply_event SET body = $1 WHERE position = $2", part,
                  [](const StoredRow& row) { return std::tuple{base::ByteView{row.body}, row.position}; }));
              return done;
            })));
    erased += step.emptied;
    from = step.next;
  }
  return erased;
}

}  // namespace vitrine::sql
