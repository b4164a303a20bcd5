// Devices that are rung, on every engine: the store, and the desk over it.
#include <doctest/doctest.h>

#include <set>

#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "social/conversations.hpp"
#include "social/notifications.hpp"
#include "social/push.hpp"
#include "social/relations.hpp"

namespace vitrine::social_store_push_test {
using namespace vitrine::social;
using model::Millis;
using model::NewsId;
using model::SessionId;
using ports::OutboundAnswer;
using ports::OutboundPost;
using sql::testing::for_each_engine;

namespace {
const AccountId ada{1}, ben{2}, cleo{3};
constexpr Millis second{1000}, minute{60 * second}, hour{60 * minute}, day{24 * hour};

struct PlainSigner final : PushSigner {
  [[nodiscard]] base::Bytes public_key() const override { return base::Bytes(65, std::byte{4}); }
  [[nodiscard]] std::string authorization(std::string_view origin, Instant until) const override {
    return fmt::format("{} until {}", origin, model::millis(until));
  }
};

/// Answers what it is told to, and remembers what it was asked to say.
struct Services final : ports::Outbound {
  base::Result<std::vector<OutboundAnswer>> post(std::span<const OutboundPost> posts) override {
    if (closed) return base::fail(base::Fault::not_available, "egress", "No way out.");
    std::vector<OutboundAnswer> answers;
    for (const auto& one : posts) {
      said.push_back(one);
      if (while_saying) std::exchange(while_saying, {})();
      answers.push_back({status, {}});
    }
    return answers;
  }
  std::vector<OutboundPost> said;
  int status = 201;
  bool closed = false;
  std::function<void()> while_saying;
};

struct Place {
  Place(sql::SqlRecord& on, sql::testing::Surroundings& surroundings) : record(on), around(surroundings) {}
  sql::SqlRecord& record;
  sql::testing::Surroundings& around;
  sql::RelationStore relation_rows;
  sql::ReactionStore reaction_rows;
  sql::CommentStore comment_rows;
  sql::NotificationStore notification_rows;
  sql::ConversationStore conversation_rows;
  sql::FamilyStore family_rows;
  sql::PushStore rows;
  sql::PersonalRows personal;
  Relations relations{{relation_rows, notification_rows, around.clock}};
  Conversations talk{{conversation_rows, relation_rows, family_rows, around.clock, around.ids}};
  Notifications notifications{
      {notification_rows, relation_rows, reaction_rows, comment_rows, around.clock, around.ids}};
  PlainSigner signer;
  Services services;
  PushDesk desk{{.rows = rows,
                 .notifications = notification_rows,
                 .conversations = conversation_rows,
                 .relations = relation_rows,
                 .signer = signer,
                 .origin_of = [](std::string_view url) -> std::optional<std::string> {
                   if (!url.starts_with("https://")) return std::nullopt;
                   return std::string{url.substr(0, url.find('/', 8))};
                 },
                 .clock = around.clock}};
  std::uint64_t news = 0;

  template <class Use>
  auto must(Use use) {
    around.clock.advance(Millis{2});  // ids follow the clock
    auto done = record.write(use);
    REQUIRE_MESSAGE(done, done.error().detail);
    if constexpr (!std::is_void_v<typename decltype(done)::value_type>) return *std::move(done);
  }
  void subscribe(AccountId who, std::uint64_t session, const std::string& name) {
    must([&](auto& tx) {
      return desk.subscribe(tx, who, SessionId{session}, "https://push.example/" + name);
    });
    around.clock.advance(Millis{1});
  }
  std::vector<PushDevice> devices(AccountId who) {
    return must([&](auto& tx) { return desk.devices(tx, who); });
  }
  /// The notification's news, as the outbox carries it.
  model::News made(AccountId who) {
    const auto list =
        must([&](auto& tx) { return notifications.list(tx, who, {.after = std::nullopt, .limit = 1}); });
    REQUIRE(!list.empty());
    return {NewsId{++news}, around.clock.now(), model::NotificationMade{who, list[0].id}};
  }
  void hear(const model::News& what) {
    must([&](auto& tx) { return desk.hear(tx, what); });
  }
  /// `by` follows ada, or likes a video of hers; she is told, and the desk hears it.
  void follow(AccountId by) {
    must([&](auto& tx) {
      return notifications.hear(tx, {NewsId{++news}, around.clock.now(), model::Followed{ada, by}});
    });
    hear(made(ada));
  }
  void like(AccountId by, std::uint64_t video) {
    must([&](auto& tx) {
      return notifications.hear(tx,
                                {NewsId{++news}, around.clock.now(), model::Liked{VideoId{video}, ada, by}});
    });
    hear(made(ada));
  }
  int ring() {
    const auto rung = desk.send_due(record, services);
    REQUIRE_MESSAGE(rung, rung.error().detail);
    return *rung;
  }
  void read_all(AccountId who) {
    must([&](auto& tx) -> base::Result<void> {
      TRY_LET(const auto list, notifications.list(tx, who, {.after = std::nullopt, .limit = 1}));
      return notifications.mark_read(tx, who, list.at(0).id);
    });
  }
};

void for_each_place(const std::function<void(Place&)>& test) {
  for_each_engine([&](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    around.clock.advance(day);
    Place place{record, around};
    test(place);
  });
}
}  // namespace

TEST_CASE("push: something new rings each device once, without a word of what it is") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.subscribe(ada, 2, "desk");
    place.subscribe(ben, 3, "his");
    CHECK(place.ring() == 0);
    place.follow(ben);
    CHECK(place.ring() == 2);
    REQUIRE(place.services.said.size() == 2);
    const std::set rung{place.services.said[0].url, place.services.said[1].url};
    CHECK(rung == std::set<std::string>{"https://push.example/phone", "https://push.example/desk"});
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : place.services.said[0].headers) headers[name] = value;
    CHECK(headers["TTL"] == "86400");
    CHECK(headers["Topic"] == "vitrine");
    const auto until = model::millis(place.around.clock.now() + 12 * hour);
    CHECK(headers["Authorization"] == fmt::format("https://push.example until {}", until));
    CHECK(headers.size() == 4);
    CHECK(place.ring() == 0);
  });
}

