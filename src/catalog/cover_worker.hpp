#pragma once
// Makes poster and preview of a finished video anew when its author chose another moment for its cover. Its
// own queue and thread: it takes a second, and must not wait behind a ladder of ten minutes. Start here:
// run().
//
// The new files are stored first; then, in one transaction, the rows name them, the old ones become garbage
// and the job is finished. Killed anywhere: the lease ends and the job begins anew. Thread-safe.
#include <functional>
#include <stop_token>

#include "catalog/ports.hpp"
#include "catalog/work_bell.hpp"
#include "media/media.hpp"
#include "model/news.hpp"
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog {

/// Its subject is the video's id. Added whenever the moment changes after the ladder looked at it.
inline constexpr std::string_view make_cover = "make_cover";

class CoverWorker {
 public:
  /// media::Processor::cover, or a script in tests.
  using Make = std::function<Result<media::FinishedCover>(const media::Order&, std::stop_token)>;

  struct Needs {
    ports::Record& record;
    ports::Jobs& jobs;
    VideoStore& videos;
    People& people;
    ports::BlobStore& blobs;
    const ports::Clock& clock;
    Make make;
    std::filesystem::path work_root;  ///< for stores whose blobs lie elsewhere
    model::Millis look_every{5'000};
  };
  explicit CoverWorker(Needs needs) : needs_(std::move(needs)) {}

  /// Claims and runs one job to its end. False: there was none. Errors: those of the record.
  Result<bool> run_once(std::stop_token stop);

  /// Until `stop`: one job after the other.
  void run(std::stop_token stop);

  /// For the bus: a changed video that is ready ends the waiting of run() at once.
  void hear(const model::News& news);

 private:
  struct Task;
  Result<bool> begin(Task& task);
  Result<void> work(const Task& task, const std::stop_token& stop);
  Result<void> name_files(const Task& task, const media::Cover& cover);

  Needs needs_;
  WorkBell bell_;
};

}  // namespace vitrine::catalog
