#include "learning/model.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "base/assert.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

using namespace model::events;

// Everybody's rates forget so that a changed audience is met within a day of a busy instance.
constexpr float overall_max = 20'000;

void keep_in_buckets(Readings& readings) {
  using Sixteen = std::uint8_t __attribute__((vector_size(16)));
  static_assert(bucket_values == 16 && buckets_count == 16);
  Sixteen buckets;
  std::memcpy(&buckets, readings.bytes.data() + first_bucket, sizeof buckets);
  buckets = buckets < 15 ? buckets : Sixteen{} + 15;
  std::memcpy(readings.bytes.data() + first_bucket, &buckets, sizeof buckets);
}

/// The row of the first key of an aspect, or nullptr.
template <class Row>
Row* first_of(const Keys& keys, Aspect aspect, const std::array<Row*, Keys::max>& rows) {
  const std::size_t first = keys.begins.data()[index(aspect)];
  return first == keys.begins.data()[index(aspect) + 1] ? nullptr : rows.data()[first];
}

/// What latent factors are after: the first of these that is known.
constexpr std::array satisfying{Head::long_view, Head::finish, Head::like, Head::opened};
/// A video or topic of fewer showings has none: they would hold next to nothing, and most videos of a house
/// are of that kind.
constexpr float factors_from = 8;
std::optional<Surprise> surprise_of(const Outcome& outcome, const PerHead<float>& predicted) {
  const auto head = std::ranges::find_if(satisfying, [&](Head one) { return outcome.knows(one); });
  if (head == satisfying.end()) return std::nullopt;
  const auto own = bits_of({*head}), both = static_cast<std::uint16_t>(own | bits_of({Head::negative}));
  return Surprise{.satisfied = (outcome.deeds & both) == own, .predicted = predicted.data()[index(*head)]};
}

constexpr std::uint16_t day_of(std::uint32_t at_s) { return static_cast<std::uint16_t>(at_s / 86400); }

/// Whether keys_of() answers the same for both.
bool same_keys(const Impression& a, const Impression& b) {
  const auto told = [](const Impression& shown) {
    return std::tie(shown.viewer, shown.video, shown.author, shown.tags, shown.sound, shown.duration_s,
                    shown.surface, shown.at_s);
  };
  return told(a) == told(b);
}

}  // namespace

void Model::apply(const model::FeedEvent& event, model::LogPosition position, Foresight* foresight) {
  skip(position);
  now_s_ = std::max(now_s_, seconds(event.at));
  expire_pending();
  if (const auto* shown = std::get_if<Shown>(&event.what)) on(*shown, foresight);  // nearly all are these two
  else if (const auto* watched = std::get_if<Watched>(&event.what)) on(*watched, foresight);
  else
    std::visit(
        [this](const auto& what) {
          if constexpr (requires { on(what); }) on(what);
        },
        event.what);
  if (position_ % expire_every == 0) expire_rows();
  if (position_ % visited_every == 0) expire_viewings();
}

void Model::skip(model::LogPosition position) {
  VITRINE_ASSERT(position == position_ + 1, "the log has no gaps");
  position_ = position;
}

// --- reading ---

Impression Model::impression(const Viewer& viewer, const Video& video, std::uint32_t surface,
                             std::uint32_t at_s) const {
  Impression shown;
  shown.viewer = viewer.key;
  shown.video = video.key;
  shown.author = video.author;
  shown.tags = video.topics;
  shown.sound = video.sound;
  shown.duration_s = static_cast<float>(video.duration_ms) * 0.001F;
  shown.age_s = age_of(video, at_s);
  shown.surface = surface;
  shown.at_s = at_s;
  recall(shown, viewer);
  shown.taste = taste_of(viewer, shown.tags, video.author, at_s);
  shown.taste.graph = graph_.tie(viewer.good, video.key, at_s).strength;
  note_factors(shown, viewer);
  return shown;
}

