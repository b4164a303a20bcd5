#include "adapters/sql/house_store.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using ports::KeptAnswer;

Result<std::optional<KeptAnswer>> IdempotencyAnswers::find(ports::Transaction& tx, std::string_view scope,
                                                           std::string_view key, model::Instant oldest) {
  const auto read = [](const Row& row) {
    return KeptAnswer{row.get<base::Digest>(0), row.get<int>(1), row.get<std::string>(2)};
  };
  return connection(tx).one(
      "SELECT fingerprint, status, body FROM house_idempotency"
      " WHERE scope = $1 AND idempotency_key = $2 AND at_ms >= $3",
      read, scope, key, oldest);
}

Result<void> IdempotencyAnswers::keep(ports::Transaction& tx, std::string_view scope, std::string_view key,
                                      const KeptAnswer& answer, model::Instant now) {
  auto& db = connection(tx);
  // Only an expired answer can stand here: find() saw no other. A plain insert then refuses a call with the
  // same key that committed in between, instead of losing one of two effects' answers.
  TRY(db.exec("DELETE FROM house_idempotency WHERE scope = $1 AND idempotency_key = $2 AND at_ms < $3", scope,
              key, now - ports::answers_kept_for));
  TRY(
      db.exec("INSERT INTO house_idempotency (scope, idempotency_key, fingerprint, status, body, at_ms)"
              " VALUES ($1, $2, $3, $4, $5, $6)",
              scope, key, answer.fingerprint, answer.status, answer.body, now));
  return {};
}

Result<std::int64_t> IdempotencyAnswers::forget(ports::Transaction& tx, model::Instant oldest, int rows_max) {
  return connection(tx).exec(
      "DELETE FROM house_idempotency WHERE at_ms <= ("
      "SELECT max(at_ms) FROM (SELECT at_ms FROM house_idempotency WHERE at_ms < $1"
      " ORDER BY at_ms LIMIT $2) AS oldest)",
      oldest, rows_max);
}

}  // namespace vitrine::sql
