#include "learning/judging.hpp"

#include <bit>

namespace vitrine::learning {

Judging::Judging(const Model& model, const Viewer& viewer, const ItemGraph::Leads& leads,
                 std::uint32_t surface, std::uint32_t at_s, std::size_t videos_max)
    : model_(model),
      viewer_(viewer),
      leads_(leads),
      surface_(surface),
      at_s_(at_s),
      lens_(model.overall()) {
  for (std::size_t a = 0; a < aspects_count; ++a)
    none_[a] = piece(static_cast<Aspect>(a), std::span<const Row* const>{});
  viewer_piece_ = piece(Aspect::viewer, personal(Aspect::viewer, 0));
  viewer_surface_ = piece(Aspect::viewer_surface, personal(Aspect::viewer_surface, surface));
  hour_surface_ = piece(Aspect::hour_surface, key_of(Aspect::hour_surface, at_s / 3600 % 24, surface));
  note_seen();
  authors_.reserve(videos_max);
  tags_.reserve(videos_max);
  single_tags_.reserve(videos_max);
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(videos_max, 8) * 2);
  authors_by_id_.assign(slots, 0);
  tags_by_id_.assign(slots * 2, 0);  // up to three a video
  tags_by_set_.assign(slots, 0);
}

void Judging::judge(std::span<const Video* const> videos, std::span<LogOdds> answers) {
  std::array<Wanted, at_once> wanted;
  for (std::size_t first = 0; first < videos.size(); first += at_once) {
    const std::size_t count = std::min(at_once, videos.size() - first);
    for (std::size_t i = 0; i < count; ++i) wanted[i] = want(*videos[first + i]);
    for (std::size_t i = 0; i < count; ++i) answers[first + i] = answer(wanted[i]);
  }
}

/// 0 where the viewer is without account: nothing is kept about them, so there is no row to find.
std::uint64_t Judging::personal(Aspect aspect, std::uint64_t b) const {
  return viewer_.key == 0 ? 0 : key_of(aspect, viewer_.key, b);
}

Judging::Wanted Judging::want(const Video& video) {
  Wanted wanted{.video = &video};
  for (std::size_t i = 0; i < std::min(video.tags.size(), wanted.tags.size()); ++i)
    wanted.tags[i] = video.tags[i];
  wanted.duration_s = static_cast<float>(video.duration_ms) * 0.001F;
  wanted.length = length_of(wanted.duration_s);
  wanted.key = key_of(Aspect::video, video.key);
  wanted.surface_key = key_of(Aspect::video_surface, video.key, surface_);
  ask(Aspect::video, wanted.key);
  ask(Aspect::video_surface, wanted.surface_key);
  wanted.author = author_entry(video.author);
  wanted.tags_entry = tags_entry(wanted.tags, wanted.length);
  return wanted;
}

void Judging::note_seen() {
  const auto& seen = viewer_.seen;
  seen_by_video_.assign(std::bit_ceil(seen.size() * 2 + 2), 0);
  const std::size_t mask = seen_by_video_.size() - 1;
  for (std::size_t i = seen.size(); i-- > 0;) {  // the newest showing of a video is found first
    std::size_t slot = base::mix64(seen[i].video) & mask;
    while (seen_by_video_[slot] != 0 && seen[seen_by_video_[slot] - 1].video != seen[i].video)
      slot = (slot + 1) & mask;
    if (seen_by_video_[slot] == 0) seen_by_video_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

const Seen* Judging::last_time(std::uint64_t video) const {
  const std::size_t mask = seen_by_video_.size() - 1;
  for (std::size_t slot = base::mix64(video) & mask; seen_by_video_[slot] != 0; slot = (slot + 1) & mask)
    if (viewer_.seen[seen_by_video_[slot] - 1].video == video)
      return &viewer_.seen[seen_by_video_[slot] - 1];
  return nullptr;
}

void Judging::ask(Aspect aspect, std::uint64_t key) const {
  if (key != 0) model_.table().prefetch_to_read(key, index(aspect) < rare_aspects);
}

std::uint32_t Judging::author_entry(std::uint64_t author) {
  Numbers& slots = authors_by_id_;
  std::size_t slot = base::mix64(author) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (authors_[slots[slot] - 1].author == author) return slots[slot] - 1;
  authors_.push_back({.author = author});
  slots[slot] = static_cast<std::uint32_t>(authors_.size());
  ask(Aspect::author, key_of(Aspect::author, author));
  ask(Aspect::author_surface, key_of(Aspect::author_surface, author, surface_));
  ask(Aspect::viewer_author, personal(Aspect::viewer_author, author));
  return slots[slot] - 1;
}

std::uint32_t Judging::tag_entry(std::uint64_t tag) {
  Numbers& slots = tags_by_id_;
  std::size_t slot = base::mix64(tag) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (single_tags_[slots[slot] - 1].tag == tag) return slots[slot];
  single_tags_.push_back({.tag = tag});
  slots[slot] = static_cast<std::uint32_t>(single_tags_.size());
  ask(Aspect::tag, key_of(Aspect::tag, tag));
  ask(Aspect::viewer_tag, personal(Aspect::viewer_tag, tag));
  return slots[slot];
}

std::uint32_t Judging::tags_entry(const Tags& tags, std::uint64_t length) {
  Numbers& slots = tags_by_set_;
  const std::uint64_t hash = base::mix64(base::mix64(base::mix64(tags[0] + length) ^ tags[1]) ^ tags[2]);
  std::size_t slot = hash & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1)) {
    const OfTags& entry = tags_[slots[slot] - 1];
    if (entry.tags == tags && entry.length == length) return slots[slot] - 1;
  }
  OfTags& entry = tags_.emplace_back();
  slots[slot] = static_cast<std::uint32_t>(tags_.size());
  entry.tags = tags;
  entry.length = length;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (tags[i] == 0) continue;
    entry.each[i] = tag_entry(tags[i]);
    ask(Aspect::tag_duration, key_of(Aspect::tag_duration, tags[i], length));
  }
  return slots[slot] - 1;
}

