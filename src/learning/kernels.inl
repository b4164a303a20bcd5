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
VITRINE_INLINE Numbers stepped(Numbers x) { return clamped(x * 32.0F + 128.5F, 0.0F, 255.0F); }

using Bytes = std::uint8_t __attribute__((vector_size(16)));
/// One of each of the first, or last, eight bytes of both in turn.
VITRINE_INLINE Bytes first_bytes(Bytes a, Bytes b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
VITRINE_INLINE Bytes last_bytes(Bytes a, Bytes b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
/// Transposes a matrix of 8 or 4 rows of sixteen bytes, in log2(rows) rounds of interleaving.
template <int rows>
VITRINE_INLINE void transpose(const std::uint8_t (&from)[rows][16], Bytes (&to)[rows]) {
  static_assert(rows == 8 || rows == 4);
  Bytes turned[rows];
  __builtin_memcpy(to, from, sizeof to);
#pragma GCC unroll 3
  for (int round = 0; round < (rows == 8 ? 3 : 2); ++round) {
#pragma GCC unroll 4
    for (int i = 0; i < rows / 2; ++i) {
      turned[2 * i] = first_bytes(to[i], to[i + rows / 2]);
      turned[2 * i + 1] = last_bytes(to[i], to[i + rows / 2]);
    }
    __builtin_memcpy(to, turned, sizeof to);
  }
}
/// The same of rows of eight bytes.
template <int rows>
VITRINE_INLINE void transpose(const std::uint8_t (&from)[rows][8], Bytes (&to)[rows / 2]) {
  const auto eight = [&](int row) __attribute__((always_inline)) {
    using Halves = std::uint64_t __attribute__((vector_size(16)));
    Halves bytes{};
    __builtin_memcpy(&bytes, from[row], sizeof from[row]);
    return (Bytes)bytes;
  };
  Bytes turned[rows / 2];
#pragma GCC unroll 4
  for (int i = 0; i < rows / 2; ++i) to[i] = first_bytes(eight(i), eight(i + rows / 2));
#pragma GCC unroll 2
  for (int round = 1; round < (rows == 8 ? 3 : 2); ++round) {
#pragma GCC unroll 2
    for (int i = 0; i < rows / 4; ++i) {
      turned[2 * i] = first_bytes(to[i], to[i + rows / 4]);
      turned[2 * i + 1] = last_bytes(to[i], to[i + rows / 4]);
    }
    __builtin_memcpy(to, turned, sizeof to);
  }
}

// Words of the rows side by side: the count, the sums, the averages, what is behind them.
constexpr std::size_t first_sum_field = 1, lately_field = first_sum_field + signals_count;
struct Fields {
  Numbers of[lately_field + 2];
};

/// Four numbers of each of as many rows as a vector has lanes: of every fourth row, from `of` on.
VITRINE_INLINE Numbers every_fourth(const Row* const* rows, std::size_t of, std::size_t field) {
  const auto four = [&](std::size_t i) __attribute__((always_inline)) {
    Four numbers;
    const auto* row = reinterpret_cast<const char*>(rows[of + i]);
    __builtin_memcpy(&numbers, row + offsetof(Row, n) + field * sizeof(float), sizeof numbers);
    return numbers;
  };
#if VITRINE_LANES == 4
  return four(0);
#else
  const EightNumbers low = __builtin_shufflevector(four(0), four(4), 0, 1, 2, 3, 4, 5, 6, 7);
#if VITRINE_LANES == 8
  return low;
#else
  const EightNumbers high = __builtin_shufflevector(four(8), four(12), 0, 1, 2, 3, 4, 5, 6, 7);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#endif
#endif
}
/// Within each 128-bit quarter: interleaves the low (or the high) two numbers of `a` and `b`.
VITRINE_INLINE Numbers unpack_low(Numbers a, Numbers b) {
#if VITRINE_LANES == 16
  return _mm512_maskz_unpacklo_ps(0xffff, a, b);
#elif VITRINE_LANES == 8
  return _mm256_unpacklo_ps(a, b);
#else
  return __builtin_shufflevector(a, b, 0, 4, 1, 5);
#endif
}
VITRINE_INLINE Numbers unpack_high(Numbers a, Numbers b) {
#if VITRINE_LANES == 16
  return _mm512_maskz_unpackhi_ps(0xffff, a, b);
#elif VITRINE_LANES == 8
  return _mm256_unpackhi_ps(a, b);
#else
  return __builtin_shufflevector(a, b, 2, 6, 3, 7);
#endif
}

VITRINE_INLINE Fields fields_of(const Row* const* rows) {
  static_assert(signals_count == 9 && averaged_signals == 2 && lately_field + 2 == 12);
  static_assert(offsetof(Row, n) == 16 && offsetof(Row, sums) == 20 && offsetof(Row, lately) == 56);
  Fields fields;
#pragma GCC unroll 3
  for (std::size_t field = 0; field < 12; field += 4) {
    const Numbers a = every_fourth(rows, 0, field), b = every_fourth(rows, 1, field);
    const Numbers c = every_fourth(rows, 2, field), d = every_fourth(rows, 3, field);
    // Each quarter holds four numbers of one row; afterwards one number of four rows.
    const Numbers ac_low = unpack_low(a, c), bd_low = unpack_low(b, d);
    const Numbers ac_high = unpack_high(a, c), bd_high = unpack_high(b, d);
    fields.of[field] = unpack_low(ac_low, bd_low);
    fields.of[field + 1] = unpack_high(ac_low, bd_low);
    fields.of[field + 2] = unpack_low(ac_high, bd_high);
    fields.of[field + 3] = unpack_high(ac_high, bd_high);
  }
  return fields;
}

/// What as many rows as a vector has lanes show, each field's side by side: what bytes tell, from 0 to 255.
struct Displayed {
  Numbers bucket, log_seconds;
  Numbers rates[rates_per_aspect], more[more_per_aspect];
};
/// `more` only if they are of `rich` aspects.
VITRINE_INLINE Displayed show(const Row* const* rows, const Lens& lens, bool rich, float wanted) {
  const float *rate = lens.rate.data(), *prior = lens.prior.data(), *odds = lens.odds.data();
  const Fields fields = fields_of(rows);
  const Numbers n = fields.of[0];
  const Numbers mixed = n + prior_showings;
  const auto sum = [&](Signal signal) __attribute__((always_inline)) {
    const auto s = static_cast<std::size_t>(signal);
    return fields.of[first_sum_field + s] + prior[s];
  };
  const auto lift = [&](Signal signal) __attribute__((always_inline)) {
    const Numbers yes = sum(signal);  // how it differs from everybody's, in log-odds
    return stepped(log_odds_of(yes, mixed - yes) - odds[static_cast<std::size_t>(signal)]);
  };
  Displayed shown;
  shown.bucket = clamped(log2_of(clamped(n, 0.0F, 1e9F) + 1.0F) * showings_per_octave, 0.0F, 15.0F);
  shown.log_seconds = sum(Signal::watch_log) / mixed;
  shown.rates[index(Rate::opened)] = lift(Signal::opened);
  shown.rates[index(Rate::like)] = lift(Signal::like);
  shown.rates[index(Rate::long_view)] = lift(Signal::long_view);
  shown.rates[index(Rate::finish)] = lift(Signal::finish);
  shown.rates[index(Rate::skip)] = lift(Signal::skip);
  shown.rates[index(Rate::share_seen)] =
      stepped(2.0F * (sum(Signal::watched) / mixed - rate[static_cast<std::size_t>(Signal::watched)]));
  shown.rates[index(Rate::log_seconds)] =
      stepped(shown.log_seconds - rate[static_cast<std::size_t>(Signal::watch_log)]);
  shown.rates[index(Rate::fit)] = stepped(0.5F * (shown.log_seconds - wanted));
  if (!rich) return shown;
  const Numbers one = all_of(1.0F), nothing{};
  const Numbers counted = n > nothing ? one : nothing;
  const auto both = (Wholes)fields.of[lately_field];
  const Numbers lately[averaged_signals] = {__builtin_convertvector(both & 0xffff, Numbers),
                                            __builtin_convertvector((both >> 16) & 0xffff, Numbers)};
#pragma GCC unroll 2
  for (std::size_t s = 0; s < averaged_signals; ++s)  // the first two of More
    shown.more[s] = stepped(
        counted * (lately[s] * (1.0F / 65535.0F) - rate[static_cast<std::size_t>(averaged.data()[s])]));
  shown.more[index(More::engaged)] = lift(Signal::engaged);
  shown.more[index(More::negative)] = lift(Signal::negative);
  return shown;
}

static void glance(std::span<const Row* const, glances_at_once> rows, const Lens& lens, float wanted,
                   Glances& seen) {
  alignas(64) std::uint8_t rates[rates_per_aspect][glances_at_once];
  alignas(64) std::uint8_t more[more_per_aspect][glances_at_once];
  for (std::size_t first = 0; first < glances_at_once; first += lanes_here) {
    const Displayed shown = show(rows.data() + first, lens, true, wanted);
    put_bytes(seen.bucket.data() + first, shown.bucket);
    put(seen.log_seconds.data() + first, shown.log_seconds);
    for (std::size_t i = 0; i < rates_per_aspect; ++i) put_bytes(rates[i] + first, shown.rates[i]);
    for (std::size_t i = 0; i < more_per_aspect; ++i) put_bytes(more[i] + first, shown.more[i]);
  }
  Bytes rates_by_row[rates_per_aspect], more_by_row[more_per_aspect];
  transpose(rates, rates_by_row);
  transpose(more, more_by_row);
  __builtin_memcpy(seen.rates.data(), rates_by_row, sizeof rates_by_row);
  __builtin_memcpy(seen.more.data(), more_by_row, sizeof more_by_row);
}

#if VITRINE_LANES == 16
using lanes8::read;  // of seven aspects: half of each vector would be empty
#else

/// What eight rows show, row by row.
struct ByRow {
  Bytes rates[rates_per_aspect / 2];  ///< of two rows each
  Bytes more[more_per_aspect / 2];    ///< of four
  std::uint64_t bucket;
};
#if VITRINE_LANES == 8
/// Four fields of eight rows: of the first four, row by row, then of the others.
VITRINE_INLINE __m256i four_by_row(const Numbers* fields) {
  const auto two = [&](std::size_t i) __attribute__((always_inline)) {
    return _mm256_packs_epi32(_mm256_cvttps_epi32(fields[i]), _mm256_cvttps_epi32(fields[i + 1]));
  };
  // Each half holds four bytes of every field, of its own four rows.
  constexpr std::int64_t low = 0x0d0905010c080400, high = 0x0f0b07030e0a0602;
  return _mm256_shuffle_epi8(_mm256_packus_epi16(two(0), two(2)), _mm256_set_epi64x(high, low, high, low));
}
VITRINE_INLINE ByRow show_eight(const Row* const* rows, const Lens& lens, float wanted) {
  const Displayed shown = show(rows, lens, true, wanted);
  const __m256i first = four_by_row(shown.rates), rest = four_by_row(shown.rates + 4);
  const __m256i low = _mm256_unpacklo_epi32(first, rest), high = _mm256_unpackhi_epi32(first, rest);
  const __m256i more = four_by_row(shown.more);
  ByRow by_row{.rates = {(Bytes)_mm256_castsi256_si128(low), (Bytes)_mm256_castsi256_si128(high),
                         (Bytes)_mm256_extracti128_si256(low, 1), (Bytes)_mm256_extracti128_si256(high, 1)},
               .more = {(Bytes)_mm256_castsi256_si128(more), (Bytes)_mm256_extracti128_si256(more, 1)},
               .bucket = 0};
  put_bytes(reinterpret_cast<std::uint8_t*>(&by_row.bucket), shown.bucket);
  return by_row;
}
#else
VITRINE_INLINE ByRow show_eight(const Row* const* rows, const Lens& lens, float wanted) {
  std::uint8_t rates[rates_per_aspect][8], more[more_per_aspect][8];
  ByRow by_row;
  for (std::size_t first = 0; first < 8; first += lanes_here) {
    const Displayed shown = show(rows + first, lens, first < rich_aspects, wanted);
    put_bytes(reinterpret_cast<std::uint8_t*>(&by_row.bucket) + first, shown.bucket);
    for (std::size_t i = 0; i < rates_per_aspect; ++i) put_bytes(rates[i] + first, shown.rates[i]);
    for (std::size_t i = 0; i < more_per_aspect; ++i) put_bytes(more[i] + first, shown.more[i]);
  }
  transpose(rates, by_row.rates);
  transpose(more, by_row.more);
  return by_row;
}
#endif

/// Written in pieces of sixteen bytes, as learn() reads them: a load of what was stored in several pieces
/// waits until all have reached the cache.
static void read(std::span<const Row* const, glances_at_once> rows, const Lens& lens, float wanted,
                 const Circumstances& circumstances, Readings& readings) {
  const ByRow by_row = show_eight(rows.data(), lens, wanted);
  static_assert(aspects_count == 7 && rich_aspects == 5 && first_more == 56 && first_taste == 76 &&
                numbers_count == 80 && context_count == 9);
  using Halves = std::uint64_t __attribute__((vector_size(16)));
  std::uint32_t taste;
  std::uint64_t context;  // all but the first
  __builtin_memcpy(&taste, circumstances.taste.data(), sizeof taste);
  __builtin_memcpy(&context, circumstances.buckets.data() + 1, sizeof context);
  const auto first_more_rows = (Halves)by_row.more[0], last_more_row = (Halves)by_row.more[1];
  const Halves with_last_rates{((Halves)by_row.rates[3])[0], first_more_rows[0]};
  const Halves with_taste{first_more_rows[1],
                          (last_more_row[0] & 0xffffffff) | static_cast<std::uint64_t>(taste) << 32};
  std::uint32_t last_biases;
  __builtin_memcpy(&last_biases, circumstances.biases[1].data() + 6, sizeof last_biases);
  constexpr std::uint64_t of_aspects = (1ULL << 8 * aspects_count) - 1;
  const Halves buckets{
      (by_row.bucket & of_aspects) | std::uint64_t{circumstances.buckets[0]} << 8 * aspects_count, context};
  std::uint8_t* bytes = readings.bytes.data();
  __builtin_memcpy(bytes, by_row.rates, 48);
  __builtin_memcpy(bytes + 48, &with_last_rates, 16);
  __builtin_memcpy(bytes + 64, &with_taste, 16);
  static_assert(first_bias == 80 && first_bucket == 100 && sizeof circumstances.biases == 20);
  __builtin_memcpy(bytes + 80, circumstances.biases.data(), 16);
  __builtin_memcpy(bytes + 96, &last_biases, 4);
  __builtin_memcpy(bytes + 100, &buckets, 16);
}
#endif

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
VITRINE_INLINE void dots(const AdditiveWeights::OfHead* heads, const float* inputs, Four* to) {
  constexpr std::size_t sums_count = 16 / lanes_here;
  Numbers sums[count][sums_count]{};
#pragma GCC unroll 5
  for (std::size_t i = 0; i < numbers_count; i += 16)
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
    to[h] = (four[0] + four[2]) + (four[1] + four[3]);
  }
}

/// Four horizontal sums: of each of `parts` its four lanes added.
VITRINE_INLINE Four horizontal_sums(const Four* parts) {
  const Four ab_low = __builtin_shufflevector(parts[0], parts[1], 0, 4, 1, 5);
  const Four ab_high = __builtin_shufflevector(parts[0], parts[1], 2, 6, 3, 7);
  const Four cd_low = __builtin_shufflevector(parts[2], parts[3], 0, 4, 1, 5);
  const Four cd_high = __builtin_shufflevector(parts[2], parts[3], 2, 6, 3, 7);
  const Four first = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  const Four second = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  const Four third = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  const Four fourth = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
  return (first + third) + (second + fourth);
}
/// The same of as many as a vector has lanes.
VITRINE_INLINE Numbers all_horizontal_sums(const Four* parts) {
#if VITRINE_LANES == 4
  return horizontal_sums(parts);
#else
  const EightNumbers low =
      __builtin_shufflevector(horizontal_sums(parts), horizontal_sums(parts + 4), 0, 1, 2, 3, 4, 5, 6, 7);
#if VITRINE_LANES == 8
  return low;
#else
  const Four third = horizontal_sums(parts + 8), fourth = horizontal_sums(parts + 12);
  const EightNumbers high = __builtin_shufflevector(third, fourth, 0, 1, 2, 3, 4, 5, 6, 7);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#endif
#endif
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
  /// Each head's by its own number.
  __attribute__((always_inline)) void add(const float* heads, const Sums& times) {
    for (std::size_t v = 0; v < vectors_of_heads; ++v) of[v] += at(heads + v * lanes_here) * times.of[v];
  }
  __attribute__((always_inline)) void put_to(float* heads) const {
    for (std::size_t v = 0; v < vectors_of_heads; ++v) put(heads + v * lanes_here, of[v]);
    for (std::size_t h = heads_up_to; h < lanes; ++h) heads[h] = 0;
  }
};

/// A bias for each head, as the numbers that Readings tell. `bytes` goes on behind the heads: what lanes
/// beyond them hold means nothing, their weights are 0.
VITRINE_INLINE Sums biases_at(const std::uint8_t* bytes) {
  Sums biases;
  for (std::size_t v = 0; v < vectors_of_heads; ++v)
    biases.of[v] = (numbers_at(bytes + v * lanes_here) - 128.0F) * (1.0F / 32.0F);
  return biases;
}

static void judge_parts(const HeadsByNumber& numbers, const AdditiveWeights& weights, const Glances& seen,
                        std::span<const Look> looks) {
  static_assert(rates_per_aspect == 8 && more_per_aspect == 4);
  const PerHead<float>* all = numbers.data();
  alignas(32) float rates[8];
  for (std::size_t place = 0; place < looks.size(); ++place) {
    const auto& [aspect, row, into] = looks.data()[place];
    Sums sums = Sums::from(weights.buckets.data()[aspect].data()[seen.bucket.data()[place]].w.data());
    put_numbers(rates, seen.rates.data()[place].data());
#pragma GCC unroll 7
    for (std::size_t i = 0; i < rates_per_aspect - 1; ++i)
      sums.add(all[aspect * rates_per_aspect + i].data(), rates[i]);
    if (aspect < rich_aspects)
#pragma GCC unroll 4
      for (std::size_t i = 0; i < more_per_aspect; ++i)
        sums.add(all[first_more + aspect * more_per_aspect + i].data(),
                 number_of(seen.more.data()[place].data()[i]));
    sums.put_to(into->part.data());
    into->log_seconds = seen.log_seconds.data()[place];
  }
}

static void judge_sum(const HeadsByNumber& numbers, const AdditiveWeights& weights,
                      std::span<const Piece* const, aspects_count> pieces,
                      std::span<const float, aspects_count> fits, const Circumstances& circumstances,
                      LogOdds& z) {
  const PerHead<float>* all = numbers.data();
  Sums sums = Sums::from(weights.base.w.data());
#pragma GCC unroll 7
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
  alignas(16) std::uint8_t biases[heads_count + lanes];  // a vector may be longer than the heads
  for (std::size_t side = 0; side < weights.biases.size(); ++side) {
    __builtin_memcpy(biases, circumstances.biases.data()[side].data(), heads_count);
    __builtin_memset(biases + heads_count, 128, lanes);
    sums.add(weights.biases.data()[side].w.data(), biases_at(biases));
  }
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

/// Whether any of these heads is in the vector that begins with `first`: of one head most vectors are idle.
VITRINE_INLINE bool any_of(std::uint32_t heads, std::size_t first) {
  return (heads >> first & ((1U << lanes_here) - 1)) != 0;
}

alignas(64) constexpr std::int32_t bit_of_head[lanes] = {1,       1 << 1,  1 << 2,  1 << 3, 1 << 4,  1 << 5,
                                                         1 << 6,  1 << 7,  1 << 8,  1 << 9, 1 << 10, 1 << 11,
                                                         1 << 12, 1 << 13, 1 << 14, 1 << 15};
/// All ones in the lanes of the `heads` from `first` on.
VITRINE_INLINE Wholes lanes_of(std::uint32_t heads, std::size_t first) {
  Wholes bits;
  __builtin_memcpy(&bits, bit_of_head + first, sizeof bits);
  return (bits & static_cast<std::int32_t>(heads)) != 0;
}
/// A bit for each lane that is all ones.
VITRINE_INLINE std::uint32_t bits_of_lanes(Wholes ones) {
#if VITRINE_LANES == 16
  return _mm512_movepi32_mask((__m512i)ones);
#elif VITRINE_LANES == 8
  return static_cast<std::uint32_t>(_mm256_movemask_ps((__m256)ones));
#elif defined(__SSE__)
  return static_cast<std::uint32_t>(_mm_movemask_ps((__m128)ones));
#else
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < lanes_here; ++i) bits |= (ones[i] != 0 ? 1U : 0U) << i;
  return bits;
#endif
}

/// For how many steps of each head this one is added to the sums of squares; answers for which it is.
/// Branch-free: which heads err much is not predictable.
VITRINE_INLINE std::uint32_t count_steps(AdditiveWeights& weights, std::uint32_t known, const float* error,
                                         float* times) {
  // By hash: every eighth in order would always be the same place of a page.
  const bool told = base::mix64(weights.steps++) % paced_every == 0;
  const Numbers one = all_of(1.0F), others = all_of(told ? float{paced_every} : 0.0F);
  std::uint32_t telling = 0;
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here) {
    if (!any_of(known, first)) continue;
    const Wholes asked = lanes_of(known, first);
    Wholes early;
    __builtin_memcpy(&early, weights.early_steps.data() + first, sizeof early);
    const Wholes begins = early < std::int32_t{paced_from};
    early -= begins & asked;
    __builtin_memcpy(weights.early_steps.data() + first, &early, sizeof early);
    const Numbers wrong = at(error + first);
    const Wholes own = begins | (wrong * wrong > surprising * surprising);
    const auto counted = (Numbers)((Wholes)(own ? one : others) & asked);
    put(times + first, counted);
    telling |= bits_of_lanes(counted != Numbers{}) << first;
  }
  return telling;
}

