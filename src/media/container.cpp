#include "media/container.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <utility>

namespace vitrine::media {

using base::fail;
using base::Fault;

std::string_view name(VideoCodec codec) {
  switch (codec) {
    case VideoCodec::h264:
      return "h264";
    case VideoCodec::hevc:
      return "hevc";
    case VideoCodec::vp8:
      return "vp8";
    case VideoCodec::vp9:
      return "vp9";
    case VideoCodec::av1:
      return "av1";
  }
  return {};
}

std::string_view name(AudioCodec codec) {
  switch (codec) {
    case AudioCodec::aac:
      return "aac";
    case AudioCodec::opus:
      return "opus";
    case AudioCodec::vorbis:
      return "vorbis";
    case AudioCodec::mp3:
      return "mp3";
    case AudioCodec::pcm:
      return "pcm";
  }
  return {};
}

namespace detail {

std::unexpected<base::Error> malformed(std::string_view what, std::source_location at) {
  return fail(Fault::corrupt_input, "malformed",
              fmt::format("The file is damaged ({}). Export the video again and upload that.", what), at);
}

std::unexpected<base::Error> truncated(std::source_location at) {
  return fail(Fault::corrupt_input, "truncated",
              "The file ends before its video does. Copy it again from where it was made and upload that.",
              at);
}

std::unexpected<base::Error> encrypted(std::source_location at) {
  return fail(Fault::corrupt_input, "encrypted",
              "The video is copy-protected. Upload a file without protection.", at);
}

std::unexpected<base::Error> unsupported_codec(std::string_view kind, std::string_view codec,
                                               std::source_location at) {
  return fail(
      Fault::corrupt_input, "codec_unsupported",
      fmt::format("The {} is stored as \"{}\", which is not accepted. Export the video as H.264, HEVC, "
                  "VP8, VP9 or AV1 with AAC, Opus, Vorbis, MP3 or PCM sound.",
                  kind, printable(codec)),
      at);
}

std::string printable(std::string_view text) {
  std::string clean;
  for (const char c : text.substr(0, 32))
    clean += std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '/' || c == '.' ? c : '?';
  return clean;
}

base::Result<void> check_track(const VideoTrack& video, const Limits& limits) {
  if (video.frames <= 0 || video.width <= 0 || video.height <= 0)
    return fail(Fault::corrupt_input, "no_video_track",
                "There is no picture in this file. Upload a video, not only its sound.");
  if (video.duration.count() <= 0) return malformed("its pictures take no time");
  if (video.duration > limits.duration_max)
    return fail(Fault::over_limit, "too_long",
                fmt::format("The video is longer than {} seconds. Shorten it and upload it again.",
                            limits.duration_max.count() / 1000));
  if (video.width > limits.side_px_max || video.height > limits.side_px_max ||
      std::int64_t{video.width} * video.height > limits.pixels_max)
    return fail(Fault::over_limit, "too_large",
                fmt::format("The picture is {}x{}; 4096x2304 is the most. Export it smaller.", video.width,
                            video.height));
  if (video.width < limits.side_px_min || video.height < limits.side_px_min)
    return fail(Fault::over_limit, "too_small",
                fmt::format("The picture is {}x{} pixels; it needs at least {} on each side.", video.width,
                            video.height, limits.side_px_min));
  const auto frames_max = (video.duration.count() / 1000 + 1) * limits.frames_per_second_max;
  if (video.frames > frames_max)
    return fail(Fault::over_limit, "too_many_frames",
                fmt::format("The video has more than {} pictures a second. Export it at 60 or fewer.",
                            limits.frames_per_second_max));
  return {};
}

}  // namespace detail

namespace {

struct Signature {
  std::size_t at;
  std::string_view bytes;
  std::string_view what;
  bool video;  // a container we do not take, rather than no video at all
};

using namespace std::string_view_literals;
constexpr std::array signatures{
    Signature{8, "AVI "sv, "an AVI file", true},
    Signature{0, "FLV"sv, "a Flash video", true},
    Signature{0, "OggS"sv, "an Ogg file", true},
    Signature{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, "a Windows Media file", true},
    Signature{0, "\x00\x00\x01\xba"sv, "an MPEG program stream", true},
    Signature{0, "\x00\x00\x01\xb3"sv, "an MPEG video stream", true},
    Signature{0, "\xff\xd8\xff"sv, "a JPEG picture", false},
    Signature{0, "\x89PNG"sv, "a PNG picture", false},
    Signature{0, "GIF8"sv, "a GIF picture", false},
    Signature{8, "WEBP"sv, "a WebP picture", false},
    Signature{8, "WAVE"sv, "a sound file", false},
    Signature{0, "ID3"sv, "a sound file", false},
    Signature{0, "#EXTM3U"sv, "a playlist", false},
    Signature{0, "ffconcat"sv, "a playlist", false},
    Signature{0, "PK\x03\x04"sv, "an archive", false},
};

constexpr std::string_view accepted = "MP4, MOV, WebM and MKV are accepted";

// Packets of 188 bytes begin with 0x47; cameras (.mts) put a time stamp of four bytes before each.
bool is_transport_stream(base::ByteView head) {
  const auto sync = [&](std::size_t at) { return at < head.size() && head[at] == std::byte{0x47}; };
  return (sync(0) && sync(188) && sync(376)) || (sync(4) && sync(196) && sync(388));
}

std::unexpected<base::Error> refuse_by_name(base::ByteView head) {
  const auto text = base::as_text(head);
  if (is_transport_stream(head))
    return fail(Fault::corrupt_input, "format_unsupported",
                fmt::format("This is an MPEG transport stream. {}.", accepted));
  for (const auto& signature : signatures) {
    if (text.size() < signature.at || !text.substr(signature.at).starts_with(signature.bytes)) continue;
    return fail(Fault::corrupt_input, signature.video ? "format_unsupported" : "not_a_video",
                fmt::format("This is {}. {}.", signature.what, accepted));
  }
  return fail(Fault::corrupt_input, "not_a_video", fmt::format("This is not a video file. {}.", accepted));
}

// Old QuickTime files begin without ftyp.
constexpr std::array first_boxes{"ftyp"sv, "moov"sv, "mdat"sv, "wide"sv,
                                 "free"sv, "skip"sv, "pnot"sv, "styp"sv};

}  // namespace

base::Result<Inspected> inspect(ByteSource& source, const Limits& limits) {
  std::array<std::byte, 1024> buffer{};
  const auto head = std::span{buffer}.first(std::min<std::uint64_t>(buffer.size(), source.size()));
  TRY(source.read(0, head));
  const auto text = base::as_text(head);
  if (text.starts_with("\x1a\x45\xdf\xa3"sv)) return detail::inspect_matroska(source, limits);
  if (text.size() >= 8)
    for (const auto type : first_boxes)
      if (text.substr(4, 4) == type) return detail::inspect_mp4(source, limits);
  return refuse_by_name(head);
}

}  // namespace vitrine::media
