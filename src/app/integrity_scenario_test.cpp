// What moderators find of a clip, over HTTP: reported, restricted with a reason, ranked lower and told, taken
// back. From the request to the record, through its news to the log and the model, and to the next page.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "adapters/sql/outbox.hpp"
#include "adapters/sql/safety_store.hpp"
#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"
#include "catalog/testing/fakes.hpp"
#include "http/moderation_routes.hpp"
#include "http/notifications_routes.hpp"
#include "http/shapes.hpp"
#include "http/videos_routes.hpp"
#include "social/comments.hpp"
#include "social/conversations.hpp"
#include "social/family.hpp"
#include "social/notifications.hpp"

namespace vitrine::integrity_scenario_test {
using app::testing::FeedHouse;
using http::testing::code_of;
namespace json = base::json;

namespace {

struct NoDeeds final : http::Deeds {
  void did(model::ViewerId, model::VideoId, model::events::Deed) override {}
};
struct Nobody final : social::People {
  base::Result<std::vector<model::AccountId>> by_handles(ports::Transaction&,
                                                         std::span<const std::string>) override {
    return std::vector<model::AccountId>{};
  }
};

/// The feed's house with reports, moderators and the news they make.
struct Place {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};
  sql::CommentStore comment_rows;
  sql::ConversationStore conversation_rows;
  sql::FamilyStore family_rows;
  sql::ReportStore report_rows;
  Nobody nobody;
  NoDeeds deeds;
  catalog::testing::FakeIncomingFiles files;
  http::MediaCache cache;
  catalog::Uploads uploads{{house.upload_rows, house.video_rows, files, house.jobs, house.clock, house.ids}};
  social::Comments comments{
      {comment_rows, house.relation_rows, house.notification_rows, nobody, house.clock, house.ids}};
  social::Conversations conversations{
      {conversation_rows, house.relation_rows, family_rows, house.clock, house.ids}};
  social::Family family{{family_rows, house.throttle, house.clock, house.rng}};
  social::Notifications notifications{{house.notification_rows, house.relation_rows, house.reaction_rows,
                                       comment_rows, house.clock, house.ids}};
  safety::Reports reports{{report_rows, house.clock, house.ids}};
  http::CatalogCards cards{house.videos, house.video_rows, house.video_json};

