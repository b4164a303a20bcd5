#pragma once
// A model told event by event, for tests of the stages: who published what, who watched what, and how it
// ended.
#include "learning/model.hpp"
#include "model/feed_event.hpp"

#include <ranges>

namespace vitrine::feed::testing {

struct Town {
  void tell(auto event, std::int64_t after_ms = 5000) {
    model.apply({model::instant(now_ms += after_ms), std::move(event)}, model.position() + 1);
  }
  void publish(std::uint64_t video, std::uint64_t author, std::vector<std::string> tags) {
    tell(model::events::VideoPublished{{.video = model::VideoId{video},
                                        .author = model::AccountId{author},
                                        .tags = std::move(tags),
                                        .language = "en",
                                        .duration_ms = 9000}},
         60'000);
  }
  void watch(std::uint64_t viewer, std::uint64_t video, bool finishes) {
    const auto& known = *model.library().find(video);
    model::events::Shown shown{.viewer = model::ViewerId{viewer},
                               .video = model::VideoId{video},
                               .author = model::AccountId{known.author},
                               .receipt = model::ReceiptId{++receipts},
                               .duration_ms = 9000};
    for (const auto tag : known.tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
    tell(shown);
    tell(model::events::Watched{.viewer = shown.viewer,
                                .video = shown.video,
                                .receipt = shown.receipt,
                                .watched_ms = finishes ? 9000U : 700U,
                                .finished = finishes,
                                .skipped = !finishes});
  }
  [[nodiscard]] model::Instant now() const { return model::instant(now_ms); }

  learning::Model model{};
  std::int64_t now_ms = 1'700'000'000'000;
  std::uint64_t receipts = 0;
};

}  // namespace vitrine::feed::testing
