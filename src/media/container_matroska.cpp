// The Matroska / WebM half of the walk (EBML: RFC 8794; Matroska: RFC 9559). Browsers record WebM with
// lengths left open and no duration, so lengths and times come from the clusters themselves.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "media/container.hpp"

namespace vitrine::media::detail {

namespace {

using base::ByteView;
using base::fail;
using base::Fault;

constexpr std::uint64_t tracks_bytes_max = 4ULL << 20;
constexpr std::uint64_t info_bytes_max = 1ULL << 20;
constexpr std::uint64_t open_ended = std::numeric_limits<std::uint64_t>::max();

namespace id {
constexpr std::uint32_t ebml = 0x1A45DFA3, doc_type = 0x4282, max_id_length = 0x42F2,
                        max_size_length = 0x42F3, segment = 0x18538067, info = 0x1549A966,
                        timestamp_scale = 0x2AD7B1, tracks = 0x1654AE6B, track_entry = 0xAE,
                        track_number = 0xD7, track_type = 0x83, flag_enabled = 0xB9, codec = 0x86,
                        encodings = 0x6D80, encoding = 0x6240, encoding_type = 0x5033, compression = 0x5034,
                        compression_algorithm = 0x4254, video = 0xE0, width = 0xB0, height = 0xBA,
                        projection = 0x7670, roll = 0x7675, audio = 0xE1, rate = 0xB5, channels = 0x9F,
                        default_duration = 0x23E383, cluster = 0x1F43B675, timestamp = 0xE7,
                        simple_block = 0xA3, block_group = 0xA0, block = 0xA1, reference = 0xFB,
                        seek_head = 0x114D9B74, cues = 0x1C53BB6B, chapters = 0x1043A770,
                        tags = 0x1254C367, attachments = 0x1941A469;
}

struct Element {
  std::uint32_t id = 0;
  std::uint64_t at = 0;    // of its data
  std::uint64_t size = 0;  // of its data, or open_ended
};

// An id keeps its length marker, a size does not; all ones means "until something else begins".
base::Result<Element> element_at(ByteSource& source, std::uint64_t at, std::uint64_t end) {
  std::array<std::byte, 12> head{};
  const auto have = std::min<std::uint64_t>(head.size(), end - at);
  if (have < 2) return truncated();
  TRY(source.read(at, std::span{head}.first(have)));
  const auto id_length =
      static_cast<std::size_t>(std::countl_zero(std::to_integer<std::uint8_t>(head[0])) + 1);
  if (id_length > 4) return malformed("it is not made of elements here");
  if (have < id_length + 1) return truncated();
  const auto first = std::to_integer<std::uint8_t>(head[id_length]);
  const auto size_length = static_cast<std::size_t>(std::countl_zero(first) + 1);
  if (size_length > 8) return malformed("an element has no length");
  if (have < id_length + size_length) return truncated();
  Element element;
  element.id = static_cast<std::uint32_t>(base::read_be(std::span{head}.first(id_length)));
  element.at = at + id_length + size_length;
  const auto bits = 7 * size_length;
  const auto mask = (1ULL << bits) - 1;
  element.size = base::read_be(std::span{head}.subspan(id_length, size_length)) & mask;
  if (element.size == mask) element.size = open_ended;
  else if (element.size > end - element.at) return truncated();
  return element;
}

struct Track {
  std::uint64_t number = 0;
  std::uint64_t type = 0;
  bool enabled = true;
  std::string codec;
  VideoTrack video;
  AudioTrack audio;
  std::uint64_t default_ns = 0;
  std::int64_t frames = 0;
  std::int64_t first = 0, last = 0, last_key = 0, gap_max = 0;  // in ticks of the timestamp scale
  std::int64_t bytes = 0;
  bool seen = false;
};

struct Walk {
  ByteSource& source;
  const Limits& limits;
  std::uint64_t scale_ns = 1'000'000;
  std::vector<Track> tracks;
  int elements = 0;
  bool tracks_read = false;

