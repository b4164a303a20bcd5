#pragma once
// The counters of everything: one row per key, keys exact (no hashing into shared buckets: collisions cost
// accuracy, Monolith (Liu et al. 2022) section 2.1, and would make forgetting inexact).
//
// Open addressing with linear probing in one array of 128-byte rows, so a row is two neighbouring cache lines
// and finding one is usually a single miss. Removal shifts back instead of leaving tombstones. Slots depend
// only on the sequence of calls. One writer, or many readers; references live until the next admit or erase.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.hpp"
#include "base/large_pages.hpp"
#include "base/result.hpp"
#include "base/wire.hpp"
#include "learning/signals.hpp"

namespace vitrine::learning {

/// Heads that learn a leaning per key besides the counters; the others are too rare to.
inline constexpr std::size_t leaning_heads = 5;  // finish, long_view, like, skip, opened
inline constexpr std::size_t averaged_signals = 3;
inline constexpr std::array<Signal, averaged_signals> averaged{Signal::long_view, Signal::opened,
                                                               Signal::watched};

/// What most aspects are read by stands in the first line of cache; the rest is asked for where it is needed.
struct alignas(128) Row {
  std::uint64_t key = 0;  ///< 0: free
  float n = 0;            ///< showings
  std::array<float, leaning_heads> lean{};  ///< log-odds this key adds by itself
  std::array<float, signals_count> sums{};  ///< the last one begins the second line
  std::uint32_t touched_s = 0;
  std::uint64_t next = 0;  ///< the next row of the same viewer (newest first); 0: none, or not a viewer's
  std::array<float, averaged_signals> fast{};  ///< moving averages: about the last 3 showings
  std::array<float, averaged_signals> slow{};  ///< about the last 16
  std::array<float, leaning_heads> lean_g{};   ///< Adagrad's sums of squares
  float spare = 0;
};
static_assert(offsetof(Row, sums) + 8 * sizeof(float) == 64, "all signals but the rarest in the first line");
static_assert(sizeof(Row) == 128, "two cache lines; the checkpoint writes fields, not memory");

class Table {
 public:
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] std::size_t bytes() const { return rows_.size() * sizeof(Row); }

  [[nodiscard]] const Row* find(std::uint64_t key) const {
    if (rows_.empty()) return nullptr;
    for (std::size_t slot = home(key);; slot = (slot + 1) & mask()) {
      if (rows_[slot].key == key) return &rows_[slot];
      if (rows_[slot].key == 0) return nullptr;
    }
  }
  [[nodiscard]] Row* find(std::uint64_t key) { return const_cast<Row*>(std::as_const(*this).find(key)); }

  /// The row of `key`, made when it is new. Never moves a row if make_room() was called for as many.
  Row& admit(std::uint64_t key);
  /// After this, `more` admits keep every reference valid.
  void make_room(std::size_t more);
  bool erase(std::uint64_t key);

  void prefetch(std::uint64_t key) const {
    if (rows_.empty()) return;
    const Row* row = &rows_[home(key)];
    __builtin_prefetch(row, 1);
    __builtin_prefetch(reinterpret_cast<const char*>(row) + 64, 1);
  }

  /// The same for who only reads: other readers keep their copies. `whole`: the second line too.
  void prefetch_to_read(std::uint64_t key, bool whole) const {
    if (rows_.empty()) return;
    const Row* row = &rows_[home(key)];
    __builtin_prefetch(row, 0);
    if (whole) __builtin_prefetch(reinterpret_cast<const char*>(row) + 64, 0);
  }

  void write(base::WireWriter& out) const;
  /// Replaces the content. Refuses (through `in`) more than `rows_max` slots or rows out of place.
  void read(base::WireReader& in, std::size_t rows_max);

 private:
  [[nodiscard]] std::size_t mask() const { return rows_.size() - 1; }
  [[nodiscard]] std::size_t home(std::uint64_t key) const { return base::mix64(key) & mask(); }
  void grow(std::size_t capacity);

  std::vector<Row, base::LargePages<Row>> rows_;  ///< a power of two, at most 3/4 full
  std::size_t used_ = 0;
};

}  // namespace vitrine::learning