/// What a showing is judged by, as the loops over heads read it.
struct Judged {
  /// Byte offsets from &weights.buckets of the sixteen weights that this showing has; the last one, right
  /// behind them, is the base's.
  alignas(32) std::uint16_t places[buckets_count + 1];
  Sums biases[2];  ///< of the video, of the viewer

  __attribute__((always_inline)) void note_buckets(const std::uint8_t* values) {
    using Sixteen = std::uint16_t __attribute__((vector_size(32)));
    using Bucket = AdditiveWeights::OfAllHeads;
    static_assert(buckets_count == 16 &&
                  offsetof(AdditiveWeights, base) - offsetof(AdditiveWeights, buckets) ==
                      buckets_count * bucket_values * sizeof(Bucket));
    constexpr auto each = static_cast<std::uint16_t>(sizeof(Bucket));
    constexpr Sixteen numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    Bytes bytes;
    __builtin_memcpy(&bytes, values, sizeof bytes);
    const Sixteen found = __builtin_convertvector(bytes, Sixteen) * each + numbers * (bucket_values * each);
    __builtin_memcpy(places, &found, sizeof found);
    places[buckets_count] = buckets_count * bucket_values * each;
  }
  __attribute__((always_inline)) AdditiveWeights::OfAllHeads& bucket(AdditiveWeights& weights,
                                                                     std::size_t b) const {
    auto* const first = reinterpret_cast<char*>(&weights.buckets);
    return *reinterpret_cast<AdditiveWeights::OfAllHeads*>(first + places[b]);
  }
};

