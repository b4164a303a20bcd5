#include "http/call.hpp"

#include "base/assert.hpp"

namespace vitrine::http {
namespace json = base::json;
using base::fail;
using base::fail_in;

namespace {

bool is_key(std::string_view key) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return key.size() >= 8 && key.size() <= 64 && std::ranges::all_of(key, fits);
}

base::Digest fingerprint_of(const Request& request) {
  base::Sha256 hash;
  hash.add(base::as_bytes(request.method + '\n' + request.path + '\n' + request.query + '\n'));
  for (const auto name : {"upload-length", "upload-metadata"})
    hash.add(base::as_bytes(std::string{request.header(name)} + '\n'));
  hash.add(base::as_bytes(request.body));
  return hash.finish();
}

std::string kept_text(const Response& response) {
  json::array fields;
  for (const auto& field : response.fields) fields.emplace_back(json::array{field.name, field.value});
  return base::to_text(
      json::object{{"type", response.type}, {"fields", std::move(fields)}, {"body", response.body_text()}});
}

Result<Response> answer_again(const ports::KeptAnswer& kept) {
  constexpr std::size_t bytes_max = 8 * 1024 * 1024;  // we wrote it ourselves
  TRY_LET(const auto value, base::parse_json(kept.body, bytes_max));
  const Fields fields{value.as_object()};
  auto response = Response::text(fields.text("body"), fields.text("type"), kept.status);
  for (const auto& pair : fields.array("fields"))
    response.add(std::string{pair.at(0).as_string()}, std::string{pair.at(1).as_string()});
  return std::move(response).with("Idempotent-Replay", "true");
}

}  // namespace

std::string_view Call::text(std::string_view name) const {
  for (const auto& [known, value] : path_)
    if (known == name) return value;
  VITRINE_ASSERT(false, "a handler reads only parameters its path declares");
  return {};
}

const Viewer& Call::me() const {
  VITRINE_ASSERT(viewer_.has_value(), "only routes for signed-in viewers ask who it is");
  return *viewer_;
}

std::optional<model::AccountId> Call::my_account() const {
  return viewer_ ? std::optional{viewer_->account} : std::nullopt;
}

Result<std::optional<std::vector<std::int64_t>>> Call::cursor(std::string_view listing) const {
  const auto text = query().maybe_text("cursor");
  if (!text) return std::nullopt;
  TRY_LET(auto numbers, needs_.cursors.open(listing, *text));
  return std::optional{std::move(numbers)};
}

std::string Call::next(std::string_view listing, std::span<const std::int64_t> numbers) const {
  return needs_.cursors.seal(listing, numbers);
}

Result<Response> Call::write(const std::function<Result<Response>(ports::Transaction&)>& use) {
  const auto key = request_->header("idempotency-key");
  // Without an account there is no scope in which a key is one's own.
  if (key.empty() || !viewer_) return needs_.record.write(use);
  if (!is_key(key))
    return fail_in("Idempotency-Key", Fault::invalid_input, "idempotency_key_invalid",
                   "An Idempotency-Key has 8 to 64 of A-Z, a-z, 0-9, - and _.");
  const auto scope = viewer_->account.text();
  const auto fingerprint = fingerprint_of(*request_);
  const auto now = needs_.clock.now();
  return needs_.record.write([&](ports::Transaction& tx) -> Result<Response> {
    TRY_LET(const auto kept, needs_.idempotency.find(tx, scope, key, now - ports::answers_kept_for));
    if (kept && kept->fingerprint != fingerprint)
      return fail_in("Idempotency-Key", Fault::corrupt_input, "idempotency_mismatch",
                     "This Idempotency-Key was used for another call; take a new one.");
    if (kept) return answer_again(*kept);
    TRY_LET(auto response, use(tx));
    if (!response.secret)
      TRY(needs_.idempotency.keep(tx, scope, key, {fingerprint, response.status, kept_text(response)}, now));
    return response;
  });
}

}  // namespace vitrine::http
