#pragma once
// How far off the score of a video may be, as long as few have seen it. Scores are told apart by what people
// did; after n showings that says as much as the spread of one outcome divided by the root of n.
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
