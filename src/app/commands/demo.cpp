// `vitrine demo`: a throw-away house that is not empty. Everything goes the way of real people: accounts by
// sign-up, clips drawn by ffmpeg's generators inside the sandbox and received as uploads, viewers who watch
// what their feed gives them. The folder goes at the end.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "adapters/ffmpeg/sandbox.hpp"
#include "app/commands/commands.hpp"
#include "app/demo/clips.hpp"
#include "app/wiring.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "http/server/server.hpp"

namespace vitrine::app {
namespace {
namespace fs = std::filesystem;
using adapters::ffmpeg::Sandbox;
using base::Result;
using ports::Transaction;

constexpr std::string_view password = "vitrine-demo";
constexpr int viewers_count = 8;
constexpr std::size_t clips_before_viewers = 6;  // a feed of fewer has nothing to choose from

struct Person {
  accounts::Account account;
  std::vector<std::string> tastes;  ///< viewers: the topics they watch to the end
};

class Seeder {
 public:
  Seeder(House& house, Sandbox sandbox, fs::path folder)
      : house_(house), f_(house.foundation()), sandbox_(std::move(sandbox)), folder_(std::move(folder)) {}

  void run(const std::stop_token& stop) {
    if (const auto done = seed(stop); !done && !stop.stop_requested())
      base::log(base::Level::error, "demo_failed",
                {{"code", done.error().code}, {"detail", done.error().detail}});
  }

 private:
  Result<void> seed(const std::stop_token& stop) {
    TRY(people());
    const auto clips = demo::clips();
    for (std::size_t i = 0; i < clips.size() && !stop.stop_requested(); ++i) {
      TRY(publish(clips[i], stop));
      if (i % 4 == 3 && i > clips_before_viewers) TRY(everybody_watches(stop));
      std::printf("\r%zu of %zu clips are on their way ", i + 1, clips.size());
      std::fflush(stdout);
    }
    for (int round = 0; round < 3 && !stop.stop_requested(); ++round) TRY(everybody_watches(stop));
    if (!stop.stop_requested()) std::puts("\nThe house is full. The last clips are still being processed.");
    return {};
  }

  Result<Person> make(std::string_view handle, std::string_view name, std::string_view bio,
                      bool owner = false) {
    // One hash for all: a dozen times Argon2 would be seconds of waiting for the same password.
    if (password_hash_.empty()) {
      TRY_LET(const auto prepared,
              f_.accounts.prepare({std::string{handle}, std::string{name}, std::string{password}}));
      password_hash_ = prepared.password_hash;
    }
    const accounts::Prepared prepared{std::string{handle}, std::string{name}, password_hash_};
    return f_.record->write([&](Transaction& tx) -> Result<Person> {
      TRY_LET(const auto account, owner ? f_.accounts.set_up(tx, prepared, "Vitrine, a demonstration")
                                        : f_.accounts.sign_up(tx, prepared, std::nullopt));
      TRY_LET(const auto changed,
              f_.accounts.change_profile(
                  tx, account.id, {.name = std::nullopt, .bio = std::string{bio}, .language = std::nullopt}));
      return Person{changed, {}};
    });
  }

  Result<void> people() {
    TRY(make("keeper", "The keeper", "Keeps the keys of this house.", true));
    for (const auto& creator : demo::creators()) {
      TRY_LET(auto person, make(creator.handle, creator.name, creator.bio));
      creators_.emplace(creator.handle, std::move(person));
    }
    std::vector<std::string> topics;
    for (const auto& clip : demo::clips())
      if (std::ranges::find(topics, clip.topic) == topics.end()) topics.push_back(clip.topic);
    for (std::size_t i = 0; i < viewers_count; ++i) {
      TRY_LET(auto viewer,
              make(fmt::format("visitor{}", i + 1), fmt::format("Visitor {}", i + 1), "Just looking."));
      viewer.tastes = {topics[i % topics.size()], topics[(i * 3 + 2) % topics.size()]};
      viewers_.push_back(std::move(viewer));
    }
    return {};
  }

