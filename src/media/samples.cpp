#include "media/samples.hpp"

#include <algorithm>

#include "media/boxes.hpp"
#include "media/container.hpp"

namespace vitrine::media {

namespace {

using base::ByteView;
using detail::malformed;

// Our headers are a few hundred bytes, our fragments hold a second.
constexpr std::uint64_t header_bytes_max = 1 << 20;
constexpr std::uint32_t flag_not_key = 0x10000;

struct Defaults {
  std::uint32_t ticks = 0, bytes = 0, flags = 0;
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

base::Result<Defaults> read_header(SampleTrack& track) {
  TRY_LET(const auto trak, find_box(track.moov, box_type("trak")));
  TRY_LET(const auto tkhd, find_box(trak.payload, box_type("tkhd")));
  TRY_LET(const auto mdia, find_box(trak.payload, box_type("mdia")));
  TRY_LET(const auto mdhd, find_box(mdia.payload, box_type("mdhd")));
  TRY_LET(const auto mvex, find_box(track.moov, box_type("mvex")));
  TRY_LET(const auto trex, find_box(mvex.payload, box_type("trex")));
  track.id = field(tkhd.payload, 12, 20);
  track.timescale = field(mdhd.payload, 12, 20);
  if (track.id == 0 || track.timescale == 0) return malformed("a header names no track");
  return Defaults{field(trex.payload, 12, 12), field(trex.payload, 16, 16), field(trex.payload, 20, 20)};
}

// One fragment's part of the track; `moof_at` is what its offsets are counted from.
class Fragment {
 public:
  Fragment(SampleTrack& track, std::uint64_t moof_at, std::uint64_t file_size)
      : track_(track), moof_at_(moof_at), file_size_(file_size) {}

  base::Result<void> read(ByteView traf, Defaults defaults) {
    TRY_LET(const auto tfhd, find_box(traf, box_type("tfhd")));
    Cursor head{tfhd.payload};
    const auto flags = full(head).flags;
    if (head.u32() != track_.id || (flags & 0x20000) == 0) return malformed("a fragment of another track");
    if (flags & 1) return malformed("offsets are counted from elsewhere");
    if (flags & 2) head.skip(4);
    if (flags & 8) defaults.ticks = head.u32();
    if (flags & 0x10) defaults.bytes = head.u32();
    if (flags & 0x20) defaults.flags = head.u32();
    TRY_LET(const auto tfdt, find_box(traf, box_type("tfdt")));
    Cursor time{tfdt.payload};
    const auto begin = full(time).version == 1 ? time.u64() : time.u32();
    if (head.ran_short() || time.ran_short() || begin >> 62 != 0)
      return malformed("a fragment without a time");
    decoded_ = static_cast<std::int64_t>(begin);
    Boxes runs{traf};
    for (Box run;;) {
      TRY_LET(const bool more, runs.next(run));
      if (!more) return {};
      if (run.type == box_type("trun")) TRY(read_run(run.payload, defaults));
    }
  }

 private:
  base::Result<void> read_run(ByteView trun, const Defaults& defaults) {
    Cursor cursor{trun};
    const auto head = full(cursor);
    const auto count = cursor.u32();
    if ((head.flags & 1) == 0) return malformed("a run does not say where it lies");
    auto at = moof_at_ + static_cast<std::uint64_t>(std::max(0, cursor.i32()));
    const auto first_flags = (head.flags & 4) ? cursor.u32() : defaults.flags;
    if (count > samples_max - std::min(samples_max, track_.samples.size()))
      return malformed("it has too many pictures");
    for (std::uint32_t i = 0; i < count; ++i) {
      Sample sample;
      sample.ticks = (head.flags & 0x100) ? cursor.u32() : defaults.ticks;
      sample.bytes = (head.flags & 0x200) ? cursor.u32() : defaults.bytes;
      auto flags = i == 0 ? first_flags : defaults.flags;
      if (head.flags & 0x400) flags = cursor.u32();
      sample.key = (flags & flag_not_key) == 0;
      sample.decoded = decoded_;
      sample.shown = decoded_ + ((head.flags & 0x800) ? cursor.i32() : 0);
      sample.at = at;
      at += sample.bytes;
      decoded_ += sample.ticks;
      if (cursor.ran_short() || at > file_size_) return malformed("a run is larger than its file");
      track_.samples.push_back(sample);
    }
    return {};
  }

  SampleTrack& track_;
  std::uint64_t moof_at_, file_size_;
  std::int64_t decoded_ = 0;
};

}  // namespace

base::Result<SampleTrack> read_samples(ByteSource& source) {
  SampleTrack track;
  Defaults defaults;
  for (std::uint64_t at = 0; at < source.size();) {
    TRY_LET(const auto box, box_at(source, at, source.size()));
    if (box.type == box_type("moov")) {
      TRY_LET(track.moov, load(source, box));
      TRY_LET(defaults, read_header(track));
    } else if (box.type == box_type("moof")) {
      if (track.moov.empty()) return malformed("a fragment before the header");
      TRY_LET(const auto moof, load(source, box));
      TRY_LET(const auto traf, find_box(moof, box_type("traf")));
      TRY(Fragment(track, at, source.size()).read(traf.payload, defaults));
    }
    at += box.size;
  }
  if (track.moov.empty()) return malformed("it has no header");
  return track;
}

}  // namespace vitrine::media
