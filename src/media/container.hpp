#pragma once
// Our own look at an uploaded file, before any decoder: what it is, what is in it, and whether every promise
// its tables make can be kept by the bytes that are there. Start here: inspect().
//
// Reads ISO BMFF (MP4, MOV, 3GP, fragmented or not: ISO/IEC 14496-12, QuickTime File Format) and Matroska /
// WebM (RFC 9559). Everything else is refused by name. Cost: reads the index and the block headers, never the
// pictures: milliseconds for a phone clip, bounded by `boxes_max` for a hostile file.
//
// Errors (Fault corrupt_input; over_limit for the last four). The detail is one sentence for the uploader.
//   not_a_video         not a container at all: a picture, a playlist, text, nothing
//   format_unsupported  a video container we do not take (AVI, MPEG-TS, FLV, Ogg ...)
//   truncated           the tables point beyond the end of the file
//   malformed           the tables contradict themselves, or nest or repeat without bound
//   encrypted           protected (CENC, Matroska content encryption)
//   external_data       the pictures are said to lie in another file or on the network
//   no_video_track      sound only, or a video track without a single frame
//   codec_unsupported   not one of VideoCodec, AudioCodec
//   too_many_tracks     more than one enabled video or sound track
//   too_long, too_large, too_small, too_many_frames
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "media/bytes_in.hpp"
#include "media/media.hpp"

namespace vitrine::media {

enum class Container { mp4, matroska };
enum class VideoCodec { h264, hevc, vp8, vp9, av1 };
enum class AudioCodec { aac, opus, vorbis, mp3, pcm };

/// How a stored picture becomes upright: first mirrored left-right, then turned clockwise.
struct Turn {
  int quarters = 0;  ///< 0..3
  bool mirrored = false;
  auto operator<=>(const Turn&) const = default;
};

struct VideoTrack {
  VideoCodec codec = VideoCodec::h264;
  int width = 0;  ///< as stored, before turning
  int height = 0;
  Turn turn;
  model::Millis duration{0};
  std::int64_t frames = 0;
  model::Millis keyframe_gap_max{0};  ///< the longest way from one picture that stands alone to the next
  std::int64_t bytes = 0;
  std::string codec_text;  ///< RFC 6381, "avc1.64001f"; only for H.264 in MP4
  int stream = 0;          ///< which track of the file, counted from 0: ffmpeg counts the same way
  bool trimmed = false;    ///< an edit list hides pictures at its begin: copying would show them
};

struct AudioTrack {
  AudioCodec codec = AudioCodec::aac;
  int channels = 0;
  int rate_hz = 0;
  int stream = 0;
};

struct Inspected {
  Container container = Container::mp4;
  bool fragmented = false;
  VideoTrack video;
  std::optional<AudioTrack> audio;
  model::Millis duration{0};  ///< of the video track, from its samples; headers are not believed
  int ignored_tracks = 0;     ///< subtitles, timed metadata, cover pictures, disabled tracks: never copied
};

/// The boxes or elements one file may hold: ten minutes in fragments of one frame, twice.
inline constexpr int boxes_max = 400'000;
/// Deeper than any real file (about 9).
inline constexpr int depth_max = 16;
inline constexpr int tracks_max = 16;

base::Result<Inspected> inspect(ByteSource& source, const Limits& limits);

[[nodiscard]] std::string_view name(VideoCodec codec);  ///< as ffprobe spells it: "h264"
[[nodiscard]] std::string_view name(AudioCodec codec);

namespace detail {
base::Result<Inspected> inspect_mp4(ByteSource& source, const Limits& limits);
base::Result<Inspected> inspect_matroska(ByteSource& source, const Limits& limits);
/// What both walks check at the end.
base::Result<void> check_track(const VideoTrack& video, const Limits& limits);
[[nodiscard]] std::unexpected<base::Error> malformed(
    std::string_view what, std::source_location at = std::source_location::current());
[[nodiscard]] std::unexpected<base::Error> truncated(
    std::source_location at = std::source_location::current());
[[nodiscard]] std::unexpected<base::Error> encrypted(
    std::source_location at = std::source_location::current());
[[nodiscard]] std::unexpected<base::Error> unsupported_codec(
    std::string_view kind, std::string_view codec, std::source_location at = std::source_location::current());
/// Letters, digits and a few signs of a stranger's four-character code, for a sentence.
[[nodiscard]] std::string printable(std::string_view text);
}  // namespace detail

}  // namespace vitrine::media
