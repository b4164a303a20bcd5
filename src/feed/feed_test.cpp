#include "feed/feed.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "feed/receipt.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::feed_test {
using namespace vitrine::feed;
using learning::testing::LogMaker;

namespace {

learning::Model fold(const std::vector<model::FeedEvent>& log) {
  learning::Model model;
  for (const auto& event : log) model.apply(event, model.position() + 1);
  return model;
}

Query ask(LogMaker& maker, std::uint64_t viewer, std::uint64_t seed = 5) {
  return {.viewer = model::ViewerId{viewer}, .at = maker.tick(), .seed = seed};
}

int about(const learning::Model& model, const Slate& slate, std::string_view topic) {
  int count = 0;
  for (const Item& item : slate.items)
    count += model.library().find(item.video.raw())->tags.front() == model::tag_id(topic).raw() ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("rank: nothing vanishes, nothing is shown twice, the terms sum to the score") {
  CHECK(rc::check([](std::uint64_t seed, std::uint8_t viewer) {
    LogMaker maker{seed};
    const auto model = fold(maker.busy(150));
    for (const Policy& policy : Shelf::built_in().offered()) {
      Query query = ask(maker, viewer % 14, seed);
      query.count = 1 + static_cast<int>(seed % 12);
      query.barred_authors = {LogMaker::author(seed % 7)};
      query.follows = {LogMaker::author(1), LogMaker::author(2), LogMaker::author(3)};
      query.on_page = {LogMaker::video(seed % 30)};
      const Slate slate = rank(query, model, policy);
      RC_ASSERT(slate.items.size() + slate.dropped.size() == slate.received);
      std::set<std::uint64_t> seen;
      for (const Item& item : slate.items) {
        RC_ASSERT(seen.insert(item.video.raw()).second);
        RC_ASSERT(item.author != query.barred_authors[0]);
        RC_ASSERT(item.video != query.on_page[0]);
        double sum = 0;
        for (const Term& term : item.terms) sum += term.value;
        RC_ASSERT(std::abs(sum - item.score) < 1e-9);
        RC_ASSERT(item.propensity > 0 && item.propensity <= 1);
      }
      for (const Dropped& dropped : slate.dropped) RC_ASSERT(seen.insert(dropped.video.raw()).second);
      RC_ASSERT(digest_of(rank(query, model, policy)) == digest_of(slate));
    }
  }));
}

TEST_CASE("explain: the told score is the one that ranked") {
  LogMaker maker{41};
  const auto model = fold(maker.busy(400));
  const Slate slate = rank(ask(maker, 3), model, home());
  REQUIRE(!slate.items.empty());
  for (const Item& item : slate.items) {
    double ranked = 0;
    for (std::size_t h = 0; h < learning::heads_count; ++h)
      ranked += static_cast<double>(home().weights[h]) * static_cast<double>(item.predicted[h]);
    for (const Term& term : item.terms)
      if (term.evidence == Evidence::untried) ranked += term.value;
    CHECK(std::abs(item.score - ranked) < 1e-9);
  }
}

TEST_CASE("home: after eight swipes the page leans to what was finished, and says so") {
  LogMaker maker{43};
  auto log = maker.catalogue();
  // Other viewers, of both tastes, so that nothing but the viewer's own swipes can tell.
  for (std::uint64_t n = 0; n < 60; ++n)
    maker.watch(log, model::ViewerId{100 + n % 2}, n % 30, (n / 2 + n) % 2 == 0);
  const model::ViewerId anna{71};
  const auto before = fold(log);
  Query query = ask(maker, anna.raw());
  query.count = 6;
  const int pottery_before = about(before, rank(query, before, home()), "pottery");
  for (std::uint64_t n = 0; n < 8; ++n) maker.watch(log, anna, n, LogMaker::topic(n) == "pottery");
  const auto after = fold(log);
  query.at = maker.tick();
  const Slate page = rank(query, after, home());
  const int pottery_after = about(after, page, "pottery");
  MESSAGE("pottery in six: " << pottery_before << " before, " << pottery_after << " after");
  CHECK(pottery_after > pottery_before);
  CHECK(pottery_after >= 4);
  bool told = false;
  for (const Term& term : page.items.front().terms)
    if (term.evidence == Evidence::you_topic && term.tag == "pottery") {
      told = true;
      CHECK(term.finished == 4);
      CHECK(term.value > 0.05);
    }
  CHECK(told);
}

TEST_CASE("non_profiling: viewers with opposite histories get the same page; after a reset, a new viewer's") {
  LogMaker maker{47};
  auto log = maker.catalogue();
  const model::ViewerId anna{71}, bert{72};
  for (std::uint64_t n = 0; n < 20; ++n) maker.watch(log, anna, n, n % 2 == 0);
  for (std::uint64_t n = 0; n < 20; ++n) maker.watch(log, bert, n, n % 2 == 1);
  auto model = fold(log);
  Query query = ask(maker, anna.raw());
  Query other = query;
  other.viewer = bert;
  CHECK(digest_of(rank(query, model, non_profiling())) == digest_of(rank(other, model, non_profiling())));
  CHECK(digest_of(rank(query, model, home())) != digest_of(rank(other, model, home())));
  log.push_back({maker.tick(), model::events::ViewerReset{anna}});
  model = fold(log);
  other.viewer = model::ViewerId{999};
  CHECK(digest_of(rank(query, model, home())) == digest_of(rank(other, model, home())));
}

TEST_CASE("non_profiling: the same page for any two viewers, whatever they did") {
  LogMaker maker{101};
  const auto model = fold(maker.busy(300));
  Query query = ask(maker, 1);
  for (std::uint64_t pair = 0; pair < 60; ++pair) {
    query.seed = pair;
    query.viewer = model::ViewerId{1 + pair % 11};
    Query other = query;
    other.viewer = model::ViewerId{1 + (pair * 7 + 3) % 40};
    query.lot = base::mix64(pair);  // each has a sitting of their own
    other.lot = base::mix64(pair + 1000);
    CHECK(digest_of(rank(query, model, non_profiling())) == digest_of(rank(other, model, non_profiling())));
  }
}

TEST_CASE("forget: a viewing taken back is not known as seen, and its end teaches nothing") {
  LogMaker maker{103};
  auto log = maker.catalogue();
  const model::ViewerId anna{71};
  const auto shown = maker.shown(anna, 4, 9);
  log.push_back({maker.tick(), shown});
  log.push_back({maker.tick(), model::events::ViewingForgotten{anna, LogMaker::video(4)}});
  auto model = fold(log);
  CHECK(model.viewer(anna)->seen.empty());
  model.apply({maker.tick(), model::events::Watched{.viewer = anna,
                                                    .video = LogMaker::video(4),
                                                    .receipt = shown.receipt,
                                                    .watched_ms = 9000,
                                                    .finished = true}},
              model.position() + 1);
  CHECK(model.viewer(anna)->good.empty());
  CHECK(model.viewer(anna)->topics.empty());
  CHECK(model.table().size() == 0);
}

TEST_CASE("arrange: neighbours never share an author, nor three a topic, while there is a choice") {
  LogMaker maker{53};
  const auto model = fold(maker.busy(300));
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Slate slate = rank(ask(maker, 1 + seed % 11, seed), model, home());
    for (std::size_t i = 1; i < slate.items.size(); ++i) {
      if (slate.items[i].move == Move::rule_relaxed) continue;
      CHECK(slate.items[i].author != slate.items[i - 1].author);
    }
  }
}

TEST_CASE("seen: what was seen is dropped, and comes back only when nothing else is left") {
  LogMaker maker{59};
  auto log = maker.catalogue();
  const model::ViewerId anna{71};
  for (std::uint64_t n = 0; n < 28; ++n) maker.watch(log, anna, n, true);
  auto model = fold(log);
  Query query = ask(maker, anna.raw());
  const Slate slate = rank(query, model, home());
  REQUIRE(slate.items.size() == 10);
  const auto seen_before = [](const Item& item) { return item.video.raw() < LogMaker::video(28).raw(); };
  CHECK(std::ranges::count_if(slate.items, seen_before) == 8);
  CHECK_FALSE(seen_before(slate.items[0]));
  CHECK_FALSE(seen_before(slate.items[1]));
  for (const Item& item : slate.items)
    if (seen_before(item)) CHECK((item.move == Move::again || item.move == Move::rule_relaxed));
  query.count = 2;
  int seen = 0;
  for (const Dropped& dropped : rank(query, model, home()).dropped)
    seen += std::holds_alternative<SeenLately>(dropped.reason) ? 1 : 0;
  CHECK(seen == 28);
}

TEST_CASE("near the taste: what is alike to the good watches, of what was not seen") {
  LogMaker maker{60};
  auto log = maker.busy(1500);
  const model::ViewerId anna{71};
  for (std::uint64_t n = 0; n < 12; n += 2) maker.watch(log, anna, n, true);  // pottery
  for (std::uint64_t n = 12; n < 16; ++n) maker.watch(log, anna, n, false);
  const auto model = fold(log);
  Policy near = home();
  near.sources = {{Source::taste, 6}};
  near.explore_every = 0;
  const Slate slate = rank(ask(maker, anna.raw()), model, near);
  REQUIRE(slate.received == 6);
  int pottery = 0;
  const auto look_at = [&](model::VideoId video) { pottery += video.raw() % 2 == 0 ? 1 : 0; };
  for (const Item& item : slate.items) {
    CHECK(item.source == Source::taste);
    CHECK(item.move != Move::again);
    look_at(item.video);
  }
  for (const Dropped& dropped : slate.dropped) look_at(dropped.video);
  CHECK(pottery >= 5);  // there are as many unseen of either topic
  near.sources[0].max = 2000;
  const auto unseen = rank(ask(maker, anna.raw()), model, near).received;
  near.drop_seen = false;
  CHECK(rank(ask(maker, anna.raw()), model, near).received == unseen + 4);  // not those where it begins
  CHECK(rank(ask(maker, 999), model, near).received == 0);                  // nobody
}

TEST_CASE("following and latest: newest first, only whom one follows") {
  LogMaker maker{61};
  const auto model = fold(maker.catalogue());
  Query query = ask(maker, 71);
  query.follows = {LogMaker::author(2)};
  const Slate mine = rank(query, model, following());
  CHECK(mine.items.size() == 4);
  for (const Item& item : mine.items) CHECK(item.author == LogMaker::author(2));
  const Slate all = rank(query, model, latest());
  REQUIRE(all.items.size() == 10);
  CHECK(all.items[0].video == LogMaker::video(29));
  for (std::size_t i = 1; i < all.items.size(); ++i) CHECK(all.items[i].score <= all.items[i - 1].score);
  CHECK(all.items[0].terms.at(0).evidence == Evidence::recency);
}

TEST_CASE("followers only: in no list of others, and it comes back from a checkpoint as it was") {
  LogMaker maker{63};
  auto log = maker.catalogue();
  auto model = fold(log);
  const auto video = LogMaker::video(29);
  const model::AccountId author{model.library().find(video.raw())->author};
  const auto tell = [&](bool followers_only) {
    model::events::VideoFacts facts{.video = video, .author = author, .tags = {"secretly"}};
    facts.followers_only = followers_only;
    model.apply({maker.tick(), model::events::VideoPublished{facts}}, model.position() + 1);
  };
  const auto meets = [&](const Policy& policy, bool follows) {
    Query query = ask(maker, 72);
    query.count = count_max;
    if (follows) query.follows = {author};
    const auto slate = rank(query, model, policy);
    return std::ranges::any_of(slate.items, [&](const Item& item) { return item.video == video; });
  };
  tell(true);
  CHECK(meets(following(), true));
  CHECK_FALSE(meets(following(), false));
  for (const bool follows : {false, true}) CHECK_FALSE(meets(latest(), follows));
  for (const Policy& policy : Shelf::built_in().offered()) CHECK_FALSE(meets(policy, false));
  CHECK(model.library().by_tag(model::tag_id("secretly").raw()) == nullptr);
  const auto again = learning::Model::restore(model.checkpoint());
  REQUIRE(again);
  CHECK(again->library().find(video.raw())->followers_only);
  tell(false);
  CHECK(meets(latest(), false));
}

TEST_CASE("sitting: a viewer without account is answered by this sitting alone") {
  LogMaker maker{67};
  auto log = maker.catalogue();
  const auto model = fold(log);
  Query query = ask(maker, 0);
  query.count = 6;
  learning::Viewer sitting;
  for (std::uint64_t n = 0; n < 8; ++n) {
    const auto shown = model.impression(sitting, *model.library().find(LogMaker::video(n).raw()), 0,
                                        learning::seconds(maker.tick()));
    learning::note_shown(sitting, shown.video, shown.at_s);
    const bool likes = LogMaker::topic(n) == "football";
    learning::note_outcome(sitting, shown,
                           learning::outcome_of(likes ? 60 : 0.5F, shown.duration_s, likes, !likes));
  }
  query.sitting = sitting;
  CHECK(about(model, rank(query, model, home()), "football") >= 4);
}

TEST_CASE("policy: the text names every parameter and its digest changes with each") {
  const Shelf& shelf = Shelf::built_in();
  for (const Policy& policy : shelf.offered()) {
    CHECK(shelf.named(policy.name) == &policy);
    Policy changed = policy;
    changed.weights[index(learning::Head::like)] += 0.5F;
    CHECK(changed.digest() != policy.digest());
  }
  CHECK(shelf.named("nothing") == nullptr);
  CHECK(home().text().find("weight like 1.500") != std::string::npos);
}

namespace {
/// As the release before wrote it, with one video and nothing dropped; of a query for "en" by who speaks
/// German.
base::Bytes of_version_4(const Receipt& receipt) {
  Receipt short_one = receipt;
  short_one.slate.items.resize(1);
  short_one.slate.dropped.clear();
  short_one.query.muted_languages = {"qq"};
  auto older = encode(short_one);  // ends with the readings, and that nothing was dropped
  older.insert(older.end() - 1, 181 - learning::readings_count, std::byte{1});
  older.erase(older.begin() + 2);
  // Until version 6 no language was muted.
  constexpr std::string_view muted{"\x01\x02qq"};
  const auto last = std::ranges::search(older, std::as_bytes(std::span{muted}));
  REQUIRE(last.size() == muted.size());
  older.erase(last.begin(), last.end());
  // Until version 5 interests were asked for before the languages, and adult clips after them.
  constexpr std::string_view languages{
      "\x01\x02"
      "en"
      "\x02\x02"
      "de"
      "\x02"
      "en"};
  const auto found = std::ranges::search(older, std::as_bytes(std::span{languages}));
  REQUIRE(found.size() == languages.size());
  older.insert(older.insert(found.begin(), std::byte{0}) + 1 + std::ssize(languages), std::byte{1});
  older[0] = std::byte{4};
  return older;
}

}  // namespace

TEST_CASE("receipt: comes back as it was, ranks the same again, and only at its own position") {
  LogMaker maker{71};
  auto log = maker.busy(200);
  const auto model = fold(log);
  for (const Policy& policy : Shelf::built_in().offered()) {
    Query query = ask(maker, 3);
    query.follows = {LogMaker::author(1)};
    query.languages = {"en"};
    query.speaks = {"de", "en"};
    query.place = 12;
    query.lot = 77;
    query.muted_tags = {"football"};
    query.muted_words = {"bak"};
    query.muted_sounds = {model::SoundId{4}};
    query.muted_languages = {"fr"};
    const std::vector<Setting> settings{{Slider::newness, 70}, {Slider::talk, -20}};
    const Receipt receipt{.id = model::ReceiptId{9},
                          .policy = policy.name,
                          .policy_digest = tuned(policy, settings).digest(),
                          .base_digest = policy.digest(),
                          .settings = settings,
                          .log_position = model.position(),
                          .query = query,
                          .slate = rank(query, model, tuned(policy, settings))};
    const auto bytes = encode(receipt);
    CHECK(bytes.size() < receipt_bytes_max);
    const auto back = decode_receipt(bytes);
    REQUIRE(back.has_value());
    CHECK(encode(*back) == bytes);
    CHECK(same_again(*back, model));
    auto forged = *back;
    if (!forged.slate.items.empty()) {
      forged.slate.items[0].score += 1e-9;
      CHECK_FALSE(same_again(forged, model));
    }
    auto cut = bytes;
    cut.pop_back();
    CHECK_FALSE(decode_receipt(cut).has_value());

    // Of today's model the readings are today's too.
    auto other_readings = bytes;
    --reinterpret_cast<std::uint8_t&>(other_readings[2]);
    CHECK_FALSE(decode_receipt(other_readings).has_value());

    // Of former ones there were more, and before that the model's version was not told either.
    if (receipt.slate.items.empty()) continue;
    auto older = of_version_4(receipt);
    CHECK_FALSE(decode_receipt(older).has_value());  // of today's model
    older[1] = std::byte{7};
    REQUIRE(decode_receipt(older).has_value());
    CHECK(decode_receipt(older)->model_version == 7);
    older[0] = std::byte{3};
    older.erase(older.begin() + 1);
    const auto of_older = decode_receipt(older);
    REQUIRE(of_older.has_value());
    CHECK(of_older->model_version == 4);
    CHECK(of_older->slate.items[0].score == receipt.slate.items[0].score);
    REQUIRE(rank_again(*of_older, model));
    CHECK(rank_again(*of_older, model)->stage == Stage::model);
  }
}
}  // namespace vitrine::feed_test
