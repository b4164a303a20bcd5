#pragma once
// social::PushSigner: ES256 over P-256 by OpenSSL (RFC 8292 VAPID, RFC 7515 JWS, RFC 7518 section 3.4).
// Thread-safe. A token costs one signature (about 0.1 ms).
#include <memory>
#include <string>

#include "base/hash.hpp"
#include "social/push.hpp"

namespace vitrine::crypto {

class VapidSigner final : public social::PushSigner {
 public:
  /// `seed`: 32 secret bytes, used for nothing else; the key follows from it, so browsers stay subscribed as
  /// long as the house keeps its secret. `contact`: an https or mailto address push services may write to.
  VapidSigner(const base::Digest& seed, std::string contact);
  ~VapidSigner() override;
  VapidSigner(const VapidSigner&) = delete;
  VapidSigner& operator=(const VapidSigner&) = delete;

  [[nodiscard]] base::Bytes public_key() const override;
  [[nodiscard]] std::string authorization(std::string_view origin, model::Instant until) const override;

 private:
  struct Key;
  std::unique_ptr<Key> key_;
  std::string contact_;
};

}  // namespace vitrine::crypto
