#pragma once
// An edit as ffmpeg is told it: inputs and a filter graph for some pictures of the result, or for all of its
// sound. Pure. No word a person wrote ever comes here: texts are pictures.
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/ffmpeg/commands.hpp"
#include "media/montage.hpp"

namespace vitrine::adapters::ffmpeg {

struct MontagePart {
  std::vector<std::filesystem::path> files;  ///< appear as /in/0, /in/1 ...
  Words inputs;
  std::string graph;  ///< its last chain is open: a filter or a label may follow
};

/// Pictures [from, to): of the frame's size, BT.709, numbered as in the whole result.
[[nodiscard]] MontagePart montage_pictures(const media::Montage& montage, std::int64_t from, std::int64_t to);

/// Stereo, 48 kHz, from time 0 to the end of the last clip. Only for a montage that has_sound().
[[nodiscard]] MontagePart montage_sound(const media::Montage& montage);

/// Which pictures a slice holds.
struct Pictures {
  std::int64_t from, to;
};
[[nodiscard]] Pictures pictures_of(const media::Montage& montage, const media::Slice& slice);

/// The one shown at `at`, or the last.
[[nodiscard]] Pictures picture_shown(const media::Montage& montage, model::Millis at);

}  // namespace vitrine::adapters::ffmpeg
