#include "learning/latent_factors.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "base/random.hpp"
#include "learning/model.hpp"
#include "learning/numeric.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::latent_factors_test {
using namespace vitrine::learning;
using namespace vitrine::learning::testing;

TEST_CASE("latent factors: who is new to videos nobody named is told apart by what others made of them") {
  // Two sorts of people, two sorts of videos, and nothing but the endings says which is which.
  base::Random random{5};
  std::array<LatentFactors, 40> viewers{}, videos;
  for (std::uint64_t i = 0; i < videos.size(); ++i) videos[i] = first_factors(i);
  const auto likes = [](std::size_t viewer, std::size_t video) { return viewer % 2 == video % 2; };
  for (int i = 0; i < 8000; ++i) {
    const std::size_t viewer = random.below(viewers.size() - 1), video = random.below(videos.size());
    const float predicted = logistic(affinity(viewers[viewer], &videos[video], nullptr));
    learn_affinity(viewers[viewer], &videos[video], nullptr,
                   {.satisfied = random.unit() < (likes(viewer, video) ? 0.8 : 0.2), .predicted = predicted});
  }
  LatentFactors& fresh = viewers.back();
  for (std::size_t video = 0; video < 8; ++video)
    learn_affinity(fresh, &videos[video], nullptr,
                   {.satisfied = likes(viewers.size() - 1, video),
                    .predicted = logistic(affinity(fresh, &videos[video], nullptr))});
  for (std::size_t video = 8; video < videos.size(); ++video) {
    const float says = affinity(fresh, &videos[video], nullptr);
    CHECK((likes(viewers.size() - 1, video) ? says > 0.3F : says < -0.3F));
  }
}

TEST_CASE("latent factors: a topic's are shared by its videos, so a video that nobody saw begins somewhere") {
  base::Random random{6};
  LatentFactors viewer, topic = first_factors(1);
  for (std::uint64_t i = 0; i < 60; ++i) {
    LatentFactors video = first_factors(100 + i);
    learn_affinity(viewer, &video, &topic,
                   {.satisfied = true, .predicted = logistic(affinity(viewer, &video, &topic))});
  }
  CHECK(affinity(viewer, nullptr, &topic) > 0.1F);
  CHECK(affinity(viewer, nullptr, nullptr) == 0);
}

TEST_CASE("latent factors: those of the unseen are small and differ, a viewer's first say nothing") {
  std::set<float> drawn;
  for (std::uint64_t key = 1; key < 500; ++key)
    for (const float number : first_factors(key).numbers) {
      CHECK(std::abs(number) < 0.1F);
      drawn.insert(number);
    }
  CHECK(drawn.size() > 200);
  CHECK(first_factors(7) == first_factors(7));
  const LatentFactors stranger, video = first_factors(7);
  CHECK(affinity(stranger, &video, &video) == 0);
}

TEST_CASE("latent factors: whatever is certain and wrong, again and again, they stay numbers") {
  base::Random random{9};
  LatentFactors viewer, video = first_factors(1), topic = first_factors(2);
  for (int i = 0; i < 100'000; ++i)
    learn_affinity(viewer, random.below(3) == 0 ? nullptr : &video, random.below(3) == 0 ? nullptr : &topic,
                   {.satisfied = i / 100 % 2 == 0, .predicted = random.below(2) == 0 ? 0.0F : 1.0F});
  for (const auto& one : {viewer, video, topic})
    for (const float number : one.numbers) CHECK(std::abs(number) < 1e4F);
}

TEST_CASE("latent factors: bytes bring back the same, and what is no number is refused") {
  LatentFactors one = first_factors(3);
  one.curvature = 4.5F;
  const auto bytes_of = [](const LatentFactors& factors) {
    base::WireWriter out;
    factors.write(out);
    return out.take();
  };
  const auto read = [](base::ByteView bytes, LatentFactors& into) {
    base::WireReader in{bytes};
    into.read(in);
    return in.finished();
  };
  LatentFactors back;
  REQUIRE(read(bytes_of(one), back));
  CHECK(back == one);
  constexpr float endless = std::numeric_limits<float>::infinity(),
                  nothing = std::numeric_limits<float>::quiet_NaN();
  for (const float wrong : {endless, -endless, nothing}) {
    LatentFactors broken = one;
    broken.numbers[5] = wrong;
    CHECK_FALSE(read(bytes_of(broken), back));
  }
  for (const float wrong : {endless, nothing, -1.0F, -0.0F}) {
    LatentFactors broken = one;
    broken.curvature = wrong;
    CHECK_FALSE(read(bytes_of(broken), back));
  }
}

TEST_CASE("table: latent factors go with their row and what comes in their place begins anew") {
  Table table;
  const auto begun = [&](std::uint64_t key) -> LatentFactors& {
    Row& row = table.admit(key);
    table.begin_factors(row);
    return table.factors_of(row);
  };
  CHECK(table.factors_of(&std::as_const(table.admit(3))) == nullptr);
  begun(5).numbers[0] = 7;
  begun(9).numbers[0] = 9;
  CHECK(begun(5).numbers[0] == 7);  // begun once
  const std::size_t bytes = table.bytes();
  REQUIRE(table.erase(5));
  CHECK(begun(11) == first_factors(11));
  CHECK(begun(9).numbers[0] == 9);
  CHECK(table.bytes() == bytes);
  base::WireWriter out;
  table.write(out);
  Table restored;
  base::WireReader in{out.bytes()};
  restored.read(in, 1 << 20);
  REQUIRE(in.finished());
  const Table copy = table;
  for (const Table* one : {&std::as_const(restored), &copy}) {
    CHECK(one->factors_of(one->find(9))->numbers[0] == 9);
    CHECK(*one->factors_of(one->find(11)) == first_factors(11));
    CHECK(one->factors_of(one->find(3)) == nullptr);
  }
}

TEST_CASE("model: a sitting without account moves its own latent factors, and nobody else's") {
  LogMaker maker{77};
  Model model;
  model.apply(maker.busy(600), 1);
  const auto before = model.digest();
  Viewer guest;
  for (std::uint64_t n = 0; n < 20; ++n) {
    const Video* const video = model.library().find(LogMaker::video(n).raw());
    if (video == nullptr) continue;  // forgotten
    const auto shown = model.impression(guest, *video, 0, seconds(maker.tick()));
    const auto readings = read(shown, rows_of(model.table(), shown), model.overall());
    const bool likes = n % 2 == 0;  // pottery, and not football
    model.teach(guest, shown, readings, outcome_of(likes ? 60 : 0.5F, shown.duration_s, likes, !likes));
  }
  CHECK(model.digest() == before);
  double gap = 0;
  for (std::uint64_t n = 20; n < LogMaker::videos; ++n) {
    const Video* const video = model.library().find(LogMaker::video(n).raw());
    if (video == nullptr) continue;
    const float says = model.impression(guest, *video, 0, seconds(maker.tick())).taste.affinity;
    gap += static_cast<double>(n % 2 == 0 ? says : -says);
  }
  CHECK(gap > 0.5);
}

}  // namespace vitrine::latent_factors_test
