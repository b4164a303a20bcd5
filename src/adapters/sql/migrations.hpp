#pragma once
// The history of the schema: files `NNNN_owner.sql` carried in the binary, applied in the order of their
// names, one transaction each, on both engines; a file may hold lines for one engine only, between
// "-- only sqlite" or "-- only postgresql" and "-- every engine". What was applied is remembered with the
// SHA-256 of its text.
#include <span>

#include "adapters/sql/sql_record.hpp"
#include "base/embedded.hpp"

namespace vitrine::sql {

/// Brings `record` to the newest schema; the number of files applied. Two processes at once are safe: one
/// waits. A file that was applied and has changed since, or a database that a newer version has migrated, is
/// refused untouched.
/// Errors: conflict "schema_changed", conflict "schema_newer", bug "schema_misnamed", and those of sql.hpp.
base::Result<int> migrate(SqlRecord& record, std::span<const base::EmbeddedFile> history = sql_migrations());

}  // namespace vitrine::sql
