#include "social/notifications.hpp"

#include <array>

namespace vitrine::social {
namespace {
using base::fail;
using base::Fault;

constexpr model::Millis notification_life{90LL * 24 * 3'600'000};
/// A bus that repeats older news has lost its outbox.
constexpr model::Millis heard_life{7LL * 24 * 3'600'000};

bool is_grouped(NotificationKind kind) {
  return kind == NotificationKind::like || kind == NotificationKind::comment_like;
}

template <class What>
concept Told = std::is_same_v<What, model::VideoChanged> || std::is_same_v<What, model::VideoRemoved> ||
               std::is_same_v<What, model::Liked> || std::is_same_v<What, model::Commented> ||
               std::is_same_v<What, model::CommentLiked> || std::is_same_v<What, model::Mentioned> ||
               std::is_same_v<What, model::Followed> || std::is_same_v<What, model::SignInChanged> ||
               std::is_same_v<What, model::TakeoutChanged> || std::is_same_v<What, model::DataOpened> ||
               std::is_same_v<What, model::FamilyChanged> || std::is_same_v<What, model::Remixed> ||
               std::is_same_v<What, model::FollowAsked> || std::is_same_v<What, model::FollowAccepted> ||
               std::is_same_v<What, model::IntegrityChanged>;

NotificationKind news_of(model::OpeningTold told) {
  switch (told) {
    case model::OpeningTold::alarm:
      return NotificationKind::data_alarm;
    case model::OpeningTold::changed:
      return NotificationKind::account_changed;
    case model::OpeningTold::opened:
      break;
  }
  return NotificationKind::data_opened;
}

NotificationKind news_of(model::Integrity found) {
  switch (found) {
    case model::Integrity::unoriginal:
      return NotificationKind::found_unoriginal;
    case model::Integrity::disputed:
      return NotificationKind::found_disputed;
    case model::Integrity::borderline:
      return NotificationKind::found_borderline;
    case model::Integrity::whole:
      break;
  }
  return NotificationKind::found_whole;
}
}  // namespace

struct Notifications::Wanted {
  AccountId account;
  NotificationKind kind;
  std::uint64_t subject = 0;  ///< what it is about: a video, a comment; 0 for a follow
  std::optional<AccountId> by;
  std::optional<VideoId> video;
  std::optional<CommentId> comment;
  bool must_know = false;  ///< also from somebody they are apart from or mute
};

bool makes_notifications(const model::News& news) {
  return std::visit(
      [](const auto& what) {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, model::VideoChanged>)
          return what.state == model::VideoState::playable || what.state == model::VideoState::ready ||
                 what.state == model::VideoState::failed;
        else if constexpr (std::is_same_v<What, model::TakeoutChanged>)
          return what.state == model::TakeoutState::ready || what.state == model::TakeoutState::failed;
        else return Told<What>;
      },
      news.what);
}

Result<void> Notifications::hear(Transaction& tx, const model::News& news) {
  if (!makes_notifications(news)) return {};
  TRY_LET(const bool first, needs_.notifications.hear(tx, news.id, needs_.clock.now()));
  if (!first) return {};
  return std::visit(
      [&](const auto& what) -> Result<void> {
        if constexpr (Told<std::decay_t<decltype(what)>>) return on(tx, what);
        else return {};
      },
      news.what);
}

Result<void> Notifications::tell(Transaction& tx, const Wanted& wanted) {
  if (wanted.by == wanted.account) return {};
  if (wanted.by && !wanted.must_know) {
    TRY_LET(const auto relation, needs_.relations.of(tx, wanted.account, std::array{*wanted.by}));
    if (relation[0].apart() || relation[0].mutes) return {};
  }
  auto& store = needs_.notifications;
  const auto now = needs_.clock.now();
  std::optional<NotificationId> group;
  if (is_grouped(wanted.kind)) {
    TRY_LET(group, store.open_group(tx, wanted.account, wanted.kind, wanted.subject));
  }
  const Notification made{.id = group.value_or(needs_.ids.in_order<NotificationId>()),
                          .account = wanted.account,
                          .kind = wanted.kind,
                          .at = now,
                          .read = false,
                          .actor = wanted.by,
                          .video = wanted.video,
                          .comment = wanted.comment,
                          .count = 1};
  TRY_LET(const bool is_new, store.add_actor(tx, made, wanted.subject));
  if (!is_new) return {};
  if (group) TRY(store.grow(tx, *group, *wanted.by, now));
  else TRY(store.insert(tx, made, wanted.subject));
  return tx.announce(model::NotificationMade{wanted.account, made.id});
}

