#pragma once
// /api/v1/me/push: whether this browser is rung when there is something to look at, for what, and how often.
// ring() is for the bus, after the notifications are made.
#include "http/route.hpp"
#include "social/push.hpp"

namespace vitrine::http {

/// `desk` outlives the table.
void add_push_routes(RouteTable& table, social::PushDesk& desk);

/// Trouble is logged: a listener has nobody to tell.
void ring(social::PushDesk& desk, ports::Record& record, const model::News& news);

}  // namespace vitrine::http
