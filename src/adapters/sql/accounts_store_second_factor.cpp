#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using accounts::SecondFactorRow;
using base::Result;
using model::AccountId;
using model::Instant;
using ports::Transaction;

Result<std::optional<SecondFactorRow>> SecondFactorStore::find(Transaction& tx, AccountId account) {
  return connection(tx).one(
      "SELECT account, sealed_secret, confirmed, last_step FROM accounts_second_factor WHERE account = $1",
      [account, seals = Seals{tx}](const Row& row) {
        return SecondFactorRow{.account = account,
                               .sealed_secret = seals.open_bytes(second_factor_secret, account, account,
                                                                 row.get<base::Bytes>(1)),
                               .on = row.get<std::int64_t>(2) != 0,
                               .last_step = row.get<std::int64_t>(3)};
      },
      account);
}

Result<void> SecondFactorStore::put(Transaction& tx, const SecondFactorRow& row, Instant now) {
  TRY_LET(const auto secret,
          Seals{tx}.seal_bytes(second_factor_secret, row.account, row.account, row.sealed_secret));
  TRY(connection(tx).exec(
      "INSERT INTO accounts_second_factor (account, sealed_secret, confirmed, last_step, changed_ms)"
      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account) DO UPDATE SET sealed_secret = "
      "excluded.sealed_secret,"
      " confirmed = excluded.confirmed, last_step = excluded.last_step, changed_ms = excluded.changed_ms",
      row.account, secret, std::int64_t{row.on}, row.last_step, now));
  return {};
}

Result<void> SecondFactorStore::remove(Transaction& tx, AccountId account) {
  TRY(connection(tx).exec("DELETE FROM accounts_recovery_code WHERE account = $1", account));
  TRY(connection(tx).exec("DELETE FROM accounts_second_factor WHERE account = $1", account));
  return {};
}

Result<void> SecondFactorStore::set_recovery(Transaction& tx, AccountId account,
                                             std::span<const base::Digest> code_hashes) {
  auto& db = connection(tx);
  TRY(db.exec("DELETE FROM accounts_recovery_code WHERE account = $1", account));
  for (const auto& hash : code_hashes)
    TRY(db.exec("INSERT INTO accounts_recovery_code (account, code_hash) VALUES ($1, $2)", account, hash));
  return {};
}

Result<bool> SecondFactorStore::use_recovery(Transaction& tx, AccountId account,
                                             const base::Digest& code_hash) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM accounts_recovery_code WHERE account = $1 AND code_hash = $2",
                              account, code_hash));
  return gone > 0;
}

Result<std::int64_t> SecondFactorStore::recovery_left(Transaction& tx, AccountId account) {
  TRY_LET(const auto count, connection(tx).value<std::int64_t>(
                                "SELECT count(*) FROM accounts_recovery_code WHERE account = $1", account));
  return count.value_or(0);
}

}  // namespace vitrine::sql
