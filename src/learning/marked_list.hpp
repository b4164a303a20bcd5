#pragma once
// A short list of values with ids, in whatever order its owner keeps them. Beside it stands a 16-bit mark of
// each id, so that a search reads two bytes a value. Grows by a half, not to the double: there are millions
// of such lists. One thread, or many readers.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/large_pages.hpp"
#include "base/prefetch.hpp"
#include "learning/kernels.hpp"

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
    const std::uint16_t mark = mark_of(wanted);
    for (std::size_t end = marks_.size(); (end = kernels().last_mark(marks_.data(), end, mark)) > 0; --end)
      if (values_[end - 1].*id == wanted) return &values_[end - 1];
    return nullptr;
  }
  [[nodiscard]] T* find(std::uint64_t wanted) { return const_cast<T*>(std::as_const(*this).find(wanted)); }

  T& add(const T& value) {
    if (values_.size() == values_.capacity()) {
      const std::size_t room = values_.size() + std::max<std::size_t>(2, values_.size() / 2);
      values_.reserve(room);
      marks_.reserve(room);
    }
    marks_.push_back(mark_of(value.*id));
    return values_.emplace_back(value);
  }
  /// In the place of one that goes, at the end; the others move up.
  T& replace(std::size_t place, const T& value) {
    values_.erase(values_.begin() + static_cast<std::ptrdiff_t>(place));
    marks_.erase(marks_.begin() + static_cast<std::ptrdiff_t>(place));
    return add(value);
  }
  void drop_first(std::size_t count) {
    values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(count));
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  void forget(std::uint64_t gone) {
    if (find(gone) == nullptr) return;
    std::erase_if(values_, [&](const T& value) { return value.*id == gone; });
    marks_.clear();
    for (const T& value : values_) marks_.push_back(mark_of(value.*id));
  }

  /// Asks memory for what a search reads, and for the last value.
  void prefetch() const {
    if (values_.empty()) return;
    base::prefetch<base::Intent::write>(&values_.back());
    const auto* marks = reinterpret_cast<const char*>(marks_.data());
    // Of a long list the end is likely enough; the processor fetches the rest by itself.
    for (std::size_t i = 0, end = marks_.size() * sizeof(std::uint16_t); i < 4 && end > 64 * i; ++i)
      base::prefetch(marks + end - 1 - 64 * i);
  }
  [[nodiscard]] std::size_t bytes() const {
    return values_.capacity() * sizeof(T) + marks_.capacity() * sizeof(std::uint16_t);
  }

 private:
  base::LargePagesVector<T> values_;
  base::LargePagesVector<std::uint16_t> marks_;
};

}  // namespace vitrine::learning
