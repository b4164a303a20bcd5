#pragma once
// Sets of ids and numbers by id, made for one page and thrown away with it. Open addressing in one array; ids
// are never 0. Only for asking, never for walking through: so the order inside cannot reach a page.
#include <bit>
#include <cstdint>
#include <vector>

#include "base/hash.hpp"

namespace vitrine::base {

class IdMap {
 public:
  /// `ids_max` is how many will be put in.
  explicit IdMap(std::size_t ids_max) : slots_(std::bit_ceil(ids_max * 2 + 2)) {}

  /// Answers whether `id` is new; one that is there keeps its value.
  bool put(std::uint64_t id, std::uint32_t value = 0) {
    Slot& slot = slots_.data()[place(id)];
    if (slot.id == id) return false;  // 0 never is new
    slot = {id, value};
    return true;
  }
  [[nodiscard]] bool has(std::uint64_t id) const { return id != 0 && slots_.data()[place(id)].id == id; }
  /// nullptr when it was not put in.
  [[nodiscard]] const std::uint32_t* find(std::uint64_t id) const {
    const Slot& slot = slots_.data()[place(id)];
    return id != 0 && slot.id == id ? &slot.value : nullptr;
  }

 private:
  struct Slot {
    std::uint64_t id = 0;
    std::uint32_t value = 0;
  };
  /// Asked for thousands of times a page: without the library's checks of every index.
  [[nodiscard]] std::size_t place(std::uint64_t id) const {
    const Slot* slots = slots_.data();
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = mix64(id) & mask;
    while (slots[at].id != 0 && slots[at].id != id) at = (at + 1) & mask;
    return at;
  }
  std::vector<Slot> slots_;
};

/// The ids of a list, for asking.
template <class Id>
[[nodiscard]] IdMap set_of(const std::vector<Id>& ids) {
  IdMap set{ids.size()};
  for (const Id id : ids) set.put(id.raw());
  return set;
}

}  // namespace vitrine::base
