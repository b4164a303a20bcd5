#include "replay/off_policy.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <sstream>

#include "base/random.hpp"

namespace vitrine::off_policy_test {
using namespace vitrine::replay;
using doctest::Approx;

namespace {
// Four trials, worked out by hand.
const std::vector<Weighed> four{{.weight = 2, .reward = 1, .opinion = 0.5, .expected = 0.4},
                                {.weight = 0.5, .reward = 0, .opinion = 0.2, .expected = 0.3},
                                {.weight = 1, .reward = 1, .opinion = 0.6, .expected = 0.4},
                                {.weight = 0.5, .reward = 0, .opinion = 0.1, .expected = 0.3}};
}  // namespace

TEST_CASE("ips: the mean of weight times reward, with the normal interval") {
  const auto estimate = ips(four);  // values 2 0 1 0
  CHECK(estimate.value == Approx(0.75));
  const double error = std::sqrt((1.5625 + 0.5625 + 0.0625 + 0.5625) / 3 / 4);
  CHECK(estimate.high - estimate.value == Approx(1.959964 * error));
}

TEST_CASE("snips: divided by the mean weight, so a shifted reward shifts the estimate") {
  const auto estimate = snips(four);  // 3 / 4
  CHECK(estimate.value == Approx(0.75));
  // residuals 2(.25) .5(-.75) 1(.25) .5(-.75)
  const double error = std::sqrt(0.25 + 0.140625 + 0.0625 + 0.140625) / 4;
  CHECK(estimate.value - estimate.low == Approx(1.959964 * error));
  auto shifted = four;
  for (auto& trial : shifted) trial.reward += 10;
  CHECK(snips(shifted).value == Approx(10.75));
  CHECK(ips({}).value == 0);
  CHECK(snips({}).value == 0);
}

TEST_CASE("doubly robust: the opinion, corrected where the log contradicts it") {
  // .4+2(.5)=1.4  .3+.5(-.2)=.2  .4+1(.4)=.8  .3+.5(-.1)=.25
  CHECK(doubly_robust(four).value == Approx((1.4 + 0.2 + 0.8 + 0.25) / 4));
}

TEST_CASE("effective trials: as many as there are when all weigh the same") {
  CHECK(effective_trials(four) == Approx(16.0 / 5.5));
  CHECK(effective_trials({{.weight = 3}, {.weight = 3}}) == Approx(2));
}

TEST_CASE("trials: bad lines are counted and named, the good ones read") {
  std::stringstream in{
      "timestamp,item_id,position,click,propensity_score,user_feature_0\n"
      "2019-11-24 00:03:13.442536+00:00,14,3,0,0.03,abc\n"
      "2019-11-24 00:03:13.442536+00:00,14,3,2,0.03,abc\n"
      "2019-11-24 00:03:13.442536+00:00,14,3,0,0,abc\n"
      "yesterday,14,3,0,0.5,abc\n"
      "1,2\n"
      "2019-11-24 00:03:14+00:00,9,1,1,1.0,abc\n"};
  const auto log = read_trials(in, "log");
  REQUIRE(log.has_value());
  REQUIRE(log->trials.size() == 2);
  CHECK(log->trials[0].at_s == 1574553793);
  CHECK(log->trials[1].reward);
  CHECK(log->items == std::vector<std::string>{"14", "9"});
  CHECK(log->bad.count == 4);
  CHECK(log->bad.first.at(1) == "log:4: propensity_score is not a probability above 0");
  std::stringstream other{"a,b\n1,2\n"};
  CHECK(read_trials(other, "log").error().code == "off_policy_input");
}

TEST_CASE("items: words are features that are no numbers") {
  std::stringstream in{",item_id,item_feature_0,item_feature_1\n0,7,-0.5,shoes\n1,8\n"};
  BadLines bad;
  const auto items = read_items(in, bad);
  REQUIRE(items.has_value());
  CHECK(items->at("7") == std::vector<std::string>{"shoes"});
  CHECK(bad.count == 1);
}

// A skewed policy logs; item "good" is clicked in three of ten, the others in one of ten.
TEST_CASE("off-policy: a skewed log tells what an even policy earns, and a learned one earns more") {
  vitrine::base::Random random{11};
  const auto log_of = [&](double share_of_good, int n) {
    TrialLog log{.items = {"good", "b", "c", "d"}};
    for (int i = 0; i < n; ++i) {
      const bool good = random.unit() < share_of_good;
      const auto item = good ? 0U : 1 + static_cast<std::uint32_t>(random.below(3));
      log.trials.push_back({.context = random.unit() < 0.5 ? "x" : "y",
                            .item = item,
                            .propensity = good ? share_of_good : (1 - share_of_good) / 3,
                            .reward = random.unit() < (good ? 0.3 : 0.1),
                            .at_s = 1'574'553'793 + i});
    }
    return log;
  };
  const TrialLog skewed = log_of(0.1, 4000), even = log_of(0.25, 4000);
  const auto judged = off_policy(skewed, {}, &even);
  REQUIRE(judged);
  const auto& figures = *judged;
  CHECK_FALSE(doubt(figures));
  CHECK_FALSE(figures.items_with_words);
  CHECK(figures.agrees);
  CHECK(figures.tells());
  CHECK(to_json(figures).at("agrees").as_bool());
  CHECK(drawn_evenly(even));
  CHECK(drawn_evenly(skewed).error().detail.starts_with(
      "The uniform log was not drawn evenly: its propensities"));
  REQUIRE(figures.policies.size() == 2);
  for (const auto& estimate : {figures.policies[0].ips, figures.policies[0].snips, figures.policies[0].dr}) {
    CHECK(estimate.low < 0.15);
    CHECK(estimate.high > 0.15);
  }
  CHECK(figures.policies[1].dr.value > 0.2);
  CHECK(figures.logged.value < figures.policies[0].dr.value);
}

TEST_CASE("off-policy: a few heavy trials tell nothing, whatever overlaps") {
  OffPolicy figures;
  figures.policies.resize(1);
  figures.policies[0].effective_trials = 99;
  figures.check = Estimate{};
  CHECK(verdict(figures) == "too few to tell");
  CHECK_FALSE(to_json(figures).contains("agrees"));
  figures.policies[0].effective_trials = 100;
  CHECK(verdict(figures) == "the estimates agree");
  figures.agrees = false;
  CHECK(verdict(figures) == "the estimates DISAGREE");
}

TEST_CASE("off-policy: a mean weight far from 1 is told") {
  CHECK(mean_weight(four) == Approx(1));
  TrialLog log{.items = {"a", "b", "c", "d"}};
  for (std::uint32_t i = 0; i < 200; ++i) log.trials.push_back({.item = i % 4, .propensity = 0.5});
  const auto figures = off_policy(log, {}, nullptr);
  REQUIRE(figures);
  CHECK(figures->policies[0].mean_weight == Approx(0.5));
  REQUIRE(doubt(*figures));
  CHECK(doubt(*figures)->starts_with("the mean weight of uniform is 0.5, not 1: propensity_score"));
  const auto json = to_json(*figures);
  CHECK(json.at("policies").at("uniform").at("mean_weight").as_double() == Approx(0.5));
  CHECK(json.contains("doubt"));
  for (auto& trial : log.trials) trial.propensity = 0.25;
  CHECK_FALSE(doubt(*off_policy(log, {}, nullptr)));
}

TEST_CASE("off-policy: words of other items are refused, those of these are counted") {
  TrialLog log{.items = {"a", "b"}};
  for (std::uint32_t i = 0; i < 20; ++i) log.trials.push_back({.item = i % 2, .propensity = 0.5});
  CHECK(off_policy(log, {{"item0", {"w"}}}, nullptr).error().detail ==
        "The file of items names none of the log's: it has \"item0\", the log \"a\".");
  CHECK(off_policy(log, {{"a", {"w"}}, {"b", {}}}, nullptr)->items_with_words == 1U);
  std::stringstream trials{"item_id, click,propensity_score\n a ,1,0.5\na,0, 0.5\n ,0,0.5\n"};
  const auto read = read_trials(trials, "log");
  REQUIRE(read);
  CHECK(read->items == std::vector<std::string>{"a"});
  CHECK(read->bad.first.at(0) == "log:4: item_id is empty or longer than 100 bytes");
  std::stringstream items{"item_id,item_feature_0\n a , red \n ,x\n"};
  BadLines bad;
  CHECK(read_items(items, bad)->at("a") == std::vector<std::string>{"red"});
  CHECK(bad.first.at(0) == "items:3: item_id is empty");
}

TEST_CASE("off-policy: trials times items have a limit") {
  TrialLog log;
  log.items.resize(20'000);
  log.trials.resize(10'001);
  const auto figures = off_policy(log, {}, nullptr);
  REQUIRE_FALSE(figures);
  CHECK(figures.error().code == "off_policy_limit");
  CHECK(figures.error().detail.starts_with("Every trial is judged with every item: 10001 trials of 20000"));
}

TEST_CASE("off-policy: a log that names no real propensity is not drawn evenly") {
  TrialLog log{.items = {"a", "b", "c"}};
  for (std::uint32_t item = 0; item < 3; ++item) log.trials.push_back({.item = item, .propensity = 1});
  CHECK(drawn_evenly(log).error().detail.find("one of its 3 items") != std::string::npos);
  for (auto& trial : log.trials) trial.propensity = 0.25;  // a fourth item never came
  CHECK(drawn_evenly(log));
}
}  // namespace vitrine::off_policy_test
