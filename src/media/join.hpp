#pragma once
// Puts the pieces that bounded processes made back together: the slices of one rung, end to end, with the
// sound beside them, as the single CMAF file the page reads by byte range. Nothing is decoded or encoded.
//
// Times. A picture keeps the time it is shown at; the first is shown at 0. Decoding times are written anew:
// within one closed group they are the group's own showing times in order, so that a segment covers exactly
// the time from its first picture to the next segment's, over any joint and however uneven the pictures are
// (the offset from decoding to showing may be negative, as everywhere in our layout).
#include <filesystem>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "model/time.hpp"

namespace vitrine::media {

/// A second; a segment begins with the first key picture in it ...
inline constexpr int segments_per_second = 1;
/// ... unless the one before would be shorter than this.
inline constexpr model::Millis segment_min{800};

/// Writes `out`: a header and then one fragment a second. `parts` in order of time, some may hold nothing;
/// `end` is when the last picture goes. `sound`: a fragmented MP4 of its own, or none.
/// Errors: corrupt_input "malformed" for parts that do not fit together; not_available "work_dir".
base::Result<void> join_rung(std::span<const std::filesystem::path> parts,
                             const std::optional<std::filesystem::path>& sound, model::Millis end,
                             const std::filesystem::path& out);

/// Packets [first, first + count) of one file; `count` may be more than there are.
struct SoundPart {
  std::filesystem::path file;
  std::size_t first = 0;
  std::size_t count = 0;
};
/// The packets of all parts, back to back, from time 0. Errors: as above.
base::Result<void> join_sound(std::span<const SoundPart> parts, const std::filesystem::path& out);

}  // namespace vitrine::media
