#pragma once
// How much more often it ends this way with one video, or with one viewer, than all else foretold: a number
// for each frequent head, in log-odds. A rate (learning/readings.hpp) counts whoever came; a video that is
// mostly shown to people who finish everything is finished often. A bias is what is left over when that is
// known. Found online, one step a showing towards what the additive model (learning/scorer.hpp) got wrong,
// which then weighs it like any other reading.
//
// The baseline of matrix factorisation (Koren, Bell, Volinsky 2009, section 4), for each head; the step is
// Newton's, one over the curvature met so far, and never so small that a video could not change.
//
// Values; thread-safe. The same bits on every machine. A step is some 60 instructions.
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/wire.hpp"
#include "learning/signals.hpp"

namespace vitrine::learning {

/// Whether there is one for this head. For rare ones there is none: a step for each of thousands of noes
/// would be too small to be told.
[[nodiscard]] constexpr bool has_bias(Head head) {
  return head <= Head::opened || head == Head::watched;  // finish, long_view, like, skip, opened
}
inline constexpr std::size_t biased_heads = 6;

struct Biases {
  /// What stands side by side for the heads that have one, in their order: two vectors of four.
  template <class T>
  using Each = std::array<T, 8>;
  [[nodiscard]] static constexpr std::size_t place_of(Head head) {
    return std::min(index(head), biased_heads - 1);
  }
  Each<std::int16_t> steps{};  ///< of 1/8192, within (-4, 4); beyond the heads 0

  friend bool operator==(const Biases&, const Biases&) = default;
  [[nodiscard]] float of(Head head) const {
    return has_bias(head) ? static_cast<float>(steps.data()[place_of(head)]) * (1.0F / 8192) : 0.0F;
  }

  void write(base::WireWriter& out) const;
  void read(base::WireReader& in);  ///< refuses (through `in`) what no step leads to
};

/// As bytes of Readings, in the order of the heads.
using BiasBytes = std::array<std::uint8_t, heads_count>;
inline constexpr BiasBytes no_bias = [] {
  BiasBytes bytes{};
  bytes.fill(128);
  return bytes;
}();
[[nodiscard]] BiasBytes bytes_of(const Biases& biases);

struct Overall;

/// What one showing teaches the biases of its viewer and its video.
class BiasLesson {
 public:
  /// `outcome`: with the rank of the watch (learning/watch_ranks.hpp). `predicted`: before it was learned.
  BiasLesson(const Outcome& outcome, const PerHead<float>& predicted, const Overall& overall);
  /// `late` happened after it was learned that it had not.
  BiasLesson(Head late, const Overall& overall);

  /// One step. `showings`: of this viewer so far, or of this video.
  void teach_viewer(Biases& biases, float showings) const { teach(biases, showings, 8); }
  void teach_video(Biases& biases, float showings) const { teach(biases, showings, 20); }

 private:
  void note_spread(const Overall& overall);
  void teach(Biases& biases, float showings, float prior) const;

  alignas(16) Biases::Each<float> errors_{};  ///< what happened less what was foretold, in steps
  alignas(16) Biases::Each<float> spread_{};  ///< p (1 - p) of everyday showings: the curvature of one
};

}  // namespace vitrine::learning
