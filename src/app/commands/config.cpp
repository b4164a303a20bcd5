#include <cstdio>
#include <string_view>

#include "app/commands/commands.hpp"
#include "app/settings.hpp"

namespace vitrine::app {

int config(std::span<char*> arguments) {
  if (arguments.size() == 1 && std::string_view{arguments[0]} == "--explain") {
    std::fputs(explain_settings().c_str(), stdout);
    return 0;
  }
  const auto settings = read_settings(arguments);
  if (!settings) {
    std::fprintf(stderr, "vitrine: %s\n", settings.error().detail.c_str());
    return 2;
  }
  std::puts("The configuration is fine.");
  return 0;
}

}  // namespace vitrine::app
