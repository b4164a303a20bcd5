// How the house's news becomes events of the log, and how the log is mended when news was missed.
#include <algorithm>

#include "base/log.hpp"
#include "catalog/tags.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::supply {
namespace {

using namespace model::events;

/// The log keeps shorter tags than the catalogue; longer ones are sentences, not topics.
VideoFacts within_limits(VideoFacts facts) {
  static_assert(tags_max >= catalog::tags_max, "a tag that is muted must be known");
  std::erase_if(facts.tags, [](const std::string& tag) { return tag.size() > tag_bytes_max; });
  if (facts.language.size() > language_bytes_max) facts.language.clear();
  return facts;
}

bool says_the_same(const learning::Library& library, const VideoFacts& facts) {
  const auto* video = library.find(facts.video.raw());
  if (video == nullptr || video->withdrawn) return false;
  std::vector<std::uint64_t> tags;
  for (const auto& word : facts.tags) {
    const std::uint64_t tag = model::tag_id(word).raw();
    if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
  }
  return video->author == facts.author.raw() && video->tags == tags && video->language == facts.language &&
         video->duration_ms == facts.duration_ms && video->adult == facts.adult &&
         video->sound == facts.sound.raw() && video->followers_only == facts.followers_only &&
         video->integrity == facts.integrity;
}

}  // namespace

Result<void> FeedService::refresh(Transaction& tx, model::VideoId video, model::Instant at,
                                  std::vector<model::FeedEvent>& events) {
  TRY_LET(auto found, needs_.catalog.facts(tx, video));
  if (found) {
    const VideoFacts facts = within_limits(std::move(*found));
    // What was told last may not be learned yet: then the model says nothing of what the log knows.
    const bool known =
        position_of(model::ViewerId{0}) <= needs_.live.position() &&
        needs_.live.read([&](const learning::Model& model) { return says_the_same(model.library(), facts); });
    if (!known) events.push_back({at, VideoPublished{facts}});
    return {};
  }
  const bool listed = needs_.live.read([&](const learning::Model& model) {
    const auto* known = model.library().find(video.raw());
    return known != nullptr && !known->withdrawn;
  });
  if (listed || position_of(model::ViewerId{0}) > needs_.live.position())
    events.push_back({at, VideoWithdrawn{video}});
  return {};
}

Result<std::vector<model::FeedEvent>> FeedService::events_of(Transaction& tx, const model::News& news) {
  std::vector<model::FeedEvent> events;
  const auto done = [&](model::AccountId by, model::VideoId video, Deed deed) -> Result<void> {
    TRY_LET(const model::ViewerId viewer, needs_.viewers.viewer_of(tx, by));
    TRY_LET(const bool paused, is_paused(tx, viewer));
    if (!paused) events.push_back({news.at, Done{viewer, video, deed}});
    return {};
  };
  if (const auto* changed = std::get_if<model::VideoChanged>(&news.what)) {
    using enum model::VideoState;
    if (changed->state == playable || changed->state == ready || changed->state == failed)
      TRY(refresh(tx, changed->video, news.at, events));
  } else if (const auto* published = std::get_if<model::VideoPublished>(&news.what)) {
    TRY(refresh(tx, published->video, news.at, events));
  } else if (const auto* removed = std::get_if<model::VideoRemoved>(&news.what)) {
    events.push_back({news.at, VideoForgotten{removed->video}});
  } else if (const auto* liked = std::get_if<model::Liked>(&news.what)) {
    TRY(done(liked->by, liked->video, Deed::liked));
  } else if (const auto* commented = std::get_if<model::Commented>(&news.what)) {
    TRY(done(commented->by, commented->video, Deed::commented));
  } else if (const auto* followed = std::get_if<model::Followed>(&news.what)) {
    TRY_LET(const model::ViewerId viewer, needs_.viewers.viewer_of(tx, followed->by));
    const auto video = last_seen_of(viewer, followed->who, news.at);
    if (video.raw() != 0) TRY(done(followed->by, video, Deed::followed_author));
  }
  return events;
}

model::VideoId FeedService::last_seen_of(model::ViewerId viewer, model::AccountId author,
                                         model::Instant at) const {
  return needs_.live.read([&](const learning::Model& model) {
    const auto* who = model.viewer(viewer);
    if (who == nullptr) return model::VideoId{0};
    for (auto seen = who->seen.rbegin(); seen != who->seen.rend(); ++seen) {
      if (seen->at_s > learning::seconds(at)) continue;  // seen since
      if (std::uint64_t{seen->at_s} + learning::Model::pending_s < learning::seconds(at)) break;
      const auto* video = model.library().find(seen->video);
      if (video != nullptr && video->author == author.raw()) return model::VideoId{seen->video};
    }
    return model::VideoId{0};
  });
}

