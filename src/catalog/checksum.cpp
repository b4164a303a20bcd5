#include "catalog/checksum.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"

namespace vitrine::catalog {

struct Checksum::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  base::Bytes expected;
};

Checksum::Checksum(std::unique_ptr<State> state) : state_(std::move(state)) {}
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum& Checksum::operator=(Checksum&&) noexcept = default;
Checksum::~Checksum() = default;

base::Result<Checksum> Checksum::expect(std::string_view header) {
  const auto space = header.find(' ');
  const auto algorithm = header.substr(0, space);
  const EVP_MD* digest = algorithm == "sha1" ? EVP_sha1() : algorithm == "sha256" ? EVP_sha256() : nullptr;
  if (!digest)
    return base::fail(base::Fault::invalid_input, "checksum_unsupported",
                      "Upload-Checksum may use sha1 or sha256.");
  const auto expected =
      space == std::string_view::npos ? std::nullopt : base::from_base64(header.substr(space + 1));
  if (!expected || expected->size() != static_cast<std::size_t>(EVP_MD_get_size(digest)))
    return base::fail(base::Fault::invalid_input, "checksum_invalid",
                      "Upload-Checksum must be an algorithm, a space and the base64 of its digest.");
  auto state = std::make_unique<State>();
  VITRINE_ASSERT(state->context && EVP_DigestInit_ex(state->context.get(), digest, nullptr) == 1,
                 "sha1 and sha256 are in every OpenSSL");
  state->expected = *expected;
  return Checksum{std::move(state)};
}

void Checksum::add(base::ByteView bytes) {
  VITRINE_ASSERT(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
                 "updating a digest does not fail");
}

bool Checksum::matches() {
  base::Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  VITRINE_ASSERT(
      EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1,
      "finishing a digest does not fail");
  digest.resize(size);
  return base::equal_in_constant_time(digest, state_->expected);
}

}  // namespace vitrine::catalog
