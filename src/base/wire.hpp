#pragma once
// Small binary records: written field by field, read back under limits. Little-endian; varints are LEB128
// (at most ten bytes, the shortest spelling only), so one value has one spelling and digests can be compared.
//
// The reader never throws and never reads past its end: after the first field that does not fit it answers
// zeros, and ok() says so once, at the end. One thread per object.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"

namespace vitrine::base {

class WireWriter {
 public:
  /// `expected` bytes are made room for: a record that grows byte by byte is copied seven times.
  explicit WireWriter(std::size_t expected = 0) : out_(expected) {}

  void u8(std::uint8_t value) {
    *room(1) = static_cast<std::byte>(value);
    ++size_;
  }
  void u32(std::uint32_t value) { fixed(value); }
  void u64(std::uint64_t value) { fixed(value); }
  void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
  void varint(std::uint64_t value) {
    std::byte* to = room(10);
    for (; value >= 0x80; value >>= 7) *to++ = static_cast<std::byte>(value | 0x80);
    *to++ = static_cast<std::byte>(value);
    size_ = static_cast<std::size_t>(to - out_.data());
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void raw(ByteView bytes) {
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void text(std::string_view value) {
    varint(value.size());
    raw(as_bytes(value));
  }

  /// The next record begins; the memory stays.
  void clear() { size_ = 0; }
  [[nodiscard]] ByteView bytes() const { return ByteView{out_}.first(size_); }
  /// What was written; the writer is empty again.
  [[nodiscard]] Bytes take() {
    out_.resize(std::exchange(size_, 0));
    return std::exchange(out_, {});
  }

 private:
  /// Where `more` bytes may be written.
  std::byte* room(std::size_t more) {
    if (out_.size() - size_ < more) out_.resize(out_.size() + out_.size() / 2 + more + 32);
    return out_.data() + size_;
  }
  template <class Number>
  void fixed(Number value) {
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    std::memcpy(room(sizeof value), &value, sizeof value);
    size_ += sizeof value;
  }
  Bytes out_;  ///< the first `size_` are written, the others room
  std::size_t size_ = 0;
};

class WireReader {
 public:
  explicit WireReader(ByteView bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  std::uint8_t u8() {
    if (at_ == end_) return static_cast<std::uint8_t>(refuse());
    return std::to_integer<std::uint8_t>(*at_++);
  }
  std::uint32_t u32() { return fixed<std::uint32_t>(); }
  std::uint64_t u64() { return fixed<std::uint64_t>(); }
  float f32() { return std::bit_cast<float>(u32()); }

  /// A number of at most `max`; anything larger fails the read.
  std::uint64_t varint(std::uint64_t max = ~0ULL) {
    if (at_ == end_ || (*at_ & std::byte{0x80}) != std::byte{}) return long_varint(max);
    const auto value = std::to_integer<std::uint64_t>(*at_++);  // most are
    return value <= max ? value : refuse();
  }
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  /// How many things follow, each of at least `bytes_each`: never more than the bytes left could hold.
  std::size_t count(std::size_t max, std::size_t bytes_each = 1) {
    const std::size_t n = varint(max);
    if (n > left() / (bytes_each == 0 ? 1 : bytes_each)) return refuse();
    return n;
  }
  ByteView raw(std::size_t size) {
    if (size > left()) {
      refuse();
      return {};
    }
    return {std::exchange(at_, at_ + size), size};
  }
  std::string text(std::size_t bytes_max) { return std::string{as_text(raw(count(bytes_max)))}; }

  /// For values the reader's caller does not accept.
  std::uint64_t refuse() {
    ok_ = false;
    at_ = end_;
    return 0;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  /// Every field fitted and nothing is left over.
  [[nodiscard]] bool finished() const { return ok_ && at_ == end_; }

 private:
  /// Any spelling.
  [[gnu::noinline]] std::uint64_t long_varint(std::uint64_t max) {
    if (left() < 8 || std::endian::native == std::endian::big) return varint_by_byte(max);
    std::uint64_t bytes;
    std::memcpy(&bytes, at_, sizeof bytes);
    const std::uint64_t ends = ~bytes & 0x8080808080808080;
    if (ends == 0) return varint_by_byte(max);
    const int bits = std::countr_zero(ends) + 1;
    const std::uint64_t all = bytes & (~0ULL >> (64 - bits)) & 0x7f7f7f7f7f7f7f7f;
    if (bits > 8 && all >> (bits - 8) == 0) return refuse();  // a longer spelling than needed
    at_ += bits / 8;
    // Digits of seven bits in bytes, of fourteen in pairs of bytes, then of 28.
    const std::uint64_t pairs = (all & 0x007f007f007f007f) | (all & 0x7f007f007f007f00) >> 1;
    const std::uint64_t fours = (pairs & 0x00003fff00003fff) | (pairs & 0x3fff00003fff0000) >> 2;
    const std::uint64_t value = (fours & 0xffffffff) | fours >> 32 << 28;
    return value <= max ? value : refuse();
  }
  std::uint64_t varint_by_byte(std::uint64_t max) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint64_t part = u8();
      const std::uint64_t digits = part & 0x7f;
      if (shift == 63 && digits > 1) break;
      value |= digits << shift;
      if ((part & 0x80) != 0) continue;
      if (shift > 0 && digits == 0) break;  // a longer spelling than needed
      if (value > max) break;
      return value;
    }
    return refuse();
  }
  template <class Number>
  Number fixed() {
    if (left() < sizeof(Number)) return static_cast<Number>(refuse());
    Number value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    if constexpr (std::endian::native == std::endian::big) value = std::byteswap(value);
    return value;
  }
  const std::byte *at_, *end_;
  bool ok_ = true;
};

}  // namespace vitrine::base
