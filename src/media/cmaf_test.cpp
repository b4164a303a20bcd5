#include "media/cmaf.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>

#include "media/playlist.hpp"
#include "media/testing/by_hand.hpp"

namespace vitrine::media::cmaf_test {
namespace {

using testing::rung_head;
using testing::rung_segment;

base::Result<Rung> read(const std::string& bytes) {
  MemorySource source{base::as_bytes(bytes)};
  return read_rung(source);
}

}  // namespace

TEST_CASE("cmaf: header and segments account for every byte and every millisecond") {
  rc::check("sizes sum to the file, times to the clip", [] {
    const auto head = rung_head(720, 1280);
    auto file = head;
    std::uint64_t ticks = 0;
    const auto count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
      const auto pictures = *rc::gen::inRange(1, 40);
      const auto each = static_cast<std::uint32_t>(*rc::gen::inRange(1000, 9000));
      file += rung_segment(ticks, pictures, each, 20);
      ticks += std::uint64_t{each} * static_cast<std::uint64_t>(pictures);
    }
    const auto rung = read(file);
    RC_ASSERT(rung.has_value());
    RC_ASSERT(rung->init_bytes == head.size());
    RC_ASSERT(rung->segments.size() == static_cast<std::size_t>(count));
    std::uint64_t bytes = rung->init_bytes, ms = 0;
    for (const auto& segment : rung->segments) bytes += segment.bytes, ms += segment.duration_ms;
    RC_ASSERT(bytes == file.size());
    RC_ASSERT(ms >= ticks / 90 && ms <= ticks / 90 + 1);
  });
}

TEST_CASE("cmaf: says codecs, size and peak rate") {
  const auto rung =
      read(rung_head(720, 1280) + rung_segment(0, 30, 3000, 100) + rung_segment(90'000, 30, 3000, 300));
  REQUIRE(rung);
  CHECK(rung->codecs == "avc1.64001f");
  CHECK(rung->width == 720);
  CHECK(rung->height == 1280);
  CHECK(rung->segments[0].duration_ms == 1000);
  CHECK(rung->bandwidth == static_cast<int>(rung->segments[1].bytes) * 8);
}

TEST_CASE("cmaf: what is not a rung is refused") {
  CHECK_FALSE(read(rung_head(720, 1280)));
  CHECK_FALSE(read(rung_head(720, 1280, "vp09") + rung_segment(0, 30, 3000, 10)));
  CHECK_FALSE(
      read(rung_head(720, 1280) + rung_segment(90'000, 30, 3000, 10) + rung_segment(0, 30, 3000, 10)));
  CHECK_FALSE(read(rung_head(720, 1280) + rung_segment(0, 30, 3000, 10) + testing::box("free", "x")));
  const auto whole = rung_head(720, 1280) + rung_segment(0, 30, 3000, 10);
  CHECK_FALSE(read(whole.substr(0, whole.size() - 1)));
}

TEST_CASE("playlist: byte ranges follow the segments") {
  Rung rung;
  rung.width = 720, rung.height = 1280, rung.bandwidth = 900'000, rung.codecs = "avc1.64001f,mp4a.40.2";
  rung.init_bytes = 700;
  rung.segments = {{1000, 1000}, {500, 533}};
  CHECK(media_playlist(rung, "/media/a.m4s") ==
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:"
        "VOD\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"/media/a.m4s\",BYTERANGE=\"700@0\"\n"
        "#EXTINF:1.000,\n#EXT-X-BYTERANGE:1000@700\n/media/a.m4s\n"
        "#EXTINF:0.533,\n#EXT-X-BYTERANGE:500@1700\n/media/a.m4s\n#EXT-X-ENDLIST\n");
  const std::array variants{Variant{rung, "1280.m3u8"}};
  CHECK(master_playlist(variants) ==
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-STREAM-INF:BANDWIDTH=900000,"
        "RESOLUTION=720x1280,CODECS=\"avc1.64001f,mp4a.40.2\"\n1280.m3u8\n");
}

}  // namespace vitrine::media::cmaf_test
