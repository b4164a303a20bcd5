#pragma once
// Closed loop: simulated viewers (audience.hpp) swipe through what a feed shows them, the feed learns from
// how it ended, and the truth says what the best choice would have been. `vitrine simulate`;
// docs/simulation.md has the protocol. The same world, people, arrivals and luck for every contestant of a
// seed.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "replay/audience.hpp"
#include "replay/contestants.hpp"

namespace vitrine::replay {

enum class Worth { policy, long_view };

struct SimulateOptions {
  std::uint32_t swipes = 50'000;
  std::uint32_t seeds = 5;
  std::uint32_t people = 400;
  std::uint32_t clips = 1000;
  /// What a showing is worth to all: the policy's own weights, or 1 when it is a long view.
  Worth worth = Worth::policy;
  std::uint32_t first_seed = 1;
  /// Tastes are so many times as strong as the world has them.
  std::uint32_t taste = 1;
};

/// One contestant in one world. Rewards are expected by the truth, not drawn.
struct Run {
  Algorithm algorithm = Algorithm::vitrine;
  std::uint64_t seed = 0;
  double regret = 0;       ///< summed over swipes: best unseen clip for this viewer now, less the one shown
  double late_regret = 0;  ///< the same, per swipe over the last fifth
  double reward = 0;       ///< mean per swipe
  double newcomer_swipes = 0;  ///< median over newcomers: swipes until 80 % of their own steady reward
  std::vector<double> newcomer_curve{};  ///< mean over newcomers of reward / steady reward, by swipe
  std::uint64_t newcomers = 0;
  double found_share = 0;     ///< of the good new clips
  double found_showings = 0;  ///< median showings a good new clip had before it got its fair share
  std::uint64_t good_new = 0;
  double gini = 0;      ///< of showings over authors with a clip
  double topics = 0;    ///< different topics in ten swipes
  double coverage = 0;  ///< share of clips that were shown at least five times
  std::uint64_t repeats = 0;  ///< showings of a clip to somebody who had it: 0, if the protocol is kept
  double seconds = 0;
};

struct Simulated {
  SimulateOptions options;
  std::vector<Run> runs;
  std::size_t clips = 0, people = 0;  ///< of each world
};

/// Makes a world from a seed, with so many people and clips.
using WorldOf = std::function<Audience(std::uint64_t seed, std::size_t people, std::size_t clips)>;

/// Plays every contestant in every world. `seconds_now` is a stopwatch.
/// Errors: invalid_input "simulate_too_small" when people would soon have seen every clip.
[[nodiscard]] base::Result<Simulated> simulate(const SimulateOptions& options, const WorldOf& world_of,
                                               double (*seconds_now)());

/// Mean and sample standard deviation over the seeds.
struct Spread {
  double mean = 0, deviation = 0;
};
[[nodiscard]] Spread spread_of(const std::vector<double>& values);
[[nodiscard]] Spread spread_of(const Simulated& simulated, Algorithm algorithm, double Run::* figure);

/// The Gini coefficient of non-negative amounts; 0 when all are equal, towards 1 when one has everything.
[[nodiscard]] double gini(std::vector<double> amounts);

[[nodiscard]] base::json::object to_json(const Simulated& simulated);
[[nodiscard]] base::json::object to_json(const FitFigures& figures);

}  // namespace vitrine::replay
