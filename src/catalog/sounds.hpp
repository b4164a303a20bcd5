#pragma once
// The sounds of clips: every clip that can be heard has one, and clips with the same sound share it. Start
// here: Sounds::heard().
//
// The first clip with a sound is its origin, and the author of the origin is the sound's author. Whoever may
// not see the origin learns neither who that is nor what they called it; whoever may see no clip of a sound
// does not learn that there is one (not_found "sound_absent"). When the origin goes, the sound stays for the
// others without a name; with its last clip it goes too. Stateless but for its needs; thread-safe.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "catalog/print.hpp"
#include "catalog/videos.hpp"
#include "model/feed_event.hpp"
#include "ports/ids.hpp"

namespace vitrine::media {
struct Processed;  // media.hpp
}

namespace vitrine::catalog {

using model::SoundId;

inline constexpr std::size_t sound_title_chars_max = 80;
/// Below that there is only noise of a room: such a clip has no sound (ITU-R BS.1770).
inline constexpr double sound_lufs_min = -50;

struct Sound {
  SoundId id;
  VideoId origin;          ///< of a video that is gone: one that never was
  std::string title = {};  ///< as its author called it; empty: not at all
  bool usable = true;      ///< its author lets others use it in clips of theirs
  std::int64_t duration_ms = 0;
  Instant created_at{};
  bool operator==(const Sound&) const = default;
};

class SoundStore {
 public:
  virtual ~SoundStore() = default;
  virtual Result<void> insert(Transaction& tx, const Sound& sound, PrintView print) = 0;
  /// Title and usable.
  virtual Result<void> update(Transaction& tx, const Sound& sound) = 0;
  virtual Result<std::optional<Sound>> find(Transaction& tx, SoundId id) = 0;
  /// Of the videos that have one. At most 200 videos.
  virtual Result<std::vector<std::pair<VideoId, Sound>>> of_videos(Transaction& tx,
                                                                   std::span<const VideoId> videos) = 0;
  /// This video has this sound, whatever it had; `at_ms` is where in the sound it begins.
  virtual Result<void> put_clip(Transaction& tx, VideoId video, SoundId sound, std::int64_t at_ms) = 0;
  /// The sounds that share most landmarks with these, at most `limit`.
  virtual Result<std::vector<std::pair<SoundId, Print>>> alike(Transaction& tx,
                                                               std::span<const std::uint32_t> landmarks,
                                                               int limit) = 0;
  /// Published and playable clips, those that are `everyone`s or for followers, newest publication first.
  virtual Result<std::vector<Position>> clips(Transaction& tx, SoundId id, const Page& page) = 0;
  /// All of them, drafts too: how many, at most two.
  virtual Result<int> uses(Transaction& tx, SoundId id) = 0;
  /// Clips that everybody may find.
  virtual Result<std::int64_t> open_clips(Transaction& tx, SoundId id) = 0;
  /// What an author says of all their sounds, and of that of one video whatever it will be. Nothing: not yet.
  virtual Result<void> put_default(Transaction& tx, AccountId author, bool usable) = 0;
  virtual Result<std::optional<bool>> default_of(Transaction& tx, AccountId author) = 0;
  virtual Result<void> put_choice(Transaction& tx, VideoId video, bool usable) = 0;
  virtual Result<std::optional<bool>> choice_of(Transaction& tx, VideoId video) = 0;
  /// The video has no sound any more: one whose origin it was loses its name, one without clips goes.
  virtual Result<void> leave(Transaction& tx, VideoId video) = 0;
  /// `video` has the sound of `draft` instead of its own, and is the origin where the draft was.
  virtual Result<void> take_over(Transaction& tx, VideoId video, VideoId draft) = 0;
};

/// A sound as somebody may see it.
struct SoundSeen {
  Sound sound;                       ///< without a title where the origin may not be seen
  std::optional<Video> origin = {};  ///< nothing: gone, or not for this viewer
  std::int64_t clips = 0;            ///< that everybody may find
};

class Sounds {
 public:
  struct Needs {
    SoundStore& rows;
    VideoStore& video_rows;
    Videos& videos;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Sounds(Needs needs) : needs_(needs) {}

  struct Heard {
    bool audible = false;
    PrintView print = {};
  };
  /// What was heard in a processed video: it gets the sound it shares with others, or one of its own, or
  /// none. Again for the same video: instead of before.
  Result<void> heard(Transaction& tx, const Video& video, const Heard& heard);
  Result<void> heard(Transaction& tx, const Video& video, const media::Processed& made);

  /// The video has the sound of `origin`, which it borrowed, whatever was heard in it; nothing changes when
  /// that one has none. `at_ms` is where in it the video begins.
  Result<void> borrow(Transaction& tx, const Video& video, VideoId origin, std::int64_t at_ms);
  /// Whether this video has a sound that its author lets others use.
  Result<bool> borrowable(Transaction& tx, VideoId video);

  /// Errors: not_found "sound_absent".
  Result<SoundSeen> seen_by(Transaction& tx, const Viewer& viewer, SoundId id);
  /// The clips this viewer may find. Errors: not_found "sound_absent".
  Result<Listing> clips(Transaction& tx, const Viewer& viewer, SoundId id, const Page& page);
  /// The sounds of videos this viewer may see anyway; without counts.
  Result<std::map<VideoId, SoundSeen>> of(Transaction& tx, const Viewer& viewer,
                                          std::span<const Video> videos);

  /// Whether others may use the sounds of this author, unless said otherwise of one: yes, until they say no.
  Result<bool> usable_by_default(Transaction& tx, AccountId author);
  Result<void> choose_default(Transaction& tx, AccountId author, bool usable);
  /// Of the sound of one video, also before it was heard; what it shares with others is not for its author to
  /// say. Errors: not_found "video_absent".
  Result<void> choose(Transaction& tx, AccountId author, VideoId video, bool usable);
  Result<bool> usable_in(Transaction& tx, AccountId author, VideoId video);

  struct Edit {
    std::optional<std::string> title = {};  ///< empty: without a name again
    std::optional<bool> usable = {};
  };
  /// For its author alone. Errors: not_found "sound_absent"; invalid_input "sound_title_too_long".
  Result<SoundSeen> edit(Transaction& tx, const Viewer& author, SoundId id, const Edit& edit);

 private:
  Result<std::optional<std::pair<SoundId, Match>>> recognise(Transaction& tx, PrintView print);
  Result<bool> said_of(Transaction& tx, const Video& video);
  Result<void> share(Transaction& tx, const Video& video, SoundId sound, std::int64_t at_ms);
  Needs needs_;
};

/// What a finished clip gives to hear; it points at `made`.
[[nodiscard]] Sounds::Heard heard_in(const media::Processed& made);

}  // namespace vitrine::catalog
