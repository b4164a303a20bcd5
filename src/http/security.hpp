#pragma once
// What keeps other sites' pages away from ours: cookies, origin checks and the header fields every answer
// carries. Pure; thread-safe.
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace vitrine::http {

/// `__Host-vitrine` over TLS (bound to this host and to TLS by the browser), `vitrine` on plain HTTP.
[[nodiscard]] std::string_view session_cookie_name(bool secure);

/// "1" in a call: this device wants to be shown only what is for everybody. Says nothing about who it is.
inline constexpr std::string_view restricted_header = "vitrine-restricted";

/// Puts the session's token in a cookie; HttpOnly, SameSite=Lax, for `lifetime_s` (0: until the browser
/// closes).
void set_session_cookie(Response& response, const Request& request, std::string_view token,
                        std::int64_t lifetime_s);
void clear_session_cookie(Response& response, const Request& request);

/// The token a request carries, and how.
struct Token {
  std::string text;
  bool by_cookie = false;
};
/// Authorization: Bearer first, then the cookie. At most 128 characters; longer ones are no token of ours.
[[nodiscard]] std::optional<Token> token_of(const Request& request);

/// May this request change something on behalf of a cookie? Sec-Fetch-Site says same-origin or none, or
/// (older browsers) Origin is this host.
[[nodiscard]] bool is_same_origin(const Request& request);
/// A browser says that another site's page made it.
[[nodiscard]] bool is_cross_site(const Request& request);

/// GET, HEAD and OPTIONS change nothing.
[[nodiscard]] bool is_safe_method(std::string_view method);

/// The security header fields of `response`, ready for the wire ("Name: value\r\n" each). Over TLS they say
/// that the host is only to be reached so for a year.
[[nodiscard]] std::string security_head(const Response& response, bool secure);

/// "en" or "de": the better liked of those we speak (RFC 9110, 12.5.4).
[[nodiscard]] std::string_view language_of(std::string_view accept_language);

}  // namespace vitrine::http
