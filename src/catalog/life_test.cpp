#include "catalog/life.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace vitrine::life_test {
using namespace vitrine::catalog;
using model::VideoState;

namespace {
Video draft() { return Video{.id = VideoId{7}, .author = AccountId{3}}; }
const auto noon = model::instant(1'700'000'000'000);

int rank(VideoState state) { return static_cast<int>(state); }
}  // namespace

TEST_CASE("life: the straight way, and publication when it can be played") {
  auto video = *ask_to_publish(draft(), noon);
  CHECK(video.publish_wanted);
  CHECK_FALSE(video.published_at);
  video = *advance(video, Step::received, noon);
  video = *advance(video, Step::claimed, noon);
  CHECK(video.state == VideoState::processing);
  CHECK_FALSE(is_out(video));
  video = *advance(video, Step::first_rung, noon + model::Millis{5});
  CHECK(video.published_at == noon + model::Millis{5});
  CHECK(is_out(video));
  video = *advance(video, Step::all_rungs, noon + model::Millis{9});
  CHECK(video.state == VideoState::ready);
  CHECK(video.progress_percent == 100);
  CHECK(video.published_at == noon + model::Millis{5});
  CHECK(advance(video, Step::trouble, noon).error().code == "video_state");
}

TEST_CASE("life: what was published in another house counts from then") {
  auto video = draft();
  video.publish_as = noon - model::Millis{1'000'000};
  video = *ask_to_publish(video, noon);
  CHECK_FALSE(video.published_at);
  for (const auto step : {Step::received, Step::claimed, Step::first_rung})
    video = *advance(video, step, noon);
  CHECK(video.published_at == noon - model::Millis{1'000'000});
}

TEST_CASE("life: trouble ends it, and a failed upload cannot be published") {
  auto video = *advance(*ask_to_publish(draft(), noon), Step::trouble, noon);
  CHECK(video.state == VideoState::failed);
  CHECK_FALSE(video.publish_wanted);
  CHECK(ask_to_publish(video, noon).error().code == "video_failed");
}

TEST_CASE("life: whatever happens in whatever order, the laws hold") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& moves) {
    Video video = draft();
    std::int64_t ms = 0;
    for (const auto move : moves) {
      const auto now = noon + model::Millis{++ms};
      const Video before = video;
      if (move % 6 == 5) {
        if (auto asked = ask_to_publish(video, now)) video = *asked;
      } else {
        const auto step = static_cast<Step>(move % 6);
        if (auto moved = advance(video, step, now)) {
          video = *moved;
          // Hearing the same step again changes nothing.
          const auto again = advance(video, step, now);
          RC_ASSERT(again && *again == video);
        }
      }
      RC_ASSERT(rank(video.state) >= rank(before.state));  // never backwards
      RC_ASSERT(!video.published_at || can_play(video.state));
      RC_ASSERT(!video.published_at || video.publish_wanted);
      RC_ASSERT(!(can_play(video.state) && video.publish_wanted) || video.published_at);
      if (before.published_at && video.published_at) RC_ASSERT(before.published_at == video.published_at);
      if (before.state == VideoState::ready || before.state == VideoState::failed)
        RC_ASSERT(video.state == before.state);
    }
  }));
}
}  // namespace vitrine::life_test
