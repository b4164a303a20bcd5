#include "learning/readings.hpp"

#include <cmath>
#include <cstring>

#include "learning/numeric.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {
namespace {

static_assert(readings_count <= model::events::features_max, "a Shown event carries every reading");

// A rate is believed once about this many showings stand behind it.
constexpr float prior_showings = 6;

[[nodiscard]] std::uint8_t as_byte(float x) {
  const float scaled = x * 32.0F + 128.5F;
  return static_cast<std::uint8_t>(std::clamp(scaled, 0.0F, 255.0F));
}

/// Buckets of doubling width: 0, 1, 1.6, 2.5 ...: `per_octave` steps for each doubling.
[[nodiscard]] std::uint8_t log_bucket(float x, float per_octave) {
  const float step = log2_exact(std::max(x, 0.0F) + 1.0F) * per_octave;
  return static_cast<std::uint8_t>(std::clamp(step, 0.0F, 15.0F));
}

/// Bytes of four numbers.
[[nodiscard]] FourInts as_bytes(Four x) {
  return __builtin_convertvector(clamp(x * 32.0F + 128.5F, 0.0F, 255.0F), FourInts);
}
[[nodiscard]] Four load(const float* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}

/// This very video before: never, or how it ended, within the hour or longer ago. What was just left is left
/// again (on KuaiRand 4 % of such showings become long views, of all showings 31 %).
[[nodiscard]] std::uint8_t again_bucket(const Impression& shown) {
  if (!shown.again) return 0;
  const bool long_ago = shown.before_s > 3600 && shown.before != Ending::awaited;
  return static_cast<std::uint8_t>(1 + static_cast<int>(shown.before) + (long_ago ? 7 : 0));
}

/// How the last showing ended and how long ago it began: patience runs through a sitting.
[[nodiscard]] std::uint8_t lately_bucket(const Impression& shown) {
  const int gap = shown.gap_s < 2 ? 0 : shown.gap_s < 60 ? 1 : shown.gap_s < 1800 ? 2 : 3;
  const bool opened = shown.last == Ending::opened || shown.last == Ending::glimpsed;
  const int ended = is_long(shown.last) ? 3 : opened ? 2 : shown.last == Ending::skipped ? 1 : 0;
  return static_cast<std::uint8_t>(gap * 4 + ended);
}

[[nodiscard]] std::uint8_t last_two_bucket(const Impression& shown) {
  return static_cast<std::uint8_t>(static_cast<int>(shown.last) * 2 + is_long(shown.before_last));
}

/// The rows of one aspect read as one: several tags are one topic.
struct Pooled {
  float n = 0;
  std::array<float, signals_count> sums{};
  std::array<float, averaged_signals> fast{}, slow{};
};

/// The second line of a row is not even looked at where an aspect does not read it.
void add(Pooled& pooled, const Row& row, std::size_t aspect) {
  pooled.n += row.n;
  const std::size_t signals = aspect < rare_aspects ? signals_count : index(Signal::engaged);
  for (std::size_t s = 0; s < signals; ++s) pooled.sums[s] += row.sums[s];
  if (aspect >= averaged_aspects) return;
  for (std::size_t s = 0; s < averaged_signals; ++s) {
    pooled.fast[s] += row.n * row.fast[s];
    pooled.slow[s] += row.n * row.slow[s];
  }
}

/// How four signals differ from everybody's, in log-odds, smoothed.
[[nodiscard]] FourInts lifts(Four sums, const std::array<float, 4>& prior, float n,
                             const std::array<float, 4>& odds) {
  return as_bytes(log_odds((sums + load(prior.data())) / (n + prior_showings)) - load(odds.data()));
}

constexpr std::uint8_t nothing = 128;  // the byte of 0

void put_averages(Glance& glance, const Pooled& pooled, const Lens& lens) {
  auto* out = glance.averages.data();
  for (std::size_t s = 0; s < averaged_signals; ++s) {
    const float usual = lens.rate[index(averaged[s])];
    *out++ = as_byte(pooled.fast[s] / pooled.n - usual);
    *out++ = as_byte(pooled.slow[s] / pooled.n - usual);
  }
}

}  // namespace

