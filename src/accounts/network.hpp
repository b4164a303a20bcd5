#pragma once
// What is kept of an address, in memory alone: a number under a key of the day. It tells that two calls of
// one day came from one network and nothing else: the network is a household or an office, never a device,
// and with the day its key is gone, so that no number of yesterday can be tried against all addresses.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "base/hash.hpp"
#include "model/time.hpp"
#include "ports/rng.hpp"

namespace vitrine::accounts {

/// The /24 of IPv4 ("192.0.2") or the /48 of IPv6 (as hex); mapped IPv4 like IPv4. Anything else: "unknown".
[[nodiscard]] std::string network_of(std::string_view address);

/// Numbers for texts under a key that is made anew each day (UTC) and never leaves the process. Thread-safe.
class DailyKey {
 public:
  explicit DailyKey(ports::Rng& rng) : rng_(rng) {}
  [[nodiscard]] std::uint64_t number(std::string_view text, model::Instant now);

 private:
  struct Key {
    std::int64_t day = -1;
    base::Digest bytes{};
  };
  ports::Rng& rng_;
  base::Guarded<Key> key_;
};

}  // namespace vitrine::accounts
