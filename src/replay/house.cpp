#include "replay/house.hpp"

#include <ranges>

namespace vitrine::replay {

void House::append(const model::FeedEvent& event) {
  model_.apply(event, model_.position() + 1);
  if (keep_ == Keep::log) log_.push_back(model::encode(event));
}

feed::Receipt House::serve(const feed::Query& query, const feed::Policy& policy, model::ReceiptId id,
                           std::vector<feed::Setting> settings) const {
  const feed::Policy own = feed::tuned(policy, settings);
  return {.id = id,
          .policy = policy.name,
          .policy_digest = own.digest(),
          .base_digest = policy.digest(),
          .settings = std::move(settings),
          .log_position = model_.position(),
          .query = query,
          .slate = feed::rank(query, model_, own)};
}

model::events::Shown House::shown_event(const feed::Receipt& page, const feed::Item& item) const {
  model::events::Shown shown{.viewer = page.query.viewer,
                             .video = item.video,
                             .author = item.author,
                             .receipt = page.id,
                             .surface = page.query.surface,
                             .position = item.position,
                             .source = item.source,
                             .propensity = item.propensity,
                             .policy = base::read_be(base::ByteView{page.policy_digest}.first(8)) >> 1};
  if (const auto* video = model_.library().find(item.video.raw())) {
    shown.duration_ms = video->duration_ms;
    shown.sound = model::SoundId{video->sound};
    shown.language = video->language;
    for (const std::uint64_t tag : video->tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
  }
  shown.features.assign(item.readings.bytes.begin(), item.readings.bytes.end());
  return shown;
}

}  // namespace vitrine::replay
