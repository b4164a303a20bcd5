#include "adapters/crypto/vapid_signer.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/obj_mac.h>

#include <stdexcept>

#include "adapters/crypto/openssl_owners.hpp"

namespace vitrine::crypto {
namespace {
using namespace openssl;

constexpr std::size_t half = 32;                   // a number of P-256
constexpr std::size_t point_bytes = 1 + 2 * half;  // SEC 1, 2.3.3: uncompressed

/// Memory or a broken library: nothing a caller could do anything about.
[[noreturn]] void broken() { throw std::runtime_error("OpenSSL cannot do P-256"); }

/// 1 <= scalar < order. The hash of a seed misses that once in 2^32 seeds; then its hash is tried.
Number scalar_of(base::Digest seed, const EC_GROUP* group) {
  for (;; seed = base::sha256(seed)) {
    Number scalar{BN_bin2bn(raw(seed), static_cast<int>(seed.size()), nullptr)};
    if (!scalar) broken();
    if (BN_is_zero(scalar.get()) == 0 && BN_cmp(scalar.get(), EC_GROUP_get0_order(group)) < 0) return scalar;
  }
}
}  // namespace

struct VapidSigner::Key {
  openssl::Key pair;
  base::Bytes point = base::Bytes(point_bytes);
};

VapidSigner::VapidSigner(const base::Digest& seed, std::string contact)
    : key_(std::make_unique<Key>()), contact_(std::move(contact)) {
  const Group group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  const Point point{group ? EC_POINT_new(group.get()) : nullptr};
  if (!point) broken();
  const auto scalar = scalar_of(seed, group.get());
  if (EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, nullptr) != 1 ||
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, raw(key_->point),
                         point_bytes, nullptr) != point_bytes)
    broken();
  const Builder parts{OSSL_PARAM_BLD_new()};
  if (!parts ||
      OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get()) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, key_->point.data(),
                                       point_bytes) != 1)
    broken();
  key_->pair = key_of("EC", EVP_PKEY_KEYPAIR, parts.get());
  if (!key_->pair) broken();
}

VapidSigner::~VapidSigner() = default;

base::Bytes VapidSigner::public_key() const { return key_->point; }

std::string VapidSigner::authorization(std::string_view origin, model::Instant until) const {
  const auto encoded = [](std::string_view text) { return base::base64_url(base::as_bytes(text)); };
  const auto claims =
      fmt::format(R"({{"aud":"{}","exp":{},"sub":"{}"}})", origin, model::millis(until) / 1000, contact_);
  auto token = encoded(R"({"typ":"JWT","alg":"ES256"})") + "." + encoded(claims);
  const DigestContext context{EVP_MD_CTX_new()};
  base::Bytes der(static_cast<std::size_t>(EVP_PKEY_get_size(key_->pair.get())));
  auto size = der.size();
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->pair.get()) != 1 ||
      EVP_DigestSign(context.get(), raw(der), &size, raw(base::as_bytes(token)), token.size()) != 1)
    broken();
  const unsigned char* from = raw(der);
  const Signature signature{d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(size))};
  base::Bytes plain(2 * half);
  if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw(plain), static_cast<int>(half)) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw(plain) + half, static_cast<int>(half)) < 0)
    broken();
  token += "." + base::base64_url(plain);
  return fmt::format("vapid t={}, k={}", token, base::base64_url(key_->point));
}

}  // namespace vitrine::crypto
