#include "supply/vitals.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "learning/testing_log.hpp"

namespace vitrine::vitals_test {
using namespace vitrine::supply;
using learning::testing::LogMaker;
using model::events::Shown;
using model::events::Source;
using model::events::Watched;

namespace {

struct House {
  learning::Model model;
  Vitals vitals;
  model::LogPosition position = 0;
  std::int64_t now_s = 0;
  std::vector<model::FeedEvent> log{};

  void fold(const model::FeedEvent& event) {
    model.apply(event, ++position);
    vitals.apply(event, model);
    now_s = model::millis(event.at) / 1000;
  }
  /// As a start finds the house: the model knows it all, the vitals are told afterwards.
  void restart() {
    vitals = {};
    for (const auto& event : log) vitals.recall(event, model);
    vitals.begin(now_s);
  }
  void publish(std::int64_t at_s, std::uint64_t video, std::uint64_t author) {
    tell({model::instant(at_s * 1000), model::events::VideoPublished{{.video = model::VideoId{video},
                                                                      .author = model::AccountId{author},
                                                                      .language = "en",
                                                                      .duration_ms = 5000}}});
  }
  void tell(const model::FeedEvent& event) {
    log.push_back(event);
    fold(event);
  }
  [[nodiscard]] Vitals::Report report() const { return vitals.report(now_s); }
  void showing(std::int64_t at_s, std::uint64_t viewer, std::uint64_t video, std::uint64_t author,
               Source source, bool finished, std::string_view topic = {}) {
    const model::ReceiptId receipt{position + 1};
    Shown shown{.viewer = model::ViewerId{viewer},
                .video = model::VideoId{video},
                .author = model::AccountId{author},
                .receipt = receipt,
                .duration_ms = 5000,
                .source = source};
    if (!topic.empty()) shown.tags = {model::tag_id(topic), model::tag_id("everywhere")};
    tell({model::instant(at_s * 1000), shown});
    tell({model::instant(at_s * 1000 + 500), Watched{.viewer = model::ViewerId{viewer},
                                                     .video = model::VideoId{video},
                                                     .receipt = receipt,
                                                     .watched_ms = finished ? 5000U : 500U,
                                                     .finished = finished,
                                                     .skipped = !finished}});
  }
  /// Answers its end, which nobody was told yet.
  model::FeedEvent start_showing(std::int64_t at_s, std::uint64_t viewer, std::uint64_t video) {
    const model::ReceiptId receipt{position + 1};
    tell({model::instant(at_s * 1000), Shown{.viewer = model::ViewerId{viewer},
                                             .video = model::VideoId{video},
                                             .author = model::AccountId{1},
                                             .receipt = receipt,
                                             .duration_ms = 5000,
                                             .source = Source::taste}});
    return {model::instant(at_s * 1000 + 500), Watched{.viewer = model::ViewerId{viewer},
                                                       .video = model::VideoId{video},
                                                       .receipt = receipt,
                                                       .watched_ms = 5000,
                                                       .finished = true}};
  }
};

constexpr std::int64_t noon = 1'700'000'000 - 1'700'000'000 % 3600;

std::size_t index(Source source) { return static_cast<std::size_t>(source); }

}  // namespace

TEST_CASE("vitals: showings are told apart by source, by viewer and by age") {
  House house;
  for (std::uint64_t n = 0; n < 12; ++n) house.publish(noon, 100 + n, 1);
  for (std::uint64_t n = 0; n < 12; ++n)
    house.showing(noon + static_cast<std::int64_t>(n), 7, 100 + n, 1, n < 4 ? Source::explore : Source::taste,
                  n >= 4);
  const auto report = house.report();
  CHECK(report.sources[index(Source::explore)].shown == 4);
  CHECK(report.sources[index(Source::explore)].skipped == 4);
  CHECK(report.sources[index(Source::taste)].finished == 8);
  CHECK(report.viewers[0].shown == 5);  // the first five showings of a life
  CHECK(report.viewers[1].shown == 5);
  CHECK(report.viewers[2].shown == 2);
  CHECK(report.ages[0].shown == 12);
  CHECK(report.events_last_minute == 36);
  REQUIRE(report.hours.size() == 1);
  CHECK(report.hours[0].tally.ended == 12);
}

TEST_CASE("vitals: a day later the day before is gone") {
  House house;
  house.showing(noon, 7, 1, 1, Source::taste, true);
  house.showing(noon + 23 * 3600, 7, 2, 1, Source::taste, true);
  CHECK(house.report().hours.size() == 2);
  house.showing(noon + 24 * 3600, 7, 3, 1, Source::taste, true);
  const auto report = house.report();
  REQUIRE(report.hours.size() == 2);
  CHECK(report.hours[0].begins_s == noon + 23 * 3600);
  CHECK(report.events_last_minute == 2);
}

TEST_CASE("vitals: a quiet house is reported as quiet, by the clock of who asks") {
  House house;
  house.showing(noon, 7, 1, 1, Source::taste, true);
  CHECK(house.vitals.report(noon + 59).events_last_minute == 2);
  CHECK(house.vitals.report(noon + 60).events_last_minute == 0);
  const auto late = house.vitals.report(noon + 2 * 3600);
  CHECK(late.now_s == noon + 2 * 3600);
  CHECK(late.newest_s == noon);
  CHECK(late.hours.size() == 1);
  const auto next_day = house.vitals.report(noon + 24 * 3600);
  CHECK(next_day.hours.empty());
  CHECK(next_day.sources[index(Source::taste)].shown == 0);
  CHECK(next_day.creators == 0);
  CHECK(next_day.newest_s == noon);
  CHECK(house.vitals.report(noon - 7200).now_s == noon);  // a clock that stepped back hides nothing
  CHECK(Vitals{}.report(noon).newest_s == 0);
}

TEST_CASE("vitals: what was learned before the start counts, but not by how new its viewers were") {
  House house;
  for (std::uint64_t n = 0; n < 32; ++n) house.publish(noon, 100 + n, 1);
  for (std::uint64_t n = 0; n < 30; ++n)
    house.showing(noon + static_cast<std::int64_t>(n), 7, 100 + n, 1, Source::taste, true, "moss");
  const auto told = [](const Vitals::Report& report) {
    std::uint64_t shown = 0, ended = 0;
    for (const auto& tally : report.viewers) shown += tally.shown, ended += tally.ended;
    return std::pair{shown, ended};
  };
  CHECK(told(house.report()) == std::pair{30UL, 30UL});
  const auto awaited = house.start_showing(noon + 30, 7, 130);
  house.restart();
  const auto after = house.report();
  CHECK(after.measured_since_s == noon + 30);
  CHECK(after.hours[0].tally.shown == 31);
  CHECK(after.sources[index(Source::taste)].shown == 31);
  CHECK(after.ages[0].shown == 31);
  CHECK(after.creators == 1);
  CHECK(after.diversity.topics == doctest::Approx(1));
  CHECK(told(after) == std::pair{0UL, 0UL});
  CHECK(after.hours[0].calibration.n == learning::PerHead<float>{});
  house.tell(awaited);  // ends a showing from before: still of no class
  CHECK(told(house.report()) == std::pair{0UL, 0UL});
  CHECK(house.report().hours[0].tally.ended == 31);
  house.showing(noon + 40, 7, 131, 1, Source::taste, true);
  CHECK(told(house.report()) == std::pair{1UL, 1UL});
  CHECK(house.report().viewers[3].shown == 1);  // the 32nd of this viewer
  CHECK(house.report().hours[0].calibration.n == house.model.calibration().n);
}

TEST_CASE("vitals: guests are in no class of viewers, forgotten videos in none of age") {
  House house;
  house.publish(noon, 100, 1);
  house.showing(noon + 1, 0, 100, 1, Source::taste, true);
  house.showing(noon + 2, 7, 999, 1, Source::taste, true);
  const auto report = house.report();
  CHECK(report.hours[0].tally.shown == 2);
  CHECK(report.viewers[0].shown == 1);
  CHECK(report.viewers[0].ended == 1);
  CHECK(report.ages[0].shown == 1);
}

TEST_CASE("vitals: a head that was asked and never came true is told with its promise") {
  House house;
  for (std::uint64_t n = 0; n < 20; ++n) house.showing(noon, 7, 100 + n, 1, Source::taste, true);
  const auto calibration = house.report().hours[0].calibration;
  const auto share = learning::index(learning::Head::share);
  CHECK(calibration.n[share] == 20);
  CHECK(calibration.predicted[share] > 0);
  CHECK(calibration.happened[share] == 0);
}

TEST_CASE("vitals: variety is the number of topics, or creators, that would be as varied if shown alike") {
  House house;
  CHECK(house.report().diversity.topics == 0);
  const std::array<std::string_view, 4> topics{"moss", "tides", "stone", "fern"};
  for (std::uint64_t n = 0; n < 40; ++n)
    house.showing(noon, 7, n + 1, 1 + n % 2, Source::taste, true, topics[n % 4]);
  CHECK(house.report().diversity.topics == doctest::Approx(4));
  CHECK(house.report().diversity.creators == doctest::Approx(2));
  house.showing(noon, 7, 50, 1, Source::taste, true);
  CHECK(house.report().diversity.topics == doctest::Approx(4));
  CHECK(house.report().diversity.without_topic == 1);
  House uneven;  // half, a quarter, a quarter: two bits to the power of 1.5
  for (std::uint64_t n = 0; n < 8; ++n)
    uneven.showing(noon, 7, n + 1, 1, Source::taste, true, n < 4 ? "moss" : topics[1 + n % 2]);
  CHECK(uneven.report().diversity.topics == doctest::Approx(std::pow(2, 1.5)));
  CHECK(uneven.report().diversity.creators == doctest::Approx(1));
  CHECK(uneven.report().gini == doctest::Approx(0));  // one alone is no inequality
}

TEST_CASE("vitals: what does not fit into an hour is told") {
  House house;
  for (std::uint64_t n = 0; n < 20'010; ++n)
    house.vitals.apply({model::instant(noon * 1000), Shown{.viewer = model::ViewerId{7},
                                                           .video = model::VideoId{n + 1},
                                                           .author = model::AccountId{n + 1},
                                                           .tags = {model::TagId{n / 2 + 1}}}},
                       house.model);
  const auto report = house.vitals.report(noon);
  CHECK(report.creators == 20'000);
  CHECK(report.uncounted.creators == 10);
  CHECK(report.uncounted.topics == 0);
  CHECK(report.diversity.creators == doctest::Approx(20'000));
}

TEST_CASE("vitals: the Gini coefficient of equals is 0, of one who has nearly all nearly 1") {
  House equal;
  for (std::uint64_t n = 0; n < 40; ++n) equal.showing(noon, 7, n + 1, 1 + n % 10, Source::taste, true);
  CHECK(equal.report().gini == doctest::Approx(0));
  CHECK(equal.report().lorenz[5] == doctest::Approx(0.5));
  House unequal;
  for (std::uint64_t n = 0; n < 20; ++n) unequal.showing(noon, 7, n + 1, n + 1, Source::taste, true);
  for (std::uint64_t n = 0; n < 980; ++n) unequal.showing(noon, 8, n + 100, 1, Source::taste, true);
  const auto report = unequal.report();
  CHECK(report.creators == 20);
  CHECK(report.gini == doctest::Approx(0.931).epsilon(0.01));
  CHECK(report.lorenz[0] == 0);
  CHECK(report.lorenz[10] == doctest::Approx(1));
}

TEST_CASE("vitals: whatever happens, ends are of showings and the Lorenz curve hangs below the diagonal") {
  rc::check([](std::uint64_t seed) {
    House house;
    LogMaker maker{seed};
    for (const auto& event : maker.busy(150)) house.fold(event);
    const auto report = house.report();
    std::uint64_t by_source = 0;
    std::uint64_t by_hour = 0;
    for (const auto& tally : report.sources) {
      by_source += tally.shown;
      RC_ASSERT(tally.finished + tally.skipped <= tally.ended);
    }
    for (const auto& hour : report.hours) by_hour += hour.tally.shown;
    RC_ASSERT(by_source == by_hour);
    for (std::size_t i = 1; i < report.lorenz.size(); ++i) {
      RC_ASSERT(report.lorenz[i] >= report.lorenz[i - 1]);
      RC_ASSERT(report.lorenz[i] <= static_cast<double>(i) / 10 + 1e-9);
    }
    RC_ASSERT(report.gini >= -1e-9);
    RC_ASSERT(report.gini <= 1);
  });
}

TEST_CASE("vitals: a showing that is told again, by whichever page, counts no second time") {
  House house;
  house.publish(1000, 9, 1);
  for (std::uint64_t i = 0; i < 3; ++i) {
    const model::ReceiptId receipt{77 + i % 2};  // two pages in turn
    house.tell(
        {model::instant(2000'000 + static_cast<std::int64_t>(i) * 1000), Shown{.viewer = model::ViewerId{5},
                                                                               .video = model::VideoId{9},
                                                                               .author = model::AccountId{1},
                                                                               .receipt = receipt,
                                                                               .duration_ms = 5000}});
    house.tell(
        {model::instant(2000'500 + static_cast<std::int64_t>(i) * 1000), Watched{.viewer = model::ViewerId{5},
                                                                                 .video = model::VideoId{9},
                                                                                 .receipt = receipt,
                                                                                 .watched_ms = 5000,
                                                                                 .finished = true}});
  }
  const auto tally = house.report().hours.front().tally;
  CHECK(tally.shown == 1);
  CHECK(tally.ended == 1);
  CHECK(tally.finished == 1);
}
}  // namespace vitrine::vitals_test
