// What accounts asks of its store of apps, run on every engine.
#include <doctest/doctest.h>

#include <array>

#include "accounts/apps.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::accounts_store_apps_test {
using accounts::AppDevice;
using accounts::Grant;
using accounts::Scopes;
using base::Result;
using ports::Transaction;
using Token = accounts::AppStore::Token;

namespace {
constexpr model::AccountId ada{1}, bob{2};
constexpr accounts::AppId garden{7}, other{8};
const auto at = [](std::int64_t ms) { return model::instant(ms); };
const auto hash = [](std::string_view text) { return base::sha256(base::as_bytes(text)); };

Grant grant(std::uint64_t id, model::AccountId account, accounts::AppId app = garden) {
  return {.id = model::SessionId{id},
          .app = app,
          .account = account,
          .scopes = *Scopes::parse("read write"),
          .access_scopes = *Scopes::parse("read"),
          .access_until = at(100),
          .created_at = at(10),
          .used_at = at(20 + static_cast<std::int64_t>(id)),
          .expires_at = at(1000 + static_cast<std::int64_t>(id))};
}
accounts::TokenHashes tokens(const std::string& name) {
  return {hash(name + " access"), hash(name + " refresh")};
}

Result<void> settle(Transaction& tx, sql::AppStore& apps) {
  sql::AccountStore people;
  for (const auto& [id, handle] : {std::pair{ada, "ada"}, std::pair{bob, "bob"}})
    TRY(people.insert(tx,
                      {.id = id,
                       .handle = handle,
                       .name = handle,
                       .bio = "",
                       .language = "",
                       .pseudonym = model::ViewerId{id.raw() + 100},
                       .created_at = at(5)},
                      "hash"));
  TRY(apps.insert(tx, {garden, bob, "Clip g\xc3\xa4rden", {"https://a.example/b", "x.y:/z"}, at(6)}));
  return apps.insert(tx, {other, bob, "Other", {"https://o.example/"}, at(7)});
}

template <class Test>
void on_each(Test test) {
  sql::testing::for_each_engine([&](ports::Record& record) {
    const auto done = record.write([&](Transaction& tx) -> Result<void> {
      sql::AppStore apps;
      TRY(settle(tx, apps));
      return test(tx, apps);
    });
    REQUIRE_MESSAGE(done, done.error().detail);
  });
}
}  // namespace

TEST_CASE("app store: apps read back, and take everything with them") {
  on_each([](Transaction& tx, sql::AppStore& apps) -> Result<void> {
    const auto found = apps.find(tx, garden)->value();
    CHECK(found.name == "Clip g\xc3\xa4rden");
    CHECK(found.redirects == std::vector<std::string>{"https://a.example/b", "x.y:/z"});
    CHECK(apps.made_by(tx, bob)->size() == 2);
    CHECK(apps.made_by(tx, ada)->empty());
    TRY(apps.insert_grant(tx, grant(1, ada), tokens("one")));
    CHECK(*apps.rotate(tx, grant(1, ada), hash("one refresh"), tokens("two")));
    TRY(apps.insert_code(
        tx, {hash("code"), garden, ada, "https://a.example/b", "c", *Scopes::parse("read"), at(9)}));
    TRY(apps.insert_device(tx, {.device_hash = hash("d"),
                                .code_hash = hash("u"),
                                .app = garden,
                                .scopes = *Scopes::parse("upload"),
                                .expires_at = at(50)}));
    TRY(apps.remove(tx, garden));
    CHECK_FALSE(*apps.find(tx, garden));
    CHECK(apps.grants_of(tx, ada)->empty());
    CHECK_FALSE(*apps.find_any(tx, hash("one refresh")));
    CHECK_FALSE(*apps.find_code(tx, hash("code")));
    CHECK(*apps.devices(tx) == 0);
    return {};
  });
}

TEST_CASE("app store: a grant is found by its access token while that lives, by any token for ever") {
  on_each([](Transaction& tx, sql::AppStore& apps) -> Result<void> {
    TRY(apps.insert_grant(tx, grant(1, ada), tokens("one")));
    TRY(apps.insert_grant(tx, grant(2, ada, other), tokens("two")));
    TRY(apps.insert_grant(tx, grant(3, bob), tokens("three")));
    const auto found = apps.find_access(tx, hash("one access"), at(99))->value();
    CHECK(found.grant == grant(1, ada));
    CHECK(found.account.handle == "ada");
    CHECK(found.account.pseudonym == model::ViewerId{101});
    CHECK_FALSE(*apps.find_access(tx, hash("one access"), at(100)));
    CHECK_FALSE(*apps.find_access(tx, hash("one refresh"), at(99)));
    CHECK(apps.find_any(tx, hash("one access"))->value().token == Token::access);
    CHECK(apps.find_any(tx, hash("one refresh"))->value().token == Token::refresh);
    CHECK_FALSE(*apps.find_any(tx, hash("one")));

    auto next = grant(1, ada);
    next.access_scopes = next.scopes;
    next.access_until = at(200);
    next.expires_at = at(2000);
    CHECK(*apps.rotate(tx, next, hash("one refresh"), tokens("next")));
    CHECK_FALSE(*apps.rotate(tx, next, hash("one refresh"), tokens("again")));  // somebody was quicker
    CHECK(apps.find_any(tx, hash("one refresh"))->value().token == Token::spent);
    CHECK_FALSE(*apps.find_any(tx, hash("one access")));
    CHECK(apps.find_access(tx, hash("next access"), at(199))->value().grant == next);

    const auto mine = *apps.grants_of(tx, ada);
    REQUIRE(mine.size() == 2);
    CHECK(mine[0].id == model::SessionId{2});  // used last
    CHECK(apps.grants_to(tx, garden)->size() == 2);
    TRY(apps.touch_grant(tx, model::SessionId{1}, at(77), at(3000)));
    CHECK(apps.find_grant(tx, model::SessionId{1})->value().used_at == at(77));
    TRY(apps.remove_grant(tx, model::SessionId{1}));
    CHECK_FALSE(*apps.find_grant(tx, model::SessionId{1}));
    CHECK_FALSE(*apps.find_any(tx, hash("one refresh")));
    return {};
  });
}

