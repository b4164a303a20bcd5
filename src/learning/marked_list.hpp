#pragma once
// A short list of values with ids, in whatever order its owner keeps them. Beside it stands a 16-bit mark of
// each id, so that a search reads two bytes a value. One thread, or many readers.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/prefetch.hpp"
#include "learning/kernels.hpp"
#include "learning/short_list.hpp"

namespace vitrine::learning {

template <class T, std::uint64_t T::* id>
class MarkedList {
 public:
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }
  [[nodiscard]] auto rbegin() const { return values_.rbegin(); }
  [[nodiscard]] auto rend() const { return values_.rend(); }
  // For changing values; their ids must stay.
  [[nodiscard]] auto begin() { return values_.begin(); }
  [[nodiscard]] auto end() { return values_.end(); }

  /// The last value of that id, or nullptr.
  [[nodiscard]] const T* find(std::uint64_t wanted) const {
    static_assert(sizeof(T) >= 16, "whole groups of marks lie in the memory of a list, which is whole lines");
    const std::uint16_t mark = mark_of(wanted);
    for (std::size_t end = size(); (end = kernels().last_mark(values_.beside(), end, mark)) > 0; --end)
      if (values_[end - 1].*id == wanted) return &values_[end - 1];
    return nullptr;
  }
  [[nodiscard]] T* find(std::uint64_t wanted) { return const_cast<T*>(std::as_const(*this).find(wanted)); }

  /// The same where it is mostly the last value of all.
  [[nodiscard]] T* find_near_end(std::uint64_t wanted) {
    if (!empty() && values_.back().*id == wanted) return &values_[size() - 1];
    return find(wanted);
  }

  T& add(const T& value) { return values_.push_back(value, mark_of(value.*id)); }
  /// In the place of one that goes.
  T& replace(std::size_t place, const T& value) { return values_.put(place, value, mark_of(value.*id)); }
  void drop_first(std::size_t count) { values_.erase(0, count); }
  void forget(std::uint64_t gone) {
    if (find(gone) != nullptr) values_.erase_if([&](const T& value) { return value.*id == gone; });
  }

  /// Asks memory for what a search reads, and for the last value; of a short list for all, which is copied
  /// when it grows.
  void prefetch() const {
    if (empty()) return;
    constexpr std::size_t line = 64, short_bytes = 5 * line;
    if (const std::size_t all = values_.reached(); all <= short_bytes) {
      for (std::size_t i = 0; i < all; i += line) base::prefetch<base::Intent::write>(values_.memory() + i);
      return;
    }
    base::prefetch<base::Intent::write>(&values_.back());
    const auto* marks = reinterpret_cast<const char*>(values_.beside());
    // Of a long list the end is likely enough; the processor fetches the rest by itself.
    for (std::size_t i = 0, end = size() * sizeof(std::uint16_t); i < 4 && end > line * i; ++i)
      base::prefetch(marks + end - 1 - line * i);
  }
  [[nodiscard]] std::size_t bytes() const { return values_.bytes(); }

 private:
  [[no_unique_address]] ShortList<T, std::uint16_t> values_;
};

}  // namespace vitrine::learning
