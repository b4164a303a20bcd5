#include "learning/readings.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "learning/kernels.hpp"
#include "learning/numeric.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {
namespace {

static_assert(readings_count <= model::events::features_max, "a Shown event carries every reading");

[[nodiscard]] TasteBytes bytes_of(const Taste& taste) {
  static_assert(offsetof(Taste, session) == 4 && offsetof(Taste, author) == 8 &&
                offsetof(Taste, affinity) == 12 && sizeof(TasteBytes) == 4);
  using FourBytes = std::uint8_t __attribute__((vector_size(4)));
  Four four;
  std::memcpy(&four, &taste, sizeof four);
  const Four scaled = clamp(four * 32.0F + 128.5F, 0.0F, 255.0F);
  return std::bit_cast<TasteBytes>(
      __builtin_convertvector(__builtin_convertvector(scaled, FourInts), FourBytes));
}

/// Buckets of doubling width: 0, 1, 1.6, 2.5 ...: `per_octave` steps for each doubling.
[[nodiscard]] std::uint8_t log_bucket(float x, float per_octave) {
  const float step = log2_portable(std::max(x, 0.0F) + 1.0F) * per_octave;
  return static_cast<std::uint8_t>(std::clamp(step, 0.0F, 15.0F));
}
constexpr float per_octave_of_length = 2.2F, per_octave_of_age = 1.3F, per_octave_of_gap = 0.8F;
[[nodiscard]] float beyond_two_seconds(float duration_s) { return std::max(duration_s, 2.0F) * 0.5F - 1.0F; }

/// How closely the last good watches lead here, as a number: the logarithm of what is `tie` times as strong.
constexpr float tie_scale = 4000, tie_step = 0.2F;
[[nodiscard]] std::uint8_t graph_bucket(float number) {
  return static_cast<std::uint8_t>(std::clamp(number * 8.0F, 0.0F, 15.0F));
}

/// This very video before: never, or how it ended, within the hour or longer ago. What was just left is left
/// again (on KuaiRand 4 % of such showings become long views, of all showings 31 %).
[[nodiscard]] std::uint8_t again_bucket(const Impression& shown) {
  if (!shown.again) return 0;
  const bool long_ago = shown.before_s > 3600 && shown.before != Ending::awaited;
  return static_cast<std::uint8_t>(1 + static_cast<int>(shown.before) + (long_ago ? 7 : 0));
}

/// By the numbers of the endings. Branch-free: how showings end is not predictable.
constexpr std::size_t endings_count = 8;
static_assert(static_cast<std::size_t>(Ending::opened) + 1 == endings_count);
constexpr std::array<std::uint8_t, endings_count> interest_of_ending = [] {
  std::array<std::uint8_t, endings_count> interest{};  // 0: left, untold, none before
  interest[static_cast<std::size_t>(Ending::skipped)] = 1;
  for (const Ending opened : {Ending::opened, Ending::glimpsed})
    interest[static_cast<std::size_t>(opened)] = 2;
  for (const Ending well : {Ending::watched, Ending::liked}) interest[static_cast<std::size_t>(well)] = 3;
  return interest;
}();
[[nodiscard]] unsigned interest_of(Ending ending) {
  return interest_of_ending.data()[static_cast<std::size_t>(ending)];
}

/// How the last showing ended and how long ago it began: patience runs through a sitting.
[[nodiscard]] std::uint8_t lately_bucket(const Impression& shown) {
  const unsigned gap =
      (shown.gap_s >= 2 ? 1U : 0U) + (shown.gap_s >= 60 ? 1U : 0U) + (shown.gap_s >= 1800 ? 1U : 0U);
  return static_cast<std::uint8_t>(gap * 4 + interest_of(shown.last));
}

[[nodiscard]] std::uint8_t last_two_bucket(const Impression& shown) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(shown.last) * 2 +
                                   (is_long(shown.before_last) ? 1U : 0U));
}

/// The list it is shown in, and whether the last showing was opened: some are glanced over, some are watched.
[[nodiscard]] std::uint8_t list_bucket(const Impression& shown) {
  return static_cast<std::uint8_t>(std::min(shown.surface, 7U) * 2 + (interest_of(shown.last) >> 1));
}

}  // namespace

