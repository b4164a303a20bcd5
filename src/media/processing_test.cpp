#include <doctest/doctest.h>

#include <atomic>
#include <fstream>

#include "media/media.hpp"
#include "media/ports.hpp"
#include "media/testing/by_hand.hpp"

namespace vitrine::media::processing_test {
namespace {

namespace fs = std::filesystem;
using testing::be;
using testing::box;
using testing::zeros;

void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary} << bytes;
}

std::string rung_file(int width, int height) {
  return testing::rung_head(width, height) + testing::rung_segment(0, 30, 3000, 10);
}

// Answers as told, writes small but true files where the real one would.
class ScriptedConverter final : public Converter {
 public:
  std::string fails_at;
  bool sees_compliant = false;
  model::Millis first_picture{0};
  std::atomic<int> calls = 0;

  base::Result<Probe> probe(const Source&, std::stop_token) override {
    TRY(step("probe"));
    Probe probe;
    probe.width = 720, probe.height = 1280;
    probe.pixel_format = sees_compliant ? "yuv420p" : "yuv422p";
    probe.frames_per_second = 30;
    probe.start = first_picture;
    return probe;
  }
  base::Result<std::optional<Loudness>> loudness(const Source&, std::stop_token) override {
    TRY(step("loudness"));
    return std::optional<Loudness>{};
  }
  base::Result<fs::path> sound(const Source&, double, bool, const fs::path& into, std::stop_token) override {
    return file("sound", into / "sound.m4a", "sound");
  }
  base::Result<std::vector<std::uint32_t>> print(const fs::path& sound, const fs::path&,
                                                 std::stop_token) override {
    REQUIRE(fs::exists(sound));
    TRY(step("print"));
    return std::vector<std::uint32_t>{1, 2, 3};
  }
  base::Result<Copied> copy(const Source&, const std::optional<fs::path>&, const fs::path& into,
                            std::stop_token) override {
    TRY_LET(auto rung, file("copy", into / "copy.m4s", rung_file(720, 1280)));
    TRY_LET(auto whole, file("copy", into / "whole.mp4", "whole"));
    return Copied{rung, whole};
  }
  base::Result<std::vector<fs::path>> slice(const Source&, const Plan& plan, const Slice& slice,
                                            const fs::path& into, const Fraction& progress,
                                            std::stop_token) override {
    std::vector<fs::path> files;
    progress(0.5);
    const auto begin = static_cast<std::uint64_t>(slice.from.count()) * 90;
    for (const auto& rung : plan.rungs) {
      TRY_LET(auto made,
              file("slice", into / (std::to_string(rung.width) + ".m4s"),
                   testing::rung_head(rung.width, rung.height) + testing::rung_segment(begin, 30, 3000, 10)));
      files.push_back(made);
    }
    return files;
  }
  base::Result<Stills> stills(const Source&, const Plan&, model::Millis, const fs::path& into,
                              std::stop_token) override {
    TRY_LET(const auto poster, file("stills", into / "poster.webp", "poster"));
    return Stills{poster, 1, 1, base::Bytes(4)};
  }
  base::Result<fs::path> faststart(const fs::path& rung, const fs::path& into, std::stop_token) override {
    REQUIRE(fs::exists(rung));
    return file("faststart", into / "whole.mp4", "whole");
  }
  base::Result<fs::path> preview(const fs::path& rung, Shape, model::Millis, const fs::path& into,
                                 std::stop_token) override {
    REQUIRE(fs::exists(rung));
    return file("preview", into / "preview.mp4", "preview");
  }

  base::Result<PortraitFiles> portrait(const fs::path& picture, PictureFormat, const fs::path& into,
                                       std::stop_token) override {
    REQUIRE(fs::exists(picture));
    TRY_LET(auto large, file("portrait", into / "large.webp", "large"));
    TRY_LET(auto small, file("portrait", into / "small.webp", "small"));
    return PortraitFiles{large, small};
  }

 private:
  base::Result<void> step(const std::string& name) {
    ++calls;
    if (name == fails_at)
      return base::fail(base::Fault::corrupt_input, "undecodable", "The pictures cannot be decoded.");
    return {};
  }
  base::Result<fs::path> file(const std::string& name, const fs::path& path, const std::string& bytes) {
    TRY(step(name));
    write(path, bytes);
    return path;
  }
};

// A small H.264 source; the scripted probe decides what is made of it.
std::string source_bytes() { return testing::rung_head(720, 1280) + testing::rung_segment(0, 30, 3000, 10); }

