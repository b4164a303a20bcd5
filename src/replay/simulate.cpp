#include "replay/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "feed/policy.hpp"

namespace vitrine::replay {
namespace {

using learning::Head;

// Who and what is there from the beginning, and when the others come (shares of the run).
constexpr double clips_at_start = 0.7, clips_until = 0.8;
constexpr double people_at_start = 0.8, newcomers_from = 0.3, newcomers_until = 0.75;
// A newcomer's steady reward is that of these swipes; the way there is read in windows of `window`.
constexpr std::size_t steady_from = 30, steady_until = 60, window = 5;
constexpr double steady_share = 0.8;
// A clip has its fair share when within so many swipes it gets `fair` of what good old clips get.
constexpr std::uint32_t found_within = 2000;
constexpr double fair = 0.8;
constexpr std::size_t topic_size_min = 10;  // a smaller topic has no top decile

/// What every contestant of a seed meets alike: the world, its truth as a matrix, and who comes when.
class Stage {
 public:
  Stage(const SimulateOptions& run, const Audience& people_and_clips, std::uint64_t of_seed)
      : options(run), world(people_and_clips), seed(of_seed) {
    base::Random random{seed * 2 + 1};
    for (std::uint32_t i = 0; i < world.clips.size(); ++i) order.push_back(i);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    const auto people = world.people.size(), clips = world.clips.size();
    truth.resize(people * clips);
    for (std::uint32_t p = 0; p < people; ++p)
      for (std::uint32_t c = 0; c < clips; ++c) truth[p * clips + c] = static_cast<float>(world.taste(p, c));
    first_new = static_cast<std::size_t>(clips_at_start * static_cast<double>(clips));
    first_newcomer = static_cast<std::size_t>(people_at_start * static_cast<double>(people));
    mark_good();
  }

  [[nodiscard]] double chance(std::uint32_t person, std::uint32_t clip) const {
    return static_cast<double>(truth[person * world.clips.size() + clip]);
  }
  /// The swipe at which the n-th clip of `order`, or the n-th person, comes.
  [[nodiscard]] std::uint32_t clip_comes(std::size_t n) const {
    return n < first_new ? 0 : between(n - first_new, order.size() - first_new, 0, clips_until);
  }
  [[nodiscard]] std::uint32_t person_comes(std::size_t n) const {
    return n < first_newcomer ? 0
                              : between(n - first_newcomer, world.people.size() - first_newcomer,
                                        newcomers_from, newcomers_until);
  }

  const SimulateOptions& options;
  const Audience& world;
  std::uint64_t seed;
  std::vector<std::uint32_t> order;  ///< of publication
  std::vector<float> truth;
  std::vector<bool> good;  ///< in the top decile of its topic, over all people
  std::size_t first_new = 0, first_newcomer = 0;

 private:
  [[nodiscard]] std::uint32_t between(std::size_t n, std::size_t of, double from, double until) const {
    const double share = from + (until - from) * static_cast<double>(n) / static_cast<double>(of);
    return static_cast<std::uint32_t>(share * options.swipes);
  }
  void mark_good() {
    good.assign(world.clips.size(), false);
    std::map<std::uint32_t, std::vector<std::pair<double, std::uint32_t>>> topics;
    for (std::uint32_t c = 0; c < world.clips.size(); ++c) {
      double sum = 0;
      for (std::uint32_t p = 0; p < world.people.size(); ++p) sum -= world.reward(c, chance(p, c));
      topics[world.clips[c].topics.front()].emplace_back(sum, c);
    }
    for (auto& [topic, clips] : topics) {
      std::ranges::sort(clips);
      for (std::size_t i = 0; i < clips.size() / topic_size_min; ++i) good[clips[i].second] = true;
    }
  }
};

/// Runs one contestant over a stage.
class Play {
 public:
  Play(const Stage& stage, Algorithm algorithm)
      : stage_(stage),
        world_(stage.world),
        random_(stage.seed * 2),
        feed_(make_contestant(algorithm, world_, stage.seed)),
        here_(world_.clips.size()),
        seen_(world_.people.size(), std::vector<bool>(world_.clips.size())),
        moods_(world_.people.size()),
        rewards_(world_.people.size()),
        last_topics_(world_.people.size()),
        showings_(world_.clips.size()) {
    run_.algorithm = algorithm;
    run_.seed = stage.seed;
  }

  Run run() {
    while (swipe_ < stage_.options.swipes) sitting();
    finish();
    return run_;
  }

