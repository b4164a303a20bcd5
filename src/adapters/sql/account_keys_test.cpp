// The keys of accounts, on SQLite and on PostgreSQL: one each, for good, until destroyed.
#include "adapters/sql/account_keys.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "adapters/crypto/xchacha_sealer.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_database.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "adapters/system/kernel_rng.hpp"
#include "base/testing/temporary_folder.hpp"

namespace vitrine::account_keys_test {
using model::AccountId;
using sql::AccountKeys;
using sql::testing::for_each_database;

namespace {
constexpr AccountId ada{1}, ben{2};

struct Wrapping {
  explicit Wrapping(std::string_view of = "the house") : wrapper{base::sha256(base::as_bytes(of)), rng} {}
  system::KernelRng rng;
  crypto::XChaChaSealer wrapper;
  [[nodiscard]] AccountKeys::Needs needs() { return {wrapper, rng}; }
};

base::Bytes sealed_by(ports::AccountKeys& keys, AccountId who, std::string_view text) {
  const auto key = keys.make(who);
  REQUIRE_MESSAGE(key, key.error().detail);
  REQUIRE(*key);
  return (*key)->seal(base::as_bytes(text), "place");
}

bool opens(ports::AccountKeys& keys, AccountId who, const base::Bytes& sealed) {
  const auto key = keys.find(who);
  REQUIRE(key);
  return *key && (*key)->open(sealed, "place").has_value();
}

AccountKeys::There only(std::vector<AccountId> there) {
  return [there](std::span<const AccountId> asked) -> base::Result<std::vector<AccountId>> {
    std::vector<AccountId> found;
    for (const auto account : asked)
      if (std::ranges::find(there, account) != there.end()) found.push_back(account);
    return found;
  };
}
}  // namespace

TEST_CASE("account_keys: one key an account, made once, and nobody else's opens what it sealed") {
  for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    Wrapping with;
    const auto keys = AccountKeys::open(std::move(record), with.needs());
    REQUIRE_MESSAGE(keys, keys.error().detail);
    REQUIRE((*keys)->find(ada));
    CHECK(*(*keys)->find(ada) == nullptr);
    const auto sealed = sealed_by(**keys, ada, "words");
    CHECK(opens(**keys, ada, sealed));
    CHECK(!opens(**keys, ben, sealed));
    (void)sealed_by(**keys, ben, "other words");
    CHECK(!opens(**keys, ben, sealed));
    REQUIRE((*keys)->make_all(std::array{ada, ben, AccountId{3}}));
    CHECK(opens(**keys, ada, sealed));  // the one there was is kept
    CHECK(*(*keys)->find(AccountId{3}) != nullptr);
  });
}

TEST_CASE("account_keys: what was destroyed is gone, stays gone, and is remembered as gone") {
  for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    Wrapping with;
    const auto keys = AccountKeys::open(std::move(record), with.needs());
    REQUIRE(keys);
    const auto sealed = sealed_by(**keys, ada, "words");
    CHECK((*keys)->gone(AccountId{0}, 10).value().empty());
    REQUIRE((*keys)->destroy(ada));
    REQUIRE((*keys)->destroy(ada));
    CHECK(!opens(**keys, ada, sealed));
    const auto again = (*keys)->make(ada);
    REQUIRE(!again);
    CHECK(again.error().code == "account_gone");
    CHECK((*keys)->gone(AccountId{0}, 10).value() == std::vector{ada});
    CHECK((*keys)->gone(ada, 10).value().empty());
  });
}

