#pragma once
// What to make from a source: which rungs, how the picture is turned and its light brought to what every
// screen shows, whether copying is enough. Pure: safe from any thread, same facts same plan.
//
// The ladder follows the short edge, never upscales, and keeps the shape: 360 at 350 kbit/s, 540 at 900,
// 720 at 1 800, 1080 at 3 500; a source between two steps also keeps its own size.
#include <chrono>
#include <string>
#include <vector>

#include "media/container.hpp"

namespace vitrine::media {

/// How bright code values are meant: ITU-R BT.709 and friends, BT.2100 PQ, BT.2100 HLG.
enum class Light { sdr, pq, hlg };
/// How colours are split into luma and two differences.
enum class Matrix { bt601, bt709, bt2020 };

/// What the decoder says about the first picture; the container's claims about colour are not believed.
struct Probe {
  int width = 0;  ///< as stored
  int height = 0;
  int sar_num = 1;  ///< shape of one pixel
  int sar_den = 1;
  std::string pixel_format;  ///< "yuv420p10le"
  bool full_range = false;
  Light light = Light::sdr;
  std::optional<Matrix> matrix;  ///< none: not said
  bool wide_gamut = false;       ///< BT.2020 primaries
  bool interlaced = false;
  double frames_per_second = 0;
  model::Millis start{0};  ///< when the first picture is shown
};

struct RungPlan {
  int width = 0;
  int height = 0;
  int rate_bits = 0;                 ///< the most the picture may take, a second
  double frames_per_second_max = 0;  ///< 0: as the source
  auto operator<=>(const RungPlan&) const = default;
};

struct Plan {
  std::vector<RungPlan> rungs;  ///< ascending; never empty
  int width = 0;                ///< of the largest picture, upright: everything is scaled to this first
  int height = 0;
  Turn turn;
  Light light = Light::sdr;
  Matrix matrix = Matrix::bt709;
  bool full_range = false;
  bool wide_gamut = false;
  bool interlaced = false;
  bool copy_first = false;  ///< the source plays as it is: copy it, so that it is playable at once
  bool keep_copy = false;   ///< and the copy is as good as the top rung would be: that need not be made
};

[[nodiscard]] Plan make_plan(const Inspected& source, const Probe& probe);

/// A stretch of the clip that one process decodes and makes in every rung: pictures shown from `from` on and
/// before `to`; none: up to the last.
struct Slice {
  model::Millis from{0};
  std::optional<model::Millis> to;
  auto operator<=>(const Slice&) const = default;
};

/// No process may use more: the sandbox ends it there (RLIMIT_CPU). A second below the ten we promise, for
/// the kernel looks only at its ticks.
inline constexpr int process_seconds_max = 9;
/// Measuring and encoding the sound are one process each: loudness and AAC look at the whole of it. It costs
/// about 1.5 s a minute on a busy core, so beyond four minutes of clip it may have longer.
[[nodiscard]] constexpr int sound_seconds_max(model::Millis duration) {
  const auto minutes = static_cast<int>(duration / std::chrono::minutes{1});
  return process_seconds_max + (minutes > 4 ? 3 * (minutes - 4) : 0);
}
/// What a slice is planned for. The guess may be wrong by a factor of two (busy machine, hard pictures); if
/// it is wrong by more, the slice is ended, halved and made again.
inline constexpr double slice_seconds_planned = 4.5;
/// Not cut finer: then the file is too heavy. 125 ms of the heaviest source we take are 38 pictures.
inline constexpr model::Millis slice_min{125};

/// Processor seconds that one second of the clip costs, and those to decode from one key picture to the next
/// (what a slice may have to do before its own first picture).
struct Cost {
  double per_second = 0;
  double lead_in = 0;
};
[[nodiscard]] Cost estimate(const Inspected& source, const Plan& plan, const Probe& probe);

/// Cuts the clip on whole seconds, where rungs have their key pictures (finer only when a second is too
/// much), so that each slice stays near `slice_seconds_planned` and `workers` of them end together.
[[nodiscard]] std::vector<Slice> plan_slices(Cost cost, model::Millis duration, int workers);

/// The picture as it is seen: square pixels, turned upright. At least 1x1.
struct Shape {
  int width = 0;
  int height = 0;
};
[[nodiscard]] Shape shown(const Inspected& source, const Probe& probe);

/// `shape` with its short edge at most `short_edge` and its long edge at most 1920; even numbers, never
/// larger.
[[nodiscard]] Shape fit(Shape shape, int short_edge);

/// -14 LUFS, what people are used to from other platforms, within what clipping and noise allow.
inline constexpr double loudness_target_lufs = -14;
/// Decibels to add to sound measured at `lufs`; 0 for silence and for what is near enough.
[[nodiscard]] double gain_db(double lufs);

}  // namespace vitrine::media
