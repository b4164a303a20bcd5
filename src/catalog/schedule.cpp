#include "catalog/schedule.hpp"

#include "base/log.hpp"
#include "catalog/life.hpp"
#include "catalog/videos.hpp"

namespace vitrine::catalog {
using base::fail;
using base::fail_in;
using base::Fault;

namespace {
Result<Video> own(Transaction& tx, VideoStore& videos, AccountId author, VideoId id) {
  TRY_LET(auto video, videos.find(tx, id));
  if (!video || video->author != author)
    return fail(Fault::not_found, "video_absent", "There is no such video.");
  return std::move(*video);
}
}  // namespace

Result<Planned> Schedule::put(Transaction& tx, AccountId author, VideoId id, Instant at) {
  TRY_LET(const auto video, own(tx, needs_.videos, author, id));
  const auto now = needs_.clock.now();
  TRY(ask_to_publish(video, now));  // only whether it could be
  if (video.publish_wanted || video.published_at)
    return fail(Fault::conflict, "video_is_out", "This video is published already.");
  if (at <= now)
    return fail_in("at", Fault::invalid_input, "time_passed", "Choose a moment that is still to come.");
  if (at > now + ahead_max)
    return fail_in("at", Fault::invalid_input, "time_too_far", "Choose a moment within the next year.");
  TRY_LET(const auto before, needs_.plans.find(tx, id));
  TRY_LET(const auto all, needs_.plans.of_author(tx, author));
  if (!before && all.size() >= plans_max)
    return fail(Fault::over_limit, "plans_too_many", "At most 200 videos can be planned at a time.");
  const Planned planned{id, author, at};
  TRY(needs_.plans.put(tx, planned));
  if (video.problem) {  // whoever plans it now knows that its edit could not be rendered
    auto after = video;
    after.problem.reset();
    TRY(save(tx, needs_.videos, needs_.people, video, std::move(after)));
  }
  return planned;
}

Result<void> Schedule::remove(Transaction& tx, AccountId author, VideoId id) {
  TRY(own(tx, needs_.videos, author, id));
  return needs_.plans.remove(tx, id);
}

Result<std::vector<Planned>> Schedule::of(Transaction& tx, AccountId author) {
  return needs_.plans.of_author(tx, author);
}

Result<bool> Schedule::publish(Transaction& tx, const Planned& planned) {
  // Moved or taken back since we looked: then it is not ours to publish.
  TRY_LET(const auto still, needs_.plans.find(tx, planned.video));
  if (still != planned) return false;
  TRY(needs_.plans.remove(tx, planned.video));
  TRY_LET(const auto before, needs_.videos.find(tx, planned.video));
  if (!before || before->state == model::VideoState::failed || before->published_at) return false;
  if (before->problem) return false;  // an edit that could not be rendered: what is there was not meant
  TRY_LET(auto after, ask_to_publish(*before, needs_.clock.now()));
  TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
  return true;
}

Result<int> Schedule::publish_due() {
  constexpr int batch = 50;
  int published = 0;
  for (;;) {
    TRY_LET(const auto due, needs_.record.read([&](Transaction& tx) {
      return needs_.plans.due(tx, needs_.clock.now(), batch);
    }));
    for (const auto& planned : due) {
      TRY_LET(const bool out, needs_.record.write([&](Transaction& tx) { return publish(tx, planned); }));
      published += out ? 1 : 0;
    }
    if (static_cast<int>(due.size()) < batch) return published;
  }
}

void Schedule::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto done = publish_due();
    if (!done) base::log(base::Level::warning, "schedule_paused", {{"code", done.error().code}});
    bell_.wait(stop, needs_.look_every);
  }
}

}  // namespace vitrine::catalog
