#include "replay/learners/mixture.hpp"

#include <algorithm>

namespace vitrine::replay {
namespace {

constexpr double memory = 0.9999;  // of the curvature: about the last 10 000 steps
constexpr double trust_shared = 0.01, trust_differing = 0.002;  // variance of a weight before any step

}  // namespace

Mixture::Weights::Weights(double trust) {
  for (std::size_t i = 0; i < features; ++i) spread[i][i] = trust;
}

void Mixture::Weights::descend(const std::array<double, features>& slope) {
  std::array<double, features> turned{};
  double length = memory;
  for (std::size_t i = 0; i < features; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < features; ++j) sum += spread[i][j] * slope[j];
    turned[i] = sum;
    length += sum * slope[i];
  }
  for (std::size_t i = 0; i < features; ++i) {
    const double share = turned[i] / length;
    weights[i] -= static_cast<float>(share);
    for (std::size_t j = 0; j < features; ++j) spread[i][j] = (spread[i][j] - share * turned[j]) / memory;
  }
  // Directions that never occur would become ever less certain; they stay within the widest start.
  double widest = 0;
  for (std::size_t i = 0; i < features; ++i) widest = std::max(widest, spread[i][i]);
  if (widest > 1)
    for (auto& row : spread)
      for (double& value : row) value /= widest;
}

Mixture::Mixture()
    : shared_(trust_shared),
      by_length_(lengths, Weights{trust_differing}),
      by_sitting_(sittings, Weights{trust_differing}),
      by_past_(2, Weights{trust_differing}) {}

Mixture::Row Mixture::weights(const Circumstances& at) const {
  Row sum = shared_.weights;
  for (const Weights* more : {&by_length_[at.length], &by_sitting_[at.sitting], &by_past_[at.past ? 1 : 0]})
    for (std::size_t i = 0; i < features; ++i) sum[i] += more->weights[i];
  return sum;
}

void Mixture::descend(const std::array<double, features>& slope, const Circumstances& at) {
  shared_.descend(slope);
  by_length_[at.length].descend(slope);
  by_sitting_[at.sitting].descend(slope);
  by_past_[at.past ? 1 : 0].descend(slope);
}

}  // namespace vitrine::replay
