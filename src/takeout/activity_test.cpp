// What an export says, written and read again; and what strangers' files may say instead.
#include "takeout/activity.hpp"

#include <doctest/doctest.h>

#include <map>

#include "base/random.hpp"
#include "base/text.hpp"

namespace vitrine::activity_test {
using namespace vitrine::takeout;

namespace {
using Files = std::map<std::string, std::string, std::less<>>;

Result<Archive> read(const Files& files) {
  return read_archive([&](std::string_view entry) -> Result<std::optional<std::string>> {
    const auto found = files.find(entry);
    if (found == files.end()) return std::nullopt;
    return found->second;
  });
}

std::string words(base::Random& random, std::size_t max) {
  static constexpr const char* parts[] = {"low ", "tide", "<b>", "\"", "\n", "ü", "\xf0\x9f\x8c\x8a",
                                          " & ",  "#tag"};
  std::string text;
  for (auto n = random.next() % (max + 1); n-- > 0;) text += parts[random.next() % 9];
  return text;
}
Instant moment(base::Random& random) {
  return model::instant(static_cast<std::int64_t>(random.next() % 2'000'000'000'000));
}

Archive some_archive(std::uint64_t seed) {
  base::Random random{seed};
  Archive archive;
  archive.self = {.handle = "ada", .name = words(random, 5), .bio = words(random, 9), .language = "de"};
  archive.self.is_private = seed % 2 == 1;
  archive.self.created_at = moment(random);
  archive.self.portrait = "portrait.webp";
  for (int i = 0; i < 5; ++i) {
    Clip clip{.id = "clip" + std::to_string(i), .title = words(random, 9), .description = words(random, 30)};
    clip.language = i % 2 == 0 ? "en" : "";
    clip.visibility = static_cast<model::Visibility>(random.next() % 4);
    clip.audience = static_cast<model::Audience>(random.next() % 2);
    clip.ai_made = i == 1;
    clip.advert = i == 2;
    clip.created_at = moment(random);
    if (i != 3) clip.published_at = moment(random);
    clip.duration_ms = 12'345;
    clip.cover_ms = 77;
    clip.width = 90;
    clip.height = 160;
    if (i != 4) {
      clip.media = "media/" + clip.id + "/video.mp4";
      clip.media_type = "video/mp4";
      clip.original = i == 0;
      clip.cover = "media/" + clip.id + "/cover.webp";
      clip.captions = {{"en", "media/x/captions.en.vtt"}, {"de", "media/x/captions.de.vtt"}};
    }
    archive.clips.push_back(std::move(clip));
  }
  archive.notes = {
      {.id = "n1", .video = "clip1", .root = "", .text = words(random, 20), .created_at = moment(random)},
      {.id = "n2",
       .video = "clip1",
       .root = "n1",
       .text = words(random, 20),
       .created_at = moment(random),
       .edited_at = moment(random)}};
  archive.likes = {{"clip1", moment(random)}, {"other", moment(random)}};
  archive.saves = {{"clip2", moment(random)}};
  archive.history = {{"clip3", moment(random)}};
  archive.following = {{"ben", "Ben", moment(random)}};
  archive.followers = {{"cem", words(random, 4), moment(random)}};
  archive.settings = {.algorithm = "latest",
                      .sliders = {{"new", 2}, {"variety", -1}},
                      .mutes = {{"tag", "spoiler"}, {"word", "ü"}},
                      .history_paused = true,
                      .history_days = 30,
                      .blocked = {"dora"},
                      .muted = {"emil", "fred"}};
  return archive;
}
}  // namespace

TEST_CASE("activity: what was written is read, whatever was typed") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto archive = some_archive(seed);
    for (const auto* const address : {"", "https://house.example"}) {
      const auto files = files_of(archive, address);
      const auto back = read({files.begin(), files.end()});
      REQUIRE_MESSAGE(back, back.error().detail);
      CHECK_MESSAGE(*back == archive, "seed " << seed);
    }
  }
}

TEST_CASE("activity: files of other programs are taken for what they say") {
  const auto archive = read(
      {{"actor.json", R"({"type":"Person","preferredUsername":"ada","summary":"About","unknown":[1,2]})"},
       {"outbox.json",
        R"({"orderedItems":[{"type":"Create","object":{"type":"Video","id":"https://else/v/1","name":"A",
          "content":"said","published":"2024-02-29T23:59:59Z","attachment":[{"url":"a.mp4"}]}},
          {"type":"Announce","object":"https://else/2"}, 7, {"object":{"type":"Note","content":"hi"}}]})"}});
  REQUIRE(archive);
  CHECK(archive->self.bio == "About");
  REQUIRE(archive->clips.size() == 1);
  CHECK(archive->clips[0].description == "said");
  CHECK(iso_text(*archive->clips[0].published_at) == "2024-02-29T23:59:59.000Z");
  CHECK(archive->clips[0].visibility == model::Visibility::only_me);
  CHECK(archive->notes.size() == 1);
}

TEST_CASE("activity: what is no export is refused with a sentence") {
  CHECK(read({}).error().code == "archive_unreadable");
  CHECK(read({{"actor.json", "{}"}}).error().code == "archive_unreadable");
  CHECK(read({{"actor.json", "[]"}}).error().code == "archive_unreadable");
  CHECK(read({{"actor.json", R"({"preferredUsername":"a"})"}, {"likes.json", "nothing"}}).error().code ==
        "archive_unreadable");
  std::string many = R"({"orderedItems":[)";
  for (std::size_t i = 0; i <= friends_max; ++i) many += "0,";
  many += "0]}";
  CHECK(read({{"actor.json", R"({"preferredUsername":"a"})"}, {"following.json", many}}).error().code ==
        "archive_too_long");
}

TEST_CASE("activity: times are RFC 3339 in UTC, and nothing else") {
  for (const auto ms : {0LL, 1LL, 999LL, 951'782'400'000LL, 1'764'325'440'123LL, 4'102'444'799'999LL})
    CHECK(iso_time(iso_text(model::instant(ms))) == model::instant(ms));
  CHECK(iso_time("2026-11-28T10:24:00Z") == iso_time("2026-11-28T10:24:00.000000Z"));
  CHECK(iso_time("2026-11-28T10:24:00.1Z") == iso_time("2026-11-28T10:24:00.100Z"));
  for (const auto* const text :
       {"", "2026-11-28", "2026-11-28T10:24:00", "2026-13-28T10:24:00Z", "2026-02-30T10:24:00Z",
        "2026-11-28T24:24:00Z", "2026-11-28T10:24:00.Z", "2026-11-28T10:24:00+01:00", "2026-11-28 10:24:00Z",
        "1969-11-28T10:24:00Z", "2o26-11-28T10:24:00Z"})
    CHECK_MESSAGE(!iso_time(text), text);
}
}  // namespace vitrine::activity_test
