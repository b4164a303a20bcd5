#include "adapters/system/kernel_rng.hpp"

#include <sys/random.h>

#include <cerrno>

#include "base/assert.hpp"

namespace vitrine::system {

void KernelRng::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const auto count = ::getrandom(out.data(), out.size(), 0);
    if (count < 0) {
      VITRINE_ASSERT(errno == EINTR, "getrandom without flags fails for no other reason on Linux");
      continue;
    }
    out = out.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace vitrine::system
