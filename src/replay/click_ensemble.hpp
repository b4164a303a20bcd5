#pragma once
// Three click models that err differently, and how much each is believed: the weights of a logistic
// regression over their log-odds, fitted on rows that none of them learned (stacked generalisation, Wolpert
// 1992).
//
//   ensemble.start_pass(); ensemble.learn(row.features, row.yes);   // those of `learning`
//   Blend blend = blend_of(scored);                                  // on validation rows
//   blend.score(ensemble.scores(row.features));                      // log-odds of yes
//
// Deterministic. One thread. Memory: that of the three models, about 350 bytes per feature and 24 per pair.
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "replay/learners/row_logistic.hpp"
#include "replay/learners/row_model.hpp"
#include "replay/learners/row_network.hpp"

namespace vitrine::replay {

/// One number for each model.
template <class T>
using PerModel = std::array<T, 3>;
inline constexpr PerModel<std::string_view> model_names{"counters", "network", "logistic"};

struct ScoredRow {
  PerModel<float> scores{};  ///< log-odds of yes
  bool yes = false;
};

class ClickEnsemble {
 public:
  PerModel<bool> learning{true, true, true};  ///< a model that is not keeps what it knows

  void start_pass();
  void learn(std::span<const RowFeature> row, bool yes);
  /// 0 for those not `learning`, unless `all`.
  [[nodiscard]] PerModel<float> scores(std::span<const RowFeature> row, bool all = true);

 private:
  RowModel counters_;
  RowNetwork network_{1};
  RowLogistic logistic_;
};

/// Begins as the mean of all.
struct Blend {
  PerModel<double> weights{1.0 / 3, 1.0 / 3, 1.0 / 3};
  double base = 0;
  [[nodiscard]] double score(const PerModel<float>& scores) const;
};
/// Of few rows it stays near the mean. Cost: some ten passes over them.
[[nodiscard]] Blend blend_of(std::span<const ScoredRow> rows);

}  // namespace vitrine::replay
