#pragma once
// Receipts in the table supply_receipt: supply/ports.hpp on SQLite and PostgreSQL. Stateless; thread-safe.
#include "supply/ports.hpp"

namespace vitrine::sql {

class ReceiptStore final : public supply::ReceiptStore {
 public:
  base::Result<void> put(ports::Transaction& tx, const supply::StoredReceipt& receipt) override;
  base::Result<supply::StoredReceipt> get(ports::Transaction& tx, model::ReceiptId id) override;
  base::Result<std::vector<model::ReceiptId>> newest(ports::Transaction& tx, std::size_t max) override;
  base::Result<void> remove_older_than(ports::Transaction& tx, model::Instant limit) override;
  base::Result<void> remove_of(ports::Transaction& tx, model::ViewerId viewer) override;
};

}  // namespace vitrine::sql
