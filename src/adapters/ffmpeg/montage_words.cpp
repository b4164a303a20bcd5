#include "adapters/ffmpeg/montage_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vitrine::adapters::ffmpeg {

using media::Montage;
using media::Piece;

namespace {

// Where the first picture wanted lies on the clock of its chain: room for those before it, slowed down.
constexpr int zero_s = 100;
constexpr int ticks_a_second = 90'000;

void add(Words& words, std::initializer_list<std::string_view> more) {
  for (const auto word : more) words.emplace_back(word);
}

// Each input behind the limits of its kind; the number it has.
std::size_t add_input(MontagePart& part, const std::filesystem::path& file, std::string_view format,
                      std::string_view codecs) {
  const auto number = part.files.size();
  add(part.inputs, {"-protocol_whitelist", "file", "-format_whitelist", format, "-codec_whitelist", codecs,
                    "-max_streams", "4", "-threads", "1", "-f", format, "-i", fmt::format("/in/{}", number)});
  part.files.push_back(file);
  return number;
}

// Files are sought by when a picture is decoded; it is shown a few pictures later. Before that lies a key
// picture, so the one that is on at the first moment wanted is always met.
double lead_ms(const media::Inspected& about) {
  const auto pictures = static_cast<double>(std::max<std::int64_t>(1, about.video.frames));
  return std::clamp(4 * static_cast<double>(about.duration.count()) / pictures, 250.0, 4000.0);
}

std::size_t add_take(MontagePart& part, const Montage& montage, std::size_t source, double from_ms) {
  const auto& take = montage.sources[source];
  if (const auto at = from_ms - lead_ms(take.about); at > 0)
    add(part.inputs, {"-noaccurate_seek", "-ss", fmt::format("{:.3f}", at / 1000)});
  return add_input(part, take.file, "mov", "h264,aac");
}

// What is on at the moment each picture of the result stands for; when the source is over, its last one.
std::string timing(const Montage& montage, const media::EditClip& clip, const Piece& piece) {
  const double length_ms = static_cast<double>(piece.count) * 1000 / montage.edit.rate * clip.speed / 100;
  return fmt::format("trim=end={:.6f},settb=1/{},setpts='(PTS-{:.4f})*100/{}+{}'",
                     std::max(0.001, (piece.source_ms + length_ms) / 1000), ticks_a_second,
                     piece.source_ms * ticks_a_second / 1000, clip.speed, zero_s * ticks_a_second);
}

std::string placing(const Montage& montage, const media::EditClip& clip, media::Shape frame) {
  const auto& video = montage.sources[clip.source].about.video;
  const auto g = media::geometry(clip.placing, {video.width, video.height}, frame);
  std::string filter;
  if (g.crop_width != video.width || g.crop_height != video.height)
    filter += fmt::format("crop={}:{}:{}:{}:exact=1,", g.crop_width, g.crop_height, g.crop_x, g.crop_y);
  if (g.crop_width != g.width || g.crop_height != g.height)
    filter += fmt::format("scale={}:{}:flags=bicubic,", g.width, g.height);
  if (g.width != frame.width || g.height != frame.height)
    filter += fmt::format("pad={}:{}:{}:{}:black,", frame.width, frame.height, g.x, g.y);
  return filter + "format=yuv420p,setsar=1";
}

// Pixels are what costs: pictures that are not shown are dropped before, those shown twice doubled after.
std::string piece_chain(const Montage& montage, const media::EditClip& clip, const Piece& piece,
                        media::Shape frame, std::size_t input) {
  const auto& about = montage.sources[clip.source].about;
  const auto pick =
      fmt::format("fps={}:round=up:start_time={},tpad=stop=-1:stop_mode=clone,trim=end_frame={}",
                  montage.edit.rate, zero_s, piece.count);
  const double coming = static_cast<double>(about.video.frames) * 10 * clip.speed /
                        static_cast<double>(std::max<std::int64_t>(1, about.duration.count()));
  const bool fewer = coming > montage.edit.rate;
  const auto placed = placing(montage, clip, frame);
  return fmt::format("[{}:{}]{},{},{},settb=1/{},setpts=N", input, about.video.stream,
                     timing(montage, clip, piece), fewer ? pick : placed, fewer ? placed : pick,
                     montage.edit.rate);
}

// In a duet the other clip goes on beside one's own, and its last picture stays when it is over.
void add_beside(MontagePart& part, const Montage& montage, const media::Area& own, const media::Area& other,
                std::int64_t from, std::int64_t to) {
  const auto& remix = *montage.edit.remix;
  const auto& about = montage.sources[remix.source].about;
  const media::EditClip clip{
      .source = remix.source, .from_ms = remix.from_ms, .to_ms = about.duration.count()};
  const double last_ms = std::max<double>(0, static_cast<double>(about.duration.count()) - 1);
  const double at_ms =
      static_cast<double>(remix.from_ms) + static_cast<double>(from) * 1000 / montage.edit.rate;
  const Piece piece{.clip = 0, .first = from, .count = to - from, .source_ms = std::min(at_ms, last_ms)};
  const auto input = add_take(part, montage, remix.source, piece.source_ms);
  part.graph +=
      fmt::format(",pad={}:{}:{}:{}:black[mine];", montage.frame.width, montage.frame.height, own.x, own.y);
  part.graph += piece_chain(montage, clip, piece, {other.width, other.height}, input);
  part.graph +=
      fmt::format("[theirs];[mine][theirs]overlay={}:{}:eof_action=repeat:format=yuv420", other.x, other.y);
}

constexpr std::string_view say_bt709 =
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

// The pictures of the texts that are on in [from, to), each for as long as it is.
void add_texts(MontagePart& part, const Montage& montage, std::int64_t from, std::int64_t to) {
  const int rate = montage.edit.rate;
  for (std::size_t i = 0; i < montage.edit.texts.size(); ++i) {
    const auto& text = montage.edit.texts[i];
    const auto first = std::max(from, picture_at(montage.edit, text.from_ms));
    const auto after = std::min(to, picture_at(montage.edit, text.to_ms));
    if (first >= after) continue;
    const auto input = add_input(part, montage.images[i], "png_pipe", "png");
    const auto box = box_of(text, montage.frame);
    part.graph += fmt::format(
        "[m{0}];[{1}:v:0]scale={2}:{3}:flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuva420p,"
        "loop=-1:1:0,settb=1/{4},setpts=N+{5},trim=end_frame={6}[t{0}];[m{0}][t{0}]overlay={7}:{8}:"
        "eof_action=pass:format=yuv420",
        i, input, box.width, box.height, rate, first - from, after - first, box.x, box.y);
  }
}

// Faster or slower at the same pitch; one step of the filter changes at most by two.
std::string tempo(int speed) {
  if (speed == 100) return "";
  if (speed < 50) return fmt::format(",atempo=0.5,atempo={:.4f}", speed / 50.0);
  if (speed > 200) return fmt::format(",atempo=2,atempo={:.4f}", speed / 200.0);
  return fmt::format(",atempo={:.4f}", speed / 100.0);
}

constexpr int samples_a_ms = 48;

std::string sound_chain(MontagePart& part, const Montage& montage, const media::EditClip& clip) {
  const auto samples = media::clip_ms(clip) * samples_a_ms;
  const auto& audio = montage.sources[clip.source].about.audio;
  if (!audio || clip.volume == 0)
    return fmt::format("anullsrc=channel_layout=stereo:sample_rate=48000,atrim=end_sample={}", samples);
  const auto input = add_take(part, montage, clip.source, static_cast<double>(clip.from_ms));
  const auto from = static_cast<double>(clip.from_ms) / 1000, to = static_cast<double>(clip.to_ms) / 1000;
  return fmt::format(
      "[{}:{}]atrim=start={:.3f}:end={:.3f},asetpts='PTS-{:.3f}/TB',aformat=channel_layouts=stereo,"
      "aresample=48000:async=1:first_pts=0{},volume={:.2f},apad,atrim=end_sample={}",
      input, audio->stream, from, to, from, tempo(clip.speed), clip.volume / 100.0, samples);
}

// What is heard of the other clip under one's own, in a duet or because of its sound.
void add_lent_sound(MontagePart& part, const Montage& montage) {
  const auto& remix = montage.edit.remix;
  if (!remix || remix->kind == media::RemixKind::stitch || remix->volume == 0) return;
  const auto& audio = montage.sources[remix->source].about.audio;
  if (!audio) return;
  const auto input = add_take(part, montage, remix->source, static_cast<double>(remix->from_ms));
  const auto from = static_cast<double>(remix->from_ms) / 1000;
  part.graph += fmt::format(
      "[cut];[{}:{}]atrim=start={:.3f},asetpts='PTS-{:.3f}/TB',aformat=channel_layouts=stereo,"
      "aresample=48000:async=1:first_pts=0,volume={:.2f},apad[lent];"
      "[cut][lent]amix=inputs=2:duration=first:normalize=0",
      input, audio->stream, from, from, remix->volume / 100.0);
}

}  // namespace

