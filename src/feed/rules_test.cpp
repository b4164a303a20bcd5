// The rules of a page, checked from outside on whole pages: by the list of what stood before, not by the code
// that keeps them.
#include "feed/rules.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <set>

#include "base/random.hpp"
#include "feed/exploration.hpp"
#include "feed/feed.hpp"

namespace vitrine::rules_test {
using namespace vitrine::feed;
using namespace model::events;

namespace {

struct Size {
  std::uint64_t videos, authors, topics, sounds;
};

/// A catalogue by chance, some of it known to twenty viewers.
class House {
 public:
  House(std::uint64_t seed, Size size, int swipes) : random_(seed), size_(size) {
    for (std::uint64_t n = 0; n < size.videos; ++n) {
      VideoFacts facts{.video = model::VideoId{1 + n},
                       .author = model::AccountId{1 + random_.below(size.authors)},
                       .tags = {"topic" + std::to_string(random_.below(size.topics))},
                       .duration_ms = static_cast<std::uint32_t>(5000 + random_.below(30'000))};
      if (random_.unit() < 0.4) facts.tags.push_back("also" + std::to_string(random_.below(size.topics)));
      if (size.sounds > 0 && random_.unit() < 0.7)
        facts.sound = model::SoundId{1 + random_.below(size.sounds)};
      tell(VideoPublished{std::move(facts)});
    }
    for (int i = 0; i < swipes; ++i) swipe();
  }

  [[nodiscard]] Query ask(std::uint64_t seed) {
    return {.viewer = model::ViewerId{1 + random_.below(25)}, .at = tick(), .seed = seed};
  }
  [[nodiscard]] const learning::Video& video(model::VideoId id) const {
    return *model_.library().find(id.raw());
  }
  [[nodiscard]] const learning::Model& model() const { return model_; }

 private:
  void swipe() {
    const model::ViewerId viewer{1 + random_.below(20)};
    const auto& known = video(model::VideoId{1 + random_.below(size_.videos)});
    Shown shown{.viewer = viewer, .video = model::VideoId{known.key}};
    shown.author = model::AccountId{known.author};
    shown.receipt = model::ReceiptId{1 + random_.below(1U << 30)};
    for (const auto tag : known.tags) shown.tags.push_back(model::TagId{tag});
    shown.duration_ms = known.duration_ms;
    tell(shown);
    const bool finishes = random_.unit() < 0.4;
    tell(Watched{.viewer = viewer,
                 .video = shown.video,
                 .receipt = shown.receipt,
                 .watched_ms = finishes ? known.duration_ms : 900,
                 .finished = finishes,
                 .skipped = !finishes});
  }
  template <class Event>
  void tell(Event event) {
    model_.apply({tick(), std::move(event)}, model_.position() + 1);
  }
  model::Instant tick() { return model::instant(now_ms_ += 2000); }

  base::Random random_;
  Size size_;
  learning::Model model_;
  std::int64_t now_ms_ = 1'700'000'000'000;
};

using Line = std::vector<const learning::Video*>;

bool share_a_topic(const learning::Video& a, const learning::Video& b, const learning::Video& c) {
  const auto among_first = [](const learning::Video& video, std::uint64_t tag) {
    const auto first = std::min<std::size_t>(video.tags.size(), 3);
    return std::find(video.tags.begin(), video.tags.begin() + static_cast<std::ptrdiff_t>(first), tag) !=
           video.tags.begin() + static_cast<std::ptrdiff_t>(first);
  };
  for (std::size_t i = 0; i < std::min<std::size_t>(a.tags.size(), 3); ++i)
    if (among_first(b, a.tags[i]) && among_first(c, a.tags[i])) return true;
  return false;
}

/// May `next` stand at the end of `line`, by the letter: no neighbour of the same author, at most `most` of
/// an author in twenty, no three of one topic or one sound in a row?
bool may_follow(const Line& line, const learning::Video& next, int most) {
  if (!line.empty() && line.back()->author == next.author) return false;
  int of_author = 0;
  for (std::size_t i = line.size() - std::min<std::size_t>(line.size(), 19); i < line.size(); ++i)
    of_author += line[i]->author == next.author ? 1 : 0;
  if (of_author >= most) return false;
  if (line.size() < 2) return true;
  const auto &a = *line[line.size() - 2], &b = *line.back();
  return !share_a_topic(a, b, next) && (next.sound == 0 || a.sound != next.sound || b.sound != next.sound);
}

/// Checks one page; answers how many of its items say that a rule gave way.
int check(const House& house, const Query& query, const Slate& slate) {
  Line line;
  for (const auto id : query.on_page) line.push_back(&house.video(id));
  std::set<std::uint64_t> authors, left;
  for (const Item& item : slate.items) left.insert(item.video.raw());
  for (const Dropped& dropped : slate.dropped)
    if (std::holds_alternative<BelowTheCut>(dropped.reason)) left.insert(dropped.video.raw());
  for (const auto id : left) authors.insert(house.video(model::VideoId{id}).author);
  const auto fair = static_cast<int>((19 + authors.size()) / std::max<std::size_t>(authors.size(), 1));
  int relaxed = 0;
  for (const Item& item : slate.items) {
    const auto& video = house.video(item.video);
    left.erase(item.video.raw());
    if (!may_follow(line, video, home().author_max_in_20)) {
      RC_ASSERT(item.move == Move::rule_relaxed);
      ++relaxed;
      if (!may_follow(line, video, std::max(fair, home().author_max_in_20)))  // then nothing else did
        for (const auto id : left)
          RC_ASSERT(!may_follow(line, house.video(model::VideoId{id}), home().author_max_in_20));
    }
    line.push_back(&video);
  }
  return relaxed;
}

}  // namespace

TEST_CASE("rules: no page breaks one, also across pages, unless nothing else is left, and then it says so") {
  CHECK(rc::check([](std::uint64_t seed) {
    const Size size{30 + seed % 60, 4 + seed / 7 % 20, 2 + seed / 11 % 6, seed % 3};
    House house{seed, size, 120};
    Query query = house.ask(seed);
    for (int page = 0; page < 3; ++page) {
      query.count = 3 + static_cast<int>(seed % 6);
      const Slate slate = rank(query, house.model(), home());
      (void)check(house, query, slate);
      for (const Item& item : slate.items) query.on_page.push_back(item.video);
      query.place = static_cast<std::uint32_t>(query.on_page.size());
      query.seed += 1;
    }
  }));
}

TEST_CASE("rules: in a house with enough of everything none ever gives way") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    House house{seed, {240, 60, 12, 8}, 200};
    Query query = house.ask(seed);
    for (int page = 0; page < 4; ++page) {
      const Slate slate = rank(query, house.model(), home());
      REQUIRE(slate.items.size() == 10);
      CHECK(check(house, query, slate) == 0);
      for (const Item& item : slate.items) query.on_page.push_back(item.video);
      query.place = static_cast<std::uint32_t>(query.on_page.size());
    }
  }
}

TEST_CASE("explores: one place in eight, in every eight of a sitting, and never the first") {
  for (const int every : {2, 3, 8, 20})
    for (std::uint64_t lot = 1; lot < 200; ++lot) {
      CHECK_FALSE(explores_at(0, lot, every));
      for (std::uint64_t block = 0; block < 5; ++block) {
        int count = 0;
        for (int i = 0; i < every; ++i)
          count += explores_at(block * static_cast<std::uint64_t>(every) + static_cast<std::uint64_t>(i), lot,
                               every)
                       ? 1
                       : 0;
        CHECK(count == 1);
      }
    }
  CHECK_FALSE(explores_at(3, 1, 0));
  CHECK_FALSE(explores_at(0, 7, 1));
  for (std::uint64_t place = 1; place < 20; ++place) CHECK(explores_at(place, 7, 1));
}

TEST_CASE("explores: a sitting read three places at a time gives one in eight to a new video") {
  House house{3, {400, 80, 16, 0}, 200};
  int explored = 0, shown = 0;
  for (std::uint64_t sitting = 1; sitting <= 30; ++sitting) {
    Query query = house.ask(sitting);
    query.lot = sitting;
    query.count = 3;
    while (query.place < 24) {
      query.seed = sitting * 100 + query.place;
      const Slate slate = rank(query, house.model(), home());
      for (const Item& item : slate.items) {
        query.on_page.push_back(item.video);
        ++shown;
        if (item.move != Move::explored) continue;
        ++explored;
        CHECK(item.source == Source::explore);
        CHECK(house.video(item.video).shown < learning::Library::fresh_shown);
      }
      query.place = static_cast<std::uint32_t>(query.on_page.size());
    }
  }
  CHECK(shown == 30 * 24);
  CHECK(explored == shown / 8);
}

TEST_CASE("explores: ranked again after each swipe, what is kept ahead explores as often") {
  House house{5, {400, 80, 16, 0}, 200};
  int explored = 0;
  constexpr int swipes = 160;
  Query query = house.ask(1);
  query.lot = 9;
  query.count = 1;  // the one that becomes fixed
  for (int i = 0; i < swipes; ++i) {
    query.seed = static_cast<std::uint64_t>(i);
    const Slate slate = rank(query, house.model(), home());
    explored += slate.items.at(0).move == Move::explored ? 1 : 0;
    query.on_page.push_back(slate.items[0].video);
    ++query.place;
  }
  CHECK(explored == swipes / home().explore_every);
}

TEST_CASE("draw: as often as its propensity says, and those sum to one") {
  const std::vector<Believed> pool{
      {0, 0.5, 0.2}, {1, 0.4, 0.3}, {2, 0.1, 0.05}, {3, 0.45, 0.25}, {4, -1, 0.3}};
  std::array<double, 5> often{}, said{};
  base::Random random{7};
  constexpr int draws = 20'000;
  for (int i = 0; i < draws; ++i) {
    const auto drawn = draw(pool, random);
    often[drawn->index] += 1.0 / draws;
    said[drawn->index] = static_cast<double>(drawn->propensity);
  }
  double sum = 0;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    CHECK(std::abs(often[i] - said[i]) < 0.012);
    sum += said[i];
  }
  CHECK(sum == doctest::Approx(1).epsilon(0.02));
  CHECK(often[2] < often[1]);
  CHECK(draw(std::span{pool}.first(1), random)->propensity == doctest::Approx(1));
  CHECK_FALSE(draw({}, random).has_value());
}

namespace {
/// The same integral in doubles, in steps ten times as fine.
double exact_chance(const std::vector<Believed>& pool, std::size_t winner) {
  constexpr double to_scale = 0.5513288954217921;  // sqrt 3 / pi
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  double sum = 0;
  constexpr double step = 0.025;
  for (double x = -20; x < 30; x += step) {
    double likely = logistic(x) * logistic(-x);
    const double place = pool[winner].score + pool[winner].deviation * to_scale * x;
    for (std::size_t i = 0; i < pool.size(); ++i)
      if (i != winner) likely *= logistic((place - pool[i].score) / (pool[i].deviation * to_scale));
    sum += likely * step;
  }
  return sum;
}
}  // namespace

TEST_CASE("draw: the propensity is right within a hundredth, for the worst of 64 too") {
  base::Random scores{11};
  for (const double spread : {0.1, 1.0, 2.0}) {
    std::vector<Believed> pool;
    for (std::size_t i = 0; i < 64; ++i)
      pool.push_back({i, spread * scores.unit(), 0.05 + 0.3 * scores.unit()});
    std::array<double, 64> said{};
    base::Random random{7};
    for (int i = 0; i < 400; ++i) {
      const auto drawn = draw(pool, random);
      said[drawn->index] = static_cast<double>(drawn->propensity);
    }
    int looked_at = 0;
    for (std::size_t i = 0; i < pool.size(); ++i)
      if (said[i] > 0) {
        CHECK(said[i] == doctest::Approx(std::max(exact_chance(pool, i), 1e-6)).epsilon(0.01));
        ++looked_at;
      }
    CHECK(looked_at > 5);
  }
}

TEST_CASE("doubt: shrinks with what was seen, and is none where nothing is weighed") {
  House house{9, {60, 12, 4, 0}, 300};
  const Doubt doubt{house.model(), home()};
  CHECK(doubt.of(0) > 0.05);
  CHECK(doubt.of(0) < 1);
  CHECK(doubt.of(60) == doctest::Approx(doubt.of(0) / 2));
  Policy empty = home();
  empty.weights = {};
  CHECK(Doubt{house.model(), empty}.of(0) == 0);
}

TEST_CASE("opener: a sitting begins with what is best by what is certain") {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    House house{seed, {80, 30, 6, 0}, 400};
    Query query = house.ask(seed);
    const Slate slate = rank(query, house.model(), home());
    const Context context{query, house.model(), home()};
    const auto certain = [&](model::VideoId id, double score) {
      return score - leaning(context, house.video(id), Evidence::untried) -
             context.doubt.of(house.video(id).shown);
    };
    const Item& first = slate.items.at(0);
    CHECK((first.move == Move::opener || first.rank == 0));
    for (const Item& item : slate.items)
      CHECK(certain(item.video, item.score) <= certain(first.video, first.score));
    for (const Dropped& dropped : slate.dropped)
      if (const auto* cut = std::get_if<BelowTheCut>(&dropped.reason))
        CHECK(certain(dropped.video, cut->score) <= certain(first.video, first.score));
    query.place = 4;
    for (const Item& item : rank(query, house.model(), home()).items) CHECK(item.move != Move::opener);
  }
}