void Model::complete(Impression& shown) const {
  const Viewer* viewer = shown.viewer == 0 ? nullptr : viewers_.find(shown.viewer);
  static const Viewer nobody;
  complete(shown, viewer == nullptr ? nobody : *viewer);
  note_factors(shown, viewer == nullptr ? nobody : *viewer);
}

void Model::complete(Impression& shown, const Viewer& viewer, std::uint32_t likely_node) const {
  recall(shown, viewer);
  if (viewer.key == 0) return;
  shown.taste = taste_of(viewer, shown.tags, shown.author, shown.at_s);
  shown.taste.graph = graph_.tie(viewer.good, shown.video, shown.at_s, likely_node).strength;
}

void Model::note_factors(Impression& shown, const Viewer& viewer) const {
  const std::uint64_t topic = topic_of(shown);
  note_factors(shown, viewer.factors, table_.find(key_of(Aspect::video, shown.video)),
               topic == 0 ? nullptr : table_.find(key_of(Aspect::tag, topic)));
}

void Model::note_factors(Impression& shown, const LatentFactors& of_viewer, const Row* video,
                         const Row* topic) const {
  const LatentFactors* own = table_.factors_of(video);
  shown.taste.affinity = affinity(of_viewer, own, table_.factors_of(topic));
  shown.viewer_bias = bytes_of(of_viewer.biases);
  shown.video_bias = own == nullptr ? no_bias : bytes_of(own->biases);
}

// --- learning ---

Viewer* Model::viewer_of(const Impression& impression, std::uint32_t likely) {
  if (impression.viewer == 0) return nullptr;
  if (const Viewer* found = viewers_.likely(impression.viewer, likely)) return const_cast<Viewer*>(found);
  return &viewers_.at(impression.viewer);
}

PerHead<float> Model::learn(const Impression& shown, const Outcome& outcome, float step) {
  Impression completed = shown;
  Viewer* const viewer = viewer_of(shown);
  static const Viewer nobody;
  complete(completed, viewer == nullptr ? nobody : *viewer);
  return learn(completed, Foreseen{.keys = keys_of(shown)}, viewer, outcome, step);
}

/// All of `shown` is known but its affinity and its biases, which are found in the rows.
PerHead<float> Model::learn(Impression& shown, const Foreseen& foreseen, Viewer* viewer,
                            const Outcome& outcome, float step) {
  now_s_ = std::max(now_s_, shown.at_s);
  const Keys& keys = foreseen.keys;
  Found found;
  table_.find_with_room(keys.all(), foreseen.likely.data(), found.rows.data(), found.slots.data());
  static const LatentFactors nobodys;
  note_factors(shown, viewer == nullptr ? nobodys : viewer->factors,
               first_of(keys, Aspect::video, found.rows), first_of(keys, Aspect::tag, found.rows));
  const Readings readings = read(shown, keys, found.rows, Lens{overall_});
  if (viewer != nullptr) note_shown(*viewer, shown.video, shown.at_s);
  return learn_from(shown, readings, foreseen, found, viewer, outcome, step);
}

bool Model::admits(Aspect aspect, std::uint64_t key) {
  const bool anybodys = aspect == Aspect::tag || aspect == Aspect::sound;
  return !anybodys || table_.size() < admits_all_below_ || first_sights_.again(key);
}

/// The row of a key that has none yet, or nullptr.
Row* Model::admit(Aspect aspect, std::uint64_t key, std::size_t slot) {
  return admits(aspect, key) && table_.has_room(key) ? &table_.admit(key, slot) : nullptr;
}

