#pragma once
// The list at the end of an export: every entry with its size and SHA-256, and whose house says so. It is
// signed over the bytes of manifest.json; manifest.sig holds the signature, so that anybody can check with
// nothing but the house's public key (GET /api/v1/signing-key), `vitrine verify-export`, or openssl.
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

inline constexpr std::string_view manifest_entry = "manifest.json", signature_entry = "manifest.sig";

struct Manifest {
  std::string house = {}, address = {}, handle = {}, made_at = {};
  base::Bytes public_key = {};  ///< 32 bytes, Ed25519
  std::vector<Written> entries = {};
};

[[nodiscard]] std::string manifest_text(const Manifest& manifest);
/// {"algorithm":"ed25519","public_key":HEX,"signature":HEX}
[[nodiscard]] std::string signature_text(base::ByteView public_key, base::ByteView signature);

/// Whether `signature` over `message` was made with the secret behind `public_key`.
using Verify =
    std::function<bool(base::ByteView message, base::ByteView signature, base::ByteView public_key)>;

/// Reads the manifest of an opened ZIP and holds everything against it: the signature, that each entry is
/// listed and each listed one is there, sizes and sums. Reads every byte; `seen` hears how many so far and
/// may stop it. Errors, all corrupt_input: "manifest_absent", "manifest_unreadable", "signature_wrong",
/// "manifest_mismatch", which names the entry; those of ZipReader::read and of `seen`.
[[nodiscard]] base::Result<Manifest> check_manifest(
    const ZipReader& zip, const Verify& verify,
    const std::function<base::Result<void>(std::uint64_t bytes)>& seen = nullptr);

}  // namespace vitrine::takeout
