#include "replay/learners/sequence.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "replay/learners/row_model.hpp"

namespace vitrine::sequence_test {
using namespace vitrine::replay;

namespace {

/// Forty people walk rings of items: after i comes i + 1, now and then somewhere else. Item 77 came once,
/// first.
Sequence walked(std::uint64_t seed) {
  vitrine::base::Random random{seed};
  Sequence sequence;
  Sequence::Desk desk;
  sequence.learn({}, {77, 10});
  std::vector<std::vector<Sequence::Step>> people(40);
  for (std::uint32_t t = 0; t < 6000; ++t) {
    auto& steps = people[random.below(people.size())];
    const std::uint64_t after = steps.empty() ? random.below(50) : steps.back().item % 50;
    const Sequence::Step next{(random.below(5) == 0 ? random.below(50) : after) + 1, t};
    sequence.observe(steps, next, Sequence::Seen::ranked, desk);
    steps.push_back(next);
    if (steps.size() > 40) steps.erase(steps.begin());
  }
  return sequence;
}

}  // namespace

TEST_CASE("sequence: what came next before is foretold") {
  const Sequence sequence = walked(1);
  Sequence::Desk desk;
  int first = 0;
  for (std::uint64_t item = 1; item <= 40; ++item) {
    const std::array<Sequence::Step, 1> before{{{item, 6000}}};
    sequence.rank(before, 6000, Sequence::Seen::left_out, desk);
    first += desk.rank_of(item + 1) == std::size_t{0} ? 1 : 0;
    CHECK_FALSE(desk.rank_of(item).has_value());  // left out
  }
  CHECK(first >= 36);
}

TEST_CASE("sequence: same steps, same scores, bit for bit") {
  const Sequence one = walked(2), other = walked(2);
  Sequence::Desk a, b;
  const std::array<Sequence::Step, 3> before{{{7, 5990}, {8, 5995}, {9, 5999}}};
  one.rank(before, 6000, Sequence::Seen::ranked, a);
  other.rank(before, 6000, Sequence::Seen::ranked, b);
  REQUIRE(a.ranked.size() == b.ranked.size());
  REQUIRE(a.ranked.size() > 40);
  for (std::size_t i = 0; i < a.ranked.size(); ++i) {
    CHECK(a.ranked[i].item == b.ranked[i].item);
    CHECK(a.ranked[i].score == b.ranked[i].score);
  }
}

TEST_CASE("sequence: of a page sent in at once the rest comes next, whichever was named first") {
  // Thirty pages of four items: the four of one come in the same second, in an order by chance.
  vitrine::base::Random random{4};
  Sequence sequence;
  Sequence::Desk desk;
  std::uint32_t now_s = 1000;
  for (int person = 0; person < 400; ++person) {
    std::vector<Sequence::Step> steps;
    for (int page = 0; page < 4; ++page) {
      const std::uint64_t first = random.below(30) * 4 + 1;
      const std::uint64_t turned = random.below(4);
      now_s += 20;
      for (std::uint64_t k = 0; k < 4; ++k) {
        const Sequence::Step next{first + (k + turned) % 4, now_s};
        sequence.observe(steps, next, Sequence::Seen::ranked, desk);
        steps.push_back(next);
      }
    }
  }
  int found = 0;
  for (std::uint64_t page = 0; page < 30; ++page) {
    const std::array<Sequence::Step, 2> before{{{page * 4 + 4, now_s}, {page * 4 + 2, now_s}}};
    sequence.rank(before, now_s, Sequence::Seen::left_out, desk);
    for (const std::uint64_t rest : {page * 4 + 1, page * 4 + 3})
      found += desk.rank_of(rest).value_or(99) < 2 ? 1 : 0;
  }
  CHECK(found >= 57);  // of 60
}

TEST_CASE("sequence: of a moment that is over, what was hot counts for nothing") {
  const Sequence sequence = walked(3);
  Sequence::Desk a, b;
  const std::array<Sequence::Step, 2> before{{{7, 4990}, {8, 4995}}};
  const auto same_scores = [&](std::uint32_t one_s, std::uint32_t other_s) {
    sequence.rank(before, one_s, Sequence::Seen::ranked, a);
    sequence.rank(before, other_s, Sequence::Seen::ranked, b);
    return std::ranges::equal(a.ranked, b.ranked, [](const auto& x, const auto& y) {
      return x.item == y.item && x.score == y.score;
    });
  };
  CHECK(same_scores(5000, 5100));        // both over
  CHECK_FALSE(same_scores(6000, 6100));  // heat fades
  CHECK_FALSE(same_scores(5100, 6000));
}

TEST_CASE("item vectors: steps that count less than a thousandth count nothing") {
  ItemVectors vectors{0.5F};
  vectors.grow(40);
  std::vector<std::uint32_t> steps;
  for (std::uint32_t i = 0; i < 20; ++i) steps.push_back(i);
  const std::span<const std::uint32_t> all{steps};
  CHECK(vectors.taste(all) == vectors.taste(all.last(10)));
  CHECK(vectors.taste(all) != vectors.taste(all.last(9)));
}

TEST_CASE("sequence: nothing known, nothing ranked; strangers in a history do no harm") {
  Sequence sequence;
  Sequence::Desk desk;
  const std::array<Sequence::Step, 1> before{{{99, 5}}};
  sequence.rank(before, 5, Sequence::Seen::left_out, desk);
  CHECK(desk.ranked.empty());
  sequence.teach(desk, 3);
  sequence.learn(before, {3, 6});
  sequence.rank({}, 7, Sequence::Seen::left_out, desk);
  CHECK(sequence.size() == 1);
}

TEST_CASE("row model: a pair that neither feature predicts is learned") {
  RowModel model;
  vitrine::base::Random random{3};
  double wrong = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::uint64_t a = random.below(8), b = random.below(8);
    const bool yes = ((a ^ b) & 1) != 0;
    const std::array<RowFeature, 2> row{{{a + 1, 0, 1}, {b + 101, 1, 1}}};
    const float p = model.learn(row, yes);
    if (i >= 3000) wrong += (p > 0.5F) == yes ? 0 : 1;
  }
  CHECK(wrong < 20);
}

TEST_CASE("row model: same rows, same bits; strange rows do no harm") {
  RowModel one, other;
  std::vector<RowFeature> wide;
  for (std::uint64_t i = 0; i < 200; ++i) wide.push_back({i + 1, static_cast<std::uint32_t>(i * 1000), 1});
  for (RowModel* model : {&one, &other})
    for (int i = 0; i < 100; ++i) {
      const std::array<RowFeature, 2> row{
          {{static_cast<std::uint64_t>(i % 5 + 1), 0, 1}, {9, 4000000000U, 1}}};
      model->learn(row, i % 3 == 0);
      model->learn({}, i % 2 == 0);
      model->learn(wide, i % 7 == 0);
    }
  CHECK(one.predict(wide) == other.predict(wide));
  one.start_pass();
  const float p = one.predict({});
  CHECK(p > 0);
  CHECK(p < 1);
}
}  // namespace vitrine::sequence_test
