#pragma once
// Which keys came once and have no row yet: a row is made when they come again (admission, as in Monolith,
// Liu et al. 2022, section 2.1). Anybody may invent tags and sounds, most of them are met once, and a row for
// each would make a table grow for ever.
//
// A fixed number of marks, each in the place that its key tells, where the next key takes it over: what came
// long ago is met anew, and one key in 65 000 is taken for another. 32 KiB. Keys are hashes
// (learning/readings.hpp) of nothing personal: a viewer could not be forgotten here. One thread.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/wire.hpp"

namespace vitrine::learning {

class FirstSights {
 public:
  static constexpr std::size_t places = 1U << 14;

  /// Whether it came before, lately; if so it is forgotten, otherwise remembered.
  [[nodiscard]] bool again(std::uint64_t key) {
    std::uint16_t& here = marks_.data()[(key >> 1) % places];
    const bool known = here == mark_of(key);
    here = known ? std::uint16_t{0} : mark_of(key);
    return known;
  }

  void write(base::WireWriter& out) const {
    out.varint(places - static_cast<std::size_t>(std::ranges::count(marks_, 0)));
    for (std::size_t place = 0; place < places; ++place) {
      if (marks_[place] == 0) continue;
      out.varint(place);
      out.varint(marks_[place]);
    }
  }
  void read(base::WireReader& in) {
    marks_ = {};
    for (std::size_t left = in.count(places, 2); left > 0; --left) {
      const std::uint64_t place = in.varint(places - 1);
      marks_.at(place) = static_cast<std::uint16_t>(in.varint(UINT16_MAX));
    }
  }

 private:
  [[nodiscard]] static std::uint16_t mark_of(std::uint64_t key) {
    return static_cast<std::uint16_t>(std::max<std::uint64_t>(key >> 48, 1));
  }
  std::array<std::uint16_t, places> marks_{};  ///< 0: none
};

}  // namespace vitrine::learning
