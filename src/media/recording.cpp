#include "media/recording.hpp"

#include <algorithm>
#include <array>

namespace vitrine::media {

namespace {
constexpr std::size_t bytes_a_sample = 2;

void put(std::array<std::byte, recording_header_bytes>& header, std::size_t at, std::string_view word) {
  std::ranges::copy(base::as_bytes(word), header.begin() + static_cast<std::ptrdiff_t>(at));
}
void put(std::array<std::byte, recording_header_bytes>& header, std::size_t at, std::uint32_t value,
         int bytes) {
  for (int i = 0; i < bytes; ++i)
    header[at + static_cast<std::size_t>(i)] = std::byte(value >> (8 * i) & 0xff);
}

/// The one header that a recording of so many bytes may have.
std::array<std::byte, recording_header_bytes> header_of(std::uint32_t samples_bytes) {
  std::array<std::byte, recording_header_bytes> header{};
  put(header, 0, "RIFF");
  put(header, 4, samples_bytes + 36, 4);
  put(header, 8, "WAVEfmt ");
  put(header, 16, 16, 4);
  put(header, 20, 1, 2);  // whole numbers
  put(header, 22, 1, 2);  // one channel
  put(header, 24, recording_rate_hz, 4);
  put(header, 28, recording_rate_hz * bytes_a_sample, 4);
  put(header, 32, bytes_a_sample, 2);
  put(header, 34, 8 * bytes_a_sample, 2);
  put(header, 36, "data");
  put(header, 40, samples_bytes, 4);
  return header;
}
}  // namespace

base::Result<std::int64_t> read_recording(base::ByteView bytes) {
  if (bytes.size() > recording_bytes_max)
    return base::fail(base::Fault::over_limit, "recording_too_long", "A recording may last five minutes.");
  const auto unreadable = [] {
    return base::fail(base::Fault::corrupt_input, "recording_unreadable",
                      "A recording is a WAV file of one channel, 16 bits, 24 000 samples a second.");
  };
  if (bytes.size() < recording_header_bytes + 2 * recording_rate_hz / 1000) return unreadable();
  const auto samples = bytes.size() - recording_header_bytes;
  const auto header = header_of(static_cast<std::uint32_t>(samples));
  if (samples % bytes_a_sample != 0 || !std::ranges::equal(bytes.first(header.size()), header))
    return unreadable();
  return static_cast<std::int64_t>(samples / bytes_a_sample * 1000 / recording_rate_hz);
}

}  // namespace vitrine::media
