#pragma once
// Work to be done later, remembered in the record: added in the transaction that makes it necessary, finished
// in the transaction of its effect. So no job is lost, and none takes effect twice.
//
// A worker claims a job for a lease and renews it while it works. If the worker dies, the lease runs out and
// another claims the job again; whoever lost its lease can neither renew nor finish (conflict "job_lost") and
// must drop what it has made. Implementation: adapters/sql. Thread-safe through the transaction.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "ports/record.hpp"

namespace vitrine::ports {

struct Job {
  model::JobId id;
  std::string kind;        ///< "process_video"
  std::string subject;     ///< what it is about: an id as text
  int attempt = 0;         ///< from 1
  std::int64_t claim = 0;  ///< which of its claims this is: the proof that it is still ours
};

class Jobs {
 public:
  struct Policy {
    model::Millis lease{60'000};        ///< renewed by keep() every quarter of it
    int attempts_max = 5;               ///< failures that may be tried again
    model::Millis pause_first{10'000};  ///< before the second attempt; doubles with each
    model::Millis pause_max{10 * 60'000};
    /// However it ended: a job that takes the whole process with it must not do so for ever.
    int claims_max = 100;
  };
  enum class Retry { yes, no };
  enum class Fate { again, failed };
  struct Load {
    std::int64_t waiting = 0;
    std::int64_t running = 0;
    std::int64_t failed = 0;
  };

  virtual ~Jobs() = default;

  /// Adds a job, or leaves the one with this kind and subject that waits or runs; one that had failed begins
  /// anew. `kind` and `subject` have at most 64 characters.
  virtual base::Result<model::JobId> add(Transaction& tx, std::string_view kind,
                                         std::string_view subject) = 0;

  /// The job of `kind` that has waited longest, now ours for a lease; nothing if none is due.
  virtual base::Result<std::optional<Job>> claim(Transaction& tx, std::string_view kind) = 0;

  /// Renews the lease. Errors: conflict "job_lost", as do finish, fail and put_back.
  virtual base::Result<void> keep(Transaction& tx, const Job& job) = 0;

  /// Done: forgotten. In the transaction of its effect.
  virtual base::Result<void> finish(Transaction& tx, const Job& job) = 0;

  /// Not done. `failed` means that nobody will try again: tell whoever waits for it, in this transaction.
  virtual base::Result<Fate> fail(Transaction& tx, const Job& job, std::string_view problem_code,
                                  Retry retry) = 0;

  /// Not done because we are leaving: due at once, and not counted as an attempt.
  virtual base::Result<void> put_back(Transaction& tx, const Job& job) = 0;

  /// At the start of the only process: whatever runs has lost its worker, and is put back.
  virtual base::Result<std::int64_t> put_back_all(Transaction& tx) = 0;

  /// Marks as failed the jobs whose lease ran out with no attempt left, and says which: tell whoever waits.
  virtual base::Result<std::vector<Job>> give_up(Transaction& tx, std::string_view kind) = 0;

  /// Its subject is gone. A worker that is at it learns so from keep() or finish().
  virtual base::Result<void> remove(Transaction& tx, std::string_view kind, std::string_view subject) = 0;

  virtual base::Result<Load> load(Transaction& tx) = 0;
};

}  // namespace vitrine::ports
