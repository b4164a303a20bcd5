#include "feed/policy.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/embedded.hpp"
#include "feed/document.hpp"
#include "feed/receipt.hpp"
#include "learning/testing_log.hpp"

namespace vitrine::policy_test {
using namespace vitrine::feed;
using learning::testing::LogMaker;

namespace {
const std::string least = "policy calm version 1\nsource latest at most 50\n";

std::string refusal(std::string_view text) {
  const auto policy = parse_policy(text);
  return policy ? "" : policy.error().detail;
}

learning::Model village(LogMaker& maker) {
  learning::Model model;
  for (const auto& event : maker.busy(300)) model.apply(event, model.position() + 1);
  return model;
}

/// For you, in a market that withholds pottery and one author.
Policy ruled(model::AccountId author) {
  Policy policy = home();
  policy.market.name = "XY-2";
  const std::vector<std::string> lines{"withhold tag pottery by Clay Act, 7: no kilns",
                                       "withhold author " + author.text() + " by Order 12"};
  for (const auto& line : lines) CHECK_FALSE(region::take_line(policy.market, line));
  return policy;
}
}  // namespace

TEST_CASE("policy files: each is read, says its name, speaks both languages and comes back from its text") {
  REQUIRE(feed_policies().size() >= 5);
  for (const auto& file : feed_policies()) {
    const auto policy = parse_policy(file.bytes);
    REQUIRE_MESSAGE(policy.has_value(), file.path << ": " << policy.error().detail);
    CHECK(policy->name + ".policy" == file.path);
    CHECK(policy->titles.size() >= 2);
    CHECK(*parse_policy(policy->text()) == *policy);
  }
  for (const auto* name : {"home", "following", "latest", "local", "non_profiling"})
    CHECK(Shelf::built_in().named(name) != nullptr);
}

TEST_CASE("parse_policy: whatever is taken comes back from its own text") {
  CHECK(rc::check([] {
    Policy policy = home();
    const auto thousandth = [](int from, int to) {
      return static_cast<float>(*rc::gen::inRange(from * 1000, to * 1000 + 1)) / 1000.0F;
    };
    policy.version = *rc::gen::inRange(1, 1000);
    policy.weights[*rc::gen::inRange(0, 10)] = thousandth(-50, 50);
    policy.following_bonus = thousandth(0, 10);
    policy.newness_bonus = thousandth(-10, 10);
    policy.length_bonus = thousandth(-10, 10);
    policy.untried_bonus = thousandth(0, 10);
    for (std::size_t i = 1; i < policy.integrity.size(); ++i) policy.integrity[i] = thousandth(0, 1);
    policy.explore_every = *rc::gen::element(0, 2, 7, 100);
    policy.drop_seen = *rc::gen::arbitrary<bool>();
    policy.sliders.resize(*rc::gen::inRange<std::size_t>(0, policy.sliders.size() + 1));
    policy.titles.resize(*rc::gen::inRange<std::size_t>(0, 3));
    if (*rc::gen::arbitrary<bool>()) policy.market = ruled(model::AccountId{2}).market;
    const auto back = parse_policy(policy.text());
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == policy);
    RC_ASSERT(back->text() == policy.text());
  }));
}

TEST_CASE("policy: a text from before there were integrity factors keeps its digest") {
  const auto calm = parse_policy(least);
  REQUIRE(calm.has_value());
  CHECK(calm->text().find("integrity") == std::string::npos);
  CHECK(parse_policy(least + "integrity disputed 1.000\n")->digest() == calm->digest());
  CHECK(parse_policy(least + "integrity disputed 0.999\n")->digest() != calm->digest());
}

