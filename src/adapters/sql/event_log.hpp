#pragma once
// ports::EventLog as the table supply_event of a record of its own: a second SQLite file (Sync::process is
// enough: see the port), or the same PostgreSQL database through a SqlRecord of its own. Appends take turns,
// so positions have no gaps. What is appended together lies together, about 220 events a row. Thread-safe.
#include <filesystem>
#include <functional>
#include <memory>

#include "adapters/sql/sql_record.hpp"
#include "ports/event_log.hpp"

namespace vitrine::sql {

class SqlEventLog final : public ports::EventLog {
 public:
  /// A SQLite file. What was appended survives the death of the process; a power cut may take the last moment
  /// (see the port). Errors: as open_sqlite.
  static base::Result<std::unique_ptr<SqlEventLog>> open_file(const std::filesystem::path& file,
                                                              SqlRecord::Needs needs);

  /// Makes the table if it is not there. `record` is used by nothing else, because an append may happen
  /// inside a transaction of the main record.
  static base::Result<std::unique_ptr<SqlEventLog>> open(std::unique_ptr<SqlRecord> record);

  base::Result<model::LogPosition> append(const ports::EventBatch& events) override;
  base::Result<void> read(model::LogPosition from, std::size_t max, ports::EventBatch& found) const override;
  [[nodiscard]] base::Result<model::LogPosition> last() const override;

  /// What was overwritten is zeroed in a SQLite file and gone from PostgreSQL's after its next vacuum.
  base::Result<std::int64_t> erase_if(const std::function<bool(base::ByteView)>& belongs) override;
  base::Result<void> scrub() override { return record_->scrub(); }

 private:
  explicit SqlEventLog(std::unique_ptr<SqlRecord> record) : record_(std::move(record)) {}
  std::unique_ptr<SqlRecord> record_;
};

}  // namespace vitrine::sql
