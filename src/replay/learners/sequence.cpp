#include "replay/learners/sequence.hpp"

#include <algorithm>
#include <cmath>

#include "learning/numeric.hpp"

namespace vitrine::replay {

using learning::exp2_portable;
using learning::faded;
using learning::log2_portable;

namespace {

constexpr std::uint32_t none = UINT32_MAX;
constexpr std::size_t gap_of(std::size_t steps) {
  return steps == 1 ? 0 : steps == 2 ? 1 : steps <= 4 ? 2 : steps <= 8 ? 3 : steps <= 16 ? 4 : 5;
}
constexpr std::array<float, Sequence::gaps> width{1, 1, 2, 4, 8, 16};  // steps in a gap
constexpr std::size_t page_max = 5;  // steps in the same second that are told apart
constexpr float prior = 8;         // times an item came before its own followers count as much as popularity
constexpr float step_back = 0.9F;  // each step further back counts this much of the one after it
constexpr std::size_t lately_max = 16384;  // what is hot is looked for among so many last steps
constexpr std::size_t level_steps = 8;     // whose popularity is a person's usual one
constexpr std::uint64_t refresh_every = 256;
constexpr std::size_t hot_each = 64, newest_kept = 32;

constexpr std::array<float, 8> ages_s{600, 1800, 3600, 7200, 6 * 3600, 86400, 3 * 86400, 14 * 86400};
std::size_t age_of(float s) { return std::ranges::upper_bound(ages_s, s) - ages_s.begin(); }

/// What the mixture weighs.
enum Feature : std::size_t {
  popular = 0,
  heat = 1,                           // one per horizon
  ahead = heat + Sequence::horizons,  // one per gap: how much likelier than by popularity
  back = ahead + Sequence::gaps,      // the same for the way back
  near_log,                           // all ways together, as a cosine of the two audiences
  near_plain,
  idle_log,                       // since it last came
  age,                            // one of nine
  had = age + ages_s.size() + 1,  // among the last steps
  just_had,                       // the very last one
  taste,
  mood,
  last_steps,
  same,   // how much likelier than by popularity in the same second as the last step
  turn,   // ... and in the next
  level,  // how far its popularity is from that of the last steps
  popular_squared,
  feature_count
};
static_assert(feature_count <= Mixture::features);

std::size_t length_of(std::size_t n) {
  return n <= 1 ? 0 : n == 2 ? 1 : n <= 4 ? 2 : n <= 8 ? 3 : n <= 16 ? 4 : n <= 64 ? 5 : 6;
}
float since(std::uint32_t then_s, std::uint32_t now_s) {
  return now_s > then_s ? static_cast<float>(now_s - then_s) : 0.0F;
}

/// How many of the last steps came in the same second.
std::size_t page_of(std::span<const Sequence::Step> before) {
  std::size_t page = 0;
  while (page < before.size() && before[before.size() - 1 - page].at_s == before.back().at_s) ++page;
  return page;
}

/// How dense in time the last steps are: a quick one after the other, slower, after a pause; two, more, many
/// in the same second.
std::size_t sitting_of(std::span<const Sequence::Step> before) {
  if (before.size() < 2) return 2;
  const std::size_t page = page_of(before.last(std::min(before.size(), page_max)));
  if (page > 1) return page == 2 ? 3 : page < page_max ? 4 : 5;
  const float pause = since(before[before.size() - 2].at_s, before.back().at_s);
  return pause <= 60 ? 0 : pause <= 1800 ? 1 : 2;
}

/// Where `number` stands; the end: nowhere. Sixteen are compared before it is asked whether one was it.
std::size_t place_among(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  constexpr std::size_t at_once = 16;
  std::size_t i = 0;
  for (; i + at_once <= numbers.size(); i += at_once) {
    const std::uint32_t* some = numbers.data() + i;
    std::uint32_t equal = 0;
    for (std::size_t k = 0; k < at_once; ++k) equal |= some[k] == number ? 1U : 0U;
    if (equal != 0) break;
  }
  while (i < numbers.size() && numbers[i] != number) ++i;
  return i;
}

}  // namespace

// The start is a guess that any data set soon overrules: near, linked and popular things come next.
Sequence::Sequence() : lasting_(0.98F), passing_(0.8F), last_(0.5F) {
  mixture_.start_with(popular, 0.3F);
  mixture_.start_with(heat + 1, 0.2F);
  for (std::size_t g = 0; g < gaps; ++g) mixture_.start_with(ahead + g, 0.2F);
  mixture_.start_with(near_log, 0.3F);
}

std::uint32_t Sequence::number_of(std::uint64_t item) const {
  const std::size_t place = nodes_.place_of(item);
  return place == nodes_.size() ? none : static_cast<std::uint32_t>(place);
}

Sequence::Edge* Sequence::edge(Node& from, std::uint32_t to, float weight) {
  const std::size_t place = place_among(from.to, to);
  if (place < from.to.size()) return &from.edges[place];
  if (from.to.size() < edges_max) {
    from.to.push_back(to);
    return &from.edges.emplace_back();
  }
  // Space-saving with a cost, as in ItemGraph: a newcomer wears the weakest edge down first.
  const auto weakest = std::ranges::min_element(from.edges, {}, &Edge::all);
  weakest->all -= 0.5F * weight;
  if (weakest->all > 0) return nullptr;
  from.to[weakest - from.edges.begin()] = to;
  *weakest = {};
  return &*weakest;
}

void Sequence::count(std::span<const Step> before, std::uint32_t to, std::uint32_t at_s) {
  const std::size_t steps = std::min(before.size(), window);
  // The last second before this one in which anything came: `turn` leads from there to here.
  std::uint32_t turned_s = at_s;
  for (std::size_t d = steps; d > 0; --d)
    if (const std::uint32_t then_s = before[before.size() - d].at_s; then_s < at_s) turned_s = then_s;
  for (std::size_t d = 1; d <= steps; ++d) {
    const Step& step = before[before.size() - d];
    const std::uint32_t from = number_of(step.item);
    if (from == none || from == to) continue;
    const float weight = 1.0F / std::sqrt(static_cast<float>(d));
    const float same = step.at_s == at_s ? 1.0F : 0.0F;
    if (Edge* way = edge(nodes_.each()[from], to, weight)) {
      way->ahead[gap_of(d)] += 1;
      way->same += same;
      way->turn += step.at_s < at_s && step.at_s == turned_s ? 1.0F : 0.0F;
      way->all += weight;
    }
    if (d > window_back && same == 0) continue;
    if (Edge* back = edge(nodes_.each()[to], from, weight)) {
      back->same += same;  // in a second there is no order
      if (d > window_back) continue;
      back->back += weight;
      back->all += 0.7F * weight;  // the way back is real, but weaker
    }
  }
}

void Sequence::learn(std::span<const Step> before, Step next) {
  if (Node& made = nodes_.at(next.item); made.n == 0) made.first_s = made.last_s = next.at_s;
  const std::uint32_t to = number_of(next.item);
  count(before, to, next.at_s);
  learn_vectors(before, to);
  Node& node = nodes_.each()[to];
  const float gone = since(node.last_s, next.at_s);
  for (std::size_t h = 0; h < horizons; ++h) node.heat[h] = node.heat[h] * faded(gone, half_lives_s[h]) + 1;
  node.n += 1;
  node.last_s = std::max(node.last_s, next.at_s);
  clock_s_ = std::max(clock_s_, next.at_s);
  if (lately_.size() < lately_max) lately_.push_back(to);
  else lately_[learned_ % lately_max] = to;
  if (++learned_ % refresh_every == 0) refresh(next.at_s);
}

std::vector<std::uint32_t> Sequence::numbers_of(std::span<const Step> steps) const {
  std::vector<std::uint32_t> numbers;
  for (const Step& step : steps.last(std::min(steps.size(), ItemVectors::window)))
    if (const std::uint32_t number = number_of(step.item); number != none) numbers.push_back(number);
  return numbers;
}

void Sequence::learn_vectors(std::span<const Step> before, std::uint32_t to) {
  lasting_.grow(nodes_.size());
  passing_.grow(nodes_.size());
  last_.grow(nodes_.size());
  if (lately_.empty()) return;
  std::array<std::uint32_t, 32> others{};
  for (std::size_t i = 0; i < others.size(); ++i)
    others[i] = lately_[base::mix64(learned_ * others.size() + i) % lately_.size()];
  const auto numbers = numbers_of(before);
  lasting_.learn(numbers, to, others);
  passing_.learn(numbers, to, others);
  last_.learn(numbers, to, others);
}

void Sequence::refresh(std::uint32_t at_s) {
  std::vector<std::uint32_t> lately = lately_;
  std::ranges::sort(lately);
  lately.erase(std::unique(lately.begin(), lately.end()), lately.end());
  hot_.clear();
  std::vector<std::pair<float, std::uint32_t>> order;
  for (std::size_t h = 0; h <= horizons; ++h) {
    order.clear();
    for (const auto number : lately) {
      const Node& node = nodes_.values()[number];
      const float left = h == horizons ? 1.0F : faded(since(node.last_s, at_s), half_lives_s[h]);
      order.emplace_back(-left * (h == horizons ? node.n : node.heat[h]), number);
    }
    const std::size_t kept = std::min(order.size(), hot_each);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(kept));
    for (std::size_t i = 0; i < kept; ++i) hot_.push_back(order[i].second);
  }
  for (std::size_t i = 0; i < std::min(newest_kept, nodes_.size()); ++i)
    hot_.push_back(static_cast<std::uint32_t>(nodes_.size() - 1 - i));
  std::ranges::sort(hot_);
  hot_.erase(std::unique(hot_.begin(), hot_.end()), hot_.end());
}

