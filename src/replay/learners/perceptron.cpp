#include "replay/learners/perceptron.hpp"

#include <algorithm>

namespace vitrine::replay {
namespace {

constexpr float adam_rate = 1e-3F;
constexpr float warm_steps = 100;  // Adam knows little of the gradients before

/// Those of `sums` that are above zero, behind the bias.
void rectify(std::span<const float> sums, std::vector<learning::LayerInput>& active) {
  active.assign(1, {0, 1});
  for (std::uint32_t unit = 0; unit < sums.size(); ++unit)
    if (sums[unit] > 0) active.push_back({unit + 1, sums[unit]});
}

/// The slopes by the units: nothing came from those that were not above zero.
void spread(std::span<const learning::LayerInput> active, std::span<const float> by_active,
            std::span<float> by_unit) {
  std::ranges::fill(by_unit, 0.0F);
  for (std::size_t i = 1; i < active.size(); ++i) by_unit[active[i].row - 1] = by_active[i];
}

}  // namespace

void Perceptron::Layer::grow(std::size_t rows, float span, base::Random& random) {
  while (weights.size() < rows * width)
    weights.push_back((static_cast<float>(random.unit()) - 0.5F) * 2 * span);
  for (auto* of_weights : {&gradients, &means, &squares}) of_weights->resize(weights.size());
}

Perceptron::Perceptron(std::uint64_t seed) : random_(seed) {
  first_.grow(1, 0.15F, random_);
  second_.grow(first_units + 1, 0.3F, random_);  // about the root of 6 / 64 (He et al. 2015)
  last_.grow(second_units + 1, 0.3F, random_);
}

float Perceptron::ahead(std::span<const learning::LayerInput> inputs) {
  std::uint32_t rows = 1;
  inputs_.assign(1, {0, 1});
  for (const learning::LayerInput& input : inputs) {
    inputs_.push_back({input.row + 1, input.value});
    rows = std::max(rows, input.row + 2);
  }
  first_.grow(rows, 0.15F, random_);
  const learning::Kernels& kernels = learning::kernels();
  std::array<float, first_units> first{};
  kernels.layer_ahead(inputs_, first_.weights.data(), first_units, first.data());
  rectify(first, first_active_);
  std::array<float, second_units> second{};
  kernels.layer_ahead(first_active_, second_.weights.data(), second_units, second.data());
  rectify(second, second_active_);
  std::array<float, out_units> out{};
  kernels.layer_ahead(second_active_, last_.weights.data(), out_units, out.data());
  return out[0];
}

std::span<const float> Perceptron::back(float error) {
  const learning::Kernels& kernels = learning::kernels();
  std::array<float, out_units> by_out{error};
  std::array<float, second_units> by_second;
  std::array<float, first_units> by_first;
  const auto through = [&](std::span<const learning::LayerInput> inputs, Layer& layer, const float* slopes,
                           std::vector<float>& by_input) {
    by_input.resize(inputs.size());
    kernels.layer_back(inputs, layer.weights.data(), layer.gradients.data(), layer.width, slopes,
                       by_input.data());
  };
  through(second_active_, last_, by_out.data(), active_slopes_);
  spread(second_active_, active_slopes_, by_second);
  through(first_active_, second_, by_second.data(), active_slopes_);
  spread(first_active_, active_slopes_, by_first);
  through(inputs_, first_, by_first.data(), slopes_);
  if (++rows_ == rows_per_step) step();
  return std::span<const float>{slopes_}.subspan(1);
}

void Perceptron::step() {
  rows_ = 0;
  ++steps_;
  const float pace = adam_rate * std::min(1.0F, static_cast<float>(steps_) / warm_steps);
  for (Layer* layer : {&first_, &second_, &last_})
    learning::kernels().layer_step(layer->weights, layer->gradients, layer->means, layer->squares, pace,
                                   1.0F / rows_per_step);
}

}  // namespace vitrine::replay