/// `found` are of Table::find_with_room(), so they stay where they are.
PerHead<float> Model::learn_from(const Impression& shown, const Readings& readings, const Foreseen& foreseen,
                                 const Found& found, Viewer* viewer, const Outcome& outcome, float step) {
  const Keys& keys = foreseen.keys;
  std::array<Row*, Keys::max> own;
  for (std::size_t i = 0; i < keys.count; ++i) {
    const Row* row = found.rows.data()[i];
    own.data()[i] = row != nullptr
                        ? &table_.own(*row)
                        : admit(keys.aspects.data()[i], keys.keys.data()[i], found.slots.data()[i]);
  }
  Outcome asked = outcome;
  if (outcome.knows(Head::watched)) asked.y[index(Head::watched)] = watch_ranks_.count(outcome);
  const auto predicted = scorer_.learn(readings, asked, step);
  learn_factors(keys, own, viewer, asked, predicted);
  const auto values = signals_of(outcome, overall_);
  const Counting showing = counting_of(values, shown.at_s);
  count({own.data(), keys.count}, showing);
  count_all(predicted, asked, values);
  if (is_good(outcome) && !outcome.is(Head::negative)) library_.note_good(shown.video, shown.at_s);
  if (viewer != nullptr && note_outcome(*viewer, shown, outcome))
    graph_.learn(viewer->good, shown.at_s, foreseen.node);
  return predicted;
}

void Model::learn_factors(const Keys& keys, const std::array<Row*, Keys::max>& rows, Viewer* viewer,
                          const Outcome& outcome, const PerHead<float>& predicted) {
  const auto begun = [&](Aspect aspect) -> Row* {
    Row* const row = first_of(keys, aspect, rows);
    if (row == nullptr || row->n < factors_from) return nullptr;
    table_.begin_factors(*row);
    return row;
  };
  Row *const video = begun(Aspect::video), *const topic = viewer == nullptr ? nullptr : begun(Aspect::tag);
  // Begun both: only now do they stay where they are.
  const auto factors = [&](Row* row) { return row == nullptr ? nullptr : &table_.factors_of(*row); };
  const BiasLesson lesson{outcome, predicted, overall_};
  if (video != nullptr) lesson.teach_video(factors(video)->biases, video->n);
  if (viewer == nullptr) return;
  lesson.teach_viewer(viewer->factors.biases, static_cast<float>(viewer->shown));
  if (const auto surprise = surprise_of(outcome, predicted))
    learn_affinity(viewer->factors, factors(video), factors(topic), *surprise);
}

void Model::teach(Viewer& guest, const Impression& shown, const Readings& served,
                  const Outcome& outcome) const {
  const std::uint64_t topic = topic_of(shown);
  const auto* own = table_.factors_of(table_.find(key_of(Aspect::video, shown.video)));
  const auto* of_topic = topic == 0 ? nullptr : table_.factors_of(table_.find(key_of(Aspect::tag, topic)));
  Outcome asked = outcome;
  if (outcome.knows(Head::watched)) asked.y[index(Head::watched)] = watch_ranks_.of(outcome);
  const auto predicted = probabilities(scorer_.judge(served));
  BiasLesson{asked, predicted, overall_}.teach_viewer(guest.factors.biases, static_cast<float>(guest.shown));
  const auto surprise = surprise_of(outcome, predicted);
  if (!surprise) return;
  const auto copy = [](const LatentFactors* of) { return of == nullptr ? LatentFactors{} : *of; };
  LatentFactors video = copy(own), about = copy(of_topic);  // the model's own stay as they are
  learning::learn_affinity(guest.factors, own == nullptr ? nullptr : &video,
                           of_topic == nullptr ? nullptr : &about, *surprise);
}

void Model::count_all(const PerHead<float>& predicted, const Outcome& outcome,
                      const std::array<float, signals_count>& values) {
  for (std::size_t s = 0; s < signals_count; ++s) overall_.sums.data()[s] += values.data()[s];
  overall_.n += 1;
  if (overall_.n > overall_max) {
    overall_.n *= 0.9F;
    for (float& sum : overall_.sums) sum *= 0.9F;
  }
  // Four heads at once, branch-free: which of them are known is not predictable.
  constexpr FourInts bits{1, 2, 4, 8};
  constexpr Four one{1, 1, 1, 1};
  const auto known_heads = static_cast<std::int32_t>(outcome.known & ((1U << heads_count) - 1));
  for (std::size_t h = 0; h < heads_count; h += 4) {
    if ((known_heads >> h & 0xf) == 0) continue;
    const auto at = [h](PerHead<float>& sums) { return sums.data() + h; };
    const FourInts known = (bits << static_cast<int>(h) & known_heads) != 0;
    Four n, yes, likely;
    std::memcpy(&n, at(calibration_.n), sizeof n);
    std::memcpy(&yes, outcome.y.data() + h, sizeof yes);
    std::memcpy(&likely, predicted.data() + h, sizeof likely);
    const Four kept = (known & (n > overall_max)) != 0 ? one * 0.9F : one;
    const auto add = [&](PerHead<float>& sums, Four more) {
      Four sum;
      std::memcpy(&sum, at(sums), sizeof sum);
      sum = sum * kept + (Four)((FourInts)more & known);
      std::memcpy(at(sums), &sum, sizeof sum);
    };
    add(calibration_.predicted, likely);
    add(calibration_.happened, yes);
    add(calibration_.n, one);
  }
}

