#pragma once
// What a video is, to everybody who lists, shows or processes one. Plain values; the rules that change them
// are in life.hpp (states), visibility.hpp (who sees) and videos.hpp (what its author may do).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"
#include "model/time.hpp"
#include "model/words.hpp"

namespace vitrine::catalog {

using base::Result;
using model::AccountId;
using model::BlobKey;
using model::Instant;
using model::UploadId;
using model::VideoId;

/// One line under a clip on a phone, twice over; longer belongs in the description.
inline constexpr std::size_t title_chars_max = 120;
/// What people know from elsewhere; a page of 20 stays below 200 kB even in four-byte scripts.
inline constexpr std::size_t description_chars_max = 2200;

/// What the author declares about the clip.
struct Labels {
  bool ai_made = false;
  bool advert = false;
  bool operator==(const Labels&) const = default;
};

/// Why processing ended without a video: for the author, in one sentence.
struct Problem {
  std::string code = {};
  std::string detail = {};
  bool operator==(const Problem&) const = default;
};

struct Video {
  VideoId id;
  AccountId author;
  std::string title = {};
  std::string description = {};
  std::string language = {};               ///< lower-case ISO 639, "en"; empty when the author did not say
  std::vector<std::string> tags = {};      ///< folded (tags.hpp), found in title and description
  std::vector<std::string> mentions = {};  ///< handles
  std::vector<std::string> captions = {};  ///< languages that it has captions in, in alphabetical order
  model::Visibility visibility = model::Visibility::everyone;
  /// Its author chose `everyone`; their account is private, so it is for followers (Videos::withhold).
  bool withheld = false;
  model::Audience audience = model::Audience::all;
  Labels labels = {};
  model::Integrity integrity = model::Integrity::whole;  ///< found by moderators (Videos::set_integrity)

  model::VideoState state = model::VideoState::uploading;
  int progress_percent = 0;
  std::optional<Problem> problem = {};
  bool publish_wanted = false;  ///< asked for; happens when it can be played
  Instant created_at{};
  std::optional<Instant> published_at = {};  ///< until then only its author knows of it
  /// Published before, in another house: once it can be seen here, it counts from then.
  std::optional<Instant> publish_as = {};

  std::int64_t duration_ms = 0;
  int width = 0, height = 0;   ///< as shown: rotation and pixel shape applied
  std::int64_t cover_ms = 0;   ///< which moment stands for the clip in lists
  base::Bytes thumbhash = {};  ///< at most 25 bytes; empty until known
  /// Grows whenever fewer people may see it: signed links made before are void (http/media_links.hpp).
  std::int64_t reach = 0;

  bool operator==(const Video&) const = default;
};

/// What its author chose, for their eyes.
[[nodiscard]] inline model::Visibility chosen_visibility(const Video& video) {
  return video.withheld ? model::Visibility::everyone : video.visibility;
}

/// What a stored file of a video is for. The last four are what an edit is made of (edits.hpp): for its
/// author alone, and gone when the video comes out.
enum class FileUse { rung, mp4, poster, preview, source, proxy, overlay, voice };
[[nodiscard]] constexpr bool is_material(FileUse use) { return use >= FileUse::source; }

/// So many bytes that last so long; the segments of a rung lie back to back after its init part.
struct Segment {
  std::uint32_t bytes = 0;
  std::uint32_t ms = 0;
  bool operator==(const Segment&) const = default;
};

/// A file of a video in the blob store. Rungs carry all of it; a poster has no codecs and no segments.
struct MediaFile {
  FileUse use = FileUse::rung;
  BlobKey blob{};
  std::string type = {};  ///< "video/mp4", "image/webp"
  std::uint64_t bytes = 0;
  int width = 0, height = 0;
  std::int64_t bandwidth = 0;  ///< peak bits a second, as HLS wants it
  std::string codecs = {};     ///< "avc1.64001f,mp4a.40.2"
  std::uint32_t init_bytes = 0;
  std::vector<Segment> segments = {};
  bool operator==(const MediaFile&) const = default;
};

/// The files of one video: rungs from low to high, then the others.
using MediaFiles = std::vector<MediaFile>;

[[nodiscard]] std::string_view text(FileUse use);
[[nodiscard]] std::optional<FileUse> file_use(std::string_view text);

/// "mp4", "webp", "jpg": the extension in a file's address. "bin" for types we do not make.
[[nodiscard]] std::string_view extension_of(std::string_view type);
/// The type behind an extension we serve, or nothing.
[[nodiscard]] std::optional<std::string_view> type_of(std::string_view extension);

/// "720:1000 690:1000": how a list of segments is kept. segments_of is strict: anything else is nothing.
[[nodiscard]] std::string segments_text(const std::vector<Segment>& segments);
[[nodiscard]] std::optional<std::vector<Segment>> segments_of(std::string_view text);

/// Where a list goes on: after this time and id, newest first.
struct Position {
  Instant at{};
  VideoId id{0};
  bool operator==(const Position&) const = default;
};
struct Page {
  std::optional<Position> after = {};
  int limit = 20;
};
struct Listing {
  std::vector<Video> videos = {};
  std::optional<Position> next = {};  ///< nothing: this was the end
};

}  // namespace vitrine::catalog
