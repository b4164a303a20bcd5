#pragma once
// Packs exports: claims a job, reads one snapshot, writes the ZIP file and signs its list, then names it in
// one transaction. Its own thread: an export of 20 GiB takes minutes. Start here: run().
//
// Killed anywhere: the lease ends and the job begins anew; a half-written file has no name. Thread-safe.
#include <functional>
#include <stop_token>
#include <string>

#include "catalog/work_bell.hpp"
#include "model/news.hpp"
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"
#include "ports/jobs.hpp"
#include "privacy/ports.hpp"
#include "takeout/exports.hpp"
#include "takeout/gathering.hpp"
#include "takeout/manifest.hpp"
#include "takeout/zip_writer.hpp"

namespace vitrine::takeout {

class ExportWorker {
 public:
  struct Needs {
    ports::Record& record;
    ports::Jobs& jobs;
    ExportStore& exports;
    TakeoutFiles& files;
    Gathering& gathering;
    const ports::BlobStore& blobs;
    const privacy::Signer& signer;
    const ports::Clock& clock;
    /// The house's name and public address, as the manifest tells them.
    std::function<Result<std::string>(Transaction&)> house_name;
    std::string address;
    /// Bytes that may still be written before the disk is too full for anything else.
    std::function<Result<std::uint64_t>()> room;
    model::Millis look_every{5'000};
  };
  explicit ExportWorker(Needs needs) : needs_(std::move(needs)) {}

  /// Claims and runs one job to its end. False: there was none. Errors: those of the record.
  Result<bool> run_once(const std::stop_token& stop);
  /// Until `stop`: one job after the other.
  void run(const std::stop_token& stop);
  /// For the bus: an export that waits ends the waiting of run() at once.
  void hear(const model::News& news);

 private:
  struct Task;
  class Pulse;
  Result<bool> begin(Task& task);
  Result<void> pack(Task& task, const std::stop_token& stop);
  Result<void> put(ZipWriter& zip, const Piece& piece, Pulse& pulse) const;
  Result<void> put_words(ZipWriter& zip, const Task& task, Pulse& pulse) const;
  Result<void> finish(Task& task, const ZipWriter& zip);
  Result<void> end_badly(const Task& task, const base::Error& error, bool stopping);

  Needs needs_;
  catalog::WorkBell bell_;
};

}  // namespace vitrine::takeout
