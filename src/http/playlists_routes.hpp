#pragma once
// Playlists and pins over the API: made and ordered by their author, read by whoever may see them.
#include "accounts/ports.hpp"
#include "catalog/playlists.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"

namespace vitrine::http {

struct PlaylistsNeeds {
  catalog::Playlists& playlists;
  catalog::Videos& videos;
  catalog::Relations& relations;
  accounts::AccountStore& accounts;
  const VideoJson& json;
};

/// GET /me/playlists, GET /accounts/{handle}/playlists, POST /playlists, GET|PATCH|DELETE
/// /playlists/{playlist}, GET|PUT /playlists/{playlist}/videos, PUT|DELETE
/// /playlists/{playlist}/videos/{video}, GET /accounts/{handle}/pins, PUT /me/pins. What `needs` refers to
/// outlives the table.
void add_playlists_routes(RouteTable& table, PlaylistsNeeds needs);

}  // namespace vitrine::http
