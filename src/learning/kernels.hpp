#pragma once
// The loops in which learning and judging spend their time, each compiled for vectors of 4, 8 and 16 numbers
// (SSE2 or what the processor has at least; AVX2; AVX-512). The widest that this processor can is taken when
// the program starts. All give the same bits: either numbers side by side have nothing to do with each other,
// or they are added in an order that does not depend on the width (tests compare all widths there are).
//
// Pure but for the choice; thread-safe.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "learning/additive_weights.hpp"
#include "learning/readings.hpp"

namespace vitrine::learning {

using LogOdds = PerHead<float>;

/// The same weights as who judges reads them: for each number all heads side by side.
using HeadsByNumber = std::array<PerHead<float>, numbers_count>;

/// An aspect as far as it goes into the sum.
struct Piece {
  LogOdds part;
  float log_seconds;  ///< how long is usually watched; against the video's length it is the fit
};
/// A row to be looked at (one, or several pooled), and where what it shows goes.
struct Look {
  std::size_t aspect = 0;
  const Row* row = nullptr;
  Piece* into = nullptr;
};

/// 16 bits that mostly tell ids apart.
[[nodiscard]] constexpr std::uint16_t mark_of(std::uint64_t id) {
  return static_cast<std::uint16_t>(id * 0x9e3779b97f4a7c15ULL >> 48);
}

/// What goes into a layer of a perceptron: the row of its weights, and how much of it.
struct LayerInput {
  std::uint32_t row = 0;
  float value = 0;
};

struct Kernels {
  std::size_t width;  ///< numbers in a vector

  /// What sixteen rows show, in the bytes of Readings. `wanted` is log_wanted() of the video they all speak
  /// of.
  void (*glance)(std::span<const Row* const, glances_at_once> rows, const Lens& lens, float wanted,
                 Glances& seen);
  /// The same of one row for each aspect, and what no row stands behind: all that Readings say.
  void (*read)(std::span<const Row* const, glances_at_once> rows, const Lens& lens, float wanted,
               const Circumstances& circumstances, Readings& readings);
  /// One step of every known head; see Scorer::learn.
  PerHead<float> (*learn)(AdditiveWeights& weights, const Readings& readings, const Outcome& outcome,
                          float step);

  // What Judge::parts and Judge::sum do. fit_all makes of each usual time how it fits the video.
  void (*judge_parts)(const HeadsByNumber& numbers, const AdditiveWeights& weights, const Glances& seen,
                      std::span<const Look> looks);
  void (*judge_sum)(const HeadsByNumber& numbers, const AdditiveWeights& weights,
                    std::span<const Piece* const, aspects_count> pieces,
                    std::span<const float, aspects_count> fits, const Circumstances& circumstances,
                    LogOdds& z);
  void (*fit_all)(std::span<float, glances_at_once> log_seconds, float wanted);

  // Lists that are searched keep 16-bit marks of their ids side by side; equal marks are mostly equal ids.

  /// Bit i: whether marks[i] is the mark of any of `ids`, of at most 64. Reads whole groups of 32 marks.
  std::uint64_t (*common_marks)(const std::uint16_t* marks, std::size_t count,
                                std::span<const std::uint64_t> ids);
  /// Bit i: whether ids[i], of at most 32, is `wanted`.
  std::uint32_t (*equal_ids)(std::span<const std::uint64_t> ids, std::uint64_t wanted);
  /// The place after the last of the first `end` marks that is `wanted`; 0: none is. Reads whole groups, too.
  std::size_t (*last_mark)(const std::uint16_t* marks, std::size_t end, std::uint16_t wanted);

  // A layer of replay/learners/perceptron.hpp, `width` units wide: a multiple of 16. Weights of a row lie
  // together.

  /// Adds to `sums` what the inputs bring.
  void (*layer_ahead)(std::span<const LayerInput> inputs, const float* weights, std::size_t width,
                      float* sums);
  /// Adds to `gradients`, and tells the slope by each input; `slopes` are those by the sums.
  void (*layer_back)(std::span<const LayerInput> inputs, const float* weights, float* gradients,
                     std::size_t width, const float* slopes, float* by_input);
  /// A step of Adam with `share` of the gradients, which begin again; as many of each, a multiple of 16.
  void (*layer_step)(std::span<float> weights, std::span<float> gradients, std::span<float> means,
                     std::span<float> squares, float rate, float share);
};

extern std::atomic<const Kernels*> chosen_kernels;  ///< of kernels()

/// The narrowest first; at least one.
[[nodiscard]] std::span<const Kernels> kernels_here();
/// Those in use: the widest there are, unless chosen otherwise.
[[nodiscard]] inline const Kernels& kernels() { return *chosen_kernels.load(std::memory_order_relaxed); }
/// The widest of at most `width` numbers from here on: for tests, and for showing that it does not matter.
void choose_kernels(std::size_t width);

}  // namespace vitrine::learning
