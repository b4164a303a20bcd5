#include "accounts/second_factor.hpp"

#include <doctest/doctest.h>

#include <set>

#include "accounts/testing/fake_stores.hpp"
#include "accounts/totp.hpp"

namespace vitrine::accounts::second_factor_test {
namespace {
using testing::FakeHouse;

const std::string password = "violet anchor mildly tuned";
const std::string address = "192.0.2.1";

/// A house whose owner has the factor on.
struct Guarded : FakeHouse {
  Account owner = *service.set_up(tx, *service.prepare({"ada", "Ada", password}), "Our window");
  base::Bytes secret = *second_factor.begin(tx, owner.id);
  std::vector<std::string> recovery;

  Guarded() {
    recovery = *second_factor.confirm(tx, owner.id, now_code());
    clock.advance(model::Millis{totp_step_ms});
  }
  std::string now_code() { return totp_code(secret, totp_step(clock.now())); }
  std::string sign_in(const std::optional<std::string>& code) {
    const auto proven = service.prove(*service.known(tx, "ada"), "ada", password, address);
    REQUIRE(proven);
    const auto in = service.sign_in(tx, *proven, {code, address}, "");
    return in ? "in" : in.error().code;
  }
};

TEST_CASE("second factor: a password alone opens nothing once it is on") {
  Guarded house;
  CHECK(house.second_factor.state(house.tx, house.owner.id)->on);
  CHECK(house.sign_in(std::nullopt) == "code_needed");
  CHECK(house.sign_in("000000") == "code_wrong");
  CHECK(house.sessions.rows.empty());
  const auto code = house.now_code();
  CHECK(house.sign_in(code) == "in");
  CHECK(house.sign_in(code) == "code_wrong");  // seen over a shoulder, but used already
}

TEST_CASE("second factor: each recovery code opens once, however it is typed") {
  Guarded house;
  CHECK(house.recovery.size() == recovery_codes);
  CHECK(std::set(house.recovery.begin(), house.recovery.end()).size() == recovery_codes);
  CHECK(house.recovery[0].size() == recovery_code_chars);
  std::string typed = house.recovery[0];
  std::erase(typed, '-');
  for (char& c : typed) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  CHECK(house.sign_in(typed) == "in");
  CHECK(house.sign_in(house.recovery[0]) == "code_wrong");
  CHECK(house.second_factor.state(house.tx, house.owner.id)->recovery_left == recovery_codes - 1);

  const auto fresh = house.second_factor.renew_recovery(house.tx, house.owner.id);
  REQUIRE(fresh);
  CHECK(house.sign_in(house.recovery[1]) == "code_wrong");
  CHECK(house.sign_in(fresh->front()) == "in");
}

TEST_CASE("second factor: guessing codes is slowed down although the password is right each time") {
  Guarded house;
  std::string last;
  for (int i = 0; i <= Throttle::both_max; ++i) last = house.sign_in("123456");
  CHECK(last == "sign_in_too_often");
}

TEST_CASE("second factor: it counts only when the app has shown its first code") {
  FakeHouse house;
  const auto owner = house.service.set_up(house.tx, *house.service.prepare({"ada", "", password}), "W");
  CHECK(house.second_factor.confirm(house.tx, owner->id, "123456").error().code == "second_factor_not_begun");
  REQUIRE(house.second_factor.begin(house.tx, owner->id));
  const auto secret = house.second_factor.begin(house.tx, owner->id);  // lost the first picture: begin again
  REQUIRE(secret);
  CHECK(house.second_factor.confirm(house.tx, owner->id, "123456").error().code == "code_wrong");
  CHECK_FALSE(house.second_factor.state(house.tx, owner->id)->on);
  CHECK(house.second_factor.confirm(house.tx, owner->id, totp_code(*secret, totp_step(house.clock.now()))));
  CHECK(house.second_factor.begin(house.tx, owner->id).error().code == "second_factor_on");
  CHECK(house.second_factor.turn_off(house.tx, owner->id));
  CHECK_FALSE(house.second_factor.state(house.tx, owner->id)->on);
}

TEST_CASE("second factor: the secret is sealed to its account") {
  Guarded house;
  const auto row = house.second_factors.rows.at(house.owner.id);
  CHECK(base::as_text(row.sealed_secret).starts_with("accounts_second_factor|" + house.owner.id.text()));
}

}  // namespace
}  // namespace vitrine::accounts::second_factor_test
