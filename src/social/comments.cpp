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
  Comment comment{.id = needs_.ids.in_order<CommentId>(),
                  .video = video,
                  .video_author = video_author,
                  .author = by,
                  .root = root,
                  .text = std::move(clean),
                  .created_at = needs_.clock.now(),
                  .edited_at = std::nullopt};
  TRY_LET(comment.held, is_held(tx, comment));
  TRY(needs_.comments.insert(tx, comment));
  if (comment.held) return comment;  // nobody is told
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
    if (comment->held && viewer != comment->video_author) return comment_absent();
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
  Comment old = comment;
  old.text = before;
  const auto number = needs_.ids.in_order<CommentId>().raw();
  TRY(needs_.comments.keep_edit(tx, old, number, *comment.edited_at));
  TRY(needs_.comments.set_text(tx, id, comment.text, *comment.edited_at));
  if (comment.hidden) return comment;
  TRY_LET(const bool held, is_held(tx, comment));
  if (held != comment.held) TRY(needs_.comments.hold(tx, id, held));
  comment.held = held;
  if (held) return comment;
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

Result<Comment> Comments::of_ones_video(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(const auto comment, find(tx, by, id));
  if (comment.deleted) return comment_absent();
  if (comment.video_author != by)
    return fail(Fault::refused, "comment_not_yours", "Only the author of the video may do this.");
  return comment;
}

Result<Comment> Comments::pin(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(const auto comment, of_ones_video(tx, by, id));
  if (comment.root || comment.held)
    return fail(Fault::refused, "pin_top_only",
                "A comment that answers none and is seen by all can be pinned.");
  TRY(needs_.comments.pin(tx, comment, needs_.clock.now()));
  return comment;
}

Result<Comment> Comments::unpin(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(const auto comment, of_ones_video(tx, by, id));
  TRY(needs_.comments.unpin(tx, id));
  return comment;
}

Result<std::optional<Comment>> Comments::pinned(Transaction& tx, AccountId viewer, VideoId video) {
  TRY_LET(const auto id, needs_.comments.pinned(tx, video));
  if (!id) return std::nullopt;
  const auto comment = find(tx, viewer, *id);
  if (!comment && comment.error().fault != Fault::not_found) return std::unexpected(comment.error());
  return comment && !comment->held ? std::optional{*comment} : std::nullopt;
}

Result<std::vector<CommentEdit>> Comments::edits(Transaction& tx, CommentId id) {
  return needs_.comments.edits(tx, id);
}

Result<Comment> Comments::release(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(auto comment, of_ones_video(tx, by, id));
  if (!comment.held) return comment;
  comment.held = comment.hidden = false;
  TRY(needs_.comments.hold(tx, id, false));
  std::optional<AccountId> answered;
  if (comment.root) {
    TRY_LET(const auto root, needs_.comments.find(tx, *comment.root));
    if (root && !root->deleted) answered = root->author;
  }
  TRY(tx.announce(model::Commented{comment.video, comment.video_author, id, comment.author, answered}));
  TRY(announce_mentions(tx, comment, ""));
  return comment;
}

Result<Comment> Comments::hide(Transaction& tx, AccountId by, CommentId id) {
  TRY_LET(auto comment, of_ones_video(tx, by, id));
  comment.held = comment.hidden = true;
  TRY(needs_.comments.hide(tx, id));
  return comment;
}

Result<std::vector<Comment>> Comments::under_videos_of(Transaction& tx, AccountId maker, Attention which,
                                                       const Page& page) {
  return needs_.comments.under_videos_of(tx, maker, which, page);
}

Result<bool> Comments::is_held(Transaction& tx, const Comment& comment) {
  if (comment.author == comment.video_author) return false;
  TRY_LET(const auto words, needs_.comments.filter(tx, comment.video_author));
  const auto said = base::lower_ascii(comment.text);
  return std::ranges::any_of(words, [&](const auto& word) { return said.find(word) != std::string::npos; });
}

Result<std::vector<std::string>> Comments::filter(Transaction& tx, AccountId account) {
  return needs_.comments.filter(tx, account);
}

Result<std::vector<std::string>> Comments::set_filter(Transaction& tx, AccountId account,
                                                      std::span<const std::string> words) {
  std::vector<std::string> clean;
  for (const auto& word : words) {
    const auto tidy = base::lower_ascii(base::clean_text(word, base::Lines::one));
    if (tidy.empty()) continue;
    if (base::code_points(tidy) > filter_word_chars_max)
      return base::fail_in("words", Fault::invalid_input, "filter_word_invalid",
                           "A word has at most 50 characters.");
    clean.push_back(tidy);
  }
  std::ranges::sort(clean);
  const auto rest = std::ranges::unique(clean);
  clean.erase(rest.begin(), rest.end());
  if (clean.size() > filter_words_max)
    return base::fail_in("words", Fault::invalid_input, "filter_full", "There is room for 200 words.");
  TRY(needs_.comments.set_filter(tx, account, clean, needs_.clock.now()));
  return clean;
}
}  // namespace vitrine::social
