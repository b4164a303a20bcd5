#include "media/boxes.hpp"

#include <array>

#include "media/container.hpp"

namespace vitrine::media {

std::string text(BoxType type) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((type >> shift) & 0xff);
  return out;
}

base::Result<Box> box_at(ByteSource& source, std::uint64_t at, std::uint64_t end) {
  if (at > end || end - at < 8) return detail::truncated();
  std::array<std::byte, 16> head{};
  const auto have = std::min<std::uint64_t>(head.size(), end - at);
  TRY(source.read(at, std::span{head}.first(have)));
  Cursor cursor{std::span{head}.first(have)};
  Box box;
  box.at = at;
  box.header = 8;
  box.size = cursor.u32();
  box.type = cursor.u32();
  if (box.size == 1) {
    box.size = cursor.u64();
    box.header = 16;
    if (cursor.ran_short()) return detail::truncated();
  } else if (box.size == 0) {
    box.size = end - at;  // to the end of the file
  }
  if (box.size < box.header) return detail::malformed("a box smaller than its own header");
  if (box.size > end - at) return detail::truncated();
  return box;
}

base::Result<bool> Boxes::next(Box& box) {
  if (bytes_.size() - at_ < 8) return false;
  MemorySource source{bytes_};
  TRY_LET(box, box_at(source, at_, bytes_.size()));
  box.payload = bytes_.subspan(at_ + box.header, box.size - box.header);
  at_ += box.size;
  return true;
}

base::Result<Box> find_box(base::ByteView parent, BoxType type) {
  Boxes boxes{parent};
  for (Box box;;) {
    TRY_LET(const bool more, boxes.next(box));
    if (!more) return Box{};
    if (box.type == type) return box;
  }
}

}  // namespace vitrine::media
