#pragma once
// The house's own tables as ports: answers kept for idempotency keys. Stateless; the transaction is what
// counts.
#include "ports/idempotency.hpp"

namespace vitrine::sql {

class IdempotencyAnswers final : public ports::IdempotencyStore {
 public:
  base::Result<std::optional<ports::KeptAnswer>> find(ports::Transaction& tx, std::string_view scope,
                                                      std::string_view key, model::Instant oldest) override;
  base::Result<void> keep(ports::Transaction& tx, std::string_view scope, std::string_view key,
                          const ports::KeptAnswer& answer, model::Instant now) override;
  base::Result<std::int64_t> forget(ports::Transaction& tx, model::Instant oldest, int rows_max) override;
};

}  // namespace vitrine::sql
