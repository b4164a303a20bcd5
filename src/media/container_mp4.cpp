// The ISO BMFF half of the walk (ISO/IEC 14496-12; QuickTime's older spellings where phones still write
// them).
#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "media/boxes.hpp"
#include "media/container.hpp"

namespace vitrine::media::detail {

namespace {

using base::ByteView;
using base::fail;
using base::Fault;

// Ten minutes at 60 pictures and 94 sound packets a second make 4 MB of tables; phones add a little metadata.
constexpr std::uint64_t index_bytes_max = 32ULL << 20;
constexpr std::uint64_t fragment_index_bytes_max = 4ULL << 20;
// PCM in QuickTime counts every sound sample: ten minutes at 192 kHz.
constexpr std::uint64_t samples_max = 120'000'000;
// An edit list of a phone has one or two lines; an editor's export a few dozen.
constexpr std::size_t edits_max = 64;

enum class Kind { video, audio, other };

struct Track {
  std::uint32_t id = 0;
  Kind kind = Kind::other;
  bool enabled = true;
  bool still = false;  // a cover picture that poses as a video track
  std::uint32_t timescale = 0;
  VideoTrack video{};
  AudioTrack audio{};
  std::uint64_t samples = 0;
  std::uint64_t ticks = 0;
  std::uint64_t bytes = 0;
  std::uint64_t gap_ticks_max = 0;
  // Defaults of trex, for fragments.
  std::uint32_t default_ticks = 0, default_bytes = 0, default_flags = 0;
  std::uint64_t since_key_ticks = 0;
  std::int64_t edit_begin_ticks = 0;    // the first moment shown, in the track's own time
  std::int64_t first_offset_ticks = 0;  // of the first picture: decoding order to showing order
  std::uint32_t edits = 0;
};

struct Movie {
  std::uint32_t timescale = 0;
  std::vector<Track> tracks;
  bool fragmented = false;
};

model::Millis to_millis(std::uint64_t ticks, std::uint32_t timescale) {
  const auto seconds = ticks / timescale;
  constexpr std::uint64_t year = 366ULL * 86400;
  if (seconds > year) return model::Millis{static_cast<std::int64_t>(year) * 1000};
  return model::Millis{static_cast<std::int64_t>(seconds * 1000 + ticks % timescale * 1000 / timescale)};
}

// ---- the shape: which boxes may hold boxes, how deep, how many ----------------------------------------

bool holds_boxes(BoxType type) {
  constexpr std::array parents{box_type("moov"), box_type("trak"), box_type("edts"), box_type("mdia"),
                               box_type("minf"), box_type("dinf"), box_type("stbl"), box_type("mvex"),
                               box_type("moof"), box_type("traf"), box_type("tref"), box_type("ilst"),
                               box_type("sinf"), box_type("schi"), box_type("wave"), box_type("gmhd")};
  return std::ranges::find(parents, type) != parents.end();
}

base::Result<void> survey(ByteView parent, int depth, int& boxes) {
  if (depth > depth_max) return malformed("its boxes are nested too deeply");
  Boxes list{parent};
  for (Box box;;) {
    TRY_LET(const bool more, list.next(box));
    if (!more) return {};
    if (++boxes > boxes_max) return malformed("it has too many boxes");
    if (box.type == box_type("pssh") || box.type == box_type("tenc") || box.type == box_type("sinf"))
      return encrypted();
    if (box.type == box_type("moov") || box.type == box_type("moof"))
      return malformed("an index lies inside an index");
    if (box.type == box_type("cmov")) return malformed("its index is compressed");
    if (holds_boxes(box.type)) TRY(survey(box.payload, depth + 1, boxes));
  }
}

// ---- tracks ------------------------------------------------------------------------------------------

// The matrix of tkhd, 16.16 fixed point [a b u; c d v; x y w], as one of eight ways to lie (ISO 14496-12,
// 8.3.2). Anything that is not a turn by quarters is taken as upright: nothing records it.
Turn turn_of(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
  const auto sign = [](std::int32_t v) { return (v > 0) - (v < 0); };
  const std::array lie{sign(a), sign(b), sign(c), sign(d)};
  struct Known {
    std::array<int, 4> lie;
    Turn turn;
  };
  constexpr std::array known{
      Known{{1, 0, 0, 1}, {0, false}},  Known{{0, 1, -1, 0}, {1, false}}, Known{{-1, 0, 0, -1}, {2, false}},
      Known{{0, -1, 1, 0}, {3, false}}, Known{{-1, 0, 0, 1}, {0, true}},  Known{{0, -1, -1, 0}, {1, true}},
      Known{{1, 0, 0, -1}, {2, true}},  Known{{0, 1, 1, 0}, {3, true}},
  };
  for (const auto& k : known)
    if (k.lie == lie) return k.turn;
  return {};
}

base::Result<void> read_tkhd(ByteView payload, Track& track) {
  Cursor cursor{payload};
  const auto head = full(cursor);
  track.enabled = (head.flags & 1) != 0;
  cursor.skip(head.version == 1 ? 16 : 8);
  track.id = cursor.u32();
  cursor.skip(4 + (head.version == 1 ? 8 : 4) + 8 + 8);
  const auto a = cursor.i32(), b = cursor.i32();
  cursor.skip(4);
  const auto c = cursor.i32(), d = cursor.i32();
  cursor.skip(4 + 12 + 8);
  if (cursor.ran_short()) return malformed("a track header is cut short");
  track.video.turn = turn_of(a, b, c, d);
  return {};
}

base::Result<void> read_mdhd(ByteView payload, Track& track) {
  Cursor cursor{payload};
  const auto head = full(cursor);
  cursor.skip(head.version == 1 ? 16 : 8);
  track.timescale = cursor.u32();
  if (cursor.ran_short() || track.timescale == 0) return malformed("a track has no time scale");
  return {};
}

// An edit may delay a track or choose from it; a hostile one plays it a thousand times.
base::Result<void> check_edits(ByteView trak, const Movie& movie, const Limits& limits, Track& track) {
  TRY_LET(const auto edts, find_box(trak, box_type("edts")));
  TRY_LET(const auto elst, find_box(edts.payload, box_type("elst")));
  if (elst.payload.empty()) return {};
  Cursor cursor{elst.payload};
  const auto head = full(cursor);
  const auto count = cursor.u32();
  const std::size_t each = head.version == 1 ? 20 : 12;
  if (count > edits_max || count * each > cursor.rest().size()) return malformed("its edit list");
  std::uint64_t ticks = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto length = head.version == 1 ? cursor.u64() : cursor.u32();
    const auto begin = head.version == 1 ? static_cast<std::int64_t>(cursor.u64()) : cursor.i32();
    cursor.skip(4);
    if (begin >= 0) track.edit_begin_ticks = begin;
    if (length > std::numeric_limits<std::uint64_t>::max() / 2 - ticks) return malformed("its edit list");
    ticks += length;
  }
  track.edits = count;
  if (movie.timescale != 0 && to_millis(ticks, movie.timescale) > limits.duration_max)
    return fail(Fault::over_limit, "too_long",
                fmt::format("The video is longer than {} seconds. Shorten it and upload it again.",
                            limits.duration_max.count() / 1000));
  return {};
}

// Every sample must lie in this very file (dref entries flagged "self-contained").
base::Result<void> check_references(ByteView minf) {
  TRY_LET(const auto dinf, find_box(minf, box_type("dinf")));
  TRY_LET(const auto dref, find_box(dinf.payload, box_type("dref")));
  if (dref.payload.empty()) return {};
  Cursor cursor{dref.payload};
  cursor.skip(8);
  Boxes entries{cursor.rest()};
  int count = 0;
  for (Box entry;;) {
    TRY_LET(const bool more, entries.next(entry));
    if (!more) return {};
    if (++count > tracks_max) return malformed("it refers to too many files");
    Cursor inside{entry.payload};
    const auto head = full(inside);
    if ((head.flags & 1) == 0 || inside.ran_short())
      return fail(Fault::corrupt_input, "external_data",
                  "The video lies in another file that this one only points to. Export it as one file.");
  }
}

// ---- codecs ------------------------------------------------------------------------------------------

std::optional<VideoCodec> video_codec(BoxType type) {
  switch (type) {
    case box_type("avc1"):
    case box_type("avc3"):
      return VideoCodec::h264;
    case box_type("hvc1"):
    case box_type("hev1"):
      return VideoCodec::hevc;
    case box_type("vp08"):
      return VideoCodec::vp8;
    case box_type("vp09"):
      return VideoCodec::vp9;
    case box_type("av01"):
      return VideoCodec::av1;
    default:
      return std::nullopt;
  }
}

bool is_still(BoxType type) {
  return type == box_type("jpeg") || type == box_type("png ") || type == box_type("mjpg");
}

// The object type of an MPEG-4 elementary stream descriptor (ISO/IEC 14496-1, 7.2.6.5): tags 3, then 4.
std::optional<AudioCodec> codec_of_esds(ByteView payload) {
  Cursor cursor{payload};
  cursor.skip(4);
  const auto length = [&cursor] {
    for (int i = 0; i < 4; ++i)
      if ((cursor.u8() & 0x80) == 0) return;
  };
  if (cursor.u8() != 3) return std::nullopt;
  length();
  cursor.skip(2);
  const auto flags = cursor.u8();
  if (flags & 0x80) cursor.skip(2);
  if (flags & 0x40) cursor.skip(cursor.u8());
  if (flags & 0x20) cursor.skip(2);
  if (cursor.u8() != 4) return std::nullopt;
  length();
  switch (cursor.u8()) {
    case 0x40:
    case 0x66:
    case 0x67:
    case 0x68:
      return AudioCodec::aac;
    case 0x69:
    case 0x6b:
      return AudioCodec::mp3;
    case 0xdd:
      return AudioCodec::vorbis;
    default:
      return std::nullopt;
  }
}

base::Result<AudioCodec> audio_codec(const Box& entry, ByteView children) {
  switch (entry.type) {
    case box_type("mp4a"): {
      TRY_LET(auto esds, find_box(children, box_type("esds")));
      if (esds.payload.empty()) {  // QuickTime hides it in 'wave'
        TRY_LET(const auto wave, find_box(children, box_type("wave")));
        TRY_LET(esds, find_box(wave.payload, box_type("esds")));
      }
      const auto codec = codec_of_esds(esds.payload);
      if (!codec) return unsupported_codec("sound", "mp4a");
      return *codec;
    }
    case box_type("Opus"):
      return AudioCodec::opus;
    case box_type(".mp3"):
      return AudioCodec::mp3;
    case box_type("sowt"):
    case box_type("twos"):
    case box_type("in24"):
    case box_type("lpcm"):
    case box_type("ipcm"):
      return AudioCodec::pcm;
    default:
      return unsupported_codec("sound", text(entry.type));
  }
}

std::string h264_text(ByteView children) {
  const auto config = find_box(children, box_type("avcC"));
  if (!config || config->payload.size() < 4) return {};
  const auto byte = [&](std::size_t i) { return std::to_integer<int>(config->payload[i]); };
  return fmt::format("avc1.{:02x}{:02x}{:02x}", byte(1), byte(2), byte(3));
}

base::Result<void> read_video_entry(const Box& entry, Track& track) {
  if (is_still(entry.type)) {
    track.still = true;
    return {};
  }
  const auto codec = video_codec(entry.type);
  if (!codec) return unsupported_codec("picture", text(entry.type));
  Cursor cursor{entry.payload};
  cursor.skip(24);
  track.video.width = cursor.u16();
  track.video.height = cursor.u16();
  cursor.skip(50);
  if (cursor.ran_short()) return malformed("its picture description is cut short");
  track.video.codec = *codec;
  if (*codec == VideoCodec::h264) track.video.codec_text = h264_text(cursor.rest());
  return {};
}

base::Result<void> read_audio_entry(const Box& entry, Track& track) {
  Cursor cursor{entry.payload};
  cursor.skip(8);
  const auto version = cursor.u16();
  cursor.skip(6);
  track.audio.channels = cursor.u16();
  cursor.skip(6);
  track.audio.rate_hz = static_cast<int>(cursor.u32() >> 16);
  if (version == 1) cursor.skip(16);
  if (version == 2) cursor.skip(36);
  if (cursor.ran_short() || version > 2) return malformed("its sound description is cut short");
  TRY_LET(track.audio.codec, audio_codec(entry, cursor.rest()));
  return {};
}

base::Result<void> read_stsd(ByteView payload, Track& track) {
  Cursor cursor{payload};
  cursor.skip(8);
  Boxes entries{cursor.rest()};
  int count = 0;
  BoxType first = 0;
  for (Box entry;;) {
    TRY_LET(const bool more, entries.next(entry));
    if (!more) break;
    if (entry.type == box_type("encv") || entry.type == box_type("enca")) return encrypted();
    if (++count > tracks_max) return malformed("a track describes itself too often");
    if (count == 1) {
      first = entry.type;
      TRY(track.kind == Kind::video ? read_video_entry(entry, track) : read_audio_entry(entry, track));
    } else if (entry.type != first) {
      return malformed("a track changes its codec");
    }
  }
  if (count == 0) return malformed("a track does not say how it is stored");
  return {};
}

// ---- sample tables -----------------------------------------------------------------------------------

struct Table {
  std::uint32_t count = 0;
  Cursor rows{{}};
};

// A full box [count][rows of `each` bytes]: the rows must be there.
base::Result<Table> table(ByteView stbl, BoxType type, std::size_t each) {
  TRY_LET(const auto box, find_box(stbl, type));
  if (box.payload.empty()) return Table{};
  Cursor cursor{box.payload};
  cursor.skip(4);
  const auto count = cursor.u32();
  if (cursor.ran_short() || count > cursor.rest().size() / each)
    return malformed("a table is larger than its box");
  return Table{count, Cursor{cursor.rest().first(count * each)}};
}

struct Sizes {
  std::uint64_t count = 0;
  std::uint32_t same = 0;  // 0: they differ, see `rows`
  int bits = 32;
  Cursor rows{{}};
  std::uint32_t spare = 0;  // the second half of a byte of 4-bit sizes
  bool has_spare = false;

