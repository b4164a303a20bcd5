#pragma once
// What creators are told about the watching of their videos: counts of people, over days, with noise. Start
// here: Figures, the fold; FigureKeeper (figure_keeper.hpp) runs it once a day.
//
// No list of viewers is made or kept. Each day the log of the last four weeks is folded anew in memory. A
// video's *span* begins where its last one ended; it closes at the end of the first day by which 20 different
// people with an account have watched, and becomes a cell. So what fewer than 20 people did is in no cell. A
// span that stays small grows until its oldest days fall out of the four weeks.
//
// A cell is two histograms: by which way people came, and how far they got. A person is in one bar of each,
// once a span, however often they watch; in the figures of at most three videos of one creator a day, and in
// those of the creator's work as a whole. To each bar comes noise (noise() below). Viewers without account
// cannot be told apart: each viewing counts by itself, but once for each page that brought it, and brings no
// span nearer to its end.
//
// Pure: the same log gives the same cells. One thread. Memory, while it runs: pairs_max people-and-videos and
// people-and-creators, twice as many pages-and-videos of guests, and videos_max videos: some 330 MB at most.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/hash.hpp"
#include "model/feed_event.hpp"
#include "model/time.hpp"

namespace vitrine::supply {

/// By which way somebody came to a video, as far as the log tells.
enum class Way : std::uint8_t {
  for_you,
  following,    ///< the feed of those one follows, or the source of that name in another
  other_feeds,  ///< newest first, and what else a house offers
  direct,       ///< a link, a profile, a search, a list
};
inline constexpr std::size_t ways_count = 4;
/// A tenth of the length each; the last one is "to the end".
inline constexpr std::size_t reaches_count = 11;

struct FigureTally {
  std::array<std::int64_t, ways_count> ways{};
  std::array<std::int64_t, reaches_count> reaches{};
  FigureTally& operator+=(const FigureTally& other);
  friend bool operator==(const FigureTally&, const FigureTally&) = default;
};

/// Counts with noise in them: a bar may be below zero. `video` 0: all of the author's videos together, where
/// a person counts once and with the farthest they got.
struct FigureCell {
  model::AccountId author{0};
  model::VideoId video{0};
  model::Instant from{};  ///< midnight UTC
  model::Instant to{};    ///< exclusive
  std::uint32_t duration_ms = 0;
  FigureTally tally = {};
  friend bool operator==(const FigureCell&, const FigureCell&) = default;
};

/// The smallest number of people that a cell may stand for (docs/adr/0009).
inline constexpr std::size_t viewers_min = 20;
inline constexpr std::chrono::days span_max{28};
inline constexpr std::size_t videos_a_day = 3;
/// Of each bar (pure differential privacy, by adding or removing a person; the threshold beside it).
inline constexpr double figure_epsilon = 0.25;
// docs/adr/0009: at most 1 a day and creator for each of the two histograms. A person is in one bar of
// the creator's own and of at most three videos'.
static_assert((1 + videos_a_day) * figure_epsilon <= 1);
/// Standard deviation of the noise in one bar: sqrt(2 a) / (1 - a) with a = exp(-epsilon).
inline constexpr double noise_deviation = 5.642;

/// Two-sided geometric noise (Ghosh, Roughgarden, Sundararajan 2009: Laplace's on whole numbers, without the
/// trap of floating-point tails), P(x) ~ exp(-epsilon |x|). Drawn by HMAC-SHA256 from
/// the house's key, the cell and the bar: the same question has the same answer for ever, so asking again
/// averages nothing away.
[[nodiscard]] std::int64_t noise(base::ByteView key, const FigureCell& cell, std::size_t bar);

/// Each bar with its own; what is counted stays in memory and only this leaves.
[[nodiscard]] FigureCell with_noise(base::ByteView key, FigureCell cell);

/// Seconds that people watched, at most the length of the video each and span: from the middle of each bar.
[[nodiscard]] double watched_s(const FigureTally& tally, std::uint32_t duration_ms);
/// Of all ways together.
[[nodiscard]] std::int64_t people_of(const FigureTally& tally);

/// What is said beside a video to everybody and at once: nothing below 20, then steps of 20, then two digits.
/// So nobody can watch a number to learn that somebody is watching.
[[nodiscard]] std::int64_t in_steps(std::int64_t showings);

/// The midnight at or before.
[[nodiscard]] model::Instant day_of(model::Instant at);

class Figures {
 public:
  static constexpr std::size_t pairs_max = 1'000'000, videos_max = 200'000;

  /// An author and one of their videos, or 0.
  struct Subject {
    model::AccountId author{0};
    model::VideoId video{0};
    auto operator<=>(const Subject&) const = default;
  };
  using Ends = std::map<Subject, model::Instant>;  ///< where the last cell of each ended

  /// The fold of what happened in the four weeks before `end`, a midnight.
  Figures(model::Instant end, Ends ends);

  /// Events in the order of the log.
  void apply(const model::FeedEvent& event);

  /// The spans that close at `end`, without noise: never show or write one. In ascending order.
  [[nodiscard]] std::vector<FigureCell> close() const;
  /// People and videos that did not fit.
  [[nodiscard]] std::uint64_t uncounted() const { return uncounted_; }

 private:
  static constexpr std::uint8_t nowhere = 0xff;
  struct Pair {
    std::uint64_t viewer = 0, author = 0, video = 0;
    friend bool operator==(const Pair&, const Pair&) = default;
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const {
      return base::mix64(pair.viewer ^ base::mix64(pair.author ^ base::mix64(pair.video)));
    }
  };
  struct Person {
    std::uint8_t way = 0, reach = nowhere;
  };
  struct Known {
    model::AccountId author{0};
    std::uint32_t duration_ms = 0;
  };
  /// Which videos of an author a viewer is in the figures of by what they saw that day: the first ones.
  struct Today {
    std::int64_t day = 0;
    std::size_t count = 0;
    std::array<std::uint64_t, videos_a_day> videos{};
    [[nodiscard]] bool has(std::uint64_t video) const {
      return std::find(videos.begin(), videos.begin() + count, video) != videos.begin() + count;
    }
  };

  void on(const model::events::Shown& shown, model::Instant at);
  void on(const model::events::Watched& watched, model::Instant at);
  [[nodiscard]] model::Instant begin_of(const Subject& subject) const;
  /// Whether this showing may put its viewer into the figures of the video: of the first three of its author
  /// that they saw that day. It depends on that day alone, so that every fold says the same.
  bool take_turn(const model::events::Shown& shown, model::Instant at);
  void add(const Pair& pair, Way way);
  /// Whether a guest's showing or watch is told for the first time: by page and video. What is opened by its
  /// address has no page, and each time counts.
  using Told = std::unordered_set<std::uint64_t>;
  bool is_first(Told& told, model::ReceiptId page, model::VideoId video);

  model::Instant end_;
  Ends ends_;
  std::unordered_map<Pair, Person, PairHash> people_;
  std::unordered_map<Pair, Today, PairHash> turns_;  ///< by viewer and author
  std::map<std::uint64_t, Known> videos_;
  std::map<Subject, FigureTally> guests_;
  Told guests_shown_, guests_watched_;
  std::uint64_t uncounted_ = 0;
};

}  // namespace vitrine::supply
