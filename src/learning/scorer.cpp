#include "learning/scorer.hpp"

#include <cmath>
#include <cstring>

#include "learning/kernels.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

constexpr std::array<Signal, heads_count> own_signal{
    Signal::finish,  Signal::long_view, Signal::like,    Signal::skip,     Signal::opened,
    Signal::engaged, Signal::engaged,   Signal::engaged, Signal::negative, Signal::watched};

/// Which number of `aspect` tells the rate of `signal`.
constexpr std::size_t number_of(std::size_t aspect, Signal signal) {
  constexpr std::array own{Rate::finish, Rate::long_view,  Rate::like,       Rate::skip,
                           Rate::opened, Rate::share_seen, Rate::log_seconds};
  if (index(signal) < own.size()) return aspect * rates_per_aspect + index(own[index(signal)]);
  const More rare = signal == Signal::engaged ? More::engaged : More::negative;
  return first_more + aspect * more_per_aspect + index(rare);
}

/// Which ground a number speaks for.
constexpr std::array<std::uint8_t, numbers_count> number_ground = [] {
  std::array<std::uint8_t, numbers_count> ground{};
  for (std::size_t i = 0; i < numbers_count; ++i) {
    std::size_t g = i / rates_per_aspect;
    if (i >= first_more) g = (i - first_more) / more_per_aspect;
    if (i >= first_taste) g = aspects_count + (i - first_taste);
    ground[i] = static_cast<std::uint8_t>(g);
  }
  return ground;
}();
constexpr std::array<std::uint8_t, context_count> context_ground{
    static_cast<std::uint8_t>(Ground::duration), static_cast<std::uint8_t>(Ground::surface),
    static_cast<std::uint8_t>(Ground::hour),     static_cast<std::uint8_t>(Ground::age),
    static_cast<std::uint8_t>(Ground::gap),      static_cast<std::uint8_t>(Ground::graph),
    static_cast<std::uint8_t>(Ground::again),    static_cast<std::uint8_t>(Ground::gap),
    static_cast<std::uint8_t>(Ground::gap)};

constexpr std::size_t graph_buckets = aspects_count + index(Context::graph);
static_assert(context_ground[index(Context::graph)] == static_cast<std::uint8_t>(Ground::graph));
constexpr float trust_of_bias = 0.8F;
constexpr float trust_of_tie = 0.025F;  ///< for each of the sixteen steps that tell how close a tie is

constexpr std::size_t ground_of_bucket(std::size_t b) {
  return b < aspects_count ? b : context_ground[b - aspects_count];
}

}  // namespace

Scorer::Scorer() { set_priors(); }

void Scorer::set_priors() {
  const Overall overall;
  // How far one would trust each rich aspect's own rate before having seen anything.
  constexpr std::array<float, 4> trust{0.25F, 0.35F, 0.15F, 0.1F};
  // What liking a topic or an author, in months or in this sitting, does to each head.
  constexpr std::array<float, heads_count> taste{1, 0.8F, 0.6F, -1, 0.5F, 0.4F, 0.4F, 0.4F, -0.8F, 0.6F};
  for (std::size_t h = 0; h < heads_count; ++h) {
    const Signal own = own_signal[h];
    auto& w = weights_.numbers[h].w;
    weights_.base.w[h] = log_odds(overall.rate(own));
    for (std::size_t a = 0; a < trust.size(); ++a) w[number_of(a, own)] = trust[a];
    w[first_taste + 0] = 0.5F * taste[h];
    w[first_taste + 1] = 0.85F * taste[h];
    w[first_taste + 2] = 0.35F * taste[h];
    w[first_taste + 3] = taste[h];
    if (has_bias(static_cast<Head>(h)))
      for (auto& bias : weights_.biases) bias.w[h] = trust_of_bias;
    for (std::size_t tie = 0; tie < bucket_values; ++tie)
      weights_.buckets[graph_buckets][tie].w[h] = taste[h] * trust_of_tie * (static_cast<float>(tie) + 0.5F);
  }
}

PerHead<float> probabilities(const LogOdds& log_odds) {
  PerHead<float> likely{};
  for (std::size_t h = 0; h < heads_count; h += 4) {
    Four four;
    std::memcpy(&four, log_odds.data() + h, sizeof four);
    four = logistic(four);
    std::memcpy(likely.data() + h, &four, sizeof four);
  }
  for (std::size_t h = heads_count; h < lanes; ++h) likely[h] = 0;
  return likely;
}

// --- judging ---

Judge::Judge(const Scorer& scorer) : weights_(scorer.weights_), numbers_{} {
  for (std::size_t h = 0; h < heads_count; ++h) {
    const float* w = weights_.numbers[h].w.data();
    for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_.data()[i].data()[h] = w[i];
  }
}

void Judge::parts(const Glances& seen, std::span<const Look> looks) const {
  kernels().judge_parts(numbers_, weights_, seen, looks);
}

