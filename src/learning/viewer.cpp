#include "learning/viewer.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

using model::events::Wish;

constexpr float half_life_s = 60 * 86400.0F;
constexpr float step_months = 0.15F;
constexpr float step_session = 0.4F;

float fade_since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s ? faded(static_cast<float>(now_s - then_s), half_life_s) : 1.0F;
}

/// What an outcome says about its topic and its author, in [-1, 1].
float verdict(const Outcome& outcome) {
  if (outcome.is(Head::negative)) return -1;
  if (outcome.is(Head::like) || outcome.is(Head::share) || outcome.is(Head::follow)) return 1;
  if (outcome.is(Head::skip)) return -0.8F;
  if (outcome.is(Head::finish)) return 0.9F;
  if (outcome.is(Head::long_view)) return 0.6F;
  return std::clamp(1.6F * (outcome.y[index(Head::watched)] - 0.4F), -0.5F, 0.6F);
}

void count(std::uint16_t& counter) {
  if (counter < UINT16_MAX) ++counter;
}

template <class Opinion>
void tally(Opinion& opinion, const Outcome& outcome) {
  count(opinion.shown);
  if (outcome.is(Head::finish)) count(opinion.finished);
  if (outcome.is(Head::like)) count(opinion.liked);
  if (outcome.is(Head::skip)) count(opinion.skipped);
}

/// Lists are short and there are millions of them: they grow by a half, not to the double.
template <class T>
void append(std::vector<T>& list, const T& value) {
  if (list.size() == list.capacity()) list.reserve(list.size() + std::max<std::size_t>(2, list.size() / 2));
  list.push_back(value);
}

std::uint16_t mark_of(std::uint64_t video) { return static_cast<std::uint16_t>(base::mix64(video)); }

/// The entry for `id`, replacing the one that says least when the list is full.
template <class Entry>
Entry& entry_of(std::vector<Entry>& list, std::uint64_t Entry::* id, std::uint64_t wanted, std::size_t max,
                auto weight) {
  for (Entry& entry : list)
    if (entry.*id == wanted) return entry;
  if (list.size() < max) {
    append(list, Entry{});
  } else {
    const auto weakest = std::ranges::min_element(list, {}, weight);
    std::rotate(weakest, weakest + 1, list.end());
    list.back() = Entry{};
  }
  list.back().*id = wanted;
  return list.back();
}

Topic& topic_of(Viewer& viewer, std::uint64_t tag) {
  return entry_of(viewer.topics, &Topic::tag, tag, Viewer::topics_max, [](const Topic& topic) {
    const float said = topic.wish == Wish::neutral ? 0.0F : 1e9F;
    return said + std::abs(topic.value) * static_cast<float>(topic.shown + 1) + std::abs(topic.session);
  });
}
AuthorTaste& author_of(Viewer& viewer, std::uint64_t author) {
  return entry_of(viewer.authors, &AuthorTaste::author, author, Viewer::authors_max,
                  [](const AuthorTaste& a) { return std::abs(a.value) * static_cast<float>(a.shown + 1); });
}

void move_opinions(Viewer& viewer, const Impression& impression, float value, auto tally_one) {
  for (const std::uint64_t tag : impression.tags) {
    if (tag == 0) continue;
    Topic& topic = topic_of(viewer, tag);
    topic.value *= fade_since(topic.touched_s, impression.at_s);
    topic.value += step_months * (value - topic.value);
    topic.session += step_session * (value - topic.session);
    topic.touched_s = impression.at_s;
    tally_one(topic);
  }
  AuthorTaste& author = author_of(viewer, impression.author);
  author.value *= fade_since(author.touched_s, impression.at_s);
  author.value += step_months * 2 * (value - author.value);
  author.touched_s = impression.at_s;
  tally_one(author);
}

}  // namespace

// --- history
// -----------------------------------------------------------------------------------------------------

