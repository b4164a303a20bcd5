#include "replay/learners/row_model.hpp"

#include <algorithm>
#include <cmath>

#include "base/hash.hpp"
#include "learning/numeric.hpp"

namespace vitrine::replay {

using learning::log2_portable;
using learning::log_odds;
using learning::logistic;

namespace {

constexpr float rate_lean = 0.05F, rate_vector = 0.05F, rate_belief = 0.05F, rate_meeting = 0.005F;
// Of weights and of vectors, per touch. A pair of ids is met a few times at most: vectors that are not pulled
// back hard learn these by heart.
constexpr float shrink = 1e-5F, shrink_vectors = 0.07F;
// All features of a row move for one error, and all counters speak of one outcome: of more than so many each
// moves, and is believed, less.
constexpr float moving = 8, speaking = 8;
constexpr float single_prior = 4;  // sightings at which a feature's own rate counts as much as the base
constexpr float pair_prior = 2;

std::size_t trust_of(float n) {
  return n < 1 ? 0 : n < 2 ? 1 : n < 3 ? 2 : n < 6 ? 3 : n < 16 ? 4 : n < 100 ? 5 : 6;
}

}  // namespace

void draw_vector(std::span<float> vector, std::uint64_t key) {
  for (float& number : vector) {
    key = base::mix64(key + 0x9e3779b97f4a7c15ULL);
    number = (static_cast<float>(key >> 40) * 0x1.0p-24F - 0.5F) * 0.1F;
  }
}

RowModel::RowModel()
    : gain_(columns_max),
      rank_(columns_max, -1),
      single_(columns_max),
      paired_(paired_max * paired_max),
      meeting_(columns_max * columns_max, Weight{1, 0}),
      input_of_(slots) {
  for (auto* table : {&single_, &paired_})
    for (auto& beliefs : *table)
      for (std::size_t t = 1; t < trusts; ++t) beliefs[t].w = table == &single_ ? 0.15F : 0.1F;
}

void RowModel::descend(Weight& weight, float gradient, float rate) {
  weight.g += gradient * gradient;
  weight.w -= rate * gradient / std::sqrt(weight.g + 0.01F);
}

bool RowModel::crossed(std::uint32_t column) const { return column < columns_max && rank_[column] >= 0; }

void RowModel::start_pass() {
  n_ = yes_ = 0;
  for (Feature& feature : features_.each()) feature.n = feature.yes = 0;
  for (Pair& pair : pairs_.each()) pair.n = pair.yes = 0;
}

/// The sum of everything that is known of the row; `admit` makes room for what is new.
float RowModel::judge(std::span<const RowFeature> row, bool admit) {
  seen_.clear();
  opinions_.clear();
  met_.clear();
  if (admit && features_.size() + row.size() <= features_max)
    for (const RowFeature& given : row)
      if (features_.find(given.key) == nullptr) draw_vector(features_.at(given.key).vector, given.key);
  for (const RowFeature& given : row)
    if (Feature* feature = features_.find(given.key)) seen_.push_back({feature, given.column, 0});
  score_ = base_.w;
  const auto count = static_cast<float>(std::max<std::size_t>(seen_.size(), 1));
  pace_ = std::min(1.0F, moving / count);
  voice_ = std::min(1.0F, speaking / count);
  add_singles();
  add_pairs(admit);
  add_vectors();
  for (const Seen& seen : seen_) score_ += seen.feature->lean.w;
  for (const Opinion& opinion : opinions_) score_ += opinion.belief->w * opinion.says + opinion.leaning->w;
  add_network(admit);
  return logistic(score_);
}

void RowModel::add_singles() {
  const float base = static_cast<float>((yes_ + 1) / (n_ + 2));
  const float base_odds = log_odds(base);
  additive_ = base_odds;
  for (Seen& seen : seen_) {
    const Feature& feature = *seen.feature;
    seen.rate = (feature.yes + single_prior * base) / (feature.n + single_prior);
    const float says = voice_ * (log_odds(seen.rate) - base_odds);
    additive_ += 0.5F * says;
    if (seen.column >= columns_max) continue;
    auto& beliefs = single_[seen.column];
    const std::size_t trust = trust_of(feature.n);
    opinions_.push_back({seen.column, feature.n, says, &beliefs[trust], &beliefs[trusts + trust]});
  }
}

/// What a pair's own count says beyond what its two features let expect.
void RowModel::add_pairs(bool admit) {
  // Where columns mean nothing (lists of any length in one field), pairs would cost the square of the length.
  const auto paired = std::ranges::count_if(seen_, [&](const Seen& seen) { return crossed(seen.column); });
  if (static_cast<std::size_t>(paired) > paired_max) return;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (!crossed(seen_[i].column)) continue;
    for (std::size_t j = i + 1; j < seen_.size(); ++j) {
      if (!crossed(seen_[j].column)) continue;
      const std::uint64_t key =
          base::mix64(base::mix64(seen_[i].feature->key) + 3 * seen_[j].feature->key) | 1;
      const Pair* pair = pairs_.find(key);
      const float n = pair == nullptr ? 0 : pair->n;
      const float yes = pair == nullptr ? 0 : pair->yes;
      const float expected_odds = std::clamp(additive_, -6.0F, 6.0F);
      const float expected = logistic(expected_odds);
      const float says =
          voice_ * (log_odds((yes + pair_prior * expected) / (n + pair_prior)) - expected_odds);
      const std::size_t trust = trust_of(n);
      const auto place = static_cast<std::size_t>(rank_[seen_[i].column]) * paired_max +
                         static_cast<std::size_t>(rank_[seen_[j].column]);
      auto& beliefs = paired_[place];
      opinions_.push_back({columns_max + place, n, says, &beliefs[trust], &beliefs[trusts + trust]});
      if (admit) met_.push_back({key, place});
    }
  }
}

