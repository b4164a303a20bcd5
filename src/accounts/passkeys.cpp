#include "accounts/passkeys.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace vitrine::accounts {
namespace {
using base::ByteView;
using base::fail;
using base::Fault;
using model::PasskeyId;

/// A challenge: 16 bytes of chance, 8 of its end, 16 of a keyed hash over both and what it is for.
constexpr std::size_t chance_bytes = 16, head_bytes = 24, challenge_bytes = 40;
constexpr model::Millis hour{3'600'000};

template <class Bytes>
void append_be(Bytes& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(number >> shift));
}

std::unexpected<base::Error> stale() {
  return fail(Fault::refused, "passkey_stale", "That took too long or was used before; try once more.");
}
std::unexpected<base::Error> elsewhere() {
  return fail(Fault::refused, "passkey_elsewhere",
              "This passkey was used on another site. Behind a proxy, set server.public_url.");
}

Result<std::string> checked_name(std::string_view text) {
  auto name = base::clean_text(text, base::Lines::one);
  if (name.empty() || base::code_points(name) > passkey_name_chars_max)
    return base::fail_in("name", Fault::invalid_input, "passkey_name_invalid",
                         "A passkey's name has 1 to 50 characters.");
  return name;
}

Result<void> check_device(const AuthenticatorData& said, const Place& place) {
  if (said.rp_hash != base::sha256(base::as_bytes(place.host))) return elsewhere();
  if (!said.present || !said.verified)
    return fail(Fault::refused, "passkey_unverified",
                "The device did not ask who you are. Set up a PIN or a fingerprint there.");
  return {};
}
}  // namespace

Passkeys::Passkeys(Needs needs) : needs_(needs) { needs_.rng.fill(secret_); }

base::Digest Passkeys::seal(Purpose purpose, SessionId session, ByteView head) const {
  base::Bytes text{head.begin(), head.end()};
  text.push_back(static_cast<std::byte>(purpose));
  append_be(text, session.raw());
  return base::hmac_sha256(secret_, text);
}

std::string Passkeys::challenge(Purpose purpose, SessionId session) {
  base::Bytes out(chance_bytes);
  needs_.rng.fill(out);
  append_be(out, static_cast<std::uint64_t>(model::millis(needs_.clock.now() + challenge_life)));
  const auto mark = seal(purpose, session, out);
  out.insert(out.end(), mark.begin(), mark.begin() + (challenge_bytes - head_bytes));
  return base::base64_url(out);
}

Result<void> Passkeys::check(const ClientData& said, Purpose purpose, SessionId session,
                             const Place& place) const {
  const bool making = purpose == Purpose::make;
  if ((said.act == ClientData::Act::create) != making) return stale();
  const auto bytes = base::from_base64_url(said.challenge);
  if (!bytes || bytes->size() != challenge_bytes) return stale();
  const auto head = ByteView{*bytes}.first(head_bytes);
  const auto mark = seal(purpose, session, head);
  if (!base::equal_in_constant_time(ByteView{*bytes}.subspan(head_bytes),
                                    ByteView{mark}.first(challenge_bytes - head_bytes)))
    return stale();
  const auto ends = base::read_be(head.subspan(chance_bytes));
  if (static_cast<std::uint64_t>(model::millis(needs_.clock.now())) > ends) return stale();
  if (said.cross_origin || std::ranges::find(place.origins, said.origin) == place.origins.end())
    return elsewhere();
  return {};
}

Result<void> Passkeys::spend(const std::string& challenge) {
  const auto now = needs_.clock.now();
  const auto id = base::sha256(base::as_bytes(challenge));
  const bool first = spent_.with([&](Spent& spent) {
    std::erase_if(spent, [&](const auto& entry) { return entry.second < now; });
    return spent.emplace(id, now + challenge_life).second;
  });
  if (!first) return stale();
  return {};
}

base::Bytes Passkeys::user_handle(AccountId account) {
  base::Bytes out;
  append_be(out, account.raw());
  return out;
}

Result<std::vector<Passkey>> Passkeys::of(Transaction& tx, AccountId account) {
  return needs_.rows.of(tx, account);
}

Result<std::optional<Passkey>> Passkeys::find(Transaction& tx, ByteView credential) {
  if (credential.empty() || credential.size() > credential_id_bytes_max) return std::nullopt;
  return needs_.rows.find(tx, credential);
}

