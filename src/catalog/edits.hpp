#pragma once
// Cutting a video before it comes out. Start here: put(). The author brings clips (own videos that are
// ready), pictures of texts and a recording, and says how they follow each other (media/edit_list.hpp); the
// processing worker renders that in place of what the video showed. What an edit is made of stays beside the
// video, for its author alone, so that it can be edited again; when the video is published all of that goes.
// Stateless but for its needs; thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ports.hpp"
#include "catalog/remixes.hpp"
#include "catalog/video.hpp"
#include "media/edit_list.hpp"
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog {

/// Files for edits that one video may have at a time: all sources, all texts three times over, some
/// recordings.
inline constexpr std::size_t materials_max = 60;
/// Recordings that no kept edit uses; of more, the oldest goes. A step back finds the one before, and 14 MB
/// each do not pile up.
inline constexpr std::size_t voices_waiting_max = 3;

class Edits {
 public:
  struct Needs {
    VideoStore& videos;
    People& people;
    ports::Jobs& jobs;
    const ports::BlobStore& blobs;
    const ports::Clock& clock;
    Remixes* remixes = nullptr;  ///< none: nothing of anybody else's
  };
  explicit Edits(Needs needs) : needs_(needs) {}

  /// A clip that can be cut: its best rung, and what the page plays meanwhile.
  struct Source {
    MediaFile rung;
    MediaFile proxy;
  };
  struct Workspace {
    Video video;
    std::optional<std::string> document = {};  ///< none: never edited
    std::vector<Source> sources = {};          ///< those of the edit, or the video itself
    MediaFiles materials = {};                 ///< overlay and voice
  };
  /// A clip of somebody else's for an edit of the viewer's. Errors: those of Remixes::lend().
  struct Lent {
    Video video;
    Source source;
  };
  Result<Lent> lend(Transaction& tx, const Viewer& viewer, VideoId id, media::RemixKind kind);

  /// Errors: not_found "video_absent"; conflict "edit_published", "edit_busy".
  Result<Workspace> look(Transaction& tx, AccountId author, VideoId id);

  /// Keeps the edit and queues its rendering. Errors: as look(), those of read_edit_list() and
  /// check_within() and lend(), and invalid_input "edit_file_unknown" for files that are not the author's.
  Result<Video> put(Transaction& tx, AccountId author, VideoId id, std::string_view document);

  /// Adds a stored picture or recording. Errors: as look(); over_limit "materials_too_many".
  Result<void> add(Transaction& tx, AccountId author, VideoId id, const MediaFile& material);

 private:
  Result<Video> editable(Transaction& tx, AccountId author, VideoId id);
  Result<std::optional<Source>> source(Transaction& tx, AccountId author, VideoId id, const MediaFiles& own,
                                       const BlobKey& key);
  Result<std::optional<Source>> borrowed(Transaction& tx, AccountId author, VideoId id,
                                         const media::EditRemix& remix, const MediaFiles& own,
                                         const BlobKey& key);
  struct LentTo {
    BlobKey key;
    VideoId origin;
  };
  Result<std::optional<LentTo>> lent_to(Transaction& tx, VideoId id);
  Result<void> make_room_for_voice(Transaction& tx, VideoId id, MediaFiles& files);
  Needs needs_;
};

/// Lets go of an edit and of all it was made of.
Result<void> close_edit(Transaction& tx, VideoStore& videos, VideoId id, Instant now);

/// Those files of `all` that an edit is made of.
[[nodiscard]] MediaFiles materials_of(const MediaFiles& all);

}  // namespace vitrine::catalog
