// The text of kernels.cpp for VITRINE_LANES numbers in a vector. No header of its own: it is included once
// for each width, inside a namespace, with the compiler's target set.

constexpr std::size_t lanes_here = VITRINE_LANES;
using Numbers = float __attribute__((vector_size(sizeof(float) * VITRINE_LANES)));
using Wholes = std::int32_t __attribute__((vector_size(sizeof(std::int32_t) * VITRINE_LANES)));
#if VITRINE_LANES >= 8
using EightNumbers = float __attribute__((vector_size(sizeof(float) * 8)));
#endif
#define VITRINE_INLINE static inline __attribute__((always_inline))

// --- numeric.hpp for vectors: the same operations in the same order ----------------------------------------

VITRINE_INLINE Numbers at(const float* from) {
  Numbers numbers;
  __builtin_memcpy(&numbers, from, sizeof numbers);
  return numbers;
}
VITRINE_INLINE void put(float* to, Numbers numbers) { __builtin_memcpy(to, &numbers, sizeof numbers); }
VITRINE_INLINE Numbers all_of(float x) { return x - Numbers{}; }

#if VITRINE_LANES == 16
VITRINE_INLINE Numbers smaller(Numbers a, Numbers b) { return _mm512_maskz_min_ps(0xffff, a, b); }
VITRINE_INLINE Numbers larger(Numbers a, Numbers b) { return _mm512_maskz_max_ps(0xffff, a, b); }
#elif VITRINE_LANES == 8
VITRINE_INLINE Numbers smaller(Numbers a, Numbers b) { return _mm256_min_ps(a, b); }
VITRINE_INLINE Numbers larger(Numbers a, Numbers b) { return _mm256_max_ps(a, b); }
#elif defined(__SSE__)
VITRINE_INLINE Numbers smaller(Numbers a, Numbers b) { return _mm_min_ps(a, b); }
VITRINE_INLINE Numbers larger(Numbers a, Numbers b) { return _mm_max_ps(a, b); }
#else
VITRINE_INLINE Numbers smaller(Numbers a, Numbers b) { return a < b ? a : b; }
VITRINE_INLINE Numbers larger(Numbers a, Numbers b) { return a > b ? a : b; }
#endif
VITRINE_INLINE Numbers clamped(Numbers x, float low, float high) {
  return smaller(larger(x, all_of(low)), all_of(high));
}

VITRINE_INLINE Numbers log2_of(Numbers x) {
  const Wholes bits = (Wholes)x;
  const Wholes exponent = (bits - root_of_half) >> 23;
  const Numbers m = (Numbers)(bits - (exponent << 23));
  const Numbers t = (m - 1.0F) / (m + 1.0F);
  const Numbers t2 = t * t;
  Numbers p = t2 * 0.2857143F + 0.4F;
  p = p * t2 + 0.6666667F;
  p = p * t2 + 2.0F;
  return __builtin_convertvector(exponent, Numbers) + p * t * 1.44269504F;
}
VITRINE_INLINE Numbers log_odds_of(Numbers yes, Numbers no) {
  return 0.69314718F * log2_of(clamped(yes / clamped(no, 1e-9F, 1e9F), 1e-4F, 1e4F));
}
VITRINE_INLINE Numbers logistic_of(Numbers x) {
  x = clamped(-1.44269504F * clamped(x, -30.0F, 30.0F), -126.0F, 126.0F);
  const Numbers whole = (x + 12582912.0F) - 12582912.0F;
  const Numbers f = x - whole;
  Numbers p = f * 1.5403530e-4F + 1.3333558e-3F;
  p = p * f + 9.6181291e-3F;
  p = p * f + 5.5504109e-2F;
  p = p * f + 2.4022651e-1F;
  p = p * f + 6.9314718e-1F;
  p = p * f + 1.0F;
  const Wholes exponent = __builtin_convertvector(whole, Wholes) + 127;
  return 1.0F / (1.0F + p * (Numbers)(exponent << 23));
}
VITRINE_INLINE Numbers inverse_root_of(Numbers x) {
  const Numbers y = (Numbers)(0x5f375a86 - ((Wholes)x >> 1));
  return y * (1.5F - 0.5F * x * y * y);
}

// --- readings.hpp ------------------------------------------------------------------------------------------

