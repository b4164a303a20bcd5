// People over HTTP, from the request to SQLite and back: real routes, services and stores; videos and the
// recommender are stand-ins.
#include <doctest/doctest.h>

#include <set>

#include "accounts/testing/fake_authenticator.hpp"
#include "accounts/testing/fake_stores.hpp"
#include "accounts/totp.hpp"
#include "adapters/sql/accounts_store.hpp"
#include "adapters/sql/house_settings.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/safety_store.hpp"
#include "adapters/sql/social_store.hpp"
#include "adapters/sql/sql_record.hpp"
#include "adapters/sql/testing/memory_keys.hpp"
#include "base/testing/temporary_folder.hpp"
#include "catalog/testing/fakes.hpp"
#include "catalog/videos.hpp"
#include "http/account_sessions.hpp"
#include "http/accounts_routes.hpp"
#include "http/app_routes.hpp"
#include "http/message_routes.hpp"
#include "http/moderation_routes.hpp"
#include "http/notifications_routes.hpp"
#include "http/passkey_routes.hpp"
#include "http/proof_routes.hpp"
#include "http/second_factor_routes.hpp"
#include "http/shapes.hpp"
#include "http/social_routes.hpp"
#include "http/testing/house.hpp"

namespace vitrine::people_scenario_test {
using base::Result;
using http::Response;
using http::testing::code_of;
using http::testing::json_of;
namespace json = base::json;

namespace {
const std::string good_password = "violet anchor mildly tuned";

/// Videos 100 to 109 are ada's and public, except 105, which nobody else may see.
class TenVideos final : public http::VideoCards {
 public:
  explicit TenVideos(social::Reactions& reactions) : reactions_(reactions) {}
  model::AccountId ada{0};

  [[nodiscard]] bool may_see(const std::optional<http::Viewer>& viewer, model::VideoId id) const {
    if (id.raw() < 100 || id.raw() > 109) return false;
    return id.raw() != 105 || (viewer && viewer->account == ada);
  }
  Result<json::array> cards(ports::Transaction& tx, const std::optional<http::Viewer>& viewer,
                            std::span<const model::VideoId> ids) override {
    TRY_LET(const auto counts, reactions_.counts(tx, ids));
    TRY_LET(const auto marks, reactions_.marks(tx, viewer ? viewer->account : model::AccountId{0}, ids));
    json::array out;
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (may_see(viewer, ids[i]))
        out.push_back(
            json::object{{"id", ids[i].text()},
                         {"author", {{"id", ada.text()}, {"handle", "ada"}, {"name", "Ada"}}},
                         {"title", "A clip"},
                         {"poster", nullptr},
                         {"counts",
                          {{"likes", counts[i].likes},
                           {"comments", counts[i].comments},
                           {"shares", counts[i].shares},
                           {"views", 0}}},
                         {"my", {{"like", marks[i].like}, {"save", marks[i].save}, {"follow", false}}}});
    return out;
  }
  Result<model::AccountId> author(ports::Transaction&, const std::optional<http::Viewer>& viewer,
                                  model::VideoId id) override {
    if (!may_see(viewer, id))
      return base::fail(base::Fault::not_found, "video_absent", "There is no such video.");
    return ada;
  }
  Result<std::vector<std::int64_t>> published(ports::Transaction&,
                                              std::span<const model::AccountId> authors) override {
    return std::vector<std::int64_t>(authors.size(), 0);
  }

 private:
  social::Reactions& reactions_;
};

class HeardDeeds final : public http::Deeds {
 public:
  std::vector<model::events::Deed> did_;
  void did(model::ViewerId, model::VideoId, model::events::Deed deed) override { did_.push_back(deed); }
};

/// Which accounts handles stand for.
class Handles final : public social::People {
 public:
  explicit Handles(accounts::Accounts& accounts) : accounts_(accounts) {}
  Result<std::vector<model::AccountId>> by_handles(ports::Transaction& tx,
                                                   std::span<const std::string> handles) override {
    TRY_LET(const auto briefs, accounts_.by_handles(tx, handles));
    std::vector<model::AccountId> ids;
    for (const auto& brief : briefs) ids.push_back(brief.id);
    return ids;
  }

 private:
  accounts::Accounts& accounts_;
};

struct Town {
  base::testing::TemporaryFolder folder;
  ports::FakeClock clock;
  ports::FakeRng rng{11};
  ports::Ids ids{clock, rng};
  sql::testing::MemoryKeys keys;
  std::unique_ptr<sql::SqlRecord> record = [this] {
    auto opened = sql::open_sqlite({.file = folder.path() / "record.db"}, {clock, ids, &keys});
    REQUIRE(opened);
    REQUIRE(sql::migrate(**opened));
    return *std::move(opened);
  }();
  sql::AccountStore account_store;
  sql::SessionStore session_store;
  sql::InviteStore invite_store;
  sql::HouseSettings settings;
  sql::RelationStore relation_store;
  sql::ReactionStore reaction_store;
  sql::CommentStore comment_store;
  sql::NotificationStore notification_store;
  sql::ReportStore report_store;
  accounts::testing::FakeHasher hasher;
  accounts::Throttle throttle{rng};
  sql::SecondFactorStore second_factor_rows;
  sql::AppStore app_rows;
  accounts::testing::FakeSealer sealer;
  accounts::SecondFactor second_factor{{second_factor_rows, sealer, throttle, clock, rng}};
  accounts::Accounts accounts{{account_store, session_store, invite_store, settings, hasher, throttle,
                               second_factor, clock, ids, rng, nullptr, &app_rows}};
  accounts::Apps apps{{app_rows, clock, ids, rng}};
  sql::PasskeyStore passkey_rows;
  accounts::testing::FakeSignatureChecker checker;
  accounts::Passkeys passkeys{{passkey_rows, checker, clock, ids, rng}};
  social::Relations relations{{relation_store, notification_store, clock, &account_store}};
  social::Reactions reactions{{reaction_store, clock}};
  Handles handles{accounts};
  social::Comments comments{{comment_store, relation_store, notification_store, handles, clock, ids}};
  social::Notifications notifications{
      {notification_store, relation_store, reaction_store, comment_store, clock, ids}};
  sql::ConversationStore conversation_store;
  sql::FamilyStore family_store;
  social::Family family{{family_store, throttle, clock, rng}};
  social::Conversations conversations{{conversation_store, relation_store, family_store, clock, ids}};
  safety::Reports reports{{report_store, clock, ids}};
  TenVideos videos{reactions};
  HeardDeeds deeds;
  catalog::testing::FakeVideoStore
      video_rows;  // what moderators find of a clip is in integrity_scenario_test
  catalog::testing::FakeUploadStore upload_rows;
  catalog::testing::FakeRelations video_relations;
  catalog::testing::FakePeople video_people;
  catalog::testing::FakeJobs jobs;
  catalog::Videos clips{{video_rows, upload_rows, video_relations, video_people, jobs, clock}};
  http::NotificationsNeeds notifying{accounts, notifications, videos, family};

