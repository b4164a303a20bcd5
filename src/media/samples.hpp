#pragma once
// The pictures or sounds of a fragmented MP4 our own ffmpeg made, one by one: where each lies, when it is
// decoded and shown. The maker ran in the sandbox, so its file is read as a foreign one.
#include <vector>

#include "media/bytes_in.hpp"

namespace vitrine::media {

struct Sample {
  std::uint64_t at = 0;  ///< in the file
  std::uint32_t bytes = 0;
  std::uint32_t ticks = 0;   ///< how long, as the file says
  std::int64_t decoded = 0;  ///< in ticks
  std::int64_t shown = 0;    ///< in ticks; what edit lists would say is not looked at
  bool key = false;
};

/// The file's only track.
struct SampleTrack {
  base::Bytes moov;  ///< the payload of the header
  std::uint32_t id = 0;
  std::uint32_t timescale = 1;
  std::vector<Sample> samples;  ///< in the order of the file, which is that of decoding
};

/// Ten minutes at 240 pictures a second, and more than all sound packets of it.
inline constexpr std::size_t samples_max = 150'000;

/// Errors: corrupt_input "truncated", "malformed"; not_available.
base::Result<SampleTrack> read_samples(ByteSource& source);

}  // namespace vitrine::media