  std::uint64_t next() {
    if (same != 0) return same;
    if (bits != 4) return rows.be(static_cast<std::size_t>(bits) / 8);
    if (has_spare) {
      has_spare = false;
      return spare;
    }
    const auto byte = rows.u8();
    spare = byte & 15;
    has_spare = true;
    return byte >> 4;
  }
};

base::Result<Sizes> read_sizes(ByteView stbl) {
  TRY_LET(const auto stsz, find_box(stbl, box_type("stsz")));
  TRY_LET(const auto stz2, find_box(stbl, box_type("stz2")));
  Sizes sizes;
  if (!stsz.payload.empty()) {
    Cursor cursor{stsz.payload};
    cursor.skip(4);
    sizes.same = cursor.u32();
    sizes.count = cursor.u32();
    if (cursor.ran_short()) return malformed("a size table is cut short");
    sizes.rows = Cursor{cursor.rest()};
  } else if (!stz2.payload.empty()) {
    Cursor cursor{stz2.payload};
    cursor.skip(7);
    sizes.bits = cursor.u8();
    sizes.count = cursor.u32();
    if (cursor.ran_short() || (sizes.bits != 4 && sizes.bits != 8 && sizes.bits != 16))
      return malformed("a size table is cut short");
    sizes.rows = Cursor{cursor.rest()};
  }
  if (sizes.count > samples_max) return malformed("it claims too many samples");
  const auto bits = static_cast<std::uint64_t>(sizes.bits);
  if (sizes.same == 0 && sizes.count * bits > sizes.rows.rest().size() * 8)
    return malformed("a size table is larger than its box");
  return sizes;
}

// Times: the length of the track and the longest way between pictures that stand alone (stss; all, without).
base::Result<void> read_times(ByteView stbl, Track& track) {
  TRY_LET(auto stts, table(stbl, box_type("stts"), 8));
  TRY_LET(auto stss, table(stbl, box_type("stss"), 4));
  TRY_LET(const auto stss_box, find_box(stbl, box_type("stss")));
  TRY_LET(auto ctts, table(stbl, box_type("ctts"), 8));
  if (ctts.count > 0) {
    ctts.rows.skip(4);
    track.first_offset_ticks = ctts.rows.i32();
  }
  const bool all_alone = stss_box.payload.empty();
  std::uint64_t sample = 0, ticks = 0, key_ticks = 0;
  std::uint64_t next_key = stss.count > 0 ? stss.rows.u32() : 0;  // counted from 1
  std::uint32_t keys_read = stss.count > 0 ? 1 : 0;
  for (std::uint32_t i = 0; i < stts.count; ++i) {
    const std::uint64_t count = stts.rows.u32(), each = stts.rows.u32();
    if (count > samples_max || sample + count > samples_max) return malformed("it claims too many samples");
    while (next_key > sample && next_key <= sample + count) {
      const auto at = ticks + (next_key - sample - 1) * each;
      track.gap_ticks_max = std::max(track.gap_ticks_max, at - key_ticks);
      key_ticks = at;
      const auto before = next_key;
      next_key = keys_read < stss.count ? (++keys_read, stss.rows.u32()) : 0;
      if (next_key != 0 && next_key <= before) return malformed("its key pictures are out of order");
    }
    if (all_alone && count > 0) track.gap_ticks_max = std::max(track.gap_ticks_max, each);
    sample += count;
    ticks += count * each;  // < 2^27 * 2^32
    if (ticks > std::numeric_limits<std::uint64_t>::max() / 4) return malformed("its times overflow");
  }
  if (!all_alone) track.gap_ticks_max = std::max(track.gap_ticks_max, ticks - key_ticks);
  track.ticks += ticks;
  if (track.samples != 0 && sample == 0) return malformed("it has pictures without times");
  return {};
}

struct ChunkRuns {  // stsc: from which chunk on, how many samples each
  Table rows;
  std::uint32_t read = 0, next_first = 0, next_samples = 0, samples = 0;

