#pragma once
// ports::Jobs in the table house_job. Several processes may claim at once: on PostgreSQL each skips the rows
// the others are at. Thread-safe through the transaction.
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "ports/jobs.hpp"

namespace vitrine::sql {

class JobQueue final : public ports::Jobs {
 public:
  struct Needs {
    const ports::Clock& clock;
    ports::Ids& ids;
    Policy policy = {};
  };
  explicit JobQueue(Needs needs) : needs_(needs) {}

  base::Result<model::JobId> add(ports::Transaction& tx, std::string_view kind,
                                 std::string_view subject) override;
  base::Result<std::optional<ports::Job>> claim(ports::Transaction& tx, std::string_view kind) override;
  base::Result<void> keep(ports::Transaction& tx, const ports::Job& job) override;
  base::Result<void> finish(ports::Transaction& tx, const ports::Job& job) override;
  base::Result<Fate> fail(ports::Transaction& tx, const ports::Job& job, std::string_view problem_code,
                          Retry retry) override;
  base::Result<void> put_back(ports::Transaction& tx, const ports::Job& job) override;
  base::Result<std::int64_t> put_back_all(ports::Transaction& tx) override;
  base::Result<std::vector<ports::Job>> give_up(ports::Transaction& tx, std::string_view kind) override;
  base::Result<void> remove(ports::Transaction& tx, std::string_view kind, std::string_view subject) override;
  base::Result<Load> load(ports::Transaction& tx) override;

 private:
  [[nodiscard]] model::Millis pause_after(int attempt) const;
  Needs needs_;
};

}  // namespace vitrine::sql
