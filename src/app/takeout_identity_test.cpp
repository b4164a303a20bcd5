// What was exported from one house and taken in by an empty one is exported from there as the same: apart
// from ids and keys. And what is no honest export is refused with a sentence, by the very route people use.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "app/testing/takeout_house.hpp"
#include "takeout/activity.hpp"
#include "takeout/opened.hpp"
#include "takeout/zip_writer.hpp"

namespace vitrine::takeout_identity_test {
using app::testing::House;
namespace json = base::json;

namespace {
takeout::ZipReader zip_of(const std::string& bytes) {
  auto zip = takeout::ZipReader::open(takeout::source_of(base::as_bytes(bytes)));
  REQUIRE_MESSAGE(zip, zip.error().detail);
  return std::move(*zip);
}

std::string exported(House& house, const std::string& token) {
  const auto id = house.call("POST", "/me/export", token, 201, {{"media", true}}).at("id");
  house.exported(token);
  return house.fetch("/me/exports/" + std::string{id.as_string()} + "/file", token);
}

/// What an export says, with the numbers of things in place of their ids, and with the bytes of its files in
/// place of their names.
takeout::Archive without_ids(const std::string& bytes) {
  const auto zip = zip_of(bytes);
  auto archive = takeout::archive_in(zip).value();
  std::map<std::string, std::string> names{{"", ""}};
  const auto content = [&](std::string& entry) {
    const auto* const found = zip.find(entry);
    entry = found == nullptr ? "" : zip.text(*found, 1 << 20).value();
  };
  for (auto& clip : archive.clips) {
    names.emplace(clip.id, "clip " + std::to_string(names.size()));
    clip.id = names.at(clip.id);
    content(clip.media);
    content(clip.cover);
    for (auto& captions : clip.captions) content(captions.entry);
  }
  // Within one millisecond ids alone decide the order.
  std::ranges::sort(archive.notes, {},
                    [](const auto& note) { return std::pair{note.created_at, note.text}; });
  for (auto& note : archive.notes) {
    names.emplace(note.id, "note " + std::to_string(names.size()));
    note.id = names.at(note.id);
    note.video = names.at(note.video);
    note.root = names.at(note.root);
  }
  for (auto* const marks : {&archive.likes, &archive.saves})
    for (auto& mark : *marks) mark.video = names.at(mark.video);
  std::ranges::sort(archive.likes, {}, &takeout::Mark::video);
  archive.self.created_at = {};  // the account of the other house is a new one
  return archive;
}

const json::value everything{
    {"profile", true}, {"settings", true}, {"clips", true}, {"people", true}, {"marks", true}};

/// Somebody with something of each kind.
std::string fill(House& house) {
  auto token = house.sign_up("adalovelace", "Ada <L>");
  house.sign_up("benbystander", "Ben");
  house.sign_up("cembystander", "Cem");
  house.call("PATCH", "/me", token, 200, {{"bio", "Notes,\nmany."}, {"language", "de"}});
  const auto clips = house.make_clips("adalovelace", 4, "the bytes of a clip", House::Extras::many);
  house.call("PATCH", "/videos/" + clips[1].text(), token, 200,
             {{"visibility", "private"}, {"audience", "adult"}, {"cover_ms", 1200}, {"language", "de"}});
  // Withdrawn, it keeps what was said and liked about it.
  house.call("PATCH", "/videos/" + clips[2].text(), token, 200,
             {{"visibility", "followers"}, {"description", "#tag & <more>\nlines"}});
  const auto comments = "/videos/" + clips[3].text() + "/comments";
  const auto root = house.call("POST", comments, token, 201, {{"text", "a question"}}).at("id");
  house.call("POST", comments, token, 201, {{"text", "an answer"}, {"parent", root}});
  house.call("PUT", "/videos/" + clips[0].text() + "/save", token, 200);
  house.call("PUT", "/accounts/benbystander/follow", token, 204);
  house.call("PUT", "/accounts/cembystander/mute", token, 204);
  house.call("PUT", "/me/algorithm/choice", token, 204, {{"algorithm", "latest"}});
  house.call("PATCH", "/me", token, 200, {{"private", true}});
  return token;
}
}  // namespace

TEST_CASE("import: what came out of an export goes in and comes out the same") {
  const base::testing::TemporaryFolder here, there;
  House first{here.path()};
  const auto token = fill(first);
  const auto bytes = exported(first, token);
  const auto before = without_ids(bytes);
  CHECK(before.clips.size() == 4);
  CHECK(before.self.is_private);
  CHECK(before.notes.size() == 6);
  CHECK(before.likes.size() == 4);

  House second{there.path()};
  second.sign_up("benbystander", "Ben");
  second.sign_up("cembystander", "Cem");
  const auto ada = second.sign_up("adalovelace", "Somebody");
  auto told = second.sent(ada, bytes);
  REQUIRE_MESSAGE(told.at("state") == "asks", base::to_text(told));
  const auto& plan = told.at("report");
  CHECK(plan.at("ours") == false);
  CHECK(plan.at("clips").at("possible") == 4);
  CHECK(plan.at("captions").at("possible") == 8);
  CHECK(plan.at("notes").at("possible") == 6);
  CHECK(plan.at("likes").at("possible") == 4);
  CHECK(plan.at("following").at("possible") == 1);
  CHECK(plan.at("strangers").as_array().empty());
  // Nothing has happened yet.
  CHECK(second.call("GET", "/me/videos", ada, 200).at("items").as_array().empty());
  const auto accept = "/me/imports/" + std::string{told.at("id").as_string()} + "/accept";
  second.call("POST", accept, ada, 200, everything);
  told = second.settled(ada);
  REQUIRE_MESSAGE(told.at("state") == "ready", base::to_text(told));
  const auto& came = told.at("report");
  CHECK_MESSAGE(came.at("troubles").as_array().empty(), base::to_text(came));
  CHECK(came.at("clips").at("taken") == 4);
  CHECK(came.at("notes").at("taken") == 6);
  CHECK(came.at("likes").at("taken") == 4);
  CHECK(came.at("following").at("taken") == 1);
  second.call("POST", accept, ada, 409, everything);
  CHECK(second.process_all() == 4);

  const auto again = exported(second, ada);
  const auto after = without_ids(again);
  CHECK(after.self == before.self);
  CHECK(after.clips == before.clips);
  CHECK(after.notes == before.notes);
  CHECK(after.likes == before.likes);
  CHECK(after.saves == before.saves);
  CHECK(after.following == before.following);
  CHECK(after.settings == before.settings);
  CHECK(after == before);

  // The same file once more: everything is here already. And the house's own export of it likewise.
  for (const auto& file : {bytes, again}) {
    const auto twice = second.sent(ada, file);
    CHECK(twice.at("report").at("clips").at("here") == 4);
    CHECK(twice.at("report").at("clips").at("possible") == 0);
    CHECK(twice.at("report").at("following").at("here") == 1);
  }
}

TEST_CASE("import: a part that is not wanted does not come, and strangers are named") {
  const base::testing::TemporaryFolder here, there;
  House first{here.path()};
  const auto bytes = exported(first, fill(first));
  House second{there.path()};
  const auto ada = second.sign_up("somebodyelse", "Somebody");
  const auto told = second.sent(ada, bytes);
  REQUIRE(told.at("state") == "asks");
  CHECK(told.at("report").at("strangers").as_array().size() == 1);
  second.call(
      "POST", "/me/imports/" + std::string{told.at("id").as_string()} + "/accept", ada, 200,
      {{"profile", true}, {"settings", false}, {"clips", false}, {"people", false}, {"marks", false}});
  CHECK(second.settled(ada).at("state") == "ready");
  CHECK(second.call("GET", "/me/videos", ada, 200).at("items").as_array().empty());
  CHECK(second.call("GET", "/accounts/somebodyelse", ada, 200).at("name") == "Ada <L>");
}

TEST_CASE("import: TikTok's own file brings drafts with their films, and follows nobody unasked") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.sign_up("pottery_paul", "Paul");
  house.call("PATCH", "/me", ada, 200, {{"bio", "stays"}});
  base::Bytes bytes;
  takeout::ZipWriter writer{[&](base::ByteView some) -> base::Result<void> {
    bytes.insert(bytes.end(), some.begin(), some.end());
    return {};
  }};
  REQUIRE(writer.text("TikTok/user_data_tiktok.json", R"({
    "Profile And Settings": {"Profile Info": {"ProfileMap": {"userName": "lena", "displayName": "Lena"}},
      "Following": {"Following": [{"Date": "2023-01-01 00:00:00", "UserName": "pottery_paul"},
                                  {"Date": "2023-01-02 00:00:00", "UserName": "nobody_here"}]}},
    "Post": {"Posts": {"VideoList": [
      {"Date": "2024-05-01 10:00:00", "Title": "One",
       "Link": "https://t.example/share/video/7362000000000000001/"},
      {"Date": "2024-05-02 10:00:00", "Title": "Two",
       "Link": "https://t.example/share/video/7362000000000000002/"}]}}})"));
  REQUIRE(writer.text("TikTok/posts/7362000000000000001.mp4", "the bytes of a film"));
  REQUIRE(writer.finish());
  const std::string zip{base::as_text(bytes)};

