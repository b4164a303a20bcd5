#pragma once
// A short list inside its owner: no block of the heap, so whoever makes and drops thousands of owners a
// second touches no allocator. For plain values whose number has a limit known at compile time; more than
// that is a bug and stops the process. Moving is copying. One thread per object.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <ranges>
#include <type_traits>

#include "base/assert.hpp"

namespace vitrine::base {

template <class T, std::size_t size_max>
class InlineVector {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  static_assert(size_max <= UINT16_MAX);

 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  // Slots that hold nothing are left as they were: clearing them would cost more than what is in them.
  InlineVector() {}
  InlineVector(std::initializer_list<T> values) { assign(values.begin(), values.end()); }
  template <std::forward_iterator From>
  InlineVector(From first, From last) {
    assign(first, last);
  }
  InlineVector(const InlineVector& other) { assign(other.begin(), other.end()); }
  InlineVector& operator=(const InlineVector& other) {
    if (this != &other) assign(other.begin(), other.end());
    return *this;
  }
  ~InlineVector() = default;

  template <std::forward_iterator From>
  void assign(From first, From last) {
    set_size(static_cast<std::size_t>(std::distance(first, last)));
    std::copy(first, last, slots_);
  }
  void assign(std::size_t count, T value) {
    set_size(count);
    std::fill_n(slots_, count, value);
  }
  void push_back(T value) {
    set_size(size_ + 1U);
    slots_[size_ - 1] = value;
  }
  void clear() { size_ = 0; }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return slots_; }
  [[nodiscard]] const T* data() const { return slots_; }
  [[nodiscard]] T* begin() { return slots_; }
  [[nodiscard]] T* end() { return slots_ + size_; }
  [[nodiscard]] const T* begin() const { return slots_; }
  [[nodiscard]] const T* end() const { return slots_ + size_; }
  [[nodiscard]] T& operator[](std::size_t i) {
    VITRINE_ASSERT(i < size_, "whoever asks for one knows how many there are");
    return slots_[i];
  }
  [[nodiscard]] const T& operator[](std::size_t i) const {
    VITRINE_ASSERT(i < size_, "whoever asks for one knows how many there are");
    return slots_[i];
  }
  friend bool operator==(const InlineVector& a, const InlineVector& b) { return std::ranges::equal(a, b); }

 private:
  void set_size(std::size_t count) {
    VITRINE_ASSERT(count <= size_max, "the list's limit is its type's: whoever fills it keeps to it");
    size_ = static_cast<std::uint16_t>(count);
  }
  std::uint16_t size_ = 0;
  union {
    T slots_[size_max];  ///< in a union, so that nobody fills it
  };
};

}  // namespace vitrine::base
