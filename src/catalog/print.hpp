#pragma once
// By what a sound is recognised: its Chromaprint, about eight numbers of 32 bits a second, of which each says
// how the tones of two and a half seconds rise and fall (docs/sounds.md: where the limits come from). Pure;
// thread-safe.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vitrine::catalog {

using Print = std::vector<std::uint32_t>;
using PrintView = std::span<const std::uint32_t>;

/// From one item to the next: 1365 samples at 11 025 a second.
inline constexpr double print_step_ms = 1365 * 1000.0 / 11025;
/// Five seconds in common, for an item hears two and a half of them. Shorter ones are too often alike by
/// chance.
inline constexpr std::size_t print_overlap_min = 20;
/// Of the shorter sound, so much must be in the other.
inline constexpr double print_part_min = 0.5;
/// Different bits, of all that overlap. By chance it is a half.
inline constexpr double print_error_max = 0.30;
/// A hum, a tone, a room: what hardly changes is nobody's sound. So many different items in a hundred.
inline constexpr double print_variety_min = 0.25;

struct Match {
  std::int64_t offset = 0;  ///< item i of the second is item i + offset of the first
  std::size_t overlap = 0;  ///< in items
  double error = 1;         ///< part of the bits that differ
  friend bool operator==(const Match&, const Match&) = default;
};

/// How the second lies over the first, if both are the same sound: first by items that are equal, then by all
/// bits. Cost: linear in both for what changes, at most `lengths * 16` for what repeats itself.
[[nodiscard]] std::optional<Match> same_sound(PrintView first, PrintView second);

/// Different items in a hundredth of all; 0 for an empty print.
[[nodiscard]] double variety(PrintView print);

/// Its different items, at most `max`, spread over the whole of it: what an index is asked and filled with.
[[nodiscard]] std::vector<std::uint32_t> landmarks(PrintView print, std::size_t max);

}  // namespace vitrine::catalog
