#include "media/plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::media {

namespace {

struct Step {
  int short_edge;
  int rate_bits;
};
constexpr std::array ladder{Step{360, 350'000}, Step{540, 900'000}, Step{720, 1'800'000},
                            Step{1080, 3'500'000}};
constexpr int long_edge_max = 1920;

// A source is worth a rung of its own when it is this much larger than the step below it.
constexpr double own_rung_factor = 1.15;

// Copying: what browsers play smoothly while the ladder is made (one buffer of 4 s at 8 Mbit/s is 4 MB) ...
constexpr std::int64_t copy_rate_max = 8'000'000;
constexpr std::int64_t copy_gap_max_ms = 4000;
// ... and what is good enough to stay: near the ladder's own rate, and seekable nearly as finely.
constexpr double keep_rate_factor = 1.5;
constexpr std::int64_t keep_gap_max_ms = 2000;

// Down, so that nothing is made larger; a hair of tolerance for what was even before the division.
int even(double value) { return std::max(16, static_cast<int>((value + 0.01) / 2) * 2); }

// The ladder's rates are for 16:9; between its steps rates grow with the picture's area.
int rate_for(Shape shape) {
  const auto area = static_cast<double>(shape.width) * shape.height;
  const auto step_area = [](const Step& step) { return step.short_edge * step.short_edge * 16.0 / 9.0; };
  if (area <= step_area(ladder.front()))
    return static_cast<int>(std::max(100'000.0, ladder.front().rate_bits * area / step_area(ladder.front())));
  for (std::size_t i = 1; i < ladder.size(); ++i) {
    if (area > step_area(ladder[i])) continue;
    const auto low = step_area(ladder[i - 1]), high = step_area(ladder[i]);
    const auto part = (area - low) / (high - low);
    return static_cast<int>(ladder[i - 1].rate_bits + part * (ladder[i].rate_bits - ladder[i - 1].rate_bits));
  }
  return ladder.back().rate_bits;
}

// Sixty pictures a second is what screens show; the small rungs are for thin lines and small screens.
double frame_cap(int short_edge, double source) {
  if (source > 32 && short_edge < 720) return std::min(30.0, source / 2);
  return source > 60.5 ? 60 : 0;
}

std::int64_t rate_of(const Inspected& source) {
  return source.video.bytes * 8 * 1000 / std::max<std::int64_t>(1, source.duration.count());
}

bool may_copy(const Inspected& source, const Probe& probe, Shape seen) {
  const auto& text = source.video.codec_text;
  const bool profile =
      text.starts_with("avc1.42") || text.starts_with("avc1.4d") || text.starts_with("avc1.64");
  return source.container == Container::mp4 && source.video.codec == VideoCodec::h264 && profile &&
         !source.video.trimmed && source.video.turn == Turn{} && probe.pixel_format == "yuv420p" &&
         !probe.full_range && probe.light == Light::sdr && !probe.wide_gamut && !probe.interlaced &&
         probe.sar_num == probe.sar_den && probe.start.count() == 0 && probe.frames_per_second <= 60.5 &&
         std::min(seen.width, seen.height) <= 1080 && std::max(seen.width, seen.height) <= long_edge_max &&
         source.video.keyframe_gap_max.count() <= copy_gap_max_ms && rate_of(source) <= copy_rate_max &&
         source.video.frames > 1;
}

}  // namespace

Shape shown(const Inspected& source, const Probe& probe) {
  const double wide = static_cast<double>(probe.width) * probe.sar_num / std::max(1, probe.sar_den);
  Shape shape{std::max(1, static_cast<int>(std::lround(wide))), std::max(1, probe.height)};
  if (source.video.turn.quarters % 2 == 1) std::swap(shape.width, shape.height);
  return shape;
}

Shape fit(Shape shape, int short_edge) {
  const double small = std::min(shape.width, shape.height), large = std::max(shape.width, shape.height);
  const auto factor = std::min({1.0, short_edge / small, long_edge_max / large});
  return {even(shape.width * factor), even(shape.height * factor)};
}

Plan make_plan(const Inspected& source, const Probe& probe) {
  const auto seen = shown(source, probe);
  const auto top = fit(seen, ladder.back().short_edge);
  const int short_edge = std::min(top.width, top.height);
  Plan plan;
  plan.turn = source.video.turn;
  plan.light = probe.light;
  plan.full_range = probe.full_range;
  plan.wide_gamut = probe.wide_gamut;
  plan.interlaced = probe.interlaced;
  // Unsaid matrices follow the rule every player uses: high definition is BT.709, the rest BT.601.
  const bool high_definition = static_cast<std::int64_t>(probe.width) * probe.height >= 1280 * 720;
  plan.matrix = probe.matrix.value_or(high_definition ? Matrix::bt709 : Matrix::bt601);
  const auto add = [&](Shape shape) {
    plan.rungs.push_back({shape.width, shape.height, rate_for(shape),
                          frame_cap(std::min(shape.width, shape.height), probe.frames_per_second)});
  };
  int below = 0;
  for (const auto& step : ladder) {
    if (step.short_edge > short_edge) break;
    add(fit(seen, step.short_edge));
    below = step.short_edge;
  }
  if (below == 0 || short_edge > below * own_rung_factor) add(top);
  plan.width = plan.rungs.back().width;
  plan.height = plan.rungs.back().height;
  plan.copy_first = may_copy(source, probe, seen);
  plan.keep_copy = plan.copy_first && source.video.keyframe_gap_max.count() <= keep_gap_max_ms &&
                   static_cast<double>(rate_of(source)) <= plan.rungs.back().rate_bits * keep_rate_factor;
  return plan;
}

// Measured on two busy cores with hard pictures (ffmpeg 5.1, one thread), nanoseconds a pixel.
double decoding_ns(VideoCodec codec) {
  switch (codec) {
    case VideoCodec::h264:
    case VideoCodec::vp8:
      return 4.5;
    case VideoCodec::hevc:
    case VideoCodec::vp9:
    case VideoCodec::av1:
      return 6;
  }
  return 6;
}
constexpr double scaling_ns = 2, encoding_ns = 20, light_ns = 45;

Cost estimate(const Inspected& source, const Plan& plan, const Probe& probe) {
  const auto pixels = static_cast<double>(source.video.width) * source.video.height;
  const auto shown = std::min(60.0, probe.frames_per_second);
  const auto decode = probe.frames_per_second * pixels * decoding_ns(source.video.codec) / 1e9;
  const bool plain = plan.light == Light::sdr && !plan.wide_gamut;
  auto other = shown * (pixels * scaling_ns + (plain ? 0 : plan.width * plan.height * light_ns));
  for (const auto& rung : plan.rungs) {
    const auto rate = rung.frames_per_second_max > 0 ? std::min(shown, rung.frames_per_second_max) : shown;
    other += rate * rung.width * rung.height * encoding_ns;
  }
  const auto gap_s = static_cast<double>(source.video.keyframe_gap_max.count()) / 1000;
  return {decode + other / 1e9, decode * gap_s};
}

std::vector<Slice> plan_slices(Cost cost, model::Millis duration, int workers) {
  // However long the lead-in, some of the time goes into the slice itself.
  const auto room = std::max(slice_seconds_planned / 3, slice_seconds_planned - cost.lead_in);
  const auto seconds = room / std::max(cost.per_second, 1e-6);
  std::int64_t length = 1000;
  if (seconds < 1)
    while (length > slice_min.count() && static_cast<double>(length) > seconds * 1000) length /= 2;
  const auto whole = std::max<std::int64_t>(1, duration.count());
  if (seconds >= 1) {
    const auto longest = static_cast<double>(whole) / 1000;
    auto count = static_cast<std::int64_t>(std::ceil(longest / std::min(seconds, longest)));
    count = (count + workers - 1) / workers * workers;
    length = (whole + count * 1000 - 1) / (count * 1000) * 1000;
  }
  std::vector<Slice> slices;
  for (std::int64_t at = 0; at < whole; at += length)
    slices.push_back({model::Millis{at}, model::Millis{at + length}});
  slices.back().to = std::nullopt;
  return slices;
}

double gain_db(double lufs) {
  if (lufs < -50) return 0;  // silence, or noise nobody wants louder
  const auto gain = std::clamp(loudness_target_lufs - lufs, -20.0, 12.0);
  return std::abs(gain) < 0.5 ? 0 : gain;
}

}  // namespace vitrine::media
