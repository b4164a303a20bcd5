#pragma once
// Mistyped words. Two words are near when few letters have to be put in, left out, changed or swapped with
// their neighbour (optimal string alignment). The near words of a vocabulary are found without walking it, by
// deletion neighbourhoods (W. Garbe's SymSpell; Mor and Fraenkel 1982): a word and its slips are kept as
// hashes, and two words within one slip share a hash. Pure, thread-safe. Words are folded ones of words.hpp.
#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// Only the first letters are varied, so a long word costs no more than this many hashes and one; a second
/// slip may lie behind them.
inline constexpr std::size_t slip_letters = 8;

/// Hashes of the word's beginning and of that beginning without each one of its letters. Short words (below 4
/// letters) have none: everything is near them.
[[nodiscard]] std::vector<std::uint64_t> slips_of(std::string_view word);

/// How many slips a word of this length may have and still be meant: none below 4 letters, 1 below 8, else 2.
[[nodiscard]] int slips_allowed(std::string_view word);

/// The distance of two words, or `max + 1` when it is more. Cost: the product of their lengths.
[[nodiscard]] int distance(std::string_view one, std::string_view other, int max);

}  // namespace vitrine::search
