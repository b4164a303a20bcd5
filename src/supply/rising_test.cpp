#include "supply/rising.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "learning/testing_log.hpp"

namespace vitrine::rising_test {
using learning::testing::LogMaker;

TEST_CASE("rising: what is watched well now, hottest first; withdrawn clips and cold ones are not there") {
  learning::Model model;
  LogMaker maker{7};
  auto log = maker.catalogue();
  // Videos 0 and 7 are of one author and share the topics, 2 is of another.
  for (std::uint64_t viewer = 1; viewer <= 8; ++viewer) maker.watch(log, model::ViewerId{viewer}, 2, true);
  for (std::uint64_t viewer = 1; viewer <= 5; ++viewer) maker.watch(log, model::ViewerId{viewer}, 0, true);
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) maker.watch(log, model::ViewerId{viewer}, 14, true);
  for (std::uint64_t viewer = 1; viewer <= 9; ++viewer) maker.watch(log, model::ViewerId{viewer}, 4, true);
  for (std::uint64_t viewer = 1; viewer <= 9; ++viewer) maker.watch(log, model::ViewerId{viewer}, 1, false);
  log.push_back({log.back().at, model::events::VideoWithdrawn{LogMaker::video(4)}});
  model::LogPosition position = 0;
  for (const auto& event : log) model.apply(event, ++position);

  const auto now = supply::rising(model, log.back().at);
  REQUIRE(now.clips.size() == 3);
  CHECK(now.clips[0].video == LogMaker::video(2));
  CHECK(now.clips[1].video == LogMaker::video(0));
  CHECK(now.clips[0].heat > now.clips[1].heat);
  REQUIRE(!now.tags.empty());
  CHECK(now.tags[0].word == "pottery");
  // 0 and 14 are of one person: only the hotter one counts.
  CHECK(now.tags[0].people == 2);
  CHECK(now.tags[0].heat == doctest::Approx(now.clips[0].heat + now.clips[1].heat));
  CHECK(supply::rising(model, log.back().at + std::chrono::hours{24 * 30}).clips.empty());
}
}  // namespace vitrine::rising_test
