#pragma once
// Finding over HTTP: results, suggestions while somebody types, what is rising. Nothing that was asked is
// kept: no table, no log line, no event; the answers may not be cached by anybody in between.
#include <functional>

#include "accounts/finding.hpp"
#include "catalog/search.hpp"
#include "http/route.hpp"
#include "http/sound_json.hpp"
#include "http/video_json.hpp"
#include "social/relations.hpp"
#include "supply/rising.hpp"

namespace vitrine::http {

struct SearchNeeds {
  catalog::Search& search;
  catalog::Videos& videos;
  accounts::Finding& people;
  social::Relations& relations;
  const VideoJson& json;
  std::function<supply::Rising(model::Instant)> rising;
  catalog::Sounds* sounds = nullptr;  ///< both, or none: no sounds are found
  const SoundJson* sound_json = nullptr;
};

/// GET /search, GET /search/suggest, GET /rising. What `needs` refers to outlives the table.
void add_search_routes(RouteTable& table, SearchNeeds needs);

}  // namespace vitrine::http
