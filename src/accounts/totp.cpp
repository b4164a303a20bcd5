#include "accounts/totp.hpp"

#include <array>

#include "base/hash.hpp"

namespace vitrine::accounts {
namespace {

/// Everything but letters, digits, - . _ ~ (RFC 3986 section 2.3).
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~"}.contains(c);
    if (plain) out += c;
    else (out += '%') += {hex[byte >> 4], hex[byte & 15]};
  }
  return out;
}

}  // namespace

std::string totp_code(base::ByteView secret, std::int64_t step) {
  std::array<std::byte, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<std::byte>((static_cast<std::uint64_t>(step) >> (56 - 8 * i)) & 0xff);
  const auto mac = base::hmac_sha1(secret, counter);
  const auto offset = std::to_integer<std::size_t>(mac.back() & std::byte{15});  // RFC 4226 section 5.3
  auto number = base::read_be(base::ByteView{mac}.subspan(offset, 4)) & 0x7fff'ffffU;
  std::string code(totp_digits, '0');
  for (std::size_t i = totp_digits; i-- > 0; number /= 10) code[i] = static_cast<char>('0' + number % 10);
  return code;
}

std::optional<std::int64_t> matching_step(base::ByteView secret, std::string_view code, model::Instant now,
                                          std::int64_t last_step) {
  std::optional<std::int64_t> found;
  // All three are computed whichever fits: how long it takes says nothing.
  for (const std::int64_t step : {totp_step(now) - 1, totp_step(now), totp_step(now) + 1}) {
    const auto expected = totp_code(secret, step);
    if (base::equal_in_constant_time(base::as_bytes(expected), base::as_bytes(code)) && step > last_step)
      found = step;
  }
  return found;
}

std::string base32(base::ByteView bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned held = 0, bits = 0;
  for (const std::byte byte : bytes) {
    held = (held << 8) | std::to_integer<unsigned>(byte);
    for (bits += 8; bits >= 5; bits -= 5) out += letters[(held >> (bits - 5)) & 31];
    held &= (1U << bits) - 1;
  }
  if (bits > 0) out += letters[(held << (5 - bits)) & 31];
  return out;
}

std::string otpauth_uri(base::ByteView secret, std::string_view issuer, std::string_view handle) {
  const auto house = percent_encoded(issuer);
  return "otpauth://totp/" + house + ":" + percent_encoded(handle) + "?secret=" + base32(secret) +
         "&issuer=" + house;
}

}  // namespace vitrine::accounts
