// Who is found: nobody is left out for standing late in a list.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "feed/stages.hpp"
#include "feed/testing/town.hpp"

namespace vitrine::sources_test {
using namespace vitrine::feed;
using feed::testing::Town;

namespace {

constexpr std::uint64_t of_each = 20;

/// In turn: the authors' first videos, their second ones ...; video n of author a has the id a * 1000 + n.
Town town_of(std::uint64_t authors) {
  Town town;
  for (std::uint64_t n = 0; n < of_each; ++n)
    for (std::uint64_t author = 1; author <= authors; ++author)
      town.publish(author * 1000 + n, author, {"clay"});
  return town;
}

Query following_all(const Town& town, std::uint64_t authors) {
  Query query{.viewer = model::ViewerId{7}, .at = town.now()};
  for (std::uint64_t author = 1; author <= authors; ++author)
    query.follows.push_back(model::AccountId{author});
  return query;
}

std::vector<std::uint64_t> found(const Query& query, const Town& town, const Policy& policy) {
  const Context context{query, town.model, policy};
  std::vector<std::uint64_t> ids;
  for (const Candidate& candidate : gather(context)) ids.push_back(candidate.id);
  return ids;
}

Policy only(Policy policy, Source source, int max) {
  policy.sources = {{source, max}};
  return policy;
}

}  // namespace

TEST_CASE("following: in order of time the newest of all whom one follows, newest first") {
  for (const std::uint64_t authors : {3U, 40U, 700U}) {
    const Town town = town_of(authors);
    const auto ids = found(following_all(town, authors), town, following());
    REQUIRE(ids.size() == std::min<std::size_t>(authors * of_each, 500));
    // They were published one after the other.
    for (std::size_t i = 0; i < ids.size(); ++i)
      CHECK(ids[i] == (authors - i % authors) * 1000 + of_each - 1 - i / authors);
  }
}

TEST_CASE("following: in order of time also many of one author's, and an old one changed hides no new one") {
  Town town = town_of(40);
  for (std::uint64_t n = 100; n < 150; ++n) town.publish(1000 + n, 1, {"clay"});
  town.publish(1000, 1, {"clay", "now with another tag"});
  const auto ids = found(following_all(town, 40), town, following());
  REQUIRE(ids.size() == 500);
  for (std::uint64_t i = 0; i < 50; ++i) CHECK(ids[i] == 1149 - i);
  CHECK(ids[50] == 40'019);
  CHECK(std::ranges::find(ids, 1000U) == ids.end());
}

TEST_CASE("following: by score the newest of each before the second of any; of too many who published last") {
  const Town town = town_of(40);
  const auto ids = found(following_all(town, 40), town, only(home(), Source::following, 300));
  REQUIRE(ids.size() == 300);
  std::map<std::uint64_t, int> of_author;
  for (const auto id : ids) ++of_author[id / 1000];
  CHECK(of_author.size() == 40);
  for (const auto& [author, count] : of_author) CHECK((count == 7 || count == 8));

  const Town city = town_of(400);
  std::set<std::uint64_t> authors;
  for (const auto id : found(following_all(city, 400), city, only(home(), Source::following, 300))) {
    CHECK(id % 1000 == of_each - 1);
    CHECK(id / 1000 > 100);
    authors.insert(id / 1000);
  }
  CHECK(authors.size() == 300);
}

TEST_CASE("interest, tag, author: all that are asked for get their share") {
  Town town;
  constexpr std::uint64_t topics = 8;
  const auto topic = [](std::uint64_t n) { return "topic" + std::to_string(n); };
  for (std::uint64_t n = 0; n < 100; ++n)
    for (std::uint64_t t = 0; t < topics; ++t) town.publish(10'000 + n * topics + t, 1 + t, {topic(t)});
  Query query{.sitting = learning::Viewer{}, .at = town.now()};
  for (std::uint64_t t = 0; t < topics; ++t) {
    learning::note_wish(*query.sitting, model::tag_id(topic(t)).raw(), model::events::Wish::more,
                        learning::seconds(query.at));
    query.sitting->authors.add({.author = 1 + t, .value = 0.5F});
  }
  const auto shares = [&](Source source, int max) {
    std::map<std::uint64_t, int> of_topic;
    for (const auto id : found(query, town, only(home(), source, max))) ++of_topic[id % topics];
    CHECK(of_topic.size() == topics);
    return of_topic;
  };
  for (const auto& [t, count] : shares(Source::interest, 100)) CHECK((count == 12 || count == 13));
  for (const auto& [t, count] : shares(Source::tag, 300)) CHECK((count == 37 || count == 38));
  for (const auto& [t, count] : shares(Source::tag, 2000)) CHECK(count == 80);
  for (const auto& [t, count] : shares(Source::author, 80)) CHECK(count == 10);
}
}  // namespace vitrine::sources_test
