// Conversations on every engine: the store and the rules above it.
#include <doctest/doctest.h>

#include "adapters/sql/privacy_store.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "social/conversations.hpp"
#include "social/relations.hpp"

namespace vitrine::social_store_conversations_test {
using namespace vitrine::social;
using sql::testing::for_each_engine;

namespace {
const AccountId ada{1}, ben{2}, cem{3};

/// The services over one record; each call is a transaction of its own.
struct Place {
  Place(sql::SqlRecord& on, sql::testing::Surroundings& surroundings) : record(on), around(surroundings) {}
  sql::SqlRecord& record;
  sql::testing::Surroundings& around;
  sql::RelationStore relation_rows;
  sql::NotificationStore notification_rows;
  sql::ConversationStore rows;
  sql::FamilyStore family_rows;
  Relations relations{{relation_rows, notification_rows, around.clock}};
  Conversations talk{{rows, relation_rows, family_rows, around.clock, around.ids}};

  template <class Use>
  auto run(Use use) {
    around.clock.advance(model::Millis{2});
    return record.write(use);
  }
  template <class Use>
  auto must(Use use) {
    auto done = run(use);
    REQUIRE_MESSAGE(done, done.error().detail);
    return *std::move(done);
  }
  std::string follow(AccountId by, AccountId who) {
    return must([&](auto& tx) { return relations.follow(tx, by, who); }) ? "follows" : "did before";
  }
  std::string write(AccountId by, std::vector<AccountId> to, std::string text, std::string name = "") {
    const auto sent = run([&](auto& tx) { return talk.start(tx, by, to, name, {text}); });
    return sent ? "sent" : sent.error().code;
  }
  ConversationId group(AccountId by, std::vector<AccountId> to, std::string name = "Band") {
    return must([&](auto& tx) { return talk.start(tx, by, to, name, {"hello all"}); }).conversation;
  }
  std::vector<Conversations::Seen> box(AccountId who, Standing which = Standing::member) {
    return must([&](auto& tx) { return talk.list(tx, who, which, {}); });
  }
  std::vector<std::string> texts(AccountId who, ConversationId id, Page page = {}) {
    std::vector<std::string> out;
    const auto found = run([&](auto& tx) { return talk.messages(tx, who, id, page); });
    if (!found) return {found.error().code};
    for (const auto& message : *found) out.push_back(message.deleted ? "(taken back)" : message.text);
    return out;
  }
  std::int64_t unread(AccountId who) {
    return must([&](auto& tx) { return talk.unread(tx, who); });
  }
  template <class Use>
  std::string code(Use use) {
    const auto done = run(use);
    return done ? "done" : done.error().code;
  }
};
using Texts = std::vector<std::string>;
const ConversationId two = Conversations::between(ada, ben);
}  // namespace

TEST_CASE("conversations: strangers ask first, three times at most, and accepting opens") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    CHECK(place.write(ada, {ben}, "  hello\u202e ") == "sent");
    CHECK(place.box(ada).size() == 1);
    CHECK(place.box(ben).empty());
    CHECK(place.unread(ben) == 0);  // a request does not ring
    const auto asked = place.box(ben, Standing::asked);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].conversation.id == two);
    CHECK(asked[0].last->text == "hello");
    CHECK(asked[0].unread == 1);
    CHECK(place.write(ada, {ben}, "again") == "sent");
    CHECK(place.write(ada, {ben}, "and again") == "sent");
    CHECK(place.write(ada, {ben}, "and again") == "request_waits");
    CHECK(place.code([&](auto& tx) { return place.talk.may_reach(tx, ada, ben); }) == "request_waits");
    CHECK(place.code([&](auto& tx) { return place.talk.accept(tx, cem, two); }) == "conversation_absent");
    place.must([&](auto& tx) { return place.talk.accept(tx, ben, two); });
    CHECK(place.unread(ben) == 1);
    CHECK(place.write(ada, {ben}, "thanks") == "sent");
    CHECK(place.texts(ben, two) == Texts{"thanks", "and again", "again", "hello"});
    CHECK(place.texts(cem, two) == Texts{"conversation_absent"});
    CHECK(place.box(ben)[0].unread == 4);
    const auto newest = place.box(ben)[0].last->id;
    place.must([&](auto& tx) { return place.talk.read(tx, ben, two, newest); });
    CHECK(place.unread(ben) == 0);
    CHECK(place.code([&](auto& tx) { return place.talk.read(tx, cem, two, newest); }) ==
          "conversation_absent");
  });
}

