#include "accounts/apps.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::fail;
using base::Fault;

constexpr model::Millis hour{3'600'000};
/// base64url of 32 bytes.
constexpr std::size_t secret_chars = 43;
constexpr std::size_t user_code_chars = 8;
/// RFC 8628, 6.1: no vowels, so no words; nothing that looks like something else.
constexpr std::string_view user_letters = "BCDFGHJKLMNPQRSTVWXZ";

base::Digest hash_of(std::string_view token) { return base::sha256(base::as_bytes(token)); }

Instant to_the_hour(Instant at) { return model::instant(model::millis(at) / hour.count() * hour.count()); }
Instant expiry(Instant created, Instant used) {
  return std::min(used + session_idle_max, created + session_life_max);
}

Refused invalid_grant(std::string detail) { return {"invalid_grant", std::move(detail)}; }
Refused unknown_client() { return {"invalid_client", "There is no app with this client_id."}; }

std::unexpected<base::Error> app_absent() {
  return fail(Fault::not_found, "app_absent", "There is no such app.");
}
std::unexpected<base::Error> code_unknown() {
  return fail(Fault::not_found, "device_code_absent",
              "No device waits with this code. Look at the device: codes are good for ten minutes.");
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

/// RFC 7636, 4.1 and 4.2.
bool is_verifier(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::ranges::all_of(text, is_unreserved);
}
bool is_challenge(std::string_view text) {
  const auto bytes = base::from_base64_url(text);
  return text.size() == secret_chars && bytes && bytes->size() == 32;
}

std::string folded_code(std::string_view typed) {
  std::string code;
  for (const char c : typed)
    if (c != '-' && c != ' ') code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return code;
}

/// The scopes of a request; without any word: read alone.
std::optional<Scopes> asked_scopes(std::string_view text) {
  return Scopes::parse(text.empty() ? word_of(Scope::read) : text);
}

bool is_own_scheme(std::string_view scheme) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
  };
  return scheme.find('.') != std::string_view::npos && scheme.front() >= 'a' && scheme.front() <= 'z' &&
         std::ranges::all_of(scheme, fits);
}

std::optional<Refused> wrong_with(const Asked& asked) {
  if (asked.response_type != "code")
    return Refused{"unsupported_response_type", "response_type must be code."};
  if (!asked_scopes(asked.scope))
    return Refused{"invalid_scope", "An app may ask for read, write and upload, and nothing else."};
  if (asked.code_challenge_method != "S256" || !is_challenge(asked.code_challenge))
    return Refused{"invalid_request", "A code_challenge with the method S256 is needed (RFC 7636)."};
  return std::nullopt;
}
}  // namespace