/// The paces of the weights that met `error`, of which each of the `telling` heads' counts `times`.
static void find_paces(AdditiveWeights& weights, const Judged& judged, const float* inputs,
                       std::uint32_t telling, const float* error, const float* times) {
  for (std::uint32_t left = telling; left != 0; left &= left - 1) {
    const auto h = static_cast<std::size_t>(__builtin_ctz(left));
    auto& [w, g, pace] = weights.numbers.data()[h];
    for (std::size_t i = 0; i < numbers_count; i += lanes_here)
      find_pace(g.data() + i, pace.data() + i, error[h] * at(inputs + i), all_of(times[h]), rate_numbers);
    weights.numbers.data()[h].keep_newton_pace();
  }
  for (std::size_t v = 0; v < vectors_of_heads; ++v) {
    const std::size_t first = v * lanes_here;
    if (!any_of(telling, first)) continue;
    const Numbers wrong = at(error + first), counted = at(times + first);
    for (std::size_t b = 0; b <= buckets_count; ++b) {
      auto& [w, g, pace] = judged.bucket(weights, b);
      find_pace(g.data() + first, pace.data() + first, wrong, counted, rate_buckets);
    }
    for (std::size_t side = 0; side < weights.biases.size(); ++side) {
      auto& [w, g, pace] = weights.biases.data()[side];
      find_pace(g.data() + first, pace.data() + first, wrong * judged.biases[side].of[v], counted,
                rate_numbers);
      put(pace.data() + first,
          larger(at(pace.data() + first), 1.0F / (newton_curvature + at(g.data() + first))));
    }
  }
}

