#pragma once
// The counters of everything: one row per key, keys exact (no hashing into shared buckets: collisions cost
// accuracy, Monolith (Liu et al. 2022) section 2.1, and would make forgetting inexact).
//
// Open addressing with linear probing in pages of 16 384 places, found through a directory by the first bits
// of the key, which is a hash already (learning/readings.hpp): extendible hashing (Fagin, Nievergelt,
// Pippenger, Strong 1979). A page that fills up is split in two, so growing never holds up the fold. A place
// is four bytes, a mark of its key and the number of its row: a free one costs no row, and what finding reads
// of sixteen places is one line of cache. The rows lie close together in the order they were made; those of
// one showing are mostly neighbours. Removal shifts places back instead of
// leaving tombstones. Places depend only on the sequence of calls. One writer, or many readers; references
// live until the next make_room or erase.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.hpp"
#include "base/large_pages.hpp"
#include "base/prefetch.hpp"
#include "base/result.hpp"
#include "base/wire.hpp"
#include "learning/chunks.hpp"
#include "learning/latent_factors.hpp"
#include "learning/signals.hpp"

namespace vitrine::learning {

inline constexpr std::size_t averaged_signals = 2;
inline constexpr std::array<Signal, averaged_signals> averaged{Signal::long_view, Signal::opened};

/// What a key counted, in one line of cache.
struct alignas(64) Row {
  std::uint64_t key = 0;          ///< odd; others are of free rows
  std::uint16_t touched_day = 0;  ///< of the newest showing, since 1970
  std::uint32_t factors = 0;      ///< number of its latent factors in the table, + 1; 0: none
  alignas(16) float n = 0;        ///< showings; at 2^20 it is halved, with all sums
  std::array<float, signals_count> sums{};
  /// Of yes-or-no signals over about the last ten showings, in steps of 1/65535; says nothing where n is 0.
  std::array<std::uint16_t, averaged_signals> lately{};
};
static_assert(sizeof(Row) == 64, "one line of cache; the checkpoint writes fields, not memory");
/// To be read where there is no row: nobody was counted in it.
inline constexpr Row no_row{};

/// What a showing adds to its rows.
struct Counting {
  float one = 1;  ///< showing; the values stand right behind it, as the sums behind the count
  std::array<float, signals_count> values{};
  std::array<std::uint16_t, averaged_signals> newest{};  ///< of these, in the steps of Row::lately
  std::array<std::uint16_t, averaged_signals> usual{};   ///< where a row's averages begin
  std::uint16_t day = 0;
};
/// One showing more in each row that is there.
void count(std::span<Row* const> rows, const Counting& showing);

class Table {
 public:
  Table() : Table(Page::per_pool) {}
  /// With other pools of rows than usual: for tests. Answers the same.
  explicit Table(std::size_t pages_per_pool) : pages_per_pool_(pages_per_pool) {
    add_page();
    note_places();
  }
  Table(const Table& other);
  Table(Table&&) = default;
  Table& operator=(const Table& other) { return *this = Table{other}; }
  Table& operator=(Table&&) = default;

  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] std::size_t bytes() const;

  [[nodiscard]] const Row* find(std::uint64_t key) const {
    const Places& page = places_of(key);
    const std::size_t slot = page.slot_of(key);
    return page.is_free(slot) ? nullptr : &page.row(slot);
  }
  /// One of its own rows, found before, for changing it.
  [[nodiscard]] Row& own(const Row& row) { return const_cast<Row&>(row); }

  /// The latent factors of a row of its own, which go when it goes; nullptr: none, or no row.
  [[nodiscard]] const LatentFactors* factors_of(const Row* row) const {
    return row == nullptr || row->factors == 0 ? nullptr : &factors_[row->factors - 1];
  }
  /// The same, made where there are none.
  void begin_factors(Row& row);
  [[nodiscard]] LatentFactors& factors_of(Row& row) { return factors_[row.factors - 1]; }
  /// Asks memory for them, where the row itself is there.
  void prefetch_factors(const Row* row) const {
    if (row != nullptr && row->factors != 0 && row->factors <= factors_.size())
      base::prefetch(&factors_[row->factors - 1]);
  }

