#pragma once
// What is said in a video, as WebVTT: read by whoever may see the video, written by its author.
#include "http/videos_routes.hpp"

namespace vitrine::http {

/// GET|PUT|DELETE /videos/{video}/captions/{language}. What `needs` refers to outlives the table.
void add_captions_routes(RouteTable& table, VideosNeeds needs);

}  // namespace vitrine::http
