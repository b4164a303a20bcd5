#include <algorithm>

#include "learning/item_graph.hpp"
#include "replay/learners/sequence.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {
namespace {

using learning::ItemGraph;

constexpr std::uint32_t fresh_s = 3600;
constexpr std::size_t remembered = 2 * Sequence::window;  // clicks of a session that are kept

/// The most clicked lately, half forgotten every hour: exactly the best `kept`. What is not clicked never
/// overtakes another, so only a click can bring an item into the list.
class Trending {
 public:
  explicit Trending(std::size_t items) : heat_(items + 1, -1e300) {}
  void click(std::uint64_t item, std::uint32_t at_s) {
    // The logarithm to base 2 of the heat as it would be at time 0, so that values of all times compare.
    const double now = static_cast<double>(at_s) / 3600;
    double& heat = heat_[item];
    heat = std::max(heat, now) + std::log2(1 + std::exp2(-std::abs(heat - now)));
    auto place = std::ranges::find(best_, item);
    if (place == best_.end()) {
      if (best_.size() == kept && heat <= heat_[best_.back()]) return;
      if (best_.size() == kept) best_.pop_back();
      best_.push_back(item);
      place = best_.end() - 1;
    }
    for (; place != best_.begin() && heat_[*(place - 1)] < heat_[*place]; --place)
      std::iter_swap(place - 1, place);
  }
  [[nodiscard]] std::optional<std::size_t> rank(std::span<const Sequence::Step> before, std::uint64_t item,
                                                Sequence::Seen seen) const {
    const auto found = std::ranges::find(best_, item);
    if (found == best_.end()) return std::nullopt;
    std::size_t rank = 0;
    for (const std::uint64_t other : best_) {
      if (heat_[other] < heat_[item]) break;
      const bool had = seen == Sequence::Seen::left_out &&
                       std::ranges::any_of(before, [&](const auto& step) { return step.item == other; });
      if (had && other == item) return std::nullopt;
      if (!had && other != item) ++rank;
    }
    return rank;
  }

 private:
  static constexpr std::size_t kept = 200;
  std::vector<double> heat_;
  std::vector<std::uint64_t> best_;
};

std::optional<std::size_t> graph_rank(const ItemGraph& graph, std::span<const Sequence::Step> before,
                                      std::uint64_t item, std::uint32_t at_s, Sequence::Seen seen) {
  std::vector<std::uint64_t> recent;
  for (const auto& step : before) recent.push_back(step.item);
  const auto left_out = [&](std::uint64_t one) {
    return seen == Sequence::Seen::left_out && std::ranges::find(recent, one) != recent.end();
  };
  if (left_out(item)) return std::nullopt;
  const auto leads = graph.leads(recent, at_s).strongest(256);
  const auto found = std::ranges::find(leads, item, &ItemGraph::Lead::to);
  if (found == leads.end()) return std::nullopt;
  return std::ranges::count_if(leads, [&](const auto& lead) {
    return lead.to != item && lead.strength >= found->strength && !left_out(lead.to);
  });
}

/// One stream of clicks through one recommender.
struct Stream {
  std::vector<std::vector<Sequence::Step>> open;  ///< by session
  void remember(std::uint32_t who, Sequence::Step step) {
    auto& steps = open[who];
    if (steps.size() == remembered) steps.erase(steps.begin());
    steps.push_back(step);
  }
};

void run_ours(const std::vector<Event>& events, Sessions& figures, std::vector<std::uint32_t>& first_s) {
  Stream stream{std::vector<std::vector<Sequence::Step>>(figures.sessions + 1)};
  Sequence sequence;
  Sequence::Desk desk;
  for (const Event& event : events) {
    const auto& before = stream.open[event.who];
    const Sequence::Step step{event.item, event.at_s};
    if (first_s[event.item] == UINT32_MAX) first_s[event.item] = event.at_s;
    if (!before.empty()) {
      sequence.rank(before, event.at_s, Sequence::Seen::ranked, desk);
      const auto rank = desk.rank_of(event.item);
      figures.ours.add(rank);
      if (event.at_s - first_s[event.item] < fresh_s) figures.fresh.add(rank);
      sequence.teach(desk, event.item);
    }
    sequence.learn(before, step);
    stream.remember(event.who, step);
  }
}

/// A baseline that ranks the items of the session, as ours does, and one that leaves them out: where people
/// come back the first is better, where they do not the second. It is given the better of both.
struct Both {
  std::array<Ranking, 2> rankings;
  template <class Rank>
  void add(Rank rank) {
    rankings[0].add(rank(Sequence::Seen::ranked));
    rankings[1].add(rank(Sequence::Seen::left_out));
  }
  [[nodiscard]] const Ranking& better() const {
    return rankings[rankings[0].hr(10) >= rankings[1].hr(10) ? 0 : 1];
  }
};

void run_baselines(const std::vector<Event>& events, Sessions& figures,
                   const std::vector<std::uint32_t>& first_s) {
  Stream stream{std::vector<std::vector<Sequence::Step>>(figures.sessions + 1)};
  ItemGraph graph;
  Trending trending{figures.items};
  Both popularity, fresh_popularity, by_graph;
  for (const Event& event : events) {
    const auto& before = stream.open[event.who];
    if (!before.empty()) {
      const auto trend = [&](Sequence::Seen seen) { return trending.rank(before, event.item, seen); };
      popularity.add(trend);
      if (event.at_s - first_s[event.item] < fresh_s) fresh_popularity.add(trend);
      by_graph.add(
          [&](Sequence::Seen seen) { return graph_rank(graph, before, event.item, event.at_s, seen); });
    }
    learning::GoodWatches watched;
    for (const auto& step : before) watched.push_back(step.item);
    watched.push_back(event.item);
    graph.learn(watched, event.at_s);
    trending.click(event.item, event.at_s);
    stream.remember(event.who, {event.item, event.at_s});
  }
  figures.popularity = popularity.better();
  figures.fresh_popularity = fresh_popularity.better();
  figures.graph = by_graph.better();
}

}  // namespace

base::Result<Sessions> sessions(std::istream& in, double (*seconds_now)()) {
  TRY_LET(Sequences file, read_clicks(in));
  std::ranges::stable_sort(file.events, {}, &Event::when_ms);
  Sessions figures;
  figures.events = file.events.size();
  figures.sessions = file.people;
  figures.items = file.items;
  figures.bad = file.bad;
  figures.read_as = file.read_as;
  figures.first_s = file.events.front().at_s;
  figures.last_s = file.events.back().at_s;
  std::vector<std::uint32_t> first_s(file.items + 1, UINT32_MAX);
  const double start = seconds_now();
  run_ours(file.events, figures, first_s);
  if (figures.ours.n == 0)
    return base::fail(base::Fault::invalid_input, "evaluate_input",
                      "No session has two clicks, so none can be foretold.");
  figures.seconds = seconds_now() - start;
  run_baselines(file.events, figures, first_s);
  return figures;
}

}  // namespace vitrine::replay
