#pragma once
// Notifications over HTTP: the list, reading them, and the live push. The listener of the bus makes them
// (social::Notifications::hear); push() then tells the open pages of the person.
#include "accounts/accounts.hpp"
#include "http/live.hpp"
#include "http/route.hpp"
#include "http/video_cards.hpp"
#include "social/family.hpp"
#include "social/notifications.hpp"

namespace vitrine::http {

struct NotificationsNeeds {
  accounts::Accounts& accounts;
  social::Notifications& notifications;
  VideoCards& videos;
  social::Family& family;
};

/// What `needs` refers to outlives the table.
void add_notifications_routes(RouteTable& table, NotificationsNeeds needs);

/// For the bus, in this order and for every news:
///   bus.listen("notifications", [&](const model::News& news) { notify(needs, record, news); });
///   bus.listen("notifications_live", [&](const model::News& news) { push(needs, record, hub, news); });
/// Trouble is logged: a listener has nobody to tell.
void notify(const NotificationsNeeds& needs, ports::Record& record, const model::News& news);
void push(const NotificationsNeeds& needs, ports::Record& record, LiveHub& hub, const model::News& news);

}  // namespace vitrine::http
