#include "supply/receipt_writer.hpp"

#include <algorithm>
#include <ranges>

#include "base/log.hpp"

namespace vitrine::supply {
namespace {
constexpr std::chrono::milliseconds gather_for{100};
constexpr std::chrono::milliseconds retry_after{1000};
}  // namespace

std::uint64_t ReceiptWriter::generation() const {
  const std::scoped_lock hold{mutex_};
  return generation_;
}

bool ReceiptWriter::forgotten_since(model::ViewerId viewer, std::uint64_t generation) const {
  const auto found = forgotten_.find(viewer.raw());
  return found != forgotten_.end() && found->second > generation;
}

bool ReceiptWriter::put(FeedPage page, std::uint64_t generation) {
  {
    const std::scoped_lock hold{mutex_};
    if (forgotten_since(page->receipt.query.viewer, generation)) return false;
    if (waiting_.size() >= waiting_max) waiting_.pop_front();
    waiting_.push_back(std::move(page));
    if (!thread_.joinable()) thread_ = std::jthread{[this](const std::stop_token& stop) { work(stop); }};
  }
  wake_.notify_one();
  return true;
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
  forgotten_[viewer.raw()] = ++generation_;
  std::erase_if(waiting_, [&](const FeedPage& page) { return page->receipt.query.viewer == viewer; });
}

ReceiptWriter::Batch ReceiptWriter::take() const {
  const std::scoped_lock hold{mutex_};
  const auto count = static_cast<std::ptrdiff_t>(std::min(at_once, waiting_.size()));
  return {.pages = {waiting_.begin(), waiting_.begin() + count}, .late = late_, .generation = generation_};
}

base::Result<void> ReceiptWriter::write(ports::Transaction& tx, Batch& batch) {
  for (const auto viewer : batch.late) TRY(receipts_.remove_of(tx, viewer));
  for (const FeedPage& page : batch.pages) {
    const auto& receipt = page->receipt;
    auto bytes = feed::encode(receipt);
    // It goes alone: one that can never be written must not keep the others from it.
    if (bytes.size() > receipt_bytes_max) ++batch.too_large;
    else TRY(receipts_.put(tx, {receipt.id, receipt.query.viewer, receipt.query.at, std::move(bytes)}));
  }
  return {};
}

bool ReceiptWriter::write_some() {
  const std::scoped_lock one_at_a_time{writing_};
  Batch batch;
  const auto done = record_.write([&](ports::Transaction& tx) -> base::Result<void> {
    batch = take();  // inside the transaction: what a reset took away before it is not written after it
    return write(tx, batch);
  });
  if (const bool before = troubled_.exchange(!done); !done && !before)
    base::log(base::Level::warning, "receipts_not_written", {{"code", done.error().code}});
  if (!done) return false;
  if (batch.too_large > 0)
    base::log(base::Level::warning, "receipts_too_large", {{"count", batch.too_large}});
  const std::scoped_lock hold{mutex_};
  late_.clear();
  for (const FeedPage& page : batch.pages) {
    std::erase(waiting_, page);
    // Newer pages of theirs still wait, so with the next batch all there is of them on the disk can go.
    const auto viewer = page->receipt.query.viewer;
    if (forgotten_since(viewer, batch.generation) && std::ranges::find(late_, viewer) == late_.end())
      late_.push_back(viewer);
  }
  return !waiting_.empty() || !late_.empty();
}

void ReceiptWriter::flush() {
  while (write_some()) {
  }
}

void ReceiptWriter::work(const std::stop_token& stop) {
  std::unique_lock hold{mutex_};
  while (!stop.stop_requested()) {
    if (!wake_.wait(hold, stop, [&] { return !waiting_.empty() || !late_.empty(); })) return;
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
