#include "replay/contestants.hpp"

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "feed/feed.hpp"
#include "replay/house.hpp"

namespace vitrine::replay {
namespace {

using learning::Head;

/// The product's own path: events to the model, pages from feed::rank.
class Vitrine : public Contestant {
 public:
  Vitrine(const Audience& world, std::uint64_t seed) : world_(world), random_(seed) {
    policy_.weights = world.weights;
  }

  void publish(std::uint32_t clip, model::Instant at) override {
    const Clip& one = world_.clips[clip];
    house_.tell(at, model::events::VideoPublished{
                        {.video = video_of(clip),
                         .author = model::AccountId{one.author},
                         .tags = one.tags,
                         .duration_ms = static_cast<std::uint32_t>(one.duration_s * 1000)}});
  }
  void sit_down(std::uint32_t /*person*/) override {
    ahead_.clear();
    sitting_.clear();
    lot_ = random_.next();
  }
  std::uint32_t next(std::uint32_t person, const std::vector<bool>& seen, model::Instant at) override {
    // A small house that runs out fills its page with what was seen long ago; here nobody sees a clip twice.
    const auto had = [&](const feed::Item& item) { return seen[clip_of(item)]; };
    std::erase_if(ahead_, had);
    if (ahead_.empty()) {
      const feed::Query query{.viewer = viewer_of(person),
                              .at = at,
                              .seed = random_.next(),
                              .place = static_cast<std::uint32_t>(sitting_.size()),
                              .lot = lot_,
                              .count = fixed_ahead,
                              .on_page = sitting_};
      page_ = house_.serve(query, policy_, model::ReceiptId{1 + random_.below(1ULL << 62)});
      ahead_ = page_.slate.items;
      std::ranges::reverse(ahead_);
      std::erase_if(ahead_, had);
    }
    if (ahead_.empty()) return 0;  // nothing is published: cannot be
    shown_ = std::move(ahead_.back());
    ahead_.pop_back();
    sitting_.push_back(shown_.video);
    return clip_of(shown_);
  }
  void ended(std::uint32_t person, std::uint32_t clip, const learning::Outcome& outcome,
             model::Instant at) override {
    const auto viewer = viewer_of(person);
    const auto watched_ms = static_cast<std::uint32_t>(outcome.watched_s * 1000);
    house_.tell(at, house_.shown_event(page_, shown_));
    if (outcome.is(Head::like))
      house_.tell(at, model::events::Done{viewer, video_of(clip), model::events::Deed::liked});
    house_.tell(at + model::Millis{watched_ms}, model::events::Watched{.viewer = viewer,
                                                                       .video = video_of(clip),
                                                                       .receipt = page_.id,
                                                                       .watched_ms = watched_ms,
                                                                       .finished = outcome.is(Head::finish),
                                                                       .skipped = outcome.is(Head::skip)});
  }

 private:
  static constexpr int fixed_ahead = 3;
  static model::VideoId video_of(std::uint32_t clip) { return model::VideoId{clip + 1ULL}; }
  static std::uint32_t clip_of(const feed::Item& item) {
    return static_cast<std::uint32_t>(item.video.raw() - 1);
  }
  static model::ViewerId viewer_of(std::uint32_t person) { return model::ViewerId{person + 1ULL}; }

  const Audience& world_;
  base::Random random_;
  feed::Policy policy_ = feed::home();
  House house_;
  feed::Receipt page_;
  std::vector<feed::Item> ahead_;        ///< last is next
  std::vector<model::VideoId> sitting_;  ///< shown in this one
  std::uint64_t lot_ = 0;
  feed::Item shown_;
};

/// How clips did so far. The usual rate stands for what is not known yet.
class Means {
 public:
  explicit Means(std::size_t clips) : good_(clips), n_(clips) {}
  void add(std::uint32_t clip, double reward) {
    good_[clip] += reward;
    n_[clip] += 1;
    all_ += reward;
    all_n_ += 1;
  }
  [[nodiscard]] double usual() const { return all_ / all_n_; }
  [[nodiscard]] double of(std::uint32_t clip) const {
    return (good_[clip] + prior * usual()) / (n_[clip] + prior);
  }
  [[nodiscard]] double n(std::uint32_t clip) const { return n_[clip] + prior; }

 private:
  static constexpr double prior = 10;
  std::vector<double> good_, n_;
  double all_ = 0, all_n_ = 1;
};

/// What the three simple ones have in common: a value for every clip, and the best unseen one is shown.
class Simple : public Contestant {
 public:
  Simple(const Audience& world, std::uint64_t seed)
      : world_(world), random_(seed), means_(world.clips.size()), here_(world.clips.size()) {}

