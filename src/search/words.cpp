#include "search/words.hpp"

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "base/text.hpp"

namespace vitrine::search {
namespace {
constexpr UChar32 zero_width_non_joiner = 0x200c;
constexpr UChar32 zero_width_joiner = 0x200d;

enum class Kind { none, spaced, unspaced };

Kind kind_of(UChar32 c) {
  if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) == 0)
    return c == zero_width_joiner || c == zero_width_non_joiner ? Kind::spaced : Kind::none;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return Kind::unspaced;
    default:
      return c == 0x30fc ? Kind::unspaced : Kind::spaced;  // the long mark of Katakana belongs to no script
  }
}

bool is_apostrophe(UChar32 c) { return c == '\'' || c == 0x2019; }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::u16string wide_of(std::string_view text) {
  std::u16string wide(text.size(), u'\0');
  std::int32_t size = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &size, text.data(),
                static_cast<std::int32_t>(text.size()), &status);
  wide.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(size));
  return wide;
}

std::string narrow_of(std::u16string_view wide) {
  std::string text(wide.size() * 3, '\0');
  std::int32_t size = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(text.data(), static_cast<std::int32_t>(text.size()), &size, wide.data(),
              static_cast<std::int32_t>(wide.size()), &status);
  text.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(size));
  return text;
}

std::u16string normalized(const UNormalizer2* form, std::u16string_view wide) {
  std::u16string out(wide.size() * 18 + 1, u'\0');  // the longest NFKC growth is 18
  UErrorCode status = U_ZERO_ERROR;
  const auto size = unorm2_normalize(form, wide.data(), static_cast<std::int32_t>(wide.size()), out.data(),
                                     static_cast<std::int32_t>(out.size()), &status);
  out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(size));
  return out;
}

/// NFKC_Casefold, then the accents of Latin, Greek and Cyrillic letters away (U+0300..036F).
std::string fold(std::string_view word) {
  if (is_ascii(word)) return base::lower_ascii(word);
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = unorm2_getNFKCCasefoldInstance(&status);
  const auto* apart = unorm2_getNFDInstance(&status);
  const auto* together = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) return {};
  auto wide = normalized(apart, normalized(casefold, wide_of(word)));
  std::erase_if(wide, [](char16_t c) { return c >= 0x0300 && c <= 0x036f; });
  return narrow_of(normalized(together, wide));
}

std::string lower(std::string_view word) {
  if (is_ascii(word)) return base::lower_ascii(word);
  const auto wide = wide_of(word);
  std::u16string out(wide.size() * 3 + 1, u'\0');
  UErrorCode status = U_ZERO_ERROR;
  const auto size = u_strToLower(out.data(), static_cast<std::int32_t>(out.size()), wide.data(),
                                 static_cast<std::int32_t>(wide.size()), "", &status);
  out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(size));
  return narrow_of(out);
}

class Splitter {
 public:
  Splitter(std::string_view text, std::size_t max) : text_(text), max_(max) {}

  std::vector<Word> run() {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
    const auto size = static_cast<std::int32_t>(text_.size());
    for (std::int32_t at = 0; at < size && words_.size() < max_;) {
      const auto from = at;
      UChar32 c = 0;
      U8_NEXT_OR_FFFD(bytes, at, size, c);
      take(c, text_.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(at - from)));
    }
    end_word();
    end_run();
    return std::move(words_);
  }

 private:
  void take(UChar32 c, std::string_view bytes) {
    const auto kind = kind_of(c);
    if (kind != Kind::unspaced) end_run();
    if (kind == Kind::unspaced) {
      end_word();
      run_.push_back(bytes);
    } else if (kind == Kind::spaced || (is_apostrophe(c) && !word_.empty())) {
      if (is_apostrophe(c)) word_ += '\'';
      else if (c != zero_width_joiner && c != zero_width_non_joiner) word_ += bytes;
    } else {
      end_word();
    }
  }
  void end_word() {
    if (word_.empty()) return;
    while (word_.ends_with('\'')) word_.pop_back();
    if (word_.ends_with("'s") || word_.ends_with("'S")) word_.resize(word_.size() - 2);
    std::string spelled = word_;
    std::erase(word_, '\'');
    add(word_, spelled);
    word_.clear();
  }
  void end_run() {
    if (run_.size() == 1) add(run_[0], run_[0]);
    for (std::size_t i = 0; i + 1 < run_.size(); ++i) {
      const auto pair = std::string{run_[i]} + std::string{run_[i + 1]};
      add(pair, pair);
    }
    run_.clear();
  }
  void add(std::string_view word, std::string_view spelled) {
    constexpr std::size_t written_max = word_bytes_max * 2;
    if (word.empty() || word.size() > written_max || words_.size() >= max_) return;
    auto folded = fold(word);
    if (folded.empty() || folded.size() > word_bytes_max) return;
    // Compatibility folding can bring in what is no letter ("½" has a slash); such a word is none.
    if (!std::ranges::all_of(folded, [](char c) {
          return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }))
      return;
    words_.push_back({std::move(folded), lower(spelled)});
  }

  std::string_view text_;
  std::size_t max_;
  std::string word_;
  std::vector<std::string_view> run_;
  std::vector<Word> words_;
};

