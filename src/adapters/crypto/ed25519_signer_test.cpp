#include "adapters/crypto/ed25519_signer.hpp"

#include <doctest/doctest.h>

namespace vitrine::ed25519_signer_test {
// RFC 8032 section 7.1, test 3.
TEST_CASE("ed25519_signer: signs as RFC 8032 says") {
  const auto seed = base::from_hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  REQUIRE(seed);
  base::Digest key{};
  std::copy(seed->begin(), seed->end(), key.begin());
  const crypto::Ed25519Signer signer{key};
  CHECK(base::hex(signer.public_key()) == "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const std::array message{std::byte{0xaf}, std::byte{0x82}};
  CHECK(base::hex(signer.sign(message)) ==
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}
}  // namespace vitrine::ed25519_signer_test
