#pragma once
// Codes that change every half minute: RFC 6238 (TOTP) with the parameters every authenticator app takes:
// HMAC-SHA1, six digits, 30 seconds. Pure, thread-safe.
//
// SHA-1 is what the apps speak; its weakness (collisions) does not touch an HMAC.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "model/time.hpp"

namespace vitrine::accounts {

inline constexpr std::size_t totp_secret_bytes = 20;  ///< RFC 4226 section 4, R6
inline constexpr std::size_t totp_digits = 6;
inline constexpr std::int64_t totp_step_ms = 30'000;

[[nodiscard]] constexpr std::int64_t totp_step(model::Instant at) { return model::millis(at) / totp_step_ms; }

/// Six digits, zeros in front.
[[nodiscard]] std::string totp_code(base::ByteView secret, std::int64_t step);

/// The step whose code this is: now, half a minute ago or half a minute ahead, for clocks that are a little
/// off. Only steps after `last_step` count, so a code that was looked at over a shoulder is worth nothing
/// once it was used (RFC 6238 section 5.2).
[[nodiscard]] std::optional<std::int64_t> matching_step(base::ByteView secret, std::string_view code,
                                                        model::Instant now, std::int64_t last_step);

/// RFC 4648 section 6 without padding, as apps want a secret typed.
[[nodiscard]] std::string base32(base::ByteView bytes);

/// What an authenticator app reads from a link or a QR code. `issuer` is the house, `handle` the person.
[[nodiscard]] std::string otpauth_uri(base::ByteView secret, std::string_view issuer,
                                      std::string_view handle);

}  // namespace vitrine::accounts
