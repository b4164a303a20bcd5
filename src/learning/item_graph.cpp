#include "learning/item_graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

constexpr float since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s ? static_cast<float>(now_s - then_s) : 0.0F;
}

std::uint32_t mark_of(std::uint64_t video) { return static_cast<std::uint32_t>(video ^ (video >> 32)); }

// Dividing by the square roots of both counts is the cosine of the two audiences; 10 keeps rare pairs modest.
float damped(float watched) { return 1.0F / std::sqrt(watched + 10.0F); }

}  // namespace

std::size_t ItemGraph::Node::place_of(std::uint64_t video) const {
  using Marks = std::uint32_t __attribute__((vector_size(16)));
  const std::uint32_t wanted = mark_of(video);
  std::size_t i = 0;
  for (; i + 4 <= marks.size(); i += 4) {
    Marks four;
    std::memcpy(&four, &marks[i], sizeof four);
    const auto same = std::bit_cast<std::array<std::uint64_t, 2>>(four == wanted);
    if ((same[0] | same[1]) == 0) continue;
    for (std::size_t k = i; k < i + 4; ++k)
      if (edges[k].to == video) return k;
  }
  for (; i < marks.size(); ++i)
    if (edges[i].to == video) return i;
  return edges.size();
}

void ItemGraph::Node::add(const Edge& edge) {
  edges.push_back(edge);
  marks.push_back(mark_of(edge.to));
}

void ItemGraph::Node::replace(std::size_t place, const Edge& edge) {
  edges[place] = edge;
  marks[place] = mark_of(edge.to);
}

void ItemGraph::Node::erase(std::uint64_t video) {
  const std::size_t place = place_of(video);
  if (place == edges.size()) return;
  edges.erase(edges.begin() + static_cast<std::ptrdiff_t>(place));
  marks.erase(marks.begin() + static_cast<std::ptrdiff_t>(place));
}

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
  const std::size_t steps = std::min(before.size(), window);
  for (std::size_t d = 1; d <= steps; ++d) {
    const std::uint64_t from = before[before.size() - d];
    if (from == to) continue;
    const float weight = 1.0F / std::sqrt(static_cast<float>(d));
    strengthen(nodes_.at(from), to, weight, at_s);
    strengthen(nodes_.at(to), from, 0.7F * weight, at_s);  // the way back is real, but weaker
  }
  Node& node = nodes_.at(to);
  node.watched = watched_at(node, at_s) + 1.0F;
  node.touched_s = at_s;
}

void ItemGraph::strengthen(Node& node, std::uint64_t to, float weight, std::uint32_t at_s) {
  const auto now = [&](const Edge& edge) {
    return edge.weight * faded(since(edge.touched_s, at_s), half_life_s);
  };
  if (const std::size_t place = node.place_of(to); place < node.edges.size()) {
    node.edges[place] = {to, now(node.edges[place]) + weight, at_s};
    return;
  }
  if (node.edges.size() < edges_max) return node.add({to, weight, at_s});
  const auto weakest = std::ranges::min_element(node.edges, {}, &Edge::weight);
  // Space-saving with a cost (Metwally, Agrawal, El Abbadi 2005): a newcomer wears the weakest edge down
  // first.
  weakest->weight -= 0.5F * weight;
  if (weakest->weight <= 0)
    node.replace(static_cast<std::size_t>(weakest - node.edges.begin()), {to, weight, at_s});
}

void ItemGraph::forget(std::uint64_t video) {
  nodes_.erase(video);
  for (Node& node : nodes_.each()) node.erase(video);
}

const ItemGraph::Lead* ItemGraph::Leads::to(std::uint64_t video) const {
  if (slots_.empty()) return nullptr;
  for (std::size_t slot = base::mix64(video);; ++slot) {
    const std::uint32_t number = slots_[slot & (slots_.size() - 1)];
    if (number == 0) return nullptr;
    if (leads_[number - 1].to == video) return &leads_[number - 1];
  }
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
    for (const Edge& edge : node->edges) leads.take({edge.to, weight * pull(*node, edge, at_s), node->key});
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

ItemGraph::Lead ItemGraph::lead(std::span<const std::uint64_t> recent, std::uint64_t to,
                                std::uint32_t at_s) const {
  Lead lead{to, 0, 0};
  float weight = 1;
  float strongest = 0;
  const std::size_t steps = std::min(recent.size(), window_read);
  for (std::size_t d = 1; d <= steps; ++d, weight *= step_back) {
    const std::uint64_t from = recent[recent.size() - d];
    const Node* node = nodes_.find(from);
    if (node == nullptr) continue;
    const std::size_t place = node->place_of(to);
    if (place == node->edges.size()) continue;
    const float strength = weight * pull(*node, node->edges[place], at_s);
    lead.strength += strength;
    if (strength > strongest) {
      strongest = strength;
      lead.via = from;
    }
  }
  if (lead.strength > 0) lead.strength *= rarity(to, at_s);
  return lead;
}

std::size_t ItemGraph::bytes() const {
  std::size_t bytes = nodes_.bytes();
  for (const Node& node : nodes_)
    bytes += node.edges.capacity() * sizeof(Edge) + node.marks.capacity() * sizeof(std::uint32_t);
  return bytes;
}

void ItemGraph::write(base::WireWriter& out) const {
  out.varint(nodes_.size());
  for (const Node& node : nodes_) {
    out.u64(node.key);
    out.f32(node.watched);
    out.u32(node.touched_s);
    out.varint(node.edges.size());
    for (const Edge& edge : node.edges) {
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
    node.edges.clear();
    node.marks.clear();
    for (std::size_t edges = in.count(edges_max, 16); edges > 0; --edges) {
      const std::uint64_t to = in.u64();
      const float weight = in.f32();
      node.add({to, weight, in.u32()});
    }
  }
}

}  // namespace vitrine::learning
