#include "replay/learners/row_network.hpp"

#include <algorithm>
#include <cmath>

#include "learning/numeric.hpp"

namespace vitrine::replay {

using learning::logistic;

namespace {

constexpr float rate_of_network = 0.05F;
constexpr float shrink_network = 1e-5F, shrink_network_vectors = 0.01F;
constexpr float moving_network = 8;  // as in row_model.cpp: of more features each moves less

}  // namespace

void RowNetwork::look_up(std::span<const RowFeature> row, bool admit) {
  if (admit && features_.size() + row.size() <= features_max)
    for (const RowFeature& given : row)
      if (features_.find(given.key) == nullptr)
        draw_vector(features_.at(given.key).vector, given.key + seed_);
  seen_.clear();
  for (const RowFeature& given : row)
    if (Feature* feature = features_.find(given.key))
      seen_.push_back({feature, std::min(given.column, columns_max - 1), given.value});
  std::ranges::stable_sort(seen_, {}, &Seen::column);
  columns_.clear();
  for (std::size_t i = 0; i < seen_.size();) {
    Column column{seen_[i].column, i, i, 1};
    while (i < seen_.size() && seen_[i].column == column.number) ++i;
    column.to = i;
    column.share = 1 / std::sqrt(static_cast<float>(column.to - column.from));
    columns_.push_back(column);
  }
}

/// Inputs of the network: the products of all pairs of vectors, then the vectors of each column.
float RowNetwork::judge(std::span<const RowFeature> row, bool admit) {
  look_up(row, admit);
  pace_ = std::min(1.0F, moving_network / static_cast<float>(std::max<std::size_t>(seen_.size(), 1)));
  float score = base_;
  sum_ = {};
  Vector squares{};
  inputs_.resize(factors);
  for (const Column& column : columns_) {
    Vector here{};
    for (std::size_t i = column.from; i < column.to; ++i) {
      const auto& [feature, number, value] = seen_[i];
      score += feature->w * value;
      for (std::size_t k = 0; k < factors; ++k) {
        const float v = value * feature->vector[k];
        here[k] += v;
        squares[k] += v * v;
      }
    }
    for (std::uint32_t k = 0; k < factors; ++k) {
      sum_[k] += here[k];
      inputs_.push_back(
          {(column.number + 1) * static_cast<std::uint32_t>(factors) + k, here[k] * column.share});
    }
  }
  for (std::uint32_t k = 0; k < factors; ++k) {
    inputs_[k] = {k, 0.5F * pace_ * (sum_[k] * sum_[k] - squares[k])};
    score += inputs_[k].value;
  }
  return score + network_.ahead(inputs_);
}

void RowNetwork::learn(std::span<const RowFeature> row, bool yes) {
  const float error = logistic(judge(row, true)) - (yes ? 1.0F : 0.0F);
  const std::span<const float> by_input = network_.back(error);
  base_g_ += error * error;
  base_ -= rate_of_network * error / std::sqrt(base_g_ + 0.01F);
  for (std::size_t c = 0; c < columns_.size(); ++c)
    for (std::size_t i = columns_[c].from; i < columns_[c].to; ++i) {
      const auto& [feature, number, value] = seen_[i];
      Vector slopes;
      for (std::size_t k = 0; k < factors; ++k)
        slopes[k] = value * (pace_ * (error + by_input[k]) * (sum_[k] - value * feature->vector[k]) +
                             columns_[c].share * by_input[(c + 1) * factors + k]);
      descend(*feature, value, error, slopes);
    }
}

void RowNetwork::descend(Feature& feature, float value, float error, const Vector& slopes) const {
  const float slope = error * value + shrink_network * feature.w;
  feature.g += slope * slope;
  feature.w -= pace_ * rate_of_network * slope / std::sqrt(feature.g + 0.01F);
  Vector pulled;
  float length = 0;
  for (std::size_t k = 0; k < factors; ++k) {
    pulled[k] = slopes[k] + shrink_network_vectors * feature.vector[k];
    length += pulled[k] * pulled[k];
  }
  feature.vector_g += length / factors;
  const float step = rate_of_network / std::sqrt(feature.vector_g + 1e-4F);
  for (std::size_t k = 0; k < factors; ++k) feature.vector[k] -= step * pulled[k];
}

}  // namespace vitrine::replay