  http::RouteTable table = [this] {
    http::RouteTable made;
    http::AccountsNeeds of_accounts{accounts, relations,  notifications, videos,
                                    "0.1.0",  "the-code", 1000,          2000};
    of_accounts.privacy_changed = [this](auto& tx,
                                         const auto& account) -> base::Result<std::vector<model::VideoId>> {
      if (!account.is_private) TRY(relations.accept_all(tx, account.id));
      return std::vector<model::VideoId>{};
    };
    http::add_accounts_routes(made, of_accounts);
    http::add_second_factor_routes(made, {accounts, second_factor});
    http::add_passkey_routes(made, {of_accounts, passkeys});
    http::add_proof_routes(made, {accounts, second_factor, passkeys});
    http::add_app_routes(made, {accounts, apps, ""});
    http::add_oauth_routes(made, {accounts, apps, ""});
    http::add_social_routes(made, {accounts, relations, reactions, comments, videos, deeds});
    http::add_notifications_routes(made, notifying);
    http::add_moderation_routes(
        made, {accounts, relations, comments, reports, videos, deeds, conversations, clips});
    http::add_message_routes(made, {accounts, conversations, videos, family});
    return made;
  }();
  http::testing::FakeIdempotency idempotency;
  http::Cursors cursors{base::sha256(base::as_bytes("cursors"))};
  http::Paces paces{clock, rng};
  http::AccountSessions sessions{accounts, apps, family, *record};
  http::Dispatcher dispatcher{table, {{*record, idempotency, clock, cursors}, sessions, paces}};

  Town() { paces.switch_off(); }

