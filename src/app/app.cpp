#include "app/app.hpp"

#include <malloc.h>

#include <array>
#include <cstdio>
#include <string_view>

#include "app/commands/commands.hpp"

namespace vitrine::app {
namespace {
struct Command {
  std::string_view name;
  int (*run)(std::span<char*>);
  std::string_view what;
};

int help(std::span<char*>);
int version(std::span<char*>) {
  std::puts("vitrine 0.1.0");
  return 0;
}

constexpr std::array commands{
    Command{"admin", admin, "make and repair accounts from the shell"},
    Command{"bench", bench, "measure a page; fill a data folder for measuring"},
    Command{"config", config, "check the configuration; --explain lists every setting"},
    Command{"demo", run_demo, "a throw-away house with clips, people and viewers in it"},
    Command{"digest", digest, "what the event log folds to"},
    Command{"egress", egress, "what `serve` speaks to other machines through; it begins it by itself"},
    Command{"evaluate", evaluate, "measure the recommender on logged data"},
    Command{"help", help, "this list"},
    Command{"openapi", openapi, "print the API document"},
    Command{"policy", policy, "the algorithms on offer: list, show, check, explain"},
    Command{"replay", replay, "rank pages that were served again, and compare every byte"},
    Command{"serve", serve, "run the house: --data DIR --listen ADDRESS:PORT"},
    Command{"simulate", simulate, "simulated viewers against the feed and against simpler ones"},
    Command{"verify-export", verify_export,
            "check the signature and every file of an export: FILE.zip [--key HEX]"},
    Command{"version", version, "the version"},
};

int help(std::span<char*>) {
  std::puts("usage: vitrine <command> [options]\n");
  for (const auto& command : commands)
    std::printf("  %-13.*s %.*s\n", static_cast<int>(command.name.size()), command.name.data(),
                static_cast<int>(command.what.size()), command.what.data());
  return 0;
}
}  // namespace

int run(std::span<char*> arguments) {
  // Making a page takes 1.5 MB for a millisecond. Given back to the system each time, as malloc would, it
  // costs as much to get again as the page does to make.
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  const std::string_view name = arguments.size() > 1 ? arguments[1] : "help";
  for (const auto& command : commands)
    if (command.name == name || (command.name == "help" && name == "--help"))
      return command.run(arguments.size() > 2 ? arguments.subspan(2) : std::span<char*>{});
  std::fprintf(stderr, "vitrine: there is no command \"%.*s\"; `vitrine help` lists them.\n",
               static_cast<int>(name.size()), name.data());
  return 2;
}
}  // namespace vitrine::app
