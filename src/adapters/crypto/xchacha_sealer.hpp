#pragma once
// ports/sealer.hpp with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) by libsodium: 24 random bytes, then
// ciphertext and tag. Its nonce is long enough to be drawn at random for ever. About 1 us a value.
#include <span>

#include "base/hash.hpp"
#include "ports/rng.hpp"
#include "ports/sealer.hpp"

namespace vitrine::crypto {

/// Overwrites what was secret; the compiler may not leave it out.
void wipe(std::span<std::byte> secret);

class XChaChaSealer final : public ports::Sealer {
 public:
  /// `key`: 32 secret bytes, used for nothing else. `rng` outlives the sealer.
  XChaChaSealer(const base::Digest& key, ports::Rng& rng) : key_(key), rng_(rng) {}
  /// Leaves no key in memory.
  ~XChaChaSealer() override;
  XChaChaSealer(const XChaChaSealer&) = delete;
  XChaChaSealer& operator=(const XChaChaSealer&) = delete;

  [[nodiscard]] base::Bytes seal(base::ByteView plain, std::string_view context) const override;
  [[nodiscard]] base::Result<base::Bytes> open(base::ByteView sealed,
                                               std::string_view context) const override;

 private:
  base::Digest key_;
  ports::Rng& rng_;
};

}  // namespace vitrine::crypto
