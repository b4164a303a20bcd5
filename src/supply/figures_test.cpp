#include "supply/figures.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <set>

namespace vitrine::figures_test {
using namespace vitrine::supply;
using model::events::Shown;
using model::events::Source;
using model::events::Watched;

namespace {
constexpr auto day = std::chrono::days{1};
const model::Instant midnight = day_of(model::instant(1'700'000'000'000));
const base::Bytes key(32, std::byte{7});

struct Viewing {
  std::uint64_t viewer = 1, video = 100, author = 9;
  model::Instant at = midnight - day;
  Source source = Source::taste;
  std::uint32_t surface = 0;
  std::uint64_t receipt = 0;
  std::uint32_t watched_ms = 5000;  ///< of 10 s
  bool finished = false;
};

void watch(Figures& figures, const Viewing& what) {
  figures.apply({what.at, Shown{.viewer = model::ViewerId{what.viewer},
                                .video = model::VideoId{what.video},
                                .author = model::AccountId{what.author},
                                .receipt = model::ReceiptId{what.receipt},
                                .duration_ms = 10'000,
                                .surface = what.surface,
                                .source = what.source}});
  figures.apply({what.at + model::Millis{1}, Watched{.viewer = model::ViewerId{what.viewer},
                                                     .video = model::VideoId{what.video},
                                                     .receipt = model::ReceiptId{what.receipt},
                                                     .watched_ms = what.watched_ms,
                                                     .finished = what.finished}});
}

const FigureCell* find(const std::vector<FigureCell>& cells, std::uint64_t video) {
  for (const auto& cell : cells)
    if (cell.video.raw() == video) return &cell;
  return nullptr;
}
}  // namespace

TEST_CASE("figures: twenty people make a cell, nineteen make none, however often they watch") {
  for (const std::uint64_t people : {19U, 20U}) {
    Figures figures{midnight, {}};
    for (int again = 0; again < 5; ++again)
      for (std::uint64_t n = 1; n <= people; ++n) watch(figures, {.viewer = n});
    const auto cells = figures.close();
    CHECK(cells.size() == (people == 20 ? 2 : 0));  // the video's and the creator's own
    if (people < 20) continue;
    const auto* cell = find(cells, 100);
    REQUIRE(cell != nullptr);
    CHECK(cell->tally.ways == std::array<std::int64_t, ways_count>{20, 0, 0, 0});
    CHECK(cell->tally.reaches[5] == 20);
    CHECK(people_of(cell->tally) == 20);
    CHECK(watched_s(cell->tally, cell->duration_ms) == doctest::Approx(20 * 5.5));
  }
}

TEST_CASE("figures: viewers without account are counted and bring no span to its end") {
  Figures alone{midnight, {}};
  for (int n = 0; n < 500; ++n) watch(alone, {.viewer = 0});
  CHECK(alone.close().empty());
  Figures with{midnight, {}};
  for (int n = 0; n < 7; ++n) watch(with, {.viewer = 0, .source = Source::direct, .finished = true});
  for (std::uint64_t n = 1; n <= 20; ++n) watch(with, {.viewer = n});
  const auto cells = with.close();
  REQUIRE(find(cells, 100) != nullptr);
  CHECK(find(cells, 100)->tally.ways == std::array<std::int64_t, ways_count>{20, 0, 0, 7});
  CHECK(find(cells, 100)->tally.reaches.back() == 7);
}

TEST_CASE("figures: what a page brought a viewer without account counts once, however often it is told") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 20; ++n) watch(figures, {.viewer = n});
  for (int again = 0; again < 50; ++again)
    for (const std::uint64_t page : {7U, 8U}) watch(figures, {.viewer = 0, .receipt = page});
  const auto cells = figures.close();
  const auto* cell = find(cells, 100);
  REQUIRE(cell != nullptr);
  CHECK(people_of(cell->tally) == 22);
  CHECK(cell->tally.reaches[5] == 22);
}

