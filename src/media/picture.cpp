#include "media/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "media/bytes_in.hpp"

namespace vitrine::media {

using base::ByteView;
using base::fail;
using base::Fault;
using base::Result;

namespace {

std::unexpected<base::Error> damaged() {
  return fail(Fault::corrupt_input, "picture_damaged",
              "The picture is damaged. Save it again and send that.");
}

bool begins(ByteView bytes, std::string_view signature) {
  return bytes.size() >= signature.size() &&
         std::ranges::equal(bytes.first(signature.size()), base::as_bytes(signature));
}

std::uint32_t little(ByteView bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  return value;
}

/// The frame header among the segments. Arithmetic and lossless coding are what no camera writes.
Result<Picture> read_jpeg(ByteView bytes) {
  Cursor cursor{bytes};
  cursor.skip(2);
  while (!cursor.ran_short()) {
    if (cursor.u8() != 0xff) return damaged();
    auto marker = cursor.u8();
    while (marker == 0xff && !cursor.empty()) marker = cursor.u8();  // fill bytes
    if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    if (marker == 0x00 || marker == 0xd9 || marker == 0xda) return damaged();
    const auto length = cursor.u16();
    if (length < 2) return damaged();
    Cursor segment{cursor.take(length - 2)};
    if (marker < 0xc0 || marker > 0xc2) continue;
    segment.skip(1);
    const auto height = segment.u16();
    const auto width = segment.u16();
    if (cursor.ran_short() || segment.ran_short()) return damaged();
    return Picture{PictureFormat::jpeg, width, height};
  }
  return damaged();
}

Result<Picture> read_png(ByteView bytes) {
  Cursor cursor{bytes};
  cursor.skip(8);
  if (cursor.u32() != 13 || cursor.u32() != 0x49484452) return damaged();  // IHDR
  const auto width = cursor.u32();
  const auto height = cursor.u32();
  constexpr std::uint32_t most = 1 << 30;
  if (cursor.ran_short() || width > most || height > most) return damaged();
  return Picture{PictureFormat::png, static_cast<int>(width), static_cast<int>(height)};
}

Result<Picture> read_webp(ByteView bytes) {
  if (bytes.size() < 30) return damaged();
  const auto kind = bytes.subspan(12, 4);
  const auto webp = [](std::uint32_t width, std::uint32_t height) {
    return Picture{PictureFormat::webp, static_cast<int>(width), static_cast<int>(height)};
  };
  if (begins(kind, "VP8X")) return webp(little(bytes.subspan(24, 3)) + 1, little(bytes.subspan(27, 3)) + 1);
  if (begins(kind, "VP8 ")) {
    if (little(bytes.subspan(23, 3)) != 0x2a019d) return damaged();
    return webp(little(bytes.subspan(26, 2)) & 0x3fff, little(bytes.subspan(28, 2)) & 0x3fff);
  }
  if (!begins(kind, "VP8L") || little(bytes.subspan(20, 1)) != 0x2f) return damaged();
  const auto sizes = little(bytes.subspan(21, 4));
  return webp((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1);
}

Result<Picture> read_any(ByteView bytes) {
  if (begins(bytes, "\xff\xd8\xff")) return read_jpeg(bytes);
  if (begins(bytes, "\x89PNG\r\n\x1a\n")) return read_png(bytes);
  if (begins(bytes, "RIFF") && bytes.size() >= 12 && begins(bytes.subspan(8), "WEBP"))
    return read_webp(bytes);
  return fail(Fault::corrupt_input, "not_a_picture",
              "This is not a picture we can read. JPEG, PNG and WebP are accepted.");
}

}  // namespace

Result<Picture> inspect_picture(ByteView bytes, const PictureLimits& limits) {
  if (bytes.size() > limits.bytes_max)
    return fail(Fault::over_limit, "picture_too_large",
                fmt::format("A picture may have {} MB.", limits.bytes_max >> 20));
  TRY_LET(const auto picture, read_any(bytes));
  const auto [low, high] = std::minmax(picture.width, picture.height);
  if (low < limits.side_px_min)
    return fail(Fault::invalid_input, "picture_too_small",
                fmt::format("The picture is {}x{} pixels; it needs at least {} on each side.", picture.width,
                            picture.height, limits.side_px_min));
  const auto pixels = static_cast<std::int64_t>(picture.width) * picture.height;
  if (high > limits.side_px_max || pixels > limits.pixels_max)
    return fail(
        Fault::over_limit, "picture_too_large",
        fmt::format("The picture is {}x{} pixels; {} million in all and {} a side are the most.",
                    picture.width, picture.height, limits.pixels_max / 1'000'000, limits.side_px_max));
  return picture;
}

}  // namespace vitrine::media
