#include "accounts/network.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <cstring>

namespace vitrine::accounts {

std::string network_of(std::string_view address) {
  const std::string text{address.substr(0, address.find('%'))};
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    return fmt::format("{}.{}.{}", bytes[0], bytes[1], bytes[2]);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return "unknown";
  static constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(bytes.data(), mapped.data(), mapped.size()) == 0)
    return fmt::format("{}.{}.{}", bytes[12], bytes[13], bytes[14]);
  return base::hex(base::as_bytes({reinterpret_cast<const char*>(bytes.data()), 6}));
}

std::uint64_t DailyKey::number(std::string_view text, model::Instant now) {
  constexpr std::int64_t day_ms = 86'400'000;
  const auto bytes = key_.with([&](Key& key) {
    const auto day = model::millis(now) / day_ms;
    if (day != key.day) {
      rng_.fill(key.bytes);
      key.day = day;
    }
    return key.bytes;
  });
  return base::read_be(base::ByteView{base::hmac_sha256(bytes, base::as_bytes(text))}.first(8));
}

}  // namespace vitrine::accounts
