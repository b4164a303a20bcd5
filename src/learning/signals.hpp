#pragma once
// The vocabulary of outcomes: what is predicted (heads) and what is counted (signals).
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace vitrine::learning {

/// What the model predicts of a showing. All but `watched` are yes or no; `watched` is how long it will be
/// watched, as a rank in [0, 1] among videos of its length (learning/watch_ranks.hpp), by a fractional
/// logistic regression (Papke and Wooldridge 1996).
enum class Head : std::uint8_t {
  finish,     ///< seen to the end
  long_view,  ///< seen to the end, or at least 18 s of a longer one (KuaiRand's definition)
  like,
  skip,    ///< left within 2 s
  opened,  ///< chosen from a grid, or not skipped
  share,
  follow,
  comment,
  negative,  ///< not interested, or reported
  watched,
};
inline constexpr std::size_t heads_count = 10;
inline constexpr std::size_t lanes =
    16;  ///< heads rounded up to a line of cache: a whole vector of any width
inline constexpr std::array<std::string_view, heads_count> head_names{
    "finish", "long_view", "like", "skip", "opened", "share", "follow", "comment", "negative", "watched"};

template <class T>
using PerHead = std::array<T, lanes>;  ///< the lanes beyond the heads are always 0

[[nodiscard]] constexpr std::size_t index(Head head) { return static_cast<std::size_t>(head); }

/// What every row of the table counts.
enum class Signal : std::uint8_t {
  finish,
  long_view,
  like,
  skip,
  opened,
  watched,    ///< share of the video seen, at most 1.5 (a loop and a half)
  watch_log,  ///< log2(1 + seconds seen), at most two minutes
  engaged,    ///< shared, followed or commented
  negative,
};
inline constexpr std::size_t signals_count = 9;
[[nodiscard]] constexpr std::size_t index(Signal signal) { return static_cast<std::size_t>(signal); }

/// The last list that is told from others; those after it count as it.
inline constexpr std::uint32_t last_surface = 15;

/// A bit for each of these heads.
[[nodiscard]] constexpr std::uint16_t bits_of(std::initializer_list<Head> heads) {
  std::uint32_t bits = 0;
  for (const Head head : heads) bits |= 1U << index(head);
  return static_cast<std::uint16_t>(bits);
}

/// How a showing ended. `known` masks heads that were never asked (an imported log without likes): whoever
/// fills one in leaves those false.
struct Outcome {
  PerHead<float> y{};           ///< 0 or 1; for `watched` the share seen, of which the model makes a rank
  std::uint16_t known = 0x3ff;  ///< bit of each head that may be learned from
  std::uint16_t deeds = 0;      ///< bit of each yes-or-no head that came true, as in `y`
  float watched_s = 0;
  float duration_s = 1;

  [[nodiscard]] constexpr bool is(Head head) const { return is_any(bits_of({head})); }
  [[nodiscard]] constexpr bool is_any(std::uint16_t heads) const { return (deeds & heads) != 0; }
  [[nodiscard]] constexpr bool knows(Head head) const { return (known & bits_of({head})) != 0; }
  constexpr void set(Head head, bool yes) {
    y[index(head)] = yes ? 1.0F : 0.0F;
    deeds = static_cast<std::uint16_t>((deeds & ~bits_of({head})) | (yes ? bits_of({head}) : 0));
  }
};

/// How a showing ended, in one word: the next ones are judged by it.
enum class Ending : std::uint8_t {
  awaited,  ///< not ended yet; of a viewer's last showings: none
  skipped,  ///< left within 2 s, never opened
  left,     ///< later than that, never opened
  untold,   ///< the log says only that it was no long view
  watched,  ///< a long view
  liked,
  glimpsed,  ///< opened, and left within 2 s
  opened,    ///< opened, and not watched for long
};
[[nodiscard]] constexpr Ending ending_of(const Outcome& outcome) {
  if (outcome.is(Head::like)) return Ending::liked;
  if (outcome.is(Head::long_view)) return Ending::watched;
  if (!outcome.knows(Head::skip)) return Ending::untold;
  if (outcome.is(Head::skip)) return outcome.is(Head::opened) ? Ending::glimpsed : Ending::skipped;
  return outcome.is(Head::opened) ? Ending::opened : Ending::left;
}
[[nodiscard]] constexpr bool is_long(Ending ending) {
  return ending == Ending::watched || ending == Ending::liked;
}

/// What an event says about time: finish, long view, skip and watched, by the definitions above.
inline constexpr float long_view_s = 18;
inline constexpr float skip_s = 2;
[[nodiscard]] constexpr Outcome outcome_of(float watched_s, float duration_s, bool finished, bool skipped) {
  Outcome outcome;
  outcome.watched_s = watched_s;
  outcome.duration_s = duration_s < 1 ? 1 : duration_s;
  const bool whole = finished || watched_s >= outcome.duration_s;
  outcome.set(Head::finish, whole);
  outcome.set(Head::long_view, whole || watched_s >= long_view_s);
  outcome.set(Head::skip, skipped && !whole);
  outcome.set(Head::opened, !skipped);
  const float share = watched_s / outcome.duration_s;
  outcome.y[index(Head::watched)] = whole || share > 1 ? 1 : share;
  return outcome;
}

}  // namespace vitrine::learning
