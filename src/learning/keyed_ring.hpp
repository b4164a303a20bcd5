#pragma once
// Values found by an exact 64-bit key and let go of in the order they came: a new one stands at the end, the
// oldest go from the front, and none ever moves. (A keyed_store moves one for each that goes.) Same calls,
// same order on every machine.
//
// T is plain memory with a member `std::uint64_t key` (never 0). Cost: O(1) expected; 16 bytes of index per
// value, and the place of one that was erased stays until those before it are gone. References stay valid.
// One thread, or many readers.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/large_pages.hpp"
#include "base/prefetch.hpp"

namespace vitrine::learning {

template <class T>
class KeyedRing {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] bool empty() const { return used_ == 0; }
  /// From the oldest to the newest, those that were erased between them too.
  [[nodiscard]] std::size_t places() const { return end_ - begin_; }
  [[nodiscard]] std::size_t bytes() const {
    return chunks_.size() * per_chunk * sizeof(T) + slots_.capacity() * sizeof(Slot);
  }
  /// The oldest; there must be one.
  [[nodiscard]] const T& front() const { return at(begin_); }

  [[nodiscard]] const T* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_.data()[slot_of(key)];
    return slot.there() ? &at(position_of(slot)) : nullptr;
  }
  [[nodiscard]] T* find(std::uint64_t key) { return const_cast<T*>(std::as_const(*this).find(key)); }
  /// Asks memory for what a find() or an add() of it begins with.
  void prefetch_slot(std::uint64_t key) const {
    if (!slots_.empty()) base::prefetch<base::Intent::write>(slots_.data() + home(mark(key)));
  }

  /// An empty value at the end; one of the same key is let go of.
  T& add(std::uint64_t key) {
    if ((used_ + 1) * 2 > slots_.size()) make_room();
    std::size_t slot = slot_of(key);
    if (slots_.data()[slot].there()) {
      erase(key);
      slot = slot_of(key);
    }
    if (end_ - first_of_chunks_ == chunks_.size() * per_chunk) chunks_.emplace_back(per_chunk);
    slots_.data()[slot] = {static_cast<std::uint32_t>(end_), mark(key)};
    ++used_;
    T& value = at(end_++);
    base::prefetch_whole<base::Intent::write>(&value + 2);
    std::construct_at(&value)->key = key;  // in place: a value to copy from would take as long again
    return value;
  }
  void pop_front() {
    // Who lets go of one will of the next ones too: what that reads of them is anywhere in the memory.
    constexpr std::size_t ahead = 8;
    if (begin_ + 2 * ahead < end_) {
      base::prefetch(&at(begin_ + 2 * ahead).key);
      prefetch_slot(at(begin_ + ahead).key);
    }
    erase(front().key);
  }
  bool erase(std::uint64_t key) {
    if (slots_.empty()) return false;
    const std::size_t slot = slot_of(key);
    if (!slots_[slot].there()) return false;
    at(position_of(slots_[slot])).key = 0;
    close_gap(slot);
    --used_;
    while (begin_ < end_ && at(begin_).key == 0) ++begin_;
    while (!chunks_.empty() && begin_ - first_of_chunks_ >= per_chunk) {
      // Full of what is gone: memory for those to come.
      auto chunk = std::move(chunks_.front());
      chunks_.erase(chunks_.begin());
      first_of_chunks_ += per_chunk;
      if (chunks_.empty() || chunks_.size() * per_chunk - (end_ - first_of_chunks_) < per_chunk)
        chunks_.push_back(std::move(chunk));
    }
    return true;
  }

  /// After this places() is size(). Cost: that of adding all that are there. References end.
  void close_gaps() {
    KeyedRing together;
    each([&](const T& value) { together.add(value.key) = value; });
    *this = std::move(together);
  }

  /// In order, oldest first.
  void each(auto visit) const {
    for (std::uint64_t position = begin_; position < end_; ++position)
      if (const T& value = at(position); value.key != 0) visit(value);
  }

 private:
  static constexpr std::size_t per_chunk = base::large_pages::page_bytes / sizeof(T);
  struct Slot {
    std::uint32_t position = 0;  ///< the last bits of it
    std::uint32_t mark = 0;      ///< 0: free
    [[nodiscard]] bool there() const { return mark != 0; }
  };

  [[nodiscard]] const T& at(std::uint64_t position) const {
    const std::uint64_t place = position - first_of_chunks_;
    return chunks_.data()[place / per_chunk].data()[place % per_chunk];
  }
  [[nodiscard]] T& at(std::uint64_t position) { return const_cast<T&>(std::as_const(*this).at(position)); }
  [[nodiscard]] std::uint64_t position_of(const Slot& slot) const {
    return begin_ + static_cast<std::uint32_t>(slot.position - static_cast<std::uint32_t>(begin_));
  }
  [[nodiscard]] static std::uint32_t mark(std::uint64_t key) {
    return static_cast<std::uint32_t>(base::mix64(key) >> 32) | 1;
  }
  [[nodiscard]] std::size_t home(std::uint32_t mark) const { return (mark >> 1) & (slots_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
  /// Where `key` is, or the free slot that ends the search for it.
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    const std::uint32_t wanted = mark(key);
    std::size_t slot = home(wanted);
    for (;; slot = next(slot)) {
      const Slot& here = slots_.data()[slot];
      if (!here.there() || (here.mark == wanted && at(position_of(here)).key == key)) return slot;
    }
  }
  void make_room() {
    auto before = std::exchange(slots_, {});
    slots_.resize(before.empty() ? 16 : before.size() * 2);
    for (const Slot& one : before) {
      if (!one.there()) continue;
      std::size_t slot = home(one.mark);
      while (slots_[slot].there()) slot = next(slot);
      slots_[slot] = one;
    }
  }
  /// Backward-shift deletion (Knuth 6.4, algorithm R).
  void close_gap(std::size_t gap) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = next(gap); slots_[slot].there(); slot = next(slot)) {
      if (((slot - home(slots_[slot].mark)) & mask) < ((slot - gap) & mask)) continue;
      slots_[gap] = slots_[slot];
      gap = slot;
    }
    slots_[gap] = {};
  }

  std::vector<base::LargePagesVector<T>> chunks_;
  std::uint64_t first_of_chunks_ = 0;  ///< the position that the first place of the chunks stands for
  std::uint64_t begin_ = 0, end_ = 0;  ///< positions; what is between is there or was erased
  std::size_t used_ = 0;
  base::LargePagesVector<Slot> slots_;  ///< a power of two, at most half full
};

}  // namespace vitrine::learning
