#include "learning/viewer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "base/prefetch.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

using model::events::Wish;

constexpr float half_life_s = 60 * 86400.0F;
constexpr float step_months = 0.15F;
constexpr float step_session = 0.4F;

/// Within an hour next to nothing is forgotten (.0005), and told so at once.
float fade_since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s + 3600ULL ? faded(static_cast<float>(now_s - then_s), half_life_s) : 1.0F;
}

/// What an outcome says about its topic and its author, in [-1, 1]. The last of these that is so decides.
/// Branch-free: how showings end is not predictable.
float verdict(const Outcome& outcome) {
  const auto so = [&](std::initializer_list<Head> deeds) {
    return static_cast<unsigned>(outcome.is_any(bits_of(deeds)));
  };
  const float by_time = outcome.knows(Head::watched)
                            ? std::clamp(1.6F * (outcome.y[index(Head::watched)] - 0.4F), -0.5F, 0.6F)
                            : 0.0F;
  const std::array verdicts{by_time, 0.6F, 0.9F, -0.8F, 1.0F, -1.0F};
  const unsigned bits = 1U | so({Head::long_view}) << 1 | so({Head::finish}) << 2 | so({Head::skip}) << 3 |
                        so({Head::like, Head::share, Head::follow}) << 4 | so({Head::negative}) << 5;
  return verdicts.data()[std::bit_width(bits) - 1];
}

/// What is added to the four counters of an opinion, in their order: all at once and branch-free, too.
using Tally = std::uint16_t __attribute__((vector_size(8)));
Tally tally_of(const Outcome& outcome) {
  const auto one_if = [&](Head head) { return static_cast<std::uint16_t>(outcome.is(head)); };
  return Tally{1, one_if(Head::finish), one_if(Head::like), one_if(Head::skip)};
}

template <class Opinion>
void count(Opinion& opinion, Tally more) {
  static_assert(offsetof(Opinion, finished) == offsetof(Opinion, shown) + 2 &&
                offsetof(Opinion, liked) == offsetof(Opinion, shown) + 4 &&
                offsetof(Opinion, skipped) == offsetof(Opinion, shown) + 6);
  auto* const at = reinterpret_cast<char*>(&opinion) + offsetof(Opinion, shown);
  Tally counters;
  std::memcpy(&counters, at, sizeof counters);
  counters += more & (Tally)(counters != UINT16_MAX);
  std::memcpy(at, &counters, sizeof counters);
}

/// The weight of what people said: it stays while there is anything else.
constexpr float said_out_loud = 1e9F;

constexpr std::size_t looked_at = 8;
constexpr std::size_t first_looked_at(std::uint32_t turn, std::size_t max) {
  return turn % (max / looked_at) * looked_at;
}

/// The entry for `wanted`. In a full list it takes the place of the one that says least of eight, each time
/// of others: as good as looking at all of them (Redis samples five to find who was not used for long).
/// nullptr where all that is there was said out loud, and the new one will not be.
template <class Entry, std::uint64_t Entry::* id>
Entry* entry_of(MarkedList<Entry, id>& list, std::uint64_t wanted, std::size_t max, std::uint32_t turn,
                auto weight, bool aloud) {
  if (Entry* entry = list.find(wanted)) return entry;
  Entry fresh;
  fresh.*id = wanted;
  if (list.size() < max) return &list.add(fresh);
  const auto less = [&](const Entry& a, const Entry& b) { return weight(a) < weight(b); };
  const auto first = list.begin() + first_looked_at(turn, max);
  auto weakest = std::min_element(first, first + looked_at, less);
  if (weight(*weakest) >= said_out_loud) weakest = std::min_element(list.begin(), list.end(), less);
  if (weight(*weakest) >= said_out_loud && !aloud) return nullptr;
  return &list.replace(static_cast<std::size_t>(weakest - list.begin()), fresh);
}

Topic* topic_of(Viewer& viewer, std::uint64_t tag, bool aloud) {
  static_assert(Viewer::topics_max % 8 == 0 && Viewer::authors_max % 8 == 0);
  const auto weight = [](const Topic& topic) {
    const float said = topic.wish == Wish::neutral ? 0.0F : said_out_loud;
    return said + std::abs(topic.value) * static_cast<float>(topic.shown + 1) + std::abs(topic.session);
  };
  return entry_of(viewer.topics, tag, Viewer::topics_max, viewer.shown, weight, aloud);
}
AuthorTaste& author_of(Viewer& viewer, std::uint64_t author) {
  const auto weight = [](const AuthorTaste& a) {
    return std::abs(a.value) * static_cast<float>(a.shown + 1);
  };
  return *entry_of(viewer.authors, author, Viewer::authors_max, viewer.shown, weight, true);
}

