// What sounds promise, on every engine.
#include "adapters/sql/catalog_store_sounds.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/catalog_store_feed.hpp"
#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/personal_rows.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::catalog_store_sounds_test {
using catalog::Position;
using catalog::Print;
using catalog::Sound;
using model::AccountId;
using model::SoundId;
using model::VideoId;
using model::Visibility;
using ports::Transaction;

namespace {
const auto noon = model::instant(1'700'000'000'000);

Sound sound(std::uint64_t id, std::uint64_t origin) {
  return {.id = SoundId{id}, .origin = VideoId{origin}, .duration_ms = 7000, .created_at = noon};
}

catalog::Video video(std::uint64_t id, Visibility visibility, std::int64_t published) {
  catalog::Video made{.id = VideoId{id}, .author = AccountId{id}};
  made.title = "Clay";
  made.visibility = visibility;
  made.state = model::VideoState::ready;
  made.created_at = noon;
  made.publish_wanted = true;
  made.published_at = noon + model::Millis{published};
  return made;
}

struct World {
  sql::SoundStore store;
  sql::VideoStore videos;
};

/// Sound 1 is of video 1 and in 2 to 4, sound 2 in 5 alone.
base::Result<void> fill(Transaction& tx, World& w) {
  using enum Visibility;
  TRY(w.videos.insert(tx, video(1, everyone, 1)));
  TRY(w.videos.insert(tx, video(2, everyone, 2)));
  TRY(w.videos.insert(tx, video(3, followers, 3)));
  TRY(w.videos.insert(tx, video(4, only_me, 4)));
  TRY(w.videos.insert(tx, video(5, everyone, 5)));
  TRY(w.store.insert(tx, sound(1, 1), Print{0xffffffff, 2, 3, 3, 4}));
  TRY(w.store.insert(tx, sound(2, 5), Print{4, 5}));
  for (const std::uint64_t id : {1, 2, 3, 4})
    TRY(w.store.put_clip(tx, VideoId{id}, SoundId{1}, static_cast<std::int64_t>(id) * 10));
  return w.store.put_clip(tx, VideoId{5}, SoundId{2}, 0);
}

template <class Test>
void in_each(Test test) {
  sql::testing::for_each_engine([&](ports::Record& record) {
    World w;
    const auto done = record.write([&](Transaction& tx) -> base::Result<void> {
      TRY(fill(tx, w));
      return test(tx, w);
    });
    REQUIRE_MESSAGE(done, done.error().detail);
  });
}
}  // namespace

TEST_CASE("sound_store: sounds read back as written, and of the videos that have one") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    CHECK(**w.store.find(tx, SoundId{1}) == sound(1, 1));
    CHECK_FALSE(*w.store.find(tx, SoundId{9}));
    auto named = sound(1, 1);
    named.title = "Regen";
    named.usable = false;
    TRY(w.store.update(tx, named));
    CHECK(**w.store.find(tx, SoundId{1}) == named);
    const std::vector ids{VideoId{5}, VideoId{9}, VideoId{2}};
    CHECK(*w.store.of_videos(tx, ids) ==
          std::vector{std::pair{VideoId{2}, named}, std::pair{VideoId{5}, sound(2, 5)}});
    CHECK(w.store.of_videos(tx, {})->empty());
    return {};
  });
}

TEST_CASE("sound_store: those alike are found by their landmarks, most in common first") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    const Print asked{3, 4, 0xffffffff};
    const auto found = *w.store.alike(tx, asked, 5);
    REQUIRE(found.size() == 2);
    CHECK(found[0] == std::pair{SoundId{1}, Print{0xffffffff, 2, 3, 3, 4}});
    CHECK(found[1] == std::pair{SoundId{2}, Print{4, 5}});
    CHECK(w.store.alike(tx, asked, 1)->size() == 1);
    CHECK(w.store.alike(tx, Print{77}, 5)->empty());
    CHECK(w.store.alike(tx, {}, 5)->empty());
    return {};
  });
}

TEST_CASE("sound_store: the clips of a sound by page, what is private in none of them") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    const auto place = [](std::uint64_t id) {
      return Position{noon + model::Millis{static_cast<std::int64_t>(id)}, VideoId{id}};
    };
    CHECK(*w.store.clips(tx, SoundId{1}, {.limit = 2}) == std::vector{place(3), place(2)});
    CHECK(*w.store.clips(tx, SoundId{1}, {.after = place(2), .limit = 2}) == std::vector{place(1)});
    CHECK(*w.store.open_clips(tx, SoundId{1}) == 2);
    CHECK(*w.store.uses(tx, SoundId{1}) == 2);
    CHECK(*w.store.uses(tx, SoundId{2}) == 1);
    CHECK(*w.store.uses(tx, SoundId{9}) == 0);
    return {};
  });
}

