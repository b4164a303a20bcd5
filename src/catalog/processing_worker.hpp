#pragma once
// Turns received uploads into videos: claims a job, has media process the file, puts the results into the
// blob store and then, in one transaction, lets the rows name them and the state move on. Start here: run().
//
//   claim -> processing -> (first rung stored) playable -> (ladder stored) ready, upload done, job finished
//                       -> a bad file: failed with one sentence, upload done, job finished
//                       -> our trouble: the job is tried again later; when it no longer is, failed
//
// The same job renders an edit (edits.hpp) where one waits: from files stored before, without an upload. One
// that cannot be rendered leaves the video as it was, with a sentence.
//
// Killed anywhere: the lease ends, the job is claimed again and begins anew; rows name only blobs that are
// stored; blobs without a name are swept. Thread-safe: run() on as many threads as jobs shall run at once.
#include <functional>
#include <stop_token>

#include "catalog/ports.hpp"
#include "catalog/uploads.hpp"
#include "catalog/work_bell.hpp"
#include "media/media.hpp"
#include "model/news.hpp"
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"
#include "ports/jobs.hpp"

namespace vitrine::catalog {

class ProcessingWorker {
 public:
  /// media::Processor::process, or a script in tests.
  using Process =
      std::function<Result<media::Finished>(const media::Order&, const media::Listener&, std::stop_token)>;

  struct Needs {
    ports::Record& record;
    ports::Jobs& jobs;
    VideoStore& videos;
    UploadStore& uploads;
    IncomingFiles& files;
    People& people;
    ports::BlobStore& blobs;
    const ports::Clock& clock;
    Process process;
    std::filesystem::path work_root;
    bool keep_originals = false;
    /// How often the lease is renewed and, without a nudge, the queue is looked at.
    model::Millis keep_every{15'000};
    model::Millis look_every{1'000};
    /// What was heard in a finished video goes there, in the transaction that makes it ready (sounds.hpp).
    std::function<Result<void>(Transaction&, const Video&, const media::Processed&)> hear_sound = nullptr;
    /// An edit was rendered: after that, in the same transaction (remixes.hpp).
    std::function<Result<void>(Transaction&, const Video&, const media::EditList&)> rendered = nullptr;
  };
  explicit ProcessingWorker(Needs needs) : needs_(std::move(needs)) {}

  /// Claims and runs one job to its end. False: there was none. Errors: those of the record.
  Result<bool> run_once(std::stop_token stop);

  /// Until `stop`: one job after the other.
  void run(std::stop_token stop);

  /// For the bus: a queued video ends the waiting of run() at once.
  void hear(const model::News& news);

 private:
  struct Task;
  Result<bool> begin(Task& task);
  Result<bool> take_edit(Transaction& tx, Task& task);
  Result<media::EditOrder> edit_order(const Task& task, const std::filesystem::path& folder);
  Result<media::Finished> process(Task& task, std::stop_token stop);
  Result<void> tell_progress(Task& task, int percent);
  Result<MediaFiles> store(const media::Processed& processed);
  Result<void> name_files(Task& task, const media::Processed& processed, bool last);
  Result<void> end_badly(Task& task, const base::Error& error, bool stopping);
  Result<void> give_up(Transaction& tx, VideoId id, Problem problem);
  Result<void> give_up_lost();
  void drop_original(const Task& task, bool keep);

  Needs needs_;
  WorkBell bell_;
};

}  // namespace vitrine::catalog
