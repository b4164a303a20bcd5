#pragma once
// What the index keeps of a video: made from the video alone, so the store that writes the row of a video
// writes its entry in the same breath, and a rebuilt index is the same index. Pure; thread-safe.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/video.hpp"

namespace vitrine::catalog {

/// Grows with every change of what an entry holds or of how words are read: the index is rebuilt at the next
/// start.
inline constexpr std::int64_t search_version = 2;

enum class HintKind { tag, words };
[[nodiscard]] std::string_view text(HintKind kind);

struct Hint {
  HintKind kind = HintKind::words;
  std::string key;      ///< folded words
  std::string spelled;  ///< as shown
  std::int64_t videos = 0;
  bool operator==(const Hint&) const = default;
};

/// The stored texts of a video (search/words.hpp).
struct EntryTexts {
  std::string title, tags, more, marks;
  std::string hints;  ///< hint_list of Entry::hints
  bool operator==(const EntryTexts&) const = default;
};

struct Entry {
  VideoId video;
  Instant published_at{};
  bool adult = false;
  EntryTexts texts;
  /// Words people would type, as written; nothing for adult clips, so that none is ever suggested.
  std::vector<std::pair<std::string, std::string>> spelled;  ///< (folded, spelled), sorted, each once
  std::vector<Hint> hints;
};

/// The entry of a video, or nothing when not everybody may find it: private, unlisted, for followers, not
/// playable, withdrawn.
[[nodiscard]] std::optional<Entry> search_entry(const Video& video);

/// Every term of an entry, each once.
[[nodiscard]] std::vector<std::string> entry_terms(const EntryTexts& texts);

/// The hints of an entry as they are kept beside it, to be counted back: kind and key, a line each.
[[nodiscard]] std::string hint_list(std::span<const Hint> hints);
[[nodiscard]] std::vector<Hint> hints_of_list(std::string_view list);

/// A clip's length as people ask for it: below half a minute, up to two minutes, longer.
enum class Length { brief, medium, lengthy };
[[nodiscard]] std::string mark_of(Length length);
/// Nothing, or two or three lower-case letters as in ISO 639: what stands in the language of a question to
/// the index must be nothing else.
[[nodiscard]] bool is_language(std::string_view text);
[[nodiscard]] std::unexpected<base::Error> unknown_language();
/// `language` is lower-case ISO 639, not empty.
[[nodiscard]] std::string mark_of_language(std::string_view language);
[[nodiscard]] std::string mark_of_captions();

}  // namespace vitrine::catalog
