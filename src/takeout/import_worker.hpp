#pragma once
// Looks at what people bring, and takes it in once they have said yes: claims a job, opens the file, then
// either plans or carries out. Its own thread; the clips it sends go to the processing workers as any upload
// does. Start here: run().
//
// Killed anywhere: the lease ends and the job begins anew; what is here already is left alone. Thread-safe.
#include <stop_token>

#include "catalog/work_bell.hpp"
#include "model/news.hpp"
#include "ports/jobs.hpp"
#include "takeout/bringing.hpp"
#include "takeout/imports.hpp"

namespace vitrine::takeout {

class ImportWorker {
 public:
  struct Needs {
    ports::Record& record;
    ports::Jobs& jobs;
    ImportStore& imports;
    TakeoutFiles& files;
    Bringing& bringing;
    Verify verify;
    const ports::Clock& clock;
    model::Millis look_every{5'000};
  };
  explicit ImportWorker(Needs needs) : needs_(std::move(needs)) {}

  /// Claims and runs one job to its end. False: there was none. Errors: those of the record.
  Result<bool> run_once(const std::stop_token& stop);
  /// Until `stop`: one job after the other.
  void run(const std::stop_token& stop);
  /// For the bus: an import that waits ends the waiting of run() at once.
  void hear(const model::News& news);

 private:
  struct Task;
  class Pulse;
  Result<bool> begin(Task& task);
  Result<void> work(Task& task, const std::stop_token& stop);
  Result<void> end(Task& task, TakeoutState state);
  Result<void> end_badly(Task& task, const base::Error& error, bool stopping);

  Needs needs_;
  catalog::WorkBell bell_;
};

}  // namespace vitrine::takeout
