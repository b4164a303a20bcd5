#pragma once
// A click model that knows of a feature only what it learns by descent: a weight and a vector, from which a
// factorisation machine (Rendle 2010) and a perceptron over the vectors of all columns predict together
// (DeepFM, Guo et al. 2017; the perceptron also gets the products of the vectors, as in neural factorisation
// machines, He and Chua 2017). It errs elsewhere than replay/learners/row_model.hpp, which reads counters, so
// that both together are better than either.
//
//   model.score(row);        // log-odds of yes
//   model.learn(row, yes);
//
// Learns rows by heart in two or three passes. Deterministic: same calls, same bits. One thread. Memory: 88
// bytes and 16 of index per feature, at most features_max; later newcomers are not learned.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "learning/keyed_store.hpp"
#include "replay/learners/perceptron.hpp"
#include "replay/learners/row_model.hpp"

namespace vitrine::replay {

class RowNetwork {
 public:
  static constexpr std::size_t factors = 16;
  static constexpr std::uint32_t columns_max = 64;  ///< later columns share the last one's inputs
  static constexpr std::size_t features_max = RowModel::features_max;

  explicit RowNetwork(std::uint64_t seed) : seed_(seed), network_(seed) {}
  [[nodiscard]] float score(std::span<const RowFeature> row) { return judge(row, false); }
  void learn(std::span<const RowFeature> row, bool yes);

 private:
  using Vector = std::array<float, factors>;
  struct Feature {
    std::uint64_t key = 0;
    float w = 0, g = 0, vector_g = 0;
    Vector vector{};
  };
  struct Seen {
    Feature* feature;
    std::uint32_t column;
    float value;
  };
  /// The features of a row that stand in one column.
  struct Column {
    std::uint32_t number;
    std::size_t from, to;  ///< in seen_
    float share;           ///< that each has in what goes into the network
  };

  float judge(std::span<const RowFeature> row, bool admit);
  void look_up(std::span<const RowFeature> row, bool admit);
  void descend(Feature& feature, float value, float error, const Vector& slopes) const;

  std::uint64_t seed_;
  Perceptron network_;
  learning::KeyedStore<Feature> features_;
  float base_ = 0, base_g_ = 0;

  // The row at hand.
  std::vector<Seen> seen_;
  std::vector<Column> columns_;
  std::vector<learning::LayerInput> inputs_;
  Vector sum_{};
  float pace_ = 1;  ///< less the more features it has
};

}  // namespace vitrine::replay