  Place() {
    http::add_videos_routes(
        house.table, {house.videos, uploads, house.relations, house.account_rows, house.video_json, cache});
    http::add_moderation_routes(house.table, {house.accounts, house.follows, comments, reports, cards, deeds,
                                              conversations, house.videos});
    http::add_notifications_routes(house.table, {house.accounts, notifications, cards, family});
    std::vector<model::AccountId> creators;
    for (const auto* name : {"cleo", "carl", "cora", "cyd", "cem", "cat"})
      creators.push_back(house.person(name));
    for (std::uint64_t n = 0; n < 24; ++n) {
      house.clock.advance(model::Millis{60'000});
      house.publish(1000 + n, creators[n % 6], {n % 2 == 0 ? "pottery" : "football"});
    }
    for (const auto* name : {"ann", "ben", "bea", "bob", "mia"}) house.person(name);
    make_moderator("mia");
    house.open();
    // So that there is a score to lose.
    for (const std::string who : {"ben", "bea", "bob"}) {
      const auto page = house.get("/feed", who);
      for (std::size_t i = 0; i < page.at("items").as_array().size(); ++i) house.watch(page, i, true, who);
    }
    carry();
  }
  void make_moderator(const std::string& handle) {
    house.sessions.viewers.at("token-" + handle).role = model::Role::moderator;
    REQUIRE(house.record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(auto account, house.account_rows.find_handle(tx, handle));
      account->role = model::Role::moderator;
      return house.account_rows.update(tx, *account);
    }));
  }
  /// Carries what the record has announced, and waits until the model knows.
  void carry() {
    const auto pending = house.record->read(
        [&](ports::Transaction& tx) { return sql::pending_news(tx, model::NewsId{0}, 1000); });
    REQUIRE(pending);
    for (const auto& one : *pending) {
      const auto& news = std::get<model::News>(one);
      house.feed.hear(news);
      REQUIRE(house.record->write([&](ports::Transaction& tx) { return notifications.hear(tx, news); }));
    }
    REQUIRE(house.live.wait_for(*house.log->last(), model::Millis{10'000}));
  }
  std::string report(const std::string& video) {
    const auto made = house.call("POST", "/reports", "ann",
                                 {{"subject", {{"kind", "video"}, {"id", video}}}, {"reason", "spam"}});
    REQUIRE_MESSAGE(made.status == 201, made.body_text());
    return std::string{http::testing::json_of(made).at("id").as_string()};
  }
  http::Response resolve(const std::string& report, const json::value& body) {
    return house.call("POST", "/mod/reports/" + report + "/resolve", "mia", body);
  }
  json::value judged(const std::string& video) {
    return house.get("/feed/why_not?video=" + video, "ann").at("now");
  }
  json::object clip(const std::string& video, const std::string& who) {
    return house.get("/videos/" + video, who).as_object();
  }
  std::vector<std::string> told(const std::string& who) {
    std::vector<std::string> kinds;
    const auto page = house.get("/me/notifications", who);
    for (const auto& one : page.at("items").as_array())
      if (const std::string kind{one.at("kind").as_string()}; kind.starts_with("found_"))
        kinds.push_back(kind);
    return kinds;
  }
};

std::optional<std::size_t> place_on(const json::value& page, std::string_view video) {
  const auto& items = page.at("items").as_array();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].at("id").as_string() == video) return i;
  return std::nullopt;
}
const json::object* term_of(const json::value& terms, std::string_view kind) {
  for (const auto& term : terms.as_array())
    if (term.at("evidence").at("kind").as_string() == kind) return &term.as_object();
  return nullptr;
}
double number(const json::value& value) { return value.to_number<double>(); }

/// A clip that moderators were told of, and that stands on ann's page by its score.
struct Case {
  std::string video, author, report;
};
Case some_case(Place& place) {
  const auto page = place.house.get("/feed", "ann");
  for (const auto& item : page.at("items").as_array())
    if (item.at("source").as_string() != "explore" && number(item.at("score")) > 0.02) {
      const std::string video{item.at("id").as_string()};
      return {video, std::string{item.at("author").at("handle").as_string()}, place.report(video)};
    }
  FAIL("no clip of the page has a score");
  return {};
}

}  // namespace

TEST_CASE(
    "integrity over HTTP: a disputed clip is ranked lower and says so; taken back, its score comes back") {
  Place place;
  const auto [video, author, report] = some_case(place);
  const auto before = place.judged(video);
  CHECK(term_of(before.at("terms"), "disputed") == nullptr);
  CHECK(place.resolve(report, {{"outcome", "restricted"}, {"integrity", "disputed"}, {"note", "wrong"}})
            .status == 204);
  place.carry();

  const auto after = place.judged(video);
  CHECK(number(after.at("rank")) > number(before.at("rank")));
  const auto* term = term_of(after.at("terms"), "disputed");
  REQUIRE(term != nullptr);
  CHECK(number(term->at("x")) == doctest::Approx(number(before.at("score"))).epsilon(0.01));
  CHECK(number(term->at("value")) < 0);
  double sum = 0;
  for (const auto& one : after.at("terms").as_array()) sum += number(one.at("value"));
  CHECK(std::abs(sum - number(after.at("score"))) < 1e-5);
  const auto page = place.house.get("/feed", "ann");
  if (const auto at = place_on(page, video))
    CHECK(term_of(page.at("items").at(*at).at("why"), "disputed") != nullptr);

  // Its author reads it, moderators do, and nobody else.
  CHECK(place.clip(video, author).at("integrity").as_string() == "disputed");
  CHECK(place.clip(video, "mia").at("integrity").as_string() == "disputed");
  CHECK_FALSE(place.clip(video, "ann").contains("integrity"));
  CHECK_FALSE(place.clip(video, "").contains("integrity"));
  CHECK(place.told(author) == std::vector<std::string>{"found_disputed"});

  const auto lift = [&](const std::string& who) {
    return place.house.call("PUT", "/mod/videos/" + video + "/integrity", who, {{"integrity", "whole"}});
  };
  CHECK(lift(author).status == 403);
  CHECK(lift("mia").status == 204);
  CHECK(lift("mia").status == 204);  // repeatable, and told once
  place.carry();
  const auto again = place.judged(video);
  CHECK(term_of(again.at("terms"), "disputed") == nullptr);
  CHECK(number(again.at("score")) == doctest::Approx(number(before.at("score"))).epsilon(0.01));
  CHECK_FALSE(place.clip(video, author).contains("integrity"));
  CHECK(place.told(author) == std::vector<std::string>{"found_whole", "found_disputed"});
}

TEST_CASE("integrity over HTTP: to restrict a clip is to say why, and nothing else takes a reason") {
  Place place;
  const auto [video, author, report] = some_case(place);
  const auto refused = [&](const json::value& body) { return code_of(place.resolve(report, body)); };
  CHECK(refused({{"outcome", "restricted"}}) == "integrity_unfit");
  CHECK(refused({{"outcome", "warned"}, {"integrity", "disputed"}}) == "integrity_unfit");
  CHECK(place.resolve(report, {{"outcome", "restricted"}, {"integrity", "whole"}}).status == 400);
  // Refused is not resolved.
  CHECK(place.house.get("/mod/reports", "mia").at("items").as_array().size() == 1);
  CHECK_FALSE(place.clip(video, author).contains("integrity"));
  CHECK(place.resolve(report, {{"outcome", "restricted"}, {"integrity", "borderline"}}).status == 204);
  CHECK(place.clip(video, author).at("integrity").as_string() == "borderline");
  CHECK(code_of(place.house.call("PUT", "/mod/videos/0000000000zzy/integrity", "mia",
                                 {{"integrity", "disputed"}})) == "video_absent");
}

TEST_CASE("market rules over HTTP: a clip's author is told which one keeps it out, and nobody else") {
  Place place;
  const http::VideoJson json{{.videos = place.house.video_rows,
                              .accounts = place.house.account_rows,
                              .reactions = place.house.reaction_rows,
                              .relations = place.house.relation_rows,
                              .links = place.house.links,
                              .market_rules = [](std::span<const model::VideoId> ids) {
                                std::vector<std::string> rules(ids.size());
                                for (std::size_t i = 0; i < ids.size(); ++i)
                                  if (ids[i].raw() == 1000) rules[i] = "Act 5";
                                return rules;
                              }}};
  const auto told = [&](std::uint64_t id, std::optional<model::AccountId> viewer) {
    const auto made = place.house.record->read([&](ports::Transaction& tx) -> base::Result<json::object> {
      TRY_LET(const auto video, place.house.video_rows.find(tx, model::VideoId{id}));
      return json.render(tx, viewer, *video);
    });
    REQUIRE(made);
    CHECK(http::shapes::video().check(json::value(*made)));
    return made->contains("market_rule") ? std::string{made->at("market_rule").as_string()} : "";
  };
  CHECK(told(1000, model::AccountId{1}) == "Act 5");
  CHECK(told(1006, model::AccountId{1}).empty());
  CHECK(told(1000, model::AccountId{2}).empty());
  CHECK(told(1000, std::nullopt).empty());
}
}  // namespace vitrine::integrity_scenario_test
