#include "supply/vitals.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

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

  void fold(const model::FeedEvent& event) {
    model.apply(event, ++position);
    vitals.apply(event, model);
  }
  void showing(std::int64_t at_s, std::uint64_t viewer, std::uint64_t video, std::uint64_t author,
               Source source, bool finished) {
    const model::ReceiptId receipt{position + 1};
    fold({model::instant(at_s * 1000), Shown{.viewer = model::ViewerId{viewer},
                                             .video = model::VideoId{video},
                                             .author = model::AccountId{author},
                                             .receipt = receipt,
                                             .duration_ms = 5000,
                                             .source = source}});
    fold({model::instant(at_s * 1000 + 500), Watched{.viewer = model::ViewerId{viewer},
                                                     .video = model::VideoId{video},
                                                     .receipt = receipt,
                                                     .watched_ms = finished ? 5000U : 500U,
                                                     .finished = finished,
                                                     .skipped = !finished}});
  }
};

constexpr std::int64_t noon = 1'700'000'000 - 1'700'000'000 % 3600;

std::size_t index(Source source) { return static_cast<std::size_t>(source); }

}  // namespace

TEST_CASE("vitals: showings are told apart by source, by viewer and by age") {
  House house;
  for (std::uint64_t n = 0; n < 12; ++n)
    house.showing(noon + static_cast<std::int64_t>(n), 7, 100 + n, 1, n < 4 ? Source::explore : Source::taste,
                  n >= 4);
  const auto report = house.vitals.report();
  CHECK(report.sources[index(Source::explore)].shown == 4);
  CHECK(report.sources[index(Source::explore)].skipped == 4);
  CHECK(report.sources[index(Source::taste)].finished == 8);
  CHECK(report.viewers[0].shown == 5);  // the first five showings of a life
  CHECK(report.viewers[1].shown == 5);
  CHECK(report.viewers[2].shown == 2);
  CHECK(report.ages[0].shown == 12);
  CHECK(report.events_last_minute == 24);
  REQUIRE(report.hours.size() == 1);
  CHECK(report.hours[0].tally.ended == 12);
}

TEST_CASE("vitals: a day later the day before is gone") {
  House house;
  house.showing(noon, 7, 1, 1, Source::taste, true);
  house.showing(noon + 23 * 3600, 7, 2, 1, Source::taste, true);
  CHECK(house.vitals.report().hours.size() == 2);
  house.showing(noon + 24 * 3600, 7, 3, 1, Source::taste, true);
  const auto report = house.vitals.report();
  REQUIRE(report.hours.size() == 2);
  CHECK(report.hours[0].begins_s == noon + 23 * 3600);
  CHECK(report.events_last_minute == 2);
}

TEST_CASE("vitals: the Gini coefficient of equals is 0, of one who has nearly all nearly 1") {
  House equal;
  for (std::uint64_t n = 0; n < 40; ++n) equal.showing(noon, 7, n + 1, 1 + n % 10, Source::taste, true);
  CHECK(equal.vitals.report().gini == doctest::Approx(0));
  CHECK(equal.vitals.report().lorenz[5] == doctest::Approx(0.5));
  House unequal;
  for (std::uint64_t n = 0; n < 20; ++n) unequal.showing(noon, 7, n + 1, n + 1, Source::taste, true);
  for (std::uint64_t n = 0; n < 980; ++n) unequal.showing(noon, 8, n + 100, 1, Source::taste, true);
  const auto report = unequal.vitals.report();
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
    const auto report = house.vitals.report();
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
}  // namespace vitrine::vitals_test