Lens::Lens(const Overall& overall) {
  static_assert(signals_count == 9);
  for (std::size_t s = 0; s < 8; s += 4) {
    Four sums;
    std::memcpy(&sums, overall.sums.data() + s, sizeof sums);
    const Four rates = sums / overall.n, priors = rates * prior_showings;
    std::memcpy(rate.data() + s, &rates, sizeof rates);
    std::memcpy(prior.data() + s, &priors, sizeof priors);
  }
  rate[8] = overall.sums[8] / overall.n;
  prior[8] = rate[8] * prior_showings;
  const auto odds_of = [&](const Signal(&signals)[4]) {
    const auto of = [&](std::size_t i) { return prior.data()[index(signals[i])]; };
    const Four yes{of(0), of(1), of(2), of(3)};
    const Four four = log_odds(yes, prior_showings - yes);
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) odds.data()[index(signals[i])] = four[i];
  };
  odds_of({Signal::finish, Signal::long_view, Signal::like, Signal::skip});
  odds_of({Signal::opened, Signal::engaged, Signal::negative, Signal::negative});
}

Glances glances_of(const Readings& readings, std::size_t aspect) {
  Glances seen{};
  const auto take = [&](std::uint8_t* to, std::size_t first, std::size_t count) {
    std::copy_n(readings.bytes.data() + first, count, to);
  };
  take(seen.rates[0].data(), aspect * rates_per_aspect, rates_per_aspect);
  if (aspect < rich_aspects)
    take(seen.more[0].data(), first_more + aspect * more_per_aspect, more_per_aspect);
  seen.bucket[0] = readings.bucket(aspect);
  return seen;
}

namespace {

void pool(const Row& row, Row& into) {
  const float share = row.n / (into.n + row.n);
  into.n += row.n;
  for (std::size_t s = 0; s < signals_count; ++s) into.sums.data()[s] += row.sums.data()[s];
  for (std::size_t i = 0; i < averaged_signals; ++i) {
    std::uint16_t& average = into.lately.data()[i];
    const auto before = static_cast<float>(average);
    average = static_cast<std::uint16_t>(before +
                                         share * (static_cast<float>(row.lately.data()[i]) - before) + 0.5F);
  }
}

}  // namespace

const Row& pooled(std::span<const Row* const> rows, Row& space) {
  const Row* only = &no_row;
  for (const Row* row : rows) {
    if (row == nullptr || row->n == 0) continue;
    if (only == &no_row) {
      only = row;
      continue;
    }
    if (only != &space) space = *only;
    only = &space;
    pool(*row, space);
  }
  return *only;
}

std::uint64_t length_of(float duration_s) {
  return log_bucket(beyond_two_seconds(duration_s), per_octave_of_length);
}

std::size_t showings_bucket(float n) { return log_bucket(n, showings_per_octave); }

float log_wanted(float duration_s) { return log2_portable(1.0F + std::min(long_view_s, duration_s)); }

Circumstances circumstances_of(const Impression& shown) {
  // The four logarithms of note_length(), note_age(), the gap and note_taste() at once.
  const Four logs = log2_portable(larger(Four{beyond_two_seconds(shown.duration_s), shown.age_s / 3600.0F,
                                              shown.gap_s, shown.taste.graph * tie_scale},
                                         Four{}) +
                                  1.0F);
  const Four steps = logs * Four{per_octave_of_length, per_octave_of_age, per_octave_of_gap, 0};
  const auto in = __builtin_convertvector(clamp(steps, 0.0F, 15.0F), FourInts);
  const float graph = logs[3] * tie_step;
  return {.taste = bytes_of(shown.taste),
          .buckets = {static_cast<std::uint8_t>(in[0]), list_bucket(shown),
                      static_cast<std::uint8_t>(shown.at_s / 3600 % 24 / 2), static_cast<std::uint8_t>(in[1]),
                      static_cast<std::uint8_t>(in[2]), graph_bucket(graph), again_bucket(shown),
                      lately_bucket(shown), last_two_bucket(shown)},
          .biases = {shown.video_bias, shown.viewer_bias}};
}

void Circumstances::note_length(std::uint64_t length) {
  at(Context::length) = static_cast<std::uint8_t>(length);
}
void Circumstances::note_age(float age_s) {
  at(Context::age) = log_bucket(age_s / 3600.0F, per_octave_of_age);
}
void Circumstances::note_taste(const Taste& of) {
  const float graph = log2_portable(of.graph * tie_scale + 1.0F) * tie_step;
  taste = bytes_of(of);
  at(Context::graph) = graph_bucket(graph);
}
void Circumstances::note_again(const Impression& shown) { at(Context::again) = again_bucket(shown); }
void Circumstances::note_bias(const LatentFactors* of_video) {
  biases[0] = of_video == nullptr ? no_bias : bytes_of(of_video->biases);
}