  Response call(std::string method, const std::string& target, const json::value& body = nullptr,
                const std::string& token = "", std::vector<http::HeaderField> fields = {}) {
    clock.advance(model::Millis{1});
    auto at = http::read_target("/api/v1" + target);
    REQUIRE(at);
    http::Request request{.method = std::move(method),
                          .path = at->path,
                          .query = at->query,
                          .body = body.is_null() ? "" : base::to_text(body),
                          .remote_address = "192.0.2.9",
                          .secure = false,
                          .fields = std::move(fields)};
    request.fields.push_back({"Host", "vitrine.example"});
    if (!body.is_null()) request.fields.push_back({"Content-Type", "application/json"});
    if (!token.empty()) request.fields.push_back({"Authorization", "Bearer " + token});
    const auto plan = dispatcher.plan(request);
    auto response = dispatcher.answer(request);
    // Every answer of a documented shape keeps to it.
    if (plan.route && plan.route->answer.shape && response.status == plan.route->answer.status &&
        request.path.find("/me/likes") == std::string::npos) {
      const auto kept = plan.route->answer.shape->check(json_of(response));
      CHECK_MESSAGE(kept, request.path << ": " << (kept ? "" : kept.error().detail));
    }
    return response;
  }
  std::string token_of(const Response& response) {
    REQUIRE_MESSAGE(response.status < 300, response.body_text());
    return std::string{json_of(response).at("token").as_string()};
  }
  void settle() {
    const auto made = call("POST", "/setup",
                           {{"instance_name", "Ours"},
                            {"handle", "ada"},
                            {"name", "Ada"},
                            {"password", good_password},
                            {"code", "the-code"}});
    REQUIRE(made.status == 201);
    videos.ada = *model::AccountId::parse(json_of(made).at("account").at("id").as_string());
  }
  base::Bytes second_factor_secret(const std::string& handle) {
    const auto read = record->read([&](auto& tx) -> base::Result<base::Bytes> {
      TRY_LET(const auto account, accounts.find_handle(tx, handle));
      TRY_LET(const auto row, second_factor_rows.find(tx, account->id));
      return sealer.open(row->sealed_secret, "accounts_second_factor|" + account->id.text());
    });
    REQUIRE(read);
    return *read;
  }
  std::string join(const std::string& handle) {
    return token_of(
        call("POST", "/accounts", {{"handle", handle}, {"password", good_password}, {"deliver", "token"}}));
  }
  std::string enter(const std::string& handle) {
    return token_of(
        call("POST", "/session", {{"handle", handle}, {"password", good_password}, {"deliver", "token"}}));
  }
  void hear(std::uint64_t id, decltype(model::News::what) what) {
    clock.advance(model::Millis{1});
    http::notify(notifying, *record, {model::NewsId{id}, clock.now(), std::move(what)});
  }
};

std::string video(std::uint64_t n) { return "/videos/" + model::VideoId{n}.text(); }
std::string text_at(const Response& response, std::string_view pointer) {
  return std::string{json_of(response).at_pointer(pointer).as_string()};
}
std::int64_t number_at(const Response& response, std::string_view pointer) {
  return json_of(response).at_pointer(pointer).to_number<std::int64_t>();
}
std::size_t items_of(const Response& response) { return json_of(response).at("items").as_array().size(); }
}  // namespace

TEST_CASE("people: the first run needs the code, sets the cookie, and is over") {
  Town town;
  CHECK(json_of(town.call("GET", "/instance")).at("first_run").as_bool());
  json::object ask{
      {"instance_name", "Ours"}, {"handle", "ada"}, {"name", "Ada"}, {"password", good_password}};
  CHECK(code_of(town.call("POST", "/setup", ask)) == "setup_code_wrong");
  ask["code"] = "the-code";
  const auto made = town.call("POST", "/setup", ask);
  CHECK(made.status == 201);
  CHECK(text_at(made, "/account/role") == "owner");
  CHECK(made.header("set-cookie").starts_with("vitrine="));
  CHECK(code_of(town.call("POST", "/setup", ask)) == "already_set_up");
  CHECK_FALSE(json_of(town.call("GET", "/instance")).at("first_run").as_bool());
}

TEST_CASE("people: with the second factor on, a password alone opens nothing") {
  Town town;
  town.settle();
  const auto ben = town.join("ben");
  const auto factor = [&](std::string_view path, const json::value& body) {
    return town.call("POST", "/me/second-factor" + std::string{path}, body, ben);
  };
  CHECK(town.call("GET", "/me/second-factor").status == 401);
  CHECK(code_of(factor("", {{"password", "wrong"}})) == "password_wrong");
  const auto begun = factor("", {{"password", good_password}});
  REQUIRE(begun.status == 201);
  CHECK(text_at(begun, "/uri").starts_with("otpauth://totp/Ours:ben?secret=" + text_at(begun, "/secret")));
  CHECK(code_of(factor("/confirm", {{"code", "12345"}})) == "code_wrong");
  town.join("cem");  // still without: the factor counts once confirmed
  town.enter("ben");

  const auto secret = town.second_factor_secret("ben");
  const auto code = [&] { return accounts::totp_code(secret, accounts::totp_step(town.clock.now())); };
  const auto confirmed = factor("/confirm", {{"code", code()}});
  REQUIRE(confirmed.status == 200);
  const auto recovery = text_at(confirmed, "/recovery_codes/0");
  json::object ask{{"handle", "ben"}, {"password", good_password}, {"deliver", "token"}};
  const auto asked = town.call("POST", "/session", ask);
  CHECK(asked.status == 401);
  CHECK(code_of(asked) == "code_needed");
  CHECK(text_at(asked, "/field") == "code");
  ask["code"] = code();  // the one that confirmed: used
  CHECK(code_of(town.call("POST", "/session", ask)) == "code_wrong");
  town.clock.advance(model::Millis{accounts::totp_step_ms});
  ask["code"] = code();
  CHECK(town.call("POST", "/session", ask).status == 200);
  ask["code"] = recovery;
  CHECK(town.call("POST", "/session", ask).status == 200);
  CHECK(number_at(town.call("GET", "/me/second-factor", nullptr, ben), "/recovery_left") == 9);

  CHECK(code_of(factor("/off", {{"password", good_password}, {"code", "000000"}})) == "code_wrong");
  town.clock.advance(model::Millis{accounts::totp_step_ms});
  CHECK(factor("/off", {{"password", good_password}, {"code", code()}}).status == 204);
  town.enter("ben");
}

TEST_CASE("people: sign-up, sign-in, sessions, password, sign-out everywhere") {
  Town town;
  town.settle();
  const auto ben = town.join("ben");
  CHECK(code_of(town.call("POST", "/accounts", {{"handle", "Ben"}, {"password", good_password}})) ==
        "handle_taken");
  const auto weak = town.call("POST", "/accounts", {{"handle", "cem"}, {"password", "password1"}});
  CHECK(code_of(weak) == "password_common");
  CHECK(text_at(weak, "/field") == "password");
  CHECK(town.call("GET", "/me").status == 401);
  CHECK(text_at(town.call("GET", "/me", nullptr, ben), "/account/role") == "creator");

  const auto second = town.enter("BEN");
  const auto wrong = town.call("POST", "/session", {{"handle", "ben"}, {"password", "wrong"}});
  const auto nobody = town.call("POST", "/session", {{"handle", "nobody"}, {"password", "wrong"}});
  CHECK(wrong.status == 401);
  CHECK(wrong.body_text() == nobody.body_text());

  const auto list = town.call("GET", "/sessions", nullptr, ben);
  REQUIRE(items_of(list) == 2);
  CHECK(town.call("PATCH", "/me", {{"name", "Benedikt"}, {"bio", "hi"}, {"language", "de"}}, ben).status ==
        200);
  CHECK(text_at(town.call("GET", "/accounts/ben"), "/name") == "Benedikt");

  CHECK(code_of(town.call("POST", "/me/password", {{"current", "x"}, {"new", good_password + "!"}}, ben)) ==
        "password_wrong");
  CHECK(town.call("POST", "/me/password", {{"current", good_password}, {"new", good_password + "!"}}, ben)
            .status == 204);
  CHECK(town.call("GET", "/me", nullptr, second).status == 401);
  CHECK(town.call("GET", "/me", nullptr, ben).status == 200);
  CHECK(town.call("DELETE", "/sessions", nullptr, ben).status == 204);
  CHECK(town.call("GET", "/me", nullptr, ben).status == 401);
}

TEST_CASE("people: a browser holds one session, and forgets with it") {
  Town town;
  town.settle();
  const auto app = town.join("ben");
  const json::object ask{{"handle", "ben"}, {"password", good_password}};
  const auto cookie_of = [](const Response& response) {
    const auto field = response.header("set-cookie");
    return std::string{field.substr(0, field.find(';'))};
  };
  const auto sign_in = [&](const std::string& cookie) {
    return town.call("POST", "/session", ask, "", {{"Cookie", cookie}, {"Sec-Fetch-Site", "same-origin"}});
  };
  const auto as = [&](std::string method, const std::string& cookie) {
    return town.call(std::move(method), "/session", nullptr, "",
                     {{"Cookie", cookie}, {"Sec-Fetch-Site", "same-origin"}});
  };
  const auto first = cookie_of(sign_in("vitrine=none"));
  CHECK(items_of(town.call("GET", "/sessions", nullptr, app)) == 2);
  const auto second = cookie_of(sign_in(first));
  CHECK(second != first);
  CHECK(items_of(town.call("GET", "/sessions", nullptr, app)) == 2);  // the one before has ended
  CHECK(as("DELETE", first).status == 401);
  const auto out = as("DELETE", second);
  CHECK(out.status == 204);
  CHECK(out.header("clear-site-data") == "\"cache\"");
  CHECK(items_of(town.call("GET", "/sessions", nullptr, app)) == 1);
  CHECK(town.call("DELETE", "/session", nullptr, app).header("clear-site-data").empty());  // no browser
}

TEST_CASE("people: the owner opens and closes the door") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada");
  const auto ben = town.join("ben");
  CHECK(town.call("PATCH", "/admin/instance", {{"sign_up", "invite"}}, ben).status == 403);
  CHECK(town.call("PATCH", "/admin/instance", {{"sign_up", "invite"}}, ada).status == 200);
  const auto invite = town.call("POST", "/admin/invites", {{"uses_max", 1}}, ada);
  CHECK(invite.status == 201);
  const auto code = text_at(invite, "/code");
  CHECK(code_of(town.call("POST", "/accounts", {{"handle", "cem"}, {"password", good_password}})) ==
        "invite_needed");
  CHECK(town.call("POST", "/accounts", {{"handle", "cem"}, {"password", good_password}, {"invite", code}})
            .status == 201);
  CHECK(items_of(town.call("GET", "/admin/invites", nullptr, ada)) == 1);
  CHECK(town.call("DELETE", "/admin/invites/" + code, nullptr, ada).status == 204);
  CHECK(town.call("DELETE", "/admin/invites/" + code, nullptr, ada).status == 404);
}

