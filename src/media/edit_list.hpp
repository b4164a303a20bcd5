#pragma once
// An edit: which stretches of which clips follow each other, how fast, how large, how loud, with which texts
// and which voice over them. Start here: read_edit_list(). A small closed JSON document, read in this one
// place; the page writes it (web/src/lib/edit/document.ts), the server renders it (montage.hpp).
// docs/editing.md shows one.
//
// Whole numbers only, so that page and server compute the same: milliseconds, percent, ten-thousandths. Files
// are named by the SHA-256 of their bytes. Pure; fuzzed.
//
// Error: invalid_input "edit_invalid"; the detail says what and where.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/ids.hpp"

namespace vitrine::media {

/// What a person makes on a phone in an evening, several times over; it bounds the document to 64 KiB.
inline constexpr std::size_t edit_bytes_max = 64 * 1024;
inline constexpr std::size_t edit_sources_max = 8;
/// Each clip is an open file of the process that mixes the sound, which may have 64.
inline constexpr std::size_t edit_clips_max = 40;
inline constexpr std::size_t edit_texts_max = 12;
inline constexpr std::size_t edit_text_chars_max = 200;
/// Of the result: three pictures. Shorter, and cutting twice at one place would make it.
inline constexpr std::int64_t edit_clip_ms_min = 100;
inline constexpr std::int64_t edit_ms_max = 10 * 60 * 1000;
/// So much of somebody else's clip may stand before one's own.
inline constexpr std::int64_t stitch_ms_max = 5'000;
/// Places and sizes, in parts of the whole frame.
inline constexpr int edit_whole = 10'000;

enum class FrameShape { portrait, four_by_five, square, landscape };

/// How a clip lies in the frame. `fill`: nothing of the frame stays empty at zoom 100; else all of the clip
/// shows. `x`, `y`: what of the surplus, or of the empty rest, lies before it; half is the middle.
struct Placing {
  bool fill = true;
  int x = edit_whole / 2;
  int y = edit_whole / 2;
  int zoom = 100;  ///< percent, 100..400
  bool operator==(const Placing&) const = default;
};

struct EditClip {
  std::size_t source = 0;  ///< of EditList::sources
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  int speed = 100;   ///< percent, 25..400
  int volume = 100;  ///< percent, 0..200
  Placing placing = {};
  bool operator==(const EditClip&) const = default;
};

/// A picture of a text, as the page drew it; what it says and how is kept so that it can be changed again.
struct EditText {
  model::BlobKey image{};
  std::string text = {};
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  int x = edit_whole / 2;  ///< of its middle
  int y = edit_whole / 2;
  int width = 0;  ///< of the frame's width
  int height = 0;
  int size = 600;  ///< of the letters, parts of the frame's height
  std::uint32_t colour = 0xffffff;
  bool plate = false;  ///< on a dark ground
  bool operator==(const EditText&) const = default;
};

struct EditVoice {
  model::BlobKey recording{};
  std::int64_t from_ms = 0;  ///< in the result
  int volume = 100;
  bool operator==(const EditVoice&) const = default;
};

/// What goes in of somebody else's published clip: all of it beside one's own (a duet), its first seconds
/// before one's own (a stitch), or only its sound under one's own. catalog/remixes.hpp says who may.
enum class RemixKind { duet, stitch, sound };

struct EditRemix {
  RemixKind kind = RemixKind::duet;
  model::VideoId video = model::VideoId{0};
  std::size_t source = 0;    ///< of EditList::sources; clips show it in a stitch, first, and never else
  std::int64_t from_ms = 0;  ///< in that clip, for duets and sounds: what goes with the first picture
  int volume = 100;          ///< the same
  bool operator==(const EditRemix&) const = default;
};

struct EditList {
  int rate = 30;  ///< pictures a second: 24, 25 or 30
  FrameShape shape = FrameShape::portrait;
  std::vector<model::BlobKey> sources = {};
  std::vector<EditClip> clips = {};
  std::vector<EditText> texts = {};
  std::optional<EditVoice> voice = {};
  std::optional<EditRemix> remix = {};
  std::int64_t cover_ms = 0;
  bool operator==(const EditList&) const = default;
};

[[nodiscard]] base::Result<EditList> read_edit_list(std::string_view document);

/// The document of `edit`; read_edit_list() gives the same edit back.
[[nodiscard]] std::string edit_text(const EditList& edit);

/// "duet", "stitch", "sound".
[[nodiscard]] std::string_view text(RemixKind kind);
[[nodiscard]] std::optional<RemixKind> remix_kind(std::string_view word);

/// How long a clip lasts in the result, and all of them.
[[nodiscard]] std::int64_t clip_ms(const EditClip& clip);
[[nodiscard]] std::int64_t length_ms(const EditList& edit);

}  // namespace vitrine::media
