#include "catalog/upload_metadata.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace vitrine::catalog {
namespace {
auto refuse(const char* detail) {
  return base::fail(base::Fault::invalid_input, "upload_metadata_invalid", detail);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool is_key(std::string_view key) {
  if (key.empty() || key.size() > 64) return false;
  for (const char c : key)
    if (c <= ' ' || c >= 0x7f || c == ',') return false;
  return true;
}
}  // namespace

base::Result<UploadMetadata> read_upload_metadata(std::string_view header) {
  if (header.size() > metadata_bytes_max) return refuse("Upload-Metadata may have at most 4096 bytes.");
  UploadMetadata metadata;
  if (trimmed(header).empty()) return metadata;
  for (const auto part : base::split(header, ',')) {
    const auto pair = trimmed(part);
    const auto space = pair.find(' ');
    const auto key = pair.substr(0, space);
    if (!is_key(key)) return refuse("A key in Upload-Metadata is empty, too long or not ASCII.");
    for (const auto& [known, value] : metadata)
      if (known == key) return refuse("Upload-Metadata names a key twice.");
    if (metadata.size() == metadata_pairs_max) return refuse("Upload-Metadata may have at most 16 pairs.");
    const auto encoded = space == std::string_view::npos ? std::string_view{} : pair.substr(space + 1);
    const auto value = base::from_base64(encoded);
    if (!value) return refuse("A value in Upload-Metadata is not base64.");
    metadata.emplace_back(key, base::as_text(*value));
  }
  return metadata;
}

std::string shown_file_name(std::string_view name) {
  constexpr std::size_t chars_max = 200;  // file systems stop at 255 bytes
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  auto clean = base::clean_text(name.substr(0, 4 * chars_max), base::Lines::one);
  std::size_t count = 0;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(clean[i]) & 0xc0) != 0x80;
    if (starts && ++count > chars_max) return clean.substr(0, i);
  }
  return clean;
}

std::string_view find_in(const UploadMetadata& metadata, std::string_view key) {
  for (const auto& [name, value] : metadata)
    if (name == key) return value;
  return {};
}

}  // namespace vitrine::catalog
