#pragma once
// Reads ZIP files of strangers. Everything is decided before the first byte is unpacked: the whole directory
// is read, each entry's place is checked against all others, names are looked at as an attacker would write
// them. What is not plain (encrypted, split, linked, nested in another file, overlapping, twice) is refused
// with one sentence. Memory: the directory, at most `directory_bytes_max`, and 64 KiB. Fuzzed. One thread.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "takeout/zip.hpp"

namespace vitrine::takeout {

/// Where the bytes are. `read` gives exactly the bytes asked for, which lie within `bytes`.
struct ZipSource {
  std::uint64_t bytes = 0;
  std::function<base::Result<base::Bytes>(std::uint64_t offset, std::uint64_t length)> read;
};
/// Bytes in memory, which must outlive the source.
[[nodiscard]] ZipSource source_of(base::ByteView bytes);

struct ZipLimits {
  /// An account of 2 000 clips with captions in a dozen languages.
  std::uint64_t entries_max = 40'000;
  std::uint64_t directory_bytes_max = 16ULL << 20;
  std::uint64_t name_bytes_max = 200;
  /// Unpacked: one entry, and all together (catalog/upload.hpp: what an account may keep, and a little).
  std::uint64_t entry_bytes_max = 4ULL << 30;
  std::uint64_t total_bytes_max = 24ULL << 30;
  /// Our own lists of JSON are packed 1:40 at best; a bomb is 1:1000.
  std::uint64_t ratio_max = 200;
  std::uint64_t ratio_free_bytes = 1ULL << 20;  ///< smaller entries may be packed as well as they like
};

struct ZipEntry {
  std::string name;
  std::uint64_t bytes = 0;  ///< unpacked, as the directory says; read() holds it to that
  std::uint64_t packed = 0;
  std::uint64_t offset = 0;  ///< of its data
  std::uint32_t crc = 0;
  Packing packing = Packing::stored;
};

class ZipReader {
 public:
  /// Errors, all corrupt_input or over_limit: "zip_unreadable", "zip_cut_off", "zip_split", "zip_encrypted",
  /// "zip_packing_unknown", "zip_name_unsafe", "zip_link", "zip_name_twice", "zip_overlap", "zip_too_many",
  /// "zip_entry_too_large", "zip_too_large", "zip_bomb"; those of the source.
  static base::Result<ZipReader> open(ZipSource source, const ZipLimits& limits = {});

  /// In the order of the directory; folders are left out.
  [[nodiscard]] const std::vector<ZipEntry>& entries() const { return entries_; }
  [[nodiscard]] const ZipEntry* find(std::string_view name) const;

  /// Unpacks in pieces of at most 64 KiB. Errors: corrupt_input "zip_unreadable" when it is not what the
  /// directory says (size, sum); those of `out`.
  base::Result<void> read(const ZipEntry& entry,
                          const std::function<base::Result<void>(base::ByteView)>& out) const;
  /// Errors: over_limit "zip_entry_too_large" beyond `bytes_max`.
  [[nodiscard]] base::Result<std::string> text(const ZipEntry& entry, std::uint64_t bytes_max) const;

 private:
  ZipReader(ZipSource source, std::vector<ZipEntry> entries)
      : source_(std::move(source)), entries_(std::move(entries)) {}
  ZipSource source_;
  std::vector<ZipEntry> entries_;
};

}  // namespace vitrine::takeout