struct StemmerEnd {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerEnd>;

/// A stemmer has a workspace of its own, so each thread has its stemmers.
std::string stem(sb_stemmer* stemmer, std::string word) {
  if (stemmer == nullptr) return word;
  const auto* out = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                                    static_cast<int>(word.size()));
  if (out == nullptr) return word;
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

std::string english_stem(std::string_view word) {
  thread_local const Stemmer stemmer{sb_stemmer_new("english", nullptr)};
  return stem(stemmer.get(), std::string{word});
}

bool is_vowel_or_q(char c) { return std::string_view{"aeiouq"}.find(c) != std::string_view::npos; }

/// "toepfern" as "topfern"; "neue" and "quelle" stay (as Lucene's GermanNormalizationFilter).
std::string german_stem(std::string_view word) {
  thread_local const Stemmer stemmer{sb_stemmer_new("german", nullptr)};
  std::string plain;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    plain += c;
    const bool umlaut = (c == 'a' || c == 'o' || (c == 'u' && (i == 0 || !is_vowel_or_q(word[i - 1])))) &&
                        i + 1 < word.size() && word[i + 1] == 'e';
    if (umlaut) ++i;
  }
  return stem(stemmer.get(), std::move(plain));
}

// Sorted; from the lists of function words every grammar has, both languages together.
constexpr std::array<std::string_view, 101> fillers{
    "a",     "about", "als",  "am",    "an",   "and",   "are",   "as",    "at",    "auch", "auf", "aus",
    "be",    "bei",   "but",  "by",    "das",  "dass",  "de",    "dein",  "dem",   "den",  "der", "des",
    "die",   "do",    "du",   "ein",   "eine", "einem", "einen", "einer", "eines", "er",   "es",  "for",
    "from",  "fur",   "had",  "has",   "have", "he",    "her",   "his",   "how",   "i",    "ich", "ihr",
    "im",    "in",    "into", "is",    "ist",  "it",    "its",   "man",   "me",    "mein", "mit", "my",
    "nach",  "no",    "not",  "oder",  "of",   "on",    "or",    "our",   "she",   "sich", "sie", "sind",
    "so",    "that",  "the",  "their", "them", "they",  "this",  "to",    "uber",  "um",   "und", "uns",
    "unter", "up",    "vom",  "von",   "vor",  "was",   "we",    "were",  "what",  "wie",  "wir", "with",
    "you",   "your",  "zu",   "zum",   "zur"};
static_assert(std::ranges::is_sorted(fillers));
}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t max) {
  // Whatever is longer than this is no text of ours; the limit keeps 32-bit positions safe.
  constexpr std::size_t bytes_max = 1 << 16;
  return Splitter{text.substr(0, bytes_max), max}.run();
}

std::string key_of(std::string_view text) {
  std::string key;
  for (const auto& word : words_of(text)) {
    if (!key.empty()) key += ' ';
    key += word.folded;
  }
  return key;
}

bool is_filler(std::string_view folded) { return std::ranges::binary_search(fillers, folded); }

std::vector<std::string> forms_of(std::string_view folded, std::string_view language) {
  std::vector<std::string> forms{std::string{folded}};
  constexpr std::size_t shortest = 4;  // "bus" and "see" are no plurals
  const bool letters = std::ranges::all_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters || folded.size() < shortest) return forms;
  const auto add = [&](std::string form) {
    if (!form.empty() && std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
  };
  if (language.empty() || language == "en") add(english_stem(folded));
  if (language.empty() || language == "de") add(german_stem(folded));
  return forms;
}

std::string analysed(std::span<const Word> words, std::string_view language) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ' ';
    bool first = true;
    for (const auto& form : forms_of(word.folded, language)) {
      if (!first) text += '/';
      text += form;
      first = false;
    }
  }
  return text;
}

std::vector<std::string> terms_of(std::span<const std::string_view> texts) {
  std::vector<std::string> terms;
  for (const auto text : texts)
    for (std::size_t from = 0; from < text.size();) {
      const auto end = std::min(text.find_first_of(" /", from), text.size());
      if (end > from) terms.emplace_back(text.substr(from, end - from));
      from = end + 1;
    }
  std::ranges::sort(terms);
  const auto same = std::ranges::unique(terms);
  terms.erase(same.begin(), same.end());
  return terms;
}

}  // namespace vitrine::search
