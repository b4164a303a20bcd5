#pragma once
// The values of social and their limits. Plain; the rules are in relations.hpp, reactions.hpp, comments.hpp
// and notifications.hpp.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::social {

using base::Result;
using model::AccountId;
using model::CommentId;
using model::Instant;
using model::NotificationId;
using model::VideoId;

/// How `viewer` stands to one other person.
struct Relation {
  bool follows = false;     ///< viewer follows them
  bool blocks = false;      ///< viewer blocks them
  bool blocked_by = false;  ///< they block viewer: must never be told to viewer
  bool mutes = false;       ///< viewer does not want to hear of them
  bool asked = false;       ///< viewer waits to follow them; known where one person is asked about
  /// Neither sees the other, anywhere.
  [[nodiscard]] bool apart() const { return blocks || blocked_by; }
  bool operator==(const Relation&) const = default;
};

/// The following feed looks through all of them; ten thousand is more than anybody reads.
inline constexpr std::int64_t follows_max = 10'000;
/// Enough for whoever wants to be followed by many; they would not be private.
inline constexpr std::int64_t follow_requests_max = 10'000;
inline constexpr std::int64_t blocks_max = 10'000;
inline constexpr std::int64_t mutes_max = 10'000;

struct PersonCounts {
  std::int64_t followers = 0, following = 0;
  std::int64_t likes = 0;  ///< received, over all videos
  bool operator==(const PersonCounts&) const = default;
};

enum class Reaction { like, save, share };

struct VideoCounts {
  std::int64_t likes = 0, comments = 0, shares = 0, saves = 0;
  bool operator==(const VideoCounts&) const = default;
};
struct MyVideoMarks {
  bool like = false, save = false;
  bool operator==(const MyVideoMarks&) const = default;
};

/// Two screens of a phone.
inline constexpr std::size_t comment_chars_max = 1000;
/// More is shouting; what follows is plain text.
inline constexpr std::size_t mentions_max = 10;

struct Comment {
  CommentId id;
  VideoId video;
  AccountId video_author;
  AccountId author;               ///< 0 once deleted: the placeholder forgets who it was
  std::optional<CommentId> root;  ///< threads are one level deep: the comment at the top of this one's thread
  std::string text;
  Instant created_at{};
  std::optional<Instant> edited_at;
  bool deleted = false;  ///< kept without text because there are replies to it
  std::int64_t likes = 0, replies = 0;
  bool held = false;    ///< by the words the video's author filters, or by hand: only the two of them see it
  bool hidden = false;  ///< held by hand: editing it does not let it out
  bool operator==(const Comment&) const = default;
};

/// What a comment said, until when.
struct CommentEdit {
  std::string text;
  Instant until{};
  bool operator==(const CommentEdit&) const = default;
};
/// Beyond it the oldest go.
inline constexpr int comment_edits_max = 20;

/// Words that hold comments back; a list somebody keeps in view.
inline constexpr std::size_t filter_words_max = 200;
inline constexpr std::size_t filter_word_chars_max = 50;

enum class CommentSort { top, newest };

/// What a maker of videos looks for among the comments under them.
enum class Attention { waiting, held };

/// comment_like travels as "like" with a comment on the wire.
enum class NotificationKind {
  follow,
  like,
  comment,
  reply,
  mention,
  comment_like,
  video_ready,
  video_failed,
  system,
  passkey_added,
  passkey_removed,
  passkey_suspect,
  export_ready,
  export_failed,
  import_ready,  ///< taken in: the report is there
  import_failed,
  data_opened,      ///< somebody of the staff looks at what is not public
  data_alarm,       ///< to the staff: somebody broke the glass
  account_changed,  ///< whoever runs the machine did something to the account from its shell
  // To a ward of their guardian, and to a guardian of their ward (family.hpp).
  guardian_new,
  guardian_limits,
  guardian_gone,
  ward_new,
  ward_limits,
  ward_gone,
  remix,            ///< somebody made something with a clip of theirs
  follow_asked,     ///< somebody asks to follow a private account
  follow_accepted,  ///< and was let
  // What moderators found of a clip of theirs (model::Integrity); `whole` takes it back.
  found_unoriginal,
  found_disputed,
  found_borderline,
  found_whole
};

struct Notification {
  NotificationId id;
  AccountId account;  ///< who is told
  NotificationKind kind = NotificationKind::system;
  Instant at{};
  bool read = false;
  std::optional<AccountId> actor;  ///< the latest of `count` people
  std::optional<VideoId> video;
  std::optional<CommentId> comment;
  std::int64_t count = 1;
  bool operator==(const Notification&) const = default;
};