void Judge::look(std::span<const Look> looks, const Lens& lens) const {
  for (; !looks.empty(); looks = looks.subspan(std::min(glances_at_once, looks.size()))) {
    const auto now = looks.first(std::min(glances_at_once, looks.size()));
    std::array<const Row*, glances_at_once> rows;
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i < now.size() ? now[i].row : &no_row;
    Glances seen;
    kernels().glance(rows, lens, 0, seen);
    parts(seen, now);
  }
}

std::array<Piece, aspects_count> Judge::of_nothing(const Lens& lens) const {
  std::array<Piece, aspects_count> pieces;
  std::array<Look, aspects_count> looks;
  for (std::size_t a = 0; a < aspects_count; ++a) looks[a] = {a, &no_row, &pieces[a]};
  look(looks, lens);
  return pieces;
}

LogOdds Judge::sum(std::span<const Piece* const, aspects_count> pieces,
                   std::span<const float, aspects_count> fits, const Circumstances& circumstances) const {
  LogOdds z;
  kernels().judge_sum(numbers_, weights_, pieces, fits, circumstances, z);
  return z;
}

LogOdds Scorer::judge(const Readings& readings) const {
  const Judge judge{*this};
  std::array<Piece, aspects_count> pieces;
  std::array<const Piece*, aspects_count> all;
  std::array<float, aspects_count> fits;
  for (std::size_t a = 0; a < aspects_count; ++a) {
    const Look look{.aspect = a, .into = &pieces[a]};
    judge.parts(glances_of(readings, a), std::span{&look, 1});
    all[a] = &pieces[a];
    fits[a] = readings.number(a * rates_per_aspect + index(Rate::fit));
  }
  Circumstances circumstances;
  std::copy_n(readings.bytes.data() + first_taste, circumstances.taste.size(), circumstances.taste.data());
  for (std::size_t i = 0; i < context_count; ++i)
    circumstances.buckets[i] = readings.bucket(aspects_count + i);
  for (std::size_t side = 0; side < circumstances.biases.size(); ++side)
    std::copy_n(readings.bytes.data() + first_bias + side * heads_count, heads_count,
                circumstances.biases[side].data());
  return judge.sum(all, fits, circumstances);
}

Parts Scorer::explain(const Readings& readings) const {
  Parts parts{};
  std::array<float, numbers_count> numbers;
  for (std::size_t i = 0; i < numbers_count; ++i) numbers[i] = readings.number(i);
  for (std::size_t h = 0; h < heads_count; ++h) {
    const float* w = weights_.numbers[h].w.data();
    std::array<float, grounds_count> of_head{};
    of_head[index(Ground::base)] = weights_.base.w[h];
    for (std::size_t i = 0; i < numbers_count; ++i)
      of_head.data()[number_ground.data()[i]] += w[i] * numbers.data()[i];
    for (std::size_t g = 0; g < grounds_count; ++g) parts[g][h] = of_head[g];
  }
  constexpr std::array sides{Ground::video, Ground::viewer};
  for (std::size_t side = 0; side < sides.size(); ++side)
    for (std::size_t h = 0; h < heads_count; ++h)
      parts[index(sides[side])][h] +=
          weights_.biases[side].w[h] *
          Readings::number_of(readings.bytes[first_bias + side * heads_count + h]);
  for (std::size_t b = 0; b < buckets_count; ++b) {
    PerHead<float>& part = parts[ground_of_bucket(b)];
    for (std::size_t h = 0; h < lanes; ++h) part[h] += weights_.buckets[b][readings.bucket(b)].w[h];
  }
  return parts;
}

// --- learning ---

PerHead<float> Scorer::learn(const Readings& readings, const Outcome& outcome, float step) {
  return kernels().learn(weights_, readings, outcome, step);
}

// --- bytes ---

template <class Self, class Visit>
void Scorer::each_weight(Self& self, Visit visit) {
  for (std::size_t i = 0; i < numbers_count; ++i)
    for (auto& head : self.weights_.numbers) visit(head.w[i], head.g[i]);
  const auto all_heads = [&](auto& bucket) {
    for (std::size_t h = 0; h < heads_count; ++h) visit(bucket.w[h], bucket.g[h]);
  };
  for (auto& values : self.weights_.buckets)
    for (auto& bucket : values) all_heads(bucket);
  all_heads(self.weights_.base);
  for (auto& bias : self.weights_.biases) all_heads(bias);
}

void Scorer::write(base::WireWriter& out) const {
  each_weight(*this, [&](float w, float g) {
    out.f32(w);
    out.f32(g);
  });
  out.varint(weights_.steps);
  for (std::size_t h = 0; h < heads_count; ++h) out.varint(weights_.early_steps[h]);
}

void Scorer::read(base::WireReader& in) {
  each_weight(*this, [&](float& w, float& g) {
    w = in.f32();
    g = in.f32();
    if (std::signbit(g) || !(g >= 0)) g = static_cast<float>(in.refuse());  // a sum of squares
  });
  weights_.steps = in.varint();
  for (std::size_t h = 0; h < heads_count; ++h)
    weights_.early_steps[h] = static_cast<std::uint32_t>(in.varint(paced_from));
  weights_.pace_from_g();
}

}  // namespace vitrine::learning
