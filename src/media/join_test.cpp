#include "media/join.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <fstream>

#include "media/boxes.hpp"
#include "media/cmaf.hpp"
#include "media/ladder.hpp"
#include "media/samples.hpp"
#include "media/testing/by_hand.hpp"

namespace vitrine::media::join_test {
namespace {

namespace fs = std::filesystem;
using testing::rung_head;
using testing::rung_segment;

struct Folder {
  fs::path root = fs::temp_directory_path() / ("vitrine-join-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(root); }
  ~Folder() { fs::remove_all(root); }
  fs::path put(const std::string& name, const std::string& bytes) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream{root / name, std::ios::binary} << bytes;
    return root / name;
  }
  std::vector<Sample> samples(const fs::path& file) const {
    auto source = FileSource::open(file);
    REQUIRE(source);
    const auto track = read_samples(*source);
    REQUIRE(track);
    return track->samples;
  }
  Rung rung(const fs::path& file) const {
    auto source = FileSource::open(file);
    REQUIRE(source);
    const auto rung = read_rung(*source);
    REQUIRE_MESSAGE(rung, rung.error().detail);
    return *rung;
  }
};

// Makes what it is asked for, one key picture each 125 ms, unless a slice is longer than it can bear.
class Slow final : public Converter {
 public:
  std::int64_t bears_ms = 1'000'000;
  std::string fails = "too_heavy";
  std::atomic<int> calls = 0;

