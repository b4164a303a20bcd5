#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "feed/judgement.hpp"
#include "feed/receipt.hpp"
#include "feed/stages.hpp"
#include "learning/glimpse.hpp"
#include "learning/judging.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::first_look_test {
using namespace vitrine::feed;
using learning::testing::LogMaker;

namespace {

Policy looking_for(int judged) {
  Policy policy = home();
  policy.judged_max = judged;
  return policy;
}

struct House {
  explicit House(std::uint64_t seed, int swipes = 150) : maker(seed) {
    for (const auto& event : maker.busy(swipes)) model.apply(event, model.position() + 1);
  }
  Query ask(std::uint64_t viewer) {
    return {.viewer = model::ViewerId{viewer}, .at = maker.tick(), .seed = viewer + 5, .count = 4};
  }
  LogMaker maker;
  learning::Model model;
};

std::set<std::uint64_t> fallen(const Slate& slate) {
  std::set<std::uint64_t> ids;
  for (const Dropped& dropped : slate.dropped)
    if (std::holds_alternative<AtFirstLook>(dropped.reason)) ids.insert(dropped.video.raw());
  return ids;
}

}  // namespace

TEST_CASE("first look: as many as the policy says are judged, the rest fall there, and nothing vanishes") {
  CHECK(rc::check([](std::uint64_t seed, std::uint8_t viewer) {
    House house{seed};
    const Query query = house.ask(viewer % 13);
    const Slate all = rank(query, house.model, looking_for(2000));
    RC_ASSERT(fallen(all).empty());
    const auto judgeable = std::ranges::count_if(all.dropped,
                                                 [](const Dropped& dropped) {
                                                   return std::holds_alternative<BelowTheCut>(dropped.reason);
                                                 }) +
                           std::ssize(all.items);
    for (const int judged : {5, 10, 20}) {
      const Slate some = rank(query, house.model, looking_for(judged));
      RC_ASSERT(some.received == all.received);
      RC_ASSERT(some.items.size() + some.dropped.size() == some.received);
      RC_ASSERT(std::ssize(fallen(some)) == std::max<std::ptrdiff_t>(judgeable - judged, 0));
      for (const Item& item : some.items) RC_ASSERT(!fallen(some).contains(item.video.raw()));
    }
  }));
}

TEST_CASE("first look: nobody falls who promised more than one who is judged, but for the new ones' share") {
  House house{77, 400};
  const Policy policy = looking_for(10);
  for (std::uint64_t viewer = 0; viewer < 12; ++viewer) {
    const Query query = house.ask(viewer);
    const Policy only_one = looking_for(1);
    const Context context{query, house.model, policy}, of_one{query, house.model, only_one};
    const Sifted before = sift(context, gather(context));
    const Sifted after = look_first(context, before);
    REQUIRE(after.kept.size() == std::min<std::size_t>(before.kept.size(), 10));
    if (before.kept.size() <= 10) continue;
    std::set<std::uint64_t> kept;
    for (const Candidate& one : after.kept) kept.insert(one.id);
    double best_fallen = -1e9;
    for (const Dropped& dropped : after.dropped)
      if (const auto* look = std::get_if<AtFirstLook>(&dropped.reason))
        best_fallen = std::max(best_fallen, look->promise);
    // What those promised who are judged is told where nearly all fall.
    std::size_t beaten = 0;
    for (const Dropped& dropped : look_first(of_one, before).dropped)
      if (const auto* look = std::get_if<AtFirstLook>(&dropped.reason);
          look != nullptr && kept.contains(dropped.video.raw()) && look->promise < best_fallen) {
        ++beaten;
        const auto* video = house.model.library().find(dropped.video.raw());
        CHECK(video->shown < learning::Library::fresh_shown);
      }
    CHECK(beaten <= 2);
  }
}

