#include "replay/learners/row_logistic.hpp"

#include <algorithm>
#include <cmath>

#include "learning/numeric.hpp"

namespace vitrine::replay {

using learning::logistic;

namespace {

constexpr float rate_of_words = 0.15F, rate_base = 0.05F;
constexpr float first_g = 1;
// Precision of the prior, for weights are mostly within a third of 0. Long texts want it so or tighter; with
// few columns there are better models than this one.
constexpr float precision = 10;
constexpr float moving_words =
    60;  // of more features than so many each moves less, as they move for one error

}  // namespace

float RowLogistic::score(std::span<const RowFeature> row) const {
  float score = base_;
  for (const RowFeature& given : row)
    if (const Feature* feature = features_.find(given.key)) score += feature->w * given.value;
  return score;
}

void RowLogistic::learn(std::span<const RowFeature> row, bool yes) {
  const float error = logistic(score(row)) - (yes ? 1.0F : 0.0F);
  base_g_ += error * error;
  base_ -= rate_base * error / std::sqrt(base_g_ + 0.01F);
  const float pace =
      rate_of_words * std::min(1.0F, moving_words / static_cast<float>(std::max<std::size_t>(row.size(), 1)));
  for (const RowFeature& given : row) {
    Feature* feature = features_.size() < features_max ? &features_.at(given.key) : features_.find(given.key);
    if (feature == nullptr) continue;
    if (passes_ <= 1) feature->n += 1;
    const float slope = error * given.value;
    feature->g += slope * slope;
    feature->w -= pace * (slope + precision / std::max(feature->n, 1.0F) * feature->w) /
                  std::sqrt(feature->g + first_g);
  }
}

}  // namespace vitrine::replay
