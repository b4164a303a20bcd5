// vitrine evaluate progressive --events FILE.csv [--prehistory FILE.csv] [--format plain|kuairand] [--json]
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "app/commands/commands.hpp"
#include "app/commands/evaluate_kinds.hpp"
#include "app/commands/evaluate_words.hpp"
#include "replay/evaluate.hpp"

namespace vitrine::app {
namespace {

constexpr const char* progressive_usage =
    "vitrine evaluate progressive --events FILE.csv [--prehistory FILE.csv]\n"
    "                                    [--format plain|kuairand] [--json]\n";

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void print(const replay::Progressive& figures) {
  const auto json = replay::to_json(figures);
  std::puts("predict, then learn; one pass in order of time");
  const auto& times = json.at("times").as_array();
  std::printf("times from %s to %s\n", times[0].as_string().c_str(), times[1].as_string().c_str());
  if (!figures.not_used.empty())
    std::printf("columns not used: %s\n", fmt::format("{}", fmt::join(figures.not_used, ", ")).c_str());
  std::printf("%-10s %9s %9s %8s %8s %11s\n", "head", "n", "yes", "AUC", "logloss", "calibration");
  for (const auto& head : figures.heads)
    std::printf("%-10s %9llu %9.5f %8s %8.4f %11s\n", head.head.c_str(),
                static_cast<unsigned long long>(head.n), head.positive,
                head.auc ? fmt::format("{:.4f}", *head.auc).c_str() : "-", head.logloss,
                head.calibration ? fmt::format("{:.3f}", *head.calibration).c_str() : "-");
  std::printf("%llu events after %llu of prehistory in %.1f s; %llu bad lines\n",
              static_cast<unsigned long long>(figures.events),
              static_cast<unsigned long long>(figures.prehistory), figures.seconds,
              static_cast<unsigned long long>(figures.bad.count));
  for (const auto& line : figures.bad.first) std::printf("  %s\n", line.c_str());
}

base::Result<void> progressive(std::span<char*> given) {
  TRY_LET(const auto words,
          EvaluateWords::of(given, {{"--events"}, {"--prehistory", "--format"}, {"--json"}}));
  TRY_LET(const auto asked, words.choice("--format", {"plain", "kuairand"}));
  const auto format = asked == "kuairand" ? replay::Format::kuairand : replay::Format::plain;
  TRY_LET(auto events, open_text(words.value("--events")));
  std::ifstream prehistory;
  if (words.has("--prehistory")) {
    TRY_LET(prehistory, open_text(words.value("--prehistory")));
  }
  TRY_LET(const auto figures, replay::progressive(events, words.has("--prehistory") ? &prehistory : nullptr,
                                                  format, seconds_now));
  if (words.has("--json")) std::puts(base::to_text(replay::to_json(figures)).c_str());
  else print(figures);
  return {};
}

}  // namespace

int evaluate(std::span<char*> arguments) {
  const std::string_view kind = arguments.empty() ? "" : arguments[0];
  if (kind == "next-item") return evaluate_next_item(arguments.subspan(1));
  if (kind == "sessions") return evaluate_sessions(arguments.subspan(1));
  if (kind == "ctr") return evaluate_ctr(arguments.subspan(1));
  if (kind == "off-policy") return evaluate_off_policy(arguments.subspan(1));
  if (kind == "progressive") {
    const auto done = progressive(arguments.subspan(1));
    return done ? 0 : complain(done.error(), progressive_usage);
  }
  if (!kind.empty()) std::fprintf(stderr, "vitrine: \"%s\" is nothing to evaluate.\n", arguments[0]);
  std::fputs("usage: vitrine evaluate next-item|sessions|ctr|progressive|off-policy ...; each says more\n",
             stderr);
  return 2;
}

}  // namespace vitrine::app