  const auto looked = house.sent(ada, zip);
  REQUIRE_MESSAGE(looked.at("state") == "asks", base::to_text(looked));
  const auto& report = looked.at("report").as_object();
  CHECK(report.at("house") == "TikTok");
  CHECK(report.at("foreign").as_bool());
  CHECK(report.at("handle") == "lena");
  CHECK(report.at("public_key") == "");
  CHECK(report.at("clips").at("listed") == 2);
  CHECK(report.at("clips").at("possible") == 1);
  CHECK(report.at("offered").as_array() == json::array({"pottery_paul"}));
  CHECK(report.at("strangers").as_array() == json::array({"nobody_here"}));
  REQUIRE(report.at("missing").as_array().size() == 1);
  CHECK(report.at("missing").as_array()[0].as_string().starts_with("Two (2024-05-02"));
  CHECK(house.call("GET", "/me/videos", ada, 200).at("items").as_array().empty());

  // Also to everything: there is nothing in it that could follow anybody or change a setting.
  const json::value all{
      {"profile", true}, {"settings", true}, {"clips", true}, {"people", true}, {"marks", true}};
  const auto path = "/me/imports/" + std::string{looked.at("id").as_string()} + "/accept";
  house.call("POST", path, ada, 200, all);
  const auto done = house.settled(ada);
  REQUIRE_MESSAGE(done.at("state") == "ready", base::to_text(done));
  CHECK(done.at("report").at("clips").at("taken") == 1);
  const auto clips = house.call("GET", "/me/videos", ada, 200).at("items").as_array();
  REQUIRE(clips.size() == 1);
  CHECK(clips[0].at("title") == "One");
  CHECK(clips[0].at("visibility") == "private");
  CHECK_FALSE(clips[0].at("published").as_bool());
  const auto me = house.call("GET", "/me", ada, 200).at("account");
  CHECK(me.at("name") == "Lena");
  CHECK(me.at("bio") == "stays");
  CHECK(me.at("counts").at("following") == 0);

