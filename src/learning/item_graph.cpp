#include "learning/item_graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/prefetch.hpp"
#include "learning/kernels.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

/// In place of how rare each of the watches is that tie a video: that told next to nothing (KuaiRand's
/// long_view .7674 for .7673), and each would have to be looked up somewhere else in the memory.
constexpr float usual_rarity = 0.2F;

/// What a newcomer takes from the weakest edge of its line, of its own weight.
constexpr float wear = 0.25F;
/// Edges are compared as they were when they were last touched, if that is not longer ago: 2 % are forgotten.
constexpr std::uint64_t worn_after_s = 86400;

constexpr float since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s ? static_cast<float>(now_s - then_s) : 0.0F;
}

/// 1 / sqrt(steps back), from one, of 2^24.
constexpr std::array<std::uint32_t, ItemGraph::window + 1> nearness{
    0, 1U << 24, 11863283, 9686331, 8388608, 7502999, 6849170, 6341192, 5931642};

/// Bit i: whether edge i of the line leads to `video`.
unsigned leading_to(const ItemGraph::Edge* line, std::uint64_t video) {
  unsigned bits = 0;
#pragma GCC unroll 4
  for (unsigned i = 0; i < ItemGraph::Edges::per_line; ++i) bits |= (line[i].to == video ? 1U : 0U) << i;
  return bits;
}

// Dividing by the square roots of both counts is the cosine of the two audiences; 10 keeps rare pairs modest.
float damped(float watched) { return 1.0F / std::sqrt(watched + 10.0F); }

}  // namespace

// --- edges ---

ItemGraph::Edges::Edges(const Edges& other) {
  if (other.room_ == 0) return;
  memory_ = base::LargePages<std::byte>{}.allocate(bytes_of(other.room_));
  room_ = other.room_;
  std::memcpy(memory_, other.memory_, bytes_of(room_));
}

ItemGraph::Edges::~Edges() {
  if (room_ > 0) base::LargePages<std::byte>{}.deallocate(memory_, bytes_of(room_));
}

std::size_t ItemGraph::Edges::count() const {
  return static_cast<std::size_t>(std::ranges::count_if(places(), [](const Edge& e) { return e.to != 0; }));
}

void ItemGraph::Edges::put(std::size_t place, const Edge& edge) {
  const std::uint16_t mark = mark_of(edge.to);
  std::memcpy(memory_ + place * sizeof mark, &mark, sizeof mark);
  edges()[place] = edge;
}

std::uint64_t ItemGraph::Edges::likely_to(std::span<const std::uint64_t> videos) const {
  return kernels().common_marks(reinterpret_cast<const std::uint16_t*>(memory_), room_, videos);
}

bool ItemGraph::Edges::add(const Edge& edge) {
  if (room_ == 0) return false;
  const std::size_t line = line_of(edge.to);
  const unsigned free = leading_to(edges() + line, 0);
  if (free == 0) return false;
  put(line + static_cast<std::size_t>(std::countr_zero(free)), edge);
  return true;
}

void ItemGraph::Edges::make_room(std::size_t room) {
  Edges larger;
  larger.memory_ = base::LargePages<std::byte>{}.allocate(bytes_of(room));
  larger.room_ = static_cast<std::uint32_t>(room);
  std::memset(larger.memory_, 0, bytes_of(room));
  for (const Edge& edge : places())
    if (edge.to != 0) larger.add(edge);  // each line becomes two
  *this = std::move(larger);
}

