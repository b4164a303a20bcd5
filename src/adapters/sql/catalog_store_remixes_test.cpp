// What the rows of remixes promise, on every engine.
#include "adapters/sql/catalog_store_remixes.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::catalog_store_remixes_test {
using catalog::Lending;
using catalog::Remix;
using media::RemixKind;
using model::AccountId;
using model::VideoId;
using ports::Transaction;

namespace {
const AccountId ada{7}, bob{8};
const VideoId first{1}, second{2}, third{3}, draft{4};
using Ids = std::vector<VideoId>;
}  // namespace

TEST_CASE("remix_store: what authors say reads back as written, of all and of one") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::RemixStore store;
    const auto done = record.write([&](Transaction& tx) -> base::Result<void> {
      CHECK_FALSE(*store.default_of(tx, ada));
      TRY(store.put_default(tx, ada, {.duet = false, .stitch = true}));
      TRY(store.put_default(tx, ada, {.duet = true, .stitch = false}));
      CHECK(**store.default_of(tx, ada) == Lending{.duet = true, .stitch = false});
      CHECK_FALSE(*store.default_of(tx, bob));
      CHECK_FALSE(*store.choice_of(tx, first));
      TRY(store.put_choice(tx, first, {.duet = false, .stitch = false}));
      TRY(store.put_choice(tx, first, {.duet = false, .stitch = true}));
      CHECK(**store.choice_of(tx, first) == Lending{.duet = false, .stitch = true});
      return {};
    });
    REQUIRE(done);
  });
}

TEST_CASE(
    "remix_store: a remix outlives its origin without naming it, and a draft's goes to whom it replaces") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::RemixStore store;
    sql::VideoStore videos;
    const auto done = record.write([&](Transaction& tx) -> base::Result<void> {
      TRY(store.put(tx, {second, first, RemixKind::duet}));
      TRY(store.put(tx, {second, first, RemixKind::stitch}));
      TRY(store.put(tx, {third, second, RemixKind::sound}));
      TRY(store.put_choice(tx, first, {.duet = false, .stitch = false}));
      CHECK(*store.of_videos(tx, Ids{first, second, third}) ==
            std::vector{Remix{second, first, RemixKind::stitch}, Remix{third, second, RemixKind::sound}});
      CHECK(store.of_videos(tx, {})->empty());
      TRY(videos.remove(tx, first, model::instant(9)));
      CHECK(store.of_videos(tx, Ids{second})->at(0) == Remix{second, VideoId{0}, RemixKind::stitch});
      CHECK_FALSE(*store.choice_of(tx, first));

      TRY(store.put(tx, {draft, third, RemixKind::duet}));
      TRY(store.take_over(tx, second, draft));
      CHECK(*store.of_videos(tx, Ids{second, draft}) == std::vector{Remix{second, third, RemixKind::duet}});
      TRY(store.take_over(tx, third, draft));
      CHECK(store.of_videos(tx, Ids{third})->empty());
      TRY(store.remove(tx, second));
      CHECK(store.of_videos(tx, Ids{second})->empty());
      return {};
    });
    REQUIRE(done);
  });
}
}  // namespace vitrine::catalog_store_remixes_test
