// The text of kernels.cpp for VITRINE_LANES numbers in a vector. No header of its own: it is included once
// for each width, inside a namespace, with the compiler's target set.

constexpr std::size_t lanes_here = VITRINE_LANES;
using Numbers = float __attribute__((vector_size(sizeof(float) * VITRINE_LANES)));
using Wholes = std::int32_t __attribute__((vector_size(sizeof(std::int32_t) * VITRINE_LANES)));
#if VITRINE_LANES >= 8
using EightNumbers = float __attribute__((vector_size(sizeof(float) * 8)));
using EightWholes = std::int32_t __attribute__((vector_size(sizeof(std::int32_t) * 8)));
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
#pragma GCC unroll 3
  for (int round = 0; round < 3; ++round) {  // each brings half of the rows between the others
#pragma GCC unroll 4
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

// Fields of the rows side by side: the sums, the averages, the count.
constexpr std::size_t first_average_field = signals_count, count_field = signals_count + 6;
using Fields = float[count_field + 1][glances_at_once];

/// `others_of`: of how many rows more is looked at than the rates.
VITRINE_INLINE void put_fields(const Row* const* rows, Extent extent, std::size_t others_of, Fields& fields) {
  for (std::size_t i = 0; i < glances_at_once; i += 4) {
    const Row &a = *rows[i], &b = *rows[i + 1], &c = *rows[i + 2], &d = *rows[i + 3];
    const auto gather = [&](std::size_t field, auto of) __attribute__((always_inline)) {
      const Four four{of(a), of(b), of(c), of(d)};
      __builtin_memcpy(&fields[field][i], &four, sizeof four);
    };
    const auto turn_from = [&](std::size_t field, auto place) __attribute__((always_inline)) {
      turn({place(a), place(b), place(c), place(d)}, &fields[field][i], glances_at_once);
    };
    turn_from(0, [](const Row& row) __attribute__((always_inline)) { return row.sums.data(); });
    turn_from(4, [](const Row& row) __attribute__((always_inline)) { return row.sums.data() + 4; });
    gather(count_field, [](const Row& row) __attribute__((always_inline)) { return row.n; });
    if (extent == Extent::rates || i >= others_of) continue;
    gather(8, [](const Row& row) __attribute__((always_inline)) { return row.sums.data()[8]; });
    if (extent != Extent::everything) continue;
    turn_from(first_average_field,
              [](const Row& row) __attribute__((always_inline)) { return row.averages.data(); });
    gather(first_average_field + 4,
           [](const Row& row) __attribute__((always_inline)) { return row.averages.data()[4]; });
    gather(first_average_field + 5,
           [](const Row& row) __attribute__((always_inline)) { return row.averages.data()[5]; });
  }
}

using TurnedBytes = std::uint8_t[8][glances_at_once];

/// What glance() answers, with the bytes of each field side by side. `log_seconds` may be nullptr.
VITRINE_INLINE void show(const Fields& fields, const Lens& lens, Extent extent, std::size_t others_of,
                         float wanted, TurnedBytes& rates, TurnedBytes& others, std::uint8_t* bucket,
                         float* log_seconds_to) {
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
    put_bytes(bucket + first,
              clamped(log2_of(clamped(n, 0.0F, 1e9F) + 1.0F) * showings_per_octave, 0.0F, 15.0F));
    const Numbers log_seconds = sum(Signal::watch_log) / mixed;
    if (log_seconds_to != nullptr) put(log_seconds_to + first, log_seconds);
    lift(rates[0], Signal::opened);
    lift(rates[1], Signal::like);
    lift(rates[2], Signal::long_view);
    lift(rates[3], Signal::finish);
    lift(rates[4], Signal::skip);
    put_stepped(rates[5] + first,
                2.0F * (sum(Signal::watched) / mixed - rate[static_cast<std::size_t>(Signal::watched)]));
    put_stepped(rates[6] + first, log_seconds - rate[static_cast<std::size_t>(Signal::watch_log)]);
    put_stepped(rates[7] + first, 0.5F * (log_seconds - wanted));
    if (extent == Extent::rates || first >= others_of) continue;
    lift(others[6], Signal::engaged);
    lift(others[7], Signal::negative);
    if (extent != Extent::everything) continue;
    const Numbers one = all_of(1.0F), nothing{};
    const Numbers counted = n > nothing ? one : nothing;
#pragma GCC unroll 3
    for (std::size_t s = 0; s < averaged_signals; ++s) {
      const Numbers usual = all_of(rate[static_cast<std::size_t>(averaged.data()[s])]);
      const float* fast = &fields[first_average_field + s][first];
      const float* slow = fast + averaged_signals * glances_at_once;
      put_stepped(others[2 * s] + first, counted * (at(fast) - usual));
      put_stepped(others[2 * s + 1] + first, counted * (at(slow) - usual));
    }
  }
}

