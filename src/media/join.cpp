#include "media/join.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <numeric>
#include <vector>

#include "media/boxes.hpp"
#include "media/container.hpp"
#include "media/samples.hpp"

namespace vitrine::media {

using base::ByteView;
using base::Fault;
using detail::malformed;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t key_flags = 0x02000000, other_flags = 0x01010000;

// ---- boxes ------------------------------------------------------------------------------------------------

class Out {
 public:
  Out& be(std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::byte>((value >> shift) & 0xff));
    return *this;
  }
  Out& u32(std::uint64_t value) { return be(value, 4); }
  Out& add(ByteView more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
    return *this;
  }
  /// What `fill` adds, as the payload of a box.
  template <class Fill>
  Out& box(BoxType type, Fill fill) {
    const auto at = bytes_.size();
    u32(0).u32(type);
    fill(*this);
    patch(at, bytes_.size() - at);
    return *this;
  }
  void patch(std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 4; ++i)
      bytes_[at + i] = static_cast<std::byte>((value >> (8 * (3 - i))) & 0xff);
  }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] ByteView view() const { return bytes_; }

 private:
  base::Bytes bytes_;
};

// ---- tracks -----------------------------------------------------------------------------------------------

// A sample, where it lies, and its new times.
struct Packet {
  std::uint32_t file = 0;
  Sample sample;
};

struct Track {
  base::Bytes moov;  ///< of the first part that holds anything
  std::uint32_t timescale = 1;
  std::vector<FileSource> files;
  std::vector<Packet> packets;  ///< in order of decoding
};

base::Result<ByteView> sample_entry(ByteView moov) {
  ByteView at = moov;
  for (const auto type :
       {box_type("trak"), box_type("mdia"), box_type("minf"), box_type("stbl"), box_type("stsd")}) {
    TRY_LET(const auto box, find_box(at, type));
    at = box.payload;
  }
  return at;
}

// One more part at the end of the track. The encoder was told the same each time: its headers are the same.
base::Result<void> add_part(Track& track, const fs::path& path, std::size_t first, std::size_t count) {
  TRY_LET(auto file, FileSource::open(path));
  TRY_LET(auto part, read_samples(file));
  const auto begin = std::min(first, part.samples.size());
  const auto end = begin + std::min(count, part.samples.size() - begin);
  if (begin == end) return {};
  if (track.packets.empty()) {
    track.moov = std::move(part.moov);
    track.timescale = part.timescale;
  } else {
    TRY_LET(const auto ours, sample_entry(track.moov));
    TRY_LET(const auto theirs, sample_entry(part.moov));
    if (part.timescale != track.timescale || !std::ranges::equal(ours, theirs))
      return malformed("its parts were made in different ways");
  }
  if (end - begin > samples_max - track.packets.size()) return malformed("it has too many pictures");
  const auto number = static_cast<std::uint32_t>(track.files.size());
  for (auto i = begin; i < end; ++i) track.packets.push_back({number, part.samples[i]});
  track.files.push_back(std::move(file));
  return {};
}

// Packets [begin, end): a key picture and all that need it.
struct Group {
  std::size_t begin = 0, end = 0;
  std::int64_t from = 0;  ///< when its first picture is shown
};

base::Result<std::vector<Group>> groups_of(const Track& video) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < video.packets.size(); ++i) {
    if (video.packets[i].sample.key) groups.push_back({i, i, 0});
    if (groups.empty()) return malformed("it does not begin with a key picture");
    groups.back().end = i + 1;
  }
  if (groups.empty()) return malformed("it has no pictures");
  return groups;
}

// The order the group's pictures are shown in, as indices into the track.
std::vector<std::size_t> shown_order(const Track& video, const Group& group) {
  std::vector<std::size_t> order(group.end - group.begin);
  std::iota(order.begin(), order.end(), group.begin);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return video.packets[i].sample.shown; });
  return order;
}

