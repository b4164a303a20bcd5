#include "http/request.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace vitrine::http {
using base::fail;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& field : fields)
    if (same_word(field.name, name)) return field.value;
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& field : fields) {
    if (!same_word(field.name, "cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && trim(pair.substr(0, equals)) == name)
        return trim(pair.substr(equals + 1));
    }
  }
  return {};
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

Result<Target> read_target(std::string_view target) {
  const auto refuse = [] {
    return fail(Fault::invalid_input, "target_invalid", "The address of the request is malformed.");
  };
  if (target.empty() || target.front() != '/' || target.size() > target_bytes_max || has_control(target))
    return refuse();
  const auto question = target.find('?');
  const auto raw_path = target.substr(0, question);
  if (raw_path.find('#') != std::string_view::npos) return refuse();
  Target out;
  if (question != std::string_view::npos) out.query = target.substr(question + 1);
  for (const auto raw : base::split(raw_path.substr(1), '/')) {
    const auto segment = percent_decode(raw);
    // An encoded slash or a dot segment would mean one thing here and another in a proxy or a file system.
    if (!segment || *segment == "." || *segment == ".." || segment->find_first_of("/\\") != std::string::npos)
      return refuse();
    if (has_control(*segment) || !base::is_utf8(*segment)) return refuse();
    out.path += '/';
    out.path += *segment;
  }
  return out;
}

Result<std::vector<std::pair<std::string, std::string>>> read_query(std::string_view query) {
  const auto refuse = [](const char* why) { return fail(Fault::invalid_input, "query_invalid", why); };
  const auto decode = [](std::string_view raw) {
    std::string spaced{raw};
    std::ranges::replace(spaced, '+', ' ');
    return percent_decode(spaced);
  };
  std::vector<std::pair<std::string, std::string>> pairs;
  if (query.empty()) return pairs;
  for (const auto piece : base::split(query, '&')) {
    if (piece.empty()) continue;
    if (pairs.size() == query_fields_max) return refuse("The query has too many fields.");
    const auto equals = std::min(piece.find('='), piece.size());
    auto name = decode(piece.substr(0, equals));
    auto value = decode(piece.substr(std::min(equals + 1, piece.size())));
    if (!name || !value || name->empty() || !base::is_utf8(*name) || !base::is_utf8(*value))
      return refuse("The query is not well-formed percent-encoded UTF-8.");
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

}  // namespace vitrine::http
