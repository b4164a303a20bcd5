#pragma once
// Makes ids. Two kinds, because they are asked for two things:
//   unguessable  63 random bits: whatever has a link somebody could try to guess (videos, uploads, receipts)
//   in_order     41 bits of milliseconds, 22 random: what is listed newest first and only reached through
//                something else (comments, notifications, news); keeps database pages hot
// Thread-safe. Two ids of a kind collide with probability < 1e-6 in a million a second; the primary key
// refuses.
#include <algorithm>

#include "base/id.hpp"
#include "ports/clock.hpp"
#include "ports/rng.hpp"

namespace vitrine::ports {

class Ids {
 public:
  Ids(const Clock& clock, Rng& rng) : clock_(clock), rng_(rng) {}

  template <class Id>
  [[nodiscard]] Id unguessable() {
    return Id{(rng_.next64() >> 1) | 1};  // never 0: 0 means "nobody" in the event log
  }

  template <class Id>
  [[nodiscard]] Id in_order() {
    return in_order_of<Id>(clock_.now());
  }

  /// As if it had been made then: for what comes from another house with its times. Before 2020: as of 2020.
  template <class Id>
  [[nodiscard]] Id in_order_of(model::Instant at) {
    constexpr std::int64_t epoch_ms = 1'577'836'800'000;  // 2020-01-01; 41 bits last until 2089
    const auto since = std::max<std::int64_t>(0, model::millis(at) - epoch_ms);
    const auto ms = static_cast<std::uint64_t>(since) & ((1ULL << 41) - 1);
    return Id{(ms << 22) | (rng_.next64() >> 42)};
  }

 private:
  const Clock& clock_;
  Rng& rng_;
};

}  // namespace vitrine::ports
