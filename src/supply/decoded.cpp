#include "supply/decoded.hpp"

namespace vitrine::supply {

base::Result<void> Decoded::read(const EventLog& log, model::LogPosition from, std::size_t max) {
  TRY(log.read(from, max, entries_));
  first = from;
  unreadable = 0;
  events.resize(entries_.size());
  readable.assign(entries_.size(), true);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (model::decode_feed_event(entries_[i], events[i])) continue;
    events[i] = {};
    readable[i] = false;
    if (!entries_[i].empty()) ++unreadable;
  }
  return {};
}

}  // namespace vitrine::supply
