#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using accounts::Passkey;
using base::Result;
using model::AccountId;
using model::Instant;
using model::PasskeyId;
using ports::Transaction;

namespace {
constexpr std::string_view select_passkey =
    "SELECT id, account, credential, place, public_key, name, counter, synced, suspect, created_ms, used_ms"
    " FROM accounts_passkey ";

Passkey read_passkey(const Row& row, const Seals& seals) {
  const auto id = row.get<PasskeyId>(0);
  const auto account = row.get<AccountId>(1);
  return Passkey{.id = id,
                 .account = account,
                 .credential = row.get<base::Bytes>(2),
                 .place = row.get<std::string>(3),
                 .public_key = row.get<base::Bytes>(4),
                 .name = seals.open(passkey_name, account, id, row.get<std::string_view>(5)),
                 .counter = static_cast<std::uint32_t>(row.get<std::int64_t>(6)),
                 .synced = row.get<std::int64_t>(7) != 0,
                 .suspect = row.get<std::int64_t>(8) != 0,
                 .created_at = row.get<Instant>(9),
                 .used_at = row.get<std::optional<Instant>>(10)};
}
auto passkey_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_passkey(row, seals); };
}
}  // namespace

Result<void> PasskeyStore::insert(Transaction& tx, const Passkey& made) {
  TRY_LET(const auto name, Seals{tx}.seal(passkey_name, made.account, made.id, made.name));
  TRY(connection(tx).exec(
      "INSERT INTO accounts_passkey (id, account, credential, place, public_key, name, "
      "counter, synced, suspect,"
      " created_ms, used_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      made.id, made.account, made.credential, made.place, made.public_key, name, std::int64_t{made.counter},
      std::int64_t{made.synced}, std::int64_t{made.suspect}, made.created_at, made.used_at));
  return {};
}

Result<std::optional<Passkey>> PasskeyStore::find(Transaction& tx, base::ByteView credential) {
  return connection(tx).one(std::string{select_passkey} + "WHERE credential = $1", passkey_row(tx),
                            base::Bytes{credential.begin(), credential.end()});
}

Result<std::vector<Passkey>> PasskeyStore::of(Transaction& tx, AccountId account) {
  return connection(tx).query(std::string{select_passkey} + "WHERE account = $1 ORDER BY created_ms, id",
                              passkey_row(tx), account);
}

Result<bool> PasskeyStore::rename(Transaction& tx, AccountId account, PasskeyId id, std::string_view name) {
  TRY_LET(const auto sealed, Seals{tx}.seal(passkey_name, account, id, name));
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE accounts_passkey SET name = $1 WHERE id = $2 AND account = $3", sealed,
                              id, account));
  return changed > 0;
}

Result<bool> PasskeyStore::remove(Transaction& tx, AccountId account, PasskeyId id) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM accounts_passkey WHERE id = $1 AND account = $2", id, account));
  return gone > 0;
}

Result<bool> PasskeyStore::use(Transaction& tx, PasskeyId id, std::uint32_t counter, Instant at) {
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE accounts_passkey SET counter = $1, used_ms = $2 WHERE id = $3"
                              " AND suspect = 0 AND (counter < $1 OR (counter = 0 AND $1 = 0))",
                              std::int64_t{counter}, at, id));
  return changed > 0;
}

Result<void> PasskeyStore::set_suspect(Transaction& tx, PasskeyId id) {
  TRY(connection(tx).exec("UPDATE accounts_passkey SET suspect = 1 WHERE id = $1", id));
  return {};
}

}  // namespace vitrine::sql
