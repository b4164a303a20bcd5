#pragma once
// From an edit and its files to what each picture of the result shows. Pure: the page computes the very same
// (web/src/lib/edit/montage.ts), and both are held against tests/edit/geometry.json.
//
// Pictures are counted: picture k is shown from k/rate on. It belongs to the clip that plays at that moment
// and shows the picture that the source shows at the moment source_ms(); clips begin and end on pictures.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "media/container.hpp"
#include "media/edit_list.hpp"
#include "media/plan.hpp"

namespace vitrine::media {

/// A clip we made ourselves (one MP4 with an index, upright, plain BT.709), and what the walk found in it.
struct MontageSource {
  std::filesystem::path file;
  Inspected about;
};

/// An edit with everything it names at hand.
struct Montage {
  EditList edit;
  std::vector<MontageSource> sources;          ///< as edit.sources
  std::vector<std::filesystem::path> images;   ///< PNG, as edit.texts
  std::optional<std::filesystem::path> voice;  ///< recording.hpp
  Shape frame;
};

/// What part of the source is shown, and where in the frame; even numbers all.
struct Geometry {
  int crop_x = 0, crop_y = 0, crop_width = 0, crop_height = 0;
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Geometry&) const = default;
};
[[nodiscard]] Geometry geometry(const Placing& placing, Shape source, Shape frame);

/// A part of the frame. A text's may reach out of it.
struct Area {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Area&) const = default;
};
/// Where one's own clips lie, and in a duet beside them the other one: two halves of equal size, upright when
/// there is room for it.
struct Stage {
  Area own;
  std::optional<Area> other = {};
};
[[nodiscard]] Stage stage_of(const EditList& edit, Shape frame);

/// Where a text's picture lies.
[[nodiscard]] Area box_of(const EditText& text, Shape frame);

/// The frame of the result: of the shape asked for, as large as the largest clip is sharp; short edge
/// 360..1080.
[[nodiscard]] Shape frame_of(const EditList& edit, std::span<const Shape> sources);

/// So many pictures of one clip.
struct Piece {
  std::size_t clip = 0;
  std::int64_t first = 0;  ///< counted over the whole result
  std::int64_t count = 0;
  double source_ms = 0;  ///< the moment of the source that the first one shows
};
/// Pictures [from, to) of the result, in order.
[[nodiscard]] std::vector<Piece> pieces(const EditList& edit, std::int64_t from, std::int64_t to);

/// The first picture shown at `ms` or later.
[[nodiscard]] std::int64_t picture_at(const EditList& edit, std::int64_t ms);
/// How many there are.
[[nodiscard]] std::int64_t pictures(const EditList& edit);

/// Whether anything can be heard, as far as tracks and volumes say.
[[nodiscard]] bool has_sound(const Montage& montage);

/// Facts of the result as if it lay here as a file: for plan and cost.
[[nodiscard]] Inspected result_facts(const Montage& montage);
[[nodiscard]] Probe result_probe(const Montage& montage);

/// Each clip lies within its source, give or take a picture. Error: invalid_input "edit_outside".
[[nodiscard]] base::Result<void> check_within(const EditList& edit,
                                              std::span<const std::int64_t> durations_ms);

}  // namespace vitrine::media
