#include "media/playlist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace vitrine::media {

std::string media_playlist(const Rung& rung, std::string_view url) {
  std::uint32_t longest_ms = 1;
  for (const auto& segment : rung.segments) longest_ms = std::max(longest_ms, segment.duration_ms);
  std::string text = fmt::format(
      "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{}\n#EXT-X-MEDIA-SEQUENCE:0\n"
      "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MAP:URI=\"{}\",BYTERANGE=\"{}@0\"\n",
      (longest_ms + 999) / 1000, url, rung.init_bytes);
  std::uint64_t at = rung.init_bytes;
  for (const auto& segment : rung.segments) {
    fmt::format_to(std::back_inserter(text), "#EXTINF:{}.{:03},\n#EXT-X-BYTERANGE:{}@{}\n{}\n",
                   segment.duration_ms / 1000, segment.duration_ms % 1000, segment.bytes, at, url);
    at += segment.bytes;
  }
  return text + "#EXT-X-ENDLIST\n";
}

std::string master_playlist(std::span<const Variant> variants) {
  std::string text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";
  for (const auto& [rung, url] : variants)
    fmt::format_to(std::back_inserter(text),
                   "#EXT-X-STREAM-INF:BANDWIDTH={},RESOLUTION={}x{},CODECS=\"{}\"\n{}\n", rung.bandwidth,
                   rung.width, rung.height, rung.codecs, url);
  return text;
}

}  // namespace vitrine::media
