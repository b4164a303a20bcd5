#include "http/cursor.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitrine::http {
using base::Bytes;
using base::ByteView;

namespace {

constexpr auto version = std::byte{1};
constexpr std::size_t tag_bytes = 12;  // 96 bits: out of reach of guessing, still a short link

void put_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::byte>(value | 0x80));
  out.push_back(static_cast<std::byte>(value));
}

/// Nothing when cut short or longer than 64 bits.
std::optional<std::uint64_t> take_varint(ByteView& in) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(in.front());
    in = in.subspan(1);
    if (shift == 63 && byte > 1) return std::nullopt;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::uint64_t zig_zag(std::int64_t n) {
  return (static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63);
}
std::int64_t zag_zig(std::uint64_t n) { return static_cast<std::int64_t>((n >> 1) ^ (~(n & 1) + 1)); }

Bytes tag_of(const base::Digest& key, std::string_view purpose, ByteView payload) {
  Bytes message;
  put_varint(message, purpose.size());
  const auto words = base::as_bytes(purpose);
  message.insert(message.end(), words.begin(), words.end());
  message.insert(message.end(), payload.begin(), payload.end());
  const auto digest = base::hmac_sha256(key, message);
  return {digest.begin(), digest.begin() + tag_bytes};
}

}  // namespace

std::string Cursors::seal(std::string_view purpose, std::span<const std::int64_t> numbers) const {
  VITRINE_ASSERT(numbers.size() <= numbers_max, "a cursor is a position, not a list");
  Bytes out{version};
  put_varint(out, numbers.size());
  for (const auto number : numbers) put_varint(out, zig_zag(number));
  const auto tag = tag_of(key_, purpose, out);
  out.insert(out.end(), tag.begin(), tag.end());
  return base::base64_url(out);
}

base::Result<std::vector<std::int64_t>> Cursors::open(std::string_view purpose,
                                                      std::string_view cursor) const {
  const auto refuse = [] {
    return base::fail_in("cursor", base::Fault::invalid_input, "cursor_invalid",
                         "This cursor does not belong to this listing; start again without it.");
  };
  const auto bytes = base::from_base64_url(cursor);
  if (!bytes || bytes->size() < tag_bytes + 2 || bytes->front() != version) return refuse();
  const auto payload = ByteView{*bytes}.first(bytes->size() - tag_bytes);
  if (!base::equal_in_constant_time(tag_of(key_, purpose, payload), ByteView{*bytes}.last(tag_bytes)))
    return refuse();
  auto rest = payload.subspan(1);
  const auto count = take_varint(rest);
  if (!count || *count > numbers_max) return refuse();
  std::vector<std::int64_t> numbers;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto number = take_varint(rest);
    if (!number) return refuse();
    numbers.push_back(zag_zig(*number));
  }
  if (!rest.empty()) return refuse();
  return numbers;
}

}  // namespace vitrine::http
