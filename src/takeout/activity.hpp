#pragma once
// What an export says, as plain values, and the same as files of a ZIP: ActivityStreams 2.0
// (https://www.w3.org/TR/activitystreams-core/), with our own terms under "vitrine:" where it has no word.
// Reading is strict about kinds and lengths and ignores what it does not know: files come from strangers.
// Pure. Start here: Archive, files_of(), read_archive().
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::takeout {

using base::Result;
using model::Instant;

/// The account.
struct Self {
  std::string handle = {}, name = {}, bio = {}, language = {};
  Instant created_at{};
  std::string portrait = {};  ///< entry of the ZIP; empty without
  bool is_private = false;    ///< to follow is to ask
  bool operator==(const Self&) const = default;
};

struct CaptionsFile {
  std::string language, entry;
  bool operator==(const CaptionsFile&) const = default;
};

/// A video with its files. Ids are those of the house it came from.
struct Clip {
  std::string id = {}, title = {}, description = {}, language = {};
  model::Visibility visibility = model::Visibility::everyone;
  model::Audience audience = model::Audience::all;
  bool ai_made = false, advert = false;
  Instant created_at{};
  std::optional<Instant> published_at = {};  ///< none: a draft
  std::int64_t duration_ms = 0, cover_ms = 0;
  int width = 0, height = 0;
  std::string media = {}, media_type = {};  ///< entry of the ZIP; empty when the export is without media
  bool original = false;                    ///< the very bytes that were uploaded
  std::string cover = {};
  std::vector<CaptionsFile> captions = {};
  bool operator==(const Clip&) const = default;
  /// What a report calls it by: its title, or else its description; may be empty.
  [[nodiscard]] std::string_view called() const { return title.empty() ? description : title; }
};

struct Note {
  std::string id = {}, video = {}, root = {}, text = {};  ///< `root`: the comment it answers, or empty
  Instant created_at{};
  std::optional<Instant> edited_at = {};
  bool operator==(const Note&) const = default;
};

struct Mark {  ///< a like, a save, a viewing
  std::string video;
  Instant at{};
  bool operator==(const Mark&) const = default;
};

struct Friend {
  std::string handle, name;
  Instant since{};
  bool operator==(const Friend&) const = default;
};

struct Settings {
  std::string algorithm = {};
  std::vector<std::pair<std::string, int>> sliders = {};
  std::vector<std::pair<std::string, std::string>> mutes = {};  ///< ("tag"|"word"|"language", what)
  bool history_paused = false;
  int history_days = 365;
  std::vector<std::string> blocked = {}, muted = {};  ///< handles
  bool operator==(const Settings&) const = default;
};

struct Archive {
  Self self;
  std::vector<Clip> clips;  ///< oldest first
  std::vector<Note> notes;  ///< oldest first
  std::vector<Mark> likes, saves, history;
  std::vector<Friend> following, followers;
  Settings settings;
  bool operator==(const Archive&) const = default;
};

inline constexpr std::size_t clips_max = 5'000, notes_max = 20'000, marks_max = 50'000, friends_max = 20'000;
/// The largest list, an outbox of 5 000 clips with long descriptions, is half of it.
inline constexpr std::uint64_t list_bytes_max = 48ULL << 20;

/// (entry, text) in the order in which they are written.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> files_of(const Archive& archive,
                                                                        std::string_view address);

/// `text_of(entry)` gives a file's text, or nothing when there is none. Errors: corrupt_input
/// "archive_unreadable", which names the file; over_limit "archive_too_long"; those of `text_of`.
[[nodiscard]] Result<Archive> read_archive(
    const std::function<Result<std::optional<std::string>>(std::string_view entry)>& text_of);

/// "2026-11-28T10:24:00.123Z"
[[nodiscard]] std::string iso_text(Instant at);
/// RFC 3339 in UTC, with or without fractions; anything else is nothing.
[[nodiscard]] std::optional<Instant> iso_time(std::string_view text);

}  // namespace vitrine::takeout
