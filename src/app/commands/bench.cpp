// `vitrine bench seed` (`search` is in bench_search.cpp): a data folder as a house has it after its first
// months, for tools/bench.py. People and viewing go the way they always go; three clips are drawn, uploaded
// and processed, and the other videos name the files of those three.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "adapters/ffmpeg/sandbox.hpp"
#include "app/commands/bench_search.hpp"
#include "app/commands/commands.hpp"
#include "app/wiring.hpp"
#include "base/random.hpp"
#include "catalog/tags.hpp"

namespace vitrine::app {
namespace {
namespace fs = std::filesystem;
using adapters::ffmpeg::Sandbox;
using base::Result;
using catalog::MediaFiles;
using catalog::Video;
using ports::Transaction;

constexpr std::array topics{"pottery", "tides", "bread",  "trains", "gardens", "chess",   "birds", "knots",
                            "maps",    "rain",  "violin", "clouds", "bridges", "origami", "tea",   "moss"};
constexpr int viewers_per_creator = 50, creators_min = 12;
constexpr int pages_watched = 6;
constexpr int batch = 200;  // videos a transaction: others may wait for it, so it stays below 100 ms

struct Order {
  int videos = 10'000;
  int viewers = 50;
};

class Seeder {
 public:
  Seeder(House& house, Sandbox sandbox, fs::path folder, Order order)
      : house_(house),
        f_(house.foundation()),
        sandbox_(std::move(sandbox)),
        folder_(std::move(folder)),
        order_(order) {}

  Result<void> run() {
    TRY(make_people());
    for (int i = 0; i < 3; ++i) TRY(process_clip(i));
    for (int i = 0; i < order_.videos; i += batch) TRY(publish(i, std::min(i + batch, order_.videos)));
    TRY(house_.feed().mend());
    for (int page = 0; page < pages_watched; ++page)
      for (std::size_t i = 0; i < viewers_.size(); ++i) TRY(watch(i));
    return write_tokens();
  }

 private:
  struct Viewer {
    accounts::Account account;
    std::string token;
  };

  Result<void> make_people() {
    TRY_LET(const auto secret, f_.accounts.prepare({"keeper", "Keeper", "measured-twice-7"}));
    const auto creators = std::max(creators_min, order_.videos / viewers_per_creator);
    return f_.record->write([&](Transaction& tx) -> Result<void> {
      TRY(f_.accounts.set_up(tx, secret, "Bench"));
      const auto sign_up = [&](std::string handle) {
        return f_.accounts.sign_up(tx, {handle, handle, secret.password_hash}, std::nullopt);
      };
      creators_.clear();
      viewers_.clear();
      for (int i = 0; i < creators; ++i) {
        TRY_LET(const auto account, sign_up(fmt::format("creator{}", i)));
        creators_.push_back(account.id);
      }
      for (int i = 0; i < order_.viewers; ++i) {
        TRY_LET(const auto account, sign_up(fmt::format("viewer{}", i)));
        TRY_LET(const auto session, f_.accounts.open_session(tx, account, "vitrine bench"));
        viewers_.push_back({account, session.token});
        for (std::size_t k = 0; k < 5; ++k)
          TRY(f_.relations.follow(tx, account.id, creators_[random_.below(creators_.size())]));
      }
      return {};
    });
  }

