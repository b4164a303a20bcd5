// What playlists and pins promise, on every engine.
#include "adapters/sql/catalog_store_playlists.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::catalog_store_playlists_test {
using catalog::Playlist;
using catalog::PlaylistId;
using model::AccountId;
using model::VideoId;
using ports::Transaction;

namespace {
const auto noon = model::instant(1'700'000'000'000);
const AccountId ada{7}, bob{8};

Playlist list(std::uint64_t id, std::int64_t changed) {
  return {PlaylistId{id}, ada, "Töpfern", model::Visibility::followers, noon, noon + model::Millis{changed}};
}
using Ids = std::vector<VideoId>;
}  // namespace

TEST_CASE("playlist_store: lists read back as written, keep their order, and lose what is deleted") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::PlaylistStore store;
    sql::VideoStore videos;
    const auto done = record.write([&](Transaction& tx) -> base::Result<void> {
      TRY(store.insert(tx, list(1, 5)));
      TRY(store.insert(tx, list(2, 9)));
      CHECK(**store.find(tx, PlaylistId{1}) == list(1, 5));
      CHECK_FALSE(*store.find(tx, PlaylistId{3}));
      CHECK(*store.of_author(tx, ada) == std::vector{list(2, 9), list(1, 5)});
      CHECK(store.of_author(tx, bob)->empty());
      auto changed = list(1, 12);
      changed.title = "Clay";
      changed.visibility = model::Visibility::only_me;
      TRY(store.update(tx, changed));
      CHECK(**store.find(tx, PlaylistId{1}) == changed);

      TRY(store.put_videos(tx, PlaylistId{1}, Ids{VideoId{3}, VideoId{1}, VideoId{2}}));
      TRY(store.put_videos(tx, PlaylistId{1}, Ids{VideoId{2}, VideoId{3}, VideoId{1}}));
      TRY(store.put_videos(tx, PlaylistId{2}, Ids{VideoId{3}}));
      CHECK(*store.videos(tx, PlaylistId{1}) == Ids{VideoId{2}, VideoId{3}, VideoId{1}});
      TRY(store.put_pins(tx, ada, Ids{VideoId{3}, VideoId{2}}));
      TRY(store.put_pins(tx, bob, Ids{VideoId{9}}));
      CHECK(*store.pins(tx, ada) == Ids{VideoId{3}, VideoId{2}});

      TRY(videos.remove(tx, VideoId{3}, noon));
      CHECK(*store.videos(tx, PlaylistId{1}) == Ids{VideoId{2}, VideoId{1}});
      CHECK(store.videos(tx, PlaylistId{2})->empty());
      CHECK(*store.pins(tx, ada) == Ids{VideoId{2}});

      TRY(store.remove(tx, PlaylistId{1}));
      CHECK_FALSE(*store.find(tx, PlaylistId{1}));
      CHECK(store.videos(tx, PlaylistId{1})->empty());
      CHECK(*store.pins(tx, bob) == Ids{VideoId{9}});
      return {};
    });
    REQUIRE(done);
  });
}
}  // namespace vitrine::catalog_store_playlists_test
