// Any bytes as a file of captions: refused with a sentence, or bounded plain cues that are kept as they are.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "catalog/captions.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const auto cues = catalog::read_captions({reinterpret_cast<const char*>(data), size});
  if (!cues) {
    if (cues.error().detail.empty()) std::abort();
    return 0;
  }
  if (cues->empty() || cues->size() > catalog::cues_max) std::abort();
  for (const auto& cue : *cues)
    if (cue.text.empty() || cue.to <= cue.from || !base::is_utf8(cue.text)) std::abort();
  const auto kept = catalog::read_captions(catalog::webvtt(*cues));
  // Escaping may make it longer than a file may be; then it is refused, and never something else.
  if (kept ? *kept != *cues : kept.error().code != "captions_too_large") std::abort();
  return 0;
}