void ItemGraph::Edges::strengthen(std::uint64_t to, float weight, std::uint32_t at_s) {
  static_assert(edges_max == 64 && sizeof(Edge) * per_line == 64);
  if (room_ == 0) make_room(first_room);
  std::size_t first = line_of(to);
  if (const unsigned found = leading_to(edges() + first, to); found != 0) {
    Edge& edge = edges()[first + static_cast<std::size_t>(std::countr_zero(found))];
    edge.weight = edge.weight * faded(since(edge.touched_s, at_s), half_life_s) + weight;
    edge.touched_s = at_s;
    return;
  }
  unsigned free = leading_to(edges() + first, 0);
  for (; free == 0 && room_ < edges_max; free = leading_to(edges() + first, 0)) {
    make_room(2UL * room_);
    first = line_of(to);
  }
  if (free != 0) return put(first + static_cast<std::size_t>(std::countr_zero(free)), {to, weight, at_s});
  Edge* const line = edges() + first;
  std::size_t weakest = 0;
  for (std::size_t i = 0; i < per_line; ++i) {
    Edge& edge = line[i];
    if (at_s > edge.touched_s + worn_after_s) {  // what was strong long ago is no longer
      edge.weight *= faded(since(edge.touched_s, at_s), half_life_s);
      edge.touched_s = at_s;
    }
    if (edge.weight < line[weakest].weight) weakest = i;
  }
  const float left = line[weakest].weight - wear * weight;
  if (left > 0) line[weakest].weight = left;
  else put(first + weakest, {to, weight, at_s});
}

void ItemGraph::Edges::forget(std::uint64_t to) {
  if (room_ == 0) return;
  const std::size_t line = line_of(to);
  const unsigned found = leading_to(edges() + line, to);
  if (found == 0) return;
  std::size_t gap = line + static_cast<std::size_t>(std::countr_zero(found));
  for (; gap + 1 < line + per_line && edges()[gap + 1].to != 0; ++gap) put(gap, edges()[gap + 1]);
  put(gap, {});
  if (room_ > first_room && count() <= per_line) make_room(first_room);
}

void ItemGraph::Edges::prefetch_marks() const {
  for (std::size_t i = 0; i < 2UL * room_; i += 64) base::prefetch(memory_ + i);
}

void ItemGraph::Edges::write(base::WireWriter& out) const {
  out.varint(room_);
  out.varint(count());
  for (const Edge& edge : places()) {
    if (edge.to == 0) continue;
    out.u64(edge.to);
    out.f32(edge.weight);
    out.u32(edge.touched_s);
  }
}

void ItemGraph::Edges::read(base::WireReader& in) {
  *this = {};
  const std::size_t room = in.varint(edges_max);
  if (room != 0 && (room < first_room || !std::has_single_bit(room))) in.refuse();
  std::size_t edges = in.count(room, sizeof(Edge));
  // Few bytes must not ask for many. Five targets of one line make room in vain, so four edges may have it.
  if (room > first_room && edges < per_line) in.refuse();
  if (!in.ok() || room == 0) return;
  make_room(room);
  for (; edges > 0 && in.ok(); --edges) {
    Edge edge{.to = in.u64()};
    edge.weight = in.f32();
    edge.touched_s = in.u32();
    if (edge.to == 0 || !add(edge)) in.refuse();
  }
}

// --- the graph ---

float ItemGraph::watched_at(const Node& node, std::uint32_t at_s) {
  return node.watched * faded(since(node.touched_s, at_s), half_life_s);
}

float ItemGraph::pull(const Node& from, const Edge& edge, std::uint32_t at_s) {
  return edge.weight * faded(since(edge.touched_s, at_s), half_life_s) * damped(watched_at(from, at_s));
}

float ItemGraph::rarity(std::uint64_t video, std::uint32_t at_s) const {
  const Node* node = nodes_.find(video);
  return damped(node == nullptr ? 0.0F : watched_at(*node, at_s));
}

ItemGraph::Draws ItemGraph::drawn(std::span<const std::uint64_t> before, std::uint64_t to,
                                  std::uint32_t at_s) {
  Draws draws;
  for (std::size_t back = 1; back <= std::min(before.size(), window); ++back) {
    const std::uint64_t from = before.data()[before.size() - back];
    const std::uint64_t chance =
        base::mix64(from * 0xd6e8feb86659fd93ULL + to * 0xa0761d6478bd642fULL + at_s);
    const auto others = static_cast<std::uint32_t>(from != to);
    draws.there |= (others & static_cast<std::uint32_t>((chance & 0xffffff) < nearness.data()[back]))
                   << (back - 1);
    draws.back |= (others & static_cast<std::uint32_t>(chance >> 40 < nearness.data()[back])) << (back - 1);
  }
  return draws;
}

