#pragma once
// Stored files as browsers fetch them: /media/<sha256>.<ext> with ranges (the server's work), immutable; and
// HLS playlists made from the catalog's rows. A file of a video anybody may see is found in memory; any other
// needs a signature of ours (media_links.hpp), and without one it is absent like a file that is not there.
// Portraits are everybody's to see, as long as somebody is shown by them.
#include "accounts/ports.hpp"
#include "catalog/ports.hpp"
#include "http/media_cache.hpp"
#include "http/media_links.hpp"
#include "http/route.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::http {

struct MediaNeeds {
  catalog::VideoStore& videos;
  accounts::AccountStore& accounts;
  const ports::BlobStore& blobs;
  const MediaLinks& links;
  MediaCache& cache;
};

/// GET /media/{file}, GET /media/hls/{video}/{file}. What `needs` refers to outlives the table.
void add_media_routes(RouteTable& table, MediaNeeds needs);

}  // namespace vitrine::http
