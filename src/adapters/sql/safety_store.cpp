#include "adapters/sql/safety_store.hpp"

#include "adapters/sql/sealed.hpp"
#include "adapters/sql/sql.hpp"

namespace vitrine::sql {
using base::Result;
using model::AccountId;
using model::Instant;
using model::ReportId;
using ports::Transaction;
using safety::Report;

namespace {
constexpr std::string_view columns =
    "SELECT id, reporter, kind, subject, reason, note, at_ms, resolver, outcome, resolver_note, resolved_ms,"
    " quote, quoted FROM safety_report WHERE ";

Report read_report(const Row& row, const Seals& seals) {
  const auto id = row.get<ReportId>(0);
  const auto reporter = row.get<AccountId>(1);
  Report report{.id = id,
                .reporter = reporter,
                .kind = row.get<safety::SubjectKind>(2),
                .subject = row.get<std::uint64_t>(3),
                .reason = row.get<safety::Reason>(4),
                .note = seals.open(report_note, reporter, id, row.get<std::string_view>(5)),
                .at = row.get<Instant>(6),
                .quote = {row.get<AccountId>(12), {}}};
  report.quote.text = seals.open(report_quote, report.quote.author, id, row.get<std::string_view>(11));
  if (row.null(10)) return report;
  const auto by = row.get<AccountId>(7);
  report.resolution = {by, row.get<safety::Outcome>(8),
                       seals.open(report_answer, by, id, row.get<std::string_view>(9)), row.get<Instant>(10)};
  return report;
}
auto report_row(Transaction& tx) {
  return [seals = Seals{tx}](const Row& row) { return read_report(row, seals); };
}
}  // namespace

Result<ReportId> ReportStore::put(Transaction& tx, const Report& report) {
  auto& db = connection(tx);
  const Seals seals{tx};
  TRY_LET(const auto note, seals.seal(report_note, report.reporter, report.id, report.note));
  TRY_LET(const auto quote, seals.seal(report_quote, report.quote.author, report.id, report.quote.text));
  TRY_LET(const auto made,
          db.exec("INSERT INTO safety_report (id, reporter, kind, subject, reason, note, at_ms, quote,"
                  " quoted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                  report.id, report.reporter, report.kind, report.subject, report.reason, note, report.at,
                  quote, report.quote.author));
  if (made > 0) return report.id;
  TRY_LET(const auto there,
          db.value<ReportId>("SELECT id FROM safety_report WHERE reporter = $1 AND kind = $2 AND subject = $3"
                             " AND resolved_ms IS NULL",
                             report.reporter, report.kind, report.subject));
  if (!there) return base::fail(base::Fault::not_available, "record_busy", "Try again in a moment.");
  return *there;
}

Result<std::optional<Report>> ReportStore::find(Transaction& tx, ReportId id) {
  return connection(tx).one(std::string{columns} + "id = $1", report_row(tx), id);
}

Result<std::vector<Report>> ReportStore::open(Transaction& tx, ReportId after, int max) {
  return connection(tx).query(std::string{columns} + "resolved_ms IS NULL AND id > $1 ORDER BY id LIMIT $2",
                              report_row(tx), after, max);
}

Result<bool> ReportStore::resolve(Transaction& tx, ReportId id, const safety::Resolution& resolution) {
  TRY_LET(const auto note, Seals{tx}.seal(report_answer, resolution.by, id, resolution.note));
  TRY_LET(const auto changed,
          connection(tx).exec("UPDATE safety_report SET resolver = $1, outcome = $2, resolver_note = $3,"
                              " resolved_ms = $4 WHERE id = $5 AND resolved_ms IS NULL",
                              resolution.by, resolution.outcome, note, resolution.at, id));
  return changed > 0;
}
}  // namespace vitrine::sql
