#include "social/comments.hpp"

#include <algorithm>
#include <array>

#include "accounts/handle.hpp"
#include "base/text.hpp"

namespace vitrine::social {
namespace {
using base::fail;
using base::Fault;

std::unexpected<base::Error> comment_absent() {
  return fail(Fault::not_found, "comment_absent", "There is no such comment.");
}
std::unexpected<base::Error> not_yours() {
  return fail(Fault::refused, "comment_not_yours", "Only its author may do this.");
}
}  // namespace

Result<std::string> Comments::checked(std::string_view text) const {
  auto clean = base::clean_text(text, base::Lines::many);
  if (clean.empty())
    return base::fail_in("text", Fault::invalid_input, "comment_empty", "Say something first.");
  if (base::code_points(clean) > comment_chars_max)
    return base::fail_in("text", Fault::invalid_input, "comment_too_long",
                         "A comment has at most 1000 characters.");
  return clean;
}

Result<void> Comments::announce_mentions(Transaction& tx, const Comment& comment, std::string_view before) {
  const auto old = accounts::mentions_in(before, mentions_max);
  auto handles = accounts::mentions_in(comment.text, mentions_max);
  std::erase_if(handles, [&](const auto& handle) { return std::ranges::find(old, handle) != old.end(); });
  if (handles.empty()) return {};
  TRY_LET(const auto people, needs_.people.by_handles(tx, handles));
  for (const auto person : people)
    if (person != comment.author)
      TRY(tx.announce(model::Mentioned{comment.video, comment.id, person, comment.author}));
  return {};
}

Result<Comment> Comments::write(Transaction& tx, AccountId by, VideoId video, AccountId video_author,
                                std::string_view text, std::optional<CommentId> answers) {
  TRY_LET(auto clean, checked(text));
  std::optional<CommentId> root;
  std::optional<AccountId> answered;
  if (answers) {
    TRY_LET(const auto parent, find(tx, by, *answers));
    if (parent.video != video || parent.deleted) return comment_absent();
    root = parent.root ? parent.root : parent.id;
    if (parent.root) TRY(find(tx, by, *root));  // the thread itself must be visible
    answered = parent.author;
  }
  const Comment comment{.id = needs_.ids.in_order<CommentId>(),
                        .video = video,
                        .video_author = video_author,
                        .author = by,
                        .root = root,
                        .text = std::move(clean),
                        .created_at = needs_.clock.now(),
                        .edited_at = std::nullopt};
  TRY(needs_.comments.insert(tx, comment));
  TRY(tx.announce(model::Commented{video, video_author, comment.id, by, answered}));
  TRY(announce_mentions(tx, comment, ""));
  return comment;
}

Result<Comment> Comments::find(Transaction& tx, AccountId viewer, CommentId id) {
  TRY_LET(const auto comment, needs_.comments.find(tx, id));
  if (!comment) return comment_absent();
  if (viewer != AccountId{0} && viewer != comment->author && !comment->deleted) {
    TRY_LET(const auto relation, needs_.relations.of(tx, viewer, std::array{comment->author}));
    if (relation[0].apart()) return comment_absent();
  }
  return *comment;
}

Result<Comment> Comments::edit(Transaction& tx, AccountId by, CommentId id, std::string_view text) {
  TRY_LET(auto comment, find(tx, by, id));
  if (comment.deleted) return comment_absent();
  if (comment.author != by) return not_yours();
  TRY_LET(auto clean, checked(text));
  if (clean == comment.text) return comment;
  const auto before = std::exchange(comment.text, std::move(clean));
  comment.edited_at = needs_.clock.now();
  TRY(needs_.comments.set_text(tx, id, comment.text, *comment.edited_at));
  TRY(announce_mentions(tx, comment, before));
  return comment;
}

Result<void> Comments::remove(Transaction& tx, const Actor& by, CommentId id) {
  // Authors of videos and moderators reach what they would not see themselves.
  TRY_LET(const auto comment, needs_.comments.find(tx, id));
  if (!comment || comment->deleted) return comment_absent();
  if (by.account != comment->author && by.account != comment->video_author && !by.moderator) {
    TRY(find(tx, by.account, id));
    return not_yours();
  }
  TRY(needs_.notifications.forget_comment(tx, id));
  return needs_.comments.remove(tx, *comment);
}

Result<Comment> Comments::like(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(auto comment, find(tx, by, id));
  if (comment.deleted) return comment_absent();
  TRY_LET(const bool changed, needs_.comments.like(tx, id, by, needs_.clock.now()));
  if (changed) {
    ++comment.likes;
    TRY(tx.announce(model::CommentLiked{comment.video, id, comment.author, by}));
  }
  return comment;
}

Result<Comment> Comments::unlike(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(auto comment, find(tx, by, id));
  TRY_LET(const bool changed, needs_.comments.unlike(tx, id, by));
  comment.likes -= changed;
  return comment;
}

Result<std::vector<Comment>> Comments::list(Transaction& tx, const CommentQuery& query, const Page& page) {
  return needs_.comments.list(tx, query, page);
}

Result<std::vector<bool>> Comments::liked(Transaction& tx, AccountId viewer,
                                          std::span<const CommentId> comments) {
  if (viewer == AccountId{0} || comments.empty()) return std::vector<bool>(comments.size());
  return needs_.comments.liked(tx, viewer, comments);
}
}  // namespace vitrine::social