const Seen* History::newest(std::uint64_t video) const {
  using Marks = std::uint16_t __attribute__((vector_size(16)));
  constexpr std::size_t at_once = sizeof(Marks) / sizeof(std::uint16_t);
  const std::uint16_t wanted = mark_of(video);
  std::size_t end = marks_.size();
  const auto among = [&](std::size_t from) -> const Seen* {
    while (end-- > from)
      if (seen_[end].video == video) return &seen_[end];
    end = from;
    return nullptr;
  };
  if (const Seen* found = among(end / at_once * at_once)) return found;
  while (end > 0) {
    Marks several;
    std::memcpy(&several, &marks_[end - at_once], sizeof several);
    const auto same = std::bit_cast<std::array<std::uint64_t, 2>>(several == wanted);
    if ((same[0] | same[1]) == 0) end -= at_once;
    else if (const Seen* found = among(end - at_once)) return found;
  }
  return nullptr;
}

void History::add(const Seen& seen) {
  append(seen_, seen);
  append(marks_, mark_of(seen.video));
}

void History::set_ending(std::uint64_t video, Ending ending) {
  if (const Seen* seen = newest(video)) seen_[static_cast<std::size_t>(seen - seen_.data())].ending = ending;
}

void History::drop_oldest(std::size_t count) {
  seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(count));
  marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(count));
}

void History::forget(std::uint64_t video) {
  if (newest(video) == nullptr) return;
  std::erase_if(seen_, [&](const Seen& seen) { return seen.video == video; });
  marks_.clear();
  for (const Seen& seen : seen_) marks_.push_back(mark_of(seen.video));
}

void History::prefetch() const {
  if (seen_.empty()) return;
  __builtin_prefetch(&seen_.back(), 1);
  __builtin_prefetch(&marks_.back(), 1);
}

std::size_t History::bytes() const {
  return seen_.capacity() * sizeof(Seen) + marks_.capacity() * sizeof(std::uint16_t);
}

// --- the viewer
// --------------------------------------------------------------------------------------------------

const Topic* Viewer::topic(std::uint64_t tag) const {
  const auto found = std::ranges::find(topics, tag, &Topic::tag);
  return found == topics.end() ? nullptr : &*found;
}
const AuthorTaste* Viewer::author(std::uint64_t author) const {
  const auto found = std::ranges::find(authors, author, &AuthorTaste::author);
  return found == authors.end() ? nullptr : &*found;
}
bool Viewer::has_seen(std::uint64_t video, std::uint32_t at_s) const {
  const Seen* newest = seen.newest(video);
  return newest != nullptr && newest->at_s + seen_s > at_s;
}
bool Viewer::met(std::uint64_t row_key) {
  const auto mark = static_cast<std::uint16_t>(std::max<std::uint64_t>(row_key >> 48, 1));
  const auto found = std::ranges::find(met_once, mark);
  if (found != met_once.end()) {
    *found = 0;
    return true;
  }
  met_once[met_next] = mark;
  met_next = static_cast<std::uint8_t>((met_next + 1) % met_max);
  return false;
}
bool Viewer::follows_author(std::uint64_t author) const {
  return std::ranges::find(follows, author) != follows.end();
}

bool is_good(const Outcome& outcome) {
  return outcome.is(Head::finish) || outcome.is(Head::long_view) || outcome.is(Head::like) ||
         outcome.is(Head::share);
}

Taste taste_of(const Viewer& viewer, std::span<const std::uint64_t> tags, std::uint64_t author,
               std::uint32_t at_s) {
  Taste taste;
  // Each tag speaks as loudly as it was met often: one that came along once does not carry a video whose own
  // topic was never met, nor does it drown one that was met ten times.
  constexpr float never_met = 0.5F, said_out_loud = 8;
  float weights = 0;
  for (const std::uint64_t tag : tags) {
    if (tag == 0) continue;
    const Topic* topic = viewer.topic(tag);
    if (topic == nullptr) {
      weights += never_met;
      continue;
    }
    float weight = std::max(static_cast<float>(topic->shown), never_met);
    float months = topic->value * fade_since(topic->touched_s, at_s), session = topic->session;
    if (topic->wish != Wish::neutral) {  // what people say counts more than anything we infer
      const float said = topic->wish == Wish::more ? 1.0F : -1.0F;
      weight = std::max(weight, said_out_loud);
      months = 2 * said;
      session = said;
    }
    weights += weight;
    taste.topic += weight * months;
    taste.session += weight * session;
  }
  if (weights > 0) {
    taste.topic /= weights;
    taste.session /= weights;
  }
  if (const AuthorTaste* opinion = viewer.author(author))
    taste.author = opinion->value * fade_since(opinion->touched_s, at_s);
  return taste;
}

