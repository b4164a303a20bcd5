#pragma once
// What modules tell each other upwards: written to the outbox in the transaction that made it true, carried
// by the bus at least once, so every listener must bear hearing the same news twice (by News::id). Plain
// values; ids only, no text somebody typed.
#include <optional>
#include <string>
#include <variant>

#include "model/ids.hpp"
#include "model/opening.hpp"
#include "model/talk_ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::model {

struct VideoChanged {  ///< state, progress, visibility, text: whoever shows it looks whether it may
  VideoId video;
  AccountId author;
  VideoState state;
  int progress_percent = 0;
  std::string problem_code;  ///< empty unless failed
};
struct VideoPublished {
  VideoId video;
  AccountId author;
};
struct VideoRemoved {
  VideoId video;
  AccountId author;
};  ///< deleted: what hangs on it goes too
struct Liked {
  VideoId video;
  AccountId author;
  AccountId by;
};
struct Commented {
  VideoId video;
  AccountId author;
  CommentId comment;
  AccountId by;
  std::optional<AccountId> answers;  ///< whose comment this replies to
};
struct CommentLiked {
  VideoId video;
  CommentId comment;
  AccountId author;
  AccountId by;
};
struct Mentioned {
  VideoId video;
  std::optional<CommentId> comment;
  AccountId who;
  AccountId by;
};
struct Followed {
  AccountId who;
  AccountId by;
};
struct FollowAsked {  ///< somebody wants to follow a private account
  AccountId who;
  AccountId by;
};
struct FollowAccepted {  ///< `by` asked, and follows now
  AccountId who;
  AccountId by;
};
struct SessionEnded {
  AccountId account;
  std::optional<SessionId> session;
};  ///< no session: all of them
struct MessageSent {
  ConversationId conversation;
  MessageId message;
};
struct ConversationChanged {  ///< its people, its name, a message taken back: whoever shows it looks again
  ConversationId conversation;
};
struct SignInChanged {  ///< how one signs in: the person is told, in case it was not them
  AccountId account;
  PasskeyId passkey;
  PasskeyDeed deed;
};
struct NotificationMade {
  AccountId account;
  NotificationId notification;
};

struct DataOpened {  ///< somebody of the staff may look at what is not public
  AccountId told;
  OpeningId opening;
  OpeningTold what = OpeningTold::opened;
};
struct FamilyChanged {  ///< both are told
  AccountId ward;
  AccountId guardian;
  FamilyDeed deed = FamilyDeed::paired;
};
struct Remixed {  ///< a clip came out that was made with one of theirs
  AccountId who;
  AccountId by;
  VideoId video;
};
struct IntegrityChanged {  ///< moderators found something of a clip, or take it back
  VideoId video;
  AccountId author;
  Integrity integrity = Integrity::whole;
};
struct TakeoutChanged {  ///< an export or import went on
  AccountId account;
  TakeoutId takeout;
  TakeoutKind kind = TakeoutKind::outgoing;
  TakeoutState state = TakeoutState::waiting;
  int progress_percent = 0;
};

struct News {
  NewsId id;
  Instant at;
  std::variant<VideoChanged, VideoPublished, VideoRemoved, Liked, Commented, CommentLiked, Mentioned,
               Followed, SessionEnded, NotificationMade, SignInChanged, MessageSent, ConversationChanged,
               TakeoutChanged, DataOpened, FamilyChanged, Remixed, FollowAsked, FollowAccepted,
               IntegrityChanged>
      what;
};

}  // namespace vitrine::model
