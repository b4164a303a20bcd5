// The search box against what people expect of it: tests/relevance/, on every engine.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/catalog_store_search.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "base/text.hpp"
#include "catalog/search.hpp"
#include "catalog/tags.hpp"
#include "catalog/testing/fakes.hpp"

namespace vitrine::search_relevance_test {
using catalog::Video;
using model::VideoId;
using ports::Transaction;

namespace {
struct Question {
  std::string text;
  std::map<std::string, int> grades;
};
struct Set {
  std::vector<std::pair<std::string, Video>> clips;
  std::vector<Question> questions;
};

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string{text};
}

Video clip_of(std::uint64_t number, const std::vector<std::string_view>& parts, std::string_view language) {
  Video video{.id = VideoId{number}, .author = model::AccountId{1}};
  video.title = trimmed(parts.at(1));
  video.description = trimmed(parts.at(2));
  video.tags = catalog::find_tags_and_mentions(video.title + "\n" + video.description).tags;
  video.language = language;
  video.state = model::VideoState::ready;
  video.duration_ms = 20'000;
  // All of one age, so that words alone decide.
  video.published_at = model::instant(1'700'000'000'000);
  video.created_at = *video.published_at;
  return video;
}

Set read_set(std::string_view language) {
  std::ifstream in{std::string{VITRINE_RELEVANCE} + "/" + std::string{language} + ".txt"};
  REQUIRE(in);
  Set set;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("+ ")) {
      const auto parts = base::split(std::string_view{line}.substr(2), '|');
      REQUIRE_MESSAGE(parts.size() == 3, line);
      set.clips.emplace_back(trimmed(parts[0]), clip_of(set.clips.size() + 1, parts, language));
    } else if (line.starts_with("? ")) {
      const auto halves = base::split(std::string_view{line}.substr(2), '=');
      REQUIRE_MESSAGE(halves.size() == 2, line);
      Question question{trimmed(halves[0]), {}};
      for (const auto part : base::split(halves[1], ',')) {
        const auto words = trimmed(part);
        const auto space = words.rfind(' ');
        const auto name = words.substr(0, space);
        REQUIRE_MESSAGE(std::ranges::count(set.clips, name, [](const auto& clip) { return clip.first; }) == 1,
                        name);
        question.grades[name] = std::stoi(words.substr(space + 1));
      }
      set.questions.push_back(std::move(question));
    }
  }
  return set;
}

double gain(int grade, std::size_t place) {
  return (std::exp2(grade) - 1) / std::log2(static_cast<double>(place) + 2);
}

/// nDCG of the first ten.
double measure(const Question& question, const std::vector<std::string>& answer) {
  double got = 0, best = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(answer.size(), 10); ++i)
    if (const auto at = question.grades.find(answer[i]); at != question.grades.end())
      got += gain(at->second, i);
  std::vector<int> grades;
  for (const auto& [name, grade] : question.grades) grades.push_back(grade);
  std::ranges::sort(grades, std::ranges::greater{});
  for (std::size_t i = 0; i < std::min<std::size_t>(grades.size(), 10); ++i) best += gain(grades[i], i);
  return got / best;
}

/// The mean over all questions; those answered badly are printed.
double ndcg(sql::SqlRecord& record, sql::testing::Surroundings& around, std::string_view language) {
  const auto set = read_set(language);
  sql::VideoStore store;
  sql::SearchIndex index;
  catalog::testing::FakeRelations relations;
  catalog::testing::FakePeople people;
  sql::UploadStore uploads;
  catalog::testing::FakeJobs jobs;
  catalog::Videos videos{{store, uploads, relations, people, jobs, around.clock}};
  catalog::Search search{
      {index, videos, [](auto ids) { return std::vector<catalog::Search::Watched>(ids.size()); }}};
  REQUIRE(record.write([&](Transaction& tx) -> base::Result<void> {
    for (const auto& [name, clip] : set.clips) TRY(store.insert(tx, clip));
    return {};
  }));
  double sum = 0;
  for (const auto& question : set.questions) {
    const auto answer = record.read([&](Transaction& tx) {
      return search.find(tx, {}, {.text = question.text, .count = 10, .at = around.clock.now()});
    });
    REQUIRE_MESSAGE(answer, answer.error().detail);
    std::vector<std::string> names;
    for (const auto& found : answer->videos) names.push_back(set.clips.at(found.video.id.raw() - 1).first);
    const double one = measure(question, names);
    sum += one;
    if (one < 0.8 && !record.is_postgres()) {
      std::string list;
      for (const auto& name : names) list += " " + name;
      std::printf("  %s: %.2f \"%s\" ->%s\n", std::string{language}.c_str(), one, question.text.c_str(),
                  list.c_str());
    }
  }
  const double mean = sum / static_cast<double>(set.questions.size());
  std::printf("nDCG@10 %s, %s: %.4f over %zu questions\n", std::string{language}.c_str(),
              record.is_postgres() ? "PostgreSQL" : "SQLite", mean, set.questions.size());
  return mean;
}
}  // namespace

TEST_CASE("search: a language is a language, and no way into the index's own questions") {
  sql::testing::for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    sql::VideoStore store;
    sql::SearchIndex index;
    catalog::testing::FakeRelations relations;
    catalog::testing::FakePeople people;
    sql::UploadStore uploads;
    catalog::testing::FakeJobs jobs;
    catalog::Videos videos{{store, uploads, relations, people, jobs, around.clock}};
    catalog::Search search{
        {index, videos, [](auto ids) { return std::vector<catalog::Search::Watched>(ids.size()); }}};
    for (const std::string_view language : {"#t", "\" \"", "' |", "a\\", "EN", "engl", "e"}) {
      const auto answer = record.read([&](Transaction& tx) {
        return search.find(tx, {},
                           {.text = "pots", .language = language, .count = 10, .at = around.clock.now()});
      });
      REQUIRE(!answer);
      CHECK(answer.error().code == "language_unknown");
    }
    for (const auto* mark : {"\"", "'", "\\", "') | ('"})
      CHECK(record.read([&](Transaction& tx) {
        return index.matching(tx, {.groups = {{"pots"}}, .marks = {std::string{mark}}, .limit = 9});
      }));
  });
}

TEST_CASE("search: the order is what people expect, in English and in German") {
  sql::testing::for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    CHECK(ndcg(record, around, "en") >= 0.985);
  });
  sql::testing::for_each_engine([](sql::SqlRecord& record, sql::testing::Surroundings& around) {
    CHECK(ndcg(record, around, "de") >= 0.99);
  });
}
}  // namespace vitrine::search_relevance_test
