// Anybody with an account may send us a "picture". Corpus: fuzz/corpus/picture.
#include "media/picture.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const media::PictureLimits limits;
  const auto found = media::inspect_picture({reinterpret_cast<const std::byte*>(data), size}, limits);
  if (found && (found->width < limits.side_px_min || found->height > limits.side_px_max)) __builtin_trap();
  return 0;
}
