#pragma once
// safety/ports.hpp on SQL: table safety_report. Stateless; safe from any thread (the transaction is not).
#include "safety/ports.hpp"

namespace vitrine::sql {

class ReportStore final : public safety::ReportStore {
 public:
  base::Result<model::ReportId> put(ports::Transaction& tx, const safety::Report& report) override;
  base::Result<std::optional<safety::Report>> find(ports::Transaction& tx, model::ReportId id) override;
  base::Result<std::vector<safety::Report>> open(ports::Transaction& tx, model::ReportId after,
                                                 int max) override;
  base::Result<bool> resolve(ports::Transaction& tx, model::ReportId id,
                             const safety::Resolution& resolution) override;
};

}  // namespace vitrine::sql
