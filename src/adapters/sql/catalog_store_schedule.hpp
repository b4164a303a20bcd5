#pragma once
// What is to come out when, in catalog_schedule: catalog/schedule.hpp on SQLite and PostgreSQL. Stateless;
// thread-safe.
#include "catalog/schedule.hpp"

namespace vitrine::sql {

class ScheduleStore final : public catalog::ScheduleStore {
 public:
  using Transaction = ports::Transaction;
  base::Result<void> put(Transaction& tx, const catalog::Planned& planned) override;
  base::Result<void> remove(Transaction& tx, model::VideoId video) override;
  base::Result<std::optional<catalog::Planned>> find(Transaction& tx, model::VideoId video) override;
  base::Result<std::vector<catalog::Planned>> of_author(Transaction& tx, model::AccountId author) override;
  base::Result<std::vector<catalog::Planned>> due(Transaction& tx, model::Instant now, int limit) override;
};

}  // namespace vitrine::sql
