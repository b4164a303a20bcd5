#pragma once
// What the model remembers of one viewer by name of thing, not as weights: good watches, topics, authors,
// what was seen. Small, bounded, readable: it is shown to the viewer and it is forgotten exactly. A viewer
// without account has one too, made by the page's session, held in memory by supply and never written
// anywhere.
#include <cstdint>
#include <span>

#include "base/wire.hpp"
#include "learning/item_graph.hpp"
#include "learning/latent_factors.hpp"
#include "learning/marked_list.hpp"
#include "learning/readings.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {

/// How a viewer stands to a topic. Values in [-1, 1], 0 is no opinion.
struct Topic {
  std::uint64_t tag = 0;
  float value = 0;    ///< over months
  float session = 0;  ///< in this sitting; learns about three times faster
  std::uint32_t touched_s = 0;
  std::uint16_t shown = 0, finished = 0, liked = 0, skipped = 0;
  model::events::Wish wish = model::events::Wish::neutral;
};
struct AuthorTaste {
  std::uint64_t author = 0;
  float value = 0;
  std::uint32_t touched_s = 0;
  std::uint16_t shown = 0, finished = 0, liked = 0, skipped = 0;
};
struct Seen {
  std::uint64_t video = 0;
  std::uint32_t at_s = 0;
  Ending ending = Ending::awaited;
};

/// A viewer's showings in order of time.
using History = MarkedList<Seen, &Seen::video>;

struct alignas(64) Viewer {
  // 40 topics cover what an evening touches; 24 authors likewise. 2000 seen videos are 30 days of an hour
  // daily; beyond that the oldest may come again.
  static constexpr std::size_t topics_max = 40, authors_max = 24, good_max = 32, seen_max = 2000;
  static constexpr std::uint32_t seen_s = 30 * 86400;
  static constexpr std::uint32_t sitting_gap_s = 30 * 60;  ///< a longer pause begins a new sitting

  std::uint64_t key = 0;
  // There are millions of viewers. A list leaves four of its sixteen bytes to what comes after it.
  [[no_unique_address]] MarkedList<Topic, &Topic::tag> topics{};
  std::uint32_t last_shown_s = 0;  ///< 0: never
  [[no_unique_address]] MarkedList<AuthorTaste, &AuthorTaste::author> authors{};
  std::uint32_t shown = 0;  ///< showings in all
  [[no_unique_address]] History seen{};
  std::uint32_t sitting = 0;  ///< showings in this sitting
  [[no_unique_address]] GoodWatches good{};
  Ending last = Ending::awaited, before_last = Ending::awaited;  ///< of the last two showings
  LatentFactors factors{};

  [[nodiscard]] const Topic* topic(std::uint64_t tag) const;
  [[nodiscard]] const AuthorTaste* author(std::uint64_t author) const;
  /// Whether a showing at that time begins a new sitting, which knows nothing of the mood of the last.
  [[nodiscard]] bool new_sitting_at(std::uint32_t at_s) const {
    return last_shown_s == 0 || at_s > std::uint64_t{last_shown_s} + sitting_gap_s;
  }
};

static_assert(sizeof(Viewer) == 128, "two lines of cache");

/// How a viewer stands to one tag of a video, and how loudly that speaks.
struct Liking {
  float weight = 0, months = 0, session = 0;
};
inline constexpr Liking stranger{.weight = 0.5F};  ///< of a tag the viewer never met
[[nodiscard]] Liking liking_of(const Viewer& viewer, std::uint64_t tag, std::uint32_t at_s);
/// The likings of a video's tags as one, added in their order.
class TopicTaste {
 public:
  void add(const Liking& one) {
    weights_ += one.weight;
    months_ += one.weight * one.months;
    session_ += one.weight * one.session;
  }
  [[nodiscard]] float topic() const { return weights_ > 0 ? months_ / weights_ : 0.0F; }
  [[nodiscard]] float session() const { return weights_ > 0 ? session_ / weights_ : 0.0F; }

 private:
  float weights_ = 0, months_ = 0, session_ = 0;
};

/// What `viewer` thinks of a video with these tags by this author. `affinity` and `graph` stay 0.
[[nodiscard]] Taste taste_of(const Viewer& viewer, std::span<const std::uint64_t> tags, std::uint64_t author,
                             std::uint32_t at_s);

/// What the viewer's showings say of the next one: gap_s, last, before_last, and this very video before.
void recall(Impression& shown, const Viewer& viewer);
/// The same where the last showing of the video is at hand.
void recall(Impression& shown, const Viewer& viewer, const Seen* before);

/// The showing began: it is seen, and may begin a new sitting.
void note_shown(Viewer& viewer, std::uint64_t video, std::uint32_t at_s);
/// What was seen longer ago than Viewer::seen_s leaves the history, and the good watches too.
void forget_old_viewings(Viewer& viewer, std::uint32_t now_s);
/// How it ended. Answers whether it was a good watch (then `video` was appended to `good`).
bool note_outcome(Viewer& viewer, const Impression& impression, const Outcome& outcome);
/// A like, a share, a follow or a "not interested" that came after the end. Other deeds say nothing of taste.
void note_late(Viewer& viewer, const Impression& impression, Head head);
void note_wish(Viewer& viewer, std::uint64_t tag, model::events::Wish wish, std::uint32_t at_s);
/// Out of the history, so that it leads nowhere and may come again; what it did to opinions of its topics and
/// its author was added to what others did and stays until the viewer changes or forgets these.
void forget_viewing(Viewer& viewer, std::uint64_t video);

/// A watch that says something good about the video: it leads on in the item graph.
[[nodiscard]] constexpr bool is_good(const Outcome& outcome) {
  return outcome.is_any(bits_of({Head::finish, Head::long_view, Head::like, Head::share}));
}

/// Asks memory for what learning a showing reads of the viewer's lists.
void prefetch_lists(const Viewer& viewer);

/// Of the lists that a viewer points to.
[[nodiscard]] std::size_t lists_bytes(const Viewer& viewer);

void write(base::WireWriter& out, const Viewer& viewer);
void read(base::WireReader& in, Viewer& viewer);

}  // namespace vitrine::learning
