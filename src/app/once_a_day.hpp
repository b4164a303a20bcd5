#pragma once
// What is done once a day: soon after the start, then whenever another day (UTC) has begun. A house that is
// started anew every night does it every night. One thread.
#include <chrono>
#include <optional>

#include "base/result.hpp"
#include "model/time.hpp"

namespace vitrine::app {

class OnceADay {
 public:
  /// Does `work`, unless it was done this day. What failed is tried again with the next call.
  template <class Work>
  base::Result<void> run(model::Instant now, Work&& work) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    if (done_ == today) return {};
    TRY(work());
    done_ = today;
    return {};
  }

 private:
  std::optional<std::chrono::sys_days> done_;
};

}  // namespace vitrine::app
