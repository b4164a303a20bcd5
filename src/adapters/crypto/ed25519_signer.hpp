#pragma once
// privacy::Signer with Ed25519 (RFC 8032) by libsodium.
#include <array>

#include "base/hash.hpp"
#include "privacy/ports.hpp"

namespace vitrine::crypto {

class Ed25519Signer final : public privacy::Signer {
 public:
  /// `seed`: 32 secret bytes, used for nothing else.
  explicit Ed25519Signer(const base::Digest& seed);
  [[nodiscard]] base::Bytes sign(base::ByteView message) const override;
  [[nodiscard]] base::Bytes public_key() const override;

 private:
  std::array<unsigned char, 32> public_{};
  std::array<unsigned char, 64> secret_{};
};

/// Whether the holder of the secret behind `public_key` signed `message`. Wrong sizes are no signature.
[[nodiscard]] bool is_signed(base::ByteView message, base::ByteView signature, base::ByteView public_key);

}  // namespace vitrine::crypto
