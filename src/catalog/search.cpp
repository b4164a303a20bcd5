#include "catalog/search.hpp"

#include <algorithm>
#include <map>

#include "search/slips.hpp"
#include "search/words.hpp"

namespace vitrine::catalog {
using search::Asked;
using search::Form;

namespace {
// How much less a find says that was not made with the word as typed.
constexpr double stem_weight = 0.8, meant_weight = 0.7, part_weight = 0.7, begun_weight = 0.4;
/// A word that so few videos have may be a slip; one that more have is taken at its word.
constexpr std::int64_t thin = 3;
/// ... and is one when the other word is so many times more frequent.
constexpr std::int64_t clearly_more = 8;
/// With fewer videos than these, words that begin alike and videos that lack a word are looked at too.
constexpr std::int64_t few = 20;
constexpr int begun_max = 12;
/// A compound has at least two parts of so many letters; a part that stands alone for it has some more.
constexpr std::size_t part_letters_min = 4, lone_part_letters_min = 5;
constexpr int partly_max = 300;
/// With fewer letters there are too many runs of words to weigh; single words and tags do.
constexpr std::size_t phrase_letters_min = 4;

std::vector<search::Word> words_asked(std::string_view text) {
  auto words = search::words_of(text, question_words_max);
  std::vector<search::Word> telling;
  for (const auto& word : words)
    if (!search::is_filler(word.folded)) telling.push_back(word);
  return telling.empty() ? words : telling;
}

void add_form(Asked& asked, std::string term, double weight) {
  const auto same = std::ranges::find(asked.forms, term, &Form::term);
  if (same == asked.forms.end()) asked.forms.push_back({std::move(term), weight});
}

void add_forms(Asked& asked, std::string_view word, double weight) {
  double factor = 1;
  for (auto& form : search::forms_of(word, "")) {
    add_form(asked, std::move(form), weight * factor);
    factor = stem_weight;
  }
}

std::vector<std::string> terms_of(const Asked& asked) {
  std::vector<std::string> terms;
  for (const auto& form : asked.forms) terms.push_back(form.term);
  return terms;
}

double days_between(Instant from, Instant to) {
  constexpr double ms_a_day = 24.0 * 60 * 60 * 1000;
  return static_cast<double>((to - from).count()) / ms_a_day;
}

void add_once(std::vector<Suggestion>& list, Suggestion one, std::size_t max) {
  const auto same = [&](const Suggestion& other) { return other.kind == one.kind && other.text == one.text; };
  if (list.size() < max && !one.text.empty() && std::ranges::none_of(list, same))
    list.push_back(std::move(one));
}
}  // namespace

struct Search::Understood {
  std::vector<Asked> words;
  std::string meant;
};

/// One word of the question while it is being understood.
struct Search::Word {
  search::Word typed;
  Asked asked;
  std::int64_t videos = 0;          ///< how many have its most frequent form
  std::vector<Asked> further = {};  ///< the other parts of a compound
  std::string meant = {};           ///< as it is shown, if not as typed
};

/// The known word that was probably meant, if this one is rare and another within a slip or two is not.
Result<std::optional<SearchIndex::Known>> Search::meant_by(Transaction& tx, std::string_view word,
                                                           std::int64_t videos) {
  const int allowed = search::slips_allowed(word);
  if (allowed == 0 || videos >= thin) return std::nullopt;
  TRY_LET(const auto near, needs_.index.near(tx, search::slips_of(word)));
  std::optional<SearchIndex::Known> best;
  int best_distance = allowed + 1;
  for (const auto& other : near) {
    if (other.word == word || other.videos < std::max<std::int64_t>(1, videos * clearly_more)) continue;
    const int apart = search::distance(word, other.word, allowed);
    if (apart < best_distance) {  // the list is by frequency, so of two as near the more frequent one stays
      best = other;
      best_distance = apart;
    }
  }
  return best;
}

/// "alpenpässe" is looked for as "alpen" and "pässe" when both are known, otherwise as its longest known
/// beginning.
Result<std::vector<SearchIndex::Known>> Search::parts_of(Transaction& tx, std::string_view word) {
  std::vector<SearchIndex::Known> parts;
  if (word.size() < 2 * part_letters_min ||
      !std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; }))
    return parts;
  std::vector<std::string> pieces;
  for (std::size_t cut = part_letters_min; cut + part_letters_min <= word.size(); ++cut)
    for (const auto piece : {word.substr(0, cut), word.substr(cut)})
      for (auto& form : search::forms_of(piece, "de")) pieces.push_back(std::move(form));
  TRY_LET(const auto known, needs_.index.known(tx, pieces));
  const auto find = [&](std::string_view piece) -> const SearchIndex::Known* {
    for (const auto& form : search::forms_of(piece, "de"))
      if (const auto at = std::ranges::find(known, form, &SearchIndex::Known::word); at != known.end())
        return &*at;
    return nullptr;
  };
  for (auto cut = word.size() - part_letters_min; cut >= part_letters_min; --cut) {
    const auto* head = find(word.substr(0, cut));
    if (head == nullptr) continue;
    const auto* tail = find(word.substr(cut));
    if (tail != nullptr) return std::vector{*head, *tail};
    if (parts.empty() && cut >= lone_part_letters_min) parts.push_back(*head);
  }
  return parts;
}

