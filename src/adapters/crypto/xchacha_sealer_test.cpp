#include "adapters/crypto/xchacha_sealer.hpp"

#include <doctest/doctest.h>

#include "adapters/system/kernel_rng.hpp"

namespace vitrine::crypto::xchacha_sealer_test {
namespace {

TEST_CASE("sealer: what was sealed comes back, and only in its place and under its key") {
  system::KernelRng rng;
  const XChaChaSealer sealer{base::sha256(base::as_bytes("one key")), rng};
  const XChaChaSealer other{base::sha256(base::as_bytes("another key")), rng};
  const auto plain = base::as_bytes("seed of a second factor");
  const auto sealed = sealer.seal(plain, "accounts|7");

  const auto back = sealer.open(sealed, "accounts|7");
  REQUIRE(back);
  CHECK(base::as_text(*back) == base::as_text(plain));
  CHECK_FALSE(sealer.open(sealed, "accounts|8"));
  CHECK_FALSE(other.open(sealed, "accounts|7"));
  CHECK(sealer.seal(plain, "accounts|7") != sealed);
}

TEST_CASE("sealer: any changed byte and any cut breaks the seal") {
  system::KernelRng rng;
  const XChaChaSealer sealer{base::sha256(base::as_bytes("one key")), rng};
  const auto sealed = sealer.seal(base::as_bytes("x"), "");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] ^= std::byte{1};
    CHECK_FALSE(sealer.open(changed, ""));
    CHECK_FALSE(sealer.open(base::ByteView{sealed}.first(i), ""));
  }
}

}  // namespace
}  // namespace vitrine::crypto::xchacha_sealer_test
