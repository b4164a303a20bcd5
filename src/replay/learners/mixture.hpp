#pragma once
// How much each kind of evidence about a candidate counts: the weights of a softmax over candidates, one set
// for all circumstances and, for each circumstance, one that is added to it. They are learned from what was
// chosen by the online natural gradient with the empirical Fisher matrix (Amari 1998): as if every step
// solved for all weights at once, so there is no learning rate.
//
// Deterministic; one writer or many readers. Cost of a step: four times features^2, about 10 us.
#include <array>
#include <cstddef>
#include <vector>

namespace vitrine::replay {

class Mixture {
 public:
  static constexpr std::size_t features = 36;
  static constexpr std::size_t lengths = 7, sittings = 6;
  using Row = std::array<float, features>;  ///< what is known of a candidate

  /// What the weights may depend on.
  struct Circumstances {
    std::size_t length = 0;   ///< which range the length of the history falls into
    std::size_t sitting = 0;  ///< how dense in time its last steps are
    bool past = false;  ///< whether the moment asked about is over, so that nothing is known of "lately"
  };

  Mixture();
  void start_with(std::size_t feature, float weight) { shared_.weights[feature] = weight; }
  [[nodiscard]] Row weights(const Circumstances& at) const;
  /// One step down the slope of the loss.
  void descend(const std::array<double, features>& slope, const Circumstances& at);

 private:
  struct Weights {
    explicit Weights(double trust);
    void descend(const std::array<double, features>& slope);
    Row weights{};
    std::array<std::array<double, features>, features> spread{};  ///< the inverse of the Fisher matrix
  };
  Weights shared_;
  std::vector<Weights> by_length_, by_sitting_, by_past_;
};

}  // namespace vitrine::replay
