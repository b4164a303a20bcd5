#include "catalog/edits.hpp"

#include <doctest/doctest.h>

#include "catalog/life.hpp"
#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fakes.hpp"
#include "catalog/uploads.hpp"
#include "catalog/videos.hpp"

namespace vitrine::edits_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;

namespace {
const AccountId ada{1}, bob{2};

struct World {
  FakeTransaction tx;
  FakeVideoStore videos;
  FakePeople people;
  FakeJobs jobs;
  FakeBlobs blobs;
  ports::FakeClock clock;
  Edits edits{{videos, people, jobs, blobs, clock}};

  BlobKey stored(const std::string& bytes) { return *blobs.put(base::as_bytes(bytes)); }

  Video ready(VideoId id, AccountId author) {
    Video video{.id = id, .author = author};
    video.state = model::VideoState::ready;
    video.duration_ms = 4000;
    REQUIRE(videos.insert(tx, video));
    const auto name = id.text();
    MediaFile rung{.use = FileUse::rung, .blob = stored("rung" + name), .type = "video/mp4"};
    rung.bytes = 4 + name.size();
    rung.segments = {{1, 1000}, {1, 3000}};
    MediaFile mp4{.use = FileUse::mp4, .blob = stored("mp4" + name), .type = "video/mp4"};
    mp4.bytes = 3 + name.size();
    REQUIRE(videos.put_files(tx, id, {rung, mp4}, clock.now()));
    return video;
  }
  const Video& row(VideoId id) { return videos.rows.at(id); }

  media::EditList edit_of(const std::vector<Edits::Source>& sources) {
    media::EditList edit;
    for (const auto& source : sources) {
      edit.clips.push_back({.source = edit.sources.size(), .from_ms = 500, .to_ms = 4000});
      edit.sources.push_back(source.rung.blob);
    }
    return edit;
  }
};

const VideoId first{10}, second{11}, foreign{12};
}  // namespace

TEST_CASE("edits: an edit of two own clips is kept, queued, and can be changed once rendered") {
  World w;
  w.ready(first, ada);
  w.ready(second, ada);
  auto sources = w.edits.look(w.tx, ada, first)->sources;
  sources.push_back(w.edits.look(w.tx, ada, second)->sources.at(0));
  auto edit = w.edit_of(sources);
  edit.cover_ms = 700;
  const auto queued = w.edits.put(w.tx, ada, first, media::edit_text(edit));
  REQUIRE_MESSAGE(queued, queued.error().detail);
  CHECK(queued->state == model::VideoState::queued);
  CHECK(queued->cover_ms == 700);
  CHECK(w.jobs.entries.size() == 1);
  CHECK_FALSE(w.videos.edits.at(first).rendered);
  CHECK(materials_of(w.videos.files.at(first)).size() == 4);
  CHECK(w.edits.put(w.tx, ada, first, media::edit_text(edit)).error().code == "edit_busy");

  // The second clip may go: the first keeps what it is made of.
  REQUIRE(w.videos.remove(w.tx, second, w.clock.now()));
  w.videos.rows.at(first).state = model::VideoState::ready;
  const auto again = w.edits.look(w.tx, ada, first);
  REQUIRE(again);
  CHECK(again->sources.size() == 2);
  CHECK(media::read_edit_list(*again->document).value() == edit);
  CHECK(w.edits.put(w.tx, ada, first, media::edit_text(w.edit_of(again->sources))));
}

TEST_CASE("edits: only what is the author's, within what is there") {
  World w;
  w.ready(first, ada);
  w.ready(foreign, bob);
  const auto own = w.edits.look(w.tx, ada, first)->sources;
  const auto code = [&](const media::EditList& edit) {
    return w.edits.put(w.tx, ada, first, media::edit_text(edit)).error().code;
  };
  CHECK(code(w.edit_of(w.edits.look(w.tx, bob, foreign)->sources)) == "edit_file_unknown");
  CHECK(w.edits.look(w.tx, bob, first).error().code == "video_absent");
  auto long_one = w.edit_of(own);
  long_one.clips[0].to_ms = 4100;
  CHECK(code(long_one) == "edit_outside");
  auto worded = w.edit_of(own);
  worded.texts = {
      {.image = w.stored("text"), .text = "hi", .from_ms = 0, .to_ms = 9, .width = 9, .height = 9}};
  CHECK(code(worded) == "edit_file_unknown");
  REQUIRE(
      w.edits.add(w.tx, ada, first,
                  {.use = FileUse::overlay, .blob = worded.texts[0].image, .type = "image/png", .bytes = 4}));
  CHECK(w.edits.put(w.tx, ada, first, media::edit_text(worded)));
  CHECK(w.row(first).state == model::VideoState::queued);
}

TEST_CASE("edits: a new recording takes the place of the oldest that no edit uses") {
  World w;
  w.ready(first, ada);
  for (const std::string name : {"one", "two", "three", "four"})
    REQUIRE(w.edits.add(
        w.tx, ada, first,
        {.use = FileUse::voice, .blob = w.stored(name), .type = "audio/wav", .bytes = name.size()}));
  const auto waiting = w.edits.look(w.tx, ada, first)->materials;
  CHECK(waiting.size() == voices_waiting_max);
  CHECK(waiting.front().blob == w.stored("two"));
  CHECK(waiting.back().blob == w.stored("four"));
}

TEST_CASE("edits: when the video comes out, what it was made of goes") {
  World w;
  w.ready(first, ada);
  REQUIRE(
      w.edits.put(w.tx, ada, first, media::edit_text(w.edit_of(w.edits.look(w.tx, ada, first)->sources))));
  w.videos.rows.at(first).state = model::VideoState::ready;
  const auto before = w.row(first);
  REQUIRE(save(w.tx, w.videos, w.people, before, *ask_to_publish(before, w.clock.now())));
  CHECK(materials_of(w.videos.files.at(first)).empty());
  CHECK(w.videos.files.at(first).size() == 2);
  CHECK(w.videos.edits.empty());
  CHECK(w.edits.look(w.tx, ada, first).error().code == "edit_published");
}
}  // namespace vitrine::edits_test
