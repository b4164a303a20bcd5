#include "replay/learners/item_vectors.hpp"

#include <algorithm>
#include <cmath>

#include "base/hash.hpp"
#include "learning/numeric.hpp"

namespace vitrine::replay {

using learning::log2_portable;
using learning::logistic;

namespace {

constexpr float rate = 0.15F;  // of Adagrad; .05 learned too slowly for one pass, .3 unsettled what it knew

/// Eight sums side by side, added in one order: a processor may add as many at once as it can, the bits are
/// the same.
float dot(const ItemVectors::Vector& a, const ItemVectors::Vector& b) {
  constexpr std::size_t lanes = 8;
  static_assert(ItemVectors::factors % lanes == 0);
  std::array<float, lanes> sums{};
  for (std::size_t k = 0; k < ItemVectors::factors; k += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += a[k + lane] * b[k + lane];
  for (std::size_t half = lanes / 2; half > 0; half /= 2)
    for (std::size_t lane = 0; lane < half; ++lane) sums[lane] += sums[lane + half];
  return sums[0];
}

/// `square` is the product of the slope with itself.
void descend(ItemVectors::Vector& vector, float& g, const ItemVectors::Vector& slope, float square,
             float by) {
  g += by * by * square / ItemVectors::factors;
  const float step = rate * by / std::sqrt(g + 1e-3F);
  for (std::size_t k = 0; k < ItemVectors::factors; ++k) vector[k] -= step * slope[k];
}

}  // namespace

ItemVectors::ItemVectors(float fade) : fade_(fade) {
  for (float weight = 1; reach_ < window && weight >= 1e-3F; weight *= fade) ++reach_;
}

std::size_t ItemVectors::steps_of(std::span<const std::uint32_t> before) const {
  return std::min(before.size(), reach_);
}

float ItemVectors::first_weight(std::size_t steps) const {
  float fading = 1, squares = 0;
  for (std::size_t d = 0; d < steps; ++d, fading *= fade_) squares += fading * fading;
  return 1 / std::sqrt(squares);
}

void ItemVectors::grow(std::size_t count) {
  while (items_.size() < count) {
    std::uint64_t seed = items_.size();
    Item& item = items_.emplace_back();
    for (float& v : item.had) {
      seed = base::mix64(seed + 0x9e3779b97f4a7c15ULL);
      v = (static_cast<float>(seed >> 40) * 0x1.0p-24F - 0.5F) * 0.2F;
    }
  }
}

ItemVectors::Vector ItemVectors::taste(std::span<const std::uint32_t> before) const {
  Vector sum{};
  const std::size_t steps = steps_of(before);
  if (steps == 0) return sum;
  float weight = first_weight(steps);
  for (std::size_t d = 1; d <= steps; ++d, weight *= fade_) {
    const Vector& had = items_[before[before.size() - d]].had;
    for (std::size_t k = 0; k < factors; ++k) sum[k] += weight * had[k];
  }
  return sum;
}

float ItemVectors::affinity(const Vector& taste, std::uint32_t item) const {
  return dot(taste, items_[item].next);
}

void ItemVectors::learn(std::span<const std::uint32_t> before, std::uint32_t next,
                        std::span<const std::uint32_t> others) {
  if (before.empty() || others.empty()) return;
  const Vector context = taste(before);
  // Each of the others stands for as many as there are: the odds start at one to so many.
  const float start = -0.69314718F * log2_portable(static_cast<float>(others.size()));
  const float square = dot(context, context);
  Vector slope{};
  const auto tell = [&](std::uint32_t number, float truth) {
    Item& item = items_[number];
    const float error = logistic(start + dot(context, item.next)) - truth;
    for (std::size_t k = 0; k < factors; ++k) slope[k] += error * item.next[k];
    descend(item.next, item.next_g, context, square, error);
  };
  tell(next, 1);
  for (const std::uint32_t other : others)
    if (other != next) tell(other, 0);
  const float slope_square = dot(slope, slope);
  const std::size_t steps = steps_of(before);
  float weight = first_weight(steps);
  for (std::size_t d = 1; d <= steps; ++d, weight *= fade_) {
    Item& item = items_[before[before.size() - d]];
    descend(item.had, item.had_g, slope, slope_square, weight);
  }
}

}  // namespace vitrine::replay
