#include "accounts/totp.hpp"

#include <doctest/doctest.h>

namespace vitrine::accounts::totp_test {
namespace {

const auto rfc_secret = base::as_bytes("12345678901234567890");

TEST_CASE("totp: the vectors of RFC 6238 appendix B, their last six digits") {
  CHECK(totp_code(rfc_secret, 59 / 30) == "287082");
  CHECK(totp_code(rfc_secret, 1'111'111'109 / 30) == "081804");
  CHECK(totp_code(rfc_secret, 1'111'111'111 / 30) == "050471");
  CHECK(totp_code(rfc_secret, 1'234'567'890 / 30) == "005924");
  CHECK(totp_code(rfc_secret, 2'000'000'000 / 30) == "279037");
  CHECK(totp_code(rfc_secret, 20'000'000'000 / 30) == "353130");
}

TEST_CASE("totp: half a minute to either side is forgiven, a minute is not, and a used code never") {
  const auto now = model::instant(1'234'567'890'000);
  const auto step = totp_step(now);
  for (const std::int64_t off : {-1, 0, 1})
    CHECK(matching_step(rfc_secret, totp_code(rfc_secret, step + off), now, 0) == step + off);
  for (const std::int64_t off : {-2, 2})
    CHECK_FALSE(matching_step(rfc_secret, totp_code(rfc_secret, step + off), now, 0));
  CHECK_FALSE(matching_step(rfc_secret, totp_code(rfc_secret, step), now, step));
  CHECK_FALSE(matching_step(rfc_secret, "00592", now, 0));
  CHECK_FALSE(matching_step(rfc_secret, "", now, 0));
}

TEST_CASE("totp: base32 is that of RFC 4648, without padding") {
  CHECK(base32(base::as_bytes("")).empty());
  CHECK(base32(base::as_bytes("f")) == "MY");
  CHECK(base32(base::as_bytes("fo")) == "MZXQ");
  CHECK(base32(base::as_bytes("foo")) == "MZXW6");
  CHECK(base32(base::as_bytes("foob")) == "MZXW6YQ");
  CHECK(base32(base::as_bytes("fooba")) == "MZXW6YTB");
  CHECK(base32(base::as_bytes("foobar")) == "MZXW6YTBOI");
}

TEST_CASE("totp: a link names house and person, whatever they are called") {
  CHECK(otpauth_uri(base::as_bytes("foobar"), "Haus & Hof", "ann") ==
        "otpauth://totp/Haus%20%26%20Hof:ann?secret=MZXW6YTBOI&issuer=Haus%20%26%20Hof");
}

}  // namespace
}  // namespace vitrine::accounts::totp_test
