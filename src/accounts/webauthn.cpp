#include "accounts/webauthn.hpp"

#include <algorithm>

#include "accounts/cbor.hpp"
#include "base/json.hpp"

namespace vitrine::accounts {
namespace {
using base::ByteView;
using base::Fault;
using base::Result;

std::unexpected<base::Error> malformed() {
  return base::fail(Fault::corrupt_input, "passkey_malformed", "The passkey's answer cannot be read.");
}

/// The names of a COSE_Key's parts, and the values we take (RFC 9053, section 7).
namespace cose {
constexpr std::int64_t kind = 1, algorithm = 3;
constexpr std::int64_t kind_okp = 1, kind_ec2 = 2, kind_rsa = 3;
constexpr std::int64_t curve = -1, x = -2, y = -3;
constexpr std::int64_t curve_p256 = 1, curve_ed25519 = 6;
constexpr std::int64_t modulus = -1, exponent = -2;
}  // namespace cose

constexpr std::size_t point_bytes = 32;
constexpr std::size_t rsa_bytes_min = 256, rsa_bytes_max = 512, exponent_bytes_max = 4;

bool is_number(const Cbor* value, std::int64_t wanted) {
  return value != nullptr && value->kind == Cbor::Kind::integer && value->number == wanted;
}
bool is_bytes(const Cbor* value, std::size_t min, std::size_t max) {
  return value != nullptr && value->kind == Cbor::Kind::bytes && value->bytes.size() >= min &&
         value->bytes.size() <= max;
}

constexpr std::size_t head_bytes = 37;  // hash of the place, flags, counter
constexpr std::size_t model_bytes = 16;
enum Flag : unsigned { present = 1, verified = 4, backed_up_able = 8, credential = 64, extensions = 128 };
}  // namespace

Result<PublicKey> read_public_key(ByteView bytes) {
  const auto read = read_cbor(bytes);
  if (!read || read->size != bytes.size()) return malformed();
  const auto& key = read->value;
  const auto* const kind = key.find(cose::kind);
  const auto* const algorithm = key.find(cose::algorithm);
  if (kind == nullptr || algorithm == nullptr || algorithm->kind != Cbor::Kind::integer) return malformed();
  const auto point = [&](std::int64_t name) { return is_bytes(key.find(name), point_bytes, point_bytes); };
  switch (static_cast<Algorithm>(algorithm->number)) {
    case Algorithm::es256:
      if (!is_number(kind, cose::kind_ec2) || !is_number(key.find(cose::curve), cose::curve_p256) ||
          !point(cose::x) || !point(cose::y))
        return malformed();
      return PublicKey{Algorithm::es256, key.find(cose::x)->bytes, key.find(cose::y)->bytes};
    case Algorithm::eddsa:
      if (!is_number(kind, cose::kind_okp) || !is_number(key.find(cose::curve), cose::curve_ed25519) ||
          !point(cose::x))
        return malformed();
      return PublicKey{Algorithm::eddsa, key.find(cose::x)->bytes, {}};
    case Algorithm::rs256:
      if (!is_number(kind, cose::kind_rsa) ||
          !is_bytes(key.find(cose::modulus), rsa_bytes_min, rsa_bytes_max) ||
          !is_bytes(key.find(cose::exponent), 1, exponent_bytes_max))
        return malformed();
      return PublicKey{Algorithm::rs256, key.find(cose::modulus)->bytes, key.find(cose::exponent)->bytes};
  }
  return base::fail(Fault::corrupt_input, "passkey_algorithm",
                    "This passkey signs in a way we do not read; use another device or security key.");
}

Result<AuthenticatorData> read_authenticator_data(ByteView bytes) {
  if (bytes.size() < head_bytes || bytes.size() > attestation_bytes_max) return malformed();
  AuthenticatorData out;
  std::ranges::copy(bytes.first(out.rp_hash.size()), out.rp_hash.begin());
  const auto flags = std::to_integer<unsigned>(bytes[32]);
  out.present = (flags & present) != 0;
  out.verified = (flags & verified) != 0;
  out.synced = (flags & backed_up_able) != 0;
  out.counter = static_cast<std::uint32_t>(base::read_be(bytes.subspan(33, 4)));
  auto rest = bytes.subspan(head_bytes);
  if ((flags & credential) != 0) {
    if (rest.size() < model_bytes + 2) return malformed();
    const auto size = static_cast<std::size_t>(base::read_be(rest.subspan(model_bytes, 2)));
    rest = rest.subspan(model_bytes + 2);
    if (size == 0 || size > credential_id_bytes_max || size > rest.size()) return malformed();
    const auto id = rest.first(size);
    rest = rest.subspan(size);
    const auto key = read_cbor(rest);
    if (!key) return malformed();
    const auto cose = rest.first(key->size);
    out.credential.emplace(base::Bytes{id.begin(), id.end()}, base::Bytes{cose.begin(), cose.end()});
    rest = rest.subspan(key->size);
  }
  if ((flags & extensions) != 0) {
    const auto more = read_cbor(rest);
    if (!more || more->value.kind != Cbor::Kind::map) return malformed();
    rest = rest.subspan(more->size);
  }
  if (!rest.empty()) return malformed();
  return out;
}

Result<AuthenticatorData> read_attestation(ByteView bytes) {
  if (bytes.size() > attestation_bytes_max) return malformed();
  const auto read = read_cbor(bytes);
  if (!read || read->size != bytes.size()) return malformed();
  const auto* const format = read->value.find("fmt");
  const auto* const statement = read->value.find("attStmt");
  const auto* const data = read->value.find("authData");
  if (format == nullptr || format->kind != Cbor::Kind::text || statement == nullptr ||
      statement->kind != Cbor::Kind::map || data == nullptr || data->kind != Cbor::Kind::bytes)
    return malformed();
  if (format->text() == "none" && !statement->items.empty()) return malformed();
  TRY_LET(auto out, read_authenticator_data(data->bytes));
  if (!out.credential) return malformed();
  return out;
}

Result<ClientData> read_client_data(ByteView bytes) {
  const auto json = base::parse_json(base::as_text(bytes), client_data_bytes_max);
  if (!json || !json->is_object()) return malformed();
  const auto& fields = json->get_object();
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const auto* const found = fields.if_contains(name);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string{std::string_view{found->get_string()}};
  };
  const auto type = text("type");
  auto challenge = text("challenge");
  auto origin = text("origin");
  if (!type || !challenge || !origin) return malformed();
  ClientData out{
      .act = ClientData::Act::get, .challenge = *std::move(challenge), .origin = *std::move(origin)};
  if (*type == "webauthn.create") out.act = ClientData::Act::create;
  else if (*type != "webauthn.get") return malformed();
  if (const auto* const cross = fields.if_contains("crossOrigin"); cross != nullptr) {
    if (!cross->is_bool()) return malformed();
    out.cross_origin = cross->get_bool();
  }
  return out;
}

}  // namespace vitrine::accounts
