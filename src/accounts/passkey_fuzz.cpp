// Anybody may send us what no authenticator ever said. The first byte chooses the reader. Corpus:
// fuzz/corpus/passkey.
#include "accounts/cbor.hpp"
#include "accounts/webauthn.hpp"
#include "base/assert.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  if (size == 0) return 0;
  const base::ByteView bytes{reinterpret_cast<const std::byte*>(data) + 1, size - 1};
  switch (data[0]) {
    case 'a':
      if (const auto made = accounts::read_attestation(bytes))
        VITRINE_ASSERT(made->credential && made->credential->id.size() <= accounts::credential_id_bytes_max,
                       "an attestation names what it made");
      break;
    case 'd':
      if (const auto said = accounts::read_authenticator_data(bytes); said && said->credential)
        (void)accounts::read_public_key(said->credential->public_key);
      break;
    case 'k':
      (void)accounts::read_public_key(bytes);
      break;
    case 'c':
      (void)accounts::read_client_data(bytes);
      break;
    default:
      if (const auto read = accounts::read_cbor(bytes)) {
        const auto again = accounts::write_cbor(read->value);
        VITRINE_ASSERT(again.size() == read->size && std::equal(again.begin(), again.end(), bytes.begin()),
                       "one spelling each");
      }
  }
  return 0;
}
