// The order of a page. Greedy maximum of a determinantal point process (Chen, Zhang, Zhou 2018): at each
// place the video with the largest  2 alpha score + log(how much of it is not already said by those before).
// Similar is: the same author, the same tags. On top stand the rules (feed/rules.hpp), one place in so many
// that explores (feed/exploration.hpp), and the opener: a sitting begins with a video that is sure to be as
// good as it looks.
#include <algorithm>
#include <cmath>

#include "feed/exploration.hpp"
#include "feed/rules.hpp"
#include "learning/numeric.hpp"

namespace vitrine::feed {
namespace {

constexpr double author_share = 0.3, tag_share = 0.3;  // the rest of a video is its own
constexpr std::size_t explored_pool = 64;

/// What two videos have in common; the tags of those compared lie side by side.
class Likeness {
 public:
  void add(const learning::Video& video) {
    tags_.insert(tags_.end(), video.tags.begin(), video.tags.end());
    all_.push_back({video.author, tags_.size()});
  }
  [[nodiscard]] double of(std::size_t a, std::size_t b) const {
    const double same = all_[a].author == all_[b].author ? author_share : 0;
    const auto tags_a = tags_of(a), tags_b = tags_of(b);
    std::size_t common = 0;
    for (const std::uint64_t tag_a : tags_a)
      for (const std::uint64_t tag_b : tags_b) common += tag_a == tag_b ? 1 : 0;
    if (common == 0) return same;
    // The cosine of two tag sets: a positive semidefinite kernel, as the determinant needs.
    return same + tag_share * static_cast<double>(common) /
                      std::sqrt(static_cast<double>(tags_a.size() * tags_b.size()));
  }

 private:
  struct One {
    std::uint64_t author;
    std::size_t tags_end;
  };
  [[nodiscard]] std::span<const std::uint64_t> tags_of(std::size_t i) const {
    return {tags_.data() + (i == 0 ? 0 : all_[i - 1].tags_end), tags_.data() + all_[i].tags_end};
  }
  std::vector<One> all_;
  std::vector<std::uint64_t> tags_;
};

class Arrangement {
 public:
  Arrangement(const Context& context, const std::vector<Scored>& scored)
      : context_(context), scored_(scored), rules_(context, scored), random_(context.query.seed) {
    pool_ = std::min<std::size_t>(scored.size(), static_cast<std::size_t>(context.policy.arrange_top));
    for (std::size_t i = 0; i < pool_; ++i) likeness_.add(video(i));
    novelty_.assign(pool_, 1.0);
    said_.assign(pool_ * count_max, 0);
    used_.assign(scored.size(), false);
    const double theta = 1.0 - static_cast<double>(context.policy.diversity);
    pull_ = theta / std::max(1.0 - theta, 1e-3);  // 2 alpha of the paper
    lot_ = lot_of(context);
  }

  std::vector<Placed> run() {
    const auto wanted = static_cast<std::size_t>(std::clamp(context_.query.count, 0, count_max));
    while (placed_.size() < std::min(wanted, scored_.size())) {
      if (context_.policy.order == Order::by_time) {
        place(placed_.size(), Move::none, 1);
        continue;
      }
      owes_ = owes_ || explores();
      if (owes_ && explore()) owes_ = false;
      else if (!open()) exploit();
    }
    return std::move(placed_);
  }

 private:
  [[nodiscard]] const learning::Video& video(std::size_t i) const { return *scored_[i].candidate.video; }
  [[nodiscard]] bool fits(std::size_t i, Rules::Strictness strictness = Rules::all) const {
    return !used_[i] && rules_.fits(video(i), strictness);
  }

  // --- by score and variety --------------------------------------------------------------------------------

  /// What came back because too little is unseen stands after what is; but no rule gives way where one of
  /// those would keep it.
  void exploit() {
    // The best by score alone; those seen before stand behind all others.
    const auto first = static_cast<std::size_t>(std::ranges::find(used_, false) - used_.begin());
    for (const auto strictness : {Rules::all, Rules::topics_give_way, Rules::counts_give_way, Rules::none})
      for (const bool again : {false, true})
        if (const auto best = best_from(first, again, strictness)) {
          const bool relaxed = strictness != Rules::all || rules_.takes_more(video(*best));
          const Move move = relaxed          ? Move::rule_relaxed
                            : again          ? Move::again
                            : *best != first ? Move::varied
                                             : Move::none;
          place(*best, move, 1);
          return;
        }
  }
  /// Among the best, the one that gains most; if none of them keeps the rules, the next one that does.
  [[nodiscard]] std::optional<std::size_t> best_from(std::size_t first, bool again,
                                                     Rules::Strictness strictness) const {
    std::optional<std::size_t> best;
    double most = 0;
    for (std::size_t i = first; i < pool_; ++i) {
      if (used_[i] || scored_[i].again != again) continue;
      const double gained = gain(i);
      // Rules are asked last: they take longest.
      if ((best && gained <= most) || !fits(i, strictness)) continue;
      best = i;
      most = gained;
    }
    for (std::size_t i = std::max(first, pool_); i < scored_.size() && !best; ++i)
      if (scored_[i].again == again && fits(i, strictness)) best = i;
    return best;
  }
  [[nodiscard]] double gain(std::size_t i) const {
    return pull_ * scored_[i].score +
           0.693147 * learning::log2_portable(static_cast<float>(std::max(novelty_[i], 1e-6)));
  }

