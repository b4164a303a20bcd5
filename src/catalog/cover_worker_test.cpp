#include "catalog/cover_worker.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fakes.hpp"
#include "catalog/videos.hpp"

namespace vitrine::cover_worker_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
namespace fs = std::filesystem;
using model::VideoState;

namespace {
const AccountId ada{1};
const VideoId clip{7};

struct World {
  FakeRecord record;
  FakeVideoStore videos;
  FakeUploadStore rows;
  FakeJobs jobs;
  FakeBlobs blobs;
  FakePeople people;
  FakeRelations relations;
  ports::FakeClock clock;
  Videos desk{{videos, rows, relations, people, jobs, clock}};
  fs::path root = fs::temp_directory_path() / ("vitrine_covers_" + std::to_string(::getpid()));
  int made = 0;
  std::function<void(const media::Order&)> while_making = [](const media::Order&) {};
  CoverWorker worker{{record, jobs, videos, people, blobs, clock,
                      [this](const media::Order& order, std::stop_token) { return make(order); }, root}};

  World() {
    fs::create_directories(root);
    Video video{.id = clip, .author = ada, .state = VideoState::ready};
    video.duration_ms = 9000;
    REQUIRE(videos.insert(record.tx, video));
    MediaFiles files;
    for (const auto use : {FileUse::rung, FileUse::mp4, FileUse::poster, FileUse::preview}) {
      MediaFile file{.use = use, .type = "video/mp4"};
      const std::string name{text(use)};
      file.blob = *blobs.put(base::as_bytes(name));
      file.bytes = name.size();
      files.push_back(std::move(file));
    }
    REQUIRE(videos.put_files(record.tx, clip, files, clock.now()));
  }
  ~World() { fs::remove_all(root); }

  Result<media::FinishedCover> make(const media::Order& order) {
    CHECK(fs::file_size(order.original) == 3);  // "mp4"
    while_making(order);
    TRY_LET(auto folder, media::WorkDir::make(root, "cover"));
    const auto file = [&](const std::string& name) {
      std::ofstream{folder.path() / name} << name << ++made;
      return folder.path() / name;
    };
    media::Cover cover{file("poster"), file("preview"), base::Bytes(9)};
    return media::FinishedCover{std::move(cover), std::move(folder)};
  }
  const MediaFile& file(FileUse use) {
    return *std::ranges::find(videos.files.at(clip), use, &MediaFile::use);
  }
};
}  // namespace

TEST_CASE("covers: another moment gives another poster and preview, and the old ones go") {
  World w;
  const auto before = w.file(FileUse::poster).blob;
  const auto rung = w.file(FileUse::rung).blob;
  REQUIRE(w.desk.edit(w.record.tx, ada, clip, {.title = "the same cover"}));
  CHECK_FALSE(*w.worker.run_once({}));
  REQUIRE(w.desk.edit(w.record.tx, ada, clip, {.cover_ms = 4000}));
  w.while_making = [&](const media::Order& order) { CHECK(order.cover == model::Millis{4000}); };
  CHECK(*w.worker.run_once({}));
  CHECK(w.file(FileUse::poster).blob != before);
  CHECK(w.file(FileUse::rung).blob == rung);
  CHECK(w.videos.files.at(clip).size() == 4);
  CHECK(w.videos.garbage.contains(before));
  CHECK(w.videos.rows.at(clip).thumbhash.size() == 9);
  CHECK(w.videos.rows.at(clip).title == "the same cover");
  CHECK(w.jobs.entries.empty());
  CHECK_FALSE(*w.worker.run_once({}));
}

TEST_CASE("covers: moved while one is made, it is made once more") {
  World w;
  REQUIRE(w.desk.edit(w.record.tx, ada, clip, {.cover_ms = 4000}));
  w.while_making = [&](const media::Order&) { w.videos.rows.at(clip).cover_ms = 5000; };
  CHECK(*w.worker.run_once({}));
  CHECK(w.jobs.entries.size() == 1);
  w.while_making = [&](const media::Order& order) { CHECK(order.cover == model::Millis{5000}); };
  CHECK(*w.worker.run_once({}));
  CHECK(w.jobs.entries.empty());
}

TEST_CASE("covers: of a deleted video nothing is made and nothing is left") {
  World w;
  REQUIRE(w.desk.edit(w.record.tx, ada, clip, {.cover_ms = 4000}));
  REQUIRE(w.desk.remove(w.record.tx, ada, clip));
  CHECK(w.jobs.entries.empty());
  CHECK_FALSE(*w.worker.run_once({}));

  World late;
  REQUIRE(late.desk.edit(late.record.tx, ada, clip, {.cover_ms = 4000}));
  late.while_making = [&](const media::Order&) { late.videos.rows.erase(clip); };
  CHECK(*late.worker.run_once({}));
  CHECK(late.jobs.entries.empty());
  CHECK(late.videos.garbage.size() >= 2);
}
}  // namespace vitrine::cover_worker_test
