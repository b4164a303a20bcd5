#pragma once
// The staff's door to what is not public, over HTTP: saying why, a second one's agreement, looking, and the
// record of it all. The person's side of the record is part of GET /me/data (http/privacy_routes.hpp).
#include "accounts/accounts.hpp"
#include "catalog/videos.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"
#include "transparency/openings.hpp"

namespace vitrine::http {

struct OpeningNeeds {
  transparency::Openings& openings;
  accounts::Accounts& accounts;
  catalog::Videos& videos;
  VideoJson& json;
};

/// What `needs` refers to outlives the table.
void add_opening_routes(RouteTable& table, OpeningNeeds needs);

/// What the person reads: "Opening" of the API document, and its rows for these.
[[nodiscard]] Shape opening_shape();
[[nodiscard]] Result<base::json::array> openings_json(ports::Transaction& tx, accounts::Accounts& accounts,
                                                      const std::vector<transparency::Opening>& openings,
                                                      model::Instant now);

}  // namespace vitrine::http
