#include "learning/scorer.hpp"

#include <cstring>

#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

// Chosen on the first three fifths of KuaiRand; twice or half of each loses at most .0003 AUC there.
constexpr float rate_base = 0.02F;
constexpr float rate_numbers = 0.02F;
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

constexpr std::size_t at_once = 4;  // heads: what every 64-bit processor does in one instruction
using Heads = float __attribute__((vector_size(at_once * sizeof(float))));

[[nodiscard]] Heads heads_at(const float* from) {
  Heads four;
  std::memcpy(&four, from, sizeof four);
  return four;
}
void put(float* to, Heads four) { std::memcpy(to, &four, sizeof four); }

/// Adagrad's step.
void descend(float* w, float* g, Heads gradient, float rate) {
  const Heads sum = heads_at(g) + gradient * gradient;
  put(g, sum);
  put(w, heads_at(w) - rate * gradient * inverse_root(sum));
}

}  // namespace

Scorer::Scorer() {
  base_.g.fill(start_g);
  for (auto& weight : numbers_) weight.g.fill(start_g);
  for (auto& values : buckets_)
    for (auto& weight : values) weight.g.fill(start_g_buckets);
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
    base_.w[h] = log_odds(overall.rate(own));
    const bool rare = place[index(own)] >= rates_per_aspect;
    for (std::size_t a = 0; a < rare_aspects; ++a) {
      const std::size_t i = rare ? first_rare + a * 2 + (place[index(own)] - rates_per_aspect)
                                 : a * rates_per_aspect + place[index(own)];
      numbers_[i].w[h] = trust[a];
    }
    numbers_[first_taste + 0].w[h] = 0.7F * taste[h];
    numbers_[first_taste + 1].w[h] = 1.2F * taste[h];
    numbers_[first_taste + 2].w[h] = 0.5F * taste[h];
    numbers_[first_taste + 3].w[h] = 0.3F * taste[h];
  }
}

PerHead<float> probabilities(const LogOdds& log_odds) {
  PerHead<float> likely;
  for (std::size_t h = 0; h < lanes; h += 4) {
    Four z;
    std::memcpy(&z, log_odds.data() + h, sizeof z);
    z = logistic(z);
    std::memcpy(likely.data() + h, &z, sizeof z);
  }
  for (std::size_t h = heads_count; h < lanes; ++h) likely[h] = 0;
  return likely;
}

namespace {

/// Log-odds of all heads, in registers.
class Sum {
 public:
  explicit Sum(const PerHead<float>& from) { std::memcpy(z_, from.data(), sizeof z_); }
  void add(const PerHead<float>& w) {
    for (std::size_t i = 0; i < 3; ++i) z_[i] += four(w, i);
  }
  void add(const PerHead<float>& w, float x) {
    for (std::size_t i = 0; i < 3; ++i) z_[i] += four(w, i) * x;
  }
  void put(PerHead<float>& into) const { std::memcpy(into.data(), z_, sizeof z_); }

 private:
  static_assert(lanes == 12);
  [[nodiscard]] static Four four(const PerHead<float>& w, std::size_t i) {
    Four out;
    std::memcpy(&out, w.data() + i * 4, sizeof out);
    return out;
  }
  Four z_[3];
};

}  // namespace

LogOdds Scorer::part(std::size_t aspect, const Glance& glance, std::span<const Row* const> rows) const {
  Sum sum{buckets_[aspect][glance.bucket].w};
  const auto take = [&](std::size_t first, const auto& bytes) {
    const Weight* weight = &numbers_[first];
    for (const std::uint8_t byte : bytes) sum.add((weight++)->w, Readings::number_of(byte));
  };
  take(aspect * rates_per_aspect, glance.rates);
  if (aspect < averaged_aspects) take(first_average + aspect * glance.averages.size(), glance.averages);
  if (aspect < rare_aspects) take(first_rare + aspect * glance.rare.size(), glance.rare);
  LogOdds z;
  sum.put(z);
  for (const Row* row : rows)
    if (row != nullptr)
      for (std::size_t h = 0; h < leaning_heads; ++h) z[h] += row->lean[h];
  return z;
}

LogOdds Scorer::sum(std::span<const LogOdds* const, aspects_count> parts,
                    std::span<const std::uint8_t, aspects_count> fits,
                    const Circumstances& circumstances) const {
  Sum sum{base_.w};
  for (std::size_t a = 0; a < aspects_count; ++a) {
    sum.add(*parts[a]);
    sum.add(numbers_[a * rates_per_aspect + rates_per_aspect - 1].w, Readings::number_of(fits[a]));
  }
  for (std::size_t i = 0; i < circumstances.taste.size(); ++i)
    sum.add(numbers_[first_taste + i].w, Readings::number_of(circumstances.taste[i]));
  for (std::size_t i = 0; i < context_count; ++i)
    sum.add(buckets_[aspects_count + i][circumstances.buckets[i]].w);
  LogOdds z;
  sum.put(z);
  return z;
}

