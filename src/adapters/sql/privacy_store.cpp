#include "adapters/sql/privacy_store.hpp"

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::fail;
using base::Fault;
using base::Result;
using ports::Transaction;
using privacy::Certificate;
using privacy::Farewell;

namespace {
Farewell read_farewell(const Row& row, const Seals& seals) {
  const auto account = row.get<model::AccountId>(0);
  return {.account = account,
          .viewer = seals.open_viewer(farewell_viewer, account, row.get<std::string_view>(1)),
          .asked_at = row.get<model::Instant>(2),
          .due_at = row.get<model::Instant>(3),
          .receipt = row.get<base::Digest>(4)};
}
auto farewell_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_farewell(row, seals); };
}
}  // namespace

Result<void> FarewellStore::put(Transaction& tx, const Farewell& farewell) {
  TRY_LET(const auto viewer, Seals{tx}.seal_viewer(farewell_viewer, farewell.account, farewell.viewer));
  TRY_LET(
      const auto made,
      connection(tx).exec("INSERT INTO privacy_farewell (account, viewer, sealed_viewer, asked_ms, due_ms,"
                          " receipt) VALUES ($1, 0, $2, $3, $4, $5) ON CONFLICT (account) DO NOTHING",
                          farewell.account, viewer, farewell.asked_at, farewell.due_at, farewell.receipt));
  if (made == 0) return fail(Fault::conflict, "farewell_asked", "This account is already on its way out.");
  return {};
}

Result<std::optional<Farewell>> FarewellStore::of(Transaction& tx, model::AccountId account) {
  return connection(tx).one(
      "SELECT account, sealed_viewer, asked_ms, due_ms, receipt FROM privacy_farewell WHERE account = $1",
      farewell_row(tx), account);
}

Result<std::optional<Farewell>> FarewellStore::by_receipt(Transaction& tx, const base::Digest& receipt) {
  return connection(tx).one(
      "SELECT account, sealed_viewer, asked_ms, due_ms, receipt FROM privacy_farewell WHERE receipt = $1",
      farewell_row(tx), receipt);
}

Result<bool> FarewellStore::remove(Transaction& tx, model::AccountId account) {
  TRY_LET(const auto gone, connection(tx).exec("DELETE FROM privacy_farewell WHERE account = $1", account));
  return gone > 0;
}

Result<std::vector<Farewell>> FarewellStore::due(Transaction& tx, model::Instant now, int max) {
  return connection(tx).query(
      "SELECT account, sealed_viewer, asked_ms, due_ms, receipt FROM privacy_farewell WHERE due_ms <= $1"
      " ORDER BY due_ms, account LIMIT $2",
      farewell_row(tx), now, max);
}

Result<void> FarewellStore::put(Transaction& tx, const Certificate& certificate) {
  TRY(connection(tx).exec(
      "INSERT INTO privacy_certificate (receipt, done_ms, body, signature) VALUES ($1, $2, $3, $4)",
      certificate.receipt, certificate.done_at, certificate.text, certificate.signature));
  return {};
}

Result<std::optional<Certificate>> FarewellStore::certificate(Transaction& tx, const base::Digest& receipt) {
  return connection(tx).one(
      "SELECT receipt, done_ms, body, signature FROM privacy_certificate WHERE receipt = $1",
      [](const Row& row) {
        return Certificate{.receipt = row.get<base::Digest>(0),
                           .done_at = row.get<model::Instant>(1),
                           .text = row.get<std::string>(2),
                           .signature = row.get<base::Bytes>(3)};
      },
      receipt);
}

}  // namespace vitrine::sql
