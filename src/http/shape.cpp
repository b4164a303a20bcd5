#include "http/shape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cmath>

#include "base/assert.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "http/shape_node.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::fail_in;
using base::Fault;
using base::Result;

const Shape& unnamed(const Shape& shape) {
  const Shape* at = &shape;
  while (const auto* named = std::get_if<NamedShape>(&at->node().what)) at = &named->inner;
  return *at;
}

const ObjectShape* as_object(const Shape& shape) {
  return std::get_if<ObjectShape>(&unnamed(shape).node().what);
}

namespace {

/// Where we are in the value, made into text only when something is wrong.
struct Place {
  const Place* outer = nullptr;
  std::string_view name;
  std::size_t index = 0;

  [[nodiscard]] std::string text() const {
    std::string before = outer != nullptr ? outer->text() : std::string{};
    if (name.empty()) return outer == nullptr ? before : before + '[' + std::to_string(index) + ']';
    if (!before.empty()) before += '.';
    return before.append(name);
  }
  [[nodiscard]] std::string said() const {
    const auto place = text();
    return place.empty() ? "The body" : "`" + place + "`";
  }
};

Result<void> invalid(const Place& place, std::string_view must) {
  return fail_in(place.text(), Fault::invalid_input, "field_invalid",
                 fmt::format("{} must be {}.", place.said(), must));
}

bool is_handle(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= 30 && std::ranges::all_of(text, fits);
}

Result<void> check(const Shape& shape, const json::value& value, const Place& place);

Result<void> check_one(const TextShape& rule, const json::value& value, const Place& place) {
  const auto* string = value.if_string();
  if (string == nullptr) return invalid(place, "text");
  const std::string_view text{string->data(), string->size()};
  if (rule.kind == TextShape::Kind::id)
    return base::id_value(text) ? Result<void>{} : invalid(place, "an id of 13 characters");
  if (rule.kind == TextShape::Kind::handle)
    return is_handle(text) ? Result<void>{} : invalid(place, "1 to 30 of a-z, 0-9, _ and .");
  if (!base::is_utf8(text) || text.find('\0') != std::string_view::npos)
    return invalid(place, "well-formed UTF-8 without NUL");
  const auto chars = base::code_points(text);
  if (chars < rule.chars_min)
    return fail_in(place.text(), Fault::invalid_input, "text_too_short",
                   fmt::format("{} needs at least {} characters.", place.said(), rule.chars_min));
  if (chars > rule.chars_max)
    return fail_in(place.text(), Fault::invalid_input, "text_too_long",
                   fmt::format("{} may have at most {} characters.", place.said(), rule.chars_max));
  return {};
}

Result<void> check_one(const IntegerShape& rule, const json::value& value, const Place& place) {
  if (!value.is_int64() && !value.is_uint64()) return invalid(place, "a whole number");
  const bool huge = value.is_uint64() && value.get_uint64() > static_cast<std::uint64_t>(INT64_MAX);
  const auto number = huge ? INT64_MAX : value.to_number<std::int64_t>();
  if (huge || number < rule.min || number > rule.max)
    return fail_in(place.text(), Fault::invalid_input, "number_out_of_range",
                   fmt::format("{} must be from {} to {}.", place.said(), rule.min, rule.max));
  return {};
}

Result<void> check_one(const NumberShape&, const json::value& value, const Place& place) {
  if (!value.is_number()) return invalid(place, "a number");
  if (value.is_double() && !std::isfinite(value.get_double())) return invalid(place, "a finite number");
  return {};
}

Result<void> check_one(const BooleanShape&, const json::value& value, const Place& place) {
  return value.is_bool() ? Result<void>{} : invalid(place, "true or false");
}

Result<void> check_one(const WordsShape& rule, const json::value& value, const Place& place) {
  if (const auto* string = value.if_string())
    for (const auto& word : rule.words)
      if (std::string_view{string->data(), string->size()} == word) return {};
  return invalid(place, fmt::format("one of {}", fmt::join(rule.words, ", ")));
}

Result<void> check_one(const ArrayShape& rule, const json::value& value, const Place& place) {
  const auto* list = value.if_array();
  if (list == nullptr) return invalid(place, "a list");
  if (list->size() > rule.items_max)
    return fail_in(place.text(), Fault::invalid_input, "list_too_long",
                   fmt::format("{} may have at most {} entries.", place.said(), rule.items_max));
  for (std::size_t i = 0; i < list->size(); ++i)
    TRY(check(rule.items, (*list)[i], Place{.outer = &place, .name = {}, .index = i}));
  return {};
}

Result<void> check_one(const NullableShape& rule, const json::value& value, const Place& place) {
  return value.is_null() ? Result<void>{} : check(rule.inner, value, place);
}

Result<void> check_fields(const ObjectShape& rule, const json::object& object, std::string_view tag,
                          const Place& place) {
  std::size_t known = tag.empty() ? 0 : 1;
  for (const auto& field : rule.fields) {
    const auto* value = object.if_contains(field.name);
    const Place inner{.outer = &place, .name = field.name};
    if (value != nullptr) {
      ++known;
      TRY(check(field.shape, *value, inner));
    } else if (field.required) {
      return fail_in(inner.text(), Fault::invalid_input, "field_missing",
                     fmt::format("{} is missing.", inner.said()));
    }
  }
  if (rule.open || known == object.size()) return {};
  for (const auto& [name, value] : object) {
    const std::string_view field{name.data(), name.size()};
    if (field == tag || std::ranges::find(rule.fields, field, &shape::Field::name) != rule.fields.end())
      continue;
    const auto shown = field.substr(0, 64);
    const Place inner{.outer = &place, .name = base::is_utf8(shown) && !shown.empty() ? shown : "?"};
    return fail_in(inner.text(), Fault::invalid_input, "unknown_field",
                   fmt::format("{} is not a field of this call; leave it out.", inner.said()));
  }
  return {};
}

Result<void> check_one(const ObjectShape& rule, const json::value& value, const Place& place) {
  const auto* object = value.if_object();
  if (object == nullptr) return invalid(place, "an object");
  return check_fields(rule, *object, {}, place);
}

Result<void> check_one(const NamedShape& rule, const json::value& value, const Place& place) {
  return check(rule.inner, value, place);
}

Result<void> check_one(const KindsShape& rule, const json::value& value, const Place& place) {
  const auto* object = value.if_object();
  if (object == nullptr) return invalid(place, "an object");
  const Place tag{.outer = &place, .name = rule.tag};
  const auto* kind = object->if_contains(rule.tag);
  std::vector<std::string_view> names;
  for (const auto& [name, shape] : rule.cases) {
    if (kind != nullptr && kind->is_string() && kind->get_string() == name)
      return check_fields(*as_object(shape), *object, rule.tag, place);
    names.emplace_back(name);
  }
  if (kind == nullptr)
    return fail_in(tag.text(), Fault::invalid_input, "field_missing", tag.said() + " is missing.");
  return invalid(tag, fmt::format("one of {}", fmt::join(names, ", ")));
}

Result<void> check(const Shape& shape, const json::value& value, const Place& place) {
  return std::visit([&](const auto& rule) { return check_one(rule, value, place); }, shape.node().what);
}

/// What `text` of a query string is under `shape`; the check that follows finds what does not fit.
json::value from_text(const Shape& shape, const std::string& text) {
  const auto& rule = unnamed(shape).node().what;
  if (const auto* nullable = std::get_if<NullableShape>(&rule)) return from_text(nullable->inner, text);
  if (std::holds_alternative<BooleanShape>(rule)) {
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
  }
  if (std::holds_alternative<IntegerShape>(rule)) {
    const bool negative = text.starts_with('-');
    const auto number = base::parse_number(std::string_view{text}.substr(negative ? 1 : 0));
    if (number && *number <= static_cast<std::uint64_t>(INT64_MAX))
      return negative ? -static_cast<std::int64_t>(*number) : static_cast<std::int64_t>(*number);
  }
  return json::value(text);
}

Shape make(auto what) { return Shape{std::make_shared<const Shape::Node>(Shape::Node{std::move(what)})}; }

}  // namespace

