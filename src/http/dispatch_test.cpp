#include "http/dispatch.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "http/openapi.hpp"
#include "http/problem.hpp"
#include "http/security.hpp"
#include "http/shapes.hpp"
#include "http/testing/house.hpp"

namespace vitrine::dispatch_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

struct Sink final : BodySink {
  std::string got;
  Result<void> write(std::string_view chunk) override {
    got += chunk;
    return {};
  }
  Result<Response> finish() override { return Response::text(got, "text/plain"); }
};

void add_routes(House& house, int& effects) {
  house.table.add(
      {.method = "POST",
       .path = "/api/v1/things/{thing}",
       .access = Access::signed_in,
       .pace = Pace::comment,
       .body = shape::object({shape::field("text", shape::text(1, 10))}),
       .answer = {201, shape::object({shape::field("text", shape::text(1, 10))})},
       .handler = [&effects](Call& call) {
         return call.write([&](ports::Transaction&) -> Result<Response> {
           ++effects;
           return Response::json({{"text", call.body().text("text")}}, 201).with("Location", "/things/1");
         });
       }});
  house.table.add({.method = "GET",
                   .path = "/api/v1/things",
                   .query = shape::object({shape::optional("limit", shape::integer(1, 9))}),
                   .answer = {200, shape::open_object()},
                   .handler = [](Call& call) -> Result<Response> {
                     return Response::json({{"limit", call.query().maybe_integer("limit").value_or(-1)},
                                            {"who", call.viewer() ? call.me().handle : ""},
                                            {"language", call.language()}});
                   }});
  house.table.add({.method = "POST",
                   .path = "/api/v1/moderate",
                   .access = Access::moderator,
                   .pace = Pace::write,
                   .handler = [](Call&) -> Result<Response> { return Response::nothing(); }});
  house.table.add({.method = "GET", .path = "/api/v1/throws", .handler = [](Call&) -> Result<Response> {
                     throw std::runtime_error("a library lost its temper");
                   }});
  house.table.add(
      {.method = "PATCH",
       .path = "/api/v1/stream",
       .pace = Pace::upload,
       .receiver = [](Call&) -> Result<std::unique_ptr<BodySink>> { return std::make_unique<Sink>(); }});
}

struct Things {
  House house;
  int effects = 0;
  Things() {
    add_routes(house, effects);
    house.person("ann");
    house.person("mod", model::Role::moderator);
  }
  Response write(std::string body, std::vector<HeaderField> fields = {}) {
    return house.call("POST", "/api/v1/things/0000000000001", std::move(body), std::move(fields));
  }
};

}  // namespace

TEST_CASE("dispatch: what is missing, misspelt or forbidden is told apart") {
  Things t;
  CHECK(t.house.get("/api/v1/nothing").status == 404);
  CHECK(t.house.get("/api/v1/moderate").header("allow") == "POST");
  CHECK(t.house.get("/api/v1/moderate").status == 405);
  CHECK(t.house.call("POST", "/api/v1/moderate").status == 401);
  CHECK(t.house.as("ann").call("POST", "/api/v1/moderate").status == 403);
  CHECK(t.house.as("mod").call("POST", "/api/v1/moderate").status == 204);
  CHECK(code_of(t.house.as("nobody").get("/api/v1/things")) == "session_ended");
  CHECK(t.house.as("").get("/api/v1/throws").status == 500);
}

TEST_CASE("incidents: what was refused is counted by route and status, and nothing else of it is known") {
  Things t;
  t.house.call("POST", "/api/v1/moderate");
  t.house.as("ann").call("POST", "/api/v1/moderate");
  t.house.as("ann").call("POST", "/api/v1/moderate");
  t.house.as("mod").call("POST", "/api/v1/moderate");
  t.house.get("/api/v1/things");
  t.house.as("").get("/api/v1/nothing");
  std::map<std::string, std::int64_t> counted;
  for (const auto& [where, count] : t.house.incidents.counts())
    counted[fmt::format("{} {}", where.first->path, where.second)] = count;
  CHECK(counted ==
        std::map<std::string, std::int64_t>{{"/api/v1/moderate 401", 1}, {"/api/v1/moderate 403", 2}});
  t.house.incidents.write();
  CHECK(t.house.incidents.counts().empty());
}

