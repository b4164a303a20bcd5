#pragma once
// Writes a ZIP file from front to back, as it comes: nothing is held but the list of entries. Media is
// stored, text is deflated; ZIP64 where numbers need it; the same entries give the same bytes (no times, no
// machine).
//
//   ZipWriter zip{[&](base::ByteView bytes) { return file.append(bytes); }};
//   TRY(zip.begin("actor.json", Packing::deflated));  TRY(zip.add(bytes));  TRY(zip.end());
//   TRY(zip.finish());
//
// One thread. Errors: those of `out`; over_limit "zip_entry_too_large" when an entry outgrows what was said.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "takeout/zip.hpp"

namespace vitrine::takeout {

class ZipWriter {
 public:
  using Out = std::function<base::Result<void>(base::ByteView)>;
  explicit ZipWriter(Out out);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// `name` is relative, with slashes, UTF-8, each once. `bytes_max`: the entry will not be larger; from 4
  /// GiB on its sizes are written in 64 bits.
  base::Result<void> begin(std::string_view name, Packing packing, std::uint64_t bytes_max = 1ULL << 30);
  base::Result<void> add(base::ByteView bytes);
  base::Result<void> end();
  /// begin, add and end of a text.
  base::Result<void> text(std::string_view name, std::string_view text);

  /// The directory and the end. Nothing may follow.
  base::Result<void> finish();

  [[nodiscard]] const std::vector<Written>& entries() const { return entries_; }
  [[nodiscard]] std::uint64_t bytes() const { return at_; }  ///< of the file so far

 private:
  struct Place {
    std::uint64_t offset = 0, packed = 0, bytes = 0;
    std::uint32_t crc = 0;
    Packing packing = Packing::stored;
    bool wide = false;
  };
  struct Deflater;
  base::Result<void> put(base::ByteView bytes);
  base::Result<void> pack(base::ByteView bytes, bool last);

  Out out_;
  std::uint64_t at_ = 0;
  std::vector<Written> entries_;
  std::vector<Place> places_;
  std::uint64_t bytes_max_ = 0;
  base::Sha256 hash_;
  std::unique_ptr<Deflater> deflater_;
};

}  // namespace vitrine::takeout
