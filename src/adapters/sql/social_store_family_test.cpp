// Guardians and wards on every engine: the store, and what hangs on it: who is told, who may write, who goes.
#include <doctest/doctest.h>

#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "social/conversations.hpp"
#include "social/family.hpp"
#include "social/notifications.hpp"
#include "social/relations.hpp"

namespace vitrine::social_store_family_test {
using namespace vitrine::social;
using model::FamilyDeed;
using sql::testing::for_each_engine;

namespace {
const AccountId kim{1}, ada{2}, ben{3};
using Kinds = std::vector<NotificationKind>;

struct Place {
  Place(sql::SqlRecord& on, sql::testing::Surroundings& surroundings) : record(on), around(surroundings) {}
  sql::SqlRecord& record;
  sql::testing::Surroundings& around;
  sql::RelationStore relation_rows;
  sql::ReactionStore reaction_rows;
  sql::CommentStore comment_rows;
  sql::NotificationStore notification_rows;
  sql::ConversationStore conversation_rows;
  sql::FamilyStore rows;
  sql::PersonalRows personal;
  accounts::Throttle throttle{around.rng};
  Relations relations{{relation_rows, notification_rows, around.clock}};
  Conversations talk{{conversation_rows, relation_rows, rows, around.clock, around.ids}};
  Notifications notifications{
      {notification_rows, relation_rows, reaction_rows, comment_rows, around.clock, around.ids}};
  Family family{{rows, throttle, around.clock, around.rng}};
  std::uint64_t news = 0;

  template <class Use>
  auto must(Use use) {
    around.clock.advance(model::Millis{2});
    auto done = record.write(use);
    REQUIRE_MESSAGE(done, done.error().detail);
    return *std::move(done);
  }
  void pair(AccountId ward, AccountId guardian) {
    must([&](auto& tx) -> base::Result<Pairing> {
      TRY_LET(const auto code, family.make_code(tx, ward, model::Role::creator));
      return family.pair(tx, guardian, code.text, "192.0.2.1");
    });
  }
  void limit(AccountId guardian, AccountId ward, const Limits& limits) {
    must([&](auto& tx) { return family.set_limits(tx, guardian, ward, limits); });
  }
  std::optional<Pairing> guardian_of(AccountId ward) {
    return must([&](auto& tx) { return family.guardian_of(tx, ward); });
  }
  void hear(FamilyDeed deed) {
    const model::FamilyChanged what{kim, ada, deed};
    must([&](auto& tx) { return notifications.hear(tx, {model::NewsId{++news}, around.clock.now(), what}); });
  }
  Kinds told(AccountId who, AccountId of) {
    Kinds kinds;
    for (const auto& each : must([&](auto& tx) { return notifications.list(tx, who, {}); })) {
      CHECK(each.actor == of);
      kinds.push_back(each.kind);
    }
    return kinds;
  }
  std::string write(AccountId by, AccountId to) {
    const auto sent = record.write([&](auto& tx) { return talk.start(tx, by, {to}, "", {"hello"}); });
    return sent ? "sent" : sent.error().code;
  }
};
}  // namespace

TEST_CASE("family_store: pairings and their limits read back") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.pair(kim, ada);
    place.pair(ben, ada);
    CHECK(place.guardian_of(kim)->guardian == ada);
    CHECK(place.guardian_of(kim)->limits == Limits{});
    CHECK_FALSE(place.guardian_of(ada));
    const Limits strict{
        .daily_min = 45, .quiet = QuietHours{1320, 390}, .restricted = true, .may_write = MayWrite::nobody};
    place.limit(ada, kim, strict);
    CHECK(place.guardian_of(kim)->limits == strict);
    CHECK(place.guardian_of(ben)->limits == Limits{});
    CHECK(place.must([&](auto& tx) { return place.family.is_restricted(tx, kim); }));
    place.limit(ada, kim, {.daily_min = 45});
    CHECK(place.guardian_of(kim)->limits == Limits{.daily_min = 45});
    const auto wards = place.must([&](auto& tx) { return place.family.wards_of(tx, ada); });
    REQUIRE(wards.size() == 2);
    CHECK(wards[0].ward == kim);
    CHECK(wards[1].ward == ben);
    place.must([&](auto& tx) { return place.family.leave(tx, kim); });
    CHECK_FALSE(place.guardian_of(kim));
    CHECK(place.guardian_of(ben));
  });
}

