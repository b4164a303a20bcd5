#include "catalog/playlists.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "catalog/life.hpp"

namespace vitrine::catalog {
using base::fail;
using base::fail_in;
using base::Fault;
using model::Visibility;

namespace {
auto absent() { return fail(Fault::not_found, "playlist_absent", "There is no such playlist."); }

Result<std::string> title_of(std::string_view typed) {
  auto title = base::clean_text(typed, base::Lines::one);
  if (title.empty() || base::code_points(title) > playlist_title_chars_max)
    return fail_in("title", Fault::invalid_input, "playlist_title",
                   "A playlist needs a title of at most 80 characters.");
  return title;
}

bool may_see(const Playlist& playlist, const Viewer& viewer, const Relation& relation) {
  const auto to = playlist.visibility;
  const bool open = to == Visibility::everyone || to == Visibility::unlisted;
  if (viewer.account == playlist.author || (viewer.moderator && open)) return true;
  if (relation.blocked) return false;
  switch (playlist.visibility) {
    case Visibility::everyone:
    case Visibility::unlisted:
      return true;
    case Visibility::followers:
      return relation.follows;
    case Visibility::only_me:
      return false;
  }
  return false;
}

Result<Relation> relation_to(Transaction& tx, Relations& relations, const Viewer& viewer, AccountId author) {
  if (!viewer.account || *viewer.account == author) return Relation{};
  TRY_LET(const auto known, relations.of(tx, *viewer.account, std::span{&author, 1}));
  return known.front();
}
}  // namespace

Result<Playlist> Playlists::own(Transaction& tx, AccountId author, PlaylistId id) {
  TRY_LET(auto playlist, needs_.rows.find(tx, id));
  if (!playlist || playlist->author != author) return absent();
  return std::move(*playlist);
}

Result<Playlist> Playlists::changed(Transaction& tx, Playlist playlist) {
  playlist.changed_at = needs_.clock.now();
  TRY(needs_.rows.update(tx, playlist));
  return playlist;
}

Result<Playlist> Playlists::create(Transaction& tx, AccountId author, std::string_view title,
                                   Visibility visibility) {
  TRY_LET(auto clean, title_of(title));
  TRY_LET(const auto all, needs_.rows.of_author(tx, author));
  if (all.size() >= playlists_max)
    return fail(Fault::over_limit, "playlists_too_many", "At most 100 playlists.");
  const auto now = needs_.clock.now();
  const Playlist playlist{needs_.ids.in_order<PlaylistId>(), author, std::move(clean), visibility, now, now};
  TRY(needs_.rows.insert(tx, playlist));
  return playlist;
}

Result<Playlist> Playlists::edit(Transaction& tx, AccountId author, PlaylistId id, const Edit& edit) {
  TRY_LET(auto playlist, own(tx, author, id));
  if (edit.title) {
    TRY_LET(playlist.title, title_of(*edit.title));
  }
  if (edit.visibility) playlist.visibility = *edit.visibility;
  return changed(tx, std::move(playlist));
}

Result<void> Playlists::remove(Transaction& tx, AccountId author, PlaylistId id) {
  TRY(own(tx, author, id));
  return needs_.rows.remove(tx, id);
}

Result<Playlist> Playlists::add(Transaction& tx, const Viewer& author, PlaylistId id, VideoId video) {
  TRY_LET(auto playlist, own(tx, author.account.value_or(AccountId{0}), id));
  TRY(needs_.videos.seen_by(tx, author, video));
  TRY_LET(auto all, needs_.rows.videos(tx, id));
  if (std::ranges::find(all, video) != all.end()) return playlist;
  if (all.size() >= playlist_videos_max)
    return fail(Fault::over_limit, "playlist_too_long", "At most 200 videos in a playlist.");
  all.push_back(video);
  TRY(needs_.rows.put_videos(tx, id, all));
  return changed(tx, std::move(playlist));
}

Result<Playlist> Playlists::take(Transaction& tx, AccountId author, PlaylistId id, VideoId video) {
  TRY_LET(auto playlist, own(tx, author, id));
  TRY_LET(auto all, needs_.rows.videos(tx, id));
  if (std::erase(all, video) == 0) return playlist;
  TRY(needs_.rows.put_videos(tx, id, all));
  return changed(tx, std::move(playlist));
}

Result<Playlist> Playlists::order(Transaction& tx, AccountId author, PlaylistId id,
                                  std::span<const VideoId> videos) {
  TRY_LET(auto playlist, own(tx, author, id));
  TRY_LET(const auto before, needs_.rows.videos(tx, id));
  const std::set<VideoId> there(before.begin(), before.end());
  const std::set<VideoId> named(videos.begin(), videos.end());
  if (named.size() != videos.size() || !std::ranges::includes(there, named))
    return fail(Fault::conflict, "playlist_changed", "The playlist has changed meanwhile; load it again.");
  std::vector<VideoId> after(videos.begin(), videos.end());
  for (const auto video : before)
    if (!named.contains(video)) after.push_back(video);
  TRY(needs_.rows.put_videos(tx, id, after));
  return changed(tx, std::move(playlist));
}

Result<Playlist> Playlists::narrowed(Transaction& tx, const Viewer& viewer, Playlist playlist) {
  if (playlist.visibility != Visibility::everyone || viewer.account == playlist.author) return playlist;
  TRY_LET(const bool withheld, needs_.people.is_private(tx, playlist.author));
  if (withheld) playlist.visibility = Visibility::followers;
  return playlist;
}

Result<Playlist> Playlists::seen_by(Transaction& tx, const Viewer& viewer, PlaylistId id) {
  TRY_LET(auto found, needs_.rows.find(tx, id));
  if (!found) return absent();
  TRY_LET(auto playlist, narrowed(tx, viewer, std::move(*found)));
  TRY_LET(const auto relation, relation_to(tx, needs_.relations, viewer, playlist.author));
  if (!may_see(playlist, viewer, relation)) return absent();
  return playlist;
}

Result<std::vector<VideoId>> Playlists::videos(Transaction& tx, PlaylistId id) {
  return needs_.rows.videos(tx, id);
}

Result<std::vector<Playlist>> Playlists::of_author(Transaction& tx, const Viewer& viewer, AccountId author) {
  TRY_LET(auto all, needs_.rows.of_author(tx, author));
  if (viewer.account == author) return all;
  TRY_LET(const auto relation, relation_to(tx, needs_.relations, viewer, author));
  for (auto& playlist : all) {
    TRY_LET(playlist, narrowed(tx, viewer, std::move(playlist)));
  }
  std::erase_if(all, [&](const Playlist& playlist) {
    return playlist.visibility == Visibility::unlisted || !may_see(playlist, viewer, relation);
  });
  return all;
}

Result<std::vector<VideoId>> Playlists::pins(Transaction& tx, AccountId author) {
  return needs_.rows.pins(tx, author);
}

Result<void> Playlists::pin(Transaction& tx, AccountId author, std::span<const VideoId> videos) {
  if (videos.size() > pins_max)
    return fail(Fault::over_limit, "pins_too_many", "At most three videos can be pinned.");
  if (std::set<VideoId>(videos.begin(), videos.end()).size() != videos.size())
    return fail(Fault::conflict, "pin_twice", "A video can be pinned once.");
  for (const auto id : videos) {
    TRY_LET(const auto video, needs_.videos.own(tx, author, id));
    if (!is_out(video))
      return fail(Fault::not_found, "video_absent", "Only what is published can be pinned.");
  }
  return needs_.rows.put_pins(tx, author, videos);
}

}  // namespace vitrine::catalog