// Showing times that rise by at least a tick, the first 0; decoding times and lengths that follow from them.
base::Result<void> retime(Track& video, std::vector<Group>& groups, std::int64_t end) {
  std::int64_t last = -1, gap = std::max<std::int64_t>(1, video.timescale / 30);
  for (auto& group : groups) {
    const auto order = shown_order(video, group);
    // Closed: nothing of it is shown before its key picture, nor before what came earlier.
    if (order.front() != group.begin) return malformed("a group is not closed");
    std::vector<std::int64_t> times;
    for (const auto i : order) {
      auto& shown = video.packets[i].sample.shown;
      shown = last < 0 ? 0 : std::max(shown, last + 1);
      if (last >= 0) gap = shown - last;
      last = shown;
      times.push_back(shown);
    }
    group.from = times.front();
    for (std::size_t i = 0; i < times.size(); ++i) {
      auto& sample = video.packets[group.begin + i].sample;
      sample.decoded = times[i];
      if (group.begin + i > 0) {
        auto& before = video.packets[group.begin + i - 1].sample;
        before.ticks = static_cast<std::uint32_t>(sample.decoded - before.decoded);
      }
    }
  }
  // Where the source does not say how long the last picture stays, as long as the one before it.
  const auto stays = end > last ? end - last : gap;
  if (last + stays > std::numeric_limits<std::int32_t>::max() - 1LL) return malformed("it is too long");
  video.packets.back().sample.ticks = static_cast<std::uint32_t>(stays);
  return {};
}

base::Result<void> retime_sound(Track& sound) {
  std::int64_t time = 0;
  for (auto& packet : sound.packets) {
    packet.sample.decoded = packet.sample.shown = time;
    time += packet.sample.ticks;
    if (time > std::numeric_limits<std::int32_t>::max()) return malformed("it is too long");
  }
  return {};
}

// ---- the file ---------------------------------------------------------------------------------------------

// One track's share of a fragment.
struct Share {
  const Track* track = nullptr;
  std::uint32_t id = 0;
  std::span<const Packet> packets;
};

// `trak` with its number replaced, and lying upright: ffmpeg 5.1 copies the matrix that says how the source
// lies to the picture it has turned already, and players would turn it once more.
base::Result<base::Bytes> own_trak(ByteView moov, std::uint32_t id) {
  TRY_LET(const auto trak, find_box(moov, box_type("trak")));
  TRY_LET(const auto tkhd, find_box(trak.payload, box_type("tkhd")));
  const auto wide = !tkhd.payload.empty() && tkhd.payload[0] == std::byte{1};
  const std::size_t number_at = wide ? 20 : 12, matrix_at = wide ? 52 : 40;
  if (tkhd.payload.size() < matrix_at + 36) return malformed("a header is too short");
  base::Bytes bytes{trak.payload.begin(), trak.payload.end()};
  const auto patch = [&](std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
      bytes[tkhd.at + tkhd.header + at + i] = static_cast<std::byte>((value >> (8 * (3 - i))) & 0xff);
  };
  patch(number_at, id);
  constexpr std::array<std::uint32_t, 9> upright{1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30};
  for (std::size_t i = 0; i < upright.size(); ++i) patch(matrix_at + i * 4, upright[i]);
  return bytes;
}

base::Result<Out> make_header(std::span<const Track* const> tracks) {
  TRY_LET(const auto mvhd, find_box(tracks.front()->moov, box_type("mvhd")));
  if (mvhd.payload.size() < 96) return malformed("a header is too short");
  std::vector<base::Bytes> traks;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    TRY_LET(auto trak, own_trak(tracks[i]->moov, static_cast<std::uint32_t>(i + 1)));
    traks.push_back(std::move(trak));
  }
  Out out;
  out.box(box_type("ftyp"), [](Out& box) {
    box.u32(box_type("iso6")).u32(0x200);
    for (const auto brand : {box_type("iso6"), box_type("cmfc"), box_type("mp41")}) box.u32(brand);
  });
  out.box(box_type("moov"), [&](Out& moov) {
    moov.box(box_type("mvhd"),
             [&](Out& box) { box.add(mvhd.payload.first(mvhd.payload.size() - 4)).u32(tracks.size() + 1); });
    for (const auto& trak : traks) moov.box(box_type("trak"), [&](Out& box) { box.add(trak); });
    moov.box(box_type("mvex"), [&](Out& mvex) {
      for (std::size_t i = 0; i < tracks.size(); ++i)
        mvex.box(box_type("trex"), [&](Out& box) { box.u32(0).u32(i + 1).u32(1).u32(0).u32(0).u32(0); });
    });
  });
  return out;
}

