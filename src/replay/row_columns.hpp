#pragma once
// Which features of a row are values of the same column (a field), in files that name no fields. Told from
// the first rows:
//
//   places  an index stands at the same place of every line (or of most, and blocks do not fit): the place is
//           the column. Where indices are sorted and something is missing, what follows moves up; then
//   blocks  neighbouring indices of which no row has two are the values of one column, as where a table was
//           encoded one-hot (a9a). The fewest blocks that fit are taken: a block ends before the first index
//           that was seen beside one of its own;
//   bag     otherwise, and where there would be hundreds of blocks: words of a text. All are one column.
//
//   columns.note(indices);             // of some rows, each index in the order of the line
//   columns.settle();
//   columns.column_of(index, place);
//
// Deterministic. One thread. Memory: 40 bytes for each index that was noted, at most 40 MiB, until settle();
// then at most a kilobyte.
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace vitrine::replay {

class RowColumns {
 public:
  enum class Kind : std::uint8_t { places, blocks, bag };
  static constexpr std::size_t blocks_max = 64;

  void note(std::span<const std::uint64_t> indices);
  void settle();  ///< once, after all notes; without it columns are places
  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::uint32_t column_of(std::uint64_t index, std::uint32_t place) const;

 private:
  static constexpr std::size_t indices_max = 1U << 20;
  struct Noted {
    std::uint32_t place = 0;   ///< where it stood first
    bool beside = false;       ///< whether a row had a smaller one, too
    std::uint64_t before = 0;  ///< the largest of those
  };

  Kind kind_ = Kind::places;
  std::unordered_map<std::uint64_t, Noted> noted_;
  std::uint64_t seen_ = 0, moved_ = 0;  ///< features; those that stood elsewhere than when first seen
  std::vector<std::uint64_t> begins_;   ///< of blocks, but for the first
  std::vector<std::uint64_t> sorted_;
};

}  // namespace vitrine::replay