void Sequence::gather(std::span<const Step> before, Desk& desk) const {
  desk.place.resize(nodes_.size(), 0);
  desk.sums.clear();
  desk.base.fill(0);
  desk.base_back = desk.base_page = 0;
  const auto sums_of = [&](std::uint32_t node) -> Desk::Sums& {
    if (desk.place[node] == 0) {
      desk.sums.push_back({.node = node});
      desk.place[node] = static_cast<std::uint32_t>(desk.sums.size());
    }
    return desk.sums[desk.place[node] - 1];
  };
  float fade = 1;
  const std::size_t steps = std::min(before.size(), window);
  const std::size_t page = page_of(before.last(steps));
  for (std::size_t d = 1; d <= steps; ++d, fade *= step_back) {
    const Node* from = nodes_.find(before[before.size() - d].item);
    const std::size_t g = gap_of(d);
    const float n = from == nullptr ? 0 : from->n;
    const float share = 1 / ((n + prior) * width[g]);
    desk.base[g] += prior * share;
    desk.base_back += fade * prior / (n + prior);
    const float page_share = d <= page ? 1 / ((n + prior) * static_cast<float>(page)) : 0;
    desk.base_page += prior * page_share;
    if (from == nullptr) continue;
    const float near = fade / std::sqrt(n + 10);
    const float back = fade / (n + prior);
    for (std::size_t e = 0; e < from->to.size(); ++e) {
      Desk::Sums& sums = sums_of(from->to[e]);
      const Edge& way = from->edges[e];
      sums.ahead[g] += share / width[g] * way.ahead[g];
      sums.back += back * way.back;
      sums.near += near * way.all;
      sums.same += page_share * way.same;
      sums.turn += page_share * way.turn;
    }
  }
  for (auto& sums : desk.sums) sums.near /= std::sqrt(nodes_.values()[sums.node].n + 10);
  for (const std::uint32_t node : hot_) sums_of(node);
  for (const auto& sums : desk.sums) desk.place[sums.node] = 0;
}

