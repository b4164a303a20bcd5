#pragma once
// What an app of a third party is, what it may, and what was granted to it: plain values and their limits.
// What can be done with them is in apps.hpp.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"

namespace vitrine::accounts {

/// Also the client_id of OAuth.
using AppId = base::Id<struct AppTag>;

/// What an app may be allowed: a closed list. There is none for messages, sign-in, step-up, staff or leaving,
/// so nobody can grant those by mistake. `none` is for routes no app ever reaches.
enum class Scope : std::uint8_t { none, read, write, upload };

/// Some of the scopes above.
class Scopes {
 public:
  /// "read upload", in any order. Nothing for an unknown word and for no word at all.
  [[nodiscard]] static std::optional<Scopes> parse(std::string_view text);

  [[nodiscard]] bool has(Scope scope) const { return (bits_ & bit(scope)) != 0; }
  [[nodiscard]] bool within(const Scopes& all) const { return (bits_ & ~all.bits_) == 0; }
  void add(const Scopes& more) { bits_ |= more.bits_; }
  [[nodiscard]] std::vector<std::string_view> words() const;
  [[nodiscard]] std::string text() const;
  bool operator==(const Scopes&) const = default;

 private:
  static constexpr unsigned bit(Scope scope) {
    return scope == Scope::none ? 0U : 1U << static_cast<unsigned>(scope);
  }
  unsigned bits_ = 0;
};
[[nodiscard]] std::string_view word_of(Scope scope);  ///< "read"; empty for none
/// In the order people read them.
inline constexpr Scope scopes_all[] = {Scope::read, Scope::write, Scope::upload};

struct App {
  AppId id;
  AccountId made_by;
  std::string name;
  std::vector<std::string> redirects;  ///< compared to the letter
  Instant created_at{};
  bool operator==(const App&) const = default;
};
inline constexpr std::size_t apps_max = 20;  ///< that one account makes
inline constexpr std::size_t app_name_chars_max = 50;
inline constexpr std::size_t redirects_max = 5;
inline constexpr std::size_t redirect_bytes_max = 255;

/// An app acts for an account, on one device of theirs. Its id lives in the space of sessions, so that what
/// ends a session's streams ends an app's too.
struct Grant {
  SessionId id;
  AppId app;
  AccountId account;
  Scopes scopes;
  Scopes access_scopes;  ///< of the access token there is now
  Instant access_until{};
  Instant created_at{};
  Instant used_at{};  ///< to the hour
  Instant expires_at{};
  bool operator==(const Grant&) const = default;
};
inline constexpr std::size_t grants_max = 50;  ///< of one account; the one used longest ago ends for the next

/// Short, because it cannot be taken from an app that hides it; the refresh token is asked every time.
inline constexpr model::Millis access_life{3'600'000};
inline constexpr model::Millis code_life{60'000};
inline constexpr model::Millis device_life{10LL * 60'000};
/// RFC 8628, 3.5: five seconds, and five more each time a device does not wait.
inline constexpr model::Millis device_interval{5'000};
/// Devices waiting at once, of everybody: ten minutes of 16 a second.
inline constexpr std::int64_t devices_max = 10'000;

/// An access token by its first letters, so that it is looked for in one place, and found in leaks.
inline constexpr std::string_view access_prefix = "vta_";
inline constexpr std::string_view refresh_prefix = "vtr_";

}  // namespace vitrine::accounts