void move_opinions(Viewer& viewer, const Impression& impression, float value, Tally more) {
  for (const std::uint64_t tag : impression.tags) {
    if (tag == 0) continue;
    Topic* const topic = topic_of(viewer, tag, false);
    if (topic == nullptr) continue;
    topic->value *= fade_since(topic->touched_s, impression.at_s);
    topic->value += step_months * (value - topic->value);
    topic->session += step_session * (value - topic->session);
    topic->touched_s = impression.at_s;
    count(*topic, more);
  }
  AuthorTaste& author = author_of(viewer, impression.author);
  author.value *= fade_since(author.touched_s, impression.at_s);
  author.value += step_months * 2 * (value - author.value);
  author.touched_s = impression.at_s;
  count(author, more);
}

/// The first showings leave the history, and their good watches with them: what nobody can see or take out
/// any more must not lead anywhere either.
void drop_oldest(Viewer& viewer, std::size_t count) {
  viewer.seen.drop_first(count);
  viewer.good.erase_if([&](std::uint64_t video) { return viewer.seen.find(video) == nullptr; });
}

}  // namespace

// --- the viewer ---

const Topic* Viewer::topic(std::uint64_t tag) const { return topics.find(tag); }
const AuthorTaste* Viewer::author(std::uint64_t author) const { return authors.find(author); }

Liking liking_of(const Viewer& viewer, std::uint64_t tag, std::uint32_t at_s) {
  // Each tag speaks as loudly as it was met often: one that came along once does not carry a video whose own
  // topic was never met, nor does it drown one that was met ten times.
  constexpr float weight_of_wish = 8;
  const Topic* topic = viewer.topic(tag);
  if (topic == nullptr) return stranger;
  Liking liking{.weight = std::max(static_cast<float>(topic->shown), stranger.weight),
                .months = topic->value * fade_since(topic->touched_s, at_s),
                .session = viewer.new_sitting_at(at_s) ? 0.0F : topic->session};
  if (topic->wish != Wish::neutral) {  // what people say counts more than anything we infer
    const float said = topic->wish == Wish::more ? 1.0F : -1.0F;
    liking = {std::max(liking.weight, weight_of_wish), 2 * said, said};
  }
  return liking;
}

Taste taste_of(const Viewer& viewer, std::span<const std::uint64_t> tags, std::uint64_t author,
               std::uint32_t at_s) {
  TopicTaste topics;
  for (const std::uint64_t tag : tags)
    if (tag != 0) topics.add(liking_of(viewer, tag, at_s));
  Taste taste{.topic = topics.topic(), .session = topics.session()};
  if (const AuthorTaste* opinion = viewer.author(author))
    taste.author = opinion->value * fade_since(opinion->touched_s, at_s);
  return taste;
}

void recall(Impression& shown, const Viewer& viewer) { recall(shown, viewer, viewer.seen.find(shown.video)); }

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
  if (viewer.new_sitting_at(at_s)) {
    viewer.sitting = 0;
    for (Topic& topic : viewer.topics) topic.session = 0;
  }
  ++viewer.sitting;
  ++viewer.shown;
  viewer.last_shown_s = at_s;
  if (viewer.seen.size() % 64 == 0) forget_old_viewings(viewer, at_s);  // erasing the front moves the rest
  if (viewer.seen.size() >= Viewer::seen_max) drop_oldest(viewer, Viewer::seen_max / 8);
  viewer.seen.add({video, at_s});
}

void forget_old_viewings(Viewer& viewer, std::uint32_t now_s) {
  std::size_t gone = 0;
  while (gone < viewer.seen.size() && viewer.seen[gone].at_s + Viewer::seen_s <= now_s) ++gone;
  if (gone != 0) drop_oldest(viewer, gone);
}

bool note_outcome(Viewer& viewer, const Impression& impression, const Outcome& outcome) {
  move_opinions(viewer, impression, verdict(outcome), tally_of(outcome));
  viewer.before_last = viewer.last;
  viewer.last = ending_of(outcome);
  if (Seen* seen = viewer.seen.find_near_end(impression.video)) seen->ending = viewer.last;
  if (!is_good(outcome) || outcome.is(Head::negative)) return false;
  if (viewer.good.size() >= Viewer::good_max) viewer.good.erase(0);
  viewer.good.push_back(impression.video);
  return true;
}

