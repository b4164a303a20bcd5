#include "adapters/crypto/signature_checker.hpp"

#include <doctest/doctest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace vitrine::signature_checker_test {
namespace {
using accounts::Algorithm;
using accounts::PublicKey;

const crypto::SignatureChecker checker;

base::Bytes hex(std::string_view text) { return base::from_hex(text).value(); }

/// What signs like an authenticator.
struct Signer {
  EVP_PKEY* key;
  bool hashes = true;
  explicit Signer(EVP_PKEY* of) : key(of) { REQUIRE(key != nullptr); }
  ~Signer() { EVP_PKEY_free(key); }
  Signer(const Signer&) = delete;

  [[nodiscard]] base::Bytes sign(std::string_view message) const {
    auto* const context = EVP_MD_CTX_new();
    std::size_t size = 1024;
    base::Bytes out(size);
    REQUIRE(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) == 1);
    REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                           reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1);
    EVP_MD_CTX_free(context);
    out.resize(size);
    return out;
  }
  [[nodiscard]] base::Bytes number(const char* name) const {
    BIGNUM* value = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key, name, &value) == 1);
    base::Bytes out(static_cast<std::size_t>(BN_num_bytes(value)));
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(out.data()));
    BN_free(value);
    return out;
  }
};

void check_all(const PublicKey& key, const base::Bytes& signature, std::string_view message) {
  CHECK(checker.is_usable(key));
  CHECK(checker.holds(key, base::as_bytes(message), signature));
  CHECK_FALSE(checker.holds(key, base::as_bytes(std::string{message} + "!"), signature));
  for (const std::size_t at : {std::size_t{0}, signature.size() / 2, signature.size() - 1}) {
    auto bent = signature;
    bent[at] ^= std::byte{1};
    CHECK_FALSE(checker.holds(key, base::as_bytes(message), bent));
  }
  CHECK_FALSE(checker.holds(key, base::as_bytes(message), {}));
}
}  // namespace

TEST_CASE("signature_checker: Ed25519, the third test of RFC 8032") {
  const PublicKey key{
      Algorithm::eddsa, hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"), {}};
  check_all(key,
            hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
            "\xaf\x82");
}

TEST_CASE("signature_checker: P-256, and points that are not on it are no keys") {
  const Signer signer{EVP_EC_gen("P-256")};
  PublicKey key{Algorithm::es256, signer.number(OSSL_PKEY_PARAM_EC_PUB_X),
                signer.number(OSSL_PKEY_PARAM_EC_PUB_Y)};
  key.x.insert(key.x.begin(), 32 - key.x.size(), std::byte{0});
  key.y.insert(key.y.begin(), 32 - key.y.size(), std::byte{0});
  check_all(key, signer.sign("a message"), "a message");
  key.y[31] ^= std::byte{1};
  CHECK_FALSE(checker.is_usable(key));
  CHECK_FALSE(checker.holds(key, base::as_bytes("a message"), signer.sign("a message")));
  CHECK_FALSE(checker.is_usable({Algorithm::es256, base::Bytes(32), base::Bytes(32)}));
}

TEST_CASE("signature_checker: RSA with 2048 bits") {
  const Signer signer{EVP_RSA_gen(2048)};
  const PublicKey key{Algorithm::rs256, signer.number(OSSL_PKEY_PARAM_RSA_N),
                      signer.number(OSSL_PKEY_PARAM_RSA_E)};
  check_all(key, signer.sign("a message"), "a message");
  CHECK_FALSE(checker.is_usable({Algorithm::rs256, key.x, {std::byte{1}}}));
}
}  // namespace vitrine::signature_checker_test
