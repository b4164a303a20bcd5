#pragma once
// From an uploaded file to what a browser plays. Start here: Processor::process().
//
// One call is one job: walk the container (container.hpp), let the decoder say what the first picture is,
// make the first playable rung by copying when the source allows it, then the whole ladder, the poster, the
// preview and the blur placeholder. Everything is a file in the order's own directory; the caller moves what
// it wants to keep into the BlobStore and the facts into the record.
//
// Never: touches the original, writes outside `work_root`, runs ffmpeg outside the Converter, keeps a byte of
// the source's metadata.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "media/edit_list.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"

namespace vitrine::media {

class Converter;  // ports.hpp; adapters/ffmpeg

/// What we take. Each is checked by the walk before any decoder sees a byte.
struct Limits {
  model::Millis duration_max{10 * 60 * 1000};  ///< short video; ten minutes cost about ten core minutes
  int side_px_max = 4096;                      ///< DCI 4K: the largest picture phones make
  std::int64_t pixels_max = 4096LL * 2304;     ///< one decoded 10-bit frame stays below 30 MB
  int side_px_min = 16;                        ///< one macroblock; smaller pictures play nowhere
  int frames_per_second_max = 300;             ///< slow motion is 240
};

/// One closed group of pictures: [bytes, ms] as the page and the playlists need it.
struct Segment {
  std::uint32_t bytes = 0;
  std::uint32_t duration_ms = 0;
  auto operator<=>(const Segment&) const = default;
};

/// One quality: a single CMAF file, `init_bytes` of header and then the segments back to back.
struct Rung {
  int width = 0;
  int height = 0;
  int bandwidth = 0;           ///< peak bits a second over one segment, audio included
  std::string codecs;          ///< "avc1.64001f,mp4a.40.2"; only the video part when silent
  std::filesystem::path file;  ///< .m4s
  std::uint32_t init_bytes = 0;
  std::vector<Segment> segments;
};

/// Processed::mp4 shows the best rung that is not larger than this.
inline constexpr int whole_short_edge_max = 720;

/// A whole, self-contained answer. Every path lies in the job's directory and is the caller's to move away.
struct Processed {
  std::vector<Rung> rungs;        ///< ascending by height of the picture; never empty
  std::filesystem::path mp4;      ///< one faststart MP4 for players without Media Source Extensions
  std::filesystem::path poster;   ///< .webp, at most 15 kB, the frame at cover time
  std::filesystem::path preview;  ///< .mp4, three silent seconds, small
  base::Bytes thumbhash;          ///< at most 25 bytes (https://evanw.github.io/thumbhash/)
  model::Millis duration{0};
  int width = 0;  ///< of the largest rung, upright
  int height = 0;
  bool has_audio = false;
  std::optional<double>
      loudness_lufs;  ///< of the source, before it was brought to -14 LUFS; none when silent
  /// What the sound is recognised by: Chromaprint, eight a second (docs/sounds.md). Only in the final answer;
  /// empty when silent and below three seconds.
  std::vector<std::uint32_t> print;
};

/// A clip made by an earlier job, as an edit takes it: its best rung, and the same pictures as one MP4 if
/// that is as large.
struct Take {
  std::filesystem::path rung;
  std::optional<std::filesystem::path> whole = {};
};
struct EditOrder {
  EditList list;
  std::vector<Take> sources;                   ///< as list.sources
  std::vector<std::filesystem::path> images;   ///< PNG, as list.texts
  std::optional<std::filesystem::path> voice;  ///< recording.hpp
};

struct Order {
  model::VideoId video;            ///< names the job's directory and its log lines
  std::filesystem::path original;  ///< the uploaded file; only read. Empty when there is an edit
  model::Millis cover{0};          ///< where the poster is taken; clamped into the clip
  std::optional<EditOrder> edit = {};
};

/// What the caller hears while the job runs; called from the thread that called process().
struct Listener {
  /// 0..100, rising, at most about four a second.
  std::function<void(int percent)> progress = [](int) {};
  /// At most once, before the ladder: a compliant source is playable now. The files are the caller's to move
  /// away, as with the final answer; the final answer holds this rung again, under another name, or a better
  /// one. Returning an Error ends the job with it.
  std::function<base::Result<void>(const Processed& first)> playable = [](const Processed&) {
    return base::Result<void>{};
  };
};

/// Removes its directory with all that is left in it.
class WorkDir {
 public:
  /// Makes `root`/`name`, emptied first if a crash left one. Errors: not_available "work_dir".
  static base::Result<WorkDir> make(const std::filesystem::path& root, const std::string& name);
  WorkDir(WorkDir&&) noexcept;
  WorkDir& operator=(WorkDir&&) noexcept;
  ~WorkDir();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit WorkDir(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// The answer and the directory its files lie in, which goes when this goes.
struct Finished {
  Processed processed;
  WorkDir directory;
};

/// What stands for a finished clip in lists, made anew because its author chose another moment.
struct Cover {
  std::filesystem::path poster;   ///< as in Processed
  std::filesystem::path preview;  ///< as in Processed
  base::Bytes thumbhash;
};
struct FinishedCover {
  Cover cover;
  WorkDir directory;
};

/// A person's picture: two square WebP files.
struct PortraitFiles {
  std::filesystem::path large;  ///< portrait_large_px a side
  std::filesystem::path small;
};
inline constexpr int portrait_large_px = 384, portrait_small_px = 128;
struct FinishedPortrait {
  PortraitFiles portrait;
  WorkDir directory;
};

class Processor {
 public:
  struct Needs {
    Converter& converter;
    std::filesystem::path work_root;  ///< private to this server, on the blob store's file system
    Limits limits = {};
  };
  explicit Processor(Needs needs) : needs_(std::move(needs)) {}
  Processor(const Processor&) = delete;
  Processor& operator=(const Processor&) = delete;

  /// Runs one job to its end; blocks for about the length of the clip. Thread-safe: as many at once as the
  /// caller has processors for (each uses about two). `stop` ends it within a second.
  ///
  /// Errors whose `code` and sentence are the uploader's (Fault corrupt_input or over_limit; the file is bad,
  /// trying again does not help): every code of container.hpp, and "undecodable", "too_heavy".
  /// Errors that are ours (Fault not_available; try again later): "work_dir", "sandbox", "interrupted",
  /// "stopped".
  base::Result<Finished> process(const Order& order, const Listener& listener, std::stop_token stop = {});

  /// From `order.original`, here the MP4 of an earlier Processed: the upload itself is long gone. About a
  /// second. Errors: as process().
  base::Result<FinishedCover> cover(const Order& order, std::stop_token stop = {});

  /// From the bytes of a picture somebody sent; a tenth of a second, two at a time.
  /// Errors: those of picture.hpp and of process(); too_many "pictures_busy".
  base::Result<FinishedPortrait> portrait(base::ByteView picture);

 private:
  Needs needs_;
  std::counting_semaphore<> portraits_at_once_{2};
  std::atomic<std::uint64_t> portraits_ = 0;  ///< names their directories
};

/// The quick look alone: what an upload's last byte is answered with, before any job is queued. Milliseconds.
/// Errors: as container.hpp.
base::Result<void> check(const std::filesystem::path& original, const Limits& limits);

}  // namespace vitrine::media
