#include "adapters/crypto/signature_checker.hpp"

#include <openssl/core_names.h>

#include "adapters/crypto/openssl_owners.hpp"

namespace vitrine::crypto {
namespace {
using accounts::Algorithm;
using accounts::PublicKey;
using base::ByteView;

using namespace openssl;

Key checked(const char* kind, OSSL_PARAM_BLD* parts) {
  auto key = key_of(kind, EVP_PKEY_PUBLIC_KEY, parts);
  const KeyContext check{key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr};
  return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

/// Points that are not on the curve are no key (OpenSSL looks).
Key p256(const PublicKey& key) {
  base::Bytes point{std::byte{4}};  // SEC 1, 2.3.3: uncompressed
  point.insert(point.end(), key.x.begin(), key.x.end());
  point.insert(point.end(), key.y.begin(), key.y.end());
  const Builder parts{OSSL_PARAM_BLD_new()};
  if (!parts ||
      OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return checked("EC", parts.get());
}

Key rsa(const PublicKey& key) {
  const Number modulus{BN_bin2bn(raw(key.x), static_cast<int>(key.x.size()), nullptr)};
  const Number exponent{BN_bin2bn(raw(key.y), static_cast<int>(key.y.size()), nullptr)};
  const Builder parts{OSSL_PARAM_BLD_new()};
  if (!modulus || !exponent || !parts || BN_is_one(exponent.get()) != 0 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return checked("RSA", parts.get());
}

Key make(const PublicKey& key) {
  switch (key.algorithm) {
    case Algorithm::es256:
      return p256(key);
    case Algorithm::eddsa:
      return Key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key.x), key.x.size())};
    case Algorithm::rs256:
      return rsa(key);
  }
  return nullptr;
}
}  // namespace

bool SignatureChecker::is_usable(const PublicKey& key) const { return make(key) != nullptr; }

bool SignatureChecker::holds(const PublicKey& key, ByteView message, ByteView signature) const {
  const auto known = make(key);
  const DigestContext context{EVP_MD_CTX_new()};
  if (!known || !context) return false;
  const auto* const hash = key.algorithm == Algorithm::eddsa ? nullptr : EVP_sha256();
  return EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, known.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

}  // namespace vitrine::crypto