  /// The row of `key`, made when it is new; has_room() must be true then. Never moves a row if make_room()
  /// was called for it.
  Row& admit(std::uint64_t key) {
    make_room(key, 1);
    return admit(key, places_of(key).slot_of(key));
  }
  /// The same where find_with_room() has just answered this slot.
  Row& admit(std::uint64_t key, std::size_t slot);
  /// After this, `more` admits of keys that it was called for keep every reference valid.
  void make_room(std::uint64_t key, std::size_t more) {
    while (is_crowded(page_of(key), more)) split(directory_[place_of(key)]);
  }
  /// False: no more keys that begin as this one does. Anybody may invent tags, and whoever tries often enough
  /// finds thousands of them that begin alike; of chance it never comes to that.
  [[nodiscard]] bool has_room(std::uint64_t key) { return page_of(key).used < Page::used_max; }
  /// find() of each key, where none of them moves when all are admitted afterwards, and the slots of those
  /// that are not there. `likely[i]` is what prefetch() of keys[i] answered at any time before, or nullptr:
  /// where that still holds nothing is searched.
  void find_with_room(std::span<const std::uint64_t> keys, const Row* const* likely, const Row** found,
                      std::uint16_t* slots);
  bool erase(std::uint64_t key);

  /// Removes the rows not touched since `before_day` among the `count` slots of this `round`; rounds 0, 1, 2
  /// and so on come round to all slots. Cost: reads the rows that are in them.
  void expire(std::size_t round, std::size_t count, std::uint16_t before_day);

  /// Asks memory for what the search for `key` begins with, before any prefetch of its row.
  void prefetch_search(std::uint64_t key) const { places_of(key).prefetch_search(key); }
  /// Asks memory for the row of `key`, if it is there, and answers it: right but for one in a hundred. Rows
  /// may be given to other keys, but their memory stays.
  const Row* prefetch(std::uint64_t key) const {
    const Places& page = places_of(key);
    const std::size_t slot = page.likely_slot_of(key);
    if (page.is_free(slot)) return nullptr;
    const Row* row = &page.row(slot);
    base::prefetch<base::Intent::write>(row);
    return row;
  }
  /// The same for who only reads: other readers keep their copies. Answers the row that find_likely() will
  /// begin with.
  const Row* prefetch_to_read(std::uint64_t key) const {
    const Places& page = places_of(key);
    const std::size_t slot = page.likely_slot_of(key);
    if (page.is_free(slot)) return nullptr;
    const Row* row = &page.row(slot);
    base::prefetch(row);
    return row;
  }
  /// What find() answers, after prefetch_to_read() answered `likely` and nothing was changed since.
  [[nodiscard]] const Row* find_likely(std::uint64_t key, const Row* likely) const {
    return likely == nullptr || likely->key == key ? likely : find(key);
  }

  void write(base::WireWriter& out) const;
  /// Replaces the content. Refuses (through `in`) more than `rows_max` slots and rows that would not be
  /// found.
  void read(base::WireReader& in, std::size_t rows_max);

 private:
  /// Rows by number. They stay where they are until they are given back.
  class Pool {
   public:
    static constexpr std::size_t numbers_max = 1U << 24;
    static constexpr std::size_t per_chunk = 1U << 15;  // one large page of memory

    Pool() : firsts_(numbers_max / per_chunk) {}
    Pool(const Pool& other);
    Pool(Pool&&) = default;
    Pool& operator=(Pool&&) = default;

