#pragma once
// Hashes. SHA-256 (FIPS 180-4, by OpenSSL) names content and signs links; mix64 spreads integers inside the
// deterministic core, where no key and no adversary is involved. Thread-safe.
#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.hpp"

namespace vitrine::base {

using Digest = std::array<std::byte, 32>;

[[nodiscard]] Digest sha256(ByteView bytes);
[[nodiscard]] Digest hmac_sha256(ByteView key, ByteView message);  ///< RFC 2104
/// Of RFC 6238 only, whose apps speak nothing newer.
[[nodiscard]] std::array<std::byte, 20> hmac_sha1(ByteView key, ByteView message);

/// SHA-256 of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(ByteView bytes);
  [[nodiscard]] Digest finish();  ///< once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SplitMix64's finaliser (Steele, Lea, Flood 2014): a bijection on 64 bits that spreads every input bit.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace vitrine::base
