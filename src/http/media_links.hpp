#pragma once
// Addresses of stored files. A file of a video anybody may see has a plain address, cacheable for ever; every
// other one carries the time it ends and a signature:
//
//   /media/<sha256>.mp4?expires=1700003600000&signature=<22 characters>
//
// The signature (HMAC-SHA256, 128 bits) covers what is fetched, the video, the time, and the video's `reach`,
// which grows whenever fewer people may see it: links handed out before are void from that transaction on.
// Times are rounded up to the hour, so a page asked for twice has the same addresses and the browser's cache
// works. Pure but for the clock; thread-safe.
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "catalog/video.hpp"
#include "ports/clock.hpp"

namespace vitrine::http {

class MediaLinks {
 public:
  /// `key` is the installation's, 32 secret bytes. `origin`: where files are fetched from, "" beside the
  /// pages (media_origin.hpp).
  MediaLinks(base::Digest key, const ports::Clock& clock, std::string origin = {})
      : key_(key), clock_(clock), origin_(std::move(origin)) {}

  [[nodiscard]] const std::string& origin() const { return origin_; }

  [[nodiscard]] std::string file(const catalog::Video& video, const catalog::MediaFile& file) const;
  /// "master.m3u8" or "720.m3u8"
  [[nodiscard]] std::string playlist(const catalog::Video& video, std::string_view name) const;

  /// Whether `signature` opens `what` of this video, as it is now, until `expires`. The time has not come.
  /// `what` is file_name() of a file, or "hls" for all playlists of the video.
  [[nodiscard]] bool opens(const catalog::Video& video, std::string_view what, std::string_view expires,
                           std::string_view signature) const;

  /// "<sha256>.mp4"
  [[nodiscard]] static std::string file_name(const catalog::MediaFile& file);
  struct Named {
    model::BlobKey blob;
    std::string_view type;  ///< by the extension
  };
  /// Nothing for what is no file name of ours.
  [[nodiscard]] static std::optional<Named> parse(std::string_view file_name);

 private:
  [[nodiscard]] std::string sign(const catalog::Video& video, std::string_view what,
                                 std::int64_t expires_ms) const;
  [[nodiscard]] std::string signed_query(const catalog::Video& video, std::string_view what) const;
  base::Digest key_;
  const ports::Clock& clock_;
  std::string origin_;
};

}  // namespace vitrine::http
