#include "media/container.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>

#include "media/testing/by_hand.hpp"

namespace vitrine::media::container_test {
namespace {

using testing::be;
using testing::box;
using testing::zeros;

// ---- a small MP4 by hand: one H.264 track of three pictures, the middle one not alone -------------------

struct Recipe {
  std::string handler = "vide", entry = "avc1", brand = "isom", before_moov, in_moov, in_stbl;
  std::uint32_t dref_flags = 1, width = 320, height = 240, timescale = 1000, frame_ticks = 40, samples = 3;
  std::uint32_t sample_bytes = 10, chunk_shift = 0, tkhd_flags = 3;
  std::int32_t a = 1, b = 0, c = 0, d = 1;
  int tracks = 1;
};

std::string trak(const Recipe& r, std::uint32_t media_at) {
  const auto fixed = [](std::int32_t v) { return be(static_cast<std::uint32_t>(v * 65536), 4); };
  const auto tkhd =
      box("tkhd", be(r.tkhd_flags, 4) + zeros(8) + be(1, 4) + zeros(24) + fixed(r.a) + fixed(r.b) + zeros(4) +
                      fixed(r.c) + fixed(r.d) + zeros(12) + be(1 << 30, 4) + zeros(8));
  const auto mdhd = box("mdhd", zeros(12) + be(r.timescale, 4) + zeros(8));
  const auto hdlr = box("hdlr", zeros(8) + r.handler + zeros(13));
  const auto dref = box("dref", zeros(4) + be(1, 4) + box("url ", be(r.dref_flags, 4)));
  const auto avcc = box("avcC", std::string("\x01\x64\x00\x1f\xff\xe0\x00", 7));
  const auto entry = box(r.entry, zeros(24) + be(r.width, 2) + be(r.height, 2) + zeros(50) + avcc);
  const auto stbl = box("stsd", zeros(4) + be(1, 4) + entry) +
                    box("stts", zeros(4) + be(1, 4) + be(r.samples, 4) + be(r.frame_ticks, 4)) +
                    box("stss", zeros(4) + be(2, 4) + be(1, 4) + be(3, 4)) +
                    box("stsc", zeros(4) + be(1, 4) + be(1, 4) + be(r.samples, 4) + be(1, 4)) +
                    box("stsz", zeros(4) + be(r.sample_bytes, 4) + be(r.samples, 4)) +
                    box("stco", zeros(4) + be(1, 4) + be(media_at + r.chunk_shift, 4)) + r.in_stbl;
  return box("trak", tkhd + box("mdia", mdhd + hdlr + box("minf", box("dinf", dref) + box("stbl", stbl))));
}

std::string mp4(const Recipe& r = {}) {
  const auto head = box("ftyp", r.brand + zeros(4)) + box("mdat", zeros(30)) + r.before_moov;
  std::string moov = box("mvhd", zeros(12) + be(1000, 4) + zeros(84)) + r.in_moov;
  for (int i = 0; i < r.tracks; ++i) moov += trak(r, 24);
  return head + box("moov", moov);
}

// ---- a small WebM by hand, lengths left open as a browser's recorder does --------------------------------

std::string element(std::uint32_t id, const std::string& payload) {
  int bytes = 1;
  while (bytes < 4 && (id >> (8 * bytes)) != 0) ++bytes;
  return be(id, bytes) + be(payload.size() | (1ULL << 28), 4) + payload;
}
std::string open_element(std::uint32_t id, const std::string& payload) {
  return be(id, 4) + "\x01\xff\xff\xff\xff\xff\xff\xff" + payload;
}
std::string webm(const std::string& codec = "V_VP8", const std::string& extra = {},
                 bool second_frame = true) {
  const auto track =
      element(0xAE, element(0xD7, be(1, 1)) + element(0x83, be(1, 1)) + element(0x86, codec) + extra +
                        element(0xE0, element(0xB0, be(320, 2)) + element(0xBA, be(240, 2))));
  const auto block = [](int time, int flags) {
    return element(0xA3, "\x81" + be(static_cast<std::uint64_t>(time), 2) +
                             be(static_cast<std::uint64_t>(flags), 1) + "data");
  };
  auto cluster = element(0xE7, be(0, 1)) + block(0, 0x80);
  if (second_frame) cluster += block(40, 0);
  return element(0x1A45DFA3, element(0x4282, "webm")) +
         open_element(0x18538067, element(0x1549A966, element(0x2AD7B1, be(1000000, 3))) +
                                      element(0x1654AE6B, track) + open_element(0x1F43B675, cluster) +
                                      open_element(0x1F43B675, element(0xE7, be(80, 1)) + block(0, 0x80)));
}

base::Result<Inspected> look(const std::string& bytes, const Limits& limits = {}) {
  MemorySource source{base::as_bytes(bytes)};
  return inspect(source, limits);
}

std::string code_of(const std::string& bytes, const Limits& limits = {}) {
  const auto found = look(bytes, limits);
  return found ? "accepted" : found.error().code;
}

}  // namespace

TEST_CASE("container: an MP4 says what is in it") {
  const auto found = look(mp4());
  REQUIRE(found);
  CHECK(found->container == Container::mp4);
  CHECK(found->video.codec == VideoCodec::h264);
  CHECK(found->video.codec_text == "avc1.64001f");
  CHECK(found->video.width == 320);
  CHECK(found->video.frames == 3);
  CHECK(found->duration.count() == 120);
  CHECK(found->video.keyframe_gap_max.count() == 80);
  CHECK_FALSE(found->audio);
}

TEST_CASE("container: an open-ended WebM gets its length from its blocks") {
  const auto found = look(webm());
  REQUIRE(found);
  CHECK(found->container == Container::matroska);
  CHECK(found->video.codec == VideoCodec::vp8);
  CHECK(found->video.frames == 3);
  CHECK(found->duration.count() == 120);
  CHECK(found->video.keyframe_gap_max.count() == 80);
}

TEST_CASE("container: eight ways a picture may lie") {
  struct Way {
    int a, b, c, d;
    Turn turn;
  };
  for (const auto& way :
       {Way{1, 0, 0, 1, {0, false}}, Way{0, 1, -1, 0, {1, false}}, Way{-1, 0, 0, -1, {2, false}},
        Way{0, -1, 1, 0, {3, false}}, Way{-1, 0, 0, 1, {0, true}}, Way{1, 0, 0, -1, {2, true}}}) {
    Recipe recipe;
    recipe.a = way.a, recipe.b = way.b, recipe.c = way.c, recipe.d = way.d;
    const auto found = look(mp4(recipe));
    REQUIRE(found);
    CHECK(found->video.turn == way.turn);
  }
}

TEST_CASE("container: what is not a video is refused by name") {
  CHECK(code_of("") == "not_a_video");
  CHECK(code_of("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n") == "not_a_video");
  CHECK(code_of("\xff\xd8\xff\xe0 a picture") == "not_a_video");
  CHECK(code_of("RIFF1234AVI LIST") == "format_unsupported");
  CHECK(code_of("OggS and so on") == "format_unsupported");
  std::string stream(600, 'x');
  stream[0] = stream[188] = stream[376] = 0x47;
  CHECK(code_of(stream) == "format_unsupported");
  CHECK(code_of(box("ftyp", "avif" + zeros(4)) + box("mdat", "x")) == "not_a_video");
  CHECK(look("RIFF1234AVI LIST").error().detail.find("MP4, MOV, WebM and MKV") != std::string::npos);
}

TEST_CASE("container: each broken promise has its code") {
  const auto with = [](const std::function<void(Recipe&)>& change) {
    Recipe recipe;
    change(recipe);
    return code_of(mp4(recipe));
  };
  CHECK(with([](Recipe&) {}) == "accepted");
  CHECK(with([](Recipe& r) { r.entry = "encv"; }) == "encrypted");
  CHECK(with([](Recipe& r) { r.in_moov = box("pssh", zeros(8)); }) == "encrypted");
  CHECK(with([](Recipe& r) { r.dref_flags = 0; }) == "external_data");
  CHECK(with([](Recipe& r) { r.entry = "mp4v"; }) == "codec_unsupported");
  CHECK(with([](Recipe& r) { r.handler = "soun", r.entry = "samr"; }) == "codec_unsupported");
  CHECK(with([](Recipe& r) { r.handler = "meta"; }) == "no_video_track");
  CHECK(with([](Recipe& r) { r.tkhd_flags = 0; }) == "no_video_track");
  CHECK(with([](Recipe& r) { r.tracks = 2; }) == "too_many_tracks");
  CHECK(with([](Recipe& r) { r.tracks = tracks_max + 1; }) == "too_many_tracks");
  CHECK(with([](Recipe& r) { r.chunk_shift = 1U << 20; }) == "truncated");
  CHECK(with([](Recipe& r) { r.sample_bytes = 1U << 30; }) == "truncated");
  CHECK(with([](Recipe& r) { r.timescale = 0; }) == "malformed");
  CHECK(with([](Recipe& r) { r.frame_ticks = 1U << 30; }) == "too_long");
  CHECK(with([](Recipe& r) { r.width = 5000; }) == "too_large");
  CHECK(with([](Recipe& r) { r.height = 8; }) == "too_small");
  CHECK(with([](Recipe& r) { r.in_moov = box("moov", ""); }) == "malformed");
  CHECK(with([](Recipe& r) { r.before_moov = be(3, 4) + "free"; }) == "malformed");
  CHECK(with([](Recipe& r) { r.before_moov = box("moof", zeros(8)); }) == "malformed");
  CHECK(with([](Recipe& r) { r.samples = 100'000, r.sample_bytes = 0, r.frame_ticks = 0; }) != "accepted");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep = box("wave", deep);
  CHECK(with([&](Recipe& r) { r.in_moov = deep; }) == "malformed");
  CHECK(code_of(webm("V_THEORA")) == "codec_unsupported");
  CHECK(code_of(webm("V_VP8", element(0x6D80, element(0x6240, element(0x5033, be(1, 1)))))) == "encrypted");
  CHECK(
      code_of(webm("V_VP8", element(0x6D80, element(0x6240, element(0x5034, element(0x4254, be(0, 1))))))) ==
      "malformed");
}

TEST_CASE("container: a cut file never passes for a whole one") {
  const auto whole = mp4();
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(code_of(whole.substr(0, length)) != "accepted");
}

TEST_CASE("container: every refusal is one sentence that ends") {
  const auto whole = mp4(), other = webm();
  rc::check("any few changed bytes are accepted or refused, never worse", [&] {
    auto bytes = *rc::gen::element(whole, other);
    const auto changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
    const auto found = look(bytes);
    if (found) {
      RC_ASSERT(found->video.frames > 0);
      RC_ASSERT(found->video.width >= 16);
      RC_ASSERT(found->duration <= Limits{}.duration_max);
    } else {
      RC_ASSERT(found.error().detail.ends_with('.'));
      RC_ASSERT(found.error().detail.size() < 240);
      RC_ASSERT(!found.error().code.empty());
    }
  });
}

}  // namespace vitrine::media::container_test
