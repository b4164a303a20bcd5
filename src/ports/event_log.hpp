#pragma once
// The ordered log the recommender is folded from: bytes in, positions out, nothing ever changed. Two empty
// events in place, keeping their positions: privacy's erasure those of a whole viewer, supply's history
// expiry what was watched longer ago than its viewer wants kept.
//
// Positions count from 1 without gaps. Durability may lag by the operating system's cache: losing the last
// instant of a log costs a few swipes of learning and no acknowledged fact. Thread-safe; appends are atomic.
// Implementations: adapters/sql, FakeEventLog.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/feed_event.hpp"
#include "ports/event_batch.hpp"

namespace vitrine::ports {

class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Appends in the order given, all or nothing; answers the first one's position. Empty input: last() + 1.
  /// Errors: not_available "event_log".
  virtual base::Result<model::LogPosition> append(const EventBatch& events) = 0;

  /// Fills `found`, whatever it held, with at most `max` events in order: the one at `from` (>= 1) first,
  /// each at the position after the one before. None: nothing there yet. Whoever reads a log batch by batch
  /// keeps `found`, and with it its memory. Errors, after which `found` holds anything: not_available
  /// "event_log"; bug "event_log_gap", when events are missing.
  virtual base::Result<void> read(model::LogPosition from, std::size_t max, EventBatch& found) const = 0;
  /// The same into one of its own.
  [[nodiscard]] base::Result<EventBatch> batch(model::LogPosition from, std::size_t max) const {
    EventBatch found;
    TRY(read(from, max, found));
    return found;
  }

  /// Empties every event for which `belongs(bytes)`, keeping its position; how many. Reads the whole log, a
  /// batch at a time. Run it again if it fails: it goes on where it can.
  virtual base::Result<std::int64_t> erase_if(const std::function<bool(base::ByteView)>& belongs) = 0;
  /// Leaves nothing of what was emptied in the files, as far as the engine can.
  virtual base::Result<void> scrub() { return {}; }

  /// The position of the newest entry; 0 when there is none.
  [[nodiscard]] virtual base::Result<model::LogPosition> last() const = 0;
};

/// In memory. Thread-safe.
class FakeEventLog final : public EventLog {
 public:
  base::Result<model::LogPosition> append(const EventBatch& events) override {
    const std::scoped_lock hold{mutex_};
    const model::LogPosition first = entries_.size() + 1;
    for (std::size_t i = 0; i < events.size(); ++i) entries_.emplace_back(events[i].begin(), events[i].end());
    return first;
  }
  base::Result<void> read(model::LogPosition from, std::size_t max, EventBatch& found) const override {
    const std::scoped_lock hold{mutex_};
    found.clear();
    for (std::size_t i = from - 1; i < entries_.size() && found.size() < max; ++i) found.add(entries_[i]);
    return {};
  }
  base::Result<std::int64_t> erase_if(const std::function<bool(base::ByteView)>& belongs) override {
    const std::scoped_lock hold{mutex_};
    std::int64_t erased = 0;
    for (auto& bytes : entries_) {
      if (bytes.empty() || !belongs(bytes)) continue;
      bytes.clear();
      ++erased;
    }
    return erased;
  }
  [[nodiscard]] base::Result<model::LogPosition> last() const override {
    const std::scoped_lock hold{mutex_};
    return entries_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<base::Bytes> entries_;
};

}  // namespace vitrine::ports
