#include "adapters/sql/supply_store.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::fail;
using base::Fault;
using base::Result;
using supply::StoredReceipt;

Result<void> ReceiptStore::put(ports::Transaction& tx, const StoredReceipt& receipt) {
  if (receipt.bytes.size() > supply::receipt_bytes_max)
    return fail(Fault::over_limit, "receipt_too_large", "The receipt of this page is larger than we keep.");
  TRY(connection(tx).exec("INSERT INTO supply_receipt (id, viewer, at_ms, bytes) VALUES ($1, $2, $3, $4)",
                          receipt.id, receipt.viewer, receipt.at, receipt.bytes));
  return {};
}

Result<StoredReceipt> ReceiptStore::get(ports::Transaction& tx, model::ReceiptId id) {
  const auto read = [&](const Row& row) {
    return StoredReceipt{.id = id,
                         .viewer = row.get<model::ViewerId>(0),
                         .at = row.get<model::Instant>(1),
                         .bytes = row.get<base::Bytes>(2)};
  };
  TRY_LET(auto found,
          connection(tx).one("SELECT viewer, at_ms, bytes FROM supply_receipt WHERE id = $1", read, id));
  if (!found)
    return fail(Fault::not_found, "receipt_absent", "There is no such receipt; they are kept for 30 days.");
  return std::move(*found);
}

Result<std::vector<model::ReceiptId>> ReceiptStore::newest(ports::Transaction& tx, std::size_t max) {
  return connection(tx).query(
      "SELECT id FROM supply_receipt ORDER BY at_ms DESC, id DESC LIMIT $1",
      [](const Row& row) { return row.get<model::ReceiptId>(0); }, max);
}

Result<void> ReceiptStore::remove_older_than(ports::Transaction& tx, model::Instant limit) {
  TRY(connection(tx).exec("DELETE FROM supply_receipt WHERE at_ms < $1", limit));
  return {};
}

Result<void> ReceiptStore::remove_of(ports::Transaction& tx, model::ViewerId viewer) {
  TRY(connection(tx).exec("DELETE FROM supply_receipt WHERE viewer = $1", viewer));
  return {};
}

}  // namespace vitrine::sql