  explicit ChunkRuns(Table table) : rows(table) { advance(); }
  void advance() {
    samples = next_samples;
    if (read < rows.count) {
      next_first = rows.rows.u32();
      next_samples = rows.rows.u32();
      rows.rows.skip(4);
      ++read;
    } else {
      next_first = 0;
    }
  }
  std::uint32_t samples_of(std::uint32_t chunk) {  // counted from 1, asked for in order
    while (next_first != 0 && chunk >= next_first) advance();
    return samples;
  }
};

// Places: every sample lies inside the file, every sample has a place.
base::Result<void> read_places(ByteView stbl, std::uint64_t file_size, Track& track) {
  TRY_LET(auto sizes, read_sizes(stbl));
  TRY_LET(const auto stsc, table(stbl, box_type("stsc"), 12));
  TRY_LET(auto stco, table(stbl, box_type("stco"), 4));
  TRY_LET(auto co64, table(stbl, box_type("co64"), 8));
  const bool wide = stco.count == 0;
  auto& chunks = wide ? co64 : stco;
  ChunkRuns runs{stsc};
  std::uint64_t left = sizes.count;
  for (std::uint32_t chunk = 1; chunk <= chunks.count && left > 0; ++chunk) {
    const auto at = wide ? chunks.rows.u64() : chunks.rows.u32();
    const std::uint64_t count = std::min<std::uint64_t>(runs.samples_of(chunk), left);
    std::uint64_t bytes = 0;
    if (sizes.same != 0) bytes = count * sizes.same;
    else
      for (std::uint64_t i = 0; i < count; ++i) bytes += sizes.next();
    if (at > file_size || bytes > file_size - at) return truncated();
    left -= count;
    track.bytes += bytes;
  }
  if (left > 0) return malformed("its tables do not say where every picture lies");
  track.samples += sizes.count;
  return {};
}

// ---- moov --------------------------------------------------------------------------------------------

base::Result<Track> read_track(ByteView trak, const Movie& movie, std::uint64_t file_size,
                               const Limits& limits) {
  Track track;
  TRY_LET(const auto tkhd, find_box(trak, box_type("tkhd")));
  TRY(read_tkhd(tkhd.payload, track));
  TRY_LET(const auto mdia, find_box(trak, box_type("mdia")));
  TRY_LET(const auto hdlr, find_box(mdia.payload, box_type("hdlr")));
  Cursor handler{hdlr.payload};
  handler.skip(8);
  const auto kind = handler.u32();
  track.kind = kind == box_type("vide") ? Kind::video : kind == box_type("soun") ? Kind::audio : Kind::other;
  TRY_LET(const auto mdhd, find_box(mdia.payload, box_type("mdhd")));
  TRY(read_mdhd(mdhd.payload, track));
  TRY(check_edits(trak, movie, limits, track));
  TRY_LET(const auto minf, find_box(mdia.payload, box_type("minf")));
  TRY(check_references(minf.payload));
  TRY_LET(const auto stbl, find_box(minf.payload, box_type("stbl")));
  TRY(read_places(stbl.payload, file_size, track));
  TRY(read_times(stbl.payload, track));
  if (track.kind == Kind::other || !track.enabled) return track;
  TRY_LET(const auto stsd, find_box(stbl.payload, box_type("stsd")));
  TRY(read_stsd(stsd.payload, track));
  return track;
}

base::Result<void> read_defaults(ByteView moov, Movie& movie) {
  TRY_LET(const auto mvex, find_box(moov, box_type("mvex")));
  movie.fragmented = !mvex.payload.empty();
  Boxes boxes{mvex.payload};
  for (Box box;;) {
    TRY_LET(const bool more, boxes.next(box));
    if (!more) return {};
    if (box.type != box_type("trex")) continue;
    Cursor cursor{box.payload};
    cursor.skip(4);
    const auto id = cursor.u32();
    cursor.skip(4);
    for (auto& track : movie.tracks) {
      if (track.id != id) continue;
      track.default_ticks = cursor.u32();
      track.default_bytes = cursor.u32();
      track.default_flags = cursor.u32();
      break;
    }
  }
}

base::Result<Movie> read_moov(ByteView moov, std::uint64_t file_size, const Limits& limits) {
  int boxes = 0;
  TRY(survey(moov, 1, boxes));
  Movie movie;
  TRY_LET(const auto mvhd, find_box(moov, box_type("mvhd")));
  Cursor cursor{mvhd.payload};
  const auto head = full(cursor);
  cursor.skip(head.version == 1 ? 16 : 8);
  movie.timescale = cursor.u32();
  if (cursor.ran_short() || movie.timescale == 0) return malformed("its index has no header");
  Boxes list{moov};
  for (Box box;;) {
    TRY_LET(const bool more, list.next(box));
    if (!more) break;
    if (box.type != box_type("trak")) continue;
    if (movie.tracks.size() == static_cast<std::size_t>(tracks_max))
      return fail(Fault::corrupt_input, "too_many_tracks",
                  "The file has too many tracks. Export one picture and one sound.");
    TRY_LET(auto track, read_track(box.payload, movie, file_size, limits));
    movie.tracks.push_back(std::move(track));
  }
  TRY(read_defaults(moov, movie));
  return movie;
}

// ---- fragments ---------------------------------------------------------------------------------------

struct FragmentState {
  std::uint64_t file_size;
  std::uint64_t moof_at;
  std::uint64_t next_data;  // where a run without its own offset begins
};

base::Result<void> read_trun(ByteView payload, Track& track, const Track& defaults, std::uint64_t base,
                             FragmentState& state) {
  Cursor cursor{payload};
  const auto head = full(cursor);
  const auto count = cursor.u32();
  const bool has[4] = {(head.flags & 0x100) != 0, (head.flags & 0x200) != 0, (head.flags & 0x400) != 0,
                       (head.flags & 0x800) != 0};
  const auto each = 4U * (has[0] + has[1] + has[2] + has[3]);
  std::uint64_t at = state.next_data;
  if (head.flags & 1) {
    const std::int64_t offset = cursor.i32();
    if (offset < 0 && base < static_cast<std::uint64_t>(-offset)) return truncated();
    at = base + static_cast<std::uint64_t>(offset);
  }
  auto first_flags = std::optional<std::uint32_t>{};
  if (head.flags & 4) first_flags = cursor.u32();
  if (cursor.ran_short() || (each != 0 && count > cursor.rest().size() / each))
    return malformed("a run is larger than its box");
  // Without fields of their own a thousand million samples cost four bytes; no encoder makes such runs.
  if (each == 0 && count > 10'000'000) return malformed("a run claims too many samples");
  std::uint64_t bytes = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t ticks = has[0] ? cursor.u32() : defaults.default_ticks;
    bytes += has[1] ? cursor.u32() : defaults.default_bytes;
    auto flags = has[2] ? cursor.u32() : defaults.default_flags;
    if (has[3]) cursor.skip(4);
    if (i == 0 && first_flags) flags = *first_flags;
    if ((flags & 0x10000) == 0) {
      track.gap_ticks_max = std::max(track.gap_ticks_max, track.since_key_ticks);
      track.since_key_ticks = 0;
    }
    track.since_key_ticks += ticks;
    track.ticks += ticks;
  }
  track.samples += count;
  if (track.samples > samples_max) return malformed("it claims too many samples");
  if (at > state.file_size || bytes > state.file_size - at) return truncated();
  track.bytes += bytes;
  state.next_data = at + bytes;
  return {};
}

