#pragma once
// The house: everything `vitrine serve` runs, put together in one place. Read it as the contents page.
//
//   foundation  data folder, record, stores, accounts, social, safety       (foundation.hpp)
//   media       blobs, incoming uploads, catalog, the sandboxed converter, the processing workers
//   feed        event log, model, feed service
//   news        outbox -> bus -> whoever listens
//   web         routes, dispatcher, server
#include <memory>
#include <string>

#include "app/foundation.hpp"
#include "base/result.hpp"

namespace vitrine::app {

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
  /// "http://127.0.0.1:8080", or the public address when one is set.
  [[nodiscard]] std::string address() const;
  /// Where a browser should go first: the address, and on the first run the page that makes the owner.
  [[nodiscard]] std::string first_address() const;

  struct Parts;
  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  explicit House(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// The API document, from the route table alone: needs no data folder and starts nothing.
[[nodiscard]] std::string openapi_text();

}  // namespace vitrine::app
