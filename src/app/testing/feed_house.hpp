#pragma once
// The feed from the request to the disk, without sockets: a record, an event log and checkpoints in a folder,
// the model's own thread, the services and the routes. Opened again on the same folder it is the same house.
#include <doctest/doctest.h>

#include <filesystem>

#include "accounts/testing/fake_stores.hpp"
#include "accounts/throttle.hpp"
#include "adapters/checkpoint/checkpoint_folder.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/catalog_store_feed.hpp"
#include "adapters/sql/event_log.hpp"
#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/job_queue.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/supply_store.hpp"
#include "adapters/sql/testing/memory_keys.hpp"
#include "catalog/people.hpp"
#include "catalog/videos.hpp"
#include "http/algorithm_routes.hpp"
#include "http/relations_of_social.hpp"
#include "http/testing/house.hpp"
#include "social/relations.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::app::testing {

namespace json = base::json;

/// Pseudonyms as the fake sessions have them: account n is viewer 200 + n.
class NumberedViewers final : public supply::Viewers {
 public:
  base::Result<model::ViewerId> viewer_of(ports::Transaction&, model::AccountId account) override {
    return model::ViewerId{200 + account.raw()};
  }
};

/// Runs what it is given twice when told to, as PostgreSQL may: the first time comes to nothing.
class RepeatingRecord final : public ports::Record {
 public:
  explicit RepeatingRecord(ports::Record& record) : record_(record) {}
  bool twice = false;

 protected:
  base::Result<void> run_write(const Body& body) override {
    const auto in_vain = [&](ports::Transaction& tx) -> base::Result<void> {
      TRY(body(tx));
      return base::fail(base::Fault::not_available, "record_busy", "Somebody else was faster.");
    };
    if (twice) CHECK_FALSE(record_.write(in_vain));
    return record_.write(body);
  }
  base::Result<void> run_read(const Body& body) override {
    if (twice) CHECK(record_.read(body));
    return record_.read(body);
  }

 private:
  ports::Record& record_;
};

struct FeedHouse {
  explicit FeedHouse(const std::filesystem::path& folder)
      : record(*sql::open_sqlite({.file = folder / "vitrine.db"}, {clock, ids, &keys})),
        log(*sql::SqlEventLog::open_file(folder / "events.sqlite", {clock, ids})),
        checkpoints(folder / "checkpoints") {
    REQUIRE(sql::migrate(*record));
    paces.switch_off();
    const http::FeedNeeds needs{.feed = feed, .videos = videos, .accounts = accounts, .json = video_json};
    http::add_feed_routes(table, needs);
    http::add_algorithm_routes(table, needs);
  }

  /// Folds what the log has and makes it agree with the record.
  void open() {
    REQUIRE(live.start());
    REQUIRE(feed.mend());
  }

  /// An account that is signed in by "token-<handle>".
  model::AccountId person(const std::string& handle) {
    const auto n = sessions.viewers.size() + 1;
    const http::Viewer viewer{model::AccountId{n}, model::SessionId{100 + n}, model::ViewerId{200 + n},
                              model::Role::creator, handle};
    sessions.viewers.emplace("token-" + handle, viewer);
    const accounts::Account account{.id = viewer.account,
                                    .handle = handle,
                                    .name = handle,
                                    .bio = {},
                                    .language = {},
                                    .pseudonym = model::ViewerId{200 + n}};
    REQUIRE(record->write([&](ports::Transaction& tx) -> base::Result<void> {
      TRY_LET(const auto known, account_rows.find(tx, account.id));
      return known ? base::Result<void>{} : account_rows.insert(tx, account, "no password");
    }));
    return viewer.account;
  }

  /// A video that plays, public unless said.
  void publish(std::uint64_t id, model::AccountId author, std::vector<std::string> tags,
               std::int64_t duration_ms = 9000, model::Visibility visibility = model::Visibility::everyone) {
    catalog::Video video{.id = model::VideoId{id}, .author = author};
    video.title = "Clip " + std::to_string(id);
    video.tags = std::move(tags);
    video.language = "en";
    video.duration_ms = duration_ms;
    video.visibility = visibility;
    video.state = model::VideoState::ready;
    video.publish_wanted = true;
    video.created_at = clock.now();
    video.published_at = clock.now();
    REQUIRE(record->write([&](ports::Transaction& tx) { return video_rows.insert(tx, video); }));
  }

