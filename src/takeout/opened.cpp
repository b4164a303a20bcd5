#include "takeout/opened.hpp"

#include <array>

#include "takeout/foreign.hpp"
#include "takeout/loops.hpp"
#include "takeout/tiktok.hpp"

namespace vitrine::takeout {

Result<Archive> archive_in(const ZipReader& zip) {
  return read_archive([&](std::string_view name) -> Result<std::optional<std::string>> {
    const auto* const entry = zip.find(name);
    if (entry == nullptr) return std::nullopt;
    TRY_LET(auto text, zip.text(*entry, list_bytes_max));
    return text;
  });
}

namespace {
/// How another service's file is told and read.
struct Service {
  Kind kind;
  std::string_view name;
  /// In the place of a key: what its things are remembered under.
  std::string_view place;
  const ZipEntry* (*list)(const ZipReader& zip);
  Result<Archive> (*read)(std::string_view text, const std::vector<std::string>& films);
};
constexpr std::array services{
    Service{Kind::tiktok, "TikTok", "tiktok.com", tiktok_list, read_tiktok},
    Service{Kind::loops, "Loops", "joinloops.org", loops_list, read_loops},
};

/// Nobody signed it; what it unpacks is held to the container's own sums.
Result<Opened> open_foreign(ZipReader zip, const Service& service,
                            const std::function<Result<void>(std::uint64_t)>& seen) {
  std::uint64_t total = 0;
  for (const auto& entry : zip.entries())
    TRY(zip.read(entry, [&](base::ByteView bytes) -> Result<void> {
      total += bytes.size();
      return seen ? seen(total) : Result<void>{};
    }));
  TRY_LET(const auto text, zip.text(*service.list(zip), list_bytes_max));
  TRY_LET(auto archive, service.read(text, films_in(zip)));
  Manifest manifest;
  manifest.house = service.name;
  const auto place = base::as_bytes(service.place);
  manifest.public_key = {place.begin(), place.end()};
  return Opened{service.kind, std::move(zip), std::move(manifest), std::move(archive)};
}
}  // namespace

Result<Opened> open_checked(ZipSource source, const Verify& verify,
                            const std::function<Result<void>(std::uint64_t)>& seen) {
  TRY_LET(auto zip, ZipReader::open(std::move(source)));
  if (zip.find(manifest_entry) == nullptr)
    for (const auto& service : services)
      if (service.list(zip) != nullptr) return open_foreign(std::move(zip), service, seen);
  TRY_LET(auto manifest, check_manifest(zip, verify, seen));
  TRY_LET(auto archive, archive_in(zip));
  return Opened{Kind::vitrine, std::move(zip), std::move(manifest), std::move(archive)};
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