void RowModel::add_vectors() {
  sum_ = {};
  if (seen_.size() <= columns_max) {
    for (std::size_t i = 0; i < seen_.size(); ++i)
      for (std::size_t j = i + 1; j < seen_.size(); ++j) {
        float dot = 0;
        for (std::size_t k = 0; k < factors; ++k)
          dot += seen_[i].feature->vector[k] * seen_[j].feature->vector[k];
        const std::size_t a = std::min<std::size_t>(seen_[i].column, columns_max - 1);
        const std::size_t b = std::min<std::size_t>(seen_[j].column, columns_max - 1);
        score_ += meeting_[a * columns_max + b].w * dot;
      }
    return;
  }
  std::array<float, factors> squares{};
  for (const Seen& seen : seen_)
    for (std::size_t k = 0; k < factors; ++k) {
      sum_[k] += seen.feature->vector[k];
      squares[k] += seen.feature->vector[k] * seen.feature->vector[k];
    }
  for (std::size_t k = 0; k < factors; ++k) score_ += 0.5F * (sum_[k] * sum_[k] - squares[k]);
}

/// Opinions are not independent, and what many sightings say differs from what few say: who was met often is
/// popular, which a rate does not tell. Of several in one slot the mean is heard.
void RowModel::add_network(bool admit) {
  inputs_.clear();
  std::ranges::stable_sort(opinions_, {}, &Opinion::slot);
  for (std::size_t i = 0; i < opinions_.size();) {
    const std::size_t slot = opinions_[i].slot;
    float says = 0, sightings = 0, count = 0;
    for (; i < opinions_.size() && opinions_[i].slot == slot; ++i, ++count) {
      says += opinions_[i].says;
      sightings += log2_portable(1 + opinions_[i].n);
    }
    if (input_of_[slot] == 0 && admit) input_of_[slot] = ++slots_met_;
    if (input_of_[slot] == 0) continue;
    const std::uint32_t input = 2 * (input_of_[slot] - 1);
    inputs_.push_back({input, says / count});
    inputs_.push_back({input + 1, 0.1F * sightings / count});
  }
  score_ += network_.ahead(inputs_);
}

float RowModel::predict(std::span<const RowFeature> row) { return judge(row, false); }

