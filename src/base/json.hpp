#pragma once
// JSON values (Boost.JSON) with the limits we read them under. Shapes of the API live in http; here are only
// the value type and a bounded parser. Thread-safe like any value.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vitrine::base {

namespace json = boost::json;

/// Parses one JSON text of at most `bytes_max` bytes, nested at most 32 deep, strict UTF-8, no trailing
/// bytes. Errors: invalid_input "json_invalid", over_limit "json_too_large".
[[nodiscard]] Result<json::value> parse_json(std::string_view text, std::size_t bytes_max);

/// The shortest text of `value`; keys keep their order.
[[nodiscard]] std::string to_text(const json::value& value);

}  // namespace vitrine::base