void recall(Impression& shown, const Viewer& viewer) {
  recall(shown, viewer, viewer.seen.newest(shown.video));
}

void recall(Impression& shown, const Viewer& viewer, const Seen* before) {
  const auto since = [&](std::uint32_t then_s) {
    return shown.at_s > then_s ? static_cast<float>(shown.at_s - then_s) : 0.0F;
  };
  shown.gap_s = viewer.last_shown_s == 0 ? 1e7F : since(viewer.last_shown_s);
  shown.last = viewer.last;
  shown.before_last = viewer.before_last;
  shown.again = before != nullptr;
  if (before == nullptr) return;
  shown.before = before->ending;
  shown.before_s = since(before->at_s);
}

void note_shown(Viewer& viewer, std::uint64_t video, std::uint32_t at_s) {
  if (viewer.last_shown_s == 0 || at_s > viewer.last_shown_s + Viewer::sitting_gap_s) {
    viewer.sitting = 0;
    for (Topic& topic : viewer.topics) topic.session = 0;
  }
  ++viewer.sitting;
  ++viewer.shown;
  viewer.last_shown_s = at_s;
  const bool full = viewer.seen.size() >= Viewer::seen_max;
  const bool old = !viewer.seen.empty() && viewer.seen[0].at_s + Viewer::seen_s <= at_s;
  if (full || (old && viewer.seen.size() % 64 == 0)) {  // in batches: erasing the front moves the rest
    std::size_t gone = full ? Viewer::seen_max / 8 : 0;
    while (gone < viewer.seen.size() && viewer.seen[gone].at_s + Viewer::seen_s <= at_s) ++gone;
    viewer.seen.drop_oldest(gone);
  }
  viewer.seen.add({video, at_s});
}

bool note_outcome(Viewer& viewer, const Impression& impression, const Outcome& outcome) {
  move_opinions(viewer, impression, verdict(outcome), [&](auto& opinion) { tally(opinion, outcome); });
  viewer.before_last = viewer.last;
  viewer.last = ending_of(outcome);
  viewer.seen.set_ending(impression.video, viewer.last);
  if (!is_good(outcome) || outcome.is(Head::negative)) return false;
  if (viewer.good.size() >= Viewer::good_max) viewer.good.erase(viewer.good.begin());
  append(viewer.good, impression.video);
  return true;
}

void note_late(Viewer& viewer, const Impression& impression, Head head) {
  Outcome outcome;
  outcome.set(head, true);
  move_opinions(viewer, impression, verdict(outcome), [&](auto& opinion) {
    if (head == Head::like) count(opinion.liked);
  });
}

void note_wish(Viewer& viewer, std::uint64_t tag, Wish wish, std::uint32_t at_s) {
  Topic& topic = topic_of(viewer, tag);
  topic.wish = wish;
  topic.touched_s = at_s;
}

void forget_viewing(Viewer& viewer, std::uint64_t video) {
  std::erase(viewer.good, video);
  viewer.seen.forget(video);
}

void prefetch_lists(const Viewer& viewer) {
  viewer.seen.prefetch();
  const auto lines_of = [](const auto& list) {
    const auto* bytes = reinterpret_cast<const char*>(list.data());
    for (std::size_t i = 0; i < list.size() * sizeof list[0]; i += 64) __builtin_prefetch(bytes + i);
  };
  lines_of(viewer.good);
  lines_of(viewer.topics);
  lines_of(viewer.authors);
}

