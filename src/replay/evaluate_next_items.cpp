#include <algorithm>
#include <numeric>
#include <ranges>

#include "learning/item_graph.hpp"
#include "replay/learners/sequence.hpp"
#include "replay/next.hpp"

namespace vitrine::replay {
namespace {

using learning::ItemGraph;

/// The events of everybody, each person's in order: by time when the file has times, in the file's order
/// otherwise.
class Histories {
 public:
  explicit Histories(Sequences& file)
      : begins_(file.people + 2), steps_(file.events.size()), ms_(file.events.size()) {
    if (file.timed) std::ranges::stable_sort(file.events, {}, &Event::when_ms);
    for (const Event& event : file.events) ++begins_[event.who + 1];
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    auto free = begins_;
    for (const Event& event : file.events) {
      const std::size_t place = free[event.who]++;
      steps_[place] = {event.item, event.at_s};
      ms_[place] = event.ms;
    }
  }
  [[nodiscard]] std::size_t people() const { return begins_.size() - 2; }
  [[nodiscard]] std::span<const Sequence::Step> of(std::size_t who) const {
    return std::span{steps_}.subspan(begins_[who], begins_[who + 1] - begins_[who]);
  }
  /// When the `k`th of a person happened. Within a second `Sequence` knows no order, the pass does.
  [[nodiscard]] std::uint64_t when_ms(std::size_t who, std::size_t k) const {
    const std::size_t place = begins_[who] + k;
    return 1000ULL * steps_[place].at_s + ms_[place];
  }

 private:
  std::vector<std::size_t> begins_;  ///< of person i at [i]; people start at 1
  std::vector<Sequence::Step> steps_;
  std::vector<std::uint16_t> ms_;  ///< of the second of each step
};

/// One training event: the `k`th of a person. Sorted by `when` it is the order of the one pass.
struct Turn {
  std::uint64_t when;
  std::uint32_t who, k;
};

/// How many of a person's events are learned from before the held-out one; those with fewer than three events
/// are only learned from.
std::size_t learned_of(std::size_t count, HeldOut held_out) {
  if (count < 3) return count;
  return held_out == HeldOut::last ? count - 1 : count - 2;
}

/// Errors: nobody has three events, so that there is nothing to leave out.
base::Result<void> enough(const Histories& histories, SequenceFormat asked) {
  std::size_t most = 0;
  for (std::size_t who = 1; who <= histories.people(); ++who) most = std::max(most, histories.of(who).size());
  if (most >= 3) return {};
  return base::fail(
      base::Fault::invalid_input, "evaluate_input",
      "Nobody has three items, so none can be left out: " + std::to_string(histories.people()) +
          " users have at most " + std::to_string(most) + " each." +
          (asked == SequenceFormat::detect ? " If each line is a user and all its items: --format lists."
                                           : ""));
}

/// By time; without times everybody's history is spread evenly over the same stretch, so that all end
/// together.
std::vector<Turn> turns_of(const Histories& histories, bool timed, HeldOut held_out) {
  std::vector<Turn> turns;
  for (std::uint32_t who = 1; who <= histories.people(); ++who) {
    const auto steps = histories.of(who);
    const std::size_t n = learned_of(steps.size(), held_out);
    for (std::uint32_t k = 0; k < n; ++k)
      turns.push_back({timed ? histories.when_ms(who, k) : ((2ULL * k + 1) << 31) / n, who, k});
  }
  std::ranges::stable_sort(turns, {}, &Turn::when);
  return turns;
}

/// Place among the items a person has not had, by how often each was had; ties against us.
class Popularity {
 public:
  explicit Popularity(std::size_t items) : counts_(items + 1) {}
  void add(std::uint64_t item) { ++counts_[item]; }
  void settle() {
    sorted_ = counts_;
    std::ranges::sort(sorted_);
  }
  [[nodiscard]] std::size_t rank(std::span<const Sequence::Step> before, std::uint64_t item) const {
    const auto at_least = sorted_.end() - std::ranges::lower_bound(sorted_, counts_[item]);
    std::vector<std::uint64_t> had;
    for (const auto& step : before)
      if (step.item != item && counts_[step.item] >= counts_[item]) had.push_back(step.item);
    std::ranges::sort(had);
    const auto distinct = std::ranges::unique(had).begin() - had.begin();
    return static_cast<std::size_t>(at_least - distinct - 1);
  }