TEST_CASE("app store: codes are redeemed once, devices decided once, and what is pending can be forgotten") {
  on_each([](Transaction& tx, sql::AppStore& apps) -> Result<void> {
    for (const auto& [name, app] : {std::pair{"a", garden}, std::pair{"b", other}})
      TRY(apps.insert_code(
          tx, {hash(name), app, ada, "https://a.example/b", "challenge", *Scopes::parse("read"), at(60)}));
    CHECK(apps.find_code(tx, hash("a"))->value().challenge == "challenge");
    CHECK(*apps.redeem_code(tx, hash("a"), model::SessionId{5}));
    CHECK_FALSE(*apps.redeem_code(tx, hash("a"), model::SessionId{6}));
    CHECK(apps.find_code(tx, hash("a"))->value().grant == model::SessionId{5});
    TRY(apps.forget_pending(tx, ada, garden));
    CHECK_FALSE(*apps.find_code(tx, hash("a")));
    CHECK(*apps.find_code(tx, hash("b")));
    TRY(apps.forget_pending(tx, bob, std::nullopt));
    CHECK(*apps.find_code(tx, hash("b")));

    TRY(apps.insert_device(tx, {.device_hash = hash("d"),
                                .code_hash = hash("u"),
                                .app = garden,
                                .scopes = *Scopes::parse("upload"),
                                .interval = model::Millis{5000},
                                .polled_at = at(1),
                                .expires_at = at(50)}));
    TRY(apps.note_poll(tx, hash("d"), at(30), model::Millis{10'000}));
    CHECK_FALSE(*apps.decide_device(tx, hash("d"), ada, AppDevice::State::allowed));
    CHECK(*apps.decide_device(tx, hash("u"), ada, AppDevice::State::allowed));
    CHECK_FALSE(*apps.decide_device(tx, hash("u"), bob, AppDevice::State::refused));
    const auto device = apps.find_device(tx, hash("d"))->value();
    CHECK(device.state == AppDevice::State::allowed);
    CHECK(device.account == ada);
    CHECK(device.interval == model::Millis{10'000});
    CHECK(device.polled_at == at(30));
    CHECK(device.scopes.text() == "upload");
    CHECK(apps.find_typed(tx, hash("u"))->value().device_hash == hash("d"));
    CHECK(*apps.remove_device(tx, hash("d")));
    CHECK_FALSE(*apps.remove_device(tx, hash("d")));
    return {};
  });
}

TEST_CASE("app store: what is over goes, and nothing else") {
  on_each([](Transaction& tx, sql::AppStore& apps) -> Result<void> {
    TRY(apps.insert_grant(tx, grant(1, ada), tokens("one")));
    TRY(apps.insert_grant(tx, grant(2, ada), tokens("two")));
    TRY(apps.insert_code(
        tx, {hash("c"), garden, ada, "https://a.example/b", "c", *Scopes::parse("read"), at(60)}));
    TRY(apps.insert_device(tx, {.device_hash = hash("d"),
                                .code_hash = hash("u"),
                                .app = garden,
                                .scopes = *Scopes::parse("read"),
                                .expires_at = at(2000)}));
    TRY(apps.remove_expired(tx, at(1001), 10));
    CHECK_FALSE(*apps.find_grant(tx, model::SessionId{1}));
    CHECK(*apps.find_grant(tx, model::SessionId{2}));
    CHECK_FALSE(*apps.find_code(tx, hash("c")));
    CHECK(*apps.devices(tx) == 1);
    return {};
  });
}

TEST_CASE(
    "app store: erasing a person takes their apps and what they granted, and leaves others' grants alone") {
  on_each([](Transaction& tx, sql::AppStore& apps) -> Result<void> {
    TRY(apps.insert(tx, {accounts::AppId{9}, ada, "Ada's", {"https://ada.example/"}, at(8)}));
    TRY(apps.insert_grant(tx, grant(1, ada), tokens("one")));
    TRY(apps.insert_grant(tx, grant(2, bob), tokens("two")));
    TRY(apps.insert_grant(tx, grant(3, bob, accounts::AppId{9}), tokens("three")));
    CHECK(*apps.rotate(tx, grant(1, ada), hash("one refresh"), tokens("next")));
    TRY(apps.insert_code(
        tx, {hash("c"), garden, ada, "https://a.example/b", "c", *Scopes::parse("read"), at(60)}));
    TRY(sql::PersonalRows{}.erase(tx, {ada, model::ViewerId{101}}, "accounts"));
    CHECK(apps.made_by(tx, ada)->empty());
    CHECK_FALSE(*apps.find_any(tx, hash("one refresh")));
    CHECK_FALSE(*apps.find_grant(tx, model::SessionId{3}));
    CHECK(*apps.find_grant(tx, model::SessionId{2}));
    CHECK_FALSE(*apps.find_code(tx, hash("c")));
    return {};
  });
}
}  // namespace vitrine::accounts_store_apps_test
