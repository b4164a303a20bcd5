#include "catalog/video.hpp"

#include <array>
#include <limits>
#include <utility>

#include "base/text.hpp"

namespace vitrine::catalog {
namespace {
constexpr std::array uses{std::pair{FileUse::rung, std::string_view{"rung"}},
                          std::pair{FileUse::mp4, std::string_view{"mp4"}},
                          std::pair{FileUse::poster, std::string_view{"poster"}},
                          std::pair{FileUse::preview, std::string_view{"preview"}},
                          std::pair{FileUse::source, std::string_view{"source"}},
                          std::pair{FileUse::proxy, std::string_view{"proxy"}},
                          std::pair{FileUse::overlay, std::string_view{"overlay"}},
                          std::pair{FileUse::voice, std::string_view{"recording"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types{{{"mp4", "video/mp4"},
                                                                              {"webp", "image/webp"},
                                                                              {"jpg", "image/jpeg"},
                                                                              {"avif", "image/avif"},
                                                                              {"png", "image/png"},
                                                                              {"wav", "audio/wav"}}};

std::optional<std::uint32_t> small_number(std::string_view text) {
  const auto value = base::parse_number(text);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}
}  // namespace

std::string_view text(FileUse use) {
  for (const auto& [value, name] : uses)
    if (value == use) return name;
  return {};
}

std::optional<FileUse> file_use(std::string_view text) {
  for (const auto& [value, name] : uses)
    if (name == text) return value;
  return std::nullopt;
}

std::string_view extension_of(std::string_view type) {
  for (const auto& [extension, name] : types)
    if (name == type) return extension;
  return "bin";
}

std::optional<std::string_view> type_of(std::string_view extension) {
  for (const auto& [name, type] : types)
    if (name == extension) return type;
  return std::nullopt;
}

std::string segments_text(const std::vector<Segment>& segments) {
  std::string out;
  for (const auto& segment : segments) {
    if (!out.empty()) out += ' ';
    out += std::to_string(segment.bytes) + ":" + std::to_string(segment.ms);
  }
  return out;
}

std::optional<std::vector<Segment>> segments_of(std::string_view text) {
  std::vector<Segment> segments;
  if (text.empty()) return segments;
  for (const auto part : base::split(text, ' ')) {
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto bytes = small_number(part.substr(0, colon));
    const auto ms = small_number(part.substr(colon + 1));
    if (!bytes || !ms) return std::nullopt;
    segments.push_back({*bytes, *ms});
  }
  return segments;
}

}  // namespace vitrine::catalog
