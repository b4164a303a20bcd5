#pragma once
// The words of a text as the index knows them. One reader for what is indexed and what is asked, so the two
// can never disagree, and no engine's tokeniser has a say. Pure; thread-safe; any bytes are safe (fuzzed).
//
// A word is a run of letters, marks and digits of any script, without its apostrophes ("potter's" is
// "potter"). It is folded: NFKC_Casefold, accents away, so "Töpfern", "TÖPFERN" and "topfern" are one.
// Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) come as overlapping pairs of
// characters.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::search {

/// A title and a description have fewer; what follows is not looked at.
inline constexpr std::size_t words_max = 512;
/// Longer "words" are sentences without spaces or addresses; in bytes of the folded word.
inline constexpr std::size_t word_bytes_max = 48;

struct Word {
  std::string folded;   ///< what is compared
  std::string spelled;  ///< as written, in lower case: what is shown
  bool operator==(const Word&) const = default;
};

[[nodiscard]] std::vector<Word> words_of(std::string_view text, std::size_t max = words_max);

/// The folded words alone, joined by a space: the key of a suggestion.
[[nodiscard]] std::string key_of(std::string_view text);

/// "the", "und", ...: so frequent in English or German that it says nothing when other words are there.
[[nodiscard]] bool is_filler(std::string_view folded);

/// The word itself, then its stems, each once. English and German are stemmed (Snowball; for German ae, oe,
/// ue count as the umlaut); a text in another language (ISO 639) is left as it is, one in none given gets
/// both.
[[nodiscard]] std::vector<std::string> forms_of(std::string_view folded, std::string_view language);

/// A text as it is stored: words by spaces, the forms of one word by slashes: "topfern/topf kurs".
[[nodiscard]] std::string analysed(std::span<const Word> words, std::string_view language);

/// Every form in texts made by analysed(), each once, in alphabetical order.
[[nodiscard]] std::vector<std::string> terms_of(std::span<const std::string_view> texts);

}  // namespace vitrine::search
