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

#include "base/bytes.hpp"

namespace vitrine::base {

class WireWriter {
 public:
  /// `expected` bytes are made room for: a record that grows byte by byte is copied seven times.
  explicit WireWriter(std::size_t expected = 0) { out_.reserve(expected); }

  void u8(std::uint8_t value) { out_.push_back(static_cast<std::byte>(value)); }
  void u32(std::uint32_t value) { fixed(value, 4); }
  void u64(std::uint64_t value) { fixed(value, 8); }
  void f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }
  void varint(std::uint64_t value) {
    std::byte each[10];
    std::size_t count = 0;
    for (; value >= 0x80; value >>= 7) each[count++] = static_cast<std::byte>(value | 0x80);
    each[count++] = static_cast<std::byte>(value);
    raw({each, count});
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void text(std::string_view value) {
    varint(value.size());
    raw(as_bytes(value));
  }

  [[nodiscard]] const Bytes& bytes() const { return out_; }
  [[nodiscard]] Bytes take() { return std::move(out_); }

 private:
  void fixed(std::uint64_t value, std::size_t bytes) {
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    std::byte each[8];
    std::memcpy(each, &value, sizeof each);
    raw({each, bytes});
  }
  Bytes out_;
};

class WireReader {
 public:
  explicit WireReader(ByteView bytes) : left_(bytes) {}

  std::uint8_t u8() {
    if (left_.empty()) return static_cast<std::uint8_t>(refuse());
    const auto value = std::to_integer<std::uint8_t>(left_.front());
    left_ = left_.subspan(1);
    return value;
  }
  std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
  std::uint64_t u64() { return fixed(8); }
  float f32() { return std::bit_cast<float>(u32()); }

  /// A number of at most `max`; anything larger fails the read.
  std::uint64_t varint(std::uint64_t max = ~0ULL) {
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
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  /// How many things follow, each of at least `bytes_each`: never more than the bytes left could hold.
  std::size_t count(std::size_t max, std::size_t bytes_each = 1) {
    const std::size_t n = varint(max);
    if (n > left_.size() / (bytes_each == 0 ? 1 : bytes_each)) return refuse();
    return n;
  }
  ByteView raw(std::size_t size) {
    if (!ok_ || size > left_.size()) {
      refuse();
      return {};
    }
    const ByteView taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }
  std::string text(std::size_t bytes_max) { return std::string{as_text(raw(count(bytes_max)))}; }

  /// For values the reader's caller does not accept.
  std::uint64_t refuse() {
    ok_ = false;
    left_ = {};
    return 0;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return left_.size(); }
  /// Every field fitted and nothing is left over.
  [[nodiscard]] bool finished() const { return ok_ && left_.empty(); }

 private:
  std::uint64_t fixed(std::size_t bytes) {
    const ByteView taken = raw(bytes);
    std::uint64_t value = 0;
    if (!taken.empty()) std::memcpy(&value, taken.data(), bytes);
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    return value;
  }
  ByteView left_;
  bool ok_ = true;
};

}  // namespace vitrine::base