Judging::Piece Judging::piece(Aspect aspect, std::uint64_t key) const {
  if (key == 0) return none_[index(aspect)];
  const Row* row = model_.table().find(key);
  return row == nullptr ? none_[index(aspect)] : piece(aspect, std::span{&row, 1});
}

Judging::Piece Judging::piece(Aspect aspect, std::span<const Row* const> rows) const {
  const Glance glance = glance_at(index(aspect), rows, lens_);
  return {model_.scorer().part(index(aspect), glance, rows), glance.log_seconds};
}

void Judging::read(OfAuthor& entry) const {
  entry.read = true;
  entry.taste = taste_of(viewer_, {}, entry.author, at_s_).author;
  entry.alone = piece(Aspect::author, key_of(Aspect::author, entry.author));
  entry.with_viewer = piece(Aspect::viewer_author, personal(Aspect::viewer_author, entry.author));
  entry.on_surface = piece(Aspect::author_surface, key_of(Aspect::author_surface, entry.author, surface_));
}

void Judging::read(OfTags& entry) {
  entry.read = true;
  const Taste taste = taste_of(viewer_, entry.tags, 0, at_s_);
  entry.topic = taste.topic;
  entry.session = taste.session;
  std::array<const Row*, Impression::tags_used> alone{}, with_viewer{}, with_length{};
  for (std::size_t i = 0; i < entry.each.size(); ++i) {
    if (entry.each[i] == 0) continue;
    OfTag& one = single_tags_[entry.each[i] - 1];
    if (!one.read) {
      one.read = true;
      one.alone = model_.table().find(key_of(Aspect::tag, one.tag));
      if (viewer_.key != 0) one.with_viewer = model_.table().find(personal(Aspect::viewer_tag, one.tag));
    }
    alone[i] = one.alone;
    with_viewer[i] = one.with_viewer;
    with_length[i] = model_.table().find(key_of(Aspect::tag_duration, one.tag, entry.length));
  }
  const auto pooled = [&](Aspect aspect, const auto& rows) {
    const bool any = rows[0] != nullptr || rows[1] != nullptr || rows[2] != nullptr;
    return any ? piece(aspect, rows) : none_[index(aspect)];
  };
  entry.alone = pooled(Aspect::tag, alone);
  entry.with_viewer = pooled(Aspect::viewer_tag, with_viewer);
  entry.with_length = pooled(Aspect::tag_duration, with_length);
}

void Judging::read(OfLength& entry, std::uint64_t length) const {
  entry.read = true;
  entry.with_viewer = piece(Aspect::viewer_duration, personal(Aspect::viewer_duration, length));
  entry.on_surface = piece(Aspect::duration_surface, key_of(Aspect::duration_surface, length, surface_));
}

LogOdds Judging::answer(const Wanted& wanted) {
  const Video& video = *wanted.video;
  OfAuthor& author = authors_[wanted.author];
  if (!author.read) read(author);
  OfTags& tags = tags_[wanted.tags_entry];
  if (!tags.read) read(tags);
  OfLength& length = lengths_[wanted.length];
  if (!length.read) read(length, wanted.length);
  const Piece own = piece(Aspect::video, wanted.key);
  const Piece own_surface = piece(Aspect::video_surface, wanted.surface_key);
  const Piece sound = piece(Aspect::sound, video.sound == 0 ? 0 : key_of(Aspect::sound, video.sound));
  // In the order of the aspects.
  const std::array<const Piece*, aspects_count> pieces{
      &viewer_piece_,      &own,          &author.alone,       &tags.with_viewer,  &author.with_viewer,
      &tags.alone,         &length.with_viewer, &own_surface,  &viewer_surface_,   &length.on_surface,
      &hour_surface_,      &author.on_surface,  &tags.with_length, &sound};
  const float wanted_log = log_wanted(wanted.duration_s);
  std::array<const LogOdds*, aspects_count> parts;
  std::array<std::uint8_t, aspects_count> fits;
  for (std::size_t a = 0; a < aspects_count; ++a) {
    parts[a] = &pieces[a]->part;
    fits[a] = fit(pieces[a]->log_seconds, wanted_log);
  }
  const auto* lead = leads_.to(video.key);
  Impression shown{.video = video.key, .duration_s = wanted.duration_s, .surface = surface_, .at_s = at_s_};
  recall(shown, viewer_, last_time(video.key));
  shown.age_s = age_of(video, at_s_);
  shown.taste = {tags.topic, tags.session, author.taste, lead == nullptr ? 0 : lead->strength};
  return model_.scorer().sum(parts, fits, circumstances_of(shown));
}

}  // namespace vitrine::learning
