#include "learning/watch_ranks.hpp"

#include <algorithm>
#include <cmath>

#include "learning/readings.hpp"

namespace vitrine::learning {

WatchRanks::WatchRanks() {
  // Bin k holds the shares from (k / 15)^2 to ((k + 1) / 15)^2.
  for (Counts& counts : counts_)
    for (std::size_t k = 0; k + 1 < bins; ++k) counts[k] = static_cast<std::uint16_t>(2 * k + 1);
  totals_.fill((bins - 1) * (bins - 1));
}

std::size_t WatchRanks::bin_of(const Outcome& outcome) {
  if (outcome.is(Head::finish)) return bins - 1;
  const float watched = outcome.watched_s / outcome.duration_s;  // a foreign log may say anything
  const float share = watched > 0 ? std::min(watched, 1.0F) : 0.0F;
  return std::min(static_cast<std::size_t>(std::sqrt(share) * (bins - 1)), bins - 2);
}

float WatchRanks::of(const Outcome& outcome) const {
  return rank(length_of(outcome.duration_s), bin_of(outcome));
}

float WatchRanks::rank(std::size_t length, std::size_t bin) const {
  const Counts& counts = counts_[length];
  std::uint32_t below = 0;
  for (std::size_t k = 0; k < bins; ++k) below += k < bin ? counts[k] : 0U;
  return static_cast<float>(2 * below + counts[bin]) / static_cast<float>(2 * totals_[length]);
}

float WatchRanks::count(const Outcome& outcome) {
  const std::size_t length = length_of(outcome.duration_s), bin = bin_of(outcome);
  const float before = rank(length, bin);
  Counts& counts = counts_[length];
  ++counts[bin];
  if (++totals_[length] < halved_at) return before;
  totals_[length] = 0;
  for (std::uint16_t& count : counts) totals_[length] += count /= 2;
  return before;
}

void WatchRanks::write(base::WireWriter& out) const {
  for (const Counts& counts : counts_)
    for (const std::uint16_t count : counts) out.varint(count);
}
void WatchRanks::read(base::WireReader& in) {
  for (std::size_t length = 0; length < lengths; ++length) {
    totals_[length] = 0;
    for (std::uint16_t& count : counts_[length])
      totals_[length] += count = static_cast<std::uint16_t>(in.varint(halved_at));
    if (totals_[length] == 0 || totals_[length] >= halved_at) in.refuse();
  }
}

}  // namespace vitrine::learning
