#include "accounts/passkeys.hpp"

#include <doctest/doctest.h>

#include "accounts/testing/fake_authenticator.hpp"
#include "accounts/testing/fake_stores.hpp"

namespace vitrine::accounts::passkeys_test {
namespace {
using testing::FakeAuthenticator;
using testing::FakeHouse;
using Purpose = Passkeys::Purpose;

constexpr AccountId ada{1}, bob{2};
constexpr SessionId here{11}, there{12}, none{0};

struct Door : FakeHouse {
  testing::FakePasskeyStore rows;
  testing::FakeSignatureChecker checker;
  Passkeys passkeys{{rows, checker, clock, ids, rng}};
  Place place{"vitrine.example", {"http://vitrine.example"}};
  FakeAuthenticator phone;

  std::string add(const FakeAuthenticator& device, SessionId session = here) {
    return keep(device.make(passkeys.challenge(Purpose::make, here)), session);
  }
  std::string keep(const MadePasskey& made, SessionId session = here) {
    const auto checked = passkeys.read_new(made, ada, session, place);
    if (!checked) return checked.error().code;
    const auto kept = passkeys.add(tx, *checked, "phone");
    return kept ? "kept" : kept.error().code;
  }
  std::string show(const UsedPasskey& used, Purpose purpose = Purpose::sign_in, SessionId session = none) {
    const auto known = passkeys.find(tx, used.credential);
    REQUIRE(known);
    const auto held = passkeys.prove(*known, used, purpose, session, place);
    if (!held) return held.error().code;
    return *passkeys.used(tx, *held) ? "in" : "twin";
  }
  std::string sign_in(const FakeAuthenticator& device) {
    return show(device.use(passkeys.challenge(Purpose::sign_in, none), ada));
  }
};
}  // namespace

TEST_CASE("passkeys: what was made opens, and only with its own key") {
  Door door;
  CHECK(door.sign_in(door.phone) == "passkey_unknown");
  CHECK(door.add(door.phone) == "kept");
  CHECK(door.rows.rows[0].name == "phone");
  CHECK(door.sign_in(door.phone) == "in");
  auto stranger = door.phone;
  stranger.x[0] = std::byte{8};
  CHECK(door.sign_in(stranger) == "passkey_wrong");
  auto used = door.phone.use(door.passkeys.challenge(Purpose::sign_in, none), bob);
  CHECK(door.show(used) == "passkey_wrong");  // says that it is somebody else's
  used = door.phone.use(door.passkeys.challenge(Purpose::sign_in, none), ada);
  used.user.clear();
  CHECK(door.show(used) == "in");
  used = door.phone.use(door.passkeys.challenge(Purpose::sign_in, none), ada);
  used.authenticator_data[33] ^= std::byte{1};
  CHECK(door.show(used) == "passkey_wrong");
}

TEST_CASE("passkeys: a challenge is for one purpose, one session, one use and five minutes") {
  Door door;
  REQUIRE(door.add(door.phone) == "kept");
  const auto once = door.phone.use(door.passkeys.challenge(Purpose::sign_in, none), ada);
  CHECK(door.show(once) == "in");
  CHECK(door.show(once) == "passkey_stale");
  const auto late = door.phone.use(door.passkeys.challenge(Purpose::sign_in, none), ada);
  door.clock.advance(challenge_life + model::Millis{1});
  CHECK(door.show(late) == "passkey_stale");

  const auto proof = door.phone.use(door.passkeys.challenge(Purpose::prove, here), ada);
  CHECK(door.show(proof) == "passkey_stale");
  CHECK(door.show(proof, Purpose::prove, there) == "passkey_stale");
  CHECK(door.show(proof, Purpose::prove, here) == "in");
  CHECK(door.show(door.phone.use("AAAA", ada)) == "passkey_stale");
  CHECK(door.show(door.phone.use(base::base64_url(base::Bytes(40)), ada)) == "passkey_stale");

  FakeAuthenticator laptop;
  laptop.credential[0] = std::byte{1};
  CHECK(door.add(laptop, there) == "passkey_stale");
  auto made = laptop.make(door.passkeys.challenge(Purpose::sign_in, none));
  CHECK(door.keep(made) == "passkey_stale");
  made = laptop.make(door.passkeys.challenge(Purpose::make, here));
  CHECK(door.keep(made) == "kept");
  CHECK(door.keep(made) == "passkey_stale");
  // What says "get" makes nothing, and the other way around.
  made.client_data = laptop.client_data("webauthn.get", door.passkeys.challenge(Purpose::make, here));
  CHECK(door.keep(made) == "passkey_stale");
  auto used = laptop.use(door.passkeys.challenge(Purpose::sign_in, none), ada);
  used.client_data = laptop.client_data("webauthn.create", door.passkeys.challenge(Purpose::sign_in, none));
  CHECK(door.show(used) == "passkey_stale");
}

TEST_CASE("passkeys: another site's page, another place and a device that asked nobody get nothing") {
  Door door;
  REQUIRE(door.add(door.phone) == "kept");
  auto bent = door.phone;
  bent.origin = "http://vitrine.example.evil";
  CHECK(door.sign_in(bent) == "passkey_elsewhere");
  CHECK(door.add(bent) == "passkey_elsewhere");
  bent = door.phone;
  bent.cross_origin = true;
  CHECK(door.sign_in(bent) == "passkey_elsewhere");
  bent = door.phone;
  bent.host = "evil.example";
  CHECK(door.sign_in(bent) == "passkey_elsewhere");
  CHECK(door.add(bent) == "passkey_elsewhere");
  for (const unsigned flags : {0x00U, 0x01U, 0x04U}) {
    bent = door.phone;
    bent.flags = flags;
    CHECK(door.sign_in(bent) == "passkey_unverified");
    CHECK(door.add(bent) == "passkey_unverified");
  }
  // Made for the house's former name: it opens nothing under the new one.
  door.rows.rows[0].place = "old.example";
  CHECK(door.sign_in(door.phone) == "passkey_unknown");
}

TEST_CASE("passkeys: a count that falls back shows a twin, and then nothing opens any more") {
  Door door;
  door.phone.counter = 5;
  REQUIRE(door.add(door.phone) == "kept");
  CHECK(door.sign_in(door.phone) == "twin");  // 5 again
  CHECK(door.rows.rows[0].suspect);
  door.phone.counter = 9;
  CHECK(door.sign_in(door.phone) == "passkey_suspect");

  FakeAuthenticator other;
  other.credential[0] = std::byte{1};
  REQUIRE(door.add(other) == "kept");
  other.counter = 3;
  CHECK(door.sign_in(other) == "in");
  other.counter = 0;  // once it counts, it goes on counting
  CHECK(door.sign_in(other) == "twin");
}

TEST_CASE("passkeys: names, a limit, no key twice, and removing ends it") {
  Door door;
  REQUIRE(door.add(door.phone) == "kept");
  CHECK(door.add(door.phone) == "passkey_known");
  const auto id = door.rows.rows[0].id;
  CHECK(door.passkeys.rename(door.tx, ada, id, "  ").error().code == "passkey_name_invalid");
  CHECK(door.passkeys.rename(door.tx, bob, id, "mine").error().code == "passkey_absent");
  CHECK(door.passkeys.rename(door.tx, ada, id, " my phone ").has_value());
  CHECK(door.rows.rows[0].name == "my phone");
  CHECK(door.passkeys.remove(door.tx, bob, id).error().code == "passkey_absent");
  for (std::size_t i = 1; i < passkeys_max; ++i) {
    auto more = door.phone;
    more.credential[0] = static_cast<std::byte>(i + 10);
    CHECK(door.add(more) == "kept");
  }
  auto more = door.phone;
  more.credential[0] = std::byte{200};
  CHECK(door.add(more) == "passkeys_full");
  CHECK(door.passkeys.remove(door.tx, ada, id).has_value());
  CHECK(door.sign_in(door.phone) == "passkey_unknown");
  CHECK(door.add(more) == "kept");
}

TEST_CASE("passkeys: bytes that are no answer of a device are refused whole") {
  Door door;
  const auto good = door.phone.make(door.passkeys.challenge(Purpose::make, here));
  for (std::size_t size = 0; size < good.attestation.size(); ++size) {
    const auto cut = base::ByteView{good.attestation}.first(size);
    CHECK_FALSE(read_attestation(cut).has_value());
  }
  auto longer = good.attestation;
  longer.push_back(std::byte{0});
  CHECK_FALSE(read_attestation(longer).has_value());
  CHECK(read_attestation(good.attestation).has_value());
  for (const auto* const text :
       {"", "[]", "{}", R"({"type":"webauthn.get"})",
        R"({"type":"payment.get","challenge":"a","origin":"b"})",
        R"({"type":"webauthn.get","challenge":1,"origin":"b"})",
        R"({"type":"webauthn.get","challenge":"a","origin":"b","crossOrigin":"no"})"})
    CHECK_FALSE(read_client_data(base::as_bytes(text)).has_value());
  auto dot = door.phone;
  dot.x = base::Bytes(32);  // the checker says it is no key
  CHECK(door.add(dot) == "passkey_malformed");
  dot.x.push_back(std::byte{1});
  CHECK(door.add(dot) == "passkey_malformed");
  CHECK(read_public_key({}).error().code == "passkey_malformed");
  CHECK(read_public_key(base::from_hex("a2010203382e").value()).error().code ==
        "passkey_algorithm");  // ES256K
}
}  // namespace vitrine::accounts::passkeys_test
