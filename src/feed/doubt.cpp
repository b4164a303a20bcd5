#include "feed/doubt.hpp"

#include <algorithm>
#include <cmath>

namespace vitrine::feed {
namespace {

// Worths of videos differ by about a quarter of what outcomes of one video do, so twenty showings of a video
// say as much as was known before (the variance of an outcome over that of worths).
constexpr double believed_after = 20;

}  // namespace

Doubt::Doubt(const learning::Model& model, const Policy& policy) {
  // How often each thing happens; a fresh house begins with one in a hundred.
  const learning::Calibration& known = model.calibration();
  double variance = 0;
  for (std::size_t h = 0; h < learning::heads_count; ++h) {
    const double rate =
        (static_cast<double>(known.happened[h]) + 0.1) / (static_cast<double>(known.n[h]) + 10);
    const double weight = static_cast<double>(policy.weights[h]);
    variance += weight * weight * rate * std::max(1 - rate, 0.0);
  }
  noise_ = std::sqrt(variance);
  for (std::uint32_t shown = 0; shown < of_new_.size(); ++shown) of_new_[shown] = worked_out(shown);
}

double Doubt::of(std::uint32_t shown) const {
  return shown < of_new_.size() ? of_new_[shown] : worked_out(shown);
}

double Doubt::worked_out(std::uint32_t shown) const { return noise_ / std::sqrt(believed_after + shown); }

}  // namespace vitrine::feed
