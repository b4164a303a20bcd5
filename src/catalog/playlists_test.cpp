#include "catalog/playlists.hpp"

#include <doctest/doctest.h>

#include "catalog/testing/fake_playlists.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::playlists_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
using model::Visibility;

namespace {
const AccountId ada{1}, bob{2}, eve{3};
const Viewer as_ada{.account = ada}, as_bob{.account = bob}, as_eve{.account = eve}, nobody{};

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
  Videos videos{{store, uploads, relations, people, jobs, clock}};
  FakePlaylists lists;
  Playlists playlists{{.rows = lists,
                       .videos = videos,
                       .relations = relations,
                       .people = people,
                       .clock = clock,
                       .ids = ids}};

  VideoId add(std::uint64_t id, AccountId author, Visibility visibility = Visibility::everyone) {
    Video video{
        .id = VideoId{id}, .author = author, .visibility = visibility, .state = model::VideoState::ready};
    video.published_at = clock.now();
    REQUIRE(store.insert(tx, video));
    return video.id;
  }
  PlaylistId list(Visibility visibility = Visibility::everyone) {
    clock.advance(model::Millis{1});
    return playlists.create(tx, ada, "Clay", visibility)->id;
  }
};
}  // namespace

TEST_CASE("playlists: videos are added once, taken out and put in another order") {
  World w;
  const auto list = w.list();
  const auto a = w.add(1, ada), b = w.add(2, bob), c = w.add(3, ada);
  for (const auto video : {a, b, c, b}) REQUIRE(w.playlists.add(w.tx, as_ada, list, video));
  CHECK(w.lists.items[list] == std::vector{a, b, c});
  REQUIRE(w.playlists.order(w.tx, ada, list, std::vector{c, a}));
  CHECK(w.lists.items[list] == std::vector{c, a, b});  // what was not named follows
  REQUIRE(w.playlists.take(w.tx, ada, list, a));
  REQUIRE(w.playlists.take(w.tx, ada, list, a));
  CHECK(w.lists.items[list] == std::vector{c, b});
  CHECK(w.playlists.order(w.tx, ada, list, std::vector{a, c}).error().code == "playlist_changed");
  CHECK(w.playlists.order(w.tx, ada, list, std::vector{c, c}).error().code == "playlist_changed");
  const auto hidden = w.add(4, bob, Visibility::only_me);
  CHECK(w.playlists.add(w.tx, as_ada, list, hidden).error().code == "video_absent");
}

TEST_CASE("playlists: only their author changes them, and who may see them is said by their visibility") {
  World w;
  const auto open = w.list(), link = w.list(Visibility::unlisted), mine = w.list(Visibility::only_me),
             close = w.list(Visibility::followers);
  const auto video = w.add(1, ada);
  CHECK(w.playlists.add(w.tx, as_bob, open, video).error().code == "playlist_absent");
  CHECK(w.playlists.edit(w.tx, bob, open, {.title = "Mine"}).error().code == "playlist_absent");
  CHECK(w.playlists.remove(w.tx, bob, open).error().code == "playlist_absent");
  for (const auto& viewer : {nobody, as_bob}) {
    CHECK(w.playlists.seen_by(w.tx, viewer, open));
    CHECK(w.playlists.seen_by(w.tx, viewer, link));
    CHECK(w.playlists.seen_by(w.tx, viewer, mine).error().code == "playlist_absent");
    CHECK(w.playlists.seen_by(w.tx, viewer, close).error().code == "playlist_absent");
    CHECK(w.playlists.of_author(w.tx, viewer, ada)->size() == 1);
  }
  // A moderator sees what is public, and the rest as anybody does.
  const Viewer moderator{.account = AccountId{9}, .moderator = true};
  CHECK(w.playlists.seen_by(w.tx, moderator, close).error().code == "playlist_absent");
  CHECK(w.playlists.seen_by(w.tx, moderator, mine).error().code == "playlist_absent");
  CHECK(w.playlists.of_author(w.tx, moderator, ada)->size() == 1);
  CHECK(w.playlists.seen_by(w.tx, as_ada, mine));
  CHECK(w.playlists.of_author(w.tx, as_ada, ada)->size() == 4);
  CHECK(w.playlists.edit(w.tx, ada, open, {.title = "  "}).error().code == "playlist_title");
  CHECK(w.playlists.edit(w.tx, ada, open, {.title = std::string(81, 'x')}).error().code == "playlist_title");
  CHECK(w.playlists.edit(w.tx, ada, open, {.title = " Clay\nand fire"})->title == "Clay and fire");
}

TEST_CASE("playlists: those of a private account are for its followers") {
  World w;
  const auto list = w.playlists.create(w.tx, ada, "Clay", Visibility::everyone).value();
  w.people.private_ones.insert(ada);
  CHECK(w.playlists.seen_by(w.tx, {}, list.id).error().code == "playlist_absent");
  CHECK(w.playlists.of_author(w.tx, {.account = bob}, ada)->empty());
  w.relations.known[{bob, ada}].follows = true;
  CHECK(w.playlists.seen_by(w.tx, {.account = bob}, list.id));
  CHECK(w.playlists.of_author(w.tx, {.account = bob}, ada)->size() == 1);
  CHECK(w.playlists.of_author(w.tx, {.account = ada}, ada)->front().visibility == Visibility::everyone);
}

TEST_CASE("playlists: there is an end to them") {
  World w;
  const auto list = w.list();
  std::vector<VideoId> full;
  for (std::uint64_t n = 0; n < playlist_videos_max; ++n) full.push_back(VideoId{1'000 + n});
  w.lists.items[list] = full;
  CHECK(w.playlists.add(w.tx, as_ada, list, w.add(1, ada)).error().code == "playlist_too_long");
  for (std::size_t n = 1; n < playlists_max; ++n) w.list();
  CHECK(w.playlists.create(w.tx, ada, "One more", Visibility::everyone).error().code == "playlists_too_many");
}

TEST_CASE("playlists: up to three published videos of one's own are pinned") {
  World w;
  const auto a = w.add(1, ada), b = w.add(2, ada), c = w.add(3, ada), d = w.add(4, ada),
             other = w.add(5, bob);
  REQUIRE(w.playlists.pin(w.tx, ada, std::vector{c, a, b}));
  CHECK(*w.playlists.pins(w.tx, ada) == std::vector{c, a, b});
  CHECK(w.playlists.pin(w.tx, ada, std::vector{a, b, c, d}).error().code == "pins_too_many");
  CHECK(w.playlists.pin(w.tx, ada, std::vector{a, a}).error().code == "pin_twice");
  CHECK(w.playlists.pin(w.tx, ada, std::vector{other}).error().code == "video_absent");
  CHECK(w.playlists.pin(w.tx, ada, std::vector{w.add(6, ada, Visibility::only_me)}).error().code ==
        "video_absent");
  CHECK(*w.playlists.pins(w.tx, ada) == std::vector{c, a, b});
}
}  // namespace vitrine::playlists_test
