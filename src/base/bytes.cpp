#include "base/bytes.hpp"

#include <array>

namespace vitrine::base {
namespace {
constexpr std::string_view standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int16_t, 256> inverse(std::string_view alphabet) {
  std::array<std::int16_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int16_t>(i);
  return values;
}

std::string encode(ByteView bytes, std::string_view alphabet, bool padded) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int have = 0;
  for (const std::byte b : bytes) {
    bits = (bits << 8) | std::to_integer<std::uint32_t>(b);
    for (have += 8; have >= 6; have -= 6) out += alphabet[(bits >> (have - 6)) & 63];
  }
  if (have > 0) out += alphabet[(bits << (6 - have)) & 63];
  if (padded)
    while (out.size() % 4 != 0) out += '=';
  return out;
}

std::optional<Bytes> decode(std::string_view text, const std::array<std::int16_t, 256>& values) {
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    const auto value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    have += 6;
    if (have >= 8) {
      have -= 8;
      out.push_back(static_cast<std::byte>((bits >> have) & 0xff));
    }
  }
  // Left-over bits must be zero, or two spellings would mean the same bytes.
  if ((bits & ((1U << have) - 1U)) != 0) return std::nullopt;
  return out;
}
}  // namespace

std::string hex(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    out += digits[std::to_integer<unsigned>(b) >> 4];
    out += digits[std::to_integer<unsigned>(b) & 15];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]);
    const int low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<std::byte>(high * 16 + low));
  }
  return out;
}

std::string base64(ByteView bytes) { return encode(bytes, standard, true); }
std::string base64_url(ByteView bytes) { return encode(bytes, url_safe, false); }

std::optional<Bytes> from_base64(std::string_view text) {
  static constexpr auto values = inverse(standard);
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, values);
}

std::optional<Bytes> from_base64_url(std::string_view text) {
  static constexpr auto values = inverse(url_safe);
  return decode(text, values);
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= std::to_integer<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}
}  // namespace vitrine::base
