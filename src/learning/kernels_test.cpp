// Every width has the bits of the narrowest: loop by loop, and in a whole model.
#include "learning/kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "base/random.hpp"
#include "learning/model.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::kernels_test {
using namespace vitrine::learning;
using vitrine::learning::testing::LogMaker;

namespace {

Row random_row(base::Random& random) {
  Row row;
  row.n = static_cast<float>(random.below(4) == 0 ? 0 : random.below(5000));
  for (float& sum : row.sums) sum = static_cast<float>(random.unit()) * row.n;
  for (auto& average : row.lately) average = static_cast<std::uint16_t>(random.below(65'536));
  return row;
}

Overall random_overall(base::Random& random) {
  Overall overall;
  overall.n = static_cast<float>(50 + random.below(10'000));
  for (float& sum : overall.sums) sum = static_cast<float>(random.unit()) * overall.n;
  return overall;
}

Readings random_readings(base::Random& random) {
  Readings readings;
  for (auto& byte : readings.bytes) byte = static_cast<std::uint8_t>(random.below(256));
  for (std::size_t b = 0; b < buckets_count; ++b)
    readings.bytes[first_bucket + b] = static_cast<std::uint8_t>(random.below(bucket_values));
  return readings;
}

Outcome random_outcome(base::Random& random) {
  Outcome outcome = outcome_of(static_cast<float>(random.below(40)), 20, false, random.below(3) == 0);
  outcome.set(Head::like, random.below(5) == 0);
  outcome.known = static_cast<std::uint16_t>(random.below(1024));
  return outcome;
}

template <class T>
bool same_bits(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0;
}

}  // namespace

TEST_CASE("kernels: what sixteen rows show has the same bytes in every width") {
  base::Random random{3};
  for (int round = 0; round < 500; ++round) {
    std::array<Row, glances_at_once> rows;
    std::array<const Row*, glances_at_once> all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i] = random_row(random);
      all[i] = &rows[i];
    }
    const Lens lens{random_overall(random)};
    Glances narrow{};
    kernels_here().front().glance(all, lens, 3, narrow);
    Circumstances circumstances;
    for (std::uint8_t& byte : circumstances.taste) byte = static_cast<std::uint8_t>(random.below(256));
    for (std::uint8_t& bucket : circumstances.buckets) bucket = static_cast<std::uint8_t>(random.below(16));
    for (auto& side : circumstances.biases)
      for (std::uint8_t& byte : side) byte = static_cast<std::uint8_t>(random.below(256));
    Readings narrow_readings;
    kernels_here().front().read(all, lens, 3, circumstances, narrow_readings);
    for (const Kernels& one : kernels_here()) {
      Glances seen{};
      one.glance(all, lens, 3, seen);
      REQUIRE(same_bits(seen, narrow));
      Readings readings;
      one.read(all, lens, 3, circumstances, readings);
      REQUIRE(same_bits(readings, narrow_readings));
      REQUIRE(std::ranges::equal(circumstances.taste,
                                 std::span{readings.bytes}.subspan(first_taste, circumstances.taste.size())));
      for (std::size_t i = 0; i < context_count; ++i)
        REQUIRE(readings.bucket(aspects_count + i) == circumstances.buckets[i]);
      for (std::size_t side = 0; side < circumstances.biases.size(); ++side)
        REQUIRE(std::ranges::equal(
            circumstances.biases[side],
            std::span{readings.bytes}.subspan(first_bias + side * heads_count, heads_count)));
      // Both tell the same.
      for (std::size_t a = 0; a < aspects_count; ++a) {
        REQUIRE(std::equal(seen.rates[a].begin(), seen.rates[a].end(),
                           readings.bytes.begin() + a * rates_per_aspect));
        REQUIRE(seen.bucket[a] == readings.bucket(a));
        if (a < rich_aspects)
          REQUIRE(std::equal(seen.more[a].begin(), seen.more[a].end(),
                             readings.bytes.begin() + first_more + a * more_per_aspect));
      }
    }
  }
}

TEST_CASE("kernels: a row that counted nobody shows nothing, one that is as usual shows about nothing") {
  Overall overall;
  Row usual;
  usual.n = 1e6F;
  for (std::size_t s = 0; s < signals_count; ++s)
    usual.sums[s] = overall.rate(static_cast<Signal>(s)) * usual.n;
  for (std::size_t i = 0; i < averaged_signals; ++i)
    usual.lately[i] = static_cast<std::uint16_t>(overall.rate(averaged[i]) * 65535.0F);
  const Row nobody;
  std::array<const Row*, glances_at_once> all;
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i % 2 == 0 ? &nobody : &usual;
  for (const Kernels& one : kernels_here()) {
    Glances seen{};
    one.glance(all, Lens{overall}, 0, seen);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t k = 0; k + 1 < seen.rates[i].size(); ++k) CHECK(seen.rates[i][k] == 128);
      for (const std::uint8_t byte : seen.more[i]) CHECK(byte == 128);
      CHECK(seen.bucket[i] == (i % 2 == 0 ? 0 : 15));
    }
  }
}

