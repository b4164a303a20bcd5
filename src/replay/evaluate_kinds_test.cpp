#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "base/random.hpp"
#include "replay/clicks.hpp"
#include "replay/lines.hpp"
#include "replay/next.hpp"
#include "replay/off_policy.hpp"

namespace vitrine::evaluate_kinds_test {
using namespace vitrine::replay;

namespace {

double no_time() { return 0; }

std::string ring_sequences() {
  vitrine::base::Random random{5};
  std::string text;
  for (int user = 0; user < 60; ++user) {
    const auto start = random.below(30);
    for (std::uint64_t k = 0; k < 12; ++k)
      text += std::to_string(user) + " " + std::to_string((start + k) % 30) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("ranking: hit rate, NDCG and reciprocal rank by hand") {
  Ranking ranking;
  ranking.add(0);
  ranking.add(2);
  ranking.add(7);
  ranking.add(12);
  ranking.add(std::nullopt);
  CHECK(ranking.n == 5);
  CHECK(ranking.hr(5) == doctest::Approx(2.0 / 5));
  CHECK(ranking.hr(10) == doctest::Approx(3.0 / 5));
  CHECK(ranking.hr(20) == doctest::Approx(4.0 / 5));
  // 1/log2(2) + 1/log2(4) + 1/log2(9)
  CHECK(ranking.ndcg(10) == doctest::Approx((1 + 0.5 + 1 / std::log2(9.0)) / 5));
  CHECK(ranking.mrr() == doctest::Approx((1 + 1.0 / 3 + 1.0 / 8 + 1.0 / 13) / 5));
}

TEST_CASE("log loss: by hand, and finite when certain and wrong") {
  CHECK(logloss({{0.5F, true}, {0.25F, false}}) == doctest::Approx((std::log(2.0) - std::log(0.75)) / 2));
  CHECK(logloss({{0.0F, true}}) == doctest::Approx(-std::log(1e-7)));
  CHECK(logloss({}) == 0);
}

TEST_CASE("lines: NULs and endless lines are refused, the rest is read") {
  std::stringstream in{"a b\r\n\n" + std::string("x\0y\n", 4) + std::string(Lines::line_max + 1, 'z') +
                       "\nc"};
  BadLines bad;
  Lines lines{in, "file", bad};
  std::string_view line;
  REQUIRE(lines.next(line));
  CHECK(line == "a b");
  REQUIRE(lines.next(line));
  CHECK(line == "c");
  CHECK_FALSE(lines.next(line));
  CHECK(bad.count == 2);
  CHECK(bad.first.at(0) == "file:3: a NUL byte, this is no text");
}

TEST_CASE("lines: so does every kind: events, prehistory, trials and items") {
  const std::string hostile = std::string("1,2\0,3\n", 7) + std::string(Lines::line_max + 1, '1') + "\n";
  const std::string refused = ":2: a NUL byte, this is no text";
  std::stringstream events{"viewer,video,at_ms,like\n" + hostile + "1,2,1650812741436,0\n"};
  std::stringstream earlier{"user_id,history_len,last_time_ms,watch_seq,like_seq,long_watch_seq\n" + hostile +
                            "1,1,1650812741436,2,,2\n"};
  const auto figures = progressive(events, &earlier, Format::plain, [] { return 0.0; });
  REQUIRE(figures);
  CHECK(figures->events == 1);
  CHECK(figures->bad.count == 4);
  CHECK(figures->bad.first.at(0) == "events" + refused);
  CHECK(figures->bad.first.at(2) == "prehistory" + refused);
  CHECK(figures->bad.first.at(3) == "prehistory:3: longer than 1048576 bytes");

  std::stringstream trials{"item_id,click,propensity_score\n" + hostile + "14,0,0.5\n"};
  const auto log = read_trials(trials, "log");
  REQUIRE(log);
  CHECK(log->trials.size() == 1);
  CHECK(log->bad.first.at(0) == "log" + refused);
  CHECK(log->bad.first.at(1) == "log:3: longer than 1048576 bytes");
  std::stringstream words{"item_id,item_feature_0,more\n" + hostile + "7,shoes,1\n"};
  BadLines bad;
  const auto items = read_items(words, bad);
  REQUIRE(items);
  CHECK(items->size() == 1);
  CHECK(bad.first.at(0) == "items" + refused);
  CHECK(bad.count == 2);
}

TEST_CASE("sequences: pairs, pairs with time and lists are told apart") {
  std::stringstream pairs{"u a\nu b\nv a\n"}, timed{"u a 975768600\nu b 975768599\nbroken\n"},
      lists{"u a b c d\nv a b\n"};
  const auto two = read_sequences(pairs, SequenceFormat::detect);
  REQUIRE(two.has_value());
  CHECK(two->format == SequenceFormat::pairs);
  CHECK(two->events.size() == 3);
  CHECK(two->people == 2);
  CHECK(two->items == 2);
  const auto three = read_sequences(timed, SequenceFormat::pairs);
  REQUIRE(three.has_value());
  CHECK(three->timed);
  CHECK(three->bad.first.at(0) == "sequences:3: not: user item time");
  const auto many = read_sequences(lists, SequenceFormat::detect);
  REQUIRE(many.has_value());
  CHECK(many->format == SequenceFormat::lists);
  CHECK(many->events.size() == 6);
}

TEST_CASE("sequences: hostile files are one clear sentence") {
  std::stringstream empty, noise{std::string("\0\0\0\n", 4)}, overflow{"u a 99999999999999999999999\n"};
  for (auto* in : {&empty, &noise, &overflow}) {
    const auto read = read_sequences(*in, SequenceFormat::detect);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == "evaluate_input");
  }
}

TEST_CASE("next item: a ring is foretold, the same figures twice, popularity by hand") {
  std::stringstream one{ring_sequences()}, other{ring_sequences()};
  const auto a = next_items(one, SequenceFormat::detect, HeldOut::last, no_time);
  const auto b = next_items(other, SequenceFormat::detect, HeldOut::last, no_time);
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  CHECK(a->people == 60);
  CHECK(a->ours.hr(10) > 0.9);
  CHECK(a->candidates.n == 60);
  CHECK(a->candidates.share(a->candidates.by_graph[0]) > 0.9);  // of 30 items 100 candidates leave out few
  CHECK(a->candidates.share(a->candidates.with_near[0]) > 0.9);
  CHECK(vitrine::base::to_text(to_json(*a)) == vitrine::base::to_text(to_json(*b)));

  // Popularity after the last item is held out: a 3, b 2, c 2, d 1. w has had a and b, c is next: of c and d,
  // c is first. v has had a and b, and d is next: behind c.
  std::stringstream small{"u a\nu b\nu c\nu d\nu c\nv a\nv b\nv d\nw a\nw c\nw c\n"};
  const auto c = next_items(small, SequenceFormat::pairs, HeldOut::last, no_time);
  REQUIRE(c.has_value());
  CHECK(c->popularity.n == 3);
  // u and w are given something they had before: a miss. v's d stands behind c.
  CHECK(c->popularity.mrr() == doctest::Approx(0.5 / 3));
  CHECK(c->candidates.n == 3);
  CHECK(c->candidates.by_graph[0] <= 1);  // and neither is among the candidates
  CHECK(c->candidates.with_near[0] <= 1);
}

TEST_CASE("next item: the validation split never looks at the last item") {
  std::stringstream one{"u a\nu b\nu c\nu d\nv a\nv b\nv c\nv e\n"};
  std::stringstream other{"u a\nu b\nu c\nu x\nv a\nv b\nv c\nv y\n"};
  const auto a = next_items(one, SequenceFormat::pairs, HeldOut::last_but_one, no_time);
  const auto b = next_items(other, SequenceFormat::pairs, HeldOut::last_but_one, no_time);
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  CHECK(vitrine::base::to_text(to_json(*a)) == vitrine::base::to_text(to_json(*b)));
  CHECK(a->events == 4);
}

TEST_CASE("sessions: the order of lines does not matter, times do; columns go by name") {
  std::string head = "at_ms,ignored,session,item\n", forward, backward;
  for (int i = 0; i < 400; ++i) {
    const std::string line = std::to_string(1'700'000'000'000LL + i * 1000LL) + ",x," +
                             std::to_string(i / 4) + "," + std::to_string(i % 4 + i / 200 * 10) + "\n";
    forward += line;
    backward.insert(0, line);
  }
  std::stringstream one{head + forward}, other{head + backward};
  const auto a = sessions(one, no_time), b = sessions(other, no_time);
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  CHECK(a->ours.n == 300);
  CHECK(a->ours.hr(10) == b->ours.hr(10));
  CHECK(a->ours.mrr() == doctest::Approx(b->ours.mrr()));
  CHECK(a->popularity.hr(10) > 0.9);
  CHECK(a->ours.hr(10) > 0.9);
  std::stringstream wrong{"a,b\n1,2\n"}, empty;
  CHECK(sessions(wrong, no_time).error().detail ==
        "The clicks need a header with columns named session (or user), item and at (or time); found: a, b.");
  CHECK(sessions(empty, no_time).error().code == "evaluate_input");
}

TEST_CASE("rows: libsvm, libFFM and what is wrong with a line") {
  Row row;
  CHECK(read_row("+1 3:1 17:0.5 # note", row).empty());
  CHECK(row.yes);
  REQUIRE(row.features.size() == 2);
  CHECK(row.features[1].column == 1);
  CHECK(read_row("-1 7:3:1 9:4:0", row).empty());
  CHECK_FALSE(row.yes);
  REQUIRE(row.features.size() == 1);  // a zero is no feature
  CHECK(row.features[0].column == 7);
  CHECK(read_row("maybe 3:1", row) == "the label is not 1, 0 or -1");
  CHECK(read_row("1 3", row) == "a feature without a colon");
  CHECK(read_row("1 3:nan", row) == "a value is not a finite number");
  CHECK(read_row("1 99999999999999999999999:1", row) == "an index is not a whole number");
  CHECK(read_row("1 -1:3:1", row) == "a field is not a whole number");
}

TEST_CASE("ctr: learns from one file what holds in the other, the same bytes twice") {
  const auto file = [](std::uint64_t seed, int lines) {
    vitrine::base::Random random{seed};
    std::string text;
    for (int i = 0; i < lines; ++i) {
      const auto a = random.below(20), b = random.below(20);
      text += ((a + b) % 2 == 0 ? "1 " : "0 ") + std::to_string(a) + ":1 " + std::to_string(b + 20) + ":1\n";
    }
    return text;
  };
  std::string told;
  for (int round = 0; round < 2; ++round) {
    std::stringstream train{file(1, 4000) + "what\n"}, test{file(2, 500)};
    const auto figures = clicks({train, test}, std::nullopt, no_time);
    REQUIRE(figures.has_value());
    CHECK(figures->auc > 0.95);
    CHECK(figures->logloss < figures->logloss_always);
    CHECK(figures->bad.count == 1);  // counted once, however often the file is read
    const auto text = vitrine::base::to_text(to_json(*figures));
    if (round == 1) CHECK(text == told);
    told = text;
  }
  std::stringstream none, test{"1 1:1\n"};
  CHECK(clicks({none, test}, 1U, no_time).error().code == "evaluate_input");
}

TEST_CASE("ctr: a file that is sorted by its labels teaches what it would in any order") {
  vitrine::base::Random random{5};
  const auto file = [&](int lines, bool sorted) {
    std::string yes, no;
    for (int i = 0; i < lines; ++i) {
      const auto a = random.below(20), b = random.below(20);
      const std::string row = " " + std::to_string(a) + ":1 " + std::to_string(b + 20) + ":1\n";
      if ((a + b) % 2 == 0) yes += "1" + row;
      else (sorted ? no : yes) += "0" + row;
    }
    return yes + no;
  };
  std::stringstream train{file(4000, true)}, test{file(500, false)};
  const auto figures = clicks({train, test}, std::nullopt, no_time);
  REQUIRE(figures.has_value());
  CHECK(figures->auc > 0.95);
}

TEST_CASE("ctr: of dozens of features that each say a little, all are heard and none too loudly") {
  vitrine::base::Random random{7};
  const auto file = [&](int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) {
      std::string row;
      double sum = 0;
      for (std::uint64_t field = 0; field < 50; ++field) {
        const auto value = random.below(4);
        sum += value < 2 ? -0.25 : 0.25;
        row += " " + std::to_string(10 * field + value) + ":1";
      }
      text += (random.unit() < 1 / (1 + std::exp(-sum)) ? "1" : "0") + row + "\n";
    }
    return text;
  };
  std::stringstream train{file(6000)}, test{file(1500)};
  const auto figures = clicks({train, test}, std::nullopt, no_time);
  REQUIRE(figures.has_value());
  CHECK(figures->auc > 0.8);  // who knows the weights is at .85
  CHECK(figures->logloss < 0.6);
}

TEST_CASE("value_bins: neither scale nor offset matters, and what never changes says only that it is there") {
  ValueBins bins;
  vitrine::base::Random random{3};
  const auto year = [&] { return 1990.0F + static_cast<float>(random.below(30)); };
  for (int i = 0; i < 1000; ++i) {
    bins.note(1, year());
    bins.note(2, 1e-6F * year());
    bins.note(3, 0.25F);
    if (i < 3) bins.note(4, year());
  }
  bins.settle();
  CHECK(bins.bin_of(1, 1990) == 0U);
  CHECK(bins.bin_of(1, 2019).value_or(0) >= 12);
  CHECK(bins.bin_of(1, 1995) < bins.bin_of(1, 2005));
  for (float one = 1990; one < 2020; ++one) CHECK(bins.bin_of(2, 1e-6F * one).has_value());
  CHECK(bins.bin_of(2, 1e-6F * 1991) < bins.bin_of(2, 1e-6F * 2015));
  CHECK(bins.bin_of(3, 0.25F) == bins.bin_of(3, 0.5F));
  CHECK_FALSE(bins.bin_of(4, 1990));  // met too seldom to tell
  CHECK_FALSE(bins.bin_of(9, 1));
}

}  // namespace vitrine::evaluate_kinds_test
