// Any bytes as each list of an export: refused with a sentence, or values within their bounds that are
// written and read as the same.
#include <cstdint>
#include <cstdlib>
#include <map>

#include "takeout/activity.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const std::string text{reinterpret_cast<const char*>(data), size};
  const auto archive = takeout::read_archive(
      [&](std::string_view) -> base::Result<std::optional<std::string>> { return text; });
  if (!archive) {
    if (archive.error().detail.empty()) std::abort();
    return 0;
  }
  if (archive->clips.size() > takeout::clips_max || archive->likes.size() > takeout::marks_max) std::abort();
  const auto files = takeout::files_of(*archive, "https://house.example");
  const std::map<std::string, std::string, std::less<>> written{files.begin(), files.end()};
  const auto again =
      takeout::read_archive([&](std::string_view name) -> base::Result<std::optional<std::string>> {
        return written.at(std::string{name});
      });
  if (!again || *again != *archive) std::abort();
  return 0;
}