struct Fixture {
  fs::path root = fs::temp_directory_path() / ("vitrine-media-" + std::to_string(::getpid()));
  ScriptedConverter converter;
  Processor processor{{converter, root / "work"}};
  Order order{model::VideoId{7}, root / "original", model::Millis{0}};
  Fixture() { write(order.original, source_bytes()); }
  ~Fixture() { fs::remove_all(root); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "processing: a source that needs encoding gets the whole ladder and leaves nothing") {
  std::vector<int> percents;
  Listener listener;
  listener.progress = [&](int percent) { percents.push_back(percent); };
  listener.playable = [](const Processed&) -> base::Result<void> {
    FAIL("nothing to copy here");
    return {};
  };
  {
    const auto finished = processor.process(order, listener);
    REQUIRE(finished);
    const auto& made = finished->processed;
    CHECK(made.rungs.size() == 3);
    CHECK(made.rungs.back().width == 720);
    CHECK(made.duration.count() == 1000);
    CHECK(fs::exists(made.mp4));
    CHECK(fs::exists(made.preview));
    CHECK_FALSE(made.has_audio);
  }
  CHECK(std::ranges::is_sorted(percents));
  CHECK(percents.back() == 100);
  CHECK(fs::exists(order.original));
  CHECK(fs::is_empty(root / "work"));
}

TEST_CASE_FIXTURE(Fixture,
                  "processing: a compliant source is playable first, and its copy stays the top rung") {
  converter.sees_compliant = true;
  int heard = 0;
  Listener listener;
  listener.playable = [&](const Processed& first) -> base::Result<void> {
    ++heard;
    CHECK(first.rungs.size() == 1);
    CHECK(first.rungs[0].segments.size() == 1);
    // The caller moves what it is given.
    fs::rename(first.rungs[0].file, root / "kept.m4s");
    fs::rename(first.mp4, root / "kept.mp4");
    fs::rename(first.poster, root / "kept.webp");
    return {};
  };
  const auto finished = processor.process(order, listener);
  REQUIRE(finished);
  CHECK(heard == 1);
  CHECK(finished->processed.rungs.size() == 3);
  for (const auto& rung : finished->processed.rungs) CHECK(fs::exists(rung.file));
  CHECK(fs::exists(finished->processed.poster));
}

TEST_CASE_FIXTURE(Fixture, "processing: whatever step fails, the directory is empty afterwards") {
  for (const char* step : {"probe", "slice", "stills", "faststart", "preview"}) {
    converter.fails_at = step;
    const auto finished = processor.process(order, {});
    REQUIRE_FALSE(finished);
    CHECK(finished.error().code == "undecodable");
    CHECK(fs::is_empty(root / "work"));
  }
  CHECK(fs::exists(order.original));
}

TEST_CASE_FIXTURE(Fixture, "processing: a first picture that is days away is not waited for") {
  const Limits limits;
  converter.first_picture = limits.duration_max + model::Millis{1};
  const auto late = processor.process(order, {});
  REQUIRE_FALSE(late);
  CHECK(late.error().code == "too_long");
  CHECK(converter.calls == 1);
  CHECK(fs::is_empty(root / "work"));
  converter.first_picture = model::Millis{2000};
  CHECK(processor.process(order, {}));
}

TEST_CASE_FIXTURE(Fixture, "processing: a copy that fails is made up for by the ladder") {
  converter.sees_compliant = true;
  converter.fails_at = "copy";
  const auto finished = processor.process(order, {});
  REQUIRE(finished);
  CHECK(finished->processed.rungs.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "processing: a caller that cannot keep the first rung ends the job") {
  converter.sees_compliant = true;
  Listener listener;
  listener.playable = [](const Processed&) -> base::Result<void> {
    return base::fail(base::Fault::not_available, "blob_store", "The disk is full.");
  };
  const auto finished = processor.process(order, listener);
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == "blob_store");
  CHECK(fs::is_empty(root / "work"));
}

TEST_CASE_FIXTURE(Fixture, "processing: what the walk refuses never reaches the converter") {
  write(order.original, "#EXTM3U\nfile:///etc/passwd\n");
  const auto finished = processor.process(order, {});
  REQUIRE_FALSE(finished);
  CHECK(finished.error().code == "not_a_video");
  CHECK(converter.calls == 0);
}

TEST_CASE_FIXTURE(Fixture, "processing: a portrait is looked at before any decoder, and leaves nothing") {
  const auto png = std::string("\x89PNG\r\n\x1a\n") + be(13, 4) + "IHDR" + be(64, 4) + be(64, 4) + zeros(9);
  {
    const auto made = processor.portrait(base::as_bytes(png));
    REQUIRE(made);
    CHECK(fs::exists(made->portrait.large));
    CHECK(fs::exists(made->portrait.small));
  }
  CHECK(processor.portrait(base::as_bytes("GIF89a")).error().code == "not_a_picture");
  CHECK(converter.calls == 2);
  converter.fails_at = "portrait";
  CHECK(processor.portrait(base::as_bytes(png)).error().code == "picture_damaged");
  CHECK(fs::is_empty(root / "work"));
}

TEST_CASE_FIXTURE(Fixture, "processing: a cover is made anew from the MP4 of a finished clip") {
  order.cover = model::Millis{5000};
  {
    const auto made = processor.cover(order);
    REQUIRE(made);
    CHECK(fs::exists(made->cover.poster));
    CHECK(fs::exists(made->cover.preview));
    CHECK_FALSE(made->cover.thumbhash.empty());
  }
  CHECK(fs::is_empty(root / "work"));
}

}  // namespace vitrine::media::processing_test
