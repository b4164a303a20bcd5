#pragma once
// A short array of plain values: 12 bytes while it is empty, one piece of memory afterwards. There are
// millions of them, mostly of a few values, so it has room for what the memory it was given really holds and
// for little beyond: it begins with a line of cache or two, doubles up to sixteen values, then grows by a
// quarter.
//
// `Beside` is for what a search reads: a second array with one of these for each value, before the values in
// the same memory, so that of a short list it lies in one line of cache with the first of them.
//
// Never gives memory back before it ends. At most 65 535 values (asserted). References stay valid until the
// list grows. One thread, or many readers.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>

#include "base/assert.hpp"
#include "base/large_pages.hpp"

namespace vitrine::learning {

struct Nothing {};

template <class T, class Beside = Nothing>
class ShortList {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_copyable_v<Beside>);
  static constexpr std::size_t beside_bytes = std::is_empty_v<Beside> ? 0 : sizeof(Beside);
  static constexpr std::size_t each_bytes = sizeof(T) + beside_bytes;
  static_assert(alignof(Beside) <= alignof(T));
  static constexpr std::size_t first_room = (each_bytes > 20 ? 128 : 64) / each_bytes;
  static constexpr std::size_t doubled_to = 16;

 public:
  ShortList() = default;
  ShortList(const ShortList& other) {
    if (other.empty()) return;
    move_to(room_for(other.size_));
    take_over(other);
  }
  ShortList(ShortList&& other) noexcept
      : values_(std::exchange(other.values_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        room_(std::exchange(other.room_, 0)) {}
  ShortList& operator=(ShortList other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
    return *this;
  }
  ~ShortList() { give_back(); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const T* data() const { return values_; }
  [[nodiscard]] T* data() { return values_; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }
  [[nodiscard]] T& operator[](std::size_t i) { return values_[i]; }
  [[nodiscard]] const T& back() const { return values_[size_ - 1]; }
  [[nodiscard]] const T* begin() const { return values_; }
  [[nodiscard]] const T* end() const { return values_ + size_; }
  [[nodiscard]] T* begin() { return values_; }
  [[nodiscard]] T* end() { return values_ + size_; }
  [[nodiscard]] auto rbegin() const { return std::reverse_iterator{end()}; }
  [[nodiscard]] auto rend() const { return std::reverse_iterator{begin()}; }
  /// What was put beside each value.
  [[nodiscard]] const Beside* beside() const { return reinterpret_cast<const Beside*>(memory()); }

  T& push_back(T value, Beside beside = {}) {
    if (size_ == room_)
      move_to(room_for(size_ == 0 ? first_room : size_ + (size_ < doubled_to ? size_ : size_ / 4U)));
    if constexpr (beside_bytes != 0) marks()[size_] = beside;
    return values_[size_++] = value;
  }
  T& put(std::size_t place, T value, Beside beside) {
    if constexpr (beside_bytes != 0) marks()[place] = beside;
    return values_[place] = value;
  }
  /// Those after them move up.
  void erase(std::size_t first, std::size_t count = 1) {
    const std::size_t after = size_ - first - count;
    if (after > 0) std::memmove(values_ + first, values_ + first + count, after * sizeof(T));
    if (beside_bytes != 0 && after > 0)
      std::memmove(marks() + first, marks() + first + count, after * beside_bytes);
    size_ = static_cast<std::uint16_t>(size_ - count);
  }
  void erase_if(auto leaves) {
    for (std::size_t i = size_; i-- > 0;)
      if (leaves(values_[i])) erase(i);
  }
  /// Erases all that equal it.
  void forget(const T& gone) {
    erase_if([&](const T& value) { return value == gone; });
  }

  /// Of the memory that it holds.
  [[nodiscard]] std::size_t bytes() const { return bytes_of(room_); }
  /// Where that begins, and how far a search and a push_back() reach.
  [[nodiscard]] const std::byte* memory() const {
    return reinterpret_cast<const std::byte*>(values_) - before_values(room_);
  }
  [[nodiscard]] std::size_t reached() const {
    return room_ == 0 ? 0 : before_values(room_) + std::min<std::size_t>(size_ + 1U, room_) * sizeof(T);
  }

 private:
  /// What stands beside so many values, and what aligns the values behind it.
  [[nodiscard]] static std::size_t before_values(std::size_t room) {
    return (room * beside_bytes + alignof(T) - 1) / alignof(T) * alignof(T);
  }
  [[nodiscard]] static std::size_t wanted_for(std::size_t room) {
    return before_values(room) + room * sizeof(T);
  }
  [[nodiscard]] static std::size_t bytes_of(std::size_t room) {
    return room == 0 ? 0 : base::large_pages::given_for(wanted_for(room));
  }
  [[nodiscard]] static std::size_t room_for(std::size_t count) {
    VITRINE_ASSERT(count <= UINT16_MAX, "every list of the model has its own limit, far below");
    const std::size_t bytes = bytes_of(count);
    std::size_t room = std::min<std::size_t>(bytes / each_bytes, UINT16_MAX);
    while (wanted_for(room) > bytes) --room;
    return room;
  }
  [[nodiscard]] std::byte* own_memory() { return const_cast<std::byte*>(memory()); }
  [[nodiscard]] Beside* marks() { return reinterpret_cast<Beside*>(own_memory()); }
  void take_over(const ShortList& other) {
    std::memcpy(static_cast<void*>(values_), other.values_, other.size_ * sizeof(T));
    if constexpr (beside_bytes != 0) std::memcpy(marks(), other.beside(), other.size_ * beside_bytes);
    size_ = other.size_;
  }
  void move_to(std::size_t room) {
    ShortList larger;
    std::byte* const memory = base::LargePages<std::byte>{}.allocate(bytes_of(room));
    larger.values_ = reinterpret_cast<T*>(memory + before_values(room));
    larger.room_ = static_cast<std::uint16_t>(room);
    if (size_ > 0) larger.take_over(*this);
    *this = std::move(larger);
  }
  void give_back() {
    if (values_ != nullptr) base::LargePages<std::byte>{}.deallocate(own_memory(), bytes_of(room_));
  }

  T* values_ = nullptr;
  std::uint16_t size_ = 0, room_ = 0;
};

}  // namespace vitrine::learning
