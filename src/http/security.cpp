#include "http/security.hpp"

#include <fmt/format.h>
#include <array>

#include "base/text.hpp"

namespace vitrine::http {

namespace {

constexpr std::size_t token_chars_max = 128;

void add_cookie(Response& response, const Request& request, std::string_view value, std::string_view age) {
  std::string cookie{session_cookie_name(request.secure)};
  cookie += '=';
  cookie += value;
  cookie += "; Path=/; HttpOnly; SameSite=Lax";
  if (request.secure) cookie += "; Secure";
  cookie += age;
  response.add("Set-Cookie", std::move(cookie));
}

/// Scripts and styles come from here alone, pictures and clips also from where people's files lie ("
/// https://..."); video through object URLs (blob:) of the player; no frames, no plug-ins, no base address,
/// forms to ourselves.
std::string page_policy(std::string_view nonce, std::string_view files) {
  return fmt::format(
      "default-src 'none'; script-src 'nonce-{0}' 'strict-dynamic' 'wasm-unsafe-eval'; "
      "style-src 'self' 'nonce-{0}'; img-src 'self'{1} data: blob:; media-src 'self'{1} blob:; "
      "font-src 'self'; connect-src 'self'{1}; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
      "base-uri 'none'; "
      "frame-ancestors 'none'; trusted-types svelte-trusted-html vitrine 'allow-duplicates'; "
      "require-trusted-types-for 'script'",
      nonce, files);
}

/// Camera and microphone are for recording a clip; the rest of the device is none of our business.
constexpr std::string_view closed_permissions =
    "accelerometer=(), autoplay=(self), bluetooth=(), camera=(self), clipboard-read=(), display-capture=(), "
    "encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), idle-detection=(), "
    "local-fonts=(), magnetometer=(), microphone=(self), midi=(), payment=(), picture-in-picture=(self), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(), "
    "xr-spatial-tracking=()";

constexpr std::string_view common =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"  // what was searched stands in the page's own address
    "Cross-Origin-Opener-Policy: same-origin\r\n";
constexpr std::string_view unframed = "X-Frame-Options: DENY\r\n";
/// No script at all, so that whoever frames it can make it do nothing.
std::string framed_policy(std::string_view files) {
  return fmt::format(
      "default-src 'none'; style-src 'self'; img-src 'self'{0}; media-src 'self'{0}; base-uri 'none'; "
      "form-action 'none'; frame-ancestors *",
      files);
}

}  // namespace

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-vitrine" : "vitrine"; }

void set_session_cookie(Response& response, const Request& request, std::string_view token,
                        std::int64_t lifetime_s) {
  add_cookie(response, request, token, lifetime_s > 0 ? fmt::format("; Max-Age={}", lifetime_s) : "");
  response.secret = true;
}

void clear_session_cookie(Response& response, const Request& request) {
  add_cookie(response, request, "", "; Max-Age=0");
}

std::optional<Token> token_of(const Request& request) {
  const auto fits = [](std::string_view token) { return !token.empty() && token.size() <= token_chars_max; };
  const auto authorization = request.header("authorization");
  if (authorization.size() > 7 && same_word(authorization.substr(0, 7), "bearer ")) {
    const auto token = authorization.substr(7);
    return fits(token) ? std::optional{Token{std::string{token}, false}} : std::nullopt;
  }
  const auto cookie = request.cookie(session_cookie_name(request.secure));
  return fits(cookie) ? std::optional{Token{std::string{cookie}, true}} : std::nullopt;
}

bool is_same_origin(const Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  auto origin = request.header("origin");
  const auto scheme = std::string_view{request.secure ? "https://" : "http://"};
  if (!origin.starts_with(scheme)) return false;
  origin.remove_prefix(scheme.size());
  return !origin.empty() && same_word(origin, request.header("host"));
}

bool is_cross_site(const Request& request) {
  const auto site = request.header("sec-fetch-site");
  return site == "cross-site" || site == "same-site";
}

bool is_safe_method(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

std::string security_head(const Response& response, bool secure) {
  std::string head{common};
  // A route may open a file to other sites (public clips in previews); everything else stays ours.
  if (response.header("Cross-Origin-Resource-Policy").empty())
    head += "Cross-Origin-Resource-Policy: same-origin\r\n";
  if (!response.framed) head += unframed;
  const auto files = response.media_origin.empty() ? "" : " " + response.media_origin;
  if (response.framed) {
    head += "Content-Security-Policy: " + framed_policy(files) + "\r\n";
  } else if (response.nonce.empty()) {
    head += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'";
    // A worker lives under the policy of its script, not of the page: ours fetches the shell.
    if (response.type.starts_with("text/javascript")) head += "; connect-src 'self'";
    head += "\r\n";
  } else {
    head += "Content-Security-Policy: " + page_policy(response.nonce, files) + "\r\nPermissions-Policy: ";
    head += closed_permissions;
    head += "\r\n";
  }
  if (secure) head += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
  return head;
}

std::string_view language_of(std::string_view accept_language) {
  static constexpr std::array<std::string_view, 2> spoken{"en", "de"};
  std::string_view best = spoken.front();
  double best_weight = 0;
  for (const auto raw : base::split(accept_language.substr(0, 512), ',')) {
    const auto start = raw.find_first_not_of(' ');
    if (start == std::string_view::npos) continue;
    const auto item = raw.substr(start);
    const auto tag = item.substr(0, item.find_first_of("-; "));
    double weight = 1;
    if (const auto q = item.find("q=0."); q != std::string_view::npos)
      weight = static_cast<double>(base::parse_number(item.substr(q + 4, 1)).value_or(0)) / 10;
    else if (item.ends_with("q=0")) weight = 0;
    for (const auto language : spoken)
      if (same_word(tag, language) && weight > best_weight) {
        best = language;
        best_weight = weight;
      }
  }
  return best;
}

}  // namespace vitrine::http
