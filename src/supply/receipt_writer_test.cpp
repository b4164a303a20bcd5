#include "supply/receipt_writer.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <map>

namespace vitrine::receipt_writer_test {
using namespace vitrine::supply;

namespace {

class NoTransaction final : public ports::Transaction {
 public:
  NoTransaction() = default;
  base::Result<void> announce(decltype(model::News::what)) override { return {}; }
};

/// Writes one at a time, as SQLite does; `broken` while the disk is full.
class OneWriter final : public ports::Record {
 public:
  std::atomic<bool> broken = false;

 protected:
  base::Result<void> run_write(const Body& body) override {
    const std::scoped_lock hold{mutex_};
    NoTransaction tx;
    if (broken) return base::fail(base::Fault::not_available, "record_full", "The disk is full.");
    return body(tx);
  }
  base::Result<void> run_read(const Body& body) override { return run_write(body); }

 private:
  std::mutex mutex_;
};

class KeptReceipts final : public ReceiptStore {
 public:
  base::Result<void> put(ports::Transaction&, const StoredReceipt& receipt) override {
    if (meanwhile) std::exchange(meanwhile, nullptr)();
    if (receipt.bytes.size() > receipt_bytes_max)
      return base::fail(base::Fault::over_limit, "receipt_too_large", "It is too large.");
    kept[receipt.id.raw()] = receipt;
    return {};
  }
  base::Result<StoredReceipt> get(ports::Transaction&, model::ReceiptId id) override {
    return kept.at(id.raw());
  }
  base::Result<std::vector<model::ReceiptId>> newest(ports::Transaction&, std::size_t) override {
    return std::vector<model::ReceiptId>{};
  }
  base::Result<std::vector<StoredReceipt>> newest_of(ports::Transaction&, model::ViewerId,
                                                     std::size_t) override {
    return std::vector<StoredReceipt>{};
  }
  base::Result<void> remove_older_than(ports::Transaction&, model::Instant) override { return {}; }
  base::Result<void> remove_of(ports::Transaction&, model::ViewerId viewer) override {
    std::erase_if(kept, [&](const auto& one) { return one.second.viewer == viewer; });
    return {};
  }
  std::map<std::uint64_t, StoredReceipt> kept;
  std::function<void()> meanwhile;  ///< what another transaction does while the next is put
};

FeedPage page_of(std::uint64_t id, std::uint64_t viewer) {
  Served served;
  served.receipt.id = model::ReceiptId{id};
  served.receipt.query.viewer = model::ViewerId{viewer};
  return std::make_shared<Served>(std::move(served));
}

}  // namespace

TEST_CASE("receipt_writer: a page is found at once, and is on the disk after stop, however many there were") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  for (std::uint64_t id = 1; id <= 250; ++id) {
    writer.put(page_of(id, 7), 0);
    if (id == 250) CHECK(writer.find(model::ReceiptId{250}) != nullptr);
  }
  writer.stop();
  CHECK(receipts.kept.size() == 250);
  CHECK(writer.find(model::ReceiptId{250}) == nullptr);
  const auto back = feed::decode_receipt(receipts.kept.at(9).bytes);
  REQUIRE(back);
  CHECK(back->id == model::ReceiptId{9});
  writer.put(page_of(251, 7), 0);  // it begins again
  writer.stop();
  CHECK(receipts.kept.size() == 251);
}

TEST_CASE("receipt_writer: what a reset takes away is not written after it") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  for (std::uint64_t id = 1; id <= 300; ++id) writer.put(page_of(id, 1 + id % 2), 0);
  REQUIRE(record.write([&](ports::Transaction& tx) -> base::Result<void> {
    writer.forget(model::ViewerId{2});
    return receipts.remove_of(tx, model::ViewerId{2});
  }));
  writer.stop();
  CHECK(receipts.kept.size() == 150);
  for (const auto& [id, receipt] : receipts.kept) CHECK(receipt.viewer == model::ViewerId{1});
}

TEST_CASE("receipt_writer: a reset beside the writing of a batch, as PostgreSQL has it, leaves nothing") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  const model::ViewerId reset{2};
  // It sees none of the batch's rows, is over before they are, and a new page is served after it.
  receipts.meanwhile = [&] {
    writer.forget(reset);
    CHECK(writer.put(page_of(5, reset.raw()), writer.generation()));
  };
  for (std::uint64_t id = 1; id <= 4; ++id) writer.put(page_of(id, 1 + id % 2), 0);
  writer.flush();
  CHECK(receipts.kept.size() == 3);
  for (const auto& [id, receipt] : receipts.kept) CHECK((receipt.viewer != reset || id == 5));
}

TEST_CASE("receipt_writer: a page that was ranked before its viewer was forgotten is not kept") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  const auto before = writer.generation();
  writer.forget(model::ViewerId{2});
  CHECK_FALSE(writer.put(page_of(1, 2), before));
  CHECK(writer.put(page_of(2, 3), before));  // somebody else's
  CHECK(writer.put(page_of(3, 2), writer.generation()));
  writer.stop();
  CHECK(receipts.kept.size() == 2);
  CHECK_FALSE(receipts.kept.contains(1));
}

TEST_CASE("receipt_writer: while nothing can be written they wait, and are written when it can") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  record.broken = true;
  for (std::uint64_t id = 1; id <= 20; ++id) writer.put(page_of(id, 7), 0);
  writer.flush();
  CHECK(receipts.kept.empty());
  CHECK(writer.find(model::ReceiptId{20}) != nullptr);
  record.broken = false;
  writer.flush();
  CHECK(receipts.kept.size() == 20);
}

TEST_CASE("receipt_writer: a page too large to be kept is dropped alone") {
  OneWriter record;
  KeptReceipts receipts;
  ReceiptWriter writer{record, receipts};
  for (std::uint64_t id = 1; id <= 3; ++id) {
    auto page = std::make_shared<Served>(*page_of(id, 7));
    // A tag of the greatest length that all of the house has, and that somebody muted.
    const feed::Reason muted = feed::Muted{feed::Muted::What::tag, std::string(128, 'a')};
    if (id == 2) page->receipt.slate.dropped.resize(4500, {.video = model::VideoId{1}, .reason = muted});
    writer.put(std::move(page), 0);
  }
  writer.flush();
  CHECK(receipts.kept.size() == 2);
  CHECK_FALSE(receipts.kept.contains(2));
  CHECK(writer.find(model::ReceiptId{2}) == nullptr);
  CHECK(writer.find(model::ReceiptId{3}) == nullptr);
}
}  // namespace vitrine::receipt_writer_test
