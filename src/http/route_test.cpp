#include "http/route.hpp"

#include <doctest/doctest.h>

namespace vitrine::route_test {
using namespace vitrine::http;

namespace {
Result<Response> fine(Call&) { return Response::nothing(); }

RouteTable table_of(std::initializer_list<std::pair<const char*, const char*>> routes) {
  RouteTable table;
  for (const auto& [method, path] : routes) {
    table.add({.method = method, .path = path, .handler = fine});
  }
  return table;
}

std::string found(const RouteTable& table, std::string_view method, std::string_view path) {
  const auto match = table.find(method, path);
  if (match.route == nullptr) return match.allow.empty() ? "404" : "405 " + match.allow;
  std::string text = match.route->path;
  for (const auto& [name, value] : match.path) text += " " + name + "=" + value;
  return text;
}
}  // namespace

TEST_CASE("route: parameters are typed, and what does not fit is not found") {
  const auto table = table_of({{"GET", "/api/v1/videos/{video}"},
                               {"DELETE", "/api/v1/videos/{video}"},
                               {"GET", "/@{handle:handle}"},
                               {"GET", "/feed/{feed:for_you|latest}"},
                               {"GET", "/media/{file:file}"},
                               {"GET", "/assets/{rest:path}"}});
  CHECK(found(table, "GET", "/api/v1/videos/0000000000001") == "/api/v1/videos/{video} video=0000000000001");
  CHECK(found(table, "HEAD", "/api/v1/videos/0000000000001") == "/api/v1/videos/{video} video=0000000000001");
  CHECK(found(table, "PUT", "/api/v1/videos/0000000000001") == "405 GET, DELETE");
  CHECK(found(table, "GET", "/api/v1/videos/1") == "404");
  CHECK(found(table, "GET", "/api/v1/videos/0000000000001/") == "404");
  CHECK(found(table, "GET", "/@ann.b") == "/@{handle:handle} handle=ann.b");
  CHECK(found(table, "GET", "/@") == "404");
  CHECK(found(table, "GET", "/@a-b") == "404");
  CHECK(found(table, "GET", "/feed/latest") == "/feed/{feed:for_you|latest} feed=latest");
  CHECK(found(table, "GET", "/feed/oldest") == "404");
  CHECK(found(table, "GET", "/media/.secret") == "404");
  CHECK(found(table, "GET", "/assets/a/b.js") == "/assets/{rest:path} rest=a/b.js");
  CHECK(found(table, "GET", "/") == "404");
}

TEST_CASE("route: a literal wins over a parameter, whatever the order") {
  const auto table =
      table_of({{"GET", "/feed/{name:word}"}, {"GET", "/feed/why"}, {"GET", "/{rest:path}"}, {"GET", "/"}});
  CHECK(found(table, "GET", "/feed/why") == "/feed/why");
  CHECK(found(table, "GET", "/feed/other") == "/feed/{name:word} name=other");
  CHECK(found(table, "GET", "/some/where") == "/{rest:path} rest=some/where");
  CHECK(found(table, "GET", "/") == "/");
}

TEST_CASE("cursor: opens where it was made for, and nowhere else") {
  const Cursors cursors{base::sha256(base::as_bytes("key"))};
  const std::vector<std::int64_t> numbers{0, -1, 1'700'000'000'000, INT64_MIN, INT64_MAX};
  const auto text = cursors.seal("comments 0000000000001", numbers);
  CHECK(cursors.open("comments 0000000000001", text).value() == numbers);
  CHECK(cursors.open("comments 0000000000002", text).error().code == "cursor_invalid");
  CHECK_FALSE(Cursors{base::sha256(base::as_bytes("other"))}.open("comments 0000000000001", text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto bent = text;
    bent[i] = bent[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(cursors.open("comments 0000000000001", bent));
  }
}

TEST_CASE("target: one spelling of a path, or a refusal") {
  CHECK(read_target("/a%20b/c?x=1&y").value().path == "/a b/c");
  CHECK(read_target("/a%20b/c?x=1&y").value().query == "x=1&y");
  CHECK(read_target("/").value().path == "/");
  for (const auto* bad : {"", "a", "*", "http://x/", "/a/../b", "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/%00",
                          "/%", "/%f", "/%zz", "/%ff", "/a#b", "/a\tb", "/."})
    CHECK_MESSAGE(!read_target(bad), bad);
}
}  // namespace vitrine::route_test
