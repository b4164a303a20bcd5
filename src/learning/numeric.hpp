#pragma once
// Arithmetic that gives the same bits on every machine. libm's exp and log differ between processors (glibc
// picks a variant with fused multiply-add where there is one); these use only IEEE + - * / and bit patterns,
// compiled with -ffp-contract=off. Relative error below 3e-7 for exp2 and 2e-6 for log2: far below what a
// score can show. Pure, thread-safe, about 5 ns each.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

namespace vitrine::learning {

/// 2^x for x in [-126, 126], clamped outside.
[[nodiscard]] constexpr float exp2_portable(float x) {
  x = std::clamp(x, -126.0F, 126.0F);
  const float shifted = x + 12582912.0F;  // 1.5 * 2^23: rounds to the nearest whole number
  const float whole = shifted - 12582912.0F;
  const float f = x - whole;  // [-0.5, 0.5]
  // Taylor series of 2^f up to f^6: the remainder is below 2e-7 on this interval.
  float p = 1.5403530e-4F;
  p = p * f + 1.3333558e-3F;
  p = p * f + 9.6181291e-3F;
  p = p * f + 5.5504109e-2F;
  p = p * f + 2.4022651e-1F;
  p = p * f + 6.9314718e-1F;
  p = p * f + 1.0F;
  const auto exponent = static_cast<std::int32_t>(whole) + 127;
  return p * std::bit_cast<float>(static_cast<std::uint32_t>(exponent) << 23);
}

inline constexpr std::int32_t root_of_half = 0x3f3504f3;  // its bits

/// Base-2 logarithm of a positive, normal number.
[[nodiscard]] constexpr float log2_portable(float x) {
  const auto bits = std::bit_cast<std::int32_t>(x);
  const std::int32_t exponent = (bits - root_of_half) >> 23;
  const float m = std::bit_cast<float>(bits - (exponent << 23));  // from the root of 1/2 to that of 2
  // log2(m) = 2/ln 2 * artanh((m-1)/(m+1)), |argument| <= 0.1716
  const float t = (m - 1.0F) / (m + 1.0F);
  const float t2 = t * t;
  float p = 0.2857143F;  // 2/7
  p = p * t2 + 0.4F;
  p = p * t2 + 0.6666667F;
  p = p * t2 + 2.0F;
  return static_cast<float>(exponent) + p * t * 1.44269504F;
}

// --- four at once: the same operations in the same order, so the same bits as one at a time --------------

using Four = float __attribute__((vector_size(16)));
using FourInts = std::int32_t __attribute__((vector_size(16)));

[[nodiscard]] inline Four smaller(Four a, Four b) {
#ifdef __SSE__
  return _mm_min_ps(a, b);  // what the line below says; the compiler does not see that it is one instruction
#else
  return a < b ? a : b;
#endif
}
[[nodiscard]] inline Four larger(Four a, Four b) {
#ifdef __SSE__
  return _mm_max_ps(a, b);
#else
  return a > b ? a : b;
#endif
}
[[nodiscard]] inline Four clamp(Four x, float low, float high) {
  return smaller(larger(x, Four{low, low, low, low}), Four{high, high, high, high});
}

[[nodiscard]] inline Four exp2_portable(Four x) {
  x = clamp(x, -126.0F, 126.0F);
  const Four shifted = x + 12582912.0F;
  const Four whole = shifted - 12582912.0F;
  const Four f = x - whole;
  Four p = f * 1.5403530e-4F + 1.3333558e-3F;
  p = p * f + 9.6181291e-3F;
  p = p * f + 5.5504109e-2F;
  p = p * f + 2.4022651e-1F;
  p = p * f + 6.9314718e-1F;
  p = p * f + 1.0F;
  const FourInts exponent = __builtin_convertvector(whole, FourInts) + 127;
  return p * std::bit_cast<Four>(exponent << 23);
}

[[nodiscard]] inline Four log2_portable(Four x) {
  const auto bits = std::bit_cast<FourInts>(x);
  const FourInts exponent = (bits - root_of_half) >> 23;
  const auto m = std::bit_cast<Four>(bits - (exponent << 23));
  const Four t = (m - 1.0F) / (m + 1.0F);
  const Four t2 = t * t;
  Four p = t2 * 0.2857143F + 0.4F;
  p = p * t2 + 0.6666667F;
  p = p * t2 + 2.0F;
  return __builtin_convertvector(exponent, Four) + p * t * 1.44269504F;
}

[[nodiscard]] inline Four logistic(Four x) {
  const Four e = exp2_portable(-1.44269504F * clamp(x, -30.0F, 30.0F));
  return 1.0F / (1.0F + e);
}

/// The logarithm of `yes` : `no`, both positive, kept away from certainty either way.
[[nodiscard]] inline Four log_odds(Four yes, Four no) {
  return 0.69314718F * log2_portable(clamp(yes / clamp(no, 1e-9F, 1e9F), 1e-4F, 1e4F));
}

// --- one at a time again -----------------------------------------------------------------------------------

/// 1 / (1 + e^-x).
[[nodiscard]] constexpr float logistic(float x) {
  const float e = exp2_portable(-1.44269504F * std::clamp(x, -30.0F, 30.0F));
  return 1.0F / (1.0F + e);
}

[[nodiscard]] constexpr float log_odds(float yes, float no) {
  return 0.69314718F * log2_portable(std::clamp(yes / std::clamp(no, 1e-9F, 1e9F), 1e-4F, 1e4F));
}
/// Of a probability.
[[nodiscard]] constexpr float log_odds(float p) { return log_odds(p, 1.0F - p); }

/// What is left of 1 after `elapsed_s` when half is lost every `half_life_s`.
[[nodiscard]] constexpr float faded(float elapsed_s, float half_life_s) {
  return elapsed_s <= 0 ? 1.0F : exp2_portable(-elapsed_s / half_life_s);
}

/// About 1 / sqrt(x) of a positive, normal number (or of four): a first guess by halving the exponent (Lomont
/// 2003), made better by one of Newton's steps. Relative error below .0018, which a step of learning does not
/// feel (KuaiRand's figures are the same to five digits with a second one). Neither divides nor takes a root,
/// which take longest; four at once have the same bits as one at a time.
template <class Number>
[[nodiscard]] constexpr Number inverse_root(Number x) {
  using FourBits = std::int32_t __attribute__((vector_size(16)));
  using Bits = std::conditional_t<sizeof(Number) == 4, std::int32_t, FourBits>;
  const Number y = std::bit_cast<Number>(0x5f375a86 - (std::bit_cast<Bits>(x) >> 1));
  return y * (1.5F - 0.5F * x * y * y);
}

}  // namespace vitrine::learning
