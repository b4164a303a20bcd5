#pragma once
// Clips made with a clip of somebody else: duets, stitches, borrowed sounds. Start here: lend(). An author
// says what others may do with clips of theirs, of all and of each; what came of it names where it is from
// for as long as that is there. The edit itself is edits.hpp. Stateless but for its needs; thread-safe.
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "catalog/sounds.hpp"
#include "media/edit_list.hpp"

namespace vitrine::catalog {

/// What others may do with the pictures of a clip. Of its sound says Sounds.
struct Lending {
  bool duet = true;
  bool stitch = true;
  bool operator==(const Lending&) const = default;
};

/// `video` was made with `origin`; with one that never was when that one is gone.
struct Remix {
  VideoId video;
  VideoId origin;
  media::RemixKind kind = media::RemixKind::duet;
  bool operator==(const Remix&) const = default;
};

class RemixStore {
 public:
  virtual ~RemixStore() = default;
  /// What an author says of all their clips, and of one. Nothing: not yet.
  virtual Result<void> put_default(Transaction& tx, AccountId author, const Lending& lending) = 0;
  virtual Result<std::optional<Lending>> default_of(Transaction& tx, AccountId author) = 0;
  virtual Result<void> put_choice(Transaction& tx, VideoId video, const Lending& lending) = 0;
  virtual Result<std::optional<Lending>> choice_of(Transaction& tx, VideoId video) = 0;
  /// Instead of what was said of the video before.
  virtual Result<void> put(Transaction& tx, const Remix& remix) = 0;
  virtual Result<void> remove(Transaction& tx, VideoId video) = 0;
  /// Of the videos that are one. At most 200 videos.
  virtual Result<std::vector<Remix>> of_videos(Transaction& tx, std::span<const VideoId> videos) = 0;
  /// `video` is what `draft` was.
  virtual Result<void> take_over(Transaction& tx, VideoId video, VideoId draft) = 0;
  // A deleted video leaves with VideoStore::remove: what was made with it stays, and says so no more.
};

class Remixes {
 public:
  struct Needs {
    RemixStore& rows;
    Videos& videos;
    Sounds& sounds;
  };
  explicit Remixes(Needs needs) : needs_(needs) {}

  /// The clip to make something with: out, for everybody of every age, and lent in this way by its author.
  /// One's own is. Errors: not_found "video_absent"; refused "remix_refused".
  Result<Video> lend(Transaction& tx, const Viewer& viewer, VideoId id, media::RemixKind kind);

  Result<Lending> lending_of_all(Transaction& tx, AccountId author);
  Result<void> lend_all(Transaction& tx, AccountId author, const Lending& lending);
  /// Errors: not_found "video_absent".
  Result<Lending> lending(Transaction& tx, AccountId author, VideoId id);
  Result<void> lend_one(Transaction& tx, AccountId author, VideoId id, const Lending& lending);

  /// An edit was rendered: the video names what it was made with, or nothing any more; it has the sound it
  /// borrowed.
  Result<void> rendered(Transaction& tx, const Video& video, const media::EditList& edit);

  /// Who is told that this video is out: whose clip it was made with, unless it is their own, or not for
  /// everybody.
  Result<std::optional<model::Remixed>> to_tell(Transaction& tx, VideoId video);

  struct Seen {
    media::RemixKind kind;
    std::optional<Video> origin;  ///< nothing: gone, or not for this viewer
  };
  /// What these videos were made with; those that were made with nothing are left out.
  Result<std::map<VideoId, Seen>> of(Transaction& tx, const Viewer& viewer, std::span<const Video> videos);

 private:
  Result<Lending> said_of(Transaction& tx, const Video& video);
  Needs needs_;
};

}  // namespace vitrine::catalog