TEST_CASE("sound_store: with its origin a sound loses its name, with its last clip it goes") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    auto named = sound(1, 1);
    named.title = "Rain";
    TRY(w.store.update(tx, named));
    TRY(w.videos.remove(tx, VideoId{1}, noon));
    const auto left = **w.store.find(tx, SoundId{1});
    CHECK(left.title.empty());
    CHECK(left.origin != VideoId{1});
    CHECK_FALSE(*w.videos.find(tx, left.origin));
    for (const std::uint64_t id : {2, 3}) TRY(w.videos.remove(tx, VideoId{id}, noon));
    CHECK(*w.store.find(tx, SoundId{1}));
    TRY(w.videos.remove(tx, VideoId{4}, noon));
    CHECK_FALSE(*w.store.find(tx, SoundId{1}));
    CHECK(w.store.alike(tx, Print{2}, 5)->empty());
    CHECK(*w.store.find(tx, SoundId{2}));
    return {};
  });
}

TEST_CASE("sound_store: what an author says of all, and of one video until it is deleted") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    CHECK_FALSE(*w.store.default_of(tx, AccountId{1}));
    for (const bool usable : {true, false}) {
      TRY(w.store.put_default(tx, AccountId{1}, usable));
      TRY(w.store.put_choice(tx, VideoId{1}, usable));
      CHECK(*w.store.default_of(tx, AccountId{1}) == std::optional{usable});
      CHECK(*w.store.choice_of(tx, VideoId{1}) == std::optional{usable});
    }
    CHECK_FALSE(*w.store.choice_of(tx, VideoId{2}));
    TRY(w.videos.remove(tx, VideoId{1}, noon));
    CHECK_FALSE(*w.store.choice_of(tx, VideoId{1}));
    return {};
  });
}

TEST_CASE("sound_store: a video takes over the sound of a draft and gives up its own") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    TRY(w.store.take_over(tx, VideoId{5}, VideoId{1}));
    CHECK_FALSE(*w.store.find(tx, SoundId{2}));
    const std::vector ids{VideoId{5}, VideoId{1}};
    CHECK(*w.store.of_videos(tx, ids) == std::vector{std::pair{VideoId{5}, sound(1, 5)}});
    return {};
  });
}

TEST_CASE("sound_store: the feed knows a sound that several clips have, and no other") {
  in_each([](Transaction& tx, World&) -> base::Result<void> {
    sql::FeedCatalog feed;
    const std::vector ids{VideoId{1}, VideoId{2}, VideoId{5}};
    const auto facts = *feed.facts_of(tx, ids);
    REQUIRE(facts.size() == 3);
    for (const auto& one : facts) {
      CHECK(one.sound == SoundId{one.video == VideoId{5} ? 0ULL : 1ULL});
      CHECK((*feed.facts(tx, one.video))->sound == one.sound);
    }
    return {};
  });
}

TEST_CASE("sound_store: what a sound is called finds the clip it is from") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    sql::SearchIndex index;
    CHECK(index.matching(tx, {.groups = {{"thunder"}}})->empty());
    auto named = sound(1, 1);
    named.title = "Thunder";
    TRY(w.store.update(tx, named));
    TRY(w.videos.update(tx, video(1, Visibility::everyone, 1)));
    const auto found = *index.matching(tx, {.groups = {{"thunder"}}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].video == VideoId{1});
    return {};
  });
}

TEST_CASE(
    "sound_store: an erased account leaves no sound that nobody else uses, and no name on one that others "
    "use") {
  in_each([](Transaction& tx, World& w) -> base::Result<void> {
    sql::PersonalRows rows;
    auto named = sound(1, 1);
    named.title = "Rain";
    TRY(w.store.update(tx, named));
    TRY(rows.erase(tx, {AccountId{1}, model::ViewerId{101}}, "catalog"));
    const auto left = **w.store.find(tx, SoundId{1});
    CHECK(left.title.empty());
    CHECK(left.origin != VideoId{1});
    CHECK(*w.store.of_videos(tx, std::vector{VideoId{1}}) == std::vector<std::pair<VideoId, Sound>>{});
    TRY(rows.erase(tx, {AccountId{5}, model::ViewerId{105}}, "catalog"));
    CHECK_FALSE(*w.store.find(tx, SoundId{2}));
    CHECK(w.store.alike(tx, Print{5}, 5)->empty());
    return {};
  });
}
}  // namespace vitrine::catalog_store_sounds_test
