// vitrine evaluate next-item | sessions | ctr: files in, figures out. docs/evaluation.md explains each.
#include "app/commands/evaluate_kinds.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "app/commands/evaluate_words.hpp"
#include "replay/clicks.hpp"
#include "replay/csv.hpp"
#include "replay/next.hpp"

namespace vitrine::app {
namespace {

constexpr const char* next_item_usage =
    "vitrine evaluate next-item --sequences FILE.txt [--format pairs|lists] [--validation] [--json]\n";
constexpr const char* sessions_usage = "vitrine evaluate sessions --clicks FILE.csv [--json]\n";
constexpr const char* ctr_usage =
    "vitrine evaluate ctr --train FILE --test FILE [--validation FILE] [--passes N|auto] [--json]\n";

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void print(const char* name, const replay::Ranking& ranking) {
  std::printf("%-18s %9llu %8.4f %8.4f %8.4f %8.4f %8.4f\n", name, static_cast<unsigned long long>(ranking.n),
              ranking.hr(5), ranking.hr(10), ranking.hr(20), ranking.ndcg(10), ranking.mrr());
}

void print_head() {
  std::printf("%-18s %9s %8s %8s %8s %8s %8s\n", "", "n", "HR@5", "HR@10", "HR@20", "NDCG@10", "MRR");
}

void print(const replay::BadLines& bad) {
  std::printf("%llu bad lines\n", static_cast<unsigned long long>(bad.count));
  for (const auto& line : bad.first) std::printf("  %s\n", line.c_str());
}

/// How the file was read: what is misread shows here.
void print(const replay::ReadAs& read_as) {
  std::printf("format: %s\n", read_as.format.c_str());
  if (!read_as.columns.empty()) std::printf("columns: %s\n", read_as.columns.c_str());
  std::printf("header: %s\n", read_as.header.empty() ? "none" : read_as.header.c_str());
}

void print_times(const base::json::object& json) {
  if (const auto* times = json.if_contains("times"))
    std::printf("times from %s to %s\n", times->at(0).as_string().c_str(), times->at(1).as_string().c_str());
}

void print(const replay::Candidates& candidates) {
  for (std::size_t i = 0; i < replay::Candidates::counts.size(); ++i)
    std::printf("among %zu candidates: %.4f by the item graph, %.4f with half of them near the taste\n",
                replay::Candidates::counts[i], candidates.share(candidates.by_graph[i]),
                candidates.share(candidates.with_near[i]));
}

void print(const replay::NextItems& figures) {
  const auto json = replay::to_json(figures);
  std::printf("%s\n%s\n", json.at("protocol").as_string().c_str(), json.at("order").as_string().c_str());
  print(figures.read_as);
  print_times(json);
  print_head();
  print("ours", figures.ours);
  print("item graph alone", figures.graph);
  print("popularity", figures.popularity);
  print(figures.candidates);
  std::printf("%llu events of %llu items learned in %.1f s, %llu rankings in %.1f s\n",
              static_cast<unsigned long long>(figures.events), static_cast<unsigned long long>(figures.items),
              figures.seconds_learning, static_cast<unsigned long long>(figures.people),
              figures.seconds_ranking);
  print(figures.bad);
}

void print(const replay::Sessions& figures) {
  const auto json = replay::to_json(figures);
  std::printf("%s\n", json.at("protocol").as_string().c_str());
  print(figures.read_as);
  print_times(json);
  print_head();
  print("ours", figures.ours);
  print("item graph alone", figures.graph);
  print("popularity", figures.popularity);
  if (figures.read_as.own_clocks) {
    std::printf("%s\n", replay::own_clocks_note);
  } else {
    print("fresh, ours", figures.fresh);
    print("fresh, popularity", figures.fresh_popularity);
  }
  std::printf("%llu clicks in %llu sessions on %llu items in %.1f s\n",
              static_cast<unsigned long long>(figures.events),
              static_cast<unsigned long long>(figures.sessions),
              static_cast<unsigned long long>(figures.items), figures.seconds);
  print(figures.bad);
}

void print(const replay::ClickFigures& figures) {
  std::printf("%s\n", replay::reading_told(figures).c_str());
  std::printf("AUC %.5f  log loss %.5f (%.5f when always the mean is said)\n", figures.auc, figures.logloss,
              figures.logloss_always);
  std::printf("%llu rows learned %u times in %.1f s; %llu rows judged in %.1f s, %.4f of them yes\n",
              static_cast<unsigned long long>(figures.trained), figures.passes, figures.seconds,
              static_cast<unsigned long long>(figures.tested), figures.seconds_testing, figures.positive);
  for (std::size_t i = 0; i < figures.validation_auc.size(); ++i)
    std::printf("  validation after pass %zu: AUC %s  log loss %.5f\n", i + 1,
                figures.validation_auc[i] ? fmt::format("{:.5f}", *figures.validation_auc[i]).c_str() : "-",
                figures.validation_logloss[i]);
  print(figures.bad);
}

template <class Figures>
base::Result<void> show(const Figures& figures, bool json) {
  if (json) std::puts(base::to_text(replay::to_json(figures)).c_str());
  else print(figures);
  return {};
}

base::Result<void> next_item(std::span<char*> given) {
  TRY_LET(const auto words,
          EvaluateWords::of(given, {{"--sequences"}, {"--format"}, {"--json", "--validation"}}));
  using replay::SequenceFormat;
  TRY_LET(const auto asked, words.choice("--format", {"pairs", "lists"}));
  const auto format = asked == "pairs"   ? SequenceFormat::pairs
                      : asked == "lists" ? SequenceFormat::lists
                                         : SequenceFormat::detect;
  const auto held_out = words.has("--validation") ? replay::HeldOut::last_but_one : replay::HeldOut::last;
  TRY_LET(auto file, open_text(words.value("--sequences")));
  TRY_LET(const auto figures, replay::next_items(file, format, held_out, seconds_now));
  return show(figures, words.has("--json"));
}

base::Result<void> sessions(std::span<char*> given) {
  TRY_LET(const auto words, EvaluateWords::of(given, {{"--clicks"}, {}, {"--json"}}));
  TRY_LET(auto file, open_text(words.value("--clicks")));
  TRY_LET(const auto figures, replay::sessions(file, seconds_now));
  return show(figures, words.has("--json"));
}

base::Result<void> ctr(std::span<char*> given) {
  TRY_LET(const auto words,
          EvaluateWords::of(given, {{"--train", "--test"}, {"--validation", "--passes"}, {"--json"}}));
  replay::Passes passes;
  if (const std::string asked = words.value("--passes"); words.has("--passes") && asked != "auto") {
    passes = replay::number<unsigned>(asked);
    if (!passes || *passes == 0 || *passes > replay::passes_max)
      return base::fail(
          base::Fault::invalid_input, "usage",
          fmt::format("--passes is auto or from 1 to {}, not \"{}\".", replay::passes_max, asked));
  }
  TRY_LET(auto train, open_text(words.value("--train")));
  TRY_LET(auto test, open_text(words.value("--test")));
  std::ifstream validation;
  if (words.has("--validation")) {
    TRY_LET(validation, open_text(words.value("--validation")));
  }
  const replay::ClickFiles files{train, test, words.has("--validation") ? &validation : nullptr};
  TRY_LET(const auto figures, replay::clicks(files, passes, seconds_now));
  return show(figures, words.has("--json"));
}

}  // namespace

int evaluate_next_item(std::span<char*> given) {
  const auto done = next_item(given);
  return done ? 0 : complain(done.error(), next_item_usage);
}

int evaluate_sessions(std::span<char*> given) {
  const auto done = sessions(given);
  return done ? 0 : complain(done.error(), sessions_usage);
}

int evaluate_ctr(std::span<char*> given) {
  const auto done = ctr(given);
  return done ? 0 : complain(done.error(), ctr_usage);
}

}  // namespace vitrine::app
