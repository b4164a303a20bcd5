#pragma once
// What a viewer sees and changes about their feed: the algorithms on offer and what they say about
// themselves, sliders, topics, mutes, history, reset. Everything counts from the next page on.
#include "http/feed_routes.hpp"

namespace vitrine::http {

/// GET /algorithms, GET /algorithms/{name}/document, and everything under /me/algorithm. What `needs` refers
/// to outlives the table.
void add_algorithm_routes(RouteTable& table, FeedNeeds needs);

}  // namespace vitrine::http