base::Result<void> read_traf(ByteView traf, Movie& movie, FragmentState& state) {
  TRY_LET(const auto tfhd, find_box(traf, box_type("tfhd")));
  Cursor cursor{tfhd.payload};
  const auto head = full(cursor);
  const auto id = cursor.u32();
  auto track = std::ranges::find(movie.tracks, id, &Track::id);
  if (track == movie.tracks.end()) return malformed("a fragment belongs to no track");
  Track defaults = {};
  defaults.default_ticks = track->default_ticks;
  defaults.default_bytes = track->default_bytes;
  defaults.default_flags = track->default_flags;
  std::uint64_t base = state.moof_at;
  if (head.flags & 0x01) base = cursor.u64();
  if (head.flags & 0x02) cursor.skip(4);
  if (head.flags & 0x08) defaults.default_ticks = cursor.u32();
  if (head.flags & 0x10) defaults.default_bytes = cursor.u32();
  if (head.flags & 0x20) defaults.default_flags = cursor.u32();
  if (cursor.ran_short()) return malformed("a fragment header is cut short");
  if (base > state.file_size) return truncated();
  Boxes boxes{traf};
  for (Box box;;) {
    TRY_LET(const bool more, boxes.next(box));
    if (!more) return {};
    if (box.type == box_type("senc")) return encrypted();
    if (box.type == box_type("trun")) TRY(read_trun(box.payload, *track, defaults, base, state));
  }
}

