#pragma once
// Whom the house may speak to: judged by the numeric address that is connected to, never by a name, so a name
// that means something else at the second look, and an address in disguise (mapped, compatible, translated,
// tunnelled), gain nothing. Pure. Thread-safe.
//
// Source: the IANA special-purpose registries (RFC 6890 and its updates). IPv6 is allowed by what is
// given out (2000::/3) less the special blocks in it; IPv4 by everything less the special blocks.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace vitrine::adapters::egress {

/// 4 or 16 bytes in network order; any other count is nobody's address. Cost: a few comparisons.
[[nodiscard]] bool is_public(std::span<const std::uint8_t> address);

/// What of an https URL decides whom is spoken to, and what is asked there.
struct Target {
  std::string host;  ///< lower case, a name or a literal without brackets
  std::uint16_t port = 443;
  std::string path;  ///< with the query, "/" at least
  bool operator==(const Target&) const = default;
};

inline constexpr std::size_t url_bytes_max = 2048;

/// Errors: invalid_input "outbound_url" for anything but https://host[:port][/path][?query] of visible ASCII,
/// without user, fragment or control characters.
[[nodiscard]] base::Result<Target> parse_target(std::string_view url);

/// "https://push.example.org" or "https://push.example.org:8443": what a VAPID token is made out to.
[[nodiscard]] std::string origin_of(const Target& target);

/// The house's rule: port 443 of public addresses, and besides exactly those places the operator named.
class Policy {
 public:
  Policy() = default;
  /// "127.0.0.1:9443, [::1]:9443": numeric addresses with a port. Errors: invalid_input "setting_invalid".
  static base::Result<Policy> of(std::string_view exceptions);
  [[nodiscard]] bool allows(std::span<const std::uint8_t> address, std::uint16_t port) const;

 private:
  struct Exception {
    std::vector<std::uint8_t> address;
    std::uint16_t port;
  };
  std::vector<Exception> exceptions_;
};

}  // namespace vitrine::adapters::egress
