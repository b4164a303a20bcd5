#pragma once
// HLS (RFC 8216) over the same files the page plays: no second copy, only byte ranges. Pure.
#include <span>
#include <string>
#include <string_view>

#include "media/media.hpp"

namespace vitrine::media {

/// One rung, whose file is served at `url`.
[[nodiscard]] std::string media_playlist(const Rung& rung, std::string_view url);

/// Where each rung's own playlist is served.
struct Variant {
  const Rung& rung;
  std::string url;
};
[[nodiscard]] std::string master_playlist(std::span<const Variant> variants);

}  // namespace vitrine::media
