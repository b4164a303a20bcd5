#pragma once
// The states a video goes through, and the one place that moves it from one to the next.
//
//   uploading --received--> queued --claimed--> processing --first_rung--> playable --all_rungs--> ready
//        |                    |                     |                          |
//        +------trouble-------+------trouble--------+---------trouble----------+-----------------> failed
//
// An unpublished video may be edited: ready --edited--> queued, and again processing to ready; an edit that
// cannot be rendered leaves it ready as it was before (edit_dropped).
//
// A step may be heard twice (a worker died after the commit): then it changes nothing. Publishing asked for
// early happens at first_rung. Pure.
#include <optional>

#include "catalog/video.hpp"

namespace vitrine::catalog {

enum class Step { received, claimed, first_rung, all_rungs, trouble, edited, edit_dropped };

/// Where `step` leads from `state`, or nothing when it cannot happen there.
[[nodiscard]] std::optional<model::VideoState> next_state(model::VideoState state, Step step);

[[nodiscard]] constexpr bool can_play(model::VideoState state) {
  return state == model::VideoState::playable || state == model::VideoState::ready;
}

/// Takes the step at `now`, with all that follows from it: progress, the publication that was waiting, and
/// for trouble the end of any publication. Errors: conflict "video_state".
[[nodiscard]] Result<Video> advance(Video video, Step step, Instant now);

/// The author asks for publication: at once if it can be played, otherwise when it can.
/// Errors: conflict "video_failed".
[[nodiscard]] Result<Video> ask_to_publish(Video video, Instant now);

/// Others than the author can know of it.
[[nodiscard]] inline bool is_out(const Video& video) {
  return video.published_at && can_play(video.state) && video.visibility != model::Visibility::only_me;
}

}  // namespace vitrine::catalog
