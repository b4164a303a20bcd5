#include "learning/judging.hpp"

#include <bit>

namespace vitrine::learning {

Judging::Judging(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
                 std::size_t videos_max)
    : model_(model),
      viewer_(viewer),
      surface_(surface),
      at_s_(at_s),
      lens_(model.overall()),
      judge_(model.scorer()) {
  static const Row nothing;
  std::array<const Row*, glances_at_once> rows;
  rows.fill(&nothing);
  Glances of_nothing;
  kernels().glance(rows, lens_, Extent::everything, 0, of_nothing);
  for (std::size_t a = 0; a < aspects_count; ++a) {
    none_[a] = {judge_.part(a, of_nothing, 0, nothing), of_nothing.log_seconds[0]};
  }
  look(Aspect::viewer, personal(Aspect::viewer, 0), viewer_piece_);
  look(Aspect::viewer_surface, personal(Aspect::viewer_surface, surface), viewer_surface_);
  look(Aspect::hour_surface, key_of(Aspect::hour_surface, at_s / 3600 % 24, surface), hour_surface_);
  finish_all();
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
  std::array<Batch, 3> batches;
  const auto want_from = [&](std::size_t first) {
    const std::size_t count = first < videos.size() ? std::min(at_once, videos.size() - first) : 0;
    const std::span wanted{batches[first / at_once % 3].data(), count};
    for (std::size_t i = 0; i < count; ++i) want(*videos[first + i], wanted[i]);
    return wanted;
  };
  std::span<Wanted> batch = want_from(0), next = want_from(at_once);
  ask(batch);
  for (std::size_t first = 0; first < videos.size(); first += at_once) {
    const std::span<Wanted> later = want_from(first + 2 * at_once);
    ask(next);
    read(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) answers[first + i] = answer(batch[i]);
    batch = next;
    next = later;
  }
}

/// 0 where the viewer is without account: nothing is kept about them, so there is no row to find.
std::uint64_t Judging::personal(Aspect aspect, std::uint64_t b) const {
  return viewer_.key == 0 ? 0 : key_of(aspect, viewer_.key, b);
}

void Judging::want(const Video& video, Wanted& wanted) {
  wanted.video = &video;
  wanted.duration_s = static_cast<float>(video.duration_ms) * 0.001F;
  wanted.length = length_of(wanted.duration_s);
  wanted.key = key_of(Aspect::video, video.key);
  wanted.surface_key = key_of(Aspect::video_surface, video.key, surface_);
  wanted.sound_key = video.sound == 0 ? 0 : key_of(Aspect::sound, video.sound);
  for (const std::uint64_t key : {wanted.key, wanted.surface_key, wanted.sound_key}) search(key);
  if (!viewer_.good.empty()) model_.graph().prefetch_slot(video.key);
  wanted.author = author_entry(video.author);
  wanted.tags_entry = tags_entry(video.topics, wanted.length);
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
    if (viewer_.seen[seen_by_video_[slot] - 1].video == video) return &viewer_.seen[seen_by_video_[slot] - 1];
  return nullptr;
}

void Judging::ask(std::span<const Wanted> batch) {
  for (const Wanted& wanted : batch) {
    if (!viewer_.good.empty()) model_.graph().prefetch_node(wanted.video->key);
    ask(Aspect::video, wanted.key);
    ask(Aspect::video_surface, wanted.surface_key);
    ask(Aspect::sound, wanted.sound_key);
    if (OfAuthor& author = authors_[wanted.author]; !author.asked) {
      author.asked = true;
      ask(Aspect::author, author.key);
      ask(Aspect::viewer_author, author.viewer_key);
      ask(Aspect::author_surface, author.surface_key);
    }
    OfTags& tags = tags_[wanted.tags_entry];
    if (tags.asked) continue;
    tags.asked = true;
    for (std::size_t i = 0; i < tags.each.size() && tags.each[i] != 0; ++i) {
      const OfTag& tag = single_tags_[tags.each[i] - 1];
      ask(Aspect::tag, tag.key);
      ask(Aspect::viewer_tag, tag.viewer_key);
      ask(Aspect::tag_duration, tags.length_keys[i]);
    }
  }
}

void Judging::search(std::uint64_t key) const {
  if (key != 0) model_.table().prefetch_search(key);
}

void Judging::ask(Aspect aspect, std::uint64_t key) const {
  if (key != 0) model_.table().prefetch_to_read(key, index(aspect) < rare_aspects);
}

std::uint32_t Judging::author_entry(std::uint64_t author) {
  Numbers& slots = authors_by_id_;
  std::size_t slot = base::mix64(author) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (authors_[slots[slot] - 1].author == author) return slots[slot] - 1;
  const OfAuthor& entry =
      authors_.emplace_back(OfAuthor{.author = author,
                                     .key = key_of(Aspect::author, author),
                                     .viewer_key = personal(Aspect::viewer_author, author),
                                     .surface_key = key_of(Aspect::author_surface, author, surface_)});
  slots[slot] = static_cast<std::uint32_t>(authors_.size());
  for (const std::uint64_t key : {entry.key, entry.viewer_key, entry.surface_key}) search(key);
  return slots[slot] - 1;
}

std::uint32_t Judging::tag_entry(std::uint64_t tag) {
  Numbers& slots = tags_by_id_;
  std::size_t slot = base::mix64(tag) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (single_tags_[slots[slot] - 1].tag == tag) return slots[slot];
  const OfTag& entry = single_tags_.emplace_back(
      OfTag{.tag = tag, .key = key_of(Aspect::tag, tag), .viewer_key = personal(Aspect::viewer_tag, tag)});
  slots[slot] = static_cast<std::uint32_t>(single_tags_.size());
  search(entry.key);
  search(entry.viewer_key);
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
    entry.length_keys[i] = key_of(Aspect::tag_duration, tags[i], length);
    search(entry.length_keys[i]);
  }
  return slots[slot] - 1;
}

