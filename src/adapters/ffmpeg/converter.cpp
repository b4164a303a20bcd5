#include "adapters/ffmpeg/converter.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <fstream>

#include "adapters/ffmpeg/commands.hpp"
#include "base/log.hpp"

namespace vitrine::adapters::ffmpeg {

using base::fail;
using base::Fault;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t poster_bytes_max = 15 * 1000;

// The clock on the wall, for a process that may use `process_seconds_max` of a core shared with a dozen
// others.
constexpr model::Millis wall_max{120'000};

// Of a run that somebody else kills.
constexpr int attempts_max = 3;

std::unexpected<base::Error> undecodable(std::string_view what = "pictures") {
  return fail(
      Fault::corrupt_input, "undecodable",
      fmt::format("The {} in this file cannot be decoded. Export the video again and upload that.", what));
}

base::Result<void> judge(const Outcome& outcome, std::string_view what) {
  if (outcome.end == End::finished) return {};
  base::log(base::Level::info, "media_run_failed",
            {{"what", what},
             {"end", std::int64_t{static_cast<int>(outcome.end)}},
             {"errors", std::string_view{outcome.errors}.substr(0, 300)}});
  switch (outcome.end) {
    case End::stopped:
      return fail(Fault::not_available, "stopped", "The server is stopping; the video is processed later.");
    case End::killed:
      return fail(Fault::not_available, "interrupted",
                  "Somebody ended the process that worked on the video; it is processed again.");
    case End::out_of_time:
    case End::out_of_memory:
      return fail(Fault::over_limit, "too_heavy",
                  "The video is too heavy to process. Export it again, smaller, with a key frame every few "
                  "seconds.");
    default:
      return undecodable(what == "loudness" || what == "sound" ? "sound" : "pictures");
  }
}

class FfmpegConverter final : public media::Converter {
 public:
  explicit FfmpegConverter(Sandbox sandbox) : sandbox_(sandbox) {}

  base::Result<media::Probe> probe(const media::Source& source, std::stop_token stop) override {
    TRY_LET(const auto outcome, go("probe", probe_words(source), {source.file}, {}, stop));
    const auto found = read_probe(outcome.errors, source.about);
    if (!found) return undecodable();
    return *found;
  }

  base::Result<std::optional<media::Loudness>> loudness(const media::Source& source,
                                                        std::stop_token stop) override {
    TRY_LET(const auto outcome,
            go("loudness", loudness_words(source), sound_files(source), {}, stop, {}, sound_limit(source)));
    return read_loudness(outcome.errors);
  }

  base::Result<fs::path> sound(const media::Source& source, double gain, bool limit_peaks,
                               const fs::path& into, std::stop_token stop) override {
    TRY(go("sound", sound_words(source, gain, limit_peaks), sound_files(source), into, stop, {},
           sound_limit(source)));
    return made(into / "sound.m4a");
  }

  base::Result<std::vector<std::uint32_t>> print(const fs::path& sound, const fs::path& into,
                                                 std::stop_token stop) override {
    TRY(go("print", print_words(), {sound}, into, stop));
    const auto file = into / "print";
    std::error_code error;
    std::vector<std::uint32_t> items;
    if (!fs::is_regular_file(fs::symlink_status(file, error))) return items;
    items.resize(
        std::min<std::uintmax_t>(fs::file_size(file, error) / sizeof(std::uint32_t), media::print_items_max));
    std::ifstream in{file, std::ios::binary};
    in.read(reinterpret_cast<char*>(items.data()),
            static_cast<std::streamsize>(items.size() * sizeof(std::uint32_t)));
    if (error || !in) items.clear();
    return items;
  }

  base::Result<media::Copied> copy(const media::Source& source, const std::optional<fs::path>& sound,
                                   const fs::path& into, std::stop_token stop) override {
    TRY(go("copy", copy_words(source, sound.has_value()), inputs(source, sound), into, stop));
    TRY_LET(auto rung, made(into / "copy.m4s"));
    TRY_LET(auto whole, made(into / "whole.mp4"));
    return media::Copied{std::move(rung), std::move(whole)};
  }

  base::Result<std::vector<fs::path>> slice(const media::Source& source, const media::Plan& plan,
                                            const media::Slice& slice, const fs::path& into,
                                            const Fraction& progress, std::stop_token stop) override {
    const auto to = slice.to.value_or(std::max(source.about.duration, slice.from + model::Millis{1}));
    const auto length = static_cast<double>((to - slice.from).count());
    // Counted from the slice's own first picture.
    const auto on_line = [&](std::string_view line) {
      if (const auto ms = read_progress(line)) progress(std::min(1.0, static_cast<double>(*ms) / length));
    };
    TRY(go("slice", slice_words(source, plan, slice), slice_files(source, slice), into, stop, on_line));
    std::vector<fs::path> files;
    for (std::size_t i = 0; i < plan.rungs.size(); ++i) {
      TRY_LET(auto file, made(into / fmt::format("{}.m4s", i)));
      files.push_back(std::move(file));
    }
    return files;
  }

  base::Result<media::Stills> stills(const media::Source& source, const media::Plan& plan, model::Millis at,
                                     const fs::path& into, std::stop_token stop) override {
    TRY(go("stills", stills_words(source, plan, at), stills_files(source, at), into, stop));
    const auto shape = thumb_shape(plan);
    media::Stills stills{{}, shape.width, shape.height, {}};
    TRY_LET(const auto thumb, made(into / "thumb.rgba"));
    stills.thumb_rgba.resize(static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height) *
                             4);
    std::ifstream in{thumb, std::ios::binary};
    in.read(reinterpret_cast<char*>(stills.thumb_rgba.data()),
            static_cast<std::streamsize>(stills.thumb_rgba.size()));
    if (!in) return undecodable();
    for (std::size_t i = 0; i < poster_tries.size(); ++i) {
      TRY_LET(stills.poster, made(into / fmt::format("poster{}.webp", i)));
      std::error_code error;
      if (fs::file_size(stills.poster, error) <= poster_bytes_max) break;
    }
    return stills;
  }

  base::Result<fs::path> faststart(const fs::path& rung, const fs::path& into,
                                   std::stop_token stop) override {
    TRY(go("faststart", faststart_words(), {rung}, into, stop));
    return made(into / "whole.mp4");
  }

  base::Result<fs::path> preview(const fs::path& rung, media::Shape shape, model::Millis at,
                                 const fs::path& into, std::stop_token stop) override {
    TRY(go("preview", preview_words(shape, at), {rung}, into, stop));
    return made(into / "preview.mp4");
  }

  base::Result<media::PortraitFiles> portrait(const fs::path& picture, media::PictureFormat format,
                                              const fs::path& into, std::stop_token stop) override {
    TRY(go("portrait", portrait_words(format), {picture}, into, stop));
    TRY_LET(auto large, made(into / "large.webp"));
    TRY_LET(auto small, made(into / "small.webp"));
    return media::PortraitFiles{std::move(large), std::move(small)};
  }

 private:
  static int sound_limit(const media::Source& source) {
    return media::sound_seconds_max(source.about.duration);
  }

  static std::vector<fs::path> inputs(const media::Source& source, const std::optional<fs::path>& sound) {
    std::vector<fs::path> files{source.file};
    if (sound) files.push_back(*sound);
    return files;
  }

  // What the sandbox left: a plain file with something in it, not a link to somewhere.
  static base::Result<fs::path> made(fs::path file) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error)) || fs::file_size(file, error) == 0)
      return undecodable();
    return file;
  }

  base::Result<Outcome> go(std::string_view what, Words words, std::vector<fs::path> inputs,
                           const fs::path& into, std::stop_token stop,
                           std::function<void(std::string_view)> on_line = {},
                           int cpu_seconds = media::process_seconds_max) const {
    Run run;
    run.arguments = std::move(words);
    run.inputs = std::move(inputs);
    run.output = into;
    run.cpu_seconds_max = cpu_seconds;
    run.wall_max = wall_max;
    run.on_line = std::move(on_line);
    std::error_code error;
    if (!into.empty()) fs::create_directories(into, error);
    if (error)
      return fail(Fault::not_available, "work_dir",
                  "The work directory cannot be written; is the disk full?");
    // A machine short of memory picks its victims by size: again, before the whole job begins anew.
    for (int attempt = 1;; ++attempt) {
      TRY_LET(auto outcome, sandbox_.run(run, stop));
      note(outcome, what);
      if (outcome.end == End::killed && attempt < attempts_max) continue;
      TRY(judge(outcome, what));
      return outcome;
    }
  }

  // The heaviest run so far, whenever there is a heavier one: what the promised limits are held against.
  void note(const Outcome& outcome, std::string_view what) const {
    const auto rises = [](std::atomic<std::int64_t>& most, std::int64_t now) {
      auto before = most.load();
      while (now > before && !most.compare_exchange_weak(before, now)) {
      }
      return now > before;
    };
    const auto cpu_ms = std::llround(outcome.cpu_seconds * 1000);
    const bool hotter = rises(cpu_ms_max_, cpu_ms), larger = rises(memory_kib_max_, outcome.memory_kib_max);
    if (hotter || larger)
      base::log(base::Level::info, "media_heaviest",
                {{"what", what}, {"cpu_ms", cpu_ms}, {"memory_kib", outcome.memory_kib_max}});
  }

  Sandbox sandbox_;
  mutable std::atomic<std::int64_t> cpu_ms_max_ = 0, memory_kib_max_ = 0;
};

}  // namespace

base::Result<std::unique_ptr<media::Converter>> make_converter(Confinement confinement) {
  TRY_LET(auto sandbox, Sandbox::open(confinement));
  return std::make_unique<FfmpegConverter>(std::move(sandbox));
}

}  // namespace vitrine::adapters::ffmpeg
