#pragma once
// A device with one passkey, and a checker that knows its signatures: SHA-256 over the key and the message,
// so that whoever has neither cannot make one by accident.
#include <map>
#include <string>

#include "accounts/cbor.hpp"
#include "accounts/passkeys.hpp"

namespace vitrine::accounts::testing {

class FakeSignatureChecker final : public SignatureChecker {
 public:
  [[nodiscard]] bool is_usable(const PublicKey& key) const override { return key.x != base::Bytes(32); }
  [[nodiscard]] bool holds(const PublicKey& key, base::ByteView message,
                           base::ByteView signature) const override {
    const auto right = sign(key.x, message);
    return std::ranges::equal(right, signature);
  }
  static base::Bytes sign(base::ByteView key, base::ByteView message) {
    base::Bytes all{key.begin(), key.end()};
    all.insert(all.end(), message.begin(), message.end());
    const auto digest = base::sha256(all);
    return {digest.begin(), digest.end()};
  }
};

class FakePasskeyStore final : public PasskeyStore {
 public:
  Result<void> insert(Transaction&, const Passkey& passkey) override {
    rows.push_back(passkey);
    return {};
  }
  Result<std::optional<Passkey>> find(Transaction&, base::ByteView credential) override {
    for (const auto& row : rows)
      if (std::ranges::equal(row.credential, credential)) return row;
    return std::nullopt;
  }
  Result<std::vector<Passkey>> of(Transaction&, AccountId account) override {
    std::vector<Passkey> out;
    for (const auto& row : rows)
      if (row.account == account) out.push_back(row);
    return out;
  }
  Result<bool> rename(Transaction&, AccountId account, model::PasskeyId id, std::string_view name) override {
    for (auto& row : rows)
      if (row.id == id && row.account == account) {
        row.name = name;
        return true;
      }
    return false;
  }
  Result<bool> remove(Transaction&, AccountId account, model::PasskeyId id) override {
    return std::erase_if(rows, [&](const Passkey& row) { return row.id == id && row.account == account; }) >
           0;
  }
  Result<bool> use(Transaction&, model::PasskeyId id, std::uint32_t counter, Instant at) override {
    for (auto& row : rows)
      if (row.id == id && !row.suspect && (row.counter < counter || (row.counter == 0 && counter == 0))) {
        row.counter = counter;
        row.used_at = at;
        return true;
      }
    return false;
  }
  Result<void> set_suspect(Transaction&, model::PasskeyId id) override {
    for (auto& row : rows) row.suspect = row.suspect || row.id == id;
    return {};
  }
  std::vector<Passkey> rows;
};

/// Says what a device and a browser would; every part can be bent.
struct FakeAuthenticator {
  std::string host = "vitrine.example", origin = "http://vitrine.example";
  base::Bytes credential = base::Bytes(16, std::byte{7});
  base::Bytes x = base::Bytes(32, std::byte{9});
  unsigned flags = 0x05;  // present and verified
  std::uint32_t counter = 0;
  bool cross_origin = false;

  [[nodiscard]] base::Bytes client_data(std::string_view type, std::string_view challenge) const {
    return of(R"({"type":")" + std::string{type} + R"(","challenge":")" + std::string{challenge} +
              R"(","origin":")" + origin + R"(","crossOrigin":)" + (cross_origin ? "true" : "false") +
              R"(,"other_keys_can_be_added_here":"yes"})");
  }
  [[nodiscard]] base::Bytes cose() const {
    const auto number = [](std::int64_t n) { return Cbor{.kind = Cbor::Kind::integer, .number = n}; };
    const auto bytes = [](const base::Bytes& b) { return Cbor{.kind = Cbor::Kind::bytes, .bytes = b}; };
    return write_cbor({.kind = Cbor::Kind::map,
                       .items = {number(1), number(2), number(3), number(-7), number(-1), number(1),
                                 number(-2), bytes(x), number(-3), bytes(base::Bytes(32, std::byte{1}))}});
  }
  [[nodiscard]] base::Bytes data(unsigned more_flags) const {
    const auto hash = base::sha256(base::as_bytes(host));
    base::Bytes out{hash.begin(), hash.end()};
    out.push_back(static_cast<std::byte>(flags | more_flags));
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(counter >> shift));
    return out;
  }
  [[nodiscard]] MadePasskey make(std::string_view challenge) const {
    auto said = data(0x40);
    said.resize(said.size() + 16);  // no model
    said.push_back(std::byte{0});
    said.push_back(static_cast<std::byte>(credential.size()));
    said.insert(said.end(), credential.begin(), credential.end());
    const auto key = cose();
    said.insert(said.end(), key.begin(), key.end());
    const auto text = [](std::string_view t) { return Cbor{.kind = Cbor::Kind::text, .bytes = of(t)}; };
    return {client_data("webauthn.create", challenge),
            write_cbor({.kind = Cbor::Kind::map,
                        .items = {text("fmt"), text("none"), text("attStmt"), Cbor{.kind = Cbor::Kind::map},
                                  text("authData"), Cbor{.kind = Cbor::Kind::bytes, .bytes = said}}})};
  }
  [[nodiscard]] UsedPasskey use(std::string_view challenge, AccountId whose) const {
    UsedPasskey out{.credential = credential,
                    .client_data = client_data("webauthn.get", challenge),
                    .authenticator_data = data(0),
                    .signature = {},
                    .user = Passkeys::user_handle(whose)};
    auto message = out.authenticator_data;
    const auto hash = base::sha256(out.client_data);
    message.insert(message.end(), hash.begin(), hash.end());
    out.signature = FakeSignatureChecker::sign(x, message);
    return out;
  }
  static base::Bytes of(std::string_view text) {
    const auto view = base::as_bytes(text);
    return {view.begin(), view.end()};
  }
};

}  // namespace vitrine::accounts::testing
