#pragma once
// Exports and imports over HTTP. One's export: asking for it, how far it is, fetching it (with Range), taking
// it back; whoever asks or fetches has shown within the last minutes who they are. An import: sending the
// file, seeing what would happen, saying yes, reading what came.
#include <functional>

#include "http/live.hpp"
#include "http/route.hpp"
#include "takeout/exports.hpp"
#include "takeout/imports.hpp"

namespace vitrine::http {

struct TakeoutNeeds {
  takeout::Exports& exports;
  takeout::Imports& imports;
  takeout::TakeoutFiles& files;
  ports::Record& record;  ///< for the end of a file that arrives, which stands under no Idempotency-Key
  /// Bytes that may still be written before the disk is too full for anything else.
  std::function<Result<std::uint64_t>()> room;
};

/// What `needs` refers to outlives the table.
void add_takeout_routes(RouteTable& table, TakeoutNeeds needs);

void add_import_routes(RouteTable& table, TakeoutNeeds needs);

/// For the bus: how an export or import goes on, as the event `takeout` {id, kind, state, progress} on the
/// person's streams.
void push_takeout(LiveHub& hub, const model::News& news);

}  // namespace vitrine::http