std::size_t lists_bytes(const Viewer& viewer) {
  const auto bytes = [](const auto&... lists) {
    return (... + (lists.capacity() * sizeof(lists.data()[0])));
  };
  return bytes(viewer.good, viewer.topics, viewer.authors, viewer.follows) + viewer.seen.bytes();
}

void write(base::WireWriter& out, const Viewer& viewer) {
  out.u64(viewer.key);
  out.u64(viewer.rows_head);
  out.varint(viewer.rows);
  out.varint(viewer.shown);
  out.varint(viewer.sitting);
  out.u32(viewer.last_shown_s);
  out.u8(static_cast<std::uint8_t>(viewer.last));
  out.u8(static_cast<std::uint8_t>(viewer.before_last));
  const auto ids = [&](const std::vector<std::uint64_t>& list) {
    out.varint(list.size());
    for (const std::uint64_t id : list) out.u64(id);
  };
  const auto counts = [&](const auto& opinion) {
    for (const std::uint16_t n : {opinion.shown, opinion.finished, opinion.liked, opinion.skipped})
      out.varint(n);
  };
  ids(viewer.good);
  ids(viewer.follows);
  for (const std::uint16_t mark : viewer.met_once) out.varint(mark);
  out.u8(viewer.met_next);
  out.varint(viewer.topics.size());
  for (const Topic& topic : viewer.topics) {
    out.u64(topic.tag);
    out.f32(topic.value);
    out.f32(topic.session);
    out.u32(topic.touched_s);
    counts(topic);
    out.u8(static_cast<std::uint8_t>(topic.wish));
  }
  out.varint(viewer.authors.size());
  for (const AuthorTaste& author : viewer.authors) {
    out.u64(author.author);
    out.f32(author.value);
    out.u32(author.touched_s);
    counts(author);
  }
  out.varint(viewer.seen.size());
  for (const Seen& seen : viewer.seen) {
    out.u64(seen.video);
    out.u32(seen.at_s);
    out.u8(static_cast<std::uint8_t>(seen.ending));
  }
}

void read(base::WireReader& in, Viewer& viewer) {
  viewer.key = in.u64();
  viewer.rows_head = in.u64();
  viewer.rows = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  viewer.shown = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  viewer.sitting = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  viewer.last_shown_s = in.u32();
  const auto ending = [&] {
    return static_cast<Ending>(in.varint(static_cast<std::uint64_t>(Ending::opened)));
  };
  viewer.last = ending();
  viewer.before_last = ending();
  const auto ids = [&](std::vector<std::uint64_t>& list, std::size_t max) {
    list.resize(in.count(max, 8));
    for (std::uint64_t& id : list) id = in.u64();
  };
  const auto counts = [&](auto& opinion) {
    for (std::uint16_t* n : {&opinion.shown, &opinion.finished, &opinion.liked, &opinion.skipped})
      *n = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  };
  ids(viewer.good, Viewer::good_max);
  ids(viewer.follows, Viewer::follows_max);
  for (std::uint16_t& mark : viewer.met_once) mark = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  viewer.met_next = static_cast<std::uint8_t>(in.varint(Viewer::met_max - 1));
  viewer.topics.resize(in.count(Viewer::topics_max, 25));
  for (Topic& topic : viewer.topics) {
    topic.tag = in.u64();
    topic.value = in.f32();
    topic.session = in.f32();
    topic.touched_s = in.u32();
    counts(topic);
    topic.wish = static_cast<Wish>(in.varint(static_cast<std::uint64_t>(Wish::less)));
  }
  viewer.authors.resize(in.count(Viewer::authors_max, 20));
  for (AuthorTaste& author : viewer.authors) {
    author.author = in.u64();
    author.value = in.f32();
    author.touched_s = in.u32();
    counts(author);
  }
  for (std::size_t left = in.count(Viewer::seen_max, 13); left > 0; --left) {
    Seen seen;
    seen.video = in.u64();
    seen.at_s = in.u32();
    seen.ending = ending();
    viewer.seen.add(seen);
  }
}

}  // namespace vitrine::learning
