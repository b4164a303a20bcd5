#pragma once
// Sounds over the API: what a clip sounds of, which clips have the same, and what its author says about it.
#include "catalog/sounds.hpp"
#include "http/route.hpp"
#include "http/sound_json.hpp"
#include "http/video_json.hpp"

namespace vitrine::http {

struct SoundsNeeds {
  catalog::Sounds& sounds;
  const SoundJson& json;
  const VideoJson& videos;
};

/// GET|PATCH /sounds/{sound}, GET /sounds/{sound}/videos, GET|PUT /me/sound-choice, GET|PUT
/// /videos/{video}/sound. What `needs` refers to outlives the table.
void add_sounds_routes(RouteTable& table, SoundsNeeds needs);

}  // namespace vitrine::http
