// Any bytes as an edit: refused with a sentence, or bounded, cut into pictures without a gap, and kept as it
// is. Corpus: fuzz/corpus/edit_list.
#include "media/edit_list.hpp"
#include "media/montage.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const auto edit = media::read_edit_list({reinterpret_cast<const char*>(data), size});
  if (!edit) {
    if (edit.error().detail.empty()) __builtin_trap();
    return 0;
  }
  const auto again = media::read_edit_list(media::edit_text(*edit));
  // Written out, characters may take more bytes than an edit may have; then it is refused, and never another
  // one.
  if (again ? *again != *edit : media::edit_text(*edit).size() <= media::edit_bytes_max) __builtin_trap();
  std::int64_t next = 0;
  for (const auto& piece : media::pieces(*edit, 0, media::pictures(*edit))) {
    if (piece.first != next || piece.count < 1) __builtin_trap();
    next += piece.count;
  }
  if (next != media::pictures(*edit)) __builtin_trap();
  return 0;
}
