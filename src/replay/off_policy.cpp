#include "replay/off_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "learning/model.hpp"
#include "replay/csv.hpp"
#include "replay/event_lines.hpp"
#include "replay/lines.hpp"
#include "replay/moments.hpp"
#include "replay/named_columns.hpp"

namespace vitrine::replay {
namespace {

using learning::Head;

constexpr double z95 = 1.959964;  // standard normal quantile
constexpr std::size_t folds = 5;

auto not_the_format(std::string why) {
  return base::fail(base::Fault::invalid_input, "off_policy_input", std::move(why));
}

class TrialReader {
 public:
  static base::Result<TrialReader> open(std::string_view header) {
    const auto names = fields_of(header, ",");
    if (!names) return not_the_format("The header has an open quote.");
    const Columns columns{*names};
    for (const char* needed : {"item_id", "click", "propensity_score"})
      if (!columns.find(needed))
        return not_the_format("The log needs a column named " + std::string{needed} + ".");
    TrialReader reader;
    reader.count_ = names->size();
    reader.item_ = *columns.find("item_id");
    reader.click_ = *columns.find("click");
    reader.propensity_ = *columns.find("propensity_score");
    reader.position_ = columns.find("position");
    reader.time_ = columns.find("timestamp");
    for (std::size_t i = 0; i < names->size(); ++i)
      if ((*names)[i].starts_with("user_feature_")) reader.context_.push_back(i);
    return reader;
  }

  /// Answers what is wrong with the line, or nothing.
  std::string read(std::string_view text, Trial& trial, std::string& item) const {
    const auto fields = fields_of(text, ",");
    if (!fields) return "open quote";
    if (fields->size() != count_) return "wrong number of fields";
    item = (*fields)[item_];
    if (item.empty() || item.size() > 100) return "item_id is empty or longer than 100 bytes";
    const auto& click = (*fields)[click_];
    if (click != "0" && click != "1") return "click is not 0 or 1";
    trial.reward = click == "1";
    const auto propensity = number<double>((*fields)[propensity_]);
    if (!propensity || !(*propensity >= 1e-9 && *propensity <= 1))
      return "propensity_score is not a probability above 0";
    trial.propensity = *propensity;
    if (position_) {
      const auto position = number<std::uint32_t>((*fields)[*position_]);
      if (!position) return "position is not a whole number";
      trial.position = *position;
    }
    if (time_) {
      const auto at_s = iso_seconds((*fields)[*time_]);
      if (!at_s) return "timestamp is no time";
      trial.at_s = *at_s;
    }
    for (const std::size_t i : context_) trial.context += (*fields)[i] + "\n";
    return {};
  }

 private:
  std::size_t count_ = 0, item_ = 0, click_ = 0, propensity_ = 0;
  std::optional<std::size_t> position_, time_;
  std::vector<std::size_t> context_;
};

/// Mean of the values with its interval.
Estimate mean_of(const std::vector<double>& values) {
  Estimate estimate;
  const auto n = static_cast<double>(values.size());
  if (values.empty()) return estimate;
  for (const double value : values) estimate.value += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - estimate.value) * (value - estimate.value);
  const double error = values.size() < 2 ? 0 : std::sqrt(squares / (n - 1) / n);
  return {estimate.value, estimate.value - z95 * error, estimate.value + z95 * error};
}

/// The product's model as it learns a log of trials: people alike are one viewer, an item is a video, its
/// first word its author and its words its tags, the position a surface.
class Learned {
 public:
  Learned(const TrialLog& log, const ItemWords& words) : log_(log) {
    for (const auto& name : log.items) {
      const auto known = words.find(name);
      words_.push_back(known == words.end() ? std::vector<std::string>{} : known->second);
    }
  }

