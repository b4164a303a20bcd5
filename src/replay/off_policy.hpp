#pragma once
// What would another policy have earned? Estimated from a log that says with what probability each thing was
// shown (logged propensities), without showing anything to anybody. The format is that of the Open Bandit
// Dataset (Saito, Aihara, Matsutani, Narita 2020); docs/simulation.md shows ten lines.
//
// Three estimators of a policy's mean reward, each with a normal 95 % interval:
//  ips    inverse propensity scoring (Horvitz and Thompson 1952): unbiased, restless
//  snips  the same, divided by the mean weight (Swaminathan and Joachims 2015): a little biased, calmer
//  dr     doubly robust (Dudik, Langford, Li 2011): a model's opinion, corrected by the log where it errs
//
// Errors: invalid_input "off_policy_input" when a file is not of the format at all, over_limit
// "off_policy_limit" when it has more trials and items than can be judged.
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "replay/evaluate.hpp"

namespace vitrine::replay {

/// One logged showing.
struct Trial {
  std::string context{};   ///< who, as far as it is told: the values of the user_feature columns
  std::uint32_t item = 0;  ///< number from 0
  std::uint32_t position = 0;
  double propensity = 1;  ///< of showing this item at this position, as logged
  bool reward = false;
  std::int64_t at_s = 0;
};

struct TrialLog {
  std::vector<Trial> trials{};
  std::vector<std::string> items{};  ///< names by number, in order of first sight
  BadLines bad{};
};
/// `file` names it in bad lines.
[[nodiscard]] base::Result<TrialLog> read_trials(std::istream& in, const std::string& file);

/// Errors: the log was not made by a policy that draws evenly: its propensities differ, or are more than one
/// in so many items.
[[nodiscard]] base::Result<void> drawn_evenly(const TrialLog& log);

/// What is known of items: the words of each, by its name. Columns item_id and item_feature_*; numbers are no
/// words.
using ItemWords = std::map<std::string, std::vector<std::string>>;
[[nodiscard]] base::Result<ItemWords> read_items(std::istream& in, BadLines& bad);

struct Estimate {
  double value = 0, low = 0, high = 0;  ///< interval of 95 %
  [[nodiscard]] bool overlaps(const Estimate& other) const { return low <= other.high && other.low <= high; }
};

/// What an estimator needs of each trial.
struct Weighed {
  double weight = 0;  ///< probability under the policy judged / logged propensity
  double reward = 0;
  double opinion = 0;   ///< the model's expectation for the item that was shown
  double expected = 0;  ///< ... and for the policy judged, over all items
};
[[nodiscard]] Estimate ips(const std::vector<Weighed>& trials);
[[nodiscard]] Estimate snips(const std::vector<Weighed>& trials);
[[nodiscard]] Estimate doubly_robust(const std::vector<Weighed>& trials);
/// 1 when the logged propensities are what things were shown with, but for chance.
[[nodiscard]] double mean_weight(const std::vector<Weighed>& trials);
/// So many trials of the policy itself would say as much (Kish 1965).
[[nodiscard]] double effective_trials(const std::vector<Weighed>& trials);

struct PolicyValue {
  std::string policy;
  Estimate ips, snips, dr;
  double effective_trials = 0;
  double mean_weight = 0;
};

struct OffPolicy {
  std::uint64_t trials = 0, rewards = 0, items = 0;
  std::optional<std::uint64_t> items_with_words;  ///< when a file of items was given
  Estimate logged;                                ///< what the log's own policy earned
  std::vector<PolicyValue> policies;              ///< uniform, learned
  std::optional<Estimate> check;                  ///< what a uniform policy earned, from a log of its own
  bool agrees = true;                             ///< every estimate of uniform overlaps the check

  /// With fewer effective trials the intervals are so wide, and so little to be trusted, that everything
  /// agrees.
  static constexpr double told_from = 100;
  [[nodiscard]] bool tells() const { return !policies.empty() && policies[0].effective_trials >= told_from; }
  BadLines bad;
};

/// Judges `uniform` and `learned`: the product's model, learned on the log, showing each item with
/// probability proportional to its odds of reward squared. Learned and judged on different fifths of the log,
/// in turn (cross-fitting, Chernozhukov et al. 2018), so that nothing is judged by what taught it.
/// `uniform_log`, when given, was made by a policy that draws evenly. Cost: trials x items. Errors: more than
/// judged_max of them; words of which none is of an item of the log.
inline constexpr std::uint64_t judged_max = 200'000'000;  // some minutes
[[nodiscard]] base::Result<OffPolicy> off_policy(const TrialLog& log, const ItemWords& words,
                                                 const TrialLog* uniform_log);

/// A sentence when the mean weight of a policy is far from 1: then its propensities are not those of the log.
[[nodiscard]] std::optional<std::string> doubt(const OffPolicy& figures);

/// What the check by a uniform log says, in a few words.
[[nodiscard]] std::string verdict(const OffPolicy& figures);

[[nodiscard]] base::json::object to_json(const OffPolicy& figures);

}  // namespace vitrine::replay
