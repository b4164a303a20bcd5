#include "catalog/print.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <bit>
#include <set>

#include "base/random.hpp"

namespace vitrine::print_test {
using namespace vitrine::catalog;

namespace {
/// Numbers as a sound gives them: mostly new ones.
Print sound(std::uint64_t seed, std::size_t length) {
  base::Random random{seed};
  Print print;
  for (std::size_t i = 0; i < length; ++i) print.push_back(static_cast<std::uint32_t>(random.next()));
  return print;
}

/// As if encoded anew: each bit turns over with this probability.
Print worn(PrintView print, double each_bit, std::uint64_t seed) {
  base::Random random{seed};
  Print out(print.begin(), print.end());
  for (auto& item : out)
    for (int bit = 0; bit < 32; ++bit)
      if (random.unit() < each_bit) item ^= 1U << bit;
  return out;
}

PrintView part(PrintView print, std::size_t from, std::size_t length) { return print.subspan(from, length); }
}  // namespace

TEST_CASE("print: the same sound is found where it was cut") {
  const auto whole = sound(1, 200);
  const auto match = same_sound(whole, part(whole, 37, 90));
  REQUIRE(match);
  CHECK(*match == Match{.offset = 37, .overlap = 90, .error = 0});
  const auto back = same_sound(part(whole, 37, 90), whole);
  REQUIRE(back);
  CHECK(back->offset == -37);
}

TEST_CASE("print: worn by another encoder it is still the same, another sound is not") {
  const auto whole = sound(2, 120);
  const auto match = same_sound(whole, worn(part(whole, 10, 100), 0.08, 3));
  REQUIRE(match);
  CHECK(match->offset == 10);
  CHECK(match->error < 0.12);
  CHECK_FALSE(same_sound(whole, sound(4, 120)));
  CHECK_FALSE(same_sound(whole, worn(whole, 0.45, 5)));
}

TEST_CASE("print: what is too short, or hardly in the other, or hardly changes is nobody's sound") {
  const auto whole = sound(6, 200);
  CHECK_FALSE(same_sound(whole, part(whole, 0, print_overlap_min - 1)));
  CHECK(same_sound(whole, part(whole, 0, print_overlap_min)));
  // Thirty items in common of a hundred: a moment of it, not the sound.
  auto other = sound(7, 100);
  std::copy_n(whole.begin() + 50, 30, other.begin());
  CHECK_FALSE(same_sound(whole, other));
  const Print hum(200, 0x214df977);
  CHECK_FALSE(same_sound(hum, hum));
  CHECK(variety(hum) < print_variety_min);
  CHECK(variety({}) == 0);
  CHECK_FALSE(same_sound({}, {}));
  CHECK_FALSE(same_sound(whole, {}));
}

TEST_CASE("print: a part of a sound is found at its place, whatever the sound") {
  CHECK(rc::check("cut anywhere", [](std::uint64_t seed) {
    const auto length = *rc::gen::inRange<std::size_t>(40, 300);
    const auto taken = *rc::gen::inRange<std::size_t>(print_overlap_min, length + 1);
    const auto from = *rc::gen::inRange<std::size_t>(0, length - taken + 1);
    const auto whole = sound(seed, length);
    const auto match = same_sound(whole, worn(part(whole, from, taken), 0.02, seed + 1));
    RC_ASSERT(match.has_value());
    RC_ASSERT(match->offset == static_cast<std::int64_t>(from));
    RC_ASSERT(match->overlap == taken);
  }));
}

TEST_CASE("print: two sounds are the same in either order, and no two made at random are") {
  CHECK(rc::check("either order", [](std::uint64_t seed) {
    const auto first = sound(seed, *rc::gen::inRange<std::size_t>(0, 200));
    const auto second = sound(seed + 1, *rc::gen::inRange<std::size_t>(0, 200));
    RC_ASSERT(!same_sound(first, second));
    const auto there = same_sound(first, worn(first, 0.05, seed)),
               back = same_sound(worn(first, 0.05, seed), first);
    RC_ASSERT(there.has_value() == back.has_value());
    if (there) RC_ASSERT(there->offset == -back->offset);
  }));
}

TEST_CASE("print: landmarks are different items of the whole, no more than asked for") {
  const auto whole = sound(8, 1000);
  const auto some = landmarks(whole, 100);
  CHECK(some.size() == 100);
  CHECK(std::set<std::uint32_t>(some.begin(), some.end()).size() == 100);
  CHECK(landmarks(Print(50, 7U), 10) == Print{7U});
  CHECK(landmarks({}, 10).empty());
  CHECK(landmarks(whole, 5000).size() == 1000);
}
}  // namespace vitrine::print_test