TEST_CASE("parse_policy: what is wrong is named by line and key") {
  CHECK(refusal(least).empty());
  CHECK(refusal("# a remark\r\npolicy calm version 1\r\nsource latest at most 50\r\n").empty());
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"diversity 2\n", "line 3, diversity: must be a number from 0 to 0.95"},
      {"diversity nan\n", "line 3, diversity"},
      {"diversity 0.1234\n", "line 3, diversity"},
      {"explore_every 1\n", "line 3, explore_every: must be 0 or at least 2"},
      {"explore_every 101\n", "line 3, explore_every"},
      {"weight like 1\nweight like 2\n", "line 4, weight: is said a second time"},
      {"weight charm 1\n", "line 3, weight: there is no prediction charm"},
      {"weight like 51\n", "line 3, weight"},
      {"integrity disputed 1.001\n", "line 3, integrity: must be a number from 0 to 1"},
      {"integrity disputed -0.1\n", "line 3, integrity"},
      {"integrity disputed\n", "line 3, integrity: is written \"integrity NAME NUMBER\""},
      {"integrity whole 0.5\n", "line 3, integrity: moderators do not find whole"},
      {"integrity odd 0.5\n", "line 3, integrity: moderators do not find odd"},
      {"integrity disputed 0.5\nintegrity disputed 0.5\n", "line 4, integrity: is said a second time"},
      {"source oracle at most 5\n", "line 3, source: there is no source oracle"},
      {"source fresh at most 5000\n", "line 3, source"},
      {"source explore at most 5\n", "line 3, source"},
      {"slider talk from -200 to 0\n", "line 3, slider"},
      {"slider talk from 0 to 0\n", "line 3, slider"},
      {"order random\n", "line 3, order: must be by_score or by_time"},
      {"drop_seen\n", "line 3, drop_seen"},
      {"title en\n", "line 3, title"},
      {"title en a\xe2\x80\xae"
       "b\n",
       "line 3, title"},
      {"title en Calm\n", "title and about are needed in en"},
      {"colour blue\n", "line 3, colour: is not a key"},
      {"withhold tag a by b\n", "line 3, withhold: a line \"market NAME\" comes first"},
      {"market DE\nwithhold word a by b\n", "line 4, withhold: what is withheld is a tag"},
      {"profiling none\nfollowing_bonus 1\n", "profiling none takes only"},
      {"profiling none\nsource following at most 5\n", "profiling none takes only"},
      {"profiling none\nslider following from -5 to 5\n", "profiling none cannot"},
  };
  for (const auto& [line, says] : wrong)
    CHECK_MESSAGE(refusal(least + line).find(says) != std::string::npos, line << refusal(least + line));
  CHECK(refusal("source latest at most 50\n").find("NAME version NUMBER") != std::string::npos);
  CHECK(refusal("policy calm version 1\n").find("source") != std::string::npos);
  CHECK(refusal("policy for_you version 1\n").find("for_you") != std::string::npos);
  CHECK_FALSE(refusal(std::string(policy_bytes_max + 1, '#')).empty());
}

TEST_CASE("tuned: nothing moved is the policy itself, ranges hold, and each slider changes the digest") {
  CHECK(tuned(home(), {}) == home());
  for (const SliderRange& range : home().sliders) {
    const std::array nothing{Setting{range.slider, 0}};
    CHECK(tuned(home(), nothing) == home());
    const std::array more{Setting{range.slider, 50}}, less{Setting{range.slider, -50}};
    const std::array most{Setting{range.slider, 100}}, beyond{Setting{range.slider, 4000}};
    CHECK(tuned(home(), more).digest() != home().digest());
    CHECK(tuned(home(), less).digest() != home().digest());
    CHECK(tuned(home(), more).digest() != tuned(home(), less).digest());
    CHECK(tuned(home(), beyond) == tuned(home(), most));
    CHECK(parse_policy(tuned(home(), most).text()).has_value());
  }
  const std::array moved{Setting{Slider::newness, 100}};
  CHECK(tuned(latest(), moved) == latest());
}

