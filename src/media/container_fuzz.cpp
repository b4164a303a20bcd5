// The walk meets bytes nobody promised anything about. Corpus: fuzz/corpus/container.
#include "media/container.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  media::MemorySource source{{reinterpret_cast<const std::byte*>(data), size}};
  const auto found = media::inspect(source, media::Limits{});
  if (found && found->video.frames <= 0) __builtin_trap();
  return 0;
}
