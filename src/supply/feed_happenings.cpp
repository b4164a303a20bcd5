// What happened on somebody's screen: into the log, and into the sitting of whoever has no history.
#include <algorithm>
#include <map>
#include <ranges>

#include "supply/feed_service.hpp"

namespace vitrine::supply {

using namespace model::events;

Shown FeedService::shown_event(const Asker& asker, const Happened& what, const FeedPage& page) const {
  Shown shown{.viewer = asker.viewer, .video = what.video};
  shown.position = static_cast<std::uint16_t>(std::clamp(what.position, 0, int{UINT16_MAX}));
  needs_.live.read([&](const learning::Model& model) {
    const auto* video = model.library().find(what.video.raw());
    if (video == nullptr) return;
    shown.author = model::AccountId{video->author};
    for (const std::uint64_t tag : video->tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
    shown.sound = model::SoundId{video->sound};
    shown.language = video->language;
    shown.duration_ms = video->duration_ms;
  });
  if (!page) return shown;
  const feed::Receipt& receipt = page->receipt;
  shown.surface = receipt.query.surface;
  // To whom the log has no name, the digest of their own sliders would be one.
  const auto& policy = asker.viewer.raw() == 0 ? receipt.base_digest : receipt.policy_digest;
  shown.policy = base::read_be(base::ByteView{policy}.first(8)) >> 1;
  for (const auto& item : receipt.slate.items) {
    if (item.video != what.video) continue;
    shown.receipt = receipt.id;  // a page that did not show it is none to count by
    shown.source = item.source;
    shown.propensity = item.propensity;
    if (receipt.model_version == learning::model_version)  // a page that was open while the house changed
      shown.features.assign(item.readings.bytes.begin(), item.readings.bytes.end());
  }
  return shown;
}

/// The sitting of a viewer without account moves in memory, exactly as the model would move a viewer's.
void FeedService::sit(const FeedPage& page, const Happened& what, const Shown& shown) {
  if (!page || page->sitting == 0) return;
  const auto impression = needs_.live.read([&](const learning::Model& model) {
    const auto* video = model.library().find(what.video.raw());
    return video == nullptr
               ? learning::Impression{}
               : model.impression({}, *video, shown.surface, learning::seconds(needs_.clock.now()));
  });
  if (impression.video == 0) return;
  memory_.with([&](Memory& memory) {
    const auto found = memory.sittings.find(page->sitting);
    if (found == memory.sittings.end()) return;
    Sitting& sitting = found->second;
    sitting.touched = needs_.clock.now();
    if (what.kind == Happened::Kind::shown) {
      if (sitting.shown.size() < 500 && sitting.shown.emplace(impression.video, impression).second)
        learning::note_shown(sitting.viewer, impression.video, impression.at_s);
    } else if (what.kind == Happened::Kind::watched) {
      if (sitting.shown.erase(impression.video) == 0) return;
      const auto outcome =
          learning::outcome_of(static_cast<float>(what.watched_ms) * 0.001F, impression.duration_s,
                               what.finished || what.loops > 0, what.skipped);
      learning::note_outcome(sitting.viewer, impression, outcome);
      learning::Readings served;
      if (shown.features.size() != served.bytes.size()) return;
      std::ranges::copy(shown.features, served.bytes.begin());
      needs_.live.read([&](const learning::Model& model) {
        model.teach(sitting.viewer, impression, served, outcome);
        return 0;
      });
    } else if (what.kind == Happened::Kind::shared) {
      learning::note_late(sitting.viewer, impression, learning::Head::share);
    } else {
      learning::note_late(sitting.viewer, impression, learning::Head::negative);
      sitting.viewer.good.forget(impression.video);
      sitting.shown.erase(impression.video);  // however it ends, it was no good watch
    }
  });
}

/// The model lets a showing count once in an hour. After that, an account's history tells whether its page
/// has been counted; of a guest nothing does, so a page an hour old counts no more.
bool FeedService::is_told_again(const Asker& asker, const Shown& shown, const FeedPage& page,
                                model::Instant now) const {
  if (shown.receipt.raw() == 0) return false;  // of no page
  const std::uint32_t made_s = learning::seconds(page->receipt.query.at);
  if (asker.viewer.raw() == 0) return made_s + learning::Model::pending_s < learning::seconds(now);
  return needs_.live.read([&](const learning::Model& model) {
    const auto* viewer = model.viewer(asker.viewer);
    const auto* seen = viewer == nullptr ? nullptr : viewer->seen.find(shown.video.raw());
    return seen != nullptr && seen->at_s >= made_s;
  });
}

Result<void> FeedService::record(const Asker& person, const std::vector<Happened>& happened) {
  std::map<model::ReceiptId, FeedPage> pages;
  TRY_LET(const Asker asker, needs_.record.read([&](Transaction& tx) -> Result<Asker> {
    TRY_LET(const Asker known, unless_paused(tx, person));
    for (const Happened& what : happened)
      if (what.receipt && !pages.contains(*what.receipt))
        pages[*what.receipt] = find(tx, known, *what.receipt).value_or(nullptr);
    return known;
  }));
  std::vector<model::FeedEvent> events;
  const model::Instant now = needs_.clock.now();
  for (const Happened& what : happened) {
    const FeedPage page = what.receipt ? pages[*what.receipt] : nullptr;
    const Shown shown = shown_event(asker, what, page);
    if (shown.author.raw() == 0) continue;  // not a video of ours, or gone
    sit(page, what, shown);
    switch (what.kind) {
      case Happened::Kind::shown:
        if (!is_told_again(asker, shown, page, now)) events.push_back({now, shown});
        break;
      case Happened::Kind::watched:
        events.push_back({now, Watched{asker.viewer, what.video, shown.receipt, what.watched_ms, what.loops,
                                       what.finished, what.skipped}});
        break;
      case Happened::Kind::not_interested:
        if (asker.viewer.raw() != 0)
          events.push_back({now, Done{asker.viewer, what.video, Deed::not_interested}});
        break;
      case Happened::Kind::shared:
        if (asker.viewer.raw() != 0) events.push_back({now, Done{asker.viewer, what.video, Deed::shared}});
        break;
    }
  }
  return append(asker.viewer, events);
}

Result<void> FeedService::append(model::ViewerId viewer, const std::vector<model::FeedEvent>& events) {
  if (events.empty()) return {};
  TRY_LET(const model::LogPosition first, needs_.log.append(ports::EventBatch{events}));
  memory_.with([&](Memory& memory) {
    if (memory.appended.size() >= appended_max) memory.appended.clear();  // worst case: a page 200 ms older
    memory.appended[viewer.raw()] = first + events.size() - 1;
  });
  needs_.live.nudge();
  return {};
}

}  // namespace vitrine::supply
