#pragma once
// A file that somebody brought: unpacked as far as its lists, and whose it is. Pure but for the source.
#include <functional>

#include "takeout/activity.hpp"
#include "takeout/manifest.hpp"
#include "takeout/zip_reader.hpp"

namespace vitrine::takeout {

/// Whose export it is. One of another service is not signed, and says nothing of settings, likes and
/// comments.
enum class Kind { vitrine, tiktok, loops };

struct Opened {
  Kind kind = Kind::vitrine;
  ZipReader zip;
  Manifest manifest;
  Archive archive;
};

/// Everything is checked: the container, the signature (of a Vitrine's), every sum. `seen` hears how many
/// bytes so far and may stop it. Errors: those of ZipReader::open, check_manifest and read_archive.
[[nodiscard]] Result<Opened> open_checked(ZipSource source, const Verify& verify,
                                          const std::function<Result<void>(std::uint64_t)>& seen);
/// The same file again: what it unpacks is still held to the container's own sums.
[[nodiscard]] Result<Archive> archive_in(const ZipReader& zip);

/// What something of that house is remembered under: ids are only one house's.
[[nodiscard]] base::Digest origin_of(base::ByteView house_key, std::string_view kind, std::string_view id);

}  // namespace vitrine::takeout
