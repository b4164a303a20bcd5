#include "catalog/processing_worker.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

#include "base/assert.hpp"
#include "base/log.hpp"
#include "catalog/cover_worker.hpp"
#include "catalog/edits.hpp"
#include "catalog/life.hpp"
#include "catalog/made_files.hpp"
#include "catalog/videos.hpp"

namespace vitrine::catalog {
using base::Error;
using base::fail;
using base::Fault;
using base::Level;
using base::log;

namespace {
/// Often enough for a bar that moves, seldom enough for a record that has other things to do.
constexpr model::Millis progress_every{1'000};

/// Trying again does not help, and the sentence is for the author.
bool is_bad_file(const Error& error) {
  return error.fault == Fault::corrupt_input || error.fault == Fault::over_limit;
}

/// What the author reads when the fault was ours and time did not heal it.
Problem our_fault() {
  return {"processing_failed", "The server could not process this video; upload it again later."};
}

MediaFile file_of(const media::Rung& rung) {
  MediaFile file{.use = FileUse::rung, .type = "video/mp4", .width = rung.width, .height = rung.height};
  file.bandwidth = rung.bandwidth;
  file.codecs = rung.codecs;
  file.init_bytes = rung.init_bytes;
  for (const auto& segment : rung.segments) file.segments.push_back({segment.bytes, segment.duration_ms});
  return file;
}

void apply(Video& video, const media::Processed& processed) {
  video.duration_ms = processed.duration.count();
  video.width = processed.width;
  video.height = processed.height;
  video.thumbhash = processed.thumbhash;
  video.cover_ms = std::min(video.cover_ms, video.duration_ms);
}

/// Runs `beat` every `every` until destroyed.
class Heart {
 public:
  Heart(model::Millis every, std::function<void()> beat)
      : thread_([this, every, beat = std::move(beat)](const std::stop_token& stop) {
          std::unique_lock hold{mutex_};
          while (!stop.stop_requested()) {
            waiting_.wait_for(hold, stop, every, [] { return false; });
            if (!stop.stop_requested()) beat();
          }
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any waiting_;
  std::jthread thread_;  // last: stops before what it waits on goes
};
}  // namespace

struct ProcessingWorker::Task {
  ports::Job job;
  VideoId id;
  std::optional<Upload> upload = {};
  std::optional<VideoStore::KeptEdit> edit = {};  ///< to be rendered: then the upload is of no interest
  MediaFiles files = {};                          ///< what it is made of
  std::int64_t cover_ms = 0;
  Instant told_at{};
  int told_percent = -1;
};

Result<bool> ProcessingWorker::begin(Task& task) {
  return needs_.record.write([&](Transaction& tx) -> Result<bool> {
    TRY_LET(const auto before, needs_.videos.find(tx, task.id));
    TRY_LET(const bool edited, take_edit(tx, task));
    if (!edited) {
      TRY_LET(task.upload, needs_.uploads.of_video(tx, task.id));
    }
    auto after = before ? advance(*before, Step::claimed, needs_.clock.now())
                        : fail(Fault::not_found, "video_absent", "The video was deleted.");
    if (!after || !(edited || task.upload)) {  // deleted, or a worker died between its last two steps
      TRY(needs_.jobs.finish(tx, task.job));
      return false;
    }
    task.cover_ms = after->cover_ms;
    TRY(save(tx, needs_.videos, needs_.people, *before, std::move(*after)));
    return true;
  });
}

/// Whether an edit waits for this job.
Result<bool> ProcessingWorker::take_edit(Transaction& tx, Task& task) {
  TRY_LET(task.edit, needs_.videos.edit(tx, task.id));
  if (!task.edit || task.edit->rendered) {
    task.edit.reset();
    return false;
  }
  TRY_LET(auto files, needs_.videos.files_of(tx, std::span{&task.id, 1}));
  task.files = materials_of(files.front());
  return true;
}

Result<media::EditOrder> ProcessingWorker::edit_order(const Task& task, const std::filesystem::path& folder) {
  media::EditOrder order;
  TRY_LET(order.list, media::read_edit_list(task.edit->document));
  const auto file = [&](FileUse use, const BlobKey& key) -> Result<std::filesystem::path> {
    return at_hand(needs_.blobs, key, folder / (std::string{text(use)} + base::hex(key)));
  };
  for (const auto& key : order.list.sources) {
    const auto at = std::ranges::find_if(
        task.files, [&](const MediaFile& f) { return f.use == FileUse::source && f.blob == key; });
    if (at == task.files.end() || at + 1 == task.files.end())
      return fail(Fault::corrupt_input, "edit_file_unknown", "A clip of the edit is no longer here.");
    media::Take take;
    TRY_LET(take.rung, file(FileUse::source, key));
    if (std::min(at->width, at->height) <= media::whole_short_edge_max) {
      TRY_LET(take.whole, file(FileUse::proxy, (at + 1)->blob));
    }
    order.sources.push_back(std::move(take));
  }
  for (const auto& words : order.list.texts) {
    TRY_LET(order.images.emplace_back(), file(FileUse::overlay, words.image));
  }
  if (order.list.voice) {
    TRY_LET(order.voice, file(FileUse::voice, order.list.voice->recording));
  }
  return order;
}

Result<void> ProcessingWorker::tell_progress(Task& task, int percent) {
  const auto now = needs_.clock.now();
  if (percent <= task.told_percent || now - task.told_at < progress_every) return {};
  task.told_at = now;
  task.told_percent = percent;
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto before, needs_.videos.find(tx, task.id));
    if (!before) return fail(Fault::conflict, "job_lost", "The video was deleted.");
    auto after = *before;
    after.progress_percent = std::max(before->progress_percent, std::min(percent, 99));
    TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
    return {};
  });
}

Result<MediaFiles> ProcessingWorker::store(const media::Processed& processed) {
  MediaFiles files;
  const auto put = [&](MediaFile file, const std::filesystem::path& path) -> Result<void> {
    if (path.empty()) return {};  // the first answer comes before the preview is made
    TRY_LET(files.emplace_back(), stored(needs_.blobs, std::move(file), path));
    return {};
  };
  for (const auto& rung : processed.rungs) TRY(put(file_of(rung), rung.file));
  TRY(put({.use = FileUse::mp4, .type = "video/mp4", .width = processed.width, .height = processed.height},
          processed.mp4));
  TRY(put({.use = FileUse::poster, .type = "image/webp"}, processed.poster));
  TRY(put({.use = FileUse::preview, .type = "video/mp4"}, processed.preview));
  return files;
}

Result<void> ProcessingWorker::name_files(Task& task, const media::Processed& processed, bool last) {
  TRY_LET(auto files, store(processed));
  const auto made = files.size();
  const auto now = needs_.clock.now();
  const auto named = needs_.record.write([&](Transaction& tx) -> Result<void> {
    if (last) TRY(needs_.jobs.finish(tx, task.job));
    else TRY(needs_.jobs.keep(tx, task.job));
    TRY_LET(const auto before, needs_.videos.find(tx, task.id));
    if (!before) return fail(Fault::conflict, "job_lost", "The video was deleted.");
    TRY_LET(auto after, advance(*before, last ? Step::all_rungs : Step::first_rung, now));
    apply(after, processed);
    TRY_LET(const auto known, needs_.videos.files_of(tx, std::span{&task.id, 1}));
    files.resize(made);
    std::ranges::copy(materials_of(known.front()), std::back_inserter(files));
    TRY(needs_.videos.put_files(tx, task.id, files, now));
    TRY(check_stored(needs_.blobs, files));
    if (last && needs_.hear_sound) TRY(needs_.hear_sound(tx, after, processed));
    if (task.edit) {
      TRY(needs_.videos.put_edit(tx, task.id, {task.edit->document, last, now}));
      TRY_LET(const auto edit, media::read_edit_list(task.edit->document));
      if (last && needs_.rendered) TRY(needs_.rendered(tx, after, edit));
    }
    TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
    if (last && task.upload) TRY(needs_.uploads.mark_done(tx, task.upload->id, now));
    if (last && before->cover_ms != task.cover_ms) TRY(needs_.jobs.add(tx, make_cover, task.id.text()));
    return {};
  });
  if (named) return {};
  // Nothing names them: they may go at once, unless another worker is naming the same bytes right now.
  files.resize(made);
  const auto marked = needs_.record.write([&](Transaction& tx) -> Result<void> {
    for (const auto& file : files) TRY(needs_.videos.mark_garbage(tx, file.blob, now));
    return {};
  });
  if (!marked) log(Level::warning, "blobs_left_to_sweep", {{"video", task.id.text()}});
  return named;
}

Result<media::Finished> ProcessingWorker::process(Task& task, std::stop_token stop) {
  std::stop_source ours;  // ends on the server's stop, and when the job is no longer ours
  const std::stop_callback pass_on{stop, [&] { ours.request_stop(); }};
  const Heart heart{needs_.keep_every, [&] {
                      const auto kept = needs_.record.write(
                          [&](Transaction& tx) { return needs_.jobs.keep(tx, task.job); });
                      if (!kept && kept.error().code == "job_lost") ours.request_stop();
                    }};
  media::Listener listener;
  listener.progress = [&](int percent) {
    if (const auto told = tell_progress(task, percent); !told && told.error().code == "job_lost")
      ours.request_stop();
  };
  listener.playable = [&](const media::Processed& first) { return name_files(task, first, false); };
  media::Order order{.video = task.id, .original = {}, .cover = model::Millis{task.cover_ms}};
  std::optional<media::WorkDir> fetched;
  if (task.edit) {
    TRY_LET(fetched, media::WorkDir::make(needs_.work_root, task.id.text() + "-takes"));
    TRY_LET(order.edit, edit_order(task, fetched->path()));
  } else {
    order.original = needs_.files.path(task.upload->id);
  }
  return needs_.process(order, listener, ours.get_token());
}

Result<void> ProcessingWorker::end_badly(Task& task, const Error& error, bool stopping) {
  bool over = false;
  const auto status = needs_.record.write([&](Transaction& tx) -> Result<void> {
    over = false;
    if (stopping) return needs_.jobs.put_back(tx, task.job);
    const bool bad_file = is_bad_file(error) || (task.edit && error.fault == Fault::invalid_input);
    if (bad_file) {
      TRY(needs_.jobs.finish(tx, task.job));
    } else {
      TRY_LET(const auto fate, needs_.jobs.fail(tx, task.job, error.code, ports::Jobs::Retry::yes));
      if (fate == ports::Jobs::Fate::again) return {};
    }
    over = true;
    return give_up(tx, task.id, bad_file ? Problem{error.code, error.detail} : our_fault());
  });
  if (status && over && task.upload) drop_original(task, false);
  return status;
}

Result<void> ProcessingWorker::give_up(Transaction& tx, VideoId id, Problem problem) {
  const auto now = needs_.clock.now();
  TRY_LET(const auto upload, needs_.uploads.of_video(tx, id));
  TRY_LET(auto edit, needs_.videos.edit(tx, id));
  const bool edited = edit && !edit->rendered;
  if (upload && !edited) TRY(needs_.uploads.mark_done(tx, upload->id, now));  // the sweep removes the file
  TRY_LET(const auto before, needs_.videos.find(tx, id));
  if (!before || before->state == model::VideoState::ready) return {};
  TRY_LET(auto after, advance(*before, edited ? Step::edit_dropped : Step::trouble, now));
  after.problem = std::move(problem);
  if (edited) {
    after.cover_ms = std::min(after.cover_ms, after.duration_ms);
    edit->rendered = true;  // it is no longer waited for, and can be opened and changed
    TRY(needs_.videos.put_edit(tx, id, *edit));
  } else {
    TRY(needs_.videos.put_files(tx, id, {}, now));
  }
  TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
  return {};
}

void ProcessingWorker::drop_original(const Task& task, bool keep) {
  const auto status =
      keep ? needs_.files.keep_original(task.upload->id, task.id) : needs_.files.remove(task.upload->id);
  if (!status) log(Level::warning, "original_left_to_sweep", {{"video", task.id.text()}});
}

Result<bool> ProcessingWorker::run_once(std::stop_token stop) {
  TRY_LET(const auto job,
          needs_.record.write([&](Transaction& tx) { return needs_.jobs.claim(tx, process_video); }));
  if (!job) return false;
  const auto id = VideoId::parse(job->subject);
  VITRINE_ASSERT(id, "jobs of this kind are made by Uploads::complete with a video's id");
  Task task{.job = *job, .id = *id};
  TRY_LET(const bool begun, begin(task));
  if (!begun) return true;
  const auto started = needs_.clock.now();
  auto finished = process(task, stop);
  auto status = finished ? name_files(task, finished->processed, true)
                         : Result<void>{std::unexpected(finished.error())};
  if (status) {
    if (task.upload) drop_original(task, needs_.keep_originals);
    log(Level::info, "video_ready",
        {{"video", task.id.text()}, {"ms", (needs_.clock.now() - started).count()}});
    return true;
  }
  const auto error = status.error();
  // What is wrong with somebody's file is theirs to read; what is wrong with us is the operator's.
  log(is_bad_file(error) ? Level::info : Level::warning, "video_not_ready",
      {{"video", task.id.text()},
       {"code", error.code},
       {"detail", is_bad_file(error) ? std::string_view{} : std::string_view{error.detail}},
       {"attempt", job->attempt}});
  if (error.code == "job_lost") return true;  // somebody else's now, or nobody's
  const auto ended = end_badly(task, error, stop.stop_requested());
  if (!ended && ended.error().code != "job_lost") return std::unexpected(ended.error());
  return true;
}

Result<void> ProcessingWorker::give_up_lost() {
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY_LET(const auto lost, needs_.jobs.give_up(tx, process_video));
    for (const auto& job : lost) {
      const auto id = VideoId::parse(job.subject);
      if (!id) continue;
      TRY(give_up(tx, *id, our_fault()));
    }
    return {};
  });
}

void ProcessingWorker::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto ran = run_once(stop);
    if (ran && *ran) continue;
    if (!ran) log(Level::warning, "processing_paused", {{"code", ran.error().code}});
    else if (const auto status = give_up_lost(); !status)
      log(Level::warning, "processing_paused", {{"code", status.error().code}});
    bell_.wait(stop, needs_.look_every);
  }
}

void ProcessingWorker::hear(const model::News& news) {
  const auto* changed = std::get_if<model::VideoChanged>(&news.what);
  if (changed && changed->state == model::VideoState::queued) bell_.ring();
}

}  // namespace vitrine::catalog
