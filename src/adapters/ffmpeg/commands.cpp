#include "adapters/ffmpeg/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "adapters/ffmpeg/montage_words.hpp"

namespace vitrine::adapters::ffmpeg {

using media::AudioCodec;
using media::Container;
using media::Light;
using media::Matrix;
using media::Plan;
using media::Shape;
using media::Source;
using media::VideoCodec;

namespace {

constexpr std::int64_t pixels_max = 4096LL * 2304;

void add(Words& words, std::initializer_list<std::string_view> more) {
  for (const auto word : more) words.emplace_back(word);
}

std::string_view decoder(VideoCodec codec) { return codec == VideoCodec::av1 ? "libdav1d" : name(codec); }

std::string_view decoders(AudioCodec codec) {
  switch (codec) {
    case AudioCodec::mp3:
      return "mp3float,mp3";
    case AudioCodec::pcm:
      return "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be";
    default:
      return name(codec);
  }
}

Words begin() { return {"-nostdin", "-hide_banner", "-v", "error", "-y"}; }

// Only the demuxer the walk has read by, only the decoders of the two tracks it found, only the file itself.
void add_input_limits(Words& words, const Source& source, int decoding_threads) {
  const std::string_view format = source.about.container == Container::mp4 ? "mov" : "matroska";
  std::string codecs{decoder(source.about.video.codec)};
  if (source.about.audio) codecs += fmt::format(",{}", decoders(source.about.audio->codec));
  add(words, {"-protocol_whitelist", "file", "-format_whitelist", format, "-codec_whitelist", codecs,
              "-max_streams", std::to_string(media::tracks_max), "-max_pixels", std::to_string(pixels_max),
              "-threads", std::to_string(decoding_threads), "-f", format});
}

void add_source(Words& words, const Source& source, int decoding_threads = threads) {
  add_input_limits(words, source, decoding_threads);
  add(words, {"-noautorotate", "-i", "/in/0"});
}

// A file we made ourselves, still behind the same limits.
void add_our_file(Words& words, std::string_view file, std::string_view decoders) {
  add(words, {"-protocol_whitelist", "file", "-format_whitelist", "mov", "-codec_whitelist", decoders, "-f",
              "mov", "-i", file});
}

// Nothing of the source but pictures and sound; nothing that says which program made the file. The blank
// keeps ffmpeg from writing its own name as the compressor's.
void add_silence_about_the_source(Words& words) {
  add(words, {"-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-dn", "-sn", "-fflags",
              "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-metadata:s", "encoder= "});
}

// One CMAF file: a header, then one fragment from each key picture to the next; the first shown at time 0.
void add_cmaf(Words& words, std::string_view file, std::string_view more_flags = "") {
  add(words,
      {"-bsf:v", "filter_units=remove_types=6", "-video_track_timescale", "90000", "-avoid_negative_ts",
       "disabled", "-min_frag_duration", "800000", "-movflags",
       fmt::format("+cmaf+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+skip_trailer{}",
                   more_flags),
       "-f", "mp4", file});
}

// Sound alone, from time 0, in fragments: join_rung() puts it beside the picture.
void add_sound_file(Words& words) {
  add(words, {"-use_editlist", "0", "-min_frag_duration", "1000000", "-movflags",
              "+empty_moov+frag_keyframe+default_base_moof+skip_trailer", "-f", "mp4", "/out/sound.m4a"});
}

std::string seconds(model::Millis time) {
  return fmt::format("{}.{:03}", time.count() / 1000, time.count() % 1000);
}

std::string video_stream(const Source& source) { return fmt::format("0:{}", source.about.video.stream); }
std::string audio_stream(const Source& source) { return fmt::format("0:{}", source.about.audio->stream); }

std::string turn_filter(media::Turn turn) {
  constexpr std::array turns{"", ",transpose=clock", ",hflip,vflip", ",transpose=cclock"};
  return std::string{turn.mirrored ? ",hflip" : ""} + turns[static_cast<std::size_t>(turn.quarters)];
}

// Says on every picture what it is, where the file said only half of it: zscale asks for all.
std::string tag_filter(const Plan& plan) {
  const auto transfer = plan.light == Light::pq    ? "smpte2084"
                        : plan.light == Light::hlg ? "arib-std-b67"
                                                   : "bt709";
  const bool wide_matrix = plan.light != Light::sdr || plan.matrix == Matrix::bt2020;
  return fmt::format(",setparams=range={}:color_primaries=bt2020:color_trc={}:colorspace={}",
                     plan.full_range ? "pc" : "tv", transfer, wide_matrix ? "bt2020nc" : "bt709");
}

// Tone mapping (Hable's curve) in linear light with 100 nits as white, the way a phone shows HDR beside SDR.
constexpr std::string_view hdr_filter =
    ",zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=709,tonemap=tonemap=hable:desat=0,"
    "zscale=transfer=709:matrix=709:range=limited,format=yuv420p";
constexpr std::string_view gamut_filter =
    ",zscale=transfer=709:primaries=709:matrix=709:range=limited,format=yuv420p";

std::string_view matrix_name(Matrix matrix) {
  switch (matrix) {
    case Matrix::bt601:
      return "bt601";
    case Matrix::bt709:
      return "bt709";
    case Matrix::bt2020:
      return "bt2020";
  }
  return {};
}

std::string scale(Shape shape) { return fmt::format("scale={}:{}:flags=bicubic", shape.width, shape.height); }

int short_edge(const Plan& plan) { return std::min(plan.width, plan.height); }

Shape smaller(const Plan& plan, int edge) {
  return media::fit({plan.width, plan.height}, std::min(edge, short_edge(plan)));
}

}  // namespace

std::string picture_filter(const Plan& plan) {
  Shape lying{plan.width, plan.height};
  if (plan.turn.quarters % 2 == 1) std::swap(lying.width, lying.height);
  std::string filter = plan.interlaced ? "bwdif=deint=interlaced," : "";
  const bool plain = plan.light == Light::sdr && !plan.wide_gamut;
  // First smaller, then everything else: pixels are what costs.
  if (plain) {
    filter +=
        fmt::format("{}:in_color_matrix={}:out_color_matrix=bt709:in_range={}:out_range=tv,format=yuv420p",
                    scale(lying), matrix_name(plan.matrix), plan.full_range ? "pc" : "tv");
  } else {
    filter += scale(lying) + tag_filter(plan);
    filter += plan.light == Light::sdr ? gamut_filter : hdr_filter;
  }
  return filter + turn_filter(plan.turn) +
         ",setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
}

Shape thumb_shape(const Plan& plan) {
  const double largest = std::max(plan.width, plan.height);
  const auto side = [&](int length) {
    return std::clamp(static_cast<int>(std::lround(length * 100 / largest)), 1, 100);
  };
  return {side(plan.width), side(plan.height)};
}

// Not ffprobe: that opens a decoder for every track there is, covers and subtitles too.
Words probe_words(const Source& source) {
  Words words{"-nostdin", "-hide_banner", "-v", "info", "-nostats"};
  add_source(words, source);
  add(words, {"-map", video_stream(source), "-frames:v", "1", "-vf", "showinfo", "-f", "null", "-"});
  return words;
}

namespace {

void append(Words& words, const Words& more) { words.insert(words.end(), more.begin(), more.end()); }

// All of a source's sound through `filter`.
void add_heard(Words& words, const Source& source, const std::string& filter) {
  if (!source.montage) {
    add_source(words, source);
    return add(words, {"-map", audio_stream(source), "-vn", "-af", filter});
  }
  const auto part = montage_sound(*source.montage);
  append(words, part.inputs);
  add(words, {"-filter_complex", part.graph + "," + filter + "[a]", "-map", "[a]", "-vn"});
}

}  // namespace

Words loudness_words(const Source& source) {
  Words words{"-nostdin", "-hide_banner", "-v", "info", "-nostats"};
  add_heard(words, source, "aformat=channel_layouts=stereo,ebur128=framelog=verbose:peak=sample");
  add(words, {"-f", "null", "-"});
  return words;
}

Words sound_words(const Source& source, double gain, bool limit_peaks) {
  const auto length = seconds(source.about.duration);
  // The encoder begins with 1024 samples of its own: leaving out as many of the source's keeps sound and
  // picture together without an edit list, which Media Source Extensions ignore.
  auto filter =
      fmt::format("aformat=channel_layouts=stereo,aresample=48000:async=1:first_pts=0,volume={:.2f}dB", gain);
  if (limit_peaks) filter += ",alimiter=limit=0.89:attack=5:release=50:level=0";
  filter += fmt::format(",apad=whole_dur={},atrim=start_sample=1024", length);
  auto words = begin();
  add_heard(words, source, filter);
  add(words,
      {"-t", length, "-c:a", "aac", "-profile:a", "aac_low", "-b:a", "96k", "-ac", "2", "-ar", "48000"});
  add_silence_about_the_source(words);
  add_sound_file(words);
  return words;
}

// Chromaprint hears up to 5.5 kHz in one channel; the numbers come as they are, four bytes each.
Words print_words() {
  auto words = begin();
  add_our_file(words, "/in/0", "aac");
  add(words, {"-map", "0:a:0", "-vn", "-ac", "1", "-ar", "11025", "-f", "chromaprint", "-fp_format", "raw",
              "/out/print"});
  return words;
}

Words copy_words(const Source& source, bool sound) {
  auto words = begin();
  add_source(words, source);
  if (sound) add_our_file(words, "/in/1", "aac");
  const auto add_streams = [&] {
    add(words, {"-map", video_stream(source), "-c:v", "copy"});
    if (sound) add(words, {"-map", "1:0", "-c:a", "copy"});
    add_silence_about_the_source(words);
  };
  add_streams();
  add_cmaf(words, "/out/copy.m4s");
  add_streams();
  add(words,
      {"-bsf:v", "filter_units=remove_types=6", "-movflags", "+faststart", "-f", "mp4", "/out/whole.mp4"});
  return words;
}

namespace {

// What is decoded of a slice: a little more at both ends where pictures are dropped to hold a rate, so that
// the same ones are dropped as if there were no joint.
constexpr model::Millis margin{200};

bool holds_a_rate(const Plan& plan) {
  return std::ranges::any_of(plan.rungs, [](const auto& rung) { return rung.frames_per_second_max > 0; });
}

// Kept are times in [from, to), the same to the tick in both neighbours.
std::string trim(const media::Slice& slice, model::Millis wider) {
  std::string limits;
  if (slice.from.count() > 0) limits = "start=" + seconds(std::max(model::Millis{0}, slice.from - wider));
  if (slice.to) limits += (limits.empty() ? "end=" : ":end=") + seconds(*slice.to + wider);
  return limits.empty() ? "" : fmt::format("trim={},", limits);
}

std::string montage_graph(const std::string& pictures, const Plan& plan) {
  auto graph = fmt::format("{},split={}", pictures, plan.rungs.size());
  for (std::size_t i = 0; i < plan.rungs.size(); ++i) graph += fmt::format("[s{}]", i);
  for (std::size_t i = 0; i < plan.rungs.size(); ++i)
    graph += fmt::format(";[s{}]{},setsar=1[v{}]", i, scale({plan.rungs[i].width, plan.rungs[i].height}), i);
  return graph;
}

std::string slice_graph(const Source& source, const Plan& plan, const media::Slice& slice) {
  const bool rated = holds_a_rate(plan);
  // Above sixty a second every rung is rated: what is not shown is not filtered.
  const bool all_rated =
      std::ranges::all_of(plan.rungs, [](const auto& rung) { return rung.frames_per_second_max > 0; });
  auto graph = fmt::format("[{}]{}", video_stream(source), trim(slice, rated ? margin : model::Millis{0}));
  // The first picture is shown from time 0, whatever it said: sound and players begin there.
  if (slice.from.count() == 0) graph += "setpts='if(eq(N,0),0,PTS)',";
  if (all_rated) graph += fmt::format("fps={:.5g},", plan.rungs.back().frames_per_second_max);
  graph += fmt::format("{},split={}", picture_filter(plan), plan.rungs.size());
  for (std::size_t i = 0; i < plan.rungs.size(); ++i) graph += fmt::format("[s{}]", i);
  for (std::size_t i = 0; i < plan.rungs.size(); ++i) {
    const auto& rung = plan.rungs[i];
    const auto cap = rung.frames_per_second_max;
    // Even sizes are hardly ever of the very same shape: without setsar the difference goes into the pixels'.
    graph += fmt::format(";[s{}]{}{}{},setsar=1[v{}]", i, cap > 0 ? fmt::format("fps={:.5g},", cap) : "",
                         rated ? trim(slice, model::Millis{0}) : "", scale({rung.width, rung.height}), i);
  }
  return graph;
}

// Every whole second of the slice. As a list: an expression would count from the slice's first picture.
std::string key_times(const Source& source, const media::Slice& slice) {
  const auto to = slice.to.value_or(std::max(source.about.duration, slice.from)).count();
  std::string times;
  for (auto at = (slice.from.count() + 999) / 1000; at * 1000 < to || times.empty(); ++at)
    times += fmt::format("{}{}", times.empty() ? "" : ",", at);
  return times;
}

// Inputs and the graph that makes [v0], [v1] ... of them.
void add_slice(Words& words, const Source& source, const Plan& plan, const media::Slice& slice) {
  if (source.montage) {
    const auto [from, to] = pictures_of(*source.montage, slice);
    const auto part = montage_pictures(*source.montage, from, to);
    append(words, part.inputs);
    return add(words, {"-filter_complex_threads", "1", "-filter_complex", montage_graph(part.graph, plan)});
  }
  // Times stay those of the whole clip, which begins at 0: the slices agree on every picture's.
  add(words, {"-copyts", "-start_at_zero"});
  if (slice.from > margin) add(words, {"-noaccurate_seek", "-ss", seconds(slice.from - margin)});
  add_source(words, source, 1);  // slices run side by side: threads would only wait for each other
  add(words, {"-filter_complex_threads", "1", "-filter_complex", slice_graph(source, plan, slice)});
}

}  // namespace

Words slice_words(const Source& source, const Plan& plan, const media::Slice& slice) {
  auto words = begin();
  add(words, {"-progress", "pipe:1", "-nostats", "-stats_period", "0.25"});
  add_slice(words, source, plan, slice);
  for (std::size_t i = 0; i < plan.rungs.size(); ++i) {
    const auto rate = plan.rungs[i].rate_bits;
    add(words, {"-map",
                fmt::format("[v{}]", i),
                "-fps_mode",
                "vfr",
                "-enc_time_base",
                "1/90000",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-profile:v",
                "high",
                "-pix_fmt",
                "yuv420p",
                "-crf",
                "23",
                "-maxrate",
                std::to_string(rate),
                "-bufsize",
                std::to_string(rate * 2),
                "-force_key_frames",
                key_times(source, slice),
                "-x264-params",
                "scenecut=0:open-gop=0:keyint=600:threads=1"});
    add_silence_about_the_source(words);
    add_cmaf(words, fmt::format("/out/{}.m4s", i), "+frag_discont");
  }
  return words;
}

Words stills_words(const Source& source, const Plan& plan, model::Millis at) {
  auto words = begin();
  auto graph = fmt::format("[{}]{}", video_stream(source), picture_filter(plan));
  if (source.montage) {
    const auto [from, to] = picture_shown(*source.montage, at);
    auto part = montage_pictures(*source.montage, from, to);
    append(words, part.inputs);
    graph = std::move(part.graph);
  } else {
    if (at.count() > 0) add(words, {"-ss", seconds(at)});
    add_source(words, source);
  }
  graph += fmt::format(",split={}", poster_tries.size() + 1);
  for (std::size_t i = 0; i <= poster_tries.size(); ++i) graph += fmt::format("[s{}]", i);
  for (std::size_t i = 0; i < poster_tries.size(); ++i)
    graph += fmt::format(";[s{}]{}[p{}]", i, scale(smaller(plan, poster_tries[i].short_edge)), i);
  const auto thumb = thumb_shape(plan);
  graph += fmt::format(";[s{}]scale={}:{}:flags=area,format=rgba[t]", poster_tries.size(), thumb.width,
                       thumb.height);
  add(words, {"-filter_complex", graph});
  for (std::size_t i = 0; i < poster_tries.size(); ++i) {
    add(words, {"-map", fmt::format("[p{}]", i), "-frames:v", "1", "-c:v", "libwebp", "-quality",
                std::to_string(poster_tries[i].quality), "-compression_level", "4"});
    add_silence_about_the_source(words);
    add(words, {"-f", "webp", fmt::format("/out/poster{}.webp", i)});
  }
  add(words, {"-map", "[t]", "-frames:v", "1", "-c:v", "rawvideo", "-f", "rawvideo", "/out/thumb.rgba"});
  return words;
}

Words faststart_words() {
  auto words = begin();
  add_our_file(words, "/in/0", "h264,aac");
  // Reading our fragments back, ffmpeg shifts the picture by its reordering delay; setts takes that back.
  add(words,
      {"-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-bsf:v", "setts=pts=PTS-STARTPTS:dts=DTS-STARTPTS"});
  add_silence_about_the_source(words);
  add(words, {"-movflags", "+faststart", "-f", "mp4", "/out/whole.mp4"});
  return words;
}

Words preview_words(Shape shape, model::Millis at) {
  auto words = begin();
  if (at.count() > 0) add(words, {"-ss", seconds(at)});
  add_our_file(words, "/in/0", "h264");
  add(words, {"-t",
              "3",
              "-filter_complex",
              fmt::format("[0:v:0]setpts=PTS-STARTPTS,fps=12,{},setsar=1[v]", scale(shape)),
              "-map",
              "[v]",
              "-an",
              "-c:v",
              "libx264",
              "-preset",
              "veryfast",
              "-profile:v",
              "main",
              "-pix_fmt",
              "yuv420p",
              "-crf",
              "30",
              "-maxrate",
              "200k",
              "-bufsize",
              "400k",
              "-bsf:v",
              "filter_units=remove_types=6"});
  add_silence_about_the_source(words);
  add(words, {"-movflags", "+faststart", "-f", "mp4", "/out/preview.mp4"});
  return words;
}

// Upright by itself: ffmpeg turns a picture as its camera said.
Words portrait_words(media::PictureFormat format) {
  struct Reader {
    std::string_view demuxer, decoder;
  };
  constexpr std::array readers{Reader{"jpeg_pipe", "mjpeg"}, Reader{"png_pipe", "png"},
                               Reader{"webp_pipe", "webp"}};
  const auto [demuxer, decoder] = readers.at(static_cast<std::size_t>(format));
  constexpr std::string_view square = "crop='min(iw,ih)':'min(iw,ih)',scale={0}:{0}:flags=lanczos,setsar=1";
  auto words = begin();
  add(words, {"-protocol_whitelist", "file", "-format_whitelist", demuxer, "-codec_whitelist", decoder,
              "-max_streams", "1", "-max_pixels", std::to_string(media::PictureLimits{}.pixels_max),
              "-threads", "1", "-f", demuxer, "-i", "/in/0", "-filter_complex",
              "[0:v:0]split=2[a][b];[a]" + fmt::format(square, media::portrait_large_px) + "[l];[b]" +
                  fmt::format(square, media::portrait_small_px) + "[s]"});
  for (const auto& [stream, file] :
       {std::pair{"[l]", "/out/large.webp"}, std::pair{"[s]", "/out/small.webp"}}) {
    add(words, {"-map", stream, "-frames:v", "1", "-c:v", "libwebp", "-quality", "82"});
    add_silence_about_the_source(words);
    add(words, {"-f", "webp", file});
  }
  return words;
}

std::vector<std::filesystem::path> sound_files(const Source& source) {
  if (!source.montage) return {source.file};
  return montage_sound(*source.montage).files;
}

std::vector<std::filesystem::path> slice_files(const Source& source, const media::Slice& slice) {
  if (!source.montage) return {source.file};
  const auto [from, to] = pictures_of(*source.montage, slice);
  return montage_pictures(*source.montage, from, to).files;
}

std::vector<std::filesystem::path> stills_files(const Source& source, model::Millis at) {
  if (!source.montage) return {source.file};
  const auto [from, to] = picture_shown(*source.montage, at);
  return montage_pictures(*source.montage, from, to).files;
}

Words self_check_words() {
  Plan hdr;
  hdr.width = hdr.height = 64;
  hdr.light = Light::pq;
  auto words = begin();
  add(words,
      {"-f",
       "lavfi",
       "-i",
       "testsrc2=size=64x64:rate=10:duration=0.2",
       "-f",
       "lavfi",
       "-i",
       "sine=duration=0.2:sample_rate=48000",
       "-filter_complex",
       fmt::format("[0:v]format=yuv420p10le,{},split=2[v][w];[1:a]ebur128,alimiter[a]", picture_filter(hdr)),
       "-map",
       "[v]",
       "-map",
       "[a]",
       "-c:v",
       "libx264",
       "-c:a",
       "aac",
       "-f",
       "null",
       "-",
       "-map",
       "[w]",
       "-frames:v",
       "1",
       "-c:v",
       "libwebp",
       "-f",
       "null",
       "-"});
  return words;
}

// ---- answers -----------------------------------------------------------------------------------------

namespace {

// The word after `label`, up to the next blank; only within what the filter itself has said.
std::string_view word_after(std::string_view said, std::string_view label) {
  const auto at = said.find(label);
  if (at == std::string_view::npos) return {};
  const auto rest = said.substr(at + label.size());
  return rest.substr(0, rest.find_first_of(" \n"));
}

// The lines of showinfo's first picture. Names and titles in the file are printed too, on lines of their own.
std::string showinfo_lines(std::string_view errors) {
  std::string said;
  while (!errors.empty()) {
    const auto line = errors.substr(0, errors.find('\n'));
    errors.remove_prefix(std::min(errors.size(), line.size() + 1));
    if (!line.starts_with("[Parsed_showinfo_0 @ ")) continue;
    if (line.find("] n:   1 ") != std::string_view::npos) break;
    if (line.find("] n:   0 ") != std::string_view::npos ||
        line.find("] color_range:") != std::string_view::npos)
      said += std::string{line} + '\n';
  }
  return said;
}

int integer(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

double real(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Ratio {
  int over, under;
};
Ratio ratio(std::string_view text, char between) {
  const auto at = text.find(between);
  if (at == std::string_view::npos) return {0, 1};
  return {integer(text.substr(0, at)), std::max(1, integer(text.substr(at + 1)))};
}

void read_colours(media::Probe& probe, std::string_view range, std::string_view space,
                  std::string_view transfer, std::string_view primaries) {
  probe.full_range = range == "pc" || probe.pixel_format.starts_with("yuvj");
  if (space == "bt709") probe.matrix = Matrix::bt709;
  if (space == "smpte170m" || space == "bt470bg" || space == "fcc") probe.matrix = Matrix::bt601;
  if (space == "bt2020nc" || space == "bt2020c") probe.matrix = Matrix::bt2020;
  if (transfer == "smpte2084") probe.light = Light::pq;
  if (transfer == "arib-std-b67") probe.light = Light::hlg;
  probe.wide_gamut = primaries == "bt2020";
}

}  // namespace

std::optional<media::Probe> read_probe(std::string_view errors, const media::Inspected& about) {
  const auto said = showinfo_lines(errors);
  media::Probe probe;
  const auto size = ratio(word_after(said, " s:"), 'x');
  probe.width = size.over;
  probe.height = size.under;
  probe.pixel_format = word_after(said, " fmt:");
  if (probe.width < 1 || probe.height < 1 || probe.pixel_format.empty()) return std::nullopt;
  const auto sar = ratio(word_after(said, " sar:"), '/');
  // A pixel sixteen times as wide as high is a joke, not a camera.
  if (sar.over > 0 && sar.over <= sar.under * 16LL && sar.under <= sar.over * 16LL) {
    probe.sar_num = sar.over;
    probe.sar_den = sar.under;
  }
  read_colours(probe, word_after(said, " color_range:"), word_after(said, " color_space:"),
               word_after(said, " color_trc:"), word_after(said, " color_primaries:"));
  probe.interlaced = !word_after(said, " i:").starts_with('P');
  const auto seconds_long = static_cast<double>(std::max<std::int64_t>(1, about.duration.count())) / 1000;
  probe.frames_per_second = static_cast<double>(about.video.frames) / seconds_long;
  const auto start = real(word_after(said, " pts_time:"));
  probe.start = model::Millis{std::isfinite(start) ? std::lround(std::clamp(start, -1e6, 1e6) * 1000) : 0};
  return probe;
}

std::optional<media::Loudness> read_loudness(std::string_view errors) {
  const auto number_after = [&](std::string_view label) -> std::optional<double> {
    const auto at = errors.rfind(label);
    if (at == std::string_view::npos) return std::nullopt;
    auto text = errors.substr(at + label.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (!text.starts_with('-') && (text.empty() || text[0] < '0' || text[0] > '9')) return std::nullopt;
    return real(text);
  };
  const auto lufs = number_after("I: "), peak = number_after("Peak: ");
  // -70 is where the standard's gate closes, and what clips shorter than its 400 ms window get: then the peak
  // says whether there is anything to hear.
  if (!lufs || (*lufs <= -70 && peak.value_or(-120) < -60)) return std::nullopt;
  return media::Loudness{*lufs, peak.value_or(0)};
}

std::optional<std::int64_t> read_progress(std::string_view line) {
  constexpr std::string_view label = "out_time_us=";
  if (!line.starts_with(label)) return std::nullopt;
  std::int64_t us = -1;
  const auto text = line.substr(label.size());
  std::from_chars(text.data(), text.data() + text.size(), us);
  if (us < 0) return std::nullopt;
  return us / 1000;
}

}  // namespace vitrine::adapters::ffmpeg
