#pragma once
// How the algorithm is doing, for whoever runs the house: speed and lag of learning, promises kept, where the
// showings come from and to whom they go. Sums only (supply/vitals.hpp): no person can be found in them.
#include "http/route.hpp"
#include "ports/event_log.hpp"
#include "supply/live_model.hpp"

namespace vitrine::http {

struct OperatorNeeds {
  const supply::LiveModel& live;
  ports::EventLog& log;
};

/// GET /operator/algorithm. What `needs` refers to outlives the table.
void add_operator_routes(RouteTable& table, OperatorNeeds needs);

}  // namespace vitrine::http
