#pragma once
// What social asks of the world: four stores (adapters/sql, tables social_*). Every write that changes a
// count keeps the count in the same transaction and says whether it changed anything, so repeats are
// harmless. Batched answers come in the order of what was asked.
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "model/news.hpp"
#include "ports/record.hpp"
#include "social/conversation.hpp"
#include "social/pairing.hpp"
#include "social/social.hpp"

namespace vitrine::social {

using model::SessionId;
using ports::Transaction;

struct ListedPerson {
  AccountId account;
  Instant since{};
};

struct FollowerDays {
  std::int64_t before = 0;  ///< who came earlier
  /// Midnight UTC, and how many of those that follow now came on that day; days without any are left out.
  std::vector<std::pair<Instant, std::int64_t>> days = {};
};

class RelationStore {
 public:
  virtual ~RelationStore() = default;
  // Each answers whether it changed anything.
  virtual Result<bool> follow(Transaction& tx, AccountId by, AccountId who, Instant now) = 0;
  virtual Result<bool> unfollow(Transaction& tx, AccountId by, AccountId who) = 0;
  virtual Result<bool> block(Transaction& tx, AccountId by, AccountId who, Instant now) = 0;
  virtual Result<bool> unblock(Transaction& tx, AccountId by, AccountId who) = 0;
  virtual Result<bool> mute(Transaction& tx, AccountId by, AccountId who, Instant now) = 0;
  virtual Result<bool> unmute(Transaction& tx, AccountId by, AccountId who) = 0;

  // Asking to follow; each answers whether it changed anything.
  virtual Result<bool> ask(Transaction& tx, AccountId by, AccountId who, Instant now) = 0;
  virtual Result<bool> unask(Transaction& tx, AccountId by, AccountId who) = 0;
  virtual Result<bool> has_asked(Transaction& tx, AccountId by, AccountId who) = 0;
  virtual Result<std::int64_t> count_asking(Transaction& tx, AccountId who) = 0;
  /// Those who ask to follow `who`, newest first; Position is (since, account).
  virtual Result<std::vector<ListedPerson>> asking(Transaction& tx, AccountId who, const Page& page) = 0;

  virtual Result<std::vector<Relation>> of(Transaction& tx, AccountId viewer,
                                           std::span<const AccountId> people) = 0;
  virtual Result<std::vector<PersonCounts>> counts(Transaction& tx, std::span<const AccountId> people) = 0;
  virtual Result<std::int64_t> count_blocks(Transaction& tx, AccountId by) = 0;
  virtual Result<std::int64_t> count_mutes(Transaction& tx, AccountId by) = 0;

