#pragma once
// What must hold of every list of films from elsewhere (foreign.hpp), whatever bytes it was: refused with a
// sentence, or values within their bounds, and each film that lies beside it used exactly once. For fuzzers.
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "takeout/activity.hpp"

namespace vitrine::takeout {

inline void expect_sound(const base::Result<Archive>& archive, const std::vector<std::string>& films) {
  if (!archive) {
    if (archive.error().detail.empty()) std::abort();
    return;
  }
  if (archive->clips.size() > clips_max || archive->following.size() > friends_max) std::abort();
  std::set<std::string> used;
  for (const auto& clip : archive->clips) {
    if (clip.visibility != model::Visibility::only_me || clip.published_at) std::abort();
    if (!clip.media.empty() && !used.insert(clip.media).second) std::abort();
  }
  if (used.size() != films.size()) std::abort();
}

}  // namespace vitrine::takeout
