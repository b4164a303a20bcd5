#pragma once
// The feed over HTTP: pages with receipts, ranking the rest of a page again, why and why not, and what the
// page reports back. Every number in an answer is the ranker's own; the sentences are made in the page from
// the same data.
#include "accounts/accounts.hpp"
#include "catalog/videos.hpp"
#include "http/deeds.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::http {

struct FeedNeeds {
  supply::FeedService& feed;
  catalog::Videos& videos;
  accounts::Accounts& accounts;
  const VideoJson& json;
};

/// GET /feed, GET /feed/{feed}, POST /feed/{feed}/rerank, GET /feed/receipts/{receipt}, GET /feed/why,
/// GET /feed/why_not, POST /events. What `needs` refers to outlives the table.
void add_feed_routes(RouteTable& table, FeedNeeds needs);

/// The body of GET /feed/{feed} of the algorithm this caller chose, for a page that wants to bring it along,
/// and with an account the feed's `name`; nothing if there is no clip to show.
[[nodiscard]] std::optional<base::json::object> first_page(const FeedNeeds& needs, Call& call);

}  // namespace vitrine::http
