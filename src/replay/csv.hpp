#pragma once
// Comma-separated lines (RFC 4180: a field may be quoted, a quote inside is doubled; no line breaks in
// fields).
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::replay {

/// The fields of one line, quotes removed; nothing when a quote is left open.
[[nodiscard]] std::optional<std::vector<std::string>> csv_fields(std::string_view line,
                                                                 std::string_view separator = ",");

/// Without spaces around it.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The whole of `text` as a number.
template <class Number>
[[nodiscard]] std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The whole of `text` as a float. What is too small for one is the smallest there is, not an error.
[[nodiscard]] std::optional<float> real(std::string_view text);

/// Finds columns by name in a header line.
class Columns {
 public:
  explicit Columns(std::vector<std::string> names) : names_(std::move(names)) {}
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_[i] == name) return i;
    return std::nullopt;
  }
  [[nodiscard]] std::size_t count() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
};

}  // namespace vitrine::replay