TEST_CASE(
    "people: likes, shares and follows are counted once, and what no news carries is told to the "
    "recommender") {
  Town town;
  town.settle();
  const auto ben = town.join("ben");
  for (int i = 0; i < 2; ++i) {
    const auto liked = town.call("PUT", video(100) + "/like", nullptr, ben);
    CHECK(number_at(liked, "/counts/likes") == 1);
    CHECK(json_of(liked).at("my").at("like").as_bool());
    CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, ben).status == 204);
  }
  CHECK(number_at(town.call("GET", "/accounts/ada"), "/counts/followers") == 1);
  CHECK(json_of(town.call("GET", "/accounts/ada", nullptr, ben)).at("my").at("follow").as_bool());
  CHECK(items_of(town.call("GET", "/accounts/ada/followers")) == 1);
  CHECK(town.call("PUT", video(101) + "/save", nullptr, ben).status == 200);
  for (int i = 0; i < 2; ++i) CHECK(town.call("POST", video(101) + "/share", nullptr, ben).status == 204);
  CHECK(items_of(town.call("GET", "/me/likes", nullptr, ben)) == 1);
  CHECK(number_at(town.call("DELETE", video(100) + "/like", nullptr, ben), "/counts/likes") == 0);
  using enum model::events::Deed;  // the like is news, which carries it there itself
  CHECK(town.deeds.did_ == std::vector{shared, unliked});
  // What may not be seen is absent, as what never was.
  const auto hidden = town.call("PUT", video(105) + "/like", nullptr, ben);
  const auto never = town.call("PUT", video(999) + "/like", nullptr, ben);
  CHECK(hidden.status == 404);
  CHECK(hidden.body_text() == never.body_text());
  CHECK(town.call("PUT", video(100) + "/like").status == 401);
}

TEST_CASE("people: a private account is asked, and says who may") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben"), cem = town.join("cem");
  const auto my = [&](std::string_view what, const std::string& token) {
    return json_of(town.call("GET", "/accounts/ada", nullptr, token)).at("my").at(what).as_bool();
  };
  CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, cem).status == 204);  // before
  const auto closed = town.call("PATCH", "/me", {{"private", true}}, ada);
  CHECK(json_of(closed).at("account").at("private").as_bool());
  // The profile is there, and says what it is; whom it knows is between it and its followers.
  CHECK(json_of(town.call("GET", "/accounts/ada")).at("private").as_bool());
  CHECK(my("follow", cem));
  for (const std::string list : {"/followers", "/following"}) {
    CHECK(items_of(town.call("GET", "/accounts/ada" + list, nullptr, ben)) == 0);
    CHECK(items_of(town.call("GET", "/accounts/ada" + list)) == 0);
  }
  CHECK(items_of(town.call("GET", "/accounts/ada/followers", nullptr, cem)) == 1);

  CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, ben).status == 204);
  CHECK(my("asked", ben));
  CHECK_FALSE(my("follow", ben));
  const auto asking = town.call("GET", "/me/follow-requests", nullptr, ada);
  REQUIRE(items_of(asking) == 1);
  CHECK(text_at(asking, "/items/0/handle") == "ben");
  CHECK(number_at(asking, "/waiting") == 1);
  CHECK(items_of(town.call("GET", "/me/follow-requests", nullptr, ben)) == 0);
  CHECK(town.call("GET", "/me/follow-requests").status == 401);
  CHECK(town.call("DELETE", "/accounts/ada/follow", nullptr, ben).status == 204);
  CHECK_FALSE(my("asked", ben));
  CHECK(town.call("PUT", "/me/follow-requests/ben", nullptr, ada).status == 204);
  CHECK_FALSE(my("follow", ben));  // taken back before

  CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, ben).status == 204);
  CHECK(town.call("PUT", "/me/follow-requests/ben", nullptr, ada).status == 204);
  CHECK(my("follow", ben));
  CHECK(town.call("DELETE", "/me/followers/ben", nullptr, ada).status == 204);
  CHECK_FALSE(my("follow", ben));
  CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, ben).status == 204);
  CHECK(town.call("DELETE", "/me/follow-requests/ben", nullptr, ada).status == 204);
  CHECK_FALSE(my("asked", ben));
  CHECK(town.call("PUT", "/accounts/ada/follow", nullptr, ben).status == 204);
  CHECK_FALSE(
      json_of(town.call("PATCH", "/me", {{"private", false}}, ada)).at("account").at("private").as_bool());
  CHECK(my("follow", ben));  // who waited was let
  CHECK(town.call("PUT", "/me/follow-requests/nobody_here", nullptr, ada).status == 404);
}

TEST_CASE("people: comments are written, answered, paged, edited and deleted") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben"), cem = town.join("cem");
  std::vector<std::string> said;
  for (int i = 0; i < 25; ++i)
    said.push_back(text_at(
        town.call("POST", video(100) + "/comments", {{"text", "number " + std::to_string(i)}}, ben), "/id"));
  auto page = town.call("GET", video(100) + "/comments?sort=new", nullptr, cem);
  CHECK(items_of(page) == 20);
  CHECK(text_at(page, "/items/0/text") == "number 24");
  page = town.call("GET", video(100) + "/comments?sort=new&cursor=" + text_at(page, "/next"));
  CHECK(items_of(page) == 5);
  CHECK(json_of(page).at("next").is_null());
  CHECK(json_of(page).at_pointer("/items/0/my").is_null());
  CHECK(code_of(town.call("GET", video(101) + "/comments?cursor=abc")) == "cursor_invalid");

  const auto first = "/comments/" + said[0];
  CHECK(number_at(town.call("PUT", first + "/like", nullptr, cem), "/counts/likes") == 1);
  CHECK(text_at(town.call("GET", video(100) + "/comments", nullptr, cem), "/items/0/text") == "number 0");
  const auto answer =
      town.call("POST", video(100) + "/comments", {{"text", "to you @ben"}, {"parent", said[0]}}, cem);
  CHECK(text_at(answer, "/parent") == said[0]);
  CHECK(items_of(town.call("GET", video(100) + "/comments?parent=" + said[0])) == 1);
  CHECK(code_of(town.call("PATCH", first, {{"text", "mine"}}, cem)) == "comment_not_yours");
  CHECK(town.call("PATCH", first, {{"text", "changed"}}, ben).status == 200);
  CHECK(code_of(town.call("DELETE", first, nullptr, cem)) == "comment_not_yours");
  CHECK(town.call("DELETE", first, nullptr, ada).status == 204);
  const auto top = town.call("GET", video(100) + "/comments/?"),
             all = town.call("GET", video(100) + "/comments");
  CHECK(top.status == 404);
  CHECK(town.call("GET", first).status == 405);
  CHECK(town.call("POST", video(105) + "/comments", {{"text", "psst"}}, ben).status == 404);
}