  /// Takes what `i` says out of the novelty of the others: one step of an incremental Cholesky factorisation.
  void speak(std::size_t i) {
    if (i >= pool_) return;
    const double root = std::sqrt(std::max(novelty_[i], 1e-6));
    const double* said_by_i = said_.data() + i * count_max;
    for (std::size_t j = 0; j < pool_; ++j) {
      if (used_[j]) continue;
      double* said_by_j = said_.data() + j * count_max;
      double e = likeness_.of(i, j);
      for (std::size_t k = 0; k < spoken_; ++k) e -= said_by_i[k] * said_by_j[k];
      e /= root;
      said_by_j[spoken_] = e;
      novelty_[j] -= e * e;
    }
    ++spoken_;
  }
  void place(std::size_t i, Move move, float propensity) {
    used_[i] = true;
    speak(i);
    rules_.put(video(i));
    placed_.push_back({i, move, propensity});
  }

  // --- the opener, and exploration -------------------------------------------------------------------------

  /// The first of a sitting is the best by what is certain: its score less the doubt.
  bool open() {
    const Query& query = context_.query;
    if (query.place + placed_.size() > 0 || !query.on_page.empty()) return false;
    std::optional<std::size_t> best;
    // The doubt is weighed here: what was added to the score for being untried is left out.
    const auto certain = [&](std::size_t i) {
      return scored_[i].promised - context_.doubt.of(video(i).shown);
    };
    for (std::size_t i = 0; i < pool_; ++i)
      if (!scored_[i].again && (!best || certain(i) > certain(*best))) best = i;
    if (!best || *best == 0) return false;
    place(*best, Move::opener, 1);
    return true;
  }
  /// What is the same for everybody explores at the same places in every sitting.
  [[nodiscard]] static std::uint64_t lot_of(const Context& context) {
    if (context.policy.profiling == Profiling::none) return context.policy.mark();
    return context.query.lot != 0 ? context.query.lot : context.query.seed;
  }
  [[nodiscard]] bool explores() const {
    return explores_at(context_.query.place + placed_.size(), lot_, context_.policy.explore_every);
  }
  /// One of the new videos that keep all rules; the most promising of them where there are many.
  bool explore() {
    std::vector<Believed> hopes;
    for (std::size_t i = 0; i < scored_.size(); ++i)
      if (const std::uint32_t shown = video(i).shown;
          shown < learning::Library::fresh_shown && !scored_[i].again && !used_[i])
        hopes.push_back({i, scored_[i].promised, context_.doubt.of(shown)});
    // Rules are asked for the best alone: a heap gives them one by one.
    const auto less = [](const Believed& a, const Believed& b) {
      const double x = a.score + 2 * a.deviation, y = b.score + 2 * b.deviation;
      return x != y ? x < y : a.index > b.index;
    };
    std::ranges::make_heap(hopes, less);
    std::vector<Believed> pool;
    while (pool.size() < explored_pool && !hopes.empty()) {
      std::ranges::pop_heap(hopes, less);
      const std::size_t i = hopes.back().index;
      if (fits(i) && !rules_.takes_more(video(i))) pool.push_back(hopes.back());
      hopes.pop_back();
    }
    std::ranges::sort(pool, {}, &Believed::index);
    const auto drawn = draw(pool, random_);
    if (drawn) place(drawn->index, Move::explored, drawn->propensity);
    return drawn.has_value();
  }

  const Context& context_;
  const std::vector<Scored>& scored_;
  Rules rules_;
  base::Random random_;
  std::size_t pool_ = 0;
  double pull_ = 1;
  std::uint64_t lot_ = 0;  ///< tells where the sitting explores
  bool owes_ = false;      ///< a place that explores had nothing new; the next one of the page tries
  Likeness likeness_;
  std::vector<double> novelty_;  ///< what is left of each after those placed
  std::vector<double> said_;     ///< rows of the Cholesky factor
  std::size_t spoken_ = 0;       ///< how much of each row there is
  std::vector<bool> used_;
  std::vector<Placed> placed_;
};

}  // namespace

std::vector<Placed> arrange(const Context& context, const std::vector<Scored>& scored) {
  return Arrangement{context, scored}.run();
}

}  // namespace vitrine::feed
