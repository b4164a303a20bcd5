#include "learning/item_graph.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"

namespace vitrine::item_graph_test {
using namespace vitrine::learning;

namespace {

GoodWatches watched(std::initializer_list<std::uint64_t> videos) {
  GoodWatches watches;
  for (const std::uint64_t video : videos) watches.push_back(video);
  return watches;
}

void learn(ItemGraph& graph, std::uint64_t from, std::uint64_t to, std::uint32_t at_s) {
  GoodWatches both = watched({from, to});
  graph.learn(both, at_s);
}

}  // namespace

TEST_CASE("item_graph: full lines keep the strong edges, and each is found") {
  ItemGraph graph;
  const std::vector<std::uint64_t> from{1};
  for (std::uint32_t round = 0; round < 3; ++round)
    for (std::uint64_t to = 2; to < 2 + ItemGraph::edges_max; ++to) learn(graph, 1, to, 1000 + round);
  const auto strong = graph.leads(from, 1010);
  CHECK(strong.all().size() >= ItemGraph::edges_max * 3 / 4);  // some lines are full before others
  for (std::uint64_t weak = 1000; weak < 1004; ++weak) learn(graph, 1, weak, 1010);
  const auto leads = graph.leads(from, 1010);
  CHECK(leads.all().size() <= ItemGraph::edges_max);
  CHECK(leads.all().size() <= strong.all().size() + 4);
  for (const auto& lead : strong.all()) {
    CHECK(std::ranges::find(leads.all(), lead.to, &ItemGraph::Lead::to) != leads.all().end());
    CHECK(graph.tie(watched({lead.to}), 1, 1010).via == lead.to);
  }
  CHECK(graph.tie(watched({2000}), 1, 1010).strength == 0);
}

TEST_CASE("item_graph: restored it is the same, also after much was forgotten; few bytes ask for little") {
  ItemGraph graph;
  for (std::uint64_t to = 2; to < 60; ++to) learn(graph, 1, to, 1000);
  for (std::uint64_t to = 2; to < 58; ++to) graph.forget(to);
  const auto bytes_of = [](const ItemGraph& one) {
    base::WireWriter out;
    one.write(out);
    return out.take();
  };
  const auto bytes = bytes_of(graph);
  ItemGraph restored;
  base::WireReader in{bytes};
  restored.read(in);
  CHECK(in.finished());
  CHECK(bytes_of(restored) == bytes);
  CHECK(restored.leads(std::vector<std::uint64_t>{1}, 1000).all().size() == 2);
  for (const std::uint64_t room : {4, 24, 64, 128}) {  // with one edge each
    base::WireWriter out;
    out.varint(1);
    out.u64(1);
    out.f32(1);
    out.u32(1000);
    out.varint(room);
    out.varint(1);
    out.u64(2);
    out.f32(1);
    out.u32(1000);
    base::WireReader few{out.bytes()};
    ItemGraph{}.read(few);
    CHECK_FALSE(few.finished());
  }
}

TEST_CASE("item_graph: what was looked up before, or not, or wrongly, changes nothing") {
  ItemGraph told, asked, misled;
  GoodWatches watches = watched({1});
  for (std::uint64_t video = 2; video < 40; ++video) {
    watches.push_back(video * video % 23 + 1);
    if (watches.size() > 20) watches.erase(0);
    GoodWatches again, wrong;
    for (const std::uint64_t one : watches) {
      again.push_back(one);
      wrong.push_back(one, 7);
    }
    told.learn(watches, 1000, told.prefetch_node(watches.back()));
    asked.learn(again, 1000);
    misled.learn(wrong, 1000, 3);
  }
  base::WireWriter one, two, three;
  told.write(one);
  asked.write(two);
  misled.write(three);
  CHECK(one.bytes().size() > 1000);
  CHECK(std::ranges::equal(one.bytes(), two.bytes()));
  CHECK(std::ranges::equal(one.bytes(), three.bytes()));
}

TEST_CASE("item_graph: what is watched after what leads there, and fades") {
  ItemGraph graph;
  for (std::uint32_t i = 0; i < 5; ++i) learn(graph, 1, 2, 1000 + i);
  learn(graph, 1, 3, 1010);
  const std::vector<std::uint64_t> recent{1};
  const auto leads = graph.leads(recent, 1010).strongest(10);
  REQUIRE(leads.size() == 2);
  CHECK(leads[0].to == 2);
  CHECK(leads[0].via == 1);
  const float tie = graph.tie(watched({1}), 2, 1010).strength;
  CHECK(tie > 0);
  CHECK(graph.tie(watched({1}), 2, 1010 + 60 * 86400).strength < 0.6F * tie);
  CHECK(graph.tie(watched({1}), 3, 1010).strength < tie);
  graph.forget(2);
  CHECK(graph.tie(watched({1}), 2, 1010).strength == 0);
}

TEST_CASE("item_graph: five of one line make room in vain, and what they leave is restored") {
  std::vector<std::uint64_t> of_one_line;
  for (std::uint64_t id = 1000; of_one_line.size() < 5; ++id)
    if (base::mix64(id) % 64 / 4 == 3) of_one_line.push_back(id);
  ItemGraph graph;
  std::uint32_t at_s = 1000;
  const auto ties = [&] {
    std::size_t count = 0;
    for (const std::uint64_t to : of_one_line)
      count +=
          graph.tie(watched({42}), to, at_s).strength > 0 || graph.tie(watched({to}), 42, at_s).strength > 0;
    return count;
  };
  while (ties() < 5)
    for (const std::uint64_t to : of_one_line) {
      learn(graph, 42, to, at_s += 7);
      learn(graph, to, 42, at_s += 7);
      base::WireWriter out, again;
      graph.write(out);
      ItemGraph restored;
      base::WireReader in{out.bytes()};
      restored.read(in);
      REQUIRE(in.finished());
      restored.write(again);
      REQUIRE(again.take() == out.take());
    }
}

TEST_CASE("item_graph: in a full line what was strong years ago gives way at once") {
  std::vector<std::uint64_t> ids;
  for (std::uint64_t id = 1; ids.size() < 5; ++id)
    if (base::mix64(id) % 64 / 4 == 3) ids.push_back(id);
  ItemGraph::Edges edges;
  constexpr std::uint32_t then_s = 1'600'000'000, now_s = then_s + 3 * 365 * 86400;
  for (int k = 0; k < 4; ++k)
    for (int i = 0; i < 50; ++i) edges.strengthen(ids[static_cast<std::size_t>(k)], 1, then_s);
  edges.strengthen(ids[4], 1, now_s);
  CHECK(std::ranges::find(edges.places(), ids[4], &ItemGraph::Edge::to) != edges.places().end());
}

}  // namespace vitrine::item_graph_test
