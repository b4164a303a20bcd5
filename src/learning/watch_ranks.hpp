#pragma once
// How a watch compares with other watches of videos about as long: where it stands among them, from 0, the
// shortest, to 1, the longest. Seconds would favour long videos and the share seen favours short ones, which
// are over before anybody leaves; the rank among its like favours neither. It is the quantile that
// duration-deconfounded watch time is learned as (D2Q: Zhan et al. 2022, "Deconfounding Duration Bias in
// Watch-time Prediction for Video Recommendation").
//
// Watches of one length are counted in ordinal bins of the share seen, finer where most leave; the last bin
// is for whole videos. What comes newly weighs more: a length that was watched so often halves its counts.
// They are of nobody in particular, in whole numbers, 576 bytes in all. One writer or many readers.
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/wire.hpp"
#include "learning/signals.hpp"

namespace vitrine::learning {

class WatchRanks {
 public:
  /// As if each length had been watched a little before, every share as often as any other.
  WatchRanks();
  /// The share of watches of about that length that were shorter, those as long counted half. In [0, 1].
  [[nodiscard]] float of(const Outcome& outcome) const;
  /// It is one of them from now on; answers what of() did until then. Both take any outcome, however odd; a
  /// few nanoseconds.
  float count(const Outcome& outcome);

  void write(base::WireWriter& out) const;
  /// Refuses (through `in`) a length of which nothing is counted, or more than is ever kept.
  void read(base::WireReader& in);

 private:
  static constexpr std::size_t lengths = 16, bins = 16;
  static constexpr std::uint32_t halved_at = 8192;  ///< watches of one length
  using Counts = std::array<std::uint16_t, bins>;
  [[nodiscard]] static std::size_t bin_of(const Outcome& outcome);
  [[nodiscard]] float rank(std::size_t length, std::size_t bin) const;

  std::array<Counts, lengths> counts_{};
  std::array<std::uint32_t, lengths> totals_{};
};

}  // namespace vitrine::learning
