#pragma once
// Receipts on their way to the disk. A page is answered before its receipt is written: it waits here, can be
// found here, and is written within a tenth of a second with all others that wait, in one transaction. What
// that gives up when the process is killed, and why it may: docs/adr/0004-receipts-after-the-answer.md.
//
// Thread-safe.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "feed/receipt.hpp"
#include "ports/record.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

/// A receipt, and for viewers without account the sitting it belongs to.
struct Served {
  feed::Receipt receipt;
  std::uint64_t sitting = 0;
};
using FeedPage = std::shared_ptr<const Served>;

class ReceiptWriter {
 public:
  ReceiptWriter(ports::Record& record, ReceiptStore& receipts) : record_(record), receipts_(receipts) {}
  ~ReceiptWriter() { stop(); }
  ReceiptWriter(const ReceiptWriter&) = delete;
  ReceiptWriter& operator=(const ReceiptWriter&) = delete;

  /// How many were forgotten so far. Taken before a page is ranked and given to put() with it.
  [[nodiscard]] std::uint64_t generation() const;
  /// Only pages of viewers with an account. Begins the thread when it is the first. False, and the page is
  /// not kept: its viewer was forgotten since `generation`.
  bool put(FeedPage page, std::uint64_t generation);
  /// nullptr: it is written, or was never here.
  [[nodiscard]] FeedPage find(model::ReceiptId id) const;
  /// Those of `viewer` that wait, newest first.
  [[nodiscard]] std::vector<FeedPage> of(model::ViewerId viewer) const;
  /// Those of `viewer` will not be written. Call inside the transaction that removes the written ones. Those
  /// being written meanwhile, which PostgreSQL does not show to that transaction, the writer removes itself.
  void forget(model::ViewerId viewer);
  /// Writes what waits, now.
  void flush();
  /// Writes what waits and ends the thread. Repeatable; put() begins again.
  void stop();

 private:
  // An hour of a database that cannot be written, at a page every two seconds: the oldest go first.
  static constexpr std::size_t waiting_max = 2000;
  static constexpr std::size_t at_once = 100;  // pages a transaction: 5 MB at most, mostly 1

  struct Batch {
    std::vector<FeedPage> pages;
    std::vector<model::ViewerId> late;
    std::uint64_t generation = 0;
    std::int64_t too_large = 0;
  };

  void work(const std::stop_token& stop);
  Batch take() const;
  base::Result<void> write(ports::Transaction& tx, Batch& batch);
  /// Answers whether there is more to do now.
  bool write_some();
  /// Under mutex_.
  bool forgotten_since(model::ViewerId viewer, std::uint64_t generation) const;

  ports::Record& record_;
  ReceiptStore& receipts_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<FeedPage> waiting_;  ///< oldest first; those being written stay until they are
  std::uint64_t generation_ = 0;
  std::map<std::uint64_t, std::uint64_t> forgotten_;  ///< generation after it, by viewer; 50 bytes of each
  std::vector<model::ViewerId> late_;  ///< were forgotten while a batch with pages of theirs was written
  std::mutex writing_;                 ///< one batch at a time
  std::atomic<bool> troubled_ = false;
  std::jthread thread_;
};

}  // namespace vitrine::supply