float RowModel::score(std::span<const RowFeature> row) {
  judge(row, false);
  return score_;
}

float RowModel::learn(std::span<const RowFeature> row, bool yes) {
  const float predicted = judge(row, true);
  const float error = predicted - (yes ? 1.0F : 0.0F);
  network_.back(error);
  descend_vectors(error);
  descend(base_, error, rate_belief);
  for (const Seen& seen : seen_)
    descend(seen.feature->lean, error + shrink * seen.feature->lean.w, pace_ * rate_lean);
  for (const Opinion& opinion : opinions_) {
    descend(*opinion.belief, error * opinion.says, rate_belief);
    descend(*opinion.leaning, error, pace_ * rate_belief);
  }
  count(yes);
  return predicted;
}

void RowModel::descend_vectors(float error) {
  slopes_.assign(seen_.size(), {});
  const bool weighted = seen_.size() <= columns_max;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const auto& mine = seen_[i].feature->vector;
    if (!weighted) {
      for (std::size_t k = 0; k < factors; ++k) slopes_[i][k] = sum_[k] - mine[k];
      continue;
    }
    for (std::size_t j = i + 1; j < seen_.size(); ++j) {
      const auto& other = seen_[j].feature->vector;
      const std::size_t a = std::min<std::size_t>(seen_[i].column, columns_max - 1);
      const std::size_t b = std::min<std::size_t>(seen_[j].column, columns_max - 1);
      Weight& meeting = meeting_[a * columns_max + b];
      float dot = 0;
      for (std::size_t k = 0; k < factors; ++k) {
        slopes_[i][k] += meeting.w * other[k];
        slopes_[j][k] += meeting.w * mine[k];
        dot += mine[k] * other[k];
      }
      descend(meeting, error * dot, rate_meeting);
    }
  }
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    Feature& feature = *seen_[i].feature;
    float length = 0;
    for (std::size_t k = 0; k < factors; ++k) {
      slopes_[i][k] = error * slopes_[i][k] + shrink_vectors * feature.vector[k];
      length += slopes_[i][k] * slopes_[i][k];
    }
    feature.vector_g += length / factors;
    const float step = pace_ * rate_vector / std::sqrt(feature.vector_g + 1e-4F);
    for (std::size_t k = 0; k < factors; ++k) feature.vector[k] -= step * slopes_[i][k];
  }
}

void RowModel::count(bool yes) {
  const float base = static_cast<float>((yes_ + 1) / (n_ + 2));
  for (const Seen& seen : seen_) {
    if (!chosen_ && seen.column < columns_max)
      gain_[seen.column] += log2_portable(yes ? seen.rate / base : (1 - seen.rate) / (1 - base));
    seen.feature->n += 1;
    seen.feature->yes += yes ? 1.0F : 0.0F;
  }
  for (const PairSeen& met : met_) {
    Pair* pair = pairs_.size() < pairs_max ? &pairs_.at(met.key) : pairs_.find(met.key);
    if (pair == nullptr) continue;
    pair->n += 1;
    pair->yes += yes ? 1.0F : 0.0F;
  }
  n_ += 1;
  yes_ += yes ? 1 : 0;
  if (++rows_ == 64 || rows_ == settling) choose_columns();
}

/// Few columns are all paired at once; of many, those whose counters said most about the first rows.
void RowModel::choose_columns() {
  std::vector<std::pair<float, std::uint32_t>> order;
  std::size_t columns = 0;
  for (const Seen& seen : seen_) columns = std::max<std::size_t>(columns, seen.column + 1);
  if (rows_ < settling && columns > paired_max) return;
  if (chosen_) return;
  chosen_ = true;
  for (std::uint32_t column = 0; column < columns_max; ++column) order.emplace_back(-gain_[column], column);
  if (columns <= paired_max) std::ranges::sort(order, {}, &std::pair<float, std::uint32_t>::second);
  else std::ranges::sort(order);
  for (std::size_t i = 0; i < paired_max; ++i) rank_[order[i].second] = static_cast<std::int8_t>(i);
}

}  // namespace vitrine::replay
