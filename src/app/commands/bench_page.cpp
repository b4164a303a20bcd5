// `vitrine bench page`: how long a page takes with a million videos. A seeded invented house lives for a
// while (videos, authors, topics, viewers with tastes, watches), then pages of random viewers are ranked one
// after another on one thread, explanations and all, through feed::rank as the server calls it.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <ranges>

#include "app/commands/commands.hpp"
#include "base/json.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "feed/feed.hpp"

namespace vitrine::app {
namespace {

using namespace model::events;
namespace json = base::json;

struct Order {
  std::uint64_t videos = 1'000'000, candidates = feed::candidates_max, viewers = 20'000, watches = 2'000'000,
                pages = 3000, seed = 7;
  bool json = false;
};

std::optional<Order> order_of(std::span<char*> words) {
  Order order;
  const std::map<std::string_view, std::uint64_t*> numbers{
      {"--videos", &order.videos},   {"--candidates", &order.candidates}, {"--viewers", &order.viewers},
      {"--watches", &order.watches}, {"--pages", &order.pages},           {"--seed", &order.seed}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::string_view{words[i]} == "--json") {
      order.json = true;
      continue;
    }
    const auto number = numbers.find(words[i]);
    if (number == numbers.end() || i + 1 == words.size()) return std::nullopt;
    const auto value = base::parse_number(words[++i]);
    if (!value || *value < 1 || *value > 100'000'000) return std::nullopt;
    *number->second = static_cast<std::uint64_t>(*value);
  }
  if (order.candidates > feed::candidates_max) return std::nullopt;
  return order;
}

/// Video n is about topic n % topics, by author (n / 7) % authors: so that a video of a topic is found by
/// arithmetic, and authors have several topics.
class InventedTown {
 public:
  explicit InventedTown(const Order& order)
      : order_(order),
        random_(order.seed),
        topics_(std::clamp<std::uint64_t>(order.videos / 400, 4, 2500)),
        authors_(std::max<std::uint64_t>(order.videos / 20, 4)) {}

  learning::Model live() {
    for (std::uint64_t n = 0; n < order_.videos; ++n) tell(30, published(n));
    for (std::uint64_t i = 0; i < order_.watches; ++i) watch(1 + random_.below(order_.viewers));
    for (std::uint64_t viewer = 1; viewer <= order_.viewers; viewer += 4) {  // some have said what they want
      const auto liked = tastes(viewer);
      for (const std::uint64_t topic : {liked[0], liked[1]})
        tell(0, TopicWished{model::ViewerId{viewer}, word(topic), Wish::more});
    }
    return std::move(model_);
  }

  feed::Query ask() {
    feed::Query query{.viewer = model::ViewerId{1 + random_.below(order_.viewers)},
                      .at = model::instant(now_ms_ += 1000),
                      .seed = random_.next()};
    const auto author = [&] { return model::AccountId{1 + random_.below(authors_)}; };
    for (int i = 0; i < 40; ++i) query.follows.push_back(author());
    for (int i = 0; i < 10; ++i) query.barred_authors.push_back(author());
    for (int i = 0; i < 30; ++i) query.on_page.push_back(model::VideoId{1 + random_.below(order_.videos)});
    query.speaks = {"en", "de"};
    return query;
  }

 private:
  static std::string word(std::uint64_t topic) { return fmt::format("topic{}", topic); }
  [[nodiscard]] std::array<std::uint64_t, 6> tastes(std::uint64_t viewer) const {
    std::array<std::uint64_t, 6> tastes{};
    for (std::size_t i = 0; i < tastes.size(); ++i) tastes[i] = base::mix64(viewer * 8 + i) % topics_;
    return tastes;
  }

  /// Words are used unevenly: small numbers far more often.
  std::uint64_t skewed(std::uint64_t end) { return random_.below(1 + random_.below(1 + random_.below(end))); }

