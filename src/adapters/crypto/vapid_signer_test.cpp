// VAPID (RFC 8292): what a push service checks of us, checked with the verifier of passkeys.
#include "adapters/crypto/vapid_signer.hpp"

#include <doctest/doctest.h>

#include "adapters/crypto/signature_checker.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace vitrine::vapid_signer_test {
namespace {
base::Digest seed_of(char fill) {
  base::Digest seed{};
  seed.fill(static_cast<std::byte>(fill));
  return seed;
}
std::string text_of(std::string_view encoded) {
  const auto bytes = base::from_base64_url(encoded);
  REQUIRE(bytes);
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}
/// DER of the 64 plain bytes, as the checker of passkeys wants it.
base::Bytes der_of(const base::Bytes& plain) {
  const auto number = [](base::ByteView half) {
    std::vector<std::byte> out{half.begin(), half.end()};
    while (out.size() > 1 && out[0] == std::byte{0}) out.erase(out.begin());
    if ((out[0] & std::byte{0x80}) != std::byte{0}) out.insert(out.begin(), std::byte{0});
    out.insert(out.begin(), {std::byte{2}, static_cast<std::byte>(out.size())});
    return out;
  };
  auto body = number(base::ByteView{plain}.first(32));
  const auto s = number(base::ByteView{plain}.subspan(32));
  body.insert(body.end(), s.begin(), s.end());
  base::Bytes der{std::byte{0x30}, static_cast<std::byte>(body.size())};
  der.insert(der.end(), body.begin(), body.end());
  return der;
}
}  // namespace

TEST_CASE(
    "vapid_signer: the token says for whom, until when and by whom, and is signed by the key beside it") {
  const crypto::VapidSigner signer{seed_of('k'), "mailto:her@example.org"};
  const auto point = signer.public_key();
  REQUIRE(point.size() == 65);
  for (int round = 0; round < 40; ++round) {  // numbers with leading zeros come up once in 128
    const auto header =
        signer.authorization("https://push.example.org", model::instant(1'800'000'000'000 + round));
    REQUIRE(header.starts_with("vapid t="));
    const auto comma = header.find(", k=");
    REQUIRE(comma != std::string::npos);
    CHECK(header.substr(comma + 4) == base::base64_url(point));
    const auto token = header.substr(8, comma - 8);
    const auto parts = base::split(token, '.');
    REQUIRE(parts.size() == 3);
    CHECK(text_of(parts[0]) == R"({"typ":"JWT","alg":"ES256"})");
    CHECK(text_of(parts[1]) ==
          R"({"aud":"https://push.example.org","exp":1800000000,"sub":"mailto:her@example.org"})");
    const auto signature = base::from_base64_url(parts[2]);
    REQUIRE(signature);
    REQUIRE(signature->size() == 64);
    const accounts::PublicKey key{.algorithm = accounts::Algorithm::es256,
                                  .x = {point.begin() + 1, point.begin() + 33},
                                  .y = {point.begin() + 33, point.end()}};
    const auto signed_part = token.substr(0, token.rfind('.'));
    const crypto::SignatureChecker checker;
    CHECK(checker.holds(key, base::as_bytes(signed_part), der_of(*signature)));
    CHECK(!checker.holds(key, base::as_bytes(signed_part + "x"), der_of(*signature)));
  }
}

TEST_CASE("vapid_signer: the key follows from the seed") {
  CHECK(crypto::VapidSigner{seed_of('a'), ""}.public_key() ==
        crypto::VapidSigner{seed_of('a'), ""}.public_key());
  CHECK(crypto::VapidSigner{seed_of('a'), ""}.public_key() !=
        crypto::VapidSigner{seed_of('b'), ""}.public_key());
  base::Digest zero{};  // not a key: its hash is
  CHECK(crypto::VapidSigner{zero, ""}.public_key().size() == 65);
}
}  // namespace vitrine::vapid_signer_test
