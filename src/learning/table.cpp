#include "learning/table.hpp"

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"
#include "learning/numeric.hpp"

namespace vitrine::learning {
namespace {

constexpr std::size_t row_bytes = 8 + 1 + 4 * (1 + signals_count) + averaged_signals + 1;
constexpr std::int32_t lately_step = 26;  // of 256: the newest showing's weight
constexpr float most_counted = 1U << 20;  // a float counts to 2^24; halves of it are exact, and so are rates

}  // namespace

// --- rows and places ---

void count(std::span<Row* const> rows, const Counting& showing) {
  static_assert(averaged_signals == 2 && signals_count == 9);
  // The count and the sums are ten neighbours, what is added to them likewise.
  static_assert(offsetof(Row, sums) == offsetof(Row, n) + sizeof(float));
  static_assert(offsetof(Counting, values) == offsetof(Counting, one) + sizeof(float));
  const auto* const from = reinterpret_cast<const char*>(&showing) + offsetof(Counting, one);
  Four more[2];
  std::memcpy(more, from, sizeof more);
  const float last[]{showing.values[signals_count - 2], showing.values[signals_count - 1]};
  std::uint32_t usual;
  std::memcpy(&usual, &showing.usual, sizeof usual);
  const std::int32_t newest[]{showing.newest[0], showing.newest[1]};
  const std::uint16_t day = showing.day;
  for (Row* const row : rows) {
    if (row == nullptr) continue;
    // Both averages in one word, chosen branch-free: which rows are new is not predictable.
    std::uint32_t lately;
    std::memcpy(&lately, &row->lately, sizeof lately);
    lately = row->n == 0 ? usual : lately;
    for (std::size_t i = 0; i < averaged_signals; ++i) {
      const auto before = static_cast<std::int32_t>(lately >> 16 * i & 0xffff);  // little end first
      const std::int32_t step = (newest[i] - before) * lately_step >> 8;
      row->lately.data()[i] = static_cast<std::uint16_t>(before + step);
    }
    auto* const to = reinterpret_cast<char*>(row) + offsetof(Row, n);
    Four sums[2];
    std::memcpy(sums, to, sizeof sums);
    for (std::size_t i = 0; i < 2; ++i) sums[i] += more[i];
    std::memcpy(to, sums, sizeof sums);
    for (std::size_t i = 0; i < 2; ++i) row->sums.data()[signals_count - 2 + i] += last[i];
    row->touched_day = day;
    if (row->n < most_counted) [[likely]]
      continue;
    row->n /= 2;
    for (float& sum : row->sums) sum /= 2;
  }
}

Table::Pool::Pool(const Pool& other)
    : firsts_(other.firsts_.size()), used_(other.used_), first_(other.first_) {
  for (const auto& rows : other.chunks_) {
    auto& chunk = chunks_.emplace_back();
    chunk.reserve(per_chunk);
    chunk.assign(rows.begin(), rows.end());
    firsts_[chunks_.size() - 1] = chunk.data();
  }
}

std::uint32_t Table::Pool::take() {
  if (first_ != 0) {
    const std::uint32_t number = first_ - 1;
    first_ = static_cast<std::uint32_t>(std::exchange((*this)[number].key, 0) / 2);
    return number;
  }
  if (used_ % per_chunk == 0) {
    chunks_.emplace_back().reserve(per_chunk);
    firsts_[chunks_.size() - 1] = chunks_.back().data();
  }
  constexpr std::size_t ahead = 8 * sizeof(Row);  // a showing makes a few
  const char* row = reinterpret_cast<const char*>(&chunks_.back().emplace_back());
  base::prefetch<base::Intent::write>(row + ahead);
  return used_++;
}

void Table::Pool::give(std::uint32_t number) {
  (*this)[number] = Row{.key = 2ULL * first_};
  first_ = number + 1;
}

// --- the table ---

std::size_t Table::bytes() const {
  std::size_t bytes = pages_.size() * Page::slots / Page::per_group * sizeof(Page::Group);
  for (const Pool& pool : pools_) bytes += pool.bytes();
  bytes += factors_.capacity() * sizeof(OwnLine);
  return bytes;
}

Table::Table(const Table& other)
    : pages_per_pool_(other.pages_per_pool_),
      pools_(other.pools_),
      factors_(other.factors_),
      free_factors_(other.free_factors_),
      pages_(other.pages_),
      directory_(other.directory_),
      depth_(other.depth_),
      used_(other.used_) {
  for (Page& page : pages_) {
    page.groups = page.memory.data();
    page.rows = pools_[page.pool].firsts();
  }
  note_places();
}

std::uint32_t Table::add_page() {
  const std::size_t number = pages_.size();
  if (number % pages_per_pool_ == 0) pools_.emplace_back();
  Page& page = pages_.emplace_back();
  page.pool = static_cast<std::uint32_t>(number / pages_per_pool_);
  page.groups = page.memory.data();
  page.rows = pools_[page.pool].firsts();
  return static_cast<std::uint32_t>(number);
}

Row& Table::admit(std::uint64_t key, std::size_t slot) {
  VITRINE_ASSERT(key != 0, "0 marks a free row");
  Page& page = page_of(key);
  if (!page.is_free(slot)) {  // there, or taken by another since
    slot = page.slot_of(key);
    if (!page.is_free(slot)) return page.row(slot);
  }
  VITRINE_ASSERT(page.used < Page::used_max, "has_room() is asked before");
  ++used_;
  ++page.used;
  page.set(slot, Page::mark(key), pools_[page.pool].take());
  Row& row = page.row(slot);
  row.key = key;
  return row;
}

void Table::find_with_room(std::span<const std::uint64_t> keys, const Row* const* likely, const Row** found,
                           std::uint16_t* slots) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::uint64_t key = keys.data()[i];
    if (likely[i] != nullptr && likely[i]->key == key) {
      found[i] = likely[i];
      continue;
    }
    const Places& page = places_of(key);
    const std::size_t slot = page.slot_of(key);
    slots[i] = static_cast<std::uint16_t>(slot);
    found[i] = page.is_free(slot) ? nullptr : &page.row(slot);
    if (found[i] == nullptr && is_crowded(page_of(key), keys.size())) {
      make_room(key, keys.size());  // may move rows: from the beginning
      i = ~std::size_t{0};
    }
  }
}

