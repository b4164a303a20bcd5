#pragma once
// What kind of program somebody signed in with, for their own list of sessions: the family, never the
// fingerprint. Pure, linear.
#include <string>
#include <string_view>

namespace vitrine::accounts {

/// "Firefox on Linux", "Safari on iPhone"; "Unknown" when nothing fits. Never echoes the header.
[[nodiscard]] std::string agent_family(std::string_view user_agent);

}  // namespace vitrine::accounts
