// What social asks of its stores, and its services on top of them, run on every engine.
#include "adapters/sql/social_store.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "accounts/testing/fake_stores.hpp"
#include "adapters/sql/sql.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "base/random.hpp"
#include "social/comments.hpp"
#include "social/notifications.hpp"
#include "social/reactions.hpp"
#include "social/relations.hpp"

namespace vitrine::social_store_test {
using namespace vitrine::social;
using sql::testing::for_each_engine;

namespace {
AccountId person(std::uint64_t n) { return AccountId{n}; }
const AccountId ada = person(1), ben = person(2), cem = person(3), dora = person(4);
const VideoId clip{100}, other_clip{101};

/// "ada" to "dora" are accounts 1 to 4.
class FourPeople final : public People {
 public:
  Result<std::vector<AccountId>> by_handles(Transaction&, std::span<const std::string> handles) override {
    const std::map<std::string, AccountId> known{{"ada", ada}, {"ben", ben}, {"cem", cem}, {"dora", dora}};
    std::vector<AccountId> found;
    for (const auto& handle : handles)
      if (known.contains(handle)) found.push_back(known.at(handle));
    return found;
  }
};

/// The services over one record; each call is a transaction of its own.
struct House {
  House(sql::SqlRecord& on, sql::testing::Surroundings& surroundings) : record(on), around(surroundings) {}
  sql::SqlRecord& record;
  sql::testing::Surroundings& around;
  sql::RelationStore relation_store;
  sql::ReactionStore reaction_store;
  sql::CommentStore comment_store;
  sql::NotificationStore notification_store;
  FourPeople people;
  accounts::testing::FakeAccountStore accounts;  // whose account is private
  Relations relations{{relation_store, notification_store, around.clock, &accounts}};
  Reactions reactions{{reaction_store, around.clock}};
  Comments comments{{comment_store, relation_store, notification_store, people, around.clock, around.ids}};
  Notifications notifications{
      {notification_store, relation_store, reaction_store, comment_store, around.clock, around.ids}};

