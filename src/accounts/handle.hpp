#pragma once
// Handles: how people are addressed. 3 to 30 of a-z 0-9 _ and single dots inside; capitals are folded, so one
// handle is one person. Words that belong to the house (routes, roles, "support") cannot be taken.
// Pure, linear, thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace vitrine::accounts {

inline constexpr std::size_t handle_chars_min = 3;
inline constexpr std::size_t handle_chars_max = 30;

/// The folded handle. Errors: invalid_input "handle_invalid", conflict "handle_taken" for reserved words.
[[nodiscard]] base::Result<std::string> new_handle(std::string_view text);

/// The folded spelling of something that may be a handle (also a reserved one), or nothing: for looking up.
[[nodiscard]] std::optional<std::string> fold_handle(std::string_view text);

/// The handles after `@` in a text, folded, each once, in order, at most `max`. An address such as a@b is
/// none, and a dot at the end of a sentence is not part of the handle.
[[nodiscard]] std::vector<std::string> mentions_in(std::string_view text, std::size_t max);

}  // namespace vitrine::accounts