  void publish(std::uint32_t clip, model::Instant /*at*/) override { here_[clip] = true; }
  void sit_down(std::uint32_t /*person*/) override {}
  std::uint32_t next(std::uint32_t person, const std::vector<bool>& seen, model::Instant /*at*/) override {
    std::uint32_t best = 0;
    double most = -1e9;
    const bool draws = random_.unit() < at_random();
    for (std::uint32_t clip = 0; clip < here_.size(); ++clip) {
      if (!here_[clip] || seen[clip]) continue;
      const double value = draws ? random_.unit() : worth(person, clip);
      if (value > most) {
        most = value;
        best = clip;
      }
    }
    return best;
  }
  void ended(std::uint32_t person, std::uint32_t clip, const learning::Outcome& outcome,
             model::Instant /*at*/) override {
    const double reward = world_.worth(outcome);
    learn(person, clip, reward);
    means_.add(clip, reward);
  }

 protected:
  [[nodiscard]] virtual double worth(std::uint32_t person, std::uint32_t clip) const = 0;
  [[nodiscard]] virtual double at_random() const { return 0; }
  virtual void learn(std::uint32_t /*person*/, std::uint32_t /*clip*/, double /*reward*/) {}

  const Audience& world_;
  base::Random random_;
  Means means_;
  std::vector<bool> here_;
};

class Popularity : public Simple {
 public:
  using Simple::Simple;

 private:
  [[nodiscard]] double worth(std::uint32_t /*person*/, std::uint32_t clip) const override {
    return means_.of(clip);
  }
};

class EpsilonGreedy : public Simple {
 public:
  using Simple::Simple;

 private:
  [[nodiscard]] double worth(std::uint32_t /*person*/, std::uint32_t clip) const override {
    return means_.of(clip);
  }
  [[nodiscard]] double at_random() const override { return 0.1; }
};

class LinUcb : public Simple {
 public:
  LinUcb(const Audience& world, std::uint64_t seed)
      : Simple(world, seed), size_(world.topics + 1), people_(world.people.size()) {}

 private:
  // With a ridge of 4 it chased the tastes of a handful of swipes: regret of five invented worlds 35 390,
  // with 20 30 676, with 80 29 360.
  static constexpr double ridge = 80, width = 0.25;
  /// A viewer's ridge regression of what the clip's own mean does not explain, on topics and a constant.
  struct Regression {
    std::vector<double> inverse;  ///< of the Gram matrix, row by row
    std::vector<double> pull, theta;
  };
  /// The places of the constant and of the clip's topics.
  template <class Visit>
  void each_feature(std::uint32_t clip, Visit visit) const {
    visit(std::size_t{0});
    for (const std::uint32_t topic : world_.clips[clip].topics) visit(topic + std::size_t{1});
  }
  [[nodiscard]] double worth(std::uint32_t person, std::uint32_t clip) const override {
    const Regression& known = people_[person];
    const double own = width / std::sqrt(means_.n(clip));
    double liking = 0, variance = 0;
    if (known.inverse.empty()) {
      variance = static_cast<double>(1 + world_.clips[clip].topics.size()) / ridge;
    } else {
      each_feature(clip, [&](std::size_t i) {
        liking += known.theta[i];
        each_feature(clip, [&](std::size_t j) { variance += known.inverse[i * size_ + j]; });
      });
    }
    return means_.of(clip) + liking + own + width * std::sqrt(variance);
  }
  void learn(std::uint32_t person, std::uint32_t clip, double reward) override {
    Regression& known = people_[person];
    if (known.inverse.empty()) {
      known.inverse.assign(size_ * size_, 0);
      for (std::size_t i = 0; i < size_; ++i) known.inverse[i * size_ + i] = 1 / ridge;
      known.pull.assign(size_, 0);
      known.theta.assign(size_, 0);
    }
    // Sherman and Morrison 1950: the inverse after one more observation.
    std::vector<double> moved(size_, 0);
    double spread = 1;
    for (std::size_t i = 0; i < size_; ++i)
      each_feature(clip, [&](std::size_t j) { moved[i] += known.inverse[i * size_ + j]; });
    each_feature(clip, [&](std::size_t i) { spread += moved[i]; });
    for (std::size_t i = 0; i < size_; ++i)
      for (std::size_t j = 0; j < size_; ++j) known.inverse[i * size_ + j] -= moved[i] * moved[j] / spread;
    each_feature(clip, [&](std::size_t i) { known.pull[i] += reward - means_.of(clip); });
    for (std::size_t i = 0; i < size_; ++i) {
      known.theta[i] = 0;
      for (std::size_t j = 0; j < size_; ++j) known.theta[i] += known.inverse[i * size_ + j] * known.pull[j];
    }
  }