bool same_ticks(std::span<const Packet> packets) {
  return std::ranges::all_of(packets,
                             [&](const Packet& p) { return p.sample.ticks == packets.front().sample.ticks; });
}

bool only_first_is_key(std::span<const Packet> packets) {
  return packets.front().sample.key &&
         std::ranges::none_of(packets.subspan(1), [](const Packet& p) { return p.sample.key; });
}

bool all_shown_as_decoded(std::span<const Packet> packets) {
  return std::ranges::all_of(packets, [](const Packet& p) { return p.sample.shown == p.sample.decoded; });
}

// ISO/IEC 14496-12 8.8.6 to 8.8.8. What is the same for all is said once. Returns where the offset of the
// data is to be patched in.
std::size_t write_traf(Out& moof, const Share& share) {
  const auto packets = share.packets;
  const bool even = same_ticks(packets), offsets = !all_shown_as_decoded(packets);
  const bool keys = std::ranges::all_of(packets, [](const Packet& p) { return p.sample.key; });
  const bool plain = keys || only_first_is_key(packets);
  std::size_t patch_at = 0;
  moof.box(box_type("traf"), [&](Out& traf) {
    traf.box(box_type("tfhd"), [&](Out& box) {
      box.u32(0x020020U | (even ? 8U : 0U)).u32(share.id);
      if (even) box.u32(packets.front().sample.ticks);
      box.u32(keys ? key_flags : other_flags);
    });
    traf.box(box_type("tfdt"), [&](Out& box) {
      box.u32(1U << 24).be(static_cast<std::uint64_t>(packets.front().sample.decoded), 8);
    });
    traf.box(box_type("trun"), [&](Out& box) {
      const bool first_flags = plain && !keys;
      box.u32((1U << 24) | 0x201U | (first_flags ? 4U : 0U) | (even ? 0U : 0x100U) | (plain ? 0U : 0x400U) |
              (offsets ? 0x800U : 0U));
      box.u32(packets.size());
      patch_at = box.size();
      box.u32(0);
      if (first_flags) box.u32(key_flags);
      for (const auto& [file, sample] : packets) {
        if (!even) box.u32(sample.ticks);
        box.u32(sample.bytes);
        if (!plain) box.u32(sample.key ? key_flags : other_flags);
        if (offsets) box.u32(static_cast<std::uint32_t>(sample.shown - sample.decoded));
      }
    });
  });
  return patch_at;
}

class Writer {
 public:
  static base::Result<Writer> create(const fs::path& path) {
    Writer writer{path};
    if (!writer.file_) return writer.no_work_dir();
    return writer;
  }

  base::Result<void> write(ByteView bytes) {
    file_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file_) return no_work_dir();
    return {};
  }

  base::Result<void> fragment(std::span<const Share> shares, std::vector<Track*> tracks) {
    Out out;
    std::vector<std::size_t> patches;
    out.box(box_type("moof"), [&](Out& moof) {
      moof.box(box_type("mfhd"), [&](Out& box) { box.u32(0).u32(++number_); });
      for (const auto& share : shares) patches.push_back(write_traf(moof, share));
    });
    std::uint64_t data = 8;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      out.patch(patches[i], out.size() + data);
      for (const auto& packet : shares[i].packets) data += packet.sample.bytes;
    }
    if (data > std::numeric_limits<std::int32_t>::max()) return malformed("a segment is too large");
    out.u32(data).u32(box_type("mdat"));
    TRY(write(out.view()));
    for (const auto& share : shares)
      for (const auto& [file, sample] : share.packets) {
        buffer_.resize(sample.bytes);
        TRY(tracks[share.id - 1]->files[file].read(sample.at, buffer_));
        TRY(write(buffer_));
      }
    return {};
  }

  base::Result<void> close() {
    file_.close();
    if (!file_) return no_work_dir();
    return {};
  }

 private:
  explicit Writer(const fs::path& path) : file_(path, std::ios::binary | std::ios::trunc) {}
  static std::unexpected<base::Error> no_work_dir() {
    return base::fail(Fault::not_available, "work_dir",
                      "The work directory cannot be written; is the disk full?");
  }

  std::ofstream file_;
  std::uint32_t number_ = 0;
  base::Bytes buffer_;
};

