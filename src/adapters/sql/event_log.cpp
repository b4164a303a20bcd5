#include "adapters/sql/event_log.hpp"

#include "adapters/sql/sql.hpp"
#include "adapters/sql/sqlite_record.hpp"
#include "base/wire.hpp"

namespace vitrine::sql {

using base::Result;
using model::LogPosition;
using ports::EventBatch;

namespace {

// A row holds events that were appended together: rows are what a database is slow at. Its position is that
// of the last one; its body begins with this byte, which no event does, and a row without it is one event.
constexpr std::uint8_t several = 0xb0;

// What an append costs is the kernel's work for each page, in the write-ahead log and again in the file: with
// pages of 4 KiB twice as much as with these. A commit of a few events writes one page, where it wrote two or
// three of 4 KiB: a house with an append each second writes 3 GB a day, which no disk minds, and takes no
// longer for it. With 64 KiB it would: half as long again.
constexpr int page_bytes = 32 * 1024;
constexpr std::size_t row_bytes = page_bytes - 128;  // about 220 events; what surrounds it fits the page too
constexpr std::size_t rows_at_once = 32;             // 1 MiB: short enough not to hold up an append

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

/// Events of a batch from `first` until before `last`, as one row.
struct Part {
  std::size_t first, last;
};

/// As few as hold all of them.
std::vector<Part> parts_of(const EventBatch& events) {
  std::vector<Part> parts;
  for (std::size_t first = 0, last = 0; first < events.size(); first = last) {
    for (last = first + 1; last < events.size(); ++last)
      if (events.packed(first, last + 1).size() > row_bytes) break;
    parts.push_back({first, last});
  }
  return parts;
}

/// The body of a row, in `body`, whatever that held.
base::ByteView pack(const EventBatch& events, Part part, base::Bytes& body) {
  base::WireWriter head{11};
  head.u8(several);
  head.varint(part.last - part.first);
  const base::ByteView packed = events.packed(part.first, part.last);
  body.assign(head.bytes().begin(), head.bytes().end());
  body.insert(body.end(), packed.begin(), packed.end());
  return body;
}

/// A row that is gone through from its first event on.
struct Opened {
  Opened(LogPosition position, base::ByteView body)
      : whole(body),
        in(body),
        alone(body.empty() || in.u8() != several),
        first(position + 1 - (alone ? 1 : in.count(position))) {}
  base::ByteView next() { return alone ? whole : in.raw(in.count(whole.size())); }

  base::ByteView whole;
  base::WireReader in;
  bool alone;
  LogPosition first;  ///< the position of its first event
};

/// Adds the events of a row to `found`, from the one at `from` on, until they are `max`. False: the row
/// begins after `from`.
bool unpack(LogPosition position, base::ByteView body, LogPosition from, std::size_t max, EventBatch& found) {
  Opened row{position, body};
  if (row.first > from) return false;
  for (LogPosition next = row.first; next <= position && found.size() < max; ++next) {
    const base::ByteView event = row.next();
    if (next >= from) found.add(event);
  }
  return true;
}

/// `row` with every event emptied that `belongs`; how many.
std::int64_t empty(StoredRow& row, const std::function<bool(base::ByteView)>& belongs) {
  EventBatch left;
  std::int64_t emptied = 0;
  for (Opened events{row.position, row.body}; events.first + left.size() <= row.position;) {
    const base::ByteView event = events.next();
    const bool gone = !event.empty() && belongs(event);
    emptied += gone ? 1 : 0;
    left.add(gone ? base::ByteView{} : event);
  }
  if (emptied > 0) pack(left, {0, left.size()}, row.body);
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
  const SqliteOptions options{.file = file, .page_bytes = page_bytes};
  TRY_LET(auto record, open_sqlite(options, needs, SqliteConnection::Sync::normal));
  return open(std::move(record));
}

Result<std::unique_ptr<SqlEventLog>> SqlEventLog::open(std::unique_ptr<SqlRecord> record) {
  auto made = as_port(record->write([](ports::Transaction& tx) -> Result<void> {
    auto& db = connection(tx);
    TRY(take_turn(db));
    // What SQLite calls integer it finds a row by without an index beside the table, which each append would
    // write to as well; older files have one.
    TRY(db.script(std::string{"CREATE TABLE IF NOT EXISTS supply_event (position "} +
                  (db.is_postgres() ? "bigint" : "integer") +
                  " PRIMARY KEY, at_ms bigint NOT NULL, body bytea NOT NULL)"));
    return {};
  }));
  if (!made) return std::unexpected(made.error());
  return std::unique_ptr<SqlEventLog>{new SqlEventLog(std::move(record))};
}

Result<LogPosition> SqlEventLog::append(const EventBatch& events) {
  const auto now = record_->needs().clock.now();
  return as_port(record_->write([&](ports::Transaction& tx) -> Result<LogPosition> {
    auto& db = connection(tx);
    TRY(take_turn(db));
    TRY_LET(const auto before, newest(db));
    base::Bytes body;
    TRY(db.exec_many(
        "INSERT INTO supply_event (position, at_ms, body) VALUES ($1, $2, $3)", parts_of(events),
        [&](const Part& part) { return std::tuple{before + part.last, now, pack(events, part, body)}; }));
    return before + 1;
  }));
}

Result<void> SqlEventLog::read(LogPosition from, std::size_t max, EventBatch& found) const {
  const LogPosition most = LogPosition{INT64_MAX} - from;
  const LogPosition end = from + std::min<LogPosition>(max, most);  // wanted are those before it
  return as_port(record_->read([&](ports::Transaction& tx) -> Result<void> {
    found.clear();
    base::Bytes room;
    bool gap = false;
    for (std::size_t rows = rows_at_once; rows == rows_at_once && from + found.size() < end && !gap;) {
      rows = 0;
      // The last one is that in which the last event lies which is wanted: its position may be greater.
      TRY(connection(tx).each(
          "SELECT position, body FROM supply_event WHERE position >= $1 AND position <= "
          "coalesce((SELECT min(position) FROM supply_event WHERE position >= $2), $2) "
          "ORDER BY position LIMIT $3",
          [&](const Row& row) {
            ++rows;
            const LogPosition next = from + found.size();
            gap = gap || !unpack(row.get<LogPosition>(0), row.view(1, room), next, end - from, found);
          },
          from + found.size(), end - 1, rows_at_once));
    }
    if (gap) return base::fail(base::Fault::bug, "event_log_gap", "Events of the log are missing.");
    return {};
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