TEST_CASE("family_store: a code is one a ward, as a hash, until its time") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    const auto one = base::sha256(base::as_bytes("one")), two = base::sha256(base::as_bytes("two"));
    const auto at = around.clock.now();
    const auto until = at + model::Millis{1000};
    const auto whose = [&](const base::Digest& hash, model::Instant now) {
      return place.must([&](auto& tx) { return place.rows.ward_of_code(tx, hash, now); });
    };
    place.must([&](auto& tx) { return place.rows.put_code(tx, kim, one, until); });
    CHECK(whose(one, at) == kim);
    CHECK_FALSE(whose(one, until));
    CHECK_FALSE(whose(two, at));
    place.must([&](auto& tx) { return place.rows.put_code(tx, kim, two, until); });
    CHECK_FALSE(whose(one, at));
    CHECK(whose(two, at) == kim);
    CHECK(place.must([&](auto& tx) { return place.rows.code_until(tx, kim, at); }) == until);
    CHECK_FALSE(place.must([&](auto& tx) { return place.rows.code_until(tx, kim, until); }));
    // The retention job takes what nobody used.
    place.must([&](auto& tx) { return place.personal.expire(tx, until + model::Millis{1}, 10); });
    CHECK_FALSE(whose(two, at));
    place.must([&](auto& tx) { return place.rows.put_code(tx, kim, one, until); });
    place.must([&](auto& tx) { return place.rows.remove_code(tx, kim); });
    CHECK_FALSE(whose(one, at));
  });
}

TEST_CASE("family_store: both are told, each time, and no block keeps it from them") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    using enum NotificationKind;
    place.hear(FamilyDeed::paired);
    place.hear(FamilyDeed::limited);
    place.hear(FamilyDeed::limited);
    CHECK(place.told(kim, ada) == Kinds{guardian_limits, guardian_limits, guardian_new});
    CHECK(place.told(ada, kim) == Kinds{ward_limits, ward_limits, ward_new});
    place.must([&](auto& tx) { return place.relations.block(tx, kim, ada); });
    place.hear(FamilyDeed::ended);
    CHECK(place.told(ada, kim) == Kinds{ward_gone});
    CHECK(place.told(kim, ada) == Kinds{guardian_gone});
    place.must([&](auto& tx) { return place.relations.unblock(tx, kim, ada); });
    place.must([&](auto& tx) { return place.relations.block(tx, ada, kim); });
    CHECK(place.told(ada, kim) == Kinds{ward_gone});
  });
}

TEST_CASE("family_store: the narrower choice says who may write, but a guardian may") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.pair(kim, ada);
    place.limit(ada, kim, {.may_write = MayWrite::following});
    CHECK(place.write(ben, kim) == "messages_closed");
    place.must([&](auto& tx) { return place.relations.follow(tx, kim, ben); });
    CHECK(place.write(ben, kim) == "sent");
    place.limit(ada, kim, {.may_write = MayWrite::nobody});
    CHECK(place.write(AccountId{4}, kim) == "messages_closed");
    CHECK(place.write(ada, kim) == "sent");
    CHECK(place.write(kim, AccountId{4}) == "sent");  // the ward writes to whom they like
    place.limit(ada, kim, {});
    place.must([&](auto& tx) { return place.talk.choose(tx, kim, {MayWrite::nobody, false}); });
    CHECK(place.write(AccountId{5}, kim) == "messages_closed");
  });
}

TEST_CASE("family_store: whoever goes takes the pairing along") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    for (const auto gone : {kim, ada}) {
      Place place{record, around};
      place.pair(kim, ada);
      const privacy::Person person{gone, model::ViewerId{100 + gone.raw()}};
      place.must([&](auto& tx) { return place.personal.erase(tx, person, "social"); });
      CHECK_FALSE(place.guardian_of(kim));
      CHECK(place.must([&](auto& tx) { return place.family.wards_of(tx, ada); }).empty());
    }
  });
}

}  // namespace vitrine::social_store_family_test
