#pragma once
// Logistic regression over rows of features, learned row by row: a weight each, pulled towards 0 as by a
// normal prior. Of texts, whose thousands of words are met seldom and say each a little, it is the best that
// is known; of a few columns of ids it is too simple (replay/learners/row_model.hpp).
//
//   model.score(row);        // log-odds of yes
//   model.learn(row, yes);
//   model.start_pass();      // the same rows once more
//
// Adagrad (Duchi et al. 2011). Deterministic. One thread. Memory: 40 bytes per feature, at most features_max;
// later newcomers are not learned.
#include <span>

#include "learning/keyed_store.hpp"
#include "replay/learners/row_model.hpp"

namespace vitrine::replay {

class RowLogistic {
 public:
  static constexpr std::size_t features_max = RowModel::features_max;

  [[nodiscard]] float score(std::span<const RowFeature> row) const;
  void learn(std::span<const RowFeature> row, bool yes);
  void start_pass() { ++passes_; }

 private:
  struct Feature {
    std::uint64_t key = 0;
    float w = 0, g = 0;
    float n = 0;  ///< rows of one pass: over all of them the prior pulls once
  };
  learning::KeyedStore<Feature> features_;
  float base_ = 0, base_g_ = 0;
  unsigned passes_ = 0;
};

}  // namespace vitrine::replay
