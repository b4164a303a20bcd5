#include "catalog/cover_worker.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "base/log.hpp"
#include "catalog/life.hpp"
#include "catalog/made_files.hpp"
#include "catalog/videos.hpp"

namespace vitrine::catalog {
using base::fail;
using base::Fault;
using base::Level;
using base::log;

struct CoverWorker::Task {
  ports::Job job;
  VideoId id;
  std::int64_t cover_ms = 0;
  BlobKey mp4{};
};

namespace {
bool is_cover(const MediaFile& file) { return file.use == FileUse::poster || file.use == FileUse::preview; }
}  // namespace

Result<bool> CoverWorker::begin(Task& task) {
  return needs_.record.write([&](Transaction& tx) -> Result<bool> {
    TRY_LET(const auto video, needs_.videos.find(tx, task.id));
    TRY_LET(const auto files, needs_.videos.files_of(tx, std::span{&task.id, 1}));
    const auto mp4 = std::ranges::find(files.front(), FileUse::mp4, &MediaFile::use);
    if (!video || video->state != model::VideoState::ready || mp4 == files.front().end()) {
      TRY(needs_.jobs.finish(tx, task.job));  // deleted meanwhile
      return false;
    }
    task.cover_ms = video->cover_ms;
    task.mp4 = mp4->blob;
    return true;
  });
}

Result<void> CoverWorker::name_files(const Task& task, const media::Cover& cover) {
  TRY_LET(const auto poster,
          stored(needs_.blobs, {.use = FileUse::poster, .type = "image/webp"}, cover.poster));
  TRY_LET(const auto preview,
          stored(needs_.blobs, {.use = FileUse::preview, .type = "video/mp4"}, cover.preview));
  return needs_.record.write([&](Transaction& tx) -> Result<void> {
    TRY(needs_.jobs.finish(tx, task.job));
    const auto now = needs_.clock.now();
    TRY_LET(const auto before, needs_.videos.find(tx, task.id));
    if (!before) {
      for (const auto& file : {poster, preview}) TRY(needs_.videos.mark_garbage(tx, file.blob, now));
      return {};
    }
    TRY_LET(auto all, needs_.videos.files_of(tx, std::span{&task.id, 1}));
    auto& files = all.front();
    std::erase_if(files, is_cover);
    files.push_back(poster);
    files.push_back(preview);
    TRY(needs_.videos.put_files(tx, task.id, files, now));
    TRY(check_stored(needs_.blobs, std::array{poster, preview}));
    // Moved again while we worked: once more.
    if (before->cover_ms != task.cover_ms) TRY(needs_.jobs.add(tx, make_cover, task.id.text()));
    auto after = *before;
    after.thumbhash = cover.thumbhash;
    TRY(save(tx, needs_.videos, needs_.people, *before, std::move(after)));
    return {};
  });
}

Result<void> CoverWorker::work(const Task& task, const std::stop_token& stop) {
  media::Order order{.video = task.id, .original = {}, .cover = model::Millis{task.cover_ms}};
  std::optional<media::WorkDir> fetched;
  if (!needs_.blobs.local_path(task.mp4)) {
    TRY_LET(fetched, media::WorkDir::make(needs_.work_root, task.id.text() + "-fetched"));
  }
  const auto into = fetched ? fetched->path() / "whole.mp4" : std::filesystem::path{};
  TRY_LET(order.original, at_hand(needs_.blobs, task.mp4, into));
  TRY_LET(const auto made, needs_.make(order, stop));
  return name_files(task, made.cover);
}

Result<bool> CoverWorker::run_once(std::stop_token stop) {
  TRY_LET(const auto job,
          needs_.record.write([&](Transaction& tx) { return needs_.jobs.claim(tx, make_cover); }));
  if (!job) return false;
  const auto id = VideoId::parse(job->subject);
  VITRINE_ASSERT(id, "jobs of this kind are made with a video's id");
  Task task{.job = *job, .id = *id};
  TRY_LET(const bool begun, begin(task));
  if (!begun) return true;
  const auto status = work(task, stop);
  if (status || status.error().code == "job_lost") return true;
  log(Level::warning, "cover_not_made",
      {{"video", task.id.text()}, {"code", status.error().code}, {"attempt", job->attempt}});
  const auto ended = needs_.record.write([&](Transaction& tx) -> Result<void> {
    if (stop.stop_requested()) return needs_.jobs.put_back(tx, task.job);
    TRY(needs_.jobs.fail(tx, task.job, status.error().code, ports::Jobs::Retry::yes));
    return {};
  });
  if (!ended && ended.error().code != "job_lost") return std::unexpected(ended.error());
  return true;
}

void CoverWorker::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto ran = run_once(stop);
    if (ran && *ran) continue;
    if (!ran) log(Level::warning, "covers_paused", {{"code", ran.error().code}});
    bell_.wait(stop, needs_.look_every);
  }
}

void CoverWorker::hear(const model::News& news) {
  const auto* changed = std::get_if<model::VideoChanged>(&news.what);
  if (changed && changed->state == model::VideoState::ready) bell_.ring();
}

}  // namespace vitrine::catalog
