#include "adapters/crypto/argon2_hasher.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace vitrine::argon2_hasher_test {
using vitrine::crypto::Argon2Hasher;

TEST_CASE("argon2: a password fits its own hash, and the parameters are those we publish") {
  Argon2Hasher hasher;  // as in production: 64 MiB
  const auto hash = hasher.hash("violet anchor");
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  CHECK_FALSE(hasher.is_stale(*hash));
  CHECK(*hasher.verify("violet anchor", *hash));
  CHECK_FALSE(*hasher.verify("violet anchoR", *hash));
  CHECK_FALSE(hasher.is_stale(hasher.decoy()));
}

TEST_CASE("argon2: old parameters still verify and are stale; the decoy and nonsense fit nobody") {
  Argon2Hasher now{{.memory_kib = 128, .passes = 2}};
  Argon2Hasher before{{.memory_kib = 64, .passes = 1}};
  const auto hash = before.hash("violet anchor");
  CHECK(*now.verify("violet anchor", *hash));
  CHECK(now.is_stale(*hash));
  for (const char* guess : {"", "AAAA", "violet anchor"}) CHECK_FALSE(*now.verify(guess, now.decoy()));
  CHECK_FALSE(*now.verify("x", "not a hash"));
  CHECK_FALSE(*now.verify("x", ""));
  CHECK(*now.hash("same") != *now.hash("same"));
}

TEST_CASE("argon2: the line is short, and everybody gets an answer") {
  Argon2Hasher hasher{{.memory_kib = 4096, .passes = 2, .at_once = 1, .waiting_max = 1}};
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::jthread> callers;
  for (int i = 0; i < 8; ++i)
    callers.emplace_back([&] {
      const auto answer = hasher.hash("violet anchor");
      if (answer) ++done;
      else if (answer.error().code == "sign_in_busy") ++refused;
    });
  callers.clear();
  CHECK(done >= 1);
  CHECK(done + refused == 8);
}
}  // namespace vitrine::argon2_hasher_test