std::uint32_t ItemGraph::number_of(std::uint64_t video) {
  const std::size_t place = nodes_.place_at(video);
  if (place == contexts_.size()) {
    contexts_.emplace_back();
    nodes_.each()[place].label = ++labels_;
  }
  return static_cast<std::uint32_t>(place + 1);
}

void ItemGraph::learn(GoodWatches& watches, std::uint32_t at_s, std::uint32_t number) {
  if (watches.empty()) return;
  const std::size_t newest = watches.size() - 1;
  const std::uint64_t to = watches[newest];
  const auto node_of = [&](std::size_t i) -> Node& {
    if (nodes_.likely(watches[i], watches.beside()[i]) == nullptr)
      watches.put(i, watches[i], number_of(watches[i]));
    return nodes_.each()[watches.beside()[i] - 1];
  };
  watches.put(newest, to, number);
  node_of(newest);
  const Draws draws = drawn({watches.data(), newest}, to, at_s);
  for (std::uint32_t left = draws.there; left != 0; left &= left - 1)
    node_of(newest - 1 - static_cast<std::size_t>(std::countr_zero(left))).edges.strengthen(to, 1, at_s);
  Node& node = node_of(newest);
  for (std::uint32_t left = draws.back; left != 0; left &= left - 1)  // the way back is real, but weaker
    node.edges.strengthen(watches[newest - 1 - static_cast<std::size_t>(std::countr_zero(left))], 0.7F, at_s);
  node.watched = watched_at(node, at_s) + 1.0F;
  node.touched_s = at_s;
  static_assert(window <= ContextVector::labels_at_once);
  std::array<std::uint32_t, window> labels;
  std::size_t count = 0;
  for (std::size_t back = 1; back <= std::min(newest, window); ++back)
    if (watches[newest - back] != to) labels.data()[count++] = node_of(newest - back).label;
  contexts_[watches.beside()[newest] - 1].add(std::span{labels}.first(count));
}

void ItemGraph::forget(std::uint64_t video) {
  if (const std::size_t place = nodes_.place_of(video); place < nodes_.size()) {
    contexts_[place] = contexts_.back();  // the last moves into the gap, as its node does
    contexts_.pop_back();
    nodes_.erase(video);
  }
  for (Node& node : nodes_.each()) node.edges.forget(video);
}

void ItemGraph::Leads::take(const Lead& step) {
  std::size_t slot = base::mix64(step.to) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    Lead& known = leads_[slots_[slot] - 1];
    if (known.to != step.to) continue;
    known.strength += step.strength;
    float& best = best_[slots_[slot] - 1];
    if (step.strength > best) {
      best = step.strength;
      known.via = step.via;
    }
    return;
  }
  leads_.push_back(step);
  best_.push_back(step.strength);
  slots_[slot] = static_cast<std::uint32_t>(leads_.size());
}

std::vector<ItemGraph::Lead> ItemGraph::Leads::strongest(std::size_t max) const {
  std::vector<Lead> found = leads_;
  const auto stronger = [](const Lead& a, const Lead& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.to < b.to;
  };
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(max, found.size()));
  std::ranges::partial_sort(found, end, stronger);
  found.erase(end, found.end());
  return found;
}