  void learn(const Trial& trial) {
    learning::Outcome outcome;
    outcome.known = static_cast<std::uint16_t>(1U << index(Head::opened));
    outcome.set(Head::opened, trial.reward);
    model_.learn(impression(trial, trial.item), outcome);
  }
  /// The log-odds of a reward.
  [[nodiscard]] double log_odds(const Trial& trial, std::uint32_t item) const {
    auto shown = impression(trial, item);
    model_.complete(shown);
    const auto readings = learning::read(shown, learning::rows_of(model_.table(), shown), model_.overall());
    return static_cast<double>(model_.scorer().judge(readings)[index(Head::opened)]);
  }

 private:
  [[nodiscard]] learning::Impression impression(const Trial& trial, std::uint32_t item) const {
    learning::Impression shown;
    shown.viewer = id_of(trial.context);
    shown.video = id_of(log_.items[item]);
    const auto& words = words_[item];
    if (!words.empty()) shown.author = id_of(words.front());
    for (std::size_t i = 0; i < std::min(words.size(), shown.tags.size()); ++i)
      shown.tags[i] = id_of(words[i]);
    shown.surface = std::min<std::uint32_t>(trial.position, 15);
    shown.at_s = static_cast<std::uint32_t>(std::clamp<std::int64_t>(trial.at_s, 0, UINT32_MAX));
    return shown;
  }

  const TrialLog& log_;
  std::vector<std::vector<std::string>> words_;
  learning::Model model_;
};

/// The trials of one fold as `uniform` and `learned` weigh them, by a model of the other folds.
void judge_fold(const TrialLog& log, const Learned& model, std::size_t fold, std::vector<Weighed>& uniform,
                std::vector<Weighed>& learned) {
  const auto count = static_cast<double>(log.items.size());
  for (std::size_t i = fold; i < log.trials.size(); i += folds) {
    const Trial& trial = log.trials[i];
    const double reward = trial.reward ? 1 : 0;
    std::vector<double> odds;
    double sum = 0, even = 0, expected = 0;
    for (std::uint32_t item = 0; item < log.items.size(); ++item) {
      odds.push_back(std::exp(std::clamp(model.log_odds(trial, item), -30.0, 30.0)));
      const double chance = odds.back() / (1 + odds.back());
      sum += odds.back() * odds.back();
      even += chance / count;
      expected += odds.back() * odds.back() * chance;
    }
    const double own = odds[trial.item];
    const double opinion = own / (1 + own);
    uniform.push_back({1 / count / trial.propensity, reward, opinion, even});
    learned.push_back({own * own / sum / trial.propensity, reward, opinion, expected / sum});
  }
}

PolicyValue value_of(std::string policy, const std::vector<Weighed>& trials) {
  return {.policy = std::move(policy),
          .ips = ips(trials),
          .snips = snips(trials),
          .dr = doubly_robust(trials),
          .effective_trials = effective_trials(trials),
          .mean_weight = mean_weight(trials)};
}

/// How many items of the log have words. Errors: none of them is in the file of words.
base::Result<std::uint64_t> with_words(const TrialLog& log, const ItemWords& words) {
  std::uint64_t named = 0, worded = 0;
  for (const auto& item : log.items) {
    const auto found = words.find(item);
    if (found == words.end()) continue;
    ++named;
    worded += found->second.empty() ? 0 : 1;
  }
  if (named > 0) return worded;
  return not_the_format("The file of items names none of the log's: it has \"" +
                        shown_name(words.begin()->first) + "\", the log \"" +
                        shown_name(log.items.empty() ? "" : log.items.front()) + "\".");
}

Estimate earned(const TrialLog& log) {
  std::vector<double> rewards;
  for (const Trial& trial : log.trials) rewards.push_back(trial.reward ? 1 : 0);
  return mean_of(rewards);
}

base::json::object to_json(const Estimate& estimate) {
  return {{"value", estimate.value}, {"low", estimate.low}, {"high", estimate.high}};
}

}  // namespace