VITRINE_INLINE void put_bytes(std::uint8_t* to, Numbers from_0_to_255) {
  const Wholes wholes = __builtin_convertvector(from_0_to_255, Wholes);
#if VITRINE_LANES == 16
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_maskz_cvtepi32_epi8(0xffff, (__m512i)wholes));
#elif VITRINE_LANES == 8
  const __m128i words =
      _mm_packs_epi32(_mm256_castsi256_si128((__m256i)wholes), _mm256_extracti128_si256((__m256i)wholes, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(words, words));
#elif defined(__SSE2__)
  const __m128i words = _mm_packs_epi32((__m128i)wholes, (__m128i)wholes);
  const int four = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
  __builtin_memcpy(to, &four, sizeof four);
#else
  for (std::size_t i = 0; i < lanes_here; ++i) to[i] = static_cast<std::uint8_t>(wholes[i]);
#endif
}
/// In the steps that a byte can tell.
VITRINE_INLINE void put_stepped(std::uint8_t* to, Numbers x) {
  put_bytes(to, clamped(x * 32.0F + 128.5F, 0.0F, 255.0F));
}

/// Eight rows of sixteen bytes become sixteen of eight.
VITRINE_INLINE void turn(const std::uint8_t (&from)[8][16], std::array<std::uint8_t, 8>* to) {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  Bytes rows[8], turned[8];
  __builtin_memcpy(rows, from, sizeof rows);
  for (int round = 0; round < 3; ++round) {  // each brings half of the rows between the others
    for (int i = 0; i < 4; ++i) {
      turned[2 * i] = __builtin_shufflevector(rows[i], rows[i + 4], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                              6, 22, 7, 23);
      turned[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + 4], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                  13, 29, 14, 30, 15, 31);
    }
    __builtin_memcpy(rows, turned, sizeof rows);
  }
  __builtin_memcpy(to, rows, sizeof rows);
}

/// Four neighbouring numbers of each of four rows become, of each number, four neighbours.
VITRINE_INLINE void turn(const float* const (&from)[4], float* to, std::size_t apart) {
  Four rows[4];
  for (int i = 0; i < 4; ++i) __builtin_memcpy(&rows[i], from[i], sizeof(Four));
  const Four a = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
  const Four b = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
  const Four c = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
  const Four d = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
  const Four turned[4] = {
      __builtin_shufflevector(a, b, 0, 1, 4, 5), __builtin_shufflevector(a, b, 2, 3, 6, 7),
      __builtin_shufflevector(c, d, 0, 1, 4, 5), __builtin_shufflevector(c, d, 2, 3, 6, 7)};
  for (std::size_t i = 0; i < 4; ++i) __builtin_memcpy(to + i * apart, &turned[i], sizeof(Four));
}

