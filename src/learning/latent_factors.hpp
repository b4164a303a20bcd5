#pragma once
// What counts and names cannot say: which videos please the same people. Every viewer, every video and every
// topic has eight numbers; a viewer's times a video's is how much better this viewer likes it than all else
// predicts, in log-odds. Nobody names them: they are found online, one step a showing, from what the
// additive model (learning/scorer.hpp) got wrong, which then weighs their product like any other reading.
// Matrix factorisation of the residual (Koren, Bell, Volinsky 2009), with a topic's numbers added to its
// videos' so that a new video begins somewhere (Kula 2015, LightFM), and a step that shrinks as evidence
// gathers: one over the curvature met so far, Newton's step as if it were the same along all eight.
//
// Values; thread-safe. The same bits on every machine. A product or a step takes some 5 ns once they are
// there.
#include <array>
#include <cstdint>

#include "base/wire.hpp"
#include "learning/biases.hpp"

namespace vitrine::learning {

struct LatentFactors {
  static constexpr std::size_t count = 8;  // 16 gain .0007 of AUC on MovieLens
  using Numbers = std::array<float, count>;

  Numbers numbers{};
  float curvature = 0;  ///< of the loss along one of them, the mean of all, summed over the showings so far
  Biases biases{};      ///< whatever the other side; a topic's stay 0

  friend bool operator==(const LatentFactors&, const LatentFactors&) = default;

  void write(base::WireWriter& out) const;
  /// Refuses (through `in`) what is not a number, or no sum of squares.
  void read(base::WireReader& in);
};
/// Those of a video or a topic nobody saw yet: small, and drawn by chance from its key, so that they differ.
/// A viewer's are all 0.
[[nodiscard]] LatentFactors first_factors(std::uint64_t key);

/// Where a video and its topic have none yet: nullptr. In log-odds of a good watch.
[[nodiscard]] float affinity(const LatentFactors& viewer, const LatentFactors* video,
                             const LatentFactors* topic);

/// How a showing ended, for who foretold that it would satisfy with the chance `predicted`.
struct Surprise {
  bool satisfied = false;
  float predicted = 0;
};
/// All that are there take a step towards what happened; `video` and `topic` may be nullptr.
void learn_affinity(LatentFactors& viewer, LatentFactors* video, LatentFactors* topic, Surprise surprise);

}  // namespace vitrine::learning
