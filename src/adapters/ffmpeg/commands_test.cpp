#include "adapters/ffmpeg/commands.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace vitrine::adapters::ffmpeg::commands_test {
namespace {

media::Source source() {
  media::Source source;
  source.about.video.codec = media::VideoCodec::hevc;
  source.about.video.stream = 1;
  source.about.audio = media::AudioTrack{media::AudioCodec::aac, 2, 48'000, 0};
  source.about.video.frames = 300;
  source.about.duration = model::Millis{10'000};
  return source;
}

media::Plan plan() {
  media::Plan plan;
  plan.width = 720, plan.height = 1280;
  plan.rungs = {{360, 640, 350'000, 0}, {720, 1280, 1'800'000, 0}};
  return plan;
}

bool has(const Words& words, std::initializer_list<std::string> sequence) {
  return std::search(words.begin(), words.end(), sequence.begin(), sequence.end()) != words.end();
}

}  // namespace

TEST_CASE("commands: a foreign file is only met with its own demuxer, its own decoders, and as a file") {
  for (const auto& words :
       {probe_words(source()), loudness_words(source()), sound_words(source(), 3, true),
        copy_words(source(), true), slice_words(source(), plan(), {model::Millis{2000}, model::Millis{4000}}),
        stills_words(source(), plan(), model::Millis{500})}) {
    CHECK(words.front() == "-nostdin");
    CHECK(has(words,
              {"-protocol_whitelist", "file", "-format_whitelist", "mov", "-codec_whitelist", "hevc,aac"}));
    CHECK(has(words, {"-f", "mov", "-noautorotate", "-i", "/in/0"}));
    // Every input, ours too, comes after a protocol list of its own.
    CHECK(std::ranges::count(words, "-i") == std::ranges::count(words, "-protocol_whitelist"));
  }
}

TEST_CASE("commands: every file made leaves out metadata, chapters, data and subtitles") {
  for (const auto& words : {sound_words(source(), 0, false), copy_words(source(), false), faststart_words(),
                            preview_words({180, 320}, model::Millis{0})}) {
    CHECK(has(words, {"-map_metadata", "-1"}));
    CHECK(has(words, {"-map_metadata:s", "-1"}));
    CHECK(has(words, {"-map_chapters", "-1"}));
    CHECK(has(words, {"-fflags", "+bitexact"}));
  }
  const auto words = slice_words(source(), plan(), {model::Millis{2000}, model::Millis{4000}});
  CHECK(std::ranges::count(words, "-map_metadata") == 2);
  CHECK(std::ranges::count(words, "filter_units=remove_types=6") == 2);
}

TEST_CASE("commands: what a sound is recognised by is made from our own file, and is nothing but numbers") {
  const auto words = print_words();
  CHECK(has(words, {"-protocol_whitelist", "file", "-format_whitelist", "mov", "-codec_whitelist", "aac"}));
  CHECK(has(words, {"-f", "chromaprint", "-fp_format", "raw", "/out/print"}));
}

TEST_CASE("commands: the picture is made smaller first, then right, then upright") {
  auto turned = plan();
  turned.turn = {1, false};
  CHECK(picture_filter(turned).starts_with("scale=1280:720:"));
  CHECK(picture_filter(turned).find(",transpose=clock,setsar=1,setparams=range=tv:") != std::string::npos);
  auto hdr = plan();
  hdr.light = media::Light::pq;
  CHECK(picture_filter(hdr).find("color_trc=smpte2084:colorspace=bt2020nc") != std::string::npos);
  CHECK(picture_filter(hdr).find("tonemap=tonemap=hable") != std::string::npos);
  auto full = plan();
  full.full_range = true;
  CHECK(picture_filter(full).find("in_range=pc:out_range=tv") != std::string::npos);
}

TEST_CASE("commands: what the decoder says of the first picture") {
  const std::string said =
      "  Metadata:\n    title : [Parsed_showinfo_0 @ 0x1] n:   0 fmt:evil s:1x1\n"
      "[Parsed_showinfo_0 @ 0x5573] config in time_base: 1/90000, frame_rate: 30/1\n"
      "[Parsed_showinfo_0 @ 0x5573] n:   0 pts:   3600 pts_time:0.04    pos:   44 fmt:yuv420p10le sar:4/3 "
      "s:1920x1080 "
      "i:T iskey:1 type:I checksum:BB\n"
      "[Parsed_showinfo_0 @ 0x5573] color_range:tv color_space:bt2020nc color_primaries:bt2020 "
      "color_trc:smpte2084\n";
  const auto probe = read_probe(said, source().about);
  REQUIRE(probe);
  CHECK(probe->width == 1920);
  CHECK(probe->height == 1080);
  CHECK(probe->pixel_format == "yuv420p10le");
  CHECK(probe->sar_num == 4);
  CHECK(probe->light == media::Light::pq);
  CHECK(probe->matrix == media::Matrix::bt2020);
  CHECK(probe->wide_gamut);
  CHECK(probe->interlaced);
  CHECK(probe->frames_per_second == doctest::Approx(30));
  CHECK(probe->start.count() == 40);
  CHECK_FALSE(read_probe("Invalid data found when processing input", source().about));
}

TEST_CASE("commands: loudness and progress are read from what ffmpeg prints") {
  const auto loud = read_loudness(
      "  Integrated loudness:\n    I:         -21.8 LUFS\n  Sample peak:\n    Peak:      -3.7 dBFS");
  REQUIRE(loud);
  CHECK(loud->lufs == doctest::Approx(-21.8));
  CHECK(loud->peak_db == doctest::Approx(-3.7));
  CHECK_FALSE(read_loudness("    I:         -70.0 LUFS\n    Peak:      -inf dBFS"));
  CHECK(read_loudness("    I:         -70.0 LUFS\n    Peak:      -6.0 dBFS"));
  CHECK(read_progress("out_time_us=1500000") == 1500);
  CHECK_FALSE(read_progress("out_time_us=N/A"));
  CHECK_FALSE(read_progress("frame=12"));
}

}  // namespace vitrine::adapters::ffmpeg::commands_test
