#include "learning/scorer.hpp"

#include <cstring>

#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

// Chosen on the first three fifths of KuaiRand; twice or half of each loses at most .0003 AUC there.
constexpr float rate_numbers = 0.02F;  // of the base too
constexpr float rate_buckets = 0.02F;
constexpr float rate_leaning = 0.01F;
constexpr float start_g = 0.01F;  // Adagrad's first steps are at most the rate
constexpr float start_g_buckets = 0.1F;

constexpr std::array<Signal, heads_count> own_signal{
    Signal::finish,  Signal::long_view, Signal::like,    Signal::skip,     Signal::opened,
    Signal::engaged, Signal::engaged,   Signal::engaged, Signal::negative, Signal::watched};

/// Where the rate of `signal` stands among an aspect's eight; 8: among the rare ones.
constexpr std::array<std::size_t, signals_count> place{3, 2, 1, 4, 0, 5, 6, 8, 9};

/// Which ground a number speaks for.
constexpr std::array<std::uint8_t, numbers_count> number_ground = [] {
  std::array<std::uint8_t, numbers_count> ground{};
  for (std::size_t i = 0; i < numbers_count; ++i) {
    std::size_t g = i / rates_per_aspect;
    if (i >= first_average) g = (i - first_average) / (averaged_signals * 2);
    if (i >= first_rare) g = (i - first_rare) / 2;
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

constexpr std::size_t ground_of_bucket(std::size_t b) {
  return b < aspects_count ? b : context_ground[b - aspects_count];
}

constexpr std::size_t at_once = 4;  // what every 64-bit processor does in one instruction

[[nodiscard]] Four four_at(const float* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}
void put(float* to, Four four) { std::memcpy(to, &four, sizeof four); }

/// Adagrad's step.
void descend(float* w, float* g, Four gradient, float rate) {
  const Four sum = four_at(g) + gradient * gradient;
  put(g, sum);
  put(w, four_at(w) - rate * gradient * inverse_root(sum));
}

/// Sixteen sums side by side, then these in pairs: the same order for vectors of every width.
template <std::size_t n>
[[nodiscard]] float dot(const std::array<float, n>& a, const std::array<float, n>& b) {
  static_assert(n % 16 == 0);
  Four sums[4]{};
  for (std::size_t i = 0; i < n; i += 16)
    for (std::size_t k = 0; k < 4; ++k)
      sums[k] += four_at(a.data() + i + 4 * k) * four_at(b.data() + i + 4 * k);
  const Four four = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  return (four[0] + four[2]) + (four[1] + four[3]);
}

/// Readings::number_of of every byte.
constexpr std::array<float, 256> number_of_byte = [] {
  std::array<float, 256> numbers{};
  for (std::size_t byte = 0; byte < 256; ++byte)
    numbers[byte] = Readings::number_of(static_cast<std::uint8_t>(byte));
  return numbers;
}();

/// Log-odds of all heads, in registers.
class Sum {
 public:
  explicit Sum(const PerHead<float>& from) {
    for (std::size_t i = 0; i < 3; ++i) z_[i] = four_at(from.data() + i * 4);
  }
  void add(const PerHead<float>& w) {
    for (std::size_t i = 0; i < 3; ++i) z_[i] += four_at(w.data() + i * 4);
  }
  void add(const PerHead<float>& w, float x) {
    for (std::size_t i = 0; i < 3; ++i) z_[i] += four_at(w.data() + i * 4) * x;
  }
  [[nodiscard]] LogOdds value() const {
    LogOdds z;
    std::memcpy(z.data(), z_, sizeof z_);
    return z;
  }

 private:
  static_assert(lanes == 12);
  Four z_[3];
};

/// The step of a row's own leanings.
void lean(Row& row, const PerHead<float>& error) {
  static_assert(leaning_heads == at_once + 1);
  const Four e = four_at(error.data());
  const Four sum = four_at(row.lean_g.data()) + e * e;
  put(row.lean_g.data(), sum);
  put(row.lean.data(), four_at(row.lean.data()) - rate_leaning * e * inverse_root(sum + start_g));
  const float last = error[at_once];
  if (last == 0) return;
  row.lean_g[at_once] += last * last;
  row.lean[at_once] -= rate_leaning * last * inverse_root(row.lean_g[at_once] + start_g);
}

}  // namespace

Scorer::Scorer() {
  for (auto& weights : numbers_) weights.g.fill(start_g);
  for (auto& values : buckets_)
    for (auto& bucket : values) bucket.g.fill(start_g_buckets);
  set_priors();
}

void Scorer::set_priors() {
  const Overall overall;
  // How far one would trust each aspect's own rate before having seen anything.
  constexpr std::array<float, rare_aspects> trust{0.25F, 0.35F, 0.15F, 0.35F, 0.25F, 0.1F};
  // What liking a topic or an author, in months or in this sitting, does to each head.
  constexpr std::array<float, heads_count> taste{1, 0.8F, 0.6F, -1, 0.5F, 0.4F, 0.4F, 0.4F, -0.8F, 0.6F};
  for (std::size_t h = 0; h < heads_count; ++h) {
    const Signal own = own_signal[h];
    Inputs& w = numbers_[h].w;
    w[numbers_count] = log_odds(overall.rate(own));
    const bool rare = place[index(own)] >= rates_per_aspect;
    for (std::size_t a = 0; a < rare_aspects; ++a) {
      const std::size_t i = rare ? first_rare + a * 2 + (place[index(own)] - rates_per_aspect)
                                 : a * rates_per_aspect + place[index(own)];
      w[i] = trust[a];
    }
    w[first_taste + 0] = 0.7F * taste[h];
    w[first_taste + 1] = 1.2F * taste[h];
    w[first_taste + 2] = 0.5F * taste[h];
    w[first_taste + 3] = 0.3F * taste[h];
  }
}

PerHead<float> probabilities(const LogOdds& log_odds) {
  PerHead<float> likely;
  for (std::size_t h = 0; h < lanes; h += at_once)
    put(likely.data() + h, logistic(four_at(log_odds.data() + h)));
  for (std::size_t h = heads_count; h < lanes; ++h) likely[h] = 0;
  return likely;
}

// --- judging
// ---------------------------------------------------------------------------------------------------

Judge::Judge(const Scorer& scorer) : scorer_(scorer), numbers_{} {
  for (std::size_t h = 0; h < heads_count; ++h)
    for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i][h] = scorer.numbers_[h].w[i];
}

