#pragma once
// accounts::SignatureChecker by OpenSSL: ECDSA over P-256 with SHA-256, Ed25519 (RFC 8032), RSA PKCS#1 v1.5
// with SHA-256. Holds nothing; thread-safe.
#include "accounts/ports.hpp"

namespace vitrine::crypto {

class SignatureChecker final : public accounts::SignatureChecker {
 public:
  [[nodiscard]] bool is_usable(const accounts::PublicKey& key) const override;
  [[nodiscard]] bool holds(const accounts::PublicKey& key, base::ByteView message,
                           base::ByteView signature) const override;
};

}  // namespace vitrine::crypto
