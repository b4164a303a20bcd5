#include <cstdio>

#include "adapters/system/confine.hpp"
#include "app/commands/commands.hpp"
#include "app/wiring.hpp"
#include "http/server/server.hpp"

namespace vitrine::app {

int serve(std::span<char*> arguments) {
  http::StopSignals signals;  // before any thread: they inherit its mask
  const auto settings = read_settings(arguments);
  if (!settings) {
    std::fprintf(stderr, "vitrine: %s\n", settings.error().detail.c_str());
    return 2;
  }
  if (const auto confined = adapters::system::confine_process(); !confined) {
    std::fprintf(stderr, "vitrine: %s\n", confined.error().detail.c_str());
    return 1;
  }
  auto house = House::open(*settings);
  if (!house) {
    std::fprintf(stderr, "vitrine: %s\n", house.error().detail.c_str());
    return 1;
  }
  (*house)->start();
  std::printf("Vitrine is open: %s\n", (*house)->first_address().c_str());
  std::fflush(stdout);
  signals.wait();
  std::puts("\nClosing: finishing what was begun.");
  std::fflush(stdout);
  (*house)->stop();
  std::puts("Closed. Nothing acknowledged is lost.");
  return 0;
}

}  // namespace vitrine::app
