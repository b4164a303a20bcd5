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

constexpr float since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s ? static_cast<float>(now_s - then_s) : 0.0F;
}

/// 1 / sqrt(steps back), from one.
constexpr std::array<float, ItemGraph::window + 1> nearness{
    0, 1, 0.70710678F, 0.57735027F, 0.5F, 0.44721360F, 0.40824829F, 0.37796447F, 0.35355339F};

// Dividing by the square roots of both counts is the cosine of the two audiences; 10 keeps rare pairs modest.
float damped(float watched) { return 1.0F / std::sqrt(watched + 10.0F); }

}  // namespace

// --- edges
// -------------------------------------------------------------------------------------------------------

ItemGraph::Edge ItemGraph::Edges::operator[](std::size_t place) const {
  return {target(place), std::bit_cast<float>(field(weights)[place]), field(times)[place]};
}

void ItemGraph::Edges::put(std::size_t place, const Edge& edge) {
  const std::uint16_t mark = mark_of(edge.to);
  std::memcpy(reinterpret_cast<std::byte*>(field(marks)) + place * sizeof mark, &mark, sizeof mark);
  field(weights)[place] = std::bit_cast<std::uint32_t>(edge.weight);
  field(times)[place] = edge.touched_s;
  field(targets_low)[place] = static_cast<std::uint32_t>(edge.to);
  field(targets_high)[place] = static_cast<std::uint32_t>(edge.to >> 32);
}

void ItemGraph::Edges::set_weight(std::size_t place, float weight) {
  field(weights)[place] = std::bit_cast<std::uint32_t>(weight);
}

std::size_t ItemGraph::Edges::place_of(std::uint64_t video) const {
  static_assert(edges_max == 64);
  std::uint64_t same =
      kernels().equal_marks(reinterpret_cast<const std::uint16_t*>(field(marks)), size_, mark_of(video));
  for (; same != 0; same &= same - 1)
    if (const auto place = static_cast<std::size_t>(std::countr_zero(same)); target(place) == video)
      return place;
  return size_;
}

std::uint64_t ItemGraph::Edges::likely_to(std::span<const std::uint16_t> wanted) const {
  return kernels().common_marks(reinterpret_cast<const std::uint16_t*>(field(marks)), size_, wanted);
}

std::size_t ItemGraph::Edges::weakest() const {
  return kernels().smallest(reinterpret_cast<const float*>(field(weights)), edges_max);
}

void ItemGraph::Edges::add(const Edge& edge) {
  if (size_ == room_) make_room();
  put(size_++, edge);
}

void ItemGraph::Edges::make_room() {
  Edges larger;
  larger.room_ = std::max<std::uint32_t>(8, 2 * room_);  // 8 marks are looked at together
  larger.size_ = size_;
  larger.words_.resize(larger.room_ / 2 * end);
  for (const Field one : {marks, weights, times, targets_low, targets_high})
    if (room_ > 0) std::memcpy(larger.field(one), field(one), (one == marks ? 2 : 4) * size_);
  *this = std::move(larger);
}

void ItemGraph::Edges::erase(std::size_t place) {
  for (; place + 1 < size_; ++place) put(place, (*this)[place + 1]);
  put(place, {});
  --size_;
}

void ItemGraph::Edges::prefetch_marks() const {
  for (std::size_t i = 0; i < room_; i += 32) base::prefetch(field(marks) + i / 2);
}

// --- the graph
// -------------------------------------------------------------------------------------------------------

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

void ItemGraph::learn(std::span<const std::uint64_t> before, std::uint64_t to, std::uint32_t at_s) {
  const auto recent = before.last(std::min(before.size(), window));
  std::array<std::size_t, window + 1> places{};  // all of them are made before any is referred to
  for (std::size_t d = 1; d <= recent.size(); ++d) places[d] = nodes_.place_at(recent[recent.size() - d]);
  places[0] = nodes_.place_at(to);
  Node& node = nodes_.each()[places[0]];
  for (std::size_t d = 1; d <= recent.size(); ++d) {
    Node& from = nodes_.each()[places[d]];
    if (from.key == to) continue;
    strengthen(from, to, nearness[d], at_s);
    strengthen(node, from.key, 0.7F * nearness[d], at_s);  // the way back is real, but weaker
  }
  node.watched = watched_at(node, at_s) + 1.0F;
  node.touched_s = at_s;
}