void Judging::look(Aspect aspect, std::uint64_t key, Piece& into) {
  const Row* row = key == 0 ? nullptr : model_.table().find(key);
  look(aspect, std::span{&row, 1}, into);
}

void Judging::look(Aspect aspect, std::span<const Row* const> rows, Piece& into) {
  Row& space = spaces_[spaces_used_];
  const Row& row = pooled(rows, extent_of(index(aspect)), space);
  if (row.n == 0) {
    into = none_[index(aspect)];
    return;
  }
  if (&row == &space) ++spaces_used_;
  Looks& looks = looks_[extent_of(index(aspect)) == Extent::rates ? 0 : 1];
  looks.list[looks.count++] = {aspect, &row, &into};
  if (looks.count == looks.list.size()) finish(looks);
}

void Judging::finish(Looks& looks) {
  static const Row nothing;
  std::array<const Row*, glances_at_once> rows;
  rows.fill(&nothing);
  for (std::size_t i = 0; i < looks.count; ++i) rows[i] = looks.list[i].row;
  Glances seen;
  kernels().glance(rows, lens_, &looks == &looks_[0] ? Extent::rates : Extent::everything, 0, seen);
  for (std::size_t i = 0; i < looks.count; ++i) {
    const auto& [aspect, row, into] = looks.list[i];
    *into = {judge_.part(index(aspect), seen, i, *row), seen.log_seconds[i]};
  }
  looks.count = 0;
}

void Judging::finish_all() {
  for (Looks& looks : looks_)
    if (looks.count > 0) finish(looks);
  spaces_used_ = 0;
}

