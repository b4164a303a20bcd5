#include "base/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <utility>

#include "base/assert.hpp"

namespace vitrine::base {
namespace {
unsigned char* raw(Digest& digest) { return reinterpret_cast<unsigned char*>(digest.data()); }
}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    VITRINE_ASSERT(context && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1, "OpenSSL has SHA-256");
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(ByteView bytes) { EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()); }

Digest Sha256::finish() {
  Digest digest{};
  VITRINE_ASSERT(EVP_DigestFinal_ex(state_->context, raw(digest), nullptr) == 1, "finish is called once");
  return digest;
}

Digest sha256(ByteView bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

Digest hmac_sha256(ByteView key, ByteView message) {
  Digest digest{};
  unsigned size = 0;
  const auto* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), raw(digest), &size);
  VITRINE_ASSERT(done != nullptr && size == digest.size(), "HMAC-SHA-256 gives 32 bytes");
  return digest;
}

std::array<std::byte, 20> hmac_sha1(ByteView key, ByteView message) {
  std::array<std::byte, 20> out{};
  unsigned length = 0;
  const auto* done = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                          reinterpret_cast<unsigned char*>(out.data()), &length);
  VITRINE_ASSERT(done != nullptr && length == out.size(), "HMAC-SHA-1 gives 20 bytes");
  return out;
}
}  // namespace vitrine::base
