#include "catalog/sweep.hpp"

#include <doctest/doctest.h>

#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::sweep_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;

namespace {
const AccountId ada{1};

struct World {
  FakeRecord record;
  FakeVideoStore videos;
  FakeUploadStore rows;
  FakeIncomingFiles files;
  FakeJobs jobs;
  FakeBlobs blobs;
  ports::FakeClock clock;
  ports::FakeRng rng{5};
  ports::Ids ids{clock, rng};
  Uploads uploads{{rows, videos, files, jobs, clock, ids}};
  bool avatar_named = false;
  Sweep sweep{{record, videos, rows, files, uploads, blobs, clock,
               [this](Transaction&, const BlobKey&) -> Result<bool> { return avatar_named; }}};

  Upload start(std::string_view bytes, std::uint64_t length) {
    const auto upload = *uploads.start(record.tx, ada, {.length = length});
    REQUIRE((*files.open(upload.id))->append(base::as_bytes(bytes)));
    return upload;
  }
  VideoId video_with(const BlobKey& blob) {
    Video video{.id = VideoId{77}, .author = ada};
    REQUIRE(videos.insert(record.tx, video));
    REQUIRE(videos.put_files(record.tx, video.id, {{.blob = blob}}, clock.now()));
    return video.id;
  }
};
}  // namespace

TEST_CASE("sweep: an upload that was one step short is completed at start") {
  World w;
  w.start("abc", 3);
  w.start("ab", 3);
  CHECK(w.sweep.start()->completed == 1);
  CHECK(w.jobs.added.size() == 1);
  CHECK(w.sweep.start()->completed == 0);
}

TEST_CASE("sweep: expired uploads go with draft and file, files without an upload go too") {
  World w;
  w.start("ab", 3);
  w.files.contents[UploadId{999}] = {};
  CHECK(w.sweep.daily()->files == 1);
  CHECK(w.files.contents.size() == 1);
  w.clock.advance(UploadLimits{}.lifetime);
  CHECK(w.sweep.often()->expired == 1);
  CHECK(w.rows.rows.empty());
  CHECK(w.videos.rows.empty());
  CHECK(w.files.contents.empty());
}

TEST_CASE("sweep: a blob goes when the last row that named it has gone, at once") {
  World w;
  const auto blob = *w.blobs.put(base::as_bytes("picture"));
  const auto video = w.video_with(blob);
  CHECK(w.sweep.often()->blobs == 0);
  REQUIRE(w.videos.remove(w.record.tx, video, w.clock.now()));
  w.avatar_named = true;
  CHECK(w.sweep.often()->blobs == 0);
  REQUIRE(w.videos.mark_garbage(w.record.tx, blob, w.clock.now()));
  w.avatar_named = false;
  CHECK(w.sweep.often()->blobs == 1);
  CHECK(w.blobs.stored.empty());
}

TEST_CASE("sweep: a blob without a name waits a day, in which a row may name it") {
  World w;
  const auto lost = *w.blobs.put(base::as_bytes("lost"));
  const auto late = *w.blobs.put(base::as_bytes("late"));
  CHECK(w.sweep.daily()->orphans == 2);
  CHECK(w.sweep.often()->blobs == 0);
  w.video_with(late);
  w.clock.advance(model::Millis{24LL * 60 * 60 * 1000});
  CHECK(w.sweep.often()->blobs == 1);
  CHECK(w.blobs.stored.contains(late));
  CHECK_FALSE(w.blobs.stored.contains(lost));
}
}  // namespace vitrine::sweep_test
