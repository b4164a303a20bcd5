#include "base/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"

namespace vitrine::base {

Result<json::value> parse_json(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max)
    return fail(Fault::over_limit, "json_too_large", "The JSON text is longer than this route accepts.");
  if (!is_utf8(text)) return fail(Fault::invalid_input, "json_invalid", "The JSON text is not UTF-8.");
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  auto value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error)
    return fail(Fault::invalid_input, "json_invalid", "The body is not JSON: " + error.message() + ".");
  return value;
}

std::string to_text(const json::value& value) { return json::serialize(value); }

}  // namespace vitrine::base