  base::Result<void> count() {
    if (++elements > boxes_max * 4) return malformed("it has too many elements");
    return {};
  }
};

// Children of an element small enough to hold in memory.
class Children {
 public:
  explicit Children(ByteView bytes) : bytes_(bytes), source_(bytes) {}
  base::Result<bool> next(std::uint32_t& child, ByteView& data) {
    if (at_ >= bytes_.size()) return false;
    TRY_LET(const auto element, element_at(source_, at_, bytes_.size()));
    if (element.size == open_ended) return malformed("a small element has no length");
    child = element.id;
    data = bytes_.subspan(element.at, element.size);
    at_ = element.at + element.size;
    return true;
  }

 private:
  ByteView bytes_;
  MemorySource source_;
  std::uint64_t at_ = 0;
};

std::uint64_t number(ByteView data) { return data.size() > 8 ? 0 : base::read_be(data); }

double real(ByteView data) {
  if (data.size() == 4) return std::bit_cast<float>(static_cast<std::uint32_t>(base::read_be(data)));
  if (data.size() == 8) return std::bit_cast<double>(base::read_be(data));
  return 0;
}

base::Result<base::Bytes> load(ByteSource& source, const Element& element, std::uint64_t bytes_max) {
  if (element.size > bytes_max) return malformed("its index is too large");
  base::Bytes bytes(element.size);
  TRY(source.read(element.at, bytes));
  return bytes;
}

// ---- tracks ------------------------------------------------------------------------------------------

// Stripping a constant header is harmless; zlib would let a small file grow without bound before our eyes.
base::Result<void> read_encoding(ByteView data) {
  constexpr std::uint64_t encryption = 1, header_stripping = 3;
  Children children{data};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    if (child == id::encoding_type && number(value) == encryption) return encrypted();
    if (child != id::compression) continue;
    Children inner{value};
    std::uint64_t algorithm = 0;
    for (ByteView setting;;) {
      TRY_LET(const bool again, inner.next(child, setting));
      if (!again) break;
      if (child == id::compression_algorithm) algorithm = number(setting);
    }
    if (algorithm != header_stripping) return malformed("its pictures are compressed twice");
  }
}

base::Result<void> read_encodings(ByteView data) {
  Children children{data};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    if (child == id::encoding) TRY(read_encoding(value));
  }
}

int bounded(ByteView data) { return static_cast<int>(std::min<std::uint64_t>(number(data), 1'000'000)); }

// ProjectionPoseRoll: degrees the picture is to be turned; counter-clockwise positive (RFC 9559, 5.1.4.1.28).
Turn turn_of_roll(double degrees) {
  const auto quarters = std::lround(-degrees / 90.0);
  if (!std::isfinite(degrees) || std::abs(degrees) > 360 ||
      std::abs(-degrees / 90.0 - double(quarters)) > 0.01)
    return {};
  return {static_cast<int>(((quarters % 4) + 4) % 4), false};
}

base::Result<void> read_video(ByteView data, Track& track) {
  Children children{data};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    if (child == id::width) track.video.width = bounded(value);
    if (child == id::height) track.video.height = bounded(value);
    if (child != id::projection) continue;
    Children inner{value};
    for (ByteView setting;;) {
      TRY_LET(const bool again, inner.next(child, setting));
      if (!again) break;
      if (child == id::roll) track.video.turn = turn_of_roll(real(setting));
    }
  }
}

base::Result<void> read_audio(ByteView data, Track& track) {
  track.audio.channels = 1;
  track.audio.rate_hz = 8000;
  Children children{data};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    if (child == id::channels) track.audio.channels = bounded(value);
    if (child == id::rate) {
      const auto hz = real(value);
      if (hz >= 1 && hz <= 768'000) track.audio.rate_hz = static_cast<int>(hz);
    }
  }
}

