// The job, step by step: see media.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "base/log.hpp"
#include "media/cmaf.hpp"
#include "media/container.hpp"
#include "media/ladder.hpp"
#include "media/media.hpp"
#include "media/picture.hpp"
#include "media/ports.hpp"
#include "media/thumbhash.hpp"

namespace vitrine::media {

using base::fail;
using base::Fault;
namespace fs = std::filesystem;

namespace {

// Where the percentage stands when a step is done; the ladder takes nearly all of the time.
constexpr int after_probe = 2, after_stills = 6, after_copy = 10, after_ladder = 95;

std::unexpected<base::Error> no_work_dir() {
  return fail(Fault::not_available, "work_dir", "The work directory cannot be written; is the disk full?");
}

// Slices made at once: every core, within reason; a process of its own for each needs up to 500 MB.
int workers() { return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8); }

constexpr int preview_short_edge = 180;

/// Three seconds from the cover on, or the last three.
model::Millis preview_begin(model::Millis cover, model::Millis duration) {
  const auto last = std::max<std::int64_t>(0, duration.count() - 3000);
  return model::Millis{std::clamp<std::int64_t>(cover.count(), 0, last)};
}

base::Result<Stills> stills_at(Converter& converter, const Source& source, const Plan& plan,
                               model::Millis cover, const fs::path& dir, const std::stop_token& stop) {
  const auto last = std::max<std::int64_t>(0, source.about.duration.count() - 100);
  const model::Millis at{std::clamp<std::int64_t>(cover.count(), 0, last)};
  auto stills = converter.stills(source, plan, at, dir / "stills", stop);
  // The last pictures of a damaged clip may be missing; the first one is there or nothing is.
  if (!stills && stills.error().code == "undecodable" && at.count() > 0)
    stills = converter.stills(source, plan, model::Millis{0}, dir / "stills", stop);
  return stills;
}

// Sound may come before the first picture. All of that time is gone through slice by slice, so it has an end:
// a file of some kilobytes can name a picture eleven days later.
base::Result<void> check_start(const Probe& probe, const Limits& limits) {
  if (probe.start <= limits.duration_max) return {};
  return fail(Fault::over_limit, "too_long",
              fmt::format("The first picture is shown after more than {} seconds. Cut off what comes before "
                          "it and upload that.",
                          limits.duration_max.count() / 1000));
}

/// Brings the clips of an edit into the form that can be looked into anywhere: one MP4 each, copied.
base::Result<Source> edited_source(Converter& converter, const EditOrder& order, const Limits& limits,
                                   const fs::path& dir, const std::stop_token& stop) {
  auto montage = std::make_shared<Montage>();
  montage->edit = order.list;
  montage->images = order.images;
  montage->voice = order.voice;
  std::vector<Shape> shapes;
  std::vector<std::int64_t> durations;
  for (std::size_t i = 0; i < order.sources.size(); ++i) {
    MontageSource source;
    if (order.sources[i].whole) {
      source.file = *order.sources[i].whole;
    } else {
      TRY_LET(source.file, converter.faststart(order.sources[i].rung, dir / fmt::format("take{}", i), stop));
    }
    TRY_LET(auto file, FileSource::open(source.file));
    TRY_LET(source.about, inspect(file, limits));
    shapes.push_back({source.about.video.width, source.about.video.height});
    durations.push_back(source.about.duration.count());
    montage->sources.push_back(std::move(source));
  }
  TRY(check_within(order.list, durations));
  montage->frame = frame_of(order.list, shapes);
  Source source;
  source.about = result_facts(*montage);
  source.montage = std::move(montage);
  return source;
}

/// One job's way through the steps.
class Job {
 public:
  Job(Converter& converter, const Order& order, const Listener& listener, std::stop_token stop,
      const fs::path& dir)
      : converter_(converter), order_(order), listener_(listener), stop_(std::move(stop)), dir_(dir) {}

  base::Result<Processed> run(const Limits& limits) {
    if (order_.edit) {
      TRY_LET(source_, edited_source(converter_, *order_.edit, limits, dir_, stop_));
    } else {
      TRY_LET(auto file, FileSource::open(order_.original));
      TRY_LET(source_.about, inspect(file, limits));
      source_.file = order_.original;
    }
    // The sound needs no picture and the picture no sound: side by side, until the first file that has both.
    hearing_ = std::async(std::launch::async, [this] { return make_sound(); });
    TRY(look_and_make_stills(limits));
    at(after_stills);
    if (plan_.copy_first) TRY(make_copy());
    at(after_copy);
    TRY(make_ladder());
    at(after_ladder);
    TRY(make_extras());
    at(100);
    return std::move(answer_);
  }

 private:
  void at(int percent) {
    if (percent <= percent_) return;
    percent_ = percent;
    listener_.progress(percent);
  }

  base::Result<void> look_and_make_stills(const Limits& limits) {
    if (source_.montage) {
      probe_ = result_probe(*source_.montage);
    } else {
      TRY_LET(probe_, converter_.probe(source_, stop_));
      TRY(check_start(probe_, limits));
    }
    plan_ = make_plan(source_.about, probe_);
    if (source_.montage) plan_.copy_first = plan_.keep_copy = false;  // there is nothing yet to copy
    at(after_probe);
    return make_stills();
  }