TEST_CASE("dispatch: bodies and queries are checked before the handler sees them") {
  Things t;
  t.house.as("ann");
  CHECK(t.write(R"({"text":"hello"})").status == 201);
  CHECK(code_of(t.write(R"({"text":"hello","x":1})")) == "unknown_field");
  CHECK(code_of(t.write(R"({"text":)")) == "json_invalid");
  CHECK(t.write(R"({"text":"hello"})", {{"Content-Type", "text/plain"}}).status == 415);
  CHECK(t.effects == 1);
  CHECK(code_of(t.house.get("/api/v1/things?limit=0")) == "number_out_of_range");
  CHECK(code_of(t.house.get("/api/v1/things?cursor=x")) == "unknown_field");
  CHECK(code_of(t.house.get("/api/v1/things?limit=%zz")) == "query_invalid");
  CHECK(json_of(t.house.get("/api/v1/things?limit=7")).at("limit").as_int64() == 7);
  CHECK(code_of(t.house.call("POST", "/api/v1/throws", "{}")) == "method_not_allowed");
  CHECK(code_of(t.house.as("mod").call("POST", "/api/v1/moderate", "{}")) == "body_unexpected");
  CHECK(t.house.call("PATCH", "/api/v1/stream", "abc").body_text() == "abc");
}

TEST_CASE("dispatch: an idempotency key gives the same answer and one effect") {
  Things t;
  t.house.as("ann");
  const std::vector<HeaderField> key{{"Idempotency-Key", "key-00000001"}};
  const auto first = t.write(R"({"text":"hello"})", key);
  const auto again = t.write(R"({"text":"hello"})", key);
  CHECK(first.status == 201);
  CHECK(again.status == 201);
  CHECK(again.body_text() == first.body_text());
  CHECK(again.header("location") == "/things/1");
  CHECK(again.header("idempotent-replay") == "true");
  CHECK(t.effects == 1);
  const auto other = t.write(R"({"text":"other"})", key);
  CHECK(other.status == 422);
  CHECK(code_of(other) == "idempotency_mismatch");
  CHECK(code_of(t.write(R"({"text":"hello"})", {{"Idempotency-Key", "short"}})) == "idempotency_key_invalid");
  t.house.as("mod");  // another person's keys are another's
  CHECK(t.write(R"({"text":"hello"})", key).header("idempotent-replay").empty());
  CHECK(t.effects == 2);
  t.house.as("ann").clock.advance(model::Millis{25LL * 60 * 60 * 1000});
  CHECK(t.write(R"({"text":"other"})", key).status == 201);
  CHECK(t.effects == 3);
}

TEST_CASE("dispatch: a cookie alone cannot change anything from another site") {
  Things t;
  const HeaderField cookie{"Cookie", "theme=dark; vitrine=token-ann"};
  CHECK(t.write(R"({"text":"x"})", {cookie}).status == 403);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Sec-Fetch-Site", "cross-site"}}).status == 403);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Sec-Fetch-Site", "same-site"}}).status == 403);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Origin", "http://evil.example"}}).status == 403);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Origin", "https://vitrine.example"}}).status == 403);
  CHECK(t.effects == 0);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Sec-Fetch-Site", "same-origin"}}).status == 201);
  CHECK(t.write(R"({"text":"x"})", {cookie, {"Origin", "http://vitrine.example"}}).status == 201);
  CHECK(t.effects == 2);
  const auto read =
      t.house.call("GET", "/api/v1/things", {}, {cookie, {"Accept-Language", "de-DE,en;q=0.8"}});
  CHECK(json_of(read).at("who").as_string() == "ann");
  CHECK(json_of(read).at("language").as_string() == "de");
  CHECK(read.header("cache-control") == "no-store");
}

