#include "catalog/captions.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/text.hpp"

namespace vitrine::captions_test {
using namespace vitrine::catalog;
using model::Millis;

namespace {
std::string refusal(std::string_view file) {
  const auto cues = read_captions(file);
  return cues ? "" : cues.error().detail;
}
}  // namespace

TEST_CASE("captions: WebVTT with everything that is dropped") {
  const auto cues = read_captions(
      "\xEF\xBB\xBFWEBVTT - a talk\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE\r\nnobody reads "
      "this\r\n\r\n"
      "opening\r\n00:01.000 --> 00:02.500 align:start position:10%\r\n<v Ada>Good <b>morning</b>\r\n"
      "you &amp; you &lt;3\r\n\r\n01:00:03.004 --> 01:00:04.000\r\nlate\r\n");
  REQUIRE(cues);
  REQUIRE(cues->size() == 2);
  CHECK((*cues)[0] == Cue{Millis{1000}, Millis{2500}, "Good morning\nyou & you <3"});
  CHECK((*cues)[1].from == Millis{3'603'004});
}

TEST_CASE("captions: SubRip, also without empty lines between the cues, sorted by time") {
  const auto cues =
      read_captions("2\n00:00:05,000 --> 00:00:06,000\nsecond\n\n1\n00:00:01,000 --> 00:00:02,000\nfirst\n");
  REQUIRE(cues);
  REQUIRE(cues->size() == 2);
  CHECK(cues->front().text == "first");
  const auto tight = read_captions("00:01.000 --> 00:02.000\none\n00:02.000 --> 00:03.000\ntwo");
  REQUIRE(tight);
  CHECK(tight->size() == 2);
}

TEST_CASE("captions: what is wrong is named with its line") {
  CHECK(refusal("WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards").starts_with("Line 3:"));
  CHECK(refusal("1\n00:00:61,000 --> 00:00:62,000\nno such second").starts_with("Line 2:"));
  CHECK(refusal("hello").starts_with("Line 1:"));
  CHECK(refusal("00:01.000 --> 00:02.000\n" + std::string(301, 'a')).starts_with("Line 1:"));
  CHECK_FALSE(read_captions("00:01.000 --> 00:02.000\n\xff"));
  CHECK(read_captions(std::string(captions_bytes_max + 1, '\n')).error().code == "captions_too_large");
}

TEST_CASE("captions: whatever is read is kept, and says nothing but text") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint16_t, std::string>>& said) {
    std::vector<Cue> cues;
    for (const auto& [at, words] : said) {
      auto text = base::clean_text(base::is_utf8(words) ? words : "x", base::Lines::one);
      if (text.empty()) text = "y";
      cues.push_back({Millis{at}, Millis{at + 1}, text});
    }
    RC_PRE(!cues.empty());
    std::ranges::stable_sort(cues, {}, [](const Cue& cue) { return std::pair{cue.from, cue.to}; });
    const auto kept = read_captions(webvtt(cues));
    RC_ASSERT(kept.has_value());
    RC_ASSERT(*kept == cues);
  }));
}
}  // namespace vitrine::captions_test