Result<Passkey> Passkeys::read_new(const MadePasskey& made, AccountId account, SessionId session,
                                   const Place& place) {
  TRY_LET(const auto client, read_client_data(made.client_data));
  TRY(check(client, Purpose::make, session, place));
  TRY_LET(const auto said, read_attestation(made.attestation));
  TRY(check_device(said, place));
  TRY_LET(const auto key, read_public_key(said.credential->public_key));
  if (!needs_.checker.is_usable(key))
    return fail(Fault::corrupt_input, "passkey_malformed", "The passkey's key is none.");
  TRY(spend(client.challenge));
  const auto now = needs_.clock.now();
  return Passkey{.id = needs_.ids.unguessable<PasskeyId>(),
                 .account = account,
                 .credential = said.credential->id,
                 .place = place.host,
                 .public_key = said.credential->public_key,
                 .name = {},
                 .counter = said.counter,
                 .synced = said.synced,
                 .suspect = false,
                 .created_at = now,
                 .used_at = std::nullopt};
}

Result<Passkey> Passkeys::add(Transaction& tx, Passkey checked, std::string_view name) {
  TRY_LET(checked.name, checked_name(name));
  TRY_LET(const auto there, needs_.rows.of(tx, checked.account));
  if (there.size() >= passkeys_max)
    return fail(Fault::conflict, "passkeys_full", "There are 20 passkeys; remove one first.");
  TRY_LET(const auto twin, needs_.rows.find(tx, checked.credential));
  if (twin) return fail(Fault::conflict, "passkey_known", "This passkey is registered already.");
  TRY(needs_.rows.insert(tx, checked));
  TRY(tx.announce(model::SignInChanged{checked.account, checked.id, model::PasskeyDeed::added}));
  return checked;
}

Result<void> Passkeys::rename(Transaction& tx, AccountId account, PasskeyId id, std::string_view name) {
  TRY_LET(const auto clean, checked_name(name));
  TRY_LET(const bool there, needs_.rows.rename(tx, account, id, clean));
  if (!there) return fail(Fault::not_found, "passkey_absent", "There is no such passkey.");
  return {};
}

Result<void> Passkeys::remove(Transaction& tx, AccountId account, PasskeyId id) {
  TRY_LET(const bool there, needs_.rows.remove(tx, account, id));
  if (!there) return fail(Fault::not_found, "passkey_absent", "There is no such passkey.");
  return tx.announce(model::SignInChanged{account, id, model::PasskeyDeed::removed});
}

Result<Passkeys::Held> Passkeys::prove(const std::optional<Passkey>& known, const UsedPasskey& used,
                                       Purpose purpose, SessionId session, const Place& place) {
  TRY_LET(const auto client, read_client_data(used.client_data));
  TRY(check(client, purpose, session, place));
  TRY_LET(const auto said, read_authenticator_data(used.authenticator_data));
  TRY(check_device(said, place));
  if (!known || known->place != place.host)
    return fail(Fault::not_signed_in, "passkey_unknown",
                "This passkey is not known here; it may have been removed from the account.");
  if (!used.user.empty() && used.user != user_handle(known->account))
    return fail(Fault::not_signed_in, "passkey_wrong", "This passkey could not be checked.");
  TRY_LET(const auto key, read_public_key(known->public_key));
  base::Bytes message = used.authenticator_data;
  const auto hash = base::sha256(used.client_data);
  message.insert(message.end(), hash.begin(), hash.end());
  if (used.signature.size() > signature_bytes_max || !needs_.checker.holds(key, message, used.signature))
    return fail(Fault::not_signed_in, "passkey_wrong", "This passkey could not be checked.");
  TRY(spend(client.challenge));
  if (known->suspect)
    return fail(Fault::refused, "passkey_suspect",
                "This passkey was used as if there were two of it. Sign in another way and remove it.");
  return Held{*known, said.counter};
}

Result<bool> Passkeys::used(Transaction& tx, const Held& held) {
  const auto at = model::instant(model::millis(needs_.clock.now()) / hour.count() * hour.count());
  TRY_LET(const bool ahead, needs_.rows.use(tx, held.passkey.id, held.counter, at));
  if (ahead) return true;
  TRY(needs_.rows.set_suspect(tx, held.passkey.id));
  TRY(tx.announce(model::SignInChanged{held.passkey.account, held.passkey.id, model::PasskeyDeed::suspect}));
  return false;
}

}  // namespace vitrine::accounts
