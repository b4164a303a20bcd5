#include "catalog/sounds.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "media/media.hpp"

namespace vitrine::catalog {
using base::fail;
using base::fail_in;
using base::Fault;

namespace {
/// A minute's worth of items says which sounds to look at.
constexpr std::size_t asked_max = 512;
/// So many of them are compared bit by bit: 10 ms for the longest.
constexpr int compared_max = 12;
/// Looked through for one that the viewer may see.
constexpr int looked_through = 200;

auto absent() { return fail(Fault::not_found, "sound_absent", "There is no such sound."); }

std::vector<VideoId> ids_of(const std::vector<Position>& places) {
  std::vector<VideoId> ids;
  for (const auto& place : places) ids.push_back(place.id);
  return ids;
}
}  // namespace

Result<std::optional<std::pair<SoundId, Match>>> Sounds::recognise(Transaction& tx, PrintView print) {
  std::optional<std::pair<SoundId, Match>> best;
  if (print.size() < print_overlap_min || variety(print) < print_variety_min) return best;
  const auto marks = landmarks(print, asked_max);
  TRY_LET(const auto candidates, needs_.rows.alike(tx, marks, compared_max));
  for (const auto& [id, known] : candidates) {
    const auto match = same_sound(known, print);
    if (match && (!best || match->error < best->second.error)) best = std::pair{id, *match};
  }
  return best;
}

/// The feed leaves a sound that only one clip has out of its facts; with the second both have one.
Result<void> Sounds::share(Transaction& tx, const Video& video, SoundId sound, std::int64_t at_ms) {
  TRY_LET(const auto before, needs_.rows.uses(tx, sound));
  TRY(needs_.rows.put_clip(tx, video.id, sound, std::max<std::int64_t>(0, at_ms)));
  if (before != 1) return {};
  TRY_LET(const auto known, needs_.rows.find(tx, sound));
  if (!known) return {};
  TRY_LET(const auto origin, needs_.video_rows.find(tx, known->origin));
  if (origin && origin->id != video.id)
    TRY(tx.announce(
        model::VideoChanged{origin->id, origin->author, origin->state, origin->progress_percent, {}}));
  return {};
}

Result<bool> Sounds::said_of(Transaction& tx, const Video& video) {
  TRY_LET(const auto said, needs_.rows.choice_of(tx, video.id));
  return said ? Result<bool>{*said} : usable_by_default(tx, video.author);
}

Result<bool> Sounds::usable_by_default(Transaction& tx, AccountId author) {
  TRY_LET(const auto said, needs_.rows.default_of(tx, author));
  return said.value_or(true);
}

Result<void> Sounds::choose_default(Transaction& tx, AccountId author, bool usable) {
  return needs_.rows.put_default(tx, author, usable);
}

Result<void> Sounds::choose(Transaction& tx, AccountId author, VideoId id, bool usable) {
  TRY(needs_.videos.own(tx, author, id));
  TRY(needs_.rows.put_choice(tx, id, usable));
  TRY_LET(auto sounds, needs_.rows.of_videos(tx, std::span{&id, 1}));
  if (sounds.empty() || sounds.front().second.origin != id) return {};
  sounds.front().second.usable = usable;
  return needs_.rows.update(tx, sounds.front().second);
}

Result<bool> Sounds::usable_in(Transaction& tx, AccountId author, VideoId id) {
  TRY_LET(const auto video, needs_.videos.own(tx, author, id));
  TRY_LET(const auto sounds, needs_.rows.of_videos(tx, std::span{&id, 1}));
  return sounds.empty() ? said_of(tx, video) : Result<bool>{sounds.front().second.usable};
}

Sounds::Heard heard_in(const media::Processed& made) {
  return {.audible = made.has_audio && made.loudness_lufs.value_or(0) >= sound_lufs_min, .print = made.print};
}

Result<void> Sounds::heard(Transaction& tx, const Video& video, const Heard& heard) {
  TRY(needs_.rows.leave(tx, video.id));
  if (!heard.audible) return {};
  TRY_LET(const auto known, recognise(tx, heard.print));
  if (known)
    return share(tx, video, known->first,
                 std::llround(static_cast<double>(known->second.offset) * print_step_ms));
  TRY_LET(const bool usable, said_of(tx, video));
  const Sound own{.id = needs_.ids.unguessable<SoundId>(),
                  .origin = video.id,
                  .usable = usable,
                  .duration_ms = video.duration_ms,
                  .created_at = needs_.clock.now()};
  const bool dull = variety(heard.print) < print_variety_min;
  TRY(needs_.rows.insert(tx, own, dull ? PrintView{} : heard.print));
  return needs_.rows.put_clip(tx, video.id, own.id, 0);
}

Result<void> Sounds::heard(Transaction& tx, const Video& video, const media::Processed& made) {
  return heard(tx, video, heard_in(made));
}

Result<void> Sounds::borrow(Transaction& tx, const Video& video, VideoId origin, std::int64_t at_ms) {
  TRY_LET(const auto sounds, needs_.rows.of_videos(tx, std::span{&origin, 1}));
  if (sounds.empty()) return {};
  TRY(needs_.rows.leave(tx, video.id));
  return share(tx, video, sounds.front().second.id, at_ms);
}

Result<bool> Sounds::borrowable(Transaction& tx, VideoId video) {
  TRY_LET(const auto sounds, needs_.rows.of_videos(tx, std::span{&video, 1}));
  return !sounds.empty() && sounds.front().second.usable;
}

Result<std::map<VideoId, SoundSeen>> Sounds::of(Transaction& tx, const Viewer& viewer,
                                                std::span<const Video> videos) {
  std::vector<VideoId> ids;
  for (const auto& video : videos) ids.push_back(video.id);
  TRY_LET(const auto rows, needs_.rows.of_videos(tx, ids));
  std::map<VideoId, Video> seen;
  for (const auto& video : videos) seen.emplace(video.id, video);
  std::vector<VideoId> others;
  for (const auto& [video, sound] : rows)
    if (!seen.contains(sound.origin) && std::ranges::find(others, sound.origin) == others.end())
      others.push_back(sound.origin);
  if (!others.empty()) {
    TRY_LET(auto origins, needs_.videos.some(tx, viewer, others, Videos::Want::found));
    for (auto& origin : origins) seen.emplace(origin.id, std::move(origin));
  }
  std::map<VideoId, SoundSeen> found;
  for (const auto& [video, sound] : rows) {
    SoundSeen one{.sound = sound};
    if (const auto at = seen.find(sound.origin); at != seen.end()) one.origin = at->second;
    else one.sound.title.clear();
    found.emplace(video, std::move(one));
  }
  return found;
}

Result<SoundSeen> Sounds::seen_by(Transaction& tx, const Viewer& viewer, SoundId id) {
  TRY_LET(const auto sound, needs_.rows.find(tx, id));
  if (!sound) return absent();
  SoundSeen seen{.sound = *sound};
  TRY_LET(auto origin, needs_.videos.some(tx, viewer, std::span{&sound->origin, 1}));
  const bool known = !origin.empty();
  // An unlisted clip is passed on by its author alone, not by the page of its sound.
  const bool named = known && (origin.front().visibility != model::Visibility::unlisted ||
                               viewer.account == origin.front().author);
  if (named) seen.origin = std::move(origin.front());
  else seen.sound.title.clear();
  if (!known) {
    TRY_LET(const auto places, needs_.rows.clips(tx, id, {.limit = looked_through}));
    TRY_LET(const auto found, needs_.videos.some(tx, viewer, ids_of(places), Videos::Want::found));
    if (found.empty()) return absent();
  }
  TRY_LET(seen.clips, needs_.rows.open_clips(tx, id));
  return seen;
}

Result<Listing> Sounds::clips(Transaction& tx, const Viewer& viewer, SoundId id, const Page& page) {
  TRY(seen_by(tx, viewer, id));
  TRY_LET(const auto places, needs_.rows.clips(tx, id, page));
  Listing listing;
  if (static_cast<int>(places.size()) >= page.limit && !places.empty()) listing.next = places.back();
  TRY_LET(listing.videos, needs_.videos.some(tx, viewer, ids_of(places), Videos::Want::found));
  return listing;
}

Result<SoundSeen> Sounds::edit(Transaction& tx, const Viewer& author, SoundId id, const Edit& edit) {
  TRY_LET(auto sound, needs_.rows.find(tx, id));
  if (!sound || !author.account) return absent();
  TRY_LET(const auto origin, needs_.video_rows.find(tx, sound->origin));
  if (!origin || origin->author != *author.account) return absent();
  if (edit.title) {
    sound->title = base::clean_text(*edit.title, base::Lines::one);
    if (base::code_points(sound->title) > sound_title_chars_max)
      return fail_in("title", Fault::invalid_input, "sound_title_too_long",
                     "The name of a sound may have 80 characters.");
  }
  if (edit.usable) sound->usable = *edit.usable;
  TRY(needs_.rows.update(tx, *sound));
  // What it is called is found with its origin: the entry of the search is written again.
  if (edit.title) TRY(needs_.video_rows.update(tx, *origin));
  return seen_by(tx, author, id);
}

}  // namespace vitrine::catalog
