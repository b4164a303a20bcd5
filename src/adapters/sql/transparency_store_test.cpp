// What transparency asks of its store, and its service on top, run on every engine.
#include "adapters/sql/transparency_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/outbox.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "transparency/openings.hpp"

namespace vitrine::transparency_store_test {
using model::AccountId;
using model::OpeningId;
using model::OpeningKind;
using model::VideoId;
using sql::testing::for_each_engine;
using transparency::Opening;
using transparency::OpeningState;

namespace {
const AccountId ada{1}, mod{2}, second{3}, owner{4};
constexpr std::string_view reason = "reported three times as an attack on a child";

struct ThreeKeys final : transparency::Staff {
  base::Result<std::vector<AccountId>> everybody(ports::Transaction&) override {
    return std::vector{mod, second, owner};
  }
};

struct House {
  House(sql::SqlRecord& in, sql::testing::Surroundings& with) : record(in), around(with) {}
  sql::SqlRecord& record;
  sql::testing::Surroundings& around;
  sql::OpeningStore store = {};
  ThreeKeys staff = {};
  transparency::Openings openings{{store, staff, around.clock, around.ids}};

  base::Result<Opening> ask(OpeningKind kind, std::string_view why = reason, AccountId by = mod) {
    around.clock.advance(model::Millis{1});
    const auto video = kind == OpeningKind::video ? std::optional{VideoId{70}} : std::nullopt;
    const transparency::Openings::Ask asked{
        .staff = by, .person = ada, .kind = kind, .video = video, .reason = why};
    return record.write([&](auto& tx) { return openings.ask(tx, asked); });
  }
  base::Result<Opening> agree(AccountId by, OpeningId id) {
    return record.write([&](auto& tx) { return openings.agree(tx, by, id); });
  }
  base::Result<Opening> use(AccountId by, OpeningId id) {
    return record.write([&](auto& tx) -> base::Result<Opening> {
      TRY_LET(auto opening, openings.usable(tx, by, id));
      TRY(openings.looked(tx, opening, std::array{VideoId{70}, VideoId{71}}));
      TRY(openings.looked(tx, opening, std::array{VideoId{71}}));
      return opening;
    });
  }
  std::vector<Opening> hers() {
    return *record.read([&](auto& tx) { return openings.of_person(tx, ada, 10); });
  }
  std::vector<Opening> all(OpeningId before, int max) {
    return *record.read([&](auto& tx) { return openings.all(tx, before, max); });
  }
};

template <class T>
std::string code(const base::Result<T>& result) {
  return result ? std::string{} : result.error().code;
}
}  // namespace

TEST_CASE("transparency: one clip opens for who said why, for half an hour, and its owner can read it") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    House house{record, around};
    CHECK(code(house.ask(OpeningKind::video, "abuse")) == "reason_too_short");
    CHECK(code(house.ask(OpeningKind::video, std::string(501, 'x'))) == "reason_too_long");
    CHECK(code(house.ask(OpeningKind::video, reason, ada)) == "opening_own");
    CHECK(house.hers().empty());

    const auto opening = house.ask(OpeningKind::video);
    REQUIRE(opening);
    CHECK(code(house.use(second, opening->id)) == "opening_absent");
    CHECK(code(house.agree(second, opening->id)) == "opening_settled");
    REQUIRE(house.use(mod, opening->id));
    REQUIRE(house.use(mod, opening->id));
    REQUIRE(house.hers().size() == 1);
    CHECK(house.hers()[0].staff == mod);
    CHECK(house.hers()[0].reason == reason);
    CHECK(house.hers()[0].video == VideoId{70});
    CHECK(house.hers()[0].read == 2);

    around.clock.advance(transparency::opening_life - model::Millis{1});
    CHECK(house.use(mod, opening->id));
    around.clock.advance(model::Millis{1});
    CHECK(code(house.use(mod, opening->id)) == "opening_over");
    CHECK(house.hers().size() == 1);
  });
}

TEST_CASE("transparency: all of a person's opens when a second one agrees, once") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    House house{record, around};
    const auto opening = house.ask(OpeningKind::person);
    REQUIRE(opening);
    CHECK(transparency::state_of(*opening, around.clock.now()) == OpeningState::waiting);
    CHECK(code(house.use(mod, opening->id)) == "opening_over");
    CHECK(house.hers().empty());
    CHECK(code(house.agree(mod, opening->id)) == "opening_second");
    CHECK(code(house.agree(ada, opening->id)) == "opening_second");
    CHECK(code(house.agree(second, OpeningId{9})) == "opening_absent");
    REQUIRE(house.agree(second, opening->id));
    CHECK(code(house.agree(owner, opening->id)) == "opening_settled");
    CHECK(house.use(mod, opening->id));
    CHECK(code(house.use(second, opening->id)) == "opening_absent");
    CHECK(house.hers()[0].second == second);

    const auto late = house.ask(OpeningKind::person);
    around.clock.advance(transparency::waiting_life);
    CHECK(code(house.agree(second, late->id)) == "opening_settled");
  });
}

TEST_CASE("transparency: what the shell did to an account stands in the record, and its person is told") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    House house{record, around};
    REQUIRE(record.write(
        [&](auto& tx) { return house.openings.acted(tx, ada, transparency::ShellDeed::second_factor_off); }));
    REQUIRE(house.hers().size() == 1);
    const auto deed = house.hers()[0];
    CHECK(deed.kind == OpeningKind::shell);
    CHECK(deed.reason == "second_factor_off");
    CHECK(deed.staff == AccountId{0});
    CHECK(transparency::state_of(deed, around.clock.now()) == OpeningState::over);
    CHECK(code(house.use(mod, deed.id)) == "opening_absent");  // it opens nothing
    CHECK(house.all(OpeningId{0}, 5) == house.hers());
  });
}

TEST_CASE("transparency: broken glass opens at once, and the record goes on page by page") {
  for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    House house{record, around};
    const auto first = house.ask(OpeningKind::break_glass);
    const auto next = house.ask(OpeningKind::person);
    REQUIRE(first);
    REQUIRE(next);
    CHECK(house.use(mod, first->id));
    REQUIRE(house.all(OpeningId{0}, 1).size() == 1);
    CHECK(house.all(OpeningId{0}, 1)[0].id == next->id);
    REQUIRE(house.all(next->id, 5).size() == 1);
    CHECK(house.all(next->id, 5)[0].id == first->id);
    CHECK(house.all(first->id, 5).empty());

    // The person hears that something is open, the others with a key hear the alarm, and whoever waits
    // for a second one has told nobody yet.
    const auto pending = record.read([&](auto& tx) { return sql::pending_news(tx, model::NewsId{0}, 10); });
    REQUIRE(pending);
    using Told = std::pair<AccountId, model::OpeningTold>;
    std::vector<Told> told;
    for (const auto& one : *pending) {
      const auto& what = std::get<model::DataOpened>(std::get<model::News>(one).what);
      CHECK(what.opening == first->id);
      told.emplace_back(what.told, what.what);
    }
    using enum model::OpeningTold;
    CHECK(told == std::vector<Told>{{ada, opened}, {second, alarm}, {owner, alarm}});
  });
}
}  // namespace vitrine::transparency_store_test