static void glance(std::span<const Row* const, glances_at_once> rows, const Lens& lens, Extent extent,
                   float wanted, Glances& seen) {
  static_assert(rates_per_aspect == 8 && Glances::averages + Glances::rare == 8 && glances_at_once == 16);
  static_assert(signals_count == 9 && averaged_signals == 3);
  alignas(64) Fields fields;
  alignas(64) TurnedBytes rates, others;
  put_fields(rows.data(), extent, glances_at_once, fields);
  show(fields, lens, extent, glances_at_once, wanted, rates, others, seen.bucket.data(),
       seen.log_seconds.data());
  turn(rates, seen.rates.data());
  if (extent != Extent::rates) turn(others, seen.others.data());
}

static void read(std::span<const Row* const, glances_at_once> rows, const Lens& lens, float wanted,
                 Readings& readings) {
  static_assert(rare_aspects <= 8 && averaged_aspects <= rare_aspects && aspects_count <= glances_at_once);
  // A vector may be all sixteen; what it shows of the later ones is not read.
  constexpr std::size_t others_of = lanes_here > 8 ? lanes_here : 8;
  alignas(64) Fields fields;
  alignas(64) TurnedBytes rates, others;
  alignas(64) std::array<std::uint8_t, 8> by_row[glances_at_once];
  std::uint8_t bucket[glances_at_once];
  put_fields(rows.data(), Extent::everything, others_of, fields);
  show(fields, lens, Extent::everything, others_of, wanted, rates, others, bucket, nullptr);
  std::uint8_t* bytes = readings.bytes.data();
  turn(rates, by_row);
  __builtin_memcpy(bytes, by_row, first_average);
  turn(others, by_row);
#pragma GCC unroll 6
  for (std::size_t a = 0; a < rare_aspects; ++a) {
    if (a < averaged_aspects)
      __builtin_memcpy(bytes + first_average + a * Glances::averages, by_row[a].data(), Glances::averages);
    __builtin_memcpy(bytes + first_rare + a * Glances::rare, by_row[a].data() + Glances::averages,
                     Glances::rare);
  }
  __builtin_memcpy(bytes + numbers_count, bucket, aspects_count);
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

/// Adagrad's step of whole vectors of weights; `down` is the gradient's opposite.
VITRINE_INLINE void descend(float* w, const float* pace, Numbers down) { put(w, at(w) + down * at(pace)); }
/// First this gradient tells the pace, for `times` of its kind.
VITRINE_INLINE void find_pace(float* g, float* pace, Numbers gradient, Numbers times, float rate) {
  const Numbers sum = at(g) + times * (gradient * gradient);
  put(g, sum);
  put(pace, rate * inverse_root_of(sum));
}

/// Of neighbouring heads. Sixteen sums side by side for each, then these in pairs: the same order for vectors
/// of every width.
template <std::size_t count>
VITRINE_INLINE void dots(const AdditiveWeights::Head* heads, const float* inputs, float* to) {
  constexpr std::size_t sums_count = 16 / lanes_here;
  Numbers sums[count][sums_count]{};
#pragma GCC unroll 10
  for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += 16)
#pragma GCC unroll 4
    for (std::size_t k = 0; k < sums_count; ++k) {
      const std::size_t place = i + k * lanes_here;
      const Numbers x = at(inputs + place);
#pragma GCC unroll 5
      for (std::size_t h = 0; h < count; ++h) sums[h][k] += at(heads[h].w.data() + place) * x;
    }
#pragma GCC unroll 5
  for (std::size_t h = 0; h < count; ++h) {
    alignas(64) float sixteen[16];
    for (std::size_t k = 0; k < sums_count; ++k) put(sixteen + k * lanes_here, sums[h][k]);
    Four four[4];
    __builtin_memcpy(four, sixteen, sizeof four);
    const Four sum = (four[0] + four[2]) + (four[1] + four[3]);
    to[h] = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
}

/// The step of a row's own leanings, and one showing more in it where there is `counting`.
#if VITRINE_LANES >= 8
// A row is four vectors: the key, n, lean; eight sums; the ninth, touched_s, next, four averages; two
// averages, lean_g, personal. Every field is changed where it lies, or put back as it was.
struct RowStep {
  EightNumbers error{}, squared{}, sums{}, newest_low{}, steps_low{}, usual_low{}, newest_high{},
      steps_high{}, usual_high{}, ninth{}, once{};

  static __attribute__((always_inline)) EightNumbers eight_at(const void* from) {
    EightNumbers numbers;
    __builtin_memcpy(&numbers, from, sizeof numbers);
    return numbers;
  }
  __attribute__((always_inline)) RowStep(const float* errors, const Counting* counting) {
    static_assert(signals_count == 9 && averaged_signals == 3 && leaning_heads == 5);
    static_assert(offsetof(Row, n) == 8 && offsetof(Row, lean) == 12 && offsetof(Row, sums) == 32);
    static_assert(offsetof(Row, touched_s) == 68 && offsetof(Row, averages) == 80);
    static_assert(offsetof(Row, lean_g) == 104 && offsetof(Row, personal) == 124);
    for (std::size_t h = 0; h < leaning_heads; ++h) {
      error[3 + h] = rate_leaning * errors[h];
      squared[2 + h] = errors[h] * errors[h];
    }
    if (counting == nullptr) return;
    const Counting& of = *counting;
    sums = eight_at(of.values.data());
    for (std::size_t i = 0; i < 4; ++i) {
      newest_low[4 + i] = of.newest.data()[i];
      steps_low[4 + i] = of.steps.data()[i];
      usual_low[4 + i] = of.usual.data()[i];
    }
    for (std::size_t i = 0; i < 2; ++i) {
      newest_high[i] = of.newest.data()[4 + i];
      steps_high[i] = of.steps.data()[4 + i];
      usual_high[i] = of.usual.data()[4 + i];
    }
    ninth[0] = of.values.data()[8];
    once[2] = 1;
  }
  __attribute__((always_inline)) void take(Row& row, const Counting* counting) const {
    auto* const begin = reinterpret_cast<char*>(&row);
    const EightNumbers head = eight_at(begin), last = eight_at(begin + 96);
    // Which lanes are put back: 0 and 1 of the first vector (the key), 7 of the last (`personal`).
    const EightNumbers g = last + squared;
    EightNumbers last_next = g;
    if (counting != nullptr) {
      const EightNumbers third = eight_at(begin + 64);
      EightNumbers low = third, high = last;
      if (row.n == 0) {
        low = usual_low;
        high = usual_high;
      }
      low += steps_low * (newest_low - low);
      high += steps_high * (newest_high - high);
      EightNumbers third_next = third + ninth;
      third_next = (EightNumbers)_mm256_blend_ps((__m256)third, (__m256)third_next, 0x01);
      third_next = (EightNumbers)_mm256_blend_ps((__m256)third_next, (__m256)low, 0xf0);
      last_next = (EightNumbers)_mm256_blend_ps((__m256)g, (__m256)high, 0x03);
      const EightNumbers sums_next = eight_at(begin + 32) + sums;
      __builtin_memcpy(begin + 32, &sums_next, sizeof sums_next);
      __builtin_memcpy(begin + 64, &third_next, sizeof third_next);
    }
    last_next = (EightNumbers)_mm256_blend_ps((__m256)last_next, (__m256)last, 0x80);
    __builtin_memcpy(begin + 96, &last_next, sizeof last_next);
    const EightNumbers started = g + start_g;
    const auto half = (EightNumbers)(0x5f375a86 - ((EightWholes)started >> 1));
    const EightNumbers inverse = half * (1.5F - 0.5F * started * half * half);
    const __m256 turned =
        _mm256_permutevar8x32_ps((__m256)inverse, _mm256_setr_epi32(0, 0, 1, 2, 3, 4, 5, 6));
    EightNumbers head_next = head - error * (EightNumbers)turned + once;
    head_next = (EightNumbers)_mm256_blend_ps((__m256)head_next, (__m256)head, 0x03);
    __builtin_memcpy(begin, &head_next, sizeof head_next);
    if (counting != nullptr) row.touched_s = counting->at_s;
  }
};
#else
struct RowStep {
  const float* errors;
  const Counting* counting;

  __attribute__((always_inline)) void take(Row& row, const Counting*) const {
    for (std::size_t h = 0; h < leaning_heads; ++h) {
      float& g = row.lean_g.data()[h];
      g += errors[h] * errors[h];
      row.lean.data()[h] -= rate_leaning * errors[h] * inverse_root(g + start_g);
    }
    if (counting == nullptr) return;
    for (std::size_t i = 0; i < 2 * averaged_signals; ++i) {
      float& average = row.averages.data()[i];
      if (row.n == 0) average = counting->usual.data()[i];
      average += counting->steps.data()[i] * (counting->newest.data()[i] - average);
    }
    for (std::size_t s = 0; s < signals_count; ++s) row.sums.data()[s] += counting->values.data()[s];
    row.n += 1;
    row.touched_s = counting->at_s;
  }
};
#endif

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

/// For how many steps of each head this one tells the pace; answers whether for any.
VITRINE_INLINE bool count_steps(AdditiveWeights& weights, std::uint32_t known, const float* error,
                                float* times) {
  const bool told = base::mix64(weights.steps++) % paced_every == 0;  // no eighth in order: pages are as long
  bool any = told;
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (((known >> h) & 1) == 0) continue;
    std::uint32_t& early = weights.early_steps.data()[h];
    if (early < paced_from || error[h] * error[h] > surprising * surprising) {
      if (early < paced_from) ++early;
      times[h] = 1;
      any = true;
    } else {
      times[h] = told ? static_cast<float>(paced_every) : 0.0F;
    }
  }
  return any;
}

