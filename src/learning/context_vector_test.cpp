#include "learning/context_vector.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "learning/item_graph.hpp"

namespace vitrine::context_vector_test {
using namespace vitrine::learning;
using vitrine::base::IdMap;
using vitrine::base::Random;

namespace {

ContextVector after(std::initializer_list<std::uint32_t> labels) {
  ContextVector vector;
  for (const std::uint32_t label : labels) vector.add(std::span{&label, 1});
  return vector;
}

double cosine(const ContextVector& a, const ContextVector& b) {
  double product = 0;
  for (std::size_t d = 0; d < ContextVector::dimensions; ++d) product += a.numbers()[d] * b.numbers()[d];
  return product / std::sqrt(static_cast<double>(a.square()) * b.square());
}

ViewerVector towards(const ContextVector& video) {
  ViewerVector vector;
  vector.add(video, 1);
  REQUIRE(vector.settle());
  return vector;
}

/// Somebody watched these well, in this order.
void watch(ItemGraph& graph, const std::vector<std::uint64_t>& videos) {
  GoodWatches watches;
  for (const std::uint64_t video : videos) {
    watches.push_back(video);
    graph.learn(watches, 1000);
  }
}

std::vector<ItemGraph::Near> near(const ItemGraph& graph, const std::vector<std::uint64_t>& recent,
                                  std::size_t max = 100, const IdMap& passed_over = IdMap{0}) {
  return graph.near(recent, graph.leads(recent, 1000), max, passed_over);
}

float likeness_of(const std::vector<ItemGraph::Near>& found, std::uint64_t video) {
  const auto at = std::ranges::find(found, video, &ItemGraph::Near::video);
  return at == found.end() ? -9.0F : at->likeness;
}

/// People of four tastes, 40 videos of each (1 to 40, 41 to 80 ...), ten watched well by everyone.
ItemGraph four_tastes(std::uint64_t seed, int people) {
  ItemGraph graph;
  Random random{seed};
  for (int who = 0; who < people; ++who) {
    std::vector<std::uint64_t> videos;
    for (int i = 0; i < 10; ++i)
      videos.push_back(1 + static_cast<std::uint64_t>(who % 4) * 40 + random.below(40));
    watch(graph, videos);
  }
  return graph;
}

base::Bytes bytes_of(const ItemGraph& graph) {
  base::WireWriter out;
  graph.write(out);
  return out.take();
}

}  // namespace

TEST_CASE("context vector: after the same it points the same way, after something else across") {
  CHECK(ContextVector{}.square() == 0);
  CHECK(cosine(after({1, 2, 3}), after({3, 2, 1})) == doctest::Approx(1));
  double across = 0, largest = 0;
  for (std::uint32_t label = 1; label <= 1000; ++label) {
    const double one = cosine(after({label}), after({label + 1000}));
    across += one / 1000;
    largest = std::max(largest, std::abs(one));
  }
  CHECK(std::abs(across) < 0.02);
  CHECK(largest < 0.8);  // two of four places by chance
  CHECK(cosine(after({1, 2, 3, 4}), after({3, 4, 5, 6})) == doctest::Approx(0.5).epsilon(0.2));
}

TEST_CASE("context vector: a number never overflows, and what is long ago fades") {
  ContextVector vector;
  const std::vector<std::uint32_t> old(ContextVector::labels_at_once, 7),
      young(ContextVector::labels_at_once, 8);
  for (int i = 0; i < 10'000; ++i) {
    vector.add(old);
    for (const int number : vector.numbers()) REQUIRE(std::abs(number) <= INT8_MAX);
  }
  CHECK(cosine(vector, after({7})) == doctest::Approx(1));
  for (int i = 0; i < 100; ++i) vector.add(young);
  CHECK(cosine(vector, after({8})) > 0.99);
}

TEST_CASE("viewer vector: likeness is the cosine, whatever the lengths; nothing has no direction") {
  const ContextVector one = after({1, 2, 3, 4, 5}), two = after({4, 5, 6, 7});
  ContextVector longer;
  for (int i = 0; i < 5; ++i) longer.add(std::vector<std::uint32_t>{4, 5, 6, 7});
  const ViewerVector viewer = towards(one);
  const float itself = viewer.likeness_to(one);
  CHECK(viewer.likeness_to(two) / itself == doctest::Approx(cosine(one, two)).epsilon(1e-3));
  CHECK(viewer.likeness_to(longer) == doctest::Approx(viewer.likeness_to(two)).epsilon(1e-6));
  CHECK(viewer.likeness_to({}) == 0);
  ViewerVector nothing;
  CHECK_FALSE(nothing.settle());
  nothing.add({}, 1);
  CHECK_FALSE(nothing.settle());
  ViewerVector both;
  both.add(one, 1);
  both.add(longer, 1);
  REQUIRE(both.settle());
  CHECK(both.likeness_to(one) == doctest::Approx(both.likeness_to(longer)).epsilon(1e-3));
}

TEST_CASE("near: what is watched after the same is alike, though nobody watched both") {
  ItemGraph graph;
  for (std::uint64_t who = 0; who < 12; ++who) {
    watch(graph, {1, 2, 3, who % 2 == 0 ? 10UL : 11UL});  // 10 and 11 after the same three
    watch(graph, {4, 5, 6, 1, 12});                       // 12 after one of them and others
  }
  const std::vector<std::uint64_t> recent{10};
  const auto leads = graph.leads(recent, 1000);
  CHECK(std::ranges::find(leads.all(), 11U, &ItemGraph::Lead::to) == leads.all().end());
  const auto found = near(graph, recent);
  CHECK(likeness_of(found, 11) > 0);
  CHECK(likeness_of(found, 11) > likeness_of(found, 12));
  CHECK(likeness_of(found, 12) > likeness_of(found, 5));
  for (const auto& one : found) CHECK(one.likeness > 0);  // what points elsewhere is not near
  CHECK(likeness_of(found, 10) == -9.0F);                 // where it began
}

TEST_CASE("near: finds the others of a taste, nearest first, as many as asked and none passed over") {
  const ItemGraph graph = four_tastes(3, 400);
  for (std::uint64_t taste = 0; taste < 4; ++taste) {
    const std::uint64_t first = 1 + taste * 40;
    const std::vector<std::uint64_t> recent{first, first + 9, first + 17};
    const auto found = near(graph, recent, 30);
    REQUIRE(found.size() == 30);
    CHECK(std::ranges::is_sorted(found, std::greater{}, &ItemGraph::Near::likeness));
    for (const auto& one : found) {
      CHECK(one.video >= first);
      CHECK(one.video < first + 40);
      CHECK(std::ranges::find(recent, one.video) == recent.end());
    }
    IdMap passed_over{10};
    for (std::size_t i = 0; i < 10; ++i) passed_over.put(found[i].video);
    const auto others = near(graph, recent, 30, passed_over);
    REQUIRE(others.size() >= 27);  // of 40
    CHECK(others[0].video == found[10].video);
    CHECK(others[0].likeness == found[10].likeness);
    for (const auto& one : others) CHECK_FALSE(passed_over.has(one.video));
  }
  CHECK(near(graph, {}).empty());
  CHECK(near(graph, {5000}).empty());  // nobody ever watched it
}

TEST_CASE("near: a restored graph finds the same and goes on to the same bytes") {
  ItemGraph graph = four_tastes(5, 100);
  graph.forget(7);
  const auto bytes = bytes_of(graph);
  ItemGraph restored;
  base::WireReader in{bytes};
  restored.read(in);
  REQUIRE(in.finished());
  const auto a = near(graph, {1, 2}), b = near(restored, {1, 2});
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i].video == b[i].video);
  for (ItemGraph* one : {&graph, &restored}) watch(*one, {7, 500, 8, 501});
  CHECK(bytes_of(graph) == bytes_of(restored));
}

