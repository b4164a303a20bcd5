#pragma once
// The feeds that the simulator compares: the product's own (learning::Model and feed::rank with the `home`
// policy), three simple baselines, and three that read the truth and so bound what is possible. All are told
// the same: which clips there are, their tags, authors and lengths, who asks, and how each showing ended. All
// maximise the same reward: the product by its policy's weights, the baselines by the reward of each showing.
// One object serves one run. One thread.
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "learning/signals.hpp"
#include "model/time.hpp"
#include "replay/audience.hpp"

namespace vitrine::replay {

class Contestant {
 public:
  virtual ~Contestant() = default;
  /// From now on `clip` may be shown.
  virtual void publish(std::uint32_t clip, model::Instant at) = 0;
  /// Somebody opens the feed; what was prepared for an earlier sitting is gone.
  virtual void sit_down(std::uint32_t person) = 0;
  /// The next clip for `person`; `seen[clip]` are those they had already.
  virtual std::uint32_t next(std::uint32_t person, const std::vector<bool>& seen, model::Instant at) = 0;
  virtual void ended(std::uint32_t person, std::uint32_t clip, const learning::Outcome& outcome,
                     model::Instant at) = 0;
};

enum class Algorithm {
  vitrine,
  popularity,
  epsilon_greedy,
  lin_ucb,
  knows_law,  // from here on: reads of the truth; no rival, but a measure of what is possible
  knows_clips,
  knows_characters,
};
inline constexpr std::array algorithms{
    Algorithm::vitrine,   Algorithm::popularity,  Algorithm::epsilon_greedy,  Algorithm::lin_ucb,
    Algorithm::knows_law, Algorithm::knows_clips, Algorithm::knows_characters};
[[nodiscard]] std::string_view algorithm_name(Algorithm algorithm);

/// `world` outlives it; only the last three read its truth.
///  vitrine         `home`, three places at a time, as the page keeps three ahead
///  popularity      the highest mean reward so far, as if each clip had ten showings at the usual rate
///  epsilon_greedy  the same, but one place in ten is drawn from all unseen
///  lin_ucb         mean reward of the clip plus a ridge regression of each viewer on topics, with the
///                  upper confidence bounds of both (Li, Chu, Langford, Schapire 2010)
///  knows_law       knows how clips, people and moods are drawn, and finds out about each of them
///  knows_clips     knows what each clip is worth to people on average
///  knows_characters  knows all but who has which taste, which it learns from the swipes
[[nodiscard]] std::unique_ptr<Contestant> make_contestant(Algorithm algorithm, const Audience& world,
                                                          std::uint64_t seed);

}  // namespace vitrine::replay