 private:
  void sitting() {
    const std::uint32_t person = whose_turn();
    feed_->sit_down(person);
    moods_[person].in_sitting = 0;
    at_ += model::Millis{30'000};
    for (std::uint64_t left = 8 + random_.below(25); left > 0 && swipe_ < stage_.options.swipes; --left) {
      publish_due();
      if (rewards_[person].size() >= published_) return;  // has seen everything there is
      swipe(person);
    }
  }
  /// Newcomers first, when they arrive; then everybody by their activity, newcomers eagerly.
  std::uint32_t whose_turn() {
    if (arrived_ < world_.people.size() && stage_.person_comes(arrived_) <= swipe_) {
      weights_.push_back(world_.people[arrived_].activity);
      all_weight_ += weights_.back();
      if (arrived_++ >= stage_.first_newcomer) return static_cast<std::uint32_t>(arrived_ - 1);
      return whose_turn();
    }
    if (random_.unit() < 0.3) {
      for (std::size_t n = arrived_; n-- > stage_.first_newcomer;)
        if (rewards_[n].size() < steady_until) return static_cast<std::uint32_t>(n);
    }
    double draw = random_.unit() * all_weight_;
    for (std::size_t n = 0; n < weights_.size(); ++n)
      if ((draw -= weights_[n]) < 0) return static_cast<std::uint32_t>(n);
    return 0;
  }
  void publish_due() {
    while (published_ < stage_.order.size() && stage_.clip_comes(published_) <= swipe_) {
      const std::uint32_t clip = stage_.order[published_++];
      here_[clip] = true;
      feed_->publish(clip, at_);
      at_ += model::Millis{1000};
    }
  }

  void swipe(std::uint32_t person) {
    Mood& mood = moods_[person];
    std::vector<double> appetite(world_.topics);
    for (std::uint32_t topic = 0; topic < world_.topics; ++topic) appetite[topic] = mood.appetite(topic);
    const auto chance = [&](std::uint32_t clip) {
      return stage_.chance(person, clip) * appetite[world_.clips[clip].topics.front()];
    };
    double best = -1e9;
    for (std::uint32_t clip = 0; clip < here_.size(); ++clip)
      if (here_[clip] && !seen_[person][clip]) best = std::max(best, world_.reward(clip, chance(clip)));

    const std::uint32_t clip = feed_->next(person, seen_[person], at_);
    const double reward = world_.reward(clip, chance(clip));
    base::Random luck{base::mix64(stage_.seed ^ base::mix64((std::uint64_t{person} << 32) + clip))};
    const auto outcome = world_.end(clip, chance(clip), luck);
    feed_->ended(person, clip, outcome, at_);
    at_ += model::Millis{1000 + static_cast<std::int64_t>(outcome.watched_s * 1000)};

    run_.regret += best - reward;
    if (swipe_ >= stage_.options.swipes / 5 * 4) run_.late_regret += best - reward;
    run_.reward += reward;
    run_.repeats += seen_[person][clip] ? 1 : 0;
    seen_[person][clip] = true;
    rewards_[person].push_back(reward);
    showings_[clip].push_back(swipe_);
    const std::uint32_t topic = world_.clips[clip].topics.front();
    mood.shown(topic);
    note_topic(person, topic);
    ++swipe_;
  }
  void note_topic(std::uint32_t person, std::uint32_t topic) {
    auto& last = last_topics_[person];
    last.push_back(topic);
    if (last.size() < 10) return;
    run_.topics += static_cast<double>(std::set<std::uint32_t>{last.begin(), last.end()}.size());
    tens_ += 1;
    last.clear();
  }

  void finish() {
    run_.reward /= stage_.options.swipes;
    run_.late_regret /= std::max(stage_.options.swipes / 5, 1U);
    run_.topics /= std::max(tens_, 1.0);
    newcomers();
    new_clips();
    std::map<std::uint64_t, double> of_author;
    double covered = 0;
    for (std::uint32_t c = 0; c < world_.clips.size(); ++c) {
      of_author[world_.clips[c].author] += static_cast<double>(showings_[c].size());
      covered += showings_[c].size() >= 5 ? 1 : 0;
    }
    std::vector<double> amounts;
    for (const auto& [author, amount] : of_author) amounts.push_back(amount);
    run_.gini = gini(std::move(amounts));
    run_.coverage = covered / static_cast<double>(world_.clips.size());
  }
  static double mean_of(const std::vector<double>& values, std::size_t from, std::size_t until) {
    double sum = 0;
    for (std::size_t i = from; i < until; ++i) sum += values[i];
    return sum / static_cast<double>(until - from);
  }
  void newcomers() {
    std::vector<double> needed;
    run_.newcomer_curve.assign(steady_until, 0);
    double steady_sum = 0;
    for (std::size_t n = stage_.first_newcomer; n < rewards_.size(); ++n) {
      const auto& rewards = rewards_[n];
      if (rewards.size() < steady_until) continue;
      const double steady = mean_of(rewards, steady_from, steady_until);
      std::size_t swipes = window;
      while (swipes < steady_until && mean_of(rewards, swipes - window, swipes) < steady_share * steady)
        ++swipes;
      needed.push_back(static_cast<double>(swipes));
      steady_sum += steady;
      for (std::size_t k = 0; k < steady_until; ++k) run_.newcomer_curve[k] += rewards[k];
    }
    run_.newcomers = needed.size();
    for (double& value : run_.newcomer_curve) value = steady_sum > 0 ? value / steady_sum : 0;
    run_.newcomer_swipes = median(std::move(needed));
  }
  void new_clips() {
    // What a good clip gets that was there from the beginning, over the second half.
    double old_showings = 0, old_clips = 0;
    const std::uint32_t half = stage_.options.swipes / 2;
    for (std::size_t n = 0; n < stage_.first_new; ++n) {
      const std::uint32_t clip = stage_.order[n];
      if (!stage_.good[clip]) continue;
      old_clips += 1;
      old_showings += static_cast<double>(
          std::ranges::count_if(showings_[clip], [&](std::uint32_t at) { return at >= half; }));
    }
    const double rate = old_showings / std::max(old_clips * (stage_.options.swipes - half), 1.0);
    const auto wanted = std::max<std::size_t>(2, static_cast<std::size_t>(fair * rate * found_within));
    std::vector<double> needed;
    for (std::size_t n = stage_.first_new; n < stage_.order.size(); ++n) {
      const std::uint32_t clip = stage_.order[n];
      if (!stage_.good[clip]) continue;
      run_.good_new += 1;
      const auto& at = showings_[clip];
      std::size_t i = wanted - 1;
      while (i < at.size() && at[i] - at[i + 1 - wanted] > found_within) ++i;
      if (i < at.size()) needed.push_back(static_cast<double>(i + 1));
    }
    run_.found_share =
        static_cast<double>(needed.size()) / static_cast<double>(std::max<std::uint64_t>(run_.good_new, 1));
    run_.found_showings = median(std::move(needed));
  }
  static double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  const Stage& stage_;
  const Audience& world_;
  base::Random random_;
  std::unique_ptr<Contestant> feed_;
  model::Instant at_ = model::instant(1'790'000'000'000);
  std::uint32_t swipe_ = 0;
  std::size_t published_ = 0, arrived_ = 0;
  std::vector<double> weights_;
  double all_weight_ = 0, tens_ = 0;
  std::vector<bool> here_;
  std::vector<std::vector<bool>> seen_;
  std::vector<Mood> moods_;
  std::vector<std::vector<double>> rewards_;  ///< of each person's swipes
  std::vector<std::vector<std::uint32_t>> last_topics_;
  std::vector<std::vector<std::uint32_t>> showings_;  ///< of each clip: at which swipes
  Run run_;
};

learning::PerHead<float> weights_of(Worth worth) {
  if (worth == Worth::policy) return feed::home().weights;
  learning::PerHead<float> weights{};
  weights[index(Head::long_view)] = 1;
  return weights;
}

}  // namespace

base::Result<Simulated> simulate(const SimulateOptions& options, const WorldOf& world_of,
                                 double (*seconds_now)()) {
  if (std::uint64_t{options.people} * options.clips < 4 * std::uint64_t{options.swipes})
    return base::fail(base::Fault::invalid_input, "simulate_too_small",
                      "People times clips must be at least four times the swipes, or all is seen too soon.");
  Simulated simulated{.options = options, .runs = {}};
  for (std::uint32_t s = 0; s < options.seeds; ++s) {
    const std::uint64_t seed = std::uint64_t{options.first_seed} + s;
    Audience world = world_of(seed, options.people, options.clips);
    world.value_by(weights_of(options.worth));
    for (Person& person : world.people)
      for (std::size_t k = 1; k <= factors; ++k) person.taste[k] *= options.taste;
    const Stage stage{options, world, seed};
    simulated.clips = world.clips.size();
    simulated.people = world.people.size();
    for (const Algorithm algorithm : algorithms) {
      const double start = seconds_now();
      Run run = Play{stage, algorithm}.run();
      run.seconds = seconds_now() - start;
      simulated.runs.push_back(std::move(run));
    }
  }
  return simulated;
}

Spread spread_of(const std::vector<double>& values) {
  if (values.empty()) return {};
  Spread spread;
  for (const double value : values) spread.mean += value / static_cast<double>(values.size());
  for (const double value : values) spread.deviation += (value - spread.mean) * (value - spread.mean);
  spread.deviation =
      values.size() < 2 ? 0 : std::sqrt(spread.deviation / static_cast<double>(values.size() - 1));
  return spread;
}

Spread spread_of(const Simulated& simulated, Algorithm algorithm, double Run::* figure) {
  std::vector<double> values;
  for (const Run& run : simulated.runs)
    if (run.algorithm == algorithm) values.push_back(run.*figure);
  return spread_of(values);
}

double gini(std::vector<double> amounts) {
  std::ranges::sort(amounts);
  double sum = 0, weighted = 0;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    sum += amounts[i];
    weighted += static_cast<double>(i + 1) * amounts[i];
  }
  const auto n = static_cast<double>(amounts.size());
  return sum <= 0 ? 0 : 2 * weighted / (n * sum) - (n + 1) / n;
}

}  // namespace vitrine::replay
