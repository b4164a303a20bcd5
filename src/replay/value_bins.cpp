#include "replay/value_bins.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine::replay {

void ValueBins::note(std::uint64_t index, float value) {
  if (values_ >= all_values_max) return;
  auto& values = of_[index];
  if (values.size() >= values_max) return;
  values.push_back(value);
  ++values_;
}

void ValueBins::settle() {
  for (const auto& [index, values] : of_) {
    double sum = 0;
    for (const float value : values) sum += std::abs(static_cast<double>(value));
    if (sum > 0) usual_[index] = static_cast<float>(sum / static_cast<double>(values.size()));
  }
  std::erase_if(of_, [](const auto& one) { return one.second.size() < values_min; });
  for (auto& [index, values] : of_) {
    std::ranges::sort(values);
    std::vector<float> begins;
    for (std::size_t bin = 1; bin < bins; ++bin) {
      const float begin = values[bin * values.size() / bins];
      if (begin > values.front() && (begins.empty() || begin > begins.back())) begins.push_back(begin);
    }
    values = std::move(begins);
  }
}

std::optional<std::uint32_t> ValueBins::bin_of(std::uint64_t index, float value) const {
  const auto known = of_.find(index);
  if (known == of_.end()) return std::nullopt;
  const auto& begins = known->second;
  return static_cast<std::uint32_t>(std::ranges::upper_bound(begins, value) - begins.begin());
}

float ValueBins::usual(std::uint64_t index) const {
  const auto known = usual_.find(index);
  return known == usual_.end() ? 1 : known->second;
}

}  // namespace vitrine::replay
