#include "search/rank.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace vitrine::search {
namespace {
// BM25's usual constants; average lengths as clips have them, fixed so that an order does not depend on the
// rest.
constexpr double saturation = 1.2, length_share = 0.5;
struct Field {
  double weight, words;
};
constexpr Field title_field{3, 6}, tags_field{2.5, 3}, more_field{1, 20};
constexpr double side_by_side = 0.2, whole_title = 0.1;
constexpr double half_life_days = 30, newest_bonus = 0.25;
constexpr double unknown_share = 0.4, unknown_weight = 10;

struct Hit {
  std::size_t word;
  double weight;
};
/// Which words of the question a term answers. Points into the question.
using Terms = std::unordered_map<std::string_view, std::vector<Hit>>;

Terms terms_of(std::span<const Asked> asked) {
  Terms terms;
  for (std::size_t i = 0; i < asked.size(); ++i)
    for (const auto& form : asked[i].forms) terms[form.term].push_back({i, form.weight});
  return terms;
}

class Reading {
 public:
  Reading(const Terms& terms, std::size_t words)
      : terms_(terms), found_(words), here_(words), before_(words) {}

  double relevance(std::span<const Asked> asked, const Find& find) {
    std::ranges::fill(found_, 0.0);
    pairs_ = 0;
    const auto title_words = read(find.title, title_field, true);
    read(find.tags, tags_field, false);
    read(find.more, more_field, false);
    double sum = 0, all = 0, covered = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      all += asked[i].rarity;
      if (found_[i] <= 0) continue;
      covered += asked[i].rarity;
      sum += asked[i].rarity * found_[i] * (saturation + 1) / (found_[i] + saturation);
    }
    if (all <= 0) return 0;
    const double share = covered / all;
    double bonus = 1;
    if (asked.size() > 1)
      bonus += side_by_side * static_cast<double>(pairs_) / static_cast<double>(asked.size() - 1);
    if (title_words == asked.size() && pairs_ + 1 == asked.size() && share >= 1) bonus += whole_title;
    return sum * share * share * bonus;
  }

 private:
  /// Adds what one field says; the number of its words.
  std::size_t read(std::string_view text, const Field& field, bool in_order) {
    if (text.empty()) return 0;
    const auto words = static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
    const double share =
        field.weight / (1 - length_share + length_share * static_cast<double>(words) / field.words);
    std::ranges::fill(before_, 0.0);
    for (std::size_t from = 0; from <= text.size();) {
      const auto end = std::min(text.find(' ', from), text.size());
      read_word(text.substr(from, end - from));
      for (std::size_t i = 0; i < here_.size(); ++i) {
        found_[i] += share * here_[i];
        if (in_order && i > 0 && here_[i] > 0 && before_[i - 1] > 0) ++pairs_;
      }
      std::swap(here_, before_);
      from = end + 1;
    }
    return words;
  }
  void read_word(std::string_view forms) {
    std::ranges::fill(here_, 0.0);
    for (std::size_t from = 0; from <= forms.size();) {
      const auto end = std::min(forms.find('/', from), forms.size());
      if (const auto hit = terms_.find(forms.substr(from, end - from)); hit != terms_.end())
        for (const auto& [word, weight] : hit->second) here_[word] = std::max(here_[word], weight);
      from = end + 1;
    }
  }

  const Terms& terms_;
  std::vector<double> found_, here_, before_;
  std::size_t pairs_ = 0;
};
}  // namespace

double rarity(std::int64_t all, std::int64_t with) {
  const auto n = static_cast<double>(std::max<std::int64_t>(all, with));
  const auto k = static_cast<double>(with);
  return std::log(1 + (n - k + 0.5) / (k + 0.5));
}

double freshness(double age_days) {
  return 1 + newest_bonus * std::exp2(-std::max(age_days, 0.0) / half_life_days);
}

double quality(std::uint64_t shown, std::uint64_t good) {
  const auto n = static_cast<double>(shown);
  const auto k = static_cast<double>(std::min(good, shown));
  return 0.75 + 0.5 * (k + unknown_share * unknown_weight) / (n + unknown_weight);
}

std::vector<Ranked> rank(std::span<const Asked> asked, std::span<const Find> finds) {
  const auto terms = terms_of(asked);
  Reading reading{terms, asked.size()};
  std::vector<Ranked> order;
  order.reserve(finds.size());
  for (std::size_t i = 0; i < finds.size(); ++i)
    order.push_back({i,
                     {reading.relevance(asked, finds[i]), freshness(finds[i].age_days),
                      quality(finds[i].shown, finds[i].good)}});
  std::ranges::sort(order, [&](const Ranked& a, const Ranked& b) {
    const double one = a.score.total(), other = b.score.total();
    return one != other ? one > other : finds[a.find].id > finds[b.find].id;
  });
  return order;
}

}  // namespace vitrine::search
