#include "learning/table.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitrine::learning {
namespace {

constexpr std::uint32_t depth_max = 24;
constexpr std::size_t row_bytes =
    8 + 8 + 4 + 1 + 4 * (1 + signals_count + 2 * averaged_signals + 2 * leaning_heads);

template <std::size_t n>
void put(base::WireWriter& out, const std::array<float, n>& values) {
  for (const float value : values) out.f32(value);
}
template <std::size_t n>
void get(base::WireReader& in, std::array<float, n>& values) {
  for (float& value : values) value = in.f32();
}

}  // namespace

Row& Table::admit(std::uint64_t key) {
  VITRINE_ASSERT(key != 0, "0 marks a free slot");
  make_room(key, 1);
  Page& page = page_of(key);
  const std::size_t slot = page.slot_of(key);
  if (page.marks[slot] != 0) return page.rows[slot];
  ++used_;
  return page.put(Row{.key = key});
}

void Table::places_of(std::span<const std::uint64_t> keys, const Row* const* likely, std::uint32_t moves,
                      const Row** places) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::uint64_t key = keys.data()[i];
    const Row* place = likely[i];
    if (place != nullptr && place->key == key) {
      places[i] = place;
      continue;
    }
    const Page& page = page_of(key);
    // A place that ended the search before is free still: nothing but admitting happened since.
    if (place == nullptr || place->key != 0 || moves != moves_) place = page.rows.data() + page.slot_of(key);
    if (place->key == 0 && page.used + keys.size() > Page::used_max) {
      make_room(key, keys.size());  // moves rows: from the beginning
      i = ~std::size_t{0};
      continue;
    }
    places[i] = place;
  }
}

Row& Table::admit_at(const Row& place, std::uint64_t key) {
  if (place.key != 0) return admit(key);  // another came first
  Page& page = page_of(key);
  ++used_;
  ++page.used;
  page.marks.data()[&place - page.rows.data()] = Page::mark(key);
  Row& row = own(place);
  row.key = key;  // everything else is zero where nothing is
  return row;
}

void Table::split(std::uint32_t number) {
  ++moves_;
  VITRINE_ASSERT(pages_[number].depth < depth_max, "keys are hashes: their first bits differ");
  if (pages_[number].depth == depth_) {
    std::vector<std::uint32_t> twice;
    for (const std::uint32_t page : directory_) twice.insert(twice.end(), 2, page);
    directory_ = std::move(twice);
    ++depth_;
  }
  const auto fresh = static_cast<std::uint32_t>(pages_.size());
  pages_.emplace_back();
  Page &left = pages_[number], &right = pages_[fresh];
  const std::uint64_t bit = 1ULL << (63 - left.depth);
  right.depth = ++left.depth;
  // In one round from behind a free place, each row finds its place anew: what belongs to the right there,
  // the others where they were or nearer home.
  std::size_t slot = 0;
  while (left.marks[slot] != 0) ++slot;
  for (std::size_t count = 1; count < Page::slots; ++count) {
    slot = Page::after(slot);
    if (left.marks.data()[slot] == 0) continue;
    Row& row = left.rows.data()[slot];
    if ((row.key & bit) != 0) {
      right.put(row);
      --left.used;
    } else {
      left.marks.data()[slot] = 0;
      const std::size_t place = left.free_from(Page::home(row.key));
      left.marks.data()[place] = Page::mark(row.key);
      if (place == slot) continue;
      left.rows.data()[place] = row;
    }
    left.marks.data()[slot] = 0;
    row = Row{};
  }
  for (std::uint32_t& page : directory_)
    if (page == number &&
        ((static_cast<std::uint64_t>(&page - directory_.data()) << (64 - depth_)) & bit) != 0)
      page = fresh;
}

// Backward-shift deletion (Knuth 6.4, algorithm R).
void Table::Page::erase(std::size_t gap) {
  for (std::size_t slot = after(gap); marks[slot] != 0; slot = after(slot)) {
    if ((slot - home(rows[slot].key)) % slots < (slot - gap) % slots) continue;
    rows[gap] = rows[slot];
    marks[gap] = marks[slot];
    gap = slot;
  }
  rows[gap] = Row{};
  marks[gap] = 0;
  --used;
}

