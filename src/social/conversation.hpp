#pragma once
// What people write to each other: plain values and their limits. The rules are in conversations.hpp.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/ids.hpp"
#include "model/talk_ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"
#include "social/social.hpp"

namespace vitrine::social {

using model::ConversationId;
using model::MessageId;

/// A class, a family, a band; what is larger is a public, and publics have videos and comments.
inline constexpr std::size_t group_members_max = 32;
inline constexpr std::size_t group_name_chars_max = 60;
/// Two screens of a phone, twice.
inline constexpr std::size_t message_chars_max = 2000;
/// Enough to say who one is and what one wants; more only when the other has accepted.
inline constexpr std::int64_t request_messages_max = 3;
/// Beyond it the page says "99+".
inline constexpr std::int64_t unread_counted_max = 100;

enum class ConversationKind { pair, group };

/// How somebody stands in a conversation. `asked`: has not accepted yet. `declined`: will never be shown it
/// again; for the others that looks like `asked`.
enum class Standing { member, asked, declined };

/// Who may begin to write to somebody. Those one follows need no request.
enum class MayWrite { everyone, following, nobody };

struct MessageChoice {
  MayWrite may_write = MayWrite::everyone;
  bool receipts = false;  ///< tells others what one has read, and is told by those who do the same
  bool operator==(const MessageChoice&) const = default;
};

struct Conversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::pair;
  std::string name;  ///< of a group; may be empty
  AccountId named_by{0};
  Instant created_at{};
  bool operator==(const Conversation&) const = default;
};

struct Member {
  ConversationId conversation;
  AccountId account;
  Standing standing = Standing::member;
  Instant since{};
  MessageId read_up_to{0};
  Instant last_at{};
  bool operator==(const Member&) const = default;
};

struct Message {
  MessageId id;
  ConversationId conversation;
  AccountId author;
  std::string text;
  std::optional<VideoId> video = {};
  Instant at{};
  bool deleted = false;
  bool operator==(const Message&) const = default;
};

/// What somebody wants to say: words, a video, or both.
struct Draft {
  std::string text;
  std::optional<VideoId> video = {};
};

}  // namespace vitrine::social

namespace vitrine::model {
template <>
struct Words<social::ConversationKind> {
  using Kind = social::ConversationKind;
  static constexpr std::array list{std::pair{Kind::pair, "pair"}, std::pair{Kind::group, "group"}};
};
template <>
struct Words<social::Standing> {
  using S = social::Standing;
  static constexpr std::array list{std::pair{S::member, "member"}, std::pair{S::asked, "asked"},
                                   std::pair{S::declined, "declined"}};
};
template <>
struct Words<social::MayWrite> {
  using W = social::MayWrite;
  static constexpr std::array list{std::pair{W::everyone, "everyone"}, std::pair{W::following, "following"},
                                   std::pair{W::nobody, "nobody"}};
};
}  // namespace vitrine::model
