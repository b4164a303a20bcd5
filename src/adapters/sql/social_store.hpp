#pragma once
// social/ports.hpp on SQL: tables social_*. Stateless; safe from any thread (the transaction is not).
// One file of definitions for each store: social_store_<what it keeps>.cpp.
#include "social/ports.hpp"

namespace vitrine::sql {

class RelationStore final : public social::RelationStore {
 public:
  base::Result<bool> follow(ports::Transaction& tx, model::AccountId by, model::AccountId who,
                            model::Instant now) override;
  base::Result<bool> unfollow(ports::Transaction& tx, model::AccountId by, model::AccountId who) override;
  base::Result<bool> block(ports::Transaction& tx, model::AccountId by, model::AccountId who,
                           model::Instant now) override;
  base::Result<bool> unblock(ports::Transaction& tx, model::AccountId by, model::AccountId who) override;
  base::Result<bool> mute(ports::Transaction& tx, model::AccountId by, model::AccountId who,
                          model::Instant now) override;
  base::Result<bool> unmute(ports::Transaction& tx, model::AccountId by, model::AccountId who) override;
  base::Result<bool> ask(ports::Transaction& tx, model::AccountId by, model::AccountId who,
                         model::Instant now) override;
  base::Result<bool> unask(ports::Transaction& tx, model::AccountId by, model::AccountId who) override;
  base::Result<bool> has_asked(ports::Transaction& tx, model::AccountId by, model::AccountId who) override;
  base::Result<std::int64_t> count_asking(ports::Transaction& tx, model::AccountId who) override;
  base::Result<std::vector<social::ListedPerson>> asking(ports::Transaction& tx, model::AccountId who,
                                                         const social::Page& page) override;
  base::Result<std::vector<social::Relation>> of(ports::Transaction& tx, model::AccountId viewer,
                                                 std::span<const model::AccountId> people) override;
  base::Result<std::vector<social::PersonCounts>> counts(ports::Transaction& tx,
                                                         std::span<const model::AccountId> people) override;
  base::Result<std::int64_t> count_blocks(ports::Transaction& tx, model::AccountId by) override;
  base::Result<std::int64_t> count_mutes(ports::Transaction& tx, model::AccountId by) override;
  base::Result<std::vector<social::ListedPerson>> followers(ports::Transaction& tx, model::AccountId who,
                                                            model::AccountId viewer,
                                                            const social::Page& page) override;
  base::Result<std::vector<social::ListedPerson>> following(ports::Transaction& tx, model::AccountId who,
                                                            model::AccountId viewer,
                                                            const social::Page& page) override;
  base::Result<std::vector<social::ListedPerson>> blocks(ports::Transaction& tx, model::AccountId by,
                                                         const social::Page& page) override;
  base::Result<std::vector<social::ListedPerson>> mutes(ports::Transaction& tx, model::AccountId by,
                                                        const social::Page& page) override;
  base::Result<std::vector<model::AccountId>> followed_ids(ports::Transaction& tx,
                                                           model::AccountId by) override;
  base::Result<std::vector<model::AccountId>> unseen_ids(ports::Transaction& tx, model::AccountId by,
                                                         std::size_t max) override;
  base::Result<social::FollowerDays> follower_days(ports::Transaction& tx, model::AccountId who,
                                                   model::Instant since) override;
};

class ReactionStore final : public social::ReactionStore {
 public:
  base::Result<bool> add(ports::Transaction& tx, social::Reaction kind, model::AccountId by,
                         model::VideoId video, model::AccountId author, model::Instant now) override;
  base::Result<bool> remove(ports::Transaction& tx, social::Reaction kind, model::AccountId by,
                            model::VideoId video) override;
  base::Result<std::vector<social::VideoCounts>> counts(ports::Transaction& tx,
                                                        std::span<const model::VideoId> videos) override;
  base::Result<std::vector<social::MyVideoMarks>> marks(ports::Transaction& tx, model::AccountId viewer,
                                                        std::span<const model::VideoId> videos) override;
  base::Result<std::vector<social::ListedVideo>> listed(ports::Transaction& tx, social::Reaction kind,
                                                        model::AccountId by,
                                                        const social::Page& page) override;
  base::Result<void> forget_video(ports::Transaction& tx, model::VideoId video) override;
};

class CommentStore final : public social::CommentStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const social::Comment& comment) override;
  base::Result<std::optional<social::Comment>> find(ports::Transaction& tx, model::CommentId id) override;
  base::Result<void> set_text(ports::Transaction& tx, model::CommentId id, std::string_view text,
                              model::Instant now) override;
  base::Result<void> remove(ports::Transaction& tx, const social::Comment& comment) override;
  base::Result<bool> like(ports::Transaction& tx, model::CommentId id, model::AccountId by,
                          model::Instant now) override;
  base::Result<bool> unlike(ports::Transaction& tx, model::CommentId id, model::AccountId by) override;
  base::Result<std::vector<bool>> liked(ports::Transaction& tx, model::AccountId viewer,
                                        std::span<const model::CommentId> comments) override;
  base::Result<std::vector<social::Comment>> list(ports::Transaction& tx, const social::CommentQuery& query,
                                                  const social::Page& page) override;
  base::Result<std::vector<social::Comment>> by_author(ports::Transaction& tx, model::AccountId author,
                                                       const social::Page& page) override;
  base::Result<std::vector<social::Comment>> under_videos_of(ports::Transaction& tx, model::AccountId maker,
                                                             social::Attention which,
                                                             const social::Page& page) override;
  base::Result<void> forget_video(ports::Transaction& tx, model::VideoId video) override;
  base::Result<void> pin(ports::Transaction& tx, const social::Comment& comment, model::Instant now) override;
  base::Result<void> unpin(ports::Transaction& tx, model::CommentId id) override;
  base::Result<std::optional<model::CommentId>> pinned(ports::Transaction& tx, model::VideoId video) override;
  base::Result<void> keep_edit(ports::Transaction& tx, const social::Comment& before, std::uint64_t id,
                               model::Instant now) override;
  base::Result<std::vector<social::CommentEdit>> edits(ports::Transaction& tx, model::CommentId id) override;
  base::Result<void> hold(ports::Transaction& tx, model::CommentId id, bool held) override;
  base::Result<void> hide(ports::Transaction& tx, model::CommentId id) override;
  base::Result<std::vector<std::string>> filter(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> set_filter(ports::Transaction& tx, model::AccountId account,
                                std::span<const std::string> words, model::Instant now) override;
};

