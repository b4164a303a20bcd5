#pragma once
// transparency/ports.hpp on SQL: tables transparency_opening, transparency_reading. Stateless; safe from any
// thread (the transaction is not).
#include "transparency/ports.hpp"

namespace vitrine::sql {

class OpeningStore final : public transparency::OpeningStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const transparency::Opening& opening) override;
  base::Result<std::optional<transparency::Opening>> find(ports::Transaction& tx,
                                                          model::OpeningId id) override;
  base::Result<bool> agree(ports::Transaction& tx, model::OpeningId id, model::AccountId second,
                           model::Instant from, model::Instant until) override;
  base::Result<void> looked(ports::Transaction& tx, model::OpeningId id,
                            std::span<const model::VideoId> videos, model::Instant at) override;
  base::Result<std::vector<transparency::Opening>> all(ports::Transaction& tx, model::OpeningId before,
                                                       int max) override;
  base::Result<std::vector<transparency::Opening>> of_person(ports::Transaction& tx, model::AccountId person,
                                                             int max) override;
};

}  // namespace vitrine::sql