void Table::note_places() {
  places_.resize(directory_.size());
  for (std::size_t i = 0; i < directory_.size(); ++i) places_[i] = pages_[directory_[i]];
}

void Table::split(std::uint32_t number) {
  VITRINE_ASSERT(pages_[number].depth < depth_max, "no more bits choose a page: is_crowded() says so");
  if (pages_[number].depth == depth_) {
    std::vector<std::uint32_t> twice;
    for (const std::uint32_t page : directory_) twice.insert(twice.end(), 2, page);
    directory_ = std::move(twice);
    ++depth_;
  }
  const std::uint32_t fresh = add_page();
  Page &left = pages_[number], &right = pages_[fresh];
  const std::uint64_t bit = 1ULL << (63 - left.depth);
  right.depth = ++left.depth;
  // In one round from behind a free place, each key finds its place anew: what belongs to the right there,
  // the others where they were or nearer home.
  std::size_t slot = left.next_likely(0, 0);
  for (std::size_t count = 1; count < Page::slots; ++count) {
    slot = Page::after(slot);
    left.prefetch_ahead(slot);
    if (left.is_free(slot)) continue;
    const std::uint32_t row = left.number(slot);
    const std::uint64_t key = left.row(slot).key;
    left.set(slot, 0, 0);
    if ((key & bit) == 0) {
      left.set(left.next_likely(Page::home(key), 0), Page::mark(key), row);
      continue;
    }
    right.set(right.next_likely(Page::home(key), 0), Page::mark(key),
              left.pool == right.pool ? row : move(row, pools_[left.pool], pools_[right.pool]));
    ++right.used;
  }
  left.used = static_cast<std::uint16_t>(left.used - right.used);
  for (std::uint32_t& page : directory_)
    if (page == number &&
        ((static_cast<std::uint64_t>(&page - directory_.data()) << (64 - depth_)) & bit) != 0)
      page = fresh;
  note_places();
}

std::uint32_t Table::move(std::uint32_t row, Pool& from, Pool& to) {
  const std::uint32_t there = to.take();
  to[there] = from[row];
  from.give(row);
  return there;
}

void Table::begin_factors(Row& row) {
  if (row.factors != 0) return;
  if (free_factors_.empty()) {
    factors_.emplace_back();
    row.factors = static_cast<std::uint32_t>(factors_.size());
  } else {
    row.factors = free_factors_.back();
    free_factors_.pop_back();
  }
  factors_of(row) = first_factors(row.key);
}

// Backward-shift deletion (Knuth 6.4, algorithm R).
void Table::erase(Page& page, std::size_t gap) {
  if (const std::uint32_t factors = page.row(gap).factors; factors != 0) free_factors_.push_back(factors);
  pools_[page.pool].give(page.number(gap));
  for (std::size_t slot = Page::after(gap); !page.is_free(slot); slot = Page::after(slot)) {
    const std::uint64_t key = page.row(slot).key;
    if ((slot - Page::home(key)) % Page::slots < (slot - gap) % Page::slots) continue;
    page.set(gap, Page::mark(key), page.number(slot));
    gap = slot;
  }
  page.set(gap, 0, 0);
  --page.used;
  --used_;
}

