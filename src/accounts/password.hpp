#pragma once
// Which passwords we take: 8 to 128 characters of anything (no composition rules), except those that are
// guessed first. Following NIST SP 800-63B 5.1.1.2 and OWASP ASVS 5.0 chapter V6.2. Pure, thread-safe.
//
// "Guessed first" is decided by folding (lower case, 4 for a, 0 for o, digits and signs around the word taken
// off) and comparing with a short list, and by shape: runs such as 12345678 or qwertyui, one piece repeated,
// and the person's own handle. The fold makes a few hundred words stand for many thousand passwords.
#include <string_view>

#include "base/result.hpp"

namespace vitrine::accounts {

inline constexpr std::size_t password_chars_min = 8;
/// Longer than any phrase somebody types; keeps the hasher's input small.
inline constexpr std::size_t password_chars_max = 128;

/// Errors: invalid_input "password_too_short", "password_too_long", "password_invalid", "password_common".
[[nodiscard]] base::Result<void> check_password(std::string_view password, std::string_view handle);

}  // namespace vitrine::accounts
