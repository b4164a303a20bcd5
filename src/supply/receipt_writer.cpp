#include "supply/receipt_writer.hpp"

#include <algorithm>
#include <ranges>

#include "base/log.hpp"

namespace vitrine::supply {
namespace {
constexpr std::chrono::milliseconds gather_for{100};
constexpr std::chrono::milliseconds retry_after{1000};
}  // namespace

void ReceiptWriter::put(FeedPage page) {
  {
    const std::scoped_lock hold{mutex_};
    if (waiting_.size() >= waiting_max) waiting_.pop_front();
    waiting_.push_back(std::move(page));
    if (!thread_.joinable()) thread_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
  }
  wake_.notify_one();
}

FeedPage ReceiptWriter::find(model::ReceiptId id) const {
  const std::scoped_lock hold{mutex_};
  const auto found = std::ranges::find(waiting_, id, [](const FeedPage& page) { return page->receipt.id; });
  return found == waiting_.end() ? nullptr : *found;
}

std::vector<FeedPage> ReceiptWriter::of(model::ViewerId viewer) const {
  const std::scoped_lock hold{mutex_};
  std::vector<FeedPage> found;
  for (const FeedPage& page : std::views::reverse(waiting_))
    if (page->receipt.query.viewer == viewer) found.push_back(page);
  return found;
}

void ReceiptWriter::forget(model::ViewerId viewer) {
  const std::scoped_lock hold{mutex_};
  std::erase_if(waiting_, [&](const FeedPage& page) { return page->receipt.query.viewer == viewer; });
}

bool ReceiptWriter::write_some() {
  const std::scoped_lock one_at_a_time{writing_};
  std::vector<FeedPage> written;
  std::int64_t too_large = 0;
  const auto done = record_.write([&](ports::Transaction& tx) -> base::Result<void> {
    {
      // Looked up here, inside the transaction: what a reset took away before it is not written after it.
      const std::scoped_lock hold{mutex_};
      const auto count = static_cast<std::ptrdiff_t>(std::min(at_once, waiting_.size()));
      written.assign(waiting_.begin(), waiting_.begin() + count);
    }
    too_large = 0;
    for (const FeedPage& page : written) {
      const auto& receipt = page->receipt;
      auto bytes = feed::encode(receipt);
      // It goes alone: one that can never be written must not keep the others from it.
      if (bytes.size() > receipt_bytes_max) ++too_large;
      else TRY(receipts_.put(tx, {receipt.id, receipt.query.viewer, receipt.query.at, std::move(bytes)}));
    }
    return {};
  });
  if (const bool before = troubled_.exchange(!done); !done && !before)
    base::log(base::Level::warning, "receipts_not_written", {{"code", done.error().code}});
  if (!done) return false;
  if (too_large > 0) base::log(base::Level::warning, "receipts_too_large", {{"count", too_large}});
  const std::scoped_lock hold{mutex_};
  for (const FeedPage& page : written) std::erase(waiting_, page);
  return !waiting_.empty();
}

void ReceiptWriter::flush() {
  while (write_some()) {
  }
}

void ReceiptWriter::work(const std::stop_token& stop) {
  std::unique_lock hold{mutex_};
  while (!stop.stop_requested()) {
    if (!wake_.wait(hold, stop, [&] { return !waiting_.empty(); })) return;
    const auto pause = troubled_ ? retry_after : gather_for;
    (void)wake_.wait_for(hold, stop, pause, [] { return false; });  // the others of this moment
    hold.unlock();
    flush();
    hold.lock();
  }
}

void ReceiptWriter::stop() {
  std::jthread ending;
  {
    const std::scoped_lock hold{mutex_};
    ending = std::move(thread_);
  }
  if (!ending.joinable()) return;
  ending.request_stop();
  ending.join();
  flush();
}

}  // namespace vitrine::supply