TEST_CASE("kernels: steps and judgements have the same bits in every width") {
  std::vector<std::vector<std::byte>> states;
  for (const Kernels& one : kernels_here()) {
    base::Random random{11};
    AdditiveWeights weights;
    std::vector<std::byte> bytes;
    const auto keep = [&](const auto& value) {
      const auto* from = reinterpret_cast<const std::byte*>(&value);
      bytes.insert(bytes.end(), from, from + sizeof value);
    };
    for (int step = 0; step < 300; ++step) {
      const Outcome outcome = random_outcome(random);
      if (step == 150) weights.early_steps.fill(paced_from);  // from here on few steps tell the pace
      keep(one.learn(weights, random_readings(random), outcome, step % 2 == 0 ? 1.0F : 0.25F));
    }
    keep(weights.numbers);
    keep(weights.buckets);
    keep(weights.base);
    keep(weights.biases);
    keep(weights.early_steps);

    HeadsByNumber numbers{};
    for (std::size_t h = 0; h < heads_count; ++h)
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i][h] = weights.numbers[h].w[i];
    Glances seen{};
    for (auto& place : seen.rates)
      for (auto& byte : place) byte = static_cast<std::uint8_t>(random.below(256));
    for (auto& place : seen.more)
      for (auto& byte : place) byte = static_cast<std::uint8_t>(random.below(256));
    for (float& log_seconds : seen.log_seconds) log_seconds = static_cast<float>(random.unit() * 7);
    std::array<Piece, aspects_count> pieces;
    std::array<const Piece*, aspects_count> all_pieces;
    std::array<Look, aspects_count> looks;
    for (std::size_t a = 0; a < aspects_count; ++a) {
      looks[a] = {.aspect = a, .into = &pieces[a]};
      all_pieces[a] = &pieces[a];
    }
    one.judge_parts(numbers, weights, seen, looks);
    std::array<float, glances_at_once> fits = seen.log_seconds;
    one.fit_all(fits, 4);
    Circumstances circumstances;
    for (auto& byte : circumstances.taste) byte = static_cast<std::uint8_t>(random.below(256));
    for (auto& side : circumstances.biases)
      for (auto& byte : side) byte = static_cast<std::uint8_t>(random.below(256));
    LogOdds z;
    one.judge_sum(numbers, weights, all_pieces, std::span{fits}.first<aspects_count>(), circumstances, z);
    keep(pieces);
    keep(fits);
    keep(z);
    states.push_back(std::move(bytes));
  }
  for (const auto& state : states) CHECK(state == states.front());
}

TEST_CASE("kernels: searches find what a plain loop finds") {
  base::Random random{17};
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint16_t> marks(64 + 32);
    for (auto& mark : marks) mark = static_cast<std::uint16_t>(random.below(40));
    const std::size_t count = random.below(65);
    const auto wanted = static_cast<std::uint16_t>(random.below(41));
    const std::array<std::uint64_t, 3> several{random.next(), 40, random.next()};
    if (count > 0) marks[random.below(count)] = mark_of(several[round % 3]);
    std::uint64_t expected = 0;
    for (std::size_t i = 0; i < count; ++i) expected |= static_cast<std::uint64_t>(marks[i] == wanted) << i;
    const std::size_t last = static_cast<std::size_t>(std::bit_width(expected));
    std::uint64_t expected_any = 0;
    for (std::size_t i = 0; i < count; ++i)
      expected_any |=
          static_cast<std::uint64_t>(std::ranges::find(several, marks[i], mark_of) != several.end()) << i;
    for (const Kernels& one : kernels_here()) {
      REQUIRE(one.common_marks(marks.data(), count, several) == expected_any);
      const std::vector<std::uint64_t> ids(marks.begin(),
                                           marks.begin() + static_cast<std::ptrdiff_t>(count / 2));
      REQUIRE(one.equal_ids(ids, wanted) == (expected & ((std::uint64_t{1} << count / 2) - 1)));
      // Nothing behind the last group may be read: an array of whole groups, no longer.
      const std::vector<std::uint16_t> groups(
          marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>((count + 31) / 32 * 32));
      REQUIRE(one.last_mark(groups.data(), count, wanted) == last);
    }
  }
}

TEST_CASE("kernels: a model that learned with any width is the same model") {
  const std::size_t before = kernels().width;
  LogMaker maker{5};
  const auto log = maker.busy(400);
  std::vector<base::Digest> digests;
  for (const Kernels& one : kernels_here()) {
    choose_kernels(one.width);
    CHECK(kernels().width == one.width);
    Model model;
    model.apply(log, 1);
    digests.push_back(model.digest());
  }
  choose_kernels(before);
  for (const auto& digest : digests) CHECK(digest == digests.front());
}

TEST_CASE("kernels: a layer of a perceptron has the same bits in every width") {
  base::Random random{11};
  constexpr std::size_t width = 32, rows = 5;
  const auto number = [&] { return static_cast<float>(random.unit()) - 0.5F; };
  std::vector<float> start(width * rows);
  for (float& weight : start) weight = number();
  const std::vector<LayerInput> inputs{{0, 1}, {3, number()}, {4, number()}};
  std::vector<float> slopes(width);
  for (float& slope : slopes) slope = number();
  std::vector<std::vector<float>> told;
  for (const Kernels& kernels : kernels_here()) {
    std::vector<float> weights = start, gradients(start.size()), means(start.size()), squares(start.size());
    std::vector<float> all(width), by_input(inputs.size());
    for (int round = 0; round < 3; ++round) {
      kernels.layer_ahead(inputs, weights.data(), width, all.data());
      kernels.layer_back(inputs, weights.data(), gradients.data(), width, slopes.data(), by_input.data());
      kernels.layer_step(weights, gradients, means, squares, 0.01F, 0.5F);
    }
    for (const auto* part : {&by_input, &weights, &gradients, &means, &squares})
      all.insert(all.end(), part->begin(), part->end());
    told.push_back(all);
  }
  for (const auto& one : told)
    CHECK(std::memcmp(one.data(), told.front().data(), one.size() * sizeof(float)) == 0);
}

}  // namespace vitrine::kernels_test
