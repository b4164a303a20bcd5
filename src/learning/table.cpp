#include "learning/table.hpp"

#include "base/assert.hpp"

namespace vitrine::learning {
namespace {

constexpr std::size_t row_bytes =
    8 + 8 + 4 + 4 * (1 + signals_count + 2 * averaged_signals + 2 * leaning_heads);

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
  make_room(1);
  for (std::size_t slot = home(key);; slot = (slot + 1) & mask()) {
    Row& row = rows_[slot];
    if (row.key == key) return row;
    if (row.key != 0) continue;
    row.key = key;
    ++used_;
    return row;
  }
}

void Table::make_room(std::size_t more) {
  std::size_t capacity = rows_.empty() ? 1024 : rows_.size();
  while ((used_ + more) * 4 > capacity * 3) capacity *= 2;
  if (capacity != rows_.size()) grow(capacity);
}

void Table::grow(std::size_t capacity) {
  std::vector<Row, base::LargePages<Row>> old(capacity);
  old.swap(rows_);
  for (const Row& row : old) {
    if (row.key == 0) continue;
    std::size_t slot = home(row.key);
    while (rows_[slot].key != 0) slot = (slot + 1) & mask();
    rows_[slot] = row;
  }
}

bool Table::erase(std::uint64_t key) {
  Row* row = find(key);
  if (row == nullptr) return false;
  auto gap = static_cast<std::size_t>(row - rows_.data());
  // Backward-shift deletion (Knuth 6.4, algorithm R).
  for (std::size_t slot = (gap + 1) & mask(); rows_[slot].key != 0; slot = (slot + 1) & mask()) {
    if (((slot - home(rows_[slot].key)) & mask()) < ((slot - gap) & mask())) continue;
    rows_[gap] = rows_[slot];
    gap = slot;
  }
  rows_[gap] = Row{};
  --used_;
  return true;
}

// Slots are part of the bytes: a restored table is the same array, so later removals shift the same rows.
void Table::write(base::WireWriter& out) const {
  out.varint(rows_.size());
  out.varint(used_);
  std::size_t gap = 0;
  for (const Row& row : rows_) {
    if (row.key == 0) {
      ++gap;
      continue;
    }
    out.varint(gap);
    gap = 0;
    out.u64(row.key);
    out.u64(row.next);
    out.u32(row.touched_s);
    out.f32(row.n);
    put(out, row.sums);
    put(out, row.fast);
    put(out, row.slow);
    put(out, row.lean);
    put(out, row.lean_g);
  }
}

void Table::read(base::WireReader& in, std::size_t rows_max) {
  const std::size_t capacity = in.varint(rows_max);
  used_ = in.count(capacity, row_bytes);
  if ((capacity & (capacity - 1)) != 0 || used_ * 4 > capacity * 3) in.refuse();
  // A few bytes must not ask for gigabytes: a table of ours is never emptier than this after it has grown.
  if (capacity > 1024 && capacity / 64 > in.left()) in.refuse();
  if (!in.ok()) used_ = 0;
  rows_.assign(in.ok() ? capacity : 0, Row{});
  std::size_t slot = 0;
  for (std::size_t i = 0; i < used_ && in.ok(); ++i, ++slot) {
    slot += in.varint(capacity);
    if (slot >= capacity) {
      in.refuse();
      return;
    }
    Row& row = rows_[slot];
    row.key = in.u64();
    row.next = in.u64();
    row.touched_s = in.u32();
    row.n = in.f32();
    get(in, row.sums);
    get(in, row.fast);
    get(in, row.slow);
    get(in, row.lean);
    get(in, row.lean_g);
    if (row.key == 0) in.refuse();
  }
}

}  // namespace vitrine::learning