class NotificationStore final : public social::NotificationStore {
 public:
  base::Result<bool> hear(ports::Transaction& tx, model::NewsId news, model::Instant now) override;
  base::Result<bool> add_actor(ports::Transaction& tx, const social::Notification& about,
                               std::uint64_t subject) override;
  base::Result<std::optional<model::NotificationId>> open_group(ports::Transaction& tx,
                                                                model::AccountId account,
                                                                social::NotificationKind kind,
                                                                std::uint64_t subject) override;
  base::Result<void> insert(ports::Transaction& tx, const social::Notification& notification,
                            std::uint64_t subject) override;
  base::Result<void> grow(ports::Transaction& tx, model::NotificationId id, model::AccountId actor,
                          model::Instant now) override;
  base::Result<std::optional<social::Notification>> find(ports::Transaction& tx,
                                                         model::NotificationId id) override;
  base::Result<std::vector<social::Notification>> list(ports::Transaction& tx, model::AccountId account,
                                                       const social::Page& page) override;
  base::Result<std::int64_t> unread(ports::Transaction& tx, model::AccountId account) override;
  base::Result<void> mark_read(ports::Transaction& tx, const social::Notification& up_to,
                               model::Instant now) override;
  base::Result<void> forget_comment(ports::Transaction& tx, model::CommentId comment) override;
  base::Result<void> forget_video(ports::Transaction& tx, model::VideoId video) override;
  base::Result<void> forget_actor(ports::Transaction& tx, model::AccountId account,
                                  model::AccountId actor) override;
  base::Result<void> forget_old(ports::Transaction& tx, model::Instant notifications, model::Instant news,
                                int max) override;
};