LogOdds Scorer::judge(const Readings& readings, const Rows& rows) const {
  std::array<LogOdds, aspects_count> of_aspects;
  std::array<const LogOdds*, aspects_count> parts;
  std::array<std::uint8_t, aspects_count> fits;
  for (std::size_t a = 0; a < aspects_count; ++a) {
    of_aspects[a] = part(a, glance_of(readings, a), rows.of(a));
    parts[a] = &of_aspects[a];
    fits[a] = readings.bytes[a * rates_per_aspect + rates_per_aspect - 1];
  }
  Circumstances circumstances;
  std::copy_n(readings.bytes.data() + first_taste, circumstances.taste.size(), circumstances.taste.data());
  for (std::size_t i = 0; i < context_count; ++i)
    circumstances.buckets[i] = readings.bucket(aspects_count + i);
  return sum(parts, fits, circumstances);
}

Parts Scorer::explain(const Readings& readings, const Rows& rows) const {
  Parts parts{};
  parts[index(Ground::base)] = base_.w;
  for (std::size_t i = 0; i < numbers_count; ++i) {
    PerHead<float>& part = parts[number_ground[i]];
    for (std::size_t h = 0; h < lanes; ++h) part[h] += numbers_[i].w[h] * readings.number(i);
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

PerHead<float> Scorer::learn(const Readings& readings, const Keys& keys, std::span<Row* const> rows,
                             const Outcome& outcome, float step) {
  Rows read_rows{.keys = keys};
  for (std::size_t i = 0; i < rows.size(); ++i) read_rows.rows[i] = rows[i];
  const LogOdds z = judge(readings, read_rows);

  PerHead<float> p{};
  PerHead<float> error{};
  for (std::size_t h = 0; h < heads_count; ++h) {
    p[h] = logistic(z[h]);
    if (outcome.knows(static_cast<Head>(h))) error[h] = step * (p[h] - outcome.y[h]);
  }

  for (std::size_t first = 0; first < lanes; first += at_once)
    if (((outcome.known >> first) & 0xf) != 0) descend_from(first, readings, error);
  for (Row* row : rows)
    if (row != nullptr) lean(*row, error);
  return p;
}

void Scorer::descend_from(std::size_t first, const Readings& readings, const PerHead<float>& error) {
  const Heads e = heads_at(error.data() + first);
  const auto step = [&](Weight& weight, Heads gradient, float rate) {
    descend(weight.w.data() + first, weight.g.data() + first, gradient, rate);
  };
  step(base_, e, rate_base);
  for (std::size_t i = 0; i < numbers_count; ++i)
    if (const float x = readings.number(i); x != 0) step(numbers_[i], e * x, rate_numbers);
  for (std::size_t b = 0; b < buckets_count; ++b) step(buckets_[b][readings.bucket(b)], e, rate_buckets);
}

void Scorer::lean(Row& row, const PerHead<float>& error) {
  static_assert(leaning_heads == at_once + 1);
  const Heads e = heads_at(error.data());
  const Heads sum = heads_at(row.lean_g.data()) + e * e;
  put(row.lean_g.data(), sum);
  put(row.lean.data(), heads_at(row.lean.data()) - rate_leaning * e * inverse_root(sum + start_g));
  const float last = error[at_once];
  row.lean_g[at_once] += last * last;
  row.lean[at_once] -= rate_leaning * last * inverse_root(row.lean_g[at_once] + start_g);
}

template <class Self, class Visit>
void Scorer::each_weight(Self& self, Visit visit) {
  visit(self.base_);
  for (auto& weight : self.numbers_) visit(weight);
  for (auto& values : self.buckets_)
    for (auto& weight : values) visit(weight);
}

void Scorer::write(base::WireWriter& out) const {
  each_weight(*this, [&](const Weight& weight) {
    for (std::size_t h = 0; h < heads_count; ++h) {
      out.f32(weight.w[h]);
      out.f32(weight.g[h]);
    }
  });
}

void Scorer::read(base::WireReader& in) {
  each_weight(*this, [&](Weight& weight) {
    for (std::size_t h = 0; h < heads_count; ++h) {
      weight.w[h] = in.f32();
      weight.g[h] = in.f32();
    }
  });
}

}  // namespace vitrine::learning