ItemGraph::Leads ItemGraph::leads(std::span<const std::uint64_t> recent, std::uint32_t at_s) const {
  const std::size_t steps = std::min(recent.size(), window_read);
  std::array<const Node*, window_read> from{};
  std::size_t edges = 0;
  for (std::size_t d = 1; d <= steps; ++d) {
    from[d - 1] = nodes_.find(recent[recent.size() - d]);
    if (from[d - 1] != nullptr) edges += from[d - 1]->edges.count();
  }
  Leads leads;
  if (edges == 0) return leads;
  leads.slots_.assign(std::bit_ceil(edges * 2), 0);
  leads.leads_.reserve(edges);
  leads.best_.reserve(edges);
  for (std::size_t d = 0; d < steps; ++d) {
    const Node* node = from[d];
    if (node == nullptr) continue;
    for (const Edge& edge : node->edges.places())
      if (edge.to != 0) leads.take({edge.to, weight_of_step[d] * pull(*node, edge, at_s), node->key});
  }
  constexpr std::size_t ahead = 16;  // nodes are all over the memory
  for (std::size_t i = 0; i < leads.leads_.size() + ahead; ++i) {
    if (i < leads.leads_.size()) nodes_.prefetch_slot(leads.leads_[i].to);
    if (i >= ahead / 2 && i - ahead / 2 < leads.leads_.size())
      nodes_.prefetch_value(leads.leads_[i - ahead / 2].to);
    if (i >= ahead) leads.leads_[i - ahead].strength *= rarity(leads.leads_[i - ahead].to, at_s);
  }
  return leads;
}

ItemGraph::Lead ItemGraph::tie(const GoodWatches& good, std::uint64_t to, std::uint32_t at_s,
                               std::uint32_t number) const {
  Lead tie{to, 0, 0};
  if (good.empty()) return tie;
  const Node* node = nodes_.likely(to, number);
  if (node == nullptr) node = nodes_.find(to);
  if (node == nullptr) return tie;
  const std::size_t count = std::min(good.size(), window_read);
  const std::uint64_t* const recent = good.end() - count;
  // Of most videos no edge leads to any of them, of others one.
  std::uint64_t likely = node->edges.likely_to({recent, count});
  if (likely == 0) return tie;
  const Edge* const edges = node->edges.places().data();
  std::array<std::uint8_t, window_read> places;  // of the edge to each watch of `tied`
  std::uint32_t tied = 0;                        // bit i: an edge leads to recent[i]
  for (; likely != 0; likely &= likely - 1) {
    const int place = std::countr_zero(likely);
    std::uint32_t here = kernels().equal_ids({recent, count}, edges[place].to);
    tied |= here;
    for (; here != 0; here &= here - 1)
      places.data()[std::countr_zero(here)] = static_cast<std::uint8_t>(place);
  }
  float strongest = 0;
  while (tied != 0) {  // the newest first
    const std::size_t i = std::bit_width(tied) - 1U;
    tied ^= 1U << i;
    const Edge& edge = edges[places.data()[i]];
    const float strength = weight_of_step.data()[count - 1 - i] * pull(*node, edge, at_s) * usual_rarity;
    tie.strength += strength;
    if (strength > strongest) {
      strongest = strength;
      tie.via = edge.to;
    }
  }
  return tie;
}

std::size_t ItemGraph::bytes() const {
  std::size_t bytes = nodes_.bytes();
  for (const Node& node : nodes_) bytes += node.edges.bytes();
  return bytes + contexts_.capacity() * sizeof(ContextVector);
}

void ItemGraph::write(base::WireWriter& out) const {
  out.u32(labels_);
  out.varint(nodes_.size());
  std::size_t place = 0;
  for (const Node& node : nodes_) {
    out.u64(node.key);
    out.f32(node.watched);
    out.u32(node.touched_s);
    out.u32(node.label);
    node.edges.write(out);
    contexts_[place++].write(out);
  }
}

void ItemGraph::read(base::WireReader& in) {
  *this = {};
  labels_ = in.u32();
  constexpr std::size_t bytes_min = 22 + sizeof(ContextVector);
  for (std::size_t left = in.count(1ULL << 31, bytes_min); left > 0 && in.ok(); --left) {
    const std::size_t place = contexts_.size();
    Node& node = nodes_.at(in.u64());
    if (nodes_.size() == place) in.refuse();  // this video was there before
    node.watched = in.f32();
    node.touched_s = in.u32();
    node.label = in.u32();
    node.edges.read(in);
    if (nodes_.size() > place) contexts_.emplace_back().read(in);
  }
}

}  // namespace vitrine::learning
