// Any bytes as a text: bounded, well-formed words that fold to themselves, and stems that end.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "search/slips.hpp"
#include "search/words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace search = vitrine::search;
  const auto words = search::words_of({reinterpret_cast<const char*>(data), size});
  if (words.size() > search::words_max) std::abort();
  for (const auto& word : words) {
    if (word.folded.size() > search::word_bytes_max || !vitrine::base::is_utf8(word.folded)) std::abort();
    if (search::forms_of(word.folded, "").front() != word.folded) std::abort();
    if (search::slips_of(word.folded).size() > search::slip_letters + 2) std::abort();
    if (search::distance(word.folded, word.folded, 2) != 0) std::abort();
  }
  return 0;
}
