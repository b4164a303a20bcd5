#include "replay/click_ensemble.hpp"

#include <cmath>

#include "learning/numeric.hpp"

namespace vitrine::replay {
namespace {

constexpr std::size_t unknowns = std::tuple_size_v<PerModel<double>> + 1;  // and the base
using Unknowns = std::array<double, unknowns>;

/// x of m x = v for symmetric positive m, by Gauss's elimination.
Unknowns solved(std::array<Unknowns, unknowns> m, Unknowns v) {
  for (std::size_t a = 0; a < unknowns; ++a)
    for (std::size_t b = a + 1; b < unknowns; ++b) {
      const double times = m[b][a] / m[a][a];
      for (std::size_t c = a; c < unknowns; ++c) m[b][c] -= times * m[a][c];
      v[b] -= times * v[a];
    }
  for (std::size_t a = unknowns; a-- > 0;) {
    for (std::size_t b = a + 1; b < unknowns; ++b) v[a] -= m[a][b] * v[b];
    v[a] /= m[a][a];
  }
  return v;
}

Unknowns inputs_of(const PerModel<float>& scores) {
  Unknowns inputs{};
  for (std::size_t k = 0; k < scores.size(); ++k) inputs[k] = scores[k];
  inputs.back() = 1;
  return inputs;
}

}  // namespace

void ClickEnsemble::start_pass() {
  if (learning[0]) counters_.start_pass();
  if (learning[2]) logistic_.start_pass();
}

void ClickEnsemble::learn(std::span<const RowFeature> row, bool yes) {
  if (learning[0]) counters_.learn(row, yes);
  if (learning[1]) network_.learn(row, yes);
  if (learning[2]) logistic_.learn(row, yes);
}

PerModel<float> ClickEnsemble::scores(std::span<const RowFeature> row, bool all) {
  return {all || learning[0] ? counters_.score(row) : 0, all || learning[1] ? network_.score(row) : 0,
          all || learning[2] ? logistic_.score(row) : 0};
}

double Blend::score(const PerModel<float>& scores) const {
  double score = base;
  for (std::size_t k = 0; k < scores.size(); ++k) score += weights[k] * static_cast<double>(scores[k]);
  return score;
}

/// Newton's method; the mean of all is believed as if some dozens of rows had said so.
Blend blend_of(std::span<const ScoredRow> rows) {
  constexpr double believed = 10;
  constexpr int steps = 8;
  Blend blend;
  const Blend mean;
  for (int step = 0; step < steps; ++step) {
    Unknowns slopes{};
    std::array<Unknowns, unknowns> curves{};
    for (std::size_t k = 0; k < unknowns; ++k) {
      curves[k][k] = believed;
      slopes[k] = believed * (k + 1 < unknowns ? blend.weights[k] - mean.weights[k] : blend.base);
    }
    for (const ScoredRow& row : rows) {
      const Unknowns inputs = inputs_of(row.scores);
      const double p = learning::logistic(static_cast<float>(blend.score(row.scores)));
      for (std::size_t a = 0; a < unknowns; ++a) {
        slopes[a] += (p - (row.yes ? 1 : 0)) * inputs[a];
        for (std::size_t b = 0; b < unknowns; ++b) curves[a][b] += p * (1 - p) * inputs[a] * inputs[b];
      }
    }
    const Unknowns moved = solved(curves, slopes);
    for (std::size_t k = 0; k + 1 < unknowns; ++k) blend.weights[k] -= moved[k];
    blend.base -= moved.back();
  }
  return blend;
}

}  // namespace vitrine::replay