TEST_CASE("account_keys: a key whose account is not there goes after a week, one that was let go at once") {
  const base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng{1};
  ports::Ids ids{clock, rng};
  Wrapping with;
  const auto keys = AccountKeys::open_file(folder.path() / "keys.sqlite", {clock, ids}, with.needs());
  REQUIRE(keys);
  const auto adas = sealed_by(**keys, ada, "words");
  const auto bens = sealed_by(**keys, ben, "words");
  CHECK((*keys)->sweep(only({ben})).value() == 0);
  clock.advance(std::chrono::hours{24 * 6});
  CHECK((*keys)->sweep(only({ben})).value() == 0);
  CHECK(opens(**keys, ada, adas));
  CHECK((*keys)->sweep(only({ada, ben})).value() == 0);  // it was there after all
  clock.advance(std::chrono::hours{24 * 2});
  CHECK((*keys)->sweep(only({ben})).value() == 0);
  clock.advance(std::chrono::hours{24 * 8});
  CHECK((*keys)->sweep(only({ben})).value() == 1);
  CHECK(!opens(**keys, ada, adas));

  REQUIRE((*keys)->let_go(ben));
  CHECK(opens(**keys, ben, bens));
  CHECK((*keys)->sweep(only({})).value() == 1);
  CHECK(!opens(**keys, ben, bens));
  CHECK((*keys)->gone(AccountId{0}, 10).value().size() == 2);
  clock.advance(std::chrono::hours{24 * 401});
  CHECK((*keys)->sweep(only({})).value() == 0);
  CHECK((*keys)->gone(AccountId{0}, 10).value().empty());
}

TEST_CASE("account_keys: keys outlive the process, are read with the house's key alone, and leave no bytes") {
  const base::testing::TemporaryFolder folder;
  const auto file = folder.path() / "keys.sqlite";
  ports::FakeClock clock;
  ports::FakeRng rng{1};
  ports::Ids ids{clock, rng};
  Wrapping with;
  base::Bytes sealed, wrapped;
  {
    const auto keys = AccountKeys::open_file(file, {clock, ids}, with.needs());
    REQUIRE(keys);
    sealed = sealed_by(**keys, ada, "words");
  }
  const auto bytes = [&] {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream in{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{in}, {});
    }
    return all;
  };
  {
    const auto look = sql::open_sqlite({.file = file}, {clock, ids});
    REQUIRE(look);
    const auto found = (*look)->read([](ports::Transaction& tx) {
      return sql::connection(tx).value<base::Bytes>("SELECT wrapped FROM privacy_key");
    });
    wrapped = **found;
  }
  CHECK(bytes().find(base::as_text(wrapped)) != std::string::npos);
  {
    Wrapping other{"another house"};
    const auto keys = AccountKeys::open_file(file, {clock, ids}, other.needs());
    REQUIRE(keys);
    const auto key = (*keys)->find(ada);
    REQUIRE(!key);
    CHECK(key.error().code == "seal_broken");
  }
  const auto keys = AccountKeys::open_file(file, {clock, ids}, with.needs());
  REQUIRE(keys);
  CHECK(opens(**keys, ada, sealed));
  REQUIRE((*keys)->destroy(ada));
  REQUIRE((*keys)->scrub());
  CHECK(bytes().find(base::as_text(wrapped)) == std::string::npos);
}

TEST_CASE("account_keys: many at once make one key") {
  for_each_database([](std::unique_ptr<sql::SqlRecord> record) {
    Wrapping with;
    const auto keys = AccountKeys::open(std::move(record), with.needs());
    REQUIRE(keys);
    std::vector<base::Bytes> sealed(6);
    {
      std::vector<std::jthread> threads;
      for (auto& one : sealed)
        threads.emplace_back([&keys, &one] {
          const auto key = (*keys)->make(ada);
          if (key && *key) one = (*key)->seal(base::as_bytes("words"), "place");
        });
    }
    for (const auto& one : sealed) CHECK(opens(**keys, ada, one));
  });
}

TEST_CASE("account_keys: more accounts than are kept in memory") {
  const base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng{1};
  ports::Ids ids{clock, rng};
  Wrapping with;
  const auto keys = AccountKeys::open_file(folder.path() / "keys.sqlite", {clock, ids}, with.needs());
  REQUIRE(keys);
  const auto sealed = sealed_by(**keys, ada, "words");
  std::vector<AccountId> many;
  for (std::uint64_t n = 10; n < 20'010; ++n) many.emplace_back(n);
  REQUIRE((*keys)->make_all(many));
  for (const auto account : many) REQUIRE(*(*keys)->find(account) != nullptr);
  CHECK(opens(**keys, ada, sealed));
}
}  // namespace vitrine::account_keys_test