// Whole groups, about a second of them: packets [begin, end) of the picture, shown until `to`.
struct Cut {
  std::size_t begin = 0, end = 0;
  std::int64_t to = 0;
};

std::vector<Cut> cuts_of(const Track& video, const std::vector<Group>& groups) {
  const std::int64_t second = video.timescale / segments_per_second;
  const auto least = segment_min.count() * video.timescale / 1000;
  std::vector<Cut> cuts;
  std::int64_t from = 0;
  for (const auto& group : groups) {
    const bool next_second = group.from / second > from / second && group.from - from >= least;
    if (cuts.empty() || next_second) {
      if (!cuts.empty()) cuts.back().to = group.from;
      cuts.push_back({group.begin, group.end, 0});
      from = group.from;
    }
    cuts.back().end = group.end;
  }
  cuts.back().to = std::numeric_limits<std::int64_t>::max();  // the last one takes all the sound left
  return cuts;
}

// How many packets of the sound, from `at` on, begin before `to` ticks of the picture.
std::size_t sound_before(const Track& sound, std::size_t at, std::int64_t to, std::uint32_t timescale) {
  if (to == std::numeric_limits<std::int64_t>::max()) return sound.packets.size() - at;
  auto end = at;
  while (end < sound.packets.size() &&
         sound.packets[end].sample.decoded * timescale < to * static_cast<std::int64_t>(sound.timescale))
    ++end;
  return end - at;
}

constexpr auto all_packets = std::numeric_limits<std::size_t>::max();

base::Result<Track> read_sound(std::span<const SoundPart> parts) {
  Track sound;
  for (const auto& part : parts) TRY(add_part(sound, part.file, part.first, part.count));
  if (sound.packets.empty()) return malformed("it has no sound");
  TRY(retime_sound(sound));
  return sound;
}

}  // namespace

base::Result<void> join_rung(std::span<const fs::path> parts, const std::optional<fs::path>& sound_file,
                             model::Millis end, const fs::path& out) {
  Track video, sound;
  for (const auto& part : parts) TRY(add_part(video, part, 0, all_packets));
  TRY_LET(auto groups, groups_of(video));
  TRY(retime(video, groups, end.count() * video.timescale / 1000));
  std::vector<Track*> tracks{&video};
  if (sound_file) {
    const SoundPart whole{*sound_file, 0, all_packets};
    TRY_LET(sound, read_sound({&whole, 1}));
    tracks.push_back(&sound);
  }
  TRY_LET(auto writer, Writer::create(out));
  TRY_LET(const auto header, make_header(std::vector<const Track*>{tracks.begin(), tracks.end()}));
  TRY(writer.write(header.view()));
  std::size_t heard = 0;
  for (const auto& cut : cuts_of(video, groups)) {
    std::vector<Share> shares{{&video, 1, std::span{video.packets}.subspan(cut.begin, cut.end - cut.begin)}};
    const auto count = sound_before(sound, heard, cut.to, video.timescale);
    if (count > 0) shares.push_back({&sound, 2, std::span{sound.packets}.subspan(heard, count)});
    heard += count;
    TRY(writer.fragment(shares, tracks));
  }
  return writer.close();
}

base::Result<void> join_sound(std::span<const SoundPart> parts, const fs::path& out) {
  TRY_LET(auto sound, read_sound(parts));
  TRY_LET(auto writer, Writer::create(out));
  TRY_LET(const auto header, make_header(std::vector<const Track*>{&sound}));
  TRY(writer.write(header.view()));
  // About a second each.
  for (std::size_t at = 0; at < sound.packets.size(); at += 47) {
    const auto count = std::min<std::size_t>(47, sound.packets.size() - at);
    const Share share{&sound, 1, std::span{sound.packets}.subspan(at, count)};
    TRY(writer.fragment({&share, 1}, {&sound}));
  }
  return writer.close();
}

}  // namespace vitrine::media