TEST_CASE("figures: by which way people came") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 5; ++n) watch(figures, {.viewer = n});
  for (std::uint64_t n = 6; n <= 10; ++n) watch(figures, {.viewer = n, .source = Source::following});
  for (std::uint64_t n = 11; n <= 15; ++n)
    watch(figures, {.viewer = n, .source = Source::latest, .surface = 2});
  for (std::uint64_t n = 16; n <= 20; ++n) watch(figures, {.viewer = n, .source = Source::direct});
  for (std::uint64_t n = 1; n <= 20; ++n)  // a second time by another way: the first one counts
    watch(figures, {.viewer = n, .source = Source::direct, .watched_ms = 9'999});
  const auto cells = figures.close();
  REQUIRE(cells.size() == 2);
  for (const auto& cell : cells) {
    CHECK(cell.tally.ways == std::array<std::int64_t, ways_count>{5, 5, 5, 5});
    CHECK(cell.tally.reaches[9] == 20);  // and the farthest they got
  }
}

TEST_CASE("figures: a span goes on where the last one ended, and what is older is not counted twice") {
  const Figures::Subject video{model::AccountId{9}, model::VideoId{100}};
  Figures figures{midnight, {{video, midnight - day}}};
  for (std::uint64_t n = 1; n <= 20; ++n) watch(figures, {.viewer = n, .at = midnight - 2 * day});
  for (std::uint64_t n = 1; n <= 19; ++n) watch(figures, {.viewer = n, .at = midnight - day});
  auto cells = figures.close();
  CHECK(find(cells, 100) == nullptr);
  REQUIRE(find(cells, 0) != nullptr);  // the creator's own span is older
  CHECK(find(cells, 0)->from == midnight - span_max);
  watch(figures, {.viewer = 20, .at = midnight - day});
  cells = figures.close();
  REQUIRE(find(cells, 100) != nullptr);
  CHECK(find(cells, 100)->from == midnight - day);
  CHECK(find(cells, 100)->to == midnight);
}

TEST_CASE("figures: what is still going on, and what is older than four weeks, is not looked at") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 30; ++n) {
    watch(figures, {.viewer = n, .at = midnight});
    watch(figures, {.viewer = n, .at = midnight - span_max - model::Millis{5}});
  }
  CHECK(figures.close().empty());
}

TEST_CASE("figures: somebody is in those of three videos of a creator a day, and of all together once") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 20; ++n)
    for (std::uint64_t video = 100; video < 110; ++video) watch(figures, {.viewer = n, .video = video});
  const auto cells = figures.close();
  CHECK(cells.size() == 4);
  REQUIRE(find(cells, 0) != nullptr);
  CHECK(people_of(find(cells, 0)->tally) == 20);
  for (const std::uint64_t video : {100U, 101U, 102U}) CHECK(find(cells, video) != nullptr);
}

TEST_CASE("figures: the three of a day are the same ones after some of their spans have ended") {
  constexpr std::uint64_t busy = 1000;  // sees four videos of one creator on one day, the fourth one last
  const auto fold = [&](Figures& figures) {
    for (const std::uint64_t video : {100U, 101U, 102U, 103U}) {
      for (std::uint64_t n = 1; n <= 19; ++n)
        watch(figures, {.viewer = 100 * video + n, .video = video, .at = midnight - 2 * day});
      watch(figures, {.viewer = busy, .video = video, .at = midnight - 2 * day});
    }
    return figures.close();
  };
  Figures first{midnight - day, {}};
  const auto early = fold(first);
  for (const std::uint64_t video : {100U, 101U, 102U}) CHECK(find(early, video) != nullptr);
  CHECK(find(early, 103) == nullptr);
  Figures::Ends ends;
  for (const auto& cell : early) ends[{cell.author, cell.video}] = cell.to;
  Figures second{midnight, ends};
  CHECK(find(fold(second), 103) == nullptr);
}

TEST_CASE("figures: how far somebody got with a fourth video of a day moves no bar") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 20; ++n) watch(figures, {.viewer = n, .at = midnight - 2 * day});
  for (const std::uint64_t video : {101U, 102U, 103U}) watch(figures, {.viewer = 1, .video = video});
  watch(figures, {.viewer = 1, .finished = true});
  const auto cells = figures.close();
  REQUIRE(find(cells, 100) != nullptr);
  CHECK(find(cells, 100)->tally.reaches[5] == 20);
  CHECK(find(cells, 0)->tally.reaches.back() == 1);
}