/// Other ways to find what a rare word may mean: how it goes on, its parts, what was meant instead.
Result<void> Search::widen(Transaction& tx, const Question& question, bool last, Word& word) {
  if (last && word.videos < few) {
    TRY_LET(const auto begun, needs_.index.beginning(tx, word.typed.folded, begun_max));
    for (const auto& other : begun) {
      add_form(word.asked, other.word, begun_weight);
      word.videos = std::max(word.videos, other.videos);
    }
  }
  if (question.as_typed) return {};
  std::vector<SearchIndex::Known> parts;
  if (word.videos == 0) {
    TRY_LET(parts, parts_of(tx, word.typed.folded));
  }
  if (parts.size() < 2) {
    TRY_LET(const auto meant, meant_by(tx, word.typed.folded, word.videos));
    if (meant) {
      if (word.videos == 0) word.meant = meant->spelled;
      add_forms(word.asked, meant->word, meant_weight);
      word.videos = std::max(word.videos, meant->videos);
      return {};
    }
  }
  if (parts.empty()) return {};
  add_forms(word.asked, parts[0].word, part_weight);
  word.videos = parts[0].videos;
  if (parts.size() < 2) return {};
  add_forms(word.further.emplace_back(), parts[1].word, part_weight);
  TRY_LET(const auto all, needs_.index.size(tx));
  word.further.back().rarity = search::rarity(all, parts[1].videos);
  return {};
}

Result<Search::Understood> Search::understand(Transaction& tx, const Question& question) {
  std::vector<Word> words;
  std::vector<std::string> terms;
  for (auto& typed : words_asked(question.text)) {
    words.push_back({std::move(typed), {}});
    add_forms(words.back().asked, words.back().typed.folded, 1);
    for (const auto& form : words.back().asked.forms) terms.push_back(form.term);
  }
  for (std::size_t i = 1; i < words.size(); ++i)  // "sour dough" is "sourdough" too
    terms.push_back(words[i - 1].typed.folded + words[i].typed.folded);
  TRY_LET(const auto known, needs_.index.known(tx, terms));
  TRY_LET(const auto all, needs_.index.size(tx));
  std::map<std::string_view, std::int64_t> videos;
  for (const auto& word : known) videos.emplace(word.word, word.videos);
  for (std::size_t i = 1; i < words.size(); ++i)
    if (const auto both = words[i - 1].typed.folded + words[i].typed.folded; videos.contains(both))
      for (auto* word : {&words[i - 1], &words[i]}) add_forms(word->asked, both, 1);
  Understood understood;
  bool guessed = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto& word = words[i];
    for (const auto& form : word.asked.forms)
      if (const auto at = videos.find(form.term); at != videos.end())
        word.videos = std::max(word.videos, at->second);
    TRY(widen(tx, question, i + 1 == words.size(), word));
    word.asked.rarity = search::rarity(all, word.videos);
    guessed = guessed || !word.meant.empty();
    if (!understood.meant.empty()) understood.meant += ' ';
    understood.meant += word.meant.empty() ? word.typed.spelled : word.meant;
    understood.words.push_back(std::move(word.asked));
    for (auto& further : word.further) understood.words.push_back(std::move(further));
  }
  if (!guessed) understood.meant.clear();
  return understood;
}

Result<std::vector<SearchIndex::Match>> Search::matches(Transaction& tx, const Viewer& viewer,
                                                        const Question& question,
                                                        const Understood& understood) {
  SearchIndex::Ask ask{.published_after = question.published_after, .limit = weighed_max};
  for (const auto& asked : understood.words) ask.groups.push_back(terms_of(asked));
  if (question.length) ask.marks.push_back(mark_of(*question.length));
  if (question.captioned) ask.marks.push_back(mark_of_captions());
  if (!question.language.empty()) ask.marks.push_back(mark_of_language(question.language));
  ask.with_adult = question.with_adult && viewer.account && !viewer.restricted;
  TRY_LET(auto found, needs_.index.matching(tx, ask));
  if (found.size() >= static_cast<std::size_t>(few) || ask.groups.size() < 2) return found;
  ask.any = true;
  ask.limit = partly_max;
  TRY_LET(auto partly, needs_.index.matching(tx, ask));
  std::vector<VideoId> whole;
  for (const auto& match : found) whole.push_back(match.video);
  std::ranges::sort(whole);
  for (auto& match : partly)
    if (!std::ranges::binary_search(whole, match.video)) found.push_back(std::move(match));
  return found;
}

