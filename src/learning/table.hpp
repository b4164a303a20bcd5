#pragma once
// The counters of everything: one row per key, keys exact (no hashing into shared buckets: collisions cost
// accuracy, Monolith (Liu et al. 2022) section 2.1, and would make forgetting inexact).
//
// Open addressing with linear probing in pages of 16 384 rows (2 MiB: one large page of memory), found
// through a directory by the first bits of the key, which is a hash already (learning/readings.hpp):
// extendible hashing (Fagin, Nievergelt, Pippenger, Strong 1979). A page that fills up is split in two, so
// growing neither holds up the fold nor needs twice the memory. A row is two neighbouring cache lines and
// finding one is usually a single miss. Removal shifts back instead of leaving tombstones. Slots depend only
// on the sequence of calls. One writer, or many readers; references live until the next make_room or erase.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.hpp"
#include "base/large_pages.hpp"
#include "base/prefetch.hpp"
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
  std::uint64_t key = 0;                    ///< 0: free
  float n = 0;                              ///< showings
  std::array<float, leaning_heads> lean{};  ///< log-odds this key adds by itself
  std::array<float, signals_count> sums{};  ///< the last one begins the second line
  std::uint32_t touched_s = 0;
  std::uint64_t next = 0;  ///< the next row of the same viewer (newest first); 0: none, or not a viewer's
  std::array<float, 2 * averaged_signals> averages{};  ///< over about the last 3 showings, then the last 16
  std::array<float, leaning_heads> lean_g{};           ///< Adagrad's sums of squares
  std::uint32_t personal = 0;                          ///< 1: a viewer's, threaded by `next`
};
static_assert(offsetof(Row, sums) + 8 * sizeof(float) == 64, "all signals but the rarest in the first line");
static_assert(sizeof(Row) == 128, "two cache lines; the checkpoint writes fields, not memory");

class Table {
 public:
  Table() : pages_(1) {}

  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] std::size_t bytes() const { return pages_.size() * Page::slots * (sizeof(Row) + 1); }

  [[nodiscard]] const Row* find(std::uint64_t key) const {
    const Page& page = page_of(key);
    const std::size_t slot = page.slot_of(key);
    return page.marks.data()[slot] == 0 ? nullptr : page.rows.data() + slot;
  }
  /// One of its own rows, found before, for changing it.
  [[nodiscard]] Row& own(const Row& row) { return const_cast<Row&>(row); }

  /// The row of `key`, made when it is new. Never moves a row if make_room() was called for it.
  Row& admit(std::uint64_t key);
  /// After this, `more` admits of keys that it was called for keep every reference valid.
  void make_room(std::uint64_t key, std::size_t more) {
    while (page_of(key).used + more > Page::used_max) split(directory_[place_of(key)]);
  }
  /// Where each key's row is, or the free place where it would be (its key is 0), after making room so that
  /// none of them moves when all are admitted. `likely[i]` is what prefetch() of keys[i] answered, at any
  /// time before, or nullptr; `moves` what moves() was then. Where that still holds, nothing is searched.
  void places_of(std::span<const std::uint64_t> keys, const Row* const* likely, std::uint32_t moves,
                 const Row** places);
  /// How often rows may have moved; no part of the table's bytes.
  [[nodiscard]] std::uint32_t moves() const { return moves_; }
  /// Makes a row of a new key at its place, as places_of() answered it. Others may have been admitted since.
  Row& admit_at(const Row& place, std::uint64_t key);
  bool erase(std::uint64_t key);

  /// Removes those of nobody in particular that were not touched since `before_s`, among `count` places. A
  /// caller that goes on with `place` + 1 each time comes round to all of them. Cost: reads `count` rows.
  void expire(std::size_t place, std::size_t count, std::uint32_t before_s);

  /// Asks memory for what the search for `key` begins with, before any prefetch of its row.
  void prefetch_search(std::uint64_t key) const {
    base::prefetch(page_of(key).marks.data() + Page::home(key));
  }
  /// Asks memory for the first line of the row of `key`, or of the free place where it would be, and answers
  /// where that is: right but for one in a hundred, for places_of().
  const Row* prefetch(std::uint64_t key) const {
    const Page& page = page_of(key);
    const Row* row = page.rows.data() + page.likely_slot_of(key);
    base::prefetch<base::Intent::write>(row);
    return row;
  }
  /// Its second line, some time later: a processor waits where it is asked for more than some twenty at once.
  static void prefetch_rest(const Row* row) {
    base::prefetch<base::Intent::write>(reinterpret_cast<const char*>(row) + 64);
  }

  /// The same for who only reads: other readers keep their copies, and nothing is asked for where no row is.
  /// `whole`: the second line too. Answers the row that find_likely() will begin with.
  const Row* prefetch_to_read(std::uint64_t key, bool whole) const {
    const Page& page = page_of(key);
    const std::size_t slot = page.likely_slot_of(key);
    if (page.marks.data()[slot] == 0) return nullptr;
    const Row* row = page.rows.data() + slot;
    base::prefetch(row);
    if (whole) base::prefetch(reinterpret_cast<const char*>(row) + 64);
    return row;
  }
  /// What find() answers, after prefetch_to_read() answered `likely` and nothing was changed since.
  [[nodiscard]] const Row* find_likely(std::uint64_t key, const Row* likely) const {
    return likely == nullptr || likely->key == key ? likely : find(key);
  }

  void write(base::WireWriter& out) const;
  /// Replaces the content. Refuses (through `in`) more than `rows_max` slots or rows out of place.
  void read(base::WireReader& in, std::size_t rows_max);

 private:
  /// The rows whose keys begin with the same `depth` bits.
  struct Page {
    static constexpr std::size_t slots = 1U << 14;
    static constexpr std::size_t used_max = slots * 13 / 16;
    base::LargePagesVector<Row> rows = decltype(rows)(slots);
    base::LargePagesVector<std::uint8_t> marks = decltype(marks)(slots);  ///< 0: free; others begin with a 1
    std::size_t used = 0;
    std::uint32_t depth = 0;

    [[nodiscard]] static std::size_t home(std::uint64_t key) { return (key >> 1) % slots; }  // keys are odd
    [[nodiscard]] static std::size_t after(std::size_t slot) { return (slot + 1) % slots; }
    /// Of bits that neither the place in the page nor, mostly, the page itself tells.
    [[nodiscard]] static std::uint8_t mark(std::uint64_t key) {
      return static_cast<std::uint8_t>(0x80 | (key >> 24));
    }
    /// The first place from `slot` that has the mark `wanted`, or is free.
    [[nodiscard]] std::size_t next_likely(std::size_t slot, std::uint8_t wanted) const {
      const std::uint8_t* all = marks.data();
#ifdef __SSE2__
      const __m128i sought = _mm_set1_epi8(static_cast<char>(wanted));
      for (; slot + 16 <= slots; slot += 16) {
        const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(all + slot));
        const __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(sixteen, sought), _mm_cmpeq_epi8(sixteen, _mm_setzero_si128()));
        if (const int bits = _mm_movemask_epi8(ends); bits != 0)
          return slot + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(bits)));
      }
      slot %= slots;
