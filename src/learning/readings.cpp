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

/// Four numbers in the steps that a byte can tell.
[[nodiscard]] Four stepped(Four x) {
  const auto bytes = __builtin_convertvector(clamp(x * 32.0F + 128.5F, 0.0F, 255.0F), FourInts);
  return __builtin_convertvector(bytes - 128, Four) * (1.0F / 32.0F);
}
/// The bytes that stand for such numbers.
[[nodiscard]] FourInts bytes_of(Four numbers) {
  return __builtin_convertvector(numbers * 32.0F + 128.0F, FourInts);
}

/// The same of four.
[[nodiscard]] FourInts log_buckets(Four x, float per_octave) {
  return __builtin_convertvector(clamp(log2_exact(clamp(x, 0.0F, 1e9F) + 1.0F) * per_octave, 0.0F, 15.0F),
                                 FourInts);
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

}  // namespace

Lens::Lens(const Overall& overall) {
  for (std::size_t s = 0; s < signals_count; ++s) {
    rate[s] = overall.rate(static_cast<Signal>(s));
    prior[s] = rate[s] * prior_showings;
  }
  const auto odds_of = [&](const std::array<Signal, 4>& signals) {
    Four yes;
    for (std::size_t i = 0; i < 4; ++i) yes[i] = prior[index(signals[i])];
    const Four four = log_odds(yes, prior_showings - yes);
    for (std::size_t i = 0; i < 4; ++i) odds[index(signals[i])] = four[i];
  };
  odds_of({Signal::finish, Signal::long_view, Signal::like, Signal::skip});
  odds_of({Signal::opened, Signal::engaged, Signal::negative, Signal::negative});
}

Glances glance_at(const std::array<const Row*, 4>& rows, const Lens& lens, Extent extent) {
  const auto four = [&](auto field) {
    return Four{field(*rows[0]), field(*rows[1]), field(*rows[2]), field(*rows[3])};
  };
  const Four n = four([](const Row& row) { return row.n; });
  const Four mixed = n + prior_showings;
  const auto sum = [&](Signal signal) {
    const std::size_t s = index(signal);
    return four([s](const Row& row) { return row.sums[s]; }) + lens.prior[s];
  };
  const auto lift = [&](Signal signal) {  // how it differs from everybody's, in log-odds
    const Four yes = sum(signal);
    return stepped(log_odds(yes, mixed - yes) - lens.odds[index(signal)]);
  };
  Glances seen;
  seen.bucket = log_buckets(n, 1.5F);
  seen.log_seconds = sum(Signal::watch_log) / mixed;
  seen.rates = {lift(Signal::opened),
                lift(Signal::like),
                lift(Signal::long_view),
                lift(Signal::finish),
                lift(Signal::skip),
                stepped(2.0F * (sum(Signal::watched) / mixed - lens.rate[index(Signal::watched)])),
                stepped(seen.log_seconds - lens.rate[index(Signal::watch_log)])};
  if (extent == Extent::rates) return seen;
  seen.rare = {lift(Signal::engaged), lift(Signal::negative)};
  if (extent == Extent::rates_and_rare) return seen;
  for (std::size_t s = 0; s < averaged_signals; ++s) {
    const float usual = lens.rate[index(averaged[s])];
    const auto put = [&](Four& into, Four average) { into = n > 0.0F ? stepped(average - usual) : Four{}; };
    put(seen.averages[2 * s], four([s](const Row& row) { return row.averages[s]; }));
    put(seen.averages[2 * s + 1], four([s](const Row& row) { return row.averages[averaged_signals + s]; }));
  }
  return seen;
}

Glances glances_of(const Readings& readings, std::size_t aspect) {
  Glances seen;
  const auto take = [&](auto& numbers, std::size_t first) {
    for (Four& number : numbers) number[0] = readings.number(first++);
  };
  take(seen.rates, aspect * rates_per_aspect);
  if (aspect < averaged_aspects) take(seen.averages, first_average + aspect * seen.averages.size());
  if (aspect < rare_aspects) take(seen.rare, first_rare + aspect * seen.rare.size());
  seen.bucket[0] = readings.bucket(aspect);
  return seen;
}