TEST_CASE("sliders: of every policy each moves what it says one way only") {
  CHECK(rc::check([] {
    Policy policy = home();
    const auto thousandth = [](int from, int to) {
      return static_cast<float>(*rc::gen::inRange(from, to + 1)) / 1000.0F;
    };
    float& comment = policy.weights[index(learning::Head::comment)];
    float& share = policy.weights[index(learning::Head::share)];
    policy.diversity = thousandth(0, 950);
    policy.explore_every = *rc::gen::element(0, 2, 3, 4, 8, 20, 21, 40, 100);
    policy.following_bonus = thousandth(0, 10'000);
    policy.newness_bonus = thousandth(-10'000, 10'000);
    policy.length_bonus = thousandth(-10'000, 10'000);
    comment = thousandth(-50'000, 50'000);
    share = thousandth(-50'000, 50'000);
    const auto moved_of = [](Slider slider, const Policy& is) -> std::vector<float> {
      switch (slider) {
        case Slider::adventurous:
          return {is.diversity, -static_cast<float>(is.explore_every)};
        case Slider::newness:
          return {is.newness_bonus};
        case Slider::length:
          return {is.length_bonus};
        case Slider::following:
          return {is.following_bonus};
        case Slider::talk:
          break;
      }
      return {is.weights[index(learning::Head::comment)], is.weights[index(learning::Head::share)]};
    };
    for (const SliderRange& range : policy.sliders) {
      std::vector<float> before;
      for (int value = -100; value <= 100; value += 5) {
        const std::array set{Setting{range.slider, value}};
        const auto now = moved_of(range.slider, tuned(policy, set));
        for (std::size_t i = 0; i < before.size(); ++i) RC_ASSERT(now[i] >= before[i]);
        before = now;
      }
    }
    const std::array nowhere{Setting{Slider::adventurous, 0}};
    RC_ASSERT(tuned(policy, nowhere) == policy);
  }));
}

TEST_CASE("sliders: the next page changes the way the slider says, and its terms still add up") {
  learning::Model model;
  const auto length_of = [](std::uint64_t n) {
    return static_cast<std::uint32_t>(4000 + 3000 * (n * 7 % 40));
  };
  const auto day = [](std::uint64_t n) {
    return model::instant(static_cast<std::int64_t>(1'700'000'000'000 + n * 86'400'000));
  };
  for (std::uint64_t n = 0; n < 40; ++n)
    model.apply({day(n), model::events::VideoPublished{{.video = model::VideoId{1 + n},
                                                        .author = model::AccountId{1 + n % 20},
                                                        .tags = {"topic" + std::to_string(n % 8)},
                                                        .duration_ms = length_of(n)}}},
                model.position() + 1);
  const Query query{.viewer = model::ViewerId{3}, .at = day(40), .seed = 9, .count = 10};
  const auto page = [&](Slider slider, int value) {
    const std::array set{Setting{slider, value}};
    const Slate slate = rank(query, model, tuned(home(), set));
    for (const Item& item : slate.items) {
      double sum = 0;
      for (const Term& term : item.terms) sum += term.value;
      CHECK(std::abs(sum - item.score) < 1e-9);
    }
    return slate;
  };
  const auto mean = [&](const Slate& slate, auto of) {
    double sum = 0;
    for (const Item& item : slate.items) sum += of(*model.library().find(item.video.raw()));
    return sum / static_cast<double>(slate.items.size());
  };
  const auto published = [](const learning::Video& video) { return static_cast<double>(video.published_s); };
  const auto length = [](const learning::Video& video) { return static_cast<double>(video.duration_ms); };
  CHECK(mean(page(Slider::newness, 100), published) > mean(page(Slider::newness, -100), published));
  CHECK(mean(page(Slider::length, 100), length) > mean(page(Slider::length, -100), length));
  const auto explored = [&](int value) {
    int count = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Query other = query;
      other.seed = seed;
      const std::array set{Setting{Slider::adventurous, value}};
      for (const Item& item : rank(other, model, tuned(home(), set)).items)
        count += item.move == Move::explored ? 1 : 0;
    }
    return count;
  };
  CHECK(explored(100) > explored(-100));
}

TEST_CASE("mutes: what has a muted tag, sound or word is dropped, and the reason says which") {
  LogMaker maker{37};
  const auto model = village(maker);
  Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 9};
  query.muted_tags = {"pottery"};
  query.muted_words = {"footb"};
  const Slate slate = rank(query, model, home());
  for (const Item& item : slate.items)
    for (const auto tag : model.library().find(item.video.raw())->tags) {
      CHECK(tag != model::tag_id("pottery").raw());
      CHECK(tag != model::tag_id("football").raw());
    }
  int tags = 0, words = 0;
  for (const Dropped& dropped : slate.dropped)
    if (const auto* muted = std::get_if<Muted>(&dropped.reason)) {
      tags += muted->what == Muted::What::tag && muted->word == "pottery" ? 1 : 0;
      words += muted->what == Muted::What::word && muted->word == "footb" ? 1 : 0;
    }
  CHECK(tags > 0);
  CHECK(words > 0);
}