  template <class Use>
  auto run(Use use) {
    around.clock.advance(model::Millis{1});
    return record.write(use);
  }
  template <class Use>
  auto must(Use use) {
    auto answer = run(use);
    REQUIRE_MESSAGE(answer, answer.error().detail);
    if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return *std::move(answer);
  }
  Comment say(AccountId by, const std::string& text, std::optional<CommentId> to = std::nullopt) {
    return must([&](auto& tx) { return comments.write(tx, by, clip, ada, text, to); });
  }
  std::vector<Comment> list(CommentQuery query, const Page& page = {}) {
    return must([&](auto& tx) { return comments.list(tx, query, page); });
  }
  void hear(std::uint64_t id, decltype(model::News::what) what) {
    must([&](auto& tx) { return notifications.hear(tx, {model::NewsId{id}, around.clock.now(), what}); });
  }
  std::vector<Notification> told(AccountId who) {
    return must([&](auto& tx) { return notifications.list(tx, who, {}); });
  }
  VideoCounts counts(VideoId video) {
    return must([&](auto& tx) { return reactions.counts(tx, std::array{video}); })[0];
  }
  std::int64_t number(const std::string& sql) {
    return must([&](auto& tx) { return sql::connection(tx).template value<std::int64_t>(sql); }).value_or(0);
  }
};

std::string code(const auto& result) { return result ? "" : result.error().code; }

void each_house(const std::function<void(House&)>& test) {
  for_each_engine([&](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    House house{record, around};
    test(house);
  });
}
}  // namespace

TEST_CASE("social: following is repeatable, counted, listed and not for oneself") {
  each_house([](House& house) {
    CHECK(house.must([&](auto& tx) { return house.relations.follow(tx, ada, ben); }));
    CHECK_FALSE(house.must([&](auto& tx) { return house.relations.follow(tx, ada, ben); }));
    CHECK(house.must([&](auto& tx) { return house.relations.follow(tx, ada, cem); }));
    CHECK(house.must([&](auto& tx) { return house.relations.follow(tx, dora, ben); }));
    CHECK(code(house.run([&](auto& tx) { return house.relations.follow(tx, ada, ada); })) == "not_yourself");
    const auto counts =
        house.must([&](auto& tx) { return house.relations.counts(tx, std::array{ben, ada, ben}); });
    CHECK(counts == std::vector<PersonCounts>{{.followers = 2}, {.following = 2}, {.followers = 2}});

    const auto first = house.must([&](auto& tx) {
      return house.relations.following(tx, ada, AccountId{0}, {.after = std::nullopt, .limit = 1});
    });
    REQUIRE(first.size() == 1);
    CHECK(first[0].account == cem);
    const Position after{model::millis(first[0].since), static_cast<std::int64_t>(first[0].account.raw())};
    const auto second =
        house.must([&](auto& tx) { return house.relations.following(tx, ada, AccountId{0}, {after, 5}); });
    REQUIRE(second.size() == 1);
    CHECK(second[0].account == ben);
    CHECK(house.must([&](auto& tx) { return house.relations.unfollow(tx, ada, ben); }));
    CHECK_FALSE(house.must([&](auto& tx) { return house.relations.unfollow(tx, ada, ben); }));
    CHECK(house.must([&](auto& tx) { return house.relations.followed_ids(tx, ada); }) == std::vector{cem});
  });
}

TEST_CASE(
    "social: unseen in feeds are those blocked or muted, and who blocked one; one's own choices first") {
  each_house([](House& house) {
    const auto unseen = [&](std::size_t max) {
      return house.must([&](auto& tx) { return house.relation_store.unseen_ids(tx, dora, max); });
    };
    CHECK(unseen(10).empty());
    CHECK(house.must([&](auto& tx) { return house.relations.block(tx, ada, dora); }));
    CHECK(house.must([&](auto& tx) { return house.relations.mute(tx, dora, cem); }));
    CHECK(house.must([&](auto& tx) { return house.relations.block(tx, dora, cem); }));
    CHECK(house.must([&](auto& tx) { return house.relations.block(tx, ben, ada); }));
    CHECK(unseen(10) == std::vector{std::min(ada, cem), std::max(ada, cem)});
    CHECK(unseen(1) == std::vector{cem});
  });
}

TEST_CASE("social: following a private account is asking, until its owner says so") {
  each_house([](House& house) {
    const accounts::Account closed{.id = cem,
                                   .handle = "cem",
                                   .name = "Cem",
                                   .bio = "",
                                   .language = "",
                                   .pseudonym = model::ViewerId{3},
                                   .is_private = true};
    house.accounts.rows.insert_or_assign(cem, accounts::testing::FakeAccountStore::Row{closed, ""});
    auto& relations = house.relations;
    const auto follow = [&](AccountId by) {
      return house.must([&](auto& tx) { return relations.follow(tx, by, cem); });
    };
    const auto stands = [&](AccountId by) {
      return house.must([&](auto& tx) { return relations.of(tx, by, cem); });
    };
    const auto waiting = [&] {
      std::vector<AccountId> found;
      for (const auto& one : house.must([&](auto& tx) { return relations.asking(tx, cem, {}); }))
        found.push_back(one.account);
      return found;
    };
    for (const auto by : {ada, ben, dora}) CHECK_FALSE(follow(by));
    CHECK_FALSE(follow(ada));  // asking twice is asking
    CHECK(stands(ada) == Relation{.asked = true});
    CHECK(waiting() == std::vector{dora, ben, ada});
    CHECK(house.must([&](auto& tx) { return relations.count_asking(tx, cem); }) == 3);

    CHECK(house.must([&](auto& tx) { return relations.accept(tx, cem, ben); }));
    CHECK_FALSE(house.must([&](auto& tx) { return relations.accept(tx, cem, ben); }));
    CHECK(stands(ben) == Relation{.follows = true});
    CHECK(house.must([&](auto& tx) { return relations.decline(tx, cem, dora); }));
    CHECK_FALSE(house.must([&](auto& tx) { return relations.accept(tx, cem, dora); }));  // not any more
    CHECK(stands(dora) == Relation{});
    house.must([&](auto& tx) { return relations.unfollow(tx, ada, cem); });  // taken back
    CHECK(waiting().empty());

    CHECK(house.must([&](auto& tx) { return relations.remove_follower(tx, cem, ben); }));
    CHECK(stands(ben) == Relation{});
    CHECK_FALSE(follow(ada));
    CHECK_FALSE(follow(dora));
    house.must([&](auto& tx) { return relations.block(tx, cem, ada); });
    CHECK(waiting() == std::vector{dora});
    house.must([&](auto& tx) { return relations.accept_all(tx, cem); });
    CHECK(stands(dora) == Relation{.follows = true});
    CHECK(waiting().empty());
    const auto counts = house.must([&](auto& tx) { return relations.counts(tx, std::array{cem}); });
    CHECK(counts[0].followers == 1);
  });
}

TEST_CASE("social: who asks and who was let is told, each once") {
  each_house([](House& house) {
    house.hear(1, model::FollowAsked{cem, ada});
    house.hear(2, model::FollowAsked{cem, ada});  // asked, took it back and asked again
    house.hear(3, model::FollowAccepted{cem, ada});
    REQUIRE(house.told(cem).size() == 1);
    CHECK(house.told(cem)[0].kind == NotificationKind::follow_asked);
    CHECK(house.told(cem)[0].actor == ada);
    REQUIRE(house.told(ada).size() == 1);
    CHECK(house.told(ada)[0].kind == NotificationKind::follow_accepted);
    CHECK(house.told(ada)[0].actor == cem);
  });
}

TEST_CASE(
    "social: the author is told what moderators found of a clip, and that it is taken back, each time") {
  using enum NotificationKind;
  each_house([](House& house) {
    const auto say = [&](std::uint64_t news, model::Integrity found) {
      house.hear(news, model::IntegrityChanged{clip, ada, found});
    };
    say(1, model::Integrity::disputed);
    say(1, model::Integrity::disputed);  // carried twice
    say(2, model::Integrity::whole);
    say(3, model::Integrity::unoriginal);
    say(4, model::Integrity::borderline);
    say(5, model::Integrity::disputed);
    std::vector<NotificationKind> kinds;
    for (const auto& one : house.told(ada)) {
      kinds.push_back(one.kind);
      CHECK(one.video == clip);
      CHECK_FALSE(one.actor);
    }
    CHECK(kinds ==
          std::vector{found_disputed, found_borderline, found_unoriginal, found_whole, found_disputed});
  });
}

TEST_CASE("social: followers by the day they came") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::RelationStore store;
    constexpr std::int64_t day = 86'400'000;
    const auto days = record.write([&](ports::Transaction& tx) -> base::Result<social::FollowerDays> {
      const std::array<std::int64_t, 5> times{day * 3, day * 10 - 1, day * 10, day * 11 - 1, day * 12 + 5};
      for (std::uint64_t n = 0; n < times.size(); ++n)
        TRY(store.follow(tx, AccountId{n + 1}, AccountId{50}, model::instant(times[n])));
      TRY(store.follow(tx, AccountId{9}, AccountId{51}, model::instant(day * 10)));
      TRY(store.unfollow(tx, AccountId{1}, AccountId{50}));
      return store.follower_days(tx, AccountId{50}, model::instant(day * 10));
    });
    REQUIRE(days);
    CHECK(days->before == 1);
    using Day = std::pair<model::Instant, std::int64_t>;
    CHECK(days->days == std::vector{Day{model::instant(day * 10), 2}, Day{model::instant(day * 12), 1}});
  });
}

