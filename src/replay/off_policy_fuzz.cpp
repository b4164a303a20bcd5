// Logs come from strangers: no bytes may make the reader fall, and what it accepts is within bounds.
#include <sstream>

#include "base/assert.hpp"
#include "replay/off_policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  std::istringstream in{text}, items{text};
  vitrine::replay::BadLines bad;
  (void)vitrine::replay::read_items(items, bad);
  if (const auto log = vitrine::replay::read_trials(in, "log")) {
    for (const auto& trial : log->trials) {
      VITRINE_ASSERT(trial.propensity > 0 && trial.propensity <= 1, "a probability above 0");
      VITRINE_ASSERT(trial.item < log->items.size(), "items are numbered");
    }
  }
  return 0;
}
