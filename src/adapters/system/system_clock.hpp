#pragma once
// The time of day from the kernel, never going backwards. Thread-safe.
#include <atomic>

#include "ports/clock.hpp"

namespace vitrine::system {

class SystemClock final : public ports::Clock {
 public:
  /// When the system's clock is set back, time stands still until it has caught up.
  [[nodiscard]] model::Instant now() const override;

 private:
  mutable std::atomic<std::int64_t> latest_ms_ = 0;
};

}  // namespace vitrine::system