Counting Model::counting_of(const std::array<float, signals_count>& values, std::uint32_t at_s) const {
  Counting showing{.values = values, .day = day_of(at_s)};
  const auto stepped = [](float share) { return static_cast<std::uint16_t>(share * 65535.0F + 0.5F); };
  for (std::size_t i = 0; i < averaged_signals; ++i) {
    showing.newest.data()[i] = stepped(values[index(averaged.data()[i])]);
    showing.usual.data()[i] = stepped(overall_.rate(averaged.data()[i]));
  }
  return showing;
}

Memory Model::memory() const {
  Memory all{.table = table_.bytes(),
             .viewers = viewers_.bytes(),
             .graph = graph_.bytes(),
             .library = library_.bytes(),
             .pending = pending_.bytes()};
  for (const Viewer& viewer : viewers_) all.viewers += lists_bytes(viewer);
  return all;
}

// --- events ---

void Model::on(const VideoPublished& event) { library_.publish(event.facts, now_s_); }
void Model::on(const VideoWithdrawn& event) { library_.withdraw(event.video.raw()); }

void Model::on(const VideoForgotten& event) {
  const std::uint64_t video = event.video.raw();
  library_.forget(video);
  graph_.forget(video);
  table_.erase(key_of(Aspect::video, video));
  for (Viewer& viewer : viewers_.each()) {
    viewer.good.forget(video);
    viewer.seen.forget(video);
  }
  // An outcome that is still awaited would bring its rows back.
  forget_pending([&](const Impression& shown) { return shown.video == video; });
}

std::uint64_t Model::pending_key(std::uint64_t viewer, std::uint64_t video, std::uint64_t receipt) {
  // Without account there is only the page to join by.
  return base::mix64(base::mix64(video) ^ (viewer != 0 ? viewer : receipt * 2 + 1)) | 1;
}

Impression Model::impression_of(const Shown& event, std::uint32_t at_s) {
  Impression shown;
  shown.viewer = event.viewer.raw();
  shown.video = event.video.raw();
  shown.author = event.author.raw();
  for (std::size_t i = 0; i < std::min(event.tags.size(), shown.tags.size()); ++i)
    shown.tags[i] = event.tags[i].raw();
  shown.sound = event.sound.raw();
  shown.duration_s = static_cast<float>(event.duration_ms) * 0.001F;
  shown.surface = event.surface;
  shown.at_s = at_s;
  return shown;
}