static void glance(std::span<const Row* const, glances_at_once> rows, const Lens& lens, Extent extent,
                   float wanted, Glances& seen) {
  static_assert(rates_per_aspect == 8 && Glances::averages + Glances::rare == 8 && glances_at_once == 16);
  static_assert(signals_count == 9 && averaged_signals == 3);
  // Fields of the rows side by side: the sums, the averages, the count.
  constexpr std::size_t first_average_field = signals_count, count_field = signals_count + 6;
  alignas(64) float fields[count_field + 1][glances_at_once];
  const bool whole = extent == Extent::everything;
  for (std::size_t i = 0; i < glances_at_once; i += 4) {
    const Row* const* four = rows.data() + i;
    const auto turn_from = [&](std::size_t field, auto place) __attribute__((always_inline)) {
      turn({place(*four[0]), place(*four[1]), place(*four[2]), place(*four[3])}, &fields[field][i],
           glances_at_once);
    };
    turn_from(0, [](const Row& row) __attribute__((always_inline)) { return row.sums.data(); });
    turn_from(4, [](const Row& row) __attribute__((always_inline)) { return row.sums.data() + 4; });
    for (std::size_t k = 0; k < 4; ++k) fields[count_field][i + k] = four[k]->n;
    if (extent == Extent::rates) continue;
    for (std::size_t k = 0; k < 4; ++k) fields[8][i + k] = four[k]->sums.data()[8];
    if (!whole) continue;
    turn_from(first_average_field,
              [](const Row& row) __attribute__((always_inline)) { return row.averages.data(); });
    for (std::size_t k = 0; k < 4; ++k) {
      fields[first_average_field + 4][i + k] = four[k]->averages.data()[4];
      fields[first_average_field + 5][i + k] = four[k]->averages.data()[5];
    }
  }
  alignas(64) std::uint8_t rates[8][glances_at_once], others[8][glances_at_once];
  const float *rate = lens.rate.data(), *prior = lens.prior.data(), *odds = lens.odds.data();
  for (std::size_t first = 0; first < glances_at_once; first += lanes_here) {
    const Numbers n = at(&fields[count_field][first]);
    const Numbers mixed = n + prior_showings;
    const auto sum = [&](Signal signal) __attribute__((always_inline)) {
      const auto s = static_cast<std::size_t>(signal);
      return at(&fields[s][first]) + prior[s];
    };
    const auto lift = [&](std::uint8_t* to, Signal signal) __attribute__((always_inline)) {
      const Numbers yes = sum(signal);  // how it differs from everybody's, in log-odds
      put_stepped(to + first, log_odds_of(yes, mixed - yes) - odds[static_cast<std::size_t>(signal)]);
    };
    put_bytes(seen.bucket.data() + first,
              clamped(log2_of(clamped(n, 0.0F, 1e9F) + 1.0F) * showings_per_octave, 0.0F, 15.0F));
    const Numbers log_seconds = sum(Signal::watch_log) / mixed;
    put(seen.log_seconds.data() + first, log_seconds);
    lift(rates[0], Signal::opened);
    lift(rates[1], Signal::like);
    lift(rates[2], Signal::long_view);
    lift(rates[3], Signal::finish);
    lift(rates[4], Signal::skip);
    put_stepped(rates[5] + first,
                2.0F * (sum(Signal::watched) / mixed - rate[static_cast<std::size_t>(Signal::watched)]));
    put_stepped(rates[6] + first, log_seconds - rate[static_cast<std::size_t>(Signal::watch_log)]);
    put_stepped(rates[7] + first, 0.5F * (log_seconds - wanted));
    if (extent == Extent::rates) continue;
    lift(others[6], Signal::engaged);
    lift(others[7], Signal::negative);
    if (!whole) continue;
    const Numbers one = all_of(1.0F), nothing{};
    const Numbers counted = n > nothing ? one : nothing;
    for (std::size_t s = 0; s < averaged_signals; ++s)
      for (std::size_t pace = 0; pace < 2; ++pace) {
        const Numbers average = at(&fields[first_average_field + pace * averaged_signals + s][first]);
        put_stepped(others[2 * s + pace] + first,
                    counted * (average - rate[static_cast<std::size_t>(averaged.data()[s])]));
      }
  }
  turn(rates, seen.rates.data());
  if (extent != Extent::rates) turn(others, seen.others.data());
}

static void count(std::span<Row* const> rows, const Counting& counting) {
  static_assert(signals_count == 9 && averaged_signals == 3);
  const auto four = [](const float* from) __attribute__((always_inline)) {
    Four numbers;
    __builtin_memcpy(&numbers, from, sizeof numbers);
    return numbers;
  };
  const float *values = counting.values.data(), *newest = counting.newest.data(),
              *steps = counting.steps.data(), *usual = counting.usual.data();
  const Four values_0 = four(values), values_4 = four(values + 4), newest_0 = four(newest),
             steps_0 = four(steps), usual_0 = four(usual);
  for (Row* row : rows) {
    if (row == nullptr) continue;
    float *sums = row->sums.data(), *averages = row->averages.data();
    const bool first = row->n == 0;
    Four average = first ? usual_0 : four(averages);
    average += steps_0 * (newest_0 - average);
    __builtin_memcpy(averages, &average, sizeof average);
    for (std::size_t i = 4; i < 6; ++i) {
      const float old = first ? usual[i] : averages[i];
      averages[i] = old + steps[i] * (newest[i] - old);
    }
    const Four sums_0 = four(sums) + values_0, sums_4 = four(sums + 4) + values_4;
    __builtin_memcpy(sums, &sums_0, sizeof sums_0);
    __builtin_memcpy(sums + 4, &sums_4, sizeof sums_4);
    sums[8] += values[8];
    row->n += 1;
    row->touched_s = counting.at_s;
  }
}

