#include "adapters/crypto/ed25519_signer.hpp"

#include <sodium.h>

#include "base/assert.hpp"

namespace vitrine::crypto {
static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);

Ed25519Signer::Ed25519Signer(const base::Digest& seed) {
  VITRINE_ASSERT(sodium_init() >= 0, "libsodium finds a source of chance at start-up");
  crypto_sign_seed_keypair(public_.data(), secret_.data(),
                           reinterpret_cast<const unsigned char*>(seed.data()));
}

base::Bytes Ed25519Signer::sign(base::ByteView message) const {
  base::Bytes signature(crypto_sign_BYTES);
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                       secret_.data());
  return signature;
}

base::Bytes Ed25519Signer::public_key() const {
  const auto* const at = reinterpret_cast<const std::byte*>(public_.data());
  return {at, at + public_.size()};
}

bool is_signed(base::ByteView message, base::ByteView signature, base::ByteView public_key) {
  if (signature.size() != crypto_sign_BYTES || public_key.size() != crypto_sign_PUBLICKEYBYTES) return false;
  VITRINE_ASSERT(sodium_init() >= 0, "libsodium finds a source of chance at start-up");
  const auto raw = [](base::ByteView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); };
  return crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(public_key)) == 0;
}

}  // namespace vitrine::crypto
