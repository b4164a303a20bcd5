// Edits rendered by real ffmpeg in the real sandbox, picture by picture: each picture of the source has a
// grey of its own, so the result says which one it shows. Takes some seconds; that is what encoding costs.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/ffmpeg/converter.hpp"
#include "adapters/ffmpeg/montage_words.hpp"
#include "adapters/ffmpeg/sandbox.hpp"
#include "media/media.hpp"

namespace vitrine::adapters::ffmpeg::montage_test {
namespace {

namespace fs = std::filesystem;

Confinement confinement() {
  static const auto best =
      Sandbox::open(Confinement::bubblewrap) ? Confinement::bubblewrap : Confinement::none_i_understand;
  return best;
}

struct Fixture {
  fs::path root = fs::temp_directory_path() / ("vitrine-montage-" + std::to_string(::getpid()));
  Sandbox sandbox = *Sandbox::open(confinement());
  std::unique_ptr<media::Converter> converter = *make_converter(confinement());
  media::Processor processor{{*converter, root / "work"}};

  Fixture() { fs::create_directories(root); }
  ~Fixture() { fs::remove_all(root); }

  fs::path make(std::vector<std::string> arguments, std::vector<fs::path> inputs, const std::string& name) {
    Run run;
    run.arguments = {"-nostdin", "-v", "error", "-y"};
    run.arguments.insert(run.arguments.end(), arguments.begin(), arguments.end());
    run.arguments.push_back("/out/" + name);
    run.inputs = std::move(inputs);
    run.output = root;
    const auto outcome = sandbox.run(run, {});
    REQUIRE(outcome);
    REQUIRE_MESSAGE(outcome->end == End::finished, outcome->errors);
    return root / name;
  }

  // Two seconds, thirty pictures a second; picture n is grey 30 + 3n all over. A tone with it.
  media::Finished source() {
    const auto file = make({"-f", "lavfi", "-i", "nullsrc=s=180x320:r=30:d=2,geq=lum='30+3*N':cb=128:cr=128",
                            "-f", "lavfi", "-i", "sine=f=440:d=2:r=48000", "-c:v", "libx264", "-crf", "10",
                            "-pix_fmt", "yuv420p", "-c:a", "aac"},
                           {}, "source.mp4");
    auto made = processor.process({model::VideoId{1}, file}, {});
    REQUIRE_MESSAGE(made, made.error().detail);
    return std::move(*made);
  }