  std::size_t size_;
  std::vector<Regression> people_;
};

// --- feeds that read the truth: what is possible at all ----------------------------------------------------

/// What each clip is worth to people on average. No taste, no mood: the best of all lists for everybody.
class KnowsClips : public Simple {
 public:
  KnowsClips(const Audience& world, std::uint64_t seed) : Simple(world, seed), worth_(world.clips.size()) {
    for (std::uint32_t clip = 0; clip < worth_.size(); ++clip) {
      for (std::uint32_t person = 0; person < world.people.size(); ++person)
        worth_[clip] += world.reward(clip, world.taste(person, clip));
    }
  }

 private:
  [[nodiscard]] double worth(std::uint32_t /*person*/, std::uint32_t clip) const override {
    return worth_[clip];
  }
  std::vector<double> worth_;
};

/// How everything is drawn and nothing of what was: how far clips of a topic and people are apart, what a
/// long view of each length is worth, how moods go. Each appeal and each leaning is learned with a belief of
/// its own (a normal distribution, moved as a Kalman filter moves it), and a clip is taken for one standard
/// deviation better than believed. Personal tastes are noise to it.
class KnowsLaw : public Simple {
 public:
  KnowsLaw(const Audience& world, std::uint64_t seed) : Simple(world, seed), moods_(world.people.size()) {
    Spread all, own, leanings;
    std::vector<Spread> topics(world.topics);
    for (const Clip& clip : world.clips)
      for (Spread* of : {&all, &topics[clip.topics.front()]}) of->add(clip.character[0]);
    for (const Clip& clip : world.clips) {
      const double usual = topics[clip.topics.front()].mean_among(all);
      own.add(clip.character[0] - usual);
      appeals_.push_back({.mean = usual});
    }
    for (Belief& appeal : appeals_) appeal.variance = own.variance();
    for (const Person& person : world.people) leanings.add(person.taste[0]);
    leanings_.assign(world.people.size(), {leanings.mean(), leanings.variance()});
    tastes_variance_ = variance_of_tastes();
  }

  void sit_down(std::uint32_t person) override { moods_[person].in_sitting = 0; }
  void ended(std::uint32_t person, std::uint32_t clip, const learning::Outcome& outcome,
             model::Instant /*at*/) override {
    const double appetite = moods_[person].appetite(topic_of(clip));
    const double expected = chance(person, clip, appeals_[clip].mean);
    const double noise = expected * (1 - expected) + tastes_variance_;
    const double error = (outcome.is(Head::long_view) ? 1 : 0) - expected;
    const double spread =
        appetite * appetite * (appeals_[clip].variance + leanings_[person].variance) + noise;
    for (Belief* belief : {&appeals_[clip], &leanings_[person]}) {
      const double gain = belief->variance * appetite / spread;
      belief->mean += gain * error;
      belief->variance -= gain * appetite * belief->variance;
    }
    moods_[person].shown(topic_of(clip));
  }

 private:
  struct Belief {
    double mean = 0, variance = 0;
  };
  class Spread {
   public:
    void add(double value) {
      n_ += 1;
      sum_ += value;
      squares_ += value * value;
    }
    [[nodiscard]] double mean() const { return sum_ / n_; }
    [[nodiscard]] double variance() const { return squares_ / n_ - mean() * mean(); }
    /// As if five usual ones of `all` were among them: some topics have a single clip.
    [[nodiscard]] double mean_among(const Spread& all) const { return (sum_ + 5 * all.mean()) / (n_ + 5); }

   private:
    double n_ = 0, sum_ = 0, squares_ = 0;
  };