void FeedService::did(model::ViewerId viewer, model::VideoId video, Deed deed) {
  const auto paused = needs_.record.read([&](Transaction& tx) { return is_paused(tx, viewer); });
  if (paused && *paused) return;
  const auto done = paused ? append(viewer, {{needs_.clock.now(), Done{viewer, video, deed}}})
                           : Result<void>{std::unexpected(paused.error())};
  if (!done) base::log(base::Level::warning, "deed_not_logged", {{"code", done.error().code}});
}

void FeedService::hear(const model::News& news) {
  const bool repeated = memory_.with(
      [&](Memory& memory) { return std::ranges::find(memory.heard, news.id.raw()) != memory.heard.end(); });
  if (repeated) return;
  const auto events = needs_.record.read(
      [&](Transaction& tx) -> Result<std::vector<model::FeedEvent>> { return events_of(tx, news); });
  const auto done =
      events ? append(model::ViewerId{0}, *events) : Result<void>{std::unexpected(events.error())};
  // mend() repairs what concerns videos at the next start; a lost like is a lost lesson, not a lost like.
  if (!done && done.error().fault != base::Fault::not_found)
    return base::log(base::Level::warning, "feed_news_lost", {{"code", done.error().code}});
  memory_.with([&](Memory& memory) {
    memory.heard.push_back(news.id.raw());
    if (memory.heard.size() > heard_max) memory.heard.pop_front();
  });
}

Result<std::vector<model::VideoId>> FeedService::missing_of(std::span<const model::VideoId> videos) {
  constexpr std::size_t at_once = 500;
  std::vector<model::VideoId> missing;
  for (; !videos.empty(); videos = videos.subspan(std::min(at_once, videos.size()))) {
    TRY_LET(const auto some, needs_.record.read([&](Transaction& tx) {
      return needs_.catalog.missing(tx, videos.first(std::min(at_once, videos.size())));
    }));
    missing.insert(missing.end(), some.begin(), some.end());
  }
  std::ranges::sort(missing);
  return missing;
}

Result<void> FeedService::mend() {
  std::vector<model::FeedEvent> events;
  const model::Instant now = needs_.clock.now();
  std::vector<std::uint64_t> published;
  for (model::VideoId last{0};;) {
    TRY_LET(const auto ids, needs_.record.read([&](Transaction& tx) -> Result<std::vector<model::VideoId>> {
      TRY_LET(auto found, needs_.catalog.published_after(tx, last, 500));
      TRY_LET(auto facts, needs_.catalog.facts_of(tx, found));
      needs_.live.read([&](const learning::Model& model) {
        for (VideoFacts& one : facts) {
          VideoFacts told = within_limits(std::move(one));
          if (!says_the_same(model.library(), told)) events.push_back({now, VideoPublished{std::move(told)}});
        }
      });
      return found;
    }));
    if (ids.empty()) break;
    for (const model::VideoId id : ids) published.push_back(id.raw());
    last = ids.back();
  }
  std::vector<model::VideoId> hidden, listed;
  needs_.live.read([&](const learning::Model& model) {
    for (const auto& video : model.library().videos()) {
      if (std::ranges::binary_search(published, video.key)) continue;
      hidden.push_back(model::VideoId{video.key});
      if (!video.withdrawn) listed.push_back(model::VideoId{video.key});
    }
  });
  TRY_LET(const auto deleted, missing_of(hidden));
  for (const model::VideoId id : deleted) events.push_back({now, VideoForgotten{id}});
  for (const model::VideoId id : listed)
    if (!std::ranges::binary_search(deleted, id)) events.push_back({now, VideoWithdrawn{id}});
  for (std::size_t i = 0; i < events.size(); i += 500) {
    const auto first = events.begin() + static_cast<std::ptrdiff_t>(i);
    const auto last = events.begin() + static_cast<std::ptrdiff_t>(std::min(i + 500, events.size()));
    TRY(append(model::ViewerId{0}, {first, last}));
  }
  if (!events.empty()) {
    TRY_LET(const auto last, needs_.log.last());
    (void)needs_.live.wait_for(last, model::Millis{2000});
  }
  return {};
}

}  // namespace vitrine::supply
