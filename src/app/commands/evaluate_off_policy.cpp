// vitrine evaluate off-policy --log FILE.csv [--items FILE.csv] [--uniform FILE.csv] [--json]
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "app/commands/commands.hpp"
#include "replay/off_policy.hpp"

namespace vitrine::app {
namespace {

using base::Result;

struct Options {
  std::string log, items, uniform;
  bool json = false;
};

std::optional<Options> options_of(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      options.json = true;
      continue;
    }
    std::string* into = word == "--log"       ? &options.log
                        : word == "--items"   ? &options.items
                        : word == "--uniform" ? &options.uniform
                                              : nullptr;
    if (into == nullptr || i + 1 == words.size()) return std::nullopt;
    *into = words[++i];
  }
  if (options.log.empty()) return std::nullopt;
  return options;
}

Result<std::ifstream> open(const std::string& file) {
  std::ifstream in{file};
  if (!in) return base::fail(base::Fault::not_found, "file_absent", fmt::format("{} cannot be read.", file));
  return in;
}

std::string text_of(const replay::Estimate& estimate) {
  return fmt::format("{:.5f} [{:.5f}, {:.5f}]", estimate.value, estimate.low, estimate.high);
}

void print(const replay::OffPolicy& figures) {
  fmt::print("{} trials of {} items, {} rewards; intervals of 95 %\n", figures.trials, figures.items,
             figures.rewards);
  fmt::print("{:<8} earned  {}\n", "logged", text_of(figures.logged));
  for (const auto& policy : figures.policies)
    fmt::print("{:<8} ips     {}\n{:<8} snips   {}\n{:<8} dr      {}   (as good as {:.0f} trials)\n",
               policy.policy, text_of(policy.ips), "", text_of(policy.snips), "", text_of(policy.dr),
               policy.effective_trials);
  if (figures.check)
    fmt::print("{:<8} earned  {} by its own log: the estimates {}\n", "uniform", text_of(*figures.check),
               figures.agrees ? "agree" : "DISAGREE");
  fmt::print("{} bad lines\n", figures.bad.count);
  for (const auto& line : figures.bad.first) fmt::print("  {}\n", line);
}

Result<void> judge(const Options& options) {
  TRY_LET(auto log_file, open(options.log));
  TRY_LET(auto log, replay::read_trials(log_file, "log"));
  replay::ItemWords words;
  if (!options.items.empty()) {
    TRY_LET(auto items_file, open(options.items));
    TRY_LET(words, replay::read_items(items_file, log.bad));
  }
  std::optional<replay::TrialLog> uniform;
  if (!options.uniform.empty()) {
    TRY_LET(auto uniform_file, open(options.uniform));
    TRY_LET(uniform, replay::read_trials(uniform_file, "uniform"));
  }
  auto figures = replay::off_policy(log, words, uniform ? &*uniform : nullptr);
  if (uniform) figures.bad.add_all(uniform->bad);
  if (options.json) std::puts(base::to_text(replay::to_json(figures)).c_str());
  else print(figures);
  return {};
}

}  // namespace

int evaluate_off_policy(std::span<char*> arguments) {
  const auto options = options_of(arguments);
  if (!options) {
    std::fputs(
        "usage: vitrine evaluate off-policy --log FILE.csv [--items FILE.csv] [--uniform FILE.csv] "
        "[--json]\n",
        stderr);
    return 2;
  }
  if (const auto done = judge(*options); !done) {
    std::fprintf(stderr, "vitrine: %s\n", done.error().detail.c_str());
    return 1;
  }
  return 0;
}

}  // namespace vitrine::app