/// The probability of each head of vector `v` before the step, if `parts` of the known ones tell what the
/// numbers bring.
VITRINE_INLINE Numbers predicted_of(AdditiveWeights& weights, const Judged& judged, const Four* parts,
                                 std::size_t v) {
  static_assert(buckets_count % 2 == 0);
  const std::size_t first = v * lanes_here;
  const auto bucket = [&](std::size_t b) __attribute__((always_inline)) {
    return at(judged.bucket(weights, b).w.data() + first);
  };
  Numbers even = bucket(buckets_count) + bucket(0), odd = bucket(1);
#pragma GCC unroll 8
  for (std::size_t b = 2; b < buckets_count; b += 2) {
    even += bucket(b);
    odd += bucket(b + 1);
  }
  for (std::size_t side = 0; side < weights.biases.size(); ++side)
    odd += at(weights.biases.data()[side].w.data() + first) * judged.biases[side].of[v];
  return logistic_of(even + odd + all_horizontal_sums(parts + first));
}

/// What the numbers bring to each known head, in four parts; of the others in its vector, nothing.
VITRINE_INLINE void numbers_of(const AdditiveWeights& weights, const float* inputs, std::uint32_t known,
                               Four* parts) {
  const AdditiveWeights::OfHead* numbers = weights.numbers.data();
  if (known == (1U << heads_count) - 1) {
    static_assert(heads_count == 10);
    dots<5>(numbers, inputs, parts);
    dots<5>(numbers + 5, inputs, parts + 5);
    for (std::size_t h = heads_count; h < heads_up_to; ++h) parts[h] = Four{};
    return;
  }
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here)
    if (any_of(known, first))
