// The order of a page. Greedy maximum of a determinantal point process (Chen, Zhang, Zhou 2018): at each
// place the video with the largest  2 alpha score + log(how much of it is not already said by those before).
// Similar is: the same author, the same tags. Rules on top: neighbours never share an author, one author at
// most twice in twenty, never three of one topic in a row. A rule is worth a price: where the best that keeps
// it is much worse for this viewer than the best that does not (they skip what else there is), the rule
// stretches by one step, and where it cannot be kept at all it is relaxed. Either way the item says so.
#include <algorithm>
#include <cmath>
#include <ranges>

#include "base/random.hpp"
#include "feed/stages.hpp"
#include "learning/numeric.hpp"

namespace vitrine::feed {
namespace {

constexpr double author_share = 0.3, tag_share = 0.3;  // the rest of a video is its own
constexpr double boltzmann_heat = 0.15;                // of exploration: differences above this are felt
constexpr std::size_t explored_pool = 64;

double similarity(const learning::Video& a, const learning::Video& b) {
  double same = a.author == b.author ? author_share : 0;
  if (a.tags.empty() || b.tags.empty()) return same;
  double common = 0;
  for (const std::uint64_t tag : a.tags) common += std::ranges::find(b.tags, tag) != b.tags.end() ? 1 : 0;
  // The cosine of two tag sets: a positive semidefinite kernel, as the determinant needs.
  return same + tag_share * common / std::sqrt(static_cast<double>(a.tags.size() * b.tags.size()));
}

class Arrangement {
 public:
  Arrangement(const Context& context, const std::vector<Scored>& scored)
      : context_(context), scored_(scored), random_(context.query.seed) {
    pool_ = std::min<std::size_t>(scored.size(), static_cast<std::size_t>(context.policy.arrange_top));
    novelty_.assign(pool_, 1.0);
    spoken_.assign(pool_, {});
    used_.assign(scored.size(), false);
    author_fair_max_ = std::max(context.policy.author_max_in_20, fair_share());
    const double theta = 1.0 - static_cast<double>(context.policy.diversity);
    pull_ = theta / std::max(1.0 - theta, 1e-3);  // 2 alpha of the paper
    if (context.policy.explore_every > 0)
      explore_at_ = 1 + random_.below(static_cast<std::uint64_t>(context.policy.explore_every) - 1);
  }

  std::vector<Placed> run() {
    const auto wanted = static_cast<std::size_t>(std::clamp(context_.query.count, 0, count_max));
    while (placed_.size() < std::min(wanted, scored_.size())) {
      if (explores() && explore()) continue;
      exploit();
    }
    return std::move(placed_);
  }

 private:
  enum Rules { all, stretched, tags_relaxed, counts_relaxed, none };

  [[nodiscard]] const learning::Video& video(std::size_t i) const { return *scored_[i].candidate.video; }
  [[nodiscard]] const learning::Video& before(std::size_t back) const {
    return video(placed_[placed_.size() - back].index);
  }

  /// Of twenty places, what one author may have where there are fewer than ten.
  [[nodiscard]] int fair_share() const {
    std::vector<std::uint64_t> authors;
    for (std::size_t i = 0; i < pool_; ++i) authors.push_back(video(i).author);
    std::ranges::sort(authors);
    const auto repeats = std::ranges::unique(authors);
    const auto distinct = static_cast<int>(authors.size() - repeats.size());
    return distinct == 0 ? 0 : (19 + distinct) / distinct;
  }

  [[nodiscard]] bool fits(std::size_t i, Rules rules) const {
    if (rules == none || placed_.empty()) return true;
    if (before(1).author == video(i).author) return false;
    if (rules == counts_relaxed) return true;
    int of_author = 0;
    for (std::size_t back = 1; back <= std::min<std::size_t>(placed_.size(), 19); ++back)
      of_author += before(back).author == video(i).author ? 1 : 0;
    if (of_author >= (rules == all ? context_.policy.author_max_in_20 : author_fair_max_)) return false;
    const int run_max = context_.policy.topic_run_max + (rules == stretched ? 1 : 0);
    return rules == tags_relaxed || run(i) < run_max;
  }
  /// How many of the same topic, or with the same sound, stand right before this place.
  [[nodiscard]] int run(std::size_t i) const {
    const auto& one = video(i);
    const std::uint64_t topic = one.tags.empty() ? 0 : one.tags.front();
    int of_topic = 0, of_sound = 0;
    const auto longest = static_cast<std::size_t>(context_.policy.topic_run_max + 1);
    for (std::size_t back = 1; back <= std::min(placed_.size(), longest); ++back) {
      const auto& other = before(back);
      const bool same_topic = topic != 0 && std::ranges::find(other.tags, topic) != other.tags.end();
      const bool same_sound = one.sound != 0 && other.sound == one.sound;
      of_topic += same_topic && of_topic == static_cast<int>(back) - 1 ? 1 : 0;
      of_sound += same_sound && of_sound == static_cast<int>(back) - 1 ? 1 : 0;
    }
    return std::max(of_topic, of_sound);
  }

