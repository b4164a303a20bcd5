#include "media/montage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vitrine::media {

namespace {

// Chroma lies on every second picture element: odd places would be moved by whoever renders.
int even(double value) { return static_cast<int>(std::floor(value / 2 + 0.5)) * 2; }

struct Axis {
  int crop, crop_length, at, length;
};

// One direction of a placing: a source of `source` is `factor` as large in a frame of `frame`.
Axis lay(int source, int frame, double factor, int place) {
  const double share = static_cast<double>(place) / edit_whole;
  if (source * factor >= frame) {
    const int seen = std::clamp(even(frame / factor), 2, source / 2 * 2);
    return {std::clamp(even((source - seen) * share), 0, (source - seen) / 2 * 2), seen, 0, frame};
  }
  const int length = std::clamp(even(source * factor), 2, frame);
  return {0, source / 2 * 2, std::clamp(even((frame - length) * share), 0, frame - length), length};
}

double factor_of(const Placing& placing, Shape source, Shape frame) {
  const double across = static_cast<double>(frame.width) / source.width;
  const double down = static_cast<double>(frame.height) / source.height;
  return (placing.fill ? std::max(across, down) : std::min(across, down)) * placing.zoom / 100;
}

struct Ratio {
  int wide, high;
};
Ratio ratio_of(FrameShape shape) {
  switch (shape) {
    case FrameShape::portrait:
      return {9, 16};
    case FrameShape::four_by_five:
      return {4, 5};
    case FrameShape::square:
      return {1, 1};
    case FrameShape::landscape:
      return {16, 9};
  }
  return {9, 16};
}

Shape frame_with(Ratio ratio, double short_edge) {
  const int edge = even(short_edge);
  const int small = std::min(ratio.wide, ratio.high), large = std::max(ratio.wide, ratio.high);
  const int other = even(static_cast<double>(edge) * large / small);
  return ratio.wide < ratio.high ? Shape{edge, other} : Shape{other, edge};
}

constexpr int short_edge_min = 360, short_edge_max = 1080;

}  // namespace

Geometry geometry(const Placing& placing, Shape source, Shape frame) {
  const double factor = factor_of(placing, source, frame);
  const auto across = lay(source.width, frame.width, factor, placing.x);
  const auto down = lay(source.height, frame.height, factor, placing.y);
  return {across.crop, down.crop, across.crop_length, down.crop_length,
          across.at,   down.at,   across.length,      down.length};
}

Stage stage_of(const EditList& edit, Shape frame) {
  if (!edit.remix || edit.remix->kind != RemixKind::duet) return {{0, 0, frame.width, frame.height}};
  const int width = even(static_cast<double>(frame.width) / 2);
  const int height = std::min(frame.height, even(static_cast<double>(width) * 16 / 9));
  const int y = even(static_cast<double>(frame.height - height) / 2);
  return {{0, y, width, height}, Area{frame.width - width, y, width, height}};
}

Area box_of(const EditText& text, Shape frame) {
  const auto part = [](int of, int whole) { return static_cast<double>(of) * whole / edit_whole; };
  Area box{.width = std::max(2, even(part(text.width, frame.width))),
           .height = std::max(2, even(part(text.height, frame.height)))};
  box.x = even(part(text.x, frame.width) - static_cast<double>(box.width) / 2);
  box.y = even(part(text.y, frame.height) - static_cast<double>(box.height) / 2);
  return box;
}

Shape frame_of(const EditList& edit, std::span<const Shape> sources) {
  const auto ratio = ratio_of(edit.shape);
  const auto whole = stage_of(edit, frame_with(ratio, short_edge_max)).own;
  const Shape unit{whole.width, whole.height};
  double edge = short_edge_min;
  // In a frame of the largest size a clip is enlarged by this factor; so much smaller it is sharp.
  for (const auto& clip : edit.clips)
    edge = std::max(edge, short_edge_max / factor_of(clip.placing, sources[clip.source], unit));
  return frame_with(ratio, std::min<double>(short_edge_max, edge));
}

std::int64_t picture_at(const EditList& edit, std::int64_t ms) { return (ms * edit.rate + 999) / 1000; }

std::int64_t pictures(const EditList& edit) { return picture_at(edit, length_ms(edit)); }

std::vector<Piece> pieces(const EditList& edit, std::int64_t from, std::int64_t to) {
  std::vector<Piece> found;
  std::int64_t begin_ms = 0;
  for (std::size_t i = 0; i < edit.clips.size(); ++i) {
    const auto& clip = edit.clips[i];
    const auto end_ms = begin_ms + clip_ms(clip);
    const auto first = std::max(from, picture_at(edit, begin_ms));
    const auto after = std::min(to, picture_at(edit, end_ms));
    if (first < after) {
      const double into = static_cast<double>(first) * 1000 / edit.rate - static_cast<double>(begin_ms);
      found.push_back({i, first, after - first, static_cast<double>(clip.from_ms) + into * clip.speed / 100});
    }
    begin_ms = end_ms;
  }
  return found;
}

bool has_sound(const Montage& montage) {
  const auto heard = [&](const EditClip& clip) {
    return clip.volume > 0 && montage.sources[clip.source].about.audio;
  };
  const auto& remix = montage.edit.remix;
  const bool beside = remix && remix->kind != RemixKind::stitch && remix->volume > 0 &&
                      montage.sources[remix->source].about.audio;
  return beside || std::ranges::any_of(montage.edit.clips, heard) ||
         (montage.voice && montage.edit.voice && montage.edit.voice->volume > 0);
}

Inspected result_facts(const Montage& montage) {
  Inspected facts;
  auto& video = facts.video;
  // As costly to decode as the largest source.
  for (const auto& source : montage.sources) {
    const auto& one = source.about.video;
    if (std::int64_t{one.width} * one.height > std::int64_t{video.width} * video.height)
      video.width = one.width, video.height = one.height;
    video.keyframe_gap_max = std::max(video.keyframe_gap_max, one.keyframe_gap_max);
  }
  video.frames = pictures(montage.edit);
  facts.duration = model::Millis{video.frames * 1000 / montage.edit.rate};
  video.duration = facts.duration;
  if (has_sound(montage)) facts.audio = AudioTrack{.codec = AudioCodec::aac, .channels = 2, .rate_hz = 48000};
  return facts;
}

Probe result_probe(const Montage& montage) {
  Probe probe;
  probe.width = montage.frame.width;
  probe.height = montage.frame.height;
  probe.pixel_format = "yuv420p";
  probe.matrix = Matrix::bt709;
  probe.frames_per_second = montage.edit.rate;
  return probe;
}

base::Result<void> check_within(const EditList& edit, std::span<const std::int64_t> durations_ms) {
  constexpr std::int64_t picture_ms = 50;
  for (std::size_t i = 0; i < edit.clips.size(); ++i)
    if (edit.clips[i].to_ms > durations_ms[edit.clips[i].source] + picture_ms)
      return base::fail(base::Fault::invalid_input, "edit_outside",
                        fmt::format("Clip {} of the edit goes on after the end of its source.", i + 1));
  if (edit.remix && edit.remix->kind != RemixKind::stitch &&
      edit.remix->from_ms >= durations_ms[edit.remix->source])
    return base::fail(base::Fault::invalid_input, "edit_outside",
                      "The other clip is over before yours begins.");
  return {};
}

}  // namespace vitrine::media
