// Laws that hold for any input: RapidCheck prints the seed and the smallest counterexample.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "base/id.hpp"
#include "base/text.hpp"
#include "http/cursor.hpp"
#include "http/range.hpp"
#include "http/request.hpp"
#include "http/server/wire.hpp"
#include "http/shapes.hpp"

namespace vitrine::http_properties_test {
using namespace vitrine::http;
namespace json = base::json;

namespace {

/// Any JSON a stranger may send, a few levels deep; field names are often ours.
json::value any_json(int depth) {
  const auto name = [] {
    return *rc::gen::oneOf(rc::gen::element<std::string>("text", "parent", "kind", "video", "labels", "tags"),
                           rc::gen::arbitrary<std::string>());
  };
  switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<std::int64_t>();
    case 3:
      return *rc::gen::arbitrary<double>();
    case 4:
      return json::value(*rc::gen::arbitrary<std::string>());
    case 5:
      return "0000000000001";
    case 6: {
      json::array list;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) list.push_back(any_json(depth - 1));
      return list;
    }
    default: {
      json::object object;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) object[name()] = any_json(depth - 1);
      return object;
    }
  }
}

const Shape mixed = shape::object({
    shape::field("text", shape::text(1, 20)),
    shape::optional("parent", shape::nullable(shape::id())),
    shape::optional("labels", shape::object({shape::optional("ai_made", shape::boolean())})),
    shape::optional("tags", shape::array(shape::text(1, 3), 2)),
    shape::optional("events", shape::array(shape::kinds("kind", {{"shown", shape::nothing()}}), 3)),
});

json::object fitting() {
  json::object object;
  std::string text;
  for (int i = *rc::gen::inRange(1, 21); i > 0; --i)
    text += *rc::gen::element<std::string>("a", " ", "ä", "ह", "\U0001F600");
  object["text"] = text;
  if (*rc::gen::arbitrary<bool>())
    object["parent"] = base::id_text(*rc::gen::arbitrary<std::uint64_t>() >> 1);
  if (*rc::gen::arbitrary<bool>()) object["labels"] = json::object{{"ai_made", *rc::gen::arbitrary<bool>()}};
  if (*rc::gen::arbitrary<bool>()) object["tags"] = json::array{"a", "abc"};
  if (*rc::gen::arbitrary<bool>()) object["events"] = json::array{json::object{{"kind", "shown"}}};
  return object;
}

}  // namespace

TEST_CASE("shape: any JSON is either taken or refused with a code and a place") {
  CHECK(rc::check([] {
    const auto status = mixed.check(any_json(3));
    if (status) return;
    RC_ASSERT(status.error().fault == base::Fault::invalid_input);
    RC_ASSERT(!status.error().code.empty());
    RC_ASSERT(base::is_utf8(status.error().field));
    RC_ASSERT(base::is_utf8(status.error().detail));
  }));
}

TEST_CASE("shape: what fits is taken until one thing about it is wrong") {
  CHECK(rc::check([] {
    auto value = fitting();
    RC_ASSERT(mixed.check(value).has_value());
    auto longer = value;
    longer["text"] = std::string{longer["text"].as_string()} + std::string(20, 'x');
    RC_ASSERT(mixed.check(longer).error().code == "text_too_long");
    auto less = value;
    less.erase("text");
    RC_ASSERT(mixed.check(less).error().code == "field_missing");
    const auto extra = "x" + *rc::gen::arbitrary<std::string>();
    value[extra] = any_json(1);
    RC_ASSERT(mixed.check(value).error().code == "unknown_field");
  }));
}

TEST_CASE("cursor: any numbers come back, any text is taken or refused") {
  const Cursors cursors{base::sha256(base::as_bytes("key"))};
  CHECK(rc::check(
      [&](const std::vector<std::int64_t>& any, const std::string& purpose, const std::string& junk) {
        const std::vector<std::int64_t> numbers{any.begin(),
                                                any.begin() + std::min<std::ptrdiff_t>(64, std::ssize(any))};
        RC_ASSERT(cursors.open(purpose, cursors.seal(purpose, numbers)).value() == numbers);
        RC_ASSERT(!cursors.open(purpose, junk).has_value());
      }));
}

TEST_CASE("query: what is encoded is decoded") {
  CHECK(rc::check([](const std::vector<std::pair<std::string, std::string>>& any) {
    std::vector<std::pair<std::string, std::string>> pairs;
    std::string query;
    for (const auto& [name, value] : any) {
      if (name.empty() || pairs.size() == query_fields_max || !base::is_utf8(name) || !base::is_utf8(value))
        continue;
      pairs.emplace_back(name, value);
      query += (query.empty() ? "" : "&") + percent_encode(name) + '=' + percent_encode(value);
    }
    RC_ASSERT(read_query(query).value() == pairs);
  }));
}

TEST_CASE("range: a slice never leaves the bytes it is a slice of") {
  CHECK(rc::check([](std::uint64_t size, const std::string& junk) {
    const auto number = [] { return *rc::gen::arbitrary<std::uint64_t>(); };
    Request request{.method = "GET"};
    const auto text = *rc::gen::element<std::string>(
        fmt::format("bytes={}-{}", number(), number()), fmt::format("bytes={}-", number() % (size + 1)),
        fmt::format("bytes=-{}", number()), "bytes=" + junk, junk);
    request.fields.push_back({"Range", text});
    const auto slice = choose_slice(request, size, "tag");
    RC_ASSERT(slice.status == 200 || slice.status == 206 || slice.status == 416);
    RC_ASSERT(slice.from <= size);
    RC_ASSERT(slice.size <= size - slice.from);
    RC_ASSERT(slice.status != 206 || slice.size > 0);
  }));
}

TEST_CASE("wire: where a header ends does not depend on how it arrives") {
  CHECK(rc::check([](const std::string& tail) {
    const auto whole = "GET / HTTP/1.1\r\nHost: a\r\n" +
                       *rc::gen::element<std::string>("\r\n", "X: 1\r\n\r\n", "X: 1\n\r\n", "", "\r\n\r\n") +
                       tail;
    const auto at_once = wire::scan_header(whole, 0);
    std::size_t seen = 0;
    for (std::size_t size = 1; size <= whole.size(); ++size) {
      const auto scan = wire::scan_header(std::string_view{whole}.substr(0, size), seen);
      seen = size;
      if (scan.state == wire::HeaderScan::State::incomplete) continue;
      RC_ASSERT(scan.state == at_once.state);
      RC_ASSERT(scan.size == at_once.size);
      return;
    }
    RC_ASSERT(at_once.state == wire::HeaderScan::State::incomplete);
  }));
}

TEST_CASE("wire: no header field of ours can break the framing") {
  CHECK(rc::check([](const std::string& name, const std::string& value) {
    auto response = Response::text("x", "text/plain");
    response.add("X" + name, value);
    const auto head = wire::head_text(response, {.content_length = 1});
    RC_ASSERT(head.find("\r\n\r\n") == head.size() - 4);
    RC_ASSERT(wire::scan_header("GET" + head, 0).state == wire::HeaderScan::State::complete);
  }));
}
}  // namespace vitrine::http_properties_test
