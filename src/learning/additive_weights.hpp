#pragma once
// The weights of the additive model (learning/scorer.hpp): how fast each moves, and how they lie in memory.
//
// Adagrad (Duchi, Hazan, Singer 2011): a weight steps by its *pace*, the rate over the root of its sum of
// squared gradients. The loops over them are kernels (learning/kernels.hpp). One writer or many readers.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "learning/numeric.hpp"
#include "learning/readings.hpp"

namespace vitrine::learning {

// Chosen on the first three fifths of KuaiRand; twice or half of each loses at most .0003 AUC there.
inline constexpr float rate_numbers = 0.02F;
inline constexpr float rate_buckets = 0.03F;  // of the base too
inline constexpr float start_g = 0.01F;       // Adagrad's first steps are at most the rate
inline constexpr float start_g_buckets = 0.1F;
// The readings of taste are small numbers, whose weights Adagrad moves for tens of thousands of showings. So
// theirs step at least as far as Newton's method would, by one over the curvature (of which the sum of
// squared gradients is an estimate), as if it had been so much beforehand: .0008 of KuaiRand's skip, .0004 of
// MovieLens.
inline constexpr float newton_curvature = 20;
// Once some thousand steps of a head have told how large its gradients are, one in eight tells it, for all
// eight, and so does every large error, which would be missed among the rare; the others move the weights at
// the pace found last, for a third of the work. Without the large errors KuaiRand's likes lose .0004 AUC;
// with them no figure there loses more than .0001.
inline constexpr std::uint64_t paced_every = 8;
inline constexpr std::uint32_t paced_from = 4096;
inline constexpr float surprising = 0.75F;

/// The weights of the additive model (learning/scorer.hpp) and how they learn.
struct AdditiveWeights {
  static_assert(numbers_count % 16 == 0, "whole vectors of any width");
  /// Weights side by side, each with what Adagrad knows of it.
  template <std::size_t count>
  struct alignas(64) Weights {
    std::array<float, count> w{};
    std::array<float, count> g{};     ///< sums of squared gradients
    std::array<float, count> pace{};  ///< the rate divided by the root of g
    /// `g` as it is now everywhere; `rate` is the one of these weights.
    void pace_from_g(float rate) {
      for (std::size_t i = 0; i < count; ++i) pace[i] = rate * inverse_root(g[i]);
    }
  };
  /// Of one head for all numbers, which a step goes through in order.
  struct OfHead : Weights<numbers_count> {
    /// Of the four numbers of taste, the last ones, after the pace of all was found.
    void keep_newton_pace() {
      static_assert(first_taste + 4 == numbers_count);
      Four sums, paces;
      std::memcpy(&sums, g.data() + first_taste, sizeof sums);
      std::memcpy(&paces, pace.data() + first_taste, sizeof paces);
      paces = larger(paces, 1.0F / (newton_curvature + sums));
      std::memcpy(pace.data() + first_taste, &paces, sizeof paces);
    }
  };
  /// Of one input for all heads: for one value of a bucket, for the base, or for a bias.
  using OfAllHeads = Weights<lanes>;

  AdditiveWeights();
  std::array<OfHead, heads_count> numbers;
  std::array<std::array<OfAllHeads, bucket_values>, buckets_count> buckets;
  OfAllHeads base;                   ///< an input that every showing has
  std::array<OfAllHeads, 2> biases;  ///< each head's own, of the video and of the viewer
  std::uint64_t steps = 0;
  PerHead<std::uint32_t> early_steps{};  ///< of each head, at most `paced_from`

  /// What all paces are by the sums of squares, which are all that a checkpoint holds.
  void pace_from_g();
};

}  // namespace vitrine::learning
