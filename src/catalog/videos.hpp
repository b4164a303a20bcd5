#pragma once
// What people do with videos: look, list, edit, publish, delete. Every answer has passed may_see(); what may
// not be seen is not_found "video_absent", like what was never there. Stateless but for its needs;
// thread-safe.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ports.hpp"
#include "catalog/video.hpp"
#include "catalog/visibility.hpp"
#include "ports/clock.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog {

/// What an author may change; absent fields stay.
struct Edit {
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::string> language = {};
  std::optional<model::Visibility> visibility = {};
  std::optional<model::Audience> audience = {};
  std::optional<std::int64_t> cover_ms = {};
  std::optional<bool> ai_made = {};
  std::optional<bool> advert = {};
};

/// The same for many at once; tags go into their descriptions, and out of titles and descriptions.
struct ManyEdit {
  std::optional<std::string> language = {};
  std::optional<model::Visibility> visibility = {};
  std::optional<model::Audience> audience = {};
  std::vector<std::string> add_tags = {};
  std::vector<std::string> take_tags = {};
};
/// What a hand can choose from a list.
inline constexpr std::size_t edit_many_max = 100;

class SoundStore;  // sounds.hpp
class RemixStore;  // remixes.hpp

class Videos {
 public:
  struct Needs {
    VideoStore& videos;
    UploadStore& uploads;
    Relations& relations;
    People& people;
    ports::Jobs& jobs;
    const ports::Clock& clock;
    SoundStore* sounds = nullptr;  ///< none in tests that hear nothing
    RemixStore* remixes = nullptr;
  };
  explicit Videos(Needs needs) : needs_(needs) {}

  Result<Video> seen_by(Transaction& tx, const Viewer& viewer, VideoId id);
  /// In the order of `ids`; those that may not be seen are left out. For likes, saves and feeds: `Found`
  /// keeps unlisted ones out of lists made by others than the viewer.
  enum class Want { seen, found };
  Result<std::vector<Video>> some(Transaction& tx, const Viewer& viewer, std::span<const VideoId> ids,
                                  Want want = Want::seen);

  /// The published videos of an author as this viewer may find them.
  Result<Listing> of_author(Transaction& tx, const Viewer& viewer, AccountId author, const Page& page);
  /// `tag` as typed; one that is no tag has no videos.
  Result<Listing> with_tag(Transaction& tx, const Viewer& viewer, std::string_view tag, const Page& page);
  Result<Listing> newest(Transaction& tx, const Viewer& viewer, const Page& page);
  /// Everything of one's own, drafts included.
  Result<Listing> mine(Transaction& tx, AccountId author, const Page& page);

  /// What is published and not public, for whoever holds an opening (transparency/openings.hpp): the caller
  /// has made sure of that. Errors: not_found "video_absent", conflict "video_open" (anybody may see it).
  Result<Video> closed(Transaction& tx, VideoId id);
  /// All of somebody's, newest first, at most 200.
  Result<std::vector<Video>> all_closed(Transaction& tx, AccountId author);

  /// For its author alone. Errors: not_found "video_absent".
  Result<Video> own(Transaction& tx, AccountId author, VideoId id);
  /// Errors: not_found "video_absent"; invalid_input "title_too_long", "description_too_long",
  /// "language_unknown", "cover_outside".
  Result<Video> edit(Transaction& tx, AccountId author, VideoId id, const Edit& edit);
  /// All or none, in the order of `ids`. Errors: those of edit; invalid_input "tag_invalid".
  Result<std::vector<Video>> edit_many(Transaction& tx, AccountId author, std::span<const VideoId> ids,
                                       const ManyEdit& edit);
  /// Errors: not_found "video_absent", conflict "video_failed".
  Result<Video> publish(Transaction& tx, AccountId author, VideoId id);

  /// A draft becomes what it was in another house; `published` is when it came out there, and it does so here
  /// as soon as it can be played. Its length is not known yet. Errors: those of edit.
  Result<Video> restore(Transaction& tx, AccountId author, VideoId id, const Edit& edit,
                        std::optional<Instant> published);

  /// The author's account became private or is so no longer: what they chose for everybody follows. Answers
  /// what changed.
  Result<std::vector<VideoId>> withhold(Transaction& tx, AccountId author);

  /// What moderators found of it; the caller has made sure that one of them asks. Its author is told, once
  /// for each change. Errors: not_found "video_absent".
  Result<void> set_integrity(Transaction& tx, VideoId id, model::Integrity integrity);

  /// What is said in it, in one language, for whoever may see it. Errors: not_found "video_absent",
  /// "captions_absent".
  Result<VideoStore::Captions> captions(Transaction& tx, const Viewer& viewer, VideoId id,
                                        std::string_view language);
  /// `file` as in captions.hpp; replaces those of that language. Errors: not_found "video_absent";
  /// invalid_input "language_unknown"; over_limit "captions_too_many"; those of read_captions.
  Result<Video> put_captions(Transaction& tx, AccountId author, VideoId id, std::string_view language,
                             std::string_view file);
  /// Errors: not_found "video_absent", "captions_absent".
  Result<Video> remove_captions(Transaction& tx, AccountId author, VideoId id, std::string_view language);

  /// The film of `draft`, a finished one of the same author that is not out, instead of the one of `id`,
  /// which keeps its address, its words and everything that hangs on it; the draft is used up. The answer
  /// names the upload whose file the caller removes after the commit. Errors: not_found "video_absent";
  /// conflict "replacement_unfit".
  struct Replaced {
    Video video;
    std::optional<UploadId> upload = {};
  };
  Result<Replaced> replace(Transaction& tx, AccountId author, VideoId id, VideoId draft);

  /// Gone from everywhere when the transaction commits. The answer is the upload whose file the caller
  /// removes after the commit; the blobs follow with the sweep. Errors: not_found "video_absent".
  Result<std::optional<UploadId>> remove(Transaction& tx, AccountId author, VideoId id);

 private:
  Result<std::vector<Video>> filter(Transaction& tx, const Viewer& viewer, std::vector<Video> videos,
                                    Want want);
  Result<Listing> listing(Transaction& tx, const Viewer& viewer, std::vector<Video> rows, const Page& page);
  Needs needs_;
};

/// Writes `after` over `before` and announces what others need to know: VideoChanged always, VideoPublished
/// (with Mentioned) when it came out. One that is withdrawn has only changed: what was said and liked comes
/// back with it. Everything that changes a video goes through here. The answer is what was written.
Result<Video> save(Transaction& tx, VideoStore& videos, People& people, const Video& before, Video after);

}  // namespace vitrine::catalog
