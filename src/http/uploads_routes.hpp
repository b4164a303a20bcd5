#pragma once
// Resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload) with creation,
// creation-with-upload, checksum, termination and expiration, on /api/v1/uploads. A stock tus client works.
//
//   POST    makes the promise and a private draft:  Location, Vitrine-Video, Upload-Expires
//   HEAD    tells where it stands:                  Upload-Offset, Upload-Length
//   PATCH   brings bytes; answered when they are on disk, and the last one when the job is committed
//   DELETE  gives it up
#include "catalog/uploads.hpp"
#include "http/route.hpp"
#include "ports/record.hpp"

namespace vitrine::http {

struct UploadsNeeds {
  catalog::Uploads& uploads;
  ports::Record& record;  ///< for the last transaction of an upload, which stands under no Idempotency-Key
};

/// What `needs` refers to outlives the table.
void add_uploads_routes(RouteTable& table, UploadsNeeds needs);

}  // namespace vitrine::http