TEST_CASE("social: a block hides both from each other and is not told to the blocked") {
  each_house([](House& house) {
    house.must([&](auto& tx) { return house.relations.follow(tx, ada, ben); });
    house.must([&](auto& tx) { return house.relations.follow(tx, ben, ada); });
    house.must([&](auto& tx) { return house.relations.follow(tx, cem, ada); });
    house.must([&](auto& tx) { return house.relations.follow(tx, cem, ben); });
    house.hear(1, model::Followed{ada, ben});
    CHECK(house.told(ada).size() == 1);
    const auto before = house.say(ben, "hello");

    CHECK(house.must([&](auto& tx) { return house.relations.block(tx, ada, ben); }));
    const auto mine = house.must([&](auto& tx) { return house.relations.of(tx, ada, ben); });
    CHECK(mine == Relation{.blocks = true});
    CHECK(house.must([&](auto& tx) { return house.relations.of(tx, ben, ada); }) ==
          Relation{.blocked_by = true});
    CHECK(house.told(ada).empty());
    for (const auto& answer : {house.run([&](auto& tx) { return house.relations.follow(tx, ben, ada); }),
                               house.run([&](auto& tx) { return house.relations.mute(tx, ben, ada); }),
                               house.run([&](auto& tx) { return house.relations.block(tx, ben, ada); })})
      CHECK(code(answer) == "account_absent");
    CHECK(code(house.run([&](auto& tx) { return house.relations.follow(tx, ada, ben); })) ==
          "you_block_them");
    // Each is missing where the other looks, and there for everybody else.
    const auto following_seen_by = [&](AccountId viewer) {
      return house.must([&](auto& tx) { return house.relations.following(tx, cem, viewer, {}); }).size();
    };
    CHECK(following_seen_by(ada) == 1);
    CHECK(following_seen_by(ben) == 1);
    CHECK(following_seen_by(dora) == 2);
    CHECK(code(house.run([&](auto& tx) { return house.comments.find(tx, ada, before.id); })) ==
          "comment_absent");
    CHECK(house.list({.video = clip, .root = {}, .viewer = ada}).empty());
    CHECK(house.list({.video = clip, .root = {}, .viewer = dora}).size() == 1);
    CHECK(house.must([&](auto& tx) { return house.relations.unblock(tx, ada, ben); }));
    CHECK(house.list({.video = clip, .root = {}, .viewer = ada}).size() == 1);
  });
}