// --- scorer.hpp --------------------------------------------------------------------------------------------

/// Lanes beyond the heads that no whole vector reaches stay 0.
constexpr std::size_t vectors_of_heads = (heads_count + lanes_here - 1) / lanes_here;
constexpr std::size_t heads_up_to = vectors_of_heads * lanes_here;

VITRINE_INLINE Numbers numbers_at(const std::uint8_t* bytes) {
#if VITRINE_LANES == 16
  const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  return _mm512_maskz_cvtepi32_ps(0xffff, _mm512_maskz_cvtepu8_epi32(0xffff, sixteen));
#elif VITRINE_LANES == 8
  const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes));
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight));
#else
  Numbers numbers;
  for (std::size_t i = 0; i < lanes_here; ++i) numbers[i] = static_cast<float>(bytes[i]);
  return numbers;
#endif
}

/// Readings::number_of.
VITRINE_INLINE float number_of(std::uint8_t byte) {
  return (static_cast<float>(byte) - 128.0F) * (1.0F / 32.0F);
}

/// Adagrad's step.
VITRINE_INLINE void descend(float* w, float* g, Numbers gradient, float rate) {
  const Numbers sum = at(g) + gradient * gradient;
  put(g, sum);
  put(w, at(w) - rate * gradient * inverse_root_of(sum));
}

/// Sixteen sums side by side, then these in pairs: the same order for vectors of every width.
VITRINE_INLINE float dot(const float* a, const float* b) {
  constexpr std::size_t sums_count = 16 / lanes_here;
  Numbers sums[sums_count]{};
  for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += 16)
    for (std::size_t k = 0; k < sums_count; ++k)
      sums[k] += at(a + i + k * lanes_here) * at(b + i + k * lanes_here);
  alignas(64) float sixteen[16];
  for (std::size_t k = 0; k < sums_count; ++k) put(sixteen + k * lanes_here, sums[k]);
  Four four[4];
  __builtin_memcpy(four, sixteen, sizeof four);
  const Four sum = (four[0] + four[2]) + (four[1] + four[3]);
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

/// The step of a row's own leanings.
VITRINE_INLINE void lean(Row& row, const float* error) {
  static_assert(leaning_heads == 5);
  Four e, g, w;
  __builtin_memcpy(&e, error, sizeof e);
  __builtin_memcpy(&g, row.lean_g.data(), sizeof g);
  __builtin_memcpy(&w, row.lean.data(), sizeof w);
  g += e * e;
  w -= rate_leaning * e * inverse_root(g + start_g);
  __builtin_memcpy(row.lean_g.data(), &g, sizeof g);
  __builtin_memcpy(row.lean.data(), &w, sizeof w);
  const float last = error[4];
  if (last == 0) return;
  float& last_g = row.lean_g.data()[4];
  last_g += last * last;
  row.lean.data()[4] -= rate_leaning * last * inverse_root(last_g + start_g);
}

/// Eight bytes of Readings as the numbers they stand for.
VITRINE_INLINE void put_numbers(float* to, const std::uint8_t* bytes) {
#if VITRINE_LANES >= 8
  const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes));
  const auto numbers = (EightNumbers)_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(eight));
  const EightNumbers told = (numbers - 128.0F) * (1.0F / 32.0F);
  __builtin_memcpy(to, &told, sizeof told);
#else
  for (std::size_t i = 0; i < 8; ++i) to[i] = number_of(bytes[i]);
#endif
}

/// Sums for all heads side by side.
struct Sums {
  Numbers of[vectors_of_heads];