    /// Of each `per_chunk` rows the first: those of a pool are reached through this, wherever it moves.
    [[nodiscard]] Row* const* firsts() const { return firsts_.data(); }
    [[nodiscard]] Row& operator[](std::size_t number) {
      return firsts_.data()[number / per_chunk][number % per_chunk];
    }
    /// The number of an empty row.
    [[nodiscard]] std::uint32_t take();
    void give(std::uint32_t number);
    [[nodiscard]] std::size_t bytes() const { return chunks_.size() * per_chunk * sizeof(Row); }

   private:
    std::vector<base::LargePagesVector<Row>> chunks_;  ///< each begun has memory for `per_chunk`
    std::vector<Row*> firsts_;
    std::uint32_t used_ = 0;   ///< numbers given out so far
    std::uint32_t first_ = 0;  ///< of those given back, + 1; the next one is half of its key. 0: none
  };

  /// What a search goes through: places, and what finds the rows that they name.
  struct Places {
    static constexpr std::size_t slots = 1U << 14;
    static constexpr std::size_t per_group = 16;
    struct alignas(64) Group {
      std::array<std::uint16_t, per_group> low{};
      std::array<std::uint8_t, per_group> high{};
      std::array<std::uint8_t, per_group> marks{};  ///< 0: free; others begin with a 1
    };
    static_assert(sizeof(Group) == 64, "one line of cache");

    Group* groups = nullptr;
    Row* const* rows = nullptr;  ///< Pool::firsts() of its pool

    [[nodiscard]] static std::size_t home(std::uint64_t key) { return (key >> 1) % slots; }  // keys are odd
    [[nodiscard]] static std::size_t after(std::size_t slot) { return (slot + 1) % slots; }
    /// Of bits that neither the place in the page nor, mostly, the page itself tells.
    [[nodiscard]] static std::uint8_t mark(std::uint64_t key) {
      return static_cast<std::uint8_t>(0x80 | (key >> 24));
    }
    [[nodiscard]] Group& group_of(std::size_t slot) const { return groups[slot / per_group]; }
    [[nodiscard]] bool is_free(std::size_t slot) const {
      return group_of(slot).marks.data()[slot % per_group] == 0;
    }
    /// Of a place that is not free; so is number().
    [[nodiscard]] Row& row(std::size_t slot) const {
      const std::uint32_t n = number(slot);
      return rows[n / Pool::per_chunk][n % Pool::per_chunk];
    }
    [[nodiscard]] std::uint32_t number(std::size_t slot) const {
      const Group& group = group_of(slot);
      return group.low.data()[slot % per_group] |
             static_cast<std::uint32_t>(group.high.data()[slot % per_group]) << 16;
    }
    /// The first place from `slot` that has the mark `wanted`, or is free.
    [[nodiscard]] std::size_t next_likely(std::size_t slot, std::uint8_t wanted) const {
#ifdef __SSE2__
      // The mark sixteen times: SSE2 alone has no instruction that repeats a byte.
      const __m128i sought = _mm_set1_epi64x(static_cast<long long>(wanted * 0x0101010101010101ULL));
      const auto ends_in = [&](const Group& group) {
        const __m128i sixteen = _mm_load_si128(reinterpret_cast<const __m128i*>(group.marks.data()));
        return static_cast<unsigned>(_mm_movemask_epi8(
            _mm_or_si128(_mm_cmpeq_epi8(sixteen, sought), _mm_cmpeq_epi8(sixteen, _mm_setzero_si128()))));
      };
      if (const unsigned ends = ends_in(group_of(slot)) >> slot % per_group; ends != 0) [[likely]]
        return slot + static_cast<std::size_t>(__builtin_ctz(ends));
      for (;;) {
        slot = (slot / per_group + 1) * per_group % slots;
        if (const unsigned ends = ends_in(group_of(slot)); ends != 0)
          return slot + static_cast<std::size_t>(__builtin_ctz(ends));
      }
#else
      const auto ends = [&](std::uint8_t mark) { return mark == wanted || mark == 0; };
      while (!ends(group_of(slot).marks[slot % per_group])) slot = after(slot);
      return slot;
#endif
    }
    /// The first place from home that has the mark of `key`, or is free: right but for one in a hundred.
    [[nodiscard]] std::size_t likely_slot_of(std::uint64_t key) const {
      return next_likely(home(key), mark(key));
    }
    /// Where `key` is, or the free place that ends the search for it.
    [[nodiscard, gnu::always_inline]] std::size_t slot_of(std::uint64_t key) const {
      std::size_t slot = likely_slot_of(key);
      while (!is_free(slot) && row(slot).key != key) slot = next_likely(after(slot), mark(key));
      return slot;
    }
    /// Asks memory for what a search begins with, and mostly ends with.
    void prefetch_search(std::uint64_t key) const { base::prefetch(&group_of(home(key))); }
    /// For who goes through the places in order, whose rows lie anywhere: asks memory for one of those to
    /// come.
    void prefetch_ahead(std::size_t slot) const {
      slot = (slot + 32) % slots;
      if (!is_free(slot)) base::prefetch(&row(slot));
    }
    /// `mark` 0: the place is free from now on.
    void set(std::size_t slot, std::uint8_t mark, std::uint32_t number) {
      Group& group = group_of(slot);
      group.low.data()[slot % per_group] = static_cast<std::uint16_t>(number);
      group.high.data()[slot % per_group] = static_cast<std::uint8_t>(number >> 16);
      group.marks.data()[slot % per_group] = mark;
    }
  };

