#pragma once
// The house: everything `vitrine serve` runs, put together in one place. Read it as the contents page.
//
//   foundation  data folder, record, stores, accounts, social, safety       (foundation.hpp)
//   media       blobs, incoming uploads, catalog, the sandboxed converter, the processing workers
//   feed        event log, model, feed service
//   taking      exports: what goes in, the worker that packs them
//   finding     what words find, and in which order
//   news        outbox -> bus -> whoever listens
//   web         routes, dispatcher, server
#include <memory>
#include <string>

#include "app/foundation.hpp"
#include "base/result.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"
#include "privacy/erasure.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::app {

/// The event log beside the record: a file of the data folder, or the same PostgreSQL through connections of
/// its own. Also for commands that read it beside a running house. Errors: as sql::open_sqlite.
base::Result<std::unique_ptr<ports::EventLog>> open_event_log(Foundation& foundation);

class House {
 public:
  /// Takes the data folder's lock, recovers what a killed process left, binds the address. Nothing is served
  /// before start(). Errors: those of Foundation::open, Server::open, Sandbox::open.
  static base::Result<std::unique_ptr<House>> open(const Settings& settings);
  /// Stops first: answers under way end, workers put their jobs back, the model writes a checkpoint.
  ~House();

  void start();
  void stop();

  [[nodiscard]] Foundation& foundation();
  [[nodiscard]] catalog::Videos& videos();
  [[nodiscard]] catalog::Uploads& uploads();
  [[nodiscard]] supply::FeedService& feed();
  [[nodiscard]] privacy::Erasure& erasure();
  /// OpenAPI 3.1, from the route table.
  [[nodiscard]] std::string openapi() const;
  /// "http://127.0.0.1:8080", or the public address when one is set.
  [[nodiscard]] std::string address() const;
  /// Where a browser should go first: the address, and on the first run the page that makes the owner.
  [[nodiscard]] std::string first_address() const;

 private:
  struct Parts;
  explicit House(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::app