TEST_CASE("dispatch: too many calls are told when to come back, and only those who made them") {
  Things t;
  t.house.as("ann");
  const auto allowed = rule_of(Pace::comment).calls;
  for (int i = 0; i < allowed; ++i) REQUIRE(t.write(R"({"text":"x"})").status == 201);
  const auto refused = t.write(R"({"text":"x"})");
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "2");
  CHECK(refused.header("ratelimit") == "\"comment\";r=0;t=60");
  t.house.as("mod");
  CHECK(t.write(R"({"text":"x"})").status == 201);
  t.house.as("ann").clock.advance(model::Millis{2000});
  CHECK(t.write(R"({"text":"x"})").status == 201);
  CHECK(t.write(R"({"text":"x"})").status == 429);
}

TEST_CASE("pace: any number of addresses fit") {
  ports::FakeClock clock;
  ports::FakeRng rng{3};
  Paces paces{clock, rng};
  for (int i = 0; i < 60'000; ++i)
    REQUIRE(paces.take(Pace::sign_in, std::nullopt, fmt::format("10.{}.{}.1", i / 250, i % 250)).allowed);
}

TEST_CASE("problem: every fault has one status, and the inside of a failure stays inside") {
  const base::Error error{Fault::not_available, "record_unreachable", "host=10.0.0.1 user=secret",
                          std::source_location::current()};
  const auto response = problem(error);
  CHECK(response.status == 503);
  CHECK(response.body_text().find("secret") == std::string_view::npos);
  CHECK(shapes::problem().check(json_of(response)));
  const auto taken = base::fail_in("handle", Fault::conflict, "handle_taken", "Choose another handle.");
  CHECK(json_of(problem(taken.error())).at("field").as_string() == "handle");
  CHECK(json_of(problem(taken.error())).at("type").as_string() == "/problems/handle_taken");
}

TEST_CASE("security: a page fetches from its own host, and from that of people's files if there is one") {
  Response page;
  page.nonce = "n";
  CHECK(security_head(page, false).find("img-src 'self' data: blob:; media-src 'self' blob:;") !=
        std::string::npos);
  page.media_origin = "https://files.example";
  CHECK(security_head(page, false).find("connect-src 'self' https://files.example;") != std::string::npos);
  CHECK(security_head(page, false).find("script-src 'nonce-n' 'strict-dynamic'") != std::string::npos);
  page.framed = true;
  CHECK(security_head(page, false).find("media-src 'self' https://files.example; base-uri") !=
        std::string::npos);
}

TEST_CASE("security: cookies are bound to the host where TLS allows it") {
  Request request;
  Response response;
  set_session_cookie(response, request, "abc", 60);
  CHECK(response.header("set-cookie") == "vitrine=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
  CHECK(response.secret);
  request.secure = true;
  Response secure;
  set_session_cookie(secure, request, "abc", 0);
  CHECK(secure.header("set-cookie") == "__Host-vitrine=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
  CHECK(security_head(secure, true).find("Strict-Transport-Security") != std::string::npos);
  CHECK(language_of("fr, de;q=0.5, en;q=0.4") == "de");
  CHECK(language_of("") == "en");
}

TEST_CASE("openapi: the document holds every route and names every shape") {
  Things t;
  add_openapi_route(t.house.table, "0.1.0");
  t.house.table.add({.method = "GET",
                     .path = "/api/v1/feed/{feed:for_you|latest}",
                     .summary = "A page",
                     .tag = "feed",
                     .pace = Pace::feed,
                     .query = shapes::cursor_query(),
                     .answer = {200, shapes::feed_page()},
                     .handler = [](Call&) -> Result<Response> { return Response::nothing(); }});
  const auto document = json_of(t.house.as("").get("/api/v1/openapi.json"));
  CHECK(document.at("openapi").as_string() == "3.1.0");
  const auto& feed = document.at("paths").at("/api/v1/feed/{feed}").at("get").as_object();
  CHECK(feed.at("parameters").as_array().size() == 2);
  CHECK(feed.at("responses").at("200").at("content").at("application/json").at("schema").at("$ref") ==
        "#/components/schemas/FeedPage");
  for (const auto* name : {"FeedPage", "FeedItem", "AccountBrief", "Problem"})
    CHECK(document.at("components").at("schemas").as_object().contains(name));
  CHECK(document.at("paths").as_object().size() == 7);
}
}  // namespace vitrine::dispatch_test
