#include "catalog/videos.hpp"

#include <doctest/doctest.h>

#include "base/hash.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::videos_test {
using namespace vitrine::catalog;
using namespace vitrine::catalog::testing;
using model::Visibility;

namespace {
const AccountId ada{1}, bob{2}, eve{3};
const Viewer as_ada{.account = ada}, as_bob{.account = bob}, nobody{};

struct World {
  FakeTransaction tx;
  FakeVideoStore store;
  FakeUploadStore uploads;
  FakeRelations relations;
  FakePeople people;
  FakeJobs jobs;
  ports::FakeClock clock;
  Videos videos{{store, uploads, relations, people, jobs, clock}};
  std::uint64_t next_id = 100;

  VideoId add(AccountId author, Visibility visibility = Visibility::everyone) {
    clock.advance(model::Millis{1000});
    Video video{.id = VideoId{next_id++},
                .author = author,
                .visibility = visibility,
                .state = model::VideoState::ready,
                .publish_wanted = true};
    video.created_at = clock.now();
    video.published_at = clock.now();
    video.duration_ms = 10'000;
    REQUIRE(store.insert(tx, video));
    return video.id;
  }
};
}  // namespace

TEST_CASE("videos: an edit finds tags and mentions, refuses what is too long, and tells who listens") {
  World w;
  w.people.handles.emplace("bob", bob);
  const auto id = w.add(ada, Visibility::only_me);
  const auto video =
      *w.videos.edit(w.tx, ada, id, {.title = " Hello\n#World ", .description = "with @Bob and @nobody #w2"});
  CHECK(video.title == "Hello #World");
  CHECK(video.tags == std::vector<std::string>{"world", "w2"});
  CHECK(video.mentions == std::vector<std::string>{"bob", "nobody"});
  CHECK(w.tx.count<model::Mentioned>() == 0);  // nobody hears of what nobody sees

  CHECK(w.videos.edit(w.tx, ada, id, {.visibility = Visibility::everyone}));
  CHECK(w.tx.count<model::VideoPublished>() == 1);
  CHECK(w.tx.count<model::Mentioned>() == 1);

  const auto reach = w.store.rows.at(id).reach;
  CHECK(w.videos.edit(w.tx, ada, id, {.visibility = Visibility::followers}));
  CHECK(w.store.rows.at(id).reach == reach + 1);
  CHECK(w.videos.edit(w.tx, ada, id, {.visibility = Visibility::only_me}));
  CHECK(w.tx.count<model::VideoRemoved>() == 0);  // or what was said under it would be gone for good

  CHECK(w.videos.edit(w.tx, ada, id, {.title = std::string(121, 'x')}).error().field == "title");
  CHECK(w.videos.edit(w.tx, ada, id, {.description = std::string(2201, 'x')}).error().code ==
        "description_too_long");
  CHECK(w.videos.edit(w.tx, ada, id, {.language = "Deutsch"}).error().code == "language_unknown");
  CHECK(w.videos.edit(w.tx, ada, id, {.cover_ms = 10'001}).error().code == "cover_outside");
  CHECK(w.videos.edit(w.tx, bob, id, {.title = "mine"}).error().code == "video_absent");
}

TEST_CASE("videos: what moderators found is kept and announced once a change, and takes nothing from sight") {
  World w;
  const auto id = w.add(ada);
  const auto before = w.store.rows.at(id);
  CHECK(w.videos.set_integrity(w.tx, id, model::Integrity::disputed));
  CHECK(w.videos.set_integrity(w.tx, id, model::Integrity::disputed));
  CHECK(w.store.rows.at(id).integrity == model::Integrity::disputed);
  CHECK(w.store.rows.at(id).reach == before.reach);
  CHECK(w.tx.count<model::VideoChanged>() == 1);
  CHECK(w.tx.count<model::IntegrityChanged>() == 1);
  CHECK(w.videos.seen_by(w.tx, nobody, id));
  // Its author cannot edit it away.
  CHECK(w.videos.edit(w.tx, ada, id, {.title = "Again", .audience = model::Audience::adult}));
  CHECK(w.store.rows.at(id).integrity == model::Integrity::disputed);
  CHECK(w.videos.set_integrity(w.tx, id, model::Integrity::whole));
  CHECK(w.tx.count<model::IntegrityChanged>() == 2);
  CHECK(w.videos.set_integrity(w.tx, VideoId{404}, model::Integrity::whole).error().code == "video_absent");
}

TEST_CASE(
    "videos: what a private account shows to everybody is for its followers, until it is private no longer") {
  World w;
  const auto open = w.add(ada), chosen = w.add(ada, Visibility::followers), other = w.add(bob);
  const auto by_link = w.add(ada, Visibility::unlisted), hidden = w.add(ada, Visibility::only_me);
  const auto visibility = [&](VideoId id) { return w.store.rows.at(id).visibility; };
  w.people.private_ones.insert(ada);
  const auto reach = w.store.rows.at(open).reach;
  CHECK(*w.videos.withhold(w.tx, ada) == std::vector{open});
  CHECK(visibility(open) == Visibility::followers);
  CHECK(w.store.rows.at(open).withheld);
  CHECK(w.store.rows.at(open).reach == reach + 1);  // links handed out before open nothing
  CHECK(w.tx.count<model::VideoChanged>() == 1);
  CHECK(w.tx.count<model::VideoPublished>() == 0);
  CHECK(w.videos.seen_by(w.tx, nobody, open).error().code == "video_absent");
  CHECK(w.videos.seen_by(w.tx, as_bob, open).error().code == "video_absent");
  CHECK(w.videos.seen_by(w.tx, {.account = eve, .moderator = true}, open).error().code == "video_absent");
  w.relations.known[{bob, ada}].follows = true;
  CHECK(w.videos.seen_by(w.tx, as_bob, open));
  CHECK(w.videos.withhold(w.tx, ada)->empty());

  // Whatever is edited or comes out meanwhile: nothing slips past.
  CHECK(w.videos.edit(w.tx, ada, open, {.title = "Again", .visibility = Visibility::everyone}));
  CHECK(visibility(open) == Visibility::followers);
  CHECK(w.videos.edit(w.tx, ada, hidden, {.visibility = Visibility::everyone}));
  CHECK(visibility(hidden) == Visibility::followers);
  CHECK(catalog::chosen_visibility(w.store.rows.at(hidden)) == Visibility::everyone);
  Video draft{.id = VideoId{900}, .author = ada, .state = model::VideoState::ready};
  REQUIRE(w.store.insert(w.tx, draft));
  CHECK(w.videos.publish(w.tx, ada, draft.id)->visibility == Visibility::followers);
  CHECK(w.videos.edit(w.tx, ada, draft.id, {.visibility = Visibility::followers}));  // chosen, not withheld

  w.people.private_ones.clear();
  CHECK(w.videos.withhold(w.tx, ada)->size() == 2);
  CHECK(visibility(open) == Visibility::everyone);
  CHECK(visibility(hidden) == Visibility::everyone);
  CHECK(visibility(chosen) == Visibility::followers);
  CHECK(visibility(draft.id) == Visibility::followers);
  CHECK(visibility(by_link) == Visibility::unlisted);
  CHECK(visibility(other) == Visibility::everyone);
}

TEST_CASE("videos: many are changed at once, or none") {
  World w;
  const auto bowl = w.add(ada), vase = w.add(ada), other = w.add(bob);
  CHECK(w.videos.edit(w.tx, ada, bowl, {.title = "A bowl #clay", .description = "Slow #old"}));
  CHECK(w.videos.edit(w.tx, ada, vase, {.title = "A vase", .language = "de"}));
  const std::vector both{bowl, vase};
  const auto changed = w.videos.edit_many(w.tx, ada, both,
                                          {.language = "en",
                                           .visibility = Visibility::followers,
                                           .audience = model::Audience::adult,
                                           .add_tags = {"clay", "Wheel"},
                                           .take_tags = {"OLD"}});
  REQUIRE(changed);
  REQUIRE(changed->size() == 2);
  CHECK((*changed)[0].tags == std::vector<std::string>{"clay", "wheel"});
  CHECK((*changed)[0].description == "Slow #Wheel");
  CHECK((*changed)[1].tags == std::vector<std::string>{"clay", "wheel"});
  for (const auto id : both) {
    CHECK(w.store.rows.at(id).visibility == Visibility::followers);
    CHECK(w.store.rows.at(id).audience == model::Audience::adult);
    CHECK(w.store.rows.at(id).language == "en");
  }
  const std::vector strange{bowl, other};
  CHECK(w.videos.edit_many(w.tx, ada, strange, {.language = "fr"}).error().code == "video_absent");
  CHECK(w.videos.edit_many(w.tx, ada, both, {.add_tags = {"two words"}}).error().code == "tag_invalid");
  CHECK(w.videos.edit_many(w.tx, ada, both, {.language = "Deutsch"}).error().code == "language_unknown");
}

TEST_CASE("videos: lists hold what the viewer may find, page by page, with one look at relations a page") {
  World w;
  std::vector<VideoId> open;
  for (int i = 0; i < 5; ++i) open.push_back(w.add(ada));
  const auto followers = w.add(ada, Visibility::followers);
  w.add(ada, Visibility::unlisted);
  w.add(ada, Visibility::only_me);
  w.add(eve);

  const auto first = *w.videos.of_author(w.tx, nobody, ada, {.limit = 3});
  REQUIRE(first.videos.size() == 3);
  CHECK(first.videos.front().id == open.back());
  REQUIRE(first.next);
  const auto second = *w.videos.of_author(w.tx, nobody, ada, {.after = first.next, .limit = 3});
  CHECK(second.videos.size() == 2);
  CHECK_FALSE(second.next);

  w.relations.known[{bob, ada}] = {.follows = true};
  CHECK(w.videos.of_author(w.tx, as_bob, ada, {})->videos.front().id == followers);
  CHECK(w.videos.mine(w.tx, ada, {})->videos.size() == 8);

  w.relations.known[{bob, ada}] = {.blocked = true};
  CHECK(w.videos.of_author(w.tx, as_bob, ada, {})->videos.empty());
  CHECK(w.videos.seen_by(w.tx, as_bob, open[0]).error().code == "video_absent");
  w.relations.calls = 0;
  CHECK(w.videos.newest(w.tx, as_bob, {})->videos.size() == 1);
  CHECK(w.relations.calls == 1);
}

TEST_CASE("videos: deleting takes the upload along and leaves the blobs to the sweep") {
  World w;
  const auto id = w.add(ada);
  const BlobKey blob = base::sha256(base::as_bytes("x"));
  REQUIRE(w.store.put_files(w.tx, id, {{.use = FileUse::poster, .blob = blob, .type = "image/webp"}},
                            w.clock.now()));
  REQUIRE(w.uploads.insert(w.tx, {.id = UploadId{5}, .author = ada, .video = id}));
  CHECK(w.videos.remove(w.tx, bob, id).error().code == "video_absent");
  CHECK(*w.videos.remove(w.tx, ada, id) == UploadId{5});
  CHECK(w.uploads.rows.empty());
  CHECK(w.store.garbage.contains(blob));
  CHECK(w.tx.count<model::VideoRemoved>() == 1);
  CHECK(w.videos.seen_by(w.tx, as_ada, id).error().code == "video_absent");
}

TEST_CASE("videos: a finished draft replaces the film of a video, which keeps what hangs on it") {
  World w;
  const auto id = w.add(ada), draft = w.add(ada), other = w.add(bob);
  w.store.rows.at(draft).published_at.reset();
  w.store.rows.at(draft).publish_wanted = false;
  w.store.rows.at(draft).duration_ms = 4'321;
  w.store.rows.at(id).title = "Kept";
  const auto blob = base::sha256(base::as_bytes("the new one"));
  const auto old = base::sha256(base::as_bytes("the old one"));
  REQUIRE(w.store.put_files(w.tx, id, {{.use = FileUse::mp4, .blob = old}}, w.clock.now()));
  const auto material = base::sha256(base::as_bytes("what it was cut from"));
  REQUIRE(w.store.put_files(w.tx, draft,
                            {{.use = FileUse::mp4, .blob = blob}, {.use = FileUse::source, .blob = material}},
                            w.clock.now()));
  REQUIRE(w.store.put_edit(w.tx, draft, {"{}", true, w.clock.now()}));
  const auto published = w.store.rows.at(id).published_at;

  CHECK(w.videos.replace(w.tx, ada, id, other).error().code == "video_absent");
  CHECK(w.videos.replace(w.tx, bob, id, draft).error().code == "video_absent");
  CHECK(w.videos.replace(w.tx, ada, id, id).error().code == "replacement_unfit");
  CHECK(w.videos.replace(w.tx, ada, draft, id).error().code == "replacement_unfit");  // that one is out
  w.store.rows.at(draft).state = model::VideoState::processing;
  CHECK(w.videos.replace(w.tx, ada, id, draft).error().code == "replacement_unfit");
  w.store.rows.at(draft).state = model::VideoState::ready;

  const auto done = w.videos.replace(w.tx, ada, id, draft);
  REQUIRE(done);
  CHECK(done->video.title == "Kept");
  CHECK(done->video.duration_ms == 4'321);
  CHECK(done->video.published_at == published);
  REQUIRE(w.store.files.at(id).size() == 1);
  CHECK(w.store.files.at(id).front().blob == blob);
  CHECK(w.store.garbage.contains(material));
  CHECK(w.store.edits.empty());
  CHECK_FALSE(w.store.rows.contains(draft));
  CHECK(w.store.garbage.contains(old));
  CHECK_FALSE(w.store.garbage.contains(blob));
}
}  // namespace vitrine::videos_test
