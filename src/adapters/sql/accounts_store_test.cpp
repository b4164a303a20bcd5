// What accounts asks of its stores, run on every engine.
#include "adapters/sql/accounts_store.hpp"

#include <doctest/doctest.h>

#include <array>

#include "accounts/testing/fake_stores.hpp"
#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::accounts_store_test {
using accounts::Account;
using base::Result;
using sql::testing::for_each_engine;

namespace {
struct Stores {
  sql::AccountStore accounts;
  sql::SessionStore sessions;
  sql::InviteStore invites;
  sql::HouseSettings settings;
};

Account person(std::uint64_t id, std::string handle, model::Role role = model::Role::creator) {
  return {.id = model::AccountId{id},
          .handle = std::move(handle),
          .name = "N\xc3\xa4me",
          .bio = "b",
          .language = "de",
          .role = role,
          .pseudonym = model::ViewerId{id + 1000},
          .created_at = model::instant(5)};
}

/// Runs `use` in a write and gives its value; an error fails the test.
template <class Use>
auto must(ports::Record& record, Use use) {
  auto answer = record.write(use);
  REQUIRE_MESSAGE(answer, answer.error().detail);
  if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return *std::move(answer);
}
}  // namespace

TEST_CASE("accounts_store: accounts read back, handles are unique, passwords stand apart") {
  for_each_engine([](ports::Record& record) {
    Stores on;
    must(record,
         [&](auto& tx) { return on.accounts.insert(tx, person(1, "ada", model::Role::owner), "h1"); });
    must(record, [&](auto& tx) { return on.accounts.insert(tx, person(2, "ben"), "h2"); });
    const auto clash = record.write([&](auto& tx) { return on.accounts.insert(tx, person(3, "ada"), "h3"); });
    REQUIRE_FALSE(clash);
    CHECK(clash.error().code == "handle_taken");

    must(record, [&](auto& tx) -> Result<void> {
      CHECK(on.accounts.find(tx, model::AccountId{1})->value() == person(1, "ada", model::Role::owner));
      CHECK(on.accounts.find_handle(tx, "ben")->value().id == model::AccountId{2});
      CHECK_FALSE(*on.accounts.find(tx, model::AccountId{9}));
      CHECK(*on.accounts.password_hash(tx, model::AccountId{2}) == "h2");
      CHECK(on.accounts.password_hash(tx, model::AccountId{9})->empty());
      TRY(on.accounts.set_password_hash(tx, model::AccountId{2}, "h9", model::instant(9)));
      CHECK(*on.accounts.password_hash(tx, model::AccountId{2}) == "h9");
      auto changed = person(2, "ben", model::Role::moderator);
      changed.bio = "new";
      changed.is_private = true;
      TRY(on.accounts.update(tx, changed));
      CHECK(on.accounts.find(tx, model::AccountId{2})->value() == changed);
      const std::vector ids{model::AccountId{2}, model::AccountId{1}, model::AccountId{7}};
      CHECK(on.accounts.briefs(tx, ids)->size() == 2);
      CHECK(on.accounts.briefs(tx, {})->empty());
      const std::vector<std::string> handles{"ben", "nobody"};
      CHECK(on.accounts.by_handles(tx, handles)->front().id == model::AccountId{2});
      CHECK(on.accounts.list(tx, model::AccountId{1}, 10)->size() == 1);
      CHECK(*on.accounts.count_role(tx, model::Role::owner) == 1);
      return {};
    });
  });
}

TEST_CASE("accounts_store: sessions are found by their hash until they end") {
  for_each_engine([](ports::Record& record) {
    Stores on;
    const auto hash = [](char c) { return base::sha256(base::as_bytes(std::string(1, c))); };
    const auto session = [](std::uint64_t id, std::int64_t seen, std::int64_t expires) {
      return accounts::Session{.id = model::SessionId{id},
                               .account = model::AccountId{1},
                               .agent = "curl",
                               .created_at = model::instant(1),
                               .last_seen_at = model::instant(seen),
                               .expires_at = model::instant(expires)};
    };
    must(record, [&](auto& tx) -> Result<void> {
      TRY(on.accounts.insert(tx, person(1, "ada"), "h"));
      TRY(on.sessions.insert(tx, session(10, 5, 100), hash('a')));
      TRY(on.sessions.insert(tx, session(11, 6, 200), hash('b')));
      return on.sessions.insert(tx, session(12, 7, 300), hash('c'));
    });
    must(record, [&](auto& tx) -> Result<void> {
      const auto now = model::instant(50);
      const auto found = on.sessions.find(tx, hash('a'), now)->value();
      CHECK(found.session == session(10, 5, 100));
      CHECK(found.account == person(1, "ada"));
      CHECK_FALSE(*on.sessions.find(tx, hash('z'), now));
      CHECK_FALSE(*on.sessions.find(tx, hash('a'), model::instant(100)));
      CHECK(on.sessions.of(tx, model::AccountId{1}, now)->front().id == model::SessionId{12});
      TRY(on.sessions.touch(tx, model::SessionId{10}, model::instant(60), model::instant(400)));
      CHECK(on.sessions.find(tx, hash('a'), model::instant(100))->value().session == session(10, 60, 400));
      CHECK_FALSE(*on.sessions.remove(tx, model::AccountId{2}, model::SessionId{10}));
      CHECK(*on.sessions.remove_expired(tx, model::instant(250), 10) == 1);
      CHECK(*on.sessions.remove_all(tx, model::AccountId{1}, model::SessionId{10}) == 1);
      CHECK(*on.sessions.remove(tx, model::AccountId{1}, model::SessionId{10}));
      CHECK(on.sessions.of(tx, model::AccountId{1}, now)->empty());
      return {};
    });
  });
}