  http::Response call(std::string method, const std::string& target, const std::string& handle = {},
                      const json::value& body = nullptr) {
    clock.advance(model::Millis{20});
    auto at = http::read_target("/api/v1" + target);
    REQUIRE(at);
    http::Request request{.method = std::move(method),
                          .path = at->path,
                          .query = at->query,
                          .body = body.is_null() ? "" : base::to_text(body),
                          .remote_address = "192.0.2.9",
                          .secure = false,
                          .fields = {{"Host", "vitrine.example"}}};
    if (!body.is_null()) request.fields.push_back({"Content-Type", "application/json"});
    if (!handle.empty()) request.fields.push_back({"Authorization", "Bearer token-" + handle});
    const auto plan = dispatcher.plan(request);
    auto response = dispatcher.answer(request);
    if (plan.route && plan.route->answer.shape && response.status == plan.route->answer.status) {
      const auto kept = plan.route->answer.shape->check(http::testing::json_of(response));
      CHECK_MESSAGE(kept, request.path << ": " << (kept ? "" : kept.error().detail));
    }
    return response;
  }
  json::value get(const std::string& target, const std::string& handle = {}) {
    const auto response = call("GET", target, handle);
    REQUIRE_MESSAGE(response.status == 200, response.body_text());
    return http::testing::json_of(response);
  }

  /// Tells that the clip at `position` of `page` was shown and how it ended, as the player does.
  void watch(const json::value& page, std::size_t position, bool finishes, const std::string& handle = {}) {
    const auto& item = page.at("items").at(position).as_object();
    const auto& receipt = page.at("receipt").at("id").as_string();
    const auto& video = item.at("id").as_string();
    const auto tell = [&](json::object event) {
      event["video"] = video;
      event["receipt"] = receipt;
      event["position"] = position;
      const auto told = call("POST", "/events", handle,
                             json::object{{"session", "0123456789abc"}, {"events", json::array{event}}});
      REQUIRE_MESSAGE(told.status == 204, told.body_text());
    };
    tell({{"kind", "shown"}});
    const std::int64_t whole_ms = item.at("duration_ms").to_number<std::int64_t>();
    clock.advance(model::Millis{finishes ? whole_ms : 900});
    tell({{"kind", "watched"},
          {"watched_ms", finishes ? whole_ms : 900},
          {"loops", 0},
          {"finished", finishes},
          {"skipped", !finishes}});
  }

  ports::FakeClock clock;
  ports::FakeRng rng{17};
  ports::Ids ids{clock, rng};
  sql::testing::MemoryKeys keys;
  std::unique_ptr<sql::SqlRecord> record;
  RepeatingRecord repeating{*record};
  std::unique_ptr<sql::SqlEventLog> log;
  adapters::CheckpointFolder checkpoints;

  sql::AccountStore account_rows;
  sql::SessionStore session_rows;
  sql::InviteStore invite_rows;
  sql::HouseSettings settings;
  sql::VideoStore video_rows;
  sql::UploadStore upload_rows;
  sql::JobQueue jobs{{clock, ids}};
  sql::FeedCatalog feed_catalog;
  sql::ReceiptStore receipts;
  sql::ChoiceStore choices;
  sql::RelationStore relation_rows;
  sql::ReactionStore reaction_rows;
  sql::NotificationStore notification_rows;

  accounts::testing::FakeHasher hasher;
  accounts::Throttle throttle{rng};
  sql::SecondFactorStore second_factor_rows;
  accounts::testing::FakeSealer sealer;
  accounts::SecondFactor second_factor{{second_factor_rows, sealer, throttle, clock, rng}};
  accounts::Accounts accounts{
      {account_rows, session_rows, invite_rows, settings, hasher, throttle, second_factor, clock, ids, rng}};
  catalog::PeopleOfAccounts people{account_rows};
  http::RelationsOfSocial relations{relation_rows};
  social::Relations follows{{relation_rows, notification_rows, clock}};
  catalog::Videos videos{{video_rows, upload_rows, relations, people, jobs, clock}};

  supply::LiveModel live{{*log, checkpoints}};
  NumberedViewers viewers;
  supply::FeedService::Needs feed_needs{.live = live,
                                        .log = *log,
                                        .catalog = feed_catalog,
                                        .receipts = receipts,
                                        .choices = choices,
                                        .viewers = viewers,
                                        .relations = relation_rows,
                                        .record = repeating,
                                        .clock = clock,
                                        .ids = ids};
  supply::FeedService feed{feed_needs};

  http::MediaLinks links{base::sha256(base::as_bytes("media links")), clock};
  http::Cursors cursors{base::sha256(base::as_bytes("cursors"))};
  http::VideoJson video_json{{video_rows, account_rows, reaction_rows, relation_rows, links}};
  http::RouteTable table;
  http::testing::FakeIdempotency idempotency;
  http::testing::FakeSessions sessions;
  http::Paces paces{clock, rng};
  http::Dispatcher dispatcher{table, {{repeating, idempotency, clock, cursors}, sessions, paces}};
};

}  // namespace vitrine::app::testing