#pragma GCC unroll 16
      for (std::size_t h = 0; h < lanes_here; ++h) parts[first + h] = Four{};
  for (std::uint32_t left = known; left != 0; left &= left - 1) {
    const auto h = static_cast<std::size_t>(__builtin_ctz(left));
    dots<1>(numbers + h, inputs, parts + h);
  }
}

static PerHead<float> learn(AdditiveWeights& weights, const Readings& readings, const Outcome& outcome,
                            float step) {
  static_assert(lanes % lanes_here == 0);
  // 1. Bytes to numbers, and where the weights of the buckets are.
  alignas(64) float inputs[numbers_count];
  const std::uint8_t* bytes = readings.bytes.data();
#pragma GCC unroll 20
  for (std::size_t i = 0; i < numbers_count; i += lanes_here)
    put(inputs + i, (numbers_at(bytes + i) - 128.0F) * (1.0F / 32.0F));
  Judged judged;
  judged.note_buckets(bytes + first_bucket);
  static_assert(first_bias + heads_count + lanes <= readings_count);
  for (std::size_t side = 0; side < weights.biases.size(); ++side)
    judged.biases[side] = biases_at(bytes + first_bias + side * heads_count);

  const std::uint32_t known = outcome.known & ((1U << heads_count) - 1);
  alignas(64) float error[lanes]{}, times[lanes]{};
  alignas(64) Four parts[lanes];
  numbers_of(weights, inputs, known, parts);
  // 2. Predict the known heads, and how far each is off. Stored whole: a wide load of several narrow stores
  // cannot be forwarded from them.
  PerHead<float> predicted{};
  for (std::size_t v = 0; v < vectors_of_heads; ++v) {
    const std::size_t first = v * lanes_here;
    if (!any_of(known, first)) continue;
    const Numbers likely = predicted_of(weights, judged, parts, v);
    const Wholes asked = lanes_of(known, first);
    put(error + first, (Numbers)((Wholes)(step * (likely - at(outcome.y.data() + first))) & asked));
    put(predicted.data() + first, (Numbers)((Wholes)likely & asked));
  }
  // 3. What this step adds to the sums of squares, and so to the pace of each weight.
  if (const std::uint32_t telling = count_steps(weights, known, error, times); telling != 0)
    find_paces(weights, judged, inputs, telling, error, times);
  // 4. Move the weights of the numbers, head by head; ...
  for (std::uint32_t left = known; left != 0; left &= left - 1) {
    const auto h = static_cast<std::size_t>(__builtin_ctz(left));
    auto& [w, g, pace] = weights.numbers.data()[h];
    const Numbers downhill = all_of(-error[h]);  // the negative gradient, for an input of 1
#pragma GCC unroll 20
    for (std::size_t i = 0; i < numbers_count; i += lanes_here)
      descend(w.data() + i, pace.data() + i, downhill * at(inputs + i));
  }
  // ... those of buckets, base and biases a vector of heads at a time.
  for (std::size_t first = 0; first < heads_up_to; first += lanes_here) {
    if (!any_of(known, first)) continue;
    const Numbers downhill = -at(error + first);
#pragma GCC unroll 17
    for (std::size_t b = 0; b <= buckets_count; ++b) {
      auto& [w, g, pace] = judged.bucket(weights, b);
      descend(w.data() + first, pace.data() + first, downhill);
    }
    for (std::size_t side = 0; side < weights.biases.size(); ++side) {
      auto& [w, g, pace] = weights.biases.data()[side];
      descend(w.data() + first, pace.data() + first, downhill * judged.biases[side].of[first / lanes_here]);
    }
  }
  return predicted;
}