const Row& pooled(std::span<const Row* const> rows, Extent extent, Row& space) {
  static const Row nothing;
  const Row* only = &nothing;
  for (const Row* row : rows) {
    if (row == nullptr) continue;
    if (only == &nothing) {
      only = row;
      continue;
    }
    if (only != &space) space = *only;
    only = &space;
    const float share = row->n / (space.n + row->n);
    space.n += row->n;
    for (std::size_t s = 0; s < signals_count; ++s) space.sums[s] += row->sums[s];
    for (std::size_t h = 0; h < leaning_heads; ++h) space.lean[h] += row->lean[h];
    if (extent != Extent::everything) continue;
    for (std::size_t i = 0; i < row->averages.size(); ++i)
      space.averages[i] += share * (row->averages[i] - space.averages[i]);
  }
  return *only;
}

std::uint64_t length_of(float duration_s) {
  return log_bucket(std::max(duration_s, 2.0F) * 0.5F - 1.0F, 2.2F);
}

float log_wanted(float duration_s) { return log2_exact(1.0F + std::min(long_view_s, duration_s)); }

std::uint8_t fit(float log_seconds, float log_wanted) { return as_byte(0.5F * (log_seconds - log_wanted)); }
Four fit(Four log_seconds, float log_wanted) { return stepped(0.5F * (log_seconds - log_wanted)); }

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
    for (std::size_t i = 0; i < shown.tags.size(); ++i) {
      const std::uint64_t tag = shown.tags[i];
      const auto before = std::span{shown.tags}.first(i);
      if (tag != 0 && std::ranges::find(before, tag) == before.end())
        key(of, tag);  // a foreign log may repeat
    }
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

Rows rows_of(const Table& table, const Keys& keys) {
  Rows found{.keys = keys};
  for (std::size_t i = 0; i < keys.count; ++i) found.rows[i] = table.find(keys.list[i].key);
  return found;
}

Rows rows_of(const Table& table, const Impression& impression) {
  const Keys keys = keys_of(impression);
  for (const auto& [key, aspect] : keys.all()) table.prefetch_to_read(key, true);
  return rows_of(table, keys);
}

Readings read(const Impression& impression, const Rows& rows, const Overall& overall) {
  return read(impression, rows, Lens{overall});
}

Readings read(const Impression& impression, const Rows& rows, const Lens& lens) {
  constexpr std::size_t at_once = 4;
  const float wanted = log_wanted(impression.duration_s);
  Readings readings;
  auto* bytes = readings.bytes.data();
  std::array<Row, at_once> spaces;
  static const Row nothing;
  for (std::size_t first = 0; first < aspects_count; first += at_once) {
    const Extent extent = extent_of(first);
    std::array<const Row*, at_once> four{&nothing, &nothing, &nothing, &nothing};
    for (std::size_t i = 0; i < std::min(at_once, aspects_count - first); ++i)
      four[i] = &pooled(rows.of(first + i), extent, spaces[i]);
    const Glances seen = glance_at(four, lens, extent);
    const auto put = [&](FourInts values, std::size_t at, std::size_t apart, std::size_t end) {
      for (std::size_t i = 0; i < at_once && at < end; ++i, at += apart)
        bytes[at] = static_cast<std::uint8_t>(values[i]);
    };
    const auto put_all = [&](const auto& numbers, std::size_t begin, std::size_t apart, std::size_t end) {
      for (std::size_t i = 0; i < numbers.size(); ++i)
        put(bytes_of(numbers[i]), begin + first * apart + i, apart, end);
    };
    put_all(seen.rates, 0, rates_per_aspect, first_average);
    put(bytes_of(fit(seen.log_seconds, wanted)), (first + 1) * rates_per_aspect - 1, rates_per_aspect,
        first_average);
    put(seen.bucket, numbers_count + first, 1, numbers_count + aspects_count);
    put_all(seen.averages, first_average, seen.averages.size(), first_rare);
    put_all(seen.rare, first_rare, seen.rare.size(), first_taste);
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
