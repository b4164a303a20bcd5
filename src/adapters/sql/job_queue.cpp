#include "adapters/sql/job_queue.hpp"

#include "adapters/sql/sql.hpp"

namespace vitrine::sql {

using base::Fault;
using base::Result;
using ports::Job;

namespace {

Job read_job(const Row& row) {
  return {row.get<model::JobId>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<int>(3),
          row.get<std::int64_t>(4)};
}

/// `changed` rows of a statement that named the job by its claim: none means that it is no longer ours.
Result<void> still_ours(const Result<std::int64_t>& changed) {
  if (!changed) return std::unexpected(changed.error());
  if (*changed == 1) return {};
  return base::fail(Fault::conflict, "job_lost",
                    "The job was taken over or removed: drop what was made for it.");
}

}  // namespace

Result<model::JobId> JobQueue::add(ports::Transaction& tx, std::string_view kind, std::string_view subject) {
  if (kind.size() > 64 || subject.size() > 64)
    return base::fail(Fault::bug, "job_misnamed", "A job's kind and subject have at most 64 characters.");
  auto& db = connection(tx);
  const auto now = needs_.clock.now();
  TRY(db.exec(
      "INSERT INTO house_job (id, kind, subject, state, attempts, claims, due_ms, made_ms, problem_code)"
      " VALUES ($1, $2, $3, 'waiting', 0, 0, $4, $4, '') ON CONFLICT (kind, subject) DO UPDATE"
      " SET state = 'waiting', attempts = 0, claims = 0, due_ms = excluded.due_ms, problem_code = ''"
      " WHERE house_job.state = 'failed'",
      needs_.ids.in_order<model::JobId>(), kind, subject, now));
  TRY_LET(const auto id,
          db.value<model::JobId>("SELECT id FROM house_job WHERE kind = $1 AND subject = $2", kind, subject));
  if (!id) return base::fail(Fault::bug, "job_lost", "A job vanished in the transaction that added it.");
  return *id;
}

Result<std::optional<Job>> JobQueue::claim(ports::Transaction& tx, std::string_view kind) {
  auto& db = connection(tx);
  const auto now = needs_.clock.now();
  const auto& policy = needs_.policy;
  const std::string choose =
      "SELECT id FROM house_job WHERE kind = $1 AND state IN ('waiting', 'running') AND due_ms <= $2"
      " AND attempts < $3 AND claims < $4 ORDER BY due_ms, id LIMIT 1";
  const std::string skip = db.is_postgres() ? " FOR UPDATE SKIP LOCKED" : "";
  TRY_LET(const auto id,
          db.value<model::JobId>(choose + skip, kind, now, policy.attempts_max, policy.claims_max));
  if (!id) return std::nullopt;
  return db.one(
      "UPDATE house_job SET state = 'running', attempts = attempts + 1, claims = claims + 1, due_ms = $1"
      " WHERE id = $2 RETURNING id, kind, subject, attempts, claims",
      read_job, now + policy.lease, *id);
}

Result<void> JobQueue::keep(ports::Transaction& tx, const Job& job) {
  return still_ours(connection(tx).exec(
      "UPDATE house_job SET due_ms = $1 WHERE id = $2 AND claims = $3 AND state = 'running'",
      needs_.clock.now() + needs_.policy.lease, job.id, job.claim));
}

Result<void> JobQueue::finish(ports::Transaction& tx, const Job& job) {
  return still_ours(connection(tx).exec(
      "DELETE FROM house_job WHERE id = $1 AND claims = $2 AND state = 'running'", job.id, job.claim));
}

Result<ports::Jobs::Fate> JobQueue::fail(ports::Transaction& tx, const Job& job,
                                         std::string_view problem_code, Retry retry) {
  const bool again = retry == Retry::yes && job.attempt < needs_.policy.attempts_max;
  const auto due = needs_.clock.now() + pause_after(job.attempt);
  TRY(
      still_ours(connection(tx).exec("UPDATE house_job SET state = $1, due_ms = $2, problem_code = $3"
                                     " WHERE id = $4 AND claims = $5 AND state = 'running'",
                                     again ? "waiting" : "failed", due, problem_code, job.id, job.claim)));
  return again ? Fate::again : Fate::failed;
}

Result<void> JobQueue::put_back(ports::Transaction& tx, const Job& job) {
  return still_ours(
      connection(tx).exec("UPDATE house_job SET state = 'waiting', attempts = attempts - 1, due_ms = $1"
                          " WHERE id = $2 AND claims = $3 AND state = 'running'",
                          needs_.clock.now(), job.id, job.claim));
}

Result<std::int64_t> JobQueue::put_back_all(ports::Transaction& tx) {
  return connection(tx).exec(
      "UPDATE house_job SET state = 'waiting', attempts = attempts - 1, due_ms = $1 WHERE state = 'running'",
      needs_.clock.now());
}

Result<std::vector<Job>> JobQueue::give_up(ports::Transaction& tx, std::string_view kind) {
  return connection(tx).query(
      "UPDATE house_job SET state = 'failed', problem_code = 'attempts_used_up'"
      " WHERE kind = $1 AND state IN ('waiting', 'running') AND due_ms <= $2"
      " AND (attempts >= $3 OR claims >= $4) RETURNING id, kind, subject, attempts, claims",
      read_job, kind, needs_.clock.now(), needs_.policy.attempts_max, needs_.policy.claims_max);
}

Result<void> JobQueue::remove(ports::Transaction& tx, std::string_view kind, std::string_view subject) {
  TRY(connection(tx).exec("DELETE FROM house_job WHERE kind = $1 AND subject = $2", kind, subject));
  return {};
}

Result<ports::Jobs::Load> JobQueue::load(ports::Transaction& tx) {
  Load load;
  const auto count = [&](const Row& row) {
    const auto state = row.get<std::string_view>(0);
    auto& place = state == "waiting" ? load.waiting : state == "running" ? load.running : load.failed;
    place = row.get<std::int64_t>(1);
    return 0;
  };
  TRY(connection(tx).query("SELECT state, count(*) FROM house_job GROUP BY state", count));
  return load;
}

model::Millis JobQueue::pause_after(int attempt) const {
  auto pause = needs_.policy.pause_first;
  for (int i = 1; i < attempt && pause < needs_.policy.pause_max; ++i) pause *= 2;
  return std::min(pause, needs_.policy.pause_max);
}

}  // namespace vitrine::sql
