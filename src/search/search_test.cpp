#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "search/rank.hpp"
#include "search/slips.hpp"
#include "search/words.hpp"

namespace vitrine::search_test {
using namespace vitrine::search;
using Strings = std::vector<std::string>;

namespace {
Strings folded(std::string_view text) {
  Strings words;
  for (auto& word : words_of(text)) words.push_back(word.folded);
  return words;
}
bool share_a_form(std::string_view one, std::string_view other, std::string_view language) {
  const auto asked = forms_of(key_of(one), "");  // a question has no language
  const auto kept = forms_of(key_of(other), language);
  return std::ranges::any_of(asked, [&](const auto& form) { return std::ranges::count(kept, form) > 0; });
}
bool share_a_slip(std::string_view one, std::string_view other) {
  const auto a = slips_of(one), b = slips_of(other);
  return std::ranges::any_of(a, [&](auto slip) { return std::ranges::count(b, slip) > 0; });
}
}  // namespace

TEST_CASE("words: however they are written, they are one word") {
  CHECK(folded("Töpfern TÖPFERN to\xcc\x88pfern") == Strings{"topfern", "topfern", "topfern"});
  CHECK(folded("Straße, STRASSE!") == Strings{"strasse", "strasse"});
  CHECK(folded("The potter's wheel - don’t") == Strings{"the", "potter", "wheel", "dont"});
  CHECK(folded("#pottery_wheel 4K") == Strings{"pottery", "wheel", "4k"});
  CHECK(folded("黒猫の") == Strings{"黒猫", "猫の"});
  CHECK(folded("  …🏺 ") == Strings{});
  CHECK(words_of("Töpferkurs").front().spelled == "töpferkurs");
  CHECK(folded("a" + std::string(200, 'b')).empty());
  CHECK(folded("\xff\xfe caf\xc3").size() == 1);
}

TEST_CASE("words: a stem brings the forms of a word together, in both languages") {
  CHECK(share_a_form("running", "run", "en"));
  CHECK(share_a_form("pots", "pot", "en"));
  CHECK(share_a_form("bakeries", "bakery", "en"));
  CHECK(share_a_form("Häuser", "Haus", "de"));
  CHECK(share_a_form("toepfern", "Töpfern", "de"));
  CHECK(share_a_form("Gärten", "Garten", "de"));
  CHECK(share_a_form("Katzen", "Katze", "de"));
  CHECK(share_a_form("neue", "neuen", "de"));
  CHECK_FALSE(share_a_form("bread", "break", "en"));
  CHECK(forms_of("gatos", "es") == Strings{"gatos"});
  CHECK(forms_of("bus", "en") == Strings{"bus"});
}

TEST_CASE("words: texts are kept with the forms of each word, and read back as terms") {
  const auto words = words_of("Running pots");
  const auto text = analysed(words, "en");
  CHECK(text == "running/run pots/pot");
  const std::vector<std::string_view> texts{text, "pot kiln"};
  CHECK(terms_of(texts) == Strings{"kiln", "pot", "pots", "run", "running"});
  CHECK(is_filler("the"));
  CHECK(is_filler("fur"));
  CHECK_FALSE(is_filler("pot"));
}

TEST_CASE("slips: a word with one slip shares a hash with the word that was meant") {
  for (const auto* typed : {"pottrey", "potery", "potttery", "pottory", "ottery", "potterx"}) {
    CHECK_MESSAGE(share_a_slip(typed, "pottery"), typed);
    CHECK_MESSAGE(distance(typed, "pottery", 2) == 1, typed);
  }
  CHECK(distance("pottery", "battery", 2) == 2);
  CHECK(distance("pottery", "painting", 2) == 3);
  CHECK(slips_of("cat").empty());
  CHECK(slips_allowed("cat") == 0);
  CHECK(slips_allowed("garden") == 1);
  CHECK(slips_allowed("gardening") == 2);
}

TEST_CASE("slips: every single slip in any word of five letters or more is found") {
  rc::check("one slip", [] {
    const auto letter = rc::gen::inRange('a', static_cast<char>('z' + 1));
    const auto size = *rc::gen::inRange(5, 20);
    const auto word = *rc::gen::container<std::string>(static_cast<std::size_t>(size), letter);
    auto typed = word;
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, size - 1));
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        typed.erase(at, 1);
        break;
      case 1:
        typed.insert(at, 1, *letter);
        break;
      case 2:
        typed[at] = *letter;
        break;
      default:
        std::swap(typed[at], typed[at + 1]);
        break;
    }
    RC_ASSERT(distance(typed, word, 2) <= 1);
    RC_ASSERT(share_a_slip(typed, word));
  });
}

TEST_CASE("rank: title before tags before text, all words before some, fresh and good before the rest") {
  const std::vector<Asked> asked{{{{"potter", 1}}, 2}, {{{"wheel", 1}}, 2}};
  const auto first = [&](const Find& a, const Find& b) {
    return rank(asked, std::vector{a, b}).front().find == 0;
  };
  const Find title{.id = 1, .title = "potter wheel"};
  CHECK(first(title, {.id = 9, .tags = "potter wheel"}));
  CHECK(first({.id = 1, .tags = "potter wheel"}, {.id = 9, .more = "potter wheel"}));
  CHECK(first(title, {.id = 9, .title = "potter potter potter"}));
  CHECK(first(title, {.id = 9, .title = "wheel of a potter"}));
  CHECK(first(title, {.id = 9, .title = "potter wheel", .age_days = 60}));
  CHECK(first({.id = 1, .title = "potter wheel", .shown = 100, .good = 80},
              {.id = 9, .title = "potter wheel", .shown = 100, .good = 10}));
  CHECK(first({.id = 2, .title = "potter wheel"}, title));  // a tie goes to the higher id
  CHECK(freshness(0) == doctest::Approx(1.25));
  CHECK(freshness(30) == doctest::Approx(1.125));
  CHECK(quality(0, 0) == doctest::Approx(0.95));
  CHECK(rarity(1000, 1) > rarity(1000, 500));
  CHECK(rank({}, std::vector{title}).front().score.total() == 0);
}
}  // namespace vitrine::search_test
