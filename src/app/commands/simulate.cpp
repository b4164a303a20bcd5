// vitrine simulate [--events FILE.csv] [--format plain|kuairand] [--swipes N] [--seeds N] [--people N]
// [--json]
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/evaluate_words.hpp"
#include "base/text.hpp"
#include "replay/simulate.hpp"

namespace vitrine::app {
namespace {

using replay::Algorithm;
using replay::Run;

struct Options {
  std::string events;
  replay::Format format = replay::Format::plain;
  replay::SimulateOptions run;
  bool json = false;
};

bool set_number(Options& options, std::string_view name, std::string_view text) {
  std::uint32_t* into = name == "--swipes"   ? &options.run.swipes
                        : name == "--seeds"  ? &options.run.seeds
                        : name == "--people" ? &options.run.people
                        : name == "--clips"  ? &options.run.clips
                        : name == "--taste"  ? &options.run.taste
                        : name == "--seed"   ? &options.run.first_seed
                                             : nullptr;
  const auto value = base::parse_number(text);
  if (into == nullptr || !value || *value == 0 || *value > 10'000'000) return false;
  *into = static_cast<std::uint32_t>(*value);
  return true;
}

std::optional<Options> options_of(std::span<char*> words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      options.json = true;
      continue;
    }
    if (i + 1 == words.size()) return std::nullopt;
    const std::string value = words[++i];
    if (word == "--events") {
      options.events = value;
    } else if (word == "--format" && (value == "plain" || value == "kuairand")) {
      options.format = value == "plain" ? replay::Format::plain : replay::Format::kuairand;
    } else if (word == "--worth" && (value == "policy" || value == "long_view")) {
      options.run.worth = value == "policy" ? replay::Worth::policy : replay::Worth::long_view;
    } else if (!set_number(options, word, value)) {
      return std::nullopt;
    }
  }
  return options;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void print(const replay::Simulated& simulated, const replay::FitFigures* fit) {
  if (fit != nullptr) {
    std::printf(
        "truth fitted on %llu lines: %llu viewers, %llu videos; AUC of held-out lines %.4f, %.4f without "
        "taste; %llu lines do not say how they ended; %llu bad lines\n",
        static_cast<unsigned long long>(fit->lines), static_cast<unsigned long long>(fit->viewers),
        static_cast<unsigned long long>(fit->videos), fit->held_out.auc, fit->held_out.auc_biases,
        static_cast<unsigned long long>(fit->untold), static_cast<unsigned long long>(fit->bad.count));
    for (const auto& line : fit->bad.first) std::printf("  %s\n", line.c_str());
  } else {
    std::puts("an invented world (--events FILE.csv takes one from a log)");
  }
  const auto& options = simulated.options;
  std::printf("%u swipes, %u seeds, %zu people, %zu clips; mean +- deviation over the seeds\n\n",
              options.swipes, options.seeds, simulated.people, simulated.clips);
  struct Line {
    const char* name;
    double Run::* of;
    int digits;
  };
  const Line lines[] = {{"cumulative regret", &Run::regret, 0},
                        {"regret a swipe, last fifth", &Run::late_regret, 4},
                        {"reward a swipe", &Run::reward, 4},
                        {"newcomer at 80 % (swipes)", &Run::newcomer_swipes, 1},
                        {"good new clips found", &Run::found_share, 3},
                        {"... after showings", &Run::found_showings, 1},
                        {"Gini over authors", &Run::gini, 3},
                        {"topics in ten swipes", &Run::topics, 2},
                        {"clips shown 5 times", &Run::coverage, 3},
                        {"seconds", &Run::seconds, 1}};
  std::printf("%-27s", "");
  for (const Algorithm algorithm : replay::algorithms)
    std::printf(" %20s", std::string{replay::algorithm_name(algorithm)}.c_str());
  for (const Line& line : lines) {
    std::printf("\n%-27s", line.name);
    for (const Algorithm algorithm : replay::algorithms) {
      const auto spread = replay::spread_of(simulated, algorithm, line.of);
      std::printf(" %11.*f +-%7.*f", line.digits, spread.mean, line.digits, spread.deviation);
    }
  }
  const double ours = replay::spread_of(simulated, Algorithm::vitrine, &Run::regret).mean;
  std::printf("\n\nour regret over theirs:");
  for (const Algorithm algorithm : replay::algorithms)
    if (algorithm != Algorithm::vitrine)
      std::printf("  %s %.3f", std::string{replay::algorithm_name(algorithm)}.c_str(),
                  ours / replay::spread_of(simulated, algorithm, &Run::regret).mean);
  std::puts("");
}

int complain(const base::Error& error) {
  std::fprintf(stderr, "vitrine: %s\n", error.detail.c_str());
  return 1;
}

int report(const Options& options, const replay::WorldOf& world_of, const replay::FitFigures* fit) {
  const auto simulated = replay::simulate(options.run, world_of, seconds_now);
  if (!simulated) return complain(simulated.error());
  if (!options.json) {
    print(*simulated, fit);
    return 0;
  }
  auto all = replay::to_json(*simulated);
  if (fit != nullptr) all["fit"] = replay::to_json(*fit);
  std::puts(base::to_text(all).c_str());
  return 0;
}

}  // namespace

int simulate(std::span<char*> arguments) {
  const auto options = options_of(arguments);
  if (!options) {
    std::fputs(
        "usage: vitrine simulate [--events FILE.csv] [--format plain|kuairand] [--swipes 50000]\n"
        "                        [--seeds 5] [--seed 1] [--people 400] [--clips 1000] [--taste 1]\n"
        "                        [--worth policy|long_view] [--json]\n",
        stderr);
    return 2;
  }
  if (options->events.empty()) return report(*options, replay::invented_world, nullptr);
  auto events = open_text(options->events);
  if (!events) return complain(events.error());
  const auto worlds = replay::FittedWorlds::fit(*events, options->format);
  if (!worlds) return complain(worlds.error());
  const auto draw = [&](std::uint64_t seed, std::size_t people, std::size_t clips) {
    return worlds->draw(seed, people, clips);
  };
  return report(*options, draw, &worlds->figures());
}

}  // namespace vitrine::app
