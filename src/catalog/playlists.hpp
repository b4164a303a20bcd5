#pragma once
// Lists of videos in an order of somebody's own, and the few a person pins to their profile. Start here:
// Playlists.
//
// Whoever looks at a list sees of it what they may find anyway (visibility.hpp): a list never shows a video
// that its viewer could not see without it. What may not be seen of lists is not_found "playlist_absent",
// like what was never there. Stateless but for its needs; thread-safe.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ports.hpp"
#include "catalog/videos.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"

namespace vitrine::catalog {

using PlaylistId = base::Id<struct PlaylistTag>;

inline constexpr std::size_t playlist_title_chars_max = 80;
/// An evening and a half of clips; the order of one list is one short write.
inline constexpr std::size_t playlist_videos_max = 200;
inline constexpr std::size_t playlists_max = 100;
/// A row of a phone.
inline constexpr std::size_t pins_max = 3;

struct Playlist {
  PlaylistId id;
  AccountId author;
  std::string title = {};
  model::Visibility visibility = model::Visibility::everyone;
  Instant created_at{};
  Instant changed_at{};
  bool operator==(const Playlist&) const = default;
};

class PlaylistStore {
 public:
  virtual ~PlaylistStore() = default;
  virtual Result<void> insert(Transaction& tx, const Playlist& playlist) = 0;
  /// Title, visibility and changed_at.
  virtual Result<void> update(Transaction& tx, const Playlist& playlist) = 0;
  virtual Result<void> remove(Transaction& tx, PlaylistId id) = 0;
  virtual Result<std::optional<Playlist>> find(Transaction& tx, PlaylistId id) = 0;
  /// The last changed first, at most `playlists_max`.
  virtual Result<std::vector<Playlist>> of_author(Transaction& tx, AccountId author) = 0;
  /// In their order.
  virtual Result<std::vector<VideoId>> videos(Transaction& tx, PlaylistId id) = 0;
  virtual Result<void> put_videos(Transaction& tx, PlaylistId id, std::span<const VideoId> videos) = 0;
  virtual Result<std::vector<VideoId>> pins(Transaction& tx, AccountId author) = 0;
  virtual Result<void> put_pins(Transaction& tx, AccountId author, std::span<const VideoId> videos) = 0;
  // A deleted video leaves lists and pins with VideoStore::remove.
};

class Playlists {
 public:
  struct Needs {
    PlaylistStore& rows;
    Videos& videos;
    Relations& relations;
    People& people;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Playlists(Needs needs) : needs_(needs) {}

  /// Errors: invalid_input "playlist_title"; over_limit "playlists_too_many".
  Result<Playlist> create(Transaction& tx, AccountId author, std::string_view title,
                          model::Visibility visibility);
  struct Edit {
    std::optional<std::string> title = {};
    std::optional<model::Visibility> visibility = {};
  };
  /// For its author alone, as everything below that changes. Errors: not_found "playlist_absent";
  /// invalid_input "playlist_title".
  Result<Playlist> edit(Transaction& tx, AccountId author, PlaylistId id, const Edit& edit);
  Result<void> remove(Transaction& tx, AccountId author, PlaylistId id);

  /// At its end; where it is already it stays. Errors: not_found "video_absent"; over_limit
  /// "playlist_too_long".
  Result<Playlist> add(Transaction& tx, const Viewer& author, PlaylistId id, VideoId video);
  Result<Playlist> take(Transaction& tx, AccountId author, PlaylistId id, VideoId video);
  /// `videos` first, in this order; what else is in it follows as before. Errors: conflict "playlist_changed"
  /// when one of them is not in it or comes twice.
  Result<Playlist> order(Transaction& tx, AccountId author, PlaylistId id, std::span<const VideoId> videos);

  /// Errors: not_found "playlist_absent".
  Result<Playlist> seen_by(Transaction& tx, const Viewer& viewer, PlaylistId id);
  /// All that is in it, in its order; what a viewer may find of it is for Videos::some to say.
  Result<std::vector<VideoId>> videos(Transaction& tx, PlaylistId id);
  /// Of one author, as this viewer may find them: unlisted ones are in no list but one's own.
  Result<std::vector<Playlist>> of_author(Transaction& tx, const Viewer& viewer, AccountId author);

  Result<std::vector<VideoId>> pins(Transaction& tx, AccountId author);
  /// Instead of those before. Errors: not_found "video_absent" for one that is not the author's or not out;
  /// over_limit "pins_too_many"; conflict "pin_twice".
  Result<void> pin(Transaction& tx, AccountId author, std::span<const VideoId> videos);

 private:
  Result<Playlist> own(Transaction& tx, AccountId author, PlaylistId id);
  Result<Playlist> changed(Transaction& tx, Playlist playlist);
  /// As its author's account lets it be seen.
  Result<Playlist> narrowed(Transaction& tx, const Viewer& viewer, Playlist playlist);
  Needs needs_;
};

}  // namespace vitrine::catalog