TEST_CASE("people: a block makes two people absent for each other") {
  Town town;
  town.settle();
  const auto ben = town.join("ben"), cem = town.join("cem");
  const auto comment = text_at(town.call("POST", video(100) + "/comments", {{"text", "hello"}}, cem), "/id");
  CHECK(town.call("PUT", "/accounts/ben/block", nullptr, cem).status == 204);
  CHECK(items_of(town.call("GET", "/me/blocks", nullptr, cem)) == 1);
  const auto gone = town.call("GET", "/accounts/cem", nullptr, ben);
  const auto never = town.call("GET", "/accounts/zoe", nullptr, ben);
  CHECK(gone.status == 404);
  CHECK(gone.body_text() == never.body_text());
  for (const std::string what : {"follow", "block", "mute"})
    CHECK(town.call("PUT", "/accounts/cem/" + what, nullptr, ben).status == 404);
  CHECK(town.call("GET", "/accounts/cem/followers", nullptr, ben).status == 404);
  CHECK(town.call("PUT", "/comments/" + comment + "/like", nullptr, ben).status == 404);
  CHECK(items_of(town.call("GET", video(100) + "/comments", nullptr, ben)) == 0);
  CHECK(json_of(town.call("GET", "/accounts/ben", nullptr, cem)).at("my").at("block").as_bool());
  CHECK(town.call("DELETE", "/accounts/ben/block", nullptr, cem).status == 204);
  CHECK(town.call("GET", "/accounts/cem", nullptr, ben).status == 200);
}

TEST_CASE("people: notifications arrive once, name what may be seen, and are read") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben");
  const auto ben_id = *model::AccountId::parse(text_at(town.call("GET", "/accounts/ben"), "/id"));
  for (int i = 0; i < 2; ++i) town.hear(1, model::Liked{model::VideoId{100}, town.videos.ada, ben_id});
  town.hear(2, model::Followed{town.videos.ada, ben_id});
  auto list = town.call("GET", "/me/notifications", nullptr, ada);
  REQUIRE(items_of(list) == 2);
  CHECK(number_at(list, "/unread") == 2);
  CHECK(text_at(list, "/items/0/kind") == "follow");
  CHECK(text_at(list, "/items/1/video/title") == "A clip");
  CHECK(text_at(list, "/items/1/actor/handle") == "ben");
  CHECK(number_at(town.call("GET", "/me", nullptr, ada), "/unread") == 2);
  const auto latest = text_at(list, "/items/0/id");
  CHECK(town.call("POST", "/me/notifications/read", {{"up_to", latest}}, ben).status == 404);
  CHECK(town.call("POST", "/me/notifications/read", {{"up_to", latest}}, ada).status == 204);
  CHECK(number_at(town.call("GET", "/me/notifications", nullptr, ada), "/unread") == 0);
  town.hear(3, model::Mentioned{model::VideoId{105}, std::nullopt, ben_id, town.videos.ada});
  list = town.call("GET", "/me/notifications", nullptr, ben);
  REQUIRE(items_of(list) == 1);
  CHECK(json_of(list).at_pointer("/items/0/video").is_null());
}

TEST_CASE("people: reports reach moderators only") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben");
  const auto report = [&](std::string_view kind, const std::string& id) {
    return town.call("POST", "/reports", {{"subject", {{"kind", kind}, {"id", id}}}, {"reason", "spam"}},
                     ben);
  };
  const auto first = report("video", model::VideoId{100}.text());
  CHECK(first.status == 201);
  CHECK(text_at(report("video", model::VideoId{100}.text()), "/id") == text_at(first, "/id"));
  CHECK(report("account", town.videos.ada.text()).status == 201);
  CHECK(report("video", model::VideoId{105}.text()).status == 404);
  CHECK(report("comment", model::CommentId{1}.text()).status == 404);
  CHECK(town.call("GET", "/mod/reports", nullptr, ben).status == 403);
  const auto remark = town.call("POST", "/videos/" + model::VideoId{101}.text() + "/comments",
                                {{"text", "Buy my shoes."}}, ben);
  CHECK(report("comment", text_at(remark, "/id")).status == 201);
  const auto open = town.call("GET", "/mod/reports", nullptr, ada);
  CHECK(items_of(open) == 3);
  CHECK(text_at(open, "/items/0/subject/kind") == "video");
  CHECK(text_at(open, "/items/0/subject/text") == "A clip");
  CHECK(text_at(open, "/items/1/subject/handle") == "ada");
  CHECK(text_at(open, "/items/2/subject/handle") == "ben");
  CHECK(text_at(open, "/items/2/subject/video") == model::VideoId{101}.text());
  CHECK(text_at(open, "/items/2/subject/text") == "Buy my shoes.");
  const auto resolve = "/mod/reports/" + text_at(first, "/id") + "/resolve";
  CHECK(town.call("POST", resolve, {{"outcome", "no_action"}, {"note", "fine"}}, ada).status == 204);
  CHECK(code_of(town.call("POST", resolve, {{"outcome", "no_action"}}, ada)) == "report_resolved");
  CHECK(items_of(town.call("GET", "/mod/reports", nullptr, ada)) == 2);
}

namespace {
/// What a page sends of a device's answer.
json::object as_sent(const accounts::MadePasskey& made, std::string_view name) {
  return {{"name", name},
          {"client_data", base::base64_url(made.client_data)},
          {"attestation", base::base64_url(made.attestation)}};
}
json::object as_sent(const accounts::UsedPasskey& used) {
  return {{"credential", base::base64_url(used.credential)},
          {"client_data", base::base64_url(used.client_data)},
          {"authenticator_data", base::base64_url(used.authenticator_data)},
          {"signature", base::base64_url(used.signature)},
          {"user", base::base64_url(used.user)}};
}
std::string challenge_of(Town& town, const std::string& path, const std::string& token = "") {
  const auto made = town.call("POST", path, nullptr, token);
  REQUIRE_MESSAGE(made.status == 200, made.body_text());
  return text_at(made, "/challenge");
}
}  // namespace

