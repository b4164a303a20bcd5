#pragma once
// Opening a SQLite record with less than the full promise. Inner to adapters/sql.
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/sqlite_connection.hpp"

namespace vitrine::sql {

base::Result<std::unique_ptr<SqlRecord>> open_sqlite(const SqliteOptions& options, SqlRecord::Needs needs,
                                                     SqliteConnection::Sync sync);

}  // namespace vitrine::sql