TEST_CASE("mutes: what is said in a muted language is dropped, and what says no language is not") {
  learning::Model model;
  LogMaker maker{41};
  for (std::uint64_t n = 1; n <= 9; ++n)
    model.apply({maker.tick(), model::events::VideoPublished{{.video = model::VideoId{n},
                                                              .author = model::AccountId{n},
                                                              .language = n % 3 == 0   ? "fr"
                                                                          : n % 3 == 1 ? "en"
                                                                                       : "",
                                                              .duration_ms = 9000}}},
                model.position() + 1);
  const Query query{.at = maker.tick(), .seed = 1, .muted_languages = {"de", "fr"}};
  const Slate slate = rank(query, model, home());
  CHECK(slate.items.size() == 6);
  REQUIRE(slate.dropped.size() == 3);
  for (const Dropped& dropped : slate.dropped) {
    const auto* muted = std::get_if<Muted>(&dropped.reason);
    REQUIRE(muted != nullptr);
    CHECK(muted->what == Muted::What::language);
    CHECK(muted->word == "fr");
  }
}

TEST_CASE("market: what a rule withholds is in no feed, and the rule is told and ranked again") {
  LogMaker maker{37};
  const auto model = village(maker);
  const Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 9};
  const auto of_pottery = [&](model::VideoId video) {
    const auto& tags = model.library().find(video.raw())->tags;
    return std::ranges::find(tags, model::tag_id("pottery").raw()) != tags.end();
  };
  const auto pots = [&](const Item& item) { return of_pottery(item.video); };
  const Slate free = rank(query, model, home());
  REQUIRE(std::ranges::any_of(free.items, pots));
  const auto other = std::ranges::find_if_not(free.items, pots);
  REQUIRE(other != free.items.end());
  const Policy policy = ruled(other->author);
  const Slate slate = rank(query, model, policy);
  CHECK(slate.items.size() == free.items.size());
  for (const Item& item : slate.items) CHECK_FALSE((pots(item) || item.author == other->author));
  std::set<std::string> rules;
  for (const Dropped& dropped : slate.dropped)
    if (const auto* rule = std::get_if<MarketRule>(&dropped.reason)) {
      rules.insert(rule->rule);
      const bool by_author = model.library().find(dropped.video.raw())->author == other->author.raw();
      CHECK((by_author || of_pottery(dropped.video)));
      CHECK(by_author == (rule->rule == "Order 12"));
    }
  CHECK(rules == std::set<std::string>{"Clay Act, 7: no kilns", "Order 12"});

  // Whoever made it is told of the rule, not that it is theirs.
  Query own = query;
  own.barred_authors = {other->author};
  for (const Dropped& dropped : rank(own, model, policy).dropped)
    if (dropped.video == other->video) CHECK(std::holds_alternative<MarketRule>(dropped.reason));

  Shelf shelf;
  shelf.offer(policy);
  Receipt receipt{.id = model::ReceiptId{9},
                  .policy = "home",
                  .policy_digest = policy.digest(),
                  .base_digest = policy.digest(),
                  .log_position = model.position(),
                  .query = query,
                  .slate = slate};
  const auto read = decode_receipt(encode(receipt));
  REQUIRE(read.has_value());
  CHECK_FALSE(rank_again(*read, model, shelf));
  for (Dropped& dropped : receipt.slate.dropped)
    if (auto* rule = std::get_if<MarketRule>(&dropped.reason)) rule->rule += "!";
  CHECK(rank_again(receipt, model, shelf)->stage == Stage::sieves);
}