base::Result<void> name_codec(Track& track) {
  const std::string_view codec = track.codec;
  if (track.type == 1) {
    if (codec == "V_MPEG4/ISO/AVC") track.video.codec = VideoCodec::h264;
    else if (codec == "V_MPEGH/ISO/HEVC") track.video.codec = VideoCodec::hevc;
    else if (codec == "V_VP8") track.video.codec = VideoCodec::vp8;
    else if (codec == "V_VP9") track.video.codec = VideoCodec::vp9;
    else if (codec == "V_AV1") track.video.codec = VideoCodec::av1;
    else return unsupported_codec("picture", codec);
  } else {
    if (codec.starts_with("A_AAC")) track.audio.codec = AudioCodec::aac;
    else if (codec == "A_OPUS") track.audio.codec = AudioCodec::opus;
    else if (codec == "A_VORBIS") track.audio.codec = AudioCodec::vorbis;
    else if (codec == "A_MPEG/L3") track.audio.codec = AudioCodec::mp3;
    else if (codec == "A_PCM/INT/LIT" || codec == "A_PCM/INT/BIG") track.audio.codec = AudioCodec::pcm;
    else return unsupported_codec("sound", codec);
  }
  return {};
}

base::Result<Track> read_track(ByteView data) {
  Track track;
  Children children{data};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) break;
    switch (child) {
      case id::track_number:
        track.number = number(value);
        break;
      case id::track_type:
        track.type = number(value);
        break;
      case id::flag_enabled:
        track.enabled = number(value) != 0;
        break;
      case id::default_duration:
        track.default_ns = number(value);
        break;
      case id::codec:
        track.codec = std::string{base::as_text(value).substr(0, 64)};
        break;
      case id::encodings:
        TRY(read_encodings(value));
        break;
      case id::video:
        TRY(read_video(value, track));
        break;
      case id::audio:
        TRY(read_audio(value, track));
        break;
      default:
        break;
    }
  }
  while (track.codec.ends_with('\0')) track.codec.pop_back();
  if (track.enabled && (track.type == 1 || track.type == 2)) TRY(name_codec(track));
  return track;
}

base::Result<void> read_tracks(Walk& walk, const Element& element) {
  if (walk.tracks_read) return malformed("it has two indexes");
  walk.tracks_read = true;
  TRY_LET(const auto bytes, load(walk.source, element, tracks_bytes_max));
  Children children{bytes};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    TRY(walk.count());
    if (child != id::track_entry) continue;
    if (walk.tracks.size() == static_cast<std::size_t>(tracks_max))
      return fail(Fault::corrupt_input, "too_many_tracks",
                  "The file has too many tracks. Export one picture and one sound.");
    TRY_LET(auto track, read_track(value));
    walk.tracks.push_back(std::move(track));
  }
}

base::Result<void> read_info(Walk& walk, const Element& element) {
  TRY_LET(const auto bytes, load(walk.source, element, info_bytes_max));
  Children children{bytes};
  std::uint32_t child = 0;
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) return {};
    if (child == id::timestamp_scale) walk.scale_ns = number(value);
    // One hour a tick would let a short file claim centuries; real files use a microsecond to a millisecond.
    if (walk.scale_ns == 0 || walk.scale_ns > 1'000'000'000) return malformed("its clock");
  }
}

// ---- clusters ----------------------------------------------------------------------------------------