TEST_CASE("first look: what a viewer likes is seen at a glimpse as it is when judged in whole") {
  House house{79, 600};
  const Policy& policy = home();
  int agree = 0, pairs = 0;
  for (std::uint64_t viewer = 1; viewer < 12; ++viewer) {
    const Query query = house.ask(viewer);
    const Context context{query, house.model, policy};
    std::vector<const learning::Video*> videos;
    for (std::uint64_t n = 0; n < LogMaker::videos; ++n)
      if (const auto* video = house.model.library().find(LogMaker::video(n).raw())) videos.push_back(video);
    std::vector<learning::LogOdds> log_odds(videos.size());
    learning::Judging{house.model, *context.viewer, 0, context.at_s, videos.size()}.judge(videos, log_odds);
    const learning::Glimpse glimpse{house.model, *context.viewer, 0, context.at_s, policy.weights, videos};
    const auto worth = [&](std::size_t i) {
      const auto likely = learning::probabilities(log_odds[i]);
      double sum = 0;
      for (std::size_t h = 0; h < learning::heads_count; ++h)
        sum += static_cast<double>(policy.weights[h]) * static_cast<double>(likely[h]);
      return sum;
    };
    for (std::size_t a = 0; a < videos.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        if (std::abs(worth(a) - worth(b)) < 0.3) continue;
        ++pairs;
        agree += (worth(a) > worth(b)) == (glimpse.of(a) > glimpse.of(b)) ? 1 : 0;
      }
  }
  MESSAGE(agree << " of " << pairs << " pairs stand in the same order");
  CHECK(pairs > 500);
  CHECK(agree * 10 > pairs * 9);
}

