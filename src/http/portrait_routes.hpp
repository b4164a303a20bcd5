#pragma once
// One's picture: PUT and DELETE /api/v1/me/portrait. The bytes are looked at by us, then cut, scaled and
// written anew by ffmpeg in its sandbox; nothing of the file that was sent is kept. Anybody may fetch the
// result, as they may read the name beside it.
#include "accounts/accounts.hpp"
#include "catalog/ports.hpp"
#include "http/route.hpp"
#include "media/media.hpp"
#include "ports/blob_store.hpp"

namespace vitrine::http {

struct PortraitNeeds {
  accounts::Accounts& accounts;
  media::Processor& processor;
  ports::BlobStore& blobs;
  catalog::VideoStore& garbage;  ///< whose rows say which blobs may go
};

/// What `needs` refers to outlives the table.
void add_portrait_routes(RouteTable& table, PortraitNeeds needs);

/// The same for a picture that came another way. Errors: those of media::Processor::portrait and the stores.
Result<void> put_portrait(const PortraitNeeds& needs, ports::Record& record, const ports::Clock& clock,
                          model::AccountId account, base::ByteView picture);

}  // namespace vitrine::http
