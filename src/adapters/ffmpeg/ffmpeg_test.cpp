// The real thing: real ffmpeg in the real sandbox on clips of a second made on the spot. Takes some seconds;
// that is what encoding costs.
#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "adapters/ffmpeg/converter.hpp"
#include "media/container.hpp"
#include "media/ladder.hpp"
#include "media/samples.hpp"

namespace vitrine::adapters::ffmpeg::ffmpeg_test {
namespace {

namespace fs = std::filesystem;

// Where the walls cannot be built (a container inside a container) the conversion is still tested, without
// them.
Confinement confinement() {
  static const auto best = [] {
    const auto sandbox = Sandbox::open(Confinement::bubblewrap);
    if (sandbox) return Confinement::bubblewrap;
    MESSAGE("no sandbox on this machine: " << sandbox.error().detail);
    return Confinement::none_i_understand;
  }();
  return best;
}

std::string read(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Fixture {
  fs::path root = fs::temp_directory_path() / ("vitrine-ffmpeg-" + std::to_string(::getpid()));
  Sandbox sandbox = *Sandbox::open(confinement());
  std::unique_ptr<media::Converter> converter = *make_converter(confinement());
  media::Processor processor{{*converter, root / "work"}};

  Fixture() { fs::create_directories(root); }
  ~Fixture() { fs::remove_all(root); }

  // A clip of one second from ffmpeg's generators.
  fs::path clip(const std::string& name, const std::vector<std::string>& video, bool sound = true) {
    Run run;
    run.arguments = {"-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=180x320:r=30:d=1"};
    if (sound) run.arguments.insert(run.arguments.end(), {"-f", "lavfi", "-i", "sine=f=440:d=1:r=44100"});
    run.arguments.insert(run.arguments.end(), video.begin(), video.end());
    run.arguments.push_back("/out/" + name);
    run.output = root;
    const auto outcome = sandbox.run(run, {});
    REQUIRE(outcome);
    REQUIRE_MESSAGE(outcome->end == End::finished, outcome->errors);
    return root / name;
  }
};

constexpr const char* planted = "+51.5932-000.1234/";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "ffmpeg: a compliant clip is playable by copying, then the ladder follows") {
  const auto file = clip(
      "phone.mp4", {"-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "main", "-pix_fmt", "yuv420p",
                    "-g", "15", "-c:a", "aac", "-metadata", std::string{"comment="} + planted});
  REQUIRE(read(file).find(planted) != std::string::npos);
  bool first = false;
  media::Listener listener;
  listener.playable = [&](const media::Processed& playable) -> base::Result<void> {
    first = true;
    CHECK(playable.rungs.at(0).codecs.ends_with(",mp4a.40.2"));
    CHECK(fs::file_size(playable.poster) <= 15'000);
    return {};
  };
  const auto finished = processor.process({model::VideoId{1}, file, model::Millis{0}}, listener);
  REQUIRE_MESSAGE(finished, finished.error().detail);
  CHECK(first);
  const auto& made = finished->processed;
  CHECK(made.duration.count() == 1000);
  CHECK(made.has_audio);
  CHECK(made.loudness_lufs.value_or(0) == doctest::Approx(-21).epsilon(0.1));
  CHECK(made.thumbhash.size() <= 25);
  for (const auto& path : {made.rungs.at(0).file, made.mp4, made.poster, made.preview}) {
    const auto bytes = read(path);
    for (const char* word : {planted, "Lavf", "Lavc", "x264", "testsrc"})
      CHECK(bytes.find(word) == std::string::npos);
  }
}

TEST_CASE_FIXTURE(Fixture, "ffmpeg: a VP8 clip with Opus is encoded, a silent one has no sound track") {
  const auto vp8 =
      clip("browser.webm", {"-c:v", "libvpx", "-deadline", "realtime", "-b:v", "300k", "-c:a", "libopus"});
  const auto finished = processor.process({model::VideoId{2}, vp8, model::Millis{500}}, {});
  REQUIRE_MESSAGE(finished, finished.error().detail);
  const auto& rung = finished->processed.rungs.at(0);
  CHECK(rung.width == 180);
  CHECK(rung.codecs.starts_with("avc1.64"));
  CHECK(rung.codecs.ends_with(",mp4a.40.2"));
  CHECK(rung.segments.size() == 1);
  const auto silent = clip("silent.webm", {"-c:v", "libvpx", "-deadline", "realtime", "-b:v", "300k"}, false);
  const auto quiet = processor.process({model::VideoId{3}, silent, model::Millis{0}}, {});
  REQUIRE(quiet);
  CHECK_FALSE(quiet->processed.has_audio);
  CHECK(quiet->processed.rungs.at(0).codecs.find(',') == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "ffmpeg: cut into slices and joined, a clip shows the same pictures as in one run") {
  const auto shown = [&](const media::Source& source, const media::Plan& plan, int step_ms) {
    media::LadderOrder order{.source = source,
                             .plan = plan,
                             .slices = {},
                             .sound = [] { return std::optional<fs::path>{}; },
                             .end = source.about.duration,
                             .dir = root / std::to_string(step_ms),
                             .workers = 2};
    for (int at = 0; at < 1000; at += step_ms)
      order.slices.push_back({model::Millis{at}, model::Millis{at + step_ms}});
    order.slices.back().to.reset();
    fs::create_directories(order.dir);
    const auto made = media::make_ladder(*converter, order, [](double) {}, {});
    REQUIRE_MESSAGE(made, made.error().detail);
    std::vector<std::int64_t> times;
    for (const auto& file : *made) {
      auto opened = media::FileSource::open(file);
      const auto track = media::read_samples(*opened);
      REQUIRE(track);
      for (const auto& sample : track->samples) times.push_back(sample.shown);
      std::ranges::sort(times.end() - static_cast<std::ptrdiff_t>(track->samples.size()), times.end());
    }
    fs::remove_all(order.dir);
    return times;
  };
  // Uneven pictures in a container without an index of its own, and twice as many as are kept.
  const auto uneven = clip("uneven.webm",
                           {"-vf", "select='not(mod(n*n,3))'", "-vsync", "vfr", "-c:v", "libvpx", "-deadline",
                            "realtime", "-g", "9"},
                           false);
  const auto quick = clip("quick.mp4",
                          {"-vf", "setpts=PTS/2", "-r", "60", "-c:v", "libx264", "-preset", "ultrafast",
                           "-pix_fmt", "yuv420p", "-g", "50"},
                          false);
  for (const auto& file : {uneven, quick}) {
    auto opened = media::FileSource::open(file);
    media::Source source{file, *media::inspect(*opened, {})};
    const auto probe = converter->probe(source, {});
    REQUIRE(probe);
    const auto plan = media::make_plan(source.about, *probe);
    const auto whole = shown(source, plan, 1000);
    CHECK(whole.size() >= 10);
    CHECK(shown(source, plan, 250) == whole);
    CHECK(shown(source, plan, 125) == whole);
  }
}

TEST_CASE_FIXTURE(Fixture, "ffmpeg: a turned clip comes out upright") {
  const auto file =
      clip("turned.mp4", {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}, false);
  // A telephone held upright: the track header says "a quarter clockwise".
  auto bytes = read(file);
  const auto matrix = bytes.find("tkhd") + 4 + 40;
  bytes.replace(matrix, 4, std::string(4, '\0'));
  bytes.replace(matrix + 4, 4, std::string("\x00\x01\x00\x00", 4));
  bytes.replace(matrix + 12, 4, std::string("\xff\xff\x00\x00", 4));
  bytes.replace(matrix + 16, 4, std::string(4, '\0'));
  std::ofstream{file, std::ios::binary} << bytes;
  auto opened = media::FileSource::open(file);
  const auto about = media::inspect(*opened, {});
  REQUIRE(about);
  CHECK(about->video.turn == media::Turn{1, false});
  const auto finished = processor.process({model::VideoId{4}, file, model::Millis{0}}, {});
  REQUIRE(finished);
  CHECK(finished->processed.width == 320);
  CHECK(finished->processed.height == 180);
  // Nothing that is served asks the player to turn it again.
  for (const auto& made : {finished->processed.rungs.at(0).file, finished->processed.mp4}) {
    auto served = media::FileSource::open(made);
    const auto shown = media::inspect(*served, {});
    REQUIRE(shown);
    CHECK(shown->video.turn == media::Turn{});
  }
}

TEST_CASE_FIXTURE(Fixture, "ffmpeg: damaged pictures are told from trouble of our own") {
  const auto file =
      clip("broken.mp4", {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}, false);
  auto bytes = read(file);
  const auto data = bytes.find("mdat");
  REQUIRE(data != std::string::npos);
  const auto end = bytes.find("moov", data) - 8;
  for (auto at = data + 4; at < end; ++at) bytes[at] = static_cast<char>(at * 7);
  std::ofstream{file, std::ios::binary} << bytes;
  const auto finished = processor.process({model::VideoId{5}, file, model::Millis{0}}, {});
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == "undecodable");
  CHECK(fs::is_empty(root / "work"));
}

TEST_CASE_FIXTURE(Fixture, "ffmpeg: broken sound is not told as broken pictures") {
  const auto file = clip("mute.mp4", {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf",
                                      "0", "-c:a", "aac"});
  auto bytes = read(file);
  // What the AAC decoder begins with (ISO/IEC 14496-1, 7.2.6.7).
  const auto config = bytes.find(std::string_view{"\x05\x80\x80\x80", 4});
  REQUIRE(config != std::string::npos);
  bytes.replace(config + 5, 2, "\xff\xff");
  std::ofstream{file, std::ios::binary} << bytes;
  const auto finished = processor.process({model::VideoId{6}, file, model::Millis{0}}, {});
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == "undecodable");
  CHECK(finished.error().detail.starts_with("The sound in this file"));
}

TEST_CASE_FIXTURE(Fixture,
                  "converter: a portrait is square, in two sizes, and says nothing of where it came from") {
  const auto picture = root / "camera.jpg";
  Run draw;
  draw.arguments = {"-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc2=s=300x200:d=0.1",
                    "-frames:v",
                    "1",
                    "-metadata",
                    "comment=Planted Camera",
                    "-f",
                    "mjpeg",
                    "/out/camera.jpg"};
  draw.output = root;
  const auto drawn = sandbox.run(draw, {});
  REQUIRE(drawn);
  REQUIRE_MESSAGE(drawn->end == End::finished, drawn->errors);
  const auto made = converter->portrait(picture, media::PictureFormat::jpeg, root / "made", {});
  REQUIRE_MESSAGE(made, made.error().detail);
  for (const auto& [file, side] : {std::pair{made->large, 384}, std::pair{made->small, 128}}) {
    const auto bytes = read(file);
    const auto seen = media::inspect_picture(base::as_bytes(bytes));
    REQUIRE(seen);
    CHECK(seen->format == media::PictureFormat::webp);
    CHECK(seen->width == side);
    CHECK(seen->height == side);
    CHECK(bytes.find("Planted") == std::string::npos);
    CHECK(bytes.find("Lavc") == std::string::npos);
  }
  // What is announced as something else is not tried as that.
  CHECK(converter->portrait(picture, media::PictureFormat::png, root / "wrong", {}).error().code ==
        "undecodable");
}

TEST_CASE_FIXTURE(Fixture, "sandbox: a run that does not end is ended") {
  Run endless;
  endless.arguments = {"-nostdin",      "-v", "error", "-re", "-f", "lavfi", "-i",
                       "color=s=16x16", "-f", "null",  "-"};
  endless.wall_max = model::Millis{500};
  const auto late = sandbox.run(endless, {});
  REQUIRE(late);
  CHECK(late->end == End::out_of_time);
  endless.wall_max = model::Millis{60'000};
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = sandbox.run(endless, stop.get_token());
  REQUIRE(stopped);
  CHECK(stopped->end == End::stopped);
  Run busy;
  busy.arguments = {"-nostdin", "-v",   "error", "-f", "lavfi", "-i", "mandelbrot=s=640x480",
                    "-f",       "null", "-"};
  busy.cpu_seconds_max = 1;
  const auto hot = sandbox.run(busy, {});
  REQUIRE(hot);
  CHECK(hot->end == End::out_of_time);
  CHECK(hot->cpu_seconds > 0.5);
  CHECK(hot->cpu_seconds < 3);
  CHECK(hot->memory_kib_max > 10'000);
}

TEST_CASE_FIXTURE(Fixture, "sandbox: a run that somebody kills is not taken for a heavy file") {
  Run endless;
  endless.arguments = {"-nostdin",      "-v", "error", "-re", "-f", "lavfi", "-i",
                       "color=s=16x16", "-f", "null",  "-"};
  // As a machine short of memory would, but its own children only.
  std::jthread killer{[](const std::stop_token& stop) {
    const auto children = fs::path{"/proc/self/task"};
    while (!stop.stop_requested()) {
      for (const auto& task : fs::directory_iterator{children}) {
        std::ifstream listed{task.path() / "children"};
        for (pid_t pid = 0; listed >> pid;) ::kill(pid, SIGKILL);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }};
  const auto killed = sandbox.run(endless, {});
  REQUIRE(killed);
  CHECK(killed->end == End::killed);
}

TEST_CASE_FIXTURE(Fixture, "sandbox: neither the network nor a foreign file can be reached from inside") {
  if (confinement() != Confinement::bubblewrap) return;
  const auto works = sandbox_works(Confinement::bubblewrap);
  REQUIRE_MESSAGE(works, works.error().detail);
  // A playlist that names a neighbour, given to the converter past the walk: the demuxer is fixed, the file
  // is not there, and nothing of it comes out.
  const auto canary = root / "canary.ts";
  std::ofstream{canary} << "a secret that must not travel";
  const auto trap = root / "trap.mp4";
  std::ofstream{trap} << "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" << canary.string()
                      << "\n#EXT-X-ENDLIST\n";
  media::Source source{trap, {}};
  source.about.duration = model::Millis{1000};
  const auto probed = converter->probe(source, {});
  REQUIRE_FALSE(probed);
  CHECK(probed.error().code == "undecodable");
}

}  // namespace vitrine::adapters::ffmpeg::ffmpeg_test