  static __attribute__((always_inline)) Sums from(const float* heads) {
    Sums sums;
    for (std::size_t v = 0; v < vectors_of_heads; ++v) sums.of[v] = at(heads + v * lanes_here);
    return sums;
  }
  __attribute__((always_inline)) void add(const float* heads) {
    for (std::size_t v = 0; v < vectors_of_heads; ++v) of[v] += at(heads + v * lanes_here);
  }
  __attribute__((always_inline)) void add(const float* heads, float times) {
    const Numbers all = all_of(times);
    for (std::size_t v = 0; v < vectors_of_heads; ++v) of[v] += at(heads + v * lanes_here) * all;
  }
  __attribute__((always_inline)) void add_leaning(const float* lean) {
    static_assert(leaning_heads == 5);
#if VITRINE_LANES == 16
    of[0] += (Numbers)_mm512_maskz_loadu_ps(0x1f, lean);
#elif VITRINE_LANES == 8
    of[0] += (Numbers)_mm256_maskload_ps(lean, _mm256_setr_epi32(-1, -1, -1, -1, -1, 0, 0, 0));
#else
    of[0] += at(lean);
    of[1] += Numbers{lean[4]};
#endif
  }
  __attribute__((always_inline)) void put_to(float* heads) const {
    for (std::size_t v = 0; v < vectors_of_heads; ++v) put(heads + v * lanes_here, of[v]);
    for (std::size_t h = heads_up_to; h < lanes; ++h) heads[h] = 0;
  }
};

static void judge_parts(const HeadsByNumber& numbers, const AdditiveWeights& weights, const Glances& seen,
                        std::span<const Look> looks) {
  static_assert(rates_per_aspect == 8 && Glances::averages + Glances::rare == 8);
  const PerHead<float>* all = numbers.data();
  alignas(32) float inputs[8];
  for (std::size_t place = 0; place < looks.size(); ++place) {
    const auto& [aspect, row, into] = looks.data()[place];
    Sums sums = Sums::from(weights.buckets.data()[aspect].data()[seen.bucket.data()[place]].w.data());
    const auto take = [&](std::size_t first_number, std::size_t first, std::size_t count)
                          __attribute__((always_inline)) {
#pragma GCC unroll 8
                            for (std::size_t i = 0; i < count; ++i)
                              sums.add(all[first_number + i].data(), inputs[first + i]);
                          };
    put_numbers(inputs, seen.rates.data()[place].data());
    take(aspect * rates_per_aspect, 0, rates_per_aspect - 1);
    if (aspect < rare_aspects) {
      put_numbers(inputs, seen.others.data()[place].data());
      if (aspect < averaged_aspects) take(first_average + aspect * Glances::averages, 0, Glances::averages);
      take(first_rare + aspect * Glances::rare, Glances::averages, Glances::rare);
    }
    sums.add_leaning(row->lean.data());
    sums.put_to(into->part.data());
    into->log_seconds = seen.log_seconds.data()[place];
  }
}

static void judge_sum(const HeadsByNumber& numbers, const AdditiveWeights& weights,
                      std::span<const Piece* const, aspects_count> pieces,
                      std::span<const float, aspects_count> fits, const Circumstances& circumstances,
                      LogOdds& z) {
  const PerHead<float>* all = numbers.data();
  Sums sums = Sums::from(all[numbers_count].data());
#pragma GCC unroll 14
  for (std::size_t a = 0; a < aspects_count; ++a) {
    sums.add(pieces.data()[a]->part.data());
    sums.add(all[(a + 1) * rates_per_aspect - 1].data(), fits.data()[a]);
  }
#pragma GCC unroll 4
  for (std::size_t i = 0; i < numbers_count - first_taste; ++i)
    sums.add(all[first_taste + i].data(), number_of(circumstances.taste.data()[i]));
#pragma GCC unroll 9
  for (std::size_t i = 0; i < context_count; ++i)
    sums.add(weights.buckets.data()[aspects_count + i].data()[circumstances.buckets.data()[i]].w.data());
  sums.put_to(z.data());
}

static void fit_all(std::span<float, glances_at_once> log_seconds, float wanted) {
  for (std::size_t i = 0; i < glances_at_once; i += lanes_here) {
    float* here = log_seconds.data() + i;
    const Wholes bytes =
        __builtin_convertvector(clamped(0.5F * (at(here) - wanted) * 32.0F + 128.5F, 0.0F, 255.0F), Wholes);
    put(here, __builtin_convertvector(bytes - 128, Numbers) * (1.0F / 32.0F));
  }
}

