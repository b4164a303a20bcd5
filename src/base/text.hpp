#pragma once
// Text from strangers: UTF-8 checks, lengths in characters as people count them, and cleaning.
// Pure, linear, thread-safe.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::base {

/// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, at most U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Code points of well-formed UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// What we keep of a line or a paragraph somebody typed: control characters and bidirectional overrides
/// (U+202A..202E, U+2066..2069) removed, line ends as \n (or a space when `one_line`), outer space trimmed,
/// never more than two line ends in a row.
enum class Lines { one, many };
[[nodiscard]] std::string clean_text(std::string_view text, Lines lines);

/// ASCII only: handles, tokens and protocol words.
[[nodiscard]] std::string lower_ascii(std::string_view text);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The whole of `text` as a decimal number without sign, or nothing (also on overflow).
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

/// For HTML text and attribute values: & < > " ' become entities.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace vitrine::base