TEST_CASE("push: at once is once a minute, however much happens") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.like(ben, 7);
    CHECK(place.ring() == 1);
    place.like(cleo, 7);
    place.follow(ben);
    CHECK(place.ring() == 0);
    place.around.clock.advance(minute - second);
    CHECK(place.ring() == 0);
    place.around.clock.advance(second);
    CHECK(place.ring() == 1);
    place.around.clock.advance(hour);
    CHECK(place.ring() == 0);
  });
}

TEST_CASE("push: what was looked at meanwhile does not ring") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.must(
        [&](auto& tx) { return place.desk.choose(tx, ada, {.cadence = PushCadence::hourly, .off = {}}); });
    place.follow(ben);
    CHECK(place.ring() == 1);
    place.follow(cleo);
    place.read_all(ada);
    place.around.clock.advance(2 * hour);
    CHECK(place.ring() == 0);
    CHECK(!place.devices(ada)[0].due);
  });
}

TEST_CASE("push: topics that were switched off are silent, the safety of an account never is") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    const PushChoice quiet{.cadence = PushCadence::at_once,
                           .daily_at_min = 0,
                           .off = {PushTopic::likes, PushTopic::comments, PushTopic::follows,
                                   PushTopic::messages, PushTopic::videos}};
    place.must([&](auto& tx) { return place.desk.choose(tx, ada, quiet); });
    CHECK(place.must([&](auto& tx) { return place.desk.choice(tx, ada); }) == quiet);
    place.follow(ben);
    place.like(ben, 7);
    CHECK(place.ring() == 0);
    place.must([&](auto& tx) {
      return place.notifications.hear(
          tx, {NewsId{900}, place.around.clock.now(),
               model::SignInChanged{ada, model::PasskeyId{5}, model::PasskeyDeed::added}});
    });
    place.hear(place.made(ada));
    CHECK(place.ring() == 1);
  });
}

TEST_CASE("push: hourly and daily wait for their time, and a new choice counts for what waits") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    const auto choose = [&](PushCadence cadence, int at = 0) {
      place.must([&](auto& tx) {
        return place.desk.choose(tx, ada, {.cadence = cadence, .daily_at_min = at, .off = {}});
      });
    };
    choose(PushCadence::daily, 18 * 60);
    place.follow(ben);
    CHECK(place.ring() == 0);
    const auto now = model::millis(place.around.clock.now());
    const auto six = now / day.count() * day.count() + 18 * hour.count();
    CHECK(model::millis(*place.devices(ada)[0].due) == (six > now ? six : six + day.count()));
    choose(PushCadence::at_once);
    CHECK(place.ring() == 1);
    choose(PushCadence::hourly);
    place.follow(cleo);
    CHECK(place.ring() == 0);
    place.around.clock.advance(hour);
    CHECK(place.ring() == 1);
  });
}