void note_late(Viewer& viewer, const Impression& impression, Head head) {
  constexpr std::array tell{Head::like, Head::share, Head::follow, Head::negative};
  if (std::ranges::find(tell, head) == tell.end()) return;
  Outcome outcome;
  outcome.set(head, true);
  move_opinions(viewer, impression, verdict(outcome),
                Tally{0, 0, static_cast<std::uint16_t>(head == Head::like), 0});
}

void note_wish(Viewer& viewer, std::uint64_t tag, Wish wish, std::uint32_t at_s) {
  Topic& topic = *topic_of(viewer, tag, true);
  topic.value *= fade_since(topic.touched_s, at_s);
  topic.wish = wish;
  topic.touched_s = at_s;
}

void forget_viewing(Viewer& viewer, std::uint64_t video) {
  viewer.good.forget(video);
  viewer.seen.forget(video);
}

void prefetch_lists(const Viewer& viewer) {
  viewer.seen.prefetch();
  viewer.topics.prefetch();
  viewer.authors.prefetch();
  const auto whole = [](const auto& list) {
    for (std::size_t i = 0; i < list.reached(); i += 64) base::prefetch(list.memory() + i);
  };
  whole(viewer.good);
  const auto may_go = [&](const auto& list, std::size_t max) {
    if (list.size() < max) return;
    const auto* first = reinterpret_cast<const char*>(&list[first_looked_at(viewer.shown + 1, max)]);
    for (std::size_t i = 0; i < looked_at * sizeof list[0]; i += 64) base::prefetch(first + i);
  };
  may_go(viewer.topics, Viewer::topics_max);
  may_go(viewer.authors, Viewer::authors_max);
}

std::size_t lists_bytes(const Viewer& viewer) {
  const auto bytes = [](const auto&... lists) { return (... + lists.bytes()); };
  return bytes(viewer.topics, viewer.authors, viewer.seen, viewer.good);
}

void write(base::WireWriter& out, const Viewer& viewer) {
  out.u64(viewer.key);
  out.varint(viewer.shown);
  out.varint(viewer.sitting);
  out.u32(viewer.last_shown_s);
  out.u8(static_cast<std::uint8_t>(viewer.last));
  out.u8(static_cast<std::uint8_t>(viewer.before_last));
  viewer.factors.write(out);
  const auto ids = [&](const auto& list) {
    out.varint(list.size());
    for (const std::uint64_t id : list) out.u64(id);
  };
  const auto counts = [&](const auto& opinion) {
    for (const std::uint16_t n : {opinion.shown, opinion.finished, opinion.liked, opinion.skipped})
      out.varint(n);
  };
  ids(viewer.good);
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
  viewer.shown = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  viewer.sitting = static_cast<std::uint32_t>(in.varint(UINT32_MAX));
  viewer.last_shown_s = in.u32();
  const auto ending = [&] {
    return static_cast<Ending>(in.varint(static_cast<std::uint64_t>(Ending::opened)));
  };
  viewer.last = ending();
  viewer.before_last = ending();
  viewer.factors.read(in);
  const auto ids = [&](auto& list, std::size_t max) {
    for (std::size_t left = in.count(max, 8); left > 0; --left) list.push_back(in.u64());
  };
  const auto counts = [&](auto& opinion) {
    for (std::uint16_t* n : {&opinion.shown, &opinion.finished, &opinion.liked, &opinion.skipped})
      *n = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
  };
  ids(viewer.good, Viewer::good_max);
  for (std::size_t left = in.count(Viewer::topics_max, 25); left > 0; --left) {
    Topic topic;
    topic.tag = in.u64();
    topic.value = in.f32();
    topic.session = in.f32();
    topic.touched_s = in.u32();
    counts(topic);
    topic.wish = static_cast<Wish>(in.varint(static_cast<std::uint64_t>(Wish::less)));
    viewer.topics.add(topic);
  }
  for (std::size_t left = in.count(Viewer::authors_max, 20); left > 0; --left) {
    AuthorTaste author;
    author.author = in.u64();
    author.value = in.f32();
    author.touched_s = in.u32();
    counts(author);
    viewer.authors.add(author);
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
