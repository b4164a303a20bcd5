#pragma once
// How far off the score of a video may be, as long as few have seen it: the standard error of what its
// outcomes tell, sigma / sqrt(20 + shown). Sigma is the spread of one showing's outcome by the policy's
// weights; the 20 stands for what is known beforehand (videos differ by about a quarter of sigma).
//
// A value. Thread-safe. Asking for a video that is new costs a look into a list.
#include <array>
#include <cstdint>

#include "feed/policy.hpp"
#include "learning/model.hpp"

namespace vitrine::feed {

class Doubt {
 public:
  /// What one showing tells is the spread of its outcomes by the policy's weights.
  Doubt(const learning::Model& model, const Policy& policy);
  /// The standard deviation of what is believed of a video's worth after so many showings.
  [[nodiscard]] double of(std::uint32_t shown) const;

 private:
  [[nodiscard]] double worked_out(std::uint32_t shown) const;

  double noise_ = 0;
  std::array<double, learning::Library::fresh_shown> of_new_{};  ///< most that are asked for
};

}  // namespace vitrine::feed