base::Result<TrialLog> read_trials(std::istream& in, const std::string& file) {
  TrialLog log;
  Lines lines{in, file, log.bad};
  std::string_view text;
  (void)lines.next(text);  // of a file without a line it stays empty, and is no header
  TRY_LET(const auto reader, TrialReader::open(text));
  std::map<std::string, std::uint32_t> numbers;
  while (lines.next(text)) {
    Trial trial;
    std::string item;
    if (const auto wrong = reader.read(text, trial, item); !wrong.empty()) {
      lines.refuse(wrong);
      continue;
    }
    const auto [known, fresh] = numbers.emplace(item, static_cast<std::uint32_t>(log.items.size()));
    if (fresh) log.items.push_back(item);
    trial.item = known->second;
    log.trials.push_back(std::move(trial));
  }
  if (auto why = unreadable("The " + file, log.trials.size(), log.bad))
    return not_the_format(std::move(*why));
  return log;
}

base::Result<void> drawn_evenly(const TrialLog& log) {
  constexpr double rounding = 1.01;
  const auto [least, most] = std::ranges::minmax(log.trials, {}, &Trial::propensity);
  if (most.propensity > least.propensity * rounding)
    return not_the_format("The uniform log was not drawn evenly: its propensities go from " +
                          std::to_string(least.propensity) + " to " + std::to_string(most.propensity) +
                          ". Leave --uniform out, or give the log of a policy that draws evenly.");
  const auto even = 1 / static_cast<double>(log.items.size());
  if (least.propensity > even * rounding)
    return not_the_format("The uniform log was not drawn evenly: its propensity is " +
                          std::to_string(least.propensity) + ", but one of its " +
                          std::to_string(log.items.size()) + " items comes with " + std::to_string(even) +
                          ".");
  return {};
}

base::Result<ItemWords> read_items(std::istream& in, BadLines& bad) {
  BadLines wrong;
  Lines lines{in, "items", wrong};
  std::string_view text;
  (void)lines.next(text);  // the header
  const auto names = fields_of(text, ",");
  const auto id = names ? Columns{*names}.find("item_id") : std::nullopt;
  if (!id) return not_the_format("The items need a column named item_id.");
  ItemWords items;
  while (lines.next(text)) {
    const auto fields = fields_of(text, ",");
    if (!fields || fields->size() != names->size()) {
      lines.refuse(fields ? "wrong number of fields" : "open quote");
      continue;
    }
    if ((*fields)[*id].empty()) {
      lines.refuse("item_id is empty");
      continue;
    }
    auto& words = items[(*fields)[*id]];
    for (std::size_t i = 0; i < fields->size(); ++i)
      if ((*names)[i].starts_with("item_feature_") && !number<double>((*fields)[i]))
        words.push_back((*fields)[i]);
  }
  if (auto why = unreadable("The file of items", items.size(), wrong)) return not_the_format(std::move(*why));
  bad.add_all(wrong);
  return items;
}

Estimate ips(const std::vector<Weighed>& trials) {
  std::vector<double> values;
  for (const Weighed& trial : trials) values.push_back(trial.weight * trial.reward);
  return mean_of(values);
}

Estimate snips(const std::vector<Weighed>& trials) {
  double weights = 0, sum = 0, squares = 0;
  for (const Weighed& trial : trials) {
    weights += trial.weight;
    sum += trial.weight * trial.reward;
  }
  if (weights <= 0) return {};
  const double value = sum / weights;
  for (const Weighed& trial : trials) {
    const double residual = trial.weight * (trial.reward - value);
    squares += residual * residual;
  }
  const double error = std::sqrt(squares) / weights;  // the delta method for a ratio of means
  return {value, value - z95 * error, value + z95 * error};
}

Estimate doubly_robust(const std::vector<Weighed>& trials) {
  std::vector<double> values;
  for (const Weighed& trial : trials)
    values.push_back(trial.expected + trial.weight * (trial.reward - trial.opinion));
  return mean_of(values);
}

