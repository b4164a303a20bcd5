#include "takeout/import_worker.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/log.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;
using base::Level;
using model::TakeoutKind;

struct ImportWorker::Task {
  ports::Job job;
  Import sent;
  Report report = {};
};

namespace {
/// What is wrong with somebody's file is theirs to read; trying again would not mend it.
bool is_bad_file(const base::Error& error) {
  return error.fault == Fault::corrupt_input || error.fault == Fault::over_limit ||
         error.fault == Fault::invalid_input;
}

Result<void> tell(Transaction& tx, const Import& sent) {
  return tx.announce(
      model::TakeoutChanged{sent.account, sent.id, TakeoutKind::incoming, sent.state, sent.progress_percent});
}
}  // namespace

/// Keeps the lease and tells the progress, now and then.
class ImportWorker::Pulse {
 public:
  Pulse(const Needs& needs, Task& task, const std::stop_token& stop)
      : needs_(needs), task_(task), stop_(stop), told_at_(needs.clock.now()) {}

  Result<void> beat(double done) {
    if (stop_.stop_requested()) return fail(Fault::not_available, "import_stopped", "The house is closing.");
    const int percent = std::clamp(static_cast<int>(done * 100), 0, 99);
    const auto now = needs_.clock.now();
    const bool news = percent != task_.sent.progress_percent && now - told_at_ >= model::Millis{500};
    if (!news && now - told_at_ < model::Millis{10'000}) return {};
    told_at_ = now;
    task_.sent.progress_percent = percent;
    if (task_.sent.wanted) task_.sent.report = report_text(task_.report);
    return needs_.record.write([&](Transaction& tx) -> Result<void> {
      TRY(needs_.jobs.keep(tx, task_.job));
      TRY(needs_.imports.update(tx, task_.sent));
      return tell(tx, task_.sent);
    });
  }

 private:
  const Needs& needs_;
  Task& task_;
  const std::stop_token& stop_;
  Instant told_at_;
};

Result<bool> ImportWorker::begin(Task& task) {
  return needs_.record.write([&](Transaction& tx) -> Result<bool> {
    const auto id = TakeoutId::parse(task.job.subject);
    VITRINE_ASSERT(id, "jobs of this kind are made by Imports with an import's id");
    TRY_LET(const auto sent, needs_.imports.find(tx, *id));
    if (!sent) {
      TRY(needs_.jobs.finish(tx, task.job));  // taken back meanwhile
      return false;
    }
    task.sent = *sent;
    task.report = read_report(sent->report).value_or(Report{});
    task.sent.state = TakeoutState::running;
    TRY(needs_.imports.update(tx, task.sent));
    TRY(tell(tx, task.sent));
    return true;
  });
}

Result<void> ImportWorker::work(Task& task, const std::stop_token& stop) {
  Pulse pulse{needs_, task, stop};
  TRY_LET(auto source, needs_.files.open(task.sent.id));
  const auto total = static_cast<double>(std::max<std::uint64_t>(source.bytes, 1));
  // Checked again before it is taken in: it lay on a disk for up to a week.
  const double share = task.sent.wanted ? 0.1 : 1.0;
  TRY_LET(const auto file, open_checked(std::move(source), needs_.verify, [&](std::uint64_t seen) {
            return pulse.beat(share * std::min(1.0, static_cast<double>(seen) / total));
          }));
  if (!task.sent.wanted) {
    TRY_LET(task.report, needs_.bringing.plan(task.sent.account, file));
    return end(task, TakeoutState::asks);
  }
  TRY(needs_.bringing.carry_out(task.sent.account, file, parts_of(task.sent.parts), task.report,
                                [&](double done) { return pulse.beat(0.1 + 0.9 * done); }));
  return end(task, TakeoutState::ready);
}

Result<void> ImportWorker::end(Task& task, TakeoutState state) {
  auto& sent = task.sent;
  sent.state = state;
  sent.progress_percent = state == TakeoutState::ready ? 100 : 0;
  sent.expires_at = needs_.clock.now() + import_life;
  sent.report = report_text(task.report);
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY(needs_.jobs.finish(tx, task.job));
    TRY(needs_.imports.update(tx, sent));
    return tell(tx, sent);
  });
}

Result<void> ImportWorker::end_badly(Task& task, const base::Error& error, bool stopping) {
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    auto sent = task.sent;
    if (stopping) {
      sent.state = TakeoutState::waiting;
      TRY(needs_.imports.update(tx, sent));
      return needs_.jobs.put_back(tx, task.job);
    }
    if (is_bad_file(error)) {
      TRY(needs_.jobs.finish(tx, task.job));
    } else {
      TRY_LET(const auto fate, needs_.jobs.fail(tx, task.job, error.code, ports::Jobs::Retry::yes));
      if (fate == ports::Jobs::Fate::again) return {};
    }
    sent.state = TakeoutState::failed;
    sent.problem_code = error.code;
    if (is_bad_file(error)) sent.problem_detail = error.detail;
    sent.report = task.sent.wanted ? report_text(task.report) : std::string{};
    TRY(needs_.imports.update(tx, sent));
    return tell(tx, sent);
  });
}

Result<bool> ImportWorker::run_once(const std::stop_token& stop) {
  TRY_LET(const auto job,
          needs_.record.write([&](Transaction& tx) { return needs_.jobs.claim(tx, take_in); }));
  if (!job) return false;
  Task task{.job = *job, .sent = {.id = TakeoutId{0}, .account = AccountId{0}}};
  TRY_LET(const bool begun, begin(task));
  if (!begun) return true;
  const auto done = work(task, stop);
  if (done) return true;
  if (done.error().code == "job_lost" || done.error().code == "import_absent") return true;  // taken back
  base::log(Level::warning, "import_not_taken_in", {{"code", done.error().code}});
  const auto ended = end_badly(task, done.error(), stop.stop_requested());
  if (!ended && ended.error().code != "job_lost") return std::unexpected(ended.error());
  return true;
}

void ImportWorker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto ran = run_once(stop);
    if (ran && *ran) continue;
    if (!ran) base::log(Level::warning, "imports_paused", {{"code", ran.error().code}});
    bell_.wait(stop, needs_.look_every);
  }
}

void ImportWorker::hear(const model::News& news) {
  const auto* changed = std::get_if<model::TakeoutChanged>(&news.what);
  if (changed && changed->kind == TakeoutKind::incoming && changed->state == TakeoutState::waiting)
    bell_.ring();
}

}  // namespace vitrine::takeout
