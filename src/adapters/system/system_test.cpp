#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "adapters/system/kernel_rng.hpp"
#include "adapters/system/system_clock.hpp"

namespace vitrine::system_test {
TEST_CASE("system_clock: shows the system's time and never an earlier one than before") {
  const system::SystemClock clock;
  const auto outside = [] {
    return std::chrono::duration_cast<model::Millis>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const auto before = outside();
  const auto shown = model::millis(clock.now());
  CHECK(shown >= before);
  CHECK(shown <= outside());
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      auto last = clock.now();
      for (int k = 0; k < 10'000; ++k) {
        const auto next = clock.now();
        if (next < last) CHECK(next >= last);
        last = next;
      }
    });
}

TEST_CASE("kernel_rng: fills everything and does not repeat itself") {
  system::KernelRng rng;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(rng.next64());
  CHECK(seen.size() == 1000);
  std::vector<std::byte> large(100'000);  // more than one call of the kernel gives while interrupted
  rng.fill(large);
  std::set<std::byte> tail{large.end() - 4096, large.end()};
  CHECK(tail.size() > 200);
  rng.fill({});
}
}  // namespace vitrine::system_test
