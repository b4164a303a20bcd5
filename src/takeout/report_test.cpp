// A report is kept as text and read as the same.
#include "takeout/report.hpp"

#include <doctest/doctest.h>

namespace vitrine::report_test {
using namespace vitrine::takeout;

TEST_CASE("report: what was written is read") {
  const Report report{.handle = "ada",
                      .name = "Ada \"L\"",
                      .house = "Here",
                      .address = "https://house.example",
                      .made_at = "2026-11-28T10:24:00.000Z",
                      .public_key = "07",
                      .ours = true,
                      .bytes = 5ULL << 30,
                      .clips = {4, 3, 1, 2},
                      .captions = {1, 2, 3, 4},
                      .notes = {5, 6, 7, 8},
                      .likes = {9, 1, 2, 3},
                      .saves = {4, 5, 6, 7},
                      .following = {8, 9, 1, 2},
                      .strangers = {"ben", "cem"},
                      .troubles = {{"Low tide", "too_large"}}};
  CHECK(read_report(report_text(report)) == report);
  CHECK(read_report(report_text({})) == Report{});
  CHECK(!read_report(""));
  CHECK(!read_report("[]"));
}

TEST_CASE("parts: a set of words") {
  CHECK(parts_of(parts_text({})) == Parts{});
  const Parts some{.profile = false, .settings = true, .clips = false, .people = true, .marks = false};
  CHECK(parts_text(some) == "settings people");
  CHECK(parts_of("settings people unknown") == some);
}
}  // namespace vitrine::report_test
