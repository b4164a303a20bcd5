#include "feed/document.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "feed/document_words.hpp"

namespace vitrine::document_test {
using namespace vitrine::feed;

namespace {
/// A policy with every source, weight and slider there is.
Policy everything() {
  Policy policy = home();
  policy.weights[index(learning::Head::opened)] = 0.5F;
  return policy;
}

/// The key of a line of a policy's text, as the document has it.
std::string key_of(std::string_view line) {
  const auto words = base::split(line, ' ');
  const std::set<std::string_view> two{"source",    "weight",    "slider",   "order",
                                       "profiling", "languages", "integrity"};
  if (words[0] == "withhold") return std::string{line.substr(0, line.find(" by "))};
  return std::string{words[0]} + (two.contains(words[0]) ? " " + std::string{words[1]} : "");
}
}  // namespace

TEST_CASE("document: every line of a policy is told in both languages, with its value") {
  std::vector<Policy> policies = Shelf::built_in().offered();
  policies.push_back(everything());
  Policy ruled = home();
  for (const auto* line : {"market DE", "withhold tag dice by Act 5"})
    REQUIRE_FALSE(region::take_line(ruled.market, line));
  policies.push_back(ruled);
  for (const Policy& policy : policies)
    for (const std::string language : {"en", "de"}) {
      const Document document = document_of(policy, language);
      std::set<std::string> keys;
      for (const auto& section : document.sections) {
        CHECK_FALSE(section.title.empty());
        CHECK_FALSE(section.intro.empty());
        for (const auto& line : section.lines) {
          CHECK_MESSAGE(!line.name.empty(), line.key << " has no words in " << language);
          CHECK_MESSAGE(!line.words.empty(), line.key << " has no words in " << language);
          keys.insert(line.key);
        }
      }
      const std::string text = policy.text();
      for (const auto line : base::split(text, '\n')) {
        if (line.empty() || line.starts_with("title ") || line.starts_with("about ")) continue;
        if (policy.order == Order::by_time && line.starts_with("weight ")) continue;
        if (line == "profiling uses_history" && keys.contains("profiling follows")) continue;
        if (line == "profiling none" && keys.contains("profiling none declared")) continue;
        CHECK_MESSAGE(keys.contains(key_of(line)), line << " of " << policy.name << " is not told");
      }
      CHECK_FALSE(document.title.empty());
      CHECK_FALSE(document.about.empty());
    }
}

TEST_CASE("document: what a list in order of time does not do is told as that") {
  const Document document = document_of(*Shelf::built_in().named("latest"), "en");
  const auto tells = [&](std::string_view section, std::string_view key) {
    const auto found = std::ranges::find(document.sections, section, &Document::Section::key);
    return found != document.sections.end() &&
           std::ranges::find(found->lines, key, &Document::Line::key) != found->lines.end();
  };
  CHECK(tells("rules", "order by_time"));
  CHECK_FALSE(tells("rules", "author_max_in_20"));
  CHECK(tells("idle", "author_max_in_20"));
  CHECK(tells("sieves", "sieve older"));
  CHECK_FALSE(tells("sieves", "sieve below_the_cut"));
  CHECK_FALSE(tells("sieves", "sieve at_first_look"));
}

TEST_CASE("document: what looks at nobody's history does not say that it does") {
  const auto profiling = [](const Policy& policy) {
    for (const auto& section : document_of(policy, "en").sections)
      for (const auto& line : section.lines)
        if (line.key.starts_with("profiling ")) return line.key;
    return std::string{};
  };
  CHECK(profiling(following()) == "profiling follows");
  CHECK(profiling(latest()) == "profiling none");
  CHECK(profiling(local()) == "profiling none declared");
  CHECK(profiling(home()) == "profiling uses_history");
  Policy topics = following();
  topics.sources.push_back({Source::tag, 100});
  CHECK(profiling(topics) == "profiling uses_history");
  CHECK(to_text(document_of(non_profiling(), "en")).find("how likely you") == std::string::npos);
}

TEST_CASE("document: there are words for every source, prediction and slider, used or not") {
  for (std::size_t s = 0; s < model::events::sources_count; ++s)
    CHECK(told("source " + std::string{source_name(static_cast<Source>(s))}) != nullptr);
  for (const auto name : learning::head_names) CHECK(told("weight " + std::string{name}) != nullptr);
  for (const auto& [found, word] : model::Words<model::Integrity>::list)
    CHECK((told("integrity " + std::string{word}) != nullptr) == (found != model::Integrity::whole));
  for (std::size_t s = 0; s < sliders_count; ++s)
    CHECK(told("slider " + std::string{slider_name(static_cast<Slider>(s))}) != nullptr);
}

TEST_CASE("document: text and HTML say the present values, and an operator's title cannot break the page") {
  Policy policy = home();
  policy.titles = {{"en", "A <b>& co", "one"}};
  const Document document = document_of(policy, "en");
  CHECK(to_text(document).find("Not interested or reported: -8") != std::string::npos);
  const std::string html = to_html(document);
  CHECK(html.find("A &lt;b&gt;&amp; co") != std::string::npos);
  CHECK(html.find("<b>") == std::string::npos);
  CHECK(to_text(document_of(home(), "de")).find("Ein Herz: 1,5") != std::string::npos);
}
}  // namespace vitrine::document_test
