#include "learning/biases.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "learning/model.hpp"
#include "learning/numeric.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::biases_test {
using namespace vitrine::learning;
using namespace vitrine::learning::testing;

namespace {

Outcome finishes(bool yes) { return outcome_of(yes ? 20 : 5, 20, yes, false); }

PerHead<float> foretold(float of_each) {
  PerHead<float> all{};
  for (std::size_t h = 0; h < heads_count; ++h) all[h] = of_each;
  return all;
}

}  // namespace

TEST_CASE("biases: what a video has beyond what was foretold is found, and found again when it changes") {
  base::Random random{3};
  const Overall overall;
  Biases video;
  float shown = 0;
  const auto show = [&](float really, int times) {  // everybody else would finish as often as not
    for (int i = 0; i < times; ++i) {
      const float likely = logistic(video.of(Head::finish));
      const bool yes = random.unit() < static_cast<double>(logistic(really));
      BiasLesson{finishes(yes), foretold(likely), overall}.teach_video(video, ++shown);
    }
    return video.of(Head::finish);
  };
  CHECK(std::abs(show(1, 3000) - 1) < 0.3F);
  CHECK(std::abs(show(-1, 1000) + 1) < 0.3F);  // three thousand showings do not hold it
}

TEST_CASE("biases: whom little is known of moves far, a video is believed later than a viewer") {
  const Overall overall;
  const BiasLesson lesson{finishes(true), foretold(0.5F), overall};
  const auto moved = [&](float showings, bool viewer) {
    Biases one;
    if (viewer) lesson.teach_viewer(one, showings);
    else lesson.teach_video(one, showings);
    return one.of(Head::finish);
  };
  CHECK(moved(1, true) > moved(50, true));
  CHECK(moved(1, true) > 2 * moved(1, false));
  CHECK(moved(1e6F, true) == moved(1e5F, true));  // never so small that nothing changes
  CHECK(moved(1e6F, true) > 0.01F);
}

TEST_CASE("biases: heads that are rare have none, heads nobody knows stay, what came late counts") {
  const Overall overall;
  Outcome outcome = finishes(true);
  outcome.set(Head::share, true);
  outcome.known &= static_cast<std::uint16_t>(~(1U << index(Head::skip)));
  Biases one;
  BiasLesson{outcome, foretold(0.3F), overall}.teach_viewer(one, 3);
  CHECK(one.of(Head::finish) > 0);
  CHECK(one.of(Head::long_view) > 0);
  CHECK(one.of(Head::watched) > 0);
  CHECK(one.of(Head::like) < 0);
  CHECK(one.of(Head::skip) == 0);
  CHECK(one.of(Head::share) == 0);
  const float before = one.of(Head::like);
  BiasLesson{Head::like, overall}.teach_viewer(one, 3);
  CHECK(one.of(Head::like) > before);
  BiasLesson{Head::share, overall}.teach_viewer(one, 3);
  CHECK(one.of(Head::share) == 0);
}

TEST_CASE("biases: whatever is certain and wrong, again and again, bytes bring back the same") {
  base::Random random{4};
  const Overall overall;
  Biases one;
  const auto bytes_as = [](const Biases& biases) {
    base::WireWriter out;
    biases.write(out);
    return out.take();
  };
  const auto read = [](base::ByteView bytes, Biases& into) {
    base::WireReader in{bytes};
    into.read(in);
    return in.finished();
  };
  for (int i = 0; i < 20'000; ++i) {
    BiasLesson{finishes(i / 5000 % 2 == 0), foretold(i / 5000 % 2 == 0 ? 0.0F : 1.0F), overall}.teach_viewer(
        one, static_cast<float>(random.below(3)));
    if (i % 1000 != 0) continue;
    Biases back;
    REQUIRE(read(bytes_as(one), back));
    REQUIRE(back == one);
    const BiasBytes told = bytes_of(one);
    for (std::size_t h = 0; h < heads_count; ++h)
      REQUIRE(std::abs(Readings::number_of(told[h]) - one.of(static_cast<Head>(h))) <= 1.0F / 64);
  }
  for (const int wrong : {32'001, -32'001, 32'767, -32'768}) {
    Biases broken = one, back;
    broken.steps[Biases::place_of(Head::opened)] = static_cast<std::int16_t>(wrong);
    CHECK_FALSE(read(bytes_as(broken), back));
  }
  CHECK(bytes_of(Biases{}) == no_bias);
}

TEST_CASE("model: a clip that holds even those who skip all gets a bias of its own, also from strangers") {
  // Viewers 1 to 6 skip everything but video 0; strangers likewise.
  LogMaker maker{21};
  Model model;
  auto log = maker.catalogue();
  for (std::uint64_t round = 0; round < 30; ++round)
    for (std::uint64_t viewer = 0; viewer < 6; ++viewer) {
      maker.watch(log, model::ViewerId{viewer}, 0, true);
      maker.watch(log, model::ViewerId{viewer}, 2 + 2 * (round % 8), false);
    }
  model.apply(log, 1);
  const auto bias = [&](std::uint64_t n) {
    const auto* factors =
        model.table().factors_of(model.table().find(key_of(Aspect::video, LogMaker::video(n).raw())));
    REQUIRE(factors != nullptr);
    return factors->biases;
  };
  CHECK(bias(0).of(Head::finish) > 0.02F);
  CHECK(bias(0).of(Head::skip) < -0.02F);
  CHECK(bias(2).of(Head::finish) < 0);
  CHECK(bias(2).of(Head::skip) > 0);
  // It is among what a showing is judged by, and goes when the video does.
  const Video* const video = model.library().find(LogMaker::video(0).raw());
  REQUIRE(video != nullptr);
  const Viewer stranger;
  const auto shown = model.impression(stranger, *video, 0, seconds(maker.tick()));
  CHECK(shown.video_bias == bytes_of(bias(0)));
  CHECK(shown.viewer_bias == no_bias);
  const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
  CHECK(readings.bytes[first_bias + index(Head::finish)] > 128);
  model.apply({maker.tick(), VideoForgotten{LogMaker::video(0)}}, model.position() + 1);
  CHECK(model.table().find(key_of(Aspect::video, LogMaker::video(0).raw())) == nullptr);
}

TEST_CASE("model: a like that comes after the end moves the biases of its viewer and its video") {
  LogMaker maker{22};
  Model model;
  auto log = maker.catalogue();
  for (int i = 0; i < 12; ++i) maker.watch(log, model::ViewerId{1}, 0, true);
  model.apply(log, 1);
  const auto of_viewer = [&] { return model.viewer(model::ViewerId{1})->factors.biases.of(Head::like); };
  const float before = of_viewer();
  model.apply({maker.tick(), Done{model::ViewerId{1}, LogMaker::video(0), Deed::liked}},
              model.position() + 1);
  CHECK(of_viewer() > before);
}

}  // namespace vitrine::biases_test