MontagePart montage_pictures(const Montage& montage, std::int64_t from, std::int64_t to) {
  if (from >= to) {  // a slice so fine that no picture begins in it
    auto none =
        montage_pictures(montage, std::max<std::int64_t>(0, from - 1), std::max<std::int64_t>(1, from));
    none.graph += ",trim=end_frame=0";
    return none;
  }
  MontagePart part;
  add(part.inputs, {"-copyts", "-start_at_zero"});
  const auto parts = media::pieces(montage.edit, from, to);
  const auto stage = media::stage_of(montage.edit, montage.frame);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& clip = montage.edit.clips[parts[i].clip];
    const auto input = add_take(part, montage, clip.source, parts[i].source_ms);
    part.graph += piece_chain(montage, clip, parts[i], {stage.own.width, stage.own.height}, input);
    if (parts.size() > 1) part.graph += fmt::format("[p{}];", i);
  }
  if (parts.size() > 1) {
    for (std::size_t i = 0; i < parts.size(); ++i) part.graph += fmt::format("[p{}]", i);
    part.graph += fmt::format("concat=n={}:v=1:a=0,settb=1/{},setpts=N", parts.size(), montage.edit.rate);
  }
  if (stage.other) add_beside(part, montage, stage.own, *stage.other, from, to);
  add_texts(part, montage, from, to);
  part.graph += fmt::format(",setsar=1,{},settb=1/{},setpts=N+{}", say_bt709, montage.edit.rate, from);
  return part;
}

