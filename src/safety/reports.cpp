#include "safety/reports.hpp"

#include "base/text.hpp"

namespace vitrine::safety {
namespace {
using base::fail;
using base::Fault;

Result<std::string> checked_note(std::string_view text) {
  auto note = base::clean_text(text, base::Lines::many);
  if (base::code_points(note) > note_chars_max)
    return base::fail_in("note", Fault::invalid_input, "note_too_long",
                         "A note has at most 1000 characters.");
  return note;
}
}  // namespace

Result<ReportId> Reports::report(Transaction& tx, AccountId by, SubjectKind kind, std::uint64_t subject,
                                 Reason reason, std::string_view note, Quote quote) {
  TRY_LET(auto clean, checked_note(note));
  return needs_.reports.put(tx, Report{.id = needs_.ids.in_order<ReportId>(),
                                       .reporter = by,
                                       .kind = kind,
                                       .subject = subject,
                                       .reason = reason,
                                       .note = std::move(clean),
                                       .at = needs_.clock.now(),
                                       .quote = std::move(quote)});
}

Result<std::vector<Report>> Reports::open(Transaction& tx, ReportId after, int max) {
  return needs_.reports.open(tx, after, max);
}

Result<Report> Reports::resolve(Transaction& tx, AccountId by, ReportId id, Outcome outcome,
                                std::string_view note) {
  TRY_LET(auto clean, checked_note(note));
  TRY_LET(auto report, needs_.reports.find(tx, id));
  if (!report) return fail(Fault::not_found, "report_absent", "There is no such report.");
  TRY_LET(const bool changed,
          needs_.reports.resolve(tx, id, {by, outcome, std::move(clean), needs_.clock.now()}));
  if (!changed) return fail(Fault::conflict, "report_resolved", "Somebody has resolved this report already.");
  return std::move(*report);
}
}  // namespace vitrine::safety
