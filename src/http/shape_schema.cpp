// Shapes as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
#include <cmath>

#include "http/shape.hpp"
#include "http/shape_node.hpp"

namespace vitrine::http {
namespace json = base::json;

namespace {

json::value print(const TextShape& rule, Components&) {
  if (rule.kind == TextShape::Kind::id)
    return json::object{{"type", "string"}, {"pattern", "^[0-9a-hjkmnp-tv-z]{13}$"}};
  if (rule.kind == TextShape::Kind::handle)
    return json::object{{"type", "string"}, {"pattern", "^[A-Za-z0-9_.]{1,30}$"}};
  json::object schema{{"type", "string"}};
  if (rule.chars_min > 0) schema["minLength"] = rule.chars_min;
  schema["maxLength"] = rule.chars_max;
  return schema;
}

json::value print(const IntegerShape& rule, Components&) {
  json::object schema{{"type", "integer"}, {"format", "int64"}};
  if (rule.min != INT64_MIN) schema["minimum"] = rule.min;
  if (rule.max != INT64_MAX) schema["maximum"] = rule.max;
  return schema;
}

json::value print(const NumberShape&, Components&) { return json::object{{"type", "number"}}; }
json::value print(const BooleanShape&, Components&) { return json::object{{"type", "boolean"}}; }

json::value print(const WordsShape& rule, Components&) {
  json::array words;
  for (const auto& word : rule.words) words.emplace_back(word);
  return json::object{{"type", "string"}, {"enum", std::move(words)}};
}

json::value print(const ArrayShape& rule, Components& components) {
  return json::object{
      {"type", "array"}, {"items", rule.items.schema(components)}, {"maxItems", rule.items_max}};
}

json::value print(const NullableShape& rule, Components& components) {
  auto inner = rule.inner.schema(components);
  auto& object = inner.as_object();
  // A plain type takes "null" as a second type; a reference or a word list needs an alternative.
  if (auto* type = object.if_contains("type"); type != nullptr && !object.contains("enum")) {
    *type = json::array{*type, "null"};
    return inner;
  }
  return json::object{{"anyOf", json::array{std::move(inner), json::object{{"type", "null"}}}}};
}

json::object print_fields(const ObjectShape& rule, Components& components, std::string_view tag,
                          std::string_view kind) {
  json::object properties;
  json::array required;
  if (!tag.empty()) {
    properties[tag] = json::object{{"type", "string"}, {"const", kind}};
    required.emplace_back(tag);
  }
  for (const auto& field : rule.fields) {
    properties[field.name] = field.shape.schema(components);
    if (field.required) required.emplace_back(field.name);
  }
  json::object schema{{"type", "object"}};
  if (!properties.empty()) schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = rule.open;
  return schema;
}

json::value print(const ObjectShape& rule, Components& components) {
  return print_fields(rule, components, {}, {});
}

json::value print(const NamedShape& rule, Components& components) {
  if (!components.contains(rule.name)) {
    components[rule.name] = nullptr;  // taken, so that a shape inside itself ends
    components[rule.name] = rule.inner.schema(components);
  }
  return json::object{{"$ref", "#/components/schemas/" + rule.name}};
}

json::value print(const KindsShape& rule, Components& components) {
  json::array cases;
  for (const auto& [kind, shape] : rule.cases)
    cases.emplace_back(print_fields(*as_object(shape), components, rule.tag, kind));
  return json::object{{"oneOf", std::move(cases)}};
}

}  // namespace

json::value Shape::schema(Components& components) const {
  return std::visit([&](const auto& rule) { return print(rule, components); }, node_->what);
}

std::vector<Shape::Parameter> Shape::parameters(Components& components) const {
  std::vector<Parameter> list;
  if (const auto* rule = as_object(*this))
    for (const auto& field : rule->fields)
      list.push_back({field.name, field.required, field.shape.schema(components)});
  return list;
}

}  // namespace vitrine::http