double mean_weight(const std::vector<Weighed>& trials) {
  double sum = 0;
  for (const Weighed& trial : trials) sum += trial.weight;
  return trials.empty() ? 0 : sum / static_cast<double>(trials.size());
}

double effective_trials(const std::vector<Weighed>& trials) {
  double sum = 0, squares = 0;
  for (const Weighed& trial : trials) {
    sum += trial.weight;
    squares += trial.weight * trial.weight;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

base::Result<OffPolicy> off_policy(const TrialLog& log, const ItemWords& words, const TrialLog* uniform_log) {
  if (log.items.size() * log.trials.size() > judged_max)
    return base::fail(base::Fault::over_limit, "off_policy_limit",
                      "Every trial is judged with every item: " + std::to_string(log.trials.size()) +
                          " trials of " + std::to_string(log.items.size()) + " items are more than " +
                          std::to_string(judged_max) + " together; take a part of the log.");
  OffPolicy figures;
  figures.trials = log.trials.size();
  figures.items = log.items.size();
  if (!words.empty()) {
    TRY_LET(figures.items_with_words, with_words(log, words));
  }
  for (const Trial& trial : log.trials) figures.rewards += trial.reward ? 1 : 0;
  figures.bad = log.bad;
  figures.logged = earned(log);
  std::vector<Weighed> uniform, learned;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Learned model{log, words};
    for (std::size_t i = 0; i < log.trials.size(); ++i)
      if (i % folds != fold) model.learn(log.trials[i]);
    judge_fold(log, model, fold, uniform, learned);
  }
  figures.policies = {value_of("uniform", uniform), value_of("learned", learned)};
  if (uniform_log == nullptr) return figures;
  figures.check = earned(*uniform_log);
  for (const Estimate& estimate :
       {figures.policies[0].ips, figures.policies[0].snips, figures.policies[0].dr})
    figures.agrees = figures.agrees && estimate.overlaps(*figures.check);
  return figures;
}

std::optional<std::string> doubt(const OffPolicy& figures) {
  // A log that is right and long comes within a hundredth; a short one with heavy trials may not.
  constexpr double least = 0.8, most = 1.25;
  for (const PolicyValue& policy : figures.policies)
    if (policy.mean_weight < least || policy.mean_weight > most)
      return "the mean weight of " + policy.policy + " is " + fmt::format("{:.3g}", policy.mean_weight) +
             ", not 1: propensity_score is not what items were shown with, or a few trials weigh too much; "
             "ips and dr say nothing then";
  return std::nullopt;
}

std::string verdict(const OffPolicy& figures) {
  if (!figures.tells()) return "too few to tell";
  return figures.agrees ? "the estimates agree" : "the estimates DISAGREE";
}

base::json::object to_json(const OffPolicy& figures) {
  base::json::object policies;
  for (const PolicyValue& policy : figures.policies)
    policies[policy.policy] = base::json::object{{"ips", to_json(policy.ips)},
                                                 {"snips", to_json(policy.snips)},
                                                 {"dr", to_json(policy.dr)},
                                                 {"effective_trials", policy.effective_trials},
                                                 {"mean_weight", policy.mean_weight}};
  base::json::object all{
      {"protocol", "off-policy: logged propensities; learned and judged on different fifths in turn"},
      {"trials", figures.trials},
      {"rewards", figures.rewards},
      {"items", figures.items},
      {"logged", to_json(figures.logged)},
      {"policies", std::move(policies)},
      {"bad_lines", to_json(figures.bad)}};
  if (figures.items_with_words) all["items_with_words"] = *figures.items_with_words;
  if (const auto why = doubt(figures)) all["doubt"] = *why;
  if (figures.check) {
    all["uniform_on_policy"] = to_json(*figures.check);
    if (figures.tells()) all["agrees"] = figures.agrees;
    all["verdict"] = verdict(figures);
  }
  return all;
}

}  // namespace vitrine::replay
