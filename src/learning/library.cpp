#include "learning/library.hpp"

#include <algorithm>
#include <ranges>

#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

constexpr float hour_s = 3600, day_s = 86400;

}  // namespace

Library::Heat Library::heat(const Video& video, std::uint32_t at_s) {
  const float elapsed = at_s > video.heat_s ? static_cast<float>(at_s - video.heat_s) : 0.0F;
  return {video.heat_hour * faded(elapsed, hour_s), video.heat_day * faded(elapsed, day_s)};
}

const std::string& Library::word_of(std::uint64_t tag) const {
  static const std::string none;
  const List* list = tags_.find(tag);
  return list == nullptr ? none : list->word;
}

/// Where its publication belongs, which is the end but for one that changed or came back; not at all where it
/// is older than what a list that was full has let go of.
void Library::list(std::vector<std::uint64_t>& videos, const Video& video) const {
  constexpr std::size_t let_go = list_max / 8;
  if (videos.size() >= list_max) videos.erase(videos.begin(), videos.begin() + let_go);
  const auto older = [&](std::uint64_t id) {
    const Video* other = videos_.find(id);
    return other == nullptr || other->published_s <= video.published_s;
  };
  auto place = videos.end();
  while (place != videos.begin() && !older(*(place - 1))) --place;
  if (place == videos.begin() && videos.size() + let_go >= list_max) return;
  videos.insert(place, video.key);
}
void Library::list(KeyedStore<List>& lists, std::uint64_t key, const Video& video) const {
  if (key != 0) list(lists.at(key).videos, video);
}
void Library::drop_empty(KeyedStore<List>& lists, std::uint64_t key) {
  if (const List* list = lists.find(key); list != nullptr && list->videos.empty()) lists.erase(key);
}
void Library::drop_empty(const Video& was) {
  drop_empty(authors_, was.author);
  drop_empty(sounds_, was.sound);
  for (const std::uint64_t tag : was.tags) drop_empty(tags_, tag);
}
void Library::unlist(KeyedStore<List>& lists, std::uint64_t key, std::uint64_t video) {
  if (List* list = lists.find(key)) std::erase(list->videos, video);
}
void Library::unlist(Video& video) {
  unlist(authors_, video.author, video.key);
  unlist(sounds_, video.sound, video.key);
  for (const std::uint64_t tag : video.tags) unlist(tags_, tag, video.key);
  std::erase(newest_, video.key);
  std::erase(fresh_, video.key);
  if (video.hot) std::erase(hot_, video.key);
  video.hot = false;
}

void Library::note_topics(Video& video) {
  video.topics = {};
  std::copy_n(video.tags.begin(), std::min(video.tags.size(), video.topics.size()), video.topics.begin());
}

void Library::publish(const model::events::VideoFacts& facts, std::uint32_t at_s) {
  if (facts.video.raw() == 0) return;
  Video& video = videos_.at(facts.video.raw());
  const Video was = video;
  unlist(video);
  video.author = facts.author.raw();
  video.tags.clear();
  for (const std::string& word : facts.tags) {
    const std::uint64_t tag = model::tag_id(word).raw();
    if (std::ranges::find(video.tags, tag) != video.tags.end()) continue;
    video.tags.push_back(tag);
    if (!facts.followers_only) tags_.at(tag).word = word;
  }
  note_topics(video);
  video.sound = facts.sound.raw();
  video.language = facts.language;
  video.duration_ms = facts.duration_ms;
  video.adult = facts.adult;
  video.withdrawn = false;
  video.followers_only = facts.followers_only;
  video.integrity = facts.integrity;
  if (video.published_s == 0) video.published_s = at_s;
  list(authors_, video.author, video);
  if (!video.followers_only) {
    for (const std::uint64_t tag : video.tags) list(tags_, tag, video);
    list(sounds_, video.sound, video);
    list(newest_, video);
    if (video.shown < fresh_shown) list(fresh_, video);
    if (was.hot) hot_.push_back(video.key);
    video.hot = was.hot;
  }
  drop_empty(was);
}

void Library::withdraw(std::uint64_t id) {
  Video* video = videos_.find(id);
  if (video == nullptr) return;
  unlist(*video);
  video->withdrawn = true;
}

void Library::forget(std::uint64_t id) {
  Video* video = videos_.find(id);
  if (video == nullptr) return;
  unlist(*video);
  drop_empty(*video);
  videos_.erase(id);
}

void Library::note_shown(std::uint64_t id) {
  Video* video = videos_.find(id);
  if (video == nullptr) return;
  ++video->shown;
  if (video->shown == fresh_shown) std::erase(fresh_, id);
}

