#pragma once
// A voice recorded in the page: WAV (RIFF) as our page writes it and nothing else: one channel of 16-bit
// samples, 24 000 a second, in one chunk behind the shortest header there is. Whatever a microphone or a file
// gave was decoded by the browser; no decoder of ours sees a stranger's codec. Pure; fuzzed.
//
// Errors: corrupt_input "recording_unreadable"; over_limit "recording_too_long".
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitrine::media {

inline constexpr std::uint32_t recording_rate_hz = 24'000;
inline constexpr std::size_t recording_header_bytes = 44;
/// Five minutes of talking, 14 MB, held in memory while they arrive.
inline constexpr std::size_t recording_bytes_max =
    recording_header_bytes + std::size_t{recording_rate_hz} * 2 * 300;

/// How long it lasts, in milliseconds; at least 1.
[[nodiscard]] base::Result<std::int64_t> read_recording(base::ByteView bytes);

}  // namespace vitrine::media