  // Newest first; Position is (since, account). `viewer` does not see people they are apart from.
  virtual Result<std::vector<ListedPerson>> followers(Transaction& tx, AccountId who, AccountId viewer,
                                                      const Page& page) = 0;
  virtual Result<std::vector<ListedPerson>> following(Transaction& tx, AccountId who, AccountId viewer,
                                                      const Page& page) = 0;
  virtual Result<std::vector<ListedPerson>> blocks(Transaction& tx, AccountId by, const Page& page) = 0;
  virtual Result<std::vector<ListedPerson>> mutes(Transaction& tx, AccountId by, const Page& page) = 0;
  /// Everybody `by` follows, in ascending id: the following feed's question.
  virtual Result<std::vector<AccountId>> followed_ids(Transaction& tx, AccountId by) = 0;
  /// Whom `by` does not see in feeds: blocked or muted by them, or blocking them; in ascending id. Of
  /// more than `max` those go first who block them.
  virtual Result<std::vector<AccountId>> unseen_ids(Transaction& tx, AccountId by, std::size_t max) = 0;
  /// Those who follow `who` now, by the day they came.
  virtual Result<FollowerDays> follower_days(Transaction& tx, AccountId who, Instant since) = 0;
};

struct ListedVideo {
  VideoId video;
  Instant at{};
};

class ReactionStore {
 public:
  virtual ~ReactionStore() = default;
  virtual Result<bool> add(Transaction& tx, Reaction kind, AccountId by, VideoId video, AccountId author,
                           Instant now) = 0;
  virtual Result<bool> remove(Transaction& tx, Reaction kind, AccountId by, VideoId video) = 0;
  virtual Result<std::vector<VideoCounts>> counts(Transaction& tx, std::span<const VideoId> videos) = 0;
  virtual Result<std::vector<MyVideoMarks>> marks(Transaction& tx, AccountId viewer,
                                                  std::span<const VideoId> videos) = 0;
  /// Newest first; Position is (at, video).
  virtual Result<std::vector<ListedVideo>> listed(Transaction& tx, Reaction kind, AccountId by,
                                                  const Page& page) = 0;
  /// Everything about a video that is gone, and its share of its author's counts.
  virtual Result<void> forget_video(Transaction& tx, VideoId video) = 0;
};

struct CommentQuery {
  VideoId video;
  std::optional<CommentId> root;  ///< replies of this one, oldest first; otherwise the tops
  CommentSort sort = CommentSort::top;
  AccountId viewer{0};  ///< does not see people they are apart from or mute
};

class CommentStore {
 public:
  virtual ~CommentStore() = default;
  virtual Result<void> insert(Transaction& tx, const Comment& comment) = 0;
  virtual Result<std::optional<Comment>> find(Transaction& tx, CommentId id) = 0;
  virtual Result<void> set_text(Transaction& tx, CommentId id, std::string_view text, Instant now) = 0;
  /// A placeholder if it has replies, otherwise gone; a placeholder whose last reply goes is gone too.
  virtual Result<void> remove(Transaction& tx, const Comment& comment) = 0;
  virtual Result<bool> like(Transaction& tx, CommentId id, AccountId by, Instant now) = 0;
  virtual Result<bool> unlike(Transaction& tx, CommentId id, AccountId by) = 0;
  virtual Result<std::vector<bool>> liked(Transaction& tx, AccountId viewer,
                                          std::span<const CommentId> comments) = 0;
  /// Position: (likes, id) for top, (0, id) otherwise.
  virtual Result<std::vector<Comment>> list(Transaction& tx, const CommentQuery& query, const Page& page) = 0;
  /// Everything `author` said anywhere, newest first; Position is (0, id).
  virtual Result<std::vector<Comment>> by_author(Transaction& tx, AccountId author, const Page& page) = 0;
  /// What others said under videos of `maker`, newest first; Position is (0, id). Waiting: neither answered
  /// in its thread since, nor liked, nor held; held: those alone. Without people `maker` is apart from or
  /// mutes.
  virtual Result<std::vector<Comment>> under_videos_of(Transaction& tx, AccountId maker, Attention which,
                                                       const Page& page) = 0;
  virtual Result<void> forget_video(Transaction& tx, VideoId video) = 0;

  /// Instead of any other of that video.
  virtual Result<void> pin(Transaction& tx, const Comment& comment, Instant now) = 0;
  virtual Result<void> unpin(Transaction& tx, CommentId id) = 0;
  virtual Result<std::optional<CommentId>> pinned(Transaction& tx, VideoId video) = 0;
  /// What it said until now.
  virtual Result<void> keep_edit(Transaction& tx, const Comment& before, std::uint64_t id, Instant now) = 0;
  virtual Result<std::vector<CommentEdit>> edits(Transaction& tx, CommentId id) = 0;  ///< latest first
  virtual Result<void> hold(Transaction& tx, CommentId id, bool held) = 0;
  virtual Result<void> hide(Transaction& tx, CommentId id) = 0;  ///< held by hand
  virtual Result<std::vector<std::string>> filter(Transaction& tx, AccountId account) = 0;
  virtual Result<void> set_filter(Transaction& tx, AccountId account, std::span<const std::string> words,
                                  Instant now) = 0;
};

class NotificationStore {
 public:
  virtual ~NotificationStore() = default;
  /// Remembers this news; false when it was heard before.
  virtual Result<bool> hear(Transaction& tx, model::NewsId news, Instant now) = 0;
  /// Remembers that `actor` did this to `subject`; false when `account` was told before.
  virtual Result<bool> add_actor(Transaction& tx, const Notification& about, std::uint64_t subject) = 0;
  /// The unread notification of this kind about this subject.
  virtual Result<std::optional<NotificationId>> open_group(Transaction& tx, AccountId account,
                                                           NotificationKind kind, std::uint64_t subject) = 0;
  virtual Result<void> insert(Transaction& tx, const Notification& notification, std::uint64_t subject) = 0;
  /// One more person; the latest is shown.
  virtual Result<void> grow(Transaction& tx, NotificationId id, AccountId actor, Instant now) = 0;

