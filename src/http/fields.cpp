#include "http/fields.hpp"

namespace vitrine::http {

const base::json::value* Fields::find(std::string_view name) const {
  const auto* value = object_->if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const base::json::value& Fields::get(std::string_view name) const {
  const auto* value = find(name);
  VITRINE_ASSERT(value != nullptr, "a handler reads only fields its shape requires");
  return *value;
}

std::string Fields::text(std::string_view name) const {
  const auto* string = get(name).if_string();
  VITRINE_ASSERT(string != nullptr, "the shape says text");
  return {string->data(), string->size()};
}

std::int64_t Fields::integer(std::string_view name) const {
  const auto& value = get(name);
  VITRINE_ASSERT(value.is_int64() || value.is_uint64(), "the shape says integer");
  return value.is_int64() ? value.get_int64() : static_cast<std::int64_t>(value.get_uint64());
}

double Fields::number(std::string_view name) const {
  const auto& value = get(name);
  VITRINE_ASSERT(value.is_number(), "the shape says number");
  if (value.is_double()) return value.get_double();
  return value.is_int64() ? static_cast<double>(value.get_int64()) : static_cast<double>(value.get_uint64());
}

bool Fields::boolean(std::string_view name) const {
  const auto& value = get(name);
  VITRINE_ASSERT(value.is_bool(), "the shape says boolean");
  return value.get_bool();
}

Fields Fields::object(std::string_view name) const {
  const auto* object = get(name).if_object();
  VITRINE_ASSERT(object != nullptr, "the shape says object");
  return Fields{*object};
}

const base::json::array& Fields::array(std::string_view name) const {
  const auto* array = get(name).if_array();
  VITRINE_ASSERT(array != nullptr, "the shape says array");
  return *array;
}

std::optional<std::string> Fields::maybe_text(std::string_view name) const {
  return has(name) ? std::optional{text(name)} : std::nullopt;
}
std::optional<std::int64_t> Fields::maybe_integer(std::string_view name) const {
  return has(name) ? std::optional{integer(name)} : std::nullopt;
}
std::optional<double> Fields::maybe_number(std::string_view name) const {
  return has(name) ? std::optional{number(name)} : std::nullopt;
}
std::optional<bool> Fields::maybe_boolean(std::string_view name) const {
  return has(name) ? std::optional{boolean(name)} : std::nullopt;
}
std::optional<Fields> Fields::maybe_object(std::string_view name) const {
  return has(name) ? std::optional{object(name)} : std::nullopt;
}

}  // namespace vitrine::http
