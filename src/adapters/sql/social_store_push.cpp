#include "adapters/sql/sealed.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql.hpp"
#include "base/text.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using model::SessionId;
using ports::Transaction;
using social::PushChoice;
using social::PushDevice;
using social::PushTopic;

namespace {
constexpr std::string_view columns =
    "SELECT endpoint_hash, account, session, endpoint, since_ms, told_ms, due_ms, failing_since_ms"
    " FROM social_push_device WHERE ";

PushDevice read_device(const Row& row, const Seals& seals) {
  const auto hash = row.get<base::Digest>(0);
  const auto account = row.get<AccountId>(1);
  return {.hash = hash,
          .account = account,
          .session = row.get<SessionId>(2),
          .endpoint = seals.open(push_endpoint, account, base::ByteView{hash}, row.get<std::string_view>(3)),
          .since = row.get<Instant>(4),
          .told = row.get<Instant>(5),
          .due = row.get<std::optional<Instant>>(6),
          .failing_since = row.get<std::optional<Instant>>(7)};
}
auto device_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_device(row, seals); };
}

/// A topic this version does not know is passed over: it was switched off by a later one.
PushChoice choice_row(const Row& row) {
  PushChoice choice{.cadence = row.get<social::PushCadence>(0),
                    .daily_at_min = static_cast<int>(row.get<std::int64_t>(1))};
  const auto off = row.get<std::string>(2);
  for (const auto word : base::split(off, ' '))
    if (const auto topic = model::word<PushTopic>(word)) choice.off.push_back(*topic);
  return choice;
}
}  // namespace

Result<void> PushStore::put(Transaction& tx, const PushDevice& device) {
  TRY_LET(const auto endpoint,
          Seals{tx}.seal(push_endpoint, device.account, base::ByteView{device.hash}, device.endpoint));
  TRY(connection(tx).exec(
      "INSERT INTO social_push_device (endpoint_hash, account, session, endpoint, since_ms, told_ms)"
      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (endpoint_hash) DO UPDATE SET"
      " account = excluded.account, session = excluded.session, endpoint = excluded.endpoint,"
      " since_ms = excluded.since_ms, told_ms = excluded.told_ms, due_ms = NULL, failing_since_ms = NULL",
      device.hash, device.account, device.session, endpoint, device.since, device.told));
  return {};
}

Result<bool> PushStore::remove(Transaction& tx, AccountId account, const base::Digest& hash) {
  TRY_LET(const auto gone,
          connection(tx).exec("DELETE FROM social_push_device WHERE endpoint_hash = $1 AND account = $2",
                              hash, account));
  return gone > 0;
}

Result<void> PushStore::remove_session(Transaction& tx, AccountId account, std::optional<SessionId> session) {
  if (!session) TRY(connection(tx).exec("DELETE FROM social_push_device WHERE account = $1", account));
  else
    TRY(connection(tx).exec("DELETE FROM social_push_device WHERE account = $1 AND session = $2", account,
                            *session));
  return {};
}

Result<std::vector<PushDevice>> PushStore::of_account(Transaction& tx, AccountId account) {
  return connection(tx).query(std::string{columns} + "account = $1 ORDER BY since_ms, endpoint_hash",
                              device_row(tx), account);
}

Result<std::vector<PushDevice>> PushStore::due(Transaction& tx, Instant now, std::size_t max) {
  return connection(tx).query(std::string{columns} + "due_ms <= $1 ORDER BY due_ms, endpoint_hash LIMIT $2",
                              device_row(tx), now, static_cast<std::int64_t>(max));
}

Result<void> PushStore::set_due(Transaction& tx, const base::Digest& hash, std::optional<Instant> at) {
  TRY(connection(tx).exec("UPDATE social_push_device SET due_ms = $1 WHERE endpoint_hash = $2", at, hash));
  return {};
}

Result<void> PushStore::rang(Transaction& tx, const PushDevice& device, Instant now) {
  TRY(connection(tx).exec(
      "UPDATE social_push_device SET told_ms = $1, failing_since_ms = NULL,"
      " due_ms = CASE WHEN due_ms < $2 THEN due_ms ELSE NULL END WHERE endpoint_hash = $3",
      now, device.due.value_or(now), device.hash));
  return {};
}

Result<void> PushStore::failed(Transaction& tx, const base::Digest& hash, Instant since, Instant again) {
  TRY(connection(tx).exec(
      "UPDATE social_push_device SET failing_since_ms = $1, due_ms = $2 WHERE endpoint_hash = $3", since,
      again, hash));
  return {};
}

Result<std::optional<PushChoice>> PushStore::choice(Transaction& tx, AccountId account) {
  return connection(tx).one(
      "SELECT cadence, daily_at_min, topics_off FROM social_push_choice WHERE account = $1", choice_row,
      account);
}

Result<void> PushStore::choose(Transaction& tx, AccountId account, const PushChoice& choice, Instant now) {
  std::string off;
  for (const auto topic : choice.off) off += (off.empty() ? "" : " ") + std::string{model::text(topic)};
  TRY(connection(tx).exec(
      "INSERT INTO social_push_choice (account, cadence, daily_at_min, topics_off, changed_ms)"
      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account) DO UPDATE SET cadence = excluded.cadence,"
      " daily_at_min = excluded.daily_at_min, topics_off = excluded.topics_off,"
      " changed_ms = excluded.changed_ms",
      account, choice.cadence, std::int64_t{choice.daily_at_min}, off, now));
  return {};
}

}  // namespace vitrine::sql
