#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using ports::Transaction;
using social::Limits;
using social::Pairing;

namespace {
constexpr std::string_view columns =
    "SELECT ward, guardian, since_ms, daily_min, quiet_from_min, quiet_until_min, restricted, may_write"
    " FROM social_family WHERE ";

Pairing pairing_row(const Row& row) {
  Limits limits{.daily_min = static_cast<int>(row.get<std::int64_t>(3)),
                .quiet = std::nullopt,
                .restricted = row.get<bool>(6),
                .may_write = row.get<social::MayWrite>(7)};
  const auto from = row.get<std::optional<std::int64_t>>(4);
  const auto until = row.get<std::optional<std::int64_t>>(5);
  if (from && until) limits.quiet = {static_cast<int>(*from), static_cast<int>(*until)};
  return {.ward = row.get<AccountId>(0),
          .guardian = row.get<AccountId>(1),
          .since = row.get<Instant>(2),
          .limits = limits};
}

struct Quiet {
  std::optional<std::int64_t> from = {}, until = {};
};
Quiet quiet_of(const Limits& limits) {
  if (!limits.quiet) return {};
  return {limits.quiet->from_min, limits.quiet->until_min};
}
}  // namespace

Result<void> FamilyStore::put_code(Transaction& tx, AccountId ward, const base::Digest& hash, Instant until) {
  TRY(connection(tx).exec(
      "INSERT INTO social_family_code (ward, code_hash, until_ms) VALUES ($1, $2, $3)"
      " ON CONFLICT (ward) DO UPDATE SET code_hash = excluded.code_hash, until_ms = excluded.until_ms",
      ward, hash, until));
  return {};
}

Result<std::optional<AccountId>> FamilyStore::ward_of_code(Transaction& tx, const base::Digest& hash,
                                                           Instant now) {
  return connection(tx).value<AccountId>(
      "SELECT ward FROM social_family_code WHERE code_hash = $1 AND until_ms > $2 ORDER BY ward LIMIT 1",
      hash, now);
}

Result<std::optional<Instant>> FamilyStore::code_until(Transaction& tx, AccountId ward, Instant now) {
  return connection(tx).value<Instant>(
      "SELECT until_ms FROM social_family_code WHERE ward = $1 AND until_ms > $2", ward, now);
}

Result<void> FamilyStore::remove_code(Transaction& tx, AccountId ward) {
  TRY(connection(tx).exec("DELETE FROM social_family_code WHERE ward = $1", ward));
  return {};
}

Result<bool> FamilyStore::insert(Transaction& tx, const Pairing& pairing) {
  const auto& limits = pairing.limits;
  const auto quiet = quiet_of(limits);
  TRY_LET(const auto made,
          connection(tx).exec(
              "INSERT INTO social_family (ward, guardian, since_ms, daily_min, quiet_from_min,"
              " quiet_until_min, restricted, may_write, changed_ms)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (ward) DO NOTHING",
              pairing.ward, pairing.guardian, pairing.since, std::int64_t{limits.daily_min}, quiet.from,
              quiet.until, std::int64_t{limits.restricted}, limits.may_write, pairing.since));
  return made > 0;
}

Result<std::optional<Pairing>> FamilyStore::of_ward(Transaction& tx, AccountId ward) {
  return connection(tx).one(std::string{columns} + "ward = $1", pairing_row, ward);
}

Result<std::vector<Pairing>> FamilyStore::of_guardian(Transaction& tx, AccountId guardian) {
  return connection(tx).query(std::string{columns} + "guardian = $1 ORDER BY since_ms, ward", pairing_row,
                              guardian);
}

Result<void> FamilyStore::set_limits(Transaction& tx, AccountId ward, const Limits& limits, Instant now) {
  const auto quiet = quiet_of(limits);
  TRY(connection(tx).exec(
      "UPDATE social_family SET daily_min = $1, quiet_from_min = $2, quiet_until_min = $3, restricted = $4,"
      " may_write = $5, changed_ms = $6 WHERE ward = $7",
      std::int64_t{limits.daily_min}, quiet.from, quiet.until, std::int64_t{limits.restricted},
      limits.may_write, now, ward));
  return {};
}

Result<void> FamilyStore::remove(Transaction& tx, AccountId ward) {
  TRY(connection(tx).exec("DELETE FROM social_family WHERE ward = $1", ward));
  return {};
}

}  // namespace vitrine::sql