  Result<void> process_clip(int number) {
    std::error_code ignored;
    fs::create_directories(folder_, ignored);
    adapters::ffmpeg::Run run;
    run.arguments = {
        "-nostdin", "-v",      "error",   "-y",
        "-f",       "lavfi",   "-i",      fmt::format("testsrc2=s=360x640:r=30:d={}", number + 2),
        "-f",       "lavfi",   "-i",      fmt::format("sine=f={}:d={}", 330 + 110 * number, number + 2),
        "-c:v",     "libx264", "-preset", "ultrafast",
        "-pix_fmt", "yuv420p", "-g",      "30",
        "-c:a",     "aac",     "clip.mp4"};
    run.output = folder_;
    TRY_LET(const auto drawn, sandbox_.run(run, {}));
    if (drawn.end != adapters::ffmpeg::End::finished)
      return base::fail(base::Fault::not_available, "clip_not_drawn", drawn.errors.substr(0, 300));
    std::ifstream in{folder_ / "clip.mp4", std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    fs::remove_all(folder_, ignored);
    auto& uploads = house_.uploads();
    TRY_LET(const auto upload, f_.record->write([&](Transaction& tx) {
      return uploads.start(tx, creators_[0],
                           {.length = bytes.size(), .file_name = "clip.mp4", .language = {}});
    }));
    {
      TRY_LET(auto receiver, uploads.receive(upload, 0, std::nullopt));
      TRY(receiver->take(base::as_bytes(bytes)));
      TRY(receiver->finish());
    }
    TRY_LET(const auto done,
            f_.record->write([&](Transaction& tx) { return uploads.complete(tx, upload.id); }));
    (void)done;
    return wait_until_ready(upload.video);
  }

  Result<void> wait_until_ready(model::VideoId id) {
    for (;;) {
      TRY_LET(const auto video, f_.record->read([&](Transaction& tx) { return f_.video_rows.find(tx, id); }));
      if (video && video->state == model::VideoState::ready) {
        TRY_LET(auto files, f_.record->read([&](Transaction& tx) {
          return f_.video_rows.files_of(tx, std::span{&id, 1});
        }));
        clips_.push_back({*video, std::move(files.at(0))});
        return {};
      }
      if (!video || video->state == model::VideoState::failed)
        return base::fail(base::Fault::not_available, "clip_not_processed", "A drawn clip was refused.");
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }

  Result<void> publish(int first, int last) {
    const auto now = f_.clock.now();
    const auto written = f_.record->write([&](Transaction& tx) -> Result<void> {
      for (int i = first; i < last; ++i) {
        const auto& [like, files] = clips_[static_cast<std::size_t>(i) % clips_.size()];
        Video video = like;
        video.id = f_.ids.unguessable<model::VideoId>();
        video.author = creators_[static_cast<std::size_t>(i) % creators_.size()];
        const auto topic = topic_of(i);
        video.title = fmt::format("{} no. {}", topic, i);
        video.description = fmt::format("Something about #{} and #{}", topic, topic_of(i / 7 + 3));
        video.tags = catalog::find_tags_and_mentions(video.description).tags;
        // A month of uploads, the newest a minute old.
        video.published_at =
            now - std::chrono::minutes{1} - std::chrono::minutes{30 * 24 * 60} * i / order_.videos;
        video.created_at = *video.published_at;
        TRY(f_.video_rows.insert(tx, video));
        TRY(f_.video_rows.put_files(tx, video.id, files, now));
      }
      return {};
    });
    std::printf("\r%d of %d videos", last, order_.videos);
    std::fflush(stdout);
    return written;
  }

  static std::string_view topic_of(int i) { return topics[static_cast<std::size_t>(i) % topics.size()]; }

  // One page of their feed: two topics to the end, the rest for a moment.
  Result<void> watch(std::size_t number) {
    const auto& account = viewers_[number].account;
    const supply::Asker asker{account.id, account.pseudonym};
    const std::array tastes{topics[number % topics.size()], topics[(number * 5 + 3) % topics.size()]};
    house_.feed().settle(asker);
    std::vector<supply::Happened> happened;
    const auto done = f_.record->write([&](Transaction& tx) -> Result<void> {
      happened.clear();  // it may be run again
      TRY_LET(const auto page, house_.feed().page(tx, asker, "for_you", std::nullopt));
      std::vector<model::VideoId> ids;
      for (const auto& item : page->receipt.slate.items) ids.push_back(item.video);
      TRY_LET(const auto videos, f_.video_rows.find_many(tx, ids));
      for (const auto& item : page->receipt.slate.items) {
        const auto video = std::ranges::find(videos, item.video, &Video::id);
        if (video == videos.end()) continue;
        const bool likes = std::ranges::any_of(tastes, [&](std::string_view taste) {
          return std::ranges::find(video->tags, taste) != video->tags.end();
        });
        supply::Happened what;
        what.video = item.video;
        what.receipt = page->receipt.id;
        what.position = item.position;
        happened.push_back(what);
        what.kind = supply::Happened::Kind::watched;
        what.watched_ms = static_cast<std::uint32_t>(likes ? video->duration_ms : 400 + random_.below(600));
        what.finished = likes;
        what.skipped = !likes;
        happened.push_back(what);
      }
      return {};
    });
    if (!done) return done;
    return house_.feed().record(asker, happened);
  }

  Result<void> write_tokens() {
    std::ofstream out{f_.folder / "bench-tokens.txt"};
    for (const auto& viewer : viewers_) out << viewer.token << '\n';
    out.close();
    if (!out)
      return base::fail(base::Fault::not_available, "data_folder", "bench-tokens.txt cannot be written.");
    std::printf("\r%d videos by %zu people, %zu viewers who watched %d pages each\n", order_.videos,
                creators_.size(), viewers_.size(), pages_watched);
    return {};
  }

  House& house_;
  Foundation& f_;
  Sandbox sandbox_;
  fs::path folder_;
  Order order_;
  base::Random random_{2024};
  std::vector<model::AccountId> creators_;
  std::vector<Viewer> viewers_;
  std::vector<std::pair<Video, MediaFiles>> clips_;
};

int complain(const base::Error& error) {
  std::fprintf(stderr, "vitrine: %s\n", error.detail.c_str());
  return 1;
}

// "--videos N" and "--viewers N" among the words that are no settings. Nothing: asked wrongly.
std::optional<Order> order_of(const std::vector<std::string>& words) {
  Order order;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    int* number = words[i] == "--videos" ? &order.videos : words[i] == "--viewers" ? &order.viewers : nullptr;
    if (number == nullptr || i + 1 == words.size()) return std::nullopt;
    const auto& text = words[i + 1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (error != std::errc{} || end != text.data() + text.size() || *number < 1 || *number > 1'000'000)
      return std::nullopt;
  }
  return order;
}
}  // namespace

int bench(std::span<char*> arguments) {
  if (!arguments.empty() && std::string_view{arguments[0]} == "learn")
    return bench_learn(arguments.subspan(1));
  if (!arguments.empty() && std::string_view{arguments[0]} == "page") return bench_page(arguments.subspan(1));
  std::vector<std::string> rest;
  const std::string_view what = arguments.empty() ? "" : arguments[0];
  const bool known = what == "seed" || what == "search";
  auto settings = read_settings(known ? arguments.subspan(1) : arguments, &rest);
  const auto order = known && settings ? order_of(rest) : std::nullopt;
  if (!order) {
    if (!settings) complain(settings.error());
    std::fputs(
        "usage: vitrine bench seed --data DIR [--videos 10000] [--viewers 50]\n"
        "       vitrine bench learn [--videos 150000] [--viewers 100000] [--events 1000000] [--json]\n"
        "       vitrine bench page [--videos 1000000] [--candidates 2000] [--json]\n"
        "       vitrine bench search --data DIR [--videos 100000]\n",
        stderr);
    return 2;
  }
  if (what == "search") {
    const auto asked = bench_search(*settings, rest.empty() ? 100'000 : order->videos);
    return asked ? 0 : complain(asked.error());
  }
  settings->listen = "127.0.0.1:0";
  auto house = House::open(*settings);
  if (!house) return complain(house.error());
  auto sandbox =
      Sandbox::open(settings->sandbox == "bubblewrap" ? adapters::ffmpeg::Confinement::bubblewrap
                                                      : adapters::ffmpeg::Confinement::none_i_understand);
  if (!sandbox) return complain(sandbox.error());
  (*house)->start();
  Seeder seeder{**house, std::move(*sandbox), settings->data_folder / "drawing", *order};
  const auto done = seeder.run();
  (*house)->stop();
  return done ? 0 : complain(done.error());
}

}  // namespace vitrine::app
