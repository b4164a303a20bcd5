#pragma once
// GET /api/v1/health: is the server here? For load balancers, start scripts and tests. Memory only, no rate
// limit; says nothing about people or load.
#include "http/route.hpp"

namespace vitrine::http {

inline void add_health_route(RouteTable& table) {
  table.add({.method = "GET",
             .path = "/api/v1/health",
             .summary = "Whether the server is here",
             .tag = "instance",
             .pace = Pace::free,
             .answer = {200, shape::named("Health", shape::object({shape::field("ok", shape::boolean())}))},
             .run = Run::at_once,
             .handler = [](Call&) -> Result<Response> {
               return Response::json(base::json::object{{"ok", true}});
             }});
}

}  // namespace vitrine::http
