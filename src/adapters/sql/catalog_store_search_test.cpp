// What the search index promises, on every engine: the same answers from SQLite's FTS5 and PostgreSQL's GIN.
#include "adapters/sql/catalog_store_search.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/sql/catalog_store.hpp"
#include "adapters/sql/testing/each_engine.hpp"
#include "search/slips.hpp"

namespace vitrine::catalog_store_search_test {
using base::Result;
using catalog::HintKind;
using catalog::Video;
using model::VideoId;
using ports::Transaction;
using sql::testing::for_each_engine;
using Ids = std::vector<std::uint64_t>;
using Groups = std::vector<std::vector<std::string>>;

namespace {
const model::AccountId ada{1};
const auto noon = model::instant(1'700'000'000'000);

Video clip(std::uint64_t id, std::string title, std::vector<std::string> tags = {},
           std::string language = "en") {
  Video video{.id = VideoId{id}, .author = ada};
  video.title = std::move(title);
  video.tags = std::move(tags);
  video.language = std::move(language);
  video.state = model::VideoState::ready;
  video.duration_ms = 20'000;
  video.created_at = noon;
  video.published_at = noon + model::Millis{static_cast<std::int64_t>(id)};
  return video;
}

/// The index and the videos behind it, each call in a transaction of its own.
struct House {
  explicit House(ports::Record& record_in) : record(record_in) {}
  template <class Body>
  auto in(Body body) {
    auto answer = record.write(body);
    REQUIRE_MESSAGE(answer, answer.error().code << ": " << answer.error().detail);
    if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return *answer;
  }
  void put(const Video& video) {
    in([&](Transaction& tx) { return videos.insert(tx, video); });
  }
  void change(const Video& video) {
    in([&](Transaction& tx) { return videos.update(tx, video); });
  }
  Ids found(sql::SearchIndex::Ask ask) {
    Ids ids;
    for (const auto& match : in([&](Transaction& tx) { return index.matching(tx, ask); }))
      ids.push_back(match.video.raw());
    return ids;
  }
  Ids found(Groups groups) { return found(sql::SearchIndex::Ask{.groups = std::move(groups)}); }
  std::vector<sql::SearchIndex::Known> known(std::vector<std::string> words) {
    return in([&](Transaction& tx) { return index.known(tx, words); });
  }
  std::vector<std::string> hints(HintKind kind, std::string_view letters) {
    std::vector<std::string> list;
    for (const auto& hint : in([&](Transaction& tx) { return index.hints(tx, kind, letters, 20); }))
      list.push_back(hint.spelled + " " + std::to_string(hint.videos));
    return list;
  }
  std::int64_t size() {
    return in([&](Transaction& tx) { return index.size(tx); });
  }