 private:
  std::vector<std::uint32_t> counts_, sorted_;
};

bool had(std::span<const Sequence::Step> before, std::uint64_t item) {
  return std::ranges::any_of(before, [&](const auto& step) { return step.item == item; });
}

std::vector<std::uint64_t> items_of(std::span<const Sequence::Step> steps, std::size_t last) {
  std::vector<std::uint64_t> items;
  for (const auto& step : steps.last(std::min(last, steps.size()))) items.push_back(step.item);
  return items;
}

std::optional<std::size_t> graph_rank(const std::vector<ItemGraph::Lead>& leads,
                                      std::span<const Sequence::Step> before, std::uint64_t item) {
  const auto found = std::ranges::find(leads, item, &ItemGraph::Lead::to);
  if (found == leads.end()) return std::nullopt;
  std::size_t rank = 0;
  for (const auto& lead : leads) {
    if (lead.strength < found->strength) break;
    if (lead.to != item && !had(before, lead.to)) ++rank;
  }
  return rank;
}

void look_among(Candidates& candidates, const std::vector<ItemGraph::Lead>& leads,
                const std::vector<ItemGraph::Near>& near, const base::IdMap& had_before, std::uint64_t item) {
  ++candidates.n;
  std::vector<std::uint64_t> led_to;
  for (const auto& lead : leads)
    if (led_to.size() < Candidates::counts.back() && !had_before.has(lead.to)) led_to.push_back(lead.to);
  for (std::size_t i = 0; i < Candidates::counts.size(); ++i) {
    const std::size_t count = Candidates::counts[i];
    const auto among = [&](std::size_t first) {
      return std::ranges::find(led_to | std::views::take(first), item) !=
             (led_to | std::views::take(first)).end();
    };
    candidates.by_graph[i] += among(count) ? 1 : 0;
    bool found = among(count / 2);
    base::IdMap taken{count};
    for (const std::uint64_t one : led_to | std::views::take(count / 2)) taken.put(one);
    std::size_t left = count - std::min(count / 2, led_to.size());
    for (const auto& one : near) {
      if (found || left == 0) break;
      if (!taken.put(one.video)) continue;
      --left;
      found = one.video == item;
    }
    candidates.with_near[i] += found ? 1 : 0;
  }
}

}  // namespace

base::Result<NextItems> next_items(std::istream& in, SequenceFormat format, HeldOut held_out,
                                   double (*seconds_now)()) {
  TRY_LET(Sequences file, read_sequences(in, format));
  NextItems figures;
  figures.items = file.items;
  figures.timed = file.timed;
  figures.format = file.format;
  figures.read_as = file.read_as;
  figures.held_out = held_out;
  figures.bad = file.bad;
  const auto [first, last] = std::ranges::minmax(file.events, {}, &Event::at_s);
  figures.first_s = first.at_s;
  figures.last_s = last.at_s;
  const Histories histories{file};
  file.events = {};
  TRY(enough(histories, format));
  const auto turns = turns_of(histories, figures.timed, held_out);
  figures.events = turns.size();

  Sequence sequence;
  Sequence::Desk desk;
  const double start = seconds_now();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto steps = histories.of(turns[i].who);
    figures.taught +=
        sequence.observe(steps.first(turns[i].k), steps[turns[i].k], Sequence::Seen::left_out, desk);
  }
  figures.seconds_learning = seconds_now() - start;

  ItemGraph graph;
  Popularity popularity{figures.items};
  for (const Turn& turn : turns) {
    const auto steps = histories.of(turn.who);
    learning::GoodWatches watched;
    for (const std::uint64_t item : items_of(steps.first(turn.k + 1), ItemGraph::window + 1))
      watched.push_back(item);
    graph.learn(watched, steps[turn.k].at_s);
    popularity.add(steps[turn.k].item);
  }
  popularity.settle();

  for (std::size_t who = 1; who <= histories.people(); ++who) {
    const auto steps = histories.of(who);
    const std::size_t n = learned_of(steps.size(), held_out);
    if (n == steps.size()) continue;
    const auto before = steps.first(n);
    const std::uint64_t item = steps[n].item;
    ++figures.people;
    const double begun = seconds_now();
    sequence.rank(before, before.back().at_s, Sequence::Seen::left_out, desk);
    figures.ours.add(desk.rank_of(item));
    figures.seconds_ranking += seconds_now() - begun;
    const bool repeat = had(before, item);  // counts as a miss
    figures.popularity.add(repeat ? std::nullopt : std::optional{popularity.rank(before, item)});
    const auto recent = items_of(before, ItemGraph::window_read);
    const auto leads = graph.leads(recent, before.back().at_s);
    const auto strongest = leads.strongest(items_max);
    figures.graph.add(repeat ? std::nullopt : graph_rank(strongest, before, item));
    base::IdMap had_before{before.size()};
    for (const auto& step : before) had_before.put(step.item);
    look_among(figures.candidates, strongest,
               graph.near(recent, leads, 2 * Candidates::counts.back(), had_before), had_before, item);
  }
  return figures;
}

}  // namespace vitrine::replay
