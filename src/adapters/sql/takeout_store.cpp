#include "adapters/sql/takeout_store.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::fail;
using base::Fault;
using base::Result;
using model::Instant;
using model::TakeoutId;
using ports::Transaction;
using takeout::Export;

namespace {
Export export_row(const Row& row) {
  return {.id = row.get<TakeoutId>(0),
          .account = row.get<model::AccountId>(1),
          .with_media = row.get<bool>(2),
          .state = row.get<model::TakeoutState>(3),
          .progress_percent = row.get<int>(4),
          .asked_at = row.get<Instant>(5),
          .done_at = row.get<std::optional<Instant>>(6),
          .expires_at = row.get<std::optional<Instant>>(7),
          .bytes = row.get<std::uint64_t>(8),
          .entries = row.get<std::int64_t>(9),
          .problem_code = row.get<std::string>(10)};
}
}  // namespace

Result<void> ExportStore::insert(Transaction& tx, const Export& made) {
  TRY(connection(tx).exec(
      "INSERT INTO takeout_export (id, account, with_media, state, progress, asked_ms, done_ms, expires_ms, "
      "bytes,"
      " entries, problem_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      made.id, made.account, made.with_media ? 1 : 0, made.state, made.progress_percent, made.asked_at,
      made.done_at, made.expires_at, made.bytes, made.entries, made.problem_code));
  return {};
}

Result<void> ExportStore::update(Transaction& tx, const Export& made) {
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE takeout_export SET with_media = $1, state = $2, progress = $3, done_ms "
                              "= $4, expires_ms = $5,"
                              " bytes = $6, entries = $7, problem_code = $8 WHERE id = $9",
                              made.with_media ? 1 : 0, made.state, made.progress_percent, made.done_at,
                              made.expires_at, made.bytes, made.entries, made.problem_code, made.id));
  if (changed == 0) return fail(Fault::not_found, "export_absent", "There is no such export.");
  return {};
}

Result<std::optional<Export>> ExportStore::find(Transaction& tx, TakeoutId id) {
  return connection(tx).one(
      "SELECT id, account, with_media, state, progress, asked_ms, done_ms, expires_ms, bytes, entries, "
      "problem_code"
      " FROM takeout_export WHERE id = $1",
      export_row, id);
}

Result<std::optional<Export>> ExportStore::of(Transaction& tx, model::AccountId account) {
  return connection(tx).one(
      "SELECT id, account, with_media, state, progress, asked_ms, done_ms, expires_ms, bytes, entries, "
      "problem_code"
      " FROM takeout_export WHERE account = $1",
      export_row, account);
}

Result<void> ExportStore::remove(Transaction& tx, TakeoutId id) {
  TRY(connection(tx).exec("DELETE FROM takeout_export WHERE id = $1", id));
  return {};
}

Result<std::vector<Export>> ExportStore::expired(Transaction& tx, Instant now, int max) {
  return connection(tx).query(
      "SELECT id, account, with_media, state, progress, asked_ms, done_ms, expires_ms, bytes, entries, "
      "problem_code"
      " FROM takeout_export WHERE expires_ms <= $1 ORDER BY expires_ms, id LIMIT $2",
      export_row, now, max);
}

}  // namespace vitrine::sql