  ports::Record& record;
  sql::VideoStore videos;
  sql::SearchIndex index;
};
using Strings = std::vector<std::string>;
}  // namespace

TEST_CASE("search_index: terms find videos, newest first, every group or any, with filters") {
  for_each_engine([](ports::Record& record) {
    House house{record};
    house.put(clip(1, "Throwing pots", {"pottery"}));
    house.put(clip(2, "Töpfern am Rad", {"töpfern"}, "de"));
    auto longer = clip(3, "Throwing a party");
    longer.duration_ms = 200'000;
    house.put(longer);
    CHECK(house.found(Groups{{"throw"}}) == Ids{3, 1});
    CHECK(house.found(Groups{{"throw"}, {"pots", "pot"}}) == Ids{1});
    CHECK(house.found({.groups = {{"topfern"}, {"throw"}}, .any = true}) == Ids{3, 2, 1});
    CHECK(house.found({.groups = {{"topfern"}, {"throw"}}, .any = true, .limit = 2}) == Ids{3, 2});
    CHECK(house.found({.groups = {{"throw"}}, .marks = {catalog::mark_of(catalog::Length::lengthy)}}) ==
          Ids{3});
    CHECK(house.found({.groups = {{"topfern"}, {"throw"}},
                       .any = true,
                       .marks = {catalog::mark_of_language("de")}}) == Ids{2});
    CHECK(house.found({.groups = {{"throw"}}, .published_after = noon + model::Millis{2}}) == Ids{3});
    const auto listed = [&](std::int64_t from, std::int64_t until, int limit) {
      Ids ids;
      for (const auto& [video, at] : house.in([&](Transaction& tx) {
             return house.index.published(tx, noon + model::Millis{from}, noon + model::Millis{until}, limit);
           }))
        ids.push_back(video.raw());
      return ids;
    };
    CHECK(listed(1, 3, 9) == Ids{2, 1});
    CHECK(listed(0, 9, 2) == Ids{3, 2});
    CHECK(house.in([&](Transaction& tx) { return house.index.first_published(tx); }) ==
          noon + model::Millis{1});
    CHECK(house.found(Groups{{"nothing"}}).empty());
    CHECK(house.found(Groups{}).empty());
    const auto match =
        house.in([&](Transaction& tx) { return house.index.matching(tx, {.groups = {{"rad"}}}); });
    REQUIRE(match.size() == 1);
    CHECK(match[0].title == "topfern/topf am rad");
    CHECK(match[0].published_at == noon + model::Millis{2});
  });
}

TEST_CASE("search_index: only what everybody may find is in it, from the same transaction on") {
  for_each_engine([](ports::Record& record) {
    House house{record};
    auto video = clip(7, "Quiet tides", {"tides"});
    const auto there = [&] { return house.found(Groups{{"tides"}}) == Ids{7}; };
    const auto gone = [&] {
      return house.found(Groups{{"tides"}}).empty() && house.known({"tides", "quiet"}).empty() &&
             house.hints(HintKind::tag, "ti").empty() && house.hints(HintKind::words, "quiet").empty() &&
             house.size() == 0;
    };
    house.put(video);
    CHECK(there());
    for (const auto hidden :
         {model::Visibility::followers, model::Visibility::unlisted, model::Visibility::only_me}) {
      video.visibility = hidden;
      house.change(video);
      CHECK(gone());
      video.visibility = model::Visibility::everyone;
      house.change(video);
      CHECK(there());
    }
    video.published_at.reset();
    house.change(video);
    CHECK(gone());
    video.published_at = noon;
    video.state = model::VideoState::failed;
    house.change(video);
    CHECK(gone());
    video.state = model::VideoState::playable;
    house.change(video);
    CHECK(there());
    const auto undone = record.write([&](Transaction& tx) -> Result<void> {
      TRY(house.videos.remove(tx, VideoId{7}, noon));
      return base::fail(base::Fault::conflict, "thought_better_of_it", "A test.");
    });
    CHECK_FALSE(undone);
    CHECK(there());
    house.in([&](Transaction& tx) { return house.videos.remove(tx, VideoId{7}, noon); });
    CHECK(gone());
  });
}

TEST_CASE("search_index: adult clips are found when asked for, and are never suggested") {
  for_each_engine([](ports::Record& record) {
    House house{record};
    auto video = clip(7, "Red velvet", {"velvet"});
    video.audience = model::Audience::adult;
    house.put(video);
    CHECK(house.found(Groups{{"velvet"}}).empty());
    CHECK(house.found({.groups = {{"velvet"}}, .with_adult = true}) == Ids{7});
    CHECK(house.hints(HintKind::tag, "v").empty());
    CHECK(house.hints(HintKind::words, "r").empty());
    CHECK(house.in([&](Transaction& tx) { return house.index.beginning(tx, "vel", 5); }).empty());
    CHECK(
        house.in([&](Transaction& tx) { return house.index.near(tx, search::slips_of("velvat")); }).empty());
  });
}

TEST_CASE("search_index: words are counted, and found by their beginning and by a slip") {
  for_each_engine([](ports::Record& record) {
    House house{record};
    house.put(clip(1, "Pottery for beginners", {"pottery"}));
    house.put(clip(2, "Pottery wheel", {"pottery"}));
    house.put(clip(3, "Potted plants"));
    CHECK(house.size() == 3);
    const auto known = house.known({"pottery", "wheel", "kiln"});
    REQUIRE(known.size() == 2);
    CHECK(known[0] == sql::SearchIndex::Known{"pottery", "pottery", 2});
    CHECK(known[1] == sql::SearchIndex::Known{"wheel", "wheel", 1});
    const auto begun = house.in([&](Transaction& tx) { return house.index.beginning(tx, "pott", 5); });
    REQUIRE(begun.size() == 2);  // mere stems ("potteri") are not among them
    CHECK(begun[0].word == "pottery");
    CHECK(begun[1].word == "potted");
    const auto near =
        house.in([&](Transaction& tx) { return house.index.near(tx, search::slips_of("potery")); });
    CHECK(std::ranges::find(near, "pottery", &sql::SearchIndex::Known::word) != near.end());
    CHECK(house.hints(HintKind::tag, "pot") == Strings{"pottery 2"});
    CHECK(house.hints(HintKind::words, "pott") ==
          Strings{"potted plants 1", "pottery for beginners 1", "pottery wheel 1"});

    auto renamed = clip(2, "Töpferscheibe", {"töpfern"}, "de");
    house.change(renamed);
    CHECK(house.known({"pottery"})[0].videos == 1);
    CHECK(house.known({"wheel"}).empty());
    CHECK(house.known({"topferscheibe"})[0].spelled == "töpferscheibe");
    CHECK(house.found(Groups{{"wheel"}}).empty());
    CHECK(house.hints(HintKind::tag, "topf") == Strings{"töpfern 1"});
  });
}

TEST_CASE("search_index: written again it is the same index") {
  for_each_engine([](ports::Record& record) {
    House house{record};
    for (std::uint64_t id = 1; id <= 5; ++id)
      house.put(clip(id, "Clip about tides no " + std::to_string(id)));
    auto draft = clip(6, "Draft tides");
    draft.published_at.reset();
    house.put(draft);
    VideoId last{0};
    int batches = 0;
    for (;; ++batches) {
      const auto done = house.in([&](Transaction& tx) { return house.index.write_again(tx, last, 4); });
      if (!done) break;
      last = *done;
    }
    CHECK(batches == 2);
    CHECK(house.size() == 5);
    CHECK(house.found(Groups{{"tides"}}) == Ids{5, 4, 3, 2, 1});
    CHECK(house.known({"tides"})[0].videos == 5);
  });
}
}  // namespace vitrine::catalog_store_search_test
