#include "http/web_app.hpp"

#include <doctest/doctest.h>

#include "http/security.hpp"
#include "http/testing/house.hpp"

namespace vitrine::web_app_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;

namespace {

const std::string script(4000, 'x');
const std::array<base::EmbeddedFile, 3> files{{
    {"assets/app.4f2a.js", script},
    {"icon.svg", "<svg/>"},
    {"index.html",
     "<!doctype html><html lang=\"en\"><head><title>Vitrine</title><!--vitrine:head-->"
     "<script "
     "nonce=\"__CSP_NONCE__\"></script></head><body><!--vitrine:body--><!--vitrine:boot--></body></html>"},
}};

struct Site {
  House house;
  WebApp app{{.name = "Our place"}, house.rng, files};
  Site() {
    add_web_app_routes(house.table, app);
    house.table.add({.method = "POST", .path = "/api/v1/thing", .handler = [](Call&) -> Result<Response> {
                       return Response::nothing();
                     }});
  }
};

}  // namespace

TEST_CASE("web_app: a page says what its address is about, and nobody's words become code") {
  Site site;
  const base::json::value boot{{"title", "</script><script>alert(1)</script>"}};
  const auto page = site.app.page({.title = "<b>\"A & B\"</b> __CSP_NONCE__ <!--vitrine:boot-->",
                                   .description = "d",
                                   .url = "/v/0000000000001",
                                   .language = "de"},
                                  "<p>readable</p>", &boot);
  const auto html = std::string{page.body_text()};
  CHECK(html.find("<html lang=\"de\"") != std::string::npos);
  CHECK(html.find("<title>&lt;b&gt;") != std::string::npos);
  CHECK(html.find("<title>Vitrine</title>") == std::string::npos);
  CHECK(html.find("<p>readable</p>") != std::string::npos);
  CHECK(html.find("nonce=\"" + page.nonce + "\"") != std::string::npos);
  CHECK(html.find("alert(1)</script>") == std::string::npos);
  CHECK(html.find("<script>alert") == std::string::npos);
  CHECK(html.find("__CSP_NONCE__") != std::string::npos);  // the one in the title stays text
  CHECK(security_head(page, false).find("'nonce-" + page.nonce + "'") != std::string::npos);
  CHECK(site.app.page({.title = "again"}).nonce != page.nonce);
  CHECK(page.header("cache-control") == "no-store");
}

TEST_CASE("web_app: assets are for ever and small, what is not there is said") {
  Site site;
  const auto plain = site.house.get("/assets/app.4f2a.js");
  CHECK(plain.status == 200);
  CHECK(plain.body_text() == script);
  CHECK(plain.header("cache-control") == "public, max-age=31536000, immutable");
  CHECK(plain.type == "text/javascript; charset=utf-8");
  const auto zipped =
      site.house.call("GET", "/assets/app.4f2a.js", {}, {{"Accept-Encoding", "br, gzip;q=0.8"}});
  CHECK(zipped.header("content-encoding") == "gzip");
  CHECK(zipped.body_text().size() < 200);
  CHECK(site.house.call("GET", "/assets/app.4f2a.js", {}, {{"Accept-Encoding", "gzip;q=0"}})
            .header("content-encoding")
            .empty());
  const auto etag = std::string{plain.header("etag")};
  CHECK(site.house.call("GET", "/assets/app.4f2a.js", {}, {{"If-None-Match", etag}}).status == 304);
  CHECK(site.house.get("/icon.svg").header("cache-control") == "no-cache");
  CHECK(site.house.get("/").status == 200);
  CHECK(site.house.get("/settings/privacy").status == 200);
  CHECK(site.house.get("/create").status == 200);
  CHECK(site.house.get("/@ann/followers").status == 200);
  for (const auto* path : {"/algorithm", "/algorithm/mine", "/interests", "/mod/algorithm", "/studio/figures",
                           "/messages/with/ann", "/messages/0000000000001", "/inbox/requests", "/device"}) {
    CAPTURE(path);
    CHECK(site.house.get(path).status == 200);
  }
  const auto nowhere = site.house.get("/nowhere");
  CHECK(nowhere.status == 404);
  CHECK(nowhere.body_text().find("<noscript><main>") != std::string_view::npos);  // not beside the app's own
  CHECK(site.house.get("/index.html").status == 404);
  CHECK(site.house.get("/assets/none.js").status == 404);
  CHECK(site.house.get("/api/v1/none").type == "application/problem+json");
  CHECK(site.house.get("/api/v1/thing").status == 405);  // the net for pages does not hide a method
  CHECK(site.house.call("POST", "/nowhere").status == 404);
}

TEST_CASE("web_app: the front page brings the first clips along, where there are some") {
  House house;
  const WebApp app{{.name = "Our place"}, house.rng, files};
  bool some = true;
  add_web_app_routes(house.table, app, [&](Call&) -> std::optional<base::json::object> {
    if (!some) return std::nullopt;
    return base::json::object{{"items", base::json::array{1, 2}}};
  });
  const auto front = house.get("/");
  CHECK(front.body_text().find(R"(id="boot">{"feed":{"items":[1,2]}}</script>)") != std::string_view::npos);
  CHECK(house.get("/latest").body_text().find("id=\"boot\"") == std::string_view::npos);
  some = false;
  const auto plain = house.get("/");
  CHECK(plain.status == 200);
  CHECK(plain.body_text().find("id=\"boot\"") == std::string_view::npos);
}

TEST_CASE("compression: text is packed for who takes it; a secret never") {
  House house;
  const std::string words(5000, 'w');
  const auto add = [&](const char* path, bool secret) {
    house.table.add({.method = "GET", .path = path, .handler = [&words, secret](Call&) -> Result<Response> {
                       auto answer = Response::json({{"words", words}});
                       answer.secret = secret;
                       return answer;
                     }});
  };
  add("/api/v1/words", false);
  add("/api/v1/secret", true);
  const std::vector<HeaderField> takes{{"Accept-Encoding", "gzip, br"}};
  const auto packed = house.call("GET", "/api/v1/words", {}, takes);
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.header("vary") == "Accept-Encoding");
  CHECK(packed.body_text().size() < 200);
  const auto plain = house.get("/api/v1/words");
  CHECK(plain.header("content-encoding").empty());
  CHECK(plain.header("vary") == "Accept-Encoding");
  CHECK(plain.body_text().size() > words.size());
  CHECK(house.call("GET", "/api/v1/secret", {}, takes).header("content-encoding").empty());
  CHECK(house.call("GET", "/api/v1/none", {}, takes).header("content-encoding").empty());
}

TEST_CASE("web_app: without the built app there is a page that says so") {
  House house;
  const WebApp bare{{}, house.rng, {}};
  CHECK_FALSE(bare.built_in());
  const auto page = bare.page({.title = "A video"}, "<video src=\"/x\"></video>");
  CHECK(page.body_text().find("<title>A video</title>") != std::string_view::npos);
  CHECK(page.body_text().find("<video src=\"/x\">") != std::string_view::npos);
}
}  // namespace vitrine::web_app_test
