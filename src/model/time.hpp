#pragma once
// Time as the product counts it: whole milliseconds since 1970-01-01 UTC, without leap seconds. It comes from
// ports::Clock or from an event; nothing in the core asks the system.
#include <chrono>
#include <cstdint>

namespace vitrine::model {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Millis>;

[[nodiscard]] constexpr std::int64_t millis(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant instant(std::int64_t ms) { return Instant{Millis{ms}}; }

}  // namespace vitrine::model