base::Result<void> read_moof(ByteView moof, std::uint64_t at, std::uint64_t size, Movie& movie,
                             std::uint64_t file_size, int& boxes) {
  TRY(survey(moof, 1, boxes));
  FragmentState state{file_size, at, at + size + 8};
  Boxes list{moof};
  for (Box box;;) {
    TRY_LET(const bool more, list.next(box));
    if (!more) return {};
    if (box.type == box_type("traf")) TRY(read_traf(box.payload, movie, state));
  }
}

// ---- the answer --------------------------------------------------------------------------------------

base::Result<base::Bytes> load(ByteSource& source, const Box& box, std::uint64_t bytes_max) {
  if (box.size > bytes_max) return malformed("its index is too large");
  base::Bytes bytes(box.size - box.header);
  TRY(source.read(box.at + box.header, bytes));
  return bytes;
}

base::Result<Inspected> summary(const Movie& movie, const Limits& limits) {
  Inspected found;
  found.container = Container::mp4;
  found.fragmented = movie.fragmented;
  const Track* picture = nullptr;
  const Track* sound = nullptr;
  for (const auto& track : movie.tracks) {
    const bool used = track.enabled && !track.still && track.samples > 0;
    auto*& slot = track.kind == Kind::video ? picture : sound;
    if (!used || track.kind == Kind::other) {
      ++found.ignored_tracks;
    } else if (slot != nullptr) {
      return fail(Fault::corrupt_input, "too_many_tracks",
                  "The file has more than one picture or sound track. Export one of each.");
    } else {
      slot = &track;
    }
  }
  const bool only_stills = picture == nullptr && std::ranges::any_of(movie.tracks, &Track::still);
  if (only_stills) return unsupported_codec("picture", "jpeg");
  if (picture != nullptr) {
    found.video = picture->video;
    found.video.frames = static_cast<std::int64_t>(picture->samples);
    found.video.bytes = static_cast<std::int64_t>(picture->bytes);
    found.video.duration = to_millis(picture->ticks, picture->timescale);
    const auto gap = std::max(picture->gap_ticks_max, picture->since_key_ticks);
    found.video.keyframe_gap_max = to_millis(gap, picture->timescale);
    found.video.stream = static_cast<int>(picture - movie.tracks.data());
    found.video.trimmed = picture->edits > 1 || picture->edit_begin_ticks > picture->first_offset_ticks;
  }
  TRY(check_track(found.video, limits));
  found.duration = found.video.duration;
  if (sound != nullptr) {
    if (to_millis(sound->ticks, sound->timescale) > limits.duration_max * 2)
      return malformed("its sound is much longer than its picture may be");
    found.audio = sound->audio;
    found.audio->stream = static_cast<int>(sound - movie.tracks.data());
  }
  return found;
}

