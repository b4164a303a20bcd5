#pragma once
// Slows down guessing of passwords. Counts failed sign-ins in windows of a quarter of an hour, in memory:
//   per handle and address class   10   somebody tries one door; others may still open theirs
//   per handle                     50   many addresses try one door
//   per address class             100   one network tries many doors
// An address class is a network (accounts/network.hpp). Neither handle nor address is kept: only a number
// under the key of the day, with which the counts begin anew. Unknown handles count like known ones.
// Thread-safe.
#include <cstdint>
#include <map>
#include <string_view>

#include "accounts/network.hpp"
#include "base/guarded.hpp"
#include "base/result.hpp"

namespace vitrine::accounts {

class Throttle {
 public:
  static constexpr model::Millis window{15LL * 60 * 1000};
  static constexpr int both_max = 10, handle_max = 50, address_max = 100;
  /// 32 bytes each: 2 MiB at most. Beyond it the oldest windows go first.
  static constexpr std::size_t entries_max = 65'536;

  explicit Throttle(ports::Rng& rng) : key_(rng) {}

  /// Counts an attempt as failed before its outcome is known, so that parallel guesses count too.
  /// Errors: too_many "sign_in_too_often".
  base::Result<void> attempt(std::string_view handle, std::string_view address, model::Instant now);
  /// The attempt was right: takes its counts back, and those of this handle from this address class.
  void succeeded(std::string_view handle, std::string_view address, model::Instant now);

 private:
  struct Window {
    std::int64_t from_ms = 0;
    int count = 0;
  };
  using Windows = std::map<std::uint64_t, Window>;

  struct Keys {
    std::uint64_t both = 0, handle = 0, address = 0;
  };
  [[nodiscard]] Keys keys(std::string_view handle, std::string_view address, model::Instant now);
  static void make_room(Windows& windows, std::int64_t now_ms);

  DailyKey key_;
  base::Guarded<Windows> windows_;
};

}  // namespace vitrine::accounts
