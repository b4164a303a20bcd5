#include "accounts/accounts.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "accounts/testing/fake_stores.hpp"

namespace vitrine::accounts_test {
using namespace vitrine::accounts;
using accounts::testing::FakeHouse;

namespace {
const std::string good_password = "violet anchor mildly tuned";

Account settle(FakeHouse& house) {
  const auto owner = house.service.prepare({"ada", "Ada", good_password});
  REQUIRE(owner);
  const auto account = house.service.set_up(house.tx, *owner, "Our window");
  REQUIRE(account);
  return *account;
}

Result<Account> sign_up(FakeHouse& house, const std::string& handle,
                        const std::optional<std::string>& invite = std::nullopt) {
  TRY(house.service.may_sign_up(house.tx, handle, invite));
  TRY_LET(const auto prepared, house.service.prepare({handle, "", good_password}));
  return house.service.sign_up(house.tx, prepared, invite);
}

Result<SignedIn> sign_in(FakeHouse& house, const std::string& handle, const std::string& password,
                         const std::string& address = "192.0.2.1",
                         const std::optional<std::string>& code = std::nullopt) {
  TRY_LET(const auto known, house.service.known(house.tx, handle));
  TRY_LET(const auto proven, house.service.prove(known, handle, password, address));
  return house.service.sign_in(house.tx, proven, {code, address},
                               "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
}

std::string code(const auto& result) { return result ? "" : result.error().code; }
}  // namespace

TEST_CASE("set-up: once, makes the owner, and nobody signs up before") {
  FakeHouse house;
  CHECK(house.service.instance(house.tx)->first_run);
  CHECK(code(sign_up(house, "eve")) == "sign_up_closed");
  const auto owner = settle(house);
  CHECK(owner.role == Role::owner);
  CHECK(house.service.instance(house.tx)->name == "Our window");
  CHECK_FALSE(house.service.instance(house.tx)->first_run);
  const auto again = house.service.prepare({"eve", "", good_password});
  CHECK(code(house.service.set_up(house.tx, *again, "Mine")) == "already_set_up");
}

TEST_CASE("sign-up: open, closed and by invite") {
  FakeHouse house;
  const auto owner = settle(house);
  const auto ben = sign_up(house, "Ben");
  REQUIRE(ben);
  CHECK(ben->handle == "ben");
  CHECK(ben->name == "ben");
  CHECK(ben->role == Role::creator);
  CHECK(ben->pseudonym != owner.pseudonym);
  CHECK(code(sign_up(house, "BEN")) == "handle_taken");
  CHECK(code(sign_up(house, "admin")) == "handle_taken");

  REQUIRE(house.service.set_instance(house.tx, std::nullopt, SignUp::closed));
  CHECK(code(sign_up(house, "carl")) == "sign_up_closed");

  REQUIRE(house.service.set_instance(house.tx, std::nullopt, SignUp::invite));
  CHECK(code(sign_up(house, "carl")) == "invite_needed");
  CHECK(code(sign_up(house, "carl", "aaaa")) == "invite_invalid");
  const auto invite = house.service.invite(house.tx, owner.id, 1, model::Millis{3'600'000});
  REQUIRE(invite);
  CHECK(sign_up(house, "carl", invite->code));
  CHECK(code(sign_up(house, "dora", invite->code)) == "invite_invalid");
  const auto late = house.service.invite(house.tx, owner.id, 5, model::Millis{3'600'000});
  house.clock.advance(model::Millis{3'600'000});
  CHECK(code(sign_up(house, "dora", late->code)) == "invite_invalid");
  const auto revoked = house.service.invite(house.tx, owner.id, 5, std::nullopt);
  REQUIRE(house.service.revoke_invite(house.tx, revoked->code));
  CHECK(code(sign_up(house, "dora", revoked->code)) == "invite_invalid");
}

TEST_CASE("sign-in: unknown handles cost the same work and get the same words") {
  FakeHouse house;
  settle(house);
  house.hasher.work = 0;
  const auto wrong = sign_in(house, "ada", "not the password");
  const int work_known = house.hasher.work;
  const auto unknown = sign_in(house, "nobody_here", "not the password");
  CHECK(house.hasher.work == 2 * work_known);
  REQUIRE_FALSE(wrong);
  REQUIRE_FALSE(unknown);
  CHECK(wrong.error().code == unknown.error().code);
  CHECK(wrong.error().detail == unknown.error().detail);
  CHECK(wrong.error().fault == unknown.error().fault);
  CHECK(code(sign_in(house, "?!", "x")) == "sign_in_failed");
}

TEST_CASE("sign-in: guesses are slowed down, per door and per network, known or not") {
  for (const std::string handle : {"ada", "nobody_here"}) {
    FakeHouse house;
    settle(house);
    for (int i = 0; i < Throttle::both_max; ++i)
      CHECK(code(sign_in(house, handle, "wrong")) == "sign_in_failed");
    CHECK(code(sign_in(house, handle, good_password)) == "sign_in_too_often");
    // From elsewhere the door is still open.
    const auto elsewhere = sign_in(house, handle, good_password, "198.51.100.4");
    CHECK(code(elsewhere) == (handle == "ada" ? "" : "sign_in_failed"));
    house.clock.advance(Throttle::window);
    CHECK(code(sign_in(house, handle, good_password)) == (handle == "ada" ? "" : "sign_in_failed"));
  }
}

TEST_CASE("network: one household has one number, for a day") {
  CHECK(network_of("192.0.2.7") == "192.0.2");
  CHECK(network_of("::ffff:192.0.2.250") == "192.0.2");
  CHECK(network_of("2001:db8:1:2::3") == network_of("2001:db8:1:ffff::9"));
  CHECK(network_of("2001:db8:1::") != network_of("2001:db8:2::"));
  CHECK(network_of("fe80::1%eth0") == network_of("fe80::2"));
  CHECK(network_of("nonsense") == "unknown");
  ports::FakeRng rng;
  DailyKey key{rng};
  const auto morning = model::instant(20'000LL * 86'400'000), night = morning + model::Millis{86'399'999};
  const auto number = key.number("192.0.2", morning);
  CHECK(key.number("192.0.2", night) == number);
  CHECK(key.number("192.0.3", night) != number);
  CHECK(key.number("192.0.2", night + model::Millis{1}) != number);
  // The key of a day does not come back, not even if the clock is set back.
  CHECK(key.number("192.0.2", morning) != number);
}

TEST_CASE("throttle: bounded memory") {
  ports::FakeRng rng;
  Throttle throttle{rng};
  for (int i = 0; i < 30'000; ++i)
    CHECK(throttle.attempt(fmt::format("h{}", i), fmt::format("2001:db8:{:x}::1", i),
                           model::instant(1'000'000 + i)));
}

TEST_CASE("sessions: a token finds its account until it ends, idles or grows old") {
  FakeHouse house;
  settle(house);
  const auto in = sign_in(house, "ADA", good_password);
  REQUIRE(in);
  CHECK(in->session.agent == "Firefox on Linux");
  CHECK(in->token.size() == 43);
  CHECK(house.sessions.rows[0].hash == base::sha256(base::as_bytes(in->token)));
  REQUIRE(*house.service.current(house.tx, in->token));
  CHECK_FALSE(*house.service.current(house.tx, in->token + "x"));
  CHECK_FALSE(*house.service.current(house.tx, std::string(43, 'A')));
  CHECK_FALSE((*house.service.current(house.tx, in->token))->touch_due);

  for (int day = 0; day < 179; ++day) {
    house.clock.advance(model::Millis{24 * 3'600'000});
    const auto current = *house.service.current(house.tx, in->token);
    REQUIRE(current);
    CHECK(current->touch_due);
    REQUIRE(house.service.touch(house.tx, current->session));
  }
  house.clock.advance(model::Millis{24 * 3'600'000});
  CHECK_FALSE(*house.service.current(house.tx, in->token));  // half a year

  const auto idle = sign_in(house, "ada", good_password);
  house.clock.advance(session_idle_max);
  CHECK_FALSE(*house.service.current(house.tx, idle->token));
}

TEST_CASE("sessions: sign out everywhere, one at a time, and never more than the limit") {
  FakeHouse house;
  const auto ada = settle(house);
  for (std::size_t i = 0; i < sessions_max + 3; ++i) {
    house.clock.advance(model::Millis{1});
    REQUIRE(house.service.open_session(house.tx, ada, ""));
  }
  CHECK(house.service.sessions(house.tx, ada.id)->size() == sessions_max);
  const auto first = house.service.sessions(house.tx, ada.id)->front().id;
  CHECK(house.service.end_session(house.tx, ada.id, first));
  CHECK(code(house.service.end_session(house.tx, ada.id, first)) == "session_absent");
  house.tx.announced.clear();
  CHECK(house.service.end_all_sessions(house.tx, ada.id));
  CHECK(house.service.sessions(house.tx, ada.id)->empty());
  REQUIRE(house.tx.announced.size() == 1);
  CHECK_FALSE(std::get<model::SessionEnded>(house.tx.announced[0]).session);
}

TEST_CASE("password: a change ends the other sessions and beats a sign-in under way") {
  FakeHouse house;
  const auto ada = settle(house);
  const auto here = sign_in(house, "ada", good_password);
  const auto there = sign_in(house, "ada", good_password);
  const auto known = *house.service.known(house.tx, "ada");
  const auto proven = house.service.prove(known, "ada", good_password, "192.0.2.1");
  REQUIRE(proven);
  const auto hash = house.service.prepare_password("ada", "another fine sentence");
  REQUIRE(house.service.change_password(house.tx, *proven, *hash, here->session.id));
  CHECK(*house.service.current(house.tx, here->token));
  CHECK_FALSE(*house.service.current(house.tx, there->token));
  CHECK(code(house.service.sign_in(house.tx, *proven, {}, "")) == "sign_in_failed");
  CHECK(sign_in(house, "ada", "another fine sentence"));
  REQUIRE(house.service.reset_password(house.tx, ada.id, *house.hasher.hash("third time lucky now")));
  CHECK_FALSE(*house.service.current(house.tx, here->token));
}

TEST_CASE("password: hashed again on sign-in when the parameters changed") {
  FakeHouse house;
  const auto ada = settle(house);
  house.hasher.version = "2";
  REQUIRE(sign_in(house, "ada", good_password));
  CHECK(house.accounts.rows.at(ada.id).hash == "2:" + good_password);
}

TEST_CASE("roles: the last owner stays owner") {
  FakeHouse house;
  const auto ada = settle(house);
  CHECK(code(house.service.set_role(house.tx, ada.id, Role::creator)) == "last_owner");
  const auto prepared = house.service.prepare({"ben", "", good_password});
  REQUIRE(house.service.create(house.tx, *prepared, Role::owner));
  CHECK(house.service.set_role(house.tx, ada.id, Role::creator));
}

TEST_CASE("profile: cleaned and bounded") {
  FakeHouse house;
  const auto ada = settle(house);
  const auto changed = house.service.change_profile(house.tx, ada.id, {" A\nda ", "hi\n\n\n\nthere", "de"});
  REQUIRE(changed);
  CHECK(changed->name == "A da");
  CHECK(changed->bio == "hi\n\nthere");
  CHECK(house.service.account(house.tx, ada.id)->language == "de");
  CHECK(code(house.service.change_profile(house.tx, ada.id, {std::string(51, 'a'), {}, {}})) ==
        "name_too_long");
  CHECK(code(house.service.change_profile(house.tx, ada.id, {{}, std::string(301, 'a'), {}})) ==
        "bio_too_long");
  CHECK(code(house.service.change_profile(house.tx, ada.id, {{}, {}, "xx"})) == "language_unknown");
}
}  // namespace vitrine::accounts_test
