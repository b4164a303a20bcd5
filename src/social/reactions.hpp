#pragma once
// People to videos: like, save, share; counts and marks in batches. The caller has asked catalog whether the
// viewer may see the video and passes its author. Thread-safe: holds no state.
#include <span>
#include <vector>

#include "ports/clock.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

class Reactions {
 public:
  struct Needs {
    ReactionStore& reactions;
    const ports::Clock& clock;
  };
  explicit Reactions(Needs needs) : needs_(needs) {}

  /// Repeatable; whether anything changed. A share counts once per person.
  Result<bool> add(Transaction& tx, Reaction kind, AccountId by, VideoId video, AccountId author);
  Result<bool> remove(Transaction& tx, Reaction kind, AccountId by, VideoId video);

  /// In the order asked; zeros for videos nobody touched. One query each, however many.
  Result<std::vector<VideoCounts>> counts(Transaction& tx, std::span<const VideoId> videos);
  /// Viewer 0 is anybody: no marks.
  Result<std::vector<MyVideoMarks>> marks(Transaction& tx, AccountId viewer, std::span<const VideoId> videos);
  Result<std::vector<ListedVideo>> listed(Transaction& tx, Reaction kind, AccountId by, const Page& page);

 private:
  Needs needs_;
};

}  // namespace vitrine::social
