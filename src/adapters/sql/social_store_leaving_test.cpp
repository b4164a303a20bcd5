#include <doctest/doctest.h>

#include "adapters/sql/privacy_store.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::social_store_leaving_test {
using model::AccountId;
using model::CommentId;
using model::VideoId;
using social::Reaction;
using sql::testing::for_each_engine;

namespace {
constexpr AccountId ada{1}, ben{2}, cem{3};
constexpr VideoId clip{100};
const model::Instant now = model::instant(1000);

social::Comment comment(std::uint64_t id, AccountId author, std::optional<CommentId> root = std::nullopt) {
  return {.id = CommentId{id},
          .video = clip,
          .video_author = ben,
          .author = author,
          .root = root,
          .text = "said",
          .created_at = now,
          .edited_at = std::nullopt,
          .deleted = false,
          .likes = 0,
          .replies = 0};
}
}  // namespace

TEST_CASE("social_store: whoever leaves takes their likes, follows and words out of everybody's counts") {
  for_each_engine([](ports::Record& record) {
    sql::RelationStore relations;
    sql::ReactionStore reactions;
    sql::CommentStore comments;
    sql::LeavingStore leaving;
    REQUIRE(record.write([&](ports::Transaction& tx) -> base::Result<void> {
      for (const auto who : {ada, cem}) {
        TRY(reactions.add(tx, Reaction::like, who, clip, ben, now));
        TRY(reactions.add(tx, Reaction::save, who, clip, ben, now));
        TRY(reactions.add(tx, Reaction::share, who, clip, ben, now));
        TRY(relations.follow(tx, who, ben, now));
        TRY(relations.follow(tx, ben, who, now));
      }
      TRY(comments.insert(tx, comment(1, ada)));
      TRY(comments.insert(tx, comment(2, ben, CommentId{1})));
      TRY(comments.insert(tx, comment(3, ben)));
      TRY(comments.insert(tx, comment(4, ada, CommentId{3})));
      TRY(comments.insert(tx, comment(5, ada)));
      TRY(comments.like(tx, CommentId{3}, ada, now));
      TRY(comments.like(tx, CommentId{3}, cem, now));
      for (int twice = 0; twice < 2; ++twice) TRY(leaving.take_out(tx, ada));
      return {};
    }));
    REQUIRE(record.read([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto counts, reactions.counts(tx, std::array{clip}));
      CHECK(counts[0].likes == 1);
      CHECK(counts[0].saves == 1);
      CHECK(counts[0].shares == 1);
      CHECK(counts[0].comments == 2);
      TRY_LET(const auto people, relations.counts(tx, std::array{ben, cem}));
      CHECK(people[0].followers == 1);
      CHECK(people[0].following == 1);
      CHECK(people[0].likes == 1);
      CHECK(people[1].following == 1);
      TRY_LET(const auto placeholder, comments.find(tx, CommentId{1}));
      REQUIRE(placeholder);
      CHECK(placeholder->deleted);
      CHECK(placeholder->text.empty());
      CHECK(placeholder->author == AccountId{0});
      TRY_LET(const auto answered, comments.find(tx, CommentId{3}));
      REQUIRE(answered);
      CHECK(answered->likes == 1);
      CHECK(answered->replies == 0);
      for (const auto gone : {4, 5}) {
        TRY_LET(const auto found, comments.find(tx, CommentId{static_cast<std::uint64_t>(gone)}));
        CHECK(!found);
      }
      return {};
    }));
  });
}

TEST_CASE("privacy_store: a farewell is asked for once, found when due, and certified") {
  for_each_engine([](ports::Record& record) {
    sql::FarewellStore store;
    const privacy::Farewell farewell{
        .account = ada, .viewer = model::ViewerId{9}, .asked_at = now, .due_at = model::instant(5000)};
    REQUIRE(record.write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY(store.put(tx, farewell));
      const auto again = store.put(tx, farewell);
      CHECK((!again && again.error().code == "farewell_asked"));
      TRY_LET(const auto early, store.due(tx, model::instant(4999), 10));
      CHECK(early.empty());
      TRY_LET(const auto due, store.due(tx, model::instant(5000), 10));
      REQUIRE(due.size() == 1);
      CHECK(due[0].account == ada);
      CHECK(due[0].viewer == model::ViewerId{9});
      TRY_LET(const bool removed, store.remove(tx, ada));
      CHECK(removed);
      TRY_LET(const auto absent, store.by_receipt(tx, farewell.receipt));
      CHECK(!absent);
      TRY(store.put(
          tx,
          privacy::Certificate{
              .receipt = farewell.receipt, .done_at = now, .text = "gone", .signature = base::Bytes(64)}));
      TRY_LET(const auto certificate, store.certificate(tx, farewell.receipt));
      REQUIRE(certificate);
      CHECK(certificate->text == "gone");
      return {};
    }));
  });
}
}  // namespace vitrine::social_store_leaving_test