  base::Result<void> make_stills() {
    TRY_LET(const auto made, stills_at(converter_, source_, plan_, order_.cover, dir_, stop_));
    answer_.poster = made.poster;
    answer_.thumbhash = thumbhash(made.thumb_width, made.thumb_height, made.thumb_rgba);
    return {};
  }

  base::Result<void> make_sound() {
    if (!source_.about.audio) return {};
    TRY_LET(const auto loudness, converter_.loudness(source_, stop_));
    if (!loudness) return {};  // a silent track is left out: every player takes a rung without sound
    const auto gain = gain_db(loudness->lufs);
    TRY_LET(sound_, converter_.sound(source_, gain, loudness->peak_db + gain > -1, dir_ / "sound", stop_));
    if (loudness->lufs > -70) loudness_lufs_ = loudness->lufs;
    return {};
  }

  /// The sound, once it is made; nothing where there is none to be heard.
  base::Result<std::optional<fs::path>> sound() {
    if (hearing_.valid()) TRY(hearing_.get());
    return sound_;
  }

  base::Result<Rung> read_back(const fs::path& file) const {
    auto opened = FileSource::open(file);
    if (!opened) return std::unexpected(opened.error());
    auto rung = read_rung(*opened);
    if (!rung)
      return fail(Fault::corrupt_input, "undecodable",
                  "The pictures in this file cannot be decoded. Export the video again and upload that.");
    rung->file = file;
    return rung;
  }

  // A copy that does not come out right is no loss: the ladder is made from the decoded pictures.
  base::Result<void> make_copy() {
    TRY_LET(const auto heard, sound());
    const auto copied = converter_.copy(source_, heard, dir_ / "copy", stop_);
    if (!copied && copied.error().fault == Fault::not_available) return std::unexpected(copied.error());
    if (!copied) return {};
    auto rung = read_back(copied->rung);
    if (!rung) return {};
    TRY_LET(const auto first, first_answer(*rung, copied->whole));
    TRY(listener_.playable(first));
    if (plan_.keep_copy) {
      copy_ = std::move(*rung);
      plan_.rungs.pop_back();
    }
    return {};
  }

  // Second names for the files: the caller may move these away while the job goes on with its own.
  base::Result<Processed> first_answer(const Rung& rung, const fs::path& whole) const {
    Processed first = facts_of(rung);
    first.rungs = {rung};
    first.thumbhash = answer_.thumbhash;
    const auto dir = dir_ / "first";
    std::error_code error;
    fs::create_directory(dir, error);
    const auto link = [&](const fs::path& from) {
      const auto to = dir / from.filename();
      if (!error) fs::create_hard_link(from, to, error);
      return to;
    };
    first.rungs[0].file = link(rung.file);
    first.mp4 = link(whole);
    first.poster = link(answer_.poster);
    if (error) return no_work_dir();
    return first;
  }

  [[nodiscard]] Processed facts_of(const Rung& top) const {
    Processed facts;
    facts.width = top.width;
    facts.height = top.height;
    facts.has_audio = sound_.has_value();
    facts.loudness_lufs = loudness_lufs_;
    for (const auto& segment : top.segments) facts.duration += model::Millis{segment.duration_ms};
    return facts;
  }

  base::Result<void> make_ladder() {
    std::vector<Rung> rungs;
    if (!plan_.rungs.empty()) {
      const auto progress = [this](double done) {
        at(after_copy + static_cast<int>(done * (after_ladder - after_copy)));
      };
      const auto length = source_.about.duration + std::max(model::Millis{0}, probe_.start);
      const LadderOrder order{
          .source = source_,
          .plan = plan_,
          .slices = plan_slices(estimate(source_.about, plan_, probe_), length, workers()),
          .sound = [this] { return sound(); },
          .end = length,
          .dir = dir_ / "ladder",
          .workers = workers()};
      std::error_code error;
      fs::create_directory(order.dir, error);
      if (error) return no_work_dir();
      TRY_LET(const auto files, media::make_ladder(converter_, order, progress, stop_));
      for (const auto& file : files) {
        TRY_LET(auto rung, read_back(file));
        rungs.push_back(std::move(rung));
      }
    }
    TRY(sound());
    if (copy_) rungs.push_back(*copy_);
    auto facts = facts_of(rungs.back());
    facts.poster = std::move(answer_.poster);
    facts.thumbhash = std::move(answer_.thumbhash);
    facts.rungs = std::move(rungs);
    answer_ = std::move(facts);
    return {};
  }

  // What nobody can recognise is no reason to lose a clip: then it has a sound of its own.
  std::vector<std::uint32_t> make_print() {
    if (!sound_) return {};
    auto print = converter_.print(*sound_, dir_ / "print", stop_);
    if (print) return std::move(*print);
    base::log(base::Level::warning, "sound_not_printed", {{"code", print.error().code}});
    return {};
  }

