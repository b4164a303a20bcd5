#include "learning/biases.hpp"

#include <cstring>

#include "learning/numeric.hpp"
#include "learning/readings.hpp"

namespace vitrine::learning {
namespace {

// Chosen on all of KuaiRand's showings, and none of the other logs of docs/algorithm.md wants others: half or
// twice of any moves long_view by less than .0001 and no head by more than .001.
constexpr float curvature_max = 30;
constexpr float least_spread = 0.05F;  // also of what is rarer than one in twenty
constexpr std::int16_t widest = 32'000;
constexpr float steps_of_one = 8192;

constexpr std::uint32_t told = [] {
  std::uint32_t bits = 0;
  for (std::size_t h = 0; h < heads_count; ++h) bits |= has_bias(static_cast<Head>(h)) ? 1U << h : 0U;
  return bits;
}();

}  // namespace

void Biases::write(base::WireWriter& out) const {
  for (std::size_t h = 0; h < heads_count; ++h)
    if (has_bias(static_cast<Head>(h))) out.zigzag(steps[h]);
}

void Biases::read(base::WireReader& in) {
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (!has_bias(static_cast<Head>(h))) continue;
    const std::int64_t value = in.zigzag();
    if (value < -widest || value > widest) in.refuse();
    else steps[h] = static_cast<std::int16_t>(value);
  }
}

BiasBytes bytes_of(const Biases& biases) {
  using Eight = std::int16_t __attribute__((vector_size(16)));
  using Bytes = std::uint8_t __attribute__((vector_size(8)));
  BiasBytes bytes;
  for (const std::size_t first : {std::size_t{0}, heads_count - 8}) {  // some of them twice
    Eight steps;
    std::memcpy(&steps, biases.steps.data() + first, sizeof steps);
    const Bytes eight = __builtin_convertvector(((steps + 128) >> 8) + 128, Bytes);
    std::memcpy(bytes.data() + first, &eight, sizeof eight);
  }
  return bytes;
}

BiasLesson::BiasLesson(const Outcome& outcome, const PerHead<float>& predicted, const Overall& overall) {
  constexpr FourInts bits{1, 2, 4, 8};
  const auto known = static_cast<std::int32_t>(outcome.known & told);
  for (std::size_t h = 0; h < heads_count; h += 4) {
    Four happened, likely;
    std::memcpy(&happened, outcome.y.data() + h, sizeof happened);
    std::memcpy(&likely, predicted.data() + h, sizeof likely);
    const FourInts counts = (bits << static_cast<int>(h) & known) != 0;
    const Four errors = (Four)((FourInts)((happened - likely) * steps_of_one) & counts);
    std::memcpy(errors_.data() + h, &errors, sizeof errors);
  }
  note_spread(overall);
}

BiasLesson::BiasLesson(Head late, const Overall& overall) {
  if (has_bias(late)) errors_[index(late)] = steps_of_one;
  note_spread(overall);
}

void BiasLesson::note_spread(const Overall& overall) {
  // The signals of frequent heads are the first, in the order of the heads.
  static_assert(index(Signal::opened) == index(Head::opened) &&
                index(Signal::watched) == index(Head::opened) + 1);
  Four first, rest;
  std::memcpy(&first, overall.sums.data(), sizeof first);
  std::memcpy(&rest, overall.sums.data() + 4, sizeof rest);
  first = first / overall.n;
  rest = rest / overall.n;
  first = larger(first * (1.0F - first), Four{} + least_spread);
  rest = larger(rest * (1.0F - rest), Four{} + least_spread);
  std::memcpy(spread_.data(), &first, sizeof first);
  spread_[index(Head::opened)] = rest[0];
  spread_[index(Head::watched)] = rest[1];
}

void BiasLesson::teach(Biases& biases, float showings, float prior) const {
  using FourSteps = std::int16_t __attribute__((vector_size(8)));
  for (const std::size_t first : {std::size_t{0}, std::size_t{4}, heads_count - 4}) {  // rare ones twice
    FourSteps steps;
    Four errors, spread;
    std::memcpy(&steps, biases.steps.data() + first, sizeof steps);
    std::memcpy(&errors, errors_.data() + first, sizeof errors);
    std::memcpy(&spread, spread_.data() + first, sizeof spread);
    const Four met = smaller(showings * spread, Four{} + curvature_max) + prior;
    const Four to = clamp(__builtin_convertvector(steps, Four) + errors / met, -float{widest}, float{widest});
    steps = __builtin_convertvector(__builtin_convertvector(to + 32'768.5F, FourInts) - 32'768, FourSteps);
    std::memcpy(biases.steps.data() + first, &steps, sizeof steps);
  }
}

}  // namespace vitrine::learning
