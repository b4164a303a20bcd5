#pragma once
// Who is told what. Notifications are made from news (model/news.hpp), each news exactly once however often
// it is carried, and never from somebody the person is apart from or mutes, nor from themselves; but what
// becomes of a guardian and a ward both must know, whatever they think of each other. Nobody is
// told the same thing of the same person twice: like, unlike, like is one. Likes of one video (or comment)
// that nobody has looked at yet are one notification with a count. Thread-safe: holds no state.
#include <vector>

#include "model/news.hpp"
#include "ports/clock.hpp"
#include "ports/ids.hpp"
#include "social/ports.hpp"

namespace vitrine::social {

class Notifications {
 public:
  struct Needs {
    NotificationStore& notifications;
    RelationStore& relations;
    ReactionStore& reactions;
    CommentStore& comments;
    const ports::Clock& clock;
    ports::Ids& ids;
  };
  explicit Notifications(Needs needs) : needs_(needs) {}

  /// The listener's whole work, in one transaction: makes what follows from `news`, announces
  /// NotificationMade for it; forgets what hangs on a removed video.
  Result<void> hear(Transaction& tx, const model::News& news);

  Result<std::vector<Notification>> list(Transaction& tx, AccountId account, const Page& page);
  Result<std::int64_t> unread(Transaction& tx, AccountId account);
  /// Errors: not_found "notification_absent".
  Result<Notification> find(Transaction& tx, AccountId account, NotificationId id);
  Result<void> mark_read(Transaction& tx, AccountId account, NotificationId up_to);
  /// Housekeeping: a quarter of a year of notifications, a week of heard news.
  Result<void> forget_old(Transaction& tx, int max);

 private:
  struct Wanted;  // a notification before it is known whether it is welcome
  Result<void> tell(Transaction& tx, const Wanted& wanted);
  Result<void> on(Transaction& tx, const model::VideoChanged& what);
  Result<void> on(Transaction& tx, const model::VideoRemoved& what);
  Result<void> on(Transaction& tx, const model::Liked& what);
  Result<void> on(Transaction& tx, const model::Commented& what);
  Result<void> on(Transaction& tx, const model::CommentLiked& what);
  Result<void> on(Transaction& tx, const model::Mentioned& what);
  Result<void> on(Transaction& tx, const model::Followed& what);
  Result<void> on(Transaction& tx, const model::FollowAsked& what);
  Result<void> on(Transaction& tx, const model::FollowAccepted& what);
  Result<void> on(Transaction& tx, const model::SignInChanged& what);
  Result<void> on(Transaction& tx, const model::TakeoutChanged& what);
  Result<void> on(Transaction& tx, const model::DataOpened& what);
  Result<void> on(Transaction& tx, const model::FamilyChanged& what);
  Result<void> on(Transaction& tx, const model::Remixed& what);
  Result<void> on(Transaction& tx, const model::IntegrityChanged& what);
  Needs needs_;
};

/// News these notifications come from; the others need no transaction.
[[nodiscard]] bool makes_notifications(const model::News& news);

}  // namespace vitrine::social
