#include "learning/readings.hpp"

#include <cmath>

#include "learning/numeric.hpp"
#include "model/feed_event.hpp"

namespace vitrine::learning {
namespace {

static_assert(readings_count <= model::events::features_max, "a Shown event carries every reading");

// A rate is believed once about this many showings stand behind it.
constexpr float prior_showings = 6;

constexpr std::array<Signal, 5> rates{Signal::opened, Signal::like, Signal::long_view, Signal::finish,
                                      Signal::skip};

[[nodiscard]] std::uint8_t as_byte(float x) {
  const float scaled = x * 32.0F + 128.5F;
  return static_cast<std::uint8_t>(std::clamp(scaled, 0.0F, 255.0F));
}

/// Buckets of doubling width: 0, 1, 1.6, 2.5 ...: `per_octave` steps for each doubling.
[[nodiscard]] std::uint8_t log_bucket(float x, float per_octave) {
  const float step = log2_exact(std::max(x, 0.0F) + 1.0F) * per_octave;
  return static_cast<std::uint8_t>(std::clamp(step, 0.0F, 15.0F));
}

[[nodiscard]] std::uint64_t duration_bucket(float duration_s) {
  return log_bucket(std::max(duration_s, 2.0F) * 0.5F - 1.0F, 2.2F);
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

void add(Pooled& pooled, const Row& row) {
  pooled.n += row.n;
  for (std::size_t s = 0; s < signals_count; ++s) pooled.sums[s] += row.sums[s];
  for (std::size_t s = 0; s < averaged_signals; ++s) {
    pooled.fast[s] += row.n * row.fast[s];
    pooled.slow[s] += row.n * row.slow[s];
  }
}

/// Smoothed log-odds of a signal against everybody's.
[[nodiscard]] float lift(const Pooled& pooled, Signal signal, const Overall& overall, float overall_odds) {
  const float prior = overall.rate(signal) * prior_showings;
  return log_odds((pooled.sums[index(signal)] + prior) / (pooled.n + prior_showings)) - overall_odds;
}

class Reader {
 public:
  Reader(const Impression& impression, const Overall& overall) : impression_(impression), overall_(overall) {
    for (std::size_t s = 0; s < signals_count; ++s) odds_[s] = log_odds(overall.rate(static_cast<Signal>(s)));
  }

  void aspect(std::size_t a, const Pooled& pooled) {
    readings_.bytes[numbers_count + a] = log_bucket(pooled.n, 1.5F);
    std::uint8_t* out = &readings_.bytes[a * rates_per_aspect];
    if (pooled.n == 0) {
      std::fill_n(out, rates_per_aspect - 1, std::uint8_t{128});
      out[7] = as_byte(fit(overall_.rate(Signal::watch_log)));
    } else {
      for (const Signal signal : rates)
        *out++ = as_byte(lift(pooled, signal, overall_, odds_[index(signal)]));
      const float share = mean(pooled, Signal::watched);
      const float log_seconds = mean(pooled, Signal::watch_log);
      *out++ = as_byte(2.0F * (share - overall_.rate(Signal::watched)));
      *out++ = as_byte(log_seconds - overall_.rate(Signal::watch_log));
      *out++ = as_byte(fit(log_seconds));
    }
    if (a < averaged_aspects) averages(a, pooled);
    if (a < rare_aspects) rare(a, pooled);
  }

  void context() {
    std::uint8_t* taste = &readings_.bytes[first_taste];
    const float graph = 0.2F * log2_exact(impression_.taste.graph * 4000.0F + 1.0F);
    taste[0] = as_byte(impression_.taste.topic);
    taste[1] = as_byte(impression_.taste.session);
    taste[2] = as_byte(impression_.taste.author);
    taste[3] = as_byte(graph);
    std::uint8_t* out = &readings_.bytes[numbers_count + aspects_count];
    *out++ = static_cast<std::uint8_t>(duration_bucket(impression_.duration_s));
    *out++ = static_cast<std::uint8_t>(std::min<std::uint32_t>(impression_.surface, 15));
    *out++ = static_cast<std::uint8_t>(impression_.at_s / 3600 % 24 / 2);
    *out++ = log_bucket(impression_.age_s / 3600.0F, 1.3F);
    *out++ = log_bucket(impression_.gap_s, 0.8F);
    *out++ = static_cast<std::uint8_t>(std::clamp(graph * 8.0F, 0.0F, 15.0F));
    *out++ = again_bucket(impression_);
    *out++ = lately_bucket(impression_);
    *out = last_two_bucket(impression_);
  }

  [[nodiscard]] const Readings& readings() const { return readings_; }

 private:
  [[nodiscard]] float mean(const Pooled& pooled, Signal signal) const {
    return (pooled.sums[index(signal)] + prior_showings * overall_.rate(signal)) /
           (pooled.n + prior_showings);
  }
  /// How long this aspect is usually watched, against how long a view of this video has to be to count as
  /// long.
  [[nodiscard]] float fit(float log_seconds) const {
    return 0.5F * (log_seconds - log2_exact(1.0F + std::min(long_view_s, impression_.duration_s)));
  }
  void averages(std::size_t a, const Pooled& pooled) {
    std::uint8_t* out = &readings_.bytes[first_average + a * averaged_signals * 2];
    for (std::size_t s = 0; s < averaged_signals; ++s) {
      const float usual = overall_.rate(averaged[s]);
      *out++ = pooled.n > 0 ? as_byte(pooled.fast[s] / pooled.n - usual) : 128;
      *out++ = pooled.n > 0 ? as_byte(pooled.slow[s] / pooled.n - usual) : 128;
    }
  }
  void rare(std::size_t a, const Pooled& pooled) {
    std::uint8_t* out = &readings_.bytes[first_rare + a * 2];
    for (const Signal signal : {Signal::engaged, Signal::negative})
      *out++ = pooled.n > 0 ? as_byte(lift(pooled, signal, overall_, odds_[index(signal)])) : 128;
  }

  const Impression& impression_;
  const Overall& overall_;
  std::array<float, signals_count> odds_{};
  Readings readings_;
};

}  // namespace

std::uint64_t key_of(Aspect aspect, std::uint64_t a, std::uint64_t b) {
  const std::uint64_t kind = index(aspect) + 1;
  return base::mix64(base::mix64(a * 64 + kind) ^ base::mix64(b + kind)) | 1;
}

Keys keys_of(const Impression& shown) {
  Keys keys;
  const auto add_key = [&](Aspect aspect, std::uint64_t a, std::uint64_t b = 0) {
    keys.list[keys.count++] = {key_of(aspect, a, b), aspect};
  };
  const std::uint64_t length = duration_bucket(shown.duration_s);
  const std::uint64_t hour = shown.at_s / 3600 % 24;
  add_key(Aspect::video, shown.video);
  add_key(Aspect::author, shown.author);
  add_key(Aspect::video_surface, shown.video, shown.surface);
  add_key(Aspect::author_surface, shown.author, shown.surface);
  add_key(Aspect::duration_surface, length, shown.surface);
  add_key(Aspect::hour_surface, hour, shown.surface);
  if (shown.sound != 0) add_key(Aspect::sound, shown.sound);
  for (const std::uint64_t tag : shown.tags) {
    if (tag == 0) continue;
    add_key(Aspect::tag, tag);
    add_key(Aspect::tag_duration, tag, length);
    if (shown.viewer != 0) add_key(Aspect::viewer_tag, shown.viewer, tag);
  }
  if (shown.viewer != 0) {
    add_key(Aspect::viewer, shown.viewer);
    add_key(Aspect::viewer_author, shown.viewer, shown.author);
    add_key(Aspect::viewer_duration, shown.viewer, length);
    add_key(Aspect::viewer_surface, shown.viewer, shown.surface);
  }
  return keys;
}

Rows rows_of(const Table& table, const Impression& impression) {
  Rows found{.keys = keys_of(impression)};
  for (const auto& [key, aspect] : found.keys.all()) table.prefetch(key);
  for (std::size_t i = 0; i < found.keys.count; ++i) found.rows[i] = table.find(found.keys.list[i].key);
  return found;
}

Readings read(const Impression& impression, const Rows& rows, const Overall& overall) {
  std::array<Pooled, aspects_count> pooled;
  for (std::size_t i = 0; i < rows.keys.count; ++i)
    if (rows.rows[i] != nullptr) add(pooled[index(rows.keys.list[i].aspect)], *rows.rows[i]);
  Reader reader{impression, overall};
  for (std::size_t a = 0; a < aspects_count; ++a) reader.aspect(a, pooled[a]);
  reader.context();
  return reader.readings();
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
