#include "http/range.hpp"

#include <optional>

#include "base/text.hpp"

namespace vitrine::http {

namespace {

/// "bytes=a-b", "bytes=a-", "bytes=-n" against `size`; nothing when the field is not one such range (and is
/// then ignored, as RFC 9110, 14.2 asks).
std::optional<Slice> read_range(std::string_view field, std::uint64_t size) {
  if (!field.starts_with("bytes=")) return std::nullopt;
  field.remove_prefix(6);
  const auto dash = field.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first_text = field.substr(0, dash);
  const auto last_text = field.substr(dash + 1);
  const auto first = base::parse_number(first_text);
  const auto last = base::parse_number(last_text);
  if ((!first && !first_text.empty()) || (!last && !last_text.empty())) return std::nullopt;
  if (!first && !last) return std::nullopt;
  if (!first) {
    const auto length = std::min(*last, size);
    if (length == 0) return Slice{416, 0, 0};
    return Slice{206, size - length, length};
  }
  if (last && *last < *first) return std::nullopt;
  if (*first >= size) return Slice{416, 0, 0};
  const auto end = last ? std::min(*last, size - 1) : size - 1;
  return Slice{206, *first, end - *first + 1};
}

}  // namespace

bool etag_listed(std::string_view list, std::string_view etag) {
  for (auto item : base::split(list, ',')) {
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item.size() == etag.size() + 2 && item.front() == '"' && item.back() == '"' &&
        item.substr(1, etag.size()) == etag)
      return true;
  }
  return false;
}

Slice choose_slice(const Request& request, std::uint64_t size, std::string_view etag) {
  if (const auto known = request.header("if-none-match"); !known.empty() && etag_listed(known, etag))
    return {304, 0, 0};
  const auto range = request.header("range");
  if (range.empty() || (request.method != "GET" && request.method != "HEAD")) return {200, 0, size};
  const auto only_if = request.header("if-range");
  const bool current = only_if.empty() || (!only_if.starts_with("W/") && etag_listed(only_if, etag));
  if (!current) return {200, 0, size};
  return read_range(range, size).value_or(Slice{200, 0, size});
}

}  // namespace vitrine::http
