#include "takeout/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json.hpp"

namespace vitrine::takeout {
using base::fail;
using base::Fault;
using base::Result;

namespace {
namespace json = base::json;
constexpr std::string_view format_name = "vitrine-takeout";
/// 40 000 entries with long names.
constexpr std::uint64_t manifest_bytes_max = 16ULL << 20;

auto unreadable() {
  return fail(Fault::corrupt_input, "manifest_unreadable",
              "The list of files in this export (manifest.json) cannot be read.");
}
auto mismatch(std::string_view entry, std::string_view how) {
  return fail(Fault::corrupt_input, "manifest_mismatch",
              fmt::format("The export was changed after it was signed: {} {}.", entry, how));
}

std::string text_in(const json::object& in, std::string_view name) {
  const auto* const found = in.if_contains(name);
  if (found == nullptr || !found->is_string()) return {};
  return std::string{std::string_view{found->get_string()}};
}

Result<Manifest> parse(std::string_view text) {
  const auto parsed = base::parse_json(text, manifest_bytes_max);
  if (!parsed || !parsed->is_object()) return unreadable();
  const auto& in = parsed->get_object();
  const auto* const entries = in.if_contains("entries");
  if (text_in(in, "format") != format_name || entries == nullptr || !entries->is_array()) return unreadable();
  Manifest manifest{.house = text_in(in, "house"),
                    .address = text_in(in, "address"),
                    .handle = text_in(in, "handle"),
                    .made_at = text_in(in, "made_at")};
  const auto key = base::from_hex(text_in(in, "public_key"));
  if (!key || key->size() != 32) return unreadable();
  manifest.public_key = *key;
  for (const auto& entry : entries->get_array()) {
    if (!entry.is_object()) return unreadable();
    const auto* const bytes = entry.get_object().if_contains("bytes");
    const auto sum = base::from_hex(text_in(entry.get_object(), "sha256"));
    if (bytes == nullptr || !bytes->is_int64() || bytes->get_int64() < 0 || !sum || sum->size() != 32)
      return unreadable();
    Written written{.name = text_in(entry.get_object(), "name"),
                    .bytes = static_cast<std::uint64_t>(bytes->get_int64())};
    std::ranges::copy(*sum, written.sha256.begin());
    manifest.entries.push_back(std::move(written));
  }
  return manifest;
}

Result<base::Bytes> read_signature(const ZipReader& zip, const Manifest& manifest) {
  const auto* const entry = zip.find(signature_entry);
  if (entry == nullptr)
    return fail(Fault::corrupt_input, "manifest_absent",
                "The export is not signed (manifest.sig is missing).");
  TRY_LET(const auto text, zip.text(*entry, 4096));
  const auto parsed = base::parse_json(text, 4096);
  if (!parsed || !parsed->is_object()) return unreadable();
  const auto& in = parsed->get_object();
  auto signature = base::from_hex(text_in(in, "signature"));
  if (text_in(in, "algorithm") != "ed25519" || text_in(in, "public_key") != base::hex(manifest.public_key) ||
      !signature || signature->size() != 64)
    return unreadable();
  return std::move(*signature);
}

Result<void> check_entry(const ZipReader& zip, const ZipEntry& entry, const Written& listed,
                         std::uint64_t& total, const std::function<Result<void>(std::uint64_t)>& seen) {
  if (entry.bytes != listed.bytes) return mismatch(entry.name, "has another size");
  base::Sha256 sum;
  TRY(zip.read(entry, [&](base::ByteView bytes) -> Result<void> {
    sum.add(bytes);
    total += bytes.size();
    return seen ? seen(total) : Result<void>{};
  }));
  if (sum.finish() != listed.sha256) return mismatch(entry.name, "has other bytes");
  return {};
}
}  // namespace

std::string manifest_text(const Manifest& manifest) {
  json::array entries;
  for (const auto& entry : manifest.entries)
    entries.push_back(
        json::object{{"name", entry.name}, {"bytes", entry.bytes}, {"sha256", base::hex(entry.sha256)}});
  return base::to_text(json::object{{"format", format_name},
                                    {"version", 1},
                                    {"house", manifest.house},
                                    {"address", manifest.address},
                                    {"handle", manifest.handle},
                                    {"made_at", manifest.made_at},
                                    {"public_key", base::hex(manifest.public_key)},
                                    {"entries", std::move(entries)}});
}

std::string signature_text(base::ByteView public_key, base::ByteView signature) {
  return base::to_text(json::object{
      {"algorithm", "ed25519"}, {"public_key", base::hex(public_key)}, {"signature", base::hex(signature)}});
}

Result<Manifest> check_manifest(const ZipReader& zip, const Verify& verify,
                                const std::function<Result<void>(std::uint64_t)>& seen) {
  const auto* const entry = zip.find(manifest_entry);
  if (entry == nullptr)
    return fail(Fault::corrupt_input, "manifest_absent",
                "manifest.json is not in the ZIP file: this is no export of Vitrine.");
  TRY_LET(const auto text, zip.text(*entry, manifest_bytes_max));
  TRY_LET(auto manifest, parse(text));
  TRY_LET(const auto signature, read_signature(zip, manifest));
  if (!verify(base::as_bytes(text), signature, manifest.public_key))
    return fail(Fault::corrupt_input, "signature_wrong",
                "The signature of the export does not fit its list of files: it was changed.");
  std::map<std::string_view, const Written*> listed;
  for (const auto& one : manifest.entries)
    if (!listed.emplace(one.name, &one).second) return unreadable();
  std::uint64_t total = 0;
  for (const auto& one : zip.entries()) {
    if (one.name == manifest_entry || one.name == signature_entry) continue;
    const auto found = listed.find(one.name);
    if (found == listed.end()) return mismatch(one.name, "was added");
    TRY(check_entry(zip, one, *found->second, total, seen));
    listed.erase(found);
  }
  if (!listed.empty()) return mismatch(listed.begin()->first, "is missing");
  return manifest;
}

}  // namespace vitrine::takeout