TEST_CASE("push: messages ring whom they are for; a request of a stranger does not") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "hers");
    place.subscribe(ben, 2, "his");
    const auto say = [&](AccountId by, AccountId to, const std::string& text) {
      return place.must([&](auto& tx) { return place.talk.start(tx, by, {to}, "", {.text = text}); });
    };
    const auto sent = [&](const Message& message) {
      place.hear({NewsId{++place.news}, place.around.clock.now(),
                  model::MessageSent{message.conversation, message.id}});
    };
    sent(say(ben, ada, "hello"));  // she does not follow him: it waits as a request
    CHECK(place.ring() == 0);
    const auto answer = say(ada, ben, "hello yourself");
    sent(answer);
    CHECK(place.ring() == 1);
    CHECK(place.services.said[0].url == "https://push.example/his");
    sent(say(ben, ada, "well"));
    CHECK(place.ring() == 1);
    CHECK(place.services.said[1].url == "https://push.example/hers");
    place.must([&](auto& tx) { return place.relations.mute(tx, ada, ben); });
    place.around.clock.advance(2 * minute);
    sent(say(ben, ada, "well?"));
    CHECK(place.ring() == 0);
  });
}

TEST_CASE("push: a device that was signed out is still, and a browser that changed hands is the other's") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.subscribe(ada, 2, "desk");
    place.hear({NewsId{1}, place.around.clock.now(), model::SessionEnded{ada, SessionId{1}}});
    REQUIRE(place.devices(ada).size() == 1);
    CHECK(place.devices(ada)[0].endpoint == "https://push.example/desk");
    place.subscribe(ben, 9, "desk");
    CHECK(place.devices(ada).empty());
    CHECK(place.devices(ben).size() == 1);
    place.subscribe(ben, 9, "renewed");
    REQUIRE(place.devices(ben).size() == 1);
    CHECK(place.devices(ben)[0].endpoint == "https://push.example/renewed");
    place.hear({NewsId{2}, place.around.clock.now(), model::SessionEnded{ben, std::nullopt}});
    CHECK(place.devices(ben).empty());
    CHECK(place.record
              .write([&](auto& tx) {
                return place.desk.subscribe(tx, ada, SessionId{1}, "http://push.example/x");
              })
              .error()
              .code == "push_endpoint");
  });
}

TEST_CASE("push: ten devices a person, the oldest goes") {
  for_each_place([](Place& place) {
    for (std::uint64_t i = 0; i < 12; ++i) place.subscribe(ada, i + 1, fmt::format("d{}", i));
    const auto all = place.devices(ada);
    REQUIRE(all.size() == push_devices_max);
    CHECK(all[0].endpoint == "https://push.example/d2");
  });
}

TEST_CASE("push: a device that is gone is forgotten, one that does not answer is tried ever more rarely") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.services.status = 503;
    place.follow(ben);
    const auto begun = place.around.clock.now();
    int tries = 0;
    while (!place.devices(ada).empty()) {
      const auto due = place.devices(ada)[0].due;
      REQUIRE(due);
      if (*due > place.around.clock.now())
        place.around.clock.advance(std::chrono::duration_cast<Millis>(*due - place.around.clock.now()));
      CHECK(place.ring() == 0);
      REQUIRE(++tries < 60);
    }
    CHECK(tries > 20);
    CHECK(place.around.clock.now() - begun > 7 * day);
    place.subscribe(ada, 1, "new");
    place.services.status = 410;
    place.follow(cleo);
    CHECK(place.ring() == 0);
    CHECK(place.devices(ada).empty());
  });
}

TEST_CASE("push: what comes in while a device is rung rings once more; without a way out nothing is lost") {
  for_each_place([](Place& place) {
    place.subscribe(ada, 1, "phone");
    place.services.closed = true;
    place.follow(ben);
    CHECK(place.desk.send_due(place.record, place.services).error().code == "egress");
    place.services.closed = false;
    CHECK(place.ring() == 0);  // as after a crash: within five minutes
    place.around.clock.advance(5 * minute);
    place.services.while_saying = [&] { place.like(cleo, 7); };
    CHECK(place.ring() == 2);
    CHECK(place.ring() == 0);
  });
}

TEST_CASE("push: whose devices news has to do with is found out without writing") {
  for_each_place([](Place& place) {
    place.follow(ben);
    const auto concerned = [&](const model::News& what) {
      const auto found = place.record.read([&](auto& tx) { return place.desk.concerned(tx, what); });
      REQUIRE(found);
      return *found;
    };
    CHECK(concerned(place.made(ada)).empty());
    CHECK(concerned({NewsId{1}, {}, model::SessionEnded{ada, std::nullopt}}).empty());
    place.subscribe(ada, 1, "phone");
    CHECK(concerned(place.made(ada)) == std::vector{ada});
    CHECK(concerned({NewsId{1}, {}, model::SessionEnded{ada, std::nullopt}}) == std::vector{ada});
    CHECK(rings(place.made(ada)));
    CHECK(!rings({NewsId{1}, {}, model::Followed{ada, ben}}));
  });
}
}  // namespace vitrine::social_store_push_test