MontagePart montage_sound(const Montage& montage) {
  MontagePart part;
  add(part.inputs, {"-copyts", "-start_at_zero"});
  const auto& clips = montage.edit.clips;
  for (std::size_t i = 0; i < clips.size(); ++i)
    part.graph += sound_chain(part, montage, clips[i]) + fmt::format("[c{}];", i);
  for (std::size_t i = 0; i < clips.size(); ++i) part.graph += fmt::format("[c{}]", i);
  part.graph += fmt::format("concat=n={}:v=0:a=1,asetpts=N/SR/TB", clips.size());
  add_lent_sound(part, montage);
  if (!montage.voice || !montage.edit.voice) return part;
  const auto& voice = *montage.edit.voice;
  const auto input = add_input(part, *montage.voice, "wav", "pcm_s16le");
  part.graph += fmt::format(
      "[all];[{}:a:0]asetpts=N/SR/TB,aformat=channel_layouts=stereo,aresample=48000,volume={:.2f}", input,
      voice.volume / 100.0);
  // Silence before it is made while it is heard: a filter that holds it back would hold minutes of it.
  if (voice.from_ms > 0)
    part.graph += fmt::format(
        "[spoken];anullsrc=channel_layout=stereo:sample_rate=48000,atrim=end_sample={}[before];"
        "[before][spoken]concat=n=2:v=0:a=1",
        voice.from_ms * samples_a_ms);
  part.graph += ",apad[voice];[all][voice]amix=inputs=2:duration=first:normalize=0";
  return part;
}

Pictures pictures_of(const Montage& montage, const media::Slice& slice) {
  const auto all = media::pictures(montage.edit);
  const auto from = std::min(all, picture_at(montage.edit, slice.from.count()));
  return {from, slice.to ? std::min(all, picture_at(montage.edit, slice.to->count())) : all};
}

Pictures picture_shown(const Montage& montage, model::Millis at) {
  const auto last = media::pictures(montage.edit) - 1;
  const auto shown = std::clamp<std::int64_t>(at.count() * montage.edit.rate / 1000, 0, last);
  return {shown, shown + 1};
}

}  // namespace vitrine::adapters::ffmpeg
