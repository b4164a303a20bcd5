#pragma once
// When a video is to come out: set, moved, taken back and listed by its author alone.
#include "catalog/schedule.hpp"
#include "http/route.hpp"

namespace vitrine::http {

/// GET /me/schedule, PUT|DELETE /videos/{video}/schedule. `schedule` outlives the table.
void add_schedule_routes(RouteTable& table, catalog::Schedule& schedule);

}  // namespace vitrine::http