/// The features of every candidate. Logarithms, so that the mixture multiplies evidence: what two kinds agree
/// on rises above what each says alone.
void Sequence::describe(std::span<const Step> before, std::uint32_t at_s, Desk& desk) const {
  desk.rows.clear();
  const auto numbers = numbers_of(before);
  const auto lasting = lasting_.taste(numbers), passing = passing_.taste(numbers),
             last = last_.taste(numbers);
  const float total = static_cast<float>(learned_) + 10;
  const auto popularity = [&](const Node& node) { return log2_portable((node.n + 0.5F) / total); };
  const std::size_t lately = std::min(numbers.size(), level_steps);
  float usual = 0;
  for (std::size_t d = 1; d <= lately; ++d)
    usual += popularity(nodes_.values()[numbers[numbers.size() - d]]) / static_cast<float>(lately);
  float nearest = 1e-9F;
  for (const auto& sums : desk.sums) nearest = std::max(nearest, sums.near);
  for (const auto& sums : desk.sums) {
    const Node& node = nodes_.values()[sums.node];
    auto& x = desk.rows.emplace_back();
    x = {};
    const float share = (node.n + 0.5F) / total;
    const float idle = since(node.last_s, at_s);
    x[popular] = popularity(node);
    if (!desk.circumstances.past) {
      for (std::size_t h = 0; h < horizons; ++h)
        x[heat + h] = log2_portable(node.heat[h] * faded(idle, half_lives_s[h]) + 0.3F);
      x[idle_log] = log2_portable(idle + 60);
    }
    for (std::size_t g = 0; g < gaps; ++g)
      if (desk.base[g] > 0) x[ahead + g] = log2_portable(sums.ahead[g] / share + desk.base[g]);
    if (desk.base_back > 0) x[back] = log2_portable(sums.back / share + desk.base_back);
    if (desk.base_page > 0) {
      x[same] = log2_portable(sums.same / share + desk.base_page);
      x[turn] = log2_portable(sums.turn / share + desk.base_page);
    }
    x[near_log] = log2_portable(sums.near / nearest + 1e-3F);
    x[near_plain] = sums.near / nearest;
    x[age + age_of(since(node.first_s, at_s))] = 1;
    x[taste] = lasting_.affinity(lasting, sums.node);
    x[mood] = passing_.affinity(passing, sums.node);
    x[last_steps] = last_.affinity(last, sums.node);
    x[level] = (x[popular] - usual) * (x[popular] - usual) / 16;
    x[popular_squared] = x[popular] * x[popular] / 16;
    for (std::size_t d = std::min(before.size(), window); d > 0; --d)
      if (before[before.size() - d].item == node.key) x[d == 1 ? just_had : had] = 1;
  }
}

