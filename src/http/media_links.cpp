#include "http/media_links.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/visibility.hpp"

namespace vitrine::http {
namespace {
constexpr std::int64_t hour_ms = 3'600'000;
/// An evening with one page open; a day would outlive what people expect of "followers only".
constexpr std::int64_t life_ms = 6 * hour_ms;
constexpr std::size_t signature_bytes = 16;
}  // namespace

std::string MediaLinks::file_name(const catalog::MediaFile& file) {
  return base::hex(file.blob) + "." + std::string{catalog::extension_of(file.type)};
}

std::optional<MediaLinks::Named> MediaLinks::parse(std::string_view file_name) {
  constexpr std::size_t hex_size = 64;
  if (file_name.size() <= hex_size + 1 || file_name[hex_size] != '.') return std::nullopt;
  const auto type = catalog::type_of(file_name.substr(hex_size + 1));
  const auto bytes = base::from_hex(file_name.substr(0, hex_size));
  // One spelling per file: caches would keep "AB.." and "ab.." apart.
  if (!type || !bytes || base::hex(*bytes) != file_name.substr(0, hex_size)) return std::nullopt;
  Named named{.blob = {}, .type = *type};
  std::ranges::copy(*bytes, named.blob.begin());
  return named;
}

std::string MediaLinks::sign(const catalog::Video& video, std::string_view what,
                             std::int64_t expires_ms) const {
  std::string message{"media\n"};
  message += what;
  message += "\n" + video.id.text() + "\n" + std::to_string(video.reach) + "\n" + std::to_string(expires_ms);
  const auto digest = base::hmac_sha256(key_, base::as_bytes(message));
  return base::base64_url(base::ByteView{digest}.first(signature_bytes));
}

std::string MediaLinks::signed_query(const catalog::Video& video, std::string_view what) const {
  if (catalog::is_open(video)) return {};
  const auto now = model::millis(clock_.now());
  const auto expires = (now + life_ms + hour_ms - 1) / hour_ms * hour_ms;
  return "?expires=" + std::to_string(expires) + "&signature=" + sign(video, what, expires);
}

std::string MediaLinks::file(const catalog::Video& video, const catalog::MediaFile& file) const {
  const auto name = file_name(file);
  return origin_ + "/media/" + name + signed_query(video, name);
}

std::string MediaLinks::playlist(const catalog::Video& video, std::string_view name) const {
  return origin_ + "/media/hls/" + video.id.text() + "/" + std::string{name} + signed_query(video, "hls");
}

bool MediaLinks::opens(const catalog::Video& video, std::string_view what, std::string_view expires,
                       std::string_view signature) const {
  const auto expires_ms = base::parse_number(expires);
  constexpr std::uint64_t latest_ms = 1ULL << 52;  // the year 144 683: keeps the sum below from overflowing
  if (!expires_ms || *expires_ms > latest_ms) return false;
  const auto until = static_cast<std::int64_t>(*expires_ms);
  if (until <= model::millis(clock_.now())) return false;
  const auto expected = sign(video, what, until);
  return base::equal_in_constant_time(base::as_bytes(expected), base::as_bytes(signature));
}

}  // namespace vitrine::http
