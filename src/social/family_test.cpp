#include "social/family.hpp"

#include <doctest/doctest.h>

#include "accounts/testing/fake_stores.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "social/testing/fake_family.hpp"

namespace vitrine::family_test {
using namespace vitrine::social;
using model::FamilyDeed;
using model::Role;

namespace {
const AccountId kim{1}, ada{2}, ben{3};

struct Place {
  ports::FakeClock clock;
  ports::FakeRng rng{5};
  accounts::Throttle throttle{rng};
  testing::FakeFamilyStore rows;
  accounts::testing::FakeTransaction tx;
  Family family{{rows, throttle, clock, rng}};

  std::string make(AccountId ward) {
    const auto made = family.make_code(tx, ward, Role::creator);
    REQUIRE_MESSAGE(made, made.error().detail);
    return made->text;
  }
  std::string pair(AccountId guardian, std::string_view code) {
    const auto made = family.pair(tx, guardian, code, "192.0.2.1");
    return made ? "paired" : made.error().code;
  }
  std::vector<FamilyDeed> told() {
    std::vector<FamilyDeed> deeds;
    for (const auto& news : tx.announced) deeds.push_back(std::get<model::FamilyChanged>(news).deed);
    return deeds;
  }
};

template <class T>
std::string code(const base::Result<T>& result) {
  return result ? "" : result.error().code;
}
}  // namespace

TEST_CASE("family: a code pairs once, as people type it") {
  Place place;
  const auto made = place.make(kim);
  REQUIRE(made.size() == pairing_code_chars);
  CHECK(made[4] == '-');
  CHECK(made.find_first_of("ILOUilou") == std::string::npos);
  CHECK(place.rows.codes.at(kim).first != base::sha256(base::as_bytes(made)));
  auto typed = base::lower_ascii(made);
  typed[4] = ' ';
  CHECK(place.pair(ada, typed) == "paired");
  CHECK(place.rows.pairings.at(kim).guardian == ada);
  CHECK(place.rows.pairings.at(kim).limits == Limits{});
  CHECK(place.rows.codes.empty());
  CHECK(place.pair(ben, made) == "family_code_wrong");
  CHECK(place.told() == std::vector{FamilyDeed::paired});
}

TEST_CASE("family: a code is good for ten minutes, and a new one ends it") {
  Place place;
  const auto first = place.make(kim);
  const auto second = place.make(kim);
  CHECK(place.pair(ada, first) == "family_code_wrong");
  place.clock.advance(pairing_code_life - model::Millis{1});
  CHECK(*place.family.code_until(place.tx, kim));
  place.clock.advance(model::Millis{1});
  CHECK_FALSE(*place.family.code_until(place.tx, kim));
  CHECK(place.pair(ada, second) == "family_code_wrong");
  CHECK(place.pair(ada, place.make(kim)) == "paired");
}

TEST_CASE("family: after ten wrong codes even the right one has to wait") {
  Place place;
  const auto right = place.make(kim);
  for (int i = 0; i < accounts::Throttle::both_max; ++i)
    CHECK(place.pair(ada, "0000-0000") == "family_code_wrong");
  CHECK(place.pair(ada, right) == "family_code_too_often");
  CHECK(place.pair(ben, right) == "paired");
}

TEST_CASE("family: one guardian, nobody's own, and no way round") {
  Place place;
  CHECK(place.pair(kim, place.make(kim)) == "family_code_own");
  CHECK(place.pair(ada, place.make(kim)) == "paired");
  CHECK(code(place.family.make_code(place.tx, kim, Role::creator)) == "guardian_there");
  CHECK(code(place.family.make_code(place.tx, ada, Role::creator)) == "guardian_is_no_ward");
  CHECK(place.pair(kim, place.make(ben)) == "ward_is_no_guardian");
  // Made before there was anybody: the rules are those of the moment of pairing.
  Place other;
  const auto of_kim = other.make(kim), of_ada = other.make(ada);
  CHECK(other.pair(ada, of_kim) == "paired");
  CHECK(other.pair(ben, of_ada) == "guardian_is_no_ward");
}

TEST_CASE("family: twenty wards and no more") {
  Place place;
  for (std::uint64_t i = 0; i < wards_max; ++i)
    CHECK(place.pair(ada, place.make(AccountId{100 + i})) == "paired");
  CHECK(place.pair(ada, place.make(kim)) == "wards_full");
  CHECK(place.family.wards_of(place.tx, ada)->size() == wards_max);
}

TEST_CASE("family: staff are no wards, and who becomes staff is released") {
  Place place;
  CHECK(code(place.family.make_code(place.tx, kim, Role::moderator)) == "staff_is_no_ward");
  CHECK(code(place.family.make_code(place.tx, kim, Role::owner)) == "staff_is_no_ward");
  CHECK(place.pair(ada, place.make(kim)) == "paired");
  REQUIRE(place.family.release(place.tx, kim));
  REQUIRE(place.family.release(place.tx, ben));
  CHECK(place.rows.pairings.empty());
  CHECK(place.told() == std::vector{FamilyDeed::paired, FamilyDeed::ended});
}

TEST_CASE("family: the guardian alone sets limits, and both hear when they change") {
  Place place;
  REQUIRE(place.pair(ada, place.make(kim)) == "paired");
  const Limits strict{.daily_min = 60,
                      .quiet = QuietHours{22 * 60, 6 * 60 + 30},
                      .restricted = true,
                      .may_write = MayWrite::following};
  CHECK(code(place.family.set_limits(place.tx, ben, kim, strict)) == "ward_absent");
  CHECK(code(place.family.set_limits(place.tx, kim, kim, strict)) == "ward_absent");
  CHECK_FALSE(*place.family.is_restricted(place.tx, kim));
  CHECK(place.family.set_limits(place.tx, ada, kim, strict)->limits == strict);
  CHECK(*place.family.is_restricted(place.tx, kim));
  CHECK_FALSE(*place.family.is_restricted(place.tx, ada));
  CHECK(place.family.guardian_of(place.tx, kim)->value().limits == strict);
  REQUIRE(place.family.set_limits(place.tx, ada, kim, strict));  // nothing changed, nobody hears
  CHECK(place.told() == std::vector{FamilyDeed::paired, FamilyDeed::limited});
  const Limits never{.quiet = QuietHours{60, 60}};
  CHECK(code(place.family.set_limits(place.tx, ada, kim, never)) == "quiet_hours_empty");
}

TEST_CASE("family: either of the two ends it") {
  Place place;
  CHECK(code(place.family.leave(place.tx, kim)) == "guardian_absent");
  REQUIRE(place.pair(ada, place.make(kim)) == "paired");
  CHECK(code(place.family.leave(place.tx, ada)) == "guardian_absent");
  REQUIRE(place.family.leave(place.tx, kim));
  CHECK(place.rows.pairings.empty());
  REQUIRE(place.pair(ada, place.make(kim)) == "paired");
  CHECK(code(place.family.dismiss(place.tx, ben, kim)) == "ward_absent");
  REQUIRE(place.family.dismiss(place.tx, ada, kim));
  CHECK(place.rows.pairings.empty());
  using enum FamilyDeed;
  CHECK(place.told() == std::vector{paired, ended, paired, ended});
}

}  // namespace vitrine::family_test
