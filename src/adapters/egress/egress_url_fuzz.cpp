// Addresses strangers want the house to speak to: whatever parses, parses again from its parts.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/egress/numeric_policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine::adapters::egress;
  const auto target = parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  const auto again = parse_target(origin_of(*target) + target->path);
  if (!again || !(*again == *target) || target->path.find_first_of("\r\n ") != std::string::npos)
    std::abort();
  return 0;
}