// --- searching ---------------------------------------------------------------------------------------------

constexpr std::size_t marks_at_once = 32;

#if VITRINE_LANES == 8
/// A bit for each of the 32 words of both that is all ones.
VITRINE_INLINE std::uint32_t bits_of_words(__m256i first, __m256i rest) {
  // Packed, the halves of both lie crosswise.
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(first, rest), 0xd8)));
}
#endif

/// Of 32 marks.
VITRINE_INLINE std::uint32_t equal_to(const std::uint16_t* marks, std::uint16_t wanted) {
#if VITRINE_LANES == 16
  const __mmask32 same =
      _mm512_cmpeq_epi16_mask(_mm512_loadu_si512(marks), _mm512_set1_epi16(static_cast<short>(wanted)));
  // Left to itself, g++ 12 widens a mask that it has put on the stack by reading four bytes too many: seen
  // with the thread sanitizer, whose calls lie between.
  std::uint32_t bits;
  __asm__("kmovd %1, %0" : "=r"(bits) : "k"(same));
  return bits;
#elif VITRINE_LANES == 8
  const __m256i sought = _mm256_set1_epi16(static_cast<short>(wanted));
  const auto same = [&](std::size_t i) __attribute__((always_inline)) {
    return _mm256_cmpeq_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(marks + i)), sought);
  };
  return bits_of_words(same(0), same(16));
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

