// `vitrine bench learn`: how fast the model learns, and how much memory it takes. A seeded invented audience
// watches: few videos get most showings, people have tastes. One event is one showing with its outcome.
//
//   one head:   learned straight from memory, one outcome asked for (long_view)
//   all heads:  every outcome, each showing written to the event log (a SQLite file) as two entries, Shown
//               and Watched, read back from it and folded: what the server does. Each carries what it was
//               ranked with, as the server's do; that is worked out before, by the page, and not counted
//
// Beside them, how often in a second this memory allows what a showing cannot do without: its rows, looked up
// nowhere, fetched long before they are needed, one number added in each.
//
// The memory is asked for before the clock starts (but with --memory): see base::large_pages::keep_ready.
//
// One thread, and SQLite's own that writes for it. Time is what the processor spent on all of it, beside the
// clock on the wall.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>

#include "adapters/sql/event_log.hpp"
#include "adapters/system/kernel_rng.hpp"
#include "adapters/system/system_clock.hpp"
#include "app/commands/commands.hpp"
#include "base/json.hpp"
#include "base/large_pages.hpp"
#include "base/prefetch.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "learning/model.hpp"
#include "ports/ids.hpp"
#include "supply/live_model.hpp"

namespace vitrine::app {
namespace {

using namespace model::events;
using base::Result;
using learning::Head;
namespace json = base::json;

struct Order {
  std::uint64_t videos = 150'000, viewers = 100'000, events = 1'000'000, seed = 7;
  bool memory = false, json = false;
};

std::optional<Order> order_of(std::span<char*> words) {
  Order order;
  const std::map<std::string_view, std::uint64_t*> numbers{{"--videos", &order.videos},
                                                           {"--viewers", &order.viewers},
                                                           {"--events", &order.events},
                                                           {"--seed", &order.seed}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json" || word == "--memory") {
      (word == "--json" ? order.json : order.memory) = true;
      continue;
    }
    const auto number = numbers.find(word);
    if (number == numbers.end() || i + 1 == words.size()) return std::nullopt;
    const auto value = base::parse_number(words[++i]);
    if (!value || *value < 1 || *value > 1'000'000'000) return std::nullopt;
    *number->second = *value;
  }
  return order;
}

/// A showing, as far as the audience decides it.
struct Showing {
  std::uint64_t viewer, video;
  std::uint32_t duration_ms, watched_ms;
  bool likes;
};

class Audience {
 public:
  explicit Audience(const Order& order) : order_(order), random_(order.seed) {}