TEST_CASE("near: a forgotten video is found no more, and no other video ever has its label") {
  ItemGraph graph = four_tastes(9, 200);
  REQUIRE(likeness_of(near(graph, {1, 2, 3}), 5) > 0);
  const auto before = near(graph, {1, 2, 3});
  graph.forget(5);
  const auto found = near(graph, {1, 2, 3});
  CHECK(likeness_of(found, 5) == -9.0F);
  for (const auto& one : before)  // vectors moved with their nodes
    if (likeness_of(found, one.video) != -9.0F) CHECK(likeness_of(found, one.video) == one.likeness);
  CHECK(near(graph, {5}).empty());
}

TEST_CASE("near: who comes back under a forgotten id has nothing of what its label once told") {
  float likeness[2] = {};
  for (const bool forgotten : {false, true}) {
    ItemGraph graph = four_tastes(11, 400);
    std::vector<std::uint64_t> videos;
    for (std::uint64_t video = 5; video < 13; ++video) videos.push_back(video);
    if (forgotten)
      for (const std::uint64_t video : videos) graph.forget(video);
    videos.push_back(600);  // after all eight
    watch(graph, videos);
    const std::vector<std::uint64_t> of_taste{20}, newest{600};
    const auto found = graph.near(newest, graph.leads(of_taste, 1000), 20, IdMap{0});
    for (const auto& one : found) likeness[forgotten] += one.likeness;
  }
  CHECK(likeness[0] > 0);
  CHECK(likeness[1] < 0.5F * likeness[0]);
}

}  // namespace vitrine::context_vector_test