void Library::note_good(std::uint64_t id, std::uint32_t at_s) {
  Video* video = videos_.find(id);
  if (video == nullptr || video->withdrawn) return;
  ++video->good;
  if (video->followers_only) return;  // never among what is rising
  const Heat before = heat(*video, at_s);
  video->heat_hour = before.hour + 1;
  video->heat_day = before.day + 1;
  video->heat_s = std::max(video->heat_s, at_s);
  if (video->hot) return;
  video->hot = true;
  hot_.push_back(id);
  if (hot_.size() >= list_max) keep_hottest(at_s);
}

void Library::keep_hottest(std::uint32_t at_s) {
  std::vector<std::pair<float, std::uint64_t>> by_heat;  // coldest last, so heats are negative
  by_heat.reserve(hot_.size());
  for (const std::uint64_t id : hot_) {
    const Video* video = videos_.find(id);
    by_heat.emplace_back(video == nullptr ? 0.0F : -heat(*video, at_s).day, id);
  }
  constexpr std::size_t kept = list_max / 2;
  std::ranges::nth_element(by_heat, by_heat.begin() + kept);
  for (const std::uint64_t id : hot_)
    if (Video* video = videos_.find(id)) video->hot = false;
  by_heat.resize(kept);
  std::ranges::sort(by_heat);
  hot_.resize(kept);
  std::ranges::copy(by_heat | std::views::values, hot_.begin());
  mark_hot();
}

void Library::mark_hot() {
  for (const std::uint64_t id : hot_)
    if (Video* video = videos_.find(id)) video->hot = true;
}

std::size_t Library::bytes() const {
  std::size_t bytes = videos_.bytes() + authors_.bytes() + tags_.bytes() + sounds_.bytes();
  const auto ids = [](const std::vector<std::uint64_t>& list) { return list.capacity() * sizeof(list[0]); };
  for (const Video& video : videos_) bytes += ids(video.tags);
  for (const auto* lists : {&authors_, &tags_, &sounds_})
    for (const List& list : *lists) bytes += ids(list.videos);
  return bytes + ids(newest_) + ids(fresh_) + ids(hot_);
}

void Library::write(base::WireWriter& out) const {
  const auto ids = [&](const std::vector<std::uint64_t>& list) {
    out.varint(list.size());
    for (const std::uint64_t id : list) out.u64(id);
  };
  out.varint(videos_.size());
  for (const Video& video : videos_) {
    out.u64(video.key);
    out.u64(video.author);
    ids(video.tags);
    out.u64(video.sound);
    out.text(video.language);
    out.u32(video.duration_ms);
    out.u32(video.published_s);
    const auto integrity = static_cast<unsigned>(video.integrity);
    out.u8(static_cast<std::uint8_t>(video.adult | (video.withdrawn << 1) | (video.followers_only << 2) |
                                     (integrity << 3)));
    out.varint(video.shown);
    out.varint(video.good);
    out.f32(video.heat_hour);
    out.f32(video.heat_day);
    out.u32(video.heat_s);
  }
  for (const auto* lists : {&authors_, &tags_, &sounds_}) {
    out.varint(lists->size());
    for (const List& list : *lists) {
      out.u64(list.key);
      out.text(list.word);
      ids(list.videos);
    }
  }
  for (const auto* list : {&newest_, &fresh_, &hot_}) ids(*list);
}

void Library::read(base::WireReader& in) {
  const auto ids = [&](std::vector<std::uint64_t>& list, std::size_t max) {
    list.resize(in.count(max, 8));
    for (std::uint64_t& id : list) id = in.u64();
  };
  *this = {};
  for (std::size_t left = in.count(1ULL << 31, 48); left > 0 && in.ok(); --left) {
    Video& video = videos_.at(in.u64());
    video.author = in.u64();
    ids(video.tags, model::events::tags_max);
    note_topics(video);
    video.sound = in.u64();
    video.language = in.text(model::events::language_bytes_max);
    video.duration_ms = in.u32();
    video.published_s = in.u32();
    const std::uint64_t flags = in.varint(31);
    video.adult = (flags & 1) != 0;
    video.withdrawn = (flags & 2) != 0;
    video.followers_only = (flags & 4) != 0;
    video.integrity = static_cast<model::Integrity>(flags >> 3);
    video.shown = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
    video.good = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
    video.heat_hour = in.f32();
    video.heat_day = in.f32();
    video.heat_s = in.u32();
  }
  for (auto* lists : {&authors_, &tags_, &sounds_}) {
    for (std::size_t left = in.count(1ULL << 31, 10); left > 0 && in.ok(); --left) {
      List& list = lists->at(in.u64());
      list.word = in.text(model::events::tag_bytes_max);
      ids(list.videos, list_max);
    }
  }
  for (auto* list : {&newest_, &fresh_, &hot_}) ids(*list, list_max);
  mark_hot();
}

}  // namespace vitrine::learning
