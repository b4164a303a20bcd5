#pragma once
// Cutting a video before it comes out: GET and PUT /api/v1/videos/{video}/edit, POST .../edit/files for
// pictures of texts and recordings. The author's alone.
#include "catalog/edits.hpp"
#include "http/route.hpp"
#include "http/video_json.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::http {

struct EditsNeeds {
  catalog::Edits& edits;
  catalog::VideoStore& garbage;  ///< whose rows say which blobs may go
  ports::BlobStore& blobs;
  const VideoJson& json;
  const MediaLinks& links;
};

/// A clip that can be cut, and what it is played from meanwhile.
[[nodiscard]] base::json::object source_json(const catalog::Video& video,
                                             const catalog::Edits::Source& source, const MediaLinks& links);
[[nodiscard]] Shape source_shape();

/// What `needs` refers to outlives the table.
void add_edits_routes(RouteTable& table, EditsNeeds needs);

}  // namespace vitrine::http
