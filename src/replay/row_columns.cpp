#include "replay/row_columns.hpp"

#include <algorithm>
#include <utility>

namespace vitrine::replay {

void RowColumns::note(std::span<const std::uint64_t> indices) {
  for (std::uint32_t place = 0; place < indices.size(); ++place) {
    const auto known = noted_.find(indices[place]);
    if (known == noted_.end() && noted_.size() >= indices_max) continue;
    const auto& noted = known != noted_.end() ? known->second : noted_[indices[place]] = {place, false, 0};
    ++seen_;
    moved_ += noted.place == place ? 0 : 1;
  }
  sorted_.assign(indices.begin(), indices.end());
  std::ranges::sort(sorted_);
  for (std::size_t i = 1; i < sorted_.size(); ++i) {
    const auto known = noted_.find(sorted_[i]);
    if (known == noted_.end() || sorted_[i - 1] == sorted_[i]) continue;
    known->second.before = std::max(known->second.before, sorted_[i - 1]);
    known->second.beside = true;
  }
}

void RowColumns::settle() {
  // One feature in so many may be out of place by an odd line, and of every three one where the last places
  // hold a list (the genres of a film); of sorted words nearly all are.
  constexpr std::uint64_t slips = 200, lists = 3;
  if (moved_ > seen_ / slips) {
    std::vector<std::uint64_t> indices;
    for (const auto& [index, noted] : noted_)
      if (noted.beside) indices.push_back(index);
    std::ranges::sort(indices);
    std::uint64_t begin = 0;
    for (const std::uint64_t index : indices)
      if (noted_[index].before >= begin) begins_.push_back(begin = index);
    kind_ = begins_.size() < blocks_max ? Kind::blocks : moved_ > seen_ / lists ? Kind::bag : Kind::places;
  }
  noted_ = {};
}

std::uint32_t RowColumns::column_of(std::uint64_t index, std::uint32_t place) const {
  if (kind_ == Kind::places) return place;
  if (kind_ == Kind::bag) return 0;
  return static_cast<std::uint32_t>(std::ranges::upper_bound(begins_, index) - begins_.begin());
}

}  // namespace vitrine::replay
