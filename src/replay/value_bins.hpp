#pragma once
// How finely the values of a numeric feature are told apart, by what the first rows of a file hold: bins with
// about as many values each, so that neither scale nor offset matters (1990 and 2020 are far apart among
// years). A feature that always has the same value says only that it is there.
//
//   bins.note(index, value);            // of some rows
//   bins.settle();
//   bins.bin_of(index, value);          // nothing: of that feature too little is known
//
// Deterministic. One thread. Memory: at most 16 MiB of values, until settle().
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vitrine::replay {

class ValueBins {
 public:
  void note(std::uint64_t index, float value);  ///< of each feature the first 512 count
  void settle();                                ///< once, after all notes and before any bin_of()
  [[nodiscard]] std::optional<std::uint32_t> bin_of(std::uint64_t index, float value) const;
  /// The mean of what was noted of a feature, signs aside; 1 where nothing was.
  [[nodiscard]] float usual(std::uint64_t index) const;

 private:
  static constexpr std::size_t bins = 16, values_max = 512, all_values_max = 1U << 22, values_min = 16;
  /// The first values that it had; afterwards where its bins begin, but for the first.
  std::unordered_map<std::uint64_t, std::vector<float>> of_;
  std::unordered_map<std::uint64_t, float> usual_;
  std::size_t values_ = 0;
};

}  // namespace vitrine::replay