TEST_CASE("popular: what most watched well, in the viewer's languages first") {
  learning::Model model;
  std::int64_t now_ms = 1'700'000'000'000;
  const auto tell = [&](auto event) {
    model.apply({model::instant(now_ms += 1000), std::move(event)}, model.position() + 1);
  };
  for (std::uint64_t n = 1; n <= 8; ++n)
    tell(VideoPublished{{.video = model::VideoId{n},
                         .author = model::AccountId{n},
                         .language = n % 2 == 0 ? "de" : "en",
                         .duration_ms = 9000}});
  // Video n is finished by n of eight.
  for (std::uint64_t n = 1; n <= 8; ++n)
    for (std::uint64_t viewer = 1; viewer <= 8; ++viewer) {
      tell(Shown{.viewer = model::ViewerId{viewer},
                 .video = model::VideoId{n},
                 .author = model::AccountId{n},
                 .receipt = model::ReceiptId{n * 100 + viewer},
                 .duration_ms = 9000});
      tell(Watched{.viewer = model::ViewerId{viewer},
                   .video = model::VideoId{n},
                   .receipt = model::ReceiptId{n * 100 + viewer},
                   .watched_ms = viewer <= n ? 9000U : 500U,
                   .finished = viewer <= n,
                   .skipped = viewer > n});
    }
  auto policy = *parse_policy("policy popular_only version 1\nsource popular at most 2\nexplore_every 0\n");
  Query query{.viewer = model::ViewerId{99}, .at = model::instant(now_ms), .seed = 1};
  const auto both = [&] {
    std::set<std::uint64_t> found;
    for (const Item& item : rank(query, model, policy).items) found.insert(item.video.raw());
    return found;
  };
  CHECK(both() == std::set<std::uint64_t>{7, 8});
  query.speaks = {"de"};
  CHECK(both() == std::set<std::uint64_t>{6, 8});
}
}  // namespace vitrine::rules_test