TEST_CASE(
    "first look: a video that nobody was shown is not lifted over those that were, whatever was lately") {
  // A world in which clips grow better and worse, so that the model believes the newest watches most.
  using namespace model::events;
  constexpr std::uint64_t clips = 100;
  learning::Model model;
  base::Random random{5};
  std::int64_t now_ms = 1'700'000'000'000;
  const auto say = [&](auto what) {
    now_ms += 1000;
    model.apply(model::FeedEvent{model::instant(now_ms), what}, model.position() + 1);
  };
  const auto publish = [&](std::uint64_t id) {
    say(VideoPublished{{.video = model::VideoId{id}, .author = model::AccountId{id}, .duration_ms = 30'000}});
  };
  std::vector<double> quality(clips);
  for (double& one : quality) one = random.unit();
  for (std::uint64_t id = 1; id <= clips; ++id) publish(id);
  for (std::uint64_t i = 1; i <= 30'000; ++i) {
    if (i % 20 == 0) quality[random.below(clips)] = random.unit();
    const model::VideoId video{1 + random.below(clips)};
    const model::ViewerId viewer{1 + random.below(500)};
    const bool good = random.unit() < quality[video.raw() - 1];
    say(Shown{.viewer = viewer,
              .video = video,
              .author = model::AccountId{video.raw()},
              .receipt = model::ReceiptId{i},
              .duration_ms = 30'000});
    say(Watched{.viewer = viewer,
                .video = video,
                .receipt = model::ReceiptId{i},
                .watched_ms = good ? 30'000U : 500U,
                .finished = good,
                .skipped = !good});
  }
  publish(clips + 1);
  const learning::Viewer guest;
  const auto at_s = learning::seconds(model::instant(now_ms)) + 10;
  std::vector<const learning::Video*> videos;
  for (const auto& video : model.library().videos()) videos.push_back(&video);
  std::vector<learning::LogOdds> log_odds(videos.size());
  learning::Judging{model, guest, 0, at_s, videos.size()}.judge(videos, log_odds);
  learning::PerHead<float> weights{};
  weights[index(learning::Head::long_view)] = 1;
  const learning::Glimpse glimpse{model, guest, 0, at_s, weights, videos};
  double above = 0, promised_above = 0;
  const std::size_t fresh = videos.size() - 1;
  for (std::size_t i = 0; i < fresh; ++i) {
    above += static_cast<double>(log_odds[i][index(learning::Head::long_view)] -
                                 log_odds[fresh][index(learning::Head::long_view)]);
    promised_above += static_cast<double>(glimpse.of(i) - glimpse.of(fresh));
  }
  MESSAGE("mean log-odds above the unshown: " << above / clips
                                              << ", promised (times p(1-p)): " << promised_above / clips);
  CHECK(std::abs(4 * promised_above - above) < 0.4 * clips);
}

TEST_CASE(
    "first look: lists in order of time have none; who asks why not is told, with the whole judgement") {
  House house{83, 300};
  Query query = house.ask(3);
  Policy by_time = latest();
  by_time.judged_max = 5;
  CHECK(fallen(rank(query, house.model, by_time)).empty());
  const Policy policy = looking_for(6);
  const Slate slate = rank(query, house.model, policy);
  const auto ids = fallen(slate);
  REQUIRE(!ids.empty());
  for (const std::uint64_t id : ids) {
    const Judgement now = judge(query, house.model, policy, model::VideoId{id});
    REQUIRE(now.against);
    CHECK(std::holds_alternative<AtFirstLook>(*now.against));
    CHECK_FALSE(now.shown);
    CHECK(now.rivals == 7);
    CHECK(now.rank <= 6);
    double sum = 0;
    for (const Term& term : now.terms) sum += term.value;
    CHECK(!now.terms.empty());
    CHECK(std::abs(sum - now.score) < 1e-9);
  }
}

TEST_CASE("first look: a page is made again with it, and a forged promise is found there") {
  House house{89, 300};
  const Query query = house.ask(5);
  Shelf shelf;
  shelf.offer(looking_for(8));
  const Policy& policy = *shelf.named("home");
  Receipt receipt{.id = model::ReceiptId{1},
                  .policy = policy.name,
                  .policy_digest = policy.digest(),
                  .base_digest = policy.digest(),
                  .settings = {},
                  .log_position = house.model.position(),
                  .query = query,
                  .slate = rank(query, house.model, policy)};
  REQUIRE(!fallen(receipt.slate).empty());
  auto again = *decode_receipt(encode(receipt));
  CHECK_FALSE(rank_again(again, house.model, shelf));
  for (Dropped& dropped : again.slate.dropped)
    if (auto* look = std::get_if<AtFirstLook>(&dropped.reason)) look->promise += 1e-9;
  const auto difference = rank_again(again, house.model, shelf);
  REQUIRE(difference);
  CHECK(stage_name(difference->stage) == "first_look");
}

TEST_CASE("first look: what moderators found counts below the average too") {
  House house{21, 400};
  const Query query = house.ask(3);
  const auto promises = [&] {
    std::map<std::uint64_t, double> all;
    const Policy policy = looking_for(1);
    const Context context{query, house.model, policy};
    for (const Dropped& dropped : look_first(context, sift(context, gather(context))).dropped)
      if (const auto* fell = std::get_if<AtFirstLook>(&dropped.reason))
        all[dropped.video.raw()] = fell->promise;
    return all;
  };
  const auto before = promises();
  const auto& known = house.model.library().videos();
  for (const auto& video : std::vector(known.begin(), known.end())) {
    model::events::VideoFacts facts{.video = model::VideoId{video.key},
                                    .author = model::AccountId{video.author},
                                    .language = video.language,
                                    .duration_ms = video.duration_ms,
                                    .integrity = model::Integrity::disputed};
    for (const auto tag : video.tags) facts.tags.push_back(house.model.library().word_of(tag));
    if (!video.withdrawn)
      house.model.apply({query.at, model::events::VideoPublished{facts}}, house.model.position() + 1);
  }
  std::size_t lower = 0;
  double least = 1e9;
  for (const auto& [video, promise] : promises())
    if (const auto was = before.find(video); was != before.end() && was->second > 0) {
      lower += promise < was->second ? 1 : 0;
      least = std::min(least, was->second);
      CHECK(promise <= was->second);
    }
  CHECK(lower + 2 >= before.size());
}
}  // namespace vitrine::first_look_test
