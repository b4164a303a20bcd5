#pragma once
// What a viewer does not want to meet: tags, sounds, languages and words they muted. A part of the sieves.
// References outlive it. Thread-safe. Cost: a few comparisons a video, none where nothing is muted.
#include <cstdint>
#include <optional>
#include <vector>

#include "feed/feed.hpp"

namespace vitrine::feed {

class Mutes {
 public:
  Mutes(const Query& query, const learning::Library& library);
  /// What of it is muted, or nothing.
  [[nodiscard]] std::optional<Muted> against(const learning::Video& video) const;

 private:
  const Query& query_;
  const learning::Library& library_;
  bool none_;
  std::vector<std::uint64_t> tags_;           ///< in the order of query.muted_tags
  std::vector<std::uint64_t> worded_videos_;  ///< sorted
};

}  // namespace vitrine::feed
