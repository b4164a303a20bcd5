#pragma once
// The rules of a market, asked of a video: a few places of memory each, however many rules there are. A part
// of the sieves; also asked for an author, who is told before they ask. References outlive it. Thread-safe.
#include <array>
#include <vector>

#include "base/id_map.hpp"
#include "learning/library.hpp"
#include "region/market.hpp"

namespace vitrine::feed {

class MarketRules {
 public:
  explicit MarketRules(const region::Market& market);
  /// The rule that keeps it out of every feed, or nullptr: of its author first, then of its sound, then of
  /// its tags.
  [[nodiscard]] const region::Withheld* against(const learning::Video& video) const;

 private:
  using What = region::Withheld::What;
  [[nodiscard]] const base::IdMap& of(What what) const { return by_kind_[static_cast<std::size_t>(what)]; }
  [[nodiscard]] base::IdMap& of(What what) { return by_kind_[static_cast<std::size_t>(what)]; }

  const std::vector<region::Withheld>& rules_;
  std::array<base::IdMap, 3> by_kind_;
};

}  // namespace vitrine::feed
