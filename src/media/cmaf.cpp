#include "media/cmaf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "media/boxes.hpp"
#include "media/container.hpp"

namespace vitrine::media {

namespace {

using base::ByteView;
using detail::malformed;

constexpr std::uint64_t header_bytes_max = 1 << 20;

struct Head {
  std::uint32_t video_id = 0;
  std::uint32_t timescale = 1;
  std::uint32_t default_ticks = 0;
};

base::Result<base::Bytes> load(ByteSource& source, const Box& box) {
  if (box.size > header_bytes_max) return malformed("a header is too large");
  base::Bytes bytes(box.size - box.header);
  TRY(source.read(box.at + box.header, bytes));
  return bytes;
}

std::uint32_t field(ByteView payload, std::size_t version_0, std::size_t version_1) {
  const auto at = !payload.empty() && payload[0] == std::byte{1} ? version_1 : version_0;
  if (payload.size() < at + 4) return 0;
  return static_cast<std::uint32_t>(base::read_be(payload.subspan(at, 4)));
}

base::Result<Head> read_head(ByteView moov) {
  Head head;
  Boxes tracks{moov};
  for (Box trak;;) {
    TRY_LET(const bool more, tracks.next(trak));
    if (!more) break;
    if (trak.type != box_type("trak")) continue;
    TRY_LET(const auto mdia, find_box(trak.payload, box_type("mdia")));
    TRY_LET(const auto hdlr, find_box(mdia.payload, box_type("hdlr")));
    if (field(hdlr.payload, 8, 8) != box_type("vide")) continue;
    TRY_LET(const auto tkhd, find_box(trak.payload, box_type("tkhd")));
    TRY_LET(const auto mdhd, find_box(mdia.payload, box_type("mdhd")));
    head.video_id = field(tkhd.payload, 12, 20);
    head.timescale = std::max<std::uint32_t>(1, field(mdhd.payload, 12, 20));
  }
  TRY_LET(const auto mvex, find_box(moov, box_type("mvex")));
  Boxes defaults{mvex.payload};
  for (Box trex;;) {
    TRY_LET(const bool more, defaults.next(trex));
    if (!more) return head;
    if (trex.type == box_type("trex") && field(trex.payload, 4, 4) == head.video_id)
      head.default_ticks = field(trex.payload, 12, 12);
  }
}

struct Span {
  std::uint64_t begin = 0;
  std::uint64_t ticks = 0;
};

base::Result<std::uint64_t> run_ticks(ByteView trun, std::uint32_t default_ticks) {
  Cursor cursor{trun};
  const auto head = full(cursor);
  const auto count = cursor.u32();
  if (head.flags & 1) cursor.skip(4);
  if (head.flags & 4) cursor.skip(4);
  if ((head.flags & 0x100) == 0) return std::uint64_t{count} * default_ticks;
  const std::size_t after =
      4U * (((head.flags >> 9) & 1) + ((head.flags >> 10) & 1) + ((head.flags >> 11) & 1));
  std::uint64_t ticks = 0;
  for (std::uint32_t i = 0; i < count && !cursor.ran_short(); ++i) {
    ticks += cursor.u32();
    cursor.skip(after);
  }
  if (cursor.ran_short()) return malformed("a run is larger than its box");
  return ticks;
}

// The time of the picture's part of one fragment.
base::Result<Span> read_span(ByteView moof, const Head& head) {
  Boxes list{moof};
  for (Box traf;;) {
    TRY_LET(const bool more, list.next(traf));
    if (!more) return malformed("a segment without a picture");
    if (traf.type != box_type("traf")) continue;
    TRY_LET(const auto tfhd, find_box(traf.payload, box_type("tfhd")));
    Cursor cursor{tfhd.payload};
    const auto flags = full(cursor).flags;
    if (cursor.u32() != head.video_id) continue;
    if (flags & 1) cursor.skip(8);
    if (flags & 2) cursor.skip(4);
    const auto default_ticks = (flags & 8) ? cursor.u32() : head.default_ticks;
    TRY_LET(const auto tfdt, find_box(traf.payload, box_type("tfdt")));
    Cursor time{tfdt.payload};
    Span span;
    span.begin = full(time).version == 1 ? time.u64() : time.u32();
    Boxes runs{traf.payload};
    for (Box run;;) {
      TRY_LET(const bool again, runs.next(run));
      if (!again) return span;
      if (run.type != box_type("trun")) continue;
      TRY_LET(const auto ticks, run_ticks(run.payload, default_ticks));
      span.ticks += ticks;
    }
  }
}

void close(Rung& rung, std::uint64_t bytes, std::uint64_t from, std::uint64_t to, std::uint32_t timescale) {
  // Rounding the ends rather than the length keeps the sum right.
  const auto ms = [timescale](std::uint64_t ticks) { return (ticks * 1000 + timescale / 2) / timescale; };
  const auto duration = std::max<std::uint64_t>(1, ms(to) - ms(from));
  rung.segments.push_back({static_cast<std::uint32_t>(bytes), static_cast<std::uint32_t>(duration)});
  rung.bandwidth = std::max(
      rung.bandwidth, static_cast<int>(std::min<std::uint64_t>(bytes * 8 * 1000 / duration, 1'000'000'000)));
}

base::Result<Rung> describe(ByteSource& source) {
  Limits ours;
  ours.duration_max = model::Millis{24LL * 3600 * 1000};
  ours.side_px_min = 2;
  TRY_LET(const auto found, inspect(source, ours));
  if (found.video.codec != VideoCodec::h264 || found.video.codec_text.empty() || found.ignored_tracks > 0)
    return malformed("a rung is not H.264");
  if (found.audio && found.audio->codec != AudioCodec::aac) return malformed("a rung's sound is not AAC");
  Rung rung;
  rung.width = found.video.width;
  rung.height = found.video.height;
  rung.codecs = found.video.codec_text + (found.audio ? ",mp4a.40.2" : "");
  return rung;
}

}  // namespace

base::Result<Rung> read_rung(ByteSource& source) {
  TRY_LET(auto rung, describe(source));
  Head head;
  std::uint64_t segment_at = 0, time = 0;
  std::optional<Span> open;
  for (std::uint64_t at = 0; at < source.size();) {
    TRY_LET(const auto box, box_at(source, at, source.size()));
    const auto begins_segment = box.type == box_type("moof");
    if (box.type == box_type("moov")) {
      TRY_LET(const auto bytes, load(source, box));
      TRY_LET(head, read_head(bytes));
    } else if (begins_segment) {
      TRY_LET(const auto bytes, load(source, box));
      TRY_LET(const auto span, read_span(bytes, head));
      if (open) close(rung, at - segment_at, open->begin, span.begin, head.timescale);
      else rung.init_bytes = static_cast<std::uint32_t>(at);
      if (span.begin < time) return malformed("its segments go back in time");
      time = span.begin + span.ticks;
      open = span;
      segment_at = at;
    } else if (open && box.type != box_type("mdat")) {
      return malformed("something lies between its segments");
    }
    at += box.size;
  }
  if (!open || source.size() > 0xffffffffULL) return malformed("it has no segments");
  close(rung, source.size() - segment_at, open->begin, time, head.timescale);
  return rung;
}

}  // namespace vitrine::media