// HEIF and AVIF pictures are the same boxes without a movie.
base::Result<void> refuse_picture(ByteSource& source) {
  std::array<std::byte, 12> head{};
  if (source.size() < head.size()) return {};
  TRY(source.read(0, head));
  for (const std::string_view brand : {"ftypavif", "ftypavis", "ftyphei", "ftyphev", "ftypmif1", "ftypmsf1"})
    if (base::as_text(head).substr(4).starts_with(brand))
      return fail(Fault::corrupt_input, "not_a_video",
                  "This is a picture. MP4, MOV, WebM and MKV are accepted.");
  return {};
}

}  // namespace

base::Result<Inspected> inspect_mp4(ByteSource& source, const Limits& limits) {
  std::optional<Movie> movie;
  int boxes = 0;
  for (std::uint64_t at = 0; source.size() - at >= 8;) {
    TRY_LET(const auto box, box_at(source, at, source.size()));
    if (++boxes > boxes_max) return malformed("it has too many boxes");
    if (box.type == box_type("moov")) {
      if (movie) return malformed("it has two indexes");
      TRY_LET(const auto bytes, load(source, box, index_bytes_max));
      TRY_LET(movie, read_moov(bytes, source.size(), limits));
    } else if (box.type == box_type("moof")) {
      if (!movie) return malformed("a fragment comes before the index");
      TRY_LET(const auto bytes, load(source, box, fragment_index_bytes_max));
      TRY(read_moof(bytes, box.at, box.size, *movie, source.size(), boxes));
    } else if (box.type == box_type("pssh")) {
      return encrypted();
    }
    at += box.size;
  }
  if (!movie) {
    TRY(refuse_picture(source));
    return fail(Fault::corrupt_input, "truncated",
                "The file holds no index of its video; it was probably cut off while recording or copying.");
  }
  return summary(*movie, limits);
}

}  // namespace vitrine::media::detail
