#pragma once
// In which order finds are shown: relevance x freshness x quality, three numbers a page can show.
//
//   relevance  BM25 over three fields (BM25F; Robertson and Zaragoza 2009): a word in the title counts most,
//   in
//              the tags nearly as much, elsewhere little; rare words count more. Words that were asked for
//              and are missing cost twice their share; words side by side in the title, as they were asked,
//              add some.
//   freshness  1.25 for what is new, down to 1 with a half-life of 30 days.
//   quality    0.75 to 1.25: how many of those who were shown it watched it well; unknown counts as 40 %.
//
// Pure; thread-safe. Same arguments, same order; ties are broken by the id.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// One spelling under which a word of the question may be found, and how sure that is: 1 as typed.
struct Form {
  std::string term;
  double weight = 1;
};
/// One word of the question.
struct Asked {
  std::vector<Form> forms;
  double rarity = 1;  ///< rarity() below
};

/// A video that matched, with its texts as words.hpp stores them.
struct Find {
  std::uint64_t id = 0;
  std::string_view title = {}, tags = {}, more = {};
  double age_days = 0;
  std::uint64_t shown = 0, good = 0;
};

struct Score {
  double relevance = 0, freshness = 1, quality = 1;
  [[nodiscard]] double total() const { return relevance * freshness * quality; }
};

/// BM25's inverse document frequency: of `all` videos, `with` have the word.
[[nodiscard]] double rarity(std::int64_t all, std::int64_t with);

[[nodiscard]] double freshness(double age_days);
[[nodiscard]] double quality(std::uint64_t shown, std::uint64_t good);

struct Ranked {
  std::size_t find = 0;  ///< which of `finds`
  Score score;
};
/// The finds, best first. Cost: the words of all finds, and n log n.
[[nodiscard]] std::vector<Ranked> rank(std::span<const Asked> asked, std::span<const Find> finds);

}  // namespace vitrine::search
