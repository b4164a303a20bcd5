#pragma once
// How fast one caller may go: a token bucket per class of routes and per account, or per truncated address
// (accounts/network.hpp) for callers without account. Both are kept as numbers under the key of the day, so
// nothing here names a person or outlives the day. Memory is fixed: 16 384 sets of 4 buckets, 2 MiB;
// where all four are taken the one closest to full again, which says least, makes room.
//
// Thread-safe; one lock in 64 shards, held for a few comparisons.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/network.hpp"
#include "http/route.hpp"
#include "ports/clock.hpp"

namespace vitrine::http {

/// `calls` at once, and as many again spread over `window_s`.
struct PaceRule {
  std::string_view name;
  int calls = 0;
  int window_s = 60;
};

/// What a class allows. Reasons: a person swipes at most twice a second and a page asks three things at once;
/// nobody writes more than a comment every two seconds for long; a password cannot be guessed at 10 a minute.
[[nodiscard]] PaceRule rule_of(Pace pace);

class Paces {
 public:
  Paces(const ports::Clock& clock, ports::Rng& rng);
  ~Paces();

  struct Verdict {
    bool allowed = true;
    int left = 0;           ///< calls still possible at once
    int retry_after_s = 0;  ///< until the next call is allowed; 0 when it is
    int full_after_s = 0;
  };
  [[nodiscard]] Verdict take(Pace pace, std::optional<model::AccountId> account, std::string_view address);

  /// Everything is allowed from now on: for demonstrations and load tests.
  void switch_off() { on_ = false; }

 private:
  struct Buckets;
  [[nodiscard]] std::uint64_t key_of(Pace pace, std::optional<model::AccountId> account,
                                     std::string_view address, model::Instant now);
  const ports::Clock& clock_;
  accounts::DailyKey key_;
  std::unique_ptr<Buckets> buckets_;
  bool on_ = true;
};

}  // namespace vitrine::http
