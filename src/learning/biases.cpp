#include "learning/biases.hpp"

#include <cstring>

#include "learning/numeric.hpp"
#include "learning/readings.hpp"

namespace vitrine::learning {
namespace {

// Chosen on all of KuaiRand's showings, and none of the other logs of docs/experiments.md wants others: half
// or twice of any moves long_view by less than .0001 and no head by more than .001.
constexpr float curvature_max = 30;
constexpr float least_spread = 0.05F;  // also of what is rarer than one in twenty
constexpr std::int16_t widest = 32'000;
constexpr float steps_of_one = 8192;

static_assert(index(Head::opened) == 4 && index(Head::watched) == heads_count - 1 && biased_heads == 6);
using EightSteps = std::int16_t __attribute__((vector_size(16)));

}  // namespace

void Biases::write(base::WireWriter& out) const {
  for (std::size_t i = 0; i < biased_heads; ++i) out.zigzag(steps[i]);
}

void Biases::read(base::WireReader& in) {
  for (std::size_t i = 0; i < biased_heads; ++i) {
    const std::int64_t value = in.zigzag();
    if (value < -widest || value > widest) in.refuse();
    else steps[i] = static_cast<std::int16_t>(value);
  }
}

BiasBytes bytes_of(const Biases& biases) {
  using EightBytes = std::uint8_t __attribute__((vector_size(8)));
  EightSteps steps;
  std::memcpy(&steps, biases.steps.data(), sizeof steps);
  const EightBytes eight = __builtin_convertvector(((steps + 128) >> 8) + 128, EightBytes);
  constexpr EightBytes rare{128, 128, 128, 128, 128, 128, 128, 128};
  const EightBytes first = __builtin_shufflevector(eight, rare, 0, 1, 2, 3, 4, 8, 8, 8);
  BiasBytes bytes;
  std::memcpy(bytes.data(), &first, sizeof first);
  bytes[8] = 128;
  bytes[9] = eight[5];
  return bytes;
}

BiasLesson::BiasLesson(const Outcome& outcome, const PerHead<float>& predicted, const Overall& overall) {
  const auto note = [&](std::size_t place, Four happened, Four likely, FourInts bits) {
    const FourInts counts = (bits & std::int32_t{outcome.known}) != 0;
    const Four errors = (Four)((FourInts)((happened - likely) * steps_of_one) & counts);
    std::memcpy(errors_.data() + place, &errors, sizeof errors);
  };
  Four happened, likely;
  std::memcpy(&happened, outcome.y.data(), sizeof happened);
  std::memcpy(&likely, predicted.data(), sizeof likely);
  note(0, happened, likely, FourInts{1, 2, 4, 8});
  constexpr std::size_t opened = index(Head::opened), watched = index(Head::watched);
  note(4, Four{outcome.y.data()[opened], outcome.y.data()[watched]},
       Four{predicted.data()[opened], predicted.data()[watched]}, FourInts{1 << opened, 1 << watched});
  note_spread(overall);
}

BiasLesson::BiasLesson(Head late, const Overall& overall) {
  if (has_bias(late)) errors_[Biases::place_of(late)] = steps_of_one;
  note_spread(overall);
}

void BiasLesson::note_spread(const Overall& overall) {
  // The signals of these heads are the first, in their order; what the last two lanes hold meets no error.
  static_assert(index(Signal::skip) == index(Head::skip) && index(Signal::opened) == 4 &&
                index(Signal::watched) == 5);
  for (std::size_t i = 0; i < errors_.size(); i += 4) {
    Four rates;
    std::memcpy(&rates, overall.sums.data() + i, sizeof rates);
    rates = rates / overall.n;
    rates = larger(rates * (1.0F - rates), Four{} + least_spread);
    std::memcpy(spread_.data() + i, &rates, sizeof rates);
  }
}

void BiasLesson::teach(Biases& biases, float showings, float prior) const {
  EightSteps steps;
  std::memcpy(&steps, biases.steps.data(), sizeof steps);
  const auto taught = [&](std::size_t from, FourInts four) {
    Four errors, spread;
    std::memcpy(&errors, errors_.data() + from, sizeof errors);
    std::memcpy(&spread, spread_.data() + from, sizeof spread);
    const Four met = smaller(showings * spread, Four{} + curvature_max) + prior;
    const Four to = clamp(__builtin_convertvector(four, Four) + errors / met, -float{widest}, float{widest});
    return (EightSteps)(__builtin_convertvector(to + 32'768.5F, FourInts) - 32'768);
  };
  // Four of the eight in the upper halves of four words, which shifted down tell their signs.
  const EightSteps none{};
  const auto first = (FourInts)__builtin_shufflevector(none, steps, 0, 8, 0, 9, 0, 10, 0, 11) >> 16;
  const auto rest = (FourInts)__builtin_shufflevector(none, steps, 0, 12, 0, 13, 0, 14, 0, 15) >> 16;
  steps = __builtin_shufflevector(taught(0, first), taught(4, rest), 0, 2, 4, 6, 8, 10, 12, 14);
  std::memcpy(biases.steps.data(), &steps, sizeof steps);
}

}  // namespace vitrine::learning
