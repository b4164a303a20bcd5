#include "adapters/crypto/xchacha_sealer.hpp"

#include <sodium.h>

namespace vitrine::crypto {
namespace {
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* raw(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }
const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
}  // namespace

void wipe(std::span<std::byte> secret) { sodium_memzero(secret.data(), secret.size()); }

XChaChaSealer::~XChaChaSealer() { wipe(key_); }

base::Bytes XChaChaSealer::seal(base::ByteView plain, std::string_view context) const {
  base::Bytes out(nonce_bytes + plain.size() + tag_bytes);
  rng_.fill(std::span{out}.first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out.data() + nonce_bytes), nullptr, raw(plain.data()),
                                             plain.size(), raw(context), context.size(), nullptr,
                                             raw(out.data()), raw(key_.data()));
  return out;
}

base::Result<base::Bytes> XChaChaSealer::open(base::ByteView sealed, std::string_view context) const {
  const auto broken = [] {
    return base::fail(base::Fault::corrupt_input, "seal_broken",
                      "A sealed value cannot be read: the key file or the database is not the right one.");
  };
  if (sealed.size() < nonce_bytes + tag_bytes) return broken();
  base::Bytes out(sealed.size() - nonce_bytes - tag_bytes);
  const auto body = sealed.subspan(nonce_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(out.data()), nullptr, nullptr, raw(body.data()),
                                                 body.size(), raw(context), context.size(),
                                                 raw(sealed.data()), raw(key_.data())) != 0)
    return broken();
  return out;
}

}  // namespace vitrine::crypto