TEST_CASE("figures: whatever happens, no cell is of fewer than twenty people, and one more moves one bar") {
  CHECK(rc::check([](std::uint64_t seed) {
    const auto fold = [&](bool with_one_more) {
      std::uint64_t state = seed;
      const auto draw = [&](std::uint64_t below) { return (state = base::mix64(state)) % below; };
      Figures figures{midnight, {}};
      std::map<std::uint64_t, std::set<std::uint64_t>> people;
      for (int n = 0; n < 400; ++n) {
        const Viewing what{.viewer = draw(40),
                           .video = 100 + draw(5),
                           .author = 9,
                           .at = midnight - day * static_cast<int>(1 + draw(27)),
                           .source = static_cast<Source>(draw(12)),
                           .surface = static_cast<std::uint32_t>(draw(3)),
                           .watched_ms = static_cast<std::uint32_t>(draw(12'000))};
        if (what.viewer != 0) people[what.video].insert(what.viewer);
        watch(figures, what);
      }
      if (with_one_more) watch(figures, {.viewer = 999});
      const auto cells = figures.close();
      for (const auto& cell : cells)
        if (cell.video.raw() != 0 && !with_one_more)
          RC_ASSERT(people[cell.video.raw()].size() >= viewers_min);
      return cells;
    };
    const auto before = fold(false);
    const auto after = fold(true);
    for (const auto& cell : before) {
      const auto* now = find(after, cell.video.raw());
      RC_ASSERT(now != nullptr);
      std::int64_t moved = 0;
      for (std::size_t i = 0; i < ways_count; ++i) moved += std::abs(now->tally.ways[i] - cell.tally.ways[i]);
      RC_ASSERT(moved <= 1);
      moved = 0;
      for (std::size_t i = 0; i < reaches_count; ++i)
        moved += std::abs(now->tally.reaches[i] - cell.tally.reaches[i]);
      RC_ASSERT(moved <= 1);
    }
  }));
}

TEST_CASE("noise: the same question has the same answer, another one another") {
  const FigureCell cell{
      .author = model::AccountId{9}, .video = model::VideoId{100}, .from = midnight - day, .to = midnight};
  CHECK(with_noise(key, cell) == with_noise(key, cell));
  auto other = cell;
  other.to += day;
  std::set<std::int64_t> drawn;
  int same = 0;
  for (std::size_t bar = 0; bar < 50; ++bar) {
    drawn.insert(noise(key, cell, bar));
    same += noise(key, cell, bar) == noise(key, other, bar);
  }
  CHECK(drawn.size() > 8);
  CHECK(same < 20);
  const base::Bytes another_house(32, std::byte{8});
  CHECK(with_noise(key, cell) != with_noise(another_house, cell));
}

TEST_CASE("noise: it is spread as declared (chi-squared over 40 000 draws)") {
  constexpr int draws = 40'000, widest = 12;
  std::map<std::int64_t, int> seen;
  double sum = 0, squares = 0;
  for (int n = 0; n < draws; ++n) {
    const FigureCell cell{.author = model::AccountId{static_cast<std::uint64_t>(n / 10 + 1)}, .to = midnight};
    const auto drawn = noise(key, cell, static_cast<std::size_t>(n % 10));
    sum += static_cast<double>(drawn);
    squares += static_cast<double>(drawn) * static_cast<double>(drawn);
    ++seen[std::clamp<std::int64_t>(drawn, -widest, widest)];
  }
  CHECK(std::abs(sum / draws) < 0.15);
  CHECK(std::sqrt(squares / draws) == doctest::Approx(noise_deviation).epsilon(0.02));
  const double a = std::exp(-figure_epsilon);
  double chi = 0;
  for (int x = -widest; x <= widest; ++x) {
    const double tail = std::pow(a, std::abs(x)) / (1 + a);
    const double expected = draws * (std::abs(x) == widest ? tail : tail * (1 - a));
    chi += (seen[x] - expected) * (seen[x] - expected) / expected;
  }
  CHECK(chi < 51.2);  // the 0.999 quantile at 24 degrees of freedom
}

TEST_CASE("in_steps: what everybody sees at once says nothing of fewer than twenty") {
  CHECK(in_steps(0) == 0);
  CHECK(in_steps(19) == 0);
  CHECK(in_steps(20) == 20);
  CHECK(in_steps(59) == 40);
  CHECK(in_steps(999) == 980);
  CHECK(in_steps(1'000) == 1'000);
  CHECK(in_steps(1'234'567) == 1'200'000);
}

TEST_CASE("figures: more videos than fit are counted as that, and those that are known go on") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 0; n < Figures::videos_max + 3; ++n)
    figures.apply({midnight - day, Shown{.video = model::VideoId{1 + n}, .author = model::AccountId{9}}});
  CHECK(figures.uncounted() == 3);
  for (std::uint64_t n = 1; n <= 20; ++n) watch(figures, {.viewer = n, .video = 5});
  CHECK(figures.uncounted() == 3);
  CHECK(find(figures.close(), 5) != nullptr);
}

TEST_CASE("figures: how a guest's showing ended counts only where the showing did") {
  Figures figures{midnight, {}};
  for (std::uint64_t n = 1; n <= 20; ++n) watch(figures, {.viewer = n});
  watch(figures, {.viewer = 0, .receipt = 7});
  figures.apply({midnight - day, Watched{.video = model::VideoId{100},
                                         .receipt = model::ReceiptId{8},  // a page that was too old
                                         .watched_ms = 5000}});
  const auto cells = figures.close();
  const auto* cell = find(cells, 100);
  REQUIRE(cell != nullptr);
  CHECK(cell->tally.ways[0] == 21);
  CHECK(cell->tally.reaches[5] == 21);
}
}  // namespace vitrine::figures_test
