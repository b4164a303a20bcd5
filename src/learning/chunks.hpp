#pragma once
// A list that grows by whole chunks of large pages and never moves what it holds: a vector that doubles asks
// the system for twice the memory, has it cleared, and copies everything over. The first chunk still doubles,
// so that a short list stays small. Cost of an index: a division by a constant. One thread, or many readers.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "base/large_pages.hpp"

namespace vitrine::learning {

template <class T, std::size_t chunk_bytes = base::large_pages::page_bytes>
class Chunks {
  static constexpr std::size_t per_chunk = std::max<std::size_t>(chunk_bytes / sizeof(T), 1);

  template <class List, class Value>
  class Walk {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = T;
    Walk() = default;
    Walk(List* list, std::size_t place) : list_(list), place_(place) {}
    [[nodiscard]] Value& operator*() const { return (*list_)[place_]; }
    [[nodiscard]] Value* operator->() const { return &**this; }
    Walk& operator++() {
      ++place_;
      return *this;
    }
    Walk operator++(int) { return std::exchange(*this, Walk{list_, place_ + 1}); }
    friend bool operator==(const Walk&, const Walk&) = default;

   private:
    List* list_ = nullptr;
    std::size_t place_ = 0;
  };

 public:
  Chunks() = default;
  Chunks(const Chunks&) = default;
  Chunks(Chunks&& other) noexcept : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  Chunks& operator=(Chunks other) noexcept {
    std::swap(chunks_, other.chunks_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Chunks() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Places there is memory for.
  [[nodiscard]] std::size_t capacity() const {
    std::size_t places = 0;
    for (const Chunk& chunk : chunks_) places += chunk.capacity();
    return places;
  }

  /// Asked for dozens of times a showing: without the library's checks of every index.
  [[nodiscard]] const T& operator[](std::size_t i) const {
    return chunks_.data()[i / per_chunk].data()[i % per_chunk];
  }
  [[nodiscard]] T& operator[](std::size_t i) { return const_cast<T&>(std::as_const(*this)[i]); }
  [[nodiscard]] const T& back() const { return chunks_.back().back(); }
  [[nodiscard]] T& back() { return chunks_.back().back(); }

  /// References stay valid once the first chunk is full.
  T& emplace_back() {
    if (chunks_.empty() || chunks_.back().size() == per_chunk) {
      chunks_.emplace_back();
      if (chunks_.size() > 1) chunks_.back().reserve(per_chunk);
    }
    T& made = chunks_.back().emplace_back();
    ++size_;
    return made;
  }
  void pop_back() {
    --size_;
    chunks_.back().pop_back();
    if (chunks_.back().empty()) chunks_.pop_back();
  }

  [[nodiscard]] auto begin() const { return Walk<const Chunks, const T>{this, 0}; }
  [[nodiscard]] auto end() const { return Walk<const Chunks, const T>{this, size()}; }
  [[nodiscard]] auto begin() { return Walk<Chunks, T>{this, 0}; }
  [[nodiscard]] auto end() { return Walk<Chunks, T>{this, size()}; }

 private:
  using Chunk = base::LargePagesVector<T>;
  std::vector<Chunk> chunks_;  ///< none of them empty; all but the last are full
  std::size_t size_ = 0;
};

}  // namespace vitrine::learning
