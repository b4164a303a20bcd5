#include "learning/judging.hpp"

#include <bit>
#include <utility>

namespace vitrine::learning {

Judging::Judging(const Model& model, const Viewer& viewer, std::uint32_t surface, std::uint32_t at_s,
                 std::size_t videos_max)
    : model_(model),
      viewer_(viewer),
      surface_(std::min(surface, last_surface)),
      at_s_(at_s),
      lens_(model.overall()),
      judge_(model.scorer()),
      none_(judge_.of_nothing(lens_)),
      common_{.surface = surface, .at_s = at_s} {
  recall(common_, viewer, nullptr);
  common_.viewer_bias = bytes_of(viewer.factors.biases);
  circumstances_ = circumstances_of(common_);
  look_at_once(Aspect::viewer, personal(Aspect::viewer, 0), viewer_alone_);
  look_at_once(Aspect::viewer_surface, personal(Aspect::viewer_surface, surface_), viewer_surface_);
  finish();
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
  const auto wanted = [&](std::size_t i) -> Wanted& { return batches[i / at_once % 3][i % at_once]; };
  // Each round asks a little: memory answers so many questions at a time and no more.
  for (std::size_t i = 0; i < videos.size() + 2 * at_once; ++i) {
    if (i + at_once < videos.size()) base::prefetch_whole(videos[i + at_once]);
    if (i < videos.size()) want(*videos[i], wanted(i));
    if (i >= at_once && i - at_once < videos.size()) ask(wanted(i - at_once));
    if (i < 2 * at_once) continue;
    const std::size_t now = i - 2 * at_once;
    read(wanted(now));
    if (now % at_once != at_once - 1 && now + 1 != videos.size()) continue;
    finish();
    for (std::size_t k = now / at_once * at_once; k <= now; ++k) answers[k] = answer(wanted(k));
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
  wanted.own_row = search(key_of(Aspect::video, video.key));
  wanted.sound_row = search(video.sound == 0 ? 0 : key_of(Aspect::sound, video.sound));
  if (!viewer_.good.empty()) model_.graph().prefetch_slot(video.key);
  wanted.author = author_entry(video.author);
  wanted.tags_entry = tags_entry(video.topics);
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

void Judging::ask(Wanted& wanted) {
  if (!viewer_.good.empty()) wanted.node = model_.graph().prefetch_node(wanted.video->key);
  ask(wanted.own_row);
  ask(wanted.sound_row);
  if (OfAuthor& author = authors_.data()[wanted.author]; !author.asked) {
    author.asked = true;
    ask(author.alone_row);
  }
  OfTags& tags = tags_.data()[wanted.tags_entry];
  if (tags.asked) return;
  tags.asked = true;
  for (const std::uint32_t number : tags.each) {
    if (number == 0) continue;
    OfTag& tag = single_tags_.data()[number - 1];
    if (tag.asked) continue;
    tag.asked = true;
    ask(tag.row);
  }
}

Judging::Sought Judging::search(std::uint64_t key) const {
  if (key != 0) model_.table().prefetch_search(key);
  return {key, nullptr};
}

void Judging::ask(Sought& row) const {
  if (row.key != 0) row.likely = model_.table().prefetch_to_read(row.key);
}

const Row* Judging::row_of(const Sought& sought) const {
  return model_.table().find_likely(sought.key, sought.likely);
}

std::uint32_t Judging::author_entry(std::uint64_t author) {
  Numbers& slots = authors_by_id_;
  std::size_t slot = base::mix64(author) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (authors_[slots[slot] - 1].author == author) return slots[slot] - 1;
  OfAuthor& entry = authors_.emplace_back(author);
  entry.alone_row = search(key_of(Aspect::author, author));
  slots[slot] = static_cast<std::uint32_t>(authors_.size());
  return slots[slot] - 1;
}

std::uint32_t Judging::tag_entry(std::uint64_t tag) {
  Numbers& slots = tags_by_id_;
  std::size_t slot = base::mix64(tag) & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (single_tags_[slots[slot] - 1].tag == tag) return slots[slot];
  single_tags_.push_back(
      {.tag = tag, .row = search(key_of(Aspect::tag, tag)), .liking = liking_of(viewer_, tag, at_s_)});
  slots[slot] = static_cast<std::uint32_t>(single_tags_.size());
  return slots[slot];
}

std::uint32_t Judging::tags_entry(const Tags& tags) {
  Numbers& slots = tags_by_set_;
  const std::uint64_t hash = base::mix64(tags[0] + tags[1] * 3 + tags[2] * 5);
  std::size_t slot = hash & (slots.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1))
    if (tags_[slots[slot] - 1].tags == tags) return slots[slot] - 1;
  OfTags& entry = tags_.emplace_back(tags);
  slots[slot] = static_cast<std::uint32_t>(tags_.size());
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (tags[i] != 0) entry.each[i] = tag_entry(tags[i]);
  return slots[slot] - 1;
}

void Judging::look(Aspect aspect, const Sought& sought, Shows& shows) { look(aspect, row_of(sought), shows); }

void Judging::look_at_once(Aspect aspect, std::uint64_t key, Shows& shows) {
  look(aspect, key == 0 ? nullptr : model_.table().find(key), shows);
}

void Judging::look(Aspect aspect, std::span<const Row* const> rows, Shows& shows) {
  Row& space = spaces_[spaces_used_];
  const Row& row = pooled(rows, space);
  if (&row == &space) ++spaces_used_;
  look(aspect, &row, shows);
}

void Judging::look(Aspect aspect, const Row* row, Shows& shows) {
  shows.there = row != nullptr && row->n != 0;
  if (!shows.there) return;
  looks_.list[looks_.count++] = {index(aspect), row, &shows.piece};
  if (looks_.count == looks_.list.size()) finish();
}

void Judging::finish() {
  judge_.look(std::span{looks_.list}.first(looks_.count), lens_);
  looks_.count = 0;
  spaces_used_ = 0;
}

void Judging::read(Wanted& wanted) {
  if (!viewer_.good.empty()) model_.graph().prefetch_marks(wanted.video->key, wanted.node);
  if (OfAuthor& author = authors_.data()[wanted.author]; !author.read) read(author);
  if (OfTags& tags = tags_.data()[wanted.tags_entry]; !tags.read) read(tags);
  if (OfLength& length = lengths_[wanted.length]; !length.read) read(length, wanted.length);
  const Row* const own = row_of(wanted.own_row);
  model_.table().prefetch_factors(own);
  wanted.factors = model_.table().factors_of(own);
  look(Aspect::video, own, wanted.own);
  look(Aspect::sound, wanted.sound_row, wanted.sound);
}

void Judging::read(OfAuthor& entry) {
  entry.read = true;
  entry.taste = taste_of(viewer_, {}, entry.author, at_s_).author;
  look(Aspect::author, entry.alone_row, entry.alone);
}

void Judging::read(OfTags& entry) {
  entry.read = true;
  TopicTaste taste;
  std::array<const Row*, Impression::tags_used> rows{};
  bool first = true;  // what it is mostly about
  for (std::size_t i = 0; i < entry.each.size(); ++i) {
    if (entry.each[i] == 0) continue;
    const OfTag& tag = single_tags_.data()[entry.each[i] - 1];
    taste.add(tag.liking);
    rows[i] = row_of(tag.row);
    if (std::exchange(first, false)) entry.factors = model_.table().factors_of(rows[i]);
  }
  entry.topic = taste.topic();
  entry.session = taste.session();
  look(Aspect::tag, rows, entry.alone);
}

void Judging::read(OfLength& entry, std::uint64_t length) {
  entry.read = true;
  look_at_once(Aspect::duration_surface, key_of(Aspect::duration_surface, length, surface_),
               entry.on_surface);
}

LogOdds Judging::answer(const Wanted& wanted) const {
  const Video& video = *wanted.video;
  const OfAuthor& author = authors_[wanted.author];
  const OfTags& tags = tags_[wanted.tags_entry];
  const OfLength& length = lengths_[wanted.length];
  // In the order of the aspects.
  const std::array<const Shows*, aspects_count> all{&viewer_alone_, &wanted.own,      &author.alone,
                                                    &tags.alone,    &viewer_surface_, &length.on_surface,
                                                    &wanted.sound};
  std::array<const Piece*, aspects_count> pieces;
  alignas(64) std::array<float, glances_at_once> fits{};
  for (std::size_t a = 0; a < aspects_count; ++a) {
    pieces[a] = all[a]->there ? &all[a]->piece : &none_[a];
    fits[a] = pieces[a]->log_seconds;
  }
  kernels().fit_all(fits, log_wanted(wanted.duration_s));
  Circumstances here = circumstances_;
  here.note_length(wanted.length);
  here.note_age(age_of(video, at_s_));
  here.note_taste({.topic = tags.topic,
                   .session = tags.session,
                   .author = author.taste,
                   .affinity = affinity(viewer_.factors, wanted.factors, tags.factors),
                   .graph = model_.graph().tie(viewer_.good, video.key, at_s_, wanted.node).strength});
  here.note_bias(wanted.factors);
  if (const Seen* before = last_time(video.key)) {
    Impression again = common_;
    recall(again, viewer_, before);
    here.note_again(again);
  }
  return judge_.sum(pieces, std::span{fits}.first<aspects_count>(), here);
}

}  // namespace vitrine::learning