/// Of `groups` times 32 marks.
template <std::size_t groups>
VITRINE_INLINE std::uint64_t common(const std::uint16_t* marks, std::span<const std::uint64_t> ids) {
  std::uint64_t bits = 0;
#if VITRINE_LANES == 8
  __m256i here[2 * groups], same[2 * groups]{};
  __builtin_memcpy(here, marks, sizeof here);
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const __m256i sought = _mm256_set1_epi16(static_cast<short>(mark_of(ids.data()[k])));
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 2 * groups; ++i)
      same[i] = _mm256_or_si256(same[i], _mm256_cmpeq_epi16(here[i], sought));
  }
  for (std::size_t i = 0; i < groups; ++i)
    bits |= static_cast<std::uint64_t>(bits_of_words(same[2 * i], same[2 * i + 1])) << i * marks_at_once;
#else
  for (std::size_t k = 0; k < ids.size(); ++k)
#pragma GCC unroll 2
    for (std::size_t i = 0; i < groups; ++i)
      bits |= static_cast<std::uint64_t>(equal_to(marks + i * marks_at_once, mark_of(ids.data()[k])))
              << i * marks_at_once;
#endif
  return bits;
}

static std::uint64_t common_marks(const std::uint16_t* marks, std::size_t count,
                                  std::span<const std::uint64_t> ids) {
  if (count == 0) return 0;
  const std::uint64_t bits = count > marks_at_once ? common<2>(marks, ids) : common<1>(marks, ids);
  return bits & (~std::uint64_t{0} >> (64 - count));
}

