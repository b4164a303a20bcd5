#pragma once
// #tags and @mentions in what an author typed. One reader for both, so the page, the feed's topics and the
// notifications can never disagree. Pure, linear, thread-safe; any bytes are safe (fuzzed).
//
// A tag is `#` (or U+FF03) followed by letters, marks, digits and `_` of any script, with at least one
// letter, at most 64 characters, not in the middle of a word. It is kept folded: NFKC_Casefold (Unicode 15,
// by ICU), so that "#Straße", "#STRASSE" and a decomposed spelling are one topic. A mention is `@` followed
// by a handle: ASCII letters, digits and `_`, kept in lower case; an address such as a@b.example is none.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::catalog {

/// More than 20 of either is noise for readers and weight in every list; what follows is plain text.
inline constexpr std::size_t tags_max = 20;
inline constexpr std::size_t mentions_max = 20;
/// Longer "tags" are sentences without spaces; in folded code points.
inline constexpr std::size_t tag_chars_max = 64;

struct Found {
  std::vector<std::string> tags;      ///< folded, in order of appearance, each once
  std::vector<std::string> mentions;  ///< handles in lower case, in order of appearance, each once
  bool operator==(const Found&) const = default;
};

[[nodiscard]] Found find_tags_and_mentions(std::string_view text);

/// How one tag somebody typed into an address or a search box is spelled in the index; nothing when it is no
/// tag at all. `fold_tag(t) == t` for every tag found above.
[[nodiscard]] std::optional<std::string> fold_tag(std::string_view tag);

/// `text` with #`tag` at its end, unless it is in it in any spelling; without it wherever it stands, with the
/// space that set it apart. `tag` is one that fold_tag accepts.
[[nodiscard]] std::string with_tag(std::string_view text, std::string_view tag);
[[nodiscard]] std::string without_tag(std::string_view text, std::string_view tag);

/// Any text in the same folding, to look for words in it; unchanged where it is not well-formed.
[[nodiscard]] std::string fold_text(std::string_view text);

}  // namespace vitrine::catalog