  static constexpr std::uint64_t topics = 400;
  [[nodiscard]] std::uint64_t author_of(std::uint64_t video) const {
    return 1 + video % (order_.videos / 20 + 1);
  }
  static std::string topic_of(std::uint64_t video) { return fmt::format("topic{}", video * 7 % topics); }
  static std::uint32_t duration_ms_of(std::uint64_t video) {
    return static_cast<std::uint32_t>(4000 + base::mix64(video) % 56'000);
  }

  /// The next one: ranks are drawn so that rank r comes with a probability near 1/r (Zipf's law).
  Showing next() {
    const std::uint64_t viewer = 1 + drawn(order_.viewers, 0.5);
    const std::uint64_t video = 1 + drawn(order_.videos, 0.7);
    const bool liked = base::mix64(viewer * topics + video * 7 % topics) % 4 == 0;
    const double share = random_.unit() < (liked ? 0.6 : 0.2) ? 1 : random_.unit() * random_.unit();
    const std::uint32_t duration_ms = duration_ms_of(video);
    return {viewer, video, duration_ms, static_cast<std::uint32_t>(share * duration_ms),
            random_.unit() < (liked ? 0.06 : 0.01)};
  }

 private:
  /// Between even (0) and Zipf's law (1).
  std::uint64_t drawn(std::uint64_t end, double skew) {
    const double u = random_.unit();
    const double rank = random_.unit() < skew ? std::exp(u * std::log(static_cast<double>(end))) - 1
                                              : u * static_cast<double>(end);
    return std::min(static_cast<std::uint64_t>(rank), end - 1);
  }

  Order order_;
  base::Random random_;
};

double seconds_on(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Adds up what happens between start and stop.
class Stopwatch {
 public:
  template <class Work>
  auto during(Work work) {
    const double wall = seconds_on(CLOCK_MONOTONIC), cpu = seconds_on(CLOCK_PROCESS_CPUTIME_ID);
    struct AtEnd {
      Stopwatch& watch;
      double wall, cpu;
      ~AtEnd() {
        watch.wall_s += seconds_on(CLOCK_MONOTONIC) - wall;
        watch.cpu_s += seconds_on(CLOCK_PROCESS_CPUTIME_ID) - cpu;
      }
    } at_end{*this, wall, cpu};
    return work();
  }
  double wall_s = 0, cpu_s = 0;
};

constexpr std::uint64_t block = 10'000;  // showings invented at a time, outside the stopwatch
constexpr std::int64_t first_ms = 1'790'000'000'000;

/// One head, from memory.
Stopwatch learn_one_head(const Order& order) {
  Audience audience{order};
  learning::Model model;
  Stopwatch watch;
  std::vector<learning::Imported> showings;
  for (std::uint64_t done = 0; done < order.events; done += block) {
    showings.clear();
    for (std::uint64_t i = 0; i < std::min(block, order.events - done); ++i) {
      const Showing one = audience.next();
      auto& [shown, outcome] = showings.emplace_back();
      shown.viewer = one.viewer;
      shown.video = one.video;
      shown.author = audience.author_of(one.video);
      shown.tags[0] = 1 + one.video * 7 % Audience::topics;
      shown.duration_s = static_cast<float>(one.duration_ms) * 0.001F;
      shown.at_s = static_cast<std::uint32_t>(first_ms / 1000 + static_cast<std::int64_t>((done + i) / 50));
      outcome = learning::outcome_of(static_cast<float>(one.watched_ms) * 0.001F, shown.duration_s, false,
                                     one.watched_ms < 2000);
      outcome.known = 1U << index(Head::long_view);
    }
    watch.during([&] { model.learn(showings); });
  }
  return watch;
}

/// All heads, through the log.
class ThroughLog {
 public:
  ThroughLog(const Order& order, ports::EventLog& log) : order_(order), audience_(order), log_(log) {}

  Result<void> run() {
    for (std::uint64_t first = 1; first <= order_.videos; first += block) TRY(publish(first));
    learning_ = logging_ = {};
    for (std::uint64_t done = 0; done < order_.events; done += block)
      TRY(watch(done, std::min(block, order_.events - done)));
    return {};
  }
  [[nodiscard]] const Stopwatch& learning() const { return learning_; }
  [[nodiscard]] const Stopwatch& logging() const { return logging_; }
  [[nodiscard]] const learning::Model& model() const { return model_; }

 private:
  Result<void> publish(std::uint64_t first) {
    std::vector<model::FeedEvent> events;
    for (std::uint64_t video = first; video < first + block && video <= order_.videos; ++video)
      events.push_back(
          {model::instant(first_ms), VideoPublished{{.video = model::VideoId{video},
                                                     .author = model::AccountId{audience_.author_of(video)},
                                                     .tags = {Audience::topic_of(video)},
                                                     .language = "en",
                                                     .duration_ms = Audience::duration_ms_of(video)}}});
    return through(events);
  }

  Result<void> watch(std::uint64_t done, std::uint64_t count) {
    std::vector<model::FeedEvent> events;
    for (std::uint64_t i = done; i < done + count; ++i) {
      const Showing one = audience_.next();
      const auto at = model::instant(first_ms + static_cast<std::int64_t>(i) * 20);
      const model::ViewerId viewer{one.viewer};
      const model::VideoId video{one.video};
      const model::ReceiptId receipt{i + 1};
      events.push_back({at, Shown{.viewer = viewer,
                                  .video = video,
                                  .author = model::AccountId{audience_.author_of(one.video)},
                                  .receipt = receipt,
                                  .tags = {tags_[one.video * 7 % Audience::topics]},
                                  .language = "en",
                                  .duration_ms = one.duration_ms,
                                  .features = features_of(one, learning::seconds(at))}});
      if (one.likes) events.push_back({at, Done{viewer, video, Deed::liked}});
      events.push_back({at, Watched{.viewer = viewer,
                                    .video = video,
                                    .receipt = receipt,
                                    .watched_ms = one.watched_ms,
                                    .finished = one.watched_ms == one.duration_ms,
                                    .skipped = one.watched_ms < 2000}});
    }
    return through(events);
  }

  /// What a page would have ranked it by.
  [[nodiscard]] decltype(Shown::features) features_of(const Showing& one, std::uint32_t at_s) const {
    const learning::Viewer stranger{.key = one.viewer};
    const learning::Viewer* known = model_.viewer(model::ViewerId{one.viewer});
    const auto shown =
        model_.impression(known == nullptr ? stranger : *known, *model_.library().find(one.video), 0, at_s);
    const auto readings = read(shown, rows_of(model_.table(), shown), model_.overall());
    return {readings.bytes.begin(), readings.bytes.end()};
  }

  /// Into the log, out of the log, into the model.
  Result<void> through(const std::vector<model::FeedEvent>& events) {
    const auto logged = logging_.during([&] { return append(events); });
    if (!logged) return logged;
    return learning_.during([&] { return fold(events.size()); });
  }

  Result<void> append(const std::vector<model::FeedEvent>& events) {
    written_.clear();
    for (const auto& event : events) written_.add(event);
    TRY(log_.append(written_));
    return {};
  }

  Result<void> fold(std::size_t count) {
    for (const model::LogPosition end = model_.position() + count; model_.position() < end;) {
      TRY(read_.read(log_, model_.position() + 1, supply::LiveModel::batch_max));
      if (read_.events.empty()) return base::fail(base::Fault::bug, "log_too_short", "The log lost events.");
      supply::fold(model_, read_);
    }
    return {};
  }

  static std::vector<model::TagId> all_tags() {
    std::vector<model::TagId> tags;
    for (std::uint64_t t = 0; t < Audience::topics; ++t)
      tags.push_back(model::tag_id(fmt::format("topic{}", t)));
    return tags;
  }

  Order order_;
  Audience audience_;
  ports::EventLog& log_;
  ports::EventBatch written_;
  supply::Decoded read_;
  learning::Model model_;
  std::vector<model::TagId> tags_ = all_tags();
  Stopwatch learning_, logging_;
};

Result<std::unique_ptr<sql::SqlEventLog>> open_log(const std::filesystem::path& folder, ports::Clock& clock,
                                                   ports::Ids& ids) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  return sql::SqlEventLog::open_file(folder / "events.sqlite", {clock, ids});
}

/// As many random rows as a showing has, of as many as the model has, and nothing else.
Stopwatch touch_rows(const Order& order, std::size_t count) {
  constexpr std::size_t rows_of_showing = 6, ahead = 4 * rows_of_showing;
  base::LargePagesVector<learning::Row> rows(std::max<std::size_t>(count, 1));
  base::Random random{order.seed};
  std::vector<std::uint32_t> places(block * rows_of_showing + ahead);
  Stopwatch watch;
  for (std::uint64_t done = 0; done < order.events; done += block) {
    for (auto& place : places) place = static_cast<std::uint32_t>(random.below(rows.size()));
    const std::size_t touched = std::min(block, order.events - done) * rows_of_showing;
    watch.during([&] {
      for (std::size_t i = 0; i < touched; ++i) {
        base::prefetch<base::Intent::write>(&rows[places[i + ahead]]);
        rows[places[i]].n += 1;
      }
    });
  }
  return watch;
}

std::uint64_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

json::object speeds(const Order& order, const Stopwatch* one_head, const ThroughLog& all,
                    const Stopwatch* rows_alone) {
  const auto events = static_cast<double>(order.events);
  json::object out{{"an_event_is", "one showing with its outcome"},
                   {"videos", order.videos},
                   {"viewers", order.viewers},
                   {"events", order.events}};
  if (one_head != nullptr) {
    out["events_per_second_one_head"] = events / one_head->cpu_s;
    out["events_per_second_one_head_wall"] = events / one_head->wall_s;
  }
  const double cpu_s = all.learning().cpu_s + all.logging().cpu_s;
  out["events_per_second_all_heads"] = events / cpu_s;
  out["events_per_second_all_heads_wall"] = events / (all.learning().wall_s + all.logging().wall_s);
  out["events_per_second_all_heads_without_append"] = events / all.learning().cpu_s;
  if (rows_alone != nullptr) out["events_per_second_rows_alone"] = events / rows_alone->cpu_s;
  return out;
}

void add_memory(json::object& out, const learning::Model& model) {
  const auto one = model.memory();
  out["model_bytes"] = one.total();
  out["model_bytes_both_copies"] = 2 * one.total();
  out["table_bytes"] = one.table;
  out["viewers_bytes"] = one.viewers;
  out["graph_bytes"] = one.graph;
  out["library_bytes"] = one.library;
  out["table_rows"] = model.table().size();
}

void print(const json::object& out) {
  for (const auto& field : out) {
    if (field.value().is_string()) {
      fmt::print("{}: {}\n", std::string_view{field.key()}, std::string_view{field.value().as_string()});
      continue;
    }
    fmt::print("{:44} {:16.0f}\n", std::string_view{field.key()}, field.value().to_number<double>());
  }
}

}  // namespace

int bench_learn(std::span<char*> arguments) {
  const auto order = order_of(arguments);
  if (!order) {
    std::fputs(
        "usage: vitrine bench learn [--videos 150000] [--viewers 100000] [--events 1000000] [--seed 7]\n"
        "                           [--memory] [--json]\n",
        stderr);
    return 2;
  }
  // About 600 bytes a showing and 1 KiB a video, at most 2 GiB.
  if (!order->memory)
    base::large_pages::keep_ready(std::min<std::size_t>(
        (order->events * 600 + order->videos * 1024) / base::large_pages::page_bytes + 64, 1024));
  std::optional<Stopwatch> one_head;
  if (!order->memory) one_head = learn_one_head(*order);
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("vitrine-bench-learn-{}", getpid());
  system::SystemClock clock;
  system::KernelRng rng;
  ports::Ids ids{clock, rng};
  auto log = open_log(folder, clock, ids);
  if (!log) {
    std::fprintf(stderr, "vitrine: %s\n", log.error().detail.c_str());
    return 1;
  }
  ThroughLog all{*order, **log};
  const auto done = all.run();
  log->reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!done) {
    std::fprintf(stderr, "vitrine: %s\n", done.error().detail.c_str());
    return 1;
  }
  json::object memory;
  add_memory(memory, all.model());
  std::optional<Stopwatch> rows_alone;
  if (!order->memory) rows_alone = touch_rows(*order, all.model().table().size());
  json::object out =
      speeds(*order, one_head ? &*one_head : nullptr, all, rows_alone ? &*rows_alone : nullptr);
  out.insert(memory.begin(), memory.end());
  if (order->memory) out["peak_resident_bytes"] = peak_bytes();
  if (order->json) std::puts(base::to_text(out).c_str());
  else print(out);
  return 0;
}

}  // namespace vitrine::app
