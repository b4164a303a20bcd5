#include "adapters/sql/house_settings.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;

Result<std::optional<std::string>> HouseSettings::get(ports::Transaction& tx, std::string_view name) {
  return connection(tx).value<std::string>("SELECT value FROM house_setting WHERE name = $1", name);
}

Result<void> HouseSettings::put(ports::Transaction& tx, std::string_view name, std::string_view value) {
  TRY(
      connection(tx).exec("INSERT INTO house_setting (name, value) VALUES ($1, $2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          name, value));
  return {};
}

Result<bool> HouseSettings::put_first(ports::Transaction& tx, std::string_view name, std::string_view value) {
  TRY_LET(const auto made, connection(tx).exec("INSERT INTO house_setting (name, value) VALUES ($1, $2)"
                                               " ON CONFLICT (name) DO NOTHING",
                                               name, value));
  return made > 0;
}
}  // namespace vitrine::sql
