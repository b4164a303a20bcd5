#include "learning/watch_ranks.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "base/random.hpp"

namespace vitrine::watch_ranks_test {
using namespace vitrine::learning;

namespace {

Outcome seen(float watched_s, float duration_s) {
  return outcome_of(watched_s, duration_s, false, watched_s < skip_s);
}

}  // namespace

TEST_CASE("watch_ranks: before anything was watched the rank is the share seen") {
  const WatchRanks ranks;
  for (const float duration_s : {3.0F, 15.0F, 60.0F, 600.0F})
    for (const float share : {0.01F, 0.1F, 0.3F, 0.5F, 0.7F, 0.95F})
      CHECK(ranks.of(seen(share * duration_s, duration_s)) == doctest::Approx(share).epsilon(0.04).scale(1));
  CHECK(ranks.of(seen(20, 20)) == 1);
}

TEST_CASE("watch_ranks: a watch is compared with those of its length, whatever the lengths are like") {
  // Of short clips nobody leaves before half, of long ones nobody stays longer than that.
  WatchRanks ranks;
  base::Random random{3};
  const auto watch = [&](float duration_s, double u) {
    const double share = duration_s < 20 ? 0.5 + 0.49 * u : 0.5 * u;
    return seen(static_cast<float>(share) * duration_s, duration_s);
  };
  for (int i = 0; i < 20'000; ++i) {
    ranks.count(watch(10, random.unit()));
    ranks.count(watch(60, random.unit()));
  }
  for (const double u : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    CHECK(ranks.of(watch(10, u)) == doctest::Approx(u).epsilon(0.1).scale(1));
    CHECK(ranks.of(watch(60, u)) == doctest::Approx(u).epsilon(0.1).scale(1));
  }
  // Six seconds of ten are few here, six of sixty many more than nothing.
  CHECK(ranks.of(seen(6, 10)) < 0.3F);
  CHECK(ranks.of(seen(25, 60)) > 0.7F);
}

TEST_CASE("watch_ranks: the mean rank of what is watched is a half, and follows when habits change") {
  WatchRanks ranks;
  base::Random random{5};
  const auto mean_rank = [&](double finishing) {
    double sum = 0;
    constexpr int rounds = 40'000;
    for (int i = 0; i < rounds; ++i) {
      const float share = random.unit() < finishing ? 1.0F : static_cast<float>(random.unit());
      const Outcome outcome = seen(share * 30, 30);
      sum += static_cast<double>(ranks.of(outcome));
      ranks.count(outcome);
    }
    return sum / rounds;
  };
  CHECK(mean_rank(0.1) == doctest::Approx(0.5).epsilon(0.02));
  CHECK(mean_rank(0.7) == doctest::Approx(0.5).epsilon(0.06));
  CHECK(ranks.of(seen(30, 30)) == doctest::Approx(0.65).epsilon(0.05));  // seven in ten see all of it
}

TEST_CASE("watch_ranks: no outcome, however odd, has a rank outside of 0 to 1") {
  WatchRanks ranks;
  constexpr float infinite = std::numeric_limits<float>::infinity(), none = std::nanf("");
  for (const float watched : {0.0F, -1.0F, 1e30F, infinite, -infinite, none})
    for (const float duration : {1.0F, 0.5F, 1e30F, infinite, none}) {
      Outcome odd;
      odd.watched_s = watched;
      odd.duration_s = duration;
      for (int i = 0; i < 10; ++i) ranks.count(odd);
      CHECK(ranks.of(odd) >= 0);
      CHECK(ranks.of(odd) <= 1);
    }
}

TEST_CASE("watch_ranks: restored they are the same, and empty or overfull ones are refused") {
  WatchRanks ranks;
  base::Random random{7};
  for (int i = 0; i < 30'000; ++i)
    ranks.count(seen(static_cast<float>(random.unit()) * 90, 1 + static_cast<float>(random.unit()) * 90));
  base::WireWriter out, same;
  ranks.write(out);
  WatchRanks restored;
  base::WireReader in{out.bytes()};
  restored.read(in);
  REQUIRE(in.finished());
  restored.write(same);
  CHECK(same.take() == out.take());

  for (const std::uint64_t each : {0, 600}) {  // 16 bins of 600 are more than are ever kept
    base::WireWriter odd;
    for (int i = 0; i < 16 * 16; ++i) odd.varint(each);
    base::WireReader reader{odd.bytes()};
    WatchRanks refused;
    refused.read(reader);
    CHECK_FALSE(reader.ok());
  }
}

}  // namespace vitrine::watch_ranks_test
