// vitrine evaluate progressive --events FILE.csv [--prehistory FILE.csv] [--format plain|kuairand] [--json]
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/evaluate_kinds.hpp"
#include "replay/evaluate.hpp"

namespace vitrine::app {
namespace {

struct Options {
  std::string events, prehistory;
  replay::Format format = replay::Format::plain;
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
    if (i + 1 == words.size()) return std::nullopt;
    const std::string value = words[++i];
    if (word == "--events") {
      options.events = value;
    } else if (word == "--prehistory") {
      options.prehistory = value;
    } else if (word == "--format" && (value == "plain" || value == "kuairand")) {
      options.format = value == "plain" ? replay::Format::plain : replay::Format::kuairand;
    } else {
      return std::nullopt;
    }
  }
  if (options.events.empty()) return std::nullopt;
  return options;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void print(const replay::Progressive& figures) {
  std::puts("predict, then learn; one pass in order of time");
  std::printf("%-10s %9s %9s %8s %8s %11s\n", "head", "n", "yes", "AUC", "logloss", "calibration");
  for (const auto& head : figures.heads)
    std::printf("%-10s %9llu %9.5f %8.4f %8.4f %11.3f\n", head.head.c_str(),
                static_cast<unsigned long long>(head.n), head.positive, head.auc, head.logloss,
                head.calibration);
  std::printf("%llu events after %llu of prehistory in %.1f s; %llu bad lines\n",
              static_cast<unsigned long long>(figures.events),
              static_cast<unsigned long long>(figures.prehistory), figures.seconds,
              static_cast<unsigned long long>(figures.bad.count));
  for (const auto& line : figures.bad.first) std::printf("  %s\n", line.c_str());
}

}  // namespace

int evaluate(std::span<char*> arguments) {
  const std::string_view kind = arguments.empty() ? "" : arguments[0];
  if (kind == "next-item") return evaluate_next_item(arguments.subspan(1));
  if (kind == "sessions") return evaluate_sessions(arguments.subspan(1));
  if (kind == "ctr") return evaluate_ctr(arguments.subspan(1));
  if (kind == "off-policy") return evaluate_off_policy(arguments.subspan(1));
  const bool known = kind == "progressive";
  const auto options = known ? options_of(arguments.subspan(1)) : std::nullopt;
  if (!options) {
    std::fputs(
        "usage: vitrine evaluate progressive --events FILE.csv [--prehistory FILE.csv]\n"
        "                                    [--format plain|kuairand] [--json]\n"
        "       vitrine evaluate off-policy --log FILE.csv [--items FILE.csv] [--uniform FILE.csv] "
        "[--json]\n",
        stderr);
    std::fputs(evaluate_kinds_usage, stderr);
    return 2;
  }
  std::ifstream events{options->events};
  std::ifstream prehistory;
  if (!options->prehistory.empty()) prehistory.open(options->prehistory);
  if (!events || (!options->prehistory.empty() && !prehistory)) {
    std::fputs("vitrine: a file named on the command line cannot be read.\n", stderr);
    return 1;
  }
  const auto figures = replay::progressive(events, options->prehistory.empty() ? nullptr : &prehistory,
                                           options->format, seconds_now);
  if (!figures) {
    std::fprintf(stderr, "vitrine: %s\n", figures.error().detail.c_str());
    return 1;
  }
  if (options->json) std::puts(base::to_text(replay::to_json(*figures)).c_str());
  else print(*figures);
  return 0;
}

}  // namespace vitrine::app
