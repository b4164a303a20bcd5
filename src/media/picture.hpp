#pragma once
// Our own look at a picture somebody wants to be seen by, before any decoder: JPEG (ITU-T T.81), PNG (RFC
// 2083) or WebP (RFC 9649), and how large. Reads headers only: microseconds, and never past the bytes given.
//
// Errors (the detail is one sentence for whoever sent it): corrupt_input "not_a_picture", "picture_damaged";
// over_limit "picture_too_large"; invalid_input "picture_too_small".
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::media {

enum class PictureFormat { jpeg, png, webp };

struct PictureLimits {
  std::uint64_t bytes_max = 8ULL << 20;  ///< what a phone's camera writes
  int side_px_min = 32;
  int side_px_max = 8192;
  std::int64_t pixels_max = 25'000'000;  ///< decoded 100 MB at four bytes each
};

struct Picture {
  PictureFormat format = PictureFormat::jpeg;
  int width = 0;
  int height = 0;
};

base::Result<Picture> inspect_picture(base::ByteView bytes, const PictureLimits& limits = {});

}  // namespace vitrine::media
