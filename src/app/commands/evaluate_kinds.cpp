// vitrine evaluate next-item | sessions | ctr: files in, figures out. docs/evaluation.md explains each.
#include "app/commands/evaluate_kinds.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "replay/clicks.hpp"
#include "replay/csv.hpp"
#include "replay/next.hpp"

namespace vitrine::app {
namespace {

/// The options of a command line, as given: --name value, or a lone --name.
class Words {
 public:
  /// Nothing: a word that is not known, a value that is missing, or the same option twice.
  static std::optional<Words> of(std::span<char*> given, std::initializer_list<std::string_view> valued,
                                 std::initializer_list<std::string_view> lone) {
    const auto among = [](std::string_view word, const auto& names) {
      return std::find(names.begin(), names.end(), word) != names.end();
    };
    Words words;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string word = given[i];
      std::string value;
      if (among(word, valued)) {
        if (i + 1 == given.size()) return std::nullopt;
        value = given[++i];
      } else if (!among(word, lone)) {
        return std::nullopt;
      }
      if (!words.values_.emplace(word, value).second) return std::nullopt;
    }
    return words;
  }
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  [[nodiscard]] std::string value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string{} : found->second;
  }

 private:
  std::map<std::string, std::string> values_;
};

int wrong_words() {
  std::fprintf(stderr, "usage: vitrine evaluate progressive --events FILE.csv ...\n%s", evaluate_kinds_usage);
  return 2;
}

bool open(std::ifstream& file, const std::string& path) {
  file.open(path, std::ios::binary);
  if (file && file.peek() != std::ifstream::traits_type::eof()) return true;
  std::fprintf(stderr, "vitrine: %s cannot be read or is empty.\n", path.c_str());
  return false;
}

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

void print(const replay::Candidates& candidates) {
  for (std::size_t i = 0; i < replay::Candidates::counts.size(); ++i)
    std::printf("among %zu candidates: %.4f by the item graph, %.4f with half of them near the taste\n",
                replay::Candidates::counts[i], candidates.share(candidates.by_graph[i]),
                candidates.share(candidates.with_near[i]));
}

void print(const replay::NextItems& figures) {
  const auto json = replay::to_json(figures);
  std::printf("%s\n%s\n", json.at("protocol").as_string().c_str(), json.at("order").as_string().c_str());
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
  std::printf("%s\n", replay::to_json(figures).at("protocol").as_string().c_str());
  print_head();
  print("ours", figures.ours);
  print("item graph alone", figures.graph);
  print("popularity", figures.popularity);
  print("fresh, ours", figures.fresh);
  print("fresh, popularity", figures.fresh_popularity);
  std::printf("%llu clicks in %llu sessions on %llu items in %.1f s\n",
              static_cast<unsigned long long>(figures.events),
              static_cast<unsigned long long>(figures.sessions),
              static_cast<unsigned long long>(figures.items), figures.seconds);
  print(figures.bad);
}

void print(const replay::ClickFigures& figures) {
  std::printf("AUC %.5f  log loss %.5f (%.5f when always the mean is said)\n", figures.auc, figures.logloss,
              figures.logloss_always);
  std::printf("%llu rows learned %u times in %.1f s; %llu rows judged in %.1f s, %.4f of them yes\n",
              static_cast<unsigned long long>(figures.trained), figures.passes, figures.seconds,
              static_cast<unsigned long long>(figures.tested), figures.seconds_testing, figures.positive);
  for (std::size_t i = 0; i < figures.validation_auc.size(); ++i)
    std::printf("  validation after pass %zu: AUC %.5f  log loss %.5f\n", i + 1, figures.validation_auc[i],
                figures.validation_logloss[i]);
  print(figures.bad);
}

template <class Figures>
int show(const base::Result<Figures>& figures, bool json) {
  if (!figures) {
    std::fprintf(stderr, "vitrine: %s\n", figures.error().detail.c_str());
    return 1;
  }
  if (json) std::puts(base::to_text(replay::to_json(*figures)).c_str());
  else print(*figures);
  return 0;
}

}  // namespace

int evaluate_next_item(std::span<char*> given) {
  const auto words = Words::of(given, {"--sequences", "--format"}, {"--json", "--validation"});
  if (!words || !words->has("--sequences")) return wrong_words();
  const std::string asked = words->value("--format");
  if (words->has("--format") && asked != "pairs" && asked != "lists") return wrong_words();
  std::ifstream file;
  if (!open(file, words->value("--sequences"))) return 1;
  const auto format = asked.empty()      ? replay::SequenceFormat::detect
                      : asked == "pairs" ? replay::SequenceFormat::pairs
                                         : replay::SequenceFormat::lists;
  const auto held_out = words->has("--validation") ? replay::HeldOut::last_but_one : replay::HeldOut::last;
  return show(replay::next_items(file, format, held_out, seconds_now), words->has("--json"));
}

int evaluate_sessions(std::span<char*> given) {
  const auto words = Words::of(given, {"--clicks"}, {"--json"});
  if (!words || !words->has("--clicks")) return wrong_words();
  std::ifstream file;
  if (!open(file, words->value("--clicks"))) return 1;
  return show(replay::sessions(file, seconds_now), words->has("--json"));
}

int evaluate_ctr(std::span<char*> given) {
  const auto words = Words::of(given, {"--train", "--test", "--validation", "--passes"}, {"--json"});
  if (!words || !words->has("--train") || !words->has("--test")) return wrong_words();
  replay::Passes passes;
  if (const std::string asked = words->value("--passes"); !asked.empty() && asked != "auto") {
    passes = replay::number<unsigned>(asked);
    if (!passes || *passes == 0 || *passes > replay::passes_max) return wrong_words();
  }
  std::ifstream train, test, validation;
  if (!open(train, words->value("--train")) || !open(test, words->value("--test"))) return 1;
  if (words->has("--validation") && !open(validation, words->value("--validation"))) return 1;
  const replay::ClickFiles files{train, test, words->has("--validation") ? &validation : nullptr};
  return show(replay::clicks(files, passes, seconds_now), words->has("--json"));
}

}  // namespace vitrine::app