  // For everyone else: what any telephone of the last ten years plays without stopping, 720 lines at most.
  base::Result<void> make_extras() {
    const auto& rungs = answer_.rungs;
    const auto small_enough = [](const Rung& rung) {
      return std::min(rung.width, rung.height) <= whole_short_edge_max;
    };
    const auto best = std::find_if(rungs.rbegin(), rungs.rend(), small_enough);
    const auto& chosen = best == rungs.rend() ? rungs.front() : *best;
    auto whole = std::async(std::launch::async,
                            [&] { return converter_.faststart(chosen.file, dir_ / "whole", stop_); });
    auto print = std::async(std::launch::async, [this] { return make_print(); });
    const auto& smallest = rungs.front();
    auto preview =
        converter_.preview(smallest.file, fit({smallest.width, smallest.height}, preview_short_edge),
                           preview_begin(order_.cover, answer_.duration), dir_ / "preview", stop_);
    TRY_LET(answer_.mp4, whole.get());
    TRY_LET(answer_.preview, std::move(preview));
    answer_.print = print.get();
    return {};
  }

  Converter& converter_;
  const Order& order_;
  const Listener& listener_;
  std::stop_token stop_;
  fs::path dir_;
  Source source_;
  Probe probe_;
  Plan plan_;
  std::optional<fs::path> sound_;  ///< once `hearing_` was waited for: see sound()
  std::optional<double> loudness_lufs_;
  std::optional<Rung> copy_;
  Processed answer_;
  int percent_ = 0;
  /// Last: a job that fails waits here for what still uses the rest.
  std::future<base::Result<void>> hearing_;
};

}  // namespace

base::Result<WorkDir> WorkDir::make(const fs::path& root, const std::string& name) {
  const auto path = root / name;
  std::error_code error;
  fs::remove_all(path, error);
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (error) return no_work_dir();
  return WorkDir{path};
}

WorkDir::WorkDir(WorkDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}

WorkDir& WorkDir::operator=(WorkDir&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

WorkDir::~WorkDir() {
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);
}

base::Result<Finished> Processor::process(const Order& order, const Listener& listener,
                                          std::stop_token stop) {
  TRY_LET(auto dir, WorkDir::make(needs_.work_root, order.video.text()));
  Job job{needs_.converter, order, listener, std::move(stop), dir.path()};
  TRY_LET(auto processed, job.run(needs_.limits));
  return Finished{std::move(processed), std::move(dir)};
}

base::Result<FinishedCover> Processor::cover(const Order& order, std::stop_token stop) {
  TRY_LET(auto dir, WorkDir::make(needs_.work_root, order.video.text() + "-cover"));
  TRY_LET(auto file, FileSource::open(order.original));
  Source source{.file = order.original, .about = {}};
  TRY_LET(source.about, inspect(file, needs_.limits));
  TRY_LET(const auto probe, needs_.converter.probe(source, stop));
  const auto plan = make_plan(source.about, probe);
  TRY_LET(auto stills, stills_at(needs_.converter, source, plan, order.cover, dir.path(), stop));
  TRY_LET(auto preview, needs_.converter.preview(
                            order.original, fit({plan.width, plan.height}, preview_short_edge),
                            preview_begin(order.cover, source.about.duration), dir.path() / "preview", stop));
  Cover cover{.poster = std::move(stills.poster),
              .preview = std::move(preview),
              .thumbhash = thumbhash(stills.thumb_width, stills.thumb_height, stills.thumb_rgba)};
  return FinishedCover{std::move(cover), std::move(dir)};
}

base::Result<FinishedPortrait> Processor::portrait(base::ByteView picture) {
  TRY_LET(const auto seen, inspect_picture(picture));
  constexpr std::chrono::seconds patience{5};
  if (!portraits_at_once_.try_acquire_for(patience))
    return fail(Fault::too_many, "pictures_busy",
                "Many pictures are being looked at; try again in a moment.");
  struct Leave {
    std::counting_semaphore<>& door;
    ~Leave() { door.release(); }
  } const leave{portraits_at_once_};
  TRY_LET(auto dir, WorkDir::make(needs_.work_root, fmt::format("portrait-{}", ++portraits_)));
  const auto file = dir.path() / "picture";
  std::ofstream out{file, std::ios::binary};
  out.write(reinterpret_cast<const char*>(picture.data()), static_cast<std::streamsize>(picture.size()));
  out.close();
  if (!out) return no_work_dir();
  auto made = needs_.converter.portrait(file, seen.format, dir.path() / "made", {});
  if (!made && made.error().code == "undecodable")
    return fail(Fault::corrupt_input, "picture_damaged",
                "The picture is damaged. Save it again and send that.");
  if (!made) return std::unexpected(made.error());
  return FinishedPortrait{std::move(*made), std::move(dir)};
}

base::Result<void> check(const fs::path& original, const Limits& limits) {
  TRY_LET(auto file, FileSource::open(original));
  TRY(inspect(file, limits));
  return {};
}

}  // namespace vitrine::media
