#pragma once
// What a browser and an authenticator say about a passkey (W3C Web Authentication, level 3), read from
// foreign bytes into plain values. Nothing here believes anything: who asked, for which place and whether the
// signature is right is checked in passkeys.hpp. Pure, thread-safe.
//
// No maker of authenticators is trusted more than another, so "none" is what we ask for as attestation and a
// statement that comes all the same is not looked at.
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"

namespace vitrine::accounts {

/// Section 5.8.3 asks for nothing larger.
inline constexpr std::size_t credential_id_bytes_max = 1023;
inline constexpr std::size_t client_data_bytes_max = 4 * 1024;
/// A key of RSA with 4096 bits, a credential id and a statement with three certificates.
inline constexpr std::size_t attestation_bytes_max = 16 * 1024;
inline constexpr std::size_t signature_bytes_max = 512;

/// The kinds of signature we take, by their number in COSE (RFC 9053, RFC 8812).
enum class Algorithm : std::int64_t { es256 = -7, eddsa = -8, rs256 = -257 };

/// A public key (COSE_Key, RFC 9052) in parts: the point of P-256, the point of Ed25519, or modulus and
/// exponent.
struct PublicKey {
  Algorithm algorithm = Algorithm::es256;
  base::Bytes x, y;  ///< es256: x and y; eddsa: x; rs256: modulus and exponent
  bool operator==(const PublicKey&) const = default;
};
/// The whole of `cose`. Errors: corrupt_input "passkey_malformed", "passkey_algorithm".
[[nodiscard]] base::Result<PublicKey> read_public_key(base::ByteView cose);

/// What the authenticator signed (section 6.1).
struct AuthenticatorData {
  base::Digest rp_hash{};  ///< SHA-256 of the place it is for
  bool present = false;    ///< somebody touched it
  bool verified = false;   ///< and showed who they are: a PIN, a finger
  bool synced = false;     ///< the key can be on several devices of the person
  std::uint32_t counter = 0;
  struct Credential {
    base::Bytes id;
    base::Bytes public_key;  ///< COSE
  };
  std::optional<Credential> credential = {};  ///< when a passkey was made
};
/// Errors: corrupt_input "passkey_malformed".
[[nodiscard]] base::Result<AuthenticatorData> read_authenticator_data(base::ByteView bytes);
/// The authenticator data inside an attestation object (section 6.5). Errors: corrupt_input
/// "passkey_malformed".
[[nodiscard]] base::Result<AuthenticatorData> read_attestation(base::ByteView bytes);

/// What the browser says of the call (section 5.8.1).
struct ClientData {
  enum class Act { create, get } act = Act::get;
  std::string challenge;  ///< base64url, as it was handed out
  std::string origin;
  bool cross_origin = false;  ///< made from inside another site's page
};
/// Errors: corrupt_input "passkey_malformed".
[[nodiscard]] base::Result<ClientData> read_client_data(base::ByteView json);

}  // namespace vitrine::accounts
