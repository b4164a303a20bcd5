#include <cstdio>

#include "adapters/egress/egress_worker.hpp"
#include "app/commands/commands.hpp"

namespace vitrine::app {

// Begun by the house (adapters/egress/egress_process.hpp), with its end of the line as descriptor 3.
int egress(std::span<char*> arguments) {
  constexpr int line = 3;
  const auto policy = adapters::egress::Policy::of(arguments.empty() ? "" : arguments[0]);
  if (!policy) return 2;
  if (const auto done = adapters::egress::confine(); !done) {
    std::fprintf(stderr, "vitrine: %s\n", done.error().detail.c_str());
    return 1;
  }
  adapters::egress::serve(line, *policy);
  return 0;
}

}  // namespace vitrine::app