Result<void> Notifications::on(Transaction& tx, const model::VideoChanged& what) {
  const bool failed = what.state == model::VideoState::failed;
  return tell(tx, {.account = what.author,
                   .kind = failed ? NotificationKind::video_failed : NotificationKind::video_ready,
                   .subject = what.video.raw(),
                   .by = std::nullopt,
                   .video = what.video,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::VideoRemoved& what) {
  TRY(needs_.notifications.forget_video(tx, what.video));
  TRY(needs_.comments.forget_video(tx, what.video));
  return needs_.reactions.forget_video(tx, what.video);
}

Result<void> Notifications::on(Transaction& tx, const model::Liked& what) {
  return tell(tx, {.account = what.author,
                   .kind = NotificationKind::like,
                   .subject = what.video.raw(),
                   .by = what.by,
                   .video = what.video,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::Commented& what) {
  // Deleted meanwhile: nothing to tell.
  TRY_LET(const auto comment, needs_.comments.find(tx, what.comment));
  if (!comment || comment->deleted) return {};
  Wanted wanted{.account = what.author,
                .kind = NotificationKind::comment,
                .subject = what.comment.raw(),
                .by = what.by,
                .video = what.video,
                .comment = what.comment};
  if (what.answers != what.author) TRY(tell(tx, wanted));
  if (!what.answers) return {};
  wanted.account = *what.answers;
  wanted.kind = NotificationKind::reply;
  return tell(tx, wanted);
}

Result<void> Notifications::on(Transaction& tx, const model::CommentLiked& what) {
  TRY_LET(const auto comment, needs_.comments.find(tx, what.comment));
  if (!comment || comment->deleted) return {};
  return tell(tx, {.account = what.author,
                   .kind = NotificationKind::comment_like,
                   .subject = what.comment.raw(),
                   .by = what.by,
                   .video = what.video,
                   .comment = what.comment});
}

Result<void> Notifications::on(Transaction& tx, const model::Mentioned& what) {
  if (what.comment) {
    TRY_LET(const auto comment, needs_.comments.find(tx, *what.comment));
    if (!comment || comment->deleted) return {};
  }
  return tell(tx, {.account = what.who,
                   .kind = NotificationKind::mention,
                   .subject = what.comment ? what.comment->raw() : what.video.raw(),
                   .by = what.by,
                   .video = what.video,
                   .comment = what.comment});
}

Result<void> Notifications::on(Transaction& tx, const model::Followed& what) {
  return tell(tx, {.account = what.who,
                   .kind = NotificationKind::follow,
                   .subject = 0,
                   .by = what.by,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::FollowAsked& what) {
  return tell(tx, {.account = what.who,
                   .kind = NotificationKind::follow_asked,
                   .subject = 0,
                   .by = what.by,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::FollowAccepted& what) {
  return tell(tx, {.account = what.by,
                   .kind = NotificationKind::follow_accepted,
                   .subject = 0,
                   .by = what.who,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::SignInChanged& what) {
  using enum model::PasskeyDeed;
  return tell(tx, {.account = what.account,
                   .kind = what.deed == added     ? NotificationKind::passkey_added
                           : what.deed == removed ? NotificationKind::passkey_removed
                                                  : NotificationKind::passkey_suspect,
                   .subject = what.passkey.raw(),
                   .by = std::nullopt,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::DataOpened& what) {
  return tell(tx, {.account = what.told,
                   .kind = news_of(what.what),
                   .subject = what.opening.raw(),
                   .by = std::nullopt,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::FamilyChanged& what) {
  using enum NotificationKind;
  using model::FamilyDeed;
  const bool is_new = what.deed == FamilyDeed::paired, is_over = what.deed == FamilyDeed::ended;
  // Each time is news: it is about nothing that could be the same again.
  const auto subject = needs_.ids.in_order<NotificationId>().raw();
  TRY(tell(tx, {.account = what.ward,
                .kind = is_new    ? guardian_new
                        : is_over ? guardian_gone
                                  : guardian_limits,
                .subject = subject,
                .by = what.guardian,
                .video = std::nullopt,
                .comment = std::nullopt,
                .must_know = true}));
  return tell(tx, {.account = what.guardian,
                   .kind = is_new    ? ward_new
                           : is_over ? ward_gone
                                     : ward_limits,
                   .subject = subject,
                   .by = what.ward,
                   .video = std::nullopt,
                   .comment = std::nullopt,
                   .must_know = true});
}

Result<void> Notifications::on(Transaction& tx, const model::Remixed& what) {
  return tell(tx, {.account = what.who,
                   .kind = NotificationKind::remix,
                   .subject = what.video.raw(),
                   .by = what.by,
                   .video = what.video,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::IntegrityChanged& what) {
  // Each time is news: found again after it was taken back.
  return tell(tx, {.account = what.author,
                   .kind = news_of(what.integrity),
                   .subject = needs_.ids.in_order<NotificationId>().raw(),
                   .by = std::nullopt,
                   .video = what.video,
                   .comment = std::nullopt});
}

Result<void> Notifications::on(Transaction& tx, const model::TakeoutChanged& what) {
  using enum NotificationKind;
  const bool out = what.kind == model::TakeoutKind::outgoing;
  const bool good = what.state == model::TakeoutState::ready;
  return tell(tx, {.account = what.account,
                   .kind = good ? (out ? export_ready : import_ready) : (out ? export_failed : import_failed),
                   .subject = what.takeout.raw(),
                   .by = std::nullopt,
                   .video = std::nullopt,
                   .comment = std::nullopt});
}

Result<std::vector<Notification>> Notifications::list(Transaction& tx, AccountId account, const Page& page) {
  return needs_.notifications.list(tx, account, page);
}

Result<std::int64_t> Notifications::unread(Transaction& tx, AccountId account) {
  return needs_.notifications.unread(tx, account);
}

Result<Notification> Notifications::find(Transaction& tx, AccountId account, NotificationId id) {
  TRY_LET(const auto found, needs_.notifications.find(tx, id));
  if (!found || found->account != account)
    return fail(Fault::not_found, "notification_absent", "There is no such notification.");
  return *found;
}

Result<void> Notifications::mark_read(Transaction& tx, AccountId account, NotificationId up_to) {
  TRY_LET(const auto latest, find(tx, account, up_to));
  return needs_.notifications.mark_read(tx, latest, needs_.clock.now());
}

Result<void> Notifications::forget_old(Transaction& tx, int max) {
  const auto now = needs_.clock.now();
  return needs_.notifications.forget_old(tx, now - notification_life, now - heard_life, max);
}
}  // namespace vitrine::social
