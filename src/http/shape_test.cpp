#include <doctest/doctest.h>

#include "http/shapes.hpp"

namespace vitrine::shape_test {
using namespace vitrine::http;
namespace json = base::json;

namespace {
json::value parsed(std::string_view text) { return base::parse_json(text, 1 << 20).value(); }

std::string code_of(const Shape& shape, std::string_view text) {
  const auto status = shape.check(parsed(text));
  return status ? "fine" : status.error().code + " " + status.error().field;
}

const Shape said = shape::object({
    shape::field("text", shape::text(1, 5)),
    shape::optional("parent", shape::id()),
    shape::optional("labels", shape::object({shape::optional("ai_made", shape::boolean())})),
    shape::optional("tags", shape::array(shape::text(1, 3), 2)),
    shape::optional("sort", shape::nullable(shape::one_of({"top", "new"}))),
    shape::optional("count", shape::integer(-2, 7)),
});

const Shape happened =
    shape::kinds("kind", {{"shown", shape::object({shape::field("video", shape::id())})},
                          {"player", shape::object({shape::optional("stalls", shape::integer(0, 1000))})}});
}  // namespace

TEST_CASE("shape: what fits is taken") {
  CHECK(code_of(said, R"({"text":"hällo"})") == "fine");  // five characters, six bytes
  CHECK(code_of(said, R"({"text":"a","parent":"0000000000001","labels":{},"tags":["a","b"],"sort":null})") ==
        "fine");
  CHECK(code_of(said, R"({"text":"a","count":-2})") == "fine");
  CHECK(code_of(happened, R"({"kind":"shown","video":"0000000000001"})") == "fine");
  CHECK(code_of(happened, R"({"kind":"player"})") == "fine");
}

TEST_CASE("shape: what does not fit is refused, and the place is named") {
  CHECK(code_of(said, R"({})") == "field_missing text");
  CHECK(code_of(said, R"({"text":""})") == "text_too_short text");
  CHECK(code_of(said, R"({"text":"abcdef"})") == "text_too_long text");
  CHECK(code_of(said, R"({"text":7})") == "field_invalid text");
  CHECK(code_of(said, R"({"text":"a","parent":"UPPER00000001"})") == "field_invalid parent");
  CHECK(code_of(said, R"({"text":"a","labels":{"ai_maid":true}})") == "unknown_field labels.ai_maid");
  CHECK(code_of(said, R"({"text":"a","tags":["a","toolong"]})") == "text_too_long tags[1]");
  CHECK(code_of(said, R"({"text":"a","tags":["a","b","c"]})") == "list_too_long tags");
  CHECK(code_of(said, R"({"text":"a","sort":"old"})") == "field_invalid sort");
  CHECK(code_of(said, R"({"text":"a","count":8})") == "number_out_of_range count");
  CHECK(code_of(said, R"({"text":"a","count":18446744073709551615})") == "number_out_of_range count");
  CHECK(code_of(said, R"({"text":"a","count":1.5})") == "field_invalid count");
  CHECK(code_of(said, R"({"text":"a","admin":true})") == "unknown_field admin");
  CHECK(code_of(said, "[]") == "field_invalid ");
  CHECK(code_of(happened, R"({"video":"0000000000001"})") == "field_missing kind");
  CHECK(code_of(happened, R"({"kind":"stolen"})") == "field_invalid kind");
  CHECK(code_of(happened, R"({"kind":"player","video":"0000000000001"})") == "unknown_field video");
}

TEST_CASE("shape: a query's text becomes the numbers its shape asks for") {
  const auto query = shape::object({shape::optional("explain", shape::boolean()),
                                    shape::optional("limit", shape::integer(1, 50)),
                                    shape::optional("cursor", shape::cursor())});
  const auto read = query.read_pairs({{"explain", "1"}, {"limit", "20"}, {"cursor", "7"}});
  REQUIRE(read);
  CHECK(read->at("explain").as_bool());
  CHECK(read->at("limit").as_int64() == 20);
  CHECK(read->at("cursor").as_string() == "7");
  CHECK(query.read_pairs({{"limit", "51"}}).error().code == "number_out_of_range");
  CHECK(query.read_pairs({{"limit", "ten"}}).error().code == "field_invalid");
  CHECK(query.read_pairs({{"limit", "1"}, {"limit", "2"}}).error().code == "field_invalid");
  CHECK(query.read_pairs({{"page", "2"}}).error().code == "unknown_field");
}

TEST_CASE("shape: named shapes become components and references") {
  Components components;
  const auto schema = shapes::feed_page().schema(components);
  CHECK(schema.at("$ref").as_string() == "#/components/schemas/FeedPage");
  for (const auto* name : {"FeedPage", "FeedItem", "AccountBrief", "Rung", "Term", "ReceiptBrief"})
    CHECK_MESSAGE(components.contains(name), name);
  const auto& item = components.at("FeedItem").as_object();
  CHECK(item.at("properties").at("author").at("$ref").as_string() == "#/components/schemas/AccountBrief");
  CHECK_FALSE(item.at("additionalProperties").as_bool());
}
}  // namespace vitrine::shape_test