TEST_CASE("social: reactions are counted once, listed newest first, and go with their video") {
  each_house([](House& house) {
    const auto add = [&](Reaction kind, AccountId by, VideoId video) {
      return house.must([&](auto& tx) { return house.reactions.add(tx, kind, by, video, ada); });
    };
    CHECK(add(Reaction::like, ben, clip));
    CHECK_FALSE(add(Reaction::like, ben, clip));
    CHECK(add(Reaction::like, cem, clip));
    CHECK(add(Reaction::like, ben, other_clip));
    CHECK(add(Reaction::save, ben, clip));
    CHECK(add(Reaction::share, ben, clip));
    CHECK_FALSE(add(Reaction::share, ben, clip));
    CHECK(house.counts(clip) == VideoCounts{.likes = 2, .comments = 0, .shares = 1, .saves = 1});
    const std::array asked{other_clip, VideoId{9}, clip};
    CHECK(house.must([&](auto& tx) { return house.reactions.marks(tx, ben, asked); }) ==
          std::vector<MyVideoMarks>{{true, false}, {}, {true, true}});
    const auto listed =
        house.must([&](auto& tx) { return house.reactions.listed(tx, Reaction::like, ben, {}); });
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].video == other_clip);
    CHECK(house.must([&](auto& tx) { return house.reactions.remove(tx, Reaction::like, cem, clip); }));
    CHECK_FALSE(house.must([&](auto& tx) { return house.reactions.remove(tx, Reaction::like, cem, clip); }));

    house.say(cem, "fine");
    house.hear(1, model::Liked{clip, ada, ben});
    house.hear(2, model::VideoRemoved{clip, ada});
    CHECK(house.counts(clip) == VideoCounts{});
    CHECK(house.told(ada).empty());
    CHECK(house.list({.video = clip, .root = {}}).empty());
    CHECK(house.must([&](auto& tx) { return house.relations.counts(tx, std::array{ada}); })[0].likes == 1);
  });
}

