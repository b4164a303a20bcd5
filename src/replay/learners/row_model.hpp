#pragma once
// A yes-or-no model for rows of which nothing is known but the numbers of their features, such as the libsvm
// and libFM files of click prediction. In the style of the product's own scorer: an additive score of exact
// keys, each with a learned weight, a vector (factorisation machine, Rendle 2010, with a weight per pair of
// positions, Pan et al. 2018) and counters read as they were served; pairs of features have counters too.
// What the counters say is added, each believed as much as it deserves, and heard together by a perceptron.
//
//   model.predict(row);        // probability of yes
//   model.learn(row, yes);     // predicts, then learns: answers what it had predicted
//   model.start_pass();        // counters begin again, weights stay: read the same file once more
//
// Deterministic: same calls, same bits. One thread. Memory: about 112 bytes per feature and 32 per pair seen,
// at most features_max and pairs_max of them; later newcomers are not learned.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "learning/keyed_store.hpp"
#include "replay/learners/perceptron.hpp"

namespace vitrine::replay {

/// One feature of a row. `column` is where it stands: its field, or its place in the line.
struct RowFeature {
  std::uint64_t key = 0;  ///< never 0
  std::uint32_t column = 0;
  float value = 1;  ///< how much of it, where the key does not say so; RowModel hears only that it is there
};

/// A small vector to begin with, which depends on the key alone.
void draw_vector(std::span<float> vector, std::uint64_t key);

class RowModel {
 public:
  static constexpr std::size_t factors = 16;
  static constexpr std::size_t columns_max = 64;  ///< later columns have weights and vectors but no counters
  static constexpr std::size_t paired_max = 12;   ///< columns whose pairs are counted: 66 pairs
  static constexpr std::size_t features_max = 1U << 23;
  static constexpr std::size_t pairs_max = 1U << 24;

  RowModel();
  [[nodiscard]] float predict(std::span<const RowFeature> row);
  [[nodiscard]] float score(std::span<const RowFeature> row);  ///< its log-odds
  float learn(std::span<const RowFeature> row, bool yes);
  void start_pass();

 private:
  static constexpr std::size_t trusts = 7;  ///< how often a key was seen: 0, 1, 2, 3-5, 6-15, 16-99, more
  static constexpr std::uint64_t settling = 20'000;  ///< rows after which the paired columns are chosen

  struct Weight {
    float w = 0, g = 0;
  };
  struct Feature {
    std::uint64_t key = 0;
    Weight lean;
    float vector_g = 0;
    float n = 0, yes = 0;
    std::array<float, factors> vector{};
  };
  struct Pair {
    std::uint64_t key = 0;
    float n = 0, yes = 0;
  };
  static constexpr std::size_t slots = columns_max + paired_max * paired_max;
  /// A counter's opinion: log-odds beyond what was expected, after `n` sightings, and the weight it is
  /// believed with. `slot` is its column or pair of columns.
  struct Opinion {
    std::size_t slot = 0;
    float n = 0;
    float says = 0;
    Weight* belief = nullptr;
    Weight* leaning = nullptr;
  };
  struct Seen {
    Feature* feature = nullptr;
    std::uint32_t column = 0;
    float rate = 0;
  };
  struct PairSeen {
    std::uint64_t key;
    std::size_t place;
  };

  float judge(std::span<const RowFeature> row, bool admit);
  void add_singles();
  void add_pairs(bool admit);
  void add_vectors();
  void add_network(bool admit);
  void count(bool yes);
  void descend_vectors(float error);
  void choose_columns();
  static void descend(Weight& weight, float gradient, float rate);
  [[nodiscard]] bool crossed(std::uint32_t column) const;

  learning::KeyedStore<Feature> features_;
  learning::KeyedStore<Pair> pairs_;
  Weight base_;
  double n_ = 0, yes_ = 0;
  std::uint64_t rows_ = 0;
  bool chosen_ = false;
  std::vector<float> gain_;                             ///< of each column's counters alone, in nats
  std::vector<std::int8_t> rank_;                       ///< of a column among the paired ones; -1: not paired
  std::vector<std::array<Weight, 2 * trusts>> single_;  ///< per column
  std::vector<std::array<Weight, 2 * trusts>> paired_;  ///< per pair of paired columns
  std::vector<Weight> meeting_;                         ///< per pair of columns: how much their vectors count

  Perceptron network_{1};                ///< hears the opinions, and what each rests on
  std::vector<std::uint32_t> input_of_;  ///< of each slot, once met: its two inputs; counted from 1
  std::uint32_t slots_met_ = 0;

  // The row at hand.
  std::vector<learning::LayerInput> inputs_;
  std::vector<Seen> seen_;
  std::vector<Opinion> opinions_;
  std::vector<PairSeen> met_;
  std::vector<std::array<float, factors>> slopes_;
  std::array<float, factors> sum_{};
  float additive_ = 0, score_ = 0;
  float pace_ = 1, voice_ = 1;  ///< less the more features it has
};

}  // namespace vitrine::replay