static PerHead<float> learn(AdditiveWeights& weights, const Readings& readings, std::span<Row* const> rows,
                            const Outcome& outcome, float step) {
  static_assert(lanes % lanes_here == 0);
  alignas(64) float inputs[AdditiveWeights::inputs_count];
  const std::uint8_t* bytes = readings.bytes.data();
  // Whole vectors: what lies behind the numbers is put right afterwards.
  static_assert(AdditiveWeights::inputs_count <= readings_count);
  for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += lanes_here)
    put(inputs + i, (numbers_at(bytes + i) - 128.0F) * (1.0F / 32.0F));
  inputs[numbers_count] = 1;
  for (std::size_t i = numbers_count + 1; i < AdditiveWeights::inputs_count; ++i) inputs[i] = 0;
  AdditiveWeights::Head* numbers = weights.numbers.data();
  AdditiveWeights::Bucket* buckets[buckets_count];
  for (std::size_t b = 0; b < buckets_count; ++b)
    buckets[b] = weights.buckets.data()[b].data() + bytes[numbers_count + b];

  // The prediction.
  alignas(64) float p[lanes]{};
  const std::uint32_t known = outcome.known & ((1U << heads_count) - 1);
  for (std::size_t h = 0; h < heads_count; ++h)
    if (((known >> h) & 1) != 0) p[h] = dot(numbers[h].w.data(), inputs);
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here) {
    Numbers z = at(p + first);
#pragma GCC unroll 23
    for (const AdditiveWeights::Bucket* bucket : buckets) z += at(bucket->w.data() + first);
    put(p + first, z);
  }
  Four leaning;
  __builtin_memcpy(&leaning, p, sizeof leaning);
  for (const Row* row : rows) {
    if (row == nullptr) continue;
    Four of_row;
    __builtin_memcpy(&of_row, row->lean.data(), sizeof of_row);
    leaning += of_row;
    p[4] += row->lean.data()[4];
  }
  __builtin_memcpy(p, &leaning, sizeof leaning);
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here)
    put(p + first, logistic_of(at(p + first)));

  // The step.
  alignas(64) float error[lanes]{};
  const float* y = outcome.y.data();
  PerHead<float> predicted{};
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (((known >> h) & 1) == 0) continue;
    predicted.data()[h] = p[h];
    error[h] = step * (p[h] - y[h]);
  }
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (error[h] == 0) continue;
    float *w = numbers[h].w.data(), *g = numbers[h].g.data();
#pragma GCC unroll 4
    for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += lanes_here)
      descend(w + i, g + i, error[h] * at(inputs + i), rate_numbers);
  }
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here) {
    if ((known >> first & ((1U << lanes_here) - 1)) == 0) continue;
    const Numbers e = at(error + first);
    for (AdditiveWeights::Bucket* bucket : buckets)
      descend(bucket->w.data() + first, bucket->g.data() + first, e, rate_buckets);
  }
  for (Row* row : rows)
    if (row != nullptr) lean(*row, error);
  return predicted;
}

// --- searching ---------------------------------------------------------------------------------------------

constexpr std::size_t marks_at_once = 32;

/// Of 32 marks.
VITRINE_INLINE std::uint32_t equal_to(const std::uint16_t* marks, std::uint16_t wanted) {
#if VITRINE_LANES == 16
  return _mm512_cmpeq_epi16_mask(_mm512_loadu_si512(marks), _mm512_set1_epi16(static_cast<short>(wanted)));
#elif VITRINE_LANES == 8
  const __m256i sought = _mm256_set1_epi16(static_cast<short>(wanted));
  const auto same = [&](std::size_t i) __attribute__((always_inline)) {
    return _mm256_cmpeq_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(marks + i)), sought);
  };
  // Packed, the halves of both lie crosswise.
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(same(0), same(16)), 0xd8);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(packed));
#elif defined(__SSE2__)
  const __m128i sought = _mm_set1_epi16(static_cast<short>(wanted));
  const auto same = [&](std::size_t i) __attribute__((always_inline)) {
    return _mm_cmpeq_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(marks + i)), sought);
  };
  const auto low = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(same(0), same(8))));
  const auto high = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(same(16), same(24))));
  return low | high << 16;
#else
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < marks_at_once; ++i) bits |= static_cast<std::uint32_t>(marks[i] == wanted) << i;
  return bits;
#endif
}

static std::uint64_t equal_marks(const std::uint16_t* marks, std::size_t count, std::uint16_t wanted) {
  if (count == 0) return 0;
  std::uint64_t bits = equal_to(marks, wanted);
  if (count > marks_at_once)
    bits |= static_cast<std::uint64_t>(equal_to(marks + marks_at_once, wanted)) << marks_at_once;
  return bits & (~std::uint64_t{0} >> (64 - count));
}

