// Policies are written by hand: whatever is taken must come back from its own text, and stay within bounds.
#include "base/assert.hpp"
#include "feed/policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto policy = vitrine::feed::parse_policy(text);
  if (!policy) return 0;
  const auto again = vitrine::feed::parse_policy(policy->text());
  VITRINE_ASSERT(again.has_value() && *again == *policy, "its text says all of it");
  return 0;
}
