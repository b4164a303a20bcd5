#include "catalog/uploads.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/hash.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::uploads_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;

namespace {
const AccountId ada{1}, bob{2};

struct World {
  FakeTransaction tx;
  FakeVideoStore videos;
  FakeUploadStore rows;
  FakeIncomingFiles files;
  FakeJobs jobs;
  ports::FakeClock clock;
  ports::FakeRng rng{11};
  ports::Ids ids{clock, rng};
  UploadLimits limits{.upload_bytes_max = 1000, .account_bytes_max = 2500, .open_uploads_max = 3};
  Uploads uploads{{rows, videos, files, jobs, clock, ids, limits}};

  Upload start(std::uint64_t length) { return *uploads.start(tx, ada, {.length = length}); }
  void send(const Upload& upload, std::string_view bytes) {
    const auto offset = *uploads.offset(upload);
    auto receiver = *uploads.receive(upload, offset, std::nullopt);
    REQUIRE(receiver->take(base::as_bytes(bytes)));
    REQUIRE(*receiver->finish() == Receiver::End::kept);
  }
};

std::string checksum_of(std::string_view bytes) {
  return "sha256 " + base::base64(base::sha256(base::as_bytes(bytes)));
}
}  // namespace

TEST_CASE("uploads: from the promise to the queue, completed once") {
  World w;
  const auto upload = w.start(6);
  CHECK(w.videos.rows.at(upload.video).state == model::VideoState::uploading);
  w.send(upload, "abc");
  CHECK(*w.uploads.offset(upload) == 3);
  w.send(upload, "def");
  const auto video = *w.uploads.complete(w.tx, upload.id);
  CHECK(video.state == model::VideoState::queued);
  CHECK(w.uploads.complete(w.tx, upload.id)->state == model::VideoState::queued);
  CHECK(w.jobs.added == std::vector{upload.video});
  CHECK(w.tx.count<model::VideoChanged>() == 1);
  // Whoever lost the answer hears that all is here, even when the file has gone.
  w.files.contents.clear();
  CHECK(*w.uploads.offset(*w.uploads.find(w.tx, ada, upload.id)) == 6);
  CHECK(w.uploads.terminate(w.tx, ada, upload.id).error().code == "upload_absent");
}

TEST_CASE("uploads: limits are named before the first byte") {
  World w;
  CHECK(w.uploads.start(w.tx, ada, {.length = 0}).error().code == "upload_empty");
  const auto large = w.uploads.start(w.tx, ada, {.length = 1001});
  CHECK(large.error().code == "upload_too_large");
  CHECK(large.error().detail.find("1000 bytes") != std::string::npos);
  w.start(1000);
  w.start(1000);
  CHECK(w.uploads.start(w.tx, ada, {.length = 1000}).error().code == "account_full");
  w.start(1);
  CHECK(w.uploads.start(w.tx, ada, {.length = 1}).error().code == "too_many_uploads");
  CHECK(w.uploads.start(w.tx, bob, {.length = 1000}));
  w.files.room = {.total_bytes = 100'000, .free_bytes = 5'999};
  CHECK(w.uploads.start(w.tx, bob, {.length = 1000}).error().code == "storage_full");
  w.files.room.free_bytes = 6'000;
  CHECK(w.uploads.start(w.tx, bob, {.length = 1000}));
}

TEST_CASE("uploads: one writer, the right offset, not one byte more") {
  World w;
  const auto upload = w.start(5);
  auto first = *w.uploads.receive(upload, 0, std::nullopt);
  CHECK(w.uploads.receive(upload, 0, std::nullopt).error().code == "upload_locked");
  CHECK(w.uploads.offset(upload).error().code == "upload_locked");
  REQUIRE(first->take(base::as_bytes("abc")));
  CHECK(first->take(base::as_bytes("def")).error().code == "upload_too_long");
  first->abandon();
  first.reset();
  CHECK(*w.uploads.offset(upload) == 3);
  CHECK(w.uploads.receive(upload, 2, std::nullopt).error().code == "upload_offset");
  CHECK(w.uploads.receive(upload, 3, std::nullopt));
}

TEST_CASE("uploads: a checksum covers its PATCH, also when the server is killed in the middle") {
  World w;
  const auto upload = w.start(6);
  w.send(upload, "abc");
  auto wrong = *w.uploads.receive(upload, 3, *Checksum::expect(checksum_of("dex")));
  REQUIRE(wrong->take(base::as_bytes("def")));
  CHECK(*wrong->finish() == Receiver::End::mismatch);
  CHECK(wrong->offset() == 3);
  wrong.reset();
  CHECK(*w.uploads.offset(upload) == 3);

  auto killed = *w.uploads.receive(upload, 3, *Checksum::expect(checksum_of("def")));
  REQUIRE(killed->take(base::as_bytes("de")));
  w.files.kill();
  CHECK(*w.uploads.offset(upload) == 3);
  killed.reset();

  auto right = *w.uploads.receive(upload, 3, *Checksum::expect("sha1 WJwiM1o4HxItEpIl9cC6MFbtWBE="));
  REQUIRE(right->take(base::as_bytes("def")));
  CHECK(*right->finish() == Receiver::End::kept);
  CHECK(right->complete());
  CHECK(Checksum::expect("md5 AAAA").error().code == "checksum_unsupported");
  CHECK(Checksum::expect("sha1 AAAA").error().code == "checksum_invalid");
}

TEST_CASE("uploads: somebody else's, given up and expired ones are absent") {
  World w;
  const auto upload = w.start(5);
  CHECK(w.uploads.find(w.tx, bob, upload.id).error().code == "upload_absent");
  CHECK(w.uploads.terminate(w.tx, bob, upload.id).error().code == "upload_absent");
  CHECK(w.uploads.terminate(w.tx, ada, upload.id));
  CHECK(w.videos.rows.empty());
  CHECK(w.uploads.find(w.tx, ada, upload.id).error().code == "upload_absent");

  const auto late = w.start(5);
  w.clock.advance(w.limits.lifetime);
  CHECK(w.uploads.find(w.tx, ada, late.id).error().code == "upload_absent");
  CHECK(*w.uploads.expire(w.tx, 10) == std::vector{late.id});
  CHECK(w.videos.rows.empty());
  CHECK(w.uploads.expire(w.tx, 10)->empty());
}

TEST_CASE("uploads: however it is cut and broken off, the bytes arrive once and in order") {
  CHECK(rc::check([](const std::string& bytes, const std::vector<std::uint8_t>& cuts, bool kills) {
    RC_PRE(!bytes.empty() && bytes.size() < 1000);
    World w;
    const auto upload = w.start(bytes.size());
    for (const auto cut : cuts) {
      const auto offset = *w.uploads.offset(upload);
      auto receiver = *w.uploads.receive(upload, offset, std::nullopt);
      RC_ASSERT(receiver->take(base::as_bytes(std::string_view{bytes}.substr(offset, cut % 16))));
      if (kills) w.files.kill();
      else receiver->abandon();
    }
    const auto offset = *w.uploads.offset(upload);
    w.send(upload, std::string_view{bytes}.substr(offset));
    RC_ASSERT(w.files.contents.at(upload.id).bytes == bytes);
    RC_ASSERT(w.uploads.complete(w.tx, upload.id).has_value());
  }));
}
}  // namespace vitrine::uploads_test