TEST_CASE(
    "accounts_store: an invite is used exactly as often as it says; settings are written once or over") {
  for_each_engine([](ports::Record& record) {
    Stores on;
    const accounts::Invite invite{.code = "abc",
                                  .made_by = model::AccountId{1},
                                  .uses_max = 2,
                                  .used = 0,
                                  .created_at = model::instant(1),
                                  .expires_at = model::instant(100)};
    must(record, [&](auto& tx) -> Result<void> {
      TRY(on.accounts.insert(tx, person(1, "ada"), "h"));
      TRY(on.invites.insert(tx, invite));
      CHECK(on.invites.list(tx, 10)->front() == invite);
      CHECK(*on.invites.is_good(tx, "abc", model::instant(99)));
      CHECK_FALSE(*on.invites.use(tx, "abc", model::instant(100)));
      CHECK(*on.invites.use(tx, "abc", model::instant(9)));
      CHECK(*on.invites.use(tx, "abc", model::instant(9)));
      CHECK_FALSE(*on.invites.use(tx, "abc", model::instant(9)));
      CHECK_FALSE(*on.invites.use(tx, "nope", model::instant(9)));
      CHECK(*on.invites.remove(tx, "abc"));
      CHECK_FALSE(*on.invites.remove(tx, "abc"));

      CHECK_FALSE(*on.settings.get(tx, "sign_up"));
      CHECK(*on.settings.put_first(tx, "sign_up", "open"));
      CHECK_FALSE(*on.settings.put_first(tx, "sign_up", "closed"));
      TRY(on.settings.put(tx, "sign_up", "invite"));
      CHECK(*on.settings.get(tx, "sign_up") == "invite");
      return {};
    });
  });
}

TEST_CASE("accounts on SQL: a portrait is shown wherever its person is, until it goes") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings&) {
    Stores on;
    const accounts::Portrait portrait{base::sha256(base::as_bytes("large")),
                                      base::sha256(base::as_bytes("small"))};
    must(record, [&](auto& tx) -> Result<void> {
      TRY(on.accounts.insert(tx, person(1, "ada"), "h"));
      TRY(on.accounts.insert(tx, person(2, "ben"), "h"));
      const std::array both{model::AccountId{1}, model::AccountId{2}};
      CHECK_FALSE((*on.accounts.find(tx, both[0]))->portrait);
      CHECK_FALSE(*on.accounts.is_portrait(tx, portrait.large));

      TRY(on.accounts.set_portrait(tx, both[0], portrait));
      CHECK((*on.accounts.find(tx, both[0]))->portrait == portrait);
      CHECK((*on.accounts.find_handle(tx, "ada"))->portrait == portrait);
      const auto briefs = *on.accounts.briefs(tx, both);
      CHECK(briefs[0].portrait == portrait.small);
      CHECK_FALSE(briefs[1].portrait);
      CHECK(*on.accounts.is_portrait(tx, portrait.large));
      CHECK(*on.accounts.is_portrait(tx, portrait.small));

      TRY(on.accounts.set_portrait(tx, both[0], std::nullopt));
      CHECK_FALSE((*on.accounts.find(tx, both[0]))->portrait);
      CHECK_FALSE(*on.accounts.is_portrait(tx, portrait.small));
      return {};
    });
  });
}

TEST_CASE("accounts on SQL: from set-up to sign-out") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    Stores on;
    accounts::testing::FakeHasher hasher;
    accounts::Throttle throttle{around.rng};
    sql::SecondFactorStore factors;
    const accounts::testing::FakeSealer sealer;
    accounts::SecondFactor second{{factors, sealer, throttle, around.clock, around.rng}};
    accounts::Accounts service{{on.accounts, on.sessions, on.invites, on.settings, hasher, throttle, second,
                                around.clock, around.ids, around.rng}};
    const auto owner = service.prepare({"ada", "Ada", "violet anchor mildly tuned"});
    REQUIRE(owner);
    must(record, [&](auto& tx) { return service.set_up(tx, *owner, "Ours"); });
    const auto again = record.write([&](auto& tx) { return service.set_up(tx, *owner, "Mine"); });
    CHECK(again.error().code == "already_set_up");
    const auto known = must(record, [&](auto& tx) { return service.known(tx, "Ada"); });
    const auto proven = service.prove(known, "Ada", "violet anchor mildly tuned", "192.0.2.1");
    REQUIRE(proven);
    const auto in = must(record, [&](auto& tx) { return service.sign_in(tx, *proven, {}, "curl/8"); });
    CHECK(must(record, [&](auto& tx) { return service.current(tx, in.token); }));
    must(record, [&](auto& tx) { return service.end_all_sessions(tx, in.account.id); });
    CHECK_FALSE(must(record, [&](auto& tx) { return service.current(tx, in.token); }));
  });
}

