#pragma once
// Numbers for ids, in the order they first come: 0, 1, 2 ... For what is made once for many things that share
// it. Ids are never 0. Open addressing in four bytes a slot, so thousands stay in the near caches.
#include <bit>
#include <cstdint>
#include <vector>

#include "base/hash.hpp"

namespace vitrine::base {

class Numbering {
 public:
  /// `ids_max` is how many different ones there will be at most.
  explicit Numbering(std::size_t ids_max) : slots_(std::bit_ceil(ids_max * 2 + 2)) {}

  /// The number of `id`, the next one where it is new.
  std::uint32_t of(std::uint64_t id) {
    std::uint32_t* slots = slots_.data();
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = mix64(id) & mask;
    for (; slots[at] != 0; at = (at + 1) & mask)
      if (ids_.data()[slots[at] - 1] == id) return slots[at] - 1;
    ids_.push_back(id);
    slots[at] = static_cast<std::uint32_t>(ids_.size());
    return slots[at] - 1;
  }
  /// By number.
  [[nodiscard]] const std::vector<std::uint64_t>& ids() const { return ids_; }

 private:
  std::vector<std::uint32_t> slots_;  ///< number + 1; 0: free
  std::vector<std::uint64_t> ids_;
};

}  // namespace vitrine::base