TEST_CASE("people: a passkey is added, signs in alone, is a proof, is told of, and is removed") {
  Town town;
  town.settle();
  const auto ann = town.join("ann");
  accounts::testing::FakeAuthenticator phone;
  const auto known = town.call("GET", "/accounts/ann");
  const auto account = *model::AccountId::parse(text_at(known, "/id"));
  phone.counter = 1;

  const auto made =
      town.call("POST", "/me/passkeys",
                as_sent(phone.make(challenge_of(town, "/me/passkeys/challenge", ann)), "phone"), ann);
  REQUIRE_MESSAGE(made.status == 201, made.body_text());
  const auto id = text_at(made, "/id");
  CHECK(items_of(town.call("GET", "/me/passkeys", nullptr, ann)) == 1);
  town.hear(1, model::SignInChanged{account, *model::PasskeyId::parse(id), model::PasskeyDeed::added});
  CHECK(text_at(town.call("GET", "/me/notifications", nullptr, ann), "/items/0/kind") == "passkey_added");

  // Signing in: no handle, no password.
  phone.counter = 2;
  auto ask = as_sent(phone.use(challenge_of(town, "/session/passkey/challenge"), account));
  ask["deliver"] = "token";
  const auto fresh = town.token_of(town.call("POST", "/session/passkey", ask));
  CHECK(text_at(town.call("GET", "/me", nullptr, fresh), "/account/handle") == "ann");
  CHECK(code_of(town.call("POST", "/session/passkey", ask)) == "passkey_stale");

  // Ten minutes later a dangerous thing wants a proof, and the passkey is one, on its own device alone.
  town.clock.advance(accounts::proof_life + model::Millis{1});
  CHECK(code_of(town.call("DELETE", "/me/passkeys/" + id, nullptr, fresh)) == "proof_needed");
  const auto state = json_of(town.call("GET", "/me/proof", nullptr, fresh));
  CHECK_FALSE(state.at("fresh").as_bool());
  CHECK(state.at("passkey").as_bool());
  phone.counter = 3;
  const auto proof = as_sent(phone.use(challenge_of(town, "/me/proof/challenge", fresh), account));
  CHECK(code_of(town.call("POST", "/me/proof", {{"passkey", proof}}, ann)) == "passkey_stale");
  CHECK(town.call("POST", "/me/proof", {{"passkey", proof}}, fresh).status == 204);
  CHECK(json_of(town.call("GET", "/me/proof", nullptr, fresh)).at("fresh").as_bool());
  CHECK(code_of(town.call("DELETE", "/me/passkeys/" + id, nullptr, ann)) == "proof_needed");

  // Nobody else's, and nobody else can name it.
  const auto bob = town.join("bob");
  CHECK(town.call("DELETE", "/me/passkeys/" + id, nullptr, bob).status == 404);
  phone.counter = 4;
  const auto stolen = as_sent(phone.use(challenge_of(town, "/me/proof/challenge", bob), account));
  const auto refused = town.call("POST", "/me/proof", {{"passkey", stolen}}, bob);
  CHECK(refused.status == 403);
  CHECK(code_of(refused) == "passkey_unknown");

  CHECK(town.call("PATCH", "/me/passkeys/" + id, {{"name", "old phone"}}, fresh).status == 204);
  CHECK(town.call("DELETE", "/me/passkeys/" + id, nullptr, fresh).status == 204);
  phone.counter = 5;
  const auto gone = town.call("POST", "/session/passkey",
                              as_sent(phone.use(challenge_of(town, "/session/passkey/challenge"), account)));
  CHECK(gone.status == 401);
  CHECK(code_of(gone) == "passkey_unknown");
}

TEST_CASE("people: a passkey with a twin is marked for good although its use was refused") {
  Town town;
  town.settle();
  const auto ann = town.join("ann");
  const auto account = *model::AccountId::parse(text_at(town.call("GET", "/accounts/ann"), "/id"));
  accounts::testing::FakeAuthenticator phone;
  phone.counter = 7;
  REQUIRE(town.call("POST", "/me/passkeys",
                    as_sent(phone.make(challenge_of(town, "/me/passkeys/challenge", ann)), "phone"), ann)
              .status == 201);
  phone.counter = 6;
  const auto twin = town.call("POST", "/session/passkey",
                              as_sent(phone.use(challenge_of(town, "/session/passkey/challenge"), account)));
  CHECK(twin.status == 403);
  CHECK(code_of(twin) == "passkey_suspect");
  CHECK(json_of(town.call("GET", "/me/passkeys", nullptr, ann)).at_pointer("/items/0/suspect").as_bool());
}

TEST_CASE("people: who has no password does what cannot be taken back by a passkey alone") {
  Town town;
  town.settle();
  const auto ann = town.join("ann");
  const auto account = *model::AccountId::parse(text_at(town.call("GET", "/accounts/ann"), "/id"));
  accounts::testing::FakeAuthenticator phone;
  REQUIRE(town.call("POST", "/me/passkeys",
                    as_sent(phone.make(challenge_of(town, "/me/passkeys/challenge", ann)), "phone"), ann)
              .status == 201);
  REQUIRE(town.record->write([&](ports::Transaction& tx) {
    return town.account_store.set_password_hash(tx, account, "", town.clock.now());
  }));
  town.clock.advance(accounts::proof_life + model::Millis{1});
  CHECK_FALSE(json_of(town.call("GET", "/me/proof", nullptr, ann)).at("password").as_bool());
  CHECK(code_of(town.call("POST", "/me/second-factor", json::object{}, ann)) == "proof_needed");
  const auto proof = as_sent(phone.use(challenge_of(town, "/me/proof/challenge", ann), account));
  REQUIRE(town.call("POST", "/me/proof", {{"passkey", proof}}, ann).status == 204);
  CHECK(town.call("POST", "/me/second-factor", json::object{}, ann).status == 201);
}

