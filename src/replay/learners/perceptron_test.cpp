// The perceptron learns what no weighted sum can, and its slopes are those of what it answers.
#include "replay/learners/perceptron.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/random.hpp"
#include "learning/numeric.hpp"

namespace vitrine::perceptron_test {
using namespace vitrine::replay;
using learning::logistic;

TEST_CASE("perceptron: learns which of two inputs differ, which no weighted sum can") {
  Perceptron network{3};
  vitrine::base::Random random{5};
  int wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    const bool a = random.below(2) == 1, b = random.below(2) == 1;
    std::vector<learning::LayerInput> inputs;
    if (a) inputs.push_back({0, 1});
    if (b) inputs.push_back({7, 1});
    const float p = logistic(network.ahead(inputs));
    if (i >= 19'000) wrong += (p > 0.5F) == (a != b) ? 0 : 1;
    network.back(p - (a != b ? 1.0F : 0.0F));
  }
  CHECK(wrong == 0);
}

TEST_CASE("perceptron: the slope by an input is what a small change of it does") {
  Perceptron network{3};
  for (int i = 0; i < 64; ++i) {  // weights of its last layer that are not as they began
    network.ahead(std::vector<learning::LayerInput>{{0, 1}, {1, -1}});
    network.back(i % 2 == 0 ? 0.5F : -0.25F);
  }
  std::vector<learning::LayerInput> inputs{{0, 0.4F}, {1, -0.7F}, {2, 0.9F}};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    constexpr float small = 1e-3F;
    auto more = inputs, less = inputs;
    more[i].value += small;
    less[i].value -= small;
    const float change = (network.ahead(more) - network.ahead(less)) / (2 * small);
    network.ahead(inputs);
    CHECK(network.back(1)[i] == doctest::Approx(change).epsilon(0.02));
  }
}

}  // namespace vitrine::perceptron_test
