// Any bytes as a description: bounded output, well-formed tags that fold to themselves.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "catalog/tags.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto found = vitrine::catalog::find_tags_and_mentions(text);
  if (found.tags.size() > vitrine::catalog::tags_max) std::abort();
  if (found.mentions.size() > vitrine::catalog::mentions_max) std::abort();
  for (const auto& tag : found.tags)
    if (!vitrine::base::is_utf8(tag) || vitrine::catalog::fold_tag(tag) != tag) std::abort();
  return 0;
}
