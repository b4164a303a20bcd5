#pragma once
// Who may see a video: one function, asked by every route, list, feed and file. What may not be seen is
// absent, in the same words as what was never there. Pure.
#include <optional>

#include "catalog/video.hpp"

namespace vitrine::catalog {

/// Who looks; without an account it is anybody.
struct Viewer {
  std::optional<AccountId> account = {};
  bool moderator = false;  ///< sees what is public past blocks and ages; the rest as anybody does
  bool restricted = false;  ///< wants to see only what is for everybody
};

/// How the viewer stands to the author.
struct Relation {
  bool follows = false;
  bool blocked = false;  ///< one has blocked the other, whichever
  bool operator==(const Relation&) const = default;
};

[[nodiscard]] bool may_see(const Video& video, const Viewer& viewer, const Relation& relation);

/// May see it, and it belongs in lists (a link to an unlisted one has to be given by somebody; a restricted
/// moderator works on what is for adults, and is not shown it elsewhere).
[[nodiscard]] bool may_find(const Video& video, const Viewer& viewer, const Relation& relation);

/// Anybody may see it, so its files need no signature.
[[nodiscard]] bool is_open(const Video& video);

}  // namespace vitrine::catalog
