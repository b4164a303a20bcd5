#pragma once
// A small invented log for tests: viewers with two tastes, videos with one topic each, seeded.
#include "base/random.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning::testing {

using namespace model::events;

struct LogMaker {
  explicit LogMaker(std::uint64_t seed) : random(seed) {}

  static constexpr int videos = 30, viewers = 12;
  static model::VideoId video(std::uint64_t n) { return model::VideoId{1000 + n}; }
  static model::AccountId author(std::uint64_t n) { return model::AccountId{500 + n % 7}; }
  static std::string topic(std::uint64_t n) { return n % 2 == 0 ? "pottery" : "football"; }

  std::vector<model::FeedEvent> catalogue() {
    std::vector<model::FeedEvent> log;
    for (std::uint64_t n = 0; n < videos; ++n)
      log.push_back({tick(), VideoPublished{{.video = video(n),
                                             .author = author(n),
                                             .tags = {topic(n), "clip" + std::to_string(n % 5)},
                                             .language = "en",
                                             .duration_ms = static_cast<std::uint32_t>(8000 + 500 * n)}}});
    return log;
  }

  Shown shown(model::ViewerId viewer, std::uint64_t n, std::uint64_t receipt) {
    return {.viewer = viewer,
            .video = video(n),
            .author = author(n),
            .receipt = model::ReceiptId{receipt},
            .tags = {model::tag_id(topic(n)), model::tag_id("clip" + std::to_string(n % 5))},
            .duration_ms = static_cast<std::uint32_t>(8000 + 500 * n)};
  }

  /// `viewer` is shown video n and finishes it or skips it.
  void watch(std::vector<model::FeedEvent>& log, model::ViewerId viewer, std::uint64_t n, bool finishes,
             std::uint32_t surface = 0) {
    const std::uint64_t receipt = 1 + random.below(1'000'000);
    Shown event = shown(viewer, n, receipt);
    event.surface = surface;
    log.push_back({tick(), event});
    log.push_back({tick(), Watched{.viewer = viewer,
                                   .video = video(n),
                                   .receipt = model::ReceiptId{receipt},
                                   .watched_ms = finishes ? event.duration_ms : 700,
                                   .finished = finishes,
                                   .skipped = !finishes}});
  }

  /// Everything that can happen, by viewers whose number says what they like.
  std::vector<model::FeedEvent> busy(int swipes) {
    std::vector<model::FeedEvent> log = catalogue();
    for (int i = 0; i < swipes; ++i) {
      const model::ViewerId viewer{random.below(viewers)};  // 0 is without account
      const std::uint64_t n = random.below(videos);
      watch(log, viewer, n, random.unit() < ((viewer.raw() + n) % 2 == 0 ? 0.8 : 0.2));
      if (viewer.raw() == 0) continue;
      const double chance = random.unit();
      if (chance < 0.15) log.push_back({tick(), Done{viewer, video(n), static_cast<Deed>(random.below(8))}});
      if (chance > 0.95) log.push_back({tick(), FollowChanged{viewer, author(n), random.unit() < 0.7}});
      if (chance > 0.98) log.push_back({tick(), TopicWished{viewer, topic(n), Wish::more}});
      if (i % 97 == 96) log.push_back({tick(), VideoWithdrawn{video(random.below(videos))}});
      if (i % 151 == 150) log.push_back({tick(), ViewerReset{viewer}});
      if (i % 211 == 210) log.push_back({tick(), VideoForgotten{video(random.below(videos))}});
      if (i % 307 == 306) log.push_back({tick(), ViewerForgotten{viewer}});
    }
    return log;
  }

  model::Instant tick() {
    return model::instant(now_ms += 1 + static_cast<std::int64_t>(random.below(20'000)));
  }

  base::Random random;
  std::int64_t now_ms = 1'700'000'000'000;
};

}  // namespace vitrine::learning::testing