Result<void> Shape::check(const json::value& value) const { return http::check(*this, value, Place{}); }

Result<json::object> Shape::read_pairs(const std::vector<std::pair<std::string, std::string>>& pairs) const {
  const auto* rule = as_object(*this);
  VITRINE_ASSERT(rule != nullptr, "a query is described by an object");
  json::object object;
  for (const auto& [name, text] : pairs) {
    if (object.contains(name))
      return fail_in(name.substr(0, 64), Fault::invalid_input, "field_invalid",
                     "A field of the query stands twice.");
    const auto field = std::ranges::find(rule->fields, name, &shape::Field::name);
    object[name] = field == rule->fields.end() ? json::value(text) : from_text(field->shape, text);
  }
  TRY(http::check(*this, json::value(object), Place{}));
  return object;
}

namespace shape {

Field field(std::string name, Shape shape) { return {std::move(name), std::move(shape), true}; }
Field optional(std::string name, Shape shape) { return {std::move(name), std::move(shape), false}; }

Shape object(std::vector<Field> fields) { return make(ObjectShape{.fields = std::move(fields)}); }

Shape extend(const Shape& object, std::vector<Field> more) {
  const auto* rule = as_object(object);
  VITRINE_ASSERT(rule != nullptr, "only objects have fields");
  auto fields = rule->fields;
  std::ranges::move(more, std::back_inserter(fields));
  return make(ObjectShape{.fields = std::move(fields)});
}

Shape text(std::size_t chars_min, std::size_t chars_max) { return make(TextShape{chars_min, chars_max}); }
Shape id() { return make(TextShape{13, 13, TextShape::Kind::id}); }
Shape handle() { return make(TextShape{1, 30, TextShape::Kind::handle}); }
Shape cursor() { return text(1, 1024); }
Shape url() { return text(1, 2048); }
Shape time() { return integer(0, 253'402'300'799'999); }  // until the year 9999
Shape count() { return integer(0, INT64_MAX); }
Shape integer(std::int64_t min, std::int64_t max) { return make(IntegerShape{min, max}); }
Shape number() { return make(NumberShape{}); }
Shape boolean() { return make(BooleanShape{}); }
Shape one_of(std::vector<std::string> words) { return make(WordsShape{std::move(words)}); }
Shape array(Shape items, std::size_t items_max) { return make(ArrayShape{std::move(items), items_max}); }
Shape nullable(Shape shape) { return make(NullableShape{std::move(shape)}); }
Shape named(std::string name, Shape shape) { return make(NamedShape{std::move(name), std::move(shape)}); }

Shape kinds(std::string tag, std::vector<std::pair<std::string, Shape>> cases) {
  for (const auto& [name, shape] : cases)
    VITRINE_ASSERT(as_object(shape) != nullptr, "only objects are told apart by a field");
  return make(KindsShape{std::move(tag), std::move(cases)});
}

Shape open_object() { return make(ObjectShape{.fields = {}, .open = true}); }
Shape nothing() { return object({}); }

Shape page_of(Shape item) {
  constexpr std::size_t items_max = 100;  // no listing answers more at once
  return object({field("items", array(std::move(item), items_max)), field("next", nullable(cursor()))});
}

}  // namespace shape
}  // namespace vitrine::http