TEST_CASE("social: threads are one level deep, a deleted top stays while there are answers") {
  each_house([](House& house) {
    const auto top = house.say(ben, "first @cem and @ben");
    const auto answer = house.say(cem, "second", top.id);
    const auto deeper = house.say(dora, "third", answer.id);
    CHECK(deeper.root == top.id);
    CHECK(house.list({.video = clip, .root = {}}).size() == 1);
    CHECK(house.list({.video = clip, .root = {}})[0].replies == 2);
    const auto answers = house.list({.video = clip, .root = top.id});
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].id == answer.id);
    CHECK(house.counts(clip).comments == 3);

    const auto remove = [&](AccountId by, CommentId id, bool moderator = false) {
      return code(house.run([&](auto& tx) { return house.comments.remove(tx, {by, moderator}, id); }));
    };
    CHECK(remove(dora, top.id) == "comment_not_yours");
    CHECK(remove(ben, top.id).empty());
    CHECK(remove(ben, top.id) == "comment_absent");
    const auto placeholder = house.list({.video = clip, .root = {}});
    REQUIRE(placeholder.size() == 1);
    CHECK(placeholder[0].deleted);
    CHECK(placeholder[0].text.empty());
    CHECK(placeholder[0].author == AccountId{0});
    CHECK(house.counts(clip).comments == 2);
    const auto late =
        house.run([&](auto& tx) { return house.comments.write(tx, ben, clip, ada, "x", top.id); });
    CHECK(code(late) == "comment_absent");
    CHECK(remove(ada, answer.id).empty());         // the video's author
    CHECK(remove(dora, deeper.id, true).empty());  // the last answer takes the placeholder with it
    CHECK(house.list({.video = clip, .root = {}}).empty());
    CHECK(house.number("SELECT count(*) FROM social_comment") == 0);
  });
}

TEST_CASE("social: comments are edited, liked and sorted") {
  each_house([](House& house) {
    const auto one = house.say(ben, "one");
    const auto two = house.say(cem, "two");
    const auto three = house.say(ben, "three");
    for (const auto by : {ada, dora})
      house.must([&](auto& tx) { return house.comments.like(tx, by, one.id); });
    CHECK(house.must([&](auto& tx) { return house.comments.like(tx, dora, one.id); }).likes == 2);
    CHECK(house.must([&](auto& tx) { return house.comments.like(tx, ada, two.id); }).likes == 1);
    const auto said_by_ben = [&](const Page& page) {
      return house.must([&](auto& tx) { return house.comment_store.by_author(tx, ben, page); });
    };
    REQUIRE(said_by_ben({std::nullopt, 10}).size() == 2);
    CHECK(said_by_ben({std::nullopt, 1})[0].id == three.id);
    const Position after_three{0, static_cast<std::int64_t>(three.id.raw())};
    CHECK(said_by_ben({after_three, 10})[0].id == one.id);
    const std::array asked{three.id, one.id};
    CHECK(house.must([&](auto& tx) { return house.comments.liked(tx, ada, asked); }) ==
          std::vector{false, true});

    const auto texts = [&](CommentSort sort) {
      // Page by page, to try the cursor.
      std::vector<std::string> seen;
      Page page{std::nullopt, 1};
      for (;;) {
        const auto part = house.list({.video = clip, .root = {}, .sort = sort}, page);
        if (part.empty()) return seen;
        seen.push_back(part[0].text);
        page.after = Position{part[0].likes, static_cast<std::int64_t>(part[0].id.raw())};
      }
    };
    CHECK(texts(CommentSort::top) == std::vector<std::string>{"one", "two", "three"});
    CHECK(texts(CommentSort::newest) == std::vector<std::string>{"three", "two", "one"});
    CHECK(house.must([&](auto& tx) { return house.comments.unlike(tx, dora, one.id); }).likes == 1);

    const auto edited = house.must([&](auto& tx) { return house.comments.edit(tx, ben, one.id, " eins "); });
    CHECK(edited.text == "eins");
    CHECK(edited.edited_at);
    const auto edit = [&](AccountId by, const std::string& text) {
      return code(house.run([&](auto& tx) { return house.comments.edit(tx, by, one.id, text); }));
    };
    CHECK(edit(cem, "mine") == "comment_not_yours");
    CHECK(edit(ben, " \n ") == "comment_empty");
    CHECK(edit(ben, std::string(1001, 'x')) == "comment_too_long");
    house.must([&](auto& tx) { return house.relations.mute(tx, dora, ben); });
    CHECK(house.list({.video = clip, .root = {}, .viewer = dora}).size() == 1);
    CHECK(house.list({.video = clip, .root = {}, .viewer = ada}).size() == 3);
    const auto elsewhere =
        house.run([&](auto& tx) { return house.comments.write(tx, ben, other_clip, ada, "x", one.id); });
    CHECK(code(elsewhere) == "comment_absent");
  });
}

