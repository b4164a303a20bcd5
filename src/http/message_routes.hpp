#pragma once
// What people write to each other, over HTTP, and live by server-sent events. The rules are
// social/conversations.hpp; a conversation one is not in is answered like one that never was.
#include "accounts/accounts.hpp"
#include "http/live.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "social/conversations.hpp"
#include "social/family.hpp"

namespace vitrine::http {

/// References outlive the table.
struct MessageNeeds {
  accounts::Accounts& accounts;
  social::Conversations& conversations;
  VideoCards& videos;
  social::Family& family;
};
void add_message_routes(RouteTable& table, const MessageNeeds& needs);

/// For the bus: MessageSent goes to everybody in the conversation who may read it, whole;
/// ConversationChanged, and whatever waits as a request, as a hint to look again. Ignores the rest.
void tell_conversation(const MessageNeeds& needs, ports::Record& record, LiveHub& hub,
                       const model::News& news);

}  // namespace vitrine::http
