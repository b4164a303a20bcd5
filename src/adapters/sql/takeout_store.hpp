#pragma once
// takeout's stores on SQL: tables takeout_*. Stateless; safe from any thread.
#include "takeout/ports.hpp"

namespace vitrine::sql {

class ExportStore final : public takeout::ExportStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const takeout::Export& made) override;
  base::Result<void> update(ports::Transaction& tx, const takeout::Export& made) override;
  base::Result<std::optional<takeout::Export>> find(ports::Transaction& tx, model::TakeoutId id) override;
  base::Result<std::optional<takeout::Export>> of(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> remove(ports::Transaction& tx, model::TakeoutId id) override;
  base::Result<std::vector<takeout::Export>> expired(ports::Transaction& tx, model::Instant now,
                                                     int max) override;
};

class ImportStore final : public takeout::ImportStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const takeout::Import& sent) override;
  base::Result<void> update(ports::Transaction& tx, const takeout::Import& sent) override;
  base::Result<std::optional<takeout::Import>> find(ports::Transaction& tx, model::TakeoutId id) override;
  base::Result<std::optional<takeout::Import>> of(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> remove(ports::Transaction& tx, model::TakeoutId id) override;
  base::Result<std::vector<takeout::Import>> expired(ports::Transaction& tx, model::Instant now,
                                                     int max) override;
  base::Result<std::optional<std::uint64_t>> arrived(ports::Transaction& tx, model::AccountId account,
                                                     const base::Digest& origin) override;
  base::Result<void> arrive(ports::Transaction& tx, model::AccountId account, const base::Digest& origin,
                            std::uint64_t thing, model::Instant now) override;
};

}  // namespace vitrine::sql