void Model::on(const Shown& event, Foresight* foresight) {
  if (event.viewer.raw() == 0 && event.receipt.raw() == 0) return;  // nobody, nowhere: anybody can say that
  Impression shown = impression_of(event, now_s_);
  Viewer* viewer =
      viewer_of(shown, foresight == nullptr ? 0 : foresight->likely(shown.viewer, shown.video).rows.viewer);
  const bool served = event.features.size() == readings_count;
  if (!served) {  // otherwise all that this would tell is among the features
    if (const Video* video = library_.find(shown.video)) shown.age_s = age_of(*video, now_s_);
    complete(shown);
  }

  const std::uint64_t key = pending_key(shown.viewer, shown.video, event.receipt.raw());
  // A showing counts once in pending_s, however often it is told, by however many pages and however it went
  // on: or anybody could make a video loved, or hated, by telling of it again and again.
  if (pending_.find(key) != nullptr) {
    // Whoever forgot it meanwhile has seen it again all the same.
    if (viewer != nullptr && viewer->seen.find(shown.video) == nullptr)
      note_shown(*viewer, shown.video, now_s_);
    return;
  }
  Pending& pending = pending_.add(key);
  pending.receipt = event.receipt.raw();
  pending.impression = shown;
  if (served) {
    std::memcpy(pending.readings.bytes.data(), event.features.data(), readings_count);
    keep_in_buckets(pending.readings);  // a foreign log may carry anything
  } else {
    pending.readings = read(shown, rows_of(table_, shown), overall_);
  }
  library_.note_shown(shown.video);
  if (viewer != nullptr) note_shown(*viewer, shown.video, now_s_);
}

void Model::on(const Watched& event, Foresight* foresight) {
  Pending* pending = pending_.find(pending_key(event.viewer.raw(), event.video.raw(), event.receipt.raw()));
  if (pending == nullptr || pending->closed) return;
  const Impression& shown = pending->impression;
  Outcome outcome = outcome_of(static_cast<float>(event.watched_ms) * 0.001F, shown.duration_s,
                               event.finished || event.loops > 0, event.skipped);
  for (const Head head : {Head::like, Head::share, Head::follow, Head::comment, Head::negative})
    outcome.set(head, pending->did(head));
  if (pending->did(Head::opened)) outcome.set(Head::opened, true);
  pending->closed = true;
  if (outcome.is(Head::opened)) pending->note(Head::opened);
  // learn_from touches every store but pending_, so the reference stays good.
  Found found;
  const auto learn_of = [&](const Foreseen& foreseen) {
    table_.find_with_room(foreseen.keys.all(), foreseen.likely.data(), found.rows.data(), found.slots.data());
    learn_from(shown, pending->readings, foreseen, found, viewer_of(shown, foreseen.viewer), outcome, 1);
  };
  if (foresight != nullptr)
    if (const auto& showing = foresight->likely(shown.viewer, shown.video);
        showing.rows.keys.count > 0 && same_keys(showing.shown, shown))
      return learn_of(showing.rows);
  learn_of({.keys = keys_of(shown)});
}

void Model::on(const Done& event) {
  const auto head = [&]() -> std::optional<Head> {
    switch (event.deed) {
      case Deed::opened:
        return Head::opened;
      case Deed::liked:
        return Head::like;
      case Deed::shared:
        return Head::share;
      case Deed::commented:
        return Head::comment;
      case Deed::followed_author:
        return Head::follow;
      case Deed::not_interested:
      case Deed::reported:
        return Head::negative;
      case Deed::unliked:
        return std::nullopt;
    }
    return std::nullopt;
  }();
  if (event.viewer.raw() == 0) return;
  Pending* pending = pending_.find(pending_key(event.viewer.raw(), event.video.raw(), 0));
  if (pending == nullptr) {
    if (head == Head::negative) leave_out(event);
    return;
  }
  if (!head) {
    if (!pending->closed) pending->deeds &= static_cast<std::uint16_t>(~(1U << index(Head::like)));
    return;
  }
  if (pending->did(*head)) return;  // told twice
  pending->note(*head);
  if (pending->closed) amend(*pending, *head);
}

/// "Not interested" is a wish, not only a lesson: it counts for this viewer however long ago the showing was.
void Model::leave_out(const Done& event) {
  Viewer* viewer = viewers_.find(event.viewer.raw());
  const Video* video = library_.find(event.video.raw());
  if (viewer == nullptr || video == nullptr) return;
  note_late(*viewer, impression(*viewer, *video, 0, now_s_), Head::negative);
  viewer->good.forget(video->key);
}

