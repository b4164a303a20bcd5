#pragma once
// Owners of what OpenSSL allocates, and how it wants to see our bytes. For this folder's .cpp files alone.
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

#include "base/bytes.hpp"

namespace vitrine::crypto::openssl {

template <auto free>
struct Free {
  void operator()(auto* what) const { free(what); }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Free<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Free<EC_POINT_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

inline const unsigned char* raw(base::ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* raw(base::Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

/// The key of `kind` ("EC", "RSA") that `parts` make; `selection` is EVP_PKEY_KEYPAIR or
/// EVP_PKEY_PUBLIC_KEY. Nothing when they make none.
inline Key key_of(const char* kind, int selection, OSSL_PARAM_BLD* parts) {
  const Params params{OSSL_PARAM_BLD_to_param(parts)};
  const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
  EVP_PKEY* made = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &made, selection, params.get()) <= 0)
    return nullptr;
  return Key{made};
}

}  // namespace vitrine::crypto::openssl