Lens::Lens(const Overall& overall) {
  std::array<float, signals_count> odds{};
  for (std::size_t s = 0; s < signals_count; ++s) {
    rate[s] = overall.rate(static_cast<Signal>(s));
    prior[s] = rate[s] * prior_showings;
    odds[s] = log_odds(rate[s]);
  }
  for (std::size_t s = 0; s < 4; ++s) {
    prior_front[s] = prior[s];
    odds_front[s] = odds[s];
  }
  prior_back = {prior[index(Signal::opened)], prior[index(Signal::engaged)], prior[index(Signal::negative)]};
  odds_back = {odds[index(Signal::opened)], odds[index(Signal::engaged)], odds[index(Signal::negative)]};
}

Glance glance_at(std::size_t aspect, std::span<const Row* const> rows, const Lens& lens) {
  Pooled pooled;
  for (const Row* row : rows)
    if (row != nullptr) add(pooled, *row, aspect);
  Glance glance;
  if (pooled.n == 0) {
    glance.rates.fill(nothing);
    glance.averages.fill(nothing);
    glance.rare.fill(nothing);
    glance.log_seconds = lens.rate[index(Signal::watch_log)];
    return glance;
  }
  const auto& sums = pooled.sums;
  const auto mean = [&](Signal signal) {
    return (sums[index(signal)] + lens.prior[index(signal)]) / (pooled.n + prior_showings);
  };
  static_assert(index(Signal::finish) == 0 && index(Signal::skip) == 3, "the first four are read at once");
  const FourInts front = lifts(load(sums.data()), lens.prior_front, pooled.n, lens.odds_front);
  const Four others{sums[index(Signal::opened)], sums[index(Signal::engaged)], sums[index(Signal::negative)],
                    0};
  const FourInts back = lifts(others, lens.prior_back, pooled.n, lens.odds_back);
  const auto byte = [](std::int32_t value) { return static_cast<std::uint8_t>(value); };
  glance.bucket = log_bucket(pooled.n, 1.5F);
  glance.log_seconds = mean(Signal::watch_log);
  glance.rates = {byte(back[0]),
                  byte(front[2]),
                  byte(front[1]),
                  byte(front[0]),
                  byte(front[3]),
                  as_byte(2.0F * (mean(Signal::watched) - lens.rate[index(Signal::watched)])),
                  as_byte(glance.log_seconds - lens.rate[index(Signal::watch_log)])};
  if (aspect < averaged_aspects) put_averages(glance, pooled, lens);
  if (aspect < rare_aspects) glance.rare = {byte(back[1]), byte(back[2])};
  return glance;
}

Glance glance_of(const Readings& readings, std::size_t aspect) {
  Glance glance;
  const auto* bytes = readings.bytes.data();
  std::copy_n(bytes + aspect * rates_per_aspect, glance.rates.size(), glance.rates.data());
  glance.bucket = readings.bucket(aspect);
  if (aspect < averaged_aspects)
    std::copy_n(bytes + first_average + aspect * glance.averages.size(), glance.averages.size(),
                glance.averages.data());
  if (aspect < rare_aspects) std::copy_n(bytes + first_rare + aspect * 2, 2, glance.rare.data());
  return glance;
}

std::uint64_t length_of(float duration_s) {
  return log_bucket(std::max(duration_s, 2.0F) * 0.5F - 1.0F, 2.2F);
}

float log_wanted(float duration_s) { return log2_exact(1.0F + std::min(long_view_s, duration_s)); }

std::uint8_t fit(float log_seconds, float log_wanted) { return as_byte(0.5F * (log_seconds - log_wanted)); }

Circumstances circumstances_of(const Impression& shown) {
  const float graph = 0.2F * log2_exact(shown.taste.graph * 4000.0F + 1.0F);
  return {.taste = {as_byte(shown.taste.topic), as_byte(shown.taste.session), as_byte(shown.taste.author),
                    as_byte(graph)},
          .buckets = {static_cast<std::uint8_t>(length_of(shown.duration_s)),
                      static_cast<std::uint8_t>(std::min<std::uint32_t>(shown.surface, 15)),
                      static_cast<std::uint8_t>(shown.at_s / 3600 % 24 / 2),
                      log_bucket(shown.age_s / 3600.0F, 1.3F), log_bucket(shown.gap_s, 0.8F),
                      static_cast<std::uint8_t>(std::clamp(graph * 8.0F, 0.0F, 15.0F)), again_bucket(shown),
                      lately_bucket(shown), last_two_bucket(shown)}};
}

