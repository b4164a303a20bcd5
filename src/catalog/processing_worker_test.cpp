#include "catalog/processing_worker.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "catalog/cover_worker.hpp"
#include "catalog/edits.hpp"
#include "catalog/life.hpp"
#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::processing_worker_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
namespace fs = std::filesystem;
using model::VideoState;

namespace {
const AccountId ada{1};

struct World {
  FakeRecord record;
  FakeVideoStore videos;
  FakeUploadStore rows;
  FakeIncomingFiles files;
  FakeJobs jobs;
  FakeBlobs blobs;
  FakePeople people;
  ports::FakeClock clock;
  ports::FakeRng rng{5};
  ports::Ids ids{clock, rng};
  Uploads uploads{{rows, videos, files, jobs, clock, ids}};
  fs::path root = fs::temp_directory_path() / ("vitrine_worker_" + std::to_string(::getpid()));
  ProcessingWorker::Process script;
  ProcessingWorker worker{{record, jobs, videos, rows, files, people, blobs, clock,
                           [this](const auto& order, const auto& listener, std::stop_token stop) {
                             return script(order, listener, stop);
                           },
                           root / "work"}};

  ~World() { fs::remove_all(root); }

  Upload received() {
    const auto upload = *uploads.start(record.tx, ada, {.length = 3});
    REQUIRE((*files.open(upload.id))->append(base::as_bytes("abc")));
    REQUIRE(uploads.complete(record.tx, upload.id));
    return upload;
  }
  const Video& video(const Upload& upload) { return videos.rows.at(upload.video); }

  media::Processed made(const fs::path& folder, std::vector<int> heights) {
    media::Processed p;
    const auto file = [&](const std::string& name) {
      std::ofstream{folder / name} << name;
      return folder / name;
    };
    for (const int height : heights) {
      media::Rung rung{.width = 360,
                       .height = height,
                       .bandwidth = 9,
                       .codecs = "avc1",
                       .file = {},
                       .init_bytes = 2,
                       .segments = {{3, 1000}}};
      rung.file = file("rung" + std::to_string(height));
      p.rungs.push_back(std::move(rung));
    }
    p.mp4 = file("all.mp4");
    p.poster = file("poster.webp");
    p.preview = file("preview.mp4");
    p.duration = model::Millis{4000};
    p.width = 360;
    p.height = heights.back();
    return p;
  }
  Result<media::Finished> finished(std::vector<int> heights) {
    TRY_LET(auto folder, media::WorkDir::make(root, "job"));
    auto processed = made(folder.path(), std::move(heights));
    return media::Finished{std::move(processed), std::move(folder)};
  }
};
}  // namespace

TEST_CASE("worker: first rung playable and published, then the ladder; the original goes") {
  World w;
  const auto upload = w.received();
  w.videos.rows.at(upload.video).publish_wanted = true;
  w.script = [&](const media::Order& order, const media::Listener& listener, std::stop_token) {
    CHECK(order.original == w.files.path(upload.id));
    CHECK(w.video(upload).state == VideoState::processing);
    auto first = *media::WorkDir::make(w.root, "first");
    auto without_preview = w.made(first.path(), {640});
    without_preview.preview.clear();  // is not made yet
    REQUIRE(listener.playable(without_preview));
    CHECK(w.videos.files.at(upload.video).size() == 3);
    CHECK(w.video(upload).state == VideoState::playable);
    CHECK(w.video(upload).published_at);
    w.clock.advance(model::Millis{2000});
    listener.progress(40);
    listener.progress(41);  // too soon to be told
    CHECK(w.video(upload).progress_percent == 40);
    return w.finished({360, 640});
  };
  CHECK(*w.worker.run_once({}));
  const auto& video = w.video(upload);
  CHECK(video.state == VideoState::ready);
  CHECK(video.duration_ms == 4000);
  CHECK(w.videos.files.at(upload.video).size() == 5);
  for (const auto& file : w.videos.files.at(upload.video)) {
    CHECK(w.blobs.stored.contains(file.blob));
    CHECK(file.bytes > 0);
  }
  CHECK(w.rows.rows.at(upload.id).done_at);
  CHECK(w.files.contents.empty());
  CHECK(w.jobs.entries.empty());
  CHECK(w.record.tx.count<model::VideoPublished>() == 1);
  CHECK_FALSE(*w.worker.run_once({}));
}

TEST_CASE("worker: a bad file leaves one sentence and nothing else") {
  World w;
  const auto upload = w.received();
  w.script = [&](const media::Order&, const media::Listener& listener,
                 std::stop_token) -> Result<media::Finished> {
    auto first = *media::WorkDir::make(w.root, "first");
    REQUIRE(listener.playable(w.made(first.path(), {640})));
    return base::fail(base::Fault::corrupt_input, "undecodable", "The picture cannot be read.");
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::failed);
  CHECK(w.video(upload).problem == Problem{"undecodable", "The picture cannot be read."});
  CHECK(w.videos.files.at(upload.video).empty());
  CHECK(w.videos.garbage.size() == 4);
  CHECK(w.files.contents.empty());
  CHECK(w.jobs.entries.empty());
}

