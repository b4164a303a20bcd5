#include "takeout/opened.hpp"

namespace vitrine::takeout {

Result<Archive> archive_in(const ZipReader& zip) {
  return read_archive([&](std::string_view name) -> Result<std::optional<std::string>> {
    const auto* const entry = zip.find(name);
    if (entry == nullptr) return std::nullopt;
    TRY_LET(auto text, zip.text(*entry, list_bytes_max));
    return text;
  });
}

Result<Opened> open_checked(ZipSource source, const Verify& verify,
                            const std::function<Result<void>(std::uint64_t)>& seen) {
  TRY_LET(auto zip, ZipReader::open(std::move(source)));
  TRY_LET(auto manifest, check_manifest(zip, verify, seen));
  TRY_LET(auto archive, archive_in(zip));
  return Opened{std::move(zip), std::move(manifest), std::move(archive)};
}

base::Digest origin_of(base::ByteView house_key, std::string_view kind, std::string_view id) {
  base::Sha256 sum;
  sum.add(house_key);
  sum.add(base::as_bytes(kind));
  sum.add(base::as_bytes(" "));
  sum.add(base::as_bytes(id));
  return sum.finish();
}

}  // namespace vitrine::takeout
