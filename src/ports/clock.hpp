#pragma once
// Time comes in through this door. The real one is adapters/system; tests use FakeClock.
#include <atomic>

#include "model/time.hpp"

namespace vitrine::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Never goes backwards within a process. Thread-safe.
  [[nodiscard]] virtual model::Instant now() const = 0;
};

/// Stands still until told to move. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(model::Instant start = model::instant(1'700'000'000'000))
      : now_ms_(model::millis(start)) {}
  [[nodiscard]] model::Instant now() const override { return model::instant(now_ms_.load()); }
  void advance(model::Millis by) { now_ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

}  // namespace vitrine::ports
