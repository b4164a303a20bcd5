#pragma once
// What creators are told of the watching of their videos (supply/figures.hpp): for one video or all together,
// by its author alone. Only what the keeper wrote is answered, so asking again tells nothing more.
#include "catalog/videos.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"
#include "social/ports.hpp"
#include "supply/ports.hpp"

namespace vitrine::http {

struct FiguresNeeds {
  supply::FigureStore& figures;
  catalog::Videos& videos;
  social::RelationStore& relations;
  const VideoJson& json;
};

/// GET /me/figures, GET /videos/{video}/figures. What `needs` refers to outlives the table.
void add_figures_routes(RouteTable& table, FiguresNeeds needs);

}  // namespace vitrine::http
