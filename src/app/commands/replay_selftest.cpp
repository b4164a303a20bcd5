// vitrine replay --selftest [--pages N] [--seed N] [--json]: replay at scale, from nothing but a seed.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>

#include "app/commands/commands.hpp"
#include "base/text.hpp"
#include "replay/mass.hpp"

namespace vitrine::app {
namespace {

struct Options {
  replay::MassOptions mass{.pages = 100'000};
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
    else if (word == "--seed") options.mass.seed = *value;
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

}  // namespace

int replay_selftest(std::span<char*> arguments) {
  const auto options = options_of(arguments);
  if (!options) {
    std::fputs("usage: vitrine replay --selftest [--pages 100000] [--seed 1] [--json]\n", stderr);
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto replay = replay::mass_replay(options->mass);
  if (!replay) {
    std::fprintf(stderr, "vitrine: %s\n", replay.error().detail.c_str());
    return 1;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (options->json) {
    auto all = replay::to_json(*replay);
    all["seconds"] = seconds;
    std::puts(base::to_text(all).c_str());
  } else {
    print(*replay, seconds);
  }
  return replay->equal() ? 0 : 1;
}

}  // namespace vitrine::app
