#include "learning/viewer.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "learning/model.hpp"

namespace vitrine::viewer_test {
using namespace vitrine::learning;
using namespace vitrine::model::events;

namespace {

constexpr std::uint64_t pottery = 77, author = 5;
constexpr std::uint32_t start_s = 1'700'000'000, day_s = 86400;

Impression of(std::uint64_t video, std::uint32_t at_s, std::uint64_t tag = pottery) {
  Impression shown;
  shown.viewer = 7;
  shown.video = video;
  shown.author = author;
  shown.tags = {tag};
  shown.duration_s = 9;
  shown.at_s = at_s;
  return shown;
}

void watch(Viewer& viewer, std::uint64_t video, std::uint32_t at_s, bool finishes,
           std::uint64_t tag = pottery) {
  note_shown(viewer, video, at_s);
  note_outcome(viewer, of(video, at_s, tag), outcome_of(finishes ? 9.0F : 0.7F, 9, finishes, !finishes));
}

Viewer fond() {
  Viewer viewer;
  viewer.key = 7;
  for (std::uint32_t i = 0; i < 6; ++i) watch(viewer, 100 + i, start_s + 20 * i, true);
  return viewer;
}

}  // namespace

TEST_CASE("viewer: who comments on what they like, or opens it, likes it no less") {
  for (const Head head : {Head::comment, Head::opened}) {
    Viewer viewer = fond();
    const Topic before = *viewer.topic(pottery);
    const float of_author = viewer.author(author)->value;
    note_late(viewer, of(105, start_s + 130), head);
    CHECK(viewer.topic(pottery)->value == before.value);
    CHECK(viewer.topic(pottery)->session == before.session);
    CHECK(viewer.author(author)->value == of_author);
  }
  for (const Head head : {Head::like, Head::share, Head::follow}) {
    Viewer viewer = fond();
    const float before = viewer.topic(pottery)->value;
    note_late(viewer, of(105, start_s + 130), head);
    CHECK(viewer.topic(pottery)->value > before);
  }
  Viewer annoyed = fond();
  const float before = annoyed.topic(pottery)->value;
  note_late(annoyed, of(105, start_s + 130), Head::negative);
  CHECK(annoyed.topic(pottery)->value < before);
}

TEST_CASE("viewer: a sitting's mood ends with it, already for the page that begins the next") {
  const Viewer viewer = fond();
  const std::uint64_t tags[] = {pottery};
  CHECK(taste_of(viewer, tags, author, start_s + 200).session > 0.5F);
  CHECK(taste_of(viewer, tags, author, start_s + day_s).session == 0);
  CHECK(taste_of(viewer, tags, author, start_s + day_s).topic > 0.3F);
}

TEST_CASE("viewer: a wish that is taken back leaves an old opinion as old as it was") {
  Viewer viewer = fond();
  const std::uint32_t later_s = start_s + 300 * day_s;
  const float faded = liking_of(viewer, pottery, later_s).months;
  note_wish(viewer, pottery, Wish::more, later_s);
  CHECK(liking_of(viewer, pottery, later_s).months == 2);
  note_wish(viewer, pottery, Wish::neutral, later_s);
  CHECK(liking_of(viewer, pottery, later_s).months == doctest::Approx(faded));
}

TEST_CASE("viewer: nothing that is watched takes the place of what was said") {
  Viewer viewer;
  for (std::uint64_t tag = 1; tag <= Viewer::topics_max; ++tag) note_wish(viewer, tag, Wish::less, start_s);
  for (std::uint32_t i = 0; i < 20; ++i) watch(viewer, 200 + i, start_s + 20 * i, true, 1000 + i);
  CHECK(viewer.topics.size() == Viewer::topics_max);
  CHECK(std::ranges::all_of(viewer.topics, [](const Topic& topic) { return topic.wish == Wish::less; }));
  note_wish(viewer, 999, Wish::more, start_s + 1000);  // but what is said now does
  CHECK(viewer.topic(999) != nullptr);
}

TEST_CASE("viewer: what was seen a month ago leaves the history and leads nowhere; opinions stay") {
  Viewer viewer = fond();
  const auto later_s = start_s + 29 * day_s;
  watch(viewer, 500, later_s, true);
  forget_old_viewings(viewer, start_s + Viewer::seen_s - 1);
  CHECK(viewer.seen.size() == 7);
  forget_old_viewings(viewer, start_s + Viewer::seen_s + 50);  // three of them are that old
  CHECK(viewer.seen.size() == 4);
  CHECK(viewer.good.size() == 4);
  forget_old_viewings(viewer, later_s + Viewer::seen_s);
  CHECK(viewer.seen.empty());
  CHECK(viewer.good.empty());
  CHECK(viewer.topic(pottery)->value > 0);
}

TEST_CASE("viewer: of a log that says nothing of time a long view is praise, and anything else is no blame") {
  Outcome outcome;
  outcome.known = bits_of({Head::long_view});
  Viewer viewer;
  viewer.key = 7;
  note_shown(viewer, 100, start_s);
  note_outcome(viewer, of(100, start_s), outcome);
  CHECK(viewer.topic(pottery)->value == 0);
  outcome.set(Head::long_view, true);
  note_shown(viewer, 101, start_s + 20);
  note_outcome(viewer, of(101, start_s + 20), outcome);
  CHECK(viewer.topic(pottery)->value > 0);
}

TEST_CASE("viewer: what falls out of a full history leads nowhere any more") {
  Viewer viewer = fond();
  const auto good = viewer.good.size();
  REQUIRE(good > 0);
  for (std::uint32_t i = 0; i < Viewer::seen_max; ++i) watch(viewer, 10'000 + i, start_s + 100 + i, false);
  CHECK(viewer.seen.size() < Viewer::seen_max);
  CHECK(viewer.seen.find(100) == nullptr);
  CHECK(viewer.good.empty());
}
}  // namespace vitrine::viewer_test
