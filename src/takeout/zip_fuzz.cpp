// Any bytes as a ZIP file: refused with a sentence, or entries that lie apart, have safe names and give
// exactly as many bytes as was said. What was read is packed again and read as the same.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "takeout/manifest.hpp"
#include "takeout/zip_reader.hpp"
#include "takeout/zip_writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const base::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
  const takeout::ZipLimits limits{.entries_max = 64,
                                  .directory_bytes_max = 1 << 14,
                                  .entry_bytes_max = 1 << 16,
                                  .total_bytes_max = 1 << 18};
  const auto zip = takeout::ZipReader::open(takeout::source_of(bytes), limits);
  if (!zip) {
    if (zip.error().detail.empty()) std::abort();
    return 0;
  }
  if (zip->entries().size() > limits.entries_max) std::abort();
  (void)takeout::check_manifest(*zip, [](auto, auto, auto) { return true; });
  base::Bytes packed;
  takeout::ZipWriter writer{[&](base::ByteView more) -> base::Result<void> {
    packed.insert(packed.end(), more.begin(), more.end());
    return {};
  }};
  for (const auto& entry : zip->entries()) {
    if (!base::is_utf8(entry.name) || entry.name.starts_with('/') || entry.name.starts_with("../"))
      std::abort();
    if (entry.offset > size || entry.packed > size - entry.offset) std::abort();
    const auto text = zip->text(entry, limits.entry_bytes_max);
    if (text && text->size() != entry.bytes) std::abort();
    if (!text || !writer.begin(entry.name, entry.packing) || !writer.add(base::as_bytes(*text)) ||
        !writer.end())
      return 0;
  }
  if (!writer.finish()) std::abort();
  const auto again = takeout::ZipReader::open(takeout::source_of(packed), {.ratio_max = 2000});
  if (!again || again->entries().size() != zip->entries().size()) std::abort();
  return 0;
}