TEST_CASE("accounts_store: a second factor is replaced, confirmed and removed with its recovery codes") {
  for_each_engine([](ports::Record& record) {
    Stores on;
    sql::SecondFactorStore factors;
    const model::AccountId ada{1};
    const auto hash = [](char c) { return base::sha256(base::as_bytes(std::string(1, c))); };
    must(record, [&](auto& tx) { return on.accounts.insert(tx, person(1, "ada"), "h1"); });
    must(record, [&](auto& tx) -> Result<void> {
      CHECK_FALSE(*factors.find(tx, ada));
      accounts::SecondFactorRow row{.account = ada, .sealed_secret = base::Bytes(60, std::byte{7})};
      TRY(factors.put(tx, row, model::instant(5)));
      row.on = true;
      row.last_step = 41'152'263;
      TRY(factors.put(tx, row, model::instant(6)));
      const auto found = factors.find(tx, ada)->value();
      CHECK(found.on);
      CHECK(found.last_step == row.last_step);
      CHECK(found.sealed_secret == row.sealed_secret);

      TRY(factors.set_recovery(tx, ada, std::array{hash('a'), hash('b')}));
      TRY(factors.set_recovery(tx, ada, std::array{hash('c'), hash('d'), hash('e')}));
      CHECK(*factors.recovery_left(tx, ada) == 3);
      CHECK_FALSE(*factors.use_recovery(tx, ada, hash('a')));
      CHECK(*factors.use_recovery(tx, ada, hash('d')));
      CHECK_FALSE(*factors.use_recovery(tx, ada, hash('d')));
      TRY(factors.remove(tx, ada));
      CHECK_FALSE(*factors.find(tx, ada));
      CHECK(*factors.recovery_left(tx, ada) == 0);
      return {};
    });
  });
}

TEST_CASE("accounts_store: passkeys are found by their credential, counted forward only, and removed") {
  for_each_engine([](ports::Record& record) {
    Stores on;
    sql::PasskeyStore passkeys;
    const model::AccountId ada{1}, bob{2};
    must(record, [&](auto& tx) { return on.accounts.insert(tx, person(1, "ada"), "h1"); });
    must(record, [&](auto& tx) { return on.accounts.insert(tx, person(2, "bob"), "h2"); });
    const auto made = [&](std::uint64_t id, model::AccountId whose, std::uint32_t counter) {
      return accounts::Passkey{.id = model::PasskeyId{id},
                               .account = whose,
                               .credential = base::Bytes(1000, static_cast<std::byte>(id)),
                               .place = "vitrine.example",
                               .public_key = base::Bytes(77, std::byte{4}),
                               .name = "phone",
                               .counter = counter,
                               .synced = true,
                               .created_at = model::instant(static_cast<std::int64_t>(id))};
    };
    must(record, [&](auto& tx) -> Result<void> {
      const auto high = made(8, ada, 4'294'967'294U);
      TRY(passkeys.insert(tx, high));
      TRY(passkeys.insert(tx, made(7, ada, 0)));
      TRY(passkeys.insert(tx, made(9, bob, 0)));
      CHECK(*passkeys.find(tx, high.credential) == high);
      CHECK_FALSE(*passkeys.find(tx, base::Bytes(1000)));
      const auto of_ada = *passkeys.of(tx, ada);
      REQUIRE(of_ada.size() == 2);
      CHECK(of_ada[0].id == model::PasskeyId{7});

      const auto at = model::instant(3'600'000);
      CHECK_FALSE(*passkeys.use(tx, high.id, high.counter, at));
      CHECK_FALSE(*passkeys.use(tx, high.id, 0, at));
      CHECK(*passkeys.use(tx, high.id, high.counter + 1, at));
      CHECK(passkeys.find(tx, high.credential)->value().used_at == at);
      CHECK(*passkeys.use(tx, model::PasskeyId{7}, 0, at));
      CHECK(*passkeys.use(tx, model::PasskeyId{7}, 0, at));
      TRY(passkeys.set_suspect(tx, model::PasskeyId{7}));
      CHECK_FALSE(*passkeys.use(tx, model::PasskeyId{7}, 1, at));

      CHECK_FALSE(*passkeys.rename(tx, bob, model::PasskeyId{7}, "mine"));
      CHECK(*passkeys.rename(tx, ada, model::PasskeyId{7}, "laptop"));
      CHECK(passkeys.of(tx, ada)->front().name == "laptop");
      CHECK_FALSE(*passkeys.remove(tx, bob, model::PasskeyId{7}));
      CHECK(*passkeys.remove(tx, ada, model::PasskeyId{7}));
      CHECK(passkeys.of(tx, ada)->size() == 1);
      return {};
    });
    CHECK_FALSE(record.write([&](auto& tx) { return passkeys.insert(tx, made(8, bob, 0)); }));
  });
}
}  // namespace vitrine::accounts_store_test
