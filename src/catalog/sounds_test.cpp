#include "catalog/sounds.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "catalog/testing/fake_sounds.hpp"
#include "catalog/testing/fakes.hpp"
#include "media/media.hpp"

namespace vitrine::sounds_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
using model::Visibility;

namespace {
const AccountId ada{1}, bob{2}, eve{3};
const Viewer as_ada{.account = ada}, as_bob{.account = bob}, nobody{};

Print song(std::uint64_t seed, std::size_t length = 100) {
  base::Random random{seed};
  Print print;
  for (std::size_t i = 0; i < length; ++i) print.push_back(static_cast<std::uint32_t>(random.next()));
  return print;
}

struct World {
  FakeTransaction tx;
  FakeVideoStore store;
  FakeUploadStore uploads;
  FakeRelations relations;
  FakePeople people;
  FakeJobs jobs;
  ports::FakeClock clock;
  ports::FakeRng rng{7};
  ports::Ids ids{clock, rng};
  FakeSounds rows{store};
  Videos videos{{store, uploads, relations, people, jobs, clock, &rows}};
  Sounds sounds{{.rows = rows, .video_rows = store, .videos = videos, .clock = clock, .ids = ids}};

  Video add(std::uint64_t id, AccountId author, PrintView print,
            Visibility visibility = Visibility::everyone) {
    clock.advance(model::Millis{1});
    Video video{
        .id = VideoId{id}, .author = author, .visibility = visibility, .state = model::VideoState::ready};
    video.published_at = clock.now();
    video.duration_ms = 12'000;
    REQUIRE(store.insert(tx, video));
    REQUIRE(sounds.heard(tx, video, {.audible = true, .print = print}));
    return video;
  }
  [[nodiscard]] SoundId sound_of(const Video& video) const { return rows.of.at(video.id).first; }
};
}  // namespace

TEST_CASE("sounds: clips with the same sound share it, others have their own, silence has none") {
  World w;
  const auto first = song(1), other = song(2);
  const auto a = w.add(1, ada, first);
  CHECK(w.tx.news.empty());
  const auto b = w.add(2, bob, PrintView{first}.subspan(20, 60));
  const auto c = w.add(3, bob, other);
  CHECK(w.sound_of(a) == w.sound_of(b));
  CHECK(w.sound_of(a) != w.sound_of(c));
  CHECK(w.rows.of.at(b.id).second == 2476);  // twenty items into it
  // The feed has left the sound out of the first clip's facts until now.
  CHECK(w.tx.count<model::VideoChanged>() == 1);
  CHECK(std::get<model::VideoChanged>(w.tx.news.back()).video == a.id);
  w.add(4, eve, first);
  CHECK(w.tx.count<model::VideoChanged>() == 1);

  const Print hum(100, 7U);
  const auto d = w.add(5, ada, hum), e = w.add(6, ada, hum);
  CHECK(w.sound_of(d) != w.sound_of(e));
  REQUIRE(w.sounds.heard(w.tx, c, {.audible = false, .print = other}));
  CHECK_FALSE(w.rows.of.contains(c.id));
}

TEST_CASE("sounds: what is hardly to be heard is no sound") {
  media::Processed made;
  made.print = song(1);
  CHECK_FALSE(heard_in(made).audible);
  made.has_audio = true;
  CHECK(heard_in(made).audible);  // too short to be measured, but there
  made.loudness_lufs = -51;
  CHECK_FALSE(heard_in(made).audible);
  made.loudness_lufs = -20;
  CHECK(heard_in(made).audible);
}

TEST_CASE("sounds: heard again, a clip has the sound it has now") {
  World w;
  const auto a = w.add(1, ada, song(1));
  const auto before = w.sound_of(a);
  REQUIRE(w.sounds.heard(w.tx, a, {.audible = true, .print = song(2)}));
  CHECK(w.sound_of(a) != before);
  CHECK(w.rows.rows.size() == 1);
}

TEST_CASE("sounds: who may not see the origin learns neither whose it is nor its name") {
  World w;
  const auto first = song(1);
  const auto hidden = w.add(1, ada, first, Visibility::only_me);
  const auto id = w.sound_of(hidden);
  REQUIRE(w.sounds.edit(w.tx, as_ada, id, {.title = "My secret song"}));
  CHECK(w.sounds.seen_by(w.tx, nobody, id).error().code == "sound_absent");
  CHECK(w.sounds.clips(w.tx, as_bob, id, {}).error().code == "sound_absent");
  const auto open = w.add(2, bob, first);
  const auto seen = *w.sounds.seen_by(w.tx, nobody, id);
  CHECK_FALSE(seen.origin);
  CHECK(seen.sound.title.empty());
  CHECK(seen.clips == 1);
  const auto beside = *w.sounds.of(w.tx, nobody, std::vector{open});
  CHECK_FALSE(beside.at(open.id).origin);
  CHECK(beside.at(open.id).sound.title.empty());
  const auto own = *w.sounds.seen_by(w.tx, as_ada, id);
  CHECK(own.origin->id == hidden.id);
  CHECK(own.sound.title == "My secret song");
}

