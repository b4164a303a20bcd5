// vitrine evaluate off-policy --log FILE.csv [--items FILE.csv] [--uniform FILE.csv] [--json]
#include <fmt/format.h>

#include <cstdio>
#include <optional>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/evaluate_words.hpp"
#include "replay/off_policy.hpp"

namespace vitrine::app {
namespace {

using base::Result;

constexpr const char* off_policy_usage =
    "vitrine evaluate off-policy --log FILE.csv [--items FILE.csv] [--uniform FILE.csv] [--json]\n";

std::string text_of(const replay::Estimate& estimate) {
  return fmt::format("{:.5f} [{:.5f}, {:.5f}]", estimate.value, estimate.low, estimate.high);
}

void print(const replay::OffPolicy& figures) {
  fmt::print("{} trials of {} items, {} rewards; intervals of 95 %\n", figures.trials, figures.items,
             figures.rewards);
  if (figures.items_with_words) fmt::print("{} of the items have words\n", *figures.items_with_words);
  fmt::print("{:<8} earned  {}\n", "logged", text_of(figures.logged));
  for (const auto& policy : figures.policies)
    fmt::print(
        "{:<8} ips     {}\n{:<8} snips   {}\n{:<8} dr      {}   (as good as {:.0f} trials, mean weight "
        "{:.3f})\n",
        policy.policy, text_of(policy.ips), "", text_of(policy.snips), "", text_of(policy.dr),
        policy.effective_trials, policy.mean_weight);
  if (const auto why = replay::doubt(figures)) fmt::print("{}\n", *why);
  if (figures.check)
    fmt::print("{:<8} earned  {} by its own log: {}\n", "uniform", text_of(*figures.check),
               replay::verdict(figures));
  fmt::print("{} bad lines\n", figures.bad.count);
  for (const auto& line : figures.bad.first) fmt::print("  {}\n", line);
}

Result<void> judge(std::span<char*> given) {
  TRY_LET(const auto asked, EvaluateWords::of(given, {{"--log"}, {"--items", "--uniform"}, {"--json"}}));
  TRY_LET(auto log_file, open_text(asked.value("--log")));
  TRY_LET(auto log, replay::read_trials(log_file, "log"));
  replay::ItemWords words;
  if (asked.has("--items")) {
    TRY_LET(auto items_file, open_text(asked.value("--items")));
    TRY_LET(words, replay::read_items(items_file, log.bad));
  }
  std::optional<replay::TrialLog> uniform;
  if (asked.has("--uniform")) {
    TRY_LET(auto uniform_file, open_text(asked.value("--uniform")));
    TRY_LET(uniform, replay::read_trials(uniform_file, "uniform"));
    TRY(replay::drawn_evenly(*uniform));
  }
  TRY_LET(auto figures, replay::off_policy(log, words, uniform ? &*uniform : nullptr));
  if (uniform) figures.bad.add_all(uniform->bad);
  if (asked.has("--json")) std::puts(base::to_text(replay::to_json(figures)).c_str());
  else print(figures);
  return {};
}

}  // namespace

int evaluate_off_policy(std::span<char*> arguments) {
  const auto done = judge(arguments);
  return done ? 0 : complain(done.error(), off_policy_usage);
}

}  // namespace vitrine::app
