// vitrine replay --selftest [--pages N] [--pairs N] [--seed N] [--width 4|8|16] [--json]: replay at scale,
// with vectors of that width (learning/kernels.hpp) or the widest there are, and what is
// promised about a viewer's history, from nothing but a seed.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>

#include "app/commands/commands.hpp"
#include "base/text.hpp"
#include "learning/kernels.hpp"
#include "replay/mass.hpp"
#include "replay/proofs.hpp"

namespace vitrine::app {
namespace {

struct Options {
  replay::MassOptions mass{.pages = 100'000};
  replay::ProofOptions proofs;
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
    const auto value = i + 1 < words.size() ? base::parse_number(words[++i]) : std::nullopt;
    if (!value) return std::nullopt;
    if (word == "--pages" && *value > 0 && *value <= 100'000'000)
      options.mass.pages = static_cast<std::uint32_t>(*value);
    else if (word == "--pairs" && *value > 0 && *value <= 100'000'000)
      options.proofs.pairs = static_cast<std::uint32_t>(*value);
    else if (word == "--width" && (*value == 4 || *value == 8 || *value == 16))
      learning::choose_kernels(static_cast<std::size_t>(*value));
    else if (word == "--seed") options.mass.seed = options.proofs.seed = *value;
    else return std::nullopt;
  }
  return options;
}

void print(const replay::MassReplay& replay, double seconds) {
  for (const auto& line : replay.differences) fmt::print("{}\n", line);
  fmt::print("{} pages with {} videos of {} candidates, log of {} events, {:.1f} s\n", replay.pages,
             replay.items, replay.candidates, replay.events, seconds);
  fmt::print("from the checkpoint: {} equal, {} different\n", replay.from_checkpoint,
             replay.pages - replay.from_checkpoint);
  fmt::print("from the start:      {} equal, {} different\n", replay.from_the_start,
             replay.pages - replay.from_the_start);
  fmt::print("the three models {}\n", replay.models_agree ? "agree" : "DIFFER");
  fmt::print("slates {}\nmodel  {}\ndigest {}\n", base::hex(replay.slates), base::hex(replay.model),
             base::hex(replay.digest()));
}

void print(const replay::Proofs& proofs, double seconds) {
  for (const auto& line : proofs.failures) fmt::print("{}\n", line);
  fmt::print("\n{} pairs of viewers who did the opposite in everything, {} pages compared, {:.1f} s\n",
             proofs.pairs, proofs.pages, seconds);
  fmt::print("the same page without profile: {} of {} pairs ({} got different ones from home)\n",
             proofs.same_without_profile, proofs.pairs, proofs.different_by_home);
  fmt::print("after a reset a newcomer's:    {} of {} pairs\n", proofs.new_after_reset, proofs.pairs);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int replay_selftest(std::span<char*> arguments) {
  const auto options = options_of(arguments);
  if (!options) {
    std::fputs(
        "usage: vitrine replay --selftest [--pages 100000] [--pairs 10000] [--seed 1] [--width 4|8|16]\n"
        "                                 [--json]\n",
        stderr);
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto replay = replay::mass_replay(options->mass);
  if (!replay) {
    std::fprintf(stderr, "vitrine: %s\n", replay.error().detail.c_str());
    return 1;
  }
  const double seconds = seconds_since(start);
  const auto proofs = replay::prove(options->proofs);
  const double proof_seconds = seconds_since(start) - seconds;
  if (options->json) {
    auto all = replay::to_json(*replay);
    all["seconds"] = seconds;
    all["proofs"] = replay::to_json(proofs);
    std::puts(base::to_text(all).c_str());
  } else {
    print(*replay, seconds);
    print(proofs, proof_seconds);
  }
  return replay->equal() && proofs.hold() ? 0 : 1;
}

}  // namespace vitrine::app