LogOdds Judge::part(std::size_t aspect, const Glances& seen, std::size_t place, const Row& row) const {
  Sum sum{scorer_.buckets_[aspect][static_cast<std::size_t>(seen.bucket[place])].w};
  const auto take = [&](std::size_t first, const auto& numbers) {
    const PerHead<float>* weights = &numbers_[first];
    for (const Four& number : numbers) sum.add(*weights++, number[place]);
  };
  take(aspect * rates_per_aspect, seen.rates);
  if (aspect < averaged_aspects) take(first_average + aspect * seen.averages.size(), seen.averages);
  if (aspect < rare_aspects) take(first_rare + aspect * seen.rare.size(), seen.rare);
  LogOdds z = sum.value();
  for (std::size_t h = 0; h < leaning_heads; ++h) z[h] += row.lean[h];
  return z;
}

LogOdds Judge::sum(std::span<const LogOdds* const, aspects_count> parts,
                   std::span<const float, aspects_count> fits, const Circumstances& circumstances) const {
  Sum sum{numbers_[numbers_count]};
  for (std::size_t a = 0; a < aspects_count; ++a) {
    sum.add(*parts[a]);
    sum.add(numbers_[(a + 1) * rates_per_aspect - 1], fits[a]);
  }
  for (std::size_t i = 0; i < circumstances.taste.size(); ++i)
    sum.add(numbers_[first_taste + i], Readings::number_of(circumstances.taste[i]));
  for (std::size_t i = 0; i < context_count; ++i)
    sum.add(scorer_.buckets_[aspects_count + i][circumstances.buckets[i]].w);
  return sum.value();
}

LogOdds Scorer::judge(const Readings& readings, const Rows& rows) const {
  const Judge judge{*this};
  std::array<LogOdds, aspects_count> of_aspects;
  std::array<const LogOdds*, aspects_count> parts;
  std::array<float, aspects_count> fits;
  for (std::size_t a = 0; a < aspects_count; ++a) {
    Row space;
    const Row& row = pooled(rows.of(a), extent_of(a), space);
    of_aspects[a] = judge.part(a, glances_of(readings, a), 0, row);
    parts[a] = &of_aspects[a];
    fits[a] = readings.number((a + 1) * rates_per_aspect - 1);
  }
  Circumstances circumstances;
  std::copy_n(readings.bytes.data() + first_taste, circumstances.taste.size(), circumstances.taste.data());
  for (std::size_t i = 0; i < context_count; ++i)
    circumstances.buckets[i] = readings.bucket(aspects_count + i);
  return judge.sum(parts, fits, circumstances);
}

