#pragma once
// What we say to ffmpeg, word by word, and what they answer. Pure: the tests read these lines.
// Files are named as the sandbox shows them: /in/0 the source, /in/1 the sound, /out the output directory.
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "media/ports.hpp"

namespace vitrine::adapters::ffmpeg {

using Words = std::vector<std::string>;

/// Decoding threads of a process that runs alone; two: the machine has other work.
inline constexpr int threads = 2;
/// What `stills` makes, best first: size of the short edge and WebP quality. The first of at most 15 kB is
/// taken.
struct PosterTry {
  int short_edge;
  int quality;
};
inline constexpr std::array poster_tries{PosterTry{540, 72}, PosterTry{540, 48}, PosterTry{540, 25},
                                         PosterTry{360, 35}, PosterTry{360, 10}, PosterTry{180, 10}};

[[nodiscard]] Words probe_words(const media::Source& source);
[[nodiscard]] Words loudness_words(const media::Source& source);
[[nodiscard]] Words sound_words(const media::Source& source, double gain, bool limit_peaks);
[[nodiscard]] Words print_words();
[[nodiscard]] Words copy_words(const media::Source& source, bool sound);
[[nodiscard]] Words slice_words(const media::Source& source, const media::Plan& plan,
                                const media::Slice& slice);
[[nodiscard]] Words stills_words(const media::Source& source, const media::Plan& plan, model::Millis at);
/// What loudness and sound, slices, and stills read as /in/0, /in/1 ...: the file, or what the edit needs.
[[nodiscard]] std::vector<std::filesystem::path> sound_files(const media::Source& source);
[[nodiscard]] std::vector<std::filesystem::path> slice_files(const media::Source& source,
                                                             const media::Slice& slice);
[[nodiscard]] std::vector<std::filesystem::path> stills_files(const media::Source& source, model::Millis at);
[[nodiscard]] Words faststart_words();
[[nodiscard]] Words preview_words(media::Shape shape, model::Millis at);
[[nodiscard]] Words portrait_words(media::PictureFormat format);
/// Through every encoder and filter we need, on one generated picture: are they all there?
[[nodiscard]] Words self_check_words();

/// From the source's picture to one that is upright, of the plan's size, SDR BT.709, 8 bit, limited range.
[[nodiscard]] std::string picture_filter(const media::Plan& plan);

/// The small picture of `stills`, at most 100 on its long edge.
[[nodiscard]] media::Shape thumb_shape(const media::Plan& plan);

/// What showinfo prints of the first picture. Nothing when there was none.
[[nodiscard]] std::optional<media::Probe> read_probe(std::string_view errors, const media::Inspected& about);
/// The summary ebur128 prints. Nothing for silence.
[[nodiscard]] std::optional<media::Loudness> read_loudness(std::string_view errors);
/// One line of -progress: how far, in milliseconds.
[[nodiscard]] std::optional<std::int64_t> read_progress(std::string_view line);

}  // namespace vitrine::adapters::ffmpeg
