#pragma once
// Benchmarks beside the code: a `*_bench.cpp` names some, and `vitrine_bench` runs them all.
//
//   BENCH("sql: point read") { ... set up ...; bench.run(10'000, [&](int i) { read(i); }); }
//
// `vitrine_bench [--json] [part of a name]...` prints one line each: operations a second, microseconds each.
// Numbers of a shared machine vary; compare runs made one after the other.
#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vitrine::base::testing {

/// The value of a Result; a benchmark that fails has nothing to say. Throws std::runtime_error.
auto must(auto result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
  if constexpr (!std::is_void_v<typename decltype(result)::value_type>) return *std::move(result);
}

class Bench {
 public:
  explicit Bench(std::string name) : name_(std::move(name)) {}

  /// Times `times` calls of `work(i)` and reports them; twice in one benchmark wants a `what` each.
  template <class Work>
  void run(int times, Work&& work, std::string_view what = {}) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) work(i);
    report(times, std::chrono::steady_clock::now() - begin, what);
  }

  /// For what times itself: `times` operations took `took`.
  void report(std::int64_t times, std::chrono::duration<double> took, std::string_view what = {});

 private:
  std::string name_;
};

struct BenchEntry {
  std::string name;
  std::function<void(Bench&)> run;
};

/// Filled before main; read by it.
std::vector<BenchEntry>& benches();

struct AddBench {
  AddBench(std::string name, std::function<void(Bench&)> run) {
    benches().push_back({std::move(name), std::move(run)});
  }
};

}  // namespace vitrine::base::testing

#define VITRINE_BENCH_(function, name)                                                              \
  static void function(::vitrine::base::testing::Bench& bench);                                     \
  static const ::vitrine::base::testing::AddBench VITRINE_CAT(function, _added){(name), &function}; \
  static void function([[maybe_unused]] ::vitrine::base::testing::Bench& bench)
#define BENCH(name) VITRINE_BENCH_(VITRINE_CAT(vitrine_bench_, __LINE__), name)