  base::Result<std::vector<fs::path>> slice(const Source& source, const Plan&, const Slice& slice,
                                            const fs::path& into, const Fraction& progress,
                                            std::stop_token) override {
    ++calls;
    const auto to = slice.to.value_or(source.about.duration);
    if ((to - slice.from).count() > bears_ms)
      return base::fail(base::Fault::over_limit, fails, "The video is too heavy.");
    progress(0.5);
    fs::create_directories(into);
    auto bytes = rung_head(360, 640);
    for (auto at = slice.from.count(); at < to.count(); at += 125)
      bytes += rung_segment(static_cast<std::uint64_t>(at) * 90, 1, 11'250, 10);
    std::ofstream{into / "0.m4s", std::ios::binary} << bytes;
    return std::vector{into / "0.m4s"};
  }
  base::Result<Probe> probe(const Source&, std::stop_token) override { return Probe{}; }
  base::Result<std::optional<Loudness>> loudness(const Source&, std::stop_token) override {
    return std::optional<Loudness>{};
  }
  base::Result<std::vector<std::uint32_t>> print(const fs::path&, const fs::path&, std::stop_token) override {
    return std::vector<std::uint32_t>{};
  }
  base::Result<fs::path> sound(const Source&, double, bool, const fs::path&, std::stop_token) override {
    return fs::path{};
  }
  base::Result<Copied> copy(const Source&, const std::optional<fs::path>&, const fs::path&,
                            std::stop_token) override {
    return Copied{};
  }
  base::Result<Stills> stills(const Source&, const Plan&, model::Millis, const fs::path&,
                              std::stop_token) override {
    return Stills{};
  }
  base::Result<fs::path> faststart(const fs::path&, const fs::path&, std::stop_token) override {
    return fs::path{};
  }
  base::Result<fs::path> preview(const fs::path&, Shape, model::Millis, const fs::path&,
                                 std::stop_token) override {
    return fs::path{};
  }
  base::Result<PortraitFiles> portrait(const fs::path&, PictureFormat, const fs::path&,
                                       std::stop_token) override {
    return PortraitFiles{};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Folder, "join: wherever the clip is cut, the same pictures are shown at the same times") {
  rc::check("cut anywhere, joined, whole", [&] {
    const auto seconds = *rc::gen::inRange(1, 8);
    std::vector<fs::path> parts;
    auto bytes = rung_head(360, 640);
    int files = 0;
    for (int i = 0; i < seconds; ++i) {
      bytes += rung_segment(static_cast<std::uint64_t>(i) * 90'000, 30, 3000, 20);
      if (*rc::gen::inRange(0, 2) == 0) continue;
      parts.push_back(put(std::to_string(files++) + ".m4s", bytes));
      bytes = rung_head(360, 640);  // perhaps a slice in which nothing is shown
    }
    parts.push_back(put(std::to_string(files++) + ".m4s", bytes));
    const auto out = root / "joined.m4s";
    RC_ASSERT(join_rung(parts, {}, model::Millis{seconds * 1000}, out).has_value());
    const auto made = samples(out);
    RC_ASSERT(made.size() == static_cast<std::size_t>(seconds) * 30);
    for (std::size_t i = 0; i < made.size(); ++i) {
      RC_ASSERT(made[i].shown == static_cast<std::int64_t>(i) * 3000);
      RC_ASSERT(made[i].key == (i % 30 == 0));
    }
    const auto described = rung(out);
    RC_ASSERT(described.segments.size() == static_cast<std::size_t>(seconds));
    for (const auto& segment : described.segments) RC_ASSERT(segment.duration_ms == 1000U);
  });
}

TEST_CASE_FIXTURE(Folder, "join: uneven pictures last until the next one, over a joint too") {
  // Shown at 0.5 s (moved to 0) and, after a still second, at 2.5 s.
  const std::vector parts{put("a.m4s", rung_head(360, 640) + rung_segment(45'000, 1, 3000, 20)),
                          put("b.m4s", rung_head(360, 640) + rung_segment(225'000, 1, 3000, 20))};
  const auto out = root / "joined.m4s";
  REQUIRE(join_rung(parts, {}, model::Millis{3000}, out));
  const auto described = rung(out);
  REQUIRE(described.segments.size() == 2);
  CHECK(described.segments[0].duration_ms == 2500);
  CHECK(described.segments[1].duration_ms == 500);
}

TEST_CASE_FIXTURE(Folder, "join: sound goes beside the picture it belongs to, every packet once") {
  std::string packets = rung_head(16, 16);  // what is in a packet does not matter here
  for (int i = 0; i < 30; ++i) packets += rung_segment(static_cast<std::uint64_t>(i) * 9000, 1, 9000, 7);
  const auto sound = put("sound.m4a", packets);
  const std::vector parts{put("a.m4s", rung_head(360, 640) + rung_segment(0, 30, 3000, 20)),
                          put("b.m4s", rung_head(360, 640) + rung_segment(90'000, 60, 3000, 20))};
  const auto out = root / "joined.m4s";
  REQUIRE(join_rung(parts, sound, model::Millis{3000}, out));
  // Two segments: 20 bytes a picture, 7 a packet; ten packets are a second, the last segment takes the rest.
  auto file = FileSource::open(out);
  REQUIRE(file);
  std::vector<std::uint64_t> data;
  for (std::uint64_t at = 0; at < file->size();) {
    const auto box = box_at(*file, at, file->size());
    REQUIRE(box);
    if (box->type == box_type("mdat")) data.push_back(box->size);
    at += box->size;
  }
  CHECK(data == std::vector<std::uint64_t>{8 + 30 * 20 + 10 * 7, 8 + 60 * 20 + 20 * 7});
  const std::vector<SoundPart> overlapping{{sound, 0, 10}, {sound, 5, 10}};
  REQUIRE(join_sound(overlapping, root / "long.m4a"));
  const auto joined = samples(root / "long.m4a");
  CHECK(joined.size() == 20);
  CHECK(joined.back().shown == 19 * 9000);
}

TEST_CASE_FIXTURE(Folder, "join: parts that do not fit together are refused") {
  const auto whole = put("whole.m4s", rung_head(360, 640) + rung_segment(0, 30, 3000, 20));
  const auto other = put("other.m4s", rung_head(540, 960) + rung_segment(90'000, 30, 3000, 20));
  const auto cut = put("cut.m4s", (rung_head(360, 640) + rung_segment(0, 30, 3000, 20)).substr(0, 900));
  const auto out = root / "joined.m4s";
  CHECK(join_rung(std::vector{whole, other}, {}, model::Millis{2000}, out).error().code == "malformed");
  CHECK_FALSE(join_rung(std::vector{whole, cut}, {}, model::Millis{2000}, out));
  CHECK_FALSE(join_rung(std::vector<fs::path>{}, {}, model::Millis{2000}, out));
  rc::check("a few changed bytes are joined or refused, never worse", [&] {
    auto bytes = rung_head(360, 640) + rung_segment(0, 4, 3000, 5);
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
      bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
    (void)join_rung(std::vector{put("odd.m4s", bytes)}, {}, model::Millis{1000}, out);
  });
}

TEST_CASE_FIXTURE(Folder, "ladder: what is too heavy is cut finer until it is not, and nothing is lost") {
  for (const std::int64_t bears : {10'000, 2'000, 700, 125}) {
    Slow converter;
    converter.bears_ms = bears;
    Source source;
    source.about.duration = model::Millis{9'500};
    Plan plan;
    plan.rungs = {{360, 640, 350'000, 0}};
    const auto dir = root / std::to_string(bears);
    std::vector<double> told;
    const auto made = make_ladder(converter,
                                  {.source = source,
                                   .plan = plan,
                                   .slices = plan_slices({.per_second = 1}, source.about.duration, 2),
                                   .sound = [] { return std::optional<fs::path>{}; },
                                   .end = source.about.duration,
                                   .dir = dir,
                                   .workers = 2},
                                  [&](double done) { told.push_back(done); }, {});
    REQUIRE_MESSAGE(made, made.error().detail);
    const auto all = samples(made->at(0));
    REQUIRE(all.size() == 76);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].shown == static_cast<std::int64_t>(i) * 11'250);
    CHECK(rung(made->at(0)).segments.size() == 10);
    CHECK(std::ranges::is_sorted(told));
    CHECK(std::distance(fs::directory_iterator{dir}, fs::directory_iterator{}) == 1);
  }
}

TEST_CASE_FIXTURE(Folder, "ladder: too heavy at the finest is refused, other trouble at once") {
  Slow converter;
  converter.bears_ms = 100;
  Source source;
  source.about.duration = model::Millis{4'000};
  Plan plan;
  plan.rungs = {{360, 640, 350'000, 0}};
  const LadderOrder order{.source = source,
                          .plan = plan,
                          .slices = {{model::Millis{0}, model::Millis{2000}}, {model::Millis{2000}, {}}},
                          .sound = [] { return std::optional<fs::path>{}; },
                          .end = source.about.duration,
                          .dir = root,
                          .workers = 2};
  CHECK(make_ladder(converter, order, [](double) {}, {}).error().code == "too_heavy");
  CHECK(converter.calls < 12);
  converter.fails = "undecodable";
  converter.calls = 0;
  CHECK(make_ladder(converter, order, [](double) {}, {}).error().code == "undecodable");
  CHECK(converter.calls <= 2);
  std::stop_source stop;
  stop.request_stop();
  CHECK(make_ladder(converter, order, [](double) {}, stop.get_token()).error().code == "stopped");
}

}  // namespace vitrine::media::join_test
