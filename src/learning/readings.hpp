#pragma once
// What the model looks at when it judges a showing: 116 small numbers, each a byte, so that a page can
// log exactly what it was ranked with ("train on the features as they were served"; counters that already
// contain the outcome being learned cost 0.014 AUC on KuaiRand).
//
// Most are smoothed rates of one *aspect* of the showing (this viewer, this video, its author, ...) compared
// with everybody's rate. A rate becomes the difference of log-odds, so a linear model over them is a naive
// Bayes whose mistakes the learned weights repair. The rest are buckets: how much evidence there is, the time
// of day, how old the video is. Pure, thread-safe.
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/hash.hpp"
#include "learning/numeric.hpp"
#include "learning/table.hpp"

namespace vitrine::learning {

/// Each has a row of counters per key.
enum class Aspect : std::uint8_t {
  viewer,
  video,
  author,
  tag,
  viewer_surface,
  duration_surface,
  sound,
};
inline constexpr std::size_t aspects_count = 7;
inline constexpr std::size_t rich_aspects = 5;  ///< the first ones also tell averages and rare signals
[[nodiscard]] constexpr std::size_t index(Aspect aspect) { return static_cast<std::size_t>(aspect); }

/// What a viewer's own history says about a video: by name (learning/viewer.hpp), by latent_factors and by
/// item_graph.
struct Taste {
  float topic = 0;     ///< of its tags, over months: in [-2, 2], as a wish counts double
  float session = 0;   ///< of its tags, in this sitting: in [-1, 1]
  float author = 0;    ///< in [-1, 1]
  float affinity = 0;  ///< what people of this viewer's taste make of it, in log-odds
  float graph = 0;     ///< how strongly the last good watches lead here, >= 0
};

/// A showing, as far as the model may know it beforehand.
struct Impression {
  static constexpr std::size_t tags_used = 3;  ///< further tags are search words, not topics
  std::uint32_t surface = 0;
  std::uint32_t at_s = 0;    ///< who lets go of old ones looks at it: it lies near the beginning
  std::uint64_t viewer = 0;  ///< 0: without account; personal aspects are empty
  std::uint64_t video = 0;
  std::uint64_t author = 0;
  std::array<std::uint64_t, tags_used> tags{};  ///< 0: none
  std::uint64_t sound = 0;                      ///< 0: its own
  float duration_s = 0;
  float age_s = 0;                                               ///< since publication
  float gap_s = 0;                                               ///< since this viewer's last showing
  Ending last = Ending::awaited, before_last = Ending::awaited;  ///< of this viewer's last two showings
  bool again = false;               ///< this viewer was shown this very video before
  Ending before = Ending::awaited;  ///< how that ended
  float before_s = 0;               ///< how long ago it began
  Taste taste{};
  BiasBytes video_bias = no_bias, viewer_bias = no_bias;  ///< learning/biases.hpp
};

/// In the order of the aspects, at most one per aspect and tag; an aspect that is empty has none.
struct Keys {
  static constexpr std::size_t max = aspects_count + Impression::tags_used - 1;
  std::array<std::uint64_t, max> keys;
  std::array<Aspect, max> aspects;
  std::size_t count = 0;
  std::array<std::uint8_t, aspects_count + 1> begins{};  ///< where each aspect's keys begin
  [[nodiscard]] std::span<const std::uint64_t> all() const { return {keys.data(), count}; }
};
/// What it is mostly about: its first tag, or 0.
[[nodiscard]] constexpr std::uint64_t topic_of(const Impression& shown) {
  for (const std::uint64_t tag : shown.tags)
    if (tag != 0) return tag;
  return 0;
}
/// Which bucket tells so many showings of a row.
[[nodiscard]] std::size_t showings_bucket(float n);
/// Which of sixteen lengths a video has.
[[nodiscard]] std::uint64_t length_of(float duration_s);
[[nodiscard]] Keys keys_of(const Impression& impression);
/// The key of one aspect's row, for explanations too. mix64 is a bijection: two keys are equal only where the
/// sums it is given are, or where their hashes differ in the last bit alone, which is set here.
[[nodiscard]] constexpr std::uint64_t key_of(Aspect aspect, std::uint64_t a, std::uint64_t b = 0) {
  const std::uint64_t kind = index(aspect) + 1;
  return base::mix64(a * 0xd6e8feb86659fd93ULL + b * 0xa0761d6478bd642fULL + kind * 0xe7037ed1a0b428dbULL) |
         1;
}

// --- the layout of the bytes ---
//
//   [  0,  56)  of each of 7 aspects the 8 numbers of Rate
//   [ 56,  76)  of each of the 5 rich aspects the 4 of More
//   [ 76,  80)  topic, session, author and affinity of Taste
//   [ 80, 100)  biases: the video's of each head, then the viewer's
//   [100, 107)  buckets: of each aspect, how many showings it rests on
//   [107, 116)  buckets: those of Context

/// How a row's rate differs from everybody's: in log-odds but for the last three.
enum class Rate : std::uint8_t {
  opened,
  like,
  long_view,
  finish,
  skip,
  share_seen,   ///< twice the difference
  log_seconds,  ///< the difference of the mean log2 of the seconds seen
  fit,          ///< half of how far that is from what a long view of this length takes
};
/// Of rich aspects besides: moving averages less everybody's, and rare deeds in log-odds.
enum class More : std::uint8_t { lately_long_view, lately_opened, engaged, negative };
/// What the showing's circumstances tell, one bucket each.
enum class Context : std::uint8_t {
  length,
  surface,
  hour,
  age,
  gap,       ///< since this viewer's last showing
  graph,     ///< how closely the item graph ties it to the last good watches
  again,     ///< whether this viewer was shown it before, and how that ended
  lately,    ///< how the last showing ended, and the gap
  last_two,  ///< how the last two ended
};
[[nodiscard]] constexpr std::size_t index(Rate rate) { return static_cast<std::size_t>(rate); }
[[nodiscard]] constexpr std::size_t index(More more) { return static_cast<std::size_t>(more); }
[[nodiscard]] constexpr std::size_t index(Context context) { return static_cast<std::size_t>(context); }

inline constexpr std::size_t rates_per_aspect = 8;
inline constexpr std::size_t rare_signals = 2;                                   ///< engaged, negative
inline constexpr std::size_t more_per_aspect = averaged_signals + rare_signals;  ///< of rich aspects
inline constexpr std::size_t first_more = aspects_count * rates_per_aspect;
inline constexpr std::size_t first_taste = first_more + rich_aspects * more_per_aspect;
inline constexpr std::size_t numbers_count = first_taste + 4;
inline constexpr std::size_t context_count = 9;
inline constexpr std::size_t buckets_count = aspects_count + context_count;
inline constexpr std::size_t bucket_values = 16;
inline constexpr std::size_t first_bias = numbers_count;  ///< of the video for each head, then of the viewer
inline constexpr std::size_t first_bucket = first_bias + 2 * heads_count;
inline constexpr std::size_t readings_count = first_bucket + buckets_count;

struct Readings {
  std::array<std::uint8_t, readings_count> bytes{};
  /// Numbers are stored in steps of 1/32 around 128: [-4, 4).
  [[nodiscard]] static constexpr float number_of(std::uint8_t byte) {
    return (static_cast<float>(byte) - 128.0F) * (1.0F / 32.0F);
  }
  [[nodiscard]] float number(std::size_t i) const { return number_of(bytes[i]); }
  [[nodiscard]] std::uint8_t bucket(std::size_t i) const { return bytes[first_bucket + i]; }
};

/// Everybody's rates, against which every row is read; slowly forgetting (about 20 000 showings).
struct Overall {
  float n = 50;
  /// Of fifty showings that there never were.
  std::array<float, signals_count> sums{17.5F, 15, 2.5F, 17.5F, 25, 25, 125, 0.5F, 0.25F};
  [[nodiscard]] float rate(Signal signal) const { return sums[index(signal)] / n; }
};

/// The rows of one impression; nullptr where there is none yet.
struct Rows {
  Keys keys;
  std::array<const Row*, Keys::max> rows{};
  [[nodiscard]] std::span<const Row* const> of(std::size_t aspect) const {
    return {rows.data() + keys.begins[aspect], rows.data() + keys.begins[aspect + 1]};
  }
};
[[nodiscard]] Rows rows_of(const Table& table, const Keys& keys);
[[nodiscard]] Rows rows_of(const Table& table, const Impression& impression);

// --- piece by piece: a page reads what its videos have in common once (learning/judging.hpp) -------------

// A rate is believed once about this many showings stand behind it.
inline constexpr float prior_showings = 6;
/// How finely the buckets tell how many showings there were: steps for each doubling.
inline constexpr float showings_per_octave = 1.5F;

/// Everybody's rates as every aspect is compared with them: worked out once for many readings.
struct Lens {
  explicit Lens(const Overall& overall);
  std::array<float, signals_count> rate{};
  std::array<float, signals_count> prior{};  ///< what a row is mixed with
  std::array<float, signals_count> odds{};   ///< of the yes-or-no signals: as log-odds
};

inline constexpr std::size_t glances_at_once = 16;

/// What sixteen rows show (of all aspects, or of sixteen videos), each in the bytes of Readings. A row nobody
/// was counted in shows nothing: the bytes that stand for 0. Made by learning/kernels.
struct alignas(64) Glances {
  std::array<std::array<std::uint8_t, rates_per_aspect>, glances_at_once> rates;  ///< the last one is the fit
  std::array<std::array<std::uint8_t, more_per_aspect>, glances_at_once> more;    ///< averages, then the rare
  std::array<std::uint8_t, glances_at_once> bucket;
  std::array<float, glances_at_once> log_seconds;
};
/// What `readings` say of one aspect, in the first place; log_seconds is not among it.
[[nodiscard]] Glances glances_of(const Readings& readings, std::size_t aspect);

/// The rows of one aspect as one: itself where there is one (of several tags the sum, put into `space`), and
/// an empty row where there is none.
[[nodiscard]] const Row& pooled(std::span<const Row* const> rows, Row& space);

/// log2 of how long a view must be to count as long; an aspect's usual time is compared with it.
[[nodiscard]] float log_wanted(float duration_s);

/// Of Taste, but for the graph.
using TasteBytes = std::array<std::uint8_t, numbers_count - first_taste>;

/// The bytes that no row stands behind: four of taste, the circumstances, the biases.
struct Circumstances {
  TasteBytes taste{};
  std::array<std::uint8_t, context_count> buckets{};
  std::array<BiasBytes, 2> biases{no_bias, no_bias};  ///< of the video, of the viewer

  [[nodiscard]] std::uint8_t& at(Context what) { return buckets.data()[index(what)]; }
  [[nodiscard]] std::uint8_t at(Context what) const { return buckets.data()[index(what)]; }

  // What differs from video to video, for who judges many of one viewer:
  void note_length(std::uint64_t length);  ///< length_of() the video
  void note_age(float age_s);
  void note_taste(const Taste& of);
  void note_again(const Impression& shown);
  void note_bias(const LatentFactors* of_video);  ///< nullptr: the video has none yet
};
[[nodiscard]] Circumstances circumstances_of(const Impression& impression);

/// All of it at once. `rows`: of each key one, or nullptr.
[[nodiscard]] Readings read(const Impression& impression, const Keys& keys,
                            std::span<const Row* const, Keys::max> rows, const Lens& lens);
[[nodiscard]] Readings read(const Impression& impression, const Rows& rows, const Overall& overall);

/// The values of the signals that an outcome adds to its rows.
[[nodiscard]] std::array<float, signals_count> signals_of(const Outcome& outcome, const Overall& overall);

}  // namespace vitrine::learning