  /// The clip as a file, drawn without network and without any input.
  Result<fs::path> draw(const demo::Clip& clip, const std::stop_token& stop) {
    std::error_code ignored;
    fs::create_directories(folder_, ignored);
    const auto seconds = std::to_string(clip.seconds);
    adapters::ffmpeg::Run run;
    run.arguments = {"-nostdin",   "-hide_banner",
                     "-v",         "error",
                     "-y",         "-f",
                     "lavfi",      "-i",
                     clip.picture, "-f",
                     "lavfi",      "-i",
                     clip.sound,   "-t",
                     seconds,      "-c:v",
                     "libx264",    "-preset",
                     "veryfast",   "-crf",
                     "23",         "-maxrate",
                     "2500k",      "-bufsize",
                     "2500k",      "-profile:v",
                     "high",       "-pix_fmt",
                     "yuv420p",    "-g",
                     "30",         "-keyint_min",
                     "30",         "-sc_threshold",
                     "0",          "-c:a",
                     "aac",        "-ac",
                     "2",          "-ar",
                     "48000",      "-b:a",
                     "128k",       "-movflags",
                     "+faststart", "clip.mp4"};
    run.output = folder_;
    run.cpu_seconds_max = 60;
    run.wall_max = model::Millis{120'000};
    TRY_LET(const auto outcome, sandbox_.run(run, stop));
    if (outcome.end != adapters::ffmpeg::End::finished)
      return base::fail(base::Fault::not_available, "clip_not_drawn", outcome.errors.substr(0, 400));
    return folder_ / "clip.mp4";
  }

  Result<void> publish(const demo::Clip& clip, const std::stop_token& stop) {
    TRY_LET(const auto file, draw(clip, stop));
    std::ifstream in{file, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    const auto author = creators_.at(clip.creator).account.id;
    auto& uploads = house_.uploads();
    TRY_LET(const auto upload, f_.record->write([&](Transaction& tx) {
      return uploads.start(
          tx, author,
          {.length = bytes.size(), .file_name = "clip.mp4", .language = std::string{clip.language}});
    }));
    {
      TRY_LET(auto receiver, uploads.receive(upload, 0, std::nullopt));
      TRY(receiver->take(base::as_bytes(bytes)));
      TRY(receiver->finish());
    }
    const auto done = f_.record->write([&](Transaction& tx) -> Result<void> {
      TRY(uploads.complete(tx, upload.id));
      catalog::Edit edit;
      edit.title = clip.title;
      edit.description = clip.description;
      edit.language = std::string{clip.language};
      TRY(house_.videos().edit(tx, author, upload.video, edit));
      TRY(house_.videos().publish(tx, author, upload.video));
      return {};
    });
    topics_[upload.video] = clip.topic;
    seconds_[upload.video] = clip.seconds;
    return done;
  }

  Result<void> everybody_watches(const std::stop_token& stop) {
    for (const auto& viewer : viewers_) {
      if (stop.stop_requested()) return {};
      TRY(watch(viewer));
    }
    return {};
  }

  /// One page: their topics to the end, the rest for a moment; now and then a like or a word.
  Result<void> watch(const Person& viewer) {
    const supply::Asker asker{viewer.account.id, viewer.account.pseudonym};
    house_.feed().settle(asker);
    std::vector<supply::Happened> happened;
    const auto done = f_.record->write([&](Transaction& tx) -> Result<void> {
      happened.clear();  // it may be run again
      TRY_LET(const auto page, house_.feed().page(tx, asker, "for_you", std::nullopt));
      for (const auto& item : page->receipt.slate.items) {
        const auto topic = topics_.find(item.video);
        if (topic == topics_.end()) continue;
        const bool likes = std::ranges::find(viewer.tastes, topic->second) != viewer.tastes.end();
        const int length_ms = seconds_.at(item.video) * 1000;
        supply::Happened what;
        what.video = item.video;
        what.receipt = page->receipt.id;
        what.position = item.position;
        happened.push_back(what);
        what.kind = supply::Happened::Kind::watched;
        what.watched_ms = static_cast<std::uint32_t>(likes ? length_ms + 400 : 900 + random_.below(900));
        what.loops = likes ? 1 : 0;
        what.finished = likes;
        what.skipped = !likes;
        happened.push_back(what);
        if (likes && random_.below(2) == 0) TRY(like(tx, viewer, item));
      }
      return {};
    });
    if (!done) return done;
    return house_.feed().record(asker, happened);
  }

  Result<void> like(Transaction& tx, const Person& viewer, const feed::Item& item) {
    TRY_LET(const bool fresh,
            f_.reactions.add(tx, social::Reaction::like, viewer.account.id, item.video, item.author));
    if (fresh && random_.below(3) == 0) {
      const auto& remarks = demo::remarks();
      TRY(f_.comments.write(tx, viewer.account.id, item.video, item.author,
                            remarks[random_.below(remarks.size())], std::nullopt));
    }
    return {};
  }

  House& house_;
  Foundation& f_;
  Sandbox sandbox_;
  fs::path folder_;
  base::Random random_{2020};
  std::string password_hash_;
  std::map<std::string_view, Person> creators_;
  std::vector<Person> viewers_;
  std::map<model::VideoId, std::string> topics_;
  std::map<model::VideoId, int> seconds_;
};

/// Made on construction, gone at the end.
struct ThrowAwayFolder {
  fs::path path;
  ThrowAwayFolder() {
    auto pattern = (fs::temp_directory_path() / "vitrine-demo-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path = pattern;
  }
  ThrowAwayFolder(const ThrowAwayFolder&) = delete;
  ThrowAwayFolder& operator=(const ThrowAwayFolder&) = delete;
  ~ThrowAwayFolder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
};

int complain(const base::Error& error) {
  std::fprintf(stderr, "vitrine: %s\n", error.detail.c_str());
  return 1;
}
}  // namespace

int run_demo(std::span<char*> arguments) {
  http::StopSignals signals;  // before any thread: they inherit its mask
  auto settings = read_settings(arguments);
  if (!settings) return complain(settings.error()) + 1;
  const ThrowAwayFolder folder;
  settings->data_folder = folder.path;
  settings->database.clear();
  auto house = House::open(*settings);
  if (!house) return complain(house.error());
  auto sandbox =
      Sandbox::open(settings->sandbox == "bubblewrap" ? adapters::ffmpeg::Confinement::bubblewrap
                                                      : adapters::ffmpeg::Confinement::none_i_understand);
  if (!sandbox) return complain(sandbox.error());
  (*house)->start();
  std::printf(
      "Vitrine is open: %s/\nSign in as keeper (or visitor1, mara.tide, ...) with the password %.*s\n",
      (*house)->address().c_str(), static_cast<int>(password.size()), password.data());
  std::fflush(stdout);
  {
    Seeder seeder{**house, std::move(*sandbox), folder.path / "drawing"};
    std::jthread seeding{[&](const std::stop_token& stop) { seeder.run(stop); }};
    signals.wait();
    std::puts("\nClosing: the demonstration and its folder go.");
    std::fflush(stdout);
  }
  (*house)->stop();
  return 0;
}

}  // namespace vitrine::app