TEST_CASE("conversations: declining is not told, and looks like waiting") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    REQUIRE(place.write(ada, {ben}, "hello") == "sent");
    const auto before = place.box(ada);
    place.must([&](auto& tx) { return place.talk.decline(tx, ben, two); });
    auto after = place.box(ada);
    CHECK(after == before);
    CHECK(place.write(ada, {ben}, "2") == "sent");
    CHECK(place.write(ada, {ben}, "3") == "sent");
    CHECK(place.write(ada, {ben}, "4") == "request_waits");
    CHECK(place.box(ben, Standing::asked).empty());
    CHECK(place.box(ben).empty());
    CHECK(place.texts(ben, two) == Texts{"conversation_absent"});
    const auto heard = place.must([&](auto& tx) { return place.talk.audience(tx, two); });
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].account == ada);
    // Ben may change his mind: writing is accepting.
    CHECK(place.write(ben, {ada}, "well") == "sent");
    CHECK(place.box(ben).size() == 1);
  });
}

TEST_CASE("conversations: who may begin is a choice, and a block closes without being told") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.follow(ben, ada);
    CHECK(place.write(ada, {ben}, "hello") == "sent");
    CHECK(place.box(ben).size() == 1);  // whom one follows needs no request
    const auto choose = [&](MayWrite from) {
      place.must([&](auto& tx) { return place.talk.choose(tx, ben, {from, false}); });
    };
    choose(MayWrite::following);
    CHECK(place.write(cem, {ben}, "hello") == "messages_closed");
    CHECK(place.write(ada, {ben}, "still") == "sent");
    choose(MayWrite::nobody);
    CHECK(place.write(cem, {ben}, "hello") == "messages_closed");
    CHECK(place.write(ada, {ben}, "what is begun goes on") == "sent");
    CHECK(place.write(ben, {cem}, "I may begin") == "sent");
    choose(MayWrite::everyone);
    place.must([&](auto& tx) { return place.relations.block(tx, ben, ada); });
    CHECK(place.write(ada, {ben}, "?") == "messages_closed");
    CHECK(place.write(ben, {ada}, "?") == "messages_closed");
    CHECK(place.write(ada, {ben, cem}, "a group then") == "account_absent");
    CHECK(place.write(ada, {ada}, "me") == "not_yourself");
    CHECK(place.write(ada, {cem}, " \n ") == "message_empty");
    CHECK(place.write(ada, {cem}, std::string(2001, 'x')) == "message_too_long");
  });
}

TEST_CASE("conversations: a group has a name and 32 people; its people come and go") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.follow(ben, ada);
    const auto id = place.group(ada, {ben, cem});
    CHECK(place.box(ben).size() == 1);
    CHECK(place.box(cem, Standing::asked).size() == 1);
    CHECK(place.code([&](auto& tx) { return place.talk.rename(tx, cem, id, "Mine"); }) ==
          "conversation_absent");  // asked only
    place.must([&](auto& tx) { return place.talk.decline(tx, cem, id); });
    CHECK(place.box(ada)[0].members.size() == 2);
    place.must([&](auto& tx) { return place.talk.rename(tx, ben, id, "The band"); });
    CHECK(place.box(ada)[0].conversation.name == "The band");
    std::vector<AccountId> many;
    for (std::uint64_t n = 100; n < 131; ++n) many.emplace_back(n);
    CHECK(place.code([&](auto& tx) { return place.talk.add(tx, ada, id, many); }) == "group_full");
    many.pop_back();
    place.must([&](auto& tx) { return place.talk.add(tx, ada, id, many); });
    CHECK(place.box(ada)[0].members.size() == 32);
    CHECK(place.code([&](auto& tx) { return place.talk.add(tx, ada, id, {ben}); }) == "done");
    place.must([&](auto& tx) { return place.talk.leave(tx, ben, id); });
    CHECK(place.texts(ben, id) == Texts{"conversation_absent"});
    REQUIRE(place.write(ada, {ben}, "a pair") == "sent");
    CHECK(place.code([&](auto& tx) { return place.talk.leave(tx, ada, two); }) == "pair_stays");
  });
}

