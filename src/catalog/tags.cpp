#include "catalog/tags.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "accounts/handle.hpp"
#include "base/text.hpp"

namespace vitrine::catalog {
namespace {
constexpr UChar32 zero_width_non_joiner = 0x200c;
constexpr UChar32 zero_width_joiner = 0x200d;

/// Reads forward through UTF-8; ill-formed bytes come out as U+FFFD, which is no letter.
class Reader {
 public:
  explicit Reader(std::string_view text)
      : bytes_(reinterpret_cast<const std::uint8_t*>(text.data())),
        size_(static_cast<std::int32_t>(text.size())) {}
  [[nodiscard]] bool done() const { return at_ >= size_; }
  [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_); }
  UChar32 next() {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes_, at_, size_, c);
    return c;
  }

 private:
  const std::uint8_t* bytes_;
  std::int32_t size_;
  std::int32_t at_ = 0;
};

bool is_letter(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0; }
bool is_word(UChar32 c) {
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0 || c == '_';
}
/// Persian and Indic spellings need the joiners inside a word; folding removes them.
bool is_inside_word(UChar32 c) { return is_word(c) || c == zero_width_non_joiner || c == zero_width_joiner; }
/// After one of these a # belongs to something else: a word, an address, an HTML entity.
bool binds_left(UChar32 c) { return is_word(c) || c == '#' || c == '@' || c == '&' || c == '/' || c == '.'; }

/// NFKC_Casefold, or nothing when ICU refuses (it does not for well-formed text).
std::optional<std::string> fold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* folder = unorm2_getNFKCCasefoldInstance(&status);
  if (U_FAILURE(status)) return std::nullopt;
  std::u16string wide(text.size(), u'\0');  // never more UTF-16 units than UTF-8 bytes
  std::int32_t wide_size = 0;
  u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &wide_size, text.data(),
                static_cast<std::int32_t>(text.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;
  std::u16string folded(static_cast<std::size_t>(wide_size) * 18 + 1,
                        u'\0');  // the longest NFKC growth is 18
  const auto folded_size = unorm2_normalize(folder, wide.data(), wide_size, folded.data(),
                                            static_cast<std::int32_t>(folded.size()), &status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string out(static_cast<std::size_t>(folded_size) * 3, '\0');
  std::int32_t out_size = 0;
  u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &out_size, folded.data(), folded_size,
              &status);
  if (U_FAILURE(status)) return std::nullopt;
  out.resize(static_cast<std::size_t>(out_size));
  return out;
}

void add_once(std::vector<std::string>& list, std::string word, std::size_t max) {
  if (list.size() < max && std::ranges::find(list, word) == list.end()) list.push_back(std::move(word));
}

/// The end of the run of characters `accepts` that starts at `from`.
template <class Accepts>
std::size_t run_end(std::string_view text, std::size_t from, Accepts accepts) {
  Reader reader{text.substr(from)};
  std::size_t end = 0;
  while (!reader.done() && accepts(reader.next())) end = reader.position();
  return from + end;
}
}  // namespace

std::optional<std::string> fold_tag(std::string_view tag) {
  // 64 characters of 4 bytes, and as many joiners between them.
  constexpr std::size_t bytes_max = tag_chars_max * 7;
  if (tag.empty() || tag.size() > bytes_max || !base::is_utf8(tag)) return std::nullopt;
  Reader typed{tag};
  while (!typed.done())
    if (!is_inside_word(typed.next())) return std::nullopt;
  auto folded = fold(tag);
  if (!folded || folded->empty()) return std::nullopt;
  bool letter = false;
  std::size_t count = 0;
  for (Reader reader{*folded}; !reader.done(); ++count) {
    const UChar32 c = reader.next();
    if (!is_word(c)) return std::nullopt;
    letter = letter || is_letter(c);
  }
  if (!letter || count > tag_chars_max) return std::nullopt;
  return folded;
}

namespace {
/// `visit(begin, end, folded)` for every tag; `begin` is its #.
template <class Visit>
void each_tag(std::string_view text, Visit visit) {
  UChar32 before = ' ';
  for (std::size_t at = 0; at < text.size();) {
    Reader reader{text.substr(at)};
    const UChar32 c = reader.next();
    const std::size_t begin = at;
    const std::size_t from = at + reader.position();
    at = from;
    const bool starts = !binds_left(before);
    before = c;
    if (!starts) continue;
    if (c == '#' || c == 0xff03) {
      const auto end = run_end(text, from, is_inside_word);
      if (auto tag = fold_tag(text.substr(from, end - from))) visit(begin, end, std::move(*tag));
      if (end > from) before = 'x';
      at = end;
    }
  }
}

// Whatever is longer than this is no description; the limit keeps 32-bit positions safe.
constexpr std::size_t text_bytes_max = 1 << 20;
}  // namespace

Found find_tags_and_mentions(std::string_view text) {
  Found found;
  text = text.substr(0, text_bytes_max);
  each_tag(text, [&](std::size_t, std::size_t, std::string tag) {
    add_once(found.tags, std::move(tag), tags_max);
  });
  found.mentions = accounts::mentions_in(text, mentions_max);
  return found;
}

std::string with_tag(std::string_view text, std::string_view tag) {
  const auto folded = fold_tag(tag);
  bool there = false;
  each_tag(text.substr(0, text_bytes_max),
           [&](std::size_t, std::size_t, const std::string& one) { there = there || one == folded; });
  std::string out{text};
  if (there || !folded) return out;
  if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
  return (out += '#') += tag;
}

std::string without_tag(std::string_view text, std::string_view tag) {
  const auto folded = fold_tag(tag);
  std::string out;
  std::size_t kept = 0;
  each_tag(text.substr(0, text_bytes_max), [&](std::size_t begin, std::size_t end, const std::string& one) {
    if (one != folded) return;
    out += text.substr(kept, begin - kept);
    kept = end;
    if (out.ends_with(' ')) out.pop_back();
    else if (kept < text.size() && text[kept] == ' ') ++kept;
  });
  if (kept == 0) return std::string{text};
  out += text.substr(kept);
  return without_tag(out, tag);  // what stood behind it without a space may have become one
}

std::string fold_text(std::string_view text) { return fold(text).value_or(std::string{text}); }

}  // namespace vitrine::catalog
