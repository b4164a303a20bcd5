#pragma once
// Chance comes in through this door: the kernel's generator in production (adapters/system), a seeded one in
// tests. For tokens, keys and ids; the feed's own randomness is seeded from its query (base/random.hpp).
#include <mutex>
#include <span>

#include "base/random.hpp"

namespace vitrine::ports {

class Rng {
 public:
  virtual ~Rng() = default;
  virtual void fill(std::span<std::byte> out) = 0;  ///< never fails; thread-safe

  [[nodiscard]] std::uint64_t next64() {
    std::uint64_t value = 0;
    fill(std::as_writable_bytes(std::span{&value, 1}));
    return value;
  }
};

/// The same sequence for the same seed. Thread-safe.
class FakeRng final : public Rng {
 public:
  explicit FakeRng(std::uint64_t seed = 1) : random_(seed) {}
  void fill(std::span<std::byte> out) override {
    const std::scoped_lock hold{mutex_};
    for (auto& byte : out) byte = static_cast<std::byte>(random_.next() & 0xff);
  }

 private:
  std::mutex mutex_;
  base::Random random_;
};

}  // namespace vitrine::ports