/// What a device in a pocket is rung for. What is not of these (the safety of an account) always rings.
enum class PushTopic { likes, comments, follows, messages, videos };
enum class PushCadence { at_once, hourly, daily };
struct PushChoice {
  PushCadence cadence = PushCadence::at_once;
  int daily_at_min = 17 * 60;  ///< minutes of the day, UTC: the device knows its own clock
  std::vector<PushTopic> off = {};
  bool operator==(const PushChoice&) const = default;
};
inline constexpr std::size_t push_devices_max = 10;
inline constexpr std::size_t push_endpoint_bytes_max = 1024;

/// Where a browser that wants to be told is rung.
struct PushDevice {
  base::Digest hash{};  ///< of the endpoint, and its name here
  AccountId account;
  model::SessionId session;
  std::string endpoint;
  Instant since{};
  Instant told{};                             ///< last rung; the beginning of time: never
  std::optional<Instant> due = {};            ///< to be rung then
  std::optional<Instant> failing_since = {};  ///< nobody answered since
  bool operator==(const PushDevice&) const = default;
};

/// Where a list goes on: after this time (or this many likes) and id.
struct Position {
  std::int64_t major = 0;
  std::int64_t minor = 0;
};
struct Page {
  std::optional<Position> after;
  int limit = 20;
};

}  // namespace vitrine::social

namespace vitrine::model {
template <>
struct Words<social::PushTopic> {
  using Topic = social::PushTopic;
  static constexpr std::array list{std::pair{Topic::likes, "likes"}, std::pair{Topic::comments, "comments"},
                                   std::pair{Topic::follows, "follows"},
                                   std::pair{Topic::messages, "messages"},
                                   std::pair{Topic::videos, "videos"}};
};
template <>
struct Words<social::PushCadence> {
  using Cadence = social::PushCadence;
  static constexpr std::array list{std::pair{Cadence::at_once, "at_once"},
                                   std::pair{Cadence::hourly, "hourly"}, std::pair{Cadence::daily, "daily"}};
};
template <>
struct Words<social::Attention> {
  using A = social::Attention;
  static constexpr std::array list{std::pair{A::waiting, "waiting"}, std::pair{A::held, "held"}};
};
template <>
struct Words<social::Reaction> {
  static constexpr std::array list{std::pair{social::Reaction::like, "like"},
                                   std::pair{social::Reaction::save, "save"},
                                   std::pair{social::Reaction::share, "share"}};
};
template <>
struct Words<social::CommentSort> {
  static constexpr std::array list{std::pair{social::CommentSort::top, "top"},
                                   std::pair{social::CommentSort::newest, "new"}};
};
template <>
struct Words<social::NotificationKind> {
  using Kind = social::NotificationKind;
  static constexpr std::array list{std::pair{Kind::follow, "follow"},
                                   std::pair{Kind::like, "like"},
                                   std::pair{Kind::comment, "comment"},
                                   std::pair{Kind::reply, "reply"},
                                   std::pair{Kind::mention, "mention"},
                                   std::pair{Kind::comment_like, "comment_like"},
                                   std::pair{Kind::video_ready, "video_ready"},
                                   std::pair{Kind::video_failed, "video_failed"},
                                   std::pair{Kind::system, "system"},
                                   std::pair{Kind::passkey_added, "passkey_added"},
                                   std::pair{Kind::passkey_removed, "passkey_removed"},
                                   std::pair{Kind::passkey_suspect, "passkey_suspect"},
                                   std::pair{Kind::export_ready, "export_ready"},
                                   std::pair{Kind::export_failed, "export_failed"},
                                   std::pair{Kind::import_ready, "import_ready"},
                                   std::pair{Kind::import_failed, "import_failed"},
                                   std::pair{Kind::data_opened, "data_opened"},
                                   std::pair{Kind::data_alarm, "data_alarm"},
                                   std::pair{Kind::account_changed, "account_changed"},
                                   std::pair{Kind::guardian_new, "guardian_new"},
                                   std::pair{Kind::guardian_limits, "guardian_limits"},
                                   std::pair{Kind::guardian_gone, "guardian_gone"},
                                   std::pair{Kind::ward_new, "ward_new"},
                                   std::pair{Kind::ward_limits, "ward_limits"},
                                   std::pair{Kind::ward_gone, "ward_gone"},
                                   std::pair{Kind::remix, "remix"},
                                   std::pair{Kind::follow_asked, "follow_asked"},
                                   std::pair{Kind::follow_accepted, "follow_accepted"},
                                   std::pair{Kind::found_unoriginal, "found_unoriginal"},
                                   std::pair{Kind::found_disputed, "found_disputed"},
                                   std::pair{Kind::found_borderline, "found_borderline"},
                                   std::pair{Kind::found_whole, "found_whole"}};
};
}  // namespace vitrine::model
