#include <string>

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/takeout_store.hpp"

namespace vitrine::sql {
using base::fail;
using base::Fault;
using base::Result;
using model::AccountId;
using model::Instant;
using model::TakeoutId;
using ports::Transaction;
using takeout::Import;

namespace {
constexpr std::string_view columns =
    "id, account, state, wanted, progress, sent_ms, expires_ms, bytes, parts, report, problem_code,"
    " problem_detail";

std::string select_imports(std::string_view rest) {
  std::string text{"SELECT "};
  text += columns;
  text += " FROM takeout_import ";
  text += rest;
  return text;
}

Import read_import(const Row& row, const Seals& seals) {
  const auto id = row.get<TakeoutId>(0);
  const auto account = row.get<AccountId>(1);
  return {.id = id,
          .account = account,
          .state = row.get<model::TakeoutState>(2),
          .wanted = row.get<bool>(3),
          .progress_percent = row.get<int>(4),
          .sent_at = row.get<Instant>(5),
          .expires_at = row.get<Instant>(6),
          .bytes = row.get<std::uint64_t>(7),
          .parts = row.get<std::string>(8),
          .report = seals.open(import_report, account, id, row.get<std::string_view>(9)),
          .problem_code = row.get<std::string>(10),
          .problem_detail = row.get<std::string>(11)};
}
auto import_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_import(row, seals); };
}
}  // namespace

Result<void> ImportStore::insert(Transaction& tx, const Import& sent) {
  TRY_LET(const auto report, Seals{tx}.seal(import_report, sent.account, sent.id, sent.report));
  std::string text{"INSERT INTO takeout_import ("};
  text += columns;
  text += ") VALUES (" + marks(1, 12) + ")";
  TRY(connection(tx).exec(text, sent.id, sent.account, sent.state, sent.wanted ? 1 : 0, sent.progress_percent,
                          sent.sent_at, sent.expires_at, sent.bytes, sent.parts, report, sent.problem_code,
                          sent.problem_detail));
  return {};
}

Result<void> ImportStore::update(Transaction& tx, const Import& sent) {
  TRY_LET(const auto report, Seals{tx}.seal(import_report, sent.account, sent.id, sent.report));
  TRY_LET(const auto changed,
          connection(tx).exec(
              "UPDATE takeout_import SET state = $1, wanted = $2, progress = $3, expires_ms = $4, bytes = $5,"
              " parts = $6, report = $7, problem_code = $8, problem_detail = $9 WHERE id = $10",
              sent.state, sent.wanted ? 1 : 0, sent.progress_percent, sent.expires_at, sent.bytes, sent.parts,
              report, sent.problem_code, sent.problem_detail, sent.id));
  if (changed == 0) return fail(Fault::not_found, "import_absent", "There is no such import.");
  return {};
}

Result<std::optional<Import>> ImportStore::find(Transaction& tx, TakeoutId id) {
  return connection(tx).one(select_imports("WHERE id = $1"), import_row(tx), id);
}

Result<std::optional<Import>> ImportStore::of(Transaction& tx, AccountId account) {
  return connection(tx).one(select_imports("WHERE account = $1"), import_row(tx), account);
}

Result<void> ImportStore::remove(Transaction& tx, TakeoutId id) {
  TRY(connection(tx).exec("DELETE FROM takeout_import WHERE id = $1", id));
  return {};
}

Result<std::vector<Import>> ImportStore::expired(Transaction& tx, Instant now, int max) {
  return connection(tx).query(select_imports("WHERE expires_ms <= $1 ORDER BY expires_ms, id LIMIT $2"),
                              import_row(tx), now, max);
}

Result<std::optional<std::uint64_t>> ImportStore::arrived(Transaction& tx, AccountId account,
                                                          const base::Digest& origin) {
  return connection(tx).value<std::uint64_t>(
      "SELECT thing FROM takeout_origin WHERE account = $1 AND origin = $2", account, origin);
}

Result<void> ImportStore::arrive(Transaction& tx, AccountId account, const base::Digest& origin,
                                 std::uint64_t thing, Instant now) {
  TRY(connection(tx).exec(
      "INSERT INTO takeout_origin (account, origin, thing, at_ms) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (account, origin) DO UPDATE SET thing = excluded.thing, at_ms = excluded.at_ms",
      account, origin, thing, now));
  return {};
}

}  // namespace vitrine::sql
