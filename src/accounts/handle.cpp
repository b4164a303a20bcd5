#include "accounts/handle.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
// Paths, roles, and names somebody could use to speak for the house. Sorted.
constexpr std::array<std::string_view, 63> reserved{
    "about",      "abuse",   "account", "accounts",      "admin",   "administrator", "all",
    "anonymous",  "api",     "app",     "assets",        "blog",    "contact",       "copyright",
    "creator",    "deleted", "demo",    "everyone",      "feed",    "feeds",         "following",
    "help",       "home",    "info",    "instance",      "invite",  "latest",        "legal",
    "live",       "login",   "logout",  "mail",          "me",      "media",         "mod",
    "moderator",  "news",    "nobody",  "notifications", "null",    "official",      "owner",
    "postmaster", "press",   "privacy", "root",          "search",  "security",      "session",
    "settings",   "setup",   "signin",  "signup",        "staff",   "status",        "support",
    "system",     "terms",   "upload",  "videos",        "vitrine", "webmaster",     "welcome"};
static_assert(std::ranges::is_sorted(reserved));

bool is_handle_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

bool continues_word(char c) {
  const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return is_handle_character(low) || c == '@' || c == '/' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
}  // namespace

std::optional<std::string> fold_handle(std::string_view text) {
  if (text.size() < handle_chars_min || text.size() > handle_chars_max) return std::nullopt;
  auto folded = base::lower_ascii(text);
  if (!std::ranges::all_of(folded, is_handle_character)) return std::nullopt;
  if (folded.front() == '.' || folded.back() == '.' || folded.find("..") != std::string::npos)
    return std::nullopt;
  return folded;
}

base::Result<std::string> new_handle(std::string_view text) {
  auto folded = fold_handle(text);
  if (!folded)
    return base::fail_in("handle", base::Fault::invalid_input, "handle_invalid",
                         "A handle has 3 to 30 letters a-z, digits, underscores or single dots inside.");
  if (std::ranges::binary_search(reserved, std::string_view{*folded}))
    return base::fail_in("handle", base::Fault::conflict, "handle_taken",
                         "This handle is taken; choose another.");
  return *std::move(folded);
}

std::vector<std::string> mentions_in(std::string_view text, std::size_t max) {
  std::vector<std::string> found;
  for (std::size_t at = text.find('@'); at != std::string_view::npos && found.size() < max;
       at = text.find('@', at + 1)) {
    if (at > 0 && continues_word(text[at - 1])) continue;
    std::size_t end = at + 1;
    while (end < text.size() && is_handle_character(base::lower_ascii(text.substr(end, 1))[0])) ++end;
    auto word = text.substr(at + 1, end - at - 1);
    while (word.ends_with('.')) word.remove_suffix(1);
    auto handle = fold_handle(word);
    if (handle && std::ranges::find(found, *handle) == found.end()) found.push_back(*std::move(handle));
  }
  return found;
}
}  // namespace vitrine::accounts
