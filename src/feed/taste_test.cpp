// What a few swipes do to the next page: the whole pipeline, with the real model, in small catalogues.
#include <doctest/doctest.h>

#include <algorithm>

#include "feed/feed.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::taste_test {
using namespace vitrine::feed;
using namespace model::events;

namespace {

const std::vector<std::string> topics{"pottery", "football", "baking"};
constexpr std::uint64_t of_each = 12;

struct Town {
  std::string_view name;
  std::uint64_t creators = 9;
  bool specialised = true;  ///< each creator has one topic
  int earlier = 0;          ///< swipes of others before, who have tastes of their own
};

/// 3 topics x 12 videos; video n is about topics[n % 3].
class Catalogue {
 public:
  Catalogue(std::uint64_t seed, Town town) : random_(seed), town_(town) {
    for (std::uint64_t n = 0; n < topics.size() * of_each; ++n)
      tell(VideoPublished{{.video = video(n),
                           .author = author(n),
                           .tags = {topic(n), "also" + std::to_string(random_.below(6))},
                           .language = "en",
                           .duration_ms = static_cast<std::uint32_t>(6000 + random_.below(20'000))}});
    for (int i = 0; i < town.earlier; ++i) {
      const model::ViewerId somebody{500 + random_.below(20)};
      const std::uint64_t n = random_.below(topics.size() * of_each);
      watch(somebody, n, random_.unit() < (somebody.raw() % 3 == n % 3 ? 0.8 : 0.25));
    }
  }

  static model::VideoId video(std::uint64_t n) { return model::VideoId{1000 + n}; }
  static std::string topic(std::uint64_t n) { return topics[n % topics.size()]; }
  [[nodiscard]] model::AccountId author(std::uint64_t n) const {
    const std::uint64_t t = topics.size();
    return model::AccountId{1 + (town_.specialised ? n % t + t * (n / t % (town_.creators / t))
                                                   : (n / t + n % t) % town_.creators)};
  }

  void watch(model::ViewerId viewer, std::uint64_t n, bool finishes) {
    const auto& known = *model_.library().find(video(n).raw());
    Shown shown{.viewer = viewer, .video = video(n), .author = model::AccountId{known.author}};
    shown.receipt = model::ReceiptId{1 + random_.below(1U << 30)};
    for (const auto tag : known.tags) shown.tags.push_back(model::TagId{tag});
    shown.duration_ms = known.duration_ms;
    tell(shown);
    tell(Watched{.viewer = viewer,
                 .video = video(n),
                 .receipt = shown.receipt,
                 .watched_ms = finishes ? known.duration_ms : 900,
                 .finished = finishes,
                 .skipped = !finishes});
  }
  /// The same of a viewer without account: the log hears of nobody, the sitting of everything.
  void watch(learning::Viewer& sitting, std::uint64_t n, bool finishes) {
    const auto& known = *model_.library().find(video(n).raw());
    const auto shown = model_.impression({}, known, 0, learning::seconds(tick()));
    learning::note_shown(sitting, shown.video, shown.at_s);
    learning::note_outcome(
        sitting, shown,
        learning::outcome_of(finishes ? shown.duration_s : 0.9F, shown.duration_s, finishes, !finishes));
    watch(model::ViewerId{0}, n, finishes);
  }
  /// `of_each` to the end of pottery, as many of football skipped, in turn.
  void swipe(auto&& viewer, int of_each_topic) {
    const std::uint64_t start = random_.below(of_each);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(of_each_topic) * 2; ++i)
      watch(viewer, (start + i / 2) % of_each * topics.size() + i % 2, i % 2 == 0);
  }

  [[nodiscard]] Slate page(model::ViewerId viewer, std::uint64_t seed) {
    return rank({.viewer = viewer, .at = tick(), .seed = seed, .count = 6}, model_, home());
  }
  [[nodiscard]] Slate page(const learning::Viewer& sitting, std::uint64_t seed) {
    return rank({.sitting = sitting, .at = tick(), .seed = seed, .count = 6}, model_, home());
  }
  static int about(const Slate& slate, std::size_t topic) {
    return static_cast<int>(std::ranges::count_if(
        slate.items, [&](const Item& item) { return (item.video.raw() - 1000) % topics.size() == topic; }));
  }

 private:
  template <class Event>
  void tell(Event event) {
    model_.apply({tick(), std::move(event)}, model_.position() + 1);
  }
  model::Instant tick() {
    return model::instant(now_ms_ += 1000 + static_cast<std::int64_t>(random_.below(15'000)));
  }

  base::Random random_;
  Town town_;
  learning::Model model_;
  std::int64_t now_ms_ = 1'700'000'000'000;
};

constexpr std::size_t pottery = 0, football = 1;
constexpr std::uint64_t seeds = 6;  // under sanitizers a house of 400 swipes takes 50 ms; 25 were tried

/// Of six, over many seeds.
struct Shares {
  double liked_before = 0, liked_after = 0, skipped_before = 0, skipped_after = 0;
  int liked_least = 6, told = 0, meant = 0;

  void count(const Slate& before, const Slate& after) {
    liked_before += Catalogue::about(before, pottery) / double{seeds};
    liked_after += Catalogue::about(after, pottery) / double{seeds};
    skipped_before += Catalogue::about(before, football) / double{seeds};
    skipped_after += Catalogue::about(after, football) / double{seeds};
    liked_least = std::min(liked_least, Catalogue::about(after, pottery));
    for (const Item& item : after.items) {
      if ((item.video.raw() - 1000) % topics.size() != pottery) continue;
      ++meant;
      const Term& first = item.terms.front();
      told += first.evidence == Evidence::you_topic && first.tag == "pottery" && first.value > 0 &&
              first.signal == learning::Head::finish && first.finished >= 3 && first.finished == first.shown;
    }
  }
  void hold(std::string_view where) const {
    MESSAGE(where << ": pottery " << liked_before << " -> " << liked_after << " of 6, football "
                  << skipped_before << " -> " << skipped_after << ", told " << told << " of " << meant);
    CHECK(liked_after >= 3.9);
    CHECK(liked_after >= liked_before + 1.99);  // four of six is what the rule on topics allows
    CHECK(skipped_after <= 0.4);
    CHECK(liked_least >= 3);
    CHECK(told >= meant * 9 / 10);  // once in a while the item graph or everybody's opinion counts for more
  }
};

constexpr std::array<Town, 6> towns{{{"nine creators", 9},
                                     {"six creators", 6},
                                     {"four creators of everything", 4, false},
                                     {"twelve creators of everything", 12, false},
                                     {"after 100 swipes of others", 9, true, 100},
                                     {"creators of everything, after 400 swipes", 12, false, 400}}};

}  // namespace

TEST_CASE(
    "taste: what was watched to the end fills the next page, what was skipped leaves it, and it says so") {
  for (const Town& town : towns) {
    for (const int of_each_topic : {3, 4}) {
      Shares shares;
      for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        Catalogue house{seed, town};
        const model::ViewerId anna{71};
        const Slate before = house.page(anna, seed);
        house.swipe(anna, of_each_topic);
        shares.count(before, house.page(anna, seed + 100));
      }
      shares.hold(town.name);
    }
  }
}

TEST_CASE("taste: a viewer without account is answered as clearly") {
  for (const Town& town : towns) {
    Shares shares;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      Catalogue house{seed, town};
      learning::Viewer sitting;
      const Slate before = house.page(sitting, seed);
      house.swipe(sitting, 4);
      shares.count(before, house.page(sitting, seed + 100));
    }
    shares.hold(town.name);
  }
}
}  // namespace vitrine::taste_test
