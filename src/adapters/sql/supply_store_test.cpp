#include "adapters/sql/supply_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"

namespace vitrine::supply_store_test {
using base::Result;
using model::ReceiptId;
using model::ViewerId;

namespace {
supply::StoredReceipt receipt(std::uint64_t id, std::uint64_t viewer, std::int64_t at_ms) {
  return {.id = ReceiptId{id},
          .viewer = ViewerId{viewer},
          .at = model::instant(at_ms),
          .bytes = {std::byte{0}, std::byte{7}, std::byte{255}}};
}
}  // namespace

TEST_CASE("supply_store: receipts read back, newest first, and go by age and by viewer") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::ReceiptStore store;
    const auto written = record.write([&](ports::Transaction& tx) -> Result<void> {
      TRY(store.put(tx, receipt(1, 10, 1000)));
      TRY(store.put(tx, receipt(2, 10, 3000)));
      TRY(store.put(tx, receipt(3, 20, 2000)));
      return {};
    });
    REQUIRE(written);
    const auto newest = [&](std::size_t max) {
      return *record.read([&](ports::Transaction& tx) { return store.newest(tx, max); });
    };
    CHECK(newest(2) == std::vector{ReceiptId{2}, ReceiptId{3}});
    const auto found = record.read([&](ports::Transaction& tx) { return store.get(tx, ReceiptId{3}); });
    REQUIRE(found);
    CHECK(found->viewer == ViewerId{20});
    CHECK(found->at == model::instant(2000));
    CHECK(found->bytes == receipt(3, 20, 2000).bytes);

    const auto remove = [&](auto&& use) { REQUIRE(record.write(use)); };
    remove([&](ports::Transaction& tx) { return store.remove_older_than(tx, model::instant(2000)); });
    CHECK(newest(9) == std::vector{ReceiptId{2}, ReceiptId{3}});
    remove([&](ports::Transaction& tx) { return store.remove_of(tx, ViewerId{10}); });
    CHECK(newest(9) == std::vector{ReceiptId{3}});
    const auto gone = record.read([&](ports::Transaction& tx) { return store.get(tx, ReceiptId{2}); });
    CHECK(gone.error().code == "receipt_absent");
  });
}

TEST_CASE("supply_store: a receipt larger than its limit is refused") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::ReceiptStore store;
    auto large = receipt(1, 1, 1);
    large.bytes.resize(supply::receipt_bytes_max + 1);
    const auto refused = record.write([&](ports::Transaction& tx) { return store.put(tx, large); });
    CHECK(refused.error().code == "receipt_too_large");
  });
}

TEST_CASE("supply_store: figures read back by subject, stay as they were written, and go with their video") {
  sql::testing::for_each_engine([](ports::Record& record) {
    sql::FigureStore store;
    const auto cell = [](std::uint64_t video, std::int64_t from, std::int64_t people) {
      supply::FigureCell made{.author = model::AccountId{7},
                              .video = model::VideoId{video},
                              .from = model::instant(from),
                              .to = model::instant(from + 100),
                              .duration_ms = 9000};
      made.tally.ways = {people, -3, 0, 12};
      made.tally.reaches.back() = -people;
      return made;
    };
    const auto write = [&](auto&& use) { REQUIRE(record.write(use)); };
    write([&](ports::Transaction& tx) -> Result<void> {
      TRY(store.put(tx, cell(1, 100, 40)));
      TRY(store.put(tx, cell(1, 200, 50)));
      TRY(store.put(tx, cell(2, 200, 60)));
      TRY(store.put(tx, cell(0, 200, 70)));
      TRY(store.put(tx, cell(1, 200, 99)));  // asked twice: the first answer stays
      return {};
    });
    const auto of = [&](std::uint64_t author, std::uint64_t video, std::int64_t after) {
      return *record.read([&](ports::Transaction& tx) {
        return store.of(tx, {model::AccountId{author}, model::VideoId{video}}, model::instant(after));
      });
    };
    CHECK(of(7, 1, 0) == std::vector{cell(1, 100, 40), cell(1, 200, 50)});
    CHECK(of(7, 1, 200) == std::vector{cell(1, 200, 50)});
    CHECK(of(7, 0, 0) == std::vector{cell(0, 200, 70)});
    CHECK(of(8, 1, 0).empty());
    const auto all = [&] {
      return *record.read([&](ports::Transaction& tx) {
        return store.of_videos(tx, model::AccountId{7}, model::instant(0));
      });
    };
    CHECK(all() == std::vector{cell(1, 100, 40), cell(1, 200, 50), cell(2, 200, 60)});
    const auto ends = record.read([&](ports::Transaction& tx) { return store.ends(tx, model::instant(0)); });
    REQUIRE(ends);
    CHECK(ends->size() == 3);
    CHECK(ends->at({model::AccountId{7}, model::VideoId{1}}) == model::instant(300));
    write([&](ports::Transaction& tx) { return store.forget_video(tx, model::VideoId{1}); });
    CHECK(all() == std::vector{cell(2, 200, 60)});
  });
}
}  // namespace vitrine::supply_store_test