  // The same file again brings nothing twice.
  const auto again = house.sent(ada, zip);
  CHECK(again.at("report").at("clips").at("here") == 1);
  CHECK(again.at("report").at("clips").at("possible") == 0);
}

TEST_CASE("import: Loops' own file brings drafts with their films, and follows nobody unasked") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.sign_up("pottery_paul", "Paul");
  base::Bytes bytes;
  takeout::ZipWriter writer{[&](base::ByteView some) -> base::Result<void> {
    bytes.insert(bytes.end(), some.begin(), some.end());
    return {};
  }};
  REQUIRE(writer.text("data.json", R"({
    "user_profile": {"basic_info": {"username": "lena", "display_name": "Lena", "bio": "Clay"}},
    "videos": {"videos": [
      {"id": "80264773241016320", "caption": "One #clay", "created_at": "May 1, 2024, 10:00 am"},
      {"id": "80264773241016321", "caption": "Two", "created_at": "May 2, 2024, 10:00 am"}]},
    "social_connections": {"followers": [], "following": [
      {"username": "pottery_paul", "followed_at": "May 1, 2024"}, {"username": "nobody@else.example"}]},
    "export_metadata": {"platform": "Loops"}})"));
  REQUIRE(writer.text("videos/80264773241016320_x7a.mp4", "the bytes of a film"));
  REQUIRE(writer.finish());
  const auto looked = house.sent(ada, std::string{base::as_text(bytes)});
  REQUIRE_MESSAGE(looked.at("state") == "asks", base::to_text(looked));
  const auto& report = looked.at("report").as_object();
  CHECK(report.at("house") == "Loops");
  CHECK(report.at("foreign").as_bool());
  CHECK(report.at("clips").at("listed") == 2);
  CHECK(report.at("clips").at("possible") == 1);
  CHECK(report.at("offered").as_array() == json::array({"pottery_paul"}));
  CHECK(report.at("missing").as_array()[0] == "Two (80264773241016321)");
  house.call("POST", "/me/imports/" + std::string{looked.at("id").as_string()} + "/accept", ada, 200,
             {{"profile", true}, {"settings", true}, {"clips", true}, {"people", true}, {"marks", true}});
  REQUIRE(house.settled(ada).at("state") == "ready");
  const auto clips = house.call("GET", "/me/videos", ada, 200).at("items").as_array();
  REQUIRE(clips.size() == 1);
  CHECK(clips[0].at("description") == "One #clay");
  CHECK(clips[0].at("visibility") == "private");
  const auto me = house.call("GET", "/me", ada, 200).at("account");
  CHECK(me.at("bio") == "Clay");
  CHECK(me.at("counts").at("following") == 0);
}

