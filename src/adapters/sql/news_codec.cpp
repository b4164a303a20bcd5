#include "adapters/sql/news_codec.hpp"

#include <type_traits>

#include "base/json.hpp"

namespace vitrine::sql {

namespace {

using base::json::object;
using base::json::value;

/// One list of members per kind, read in both directions: `visit(name, member)`.
template <class Visit>
void members(model::VideoChanged& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
  visit("state", news.state);
  visit("progress_percent", news.progress_percent);
  visit("problem_code", news.problem_code);
}
template <class Visit>
void members(model::VideoPublished& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
}
template <class Visit>
void members(model::VideoRemoved& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
}
template <class Visit>
void members(model::Liked& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
  visit("by", news.by);
}
template <class Visit>
void members(model::Commented& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
  visit("comment", news.comment);
  visit("by", news.by);
  visit("answers", news.answers);
}
template <class Visit>
void members(model::CommentLiked& news, Visit visit) {
  visit("video", news.video);
  visit("comment", news.comment);
  visit("author", news.author);
  visit("by", news.by);
}
template <class Visit>
void members(model::Mentioned& news, Visit visit) {
  visit("video", news.video);
  visit("comment", news.comment);
  visit("who", news.who);
  visit("by", news.by);
}
template <class Visit>
void members(model::Followed& news, Visit visit) {
  visit("who", news.who);
  visit("by", news.by);
}
template <class Visit>
void members(model::FollowAsked& news, Visit visit) {
  visit("who", news.who);
  visit("by", news.by);
}
template <class Visit>
void members(model::FollowAccepted& news, Visit visit) {
  visit("who", news.who);
  visit("by", news.by);
}
template <class Visit>
void members(model::SessionEnded& news, Visit visit) {
  visit("account", news.account);
  visit("session", news.session);
}
template <class Visit>
void members(model::NotificationMade& news, Visit visit) {
  visit("account", news.account);
  visit("notification", news.notification);
}
template <class Visit>
void members(model::MessageSent& news, Visit visit) {
  visit("conversation", news.conversation);
  visit("message", news.message);
}
template <class Visit>
void members(model::ConversationChanged& news, Visit visit) {
  visit("conversation", news.conversation);
}
template <class Visit>
void members(model::SignInChanged& news, Visit visit) {
  visit("account", news.account);
  visit("passkey", news.passkey);
  visit("deed", news.deed);
}
template <class Visit>
void members(model::DataOpened& news, Visit visit) {
  visit("told", news.told);
  visit("opening", news.opening);
  visit("what", news.what);
}
template <class Visit>
void members(model::FamilyChanged& news, Visit visit) {
  visit("ward", news.ward);
  visit("guardian", news.guardian);
  visit("deed", news.deed);
}
template <class Visit>
void members(model::Remixed& news, Visit visit) {
  visit("who", news.who);
  visit("by", news.by);
  visit("video", news.video);
}
template <class Visit>
void members(model::IntegrityChanged& news, Visit visit) {
  visit("video", news.video);
  visit("author", news.author);
  visit("integrity", news.integrity);
}
template <class Visit>
void members(model::TakeoutChanged& news, Visit visit) {
  visit("account", news.account);
  visit("takeout", news.takeout);
  visit("kind", news.kind);
  visit("state", news.state);
  visit("progress_percent", news.progress_percent);
}

template <class T>
struct Kind;
#define VITRINE_NEWS(type, word)                   \
  template <>                                      \
  struct Kind<model::type> {                       \
    static constexpr std::string_view text = word; \
  }
VITRINE_NEWS(VideoChanged, "video_changed");
VITRINE_NEWS(VideoPublished, "video_published");
VITRINE_NEWS(VideoRemoved, "video_removed");
VITRINE_NEWS(Liked, "liked");
VITRINE_NEWS(Commented, "commented");
VITRINE_NEWS(CommentLiked, "comment_liked");
VITRINE_NEWS(Mentioned, "mentioned");
VITRINE_NEWS(Followed, "followed");
VITRINE_NEWS(SessionEnded, "session_ended");
VITRINE_NEWS(NotificationMade, "notification_made");
VITRINE_NEWS(SignInChanged, "sign_in_changed");
VITRINE_NEWS(MessageSent, "message_sent");
VITRINE_NEWS(ConversationChanged, "conversation_changed");
VITRINE_NEWS(TakeoutChanged, "takeout_changed");
VITRINE_NEWS(DataOpened, "data_opened");
VITRINE_NEWS(FamilyChanged, "family_changed");
VITRINE_NEWS(Remixed, "remixed");
VITRINE_NEWS(FollowAsked, "follow_asked");
VITRINE_NEWS(FollowAccepted, "follow_accepted");
VITRINE_NEWS(IntegrityChanged, "integrity_changed");
#undef VITRINE_NEWS

template <class Tag>
void put(value& out, const base::Id<Tag>& id) {
  out = id.text();
}
template <class Tag>
void put(value& out, const std::optional<base::Id<Tag>>& id) {
  if (id) out = id->text();
}
template <class Word>
  requires std::is_enum_v<Word>
void put(value& out, Word word) {
  out = model::text(word);
}
void put(value& out, int number) { out = number; }
void put(value& out, const std::string& text) { out = text; }

template <class Tag>
bool take(const value& in, base::Id<Tag>& id) {
  if (!in.is_string()) return false;
  const auto found = base::Id<Tag>::parse(std::string_view(in.get_string()));
  if (found) id = *found;
  return found.has_value();
}
template <class Tag>
bool take(const value& in, std::optional<base::Id<Tag>>& id) {
  if (in.is_null()) return true;
  return take(in, id.emplace(base::Id<Tag>{0}));
}
template <class Word>
  requires std::is_enum_v<Word>
bool take(const value& in, Word& word) {
  if (!in.is_string()) return false;
  const auto found = model::word<Word>(std::string_view(in.get_string()));
  if (found) word = *found;
  return found.has_value();
}
bool take(const value& in, model::PasskeyDeed& deed) {
  if (!in.is_string()) return false;
  const auto found = model::word<model::PasskeyDeed>(std::string_view(in.get_string()));
  if (found) deed = *found;
  return found.has_value();
}
bool take(const value& in, int& number) {
  if (!in.is_int64() || in.get_int64() < -1'000'000 || in.get_int64() > 1'000'000) return false;
  number = static_cast<int>(in.get_int64());
  return true;
}
bool take(const value& in, std::string& text) {
  if (!in.is_string()) return false;
  text = std::string_view(in.get_string());
  return true;
}

/// Ids have no empty value: a blank of each kind to be filled in.
template <class T>
T blank() {
  using namespace model;
  constexpr VideoId video{0};
  constexpr AccountId account{0};
  constexpr CommentId comment{0};
  if constexpr (std::is_same_v<T, VideoChanged>) return {video, account, VideoState::uploading, 0, {}};
  else if constexpr (std::is_same_v<T, Liked>) return {video, account, account};
  else if constexpr (std::is_same_v<T, Commented>) return {video, account, comment, account, {}};
  else if constexpr (std::is_same_v<T, CommentLiked>) return {video, comment, account, account};
  else if constexpr (std::is_same_v<T, Mentioned>) return {video, {}, account, account};
  else if constexpr (std::is_same_v<T, Followed>) return {account, account};
  else if constexpr (std::is_same_v<T, FollowAsked>) return {account, account};
  else if constexpr (std::is_same_v<T, FollowAccepted>) return {account, account};
  else if constexpr (std::is_same_v<T, SessionEnded>) return {account, {}};
  else if constexpr (std::is_same_v<T, NotificationMade>) return {account, NotificationId{0}};
  else if constexpr (std::is_same_v<T, SignInChanged>) return {account, PasskeyId{0}, PasskeyDeed::added};
  else if constexpr (std::is_same_v<T, MessageSent>) return {ConversationId{0}, MessageId{0}};
  else if constexpr (std::is_same_v<T, ConversationChanged>) return {ConversationId{0}};
  else if constexpr (std::is_same_v<T, TakeoutChanged>) return {account, TakeoutId{0}};
  else if constexpr (std::is_same_v<T, DataOpened>) return {account, OpeningId{0}};
  else if constexpr (std::is_same_v<T, FamilyChanged>) return {account, account};
  else if constexpr (std::is_same_v<T, Remixed>) return {account, account, video};
  else return {video, account};
}

template <class T>
bool fill(const object& in, T& news) {
  bool good = true;
  members(news, [&](std::string_view name, auto& member) {
    const auto* const found = in.if_contains(name);
    good = good && found != nullptr && take(*found, member);
  });
  return good;
}

/// Tries the alternatives of What from `index` on.
template <std::size_t index = 0>
std::optional<What> read(std::string_view kind, const object& in) {
  if constexpr (index == std::variant_size_v<What>) {
    return std::nullopt;
  } else {
    using T = std::variant_alternative_t<index, What>;
    if (Kind<T>::text != kind) return read<index + 1>(kind, in);
    T news = blank<T>();
    if (!fill(in, news)) return std::nullopt;
    return What{std::move(news)};
  }
}

}  // namespace

std::string_view news_kind(const What& what) {
  return std::visit([]<class T>(const T&) { return Kind<T>::text; }, what);
}

std::string news_body(const What& what) {
  object out;
  std::visit(
      [&](auto news) {
        members(news, [&](std::string_view name, const auto& member) { put(out[name], member); });
      },
      what);
  return base::to_text(out);
}

base::Result<What> parse_news(std::string_view kind, std::string_view body) {
  const auto json = base::parse_json(body, 4096);  // a news is ids and words: a few hundred bytes
  if (json && json->is_object())
    if (auto news = read(kind, json->get_object())) return *std::move(news);
  return base::fail(
      base::Fault::corrupt_input, "news_unreadable",
      "The outbox holds news of a kind or shape this version does not know: " + std::string(kind) + ".");
}

}  // namespace vitrine::sql
