#include "adapters/sql/supply_store.hpp"

#include <doctest/doctest.h>

#include "adapters/sql/testing/each_engine.hpp"

using namespace vitrine;
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