TEST_CASE("people: writing to each other over HTTP, from a request to a report") {
  Town town;
  town.settle();
  const auto ann = town.join("ann"), bob = town.join("bob"), eve = town.join("eve");
  const auto clip = model::VideoId{100}.text();
  CHECK(json_of(town.call("GET", "/me/conversations/with/bob", nullptr, ann)).at("may_write").as_bool());
  const auto begun =
      town.call("POST", "/me/conversations", {{"people", {"Bob"}}, {"text", "look"}, {"video", clip}}, ann);
  REQUIRE_MESSAGE(begun.status == 201, begun.body_text());
  const auto id = text_at(begun, "/id");
  CHECK(text_at(begun, "/last/video/id") == clip);
  CHECK(json_of(town.call("GET", "/me/conversations", nullptr, bob)).at("requests").as_bool());
  CHECK(items_of(town.call("GET", "/me/conversations?box=requests", nullptr, bob)) == 1);
  CHECK(items_of(town.call("GET", "/me/conversations", nullptr, bob)) == 0);
  CHECK(town.call("PUT", "/conversations/" + id + "/acceptance", nullptr, bob).status == 204);
  CHECK(number_at(town.call("GET", "/me/conversations/unread", nullptr, bob), "/unread") == 1);

  // Somebody else's conversation and one that never was are one and the same.
  const auto never = town.call("GET", "/conversations/" + model::ConversationId{77}.text(), nullptr, eve);
  for (const std::string path : {"", "/messages"}) {
    const auto others = town.call("GET", "/conversations/" + id + path, nullptr, eve);
    CHECK(others.status == 404);
    CHECK(others.body_text() == never.body_text());
  }
  CHECK(town.call("POST", "/conversations/" + id + "/messages", {{"text", "let me in"}}, eve).status == 404);

  const auto said = town.call("POST", "/conversations/" + id + "/messages", {{"text", "rude words"}}, bob);
  REQUIRE_MESSAGE(said.status == 201, said.body_text());
  const auto message = text_at(said, "/id");
  CHECK(code_of(town.call("POST", "/conversations/" + id + "/messages", {{"text", " "}}, bob)) ==
        "message_empty");
  const json::value report{{"subject", {{"kind", "message"}, {"id", message}}}, {"reason", "hate"}};
  CHECK(town.call("POST", "/reports", report, eve).status == 404);
  CHECK(town.call("POST", "/reports", report, bob).status == 404);  // one's own
  CHECK(town.call("POST", "/reports", report, ann).status == 201);
  // Taking it back does not take it out of the report; nothing else of the conversation is in there.
  CHECK(town.call("DELETE", "/conversations/" + id + "/messages/" + message, nullptr, bob).status == 204);
  const auto ada = town.enter("ada");
  const auto cases = town.call("GET", "/mod/reports", nullptr, ada);
  REQUIRE(items_of(cases) == 1);
  CHECK(text_at(cases, "/items/0/subject/text") == "rude words");
  CHECK(text_at(cases, "/items/0/subject/handle") == "bob");
  CHECK(cases.body_text().find("look") == std::string_view::npos);

  const auto page = town.call("GET", "/conversations/" + id + "/messages", nullptr, ann);
  CHECK(items_of(page) == 2);
  CHECK(json_of(page).at_pointer("/items/0/deleted").as_bool());
  CHECK(text_at(page, "/items/0/text").empty());
  const auto read = town.call("POST", "/conversations/" + id + "/read", {{"up_to", message}}, ann);
  CHECK(number_at(read, "/unread") == 0);
}

TEST_CASE("people: receipts, closed doors and clips one may not see") {
  Town town;
  town.settle();
  const auto ann = town.join("ann"), bob = town.join("bob"), eve = town.join("eve");
  const auto begun = town.call("POST", "/me/conversations", {{"people", {"bob"}}, {"text", "look"}}, ann);
  const auto id = text_at(begun, "/id");
  CHECK(town.call("PUT", "/conversations/" + id + "/acceptance", nullptr, bob).status == 204);
  // Receipts: nobody is told before both have chosen so.
  const auto told = [&] {
    const auto seen = json_of(town.call("GET", "/conversations/" + id, nullptr, bob));
    for (const auto& member : seen.at("members").as_array())
      if (member.at_pointer("/account/handle") == "ann") return !member.at("read_up_to").is_null();
    return false;
  };
  const json::value open{{"may_write", "everyone"}, {"receipts", true}};
  CHECK_FALSE(told());
  CHECK(town.call("PUT", "/me/messages/choice", open, ann).status == 200);
  CHECK_FALSE(told());
  CHECK(town.call("PUT", "/me/messages/choice", open, bob).status == 200);
  CHECK(told());

  CHECK(town.call("PUT", "/me/messages/choice", {{"may_write", "nobody"}, {"receipts", false}}, bob).status ==
        200);
  CHECK_FALSE(
      json_of(town.call("GET", "/me/conversations/with/bob", nullptr, eve)).at("may_write").as_bool());
  CHECK(code_of(town.call("POST", "/me/conversations", {{"people", {"bob"}}, {"text", "hi"}}, eve)) ==
        "messages_closed");
  CHECK(code_of(town.call("POST", "/me/conversations", {{"people", {"nobody_here"}}, {"text", "hi"}}, eve)) ==
        "account_absent");
  // A video one may not see cannot be shared.
  CHECK(code_of(town.call("POST", "/conversations/" + id + "/messages",
                          {{"video", model::VideoId{105}.text()}}, ann)) == "video_absent");
}

TEST_CASE("people: what is written arrives live, at those who may read it") {
  Town town;
  town.settle();
  const auto ann = town.join("ann"), bob = town.join("bob");
  http::LiveHub hub;
  struct Kept final : http::EventStream {
    std::vector<std::string> events;
    bool send(std::string_view event, std::string_view data) override {
      events.push_back(std::string{event} + " " + std::string{data});
      return true;
    }
    void close() override {}
    [[nodiscard]] bool closed() const override { return false; }
  };
  const auto account = [&](const std::string& name) {
    return *model::AccountId::parse(text_at(town.call("GET", "/accounts/" + name), "/id"));
  };
  const auto listen = [&](const std::string& name) {
    auto stream = std::make_shared<Kept>();
    hub.open(hub.reserve({account(name), model::SessionId{1}, model::ViewerId{1}, model::Role::viewer, name}),
             stream);
    return stream;
  };
  const auto at_ann = listen("ann"), at_bob = listen("bob");
  const auto begun = town.call("POST", "/me/conversations", {{"people", {"bob"}}, {"text", "psst"}}, ann);
  const auto id = *model::ConversationId::parse(text_at(begun, "/id"));
  const auto message = *model::MessageId::parse(text_at(begun, "/last/id"));
  const http::MessageNeeds needs{town.accounts, town.conversations, town.videos, town.family};
  const auto tell = [&](auto what) {
    http::tell_conversation(needs, *town.record, hub, {model::NewsId{1}, town.clock.now(), what});
  };
  const auto hint = "conversation {\"id\":\"" + id.text() + "\"}";
  tell(model::MessageSent{id, message});
  CHECK(at_bob->events == std::vector{hint});  // a request does not ring
  REQUIRE(at_ann->events.size() == 1);
  CHECK(at_ann->events[0].starts_with("message {"));
  CHECK(town.call("PUT", "/conversations/" + id.text() + "/acceptance", nullptr, bob).status == 204);
  tell(model::MessageSent{id, message});
  REQUIRE(at_bob->events.size() == 2);
  CHECK(at_bob->events[1].find("psst") != std::string::npos);
  tell(model::ConversationChanged{id});
  CHECK(at_bob->events.back() == hint);
  CHECK(at_ann->events.size() == 3);

  // Declined: hears no more.
  const auto eve = town.join("eve");
  const auto at_eve = listen("eve");
  const auto other = town.call("POST", "/me/conversations", {{"people", {"eve"}}, {"text", "psst"}}, ann);
  const auto second = *model::ConversationId::parse(text_at(other, "/id"));
  CHECK(town.call("DELETE", "/conversations/" + second.text() + "/acceptance", nullptr, eve).status == 204);
  tell(model::MessageSent{second, *model::MessageId::parse(text_at(other, "/last/id"))});
  CHECK(at_eve->events.empty());
}

