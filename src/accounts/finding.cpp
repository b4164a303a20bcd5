#include "accounts/finding.hpp"

#include <algorithm>
#include <optional>

#include "accounts/handle.hpp"
#include "search/slips.hpp"
#include "search/words.hpp"

namespace vitrine::accounts {
namespace {
constexpr std::size_t words_max = 4;
/// More people than this share the beginning of a word only when it is too short to mean anybody.
constexpr int looked_at_max = 200;
/// One letter is nobody's name.
constexpr std::size_t letters_min = 2;

std::string without_marks(std::string_view handle) {
  std::string plain{handle};
  std::erase_if(plain, [](char c) { return c == '_' || c == '.'; });
  return plain;
}

std::optional<Closeness> closeness_of(std::string_view typed, const std::vector<std::string>& words) {
  std::optional<Closeness> best;
  for (const auto& word : words) {
    std::optional<Closeness> one;
    const int allowed = search::slips_allowed(typed);
    if (word == typed) one = Closeness::word;
    else if (word.starts_with(typed)) one = Closeness::beginning;
    else if (search::distance(typed, word, allowed) <= allowed) one = Closeness::slip;
    if (one && (!best || *one < *best)) best = one;
  }
  return best;
}

/// The worst fit of all words that were typed, or nothing when one does not fit.
std::optional<Closeness> fit(const std::vector<std::string>& typed, const AccountBrief& brief) {
  const auto words = name_words(brief.handle, brief.name);
  Closeness worst = Closeness::handle;
  for (const auto& word : typed) {
    const auto one = closeness_of(word, words);
    if (!one) return std::nullopt;
    worst = std::max(worst, *one);
  }
  return worst;
}
}  // namespace

std::vector<std::string> name_words(std::string_view handle, std::string_view name) {
  std::vector<std::string> words{without_marks(handle)};
  for (const auto text : {handle, name})
    for (auto& word : search::words_of(text, 16))
      if (std::ranges::find(words, word.folded) == words.end()) words.push_back(std::move(word.folded));
  return words;
}

Result<std::vector<FoundPerson>> Finding::people(Transaction& tx, std::string_view typed, std::size_t max) {
  if (typed.starts_with('@')) typed.remove_prefix(1);
  std::vector<std::string> words;
  const auto handle = fold_handle(typed);
  if (handle) words.push_back(without_marks(*handle));
  else
    for (auto& word : search::words_of(typed, words_max)) words.push_back(std::move(word.folded));
  std::vector<FoundPerson> found;
  if (words.empty()) return found;
  // The longest word tells most; the others are held against those it finds.
  const auto& telling = *std::ranges::max_element(words, {}, &std::string::size);
  if (telling.size() < letters_min) return found;
  TRY_LET(auto briefs, needs_.names.beginning(tx, telling, looked_at_max));
  if (briefs.size() < max) {
    TRY_LET(const auto near, needs_.names.near(tx, search::slips_of(telling), looked_at_max));
    for (const auto& brief : near)
      if (std::ranges::find(briefs, brief.id, &AccountBrief::id) == briefs.end()) briefs.push_back(brief);
  }
  for (auto& brief : briefs) {
    const auto closeness = fit(words, brief);
    if (!closeness) continue;
    const bool named = handle && brief.handle == *handle;
    found.push_back({std::move(brief), named ? Closeness::handle : *closeness});
  }
  std::ranges::sort(found, [](const FoundPerson& a, const FoundPerson& b) {
    return a.closeness != b.closeness ? a.closeness < b.closeness : a.brief.handle < b.brief.handle;
  });
  if (found.size() > max) found.erase(found.begin() + static_cast<std::ptrdiff_t>(max), found.end());
  return found;
}

}  // namespace vitrine::accounts
