#include "media/plan.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace vitrine::media::plan_test {
namespace {

// A phone clip every browser plays: 10 s of 1080x1920 H.264 at 4 Mbit/s with a key picture a second.
Inspected compliant() {
  Inspected about;
  about.video.codec = VideoCodec::h264;
  about.video.codec_text = "avc1.640028";
  about.video.width = 1080, about.video.height = 1920;
  about.video.frames = 300;
  about.video.bytes = 5'000'000;
  about.video.keyframe_gap_max = model::Millis{1000};
  about.duration = about.video.duration = model::Millis{10'000};
  return about;
}

Probe seen(int width, int height) {
  Probe probe;
  probe.width = width, probe.height = height;
  probe.pixel_format = "yuv420p";
  probe.frames_per_second = 30;
  return probe;
}

std::vector<int> short_edges(const Plan& plan) {
  std::vector<int> edges;
  for (const auto& rung : plan.rungs) edges.push_back(std::min(rung.width, rung.height));
  return edges;
}

Plan plan_for(int width, int height, int quarters = 0) {
  auto about = compliant();
  about.video.turn.quarters = quarters;
  return make_plan(about, seen(width, height));
}

}  // namespace

TEST_CASE("plan: the ladder follows the short edge and never goes above the source") {
  CHECK(short_edges(plan_for(1080, 1920)) == std::vector{360, 540, 720, 1080});
  CHECK(short_edges(plan_for(1920, 1080)) == std::vector{360, 540, 720, 1080});
  CHECK(short_edges(plan_for(3840, 2160)) == std::vector{360, 540, 720, 1080});
  CHECK(short_edges(plan_for(1280, 720)) == std::vector{360, 540, 720});
  CHECK(short_edges(plan_for(480, 720)) == std::vector{360, 480});
  CHECK(short_edges(plan_for(404, 720)) == std::vector{360});
  CHECK(short_edges(plan_for(320, 240)) == std::vector{240});
  const auto full = plan_for(1080, 1920);
  CHECK(full.rungs[0].rate_bits == 350'000);
  CHECK(full.rungs[1].rate_bits == 900'000);
  CHECK(full.rungs[2].rate_bits == 1'800'000);
  CHECK(full.rungs[3].rate_bits == 3'500'000);
}

TEST_CASE("plan: any source gets even, ascending, bounded rungs of its own shape") {
  rc::check("", [] {
    const auto width = *rc::gen::inRange(16, 4097), height = *rc::gen::inRange(16, 2305);
    auto probe = seen(width, height);
    probe.sar_num = *rc::gen::inRange(1, 17), probe.sar_den = *rc::gen::inRange(1, 17);
    auto about = compliant();
    about.video.turn.quarters = *rc::gen::inRange(0, 4);
    const auto plan = make_plan(about, probe);
    RC_ASSERT(!plan.rungs.empty());
    const auto whole = shown(about, probe);
    int last = 0;
    for (const auto& rung : plan.rungs) {
      RC_ASSERT(rung.width % 2 == 0 && rung.height % 2 == 0);
      RC_ASSERT(rung.width >= 16 && rung.height >= 16);
      RC_ASSERT(std::max(rung.width, rung.height) <= 1920);
      RC_ASSERT(rung.width <= std::max(16, whole.width) && rung.height <= std::max(16, whole.height));
      RC_ASSERT(rung.rate_bits >= 100'000 && rung.rate_bits <= 3'500'000);
      RC_ASSERT(rung.width * rung.height >= last);
      last = rung.width * rung.height;
    }
    RC_ASSERT(plan.rungs.back().width == plan.width && plan.rungs.back().height == plan.height);
  });
}

TEST_CASE("plan: turning and pixel shape decide what is seen") {
  const auto turned = plan_for(1920, 1080, 1);
  CHECK(turned.width == 1080);
  CHECK(turned.height == 1920);
  auto probe = seen(640, 480);
  probe.sar_num = 4, probe.sar_den = 3;
  CHECK(shown(compliant(), probe).width == 853);
}

TEST_CASE("plan: many pictures a second are halved where the picture is small") {
  auto probe = seen(1080, 1920);
  probe.frames_per_second = 60;
  const auto plan = make_plan(compliant(), probe);
  CHECK(plan.rungs[0].frames_per_second_max == 30);
  CHECK(plan.rungs[3].frames_per_second_max == 0);
  probe.frames_per_second = 240;
  CHECK(make_plan(compliant(), probe).rungs[3].frames_per_second_max == 60);
}

TEST_CASE("plan: only what every browser plays is copied") {
  const auto copies = [](auto change) {
    auto about = compliant();
    auto probe = seen(1080, 1920);
    change(about, probe);
    return make_plan(about, probe).copy_first;
  };
  CHECK(copies([](auto&, auto&) {}));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.codec = VideoCodec::hevc; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.codec_text = "avc1.f40028"; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.turn.quarters = 1; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.keyframe_gap_max = model::Millis{8000}; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.bytes = 30'000'000; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.video.trimmed = true; }));
  CHECK_FALSE(copies([](auto& a, auto&) { a.container = Container::matroska; }));
  CHECK_FALSE(copies([](auto&, auto& p) { p.pixel_format = "yuvj420p"; }));
  CHECK_FALSE(copies([](auto&, auto& p) { p.light = Light::hlg; }));
  CHECK_FALSE(copies([](auto&, auto& p) { p.sar_num = 4, p.sar_den = 3; }));
  CHECK_FALSE(copies([](auto&, auto& p) { p.start = model::Millis{40}; }));
  CHECK_FALSE(copies([](auto&, auto& p) { p.width = 2160, p.height = 3840; }));
  auto heavy = compliant();
  heavy.video.bytes = 9'000'000;
  CHECK(make_plan(heavy, seen(1080, 1920)).copy_first);
  CHECK_FALSE(make_plan(heavy, seen(1080, 1920)).keep_copy);
  CHECK(make_plan(compliant(), seen(1080, 1920)).keep_copy);
}

TEST_CASE("plan: colours nobody named follow the size of the picture") {
  CHECK(plan_for(1280, 720).matrix == Matrix::bt709);
  CHECK(plan_for(640, 480).matrix == Matrix::bt601);
}

TEST_CASE("plan: loudness is brought to -14 LUFS within reason") {
  CHECK(gain_db(-24) == doctest::Approx(10));
  CHECK(gain_db(-14.3) == 0);
  CHECK(gain_db(-40) == 12);
  CHECK(gain_db(-70) == 0);
  CHECK(gain_db(-5) == doctest::Approx(-9));
}

TEST_CASE("plan: slices cover the clip once, begin on whole seconds, and grow fewer the lighter it is") {
  rc::check("any cost, any length", [] {
    const Cost cost{*rc::gen::inRange(1, 20'000) / 1000.0, *rc::gen::inRange(0, 20'000) / 1000.0};
    const model::Millis length{*rc::gen::inRange(1, 600'000)};
    const auto slices = plan_slices(cost, length, *rc::gen::inRange(1, 9));
    RC_ASSERT(slices.front().from.count() == 0);
    RC_ASSERT(!slices.back().to);
    for (std::size_t i = 1; i < slices.size(); ++i) {
      RC_ASSERT(slices[i - 1].to == slices[i].from);
      const auto taken = (slices[i].from - slices[i - 1].from).count();
      RC_ASSERT(taken % 1000 == 0 || 1000 % taken == 0);
      // Only where it cannot be cut finer may a slice be planned above its share.
      const auto costs = cost.per_second * static_cast<double>(taken) / 1000;
      RC_ASSERT(costs <= slice_seconds_planned + cost.per_second || taken == slice_min.count());
    }
  });
  CHECK(plan_slices({1.0, 0}, model::Millis{30'000}, 2).size() == 8);
  CHECK(plan_slices({0.1, 0}, model::Millis{30'000}, 2).size() == 2);
  CHECK(plan_slices({9.0, 0}, model::Millis{2'000}, 2).size() == 4);
}

}  // namespace vitrine::media::plan_test
