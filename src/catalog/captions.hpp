#pragma once
// Captions: what is said in a clip, as text with times. Reads the two formats people have, WebVTT
// (https://www.w3.org/TR/webvtt1/) and SubRip, and writes the one that is kept and served: plain WebVTT
// without styles, positions or marks, so that nobody's markup reaches anybody's page. Pure, linear; fuzzed.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/time.hpp"

namespace vitrine::catalog {

/// Three minutes of speech are 5 KiB; an hour of it, tightly cut, fits four times.
inline constexpr std::size_t captions_bytes_max = 256 * 1024;
inline constexpr std::size_t cues_max = 4000;
/// Two lines are 84 characters; somebody's whole paragraph is no caption.
inline constexpr std::size_t cue_chars_max = 300;
/// Languages of one video.
inline constexpr std::size_t caption_languages_max = 12;

struct Cue {
  model::Millis from{0};
  model::Millis to{0};
  std::string text;  ///< plain, cleaned; lines parted by \n, none empty
  bool operator==(const Cue&) const = default;
};

/// The cues of a file in the order of their times; those without words are left out. Notes, styles, regions,
/// numbers, positions and marks within the text are dropped.
/// Errors: over_limit "captions_too_large"; invalid_input "captions_unreadable", which names the line.
[[nodiscard]] base::Result<std::vector<Cue>> read_captions(std::string_view file);

/// As it is kept: read_captions() gives the same cues back.
[[nodiscard]] std::string webvtt(std::span<const Cue> cues);

}  // namespace vitrine::catalog