// A block begins with the track's number (a length-marked integer), 16 bits of time and a byte of flags.
base::Result<void> read_block(Walk& walk, const Element& element, std::int64_t cluster_time,
                              std::optional<bool> key) {
  std::array<std::byte, 11> head{};
  const auto have = std::min<std::uint64_t>(head.size(), element.size);
  if (have < 4) return malformed("a block is cut short");
  TRY(walk.source.read(element.at, std::span{head}.first(have)));
  const auto length = static_cast<std::size_t>(std::countl_zero(std::to_integer<std::uint8_t>(head[0])) + 1);
  if (length > 8 || have < length + 3) return malformed("a block is cut short");
  const auto mask = (1ULL << (7 * length)) - 1;
  const auto track_number = base::read_be(std::span{head}.first(length)) & mask;
  const auto relative = static_cast<std::int16_t>(base::read_be(std::span{head}.subspan(length, 2)));
  const auto flags = std::to_integer<std::uint8_t>(head[length + 2]);
  const auto track = std::ranges::find(walk.tracks, track_number, &Track::number);
  if (track == walk.tracks.end()) return malformed("a block belongs to no track");
  const auto time = cluster_time + relative;
  const bool alone = key.value_or((flags & 0x80) != 0);
  if (!track->seen) {
    track->first = track->last = track->last_key = time;
    track->seen = true;
  }
  if (alone) {
    track->gap_max = std::max(track->gap_max, time - track->last_key);
    track->last_key = time;
  }
  track->first = std::min(track->first, time);
  track->last = std::max(track->last, time);
  ++track->frames;
  track->bytes += static_cast<std::int64_t>(element.size);
  return {};
}

base::Result<void> read_group(Walk& walk, const Element& group, std::int64_t cluster_time) {
  const auto end = group.at + group.size;
  bool alone = true;
  std::optional<Element> block;
  for (auto at = group.at; at < end;) {
    TRY(walk.count());
    TRY_LET(const auto element, element_at(walk.source, at, end));
    if (element.size == open_ended) return malformed("a block has no length");
    if (element.id == id::reference) alone = false;
    if (element.id == id::block) block = element;
    at = element.at + element.size;
  }
  if (block) TRY(read_block(walk, *block, cluster_time, alone));
  return {};
}

bool begins_something_else(std::uint32_t element) {
  constexpr std::array top{id::cluster,   id::cues,     id::tags,        id::info,    id::tracks,
                           id::seek_head, id::chapters, id::attachments, id::segment, id::ebml};
  return std::ranges::find(top, element) != top.end();
}

// Returns where the next thing begins.
base::Result<std::uint64_t> read_cluster(Walk& walk, const Element& cluster, std::uint64_t segment_end) {
  const bool open = cluster.size == open_ended;
  const auto end = open ? segment_end : cluster.at + cluster.size;
  // Half of the range is a hundred million years at a microsecond a tick.
  constexpr std::uint64_t time_max = 1ULL << 52;
  std::int64_t time = 0;
  for (auto at = cluster.at; at < end;) {
    TRY(walk.count());
    TRY_LET(const auto element, element_at(walk.source, at, end));
    if (open && begins_something_else(element.id)) return at;
    if (element.size == open_ended) return malformed("a block has no length");
    if (element.id == id::timestamp) {
      if (element.size > 8) return malformed("its clock");
      std::array<std::byte, 8> value{};
      TRY(walk.source.read(element.at, std::span{value}.first(element.size)));
      const auto ticks = number(std::span{value}.first(element.size));
      if (ticks > time_max) return malformed("its clock");
      time = static_cast<std::int64_t>(ticks);
    } else if (element.id == id::simple_block) {
      TRY(read_block(walk, element, time, std::nullopt));
    } else if (element.id == id::block_group) {
      TRY(read_group(walk, element, time));
    }
    at = element.at + element.size;
  }
  return end;
}

base::Result<void> read_segment(Walk& walk, const Element& segment) {
  const auto end = segment.size == open_ended ? walk.source.size() : segment.at + segment.size;
  for (auto at = segment.at; at < end;) {
    TRY(walk.count());
    TRY_LET(const auto element, element_at(walk.source, at, end));
    if (element.id == id::cluster) {
      if (!walk.tracks_read) return malformed("pictures come before the index");
      TRY_LET(at, read_cluster(walk, element, end));
      continue;
    }
    if (element.size == open_ended) return malformed("an element has no length");
    if (element.id == id::tracks) TRY(read_tracks(walk, element));
    if (element.id == id::info) TRY(read_info(walk, element));
    at = element.at + element.size;
  }
  return {};
}

