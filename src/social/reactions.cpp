#include "social/reactions.hpp"

namespace vitrine::social {

Result<bool> Reactions::add(Transaction& tx, Reaction kind, AccountId by, VideoId video, AccountId author) {
  TRY_LET(const bool changed, needs_.reactions.add(tx, kind, by, video, author, needs_.clock.now()));
  if (changed && kind == Reaction::like) TRY(tx.announce(model::Liked{video, author, by}));
  return changed;
}

Result<bool> Reactions::remove(Transaction& tx, Reaction kind, AccountId by, VideoId video) {
  return needs_.reactions.remove(tx, kind, by, video);
}

Result<std::vector<VideoCounts>> Reactions::counts(Transaction& tx, std::span<const VideoId> videos) {
  if (videos.empty()) return std::vector<VideoCounts>{};
  return needs_.reactions.counts(tx, videos);
}

Result<std::vector<MyVideoMarks>> Reactions::marks(Transaction& tx, AccountId viewer,
                                                   std::span<const VideoId> videos) {
  if (viewer == AccountId{0} || videos.empty()) return std::vector<MyVideoMarks>(videos.size());
  return needs_.reactions.marks(tx, viewer, videos);
}

Result<std::vector<ListedVideo>> Reactions::listed(Transaction& tx, Reaction kind, AccountId by,
                                                   const Page& page) {
  return needs_.reactions.listed(tx, kind, by, page);
}
}  // namespace vitrine::social