TEST_CASE("social: each news is told once, likes are gathered, and reading starts a new group") {
  each_house([](House& house) {
    house.hear(1, model::Liked{clip, ada, ben});
    house.hear(1, model::Liked{clip, ada, ben});
    house.hear(2, model::Liked{clip, ada, cem});
    house.hear(3, model::Liked{clip, ada, ben});  // liked again after unliking
    house.hear(4, model::Liked{clip, ada, ada});  // oneself
    auto told = house.told(ada);
    REQUIRE(told.size() == 1);
    CHECK(told[0].count == 2);
    CHECK(told[0].actor == cem);
    CHECK_FALSE(told[0].read);

    house.must([&](auto& tx) { return house.notifications.mark_read(tx, ada, told[0].id); });
    CHECK(house.must([&](auto& tx) { return house.notifications.unread(tx, ada); }) == 0);
    house.hear(5, model::Liked{clip, ada, dora});
    told = house.told(ada);
    REQUIRE(told.size() == 2);
    CHECK(told[0].count == 1);
    CHECK(told[1].read);
    CHECK(code(house.run([&](auto& tx) { return house.notifications.mark_read(tx, ben, told[0].id); })) ==
          "notification_absent");
  });
}

TEST_CASE("social: comments, answers, mentions, follows and videos are told to the right people") {
  each_house([](House& house) {
    const auto kinds = [&](AccountId who) {
      std::vector<std::string> list;
      for (const auto& note : house.told(who)) list.emplace_back(model::text(note.kind));
      return list;
    };
    using List = std::vector<std::string>;
    const auto top = house.say(ben, "first");
    house.hear(1, model::Commented{clip, ada, top.id, ben, std::nullopt});
    CHECK(kinds(ada) == List{"comment"});
    const auto answer = house.say(cem, "second", top.id);
    house.hear(2, model::Commented{clip, ada, answer.id, cem, ben});
    CHECK(kinds(ada) == List{"comment", "comment"});
    CHECK(kinds(ben) == List{"reply"});
    const auto own = house.say(ben, "third", answer.id);
    house.hear(3, model::Commented{clip, ada, own.id, ben, cem});
    house.hear(4, model::Mentioned{clip, own.id, dora, ben});
    CHECK(kinds(dora) == List{"mention"});
    house.hear(5, model::CommentLiked{clip, top.id, ben, dora});
    CHECK(kinds(ben) == List{"comment_like", "reply"});
    house.hear(6, model::Followed{dora, cem});
    CHECK(kinds(dora) == List{"follow", "mention"});
    house.must([&](auto& tx) { return house.relations.mute(tx, dora, ada); });
    house.hear(7, model::Followed{dora, ada});
    CHECK(kinds(dora).size() == 2);

    house.hear(8, model::VideoChanged{clip, ada, model::VideoState::processing, 10, ""});
    house.hear(9, model::VideoChanged{clip, ada, model::VideoState::playable, 50, ""});
    house.hear(10, model::VideoChanged{clip, ada, model::VideoState::ready, 100, ""});
    house.hear(11, model::VideoChanged{other_clip, ada, model::VideoState::failed, 0, "video_broken"});
    CHECK(kinds(ada) == List{"video_failed", "video_ready", "comment", "comment", "comment"});

    // What is deleted is not talked about any more.
    house.must([&](auto& tx) { return house.comments.remove(tx, {ben}, own.id); });
    CHECK(kinds(dora) == List{"follow"});
    house.hear(12, model::Mentioned{clip, own.id, dora, ben});
    CHECK(kinds(dora) == List{"follow"});
  });
}

TEST_CASE("social: a block takes one person out of a group and leaves the others") {
  each_house([](House& house) {
    house.hear(1, model::Liked{clip, ada, ben});
    house.hear(2, model::Liked{clip, ada, cem});
    house.must([&](auto& tx) { return house.relations.block(tx, ada, cem); });
    auto told = house.told(ada);
    REQUIRE(told.size() == 1);
    CHECK(told[0].count == 1);
    CHECK(told[0].actor == ben);
    house.must([&](auto& tx) { return house.relations.block(tx, ben, ada); });
    CHECK(house.told(ada).empty());
    house.hear(3, model::Liked{clip, ada, cem});
    CHECK(house.told(ada).empty());

    house.hear(4, model::Liked{clip, ada, dora});
    house.around.clock.advance(model::Millis{91LL * 24 * 3'600'000});
    house.must([&](auto& tx) { return house.notifications.forget_old(tx, 100); });
    CHECK(house.told(ada).empty());
    CHECK(house.number("SELECT count(*) FROM social_heard") == 0);
    CHECK(house.number("SELECT count(*) FROM social_notification_actor") == 0);
  });
}

