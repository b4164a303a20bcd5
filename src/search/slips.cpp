#include "search/slips.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/hash.hpp"
#include "search/words.hpp"

namespace vitrine::search {
namespace {
/// UTF-8 into code points; folded words are well-formed.
std::u32string letters_of(std::string_view word) {
  std::u32string letters;
  for (const char byte : word) {
    const auto b = static_cast<unsigned char>(byte);
    if ((b & 0xc0) == 0x80 && !letters.empty()) letters.back() = (letters.back() << 6) | (b & 0x3f);
    else letters += b < 0x80 ? b : b < 0xe0 ? b & 0x1f : b < 0xf0 ? b & 0x0f : b & 0x07;
  }
  return letters;
}

std::uint64_t hash_without(const std::u32string& letters, std::size_t size, std::size_t left_out) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < size; ++i)
    if (i != left_out) hash = base::mix64(hash ^ letters[i]);
  return hash;
}
}  // namespace

std::vector<std::uint64_t> slips_of(std::string_view word) {
  const auto letters = letters_of(word);
  if (letters.size() < 4) return {};
  // Leaving one out moves the next letter into the beginning, hence the one more.
  const auto size = std::min(letters.size(), slip_letters);
  std::vector<std::uint64_t> slips{hash_without(letters, size, size)};
  if (letters.size() > size) slips.push_back(hash_without(letters, size - 1, size));
  for (std::size_t i = 0; i < size; ++i) slips.push_back(hash_without(letters, size, i));
  std::ranges::sort(slips);
  const auto same = std::ranges::unique(slips);
  slips.erase(same.begin(), same.end());
  return slips;
}

int slips_allowed(std::string_view word) {
  const auto size = letters_of(word).size();
  return size < 4 ? 0 : size < 8 ? 1 : 2;
}

int distance(std::string_view one, std::string_view other, int max) {
  const auto a = letters_of(one), b = letters_of(other);
  const auto apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (apart > static_cast<std::size_t>(max)) return max + 1;
  if (a.size() > word_bytes_max || b.size() > word_bytes_max) return max + 1;
  using Line = std::array<int, word_bytes_max + 1>;
  Line before{}, last{}, now{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = static_cast<int>(i);
    int least = now[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
      least = std::min(least, now[j]);
    }
    if (least > max) return max + 1;
    before = last;
    last = now;
  }
  return std::min(last[b.size()], max + 1);
}

}  // namespace vitrine::search