  // The grey of each picture in one corner of a file.
  std::vector<int> greys(const fs::path& file, const std::string& corner) {
    const auto raw = make({"-i", "/in/0", "-vf", "crop=" + corner + ",scale=1:1:flags=area,format=gray",
                           "-fps_mode", "passthrough", "-f", "rawvideo"},
                          {file}, "greys");
    std::ifstream in{raw, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    std::vector<int> values;
    for (const char one : bytes) values.push_back(static_cast<unsigned char>(one));
    return values;
  }

  media::Finished rendered(const media::EditOrder& edit) {
    media::Order order{.video = model::VideoId{2}, .original = {}};
    order.edit = edit;
    auto made = processor.process(order, {});
    REQUIRE_MESSAGE(made, made.error().detail);
    return std::move(*made);
  }
};

// The grey a decoder gives for the source's picture at that moment, full range.
double grey_of(double source_ms) {
  const auto picture = std::min(59.0, std::floor(source_ms * 30 / 1000 + 1e-6));
  return (30 + 3 * picture - 16) * 255.0 / 219.0;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "montage: cut, turned round, faster and slower, every picture is the one it should be") {
  const auto source = Fixture::source();
  media::EditOrder order;
  order.sources = {{source.processed.rungs.back().file, std::nullopt}};
  order.list.shape = media::FrameShape::portrait;
  order.list.sources = {{}};
  order.list.clips = {{.from_ms = 500, .to_ms = 1500, .speed = 200},
                      {.from_ms = 33, .to_ms = 533, .speed = 50},
                      {.from_ms = 1200, .to_ms = 2000, .volume = 0},
                      {.from_ms = 0, .to_ms = 130}};
  const auto made = rendered(order);
  CHECK(made.processed.width == 360);
  CHECK(made.processed.height == 640);
  CHECK(made.processed.has_audio);
  const auto shown = greys(made.processed.mp4, "100:100:0:0");
  const auto all = media::pictures(order.list);
  REQUIRE(static_cast<std::int64_t>(shown.size()) == all);
  for (std::int64_t k = 0; k < all; ++k) {
    const auto piece = media::pieces(order.list, k, k + 1).at(0);
    CHECK_MESSAGE(std::abs(shown[static_cast<std::size_t>(k)] - grey_of(piece.source_ms)) < 2.5,
                  "picture " << k << " shows " << shown[static_cast<std::size_t>(k)] << " and not "
                             << grey_of(piece.source_ms));
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "montage: a text is there for its pictures and no other, a clip lies where it is put") {
  const auto source = Fixture::source();
  media::EditOrder order;
  order.sources = {{source.processed.rungs.back().file, source.processed.mp4}};
  order.images = {
      make({"-f", "lavfi", "-i", "color=white:s=64x32,format=rgba", "-frames:v", "1"}, {}, "t.png")};
  order.list.shape = media::FrameShape::square;
  order.list.sources = {{}};
  order.list.clips = {{.from_ms = 0, .to_ms = 2000, .placing = {.fill = false, .x = 0}}};
  // In the empty half on the right, from picture 10 up to 20.
  order.list.texts = {
      {.text = "x", .from_ms = 333, .to_ms = 666, .x = 8000, .y = 5000, .width = 2000, .height = 2000}};
  const auto made = rendered(order);
  CHECK(made.processed.width == made.processed.height);
  const auto side = std::to_string(made.processed.width * 8 / 10 - 10);
  const auto words =
      greys(made.processed.mp4, "20:20:" + side + ":" + std::to_string(made.processed.width / 2));
  const auto clip = greys(made.processed.mp4, "20:20:0:0");
  REQUIRE(words.size() == 60);
  for (std::size_t k = 0; k < 60; ++k) {
    CHECK_MESSAGE((words[k] > 200) == (k >= 10 && k < 20), "picture " << k << ": " << words[k]);
    CHECK((words[k] > 200 || words[k] < 40));
    CHECK(std::abs(clip[k] - grey_of(static_cast<double>(k) * 1000 / 30)) < 2.5);
  }
}

TEST_CASE_FIXTURE(Fixture, "montage: a voice is heard where the clips are mute, from its moment on") {
  const auto source = Fixture::source();
  media::EditOrder order;
  order.sources = {{source.processed.rungs.back().file, source.processed.mp4}};
  order.voice = make({"-f", "lavfi", "-i", "sine=f=1000:d=0.5:r=24000", "-ac", "1", "-c:a", "pcm_s16le",
                      "-fflags", "+bitexact"},
                     {}, "voice.wav");
  order.list.sources = {{}};
  order.list.clips = {{.from_ms = 0, .to_ms = 2000, .volume = 0}};
  order.list.voice = media::EditVoice{.recording = {}, .from_ms = 1000, .volume = 100};
  const auto made = rendered(order);
  CHECK(made.processed.has_audio);
  const auto raw =
      make({"-i", "/in/0", "-vn", "-ac", "1", "-ar", "8000", "-f", "s16le"}, {made.processed.mp4}, "heard");
  std::ifstream in{raw, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  const auto loud = [&](double from_s, double to_s) {
    int most = 0;
    for (auto i = static_cast<std::size_t>(from_s * 8000) * 2;
         i + 1 < static_cast<std::size_t>(to_s * 8000) * 2; i += 2)
      most = std::max(most,
                      std::abs(static_cast<std::int16_t>(static_cast<unsigned char>(bytes.at(i)) |
                                                         static_cast<unsigned char>(bytes.at(i + 1)) << 8)));
    return most;
  };
  CHECK(loud(0.1, 0.9) < 200);
  CHECK(loud(1.1, 1.4) > 2000);
  CHECK(loud(1.6, 1.9) < 200);
  order.list.voice->volume = 0;
  CHECK_FALSE(rendered(order).processed.has_audio);
}

TEST_CASE_FIXTURE(Fixture, "montage: in a duet the other clip goes on beside one's own, and is heard") {
  const auto source = Fixture::source();
  media::EditOrder order;
  order.sources = {{source.processed.rungs.back().file, source.processed.mp4},
                   {source.processed.rungs.back().file, source.processed.mp4}};
  order.list.sources = {{}, {}};
  order.list.clips = {{.source = 0, .from_ms = 0, .to_ms = 2000, .volume = 0}};
  order.list.remix =
      media::EditRemix{.kind = media::RemixKind::duet, .source = 1, .from_ms = 1000, .volume = 100};
  {
    const auto made = rendered(order);
    CHECK(made.processed.has_audio);
    const auto middle = std::to_string(made.processed.height / 2);
    const auto mine = greys(made.processed.mp4, "20:20:20:" + middle);
    const auto theirs =
        greys(made.processed.mp4, "20:20:" + std::to_string(made.processed.width - 40) + ":" + middle);
    const auto above = greys(made.processed.mp4, "20:20:20:20");
    REQUIRE(theirs.size() == 60);
    for (std::size_t k = 0; k < 60; ++k) {
      const auto at_ms = static_cast<double>(k) * 1000 / 30;
      CHECK_MESSAGE(std::abs(mine[k] - grey_of(at_ms)) < 2.5, "picture " << k << ": " << mine[k]);
      // Over after a second: its last picture stays.
      CHECK_MESSAGE(std::abs(theirs[k] - grey_of(std::min(1000 + at_ms, 1967.0))) < 2.5,
                    "picture " << k << ": " << theirs[k]);
      CHECK(above[k] < 25);
    }
  }
  order.list.remix->volume = 0;
  CHECK_FALSE(rendered(order).processed.has_audio);
  order.list.remix->kind = media::RemixKind::sound;
  order.list.remix->volume = 100;
  const auto made = rendered(order);
  CHECK(made.processed.has_audio);
  CHECK(std::abs(greys(made.processed.mp4, "20:20:20:20").at(30) - grey_of(1000)) < 2.5);
}

TEST_CASE("montage: nothing a person wrote is said to ffmpeg") {
  media::Montage montage;
  montage.edit.sources = {{}};
  montage.edit.clips = {{.from_ms = 0, .to_ms = 2000}};
  montage.edit.texts = {
      {.text = "'; movie=/etc/passwd", .from_ms = 0, .to_ms = 900, .width = 10, .height = 10}};
  montage.sources.resize(1);
  montage.sources[0].about.video.width = montage.sources[0].about.video.height = 100;
  montage.images = {"/somewhere/picture"};
  montage.frame = {360, 640};
  const auto part = montage_pictures(montage, 0, 30);
  CHECK(part.files.size() == 2);
  CHECK(part.graph.find("passwd") == std::string::npos);
  for (const auto& word : part.inputs) CHECK(word.find("passwd") == std::string::npos);
  CHECK(std::ranges::count(part.inputs, "-i") == std::ranges::count(part.inputs, "-protocol_whitelist"));
}

}  // namespace vitrine::adapters::ffmpeg::montage_test