TEST_CASE("people: the author of a video pins, hearts, filters and lets out, and edits are told") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben"), cem = town.join("cem");
  const auto comments = video(100) + "/comments";
  const auto first = text_at(town.call("POST", comments, {{"text", "first"}}, ben), "/id");
  const auto second = text_at(town.call("POST", comments, {{"text", "second"}}, cem), "/id");
  CHECK(text_at(town.call("GET", comments + "?sort=new"), "/items/0/id") == second);
  CHECK(code_of(town.call("PUT", "/comments/" + first + "/pin", nullptr, ben)) == "comment_not_yours");
  CHECK(json_of(town.call("PUT", "/comments/" + first + "/pin", nullptr, ada)).at("pinned").as_bool());
  const auto listed = town.call("GET", comments + "?sort=new", nullptr, cem);
  CHECK(items_of(listed) == 2);
  CHECK(text_at(listed, "/items/0/id") == first);
  CHECK(town.call("PUT", "/comments/" + second + "/like", nullptr, ada).status == 200);
  CHECK(json_of(town.call("GET", comments)).at_pointer("/items/1/liked_by_author").as_bool());
  CHECK_FALSE(json_of(town.call("GET", comments)).at_pointer("/items/0/liked_by_author").as_bool());
  CHECK(town.call("DELETE", "/comments/" + first + "/pin", nullptr, ada).status == 200);

  CHECK(town.call("PATCH", "/comments/" + first, {{"text", "first, better"}}, ben).status == 200);
  const auto edits = town.call("GET", "/comments/" + first + "/edits");
  REQUIRE(items_of(edits) == 1);
  CHECK(text_at(edits, "/items/0/text") == "first");

  CHECK(town.call("PUT", "/me/comment-filter", {{"words", {"Bad", "bad"}}}, ada).status == 200);
  CHECK(json_of(town.call("GET", "/me/comment-filter", nullptr, ada)).at("words").as_array().size() == 1);
  const auto held = town.call("POST", comments, {{"text", "so BAD"}}, ben);
  CHECK(json_of(held).at("held").as_bool());
  const auto id = text_at(held, "/id");
  CHECK(items_of(town.call("GET", comments)) == 2);
  CHECK(town.call("GET", "/comments/" + id + "/edits").status == 404);
  CHECK(town.call("GET", "/comments/" + id + "/edits", nullptr, cem).status == 404);
  CHECK(items_of(town.call("GET", comments, nullptr, ada)) == 3);
  CHECK(town.call("PUT", "/comments/" + id + "/release", nullptr, ada).status == 200);
  CHECK(items_of(town.call("GET", comments)) == 3);
}

TEST_CASE("people: what was said under one's videos waits until it is answered, liked or hidden") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben"), cem = town.join("cem");
  const auto say = [&](std::uint64_t where, const std::string& text, const std::string& who,
                       const std::string& parent = "") {
    json::object body{{"text", text}};
    if (!parent.empty()) body["parent"] = parent;
    return text_at(town.call("POST", video(where) + "/comments", body, who), "/id");
  };
  const auto waiting = [&](const std::string& which = "waiting") {
    std::vector<std::string> ids;
    const auto told = json_of(town.call("GET", "/me/comments-to-answer?which=" + which, nullptr, ada));
    for (const auto& item : told.at("items").as_array()) ids.emplace_back(item.at("id").as_string());
    return ids;
  };
  using Ids = std::vector<std::string>;
  const auto one = say(100, "one", ben), two = say(101, "two", cem), three = say(100, "three", cem, one);
  say(100, "my own", ada);
  CHECK(waiting() == Ids{three, two, one});
  const auto listed = town.call("GET", "/me/comments-to-answer", nullptr, ada);
  CHECK(text_at(listed, "/items/1/about/title") == "A clip");
  CHECK(items_of(town.call("GET", "/me/comments-to-answer", nullptr, ben)) == 0);
  CHECK(town.call("GET", "/me/comments-to-answer").status == 401);

  const auto answer = say(100, "thank you both", ada, one);  // all that was said in the thread until then
  CHECK(waiting() == Ids{two});
  const auto more = say(100, "one more thing", ben, one);
  CHECK(waiting() == Ids{more, two});
  CHECK(town.call("DELETE", "/comments/" + answer, nullptr, ada).status == 204);
  CHECK(waiting() == Ids{more, three, two, one});
  CHECK(town.call("PUT", "/comments/" + two + "/like", nullptr, ada).status == 200);
  CHECK(waiting() == Ids{more, three, one});

  CHECK(code_of(town.call("PUT", "/comments/" + more + "/hide", nullptr, cem)) == "comment_not_yours");
  const auto hidden = town.call("PUT", "/comments/" + more + "/hide", nullptr, ada);
  CHECK(json_of(hidden).at("held").as_bool());
  CHECK(waiting() == Ids{three, one});
  CHECK(waiting("held") == Ids{more});
  const auto seen_by = [&](const std::string& who) {
    return items_of(town.call("GET", video(100) + "/comments?parent=" + one, nullptr, who));
  };
  CHECK(seen_by(cem) == 1);
  CHECK(seen_by(ben) == 2);
  // Other words do not bring it back; whoever hid it does.
  CHECK(town.call("PATCH", "/comments/" + more, {{"text", "nothing to see"}}, ben).status == 200);
  CHECK(seen_by(cem) == 1);
  CHECK(town.call("PUT", "/comments/" + more + "/release", nullptr, ada).status == 200);
  CHECK(seen_by(cem) == 2);
  CHECK(waiting("held").empty());

  CHECK(town.call("PUT", "/accounts/cem/block", nullptr, ada).status < 300);
  CHECK(waiting() == Ids{more, one});
}

TEST_CASE("people: comments to answer come in pages") {
  Town town;
  town.settle();
  const auto ada = town.enter("ada"), ben = town.join("ben");
  for (int n = 0; n < 25; ++n)
    town.call("POST", video(100 + static_cast<std::uint64_t>(n % 5)) + "/comments", {{"text", "so"}}, ben);
  const auto first = town.call("GET", "/me/comments-to-answer", nullptr, ada);
  CHECK(items_of(first) == 20);
  const auto rest =
      town.call("GET", "/me/comments-to-answer?cursor=" + text_at(first, "/next"), nullptr, ada);
  CHECK(items_of(rest) == 5);
  CHECK(json_of(rest).at("next").is_null());
}
}  // namespace vitrine::people_scenario_test
