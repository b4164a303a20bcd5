#include "takeout/tiktok.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace vitrine::takeout::tiktok_test {
namespace {
const std::string newer = R"({
  "Profile And Settings": {
    "Profile Info": {"ProfileMap": {"userName": "lena.films", "displayName": "Lena",
                                    "bioDescription": "Clay\nand light",
                                    "emailAddress": "lena@example.org", "birthDate": "01-Jan-1990"}},
    "Following": {"Following": [{"Date": "2023-03-04 05:06:07", "UserName": "Pottery_Paul"},
                                {"UserName": ""}, 7]}},
  "Post": {"Posts": {"VideoList": [
    {"Date": "2024-05-02 11:00:00 UTC", "Title": "Two",
     "Link": "https://www.tiktokv.com/share/video/7362000000000000002/"},
    {"Date": "2024-05-01 10:00:00", "Link": "https://www.tiktokv.com/share/video/7362000000000000001/"},
    {"Date": "2024-05-03 12:00:00", "Link": "https://v16.tiktokcdn.example/film?x=1", "Title": "Three"}]}}})";
const std::string older = R"({
  "Profile": {"Profile Information": {"ProfileMap": {"userName": "lena", "bioDescription": "Clay"}}},
  "Activity": {"Following List": {"Following": [{"Date": "2020-01-01 00:00:00", "UserName": "paul"}]}},
  "Video": {"Videos": {"VideoList": [{"Date": "2020-02-02 02:02:02", "Link": "x"}]}}})";
}  // namespace

TEST_CASE("tiktok: who, whom and what, from files of both generations; nothing else is read") {
  const auto read = read_tiktok(newer, {});
  REQUIRE(read);
  CHECK(read->self.handle == "lena.films");
  CHECK(read->self.name == "Lena");
  CHECK(read->self.bio == "Clay\nand light");
  REQUIRE(read->following.size() == 1);
  CHECK(read->following[0].handle == "pottery_paul");
  CHECK(iso_text(read->following[0].since) == "2023-03-04T05:06:07.000Z");
  REQUIRE(read->clips.size() == 3);
  CHECK(iso_text(read->clips[0].created_at) == "2024-05-01T10:00:00.000Z");  // oldest first
  CHECK(read->clips[1].title == "Two");
  for (const auto& clip : read->clips) {
    CHECK(clip.visibility == model::Visibility::only_me);
    CHECK_FALSE(clip.published_at);
    CHECK(clip.media.empty());
  }
  const auto old = read_tiktok(older, {});
  REQUIRE(old);
  CHECK(old->self.handle == "lena");
  CHECK(old->following.size() == 1);
  CHECK(old->clips.size() == 1);
}

TEST_CASE("tiktok: a film belongs to the post of its number or its time, once; others come on their own") {
  const auto read = read_tiktok(newer, {"posts/7362000000000000002.mp4", "2024-05-01 10-00-00.MOV",
                                        "copy/2024-05-01_10_00_00.mp4", "beach.mp4"});
  REQUIRE(read);
  REQUIRE(read->clips.size() == 5);
  const auto with = [&](std::string_view film) { return std::ranges::find(read->clips, film, &Clip::media); };
  CHECK(with("posts/7362000000000000002.mp4")->title == "Two");
  const auto by_time = std::ranges::find_if(
      read->clips, [](const Clip& clip) { return clip.id.starts_with("2024-05-01 10:00:00 "); });
  CHECK(by_time->media.starts_with("2024-05-01 10-00-00"));
  CHECK(by_time->media_type == "video/quicktime");
  CHECK(with("beach.mp4")->title == "beach");
  CHECK(with("copy/2024-05-01_10_00_00.mp4") != read->clips.end());
  CHECK(std::ranges::count(read->clips, std::string{}, &Clip::media) == 1);
}

TEST_CASE("tiktok: what is broken is refused, what is odd is left out") {
  CHECK(read_tiktok("{", {}).error().code == "archive_unreadable");
  CHECK(read_tiktok("[]", {}).error().code == "archive_unreadable");
  const auto odd = read_tiktok(R"({"Profile": [], "Post": {"Posts": {"VideoList": [1, {"Date": 5}]}}})", {});
  REQUIRE(odd);
  CHECK(odd->self.handle.empty());
  REQUIRE(odd->clips.size() == 1);
  CHECK(odd->clips[0].created_at == Instant{});
  std::string many = R"({"Post": {"Posts": {"VideoList": [{})";
  for (std::size_t i = 0; i < clips_max; ++i) many += ",{}";
  CHECK(read_tiktok(many + "]}}}", {}).error().code == "archive_too_long");
  CHECK(read_tiktok("{}", std::vector<std::string>(clips_max + 1, "a.mp4")).error().code ==
        "archive_too_long");
}
}  // namespace vitrine::takeout::tiktok_test
