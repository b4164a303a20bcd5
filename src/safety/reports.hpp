#pragma once
// Taking reports and resolving them. Thread-safe: holds no state.
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "safety/ports.hpp"

namespace vitrine::safety {

class Reports {
 public:
  struct Needs {
    ReportStore& reports;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Reports(Needs needs) : needs_(needs) {}

  /// Repeatable while open. Errors: invalid_input "note_too_long".
  Result<ReportId> report(Transaction& tx, AccountId by, SubjectKind kind, std::uint64_t subject,
                          Reason reason, std::string_view note, Quote quote = {});
  Result<std::vector<Report>> open(Transaction& tx, ReportId after, int max);
  /// Answers the report, for whoever carries the outcome out. Errors: not_found "report_absent", conflict
  /// "report_resolved", invalid_input "note_too_long".
  Result<Report> resolve(Transaction& tx, AccountId by, ReportId id, Outcome outcome, std::string_view note);

 private:
  Needs needs_;
};

}  // namespace vitrine::safety
