#include "catalog/visibility.hpp"

#include "catalog/life.hpp"

namespace vitrine::catalog {
using model::Visibility;

bool may_see(const Video& video, const Viewer& viewer, const Relation& relation) {
  if (viewer.account == video.author) return true;
  if (!is_out(video)) return false;
  const bool open = video.visibility == Visibility::everyone || video.visibility == Visibility::unlisted;
  if (viewer.moderator && open) return true;
  if (relation.blocked) return false;
  // Until ages are known, an account is the least an adult clip asks for.
  if (video.audience == model::Audience::adult && (!viewer.account || viewer.restricted)) return false;
  switch (video.visibility) {
    case Visibility::everyone:
    case Visibility::unlisted:
      return true;
    case Visibility::followers:
      return viewer.account && relation.follows;
    case Visibility::only_me:
      return false;
  }
  return false;
}

bool may_find(const Video& video, const Viewer& viewer, const Relation& relation) {
  const bool own = viewer.account == video.author;
  if (video.visibility == Visibility::unlisted && !own) return false;
  if (video.audience == model::Audience::adult && viewer.restricted && !own) return false;
  return may_see(video, viewer, relation);
}

bool is_open(const Video& video) { return may_see(video, {}, {}); }

}  // namespace vitrine::catalog