void Model::amend(Pending& pending, Head head) {
  const Impression& shown = pending.impression;
  const Keys keys = keys_of(shown);
  const Rows found = rows_of(table_, keys);
  Outcome only;
  only.known = static_cast<std::uint16_t>(1U << index(head));
  only.set(head, true);
  scorer_.learn(pending.readings, only, 1);
  const BiasLesson lesson{head, overall_};
  if (const Row* video = first_of(keys, Aspect::video, found.rows); video != nullptr && video->factors != 0)
    lesson.teach_video(table_.factors_of(table_.own(*video)).biases, video->n);
  const Signal signal = head == Head::like       ? Signal::like
                        : head == Head::opened   ? Signal::opened
                        : head == Head::negative ? Signal::negative
                                                 : Signal::engaged;
  // Who shares and then comments is engaged once, as when both came before the end.
  const auto others = static_cast<std::uint16_t>(pending.deeds & ~bits_of({head}));
  if (signal != Signal::engaged || (others & bits_of({Head::share, Head::follow, Head::comment})) == 0) {
    for (const Row* row : found.rows)
      if (row != nullptr) table_.own(*row).sums[index(signal)] += 1;
    overall_.sums[index(signal)] += 1;
  }
  calibration_.happened[index(head)] += 1;
  if (Viewer* viewer = viewers_.find(shown.viewer)) {
    lesson.teach_viewer(viewer->factors.biases, static_cast<float>(viewer->shown));
    note_late(*viewer, shown, head);
    if (head == Head::negative) viewer->good.forget(shown.video);
  }
}

void Model::expire_pending() {
  while (!pending_.empty() &&
         (now_s_ - pending_.front().impression.at_s > pending_s || pending_.size() > pending_max))
    pending_.pop_front();
  // Who sees the same video again and again leaves gaps. A checkpoint has none, so none may decide of
  // anything.
  if (pending_.places() > 2 * pending_max) pending_.close_gaps();
}

void Model::expire_rows() {
  if (now_s_ < rows_kept_s) return;
  const std::uint32_t before_s = now_s_ - rows_kept_s;
  const std::size_t round = position_ / expire_every;
  table_.expire(round, expire_at_once, day_of(before_s));
}

void Model::expire_viewings() {
  auto& viewers = viewers_.each();
  if (viewers.size() == 0) return;
  const std::size_t turn = position_ / visited_every;
  base::prefetch_whole(&viewers[(turn + 1) % viewers.size()]);
  forget_old_viewings(viewers[turn % viewers.size()], now_s_);
}

void Model::on(const TopicWished& event) {
  if (event.viewer.raw() == 0) return;
  note_wish(viewers_.at(event.viewer.raw()), model::tag_id(event.tag).raw(), event.wish, now_s_);
}

void Model::on(const ViewingForgotten& event) {
  if (Viewer* viewer = viewers_.find(event.viewer.raw())) forget_viewing(*viewer, event.video.raw());
  // What is still awaited of it must not be learned afterwards; but for the rest of its hour it has been
  // counted, or whoever shows and forgets in turn would be counted each time.
  if (event.viewer.raw() == 0) return;
  if (Pending* pending = pending_.find(pending_key(event.viewer.raw(), event.video.raw(), 0))) {
    pending->closed = true;
    pending->deeds = (1U << heads_count) - 1;
  }
}

void Model::on(const ViewerReset& event) { forget_viewer(event.viewer.raw()); }
void Model::on(const ViewerForgotten& event) { forget_viewer(event.viewer.raw()); }

void Model::forget_viewer(std::uint64_t id) {
  if (id == 0 || !viewers_.erase(id)) return;
  table_.erase(key_of(Aspect::viewer, id));
  for (std::uint32_t surface = 0; surface <= last_surface; ++surface)
    table_.erase(key_of(Aspect::viewer_surface, id, surface));
  forget_pending([&](const Impression& shown) { return shown.viewer == id; });
}

void Model::forget_pending(auto belongs) {
  std::vector<std::uint64_t> gone;
  pending_.each([&](const Pending& pending) {
    if (belongs(pending.impression)) gone.push_back(pending.key);
  });
  for (const std::uint64_t key : gone) pending_.erase(key);
}

}  // namespace vitrine::learning
