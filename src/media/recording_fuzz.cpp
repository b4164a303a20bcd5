// Anybody with an account may send us a "recording". Corpus: fuzz/corpus/recording.
#include "media/recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const auto ms = media::read_recording({reinterpret_cast<const std::byte*>(data), size});
  if (ms ? *ms < 1 || *ms > 300'000 : ms.error().detail.empty()) __builtin_trap();
  return 0;
}