/// Leaves out what must not come, and keeps the candidates that most leads to and those that are hot.
void Sequence::narrow(std::span<const Step> before, Seen seen, Desk& desk) const {
  if (seen == Seen::left_out) {
    std::vector<std::uint32_t> out;
    for (const Step& step : before) out.push_back(number_of(step.item));
    std::ranges::sort(out);
    std::erase_if(desk.sums, [&](const auto& sums) { return std::ranges::binary_search(out, sums.node); });
  }
  if (desk.sums.size() > candidates_max) {
    const auto nearer = [](const auto& a, const auto& b) {
      return a.near != b.near ? a.near > b.near : a.node < b.node;
    };
    const auto rest = desk.sums.begin() + candidates_max;
    std::ranges::nth_element(desk.sums, rest, nearer);
    desk.sums.erase(
        std::remove_if(rest, desk.sums.end(),
                       [&](const auto& sums) { return !std::ranges::binary_search(hot_, sums.node); }),
        desk.sums.end());
  }
  std::ranges::sort(desk.sums, {}, &Desk::Sums::node);
}

void Sequence::rank(std::span<const Step> before, std::uint32_t at_s, Seen seen, Desk& desk) const {
  rank_as(before, at_s, seen, at_s < clock_s_, desk);
}

void Sequence::rank_as(std::span<const Step> before, std::uint32_t at_s, Seen seen, bool past,
                       Desk& desk) const {
  desk.circumstances = {.length = length_of(before.size()), .sitting = sitting_of(before), .past = past};
  gather(before, desk);
  narrow(before, seen, desk);
  describe(before, at_s, desk);
  const auto w = mixture_.weights(desk.circumstances);
  desk.ranked.clear();
  for (std::size_t i = 0; i < desk.rows.size(); ++i) {
    float score = 0;
    for (std::size_t f = 0; f < Mixture::features; ++f) score += w[f] * desk.rows[i][f];
    desk.ranked.push_back({nodes_.values()[desk.sums[i].node].key, score});
  }
}

std::optional<std::size_t> Sequence::Desk::rank_of(std::uint64_t item) const {
  const auto found = std::ranges::find(ranked, item, &Ranked::item);
  if (found == ranked.end()) return std::nullopt;
  return std::ranges::count_if(ranked, [&](const Ranked& r) { return r.score >= found->score; }) - 1;
}

bool Sequence::observe(std::span<const Step> before, Step next, Seen seen, Desk& desk) {
  // The mixture settles after some ten thousand steps; from then on a part of them keeps it up to date.
  constexpr std::uint64_t settled = 20'000;
  const std::uint64_t one_in = learned_ < settled ? 2 : 12;
  const bool teaches = !before.empty() && learned_ > 500 && base::mix64(learned_) % one_in == 0;
  if (teaches) {
    // Every other time as if the moment were over, so that such questions find weights that fit them.
    rank_as(before, next.at_s, seen, base::mix64(learned_ * 3 + 1) % 2 == 1, desk);
    teach(desk, next.item);
  }
  learn(before, next);
  return teaches;
}

void Sequence::teach(const Desk& desk, std::uint64_t next) {
  std::size_t chosen = desk.ranked.size();
  float top = -1e30F;
  for (std::size_t i = 0; i < desk.ranked.size(); ++i) {
    if (desk.ranked[i].item == next) chosen = i;
    top = std::max(top, desk.ranked[i].score);
  }
  if (chosen == desk.ranked.size()) return;
  std::array<double, Mixture::features> gradient{};
  Mixture::Row mean{};
  float total = 0;
  for (std::size_t i = 0; i < desk.ranked.size(); ++i) {
    const float p = exp2_portable((desk.ranked[i].score - top) * 1.44269504F);
    total += p;
    for (std::size_t f = 0; f < Mixture::features; ++f) mean[f] += p * desk.rows[i][f];
  }
  for (std::size_t f = 0; f < Mixture::features; ++f) gradient[f] = mean[f] / total - desk.rows[chosen][f];
  mixture_.descend(gradient, desk.circumstances);
}

}  // namespace vitrine::replay