  VideoPublished published(std::uint64_t n) {
    VideoFacts facts{.video = model::VideoId{1 + n},
                     .author = model::AccountId{1 + n / 7 % authors_},
                     .tags = {word(n % topics_), fmt::format("also{}", skewed(topics_ * 2))},
                     .language = random_.unit() < 0.8 ? "en" : "de",
                     .duration_ms = static_cast<std::uint32_t>(4000 + random_.below(56'000))};
    if (random_.unit() < 0.3) facts.tags.push_back(fmt::format("mood{}", skewed(300)));
    if (random_.unit() < 0.2) facts.sound = model::SoundId{1 + random_.below(5000)};
    return {std::move(facts)};
  }

  /// Two in three are of a taste; a tenth of the videos gets half of the showings.
  void watch(std::uint64_t viewer) {
    const auto likes = tastes(viewer);
    const bool liked = random_.unit() < 0.67;
    const std::uint64_t topic = liked ? likes[random_.below(likes.size())] : random_.below(topics_);
    const std::uint64_t of_topic = order_.videos / topics_;
    const bool popular = random_.unit() < 0.5;
    const std::uint64_t of_these = std::max<std::uint64_t>(popular ? of_topic / 10 : of_topic, 1);
    const std::uint64_t n = topic + topics_ * random_.below(of_these);
    const auto& video = *model_.library().find(1 + n);
    Shown shown{.viewer = model::ViewerId{viewer},
                .video = model::VideoId{1 + n},
                .author = model::AccountId{video.author},
                .receipt = model::ReceiptId{1 + random_.below(1ULL << 60)},
                .sound = model::SoundId{video.sound},
                .duration_ms = video.duration_ms};
    for (const auto tag : video.tags | std::views::take(model::events::shown_tags_max))
      shown.tags.push_back(model::TagId{tag});
    const bool finishes = random_.unit() < (liked ? 0.6 : 0.15);
    tell(0, shown);
    tell(100, Watched{.viewer = shown.viewer,
                      .video = shown.video,
                      .receipt = shown.receipt,
                      .watched_ms = finishes ? video.duration_ms : 900,
                      .finished = finishes,
                      .skipped = !finishes});
  }

  template <class What>
  void tell(std::int64_t after_ms, What what) {
    now_ms_ += after_ms;
    model_.apply({model::instant(now_ms_), std::move(what)}, model_.position() + 1);
  }

  Order order_;
  base::Random random_;
  std::uint64_t topics_, authors_;
  std::int64_t now_ms_ = 1'790'000'000'000;
  learning::Model model_;
};

/// home(), with its sources asked for so many that a page has `candidates`.
feed::Policy policy_for(std::uint64_t candidates) {
  feed::Policy policy = feed::home();
  for (feed::Take& take : policy.sources)
    take.max = static_cast<int>(static_cast<std::uint64_t>(take.max) * 2 * candidates / feed::candidates_max);
  return policy;
}

double seconds_on(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double resident_mib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

struct Figures {
  std::vector<double> ms, cpu_ms;
  double seconds = 0, cpu_seconds = 0, candidates = 0, items = 0, memory_mib = 0;

  static double at(std::vector<double>& values, double share) {
    const auto n = static_cast<std::ptrdiff_t>(static_cast<double>(values.size() - 1) * share);
    std::ranges::nth_element(values, values.begin() + n);
    return values[static_cast<std::size_t>(n)];
  }
};

Figures measure(InventedTown& town, const learning::Model& model, const Order& order) {
  const feed::Policy policy = policy_for(order.candidates);
  Figures figures;
  constexpr std::uint64_t warm = 50;
  for (std::uint64_t page = 0; page < order.pages + warm; ++page) {
    const feed::Query query = town.ask();
    const double began = seconds_on(CLOCK_MONOTONIC), cpu_began = seconds_on(CLOCK_THREAD_CPUTIME_ID);
    const feed::Slate slate = feed::rank(query, model, policy);
    const double took = seconds_on(CLOCK_MONOTONIC) - began;
    const double cpu = seconds_on(CLOCK_THREAD_CPUTIME_ID) - cpu_began;
    if (page < warm) continue;
    figures.ms.push_back(took * 1000);
    figures.cpu_ms.push_back(cpu * 1000);
    figures.seconds += took;
    figures.cpu_seconds += cpu;
    figures.candidates += static_cast<double>(slate.received) / static_cast<double>(order.pages);
    figures.items += static_cast<double>(slate.items.size()) / static_cast<double>(order.pages);
  }
  figures.memory_mib = resident_mib();
  return figures;
}

}  // namespace

int bench_page(std::span<char*> arguments) {
  const auto order = order_of(arguments);
  if (!order) {
    std::fputs(
        "usage: vitrine bench page [--videos 1000000] [--candidates 2000] [--viewers 20000]\n"
        "                          [--watches 2000000] [--pages 3000] [--seed 7] [--json]\n",
        stderr);
    return 2;
  }
  InventedTown town{*order};
  const auto model = town.live();
  malloc_trim(0);
  auto figures = measure(town, model, *order);
  const auto pages = static_cast<double>(order->pages);
  const json::object out{{"videos", order->videos},
                         {"viewers", order->viewers},
                         {"pages", order->pages},
                         {"candidates_mean", figures.candidates},
                         {"items_mean", figures.items},
                         {"p50_ms", Figures::at(figures.ms, 0.5)},
                         {"p99_ms", Figures::at(figures.ms, 0.99)},
                         {"pages_per_second", pages / figures.seconds},
                         {"cpu_p50_ms", Figures::at(figures.cpu_ms, 0.5)},
                         {"cpu_p99_ms", Figures::at(figures.cpu_ms, 0.99)},
                         {"pages_per_cpu_second", pages / figures.cpu_seconds},
                         {"memory_mib", figures.memory_mib}};
  if (order->json) {
    std::puts(base::to_text(out).c_str());
    return 0;
  }
  const auto number = [&](const char* name) { return out.at(name).to_number<double>(); };
  fmt::print("{} pages of {:.1f} from {:.0f} candidates each, {} videos, {} viewers, all explained\n",
             order->pages, figures.items, figures.candidates, order->videos, order->viewers);
  fmt::print("p50 {:.2f} ms, p99 {:.2f} ms, {:.0f} pages/s on one thread\n", number("p50_ms"),
             number("p99_ms"), number("pages_per_second"));
  fmt::print("processor time alone: p50 {:.2f} ms, p99 {:.2f} ms, {:.0f} pages/s; memory {:.0f} MiB\n",
             number("cpu_p50_ms"), number("cpu_p99_ms"), number("pages_per_cpu_second"), figures.memory_mib);
  return 0;
}

}  // namespace vitrine::app