TEST_CASE("market: the document tells each rule, in both languages") {
  for (const std::string language : {"en", "de"}) {
    const std::string text = to_text(document_of(ruled(model::AccountId{2}), language));
    CHECK(text.find(language == "de" ? "Regeln dieses Marktes: XY-2" : "Rules of this market: XY-2") !=
          std::string::npos);
    CHECK(text.find("pottery\n") != std::string::npos);
    CHECK(text.find("Clay Act, 7: no kilns\n") != std::string::npos);
    CHECK(to_text(document_of(home(), language)).find("XY-2") == std::string::npos);
  }
}

TEST_CASE("local: only the declared languages, also where none is said") {
  learning::Model model;
  LogMaker maker{39};
  const auto publish = [&](std::uint64_t n, std::string language) {
    model.apply({maker.tick(), model::events::VideoPublished{{.video = model::VideoId{n},
                                                              .author = model::AccountId{n},
                                                              .language = std::move(language),
                                                              .duration_ms = 9000}}},
                model.position() + 1);
  };
  for (std::uint64_t n = 1; n < 10; ++n) publish(n, n % 3 == 0 ? "de" : n % 3 == 1 ? "en" : "");
  const Query query{.at = maker.tick(), .seed = 1, .languages = {"de"}};
  const Slate slate = rank(query, model, local());
  CHECK(slate.items.size() == 3);
  for (const Item& item : slate.items) CHECK(model.library().find(item.video.raw())->language == "de");
  CHECK(rank(query, model, non_profiling()).items.size() == 6);
}

TEST_CASE("shelf: a page of an old policy is ranked again after the policy has changed") {
  LogMaker maker{43};
  const auto model = village(maker);
  const Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 9};
  const std::vector<Setting> settings{{Slider::length, 40}};
  const Receipt receipt{.id = model::ReceiptId{9},
                        .policy = "home",
                        .policy_digest = tuned(home(), settings).digest(),
                        .base_digest = home().digest(),
                        .settings = settings,
                        .log_position = model.position(),
                        .query = query,
                        .slate = rank(query, model, tuned(home(), settings))};
  Shelf shelf = Shelf::built_in();
  Policy changed = home();
  changed.version += 1;
  changed.diversity = 0.1F;
  shelf.offer(changed);
  CHECK(shelf.named("home")->version == changed.version);
  for (const auto* none : {"", "home", "gone"}) CHECK(shelf.chosen(none) == changed);
  CHECK(shelf.chosen("latest") == latest());
  CHECK_FALSE(rank_again(receipt, model, shelf));
  Shelf without;
  without.offer(changed);
  REQUIRE(rank_again(receipt, model, without));
  CHECK(rank_again(receipt, model, without)->stage == Stage::policy);
}

TEST_CASE("shelf: a policy that a release with fewer keys wrote is found by the digest of its text") {
  std::string text = home().text();
  const std::string line = "following_bonus 0.250\n";
  REQUIRE(text.contains(line));
  text.erase(text.find(line), line.size());
  const auto digest = base::sha256(base::as_bytes(text));
  const auto old = *parse_policy(text);
  CHECK(old.digest() != digest);
  Shelf shelf = Shelf::built_in();
  shelf.keep(old, digest);
  shelf.keep(old, digest);
  REQUIRE(shelf.with_digest(digest) != nullptr);
  CHECK(*shelf.with_digest(digest) == old);
  CHECK(shelf.with_digest(old.digest()) == nullptr);

  LogMaker maker{43};
  const auto model = village(maker);
  const Query query{.viewer = model::ViewerId{3}, .at = maker.tick(), .seed = 9};
  const std::vector<Setting> settings{{Slider::length, 40}};
  Receipt receipt{.id = model::ReceiptId{9},
                  .policy = "home",
                  .policy_digest = base::sha256(base::as_bytes("tuned, in the lines of then")),
                  .base_digest = digest,
                  .settings = settings,
                  .log_position = model.position(),
                  .query = query,
                  .slate = rank(query, model, tuned(old, settings))};
  CHECK_FALSE(rank_again(receipt, model, shelf));
  receipt.base_digest[0] ^= std::byte{1};
  REQUIRE(rank_again(receipt, model, shelf));
  CHECK(rank_again(receipt, model, shelf)->stage == Stage::policy);
}
}  // namespace vitrine::policy_test