  virtual Result<std::optional<Notification>> find(Transaction& tx, NotificationId id) = 0;
  /// Latest first; Position is (at, id).
  virtual Result<std::vector<Notification>> list(Transaction& tx, AccountId account, const Page& page) = 0;
  virtual Result<std::int64_t> unread(Transaction& tx, AccountId account) = 0;
  /// Those as old as `up_to` or older.
  virtual Result<void> mark_read(Transaction& tx, const Notification& up_to, Instant now) = 0;

  virtual Result<void> forget_comment(Transaction& tx, CommentId comment) = 0;
  virtual Result<void> forget_video(Transaction& tx, VideoId video) = 0;
  /// Takes `actor` out of everything `account` was told.
  virtual Result<void> forget_actor(Transaction& tx, AccountId account, AccountId actor) = 0;
  /// Notifications before `notifications` and heard news before `news`, at most `max` of each.
  virtual Result<void> forget_old(Transaction& tx, Instant notifications, Instant news, int max) = 0;
};

class ConversationStore {
 public:
  virtual ~ConversationStore() = default;
  /// Nothing when it is there already.
  virtual Result<void> insert(Transaction& tx, const Conversation& conversation) = 0;
  virtual Result<std::optional<Conversation>> find(Transaction& tx, ConversationId id) = 0;
  virtual Result<std::vector<Conversation>> find(Transaction& tx, std::span<const ConversationId> ids) = 0;
  virtual Result<void> rename(Transaction& tx, ConversationId id, std::string_view name, AccountId by) = 0;

  /// Inserts, or changes the standing alone.
  virtual Result<void> put_member(Transaction& tx, const Member& member) = 0;
  /// With the last member the conversation and its messages go.
  virtual Result<bool> remove_member(Transaction& tx, ConversationId id, AccountId account) = 0;
  virtual Result<std::optional<Member>> member(Transaction& tx, ConversationId id, AccountId account) = 0;
  virtual Result<std::vector<Member>> members(Transaction& tx, std::span<const ConversationId> ids) = 0;

  /// Also moves the conversation to the top of its members' lists, and is read by its author.
  virtual Result<void> insert(Transaction& tx, const Message& message) = 0;
  virtual Result<std::optional<Message>> message(Transaction& tx, MessageId id) = 0;
  virtual Result<void> blank(Transaction& tx, MessageId id) = 0;
  /// Newest first; Position is (0, id). In a group without those the viewer is apart from; so with all below.
  virtual Result<std::vector<Message>> messages(Transaction& tx, ConversationId id, AccountId viewer,
                                                const Page& page) = 0;
  virtual Result<std::int64_t> count_by(Transaction& tx, ConversationId id, AccountId author) = 0;
  /// False when that much was read before.
  virtual Result<bool> read(Transaction& tx, ConversationId id, AccountId account, MessageId up_to) = 0;

  /// One's own rows, latest first; Position is (last_at, conversation).
  virtual Result<std::vector<Member>> list(Transaction& tx, AccountId account, Standing standing,
                                           const Page& page) = 0;
  virtual Result<std::vector<std::int64_t>> unread(Transaction& tx, AccountId account,
                                                   std::span<const ConversationId> ids) = 0;
  virtual Result<std::int64_t> unread_in_all(Transaction& tx, AccountId account) = 0;
  virtual Result<std::vector<std::optional<Message>>> lasts(Transaction& tx, AccountId viewer,
                                                            std::span<const ConversationId> ids) = 0;

