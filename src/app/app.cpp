#include "app/app.hpp"

#include <cstdio>
#include <string_view>

namespace vitrine::app {
int run(std::span<char*> arguments) {
  const std::string_view command = arguments.size() > 1 ? arguments[1] : "help";
  if (command == "version") {
    std::puts("vitrine 0.1.0");
    return 0;
  }
  std::fputs("usage: vitrine version\n", stderr);
  return command == "help" ? 0 : 2;
}
}  // namespace vitrine::app
