#pragma once
// Random bytes from the kernel (getrandom(2)): for tokens, keys and ids. Thread-safe.
#include "ports/rng.hpp"

namespace vitrine::system {

class KernelRng final : public ports::Rng {
 public:
  /// Waits at most once in a machine's life, at boot, until the kernel has gathered enough.
  void fill(std::span<std::byte> out) override;
};

}  // namespace vitrine::system