static std::uint32_t equal_ids(std::span<const std::uint64_t> ids, std::uint64_t wanted) {
  std::uint32_t bits = 0;
  std::size_t i = 0;
#if VITRINE_LANES >= 8
  const __m256i sought = _mm256_set1_epi64x(static_cast<long long>(wanted));
  for (; i + 4 <= ids.size(); i += 4) {
    const __m256i four = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ids.data() + i));
    const __m256i same = _mm256_cmpeq_epi64(four, sought);
    bits |= static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(same))) << i;
  }
#endif
  for (; i < ids.size(); ++i) bits |= static_cast<std::uint32_t>(ids.data()[i] == wanted) << i;
  return bits;
}

static std::size_t last_mark(const std::uint16_t* marks, std::size_t end, std::uint16_t wanted) {
  if (end == 0) return 0;
  std::size_t first = (end - 1) / marks_at_once * marks_at_once;
  std::uint32_t bits = equal_to(marks + first, wanted) & (~std::uint32_t{0} >> (31 - (end - 1 - first)));
  for (; bits == 0 && first > 0; bits = equal_to(marks + first, wanted)) first -= marks_at_once;
  return bits == 0 ? 0 : first + 32 - static_cast<std::size_t>(__builtin_clz(bits));
}

// --- a layer of a perceptron -------------------------------------------------------------------------------

static void layer_ahead(std::span<const LayerInput> inputs, const float* weights, std::size_t width,
                        float* sums) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Numbers value = all_of(inputs.data()[i].value);
    const float* row = weights + inputs.data()[i].row * width;
    for (std::size_t unit = 0; unit < width; unit += lanes_here)
      put(sums + unit, at(sums + unit) + value * at(row + unit));
  }
}

static void layer_back(std::span<const LayerInput> inputs, const float* weights, float* gradients,
                       std::size_t width, const float* slopes, float* by_input) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Numbers value = all_of(inputs.data()[i].value);
    const float* row = weights + inputs.data()[i].row * width;
    float* gradient = gradients + inputs.data()[i].row * width;
    // Sixteen sums whatever the width, added by halves.
    std::array<Numbers, 16 / lanes_here> parts{};
    for (std::size_t unit = 0; unit < width; unit += 16)
      for (std::size_t part = 0; part < parts.size(); ++part) {
        const std::size_t from = unit + part * lanes_here;
        const Numbers slope = at(slopes + from);
        parts.data()[part] += slope * at(row + from);
        put(gradient + from, at(gradient + from) + value * slope);
      }
    std::array<float, 16> sums;
    for (std::size_t part = 0; part < parts.size(); ++part)
      put(sums.data() + part * lanes_here, parts.data()[part]);
    for (std::size_t half = 8; half > 0; half /= 2)
      for (std::size_t k = 0; k < half; ++k) sums.data()[k] += sums.data()[k + half];
    by_input[i] = sums.data()[0];
  }
}

static void layer_step(std::span<float> weights, std::span<float> gradients, std::span<float> means,
                       std::span<float> squares, float rate, float share) {
  for (std::size_t i = 0; i < weights.size(); i += lanes_here) {
    const Numbers gradient = at(gradients.data() + i) * share;
    const Numbers mean = at(means.data() + i) * 0.9F + gradient * 0.1F;
    const Numbers square = at(squares.data() + i) * 0.999F + gradient * gradient * 0.001F;
    put(means.data() + i, mean);
    put(squares.data() + i, square);
    put(weights.data() + i, at(weights.data() + i) - rate * mean * inverse_root_of(square + 1e-12F));
    put(gradients.data() + i, Numbers{});
  }
}

constexpr Kernels kernels{lanes_here,   glance,    read,      learn,       judge_parts, judge_sum, fit_all,
                          common_marks, equal_ids, last_mark, layer_ahead, layer_back,  layer_step};
#undef VITRINE_INLINE
