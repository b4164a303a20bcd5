#include "base/text.hpp"

#include <charconv>

namespace vitrine::base {
namespace {
/// Length of the well-formed sequence at the start of `text`, or 0.
std::size_t sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return i < text.size() && at(i) >= low && at(i) <= high;
  };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned low = first == 0xe0 ? 0xa0 : 0x80;
    const unsigned high = first == 0xed ? 0x9f : 0xbf;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned low = first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_hidden(std::string_view piece) {
  if (piece.size() == 1) {
    const auto c = static_cast<unsigned char>(piece[0]);
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  }
  if (piece.size() == 2) return piece[0] == '\xc2' && static_cast<unsigned char>(piece[1]) < 0xa0;
  if (piece.size() != 3 || piece.substr(0, 1) != "\xe2") return false;
  const auto second = static_cast<unsigned char>(piece[1]);
  const auto third = static_cast<unsigned char>(piece[2]);
  return (second == 0x80 && third >= 0xaa && third <= 0xae) ||  // U+202A..202E
         (second == 0x81 && third >= 0xa6 && third <= 0xa9);    // U+2066..2069
}
}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto size = sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

std::string clean_text(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  int line_ends = 0;
  while (!text.empty()) {
    const auto size = sequence(text);
    if (size == 0) {
      text.remove_prefix(1);
      continue;
    }
    auto piece = text.substr(0, size);
    text.remove_prefix(size);
    if (piece == "\r") piece = text.starts_with('\n') ? "" : "\n";
    if (piece == "\t") piece = " ";
    if (piece == "\n") {
      if (lines == Lines::one) piece = " ";
      else if (++line_ends > 2) continue;
    } else if (!piece.empty() && piece != " ") {
      line_ends = 0;
    }
    if (piece.empty() || is_hidden(piece)) continue;
    out += piece;
  }
  const auto first = out.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(" \n") - first + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}
}  // namespace vitrine::base