bool Table::erase(std::uint64_t key) {
  Page& page = page_of(key);
  const std::size_t slot = page.slot_of(key);
  if (page.marks[slot] == 0) return false;
  page.erase(slot);
  --used_;
  ++moves_;
  return true;
}

void Table::expire(std::size_t place, std::size_t count, std::uint32_t before_s) {
  const std::size_t per_page = std::max<std::size_t>(Page::slots / count, 1);
  Page& page = pages_[place / per_page % pages_.size()];
  const std::size_t first = place % per_page * count;
  for (std::size_t slot = first; slot < std::min(first + count, Page::slots);) {
    const Row& row = page.rows[slot];
    if (row.key == 0 || row.personal != 0 || row.touched_s >= before_s) {
      ++slot;
      continue;
    }
    page.erase(slot);  // another may have moved up: the same place again
    --used_;
    ++moves_;
  }
}

// Slots are part of the bytes: a restored table is the same pages, so later removals shift the same rows.
void Table::write(base::WireWriter& out) const {
  out.varint(depth_);
  for (const std::uint32_t page : directory_) out.varint(page);
  out.varint(pages_.size());
  for (const Page& page : pages_) write(out, page);
}

void Table::write(base::WireWriter& out, const Page& page) {
  out.varint(page.depth);
  out.varint(page.used);
  std::size_t gap = 0;
  for (const Row& row : page.rows) {
    if (row.key == 0) {
      ++gap;
      continue;
    }
    out.varint(gap);
    gap = 0;
    out.u64(row.key);
    out.u64(row.next);
    out.u32(row.touched_s);
    out.u8(static_cast<std::uint8_t>(row.personal));
    out.f32(row.n);
    put(out, row.sums);
    put(out, row.averages);
    put(out, row.lean);
    put(out, row.lean_g);
  }
}

void Table::read(base::WireReader& in, std::size_t rows_max) {
  *this = {};
  depth_ = static_cast<std::uint32_t>(in.varint(depth_max));
  directory_.assign(in.left() >> depth_ == 0 ? in.refuse() : std::size_t{1} << depth_, 0);
  for (std::uint32_t& page : directory_) page = static_cast<std::uint32_t>(in.varint(directory_.size() - 1));
  // A few bytes must not ask for gigabytes: pages of ours are never that empty.
  const std::size_t pages = in.varint(rows_max / Page::slots);
  if (pages > 1 && pages * (Page::slots / 64) > in.left()) in.refuse();
  if (std::ranges::any_of(directory_, [&](std::uint32_t page) { return page >= pages; })) in.refuse();
  if (in.ok()) pages_.resize(pages);
  for (std::size_t i = 0; i < pages && in.ok(); ++i) {
    read(in, pages_[i]);
    if (pages_[i].depth > depth_) in.refuse();
    used_ += pages_[i].used;
  }
  if (!in.ok()) *this = {};
}

void Table::read(base::WireReader& in, Page& page) {
  page.depth = static_cast<std::uint32_t>(in.varint(depth_max));
  page.used = in.count(Page::used_max, row_bytes);
  std::size_t slot = 0;
  for (std::size_t i = 0; i < page.used && in.ok(); ++i, ++slot) {
    slot += in.varint(Page::slots);
    if (slot >= Page::slots) {
      in.refuse();
      return;
    }
    Row& row = page.rows[slot];
    row.key = in.u64();
    row.next = in.u64();
    row.touched_s = in.u32();
    row.personal = static_cast<std::uint32_t>(in.varint(1));
    row.n = in.f32();
    get(in, row.sums);
    get(in, row.averages);
    get(in, row.lean);
    get(in, row.lean_g);
    if (row.key == 0) in.refuse();
    page.marks[slot] = Page::mark(row.key);
  }
}

}  // namespace vitrine::learning
