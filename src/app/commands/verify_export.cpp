// `vitrine verify-export FILE.zip [--key HEX]`: whether an export is what its house signed. Needs no house,
// no data folder and no network: the public key comes from the house's /api/v1/signing-key, by a way one
// trusts.
#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "adapters/crypto/ed25519_signer.hpp"
#include "adapters/takeout/takeout_folder.hpp"
#include "app/commands/commands.hpp"
#include "takeout/manifest.hpp"

namespace vitrine::app {
namespace {
using base::fail;
using base::Fault;
using base::Result;

constexpr const char* usage = "usage: vitrine verify-export FILE.zip [--key HEX]\n";

struct Ask {
  std::string file;
  std::optional<base::Bytes> key;
};

std::optional<Ask> ask_of(std::span<char*> words) {
  Ask ask;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--key" && i + 1 < words.size()) {
      ask.key = base::from_hex(words[++i]);
      if (!ask.key || ask.key->size() != 32) return std::nullopt;
    } else if (ask.file.empty() && !word.starts_with("--")) {
      ask.file = word;
    } else {
      return std::nullopt;
    }
  }
  if (ask.file.empty()) return std::nullopt;
  return ask;
}

Result<takeout::Manifest> verify(const Ask& ask, std::uint64_t& bytes) {
  TRY_LET(auto source, adapters::zip_file(ask.file));
  TRY_LET(const auto zip, takeout::ZipReader::open(std::move(source)));
  TRY_LET(auto manifest,
          takeout::check_manifest(zip, crypto::is_signed, [&](std::uint64_t seen) -> Result<void> {
            bytes = seen;
            return {};
          }));
  if (ask.key && *ask.key != manifest.public_key)
    return fail(
        Fault::corrupt_input, "key_other",
        fmt::format("The export is whole, but signed with another key: {}.", base::hex(manifest.public_key)));
  return manifest;
}
}  // namespace

int verify_export(std::span<char*> arguments) {
  const auto ask = ask_of(arguments);
  if (!ask) {
    std::fputs(usage, stderr);
    return 2;
  }
  std::uint64_t bytes = 0;
  const auto manifest = verify(*ask, bytes);
  if (!manifest) {
    fmt::print(stderr, "vitrine: {} [{}]\n", manifest.error().detail, manifest.error().code);
    return 1;
  }
  fmt::print("The export of @{} by \"{}\"{}{} from {} is whole: {} files, {} bytes.\n", manifest->handle,
             manifest->house, manifest->address.empty() ? "" : " at ", manifest->address, manifest->made_at,
             manifest->entries.size(), bytes);
  fmt::print(
      "public key {}{}\n", base::hex(manifest->public_key),
      ask->key ? ", the one you gave" : ": compare it with the one the house tells at /api/v1/signing-key");
  return 0;
}

}  // namespace vitrine::app
