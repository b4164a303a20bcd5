#include "catalog/remixes.hpp"

#include <doctest/doctest.h>

#include "catalog/edits.hpp"
#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fake_remixes.hpp"
#include "catalog/testing/fake_sounds.hpp"
#include "catalog/testing/fakes.hpp"
#include "catalog/videos.hpp"

namespace vitrine::remixes_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
using media::RemixKind;
using model::Visibility;

namespace {
const AccountId ada{1}, bob{2};
const Viewer as_ada{.account = ada}, as_bob{.account = bob}, nobody{};

struct World {
  FakeTransaction tx;
  FakeVideoStore store;
  FakeUploadStore uploads;
  FakeRelations relations;
  FakePeople people;
  FakeJobs jobs;
  FakeBlobs blobs;
  ports::FakeClock clock;
  ports::FakeRng rng{7};
  ports::Ids ids{clock, rng};
  FakeSounds sound_rows{store};
  FakeRemixes rows;
  Videos videos{{store, uploads, relations, people, jobs, clock, &sound_rows, &rows}};
  Sounds sounds{{.rows = sound_rows, .video_rows = store, .videos = videos, .clock = clock, .ids = ids}};
  Remixes remixes{{.rows = rows, .videos = videos, .sounds = sounds}};
  Edits edits{{store, people, jobs, blobs, clock, &remixes}};

  BlobKey stored(const std::string& bytes) { return *blobs.put(base::as_bytes(bytes)); }