  /// The places of the keys that begin with the same `depth` bits.
  struct Page : Places {
    static constexpr std::size_t used_max = slots * 13 / 16;
    /// The rows of this many pages have numbers of one pool, which have 24 bits.
    static constexpr std::size_t per_pool = 1024;
    static_assert(per_pool * used_max < Pool::numbers_max);

    base::LargePagesVector<Group> memory = decltype(memory)(slots / per_group);
    std::uint32_t pool = 0;
    std::uint16_t used = 0;
    std::uint8_t depth = 0;
  };

  /// Whether a page must be split before it takes so many more, and can be.
  [[nodiscard]] static bool is_crowded(const Page& page, std::size_t more) {
    return page.used + more > Page::used_max && page.depth < depth_max;
  }
  /// An empty page more.
  std::uint32_t add_page();
  void erase(Page& page, std::size_t slot);
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const { return key >> 1 >> (63 - depth_); }
  // Where everything begins: without the library's checks of every index, which take longer than the rest.
  [[nodiscard]] const Places& places_of(std::uint64_t key) const { return places_.data()[place_of(key)]; }
  [[nodiscard]] Page& page_of(std::uint64_t key) { return pages_.data()[directory_.data()[place_of(key)]]; }
  /// After pages or the directory have changed.
  void note_places();
  void split(std::uint32_t number);
  /// Answers its number there.
  static std::uint32_t move(std::uint32_t row, Pool& from, Pool& to);
  void write(base::WireWriter& out, const Page& page) const;
  void read(base::WireReader& in, Page& page);
  /// Whether each row stands where a search for its key comes to it.
  [[nodiscard]] bool all_found() const;

  /// Bits of a key that choose its page: 10^10 rows, and a directory of 20 MiB at most.
  static constexpr std::uint32_t depth_max = 20;

  std::size_t pages_per_pool_;
  std::vector<Pool> pools_;
  struct alignas(64) OwnLine : LatentFactors {};  ///< of cache: a line holds no two
  Chunks<OwnLine> factors_;
  std::vector<std::uint32_t> free_factors_;  ///< numbers of those whose rows went
  std::vector<Page> pages_;
  std::vector<std::uint32_t> directory_ = {0};  ///< number of the page for each first `depth_` bits
  std::vector<Places> places_;                  ///< of those pages, a step nearer
  std::uint32_t depth_ = 0;
  std::size_t used_ = 0;
};

}  // namespace vitrine::learning
