// The search of ItemGraph::near().
#include <algorithm>

#include "learning/item_graph.hpp"

namespace vitrine::learning {

std::optional<ViewerVector> ItemGraph::vector_of(std::span<const std::uint64_t> recent) const {
  ViewerVector vector;
  for (std::size_t d = 0; d < std::min(recent.size(), window_read); ++d)
    if (const std::size_t place = nodes_.place_of(recent[recent.size() - 1 - d]); place < nodes_.size())
      vector.add(contexts_[place], weight_of_step[d]);
  if (!vector.settle()) return std::nullopt;
  return vector;
}

/// One search of near().
class ItemGraph::Walk {
 public:
  static constexpr std::size_t rounds = 2, followed_at_once = 8;

  /// From at most so many videos.
  Walk(const ItemGraph& graph, const ViewerVector& vector, std::size_t begins)
      : graph_(graph), vector_(vector), met_(begins + rounds * followed_at_once * edges_max) {}

  /// Whether it is met for the first time.
  bool meet(std::uint64_t video) { return met_.put(video); }
  void compare(const std::vector<std::uint64_t>& videos) {
    constexpr std::size_t ahead = 16;  // they are all over the memory
    std::array<std::uint32_t, ahead> numbers{};
    for (std::size_t i = 0; i < videos.size() + ahead; ++i) {
      if (i >= ahead) compare(videos[i - ahead], numbers[i % ahead]);
      if (i < videos.size()) graph_.nodes_.prefetch_slot(videos[i]);
      if (i < ahead / 2 || i - ahead / 2 >= videos.size()) continue;
      const std::uint32_t number = graph_.nodes_.prefetch_value(videos[i - ahead / 2]);
      if (number != 0) base::prefetch_whole(&graph_.contexts_[number - 1]);
      numbers[(i - ahead / 2) % ahead] = number;
    }
  }
  /// Where the nearest that were not followed yet lead, and nobody was met yet.
  [[nodiscard]] std::vector<std::uint64_t> follow_nearest() {
    const auto open = std::span{found_}.subspan(followed_);
    const auto nearest = open.first(std::min(followed_at_once, open.size()));
    std::ranges::partial_sort(open, open.begin() + static_cast<std::ptrdiff_t>(nearest.size()), nearer);
    std::vector<std::uint64_t> next;
    for (const Found& from : nearest)
      for (const Edge& edge : graph_.nodes_.values()[from.number - 1].edges.places())
        if (edge.to != 0 && meet(edge.to)) next.push_back(edge.to);
    followed_ += nearest.size();
    return next;
  }
  [[nodiscard]] std::vector<Near> nearest(std::size_t max, const base::IdMap& passed_over) {
    std::erase_if(
        found_, [&](const Found& one) { return one.near.likeness <= 0 || passed_over.has(one.near.video); });
    const std::size_t count = std::min(max, found_.size());
    std::ranges::partial_sort(found_, found_.begin() + static_cast<std::ptrdiff_t>(count), nearer);
    std::vector<Near> nearest;
    for (const Found& one : std::span{found_}.first(count)) nearest.push_back(one.near);
    return nearest;
  }

 private:
  struct Found {
    Near near;
    std::uint32_t number;
  };
  [[nodiscard]] static bool nearer(const Found& a, const Found& b) {
    return a.near.likeness != b.near.likeness ? a.near.likeness > b.near.likeness
                                              : a.near.video < b.near.video;
  }
  /// `number`: what is likely its own.
  void compare(std::uint64_t video, std::uint32_t number) {
    if (graph_.nodes_.likely(video, number) == nullptr) {
      const std::size_t place = graph_.nodes_.place_of(video);
      if (place == graph_.nodes_.size()) return;  // edges lead to it, nobody saw it after anything
      number = static_cast<std::uint32_t>(place + 1);
    }
    found_.push_back({{video, vector_.likeness_to(graph_.contexts_[number - 1])}, number});
  }

  const ItemGraph& graph_;
  const ViewerVector& vector_;
  base::IdMap met_;
  std::vector<Found> found_;  ///< those followed first
  std::size_t followed_ = 0;
};

std::vector<ItemGraph::Near> ItemGraph::near(std::span<const std::uint64_t> recent, const Leads& leads,
                                             std::size_t max, const base::IdMap& passed_over) const {
  const auto vector = vector_of(recent);
  if (!vector) return {};
  Walk walk{*this, *vector, recent.size() + leads.all().size()};
  for (const std::uint64_t video : recent) walk.meet(video);
  std::vector<std::uint64_t> next;
  for (const Lead& lead : leads.all())
    if (walk.meet(lead.to)) next.push_back(lead.to);
  walk.compare(next);
  for (std::size_t round = 0; round < Walk::rounds; ++round) walk.compare(walk.follow_nearest());
  return walk.nearest(max, passed_over);
}

}  // namespace vitrine::learning