static std::uint64_t common_marks(const std::uint16_t* marks, std::size_t count,
                                  std::span<const std::uint16_t> wanted) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < count; i += marks_at_once) {
#if VITRINE_LANES == 16
    const __m512i here = _mm512_loadu_si512(marks + i);
    std::uint32_t same = 0;
    for (std::size_t k = 0; k < wanted.size(); ++k)
      same |= _mm512_cmpeq_epi16_mask(here, _mm512_set1_epi16(static_cast<short>(wanted.data()[k])));
#elif VITRINE_LANES == 8
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(marks + i));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(marks + i + 16));
    __m256i same_low{}, same_high{};
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      const __m256i sought = _mm256_set1_epi16(static_cast<short>(wanted.data()[k]));
      same_low = _mm256_or_si256(same_low, _mm256_cmpeq_epi16(low, sought));
      same_high = _mm256_or_si256(same_high, _mm256_cmpeq_epi16(high, sought));
    }
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(same_low, same_high), 0xd8);
    const auto same = static_cast<std::uint32_t>(_mm256_movemask_epi8(packed));
#else
    std::uint32_t same = 0;
    for (std::size_t k = 0; k < wanted.size(); ++k) same |= equal_to(marks + i, wanted.data()[k]);
#endif
    bits |= static_cast<std::uint64_t>(same) << i;
  }
  return count == 0 ? 0 : bits & (~std::uint64_t{0} >> (64 - count));
}

static std::size_t last_mark(const std::uint16_t* marks, std::size_t end, std::uint16_t wanted) {
  for (; end >= marks_at_once; end -= marks_at_once)
    if (const std::uint32_t bits = equal_to(marks + end - marks_at_once, wanted); bits != 0)
      return end - static_cast<std::size_t>(__builtin_clz(bits));
#if VITRINE_LANES == 16
  const __mmask32 there = ~(~0U << end);
  const std::uint32_t bits = _mm512_mask_cmpeq_epi16_mask(there, _mm512_maskz_loadu_epi16(there, marks),
                                                          _mm512_set1_epi16(static_cast<short>(wanted)));
  return bits == 0 ? 0 : 32 - static_cast<std::size_t>(__builtin_clz(bits));
#else
#ifdef __SSE2__
  const __m128i sought = _mm_set1_epi16(static_cast<short>(wanted));
  for (; end >= 8; end -= 8) {
    const __m128i eight = _mm_loadu_si128(reinterpret_cast<const __m128i*>(marks + end - 8));
    const __m128i same = _mm_packs_epi16(_mm_cmpeq_epi16(eight, sought), _mm_setzero_si128());
    if (const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(same)); bits != 0)
      return end - 8 + (32 - static_cast<std::size_t>(__builtin_clz(bits)));
  }
#endif
  while (end > 0 && marks[end - 1] != wanted) --end;
  return end;
#endif
}

static std::size_t smallest(const float* numbers, std::size_t count) {
  Numbers least = at(numbers);
  for (std::size_t i = lanes_here; i < count; i += lanes_here) least = smaller(at(numbers + i), least);
  float value = least[0];
  for (std::size_t k = 1; k < lanes_here; ++k) value = least[k] < value ? least[k] : value;
  for (std::size_t i = 0; i < count; i += lanes_here) {
#if VITRINE_LANES == 16
    const std::uint32_t equal = _mm512_cmp_ps_mask(at(numbers + i), all_of(value), _CMP_EQ_OQ);
#elif VITRINE_LANES == 8
    const auto equal = static_cast<std::uint32_t>(
        _mm256_movemask_ps(_mm256_cmp_ps(at(numbers + i), all_of(value), _CMP_EQ_OQ)));
#else
    std::uint32_t equal = 0;
    for (std::size_t k = 0; k < lanes_here; ++k)
      equal |= static_cast<std::uint32_t>(numbers[i + k] == value) << k;
#endif
    if (equal != 0) return i + static_cast<std::size_t>(__builtin_ctz(equal));
  }
  return count - 1;  // where all are no numbers
}

constexpr Kernels kernels{lanes_here, glance,      count,        learn,     judge_parts, judge_sum,
                          fit_all,    equal_marks, common_marks, last_mark, smallest};
#undef VITRINE_INLINE
