// Any bytes as an Upload-Metadata header: refused, or a bounded list whose shown file name is clean.
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "catalog/upload_metadata.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const auto metadata = catalog::read_upload_metadata({reinterpret_cast<const char*>(data), size});
  if (!metadata) return 0;
  if (metadata->size() > catalog::metadata_pairs_max) std::abort();
  for (const auto& [key, value] : *metadata) {
    const auto name = catalog::shown_file_name(value);
    if (!base::is_utf8(name) || base::code_points(name) > 200) std::abort();
    if (name.find('/') != std::string::npos || name.find('\n') != std::string::npos) std::abort();
  }
  return 0;
}
