#pragma once
// Encoded events in order, one behind the other in one piece of memory: what goes into the event log and
// comes out of it. A block of the heap for each event costs more than the event; here a batch that is filled
// again needs none. Each lies behind its length (a varint), so that a run of them is the body of a stored row
// as it stands. At most 4 GiB. One thread per object.
#include <cstdint>
#include <vector>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/wire.hpp"
#include "model/feed_event.hpp"

namespace vitrine::ports {

class EventBatch {
 public:
  EventBatch() = default;
  /// What was encoded elsewhere; implicit, because it is the same in another form.
  EventBatch(const std::vector<base::Bytes>& events) {
    for (const auto& event : events) add(event);
  }
  explicit EventBatch(const std::vector<model::FeedEvent>& events) {
    for (const auto& event : events) add(event);
  }

  void add(base::ByteView event) {
    out_.varint(event.size());
    const std::size_t begin = out_.bytes().size();
    out_.raw(event);
    const std::size_t end = out_.bytes().size();
    VITRINE_ASSERT(end <= UINT32_MAX, "whoever fills a batch stops long before");
    places_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  void add(const model::FeedEvent& event) {
    one_.clear();
    model::encode(event, one_);
    add(one_.bytes());
  }
  /// For the next ones; the memory stays.
  void clear() {
    out_.clear();
    places_.clear();
  }

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] bool empty() const { return places_.empty(); }
  /// Until the batch is changed. Empty: an event that was erased.
  [[nodiscard]] base::ByteView operator[](std::size_t i) const {
    const Place& place = places_[i];
    return out_.bytes().subspan(place.begin, place.end - place.begin);
  }
  /// The events from `first` until before `last`, each behind its length.
  [[nodiscard]] base::ByteView packed(std::size_t first, std::size_t last) const {
    return out_.bytes().subspan(end_of(first), end_of(last) - end_of(first));
  }

 private:
  struct Place {
    std::uint32_t begin, end;
  };
  /// Of the first `count` events.
  [[nodiscard]] std::size_t end_of(std::size_t count) const {
    return count == 0 ? 0 : places_[count - 1].end;
  }

  base::WireWriter out_, one_;
  std::vector<Place> places_;
};

}  // namespace vitrine::ports
