#pragma once
// Values found by an exact 64-bit key and visited in a fixed order: insertion order, where removing one moves
// the last into its place. The same calls give the same order on every machine, so a loop over it is
// deterministic and its bytes can be compared. (Standard unordered containers promise neither.)
//
// T has a member `std::uint64_t key` (never 0). Cost: O(1) expected; 16 bytes of index per value, which tell
// a value from another's without looking at either. References stay valid until the next insert or erase. One
// thread, or many readers.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/large_pages.hpp"
#include "base/prefetch.hpp"
#include "learning/chunks.hpp"

namespace vitrine::learning {

template <class T>
class KeyedStore {
 public:
  using Values = Chunks<T>;

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// Of the values and the index, without what values point to.
  [[nodiscard]] std::size_t bytes() const {
    return values_.capacity() * sizeof(T) + slots_.capacity() * sizeof(Slot);
  }
  [[nodiscard]] const Values& values() const { return values_; }
  /// For changing every value; the keys must stay.
  [[nodiscard]] Values& each() { return values_; }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }

  [[nodiscard]] const T* find(std::uint64_t key) const {
    const std::uint32_t number = slots_.empty() ? 0 : slots_.data()[slot_of(key)].number;
    return number == 0 ? nullptr : &values_[number - 1];
  }
  [[nodiscard]] T* find(std::uint64_t key) { return const_cast<T*>(std::as_const(*this).find(key)); }

  /// Where `key` stands in values(); size() when it is not there.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    const std::uint32_t number = slots_.empty() ? 0 : slots_[slot_of(key)].number;
    return number == 0 ? size() : number - 1;
  }

  // Steps of a find() that is to come, for who looks up many: first the slot, some time later the value. This
  // answers the number that likely() asks for.
  void prefetch_slot(std::uint64_t key) const {
    if (!slots_.empty()) base::prefetch(slots_.data() + home(base::mix64(key)));
  }
  std::uint32_t prefetch_value(std::uint64_t key) const {
    if (slots_.empty()) return 0;
    const std::uint64_t hash = base::mix64(key);
    std::size_t slot = home(hash);  // a fifth of all keys are not at home
    while (slots_.data()[slot].number != 0 && slots_.data()[slot].mark != mark(hash)) slot = next(slot);
    const std::uint32_t number = slots_.data()[slot].number;
    if (number != 0) base::prefetch_whole(&values_[number - 1]);
    return number;
  }
  void prefetch_number(std::uint32_t number) const {
    if (number != 0 && number <= size()) base::prefetch_whole(&values_[number - 1]);
  }
  /// The value of `key` if it has the number, or nullptr; values may have been made or erased since.
  [[nodiscard]] const T* likely(std::uint64_t key, std::uint32_t number) const {
    if (number == 0 || number > size()) return nullptr;
    const T* value = &values_[number - 1];
    return value->key == key ? value : nullptr;
  }

  /// The value of `key`, made empty when it is new.
  T& at(std::uint64_t key) {
    T* found = find(key);
    return found != nullptr ? *found : add(key);
  }
  /// Where that stands in values(). The place stays the same while others are made.
  std::size_t place_at(std::uint64_t key) {
    const std::size_t found = place_of(key);
    if (found == size()) add(key);
    return found;
  }

  bool erase(std::uint64_t key) {
    if (slots_.empty()) return false;
    const std::size_t slot = slot_of(key);
    const std::uint32_t gone = slots_[slot].number;
    if (gone == 0) return false;
    close_gap(slot);
    const auto last = static_cast<std::uint32_t>(values_.size());
    if (gone != last) {
      slots_[slot_of(values_.back().key)].number = gone;
      values_[gone - 1] = std::move(values_.back());
    }
    values_.pop_back();
    return true;
  }

 private:
  struct Slot {
    std::uint32_t number = 0;  ///< of a value + 1; 0: free
    std::uint32_t mark = 0;    ///< the half of its hash that the place does not tell
  };
  T& add(std::uint64_t key) {
    if ((values_.size() + 1) * 2 > slots_.size()) rebuild(slots_.empty() ? 16 : slots_.size() * 2);
    values_.emplace_back();
    values_.back().key = key;
    place(key, static_cast<std::uint32_t>(values_.size()));
    return values_.back();
  }

  [[nodiscard]] static std::uint32_t mark(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32);
  }
  [[nodiscard]] std::size_t home(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
  [[nodiscard]] std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
  /// Where `key` is, or the free slot that ends the search for it.
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    const std::uint64_t hash = base::mix64(key);
    std::size_t slot = home(hash);
    for (;; slot = next(slot)) {
      const Slot& at = slots_.data()[slot];
      if (at.number == 0 || (at.mark == mark(hash) && values_[at.number - 1].key == key)) return slot;
    }
  }

  void place(std::uint64_t key, std::uint32_t number) {
    const std::uint64_t hash = base::mix64(key);
    std::size_t slot = home(hash);
    while (slots_[slot].number != 0) slot = next(slot);
    slots_[slot] = {number, mark(hash)};
  }
  void rebuild(std::size_t capacity) {
    slots_.assign(capacity, {});
    std::uint32_t number = 0;
    for (const T& value : values_) place(value.key, ++number);
  }
  /// Backward-shift deletion (Knuth 6.4, algorithm R): no tombstones, so probes stay short for ever.
  void close_gap(std::size_t gap) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = next(gap);; slot = next(slot)) {
      if (slots_[slot].number == 0) break;
      const std::size_t wanted = home(base::mix64(values_[slots_[slot].number - 1].key));
      if (((slot - wanted) & mask) < ((slot - gap) & mask)) continue;
      slots_[gap] = slots_[slot];
      gap = slot;
    }
    slots_[gap] = {};
  }

  Values values_;
  base::LargePagesVector<Slot> slots_;  ///< a power of two, at most half full
};

}  // namespace vitrine::learning
