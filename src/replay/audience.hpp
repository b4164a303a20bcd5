#pragma once
// The simulated world: people with true tastes, clips with a true character, and how a viewing ends. Either
// fitted on a log of viewing or invented. The feeds under test never see any of it but the endings.
//
// The truth of one showing: the chance that it satisfies (is a long view) is mean + leaning + appeal +
// taste . character (factorisation.hpp), less when the last five showings had the same topic (satiation) and
// less late in a sitting (tiredness). Then watch time and like are drawn as the log has them for such clips.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "learning/signals.hpp"
#include "learning/watch_ranks.hpp"
#include "replay/event_lines.hpp"
#include "replay/factorisation.hpp"

namespace vitrine::replay {

struct Clip {
  std::uint64_t author = 0;
  std::vector<std::string> tags{};
  std::vector<std::uint32_t> topics{};  ///< the tags as numbers from 0; the first is its topic
  float duration_s = 0;
  Vector character{};
  std::array<double, 2> worth{};  ///< expected reward of a showing that satisfies not, and does
};
struct Person {
  Vector taste{};
  double activity = 1;  ///< sittings, relative to others
};

class Audience {
 public:
  std::vector<Clip> clips;
  std::vector<Person> people;
  double mean = 0;
  std::uint32_t topics = 0;

  /// Without satiation and tiredness.
  [[nodiscard]] double taste(std::uint32_t person, std::uint32_t clip) const {
    return Factorisation::chance(mean, people[person].taste, clips[clip].character);
  }

  /// How long clips of about one length are watched, satisfied or not: samples of the share seen.
  static constexpr std::size_t lengths = 8;
  struct Endings {
    std::array<std::vector<float>, lengths> satisfied, not_satisfied;
    double likes_satisfied = 0.045, likes_not = 0.005;
  };
  Endings endings;

  /// What a showing that ended so is worth: the sum of these weights over what happened. How long it was
  /// watched counts as its rank among this world's showings of clips about as long.
  learning::PerHead<float> weights{};
  learning::WatchRanks ranks{};
  [[nodiscard]] double worth(const learning::Outcome& outcome) const;
  /// Fixes the rewards of this world; to be called once the clips and endings are there.
  void value_by(const learning::PerHead<float>& worths);
  /// The expected reward of a showing with that chance to satisfy.
  [[nodiscard]] double reward(std::uint32_t clip, double chance) const {
    const auto& [not_satisfied, satisfied] = clips[clip].worth;
    return not_satisfied + chance * (satisfied - not_satisfied);
  }

  /// How a showing ends when `chance` was true of it. `luck` is spent.
  [[nodiscard]] learning::Outcome end(std::uint32_t clip, double chance, base::Random& luck) const;

 private:
  [[nodiscard]] learning::Outcome ending(float duration_s, bool satisfied, float share) const;
  [[nodiscard]] const std::vector<float>& shares(float duration_s, bool satisfied) const;
  void rank_watches();
};

/// What a person has been through, as far as the truth depends on it.
struct Mood {
  std::array<std::uint32_t, 5> topics{UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
  int in_sitting = 0;
  void shown(std::uint32_t topic);
  /// Factor on the chance of a clip of `topic` now.
  [[nodiscard]] double appetite(std::uint32_t topic) const;
};

struct FitFigures {
  std::uint64_t lines = 0;
  std::uint64_t untold = 0;               ///< lines besides that do not say whether it was a long view
  std::uint64_t viewers = 0, videos = 0;  ///< of which worlds are made
  Factorisation::HeldOut held_out;
  BadLines bad;
};

/// Worlds that a log allows. All lines are learned from; the people and clips of a world are some of those
/// with at least 20 lines, for of the others too little is known to live by.
class FittedWorlds {
 public:
  /// Errors: as read_events; invalid_input "simulate_too_small" when fewer than 50 viewers or videos remain.
  [[nodiscard]] static base::Result<FittedWorlds> fit(std::istream& events, Format format);
  [[nodiscard]] Audience draw(std::uint64_t seed, std::size_t people_max, std::size_t clips_max) const;
  [[nodiscard]] const FitFigures& figures() const { return figures_; }

 private:
  FittedWorlds() = default;

  std::vector<Clip> clips_;  ///< without character
  Audience::Endings endings_;
  std::uint32_t topics_ = 0;
  std::vector<std::uint32_t> lines_of_viewer_, lines_of_video_;
  std::optional<Factorisation> truth_;
  FitFigures figures_;
};

/// A world from nothing but a seed: 24 topics, three clips by each author; tastes and characters are normal,
/// with about the spread that is found in KuaiRand.
[[nodiscard]] Audience invented_world(std::uint64_t seed, std::size_t people, std::size_t clips);

}  // namespace vitrine::replay
