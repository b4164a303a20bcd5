#include "learning/additive_weights.hpp"

namespace vitrine::learning {

AdditiveWeights::AdditiveWeights() {
  for (OfHead& head : numbers) head.g.fill(start_g);
  for (auto& values : buckets)
    for (OfAllHeads& bucket : values) bucket.g.fill(start_g_buckets);
  base.g.fill(start_g_buckets);
  for (OfAllHeads& bias : biases) bias.g.fill(start_g);
  pace_from_g();
}

void AdditiveWeights::pace_from_g() {
  for (OfHead& head : numbers) {
    head.pace_from_g(rate_numbers);
    head.keep_newton_pace();
  }
  for (auto& values : buckets)
    for (OfAllHeads& bucket : values) bucket.pace_from_g(rate_buckets);
  base.pace_from_g(rate_buckets);
  for (OfAllHeads& bias : biases) {
    bias.pace_from_g(rate_numbers);
    for (std::size_t h = 0; h < lanes; ++h)
      bias.pace[h] = std::max(bias.pace[h], 1.0F / (newton_curvature + bias.g[h]));
  }
}

}  // namespace vitrine::learning
