#include "feed/exploration.hpp"

#include <cmath>

#include "learning/numeric.hpp"

namespace vitrine::feed {
namespace {

using learning::Four;

constexpr double deviation_of_logistic = 1.8137994;  // pi / sqrt 3, of scale 1

// Where a draw is looked at, in scales above its score: beyond these lie less than 1 in 100 000 of all draws,
// and none that the least propensity told would notice.
constexpr float lowest = -12, highest = 20, width = 0.25F;
constexpr int steps = static_cast<int>((highest - lowest) / width);
constexpr float least_told = 1e-6F;

double scale_of(const Believed& one) { return std::max(one.deviation / deviation_of_logistic, 1e-6); }

/// The value below which a belief's draw falls with probability u.
double quantile(const Believed& one, double u) {
  return one.score + scale_of(one) * static_cast<double>(learning::log_odds(static_cast<float>(u)));
}

/// The probability that the draw of `pool[winner]` is the largest: the integral, over where it may fall, of
/// its density times the probability that all others fall below. By the trapezoidal rule, which for what
/// fades at both ends errs exponentially little (Trefethen and Weideman 2014). Four places at once.
float chance_to_win(std::span<const Believed> pool, std::size_t winner) {
  constexpr int at_once = 4;
  static_assert(steps % at_once == 0);
  const auto score_of = [](const Believed& one) { return static_cast<float>(one.score); };
  const float score = score_of(pool[winner]), scale = static_cast<float>(scale_of(pool[winner]));
  Four sum{};
  for (int step = 0; step < steps; step += at_once) {
    const Four x = (Four{0, 1, 2, 3} + static_cast<float>(step)) * width + lowest;
    const Four place = score + scale * x;
    Four likely = learning::logistic(x) * learning::logistic(-x);
    for (std::size_t i = 0; i < pool.size(); ++i)
      if (i != winner)
        likely *= learning::logistic((place - score_of(pool[i])) * static_cast<float>(1 / scale_of(pool[i])));
    sum += likely;
  }
  return std::clamp(((sum[0] + sum[2]) + (sum[1] + sum[3])) * width, least_told, 1.0F);
}

}  // namespace

std::optional<Drawn> draw(std::span<const Believed> pool, base::Random& random) {
  if (pool.empty()) return std::nullopt;
  std::size_t winner = 0;
  double highest = 0;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const double value = quantile(pool[i], random.unit());
    if (i == 0 || value > highest) {
      winner = i;
      highest = value;
    }
  }
  return Drawn{pool[winner].index, chance_to_win(pool, winner)};
}

bool explores_at(std::uint64_t place, std::uint64_t lot, int every) {
  if (every <= 0 || place == 0) return false;
  if (every == 1) return true;
  const auto length = static_cast<std::uint64_t>(every);
  const std::uint64_t block = place / length, at = place % length;
  const std::uint64_t chance = base::mix64(lot ^ base::mix64(block + 1));
  return block == 0 ? at == 1 + chance % (length - 1) : at == chance % length;
}

}  // namespace vitrine::feed