void ItemGraph::strengthen(Node& node, std::uint64_t to, float weight, std::uint32_t at_s) {
  Edges& edges = node.edges;
  if (const std::size_t place = edges.place_of(to); place < edges.size()) {
    const Edge edge = edges[place];
    edges.put(place, {to, edge.weight * faded(since(edge.touched_s, at_s), half_life_s) + weight, at_s});
    return;
  }
  if (edges.size() < edges_max) return edges.add({to, weight, at_s});
  // Space-saving with a cost (Metwally, Agrawal, El Abbadi 2005): a newcomer wears the weakest edge down
  // first.
  const std::size_t place = edges.weakest();
  const float left = edges[place].weight - 0.5F * weight;
  if (left > 0) edges.set_weight(place, left);
  else edges.put(place, {to, weight, at_s});
}

void ItemGraph::forget(std::uint64_t video) {
  nodes_.erase(video);
  for (Node& node : nodes_.each())
    if (const std::size_t place = node.edges.place_of(video); place < node.edges.size())
      node.edges.erase(place);
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

float ItemGraph::Leads::strength_to(std::uint64_t video) const {
  if (leads_.empty()) return 0;
  const std::uint32_t* slots = slots_.data();
  std::size_t slot = base::mix64(video) & (slots_.size() - 1);
  for (; slots[slot] != 0; slot = (slot + 1) & (slots_.size() - 1))
    if (const Lead& lead = leads_.data()[slots[slot] - 1]; lead.to == video) return lead.strength;
  return 0;
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
    if (from[d - 1] != nullptr) edges += from[d - 1]->edges.size();
  }
  Leads leads;
  if (edges == 0) return leads;
  leads.slots_.assign(std::bit_ceil(edges * 2), 0);
  leads.leads_.reserve(edges);
  leads.best_.reserve(edges);
  float weight = 1;
  for (std::size_t d = 1; d <= steps; ++d, weight *= step_back) {
    const Node* node = from[d - 1];
    if (node == nullptr) continue;
    for (std::size_t i = 0; i < node->edges.size(); ++i) {
      const Edge edge = node->edges[i];
      leads.take({edge.to, weight * pull(*node, edge, at_s), node->key});
    }
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

void ItemGraph::prefetch_edges(std::uint64_t video, std::uint32_t number) const {
  if (const Node* node = nodes_.likely(video, number)) node->edges.prefetch_marks();
}

ItemGraph::Recent::Recent(std::span<const std::uint64_t> good) : count_(std::min(good.size(), window_read)) {
  std::ranges::copy(good.last(count_), ids_.begin());
  std::ranges::transform(good.last(count_), marks_.begin(), mark_of);
}

ItemGraph::Lead ItemGraph::tie(const Recent& recent, std::uint64_t to, std::uint32_t at_s) const {
  Lead tie{to, 0, 0};
  const Node* node = recent.count_ == 0 ? nullptr : nodes_.find(to);
  if (node == nullptr) return tie;
  // Of most videos no edge leads to any of them.
  std::uint64_t likely = node->edges.likely_to(std::span{recent.marks_}.first(recent.count_));
  if (likely == 0) return tie;
  std::array<std::uint8_t, window_read> places{};  // of the edge to each, + 1
  for (; likely != 0; likely &= likely - 1) {
    const int place = std::countr_zero(likely);
    const std::uint64_t target = node->edges.target(static_cast<std::size_t>(place));
    for (std::size_t i = 0; i < recent.count_; ++i)
      if (recent.ids_[i] == target) places[i] = static_cast<std::uint8_t>(place + 1);
  }
  float weight = 1, strongest = 0;
  for (std::size_t i = recent.count_; i-- > 0; weight *= step_back) {
    if (places[i] == 0) continue;
    const Edge edge = node->edges[places[i] - 1U];
    const float strength = weight * pull(*node, edge, at_s) * rarity(edge.to, at_s);
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
  return bytes;
}

void ItemGraph::write(base::WireWriter& out) const {
  out.varint(nodes_.size());
  for (const Node& node : nodes_) {
    out.u64(node.key);
    out.f32(node.watched);
    out.u32(node.touched_s);
    out.varint(node.edges.size());
    for (std::size_t i = 0; i < node.edges.size(); ++i) {
      const Edge edge = node.edges[i];
      out.u64(edge.to);
      out.f32(edge.weight);
      out.u32(edge.touched_s);
    }
  }
}

void ItemGraph::read(base::WireReader& in) {
  nodes_ = {};
  for (std::size_t left = in.count(1ULL << 31, 17); left > 0 && in.ok(); --left) {
    Node& node = nodes_.at(in.u64());
    node.watched = in.f32();
    node.touched_s = in.u32();
    node.edges = {};
    for (std::size_t edges = in.count(edges_max, 16); edges > 0; --edges) {
      const std::uint64_t to = in.u64();
      const float weight = in.f32();
      node.edges.add({to, weight, in.u32()});
    }
  }
}

}  // namespace vitrine::learning