// ---- the answer --------------------------------------------------------------------------------------

base::Result<void> check_header(ByteSource& source, const Element& header) {
  TRY_LET(const auto bytes, load(source, header, 4096));
  Children children{bytes};
  std::uint32_t child = 0;
  std::string type = "matroska";
  for (ByteView value;;) {
    TRY_LET(const bool more, children.next(child, value));
    if (!more) break;
    if (child == id::doc_type) type = std::string{base::as_text(value)};
    if (child == id::max_id_length && number(value) > 4) return malformed("its header");
    if (child == id::max_size_length && number(value) > 8) return malformed("its header");
  }
  while (type.ends_with('\0')) type.pop_back();
  if (type != "matroska" && type != "webm")
    return fail(Fault::corrupt_input, "not_a_video",
                "This is not a video file. MP4, MOV, WebM and MKV are accepted.");
  return {};
}

model::Millis to_millis(std::int64_t ticks, std::uint64_t scale_ns) {
  const auto ms = static_cast<double>(ticks) * static_cast<double>(scale_ns) / 1e6;
  return model::Millis{static_cast<std::int64_t>(std::clamp(ms, 0.0, 3.2e13))};  // a thousand years
}

base::Result<Inspected> summary(const Walk& walk) {
  Inspected found;
  found.container = Container::matroska;
  const Track* picture = nullptr;
  const Track* sound = nullptr;
  for (const auto& track : walk.tracks) {
    const bool used = track.enabled && track.seen && (track.type == 1 || track.type == 2);
    auto*& slot = track.type == 1 ? picture : sound;
    if (!used) {
      ++found.ignored_tracks;
    } else if (slot != nullptr) {
      return fail(Fault::corrupt_input, "too_many_tracks",
                  "The file has more than one picture or sound track. Export one of each.");
    } else {
      slot = &track;
    }
  }
  if (picture != nullptr) {
    found.video = picture->video;
    found.video.frames = picture->frames;
    found.video.bytes = picture->bytes;
    const auto span = picture->last - picture->first;
    // The last picture is shown as long as the others on average: blocks carry no length of their own.
    const auto one = picture->frames > 1 ? span / (picture->frames - 1) : 0;
    found.video.duration = to_millis(span + one, walk.scale_ns);
    if (picture->frames == 1)
      found.video.duration = to_millis(static_cast<std::int64_t>(picture->default_ns), 1);
    const auto gap = std::max(picture->gap_max, picture->last - picture->last_key);
    found.video.keyframe_gap_max = to_millis(gap, walk.scale_ns);
  }
  TRY(check_track(found.video, walk.limits));
  found.duration = found.video.duration;
  if (picture != nullptr) found.video.stream = static_cast<int>(picture - walk.tracks.data());
  if (sound != nullptr) {
    found.audio = sound->audio;
    found.audio->stream = static_cast<int>(sound - walk.tracks.data());
  }
  return found;
}

}  // namespace

base::Result<Inspected> inspect_matroska(ByteSource& source, const Limits& limits) {
  TRY_LET(const auto header, element_at(source, 0, source.size()));
  if (header.id != id::ebml || header.size == open_ended) return malformed("its header");
  TRY(check_header(source, header));
  Walk walk{source, limits, 1'000'000, {}, 0, false};
  for (auto at = header.at + header.size; at < source.size();) {
    TRY(walk.count());
    TRY_LET(const auto element, element_at(source, at, source.size()));
    if (element.id == id::segment) {
      TRY(read_segment(walk, element));
      return summary(walk);
    }
    if (element.size == open_ended) return malformed("an element has no length");
    at = element.at + element.size;
  }
  return truncated();
}

}  // namespace vitrine::media::detail
