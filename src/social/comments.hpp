#pragma once
// What people say under a video. Threads are one level deep: an answer to an answer stands under the same top
// comment and its author is told. The caller has asked catalog whether the viewer may see the video.
// Thread-safe: holds no state.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

/// Who acts.
struct Actor {
  AccountId account;
  bool moderator = false;
};

class Comments {
 public:
  struct Needs {
    CommentStore& comments;
    RelationStore& relations;
    NotificationStore& notifications;
    People& people;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Comments(Needs needs) : needs_(needs) {}

  /// `answers`: the comment replied to, a top one or an answer. Errors: invalid_input "comment_empty",
  /// "comment_too_long"; not_found "comment_absent" for a parent that is deleted, elsewhere or of somebody
  /// the author is apart from.
  Result<Comment> write(Transaction& tx, AccountId by, VideoId video, AccountId video_author,
                        std::string_view text, std::optional<CommentId> answers);

  /// As `viewer` may see it (0: anybody); the caller still asks whether they may see its video.
  /// Errors: not_found "comment_absent".
  Result<Comment> find(Transaction& tx, AccountId viewer, CommentId id);

  /// Errors: those of find and write; refused "comment_not_yours".
  Result<Comment> edit(Transaction& tx, AccountId by, CommentId id, std::string_view text);
  /// Its author, the video's author and moderators may. Errors: those of find, refused "comment_not_yours".
  Result<void> remove(Transaction& tx, const Actor& by, CommentId id);

  /// Repeatable; the comment as it is afterwards. Errors: those of find.
  Result<Comment> like(Transaction& tx, AccountId by, CommentId id);
  Result<Comment> unlike(Transaction& tx, AccountId by, CommentId id);

  Result<std::vector<Comment>> list(Transaction& tx, const CommentQuery& query, const Page& page);
  /// Which of `comments` the viewer likes, in order. Viewer 0 is anybody.
  Result<std::vector<bool>> liked(Transaction& tx, AccountId viewer, std::span<const CommentId> comments);

  /// The video's author holds one top comment up. Errors: those of find, refused "comment_not_yours",
  /// "pin_top_only".
  Result<Comment> pin(Transaction& tx, AccountId by, CommentId id);
  Result<Comment> unpin(Transaction& tx, AccountId by, CommentId id);
  /// The one of this video, if this viewer may see it.
  Result<std::optional<Comment>> pinned(Transaction& tx, AccountId viewer, VideoId video);
  /// What it said before, latest first.
  Result<std::vector<CommentEdit>> edits(Transaction& tx, CommentId id);

  /// Comments that hold one of the words of the video's author wait until released; letters of ASCII count in
  /// either case. Errors: those of find, refused "comment_not_yours".
  Result<Comment> release(Transaction& tx, AccountId by, CommentId id);
  /// Holds it back by hand, until released. Errors: as release.
  Result<Comment> hide(Transaction& tx, AccountId by, CommentId id);
  /// What others said under the videos of `maker` (CommentStore::under_videos_of).
  Result<std::vector<Comment>> under_videos_of(Transaction& tx, AccountId maker, Attention which,
                                               const Page& page);
  Result<std::vector<std::string>> filter(Transaction& tx, AccountId account);
  /// Errors: invalid_input "filter_word_invalid", "filter_full".
  Result<std::vector<std::string>> set_filter(Transaction& tx, AccountId account,
                                              std::span<const std::string> words);

 private:
  Result<Comment> of_ones_video(Transaction& tx, AccountId by, CommentId id);
  Result<bool> is_held(Transaction& tx, const Comment& comment);
  Result<std::string> checked(std::string_view text) const;
  Result<void> announce_mentions(Transaction& tx, const Comment& comment, std::string_view before);
  Needs needs_;
};

}  // namespace vitrine::social