  void exploit() {
    if (context_.policy.order == Order::by_time) {
      place(placed_.size(), Move::none, 1);
      return;
    }
    std::optional<std::size_t> first;  // the best by score alone, of the unseen while there are any
    for (std::size_t i = 0; i < pool_ && !first; ++i)
      if (!used_[i]) first = i;  // scored_ has those seen before at the end
    if (!first) {
      place(next_unused(), Move::rule_relaxed, 1);
      return;
    }
    const bool again = scored_[*first].again;
    const auto best_by = [&](Rules rules) {
      std::optional<std::size_t> best;
      for (std::size_t i = *first; i < pool_; ++i)
        if (!used_[i] && scored_[i].again == again && fits(i, rules) && (!best || gain(i) > gain(*best)))
          best = i;
      return best;
    };
    std::optional<std::size_t> best = best_by(all);
    Rules kept = all;
    if (const auto other = best_by(stretched);
        other && (!best || scored_[*other].score > scored_[*best].score + context_.policy.rule_price)) {
      best = other;
      kept = stretched;
    }
    for (const Rules rules : {tags_relaxed, counts_relaxed, none}) {
      if (best) break;
      best = best_by(rules);
      kept = rules;
    }
    const Move move = again             ? Move::again
                      : kept != all     ? Move::rule_relaxed
                      : *best != *first ? Move::varied
                                        : Move::none;
    place(*best, move, 1);
  }
  [[nodiscard]] std::size_t next_unused() const {
    return static_cast<std::size_t>(std::ranges::find(used_, false) - used_.begin());
  }
  [[nodiscard]] double gain(std::size_t i) const {
    return pull_ * scored_[i].score +
           0.693147 * learning::log2_exact(static_cast<float>(std::max(novelty_[i], 1e-6)));
  }

  /// Takes what `i` says out of the novelty of the others: one step of an incremental Cholesky factorisation.
  void speak(std::size_t i) {
    if (i >= pool_) return;
    const double root = std::sqrt(std::max(novelty_[i], 1e-6));
    for (std::size_t j = 0; j < pool_; ++j) {
      if (used_[j]) continue;
      double e = similarity(video(i), video(j));
      for (std::size_t k = 0; k < spoken_[i].size(); ++k) e -= spoken_[i][k] * spoken_[j][k];
      e /= root;
      spoken_[j].push_back(e);
      novelty_[j] -= e * e;
    }
  }
  void place(std::size_t i, Move move, float propensity) {
    used_[i] = true;
    speak(i);
    placed_.push_back({i, move, propensity});
  }

  // --- exploration -----------------------------------------------------------------------------------------

  [[nodiscard]] bool explores() const {
    const int every = context_.policy.explore_every;
    return every > 0 && placed_.size() % static_cast<std::size_t>(every) == explore_at_;
  }
  /// Draws one of the new videos with probability proportional to exp(optimism / heat): what it promises plus
  /// what is not known of it yet (the upper confidence term of Auer, Cesa-Bianchi, Fischer 2002). The
  /// probability is exact, so what is learned from the draw can be weighed by it.
  bool explore() {
    std::vector<std::pair<std::size_t, double>> pool;
    for (std::size_t i = 0; i < scored_.size() && pool.size() < explored_pool; ++i) {
      const auto& one = video(i);
      if (used_[i] || scored_[i].again || one.shown >= learning::Library::fresh_shown || !fits(i, all))
        continue;
      const double unknown = 1.0 / std::sqrt(1.0 + one.shown);
      pool.emplace_back(i, scored_[i].score + unknown);
    }
    if (pool.size() < 2) return false;
    double top = pool.front().second;
    for (const auto& [i, value] : pool) top = std::max(top, value);
    double sum = 0;
    for (auto& [i, value] : pool) {
      value = learning::exp2_exact(static_cast<float>((value - top) / boltzmann_heat));
      sum += value;
    }
    double draw = random_.unit() * sum;
    std::size_t chosen = pool.size() - 1;
    for (std::size_t k = 0; k < pool.size(); ++k) {
      draw -= pool[k].second;
      if (draw < 0) {
        chosen = k;
        break;
      }
    }
    place(pool[chosen].first, Move::explored, static_cast<float>(pool[chosen].second / sum));
    return true;
  }

  const Context& context_;
  const std::vector<Scored>& scored_;
  base::Random random_;
  std::size_t pool_ = 0;
  double pull_ = 1;
  std::uint64_t explore_at_ = 0;
  int author_fair_max_ = 0;
  std::vector<double> novelty_;              ///< what is left of each after those placed
  std::vector<std::vector<double>> spoken_;  ///< rows of the Cholesky factor
  std::vector<bool> used_;
  std::vector<Placed> placed_;
};

}  // namespace

std::vector<Placed> arrange(const Context& context, const std::vector<Scored>& scored) {
  return Arrangement{context, scored}.run();
}

}  // namespace vitrine::feed