  [[nodiscard]] std::uint32_t topic_of(std::uint32_t clip) const { return world_.clips[clip].topics.front(); }
  /// Of a long view now, if that were the clip's appeal.
  [[nodiscard]] double chance(std::uint32_t person, std::uint32_t clip, double appeal) const {
    const double usual = std::clamp(world_.mean + leanings_[person].mean + appeal, 0.01, 0.99);
    return usual * moods_[person].appetite(topic_of(clip));
  }
  [[nodiscard]] double worth(std::uint32_t person, std::uint32_t clip) const override {
    const Belief& appeal = appeals_[clip];
    return world_.reward(clip, chance(person, clip, appeal.mean + std::sqrt(appeal.variance)));
  }
  /// Of what taste adds to a chance, over all people and clips.
  [[nodiscard]] double variance_of_tastes() const {
    double squares = 0;
    for (const Person& person : world_.people)
      for (const Clip& clip : world_.clips) {
        double taste = 0;
        for (std::size_t k = 1; k <= factors; ++k) taste += person.taste[k] * clip.character[k];
        squares += taste * taste;
      }
    return squares / static_cast<double>(world_.people.size() * world_.clips.size());
  }

  std::vector<Mood> moods_;
  std::vector<Belief> appeals_, leanings_;
  double tastes_variance_ = 0;
};

/// All about the clips and how tastes are spread; only who has which taste is to be found, by the very family
/// of models that the truth is of (Bayesian linear regression on the true characters).
class KnowsCharacters : public Simple {
 public:
  KnowsCharacters(const Audience& world, std::uint64_t seed) : Simple(world, seed) {
    Vector variance{};
    for (const Person& person : world.people)
      for (std::size_t k = 0; k <= factors; ++k)
        variance[k] += person.taste[k] * person.taste[k] / static_cast<double>(world.people.size());
    Belief nothing;
    for (std::size_t k = 0; k <= factors; ++k) nothing.covariance[k][k] = variance[k];
    beliefs_.assign(world.people.size(), nothing);
  }

  void ended(std::uint32_t person, std::uint32_t clip, const learning::Outcome& outcome,
             model::Instant /*at*/) override {
    Belief& belief = beliefs_[person];
    const Vector x = direction(clip);
    Vector moved{};
    double spread = chance_noise;
    for (std::size_t i = 0; i <= factors; ++i)
      for (std::size_t j = 0; j <= factors; ++j) moved[i] += belief.covariance[i][j] * x[j];
    for (std::size_t i = 0; i <= factors; ++i) spread += x[i] * moved[i];
    const double error = (outcome.is(Head::long_view) ? 1 : 0) - chance(person, clip);
    for (std::size_t i = 0; i <= factors; ++i) {
      belief.taste[i] += moved[i] * error / spread;
      for (std::size_t j = 0; j <= factors; ++j) belief.covariance[i][j] -= moved[i] * moved[j] / spread;
    }
  }

 private:
  static constexpr double chance_noise = 0.22;  ///< variance of a yes or no of probability 1/3
  struct Belief {
    Vector taste{};
    std::array<Vector, factors + 1> covariance{};
  };
  /// What a taste is multiplied with: 1 for the leaning, then the character.
  [[nodiscard]] Vector direction(std::uint32_t clip) const {
    Vector x = world_.clips[clip].character;
    x[0] = 1;
    return x;
  }
  [[nodiscard]] double chance(std::uint32_t person, std::uint32_t clip) const {
    return Factorisation::chance(world_.mean, beliefs_[person].taste, world_.clips[clip].character);
  }
  [[nodiscard]] double worth(std::uint32_t person, std::uint32_t clip) const override {
    return world_.reward(clip, chance(person, clip));
  }
  std::vector<Belief> beliefs_;
};

}  // namespace

std::string_view algorithm_name(Algorithm algorithm) {
  static constexpr std::array<std::string_view, algorithms.size()> names{
      "vitrine", "popularity", "epsilon_greedy", "lin_ucb", "knows_law", "knows_clips", "knows_characters"};
  return names[static_cast<std::size_t>(algorithm)];
}

std::unique_ptr<Contestant> make_contestant(Algorithm algorithm, const Audience& world, std::uint64_t seed) {
  seed = base::mix64(seed ^ 0x636f6e7465737473ULL);  // the world was drawn from the seed itself
  switch (algorithm) {
    case Algorithm::vitrine:
      return std::make_unique<Vitrine>(world, seed);
    case Algorithm::popularity:
      return std::make_unique<Popularity>(world, seed);
    case Algorithm::epsilon_greedy:
      return std::make_unique<EpsilonGreedy>(world, seed);
    case Algorithm::lin_ucb:
      return std::make_unique<LinUcb>(world, seed);
    case Algorithm::knows_law:
      return std::make_unique<KnowsLaw>(world, seed);
    case Algorithm::knows_clips:
      return std::make_unique<KnowsClips>(world, seed);
    case Algorithm::knows_characters:
      return std::make_unique<KnowsCharacters>(world, seed);
  }
  return nullptr;
}

}  // namespace vitrine::replay
