#include "catalog/print.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>

namespace vitrine::catalog {
namespace {
/// A loop comes back every few seconds: its first places say as much as all of them.
constexpr std::size_t places_max = 16;
/// So many ways to lie over each other are tried bit by bit.
constexpr std::size_t tries_max = 8;

using Places = std::unordered_map<std::uint32_t, std::vector<std::int64_t>>;

Places places_of(PrintView print) {
  Places places;
  for (std::size_t i = 0; i < print.size(); ++i) {
    auto& of = places[print[i]];
    if (of.size() < places_max) of.push_back(static_cast<std::int64_t>(i));
  }
  return places;
}

/// Offsets by how many equal items speak for them, most first; of equals the smallest, so that the order is
/// one.
std::vector<std::int64_t> likely_offsets(PrintView first, PrintView second) {
  const auto places = places_of(first);
  std::map<std::int64_t, std::size_t> votes;
  for (std::size_t j = 0; j < second.size(); ++j)
    if (const auto at = places.find(second[j]); at != places.end())
      for (const auto i : at->second) ++votes[i - static_cast<std::int64_t>(j)];
  std::vector<std::pair<std::int64_t, std::size_t>> ranked(votes.begin(), votes.end());
  std::ranges::stable_sort(ranked, std::ranges::greater{}, &std::pair<std::int64_t, std::size_t>::second);
  if (ranked.size() > tries_max) ranked.resize(tries_max);
  std::vector<std::int64_t> offsets;
  for (const auto& [offset, count] : ranked) offsets.push_back(offset);
  return offsets;
}

struct Overlap {
  PrintView first, second;
};

Overlap overlap_at(PrintView first, PrintView second, std::int64_t offset) {
  const auto skip_first = static_cast<std::size_t>(std::max<std::int64_t>(0, offset));
  const auto skip_second = static_cast<std::size_t>(std::max<std::int64_t>(0, -offset));
  if (skip_first >= first.size() || skip_second >= second.size()) return {};
  const auto length = std::min(first.size() - skip_first, second.size() - skip_second);
  return {first.subspan(skip_first, length), second.subspan(skip_second, length)};
}

double error_of(const Overlap& overlap) {
  if (overlap.first.empty()) return 1;
  std::size_t bits = 0;
  for (std::size_t i = 0; i < overlap.first.size(); ++i)
    bits += static_cast<std::size_t>(std::popcount(overlap.first[i] ^ overlap.second[i]));
  return static_cast<double>(bits) / static_cast<double>(32 * overlap.first.size());
}
}  // namespace

double variety(PrintView print) {
  if (print.empty()) return 0;
  std::vector<std::uint32_t> items(print.begin(), print.end());
  std::ranges::sort(items);
  const auto repeated = std::ranges::unique(items);
  return static_cast<double>(items.size() - repeated.size()) / static_cast<double>(items.size());
}

std::vector<std::uint32_t> landmarks(PrintView print, std::size_t max) {
  std::vector<std::uint32_t> items(print.begin(), print.end());
  if (items.size() > max) {
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < max; ++i) some.push_back(items[i * items.size() / max]);
    items = std::move(some);
  }
  std::ranges::sort(items);
  const auto repeated = std::ranges::unique(items);
  items.erase(repeated.begin(), repeated.end());
  return items;
}

std::optional<Match> same_sound(PrintView first, PrintView second) {
  const auto shorter = static_cast<double>(std::min(first.size(), second.size()));
  std::optional<Match> best;
  for (const auto offset : likely_offsets(first, second)) {
    const auto overlap = overlap_at(first, second, offset);
    const auto length = overlap.first.size();
    if (length < print_overlap_min || static_cast<double>(length) < print_part_min * shorter) continue;
    const auto error = error_of(overlap);
    if (error > print_error_max) continue;
    if (std::min(variety(overlap.first), variety(overlap.second)) < print_variety_min) continue;
    if (!best || error < best->error) best = Match{offset, length, error};
  }
  return best;
}

}  // namespace vitrine::catalog
