#include "catalog/life.hpp"

namespace vitrine::catalog {
using model::VideoState;

std::optional<VideoState> next_state(VideoState state, Step step) {
  using enum VideoState;
  switch (step) {
    case Step::received:
      if (state == uploading || state == queued) return queued;
      break;
    case Step::claimed:  // again after a worker died: what could be played still can
      if (state == queued || state == processing) return processing;
      if (state == playable) return playable;
      break;
    case Step::first_rung:
      if (state == processing || state == playable) return playable;
      break;
    case Step::all_rungs:
      if (state == processing || state == playable || state == ready) return ready;
      break;
    case Step::trouble:
      if (state != ready) return failed;
      break;
    case Step::edited:
      if (state == ready) return queued;
      break;
    case Step::edit_dropped:
      if (state == queued || state == processing) return ready;
      break;
  }
  return std::nullopt;
}

Result<Video> advance(Video video, Step step, Instant now) {
  const auto next = next_state(video.state, step);
  if (!next)
    return base::fail(base::Fault::conflict, "video_state", "The video is not in a state that allows this.");
  if (*next == VideoState::failed) {
    video.published_at.reset();
    video.publish_wanted = false;
  } else {
    video.problem.reset();
  }
  if (*next == VideoState::ready) video.progress_percent = 100;
  if (*next == VideoState::queued) video.progress_percent = 0;
  video.state = *next;
  // What the author wanted out was the edit, not what was there before it.
  if (step == Step::edit_dropped) video.publish_wanted = false;
  if (can_play(video.state) && video.publish_wanted && !video.published_at)
    video.published_at = video.publish_as.value_or(now);
  return video;
}

Result<Video> ask_to_publish(Video video, Instant now) {
  if (video.state == VideoState::failed)
    return base::fail(base::Fault::conflict, "video_failed",
                      "This upload could not be processed; delete it and upload another file.");
  video.publish_wanted = true;
  video.problem.reset();  // of an edit that was dropped: what is there is wanted after all
  if (can_play(video.state) && !video.published_at) video.published_at = now;
  return video;
}

}  // namespace vitrine::catalog