Result<Answer> Search::find(Transaction& tx, const Viewer& viewer, const Question& question) {
  if (!is_language(question.language)) return unknown_language();
  TRY_LET(auto understood, understand(tx, question));
  TRY_LET(const auto found, matches(tx, viewer, question, understood));
  std::vector<VideoId> ids;
  for (const auto& match : found) ids.push_back(match.video);
  const auto watched = needs_.watched(ids);
  std::vector<search::Find> finds;
  for (std::size_t i = 0; i < found.size(); ++i)
    finds.push_back({.id = ids[i].raw(),
                     .title = found[i].title,
                     .tags = found[i].tags,
                     .more = found[i].more,
                     .age_days = days_between(found[i].published_at, question.at),
                     .shown = watched[i].shown,
                     .good = watched[i].good});
  auto ranked = search::rank(understood.words, finds);
  if (question.order == Order::newest)
    std::ranges::stable_sort(ranked, std::ranges::greater{},
                             [&](const auto& one) { return found[one.find].published_at; });
  Answer answer{.videos = {}, .meant = std::move(understood.meant)};
  answer.more = ranked.size() > question.from + question.count;
  std::vector<VideoId> page;
  std::map<VideoId, search::Score> scores;
  for (std::size_t i = question.from; i < std::min(question.from + question.count, ranked.size()); ++i) {
    page.push_back(ids[ranked[i].find]);
    scores.emplace(page.back(), ranked[i].score);
  }
  TRY_LET(auto videos, needs_.videos.some(tx, viewer, page, Videos::Want::found));
  for (auto& video : videos) {
    const auto score = scores.at(video.id);
    answer.videos.push_back({std::move(video), score});
  }
  return answer;
}

Result<std::vector<Suggestion>> Search::suggest(Transaction& tx, std::string_view typed, std::size_t max) {
  if (typed.starts_with('#')) return tags(tx, typed.substr(1), max);
  std::vector<Suggestion> list;
  const auto words = search::words_of(typed, question_words_max);
  if (words.empty()) return list;
  const auto limit = static_cast<int>(max);
  const auto key = search::key_of(typed);
  TRY_LET(const auto tag_hints, needs_.index.hints(tx, HintKind::tag, key, 3));
  std::vector<Hint> phrases;
  if (key.size() >= phrase_letters_min) {
    TRY_LET(phrases, needs_.index.hints(tx, HintKind::words, key, limit));
  }
  if (words.size() == 1) {
    TRY_LET(const auto begun, needs_.index.beginning(tx, key, limit));
    for (const auto& word : begun)
      if (!search::is_filler(word.word))
        add_once(list, {HintKind::words, word.spelled, word.videos}, max / 2 + 1);
  }
  for (const auto& hint : phrases) add_once(list, {HintKind::words, hint.spelled, hint.videos}, max);
  for (const auto& hint : tag_hints) add_once(list, {HintKind::tag, hint.spelled, hint.videos}, max + 3);
  if (!list.empty()) return list;
  // Nothing begins like that: perhaps a slip. The question with what was probably meant in its place.
  std::string meant;
  bool guessed = false;
  for (const auto& word : words) {
    TRY_LET(const auto known, needs_.index.known(tx, std::span{&word.folded, 1}));
    TRY_LET(const auto other, meant_by(tx, word.folded, known.empty() ? 0 : known.front().videos));
    if (!meant.empty()) meant += ' ';
    meant += other ? other->spelled : word.spelled;
    guessed = guessed || other.has_value();
  }
  if (guessed) add_once(list, {HintKind::words, std::move(meant), 0}, max);
  return list;
}

Result<std::vector<Suggestion>> Search::tags(Transaction& tx, std::string_view typed, std::size_t max) {
  std::vector<Suggestion> list;
  const auto words = search::words_of(typed, question_words_max);
  if (words.empty()) return list;
  std::vector<std::string> keys{search::key_of(typed)};
  std::string together;  // "clay pots" is looked for as #claypots too
  for (const auto& word : words) together += word.folded;
  if (words.size() > 1) keys.push_back(together);
  if (words.size() == 1) {
    TRY_LET(const auto meant, meant_by(tx, words.front().folded, 0));
    if (meant) keys.push_back(meant->word);
  }
  for (const auto& key : keys) {
    TRY_LET(const auto hints, needs_.index.hints(tx, HintKind::tag, key, static_cast<int>(max)));
    for (const auto& hint : hints) add_once(list, {HintKind::tag, hint.spelled, hint.videos}, max);
  }
  return list;
}

}  // namespace vitrine::catalog
