// Any bytes as the list of Loops: refused with a sentence, or values within their bounds, each film at most
// once.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "takeout/loops.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vitrine;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const std::vector<std::string> films{"videos/80264773241016320_x7a.mp4", "videos/5_b.MOV", "a.mp4"};
  const auto archive = takeout::read_loops(text, films);
  if (!archive) {
    if (archive.error().detail.empty()) std::abort();
    return 0;
  }
  if (archive->clips.size() > takeout::clips_max || archive->following.size() > takeout::friends_max)
    std::abort();
  std::set<std::string> used;
  for (const auto& clip : archive->clips) {
    if (clip.visibility != model::Visibility::only_me || clip.published_at) std::abort();
    if (!clip.media.empty() && !used.insert(clip.media).second) std::abort();
  }
  if (used.size() != films.size()) std::abort();
  return 0;
}