std::uint64_t key_of(Aspect aspect, std::uint64_t a, std::uint64_t b) {
  const std::uint64_t kind = index(aspect) + 1;
  return base::mix64(base::mix64(a * 64 + kind) ^ base::mix64(b + kind)) | 1;
}

Keys keys_of(const Impression& shown) {
  Keys keys;
  std::size_t aspect = 0;
  const auto add_key = [&](Aspect of, std::uint64_t a, std::uint64_t b = 0) {
    while (aspect <= index(of)) keys.begins[aspect++] = static_cast<std::uint8_t>(keys.count);
    keys.list[keys.count++] = {key_of(of, a, b), of};
  };
  const auto add_tags = [&](Aspect of, auto key) {
    for (const std::uint64_t tag : shown.tags)
      if (tag != 0) key(of, tag);
  };
  const std::uint64_t length = length_of(shown.duration_s);
  const bool known = shown.viewer != 0;
  if (known) add_key(Aspect::viewer, shown.viewer);
  add_key(Aspect::video, shown.video);
  add_key(Aspect::author, shown.author);
  if (known)
    add_tags(Aspect::viewer_tag, [&](Aspect of, std::uint64_t tag) { add_key(of, shown.viewer, tag); });
  if (known) add_key(Aspect::viewer_author, shown.viewer, shown.author);
  add_tags(Aspect::tag, [&](Aspect of, std::uint64_t tag) { add_key(of, tag); });
  if (known) add_key(Aspect::viewer_duration, shown.viewer, length);
  add_key(Aspect::video_surface, shown.video, shown.surface);
  if (known) add_key(Aspect::viewer_surface, shown.viewer, shown.surface);
  add_key(Aspect::duration_surface, length, shown.surface);
  add_key(Aspect::hour_surface, shown.at_s / 3600 % 24, shown.surface);
  add_key(Aspect::author_surface, shown.author, shown.surface);
  add_tags(Aspect::tag_duration, [&](Aspect of, std::uint64_t tag) { add_key(of, tag, length); });
  if (shown.sound != 0) add_key(Aspect::sound, shown.sound);
  while (aspect <= aspects_count) keys.begins[aspect++] = static_cast<std::uint8_t>(keys.count);
  return keys;
}

Rows rows_of(const Table& table, const Impression& impression) {
  Rows found{.keys = keys_of(impression)};
  for (const auto& [key, aspect] : found.keys.all()) table.prefetch(key);
  for (std::size_t i = 0; i < found.keys.count; ++i) found.rows[i] = table.find(found.keys.list[i].key);
  return found;
}

Readings read(const Impression& impression, const Rows& rows, const Overall& overall) {
  const Lens lens{overall};
  const float wanted = log_wanted(impression.duration_s);
  Readings readings;
  auto* bytes = readings.bytes.data();
  for (std::size_t a = 0; a < aspects_count; ++a) {
    const Glance glance = glance_at(a, rows.of(a), lens);
    std::ranges::copy(glance.rates, bytes + a * rates_per_aspect);
    bytes[a * rates_per_aspect + glance.rates.size()] = fit(glance.log_seconds, wanted);
    bytes[numbers_count + a] = glance.bucket;
    if (a < averaged_aspects)
      std::ranges::copy(glance.averages, bytes + first_average + a * glance.averages.size());
    if (a < rare_aspects) std::ranges::copy(glance.rare, bytes + first_rare + a * glance.rare.size());
  }
  const Circumstances circumstances = circumstances_of(impression);
  std::ranges::copy(circumstances.taste, bytes + first_taste);
  std::ranges::copy(circumstances.buckets, bytes + numbers_count + aspects_count);
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
                                         ? log2_exact(1.0F + std::min(outcome.watched_s, 120.0F))
                                         : overall.rate(Signal::watch_log);
  const bool engaged = outcome.is(Head::share) || outcome.is(Head::follow) || outcome.is(Head::comment);
  values[index(Signal::engaged)] = engaged ? 1.0F : 0.0F;
  values[index(Signal::negative)] = of(Head::negative, Signal::negative);
  return values;
}

}  // namespace vitrine::learning
