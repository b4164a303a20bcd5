// What a feed keeps and forgets: supply's FeedService over a real record, log and model.
#include <doctest/doctest.h>

#include <set>

#include "app/testing/feed_house.hpp"
#include "base/testing/temporary_folder.hpp"
#include "supply/feed_service.hpp"

namespace vitrine::feed_service_test {
using app::testing::FeedHouse;
using supply::FeedPage;
namespace json = base::json;

namespace {
/// Clips by three creators, titled by their number; ann watches.
struct Street {
  base::testing::TemporaryFolder folder;
  FeedHouse house{folder.path()};
  std::vector<model::AccountId> creators;
  supply::Asker ann;

  Street() {
    for (const auto* name : {"cleo", "carl", "cora"}) creators.push_back(house.person(name));
    const auto account = house.person("ann");
    ann = {.account = account, .viewer = model::ViewerId{200 + account.raw()}};
  }
  void publish(std::uint64_t from, std::uint64_t count) {
    for (std::uint64_t id = from; id < from + count; ++id) {
      house.clock.advance(model::Millis{60'000});
      house.publish(id, creators[id % 3], {"topic" + std::to_string(id % 7)});
    }
  }
  FeedPage page(const supply::Asker& who, std::optional<model::ReceiptId> after = std::nullopt) {
    house.clock.advance(model::Millis{20});
    const auto page = house.record->read(
        [&](ports::Transaction& tx) { return house.feed.page(tx, who, "for_you", after); });
    REQUIRE(page);
    return *page;
  }
  /// Whether the receipt that lies on the disk ranks to itself.
  bool replays(model::ReceiptId id) {
    house.feed.stop();
    const auto stored =
        house.record->read([&](ports::Transaction& tx) { return house.receipts.get(tx, id); });
    REQUIRE(stored);
    const auto receipt = feed::decode_receipt(stored->bytes);
    REQUIRE(receipt);
    return house.live.read([&](const learning::Model& model) {
      REQUIRE(model.position() == receipt->log_position);
      return feed::same_again(*receipt, model);
    });
  }
};
}  // namespace

// 290 clips are more than a page's rounds of looking could ever bar one page at a time.
TEST_CASE("feed service: a muted word that nearly all have leaves the others, and the page replays") {
  Street street;
  street.publish(2000, 20);
  street.publish(1000, 270);
  street.house.open();
  REQUIRE(street.house.record->write([&](ports::Transaction& tx) {
    return street.house.feed.mute(tx, street.ann, {supply::Mute::Kind::word, "clip 1"}, true);
  }));
  const auto page = street.page(street.ann);
  CHECK(page->receipt.slate.items.size() == 10);
  for (const auto& item : page->receipt.slate.items) CHECK(item.video.raw() >= 2000);
  CHECK(street.replays(page->receipt.id));
}

TEST_CASE("feed service: when all is gone of what the log knows, the page is empty, and replays") {
  Street street;
  street.publish(1000, 90);
  street.house.open();
  for (std::uint64_t id = 1000; id < 1090; ++id)
    REQUIRE(street.house.record->write([&](ports::Transaction& tx) {
      return street.house.video_rows.remove(tx, model::VideoId{id}, street.house.clock.now());
    }));
  const auto page = street.page(street.ann);
  CHECK(page->receipt.slate.items.empty());
  CHECK(street.replays(page->receipt.id));
}

TEST_CASE("feed service: whom many creators have blocked is shown the others") {
  Street street;
  street.publish(2000, 12);
  for (std::uint64_t n = 0; n < 120; ++n) {
    const auto creator = street.house.person("blocker" + std::to_string(n));
    street.house.publish(1000 + n, creator, {"topic"});
    REQUIRE(street.house.record->write([&](ports::Transaction& tx) {
      return street.house.relation_rows.block(tx, creator, *street.ann.account, street.house.clock.now());
    }));
  }
  street.house.open();
  const auto page = street.page(street.ann);
  CHECK(page->receipt.slate.items.size() == 10);
  for (const auto& item : page->receipt.slate.items) CHECK(item.video.raw() >= 2000);
}

TEST_CASE("feed service: a transaction that is run again tells the log nothing twice") {
  Street street;
  street.publish(1000, 20);
  street.house.open();
  const auto page = street.house.get("/feed", "ann");
  const auto before = *street.house.log->last();
  street.house.repeating.twice = true;
  street.house.watch(page, 0, true, "ann");
  CHECK(*street.house.log->last() == before + 2);
}

// Takes longer than others do: 330 pages are ranked, to push out what is kept of the last minutes.
TEST_CASE("feed service: a sitting without account goes on, however many others come") {
  Street street;
  street.publish(1000, 40);
  street.house.open();
  const supply::Asker guest;
  const auto first = street.page(guest);
  REQUIRE(first->receipt.slate.items.size() == 10);
  for (int i = 0; i < 330; ++i) street.page(i % 2 == 0 ? guest : street.ann);
  const auto next = street.page(guest, first->receipt.id);
  CHECK(next->sitting == first->sitting);
  CHECK(next->receipt.query.place == 10);
  for (const auto& item : next->receipt.slate.items)
    CHECK(std::ranges::find(first->receipt.slate.items, item.video, &feed::Item::video) ==
          first->receipt.slate.items.end());
}

TEST_CASE("feed service: of a sitting, too, not interested takes back what a good watch leads to") {
  Street street;
  street.publish(1000, 40);
  street.house.open();
  const supply::Asker guest;
  const auto first = street.page(guest);
  using enum supply::Happened::Kind;
  const auto tell = [&](supply::Happened::Kind kind) {
    REQUIRE(street.house.feed.record(guest, {{.kind = kind,
                                              .video = first->receipt.slate.items[0].video,
                                              .receipt = first->receipt.id,
                                              .watched_ms = 20'000,
                                              .finished = true}}));
  };
  const auto good = [&] { return street.page(guest, first->receipt.id)->receipt.query.sitting->good.size(); };
  tell(shown);
  tell(watched);
  CHECK(good() == 1);
  tell(not_interested);
  CHECK(good() == 0);
  // And before its end.
  tell(shown);
  tell(not_interested);
  tell(watched);
  CHECK(good() == 0);
}

TEST_CASE("feed service: a list in order of time is gone through to its end, and no clip comes twice") {
  Street street;
  street.publish(1000, 450);
  street.house.open();
  std::set<std::uint64_t> met;
  std::optional<model::ReceiptId> last;
  for (;;) {
    const auto page = street.house.record->read([&](ports::Transaction& tx) {
      return street.house.feed.page(tx, street.ann, "latest", last, feed::count_max);
    });
    REQUIRE(page);
    if ((*page)->receipt.slate.items.empty()) break;
    for (const auto& item : (*page)->receipt.slate.items) CHECK(met.insert(item.video.raw()).second);
    last = (*page)->receipt.id;
  }
  CHECK(met.size() == 450);
}

TEST_CASE("feed service: an erasure that is tried again before the model has read it tells the log once") {
  Street street;
  street.publish(1000, 20);
  street.house.open();
  street.house.live.stop();  // it reads no more
  auto needs = street.house.feed_needs;
  needs.erase_wait_max = model::Millis{5};
  supply::FeedService feed{needs};
  const auto before = *street.house.log->last();
  for (int i = 0; i < 3; ++i) {
    const auto done = feed.erase(street.ann.viewer, street.creators[0]);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == "model_behind");
    CHECK(*street.house.log->last() == before + 7);  // six clips and a viewer
  }
}
}  // namespace vitrine::feed_service_test