  Video add(std::uint64_t id, AccountId author, bool out, Visibility visibility = Visibility::everyone) {
    Video video{
        .id = VideoId{id}, .author = author, .visibility = visibility, .state = model::VideoState::ready};
    if (out) video.published_at = clock.now();
    video.duration_ms = 9'000;
    REQUIRE(store.insert(tx, video));
    const auto name = video.id.text();
    MediaFile rung{.use = FileUse::rung, .blob = stored("rung" + name), .type = "video/mp4"};
    rung.bytes = 4 + name.size();
    rung.segments = {{1, 9'000}};
    MediaFile mp4{.use = FileUse::mp4, .blob = stored("mp4" + name), .type = "video/mp4"};
    mp4.bytes = 3 + name.size();
    REQUIRE(store.put_files(tx, video.id, {rung, mp4}, clock.now()));
    REQUIRE(sounds.heard(tx, video, {.audible = true, .print = {}}));
    return video;
  }

  Result<Video> put(VideoId draft, const media::EditList& edit) {
    return edits.put(tx, bob, draft, media::edit_text(edit));
  }
  media::EditList duet(VideoId draft, VideoId with) {
    media::EditList edit;
    edit.sources = {edits.look(tx, bob, draft)->sources.at(0).rung.blob,
                    edits.lend(tx, as_bob, with, RemixKind::duet)->source.rung.blob};
    edit.clips = {{.source = 0, .from_ms = 0, .to_ms = 4'000}};
    edit.remix = media::EditRemix{.kind = RemixKind::duet, .video = with, .source = 1};
    return edit;
  }
};
}  // namespace

TEST_CASE("remixes: what is out for everybody is lent, unless its author says otherwise") {
  World w;
  const auto clip = w.add(1, ada, true);
  for (const auto kind : {RemixKind::duet, RemixKind::stitch, RemixKind::sound})
    CHECK(w.remixes.lend(w.tx, as_bob, clip.id, kind)->id == clip.id);
  REQUIRE(w.remixes.lend_all(w.tx, ada, {.duet = false, .stitch = true}));
  CHECK(w.remixes.lend(w.tx, as_bob, clip.id, RemixKind::duet).error().code == "remix_refused");
  CHECK(w.remixes.lend(w.tx, as_bob, clip.id, RemixKind::stitch));
  CHECK(w.remixes.lend(w.tx, as_ada, clip.id, RemixKind::duet));
  REQUIRE(w.remixes.lend_one(w.tx, ada, clip.id, {.duet = true, .stitch = false}));
  CHECK(w.remixes.lend(w.tx, as_bob, clip.id, RemixKind::duet));
  CHECK(w.remixes.lend(w.tx, as_bob, clip.id, RemixKind::stitch).error().code == "remix_refused");
  CHECK(*w.remixes.lending(w.tx, ada, clip.id) == Lending{.duet = true, .stitch = false});
  CHECK(w.remixes.lend_one(w.tx, bob, clip.id, {}).error().code == "video_absent");
  REQUIRE(w.sounds.choose(w.tx, ada, clip.id, false));
  CHECK(w.remixes.lend(w.tx, as_bob, clip.id, RemixKind::sound).error().code == "remix_refused");
}

TEST_CASE("remixes: what is not for everybody is not lent") {
  World w;
  const auto draft = w.add(1, ada, false), linked = w.add(2, ada, true, Visibility::unlisted);
  const auto closed = w.add(3, ada, true, Visibility::followers);
  auto adult = w.add(4, ada, true);
  adult.audience = model::Audience::adult;
  REQUIRE(w.store.update(w.tx, adult));
  CHECK(w.remixes.lend(w.tx, as_bob, draft.id, RemixKind::duet).error().code == "video_absent");
  CHECK(w.remixes.lend(w.tx, as_bob, closed.id, RemixKind::duet).error().code == "video_absent");
  CHECK(w.remixes.lend(w.tx, as_bob, linked.id, RemixKind::duet).error().code == "remix_refused");
  CHECK(w.remixes.lend(w.tx, as_bob, adult.id, RemixKind::duet).error().code == "remix_refused");
}

TEST_CASE("remixes: an edit takes somebody else's clip as it was lent, and in no other way") {
  World w;
  const auto clip = w.add(1, ada, true);
  const auto draft = w.add(2, bob, false);
  const auto edit = w.duet(draft.id, clip.id);
  auto stolen = edit;
  stolen.remix.reset();
  stolen.clips.push_back({.source = 1, .from_ms = 0, .to_ms = 4'000});
  CHECK(w.put(draft.id, stolen).error().code == "edit_file_unknown");
  REQUIRE(w.put(draft.id, edit));
  // Rendered, the clip lies among the draft's own materials: that makes it nobody else's.
  w.store.rows.at(draft.id).state = model::VideoState::ready;
  CHECK(w.put(draft.id, stolen).error().code == "edit_file_unknown");
  const auto other = w.add(3, bob, false);
  auto elsewhere = stolen;
  elsewhere.sources[0] = w.edits.look(w.tx, bob, other.id)->sources.at(0).rung.blob;
  CHECK(w.put(other.id, elsewhere).error().code == "edit_file_unknown");
  REQUIRE(w.put(draft.id, edit));
  w.store.rows.at(draft.id).state = model::VideoState::ready;
  REQUIRE(w.remixes.lend_one(w.tx, ada, clip.id, {.duet = false, .stitch = false}));
  CHECK(w.put(draft.id, edit).error().code == "remix_refused");
}

TEST_CASE("remixes: no other clip can be named in place of the one that was lent") {
  World w;
  const auto clip = w.add(1, ada, true), mine = w.add(4, bob, true);
  const auto draft = w.add(2, bob, false);
  const auto edit = w.duet(draft.id, clip.id);
  REQUIRE(w.put(draft.id, edit));
  w.store.rows.at(draft.id).state = model::VideoState::ready;
  auto renamed = edit;
  renamed.remix->video = mine.id;
  CHECK(w.put(draft.id, renamed).error().code == "edit_file_unknown");
  CHECK(w.put(draft.id, edit));
}

TEST_CASE("remixes: what was made with somebody else's clip is no clip to cut from") {
  World w;
  const auto clip = w.add(1, ada, true), made = w.add(2, bob, true), draft = w.add(3, bob, false);
  media::EditList edit;
  edit.sources = {w.edits.lend(w.tx, as_bob, made.id, RemixKind::duet)->source.rung.blob};
  edit.clips = {{.source = 0, .from_ms = 0, .to_ms = 4'000}};
  REQUIRE(w.rows.put(w.tx, {made.id, clip.id, RemixKind::duet}));
  CHECK(w.put(draft.id, edit).error().code == "edit_file_unknown");
  REQUIRE(w.rows.remove(w.tx, made.id));
  CHECK(w.put(draft.id, edit));
}

TEST_CASE("remixes: what came of it names where it is from, while that is there to be seen") {
  World w;
  const auto clip = w.add(1, ada, true), draft = w.add(2, bob, true);
  media::EditList duet;
  duet.remix = media::EditRemix{.kind = RemixKind::duet, .video = clip.id};
  REQUIRE(w.remixes.rendered(w.tx, draft, duet));
  const std::vector videos{draft};
  auto seen = *w.remixes.of(w.tx, nobody, videos);
  REQUIRE(seen.at(draft.id).origin);
  CHECK(seen.at(draft.id).origin->author == ada);
  w.store.rows.at(clip.id).visibility = Visibility::followers;
  seen = *w.remixes.of(w.tx, nobody, videos);
  CHECK_FALSE(seen.at(draft.id).origin);
  REQUIRE(w.remixes.rendered(w.tx, draft, {}));
  CHECK(w.remixes.of(w.tx, nobody, videos)->empty());
}

TEST_CASE("remixes: whose clip it was made with is told, once it is out for everybody") {
  World w;
  const auto clip = w.add(1, ada, true), made = w.add(2, bob, true), own = w.add(3, ada, true);
  CHECK_FALSE(*w.remixes.to_tell(w.tx, made.id));
  media::EditList duet;
  duet.remix = media::EditRemix{.kind = RemixKind::duet, .video = clip.id};
  REQUIRE(w.remixes.rendered(w.tx, made, duet));
  REQUIRE(w.remixes.rendered(w.tx, own, duet));
  const auto told = *w.remixes.to_tell(w.tx, made.id);
  REQUIRE(told);
  CHECK(told->who == ada);
  CHECK(told->by == bob);
  CHECK(told->video == made.id);
  CHECK_FALSE(*w.remixes.to_tell(w.tx, own.id));
  w.store.rows.at(made.id).visibility = Visibility::followers;
  CHECK_FALSE(*w.remixes.to_tell(w.tx, made.id));
}

TEST_CASE("remixes: whoever borrows a sound has that sound, whatever else is heard") {
  World w;
  const auto clip = w.add(1, ada, true), draft = w.add(2, bob, true);
  CHECK(w.sound_rows.of.at(draft.id).first != w.sound_rows.of.at(clip.id).first);
  media::EditList edit;
  edit.sources = {{}};
  edit.remix = media::EditRemix{.kind = RemixKind::sound, .video = clip.id, .from_ms = 1'500};
  REQUIRE(w.remixes.rendered(w.tx, draft, edit));
  CHECK(w.sound_rows.of.at(draft.id) == std::pair{w.sound_rows.of.at(clip.id).first, std::int64_t{1'500}});
}
}  // namespace vitrine::remixes_test
