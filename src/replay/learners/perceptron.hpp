#pragma once
// A small multilayer perceptron (two hidden layers of rectified units, one number out) that learns row by row
// from inputs of which most are absent. Adam (Kingma and Ba 2015) with the mean gradient of 32 rows.
//
//   Perceptron network{seed};
//   float says = network.ahead(inputs);              // inputs: which and how much
//   auto slopes = network.back(error);               // of the row last asked; moves the weights now and then
//
// Deterministic: same calls, same bits, on vectors of any width. One thread. Memory: 1 KiB per input that was
// ever met. Cost: about 400 multiplications for an input that is there, half of it without back().
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "learning/kernels.hpp"

namespace vitrine::replay {

class Perceptron {
 public:
  explicit Perceptron(std::uint64_t seed);

  /// Inputs are numbered from 0 and may be anything; numbers should be around 1.
  float ahead(std::span<const learning::LayerInput> inputs);
  /// `error` is the slope of the loss by what the last ahead() answered. Answers the slope by each input.
  std::span<const float> back(float error);

 private:
  static constexpr std::size_t first_units = 64, second_units = 32, out_units = 16;  // of these, one is used
  static constexpr std::uint32_t rows_per_step = 32;

  /// Weights from inputs, row by row, to `width` units. Row 0 is always 1: the bias.
  struct Layer {
    std::size_t width;
    std::vector<float> weights, gradients, means, squares;  ///< the last two are Adam's
    void grow(std::size_t rows, float span, base::Random& random);
  };

  void step();

  base::Random random_;
  Layer first_{first_units, {}, {}, {}, {}}, second_{second_units, {}, {}, {}, {}},
      last_{out_units, {}, {}, {}, {}};
  std::uint32_t rows_ = 0, steps_ = 0;

  // The row at hand.
  std::vector<learning::LayerInput> inputs_, first_active_, second_active_;
  std::vector<float> slopes_, active_slopes_;
};

}  // namespace vitrine::replay
