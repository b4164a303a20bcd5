#pragma once
// Boxes of ISO/IEC 14496-12: [size][type][payload], nested. Used by the walk (foreign files) and by cmaf.hpp
// (the files our own ffmpeg made, which we do not trust either).
#include <cstdint>

#include "media/bytes_in.hpp"

namespace vitrine::media {

using BoxType = std::uint32_t;

[[nodiscard]] consteval BoxType box_type(const char (&text)[5]) {
  BoxType type = 0;
  for (int i = 0; i < 4; ++i) type = (type << 8) | static_cast<unsigned char>(text[i]);
  return type;
}

[[nodiscard]] std::string text(BoxType type);

struct Box {
  BoxType type = 0;
  std::uint64_t at = 0;      ///< of its header, in its parent
  std::uint64_t header = 0;  ///< 8 or 16 bytes
  std::uint64_t size = 0;    ///< with its header
  base::ByteView payload;    ///< empty when the box was only passed by
};

/// Reads the header of the box at `at`, checked against `end`. Errors: truncated, malformed.
base::Result<Box> box_at(ByteSource& source, std::uint64_t at, std::uint64_t end);

/// The boxes lying back to back in `bytes`, one after the other.
class Boxes {
 public:
  explicit Boxes(base::ByteView bytes) : bytes_(bytes) {}
  /// False at the end. A tail too short for a header is padding (QuickTime ends lists with four zeros).
  base::Result<bool> next(Box& box);

 private:
  base::ByteView bytes_;
  std::uint64_t at_ = 0;
};

/// The first child of that type, or an empty view.
[[nodiscard]] base::Result<Box> find_box(base::ByteView parent, BoxType type);

/// Version and flags that begin a "full box".
struct Full {
  std::uint8_t version;
  std::uint32_t flags;
};
[[nodiscard]] inline Full full(Cursor& cursor) {
  const auto word = cursor.u32();
  return {static_cast<std::uint8_t>(word >> 24), word & 0xffffff};
}

}  // namespace vitrine::media
