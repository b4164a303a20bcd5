#include "learning/kernels.hpp"

#include <cstring>

#include "learning/numeric.hpp"
#ifdef __x86_64__
#include <immintrin.h>
#endif

// Every width has its own copy of one text, which calls nothing but what is inlined. Only g++ compiles a part
// of a file for another processor this way; the fuzzers' compiler makes the narrowest alone.
#define VITRINE_LANES 4
namespace vitrine::learning::lanes4 {
#include "learning/kernels.inl"
}
#undef VITRINE_LANES

#if defined(__x86_64__) && !defined(__clang__)
#define VITRINE_WIDER
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#define VITRINE_LANES 8
namespace vitrine::learning::lanes8 {
#include "learning/kernels.inl"
}
#undef VITRINE_LANES
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq")
#define VITRINE_LANES 16
namespace vitrine::learning::lanes16 {
#include "learning/kernels.inl"
}
#undef VITRINE_LANES
#pragma GCC pop_options
#endif

namespace vitrine::learning {
namespace {

constexpr std::array all{
    lanes4::kernels,
#ifdef VITRINE_WIDER
    lanes8::kernels,
    lanes16::kernels,
#endif
};

std::size_t count_here() {
#ifdef VITRINE_WIDER
  // All that VITRINE_WIDER's text is compiled for; every processor with AVX2 that is known has the rest too.
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("lzcnt") || !__builtin_cpu_supports("popcnt"))
    return 1;
  const bool widest = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq");
  return widest ? 3 : 2;
#else
  return 1;
#endif
}

}  // namespace

std::span<const Kernels> kernels_here() {
  static const std::size_t count = count_here();
  return std::span{all}.first(count);
}

// Before main begins the narrowest may be met, which has the same bits.
std::atomic<const Kernels*> chosen_kernels{&all.front()};
[[maybe_unused]] const bool widest_chosen = [] {
  chosen_kernels = &kernels_here().back();
  return true;
}();

void choose_kernels(std::size_t width) {
  const Kernels* best = &kernels_here().front();
  for (const Kernels& one : kernels_here())
    if (one.width <= width) best = &one;
  chosen_kernels.store(best, std::memory_order_relaxed);
}

}  // namespace vitrine::learning