namespace {
/// Every count against what it counts.
void recount(House& house) {
  CHECK(house.number("SELECT count(*) FROM social_person_count p WHERE p.followers <>"
                     " (SELECT count(*) FROM social_follow f WHERE f.followee = p.account) OR p.following <>"
                     " (SELECT count(*) FROM social_follow f WHERE f.follower = p.account)") == 0);
  CHECK(house.number("SELECT count(*) FROM social_person_count p WHERE p.likes <> (SELECT count(*)"
                     " FROM social_reaction r JOIN social_video_count v ON v.video = r.video"
                     " WHERE r.kind = 'like' AND v.author = p.account)") == 0);
  for (const std::string kind : {"like", "save", "share"})
    CHECK(house.number("SELECT count(*) FROM social_video_count v WHERE v." + kind + "s <> (SELECT count(*)" +
                       " FROM social_reaction r WHERE r.video = v.video AND r.kind = '" + kind + "')") == 0);
  CHECK(house.number("SELECT count(*) FROM social_video_count v WHERE v.comments <> (SELECT count(*)"
                     " FROM social_comment c WHERE c.video = v.video AND c.deleted = 0)") == 0);
  CHECK(house.number("SELECT count(*) FROM social_comment c WHERE c.replies <> (SELECT count(*)"
                     " FROM social_comment r WHERE r.root = c.id) OR c.likes <> (SELECT count(*)"
                     " FROM social_comment_like l WHERE l.comment = c.id)") == 0);
  CHECK(house.number("SELECT count(*) FROM social_notification n WHERE n.amount <> (SELECT count(*)"
                     " FROM social_notification_actor a WHERE a.notification = n.id)") == 0);
  CHECK(house.number("SELECT count(*) FROM social_comment WHERE deleted = 1 AND replies = 0") == 0);
}

void act(House& house, base::Random& random, std::vector<CommentId>& said, std::uint64_t step) {
  const auto by = person(1 + random.below(4)), who = person(1 + random.below(4));
  const VideoId video{100 + random.below(3)};
  const AccountId author = person(1 + video.raw() % 4);
  const auto kind = model::Words<Reaction>::list[random.below(3)].first;
  const auto comment = said.empty() ? CommentId{1} : said[random.below(said.size())];
  const auto done = [&](auto use) { (void)house.run(use); };
  switch (random.below(14)) {
    case 0:
      return done([&](auto& tx) { return house.relations.follow(tx, by, who); });
    case 1:
      return done([&](auto& tx) { return house.relations.unfollow(tx, by, who); });
    case 2:
      return done([&](auto& tx) { return house.relations.block(tx, by, who); });
    case 3:
      return done([&](auto& tx) { return house.relations.unblock(tx, by, who); });
    case 4:
    case 5:
      return done([&](auto& tx) { return house.reactions.add(tx, kind, by, video, author); });
    case 6:
      return done([&](auto& tx) { return house.reactions.remove(tx, kind, by, video); });
    case 7:
    case 8: {
      const auto parent = random.below(2) == 0 ? std::optional{comment} : std::nullopt;
      const auto made =
          house.run([&](auto& tx) { return house.comments.write(tx, by, video, author, "hm", parent); });
      if (made) said.push_back(made->id);
      return;
    }
    case 9:
      return done([&](auto& tx) { return house.comments.remove(tx, {by, true}, comment); });
    case 10:
      return done([&](auto& tx) { return house.comments.like(tx, by, comment); });
    case 11:
      return done([&](auto& tx) { return house.comments.unlike(tx, by, comment); });
    case 12:
      return house.hear(step, model::Liked{video, author, by});
    default:
      if (random.below(8) == 0) house.hear(step, model::VideoRemoved{video, author});
      else house.hear(step, model::Followed{who, by});
  }
}
}  // namespace