TEST_CASE("sounds: an unlisted origin is not passed on by its sound") {
  World w;
  const auto first = song(1);
  const auto unlisted = w.add(1, ada, first, Visibility::unlisted);
  const auto id = w.sound_of(unlisted);
  const auto seen = *w.sounds.seen_by(w.tx, nobody, id);  // who has the link of the clip may read on
  CHECK_FALSE(seen.origin);
  CHECK(w.sounds.clips(w.tx, nobody, id, {})->videos.empty());
  CHECK(w.sounds.seen_by(w.tx, as_ada, id)->origin->id == unlisted.id);
}

TEST_CASE("sounds: the clips of one, newest first, as far as one may find them") {
  World w;
  const auto first = song(1);
  const auto a = w.add(1, ada, first), b = w.add(2, bob, first);
  w.add(3, eve, first, Visibility::only_me);
  const auto c = w.add(4, bob, first);
  const auto listing = *w.sounds.clips(w.tx, nobody, w.sound_of(a), {.limit = 2});
  REQUIRE(listing.videos.size() == 2);
  CHECK(listing.videos[0].id == c.id);
  CHECK(listing.videos[1].id == b.id);
  REQUIRE(listing.next);
  const auto rest = *w.sounds.clips(w.tx, nobody, w.sound_of(a), {.after = listing.next, .limit = 2});
  REQUIRE(rest.videos.size() == 1);
  CHECK(rest.videos[0].id == a.id);
  CHECK_FALSE(rest.next);
}

TEST_CASE("sounds: only the author of the origin names it and says whether others may use it") {
  World w;
  const auto first = song(1);
  const auto a = w.add(1, ada, first);
  w.add(2, bob, first);
  const auto id = w.sound_of(a);
  CHECK(w.sounds.edit(w.tx, as_bob, id, {.title = "Mine"}).error().code == "sound_absent");
  CHECK(w.sounds.edit(w.tx, nobody, id, {.usable = false}).error().code == "sound_absent");
  const auto named = *w.sounds.edit(w.tx, as_ada, id, {.title = "  Rain\non a roof ", .usable = false});
  CHECK(named.sound.title == "Rain on a roof");
  CHECK_FALSE(named.sound.usable);
  CHECK(w.sounds.edit(w.tx, as_ada, id, {.title = std::string(81, 'x')}).error().code ==
        "sound_title_too_long");
}

TEST_CASE("sounds: the origin goes, the sound stays without a name; with the last clip it goes") {
  World w;
  const auto first = song(1);
  const auto a = w.add(1, ada, first), b = w.add(2, bob, first);
  const auto id = w.sound_of(a);
  REQUIRE(w.sounds.edit(w.tx, as_ada, id, {.title = "Rain"}));
  REQUIRE(w.rows.leave(w.tx, a.id));
  REQUIRE(w.store.remove(w.tx, a.id, w.clock.now()));
  const auto seen = *w.sounds.seen_by(w.tx, as_ada, id);
  CHECK_FALSE(seen.origin);
  CHECK(seen.sound.title.empty());
  CHECK(w.sounds.edit(w.tx, as_ada, id, {.title = "Rain"}).error().code == "sound_absent");
  REQUIRE(w.rows.leave(w.tx, b.id));
  CHECK(w.sounds.seen_by(w.tx, nobody, id).error().code == "sound_absent");
}

TEST_CASE("sounds: a replaced film brings its sound along") {
  World w;
  const auto a = w.add(1, ada, song(1));
  auto draft = w.add(2, ada, song(2));
  draft.published_at.reset();
  REQUIRE(w.store.update(w.tx, draft));
  const auto fresh = w.sound_of(draft);
  REQUIRE(w.videos.replace(w.tx, ada, a.id, draft.id));
  CHECK(w.sound_of(a) == fresh);
  CHECK(w.rows.rows.at(fresh).origin == a.id);
  CHECK(w.rows.rows.size() == 1);
}

TEST_CASE(
    "sounds: whether others may use one is said of all, of one before it is heard, and of one that was") {
  World w;
  const auto a = w.add(1, ada, song(1));
  const auto usable = [&](const Video& video) { return w.rows.rows.at(w.sound_of(video)).usable; };
  CHECK(usable(a));
  REQUIRE(w.sounds.choose_default(w.tx, ada, false));
  CHECK(usable(a));  // from then on
  const auto b = w.add(2, ada, song(2)), c = w.add(3, bob, song(3));
  CHECK_FALSE(usable(b));
  CHECK(usable(c));
  Video draft{.id = VideoId{4}, .author = ada};
  REQUIRE(w.store.insert(w.tx, draft));
  CHECK_FALSE(*w.sounds.usable_in(w.tx, ada, draft.id));
  REQUIRE(w.sounds.choose(w.tx, ada, draft.id, true));
  CHECK(*w.sounds.usable_in(w.tx, ada, draft.id));
  REQUIRE(w.sounds.heard(w.tx, draft, {.audible = true, .print = song(4)}));
  CHECK(usable(draft));
  REQUIRE(w.sounds.choose(w.tx, ada, a.id, false));
  CHECK_FALSE(usable(a));
  CHECK(w.sounds.choose(w.tx, bob, a.id, true).error().code == "video_absent");
  // The sound of somebody else stays as that one said.
  const auto d = w.add(5, bob, song(1));
  REQUIRE(w.sounds.choose(w.tx, bob, d.id, true));
  CHECK_FALSE(usable(a));
}
}  // namespace vitrine::sounds_test
