#pragma once
// What the pipeline asks of the world: somebody who can decode and encode. Implemented by adapters/ffmpeg,
// each call one process in the sandbox; ScriptedConverter in the tests.
//
// Every call writes only into the `into` directory it is given (made if absent), blocks, may be ended by
// `stop` within a second, and leaves nothing running. Thread-safe.
// probe() and copy() are for files only; loudness(), sound(), slice() and stills() take edits as well.
//
// Errors, all calls: corrupt_input "undecodable" (the file is bad), over_limit "too_heavy" (it wanted more
// than `process_seconds_max` or the memory a process may have), not_available "sandbox" (ours: the tools or
// the sandbox do not work; "interrupted": somebody kills its processes), not_available "stopped".
#include <functional>
#include <optional>
#include <span>
#include <stop_token>

#include "media/montage.hpp"
#include "media/picture.hpp"
#include "media/plan.hpp"

namespace vitrine::media {

/// A foreign file and what the walk found: which demuxer, which decoders, which streams may be used. Or an
/// edit of files of ours, `montage`: then there is no `file`, and `about` says what it will be.
struct Source {
  std::filesystem::path file;
  Inspected about;
  std::shared_ptr<const Montage> montage = nullptr;
};

struct Loudness {
  double lufs = 0;     ///< integrated, ITU-R BS.1770
  double peak_db = 0;  ///< of samples, full scale 0
};

struct Stills {
  std::filesystem::path poster;  ///< WebP
  int thumb_width = 0;
  int thumb_height = 0;
  base::Bytes thumb_rgba;
};

/// A copied rung and, from the same run, the same pictures as one faststart MP4.
struct Copied {
  std::filesystem::path rung;
  std::filesystem::path whole;
};

/// Eight a second for half an hour: longer than the longest clip.
inline constexpr std::size_t print_items_max = 16 * 1024;

class Converter {
 public:
  using Fraction = std::function<void(double done)>;  ///< 0..1, rising
  virtual ~Converter() = default;

  virtual base::Result<Probe> probe(const Source& source, std::stop_token stop) = 0;
  /// Nothing when there is no sound to speak of.
  virtual base::Result<std::optional<Loudness>> loudness(const Source& source, std::stop_token stop) = 0;
  /// AAC-LC, 48 kHz, stereo, from time 0, as long as the picture. Makes `into`/sound.m4a.
  virtual base::Result<std::filesystem::path> sound(const Source& source, double gain, bool limit_peaks,
                                                    const std::filesystem::path& into,
                                                    std::stop_token stop) = 0;
  /// Of a sound made before (ours): its Chromaprint, at most `print_items_max`; empty when it is too short.
  virtual base::Result<std::vector<std::uint32_t>> print(const std::filesystem::path& sound,
                                                         const std::filesystem::path& into,
                                                         std::stop_token stop) = 0;
  /// The picture as it is, one CMAF file cut at its key pictures, and an MP4: `into`/copy.m4s, whole.mp4.
  virtual base::Result<Copied> copy(const Source& source, const std::optional<std::filesystem::path>& sound,
                                    const std::filesystem::path& into, std::stop_token stop) = 0;
  /// One slice in all rungs of the plan from one decoding: fragmented MP4 files of pictures alone, in the
  /// plan's order, their times those of the whole clip. A slice in which nothing is shown makes files without
  /// pictures.
  virtual base::Result<std::vector<std::filesystem::path>> slice(const Source& source, const Plan& plan,
                                                                 const Slice& slice,
                                                                 const std::filesystem::path& into,
                                                                 const Fraction& progress,
                                                                 std::stop_token stop) = 0;
  /// The picture shown at `at`: poster of at most 15 kB and a small one for the placeholder.
  virtual base::Result<Stills> stills(const Source& source, const Plan& plan, model::Millis at,
                                      const std::filesystem::path& into, std::stop_token stop) = 0;
  /// From a rung made before (ours): a faststart MP4 for everyone, and three small silent seconds.
  virtual base::Result<std::filesystem::path> faststart(const std::filesystem::path& rung,
                                                        const std::filesystem::path& into,
                                                        std::stop_token stop) = 0;
  virtual base::Result<std::filesystem::path> preview(const std::filesystem::path& rung, Shape shape,
                                                      model::Millis at, const std::filesystem::path& into,
                                                      std::stop_token stop) = 0;
  /// The largest square in the middle of a picture, upright, in two sizes.
  virtual base::Result<PortraitFiles> portrait(const std::filesystem::path& picture, PictureFormat format,
                                               const std::filesystem::path& into, std::stop_token stop) = 0;
};

}  // namespace vitrine::media
