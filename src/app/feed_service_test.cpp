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
  /// Ann's history.
  void pause(bool on) {
    REQUIRE(house.record->write([&](ports::Transaction& tx) {
      return house.feed.choose_history(tx, ann, {.paused = on, .kept_days = 90});
    }));
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

TEST_CASE(
    "feed service: a clip its author deletes is forgotten; what was missed is made up for at the start") {
  Street street;
  street.publish(1000, 12);
  street.house.open();
  const auto removed = [&](std::uint64_t id) {
    REQUIRE(street.house.record->write([&](ports::Transaction& tx) {
      return street.house.video_rows.remove(tx, model::VideoId{id}, street.house.clock.now());
    }));
  };
  const auto knows = [&](std::uint64_t id) {
    REQUIRE(street.house.live.wait_for(*street.house.log->last(), model::Millis{10'000}));
    return street.house.live.read(
        [&](const learning::Model& model) { return model.library().find(id) != nullptr; });
  };
  removed(1003);
  street.house.feed.hear({.id = model::NewsId{1},
                          .at = street.house.clock.now(),
                          .what = model::VideoRemoved{model::VideoId{1003}, street.creators[0]}});
  CHECK_FALSE(knows(1003));
  removed(1004);  // nobody listens
  CHECK(knows(1004));
  REQUIRE(street.house.feed.mend());
  CHECK_FALSE(knows(1004));
  const auto last = *street.house.log->last();
  REQUIRE(street.house.feed.mend());
  CHECK(*street.house.log->last() == last);
}

TEST_CASE("feed service: following somebody teaches what was seen of them last, within the hour") {
  Street street;
  street.publish(1000, 20);
  street.house.open();
  const auto page = street.page(street.ann);
  const auto& item = page->receipt.slate.items.at(0);
  REQUIRE(street.house.feed.record(
      street.ann,
      {{.kind = supply::Happened::Kind::shown, .video = item.video, .receipt = page->receipt.id}}));
  REQUIRE(street.house.live.wait_for(*street.house.log->last(), model::Millis{10'000}));
  std::uint64_t news = 0;
  const auto follow = [&](model::AccountId who) {
    const auto before = *street.house.log->last();
    street.house.feed.hear({.id = model::NewsId{++news},
                            .at = street.house.clock.now(),
                            .what = model::Followed{who, *street.ann.account}});
    return *street.house.log->last() - before;
  };
  const auto other = std::ranges::find_if(street.creators, [&](auto one) { return one != item.author; });
  CHECK(follow(*other) == 0);  // nothing was seen of them
  CHECK(follow(item.author) == 1);
  REQUIRE(street.house.feed.record(street.ann, {{.kind = supply::Happened::Kind::watched,
                                                 .video = item.video,
                                                 .receipt = page->receipt.id,
                                                 .watched_ms = 9000,
                                                 .finished = true}}));
  REQUIRE(street.house.live.wait_for(*street.house.log->last(), model::Millis{10'000}));
  CHECK(street.house.live.read([](const learning::Model& model) {
    return model.calibration().happened[learning::index(learning::Head::follow)];
  }) == 1);
  street.house.clock.advance(model::Millis{std::chrono::minutes{61}});
  CHECK(follow(item.author) == 0);
}

TEST_CASE("feed service: an erasure ends what was done while the history was paused") {
  Street street;
  street.publish(1000, 30);
  street.house.open();
  street.pause(true);
  const auto first = street.page(street.ann);
  REQUIRE(first->sitting != 0);
  const auto next = street.page(street.ann, first->receipt.id);
  CHECK(next->sitting == first->sitting);
  REQUIRE(street.house.feed.erase(street.ann.viewer, *street.ann.account));
  const auto why = street.house.record->read([&](ports::Transaction& tx) {
    return street.house.feed.receipt(tx, supply::Asker{}, next->receipt.id);
  });
  REQUIRE_FALSE(why);
  CHECK(why.error().code == "receipt_absent");
  CHECK(street.page(street.ann, next->receipt.id)->sitting != first->sitting);
}

TEST_CASE("feed service: whose sitting was pushed out begins another, and it learns") {
  Street street;
  street.publish(1000, 40);
  street.house.open();
  const supply::Asker guest;
  const auto first = street.page(guest);
  for (int i = 0; i < 1000; ++i) {
    street.house.clock.advance(model::Millis{20});
    REQUIRE(street.house.record->read([&](ports::Transaction& tx) {
      return street.house.feed.page(tx, guest, "latest", std::nullopt, 1);
    }));
  }
  const auto next = street.page(guest, first->receipt.id);
  CHECK(next->sitting != first->sitting);
  using enum supply::Happened::Kind;
  for (const auto kind : {shown, watched})
    REQUIRE(street.house.feed.record(guest, {{.kind = kind,
                                              .video = next->receipt.slate.items[0].video,
                                              .receipt = next->receipt.id,
                                              .watched_ms = 9000,
                                              .finished = true}}));
  CHECK(street.page(guest, next->receipt.id)->receipt.query.sitting->good.size() == 1);
}

TEST_CASE("feed service: why not, while the history is paused, is asked of the sitting") {
  Street street;
  street.publish(1000, 30);
  street.house.open();
  street.pause(true);
  const auto page = street.page(street.ann);
  const auto video = page->receipt.slate.items[0].video;
  using enum supply::Happened::Kind;
  for (const auto kind : {shown, watched})
    REQUIRE(street.house.feed.record(
        street.ann,
        {{.kind = kind, .video = video, .receipt = page->receipt.id, .watched_ms = 9000, .finished = true}}));
  const auto why = street.house.record->read(
      [&](ports::Transaction& tx) { return street.house.feed.why_not(tx, street.ann, video); });
  REQUIRE(why);
  CHECK(why->page == page->receipt.id);
  CHECK(why->then.shown);
  REQUIRE(why->now.against);
  CHECK(std::holds_alternative<feed::SeenLately>(*why->now.against));
}

TEST_CASE("feed service: of each clip, the rule of the market that keeps it out of every feed") {
  Street street;
  street.publish(1000, 12);
  street.house.open();
  feed::Shelf shelf = feed::Shelf::built_in();
  auto market = region::parse_market("market DE\nwithhold tag topic3 by Act 5\nwithhold author " +
                                     street.creators[0].text() + " by a court\n");
  REQUIRE(market);
  for (feed::Policy policy : std::vector{shelf.offered()}) {
    policy.market = *market;
    shelf.offer(std::move(policy));
  }
  const auto& usual = street.house.feed_needs;
  const supply::FeedService feed{{.live = usual.live,
                                  .log = usual.log,
                                  .catalog = usual.catalog,
                                  .receipts = usual.receipts,
                                  .choices = usual.choices,
                                  .viewers = usual.viewers,
                                  .relations = usual.relations,
                                  .record = usual.record,
                                  .clock = usual.clock,
                                  .ids = usual.ids,
                                  .shelf = shelf}};
  // The first has the tag, the second is by the creator, the third has neither; the last is nobody's.
  const std::vector<model::VideoId> asked{model::VideoId{1004}, model::VideoId{1008}, model::VideoId{1003},
                                          model::VideoId{9}};
  CHECK(feed.market_rules(asked) == std::vector<std::string>{"Act 5", "a court", "", ""});
}

TEST_CASE("feed service: what was done during a pause ends with it") {
  Street street;
  street.publish(1000, 30);
  street.house.open();
  street.pause(true);
  const auto first = street.page(street.ann);
  const auto why = [&] {
    const auto found = street.house.record->read([&](ports::Transaction& tx) {
      return street.house.feed.why_not(tx, street.ann, first->receipt.slate.items[0].video);
    });
    REQUIRE(found);
    return found->page;
  };
  CHECK(why() == first->receipt.id);
  street.pause(false);
  street.pause(true);
  CHECK_FALSE(why().has_value());
  // And whoever does not come back is not kept until others push them out.
  const supply::Asker guest;
  const auto page = street.page(guest);
  street.house.clock.advance(model::Millis{std::chrono::hours{13}});
  street.page(guest);
  CHECK(street.page(guest, page->receipt.id)->sitting != page->sitting);
}
}  // namespace vitrine::feed_service_test
