#pragma once
// Seals what was written before its column was sealed (adapters/sql/sealed.hpp): at the start of the first
// version that seals it, before anything is served. Which columns those are, the map says.
#include <string_view>

#include "adapters/sql/sql_record.hpp"

namespace vitrine::sql {

/// The single value of the house (house_setting) that says that something was sealed, and what.
inline constexpr std::string_view sealed_setting = "sealed_columns";

/// Once for each list of sealed columns, in batches of a transaction each; how many values were sealed.
/// Killed half-way it goes on at the next start; two processes at once are safe. Values sealed before leave
/// gaps in the files: SqlRecord::scrub() after a first sealing.
base::Result<std::int64_t> seal_older(SqlRecord& record);

}  // namespace vitrine::sql
