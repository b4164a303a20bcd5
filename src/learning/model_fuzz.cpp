// Checkpoints come from our own disk, but a disk may lie: no bytes may make the parser read or allocate
// astray.
#include "learning/model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto model = vitrine::learning::Model::restore({reinterpret_cast<const std::byte*>(data), size});
  if (model) (void)model->digest();
  return 0;
}
