#pragma once
// Reads the Upload-Metadata header of tus 1.0 (https://tus.io/protocols/resumable-upload, "Upload-Metadata"):
// comma-separated pairs of an ASCII key and a base64 value, the value may be missing. Bounded: longer
// headers, more pairs, doubled keys and values that are not base64 are refused. Pure; fuzzed.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vitrine::catalog {

/// The page sends a file name and a type, 300 bytes; 4 KiB is half of what a header may have altogether.
inline constexpr std::size_t metadata_bytes_max = 4096;
inline constexpr std::size_t metadata_pairs_max = 16;

using UploadMetadata = std::vector<std::pair<std::string, std::string>>;  ///< decoded, in order

/// Errors: invalid_input "upload_metadata_invalid".
[[nodiscard]] base::Result<UploadMetadata> read_upload_metadata(std::string_view header);

/// What is fit to show of a file's name: UTF-8, one line, no directories, at most 200 characters.
[[nodiscard]] std::string shown_file_name(std::string_view name);

/// The value of `key`, or empty.
[[nodiscard]] std::string_view find_in(const UploadMetadata& metadata, std::string_view key);

}  // namespace vitrine::catalog