TEST_CASE("conversations: in a group neither reads the other across a block") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.follow(ben, ada);
    place.follow(cem, ada);
    const auto id = place.group(ada, {ben, cem});
    place.must([&](auto& tx) { return place.talk.send(tx, ben, id, {"from ben"}); });
    place.must([&](auto& tx) { return place.relations.block(tx, cem, ben); });
    CHECK(place.texts(cem, id) == Texts{"hello all"});
    CHECK(place.texts(ada, id) == Texts{"from ben", "hello all"});
    CHECK(place.box(cem)[0].last->text == "hello all");
    CHECK(place.box(cem)[0].unread == 1);
    const auto said = place.must([&](auto& tx) { return place.talk.send(tx, cem, id, {"from cem"}); });
    CHECK(place.texts(ben, id) == Texts{"from ben", "hello all"});
    CHECK_FALSE(place.must([&](auto& tx) { return place.talk.readable(tx, ben, said.id); }));
    CHECK(place.must([&](auto& tx) { return place.talk.readable(tx, ada, said.id); }));
  });
}

TEST_CASE("conversations: pages go on, one's own can be taken back, others' can be reported") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    place.follow(ben, ada);
    for (int n = 0; n < 5; ++n) REQUIRE(place.write(ada, {ben}, std::to_string(n)) == "sent");
    CHECK(place.texts(ben, two, {.after = {}, .limit = 2}) == Texts{"4", "3"});
    const auto all = place.must([&](auto& tx) { return place.talk.messages(tx, ben, two, {}); });
    REQUIRE(all.size() == 5);
    const Position after{0, static_cast<std::int64_t>(all[1].id.raw())};
    CHECK(place.texts(ben, two, {.after = after, .limit = 2}) == Texts{"2", "1"});
    CHECK(place.code([&](auto& tx) { return place.talk.remove(tx, ben, two, all[0].id); }) ==
          "message_absent");
    CHECK(place.code([&](auto& tx) { return place.talk.reportable(tx, ben, all[0].id); }) == "done");
    CHECK(place.code([&](auto& tx) { return place.talk.reportable(tx, ada, all[0].id); }) ==
          "message_absent");
    CHECK(place.code([&](auto& tx) { return place.talk.reportable(tx, cem, all[0].id); }) ==
          "message_absent");
    place.must([&](auto& tx) { return place.talk.remove(tx, ada, two, all[0].id); });
    CHECK(place.texts(ben, two)[0] == "(taken back)");
    CHECK(place.code([&](auto& tx) { return place.talk.reportable(tx, ben, all[0].id); }) ==
          "message_absent");
    CHECK(place.box(ben)[0].unread == 4);
  });
}

TEST_CASE("conversations: receipts are told by those who chose so alone") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    CHECK(place.must([&](auto& tx) { return place.talk.choice(tx, ada); }) == MessageChoice{});
    place.must([&](auto& tx) { return place.talk.choose(tx, ada, {MayWrite::everyone, true}); });
    CHECK(place.must([&](auto& tx) { return place.talk.telling(tx, std::array{ada, ben}); }) ==
          std::vector{ada});
    place.must([&](auto& tx) { return place.talk.choose(tx, ada, {MayWrite::nobody, false}); });
    CHECK(place.must([&](auto& tx) { return place.talk.telling(tx, std::array{ada, ben}); }).empty());
  });
}

TEST_CASE("conversations: with its last person a conversation goes, and a leaver takes their words along") {
  for_each_engine([](sql::SqlRecord& record, auto& around) {
    Place place{record, around};
    sql::LeavingStore leaving;
    const auto id = place.group(ada, {ben});
    place.must([&](auto& tx) { return place.talk.decline(tx, ben, id); });
    place.must([&](auto& tx) -> Result<void> { return leaving.take_out(tx, ada); });
    CHECK_FALSE(place.must([&](auto& tx) { return place.rows.find(tx, id); }));
    CHECK(place.texts(ada, id) == Texts{"conversation_absent"});
  });
}
}  // namespace vitrine::social_store_conversations_test