TEST_CASE("worker: our own trouble is tried again, and in the end told") {
  World w;
  const auto upload = w.received();
  w.script = [](const media::Order&, const media::Listener&, std::stop_token) -> Result<media::Finished> {
    return base::fail(base::Fault::not_available, "sandbox", "bwrap is not there");
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::processing);
  CHECK(w.files.contents.size() == 1);
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::failed);
  CHECK(w.video(upload).problem->code == "processing_failed");
  CHECK(w.video(upload).problem->detail.find("bwrap") == std::string::npos);
  CHECK(w.files.contents.empty());
}

TEST_CASE("worker: a job that was lost, or whose video was deleted, changes nothing") {
  World w;
  const auto upload = w.received();
  w.script = [&](const media::Order&, const media::Listener&, std::stop_token) {
    w.jobs.entries.begin()->second.job.claim = 99;  // another worker has it now
    return w.finished({640});
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::processing);
  CHECK(w.files.contents.size() == 1);

  w.jobs.entries.begin()->second.running = false;
  w.script = [&](const media::Order&, const media::Listener&, std::stop_token) {
    REQUIRE(w.videos.remove(w.record.tx, upload.video, w.clock.now()));
    w.rows.rows.clear();
    return w.finished({640});
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.videos.rows.empty());
  CHECK(w.videos.garbage.size() == 4);  // what was stored for it may go
}

TEST_CASE("worker: stopping puts the job back, and lost jobs are told to their authors") {
  World w;
  const auto upload = w.received();
  std::stop_source stop;
  w.script = [&](const media::Order&, const media::Listener&,
                 std::stop_token seen) -> Result<media::Finished> {
    stop.request_stop();
    CHECK(seen.stop_requested());
    return base::fail(base::Fault::not_available, "stopped", "The server is stopping.");
  };
  CHECK(*w.worker.run_once(stop.get_token()));
  CHECK_FALSE(w.jobs.entries.begin()->second.running);
  CHECK(w.jobs.entries.begin()->second.job.attempt == 0);
  CHECK(w.video(upload).state == VideoState::processing);
}

TEST_CASE("worker: run goes on when nudged, and ends when told") {
  World w;
  std::atomic<int> ran = 0;
  w.script = [&](const media::Order&, const media::Listener&, std::stop_token) {
    ++ran;
    return w.finished({640});
  };
  const auto upload = w.received();
  std::jthread thread{[&](std::stop_token stop) { w.worker.run(stop); }};
  while (ran == 0) std::this_thread::yield();
  thread.request_stop();
  thread.join();
  CHECK(w.video(upload).state == VideoState::ready);
  w.worker.hear(
      {model::NewsId{1}, w.clock.now(), model::VideoChanged{upload.video, ada, VideoState::queued, 0, {}}});
}

TEST_CASE("worker: a cover chosen while the ladder was made is made afterwards") {
  World w;
  const auto upload = w.received();
  w.script = [&](const media::Order& order, const media::Listener&, std::stop_token) {
    CHECK(order.cover == model::Millis{0});
    w.videos.rows.at(upload.video).cover_ms = 2000;
    return w.finished({360, 640});
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::ready);
  REQUIRE(w.jobs.entries.size() == 1);
  CHECK(w.jobs.entries.begin()->second.job.kind == make_cover);
}

TEST_CASE("worker: an edit is rendered from what is stored; one that cannot be leaves all as it was") {
  World w;
  const auto upload = w.received();
  w.script = [&](const media::Order&, const media::Listener&, std::stop_token) {
    return w.finished({360, 640});
  };
  REQUIRE(*w.worker.run_once({}));
  Edits edits{{w.videos, w.people, w.jobs, w.blobs, w.clock}};
  w.videos.files.at(upload.video)[1].segments = {{3, 4000}};
  const auto source = edits.look(w.record.tx, ada, upload.video)->sources.at(0);
  media::EditList edit;
  edit.sources = {source.rung.blob};
  edit.clips = {{.from_ms = 1000, .to_ms = 3000}};
  const auto put = [&] { REQUIRE(edits.put(w.record.tx, ada, upload.video, media::edit_text(edit))); };

  put();
  w.videos.rows.at(upload.video).publish_wanted = true;
  w.script = [&](const media::Order& order, const media::Listener&,
                 std::stop_token) -> Result<media::Finished> {
    REQUIRE(order.edit);
    CHECK(order.edit->list == edit);
    CHECK(order.original.empty());
    return base::fail(base::Fault::over_limit, "too_heavy", "Too heavy.");
  };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::ready);
  CHECK(w.video(upload).problem == Problem{"too_heavy", "Too heavy."});
  CHECK_FALSE(w.video(upload).published_at);
  CHECK(w.jobs.entries.empty());
  CHECK(edits.look(w.record.tx, ada, upload.video)->document);

  put();
  CHECK_FALSE(w.video(upload).problem);
  w.script = [&](const media::Order&, const media::Listener&, std::stop_token) { return w.finished({640}); };
  CHECK(*w.worker.run_once({}));
  CHECK(w.video(upload).state == VideoState::ready);
  CHECK(w.videos.edits.at(upload.video).rendered);
  CHECK(materials_of(w.videos.files.at(upload.video)).size() == 2);
  CHECK(edits.look(w.record.tx, ada, upload.video)->sources.at(0).rung.blob == source.rung.blob);
  CHECK_FALSE(*w.worker.run_once({}));
}
}  // namespace vitrine::processing_worker_test