TEST_CASE("import: what is no honest export is refused with its reason, and its file goes") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.make_clips("adalovelace", 1, "the bytes of a clip");
  const auto good = exported(house, ada);
  const auto repacked = [&](auto change) {
    const auto zip = zip_of(good);
    std::string bytes;
    takeout::ZipWriter writer{[&](base::ByteView more) -> base::Result<void> {
      bytes += base::as_text(more);
      return {};
    }};
    for (const auto& entry : zip.entries()) {
      auto text = zip.text(entry, 1 << 20).value();
      if (change(entry.name, text)) REQUIRE(writer.text(entry.name, text));
    }
    REQUIRE(writer.finish());
    return bytes;
  };
  const auto code = [&](const std::string& bytes) {
    const auto told = house.sent(ada, bytes);
    if (told.at("state") != "failed") return std::string{told.at("state").as_string()};
    CHECK(told.at("problem").at("detail").as_string().ends_with("."));
    return std::string{told.at("problem").at("code").as_string()};
  };
  CHECK(code(repacked([](auto&, auto&) { return true; })) == "asks");
  CHECK(code(repacked([](auto& name, auto& text) {
          if (name == "actor.json") text[0] = ' ';
          return true;
        })) == "manifest_mismatch");
  CHECK(code(repacked([](auto& name, auto&) { return name != "outbox.json"; })) == "manifest_mismatch");
  CHECK(code(repacked([](auto& name, auto&) { return name != "manifest.sig"; })) == "manifest_absent");
  CHECK(code(repacked([](auto& name, auto& text) {
          if (name == "manifest.json") text.insert(1, " ");
          return true;
        })) == "signature_wrong");
  CHECK(code(good.substr(0, good.size() - 50)) == "zip_cut_off");
  CHECK(code("not a ZIP file, however long it may be") == "zip_unreadable");
  REQUIRE(house.call("GET", "/me/import", ada, 200).at("import").at("state") == "failed");
}
}  // namespace vitrine::takeout_identity_test
