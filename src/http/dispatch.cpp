#include "http/dispatch.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <exception>

#include "accounts/account.hpp"
#include "base/log.hpp"
#include "http/compression.hpp"
#include "http/problem.hpp"
#include "http/security.hpp"

namespace vitrine::http {
using base::fail;
using base::fail_in;

namespace {

bool is_api(const Request& request) { return request.path.starts_with("/api/"); }

bool is_type(std::string_view type, std::string_view wanted) {
  return same_word(type.substr(0, type.find_first_of("; ")), wanted);
}

constexpr const char* scope_code = "scope_insufficient";

/// An app calls what its scopes name, and nothing that names none.
Result<void> check_scope(const Route& route, const std::optional<Viewer>& viewer) {
  if (!viewer || !viewer->scopes) return {};
  if (route.scope == accounts::Scope::none)
    return fail(Fault::refused, scope_code, "No app may do this; only the person themselves.");
  if (viewer->scopes->has(route.scope)) return {};
  return fail(Fault::refused, scope_code,
              fmt::format("The app would need to be allowed \"{}\".", word_of(route.scope)));
}

/// RFC 6750, 3: why a token did not do.
std::string challenge_of(const Route& route, const base::Error& error) {
  if (error.fault == Fault::not_signed_in) return R"(Bearer error="invalid_token")";
  std::string text = R"(Bearer error="insufficient_scope")";
  if (route.scope != accounts::Scope::none) text += fmt::format(", scope=\"{}\"", word_of(route.scope));
  return text;
}

/// A problem as RFC 6749, 5.2 wants to read it.
Response in_oauth_words(Response response) {
  if (response.status < 400 || response.type != "application/problem+json") return response;
  const auto body = base::parse_json(response.body_text(), 64 * 1024);  // we wrote it
  const std::string_view error = response.status == 401   ? "invalid_client"
                                 : response.status == 429 ? "temporarily_unavailable"
                                 : response.status >= 500 ? "server_error"
                                                          : "invalid_request";
  const auto detail = body ? body->as_object().at("detail") : base::json::value("");
  auto told = Response::json({{"error", error}, {"error_description", detail}}, response.status);
  for (auto& field : response.fields) told.fields.push_back(std::move(field));
  return told;
}

/// The pairs of a form that `shape` names.
std::vector<std::pair<std::string, std::string>> named_pairs(
    const Shape& shape, std::vector<std::pair<std::string, std::string>> pairs) {
  Components components;
  const auto names = shape.parameters(components);
  std::erase_if(pairs, [&](const auto& pair) {
    return pair.second.empty() ||
           std::ranges::none_of(names, [&](const auto& known) { return known.name == pair.first; });
  });
  return pairs;
}

Result<void> check_right(const Route& route, const std::optional<Viewer>& viewer, model::Instant now) {
  TRY(check_scope(route, viewer));
  if (route.access == Access::anyone) return {};
  if (!viewer) return fail(Fault::not_signed_in, "not_signed_in", "Sign in first.");
  if (route.fresh_proof && now - viewer->proven_at > accounts::proof_life)
    return fail(
        Fault::refused, "proof_needed",
        "Show your password or a code again first: POST /api/v1/me/proof. It counts for ten minutes.");
  const auto enough = [&](model::Role role) -> Result<void> {
    if (viewer->role >= role) return {};
    return fail(Fault::refused, "role_insufficient",
                fmt::format("This needs the role {} or more.", model::text(role)));
  };
  switch (route.access) {
    case Access::creator:
      return enough(model::Role::creator);
    case Access::moderator:
      return enough(model::Role::moderator);
    case Access::owner:
      return enough(model::Role::owner);
    default:
      return {};
  }
}

/// Exceptions end here: a library that throws must not take the server with it.
Response guarded(const std::function<Result<Response>()>& run) {
  try {
    auto response = run();
    return response ? std::move(*response) : problem(response.error());
  } catch (const std::exception& trouble) {
    base::log(base::Level::error, "handler_threw", {{"what", trouble.what()}});
    return problem(500, "internal", "Something went wrong on our side. Try again.");
  }
}

}  // namespace

std::uint64_t Dispatcher::Plan::body_bytes_max() const {
  if (route == nullptr) return 0;
  return route->receiver || route->body ? route->body_bytes_max : 0;
}

Response Dispatcher::finished(Response response, const Request& request,
                              std::vector<HeaderField> fields) const {
  for (auto& field : fields) response.fields.push_back(std::move(field));
  // Answers of the API depend on who asks; nobody in between may keep them.
  if (is_api(request) && response.header("cache-control").empty()) response.add("Cache-Control", "no-store");
  if (needs_.media.is_asked(request)) needs_.media.open_to_pages(response);
  compress(response, request);
  return response;
}

Dispatcher::Plan Dispatcher::plan(const Request& request) const {
  if (auto refusal = needs_.media.turn_away(request))
    return {nullptr, {}, finished(std::move(*refusal), request, {})};
  auto match = table_.find(request.method, request.path);
  if (match.route != nullptr) return {match.route, std::move(match.path), std::nullopt};
  if (match.allow.empty())
    return {
        nullptr, {}, finished(problem(404, "not_found", "There is nothing at this address."), request, {})};
  auto refusal = problem(405, "method_not_allowed", "This address does not take this method.");
  refusal.add("Allow", match.allow);
  return {nullptr, {}, finished(std::move(refusal), request, {})};
}

Result<void> Dispatcher::identify(Call& call, const Route& route) const {
  const auto& request = call.request();
  call.language_ = language_of(request.header("accept-language"));
  const auto token = token_of(request);
  const bool by_cookie = !token || token->by_cookie;
  // A form or a script of another site could sign a browser in or out even without a session.
  if (by_cookie && !is_safe_method(request.method) && is_cross_site(request))
    return fail(Fault::refused, "cross_site", "This call came from another site's page.");
  if (route.run == Run::at_once || !token) return {};
  TRY_LET(call.viewer_, needs_.sessions.viewer_of(token->text));
  if (by_cookie && call.viewer_ && call.viewer_->scopes) call.viewer_.reset();  // an app is no browser
  if (!call.viewer_) {
    if (by_cookie) return {};  // an old cookie is a visitor without account
    return fail(Fault::not_signed_in, "session_ended", "This token is not valid any more; sign in again.");
  }
  if (by_cookie && !is_safe_method(request.method) && !is_same_origin(request))
    return fail(Fault::refused, "cross_site",
                "A call with the session cookie needs Sec-Fetch-Site or Origin of this host.");
  // Also a choice of the device, not only of the account: a tablet may be shared.
  if (request.header(restricted_header) == "1") call.viewer_->restricted = true;
  call.by_cookie_ = by_cookie;
  call.token_ = token->text;
  return {};
}

std::optional<Response> Dispatcher::slow_down(const Call& call, const Route& route,
                                              std::vector<HeaderField>& fields) const {
  if (route.pace == Pace::free) return std::nullopt;
  const auto rule = rule_of(route.pace);
  const auto verdict = needs_.paces.take(route.pace, call.my_account(), call.request().remote_address);
  if (verdict.allowed && verdict.full_after_s == 0) return std::nullopt;  // switched off
  // draft-ietf-httpapi-ratelimit-headers-10
  fields.push_back(
      {"RateLimit-Policy", fmt::format("\"{}\";q={};w={}", rule.name, rule.calls, rule.window_s)});
  fields.push_back({"RateLimit", fmt::format("\"{}\";r={};t={}", rule.name, verdict.left,
                                             std::max(verdict.retry_after_s, verdict.full_after_s))});
  if (verdict.allowed) return std::nullopt;
  fields.push_back({"Retry-After", std::to_string(verdict.retry_after_s)});
  return problem(429, "too_many_calls",
                 fmt::format("Too many calls; try again in {} seconds.", verdict.retry_after_s));
}

Result<void> Dispatcher::read_input(Call& call, const Route& route, bool streamed) const {
  const auto& request = call.request();
  if (route.query || is_api(request)) {
    TRY_LET(const auto pairs, read_query(request.query));
    TRY_LET(call.query_, route.query.value_or(shape::nothing()).read_pairs(pairs));
  }
  if (streamed) return {};
  if (!route.body) {
    if (request.body.empty()) return {};
    return fail(Fault::invalid_input, "body_unexpected", "This call takes no body.");
  }
  if (route.form) {
    TRY_LET(auto pairs, read_query(request.body));
    TRY_LET(call.body_, route.body->read_pairs(named_pairs(*route.body, std::move(pairs))));
    return {};
  }
  TRY_LET(auto body, base::parse_json(request.body, route.body_bytes_max));
  TRY(route.body->check(body));
  if (auto* object = body.if_object()) call.body_ = std::move(*object);
  return {};
}

std::optional<Response> Dispatcher::admit(Call& call, const Route& route, bool streamed,
                                          std::vector<HeaderField>& fields) const {
  const auto& request = call.request();
  const auto refused = [&](const base::Error& error) {
    const bool of_token = error.code == "session_ended" || error.code == scope_code;
    if (of_token) fields.push_back({"WWW-Authenticate", challenge_of(route, error)});
    return problem(error);
  };
  if (auto status = identify(call, route); !status) return refused(status.error());
  if (auto refusal = slow_down(call, route, fields)) return refusal;
  if (auto status = check_right(route, call.viewer(), call.now()); !status) return refused(status.error());
  const auto type = request.header("content-type");
  if (route.form && !is_type(type, "application/x-www-form-urlencoded"))
    return problem(415, "form_expected", "Send the body as application/x-www-form-urlencoded.");
  if (route.body && !route.form && !streamed && !is_type(type, "application/json"))
    return problem(415, "json_expected", "Send the body as application/json.");
  if (auto status = read_input(call, route, streamed); !status) return problem(status.error());
  return std::nullopt;
}

std::optional<Response> Dispatcher::answer_shortly(const Plan& plan, const Request& request) const {
  if (plan.route == nullptr || !plan.route->shortcut || !request.body.empty()) return std::nullopt;
  std::optional<Response> known;
  auto response = guarded([&]() -> Result<Response> {
    known = plan.route->shortcut(request, plan.path);
    return known ? std::move(*known) : Response::nothing();
  });
  if (!known) return std::nullopt;
  return finished(std::move(response), request, {});
}

Response Dispatcher::answer(const Plan& plan, const Request& request) const {
  if (plan.refusal) return *plan.refusal;
  std::vector<HeaderField> fields;
  auto response = guarded([&]() -> Result<Response> {
    Call call{needs_.call, request, plan.path};
    if (auto refusal = admit(call, *plan.route, false, fields)) return std::move(*refusal);
    return plan.route->handler(call);
  });
  if (needs_.incidents != nullptr) needs_.incidents->note(*plan.route, response.status);
  if (plan.route->form) response = in_oauth_words(std::move(response));
  return finished(std::move(response), request, std::move(fields));
}

Dispatcher::Reception Dispatcher::receive(const Plan& plan, const Request& request) const {
  Reception reception;
  std::vector<HeaderField> fields;
  auto refusal = guarded([&]() -> Result<Response> {
    reception.call = std::make_unique<Call>(needs_.call, request, plan.path);
    if (auto refused = admit(*reception.call, *plan.route, true, fields)) return std::move(*refused);
    TRY_LET(auto sink, plan.route->receiver(*reception.call));
    if (auto refused = sink->refusal()) return std::move(*refused);
    reception.sink = std::move(sink);
    return Response::nothing();
  });
  if (!reception.sink && needs_.incidents != nullptr) needs_.incidents->note(*plan.route, refusal.status);
  if (!reception.sink) reception.refusal = finished(std::move(refusal), request, std::move(fields));
  return reception;
}

std::optional<Response> Dispatcher::write(Reception& reception, std::string_view chunk) const {
  bool taken = false;
  auto refusal = guarded([&]() -> Result<Response> {
    TRY(reception.sink->write(chunk));
    taken = true;
    return Response::nothing();
  });
  if (taken) return std::nullopt;
  return finished(std::move(refusal), reception.call->request(), {});
}

Response Dispatcher::finish(Reception& reception) const {
  auto response = guarded([&] { return reception.sink->finish(); });
  return finished(std::move(response), reception.call->request(), {});
}

Response Dispatcher::answer(const Request& request) const {
  const auto plan = this->plan(request);
  if (auto known = answer_shortly(plan, request)) return std::move(*known);
  if (!plan.streamed()) return answer(plan, request);
  auto reception = receive(plan, request);
  if (reception.refusal) return std::move(*reception.refusal);
  if (!request.body.empty())
    if (auto refusal = write(reception, request.body)) return std::move(*refusal);
  return finish(reception);
}

}  // namespace vitrine::http