#endif
      while (all[slot] != wanted && all[slot] != 0) slot = after(slot);
      return slot;
    }
    /// The first place from home that has the mark of `key`, or is free: right but for one in a hundred.
    [[nodiscard]] std::size_t likely_slot_of(std::uint64_t key) const {
      return next_likely(home(key), mark(key));
    }
    /// Where `key` is, or the free place that ends the search for it.
    [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
      std::size_t slot = likely_slot_of(key);
      while (marks.data()[slot] != 0 && rows.data()[slot].key != key)
        slot = next_likely(after(slot), mark(key));
      return slot;
    }
    /// The first free place from `slot`.
    [[nodiscard]] std::size_t free_from(std::size_t slot) const {
      while (marks.data()[slot] != 0) slot = after(slot);
      return slot;
    }
    /// Puts a row that is not there yet.
    Row& put(const Row& row) {
      const std::size_t slot = free_from(home(row.key));
      marks.data()[slot] = mark(row.key);
      ++used;
      return rows.data()[slot] = row;
    }
    void erase(std::size_t slot);
  };
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    return depth_ == 0 ? 0 : key >> (64 - depth_);
  }
  // Where everything begins: without the library's checks of every index, which take longer than the rest.
  [[nodiscard]] const Page& page_of(std::uint64_t key) const {
    return pages_.data()[directory_.data()[place_of(key)]];
  }
  [[nodiscard]] Page& page_of(std::uint64_t key) { return pages_.data()[directory_.data()[place_of(key)]]; }
  void split(std::uint32_t number);
  static void write(base::WireWriter& out, const Page& page);
  static void read(base::WireReader& in, Page& page);

  std::vector<Page> pages_;
  std::vector<std::uint32_t> directory_ = {0};  ///< number of the page for each first `depth_` bits
  std::uint32_t depth_ = 0;
  std::size_t used_ = 0;
  std::uint32_t moves_ = 0;
};

}  // namespace vitrine::learning
