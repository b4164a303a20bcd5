#include "adapters/system/system_clock.hpp"

#include <algorithm>
#include <chrono>

namespace vitrine::system {

model::Instant SystemClock::now() const {
  const auto read = std::chrono::floor<model::Millis>(std::chrono::system_clock::now());
  const auto ms = read.time_since_epoch().count();
  auto latest = latest_ms_.load();
  while (latest < ms && !latest_ms_.compare_exchange_weak(latest, ms)) continue;
  return model::instant(std::max(latest, ms));
}

}  // namespace vitrine::system
