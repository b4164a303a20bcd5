#pragma once
// privacy::PersonalRows on SQL: every statement is made from the map, so a table that is declared is looked
// at, erased and expired without a line of code for it. Stateless; safe from any thread.
#include "privacy/ports.hpp"

namespace vitrine::sql {

class PersonalRows final : public privacy::PersonalRows {
 public:
  base::Result<std::vector<privacy::Found>> look(ports::Transaction& tx,
                                                 const privacy::Person& person) override;
  base::Result<std::vector<privacy::Copied>> copy(ports::Transaction& tx,
                                                  const privacy::Person& person) override;
  base::Result<std::int64_t> erase(ports::Transaction& tx, const privacy::Person& person,
                                   std::string_view owner) override;
  base::Result<std::int64_t> expire(ports::Transaction& tx, model::Instant now, int max) override;
};

}  // namespace vitrine::sql