  virtual Result<std::optional<MessageChoice>> choice(Transaction& tx, AccountId account) = 0;
  virtual Result<void> choose(Transaction& tx, AccountId account, const MessageChoice& choice,
                              Instant now) = 0;
  /// Of these, those with receipts on.
  virtual Result<std::vector<AccountId>> telling(Transaction& tx, std::span<const AccountId> people) = 0;
};

class FamilyStore {
 public:
  virtual ~FamilyStore() = default;
  /// Instead of an earlier one.
  virtual Result<void> put_code(Transaction& tx, AccountId ward, const base::Digest& hash, Instant until) = 0;
  /// Who made this code, if it is still good.
  virtual Result<std::optional<AccountId>> ward_of_code(Transaction& tx, const base::Digest& hash,
                                                        Instant now) = 0;
  virtual Result<std::optional<Instant>> code_until(Transaction& tx, AccountId ward, Instant now) = 0;
  virtual Result<void> remove_code(Transaction& tx, AccountId ward) = 0;

  /// False when the ward has a guardian.
  virtual Result<bool> insert(Transaction& tx, const Pairing& pairing) = 0;
  virtual Result<std::optional<Pairing>> of_ward(Transaction& tx, AccountId ward) = 0;  ///< by primary key
  /// Oldest first.
  virtual Result<std::vector<Pairing>> of_guardian(Transaction& tx, AccountId guardian) = 0;
  virtual Result<void> set_limits(Transaction& tx, AccountId ward, const Limits& limits, Instant now) = 0;
  virtual Result<void> remove(Transaction& tx, AccountId ward) = 0;
};

class PushStore {
 public:
  virtual ~PushStore() = default;
  /// Of the same endpoint there is one row: whoever brings it takes it over, as if it were new.
  virtual Result<void> put(Transaction& tx, const PushDevice& device) = 0;
  virtual Result<bool> remove(Transaction& tx, AccountId account, const base::Digest& hash) = 0;
  virtual Result<void> remove_session(Transaction& tx, AccountId account,
                                      std::optional<SessionId> session) = 0;  ///< nothing: all of them
  virtual Result<std::vector<PushDevice>> of_account(Transaction& tx,
                                                     AccountId account) = 0;  ///< oldest first
  virtual Result<std::vector<PushDevice>> due(Transaction& tx, Instant now, std::size_t max) = 0;
  virtual Result<void> set_due(Transaction& tx, const base::Digest& hash, std::optional<Instant> at) = 0;
  /// Due no more, unless something else came in since it was taken as `device`.
  virtual Result<void> rang(Transaction& tx, const PushDevice& device, Instant now) = 0;
  virtual Result<void> failed(Transaction& tx, const base::Digest& hash, Instant since, Instant again) = 0;
  virtual Result<std::optional<PushChoice>> choice(Transaction& tx, AccountId account) = 0;
  virtual Result<void> choose(Transaction& tx, AccountId account, const PushChoice& choice, Instant now) = 0;
};

/// Somebody leaves for good.
class LeavingStore {
 public:
  virtual ~LeavingStore() = default;
  /// Takes `account` out of what is others': counts of likes, follows and replies; comments go, or stay as
  /// placeholders where others answered; notifications others had of them. Their own rows may be removed
  /// afterwards by whoever asked. Bears being called again. Cost: a few statements, and a few a comment.
  virtual Result<void> take_out(Transaction& tx, AccountId account) = 0;
};

/// Which accounts handles stand for (accounts::AccountStore behind it); unknown ones are left out.
class People {
 public:
  virtual ~People() = default;
  virtual Result<std::vector<AccountId>> by_handles(Transaction& tx,
                                                    std::span<const std::string> handles) = 0;
};

}  // namespace vitrine::social