Keys keys_of(const Impression& shown) {
  Keys keys;
  std::size_t count = 0;
  const auto begin = [&](Aspect of) { keys.begins.data()[index(of)] = static_cast<std::uint8_t>(count); };
  const auto add = [&](Aspect of, std::uint64_t a, std::uint64_t b = 0) {
    keys.keys.data()[count] = key_of(of, a, b);
    keys.aspects.data()[count++] = of;
  };
  const auto one = [&](bool there, Aspect of, std::uint64_t a, std::uint64_t b = 0) {
    begin(of);
    if (there) add(of, a, b);
  };
  std::array<std::uint64_t, Impression::tags_used> tags{};
  std::size_t tags_count = 0;
  for (const std::uint64_t tag : shown.tags)
    if (tag != 0 && tag != tags[0] && tag != tags[1]) tags[tags_count++] = tag;  // a foreign log may repeat
  const std::uint64_t length = length_of(shown.duration_s), surface = std::min(shown.surface, last_surface);
  const bool known = shown.viewer != 0;
  one(known, Aspect::viewer, shown.viewer);
  one(true, Aspect::video, shown.video);
  one(true, Aspect::author, shown.author);
  begin(Aspect::tag);
  for (std::size_t i = 0; i < tags_count; ++i) add(Aspect::tag, tags[i]);
  one(known, Aspect::viewer_surface, shown.viewer, surface);
  one(true, Aspect::duration_surface, length, surface);
  one(shown.sound != 0, Aspect::sound, shown.sound);
  keys.count = count;
  keys.begins[aspects_count] = static_cast<std::uint8_t>(count);
  return keys;
}

Rows rows_of(const Table& table, const Keys& keys) {
  Rows found{.keys = keys};
  for (std::size_t i = 0; i < keys.count; ++i) found.rows[i] = table.find(keys.keys[i]);
  return found;
}

Rows rows_of(const Table& table, const Impression& impression) {
  const Keys keys = keys_of(impression);
  for (const std::uint64_t key : keys.all()) table.prefetch_to_read(key);
  return rows_of(table, keys);
}

Readings read(const Impression& impression, const Rows& rows, const Overall& overall) {
  return read(impression, rows.keys, rows.rows, Lens{overall});
}

Readings read(const Impression& impression, const Keys& keys, std::span<const Row* const, Keys::max> rows,
              const Lens& lens) {
  const Circumstances circumstances = circumstances_of(impression);
  Row space;  // of the tags alone there may be several
  std::array<const Row*, glances_at_once> all;
  const Row** const to = all.data();
  for (std::size_t a = 0; a < glances_at_once; ++a) to[a] = &no_row;
  for (std::size_t i = 0; i < keys.count; ++i) {
    const Row* const row = rows.data()[i];
    to[index(keys.aspects.data()[i])] = row != nullptr ? row : &no_row;
  }
  constexpr std::size_t tag = index(Aspect::tag);
  if (const std::size_t first = keys.begins[tag], count = keys.begins[tag + 1] - first; count > 1)
    to[tag] = &pooled({rows.data() + first, count}, space);
  Readings readings;
  kernels().read(all, lens, log_wanted(impression.duration_s), circumstances, readings);
  return readings;
}

std::array<float, signals_count> signals_of(const Outcome& outcome, const Overall& overall) {
  const auto of = [&](Head head, Signal signal) {
    return outcome.knows(head) ? outcome.y[index(head)] : overall.rate(signal);
  };
  std::array<float, signals_count> values{};
  values[index(Signal::finish)] = of(Head::finish, Signal::finish);
  values[index(Signal::long_view)] = of(Head::long_view, Signal::long_view);
  values[index(Signal::like)] = of(Head::like, Signal::like);
  values[index(Signal::skip)] = of(Head::skip, Signal::skip);
  values[index(Signal::opened)] = of(Head::opened, Signal::opened);
  values[index(Signal::watched)] = outcome.knows(Head::watched)
                                       ? std::min(outcome.watched_s / outcome.duration_s, 1.5F)
                                       : overall.rate(Signal::watched);
  values[index(Signal::watch_log)] = outcome.knows(Head::watched)
                                         ? log2_portable(1.0F + std::min(outcome.watched_s, 120.0F))
                                         : overall.rate(Signal::watch_log);
  const bool engaged = outcome.is(Head::share) || outcome.is(Head::follow) || outcome.is(Head::comment);
  values[index(Signal::engaged)] = engaged ? 1.0F : 0.0F;
  values[index(Signal::negative)] = of(Head::negative, Signal::negative);
  return values;
}

}  // namespace vitrine::learning
