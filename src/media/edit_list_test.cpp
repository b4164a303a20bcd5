#include "media/edit_list.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "media/montage.hpp"
#include "media/recording.hpp"

namespace vitrine::media::edit_list_test {
namespace {
using rc::gen::inRange;

model::BlobKey key(int number) {
  model::BlobKey made{};
  made.back() = std::byte(number);
  return made;
}

EditClip any_clip(int sources) {
  EditClip clip{.source = static_cast<std::size_t>(*inRange(0, sources))};
  clip.speed = *inRange(25, 401);
  clip.from_ms = *inRange(0, 20'000);
  clip.to_ms = clip.from_ms + clip.speed * *inRange(1, 200) + 1;
  clip.volume = *inRange(0, 201);
  clip.placing = {*rc::gen::arbitrary<bool>(), *inRange(0, edit_whole + 1), *inRange(0, edit_whole + 1),
                  *inRange(100, 401)};
  return clip;
}

EditList any_edit() {
  EditList edit{.rate = *rc::gen::element(24, 25, 30)};
  edit.shape = *rc::gen::element(FrameShape::portrait, FrameShape::four_by_five, FrameShape::square,
                                 FrameShape::landscape);
  const int sources = *inRange(1, static_cast<int>(edit_sources_max) + 1);
  for (int i = 0; i < sources; ++i) edit.sources.push_back(key(i));
  for (int left = *inRange(1, static_cast<int>(edit_clips_max) + 1); left > 0; --left)
    edit.clips.push_back(any_clip(sources));
  for (int left = *inRange(0, static_cast<int>(edit_texts_max) + 1); left > 0; --left)
    edit.texts.push_back({.image = key(left),
                          .text = *rc::gen::element<std::string>("Hello", "Grüße\nan alle", "🎈 \"so\""),
                          .from_ms = left,
                          .to_ms = left + *inRange(1, 5000),
                          .x = *inRange(0, edit_whole + 1),
                          .y = *inRange(0, edit_whole + 1),
                          .width = *inRange(1, edit_whole + 1),
                          .height = *inRange(1, edit_whole + 1),
                          .size = *inRange(100, 3001),
                          .colour = static_cast<std::uint32_t>(*inRange(0, 0x1000000)),
                          .plate = *rc::gen::arbitrary<bool>()});
  if (*rc::gen::arbitrary<bool>()) edit.voice = EditVoice{key(9), *inRange(0, 9000), *inRange(0, 201)};
  if (*rc::gen::arbitrary<bool>() && sources < static_cast<int>(edit_sources_max)) {
    edit.sources.push_back(key(sources));
    edit.remix = EditRemix{*rc::gen::element(RemixKind::duet, RemixKind::sound), model::VideoId{7},
                           static_cast<std::size_t>(sources), *inRange(0, 9000), *inRange(0, 201)};
  }
  edit.cover_ms = *inRange(0, 5000);
  return edit;
}

constexpr std::string_view small =
    R"({"version":1,"rate":30,"shape":"9:16",)"
    R"("sources":["0000000000000000000000000000000000000000000000000000000000000001"],)"
    R"("clips":[{"source":0,"from_ms":0,"to_ms":2000,"speed":200,"volume":100,)"
    R"("placing":{"fill":true,"x":5000,"y":5000,"zoom":100}}],"texts":[],"voice":null,"cover_ms":0})";

std::string with(std::string_view what, std::string_view instead) {
  std::string text{small};
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

base::json::value examples() {
  std::ifstream in{std::filesystem::path{VITRINE_EDIT_EXAMPLES}, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return *base::parse_json(text, 1 << 20);
}
int number(const base::json::value& value) { return static_cast<int>(value.as_int64()); }
}  // namespace

TEST_CASE("edit: what is written is read back, and shorter lists are no other edit") {
  CHECK(rc::check("read(write(edit)) == edit", [] {
    const auto edit = any_edit();
    RC_PRE(length_ms(edit) <= edit_ms_max);
    RC_ASSERT(read_edit_list(edit_text(edit)).value() == edit);
  }));
  CHECK(edit_text(*read_edit_list(small)) == small);
}

TEST_CASE("edit: closed and bounded, and the refusal says where") {
  const auto refused = [](const std::string& text, std::string_view part) {
    const auto read = read_edit_list(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "edit_invalid");
    CHECK_MESSAGE(read.error().detail.find(part) != std::string::npos, read.error().detail);
  };
  refused("", "JSON");
  refused("[]", "not an object");
  refused(with(R"("version":1)", R"("version":2)"), "edit.version");
  refused(with(R"("rate":30)", R"("rate":29)"), "edit.rate");
  refused(with(R"("9:16")", R"("21:9")"), "edit.shape");
  refused(with(R"("cover_ms":0)", R"("cover_ms":0,"more":1)"), "unknown field");
  refused(with(R"("zoom":100)", R"("zoom":100.5)"), "edit.clips[0].placing.zoom");
  refused(with(R"("speed":200)", R"("speed":401)"), "edit.clips[0].speed");
  refused(with(R"("to_ms":2000)", R"("to_ms":198)"), "edit.clips[0] lasts");
  refused(with(R"("source":0)", R"("source":1)"), "edit.clips[0].source");
  refused(with("0001\"", "000G\""), "edit.sources");
  refused(with("0001\"", "001\""), "edit.sources");
  refused(with(R"("texts":[])", R"("texts":[{}])"), "edit.texts[0].image");
  refused(with(R"("to_ms":2000)", R"("to_ms":600001)"), "edit.clips[0].to_ms");
  refused(with(R"("speed":200)", R"("speed":25)").replace(0, 0, std::string(edit_bytes_max, ' ')), "64 KiB");
}

TEST_CASE("edit_list: of a text, signs that are none are left out") {
  const auto worded = [](const std::string& words) {
    return with(R"("texts":[])",
                R"("texts":[{"image":")" + std::string(64, '0') + R"(","text":")" + words +
                    R"(","from_ms":0,"to_ms":900,"x":0,"y":0,"width":9,"height":9,"size":520,)"
                    R"("colour":"#ffffff","plate":false}])");
  };
  const auto hello = read_edit_list(worded("  Hello \\u202e\\n"));
  REQUIRE_MESSAGE(hello, hello.error().detail);
  CHECK(hello->texts.at(0).text == "Hello");
  CHECK(read_edit_list(worded(std::string(200, 'x') + " ")));
  CHECK(read_edit_list(worded(std::string(201, 'x'))).error().code == "edit_invalid");
  CHECK(read_edit_list(worded(" \\u202e ")).error().code == "edit_invalid");
}

TEST_CASE("montage: every picture belongs to one clip, and slices agree with the whole") {
  CHECK(rc::check("pieces", [] {
    const auto edit = any_edit();
    const auto all = pictures(edit);
    std::int64_t next = 0;
    for (const auto& piece : pieces(edit, 0, all)) {
      RC_ASSERT(piece.first == next && piece.count > 0);
      const auto& clip = edit.clips[piece.clip];
      RC_ASSERT(piece.source_ms >= static_cast<double>(clip.from_ms) - 1e-6);
      RC_ASSERT(piece.source_ms < static_cast<double>(clip.to_ms) + clip.speed);
      next += piece.count;
    }
    RC_ASSERT(next == all);
    const auto from = *rc::gen::inRange<std::int64_t>(0, all), to = *rc::gen::inRange(from, all + 1);
    std::int64_t counted = 0;
    for (const auto& piece : pieces(edit, from, to)) counted += piece.count;
    RC_ASSERT(counted == to - from);
  }));
}

TEST_CASE("montage: a clip lies on even places, inside its source and the frame, and fills it when told to") {
  CHECK(rc::check("geometry", [] {
    const auto placing = any_clip(1).placing;
    const Shape source{*inRange(8, 1000) * 2, *inRange(8, 1000) * 2};
    const Shape frame{*inRange(180, 540) * 2, *inRange(180, 960) * 2};
    const auto g = geometry(placing, source, frame);
    for (const int value : {g.crop_x, g.crop_y, g.crop_width, g.crop_height, g.x, g.y, g.width, g.height})
      RC_ASSERT(value >= 0 && value % 2 == 0);
    RC_ASSERT(g.crop_width >= 2 && g.crop_x + g.crop_width <= source.width);
    RC_ASSERT(g.crop_height >= 2 && g.crop_y + g.crop_height <= source.height);
    RC_ASSERT(g.width >= 2 && g.x + g.width <= frame.width);
    RC_ASSERT(g.height >= 2 && g.y + g.height <= frame.height);
    if (placing.fill) RC_ASSERT(g.width == frame.width && g.height == frame.height);
  }));
}

TEST_CASE("montage: the page computes the same (tests/edit/geometry.json)") {
  const auto file = examples();
  const auto& cases = file.at("cases").as_array();
  REQUIRE(cases.size() >= 30);
  for (const auto& one : cases) {
    const auto edit = read_edit_list(base::to_text(one.at("edit")));
    REQUIRE_MESSAGE(edit, edit.error().detail);
    std::vector<Shape> sources;
    for (const auto& source : one.at("sources").as_array())
      sources.push_back({number(source.at("width")), number(source.at("height"))});
    const auto frame = frame_of(*edit, sources);
    CHECK(frame.width == number(one.at("frame").at("width")));
    CHECK(frame.height == number(one.at("frame").at("height")));
    CHECK(pictures(*edit) == one.at("pictures").as_int64());
    for (const auto& shown : one.at("shown").as_array()) {
      const auto k = shown.at("k").as_int64();
      const auto piece = pieces(*edit, k, k + 1).at(0);
      CHECK(piece.clip == static_cast<std::size_t>(number(shown.at("clip"))));
      CHECK(std::abs(piece.source_ms * 1000 - static_cast<double>(shown.at("source_us").as_int64())) <= 1);
      const auto& clip = edit->clips[piece.clip];
      const auto g = geometry(clip.placing, sources[clip.source], frame);
      const auto& want = shown.at("geometry").as_array();
      CHECK(std::vector{g.crop_x, g.crop_y, g.crop_width, g.crop_height, g.x, g.y, g.width, g.height} ==
            std::vector{number(want[0]), number(want[1]), number(want[2]), number(want[3]), number(want[4]),
                        number(want[5]), number(want[6]), number(want[7])});
    }
    const auto& boxes = one.at("boxes").as_array();
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const auto box = box_of(edit->texts[i], frame);
      const auto& want = boxes[i].as_array();
      CHECK(std::vector{box.x, box.y, box.width, box.height} ==
            std::vector{number(want[0]), number(want[1]), number(want[2]), number(want[3])});
    }
  }
}

TEST_CASE("montage: the halves of a duet are the page's (tests/edit/geometry.json)") {
  const auto file = examples();
  const auto box = [](const base::json::value& want) {
    const auto& of = want.as_array();
    return Area{number(of[0]), number(of[1]), number(of[2]), number(of[3])};
  };
  EditList duet;
  duet.remix = EditRemix{.kind = RemixKind::duet};
  for (const auto& one : file.at("duets").as_array()) {
    const auto& side = one.at("frame").as_array();
    const auto stage = stage_of(duet, {number(side[0]), number(side[1])});
    CHECK(stage.own == box(one.at("own")));
    CHECK(stage.other == box(one.at("other")));
  }
  duet.remix->kind = RemixKind::stitch;
  CHECK_FALSE(stage_of(duet, {360, 640}).other);
}

TEST_CASE("edit list: somebody else's clip stands beside one's own, or for five seconds before it") {
  const auto with = [](RemixKind kind, std::vector<EditClip> clips) {
    EditList edit{.sources = {key(0), key(1)}, .clips = std::move(clips)};
    edit.remix = EditRemix{.kind = kind, .video = model::VideoId{7}, .source = 1};
    return read_edit_list(edit_text(edit));
  };
  const EditClip own{.source = 0, .from_ms = 0, .to_ms = 9000};
  const EditClip five{.source = 1, .from_ms = 0, .to_ms = 5000},
      six{.source = 1, .from_ms = 0, .to_ms = 6000};
  CHECK(with(RemixKind::duet, {own})->remix->video == model::VideoId{7});
  CHECK(with(RemixKind::sound, {own}));
  CHECK(with(RemixKind::stitch, {five, own}));
  for (const auto& refused :
       {with(RemixKind::duet, {five, own}), with(RemixKind::sound, {own, five}),
        with(RemixKind::duet, {five}), with(RemixKind::stitch, {own}), with(RemixKind::stitch, {own, five}),
        with(RemixKind::stitch, {five}), with(RemixKind::stitch, {six, own}),
        with(RemixKind::stitch, {five, own, five})}) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "edit_invalid");
  }
}

TEST_CASE("recording: only what our page writes") {
  std::string wav{"RIFF\x74\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\xc0\x5d\0\0\x80\xbb\0\0\2\0\x10\0data\x50\0\0\0",
                  44};
  wav.append(80, 'x');
  CHECK(read_recording(base::as_bytes(wav)).value() == 1);
  CHECK(read_recording(base::as_bytes(wav + "x")).error().code == "recording_unreadable");
  CHECK(read_recording(base::as_bytes("RIFF")).error().code == "recording_unreadable");
  for (std::size_t i = 0; i < recording_header_bytes; ++i) {
    auto other = wav;
    other[i] = static_cast<char>(other[i] + 1);
    CHECK_FALSE(read_recording(base::as_bytes(other)));
  }
  CHECK(read_recording(base::Bytes(recording_bytes_max + 1)).error().code == "recording_too_long");
}

}  // namespace vitrine::media::edit_list_test