/// The paces of the weights that met `error`, of which each head's counts `times`.
static void find_paces(AdditiveWeights& weights, AdditiveWeights::Bucket* const* buckets, const float* inputs,
                       const float* error, const float* times) {
  for (std::size_t h = 0; h < heads_count; ++h) {
    if (times[h] == 0) continue;
    auto& [w, g, pace] = weights.numbers.data()[h];
    for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += lanes_here)
      find_pace(g.data() + i, pace.data() + i, error[h] * at(inputs + i), all_of(times[h]), rate_numbers);
  }
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here)
    for (std::size_t b = 0; b < buckets_count; ++b) {
      auto& [w, g, pace] = *buckets[b];
      find_pace(g.data() + first, pace.data() + first, at(error + first), at(times + first), rate_buckets);
    }
}

/// Of the known heads, before the step.
VITRINE_INLINE void predict(const AdditiveWeights& weights, const AdditiveWeights::Bucket* const* buckets,
                            const float* inputs, std::span<Row* const> rows, std::uint32_t known, float* p) {
  const AdditiveWeights::Head* numbers = weights.numbers.data();
  if (known == (1U << heads_count) - 1) {
    static_assert(heads_count == 10);
    dots<5>(numbers, inputs, p);
    dots<5>(numbers + 5, inputs, p + 5);
  } else {
    for (std::uint32_t left = known; left != 0; left &= left - 1) {
      const auto h = static_cast<std::size_t>(__builtin_ctz(left));
      dots<1>(numbers + h, inputs, p + h);
    }
  }
  Sums sums = Sums::from(p);
#pragma GCC unroll 23
  for (std::size_t b = 0; b < buckets_count; ++b) sums.add(buckets[b]->w.data());
  for (const Row* row : rows)
    if (row != nullptr) sums.add_leaning(row->lean.data());
  for (std::size_t v = 0; v < vectors_of_heads; ++v) put(p + v * lanes_here, logistic_of(sums.of[v]));
}