class ConversationStore final : public social::ConversationStore {
 public:
  base::Result<void> insert(ports::Transaction& tx, const social::Conversation& conversation) override;
  base::Result<std::optional<social::Conversation>> find(ports::Transaction& tx,
                                                         model::ConversationId id) override;
  base::Result<std::vector<social::Conversation>> find(ports::Transaction& tx,
                                                       std::span<const model::ConversationId> ids) override;
  base::Result<void> rename(ports::Transaction& tx, model::ConversationId id, std::string_view name,
                            model::AccountId by) override;
  base::Result<void> put_member(ports::Transaction& tx, const social::Member& member) override;
  base::Result<bool> remove_member(ports::Transaction& tx, model::ConversationId id,
                                   model::AccountId account) override;
  base::Result<std::optional<social::Member>> member(ports::Transaction& tx, model::ConversationId id,
                                                     model::AccountId account) override;
  base::Result<std::vector<social::Member>> members(ports::Transaction& tx,
                                                    std::span<const model::ConversationId> ids) override;
  base::Result<void> insert(ports::Transaction& tx, const social::Message& message) override;
  base::Result<std::optional<social::Message>> message(ports::Transaction& tx, model::MessageId id) override;
  base::Result<void> blank(ports::Transaction& tx, model::MessageId id) override;
  base::Result<std::vector<social::Message>> messages(ports::Transaction& tx, model::ConversationId id,
                                                      model::AccountId viewer,
                                                      const social::Page& page) override;
  base::Result<std::int64_t> count_by(ports::Transaction& tx, model::ConversationId id,
                                      model::AccountId author) override;
  base::Result<bool> read(ports::Transaction& tx, model::ConversationId id, model::AccountId account,
                          model::MessageId up_to) override;
  base::Result<std::vector<social::Member>> list(ports::Transaction& tx, model::AccountId account,
                                                 social::Standing standing,
                                                 const social::Page& page) override;
  base::Result<std::vector<std::int64_t>> unread(ports::Transaction& tx, model::AccountId account,
                                                 std::span<const model::ConversationId> ids) override;
  base::Result<std::int64_t> unread_in_all(ports::Transaction& tx, model::AccountId account) override;
  base::Result<std::vector<std::optional<social::Message>>> lasts(
      ports::Transaction& tx, model::AccountId viewer, std::span<const model::ConversationId> ids) override;
  base::Result<std::optional<social::MessageChoice>> choice(ports::Transaction& tx,
                                                            model::AccountId account) override;
  base::Result<void> choose(ports::Transaction& tx, model::AccountId account,
                            const social::MessageChoice& choice, model::Instant now) override;
  base::Result<std::vector<model::AccountId>> telling(ports::Transaction& tx,
                                                      std::span<const model::AccountId> people) override;
};

class FamilyStore final : public social::FamilyStore {
 public:
  base::Result<void> put_code(ports::Transaction& tx, model::AccountId ward, const base::Digest& hash,
                              model::Instant until) override;
  base::Result<std::optional<model::AccountId>> ward_of_code(ports::Transaction& tx, const base::Digest& hash,
                                                             model::Instant now) override;
  base::Result<std::optional<model::Instant>> code_until(ports::Transaction& tx, model::AccountId ward,
                                                         model::Instant now) override;
  base::Result<void> remove_code(ports::Transaction& tx, model::AccountId ward) override;
  base::Result<bool> insert(ports::Transaction& tx, const social::Pairing& pairing) override;
  base::Result<std::optional<social::Pairing>> of_ward(ports::Transaction& tx,
                                                       model::AccountId ward) override;
  base::Result<std::vector<social::Pairing>> of_guardian(ports::Transaction& tx,
                                                         model::AccountId guardian) override;
  base::Result<void> set_limits(ports::Transaction& tx, model::AccountId ward, const social::Limits& limits,
                                model::Instant now) override;
  base::Result<void> remove(ports::Transaction& tx, model::AccountId ward) override;
};

class PushStore final : public social::PushStore {
 public:
  base::Result<void> put(ports::Transaction& tx, const social::PushDevice& device) override;
  base::Result<bool> remove(ports::Transaction& tx, model::AccountId account,
                            const base::Digest& hash) override;
  base::Result<void> remove_session(ports::Transaction& tx, model::AccountId account,
                                    std::optional<model::SessionId> session) override;
  base::Result<std::vector<social::PushDevice>> of_account(ports::Transaction& tx,
                                                           model::AccountId account) override;
  base::Result<std::vector<social::PushDevice>> due(ports::Transaction& tx, model::Instant now,
                                                    std::size_t max) override;
  base::Result<void> set_due(ports::Transaction& tx, const base::Digest& hash,
                             std::optional<model::Instant> at) override;
  base::Result<void> rang(ports::Transaction& tx, const social::PushDevice& device,
                          model::Instant now) override;
  base::Result<void> failed(ports::Transaction& tx, const base::Digest& hash, model::Instant since,
                            model::Instant again) override;
  base::Result<std::optional<social::PushChoice>> choice(ports::Transaction& tx,
                                                         model::AccountId account) override;
  base::Result<void> choose(ports::Transaction& tx, model::AccountId account,
                            const social::PushChoice& choice, model::Instant now) override;
};

class LeavingStore final : public social::LeavingStore {
 public:
  base::Result<void> take_out(ports::Transaction& tx, model::AccountId account) override;
};

}  // namespace vitrine::sql
