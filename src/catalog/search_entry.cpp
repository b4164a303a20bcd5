#include "catalog/search_entry.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/life.hpp"
#include "search/words.hpp"

namespace vitrine::catalog {
namespace {
// No word begins with it, and the engines take it for a letter.
constexpr std::string_view mark = "¤";
constexpr std::int64_t brief_ms_max = 30'000, medium_ms_max = 120'000;
constexpr std::size_t phrase_words_max = 3;

Length length_of(std::int64_t ms) {
  return ms <= brief_ms_max ? Length::brief : ms <= medium_ms_max ? Length::medium : Length::lengthy;
}

/// The words of the tags: each tag as a whole, and its parts where it has some ("clay_pots").
std::vector<search::Word> tag_words(const std::vector<std::string>& tags) {
  std::vector<search::Word> words;
  for (const auto& tag : tags) {
    auto parts = search::words_of(tag);
    if (parts.size() > 1) {
      auto whole = tag;
      std::erase(whole, '_');
      for (auto& word : search::words_of(whole)) words.push_back(std::move(word));
    }
    for (auto& word : parts) words.push_back(std::move(word));
  }
  return words;
}

/// Runs of two or three words that neither begin nor end with a filler: (first, number).
template <class Words, class FoldedOf>
std::vector<std::pair<std::size_t, std::size_t>> phrases_in(const Words& words, FoldedOf folded) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t from = 0; from < words.size(); ++from) {
    if (search::is_filler(folded(words[from]))) continue;
    for (std::size_t count = 2; count <= phrase_words_max && from + count <= words.size(); ++count)
      if (!search::is_filler(folded(words[from + count - 1]))) found.emplace_back(from, count);
  }
  return found;
}

template <class Words, class TextOf>
std::string joined(const Words& words, std::size_t from, std::size_t count, TextOf text) {
  std::string out;
  for (std::size_t i = from; i < from + count; ++i) {
    if (!out.empty()) out += ' ';
    out += text(words[i]);
  }
  return out;
}

void add_once(std::vector<Hint>& hints, Hint hint) {
  if (hint.key.empty()) return;
  const auto same = [&](const Hint& other) { return other.kind == hint.kind && other.key == hint.key; };
  if (std::ranges::none_of(hints, same)) hints.push_back(std::move(hint));
}

std::vector<Hint> hints_of(const Video& video, const std::vector<search::Word>& title) {
  std::vector<Hint> hints;
  for (const auto& tag : video.tags) add_once(hints, {HintKind::tag, search::key_of(tag), tag, 1});
  const auto folded = [](const search::Word& word) -> std::string_view { return word.folded; };
  const auto spelled = [](const search::Word& word) -> std::string_view { return word.spelled; };
  for (const auto& [from, count] : phrases_in(title, folded))
    add_once(hints,
             {HintKind::words, joined(title, from, count, folded), joined(title, from, count, spelled), 1});
  return hints;
}
}  // namespace

std::string_view text(HintKind kind) { return kind == HintKind::tag ? "tag" : "words"; }

std::string mark_of(Length length) {
  std::string text{mark};
  return text += length == Length::brief ? "brief" : length == Length::medium ? "medium" : "lengthy";
}

bool is_language(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() < 2 || text.size() > 3) return false;
  return std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::unexpected<base::Error> unknown_language() {
  return base::fail_in("language", base::Fault::invalid_input, "language_unknown",
                       "A language is two or three lower-case letters, for example en.");
}

std::string mark_of_language(std::string_view language) {
  return std::string{mark} + "in" + std::string{language};
}

std::string mark_of_captions() { return std::string{mark} + "captions"; }

std::optional<Entry> search_entry(const Video& video) {
  if (!is_out(video) || video.visibility != model::Visibility::everyone) return std::nullopt;
  Entry entry{
      .video = video.id, .published_at = *video.published_at, .texts = {}, .spelled = {}, .hints = {}};
  entry.adult = video.audience == model::Audience::adult;
  const auto title = search::words_of(video.title);
  const auto tags = tag_words(video.tags);
  auto more = search::words_of(video.description);
  std::erase_if(more, [](const auto& word) { return search::is_filler(word.folded); });
  entry.texts.title = search::analysed(title, video.language);
  entry.texts.tags = search::analysed(tags, video.language);
  entry.texts.more = search::analysed(more, video.language);
  entry.texts.marks = mark_of(length_of(video.duration_ms));
  if (!video.language.empty()) entry.texts.marks += ' ' + mark_of_language(video.language);
  if (!video.captions.empty()) entry.texts.marks += ' ' + mark_of_captions();
  if (entry.adult) return entry;
  for (const auto* words : {&title, &tags, static_cast<const std::vector<search::Word>*>(&more)})
    for (const auto& word : *words) entry.spelled.emplace_back(word.folded, word.spelled);
  std::ranges::sort(entry.spelled);
  const auto same = std::ranges::unique(entry.spelled, {}, &std::pair<std::string, std::string>::first);
  entry.spelled.erase(same.begin(), same.end());
  entry.hints = hints_of(video, title);
  entry.texts.hints = hint_list(entry.hints);
  return entry;
}

std::string hint_list(std::span<const Hint> hints) {
  std::string list;
  for (const auto& hint : hints) {
    if (!list.empty()) list += '\n';
    list += hint.kind == HintKind::tag ? '#' : ' ';
    list += hint.key;
  }
  return list;
}

std::vector<Hint> hints_of_list(std::string_view list) {
  std::vector<Hint> hints;
  if (list.empty()) return hints;
  for (const auto line : base::split(list, '\n'))
    hints.push_back(
        {line.starts_with('#') ? HintKind::tag : HintKind::words, std::string{line.substr(1)}, {}, 1});
  return hints;
}

std::vector<std::string> entry_terms(const EntryTexts& texts) {
  const std::vector<std::string_view> all{texts.title, texts.tags, texts.more, texts.marks};
  return search::terms_of(all);
}

}  // namespace vitrine::catalog