static PerHead<float> learn(AdditiveWeights& weights, const Readings& readings, std::span<Row* const> rows,
                            const Outcome& outcome, float step, const Counting* counting) {
  static_assert(lanes % lanes_here == 0);
  alignas(64) float inputs[AdditiveWeights::inputs_count];
  const std::uint8_t* bytes = readings.bytes.data();
  // Whole vectors: what lies behind the numbers is put right afterwards.
  static_assert(AdditiveWeights::inputs_count <= readings_count);
#pragma GCC unroll 20
  for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += lanes_here)
    put(inputs + i, (numbers_at(bytes + i) - 128.0F) * (1.0F / 32.0F));
  inputs[numbers_count] = 1;
  for (std::size_t i = numbers_count + 1; i < AdditiveWeights::inputs_count; ++i) inputs[i] = 0;
  AdditiveWeights::Bucket* buckets[buckets_count];
#pragma GCC unroll 23
  for (std::size_t b = 0; b < buckets_count; ++b)
    buckets[b] = weights.buckets.data()[b].data() + bytes[numbers_count + b];

  const std::uint32_t known = outcome.known & ((1U << heads_count) - 1);
  alignas(64) float p[lanes]{}, error[lanes]{}, times[lanes]{};
  predict(weights, buckets, inputs, rows, known, p);
  PerHead<float> predicted{};
  for (std::uint32_t left = known; left != 0; left &= left - 1) {
    const auto h = static_cast<std::size_t>(__builtin_ctz(left));
    predicted.data()[h] = p[h];
    error[h] = step * (p[h] - outcome.y.data()[h]);
  }
  if (count_steps(weights, known, error, times)) find_paces(weights, buckets, inputs, error, times);
  for (std::uint32_t left = known; left != 0; left &= left - 1) {
    const auto h = static_cast<std::size_t>(__builtin_ctz(left));
    auto& [w, g, pace] = weights.numbers.data()[h];
    const Numbers down = all_of(-error[h]);
#pragma GCC unroll 20
    for (std::size_t i = 0; i < AdditiveWeights::inputs_count; i += lanes_here)
      descend(w.data() + i, pace.data() + i, down * at(inputs + i));
  }
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here) {
    if ((known >> first & ((1U << lanes_here) - 1)) == 0) continue;
    const Numbers down = -at(error + first);
#pragma GCC unroll 23
    for (std::size_t b = 0; b < buckets_count; ++b)
      descend(buckets[b]->w.data() + first, buckets[b]->pace.data() + first, down);
  }
  const RowStep row_step{error, counting};
  for (Row* row : rows)
    if (row != nullptr) row_step.take(*row, counting);
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

constexpr Kernels kernels{lanes_here, glance,      read,         learn,     judge_parts, judge_sum,
                          fit_all,    equal_marks, common_marks, last_mark, smallest};
#undef VITRINE_INLINE