TEST_CASE("social: after anything anybody does, every count is what one counts") {
  const std::uint64_t seed = 20261123;
  INFO("seed " << seed);
  each_house([&](House& house) {
    base::Random random{seed};
    std::vector<CommentId> said;
    for (std::uint64_t step = 1; step <= 300; ++step) {
      act(house, random, said, step);
      if (step % 50 == 0) recount(house);
    }
  });
}

TEST_CASE("comments: a filter holds back, for two pairs of eyes, until the video's author lets it out") {
  each_house([](House& house) {
    const auto list = [&](AccountId viewer) {
      return house
          .must([&](auto& tx) {
            return house.comments.list(tx, {.video = clip, .root = std::nullopt, .viewer = viewer}, {});
          })
          .size();
    };
    const std::vector<std::string> wanted{" Spoiler ", "spoiler", ""};
    const auto kept = house.must([&](auto& tx) { return house.comments.set_filter(tx, ada, wanted); });
    CHECK(kept == std::vector<std::string>{"spoiler"});
    const auto held = house.say(ben, "A SPOILER: she wins");
    CHECK(held.held);
    CHECK(list(ada) == 1);
    CHECK(list(ben) == 1);
    CHECK(list(cem) == 0);
    CHECK(list(AccountId{0}) == 0);
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.like(tx, cem, held.id); }));
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.pin(tx, ada, held.id); }));
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.release(tx, ben, held.id); }));
    CHECK_FALSE(house.must([&](auto& tx) { return house.comments.release(tx, ada, held.id); }).held);
    CHECK(list(cem) == 1);
    // One's own videos hold nothing of one's own back; an edit is looked at like a new comment.
    CHECK_FALSE(house.say(ada, "spoiler of mine").held);
    const auto calm = house.say(cem, "calm");
    CHECK(house.must([&](auto& tx) { return house.comments.edit(tx, cem, calm.id, "spoiler!"); }).held);
    CHECK_FALSE(
        house.must([&](auto& tx) { return house.comments.edit(tx, cem, calm.id, "calm again"); }).held);
    const std::vector<std::string> long_word{std::string(51, 'x')};
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.set_filter(tx, ada, long_word); }));
  });
}

TEST_CASE("comments: one is pinned by the video's author alone, and what it said before stays readable") {
  each_house([](House& house) {
    const auto first = house.say(ben, "first"), second = house.say(cem, "second");
    const auto pinned = [&](AccountId viewer) {
      const auto found = house.must([&](auto& tx) { return house.comments.pinned(tx, viewer, clip); });
      return found ? found->text : "none";
    };
    CHECK(pinned(ben) == "none");
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.pin(tx, ben, first.id); }));
    house.must([&](auto& tx) { return house.comments.pin(tx, ada, first.id); });
    house.must([&](auto& tx) { return house.comments.pin(tx, ada, second.id); });
    CHECK(pinned(ben) == "second");
    house.must([&](auto& tx) { return house.relations.block(tx, ben, cem); });
    CHECK(pinned(ben) == "none");  // whom one is apart from is not held up to one
    CHECK(pinned(ada) == "second");
    const auto reply = house.say(ada, "an answer", first.id);
    CHECK_FALSE(house.run([&](auto& tx) { return house.comments.pin(tx, ada, reply.id); }));

    const auto before = [&] {
      std::vector<std::string> texts;
      for (const auto& edit : house.must([&](auto& tx) { return house.comments.edits(tx, first.id); }))
        texts.push_back(edit.text);
      return texts;
    };
    CHECK(before().empty());
    house.must([&](auto& tx) { return house.comments.edit(tx, ben, first.id, "first, better"); });
    house.must([&](auto& tx) { return house.comments.edit(tx, ben, first.id, "first, best"); });
    CHECK(before() == std::vector<std::string>{"first, better", "first"});
    for (int n = 0; n < 25; ++n)
      house.must([&](auto& tx) { return house.comments.edit(tx, ben, first.id, std::to_string(n)); });
    CHECK(before().size() == comment_edits_max);
    house.must([&](auto& tx) { return house.comments.pin(tx, ada, first.id); });
    house.must([&](auto& tx) -> Result<bool> {
      TRY(house.comments.remove(tx, {ben, false}, first.id));
      return true;
    });
    CHECK(before().empty());
    CHECK(pinned(ada) == "none");
  });
}
}  // namespace vitrine::social_store_test