Parts Scorer::explain(const Readings& readings, const Rows& rows) const {
  Parts parts{};
  for (std::size_t h = 0; h < heads_count; ++h) {
    parts[index(Ground::base)][h] = numbers_[h].w[numbers_count];
    for (std::size_t i = 0; i < numbers_count; ++i)
      parts[number_ground[i]][h] += numbers_[h].w[i] * readings.number(i);
  }
  for (std::size_t b = 0; b < buckets_count; ++b) {
    PerHead<float>& part = parts[ground_of_bucket(b)];
    for (std::size_t h = 0; h < lanes; ++h) part[h] += buckets_[b][readings.bucket(b)].w[h];
  }
  for (std::size_t i = 0; i < rows.keys.count; ++i)
    if (rows.rows[i] != nullptr)
      for (std::size_t h = 0; h < leaning_heads; ++h)
        parts[index(rows.keys.list[i].aspect)][h] += rows.rows[i]->lean[h];
  return parts;
}

// --- learning
// --------------------------------------------------------------------------------------------------

LogOdds Scorer::look(const Inputs& inputs, const Readings& readings, std::span<Row* const> rows,
                     std::uint16_t heads) const {
  LogOdds z{};
  for (std::size_t h = 0; h < heads_count; ++h)
    if (((heads >> h) & 1) != 0) z[h] = dot(numbers_[h].w, inputs);
  Sum sum{z};
  for (std::size_t b = 0; b < buckets_count; ++b) sum.add(buckets_[b][readings.bucket(b)].w);
  z = sum.value();
  for (const Row* row : rows)
    if (row != nullptr)
      for (std::size_t h = 0; h < leaning_heads; ++h) z[h] += row->lean[h];
  return z;
}

PerHead<float> Scorer::learn(const Readings& readings, std::span<Row* const> rows, const Outcome& outcome,
                             float step) {
  alignas(64) Inputs inputs{};
  for (std::size_t i = 0; i < numbers_count; ++i) inputs[i] = number_of_byte[readings.bytes[i]];
  inputs[numbers_count] = 1;
  PerHead<float> p = probabilities(look(inputs, readings, rows, outcome.known));
  PerHead<float> error{};
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (outcome.knows(static_cast<Head>(h))) error[h] = step * (p[h] - outcome.y[h]);
    else p[h] = 0;
  }
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (error[h] == 0) continue;
    auto& [w, g] = numbers_[h];
    for (std::size_t i = 0; i < inputs_count; i += at_once)
      descend(w.data() + i, g.data() + i, error[h] * four_at(inputs.data() + i), rate_numbers);
  }
  for (std::size_t first = 0; first < lanes; first += at_once) {
    if (((outcome.known >> first) & 0xf) == 0) continue;
    const Four e = four_at(error.data() + first);
    for (std::size_t b = 0; b < buckets_count; ++b) {
      Bucket& bucket = buckets_[b][readings.bucket(b)];
      descend(bucket.w.data() + first, bucket.g.data() + first, e, rate_buckets);
    }
  }
  for (Row* row : rows)
    if (row != nullptr) lean(*row, error);
  return p;
}

// --- bytes
// -----------------------------------------------------------------------------------------------------

template <class Self, class Visit>
void Scorer::each_weight(Self& self, Visit visit) {
  for (std::size_t i = 0; i <= numbers_count; ++i)
    for (auto& head : self.numbers_) visit(head.w[i], head.g[i]);
  for (auto& values : self.buckets_)
    for (auto& bucket : values)
      for (std::size_t h = 0; h < heads_count; ++h) visit(bucket.w[h], bucket.g[h]);
}

void Scorer::write(base::WireWriter& out) const {
  each_weight(*this, [&](float w, float g) {
    out.f32(w);
    out.f32(g);
  });
}

void Scorer::read(base::WireReader& in) {
  each_weight(*this, [&](float& w, float& g) {
    w = in.f32();
    g = in.f32();
  });
}

}  // namespace vitrine::learning
