#pragma once
// An id is a type: a video's id cannot be passed where an account's is meant. 64 bits, made by the
// application (ports/ids.hpp), written as 13 characters of Crockford's base32 in lower case.
// The top bit is never set, so an id fits a signed SQL bigint.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::base {

/// 13 characters, most significant first; every 64-bit value has exactly one spelling.
[[nodiscard]] std::string id_text(std::uint64_t value);

/// The value of exactly 13 valid characters whose top bit is clear, otherwise nothing.
[[nodiscard]] std::optional<std::uint64_t> id_value(std::string_view text);

template <class Tag>
class Id {
 public:
  constexpr explicit Id(std::uint64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::uint64_t raw() const { return value_; }
  [[nodiscard]] std::string text() const { return id_text(value_); }
  [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
    if (const auto value = id_value(text)) return Id{*value};
    return std::nullopt;
  }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;

 private:
  std::uint64_t value_;
};

}  // namespace vitrine::base

template <class Tag>
struct std::hash<vitrine::base::Id<Tag>> {
  std::size_t operator()(vitrine::base::Id<Tag> id) const { return std::hash<std::uint64_t>{}(id.raw()); }
};
