#include "adapters/sql/catalog_store_feed.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::catalog_store_feed_test {
using base::Result;
using model::VideoId;

namespace {
catalog::Video video(std::uint64_t id, model::Visibility visibility, model::VideoState state,
                     bool published) {
  catalog::Video made{.id = VideoId{id}, .author = model::AccountId{9}};
  made.visibility = visibility;
  made.state = state;
  made.tags = {"clay", "light"};
  made.language = "en";
  made.duration_ms = 7000;
  made.created_at = model::instant(1000);
  if (published) made.published_at = model::instant(2000);
  made.publish_wanted = published;
  return made;
}
}  // namespace

TEST_CASE("feed catalogue: what is published for everyone or for followers and plays, and nothing else") {
  using enum model::Visibility;
  using enum model::VideoState;
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::VideoStore videos;
    sql::FeedCatalog feed;
    REQUIRE(record.write([&](ports::Transaction& tx) -> Result<void> {
      TRY(videos.insert(tx, video(1, everyone, ready, true)));
      TRY(videos.insert(tx, video(2, everyone, playable, true)));
      TRY(videos.insert(tx, video(3, everyone, ready, false)));
      TRY(videos.insert(tx, video(4, unlisted, ready, true)));
      TRY(videos.insert(tx, video(5, followers, ready, true)));
      TRY(videos.insert(tx, video(6, only_me, ready, true)));
      TRY(videos.insert(tx, video(7, everyone, processing, true)));
      auto disputed = video(8, everyone, ready, true);
      disputed.integrity = model::Integrity::disputed;
      TRY(videos.insert(tx, disputed));
      return {};
    }));
    const auto after = [&](std::uint64_t id, std::size_t max) {
      return *record.read([&](ports::Transaction& tx) { return feed.published_after(tx, VideoId{id}, max); });
    };
    CHECK(after(0, 10) == std::vector{VideoId{1}, VideoId{2}, VideoId{5}, VideoId{8}});
    CHECK(after(1, 1) == std::vector{VideoId{2}});
    for (std::uint64_t id = 1; id <= 9; ++id) {
      const auto facts = *record.read([&](ports::Transaction& tx) { return feed.facts(tx, VideoId{id}); });
      CHECK(facts.has_value() == (id == 1 || id == 2 || id == 5 || id == 8));
      if (facts) {
        CHECK(facts->followers_only == (id == 5));
        CHECK((facts->integrity == model::Integrity::disputed) == (id == 8));
        CHECK(facts->author == model::AccountId{9});
        CHECK(facts->tags == std::vector<std::string>{"clay", "light"});
        CHECK(facts->duration_ms == 7000);
      }
    }
    // Hidden is not deleted.
    REQUIRE(record.write(
        [&](ports::Transaction& tx) { return videos.remove(tx, VideoId{2}, model::instant(3000)); }));
    const std::vector asked{VideoId{6}, VideoId{2}, VideoId{1}, VideoId{77}};
    CHECK(*record.read([&](ports::Transaction& tx) { return feed.missing(tx, asked); }) ==
          std::vector{VideoId{2}, VideoId{77}});
  });
}
}  // namespace vitrine::catalog_store_feed_test
