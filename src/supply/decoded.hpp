#pragma once
// The event log as events: how everybody goes through it who folds it. One thread per object.
#include <vector>

#include "model/feed_event.hpp"
#include "supply/ports.hpp"

namespace vitrine::supply {

/// Entries of the log that follow each other, decoded once for every model that folds them. Whoever goes
/// through a log keeps it: each batch is decoded into the memory of the one before.
class Decoded {
 public:
  /// Reads at most `max` entries from `from` on, in place of what it held; none: the log ends before `from`.
  /// Errors: as EventLog::read.
  base::Result<void> read(const EventLog& log, model::LogPosition from, std::size_t max);

  std::vector<model::FeedEvent> events{};
  std::vector<bool> readable{};  ///< erased and unreadable ones are empty events
  model::LogPosition first = 0;  ///< position of the first
  std::size_t unreadable = 0;    ///< neither erased nor an event

 private:
  ports::EventBatch entries_;
};

}  // namespace vitrine::supply
