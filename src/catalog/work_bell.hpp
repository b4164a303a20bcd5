#pragma once
// What a worker without a job waits at: rung when work may have come, else it looks by itself after a while.
// Rung while nobody waits, the next wait ends at once: nothing is missed between a look and the wait.
// Thread-safe.
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "model/time.hpp"

namespace vitrine::catalog {

class WorkBell {
 public:
  void ring() {
    const std::scoped_lock hold{mutex_};
    rung_ = true;
    heard_.notify_all();
  }

  /// Until it is rung, `longest` has passed, or `stop`.
  void wait(const std::stop_token& stop, model::Millis longest) {
    std::unique_lock hold{mutex_};
    heard_.wait_for(hold, stop, longest, [&] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any heard_;
  bool rung_ = false;
};

}  // namespace vitrine::catalog
