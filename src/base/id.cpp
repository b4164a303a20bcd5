#include "base/id.hpp"

#include <array>

namespace vitrine::base {
namespace {
// Crockford's alphabet: no i, l, o, u, so an id can be read aloud.
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t id_chars = 13;  // 13 x 5 = 65 bits >= 64

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}
constexpr auto values = make_values();
}  // namespace

std::string id_text(std::uint64_t value) {
  std::string text(id_chars, '0');
  for (std::size_t i = id_chars; i-- > 0; value >>= 5) text[i] = alphabet[value & 31];
  return text;
}

std::optional<std::uint64_t> id_value(std::string_view text) {
  if (text.size() != id_chars) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    const auto digit = values[static_cast<unsigned char>(c)];
    if (digit < 0 || (value >> 59) != 0) return std::nullopt;
    value = (value << 5) | static_cast<std::uint64_t>(digit);
  }
  if ((value >> 63) != 0) return std::nullopt;
  return value;
}
}  // namespace vitrine::base
