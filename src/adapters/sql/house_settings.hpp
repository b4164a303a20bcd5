#pragma once
// Single values of this installation: accounts::Settings on house_setting. Stateless.
#include "accounts/ports.hpp"

namespace vitrine::sql {

class HouseSettings final : public accounts::Settings {
 public:
  base::Result<std::optional<std::string>> get(ports::Transaction& tx, std::string_view name) override;
  base::Result<void> put(ports::Transaction& tx, std::string_view name, std::string_view value) override;
  base::Result<bool> put_first(ports::Transaction& tx, std::string_view name,
                               std::string_view value) override;
};

}  // namespace vitrine::sql
