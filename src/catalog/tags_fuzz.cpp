// Any bytes as a description: bounded output, well-formed tags that fold to themselves.
#include <algorithm>
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
  if (found.tags.empty()) return 0;
  // Taking a tag out takes it out, and putting it back brings it back.
  const auto& first = found.tags.front();
  const auto without = vitrine::catalog::without_tag(text, first);
  if (without.size() >= text.size()) std::abort();
  const auto with = vitrine::catalog::with_tag(without, first);
  const auto again = vitrine::catalog::find_tags_and_mentions(with).tags;
  const bool full = again.size() >= vitrine::catalog::tags_max;
  if (!full && std::ranges::find(again, first) == again.end()) std::abort();
  return 0;
}
