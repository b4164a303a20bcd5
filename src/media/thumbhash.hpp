#pragma once
// The blur placeholder: about 24 bytes that draw a small, soft copy of a picture before any of it has
// arrived. Method: ThumbHash by Evan Wallace (https://evanw.github.io/thumbhash/), bit-compatible with its
// JavaScript. Pure; cost: about 2 million multiplications for 100 x 100.
#include "base/bytes.hpp"

namespace vitrine::media {

/// `rgba` is width * height pixels of four bytes, both sides 1..100. At most 25 bytes.
[[nodiscard]] base::Bytes thumbhash(int width, int height, base::ByteView rgba);

}  // namespace vitrine::media