void Judging::read(std::span<Wanted> batch) {
  for (Wanted& wanted : batch) {
    if (!viewer_.good.empty()) model_.graph().prefetch_edges(wanted.video->key);
    if (OfAuthor& author = authors_[wanted.author]; !author.read) read(author);
    if (OfTags& tags = tags_[wanted.tags_entry]; !tags.read) read(tags);
    if (OfLength& length = lengths_[wanted.length]; !length.read) read(length, wanted.length);
    look(Aspect::video, wanted.key, wanted.own);
    look(Aspect::video_surface, wanted.surface_key, wanted.own_surface);
    look(Aspect::sound, wanted.sound_key, wanted.sound);
  }
  finish_all();
}

void Judging::read(OfAuthor& entry) {
  entry.read = true;
  entry.taste = taste_of(viewer_, {}, entry.author, at_s_).author;
  look(Aspect::author, entry.key, entry.alone);
  look(Aspect::viewer_author, entry.viewer_key, entry.with_viewer);
  look(Aspect::author_surface, entry.surface_key, entry.on_surface);
}

void Judging::read(OfTags& entry) {
  entry.read = true;
  const Taste taste = taste_of(viewer_, entry.tags, 0, at_s_);
  entry.topic = taste.topic;
  entry.session = taste.session;
  std::array<const Row*, Impression::tags_used> alone{}, with_viewer{}, with_length{};
  for (std::size_t i = 0; i < entry.each.size(); ++i) {
    if (entry.each[i] == 0) continue;
    const OfTag& tag = single_tags_[entry.each[i] - 1];
    alone[i] = model_.table().find(tag.key);
    if (tag.viewer_key != 0) with_viewer[i] = model_.table().find(tag.viewer_key);
    with_length[i] = model_.table().find(entry.length_keys[i]);
  }
  look(Aspect::tag, alone, entry.alone);
  look(Aspect::viewer_tag, with_viewer, entry.with_viewer);
  look(Aspect::tag_duration, with_length, entry.with_length);
}

void Judging::read(OfLength& entry, std::uint64_t length) {
  entry.read = true;
  look(Aspect::viewer_duration, personal(Aspect::viewer_duration, length), entry.with_viewer);
  look(Aspect::duration_surface, key_of(Aspect::duration_surface, length, surface_), entry.on_surface);
}

LogOdds Judging::answer(const Wanted& wanted) const {
  const Video& video = *wanted.video;
  const OfAuthor& author = authors_[wanted.author];
  const OfTags& tags = tags_[wanted.tags_entry];
  const OfLength& length = lengths_[wanted.length];
  // In the order of the aspects.
  const std::array<const Piece*, aspects_count> pieces{
      &viewer_piece_, &wanted.own,         &author.alone,       &tags.with_viewer, &author.with_viewer,
      &tags.alone,    &length.with_viewer, &wanted.own_surface, &viewer_surface_,  &length.on_surface,
      &hour_surface_, &author.on_surface,  &tags.with_length,   &wanted.sound};
  const float wanted_log = log_wanted(wanted.duration_s);
  std::array<const LogOdds*, aspects_count> parts;
  std::array<float, (aspects_count + 3) / 4 * 4> fits{};
  for (std::size_t a = 0; a < aspects_count; ++a) {
    parts[a] = &pieces[a]->part;
    fits[a] = pieces[a]->log_seconds;
  }
  for (std::size_t a = 0; a < aspects_count; a += 4) {
    const Four four = fit(Four{fits[a], fits[a + 1], fits[a + 2], fits[a + 3]}, wanted_log);
    for (std::size_t i = 0; i < 4; ++i) fits[a + i] = four[i];
  }
  Impression shown{.video = video.key, .duration_s = wanted.duration_s, .surface = surface_, .at_s = at_s_};
  recall(shown, viewer_, last_time(video.key));
  shown.age_s = age_of(video, at_s_);
  shown.taste = {tags.topic, tags.session, author.taste,
                 model_.graph().tie(viewer_.good, video.key, at_s_).strength};
  return judge_.sum(parts, std::span{fits}.first<aspects_count>(), circumstances_of(shown));
}

}  // namespace vitrine::learning
