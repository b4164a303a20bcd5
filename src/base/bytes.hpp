#pragma once
// Bytes and their spellings. All functions are pure, linear in their input and thread-safe.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::base {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

inline namespace sizes {
constexpr std::uint64_t operator""_KiB(unsigned long long n) { return n << 10; }
constexpr std::uint64_t operator""_MiB(unsigned long long n) { return n << 20; }
constexpr std::uint64_t operator""_GiB(unsigned long long n) { return n << 30; }
}  // namespace sizes

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Big-endian reads for file formats; the caller has checked the size.
[[nodiscard]] inline std::uint64_t read_be(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::byte b : bytes) value = (value << 8) | std::to_integer<std::uint64_t>(b);
  return value;
}

[[nodiscard]] std::string hex(ByteView bytes);  ///< lower case
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

[[nodiscard]] std::string base64(ByteView bytes);      ///< RFC 4648 section 4, padded
[[nodiscard]] std::string base64_url(ByteView bytes);  ///< RFC 4648 section 5, no padding
/// Strict: padded section 4 only; anything else is nothing.
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);
/// Strict: unpadded section 5 only.
[[nodiscard]] std::optional<Bytes> from_base64_url(std::string_view text);

/// Equal in time that depends on the sizes only: for tokens and signatures.
[[nodiscard]] bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace vitrine::base