bool is_redirect(std::string_view uri) {
  if (uri.empty() || uri.size() > redirect_bytes_max) return false;
  const auto plain = [](char c) {
    return c > ' ' && c < 127 && c != '#' && c != '"' && c != '<' && c != '\\';
  };
  if (!std::ranges::all_of(uri, plain)) return false;
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto scheme = uri.substr(0, colon);
  if (is_own_scheme(scheme)) return uri.size() > colon + 1;
  if ((scheme != "https" && scheme != "http") || !uri.substr(colon).starts_with("://")) return false;
  const auto rest = uri.substr(colon + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) return false;
  if (scheme == "https") return authority.front() != ':';
  const auto host = authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                               : authority.substr(0, authority.find(':'));
  return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

std::string Apps::secret(std::string_view prefix) {
  std::array<std::byte, 32> bytes{};
  needs_.rng.fill(bytes);
  return std::string{prefix} + base::base64_url(bytes);
}

std::string Apps::user_code() {
  std::string code;
  while (code.size() < user_code_chars) {
    std::array<std::byte, 1> byte{};
    needs_.rng.fill(byte);
    const auto number = std::to_integer<unsigned>(byte[0]);
    if (number < 240) code += user_letters[number % user_letters.size()];  // 240 = 12 x 20: none is likelier
  }
  return code;
}

Result<App> Apps::make(Transaction& tx, AccountId by, std::string_view name,
                       std::vector<std::string> redirects) {
  auto clean = base::clean_text(name, base::Lines::one);
  if (clean.empty() || base::code_points(clean) > app_name_chars_max)
    return base::fail_in("name", Fault::invalid_input, "app_name_invalid",
                         "An app's name has 1 to 50 characters.");
  if (redirects.empty() || redirects.size() > redirects_max || !std::ranges::all_of(redirects, is_redirect))
    return base::fail_in("redirects", Fault::invalid_input, "redirect_invalid",
                         "One to five addresses: https, http on this machine, or a scheme of the app's own "
                         "with a dot in it; nothing after a #.");
  TRY_LET(const auto there, needs_.rows.made_by(tx, by));
  if (there.size() >= apps_max)
    return fail(Fault::conflict, "apps_full", "There are 20 apps; remove one first.");
  App app{needs_.ids.unguessable<AppId>(), by, std::move(clean), std::move(redirects), needs_.clock.now()};
  TRY(needs_.rows.insert(tx, app));
  return app;
}

Result<std::vector<App>> Apps::made_by(Transaction& tx, AccountId account) {
  return needs_.rows.made_by(tx, account);
}

Result<void> Apps::remove(Transaction& tx, AccountId by, AppId id) {
  TRY_LET(const auto app, needs_.rows.find(tx, id));
  if (!app || app->made_by != by) return app_absent();
  TRY_LET(const auto grants, needs_.rows.grants_to(tx, id));
  for (const auto& grant : grants) TRY(end(tx, grant));
  return needs_.rows.remove(tx, id);
}

Result<void> Apps::remove_all(Transaction& tx, AccountId by) {
  TRY_LET(const auto mine, needs_.rows.made_by(tx, by));
  for (const auto& app : mine) TRY(remove(tx, by, app.id));
  return {};
}

Result<std::optional<App>> Apps::client(Transaction& tx, std::string_view client_id) {
  const auto id = AppId::parse(client_id);
  if (!id) return std::nullopt;
  return needs_.rows.find(tx, *id);
}

Result<Asking> Apps::check(Transaction& tx, const Asked& asked) {
  TRY_LET(auto app, client(tx, asked.client_id));
  if (!app) return app_absent();
  if (std::ranges::find(app->redirects, asked.redirect_uri) == app->redirects.end())
    return base::fail_in("redirect_uri", Fault::invalid_input, "redirect_unknown",
                         "This app did not register the address it wants to be answered at.");
  Asking asking{*std::move(app), asked_scopes(asked.scope).value_or(Scopes{}), wrong_with(asked)};
  return asking;
}

Result<std::string> Apps::allow(Transaction& tx, AccountId account, const Asked& asked,
                                const Asking& asking) {
  auto code = secret("");
  TRY(needs_.rows.insert_code(tx, {.code_hash = hash_of(code),
                                   .app = asking.app.id,
                                   .account = account,
                                   .redirect = asked.redirect_uri,
                                   .challenge = asked.code_challenge,
                                   .scopes = asking.scopes,
                                   .expires_at = needs_.clock.now() + code_life}));
  return code;
}

Result<DeviceAnswer> Apps::begin_device(Transaction& tx, std::string_view client_id, std::string_view scope) {
  TRY_LET(const auto app, client(tx, client_id));
  if (!app) return unknown_client();
  const auto scopes = asked_scopes(scope);
  if (!scopes) return Refused{"invalid_scope", "An app may ask for read, write and upload."};
  TRY_LET(const auto waiting, needs_.rows.devices(tx));
  if (waiting >= devices_max)
    return fail(Fault::not_available, "devices_full", "Too many devices are waiting.");
  DeviceCodes codes{secret(""), user_code()};
  const auto now = needs_.clock.now();
  TRY(needs_.rows.insert_device(tx, {.device_hash = hash_of(codes.device),
                                     .code_hash = hash_of(codes.user),
                                     .app = app->id,
                                     .scopes = *scopes,
                                     .interval = device_interval,
                                     .polled_at = now,
                                     .expires_at = now + device_life}));
  return codes;
}

Result<WaitingDevice> Apps::device(Transaction& tx, std::string_view typed) {
  TRY_LET(const auto found, needs_.rows.find_typed(tx, hash_of(folded_code(typed))));
  if (!found || found->state != AppDevice::State::waiting || found->expires_at <= needs_.clock.now())
    return code_unknown();
  TRY_LET(auto app, needs_.rows.find(tx, found->app));
  if (!app) return code_unknown();
  return WaitingDevice{*std::move(app), found->scopes};
}

Result<void> Apps::decide(Transaction& tx, AccountId account, std::string_view typed, bool allowed) {
  TRY(device(tx, typed));
  const auto state = allowed ? AppDevice::State::allowed : AppDevice::State::refused;
  TRY_LET(const bool waited, needs_.rows.decide_device(tx, hash_of(folded_code(typed)), account, state));
  if (!waited) return code_unknown();
  return {};
}

Result<TokenAnswer> Apps::issue(Transaction& tx, AppId app, AccountId account, const Scopes& scopes,
                                SessionId id) {
  TRY_LET(const auto there, needs_.rows.grants_of(tx, account));
  for (std::size_t i = grants_max - 1; i < there.size(); ++i) TRY(end(tx, there[i]));
  const auto now = needs_.clock.now();
  Issued issued{Grant{.id = id,
                      .app = app,
                      .account = account,
                      .scopes = scopes,
                      .access_scopes = scopes,
                      .access_until = now + access_life,
                      .created_at = now,
                      .used_at = to_the_hour(now),
                      .expires_at = expiry(now, now)},
                secret(access_prefix), secret(refresh_prefix)};
  TRY(needs_.rows.insert_grant(tx, issued.grant, {hash_of(issued.access), hash_of(issued.refresh)}));
  return issued;
}

Result<TokenAnswer> Apps::redeem(Transaction& tx, std::string_view client_id, std::string_view code,
                                 std::string_view redirect_uri, std::string_view verifier) {
  TRY_LET(const auto app, client(tx, client_id));
  if (!app) return unknown_client();
  const auto hash = hash_of(code);
  TRY_LET(const auto kept, needs_.rows.find_code(tx, hash));
  if (!kept || kept->app != app->id) return invalid_grant("This code is unknown.");
  const auto id = needs_.ids.unguessable<SessionId>();
  TRY_LET(const bool first, needs_.rows.redeem_code(tx, hash, id));
  if (!first) {
    // It has a copy: nobody knows which of the two was the app.
    if (kept->grant) {
      TRY_LET(const auto grant, needs_.rows.find_grant(tx, *kept->grant));
      if (grant) TRY(end(tx, *grant));
    }
    return invalid_grant("This code was used before; what came of it has ended.");
  }
  // One try: whoever holds a code and cannot show the rest is not who asked.
  if (kept->expires_at <= needs_.clock.now()) return invalid_grant("This code is too old.");
  if (kept->redirect != redirect_uri)
    return invalid_grant("The redirect_uri is not the one that was asked with.");
  const auto challenge = base::base64_url(hash_of(verifier));
  if (!is_verifier(verifier) ||
      !base::equal_in_constant_time(base::as_bytes(challenge), base::as_bytes(kept->challenge)))
    return invalid_grant("The code_verifier does not fit.");
  return issue(tx, app->id, kept->account, kept->scopes, id);
}

Result<TokenAnswer> Apps::poll(Transaction& tx, std::string_view client_id, std::string_view device_code) {
  TRY_LET(const auto app, client(tx, client_id));
  if (!app) return unknown_client();
  const auto hash = hash_of(device_code);
  TRY_LET(const auto device, needs_.rows.find_device(tx, hash));
  if (!device || device->app != app->id) return invalid_grant("This device_code is unknown.");
  const auto now = needs_.clock.now();
  if (device->expires_at <= now) return Refused{"expired_token", "Nobody typed the code in time."};
  const bool early = now - device->polled_at < device->interval;
  TRY(needs_.rows.note_poll(tx, hash, now, early ? device->interval + device_interval : device->interval));
  if (early) return Refused{"slow_down", "Wait longer between two questions: five seconds more from now on."};
  if (device->state == AppDevice::State::waiting)
    return Refused{"authorization_pending", "Nobody has typed the code yet."};
  TRY_LET(const bool there, needs_.rows.remove_device(tx, hash));
  if (!there) return invalid_grant("This device_code was used before.");
  if (device->state == AppDevice::State::refused) return Refused{"access_denied", "They said no."};
  return issue(tx, app->id, *device->account, device->scopes, needs_.ids.unguessable<SessionId>());
}

Result<TokenAnswer> Apps::refresh(Transaction& tx, std::string_view client_id, std::string_view token,
                                  std::string_view scope) {
  TRY_LET(const auto app, client(tx, client_id));
  if (!app) return unknown_client();
  const auto hash = hash_of(token);
  TRY_LET(const auto held, needs_.rows.find_any(tx, hash));
  if (!held || held->token == AppStore::Token::access || held->grant.app != app->id)
    return invalid_grant("This refresh_token is unknown or has ended.");
  const auto now = needs_.clock.now();
  auto grant = held->grant;
  if (held->token == AppStore::Token::spent) {
    TRY(end(tx, grant));
    return invalid_grant("This refresh_token was used before; the app's access has ended.");
  }
  if (grant.expires_at <= now) return invalid_grant("This refresh_token is too old.");
  grant.access_scopes = grant.scopes;
  if (!scope.empty()) {
    const auto fewer = Scopes::parse(scope);
    if (!fewer || !fewer->within(grant.scopes))
      return Refused{"invalid_scope", "That is more than was granted."};
    grant.access_scopes = *fewer;
  }
  grant.access_until = now + access_life;
  grant.used_at = to_the_hour(now);
  grant.expires_at = expiry(grant.created_at, now);
  Issued issued{grant, secret(access_prefix), secret(refresh_prefix)};
  TRY_LET(const bool first,
          needs_.rows.rotate(tx, grant, hash, {hash_of(issued.access), hash_of(issued.refresh)}));
  if (!first) return invalid_grant("This refresh_token was used before.");
  return issued;
}

Result<void> Apps::revoke(Transaction& tx, std::string_view client_id, std::string_view token) {
  TRY_LET(const auto app, client(tx, client_id));
  TRY_LET(const auto held, needs_.rows.find_any(tx, hash_of(token)));
  if (!app || !held || held->grant.app != app->id) return {};
  return end(tx, held->grant);
}

Result<std::optional<Apps::Current>> Apps::current(Transaction& tx, std::string_view access) {
  if (!access.starts_with(access_prefix) || access.size() != access_prefix.size() + secret_chars)
    return std::nullopt;
  const auto now = needs_.clock.now();
  TRY_LET(auto found, needs_.rows.find_access(tx, hash_of(access), now));
  if (!found) return std::nullopt;
  const bool due = now - found->grant.used_at >= session_touch_every;
  return Current{std::move(found->grant), std::move(found->account), due};
}

Result<void> Apps::touch(Transaction& tx, SessionId id) {
  TRY_LET(const auto grant, needs_.rows.find_grant(tx, id));
  if (!grant) return {};
  const auto now = needs_.clock.now();
  return needs_.rows.touch_grant(tx, id, to_the_hour(now), expiry(grant->created_at, now));
}

Result<std::vector<Access>> Apps::of(Transaction& tx, AccountId account) {
  TRY_LET(const auto grants, needs_.rows.grants_of(tx, account));
  std::vector<Access> list;
  for (const auto& grant : grants) {
    if (grant.expires_at <= needs_.clock.now()) continue;
    const auto known = std::ranges::find_if(list, [&](const Access& one) { return one.app.id == grant.app; });
    if (known != list.end()) {
      known->scopes.add(grant.scopes);
      known->since = std::min(known->since, grant.created_at);
      continue;
    }
    TRY_LET(auto app, needs_.rows.find(tx, grant.app));
    if (app) list.push_back({*std::move(app), grant.scopes, grant.created_at, grant.used_at});
  }
  return list;
}

Result<void> Apps::end(Transaction& tx, const Grant& grant) {
  TRY(needs_.rows.remove_grant(tx, grant.id));
  return tx.announce(model::SessionEnded{grant.account, grant.id});
}

Result<void> Apps::end(Transaction& tx, AccountId account, AppId app) {
  TRY(needs_.rows.forget_pending(tx, account, app));
  TRY_LET(const auto grants, needs_.rows.grants_of(tx, account));
  bool any = false;
  for (const auto& grant : grants) {
    if (grant.app != app) continue;
    TRY(end(tx, grant));
    any = true;
  }
  if (!any) return app_absent();
  return {};
}

Result<void> Apps::forget_expired(Transaction& tx, int max) {
  return needs_.rows.remove_expired(tx, needs_.clock.now(), max);
}

}  // namespace vitrine::accounts