bool Table::erase(std::uint64_t key) {
  Page& page = page_of(key);
  const std::size_t slot = page.slot_of(key);
  if (page.is_free(slot)) return false;
  erase(page, slot);
  return true;
}

void Table::expire(std::size_t round, std::size_t count, std::uint16_t before_day) {
  const std::size_t per_page = std::max<std::size_t>(Page::slots / count, 1);
  Page& page = pages_[round / per_page % pages_.size()];
  const std::size_t first = round % per_page * count;
  for (std::size_t slot = first; slot < std::min(first + count, Page::slots);) {
    page.prefetch_ahead(slot);
    if (page.is_free(slot)) {
      ++slot;
      continue;
    }
    if (page.row(slot).touched_day < before_day) erase(page, slot);  // another may have moved up:
    else ++slot;                                                     // the same place again
  }
}

// Slots are part of the bytes: a restored table is the same pages, so later removals shift the same rows.
void Table::write(base::WireWriter& out) const {
  out.varint(depth_);
  for (const std::uint32_t page : directory_) out.varint(page);
  out.varint(pages_.size());
  for (const Page& page : pages_) write(out, page);
}

void Table::write(base::WireWriter& out, const Page& page) const {
  out.varint(page.depth);
  out.varint(page.used);
  std::size_t gap = 0;
  for (std::size_t slot = 0; slot < Page::slots; ++slot) {
    page.prefetch_ahead(slot);
    if (page.is_free(slot)) {
      ++gap;
      continue;
    }
    const Row& row = page.row(slot);
    out.varint(gap);
    gap = 0;
    out.u64(row.key);
    out.varint(row.touched_day);
    out.f32(row.n);
    for (const float sum : row.sums) out.f32(sum);
    for (const std::uint16_t average : row.lately) out.varint(average);
    out.u8(row.factors != 0);
    if (row.factors != 0) factors_[row.factors - 1].write(out);
  }
}

void Table::read(base::WireReader& in, std::size_t rows_max) {
  *this = Table{pages_per_pool_};
  pages_.clear();
  pools_.clear();
  depth_ = static_cast<std::uint32_t>(in.varint(depth_max));
  directory_.assign(in.left() >> depth_ == 0 ? in.refuse() : std::size_t{1} << depth_, 0);
  for (std::uint32_t& page : directory_) page = static_cast<std::uint32_t>(in.varint(directory_.size() - 1));
  // A few bytes must not ask for gigabytes: pages of ours are never that empty.
  const std::size_t pages = in.varint(rows_max / Page::slots);
  if (pages > 1 && pages * (Page::slots / 64) > in.left()) in.refuse();
  if (std::ranges::any_of(directory_, [&](std::uint32_t page) { return page >= pages; })) in.refuse();
  for (std::size_t i = 0; i < pages && in.ok(); ++i) {
    Page& page = pages_[add_page()];
    read(in, page);
    if (page.depth > depth_) in.refuse();
    used_ += page.used;
  }
  if (in.ok()) note_places();
  if (!in.ok() || !all_found()) {
    in.refuse();
    *this = Table{pages_per_pool_};
  }
}

bool Table::all_found() const {
  for (const Page& page : pages_)
    for (std::size_t slot = 0; slot < Page::slots; ++slot) {
      page.prefetch_ahead(slot);
      if (!page.is_free(slot) && find(page.row(slot).key) != &page.row(slot)) return false;
    }
  return true;
}

void Table::read(base::WireReader& in, Page& page) {
  page.depth = static_cast<std::uint8_t>(in.varint(depth_max));
  page.used = static_cast<std::uint16_t>(in.count(Page::used_max, row_bytes));
  Pool& pool = pools_[page.pool];
  std::size_t slot = 0;
  for (std::size_t i = 0; i < page.used && in.ok(); ++i, ++slot) {
    slot += in.varint(Page::slots);
    if (slot >= Page::slots) {
      in.refuse();
      return;
    }
    const std::uint32_t number = pool.take();
    Row& row = pool[number];
    row.key = in.u64();
    row.touched_day = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
    row.n = in.f32();
    for (float& sum : row.sums) sum = in.f32();
    for (std::uint16_t& average : row.lately) average = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
    if (row.key % 2 == 0) in.refuse();
    if (in.varint(1) != 0) {
      begin_factors(row);
      factors_of(row).read(in);
    }
    page.set(slot, Page::mark(row.key), number);
  }
}

}  // namespace vitrine::learning
