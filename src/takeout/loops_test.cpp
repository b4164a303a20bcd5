#include "takeout/loops.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace vitrine::takeout::loops_test {
namespace {
const std::string all = R"({
  "user_profile": {
    "basic_info": {"id": "7", "username": "lena", "email": "lena@example.org", "display_name": "Lena",
                   "bio": "Clay\nand light", "created_at": "November 1, 2024, 9:35 pm"},
    "settings": {"analytics_tracking": true}, "statistics": {"videos_count": 2}},
  "videos": {"videos": [
    {"id": "80264773241016320", "caption": "What the hail?\n\n#hail", "likes": 3, "comments": 0,
     "url": "https://loops.example/v/5qWu", "media": "https://cdn.example/a.mp4",
     "created_at": "November 4, 2024, 12:05 am"},
    {"id": 80264773241016319, "caption": "First", "created_at": "November 3, 2024, 12:30 pm"}]},
  "interactions": {"comments": [{"content": "no"}], "likes": []},
  "social_connections": {
    "followers": [{"username": "mo"}],
    "following": {"0": {"username": "Pottery_Paul", "display_name": "Paul", "followed_at": "March 4, 2025"},
                  "2": {"username": "away@other.example", "followed_at": "soon"}}},
  "export_metadata": {"exported_at": "May 1, 2025, 1:00 pm", "export_version": "1.0", "platform": "Loops"}})";
}  // namespace

TEST_CASE(
    "loops: who, whom and what; nothing else is read, and a film belongs to the number before its name") {
  const auto read = read_loops(all, {"videos/80264773241016320_x7a.mp4", "videos/99_other.mp4"});
  REQUIRE(read);
  CHECK(read->self.handle == "lena");
  CHECK(read->self.name == "Lena");
  CHECK(read->self.bio == "Clay\nand light");
  REQUIRE(read->following.size() == 2);
  CHECK(read->following[0].handle == "pottery_paul");
  CHECK(iso_text(read->following[0].since) == "2025-03-04T00:00:00.000Z");
  CHECK(read->following[1].since == Instant{});
  CHECK(read->notes.empty());
  CHECK(read->likes.empty());
  REQUIRE(read->clips.size() == 3);  // oldest first: the film without a post has no time
  CHECK(read->clips[0].title == "99_other");
  CHECK(read->clips[1].description == "First");
  CHECK(read->clips[1].id == "80264773241016319");
  CHECK(read->clips[1].media.empty());
  CHECK(iso_text(read->clips[1].created_at) == "2024-11-03T12:30:00.000Z");
  CHECK(read->clips[2].media == "videos/80264773241016320_x7a.mp4");
  CHECK(read->clips[2].description == "What the hail?\n\n#hail");
  CHECK(iso_text(read->clips[2].created_at) == "2024-11-04T00:05:00.000Z");
  for (const auto& clip : read->clips) {
    CHECK(clip.visibility == model::Visibility::only_me);
    CHECK_FALSE(clip.published_at);
  }
}

TEST_CASE("loops: who asked for one part brings that part") {
  const auto profile = read_loops(R"({"basic_info": {"username": "lena", "display_name": "Lena"}})", {});
  REQUIRE(profile);
  CHECK(profile->self.name == "Lena");
  const auto videos = read_loops(R"({"videos": [{"id": "5", "caption": "One"}]})", {"5_one.mp4"});
  REQUIRE(videos);
  REQUIRE(videos->clips.size() == 1);
  CHECK(videos->clips[0].media == "5_one.mp4");
  const auto people = read_loops(R"({"followers": [], "following": [{"username": "paul"}]})", {});
  REQUIRE(people);
  CHECK(people->following.size() == 1);
}

TEST_CASE("loops: times as they are written there, and nothing like them") {
  const auto text = [](std::string_view time) {
    const auto read = loops_time(time);
    return read ? iso_text(*read) : std::string{"-"};
  };
  CHECK(text("May 1, 2024, 10:00 am") == "2024-05-01T10:00:00.000Z");
  CHECK(text("December 31, 2024, 12:59 pm") == "2024-12-31T12:59:00.000Z");
  CHECK(text("February 29, 2024") == "2024-02-29T00:00:00.000Z");
  for (const auto* const odd : {"", "May", "May 0, 2024", "May 32, 2024", "Mai 1, 2024", "May 1, 24",
                                "May 1, 2024, 13:00 pm", "May 1, 2024, 0:10 am", "May 1, 2024, 1:60 am",
                                "May 1, 2024, 1:00", "May 1, 2024 ", "February 30, 2024"})
    CHECK_MESSAGE(text(odd) == "-", odd);
}

TEST_CASE("loops: what is broken or somebody else's is refused, what is odd is left out") {
  CHECK(read_loops("{", {}).error().code == "archive_unreadable");
  CHECK(read_loops("[]", {}).error().code == "archive_unreadable");
  CHECK(read_loops(R"({"people": [], "name": "else"})", {}).error().code == "archive_unreadable");
  const auto odd =
      read_loops(R"({"user_profile": [], "videos": {"videos": [1, {"id": [], "caption": 5}]}})", {});
  REQUIRE(odd);
  REQUIRE(odd->clips.size() == 1);
  CHECK(odd->clips[0].description.empty());
  std::string many = R"({"videos": [{})";
  for (std::size_t i = 0; i < clips_max; ++i) many += ",{}";
  CHECK(read_loops(many + "]}", {}).error().code == "archive_too_long");
  CHECK(read_loops(R"({"videos": []})", std::vector<std::string>(clips_max + 1, "a.mp4")).error().code ==
        "archive_too_long");
}
}  // namespace vitrine::takeout::loops_test
