// vitrine_bench [--json] [part of a name]...
// The fixtures that tests and benchmarks share speak doctest; its runner is not used here.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/testing/bench.hpp"

namespace vitrine::base::testing {

namespace {
bool as_json = false;
}

std::vector<BenchEntry>& benches() {
  static std::vector<BenchEntry> all;
  return all;
}

void Bench::report(std::int64_t times, std::chrono::duration<double> took, std::string_view what) {
  const auto name = what.empty() ? name_ : name_ + ", " + std::string(what);
  const double each_us = took.count() * 1e6 / static_cast<double>(times);
  const double per_second = static_cast<double>(times) / took.count();
  if (as_json)
    fmt::print("{{\"name\":\"{}\",\"times\":{},\"per_second\":{:.1f},\"each_us\":{:.3f}}}\n", name, times,
               per_second, each_us);
  else fmt::print("{:<60} {:>12.0f} /s {:>12.2f} us each\n", name, per_second, each_us);
  std::fflush(stdout);
}

}  // namespace vitrine::base::testing

int main(int count, char** words) {
  namespace testing = vitrine::base::testing;
  std::vector<std::string_view> parts{words + 1, words + count};
  testing::as_json = std::erase(parts, "--json") > 0;
  for (const auto& entry : testing::benches()) {
    const auto named = [&](std::string_view part) { return entry.name.find(part) != std::string::npos; };
    if (!parts.empty() && std::ranges::none_of(parts, named)) continue;
    testing::Bench bench{entry.name};
    entry.run(bench);
  }
}
