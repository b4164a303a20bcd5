// A whole house on a real folder: somebody asks for everything, fetches it over the socket, and what they get
// is what the house holds, signed. A thousand clips are packed within the bar.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "adapters/blob/folder_blob_store.hpp"
#include "adapters/crypto/ed25519_signer.hpp"
#include "app/testing/takeout_house.hpp"
#include "takeout/activity.hpp"
#include "takeout/manifest.hpp"

namespace vitrine::takeout_end_to_end_test {
using app::testing::House;
namespace fs = std::filesystem;
namespace json = base::json;

namespace {
/// What an export that was fetched says, after its signature and every sum were held against it.
takeout::Archive opened(House& house, const std::string& zip_bytes, std::size_t* entries = nullptr) {
  const auto zip = takeout::ZipReader::open(takeout::source_of(base::as_bytes(zip_bytes)));
  REQUIRE_MESSAGE(zip, zip.error().detail);
  const auto manifest = takeout::check_manifest(*zip, crypto::is_signed);
  REQUIRE_MESSAGE(manifest, manifest.error().detail);
  const auto key = house.call("GET", "/signing-key", "", 200).at("public_key");
  CHECK(key.as_string() == base::hex(manifest->public_key));
  if (entries != nullptr) *entries = zip->entries().size();
  const auto archive =
      takeout::read_archive([&](std::string_view name) -> base::Result<std::optional<std::string>> {
        const auto* const entry = zip->find(name);
        if (entry == nullptr) return std::nullopt;
        TRY_LET(auto text, zip->text(*entry, takeout::list_bytes_max));
        return text;
      });
  REQUIRE_MESSAGE(archive, archive.error().detail);
  return *archive;
}

std::string text_in(const std::string& zip_bytes, std::string_view name) {
  const auto zip = takeout::ZipReader::open(takeout::source_of(base::as_bytes(zip_bytes)));
  const auto* const entry = zip->find(name);
  REQUIRE_MESSAGE(entry != nullptr, name << " is not in the export");
  return zip->text(*entry, takeout::list_bytes_max).value();
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}
}  // namespace

TEST_CASE("export: everything somebody has, signed, in ranges too, for them alone") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada & <Lovelace>");
  const auto ben = house.sign_up("benbystander", "Ben");
  house.call("PATCH", "/me", ada, 200, {{"bio", "Writes \"notes\".\nMany."}});
  house.call("PUT", "/accounts/benbystander/follow", ada, 204);
  house.call("PUT", "/accounts/adalovelace/follow", ben, 204);
  const auto clips = house.make_clips("adalovelace", 3, "the bytes of a clip");
  house.call("PUT", "/videos/" + clips[0].text() + "/captions/en", ada, 200,
             {{"file", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"}});
  house.call("PUT", "/videos/" + clips[1].text() + "/like", ada, 200);
  house.call("POST", "/videos/" + clips[1].text() + "/comments", ada, 201, {{"text", "my own words"}});
  CHECK(house.call("GET", "/me/export", ada, 200).at("export").is_null());

  const auto id = house.call("POST", "/me/export", ada, 201, {{"media", true}}).at("id");
  const auto ready = house.exported(ada);
  CHECK(ready.at("id") == id);
  CHECK(ready.at("progress") == 100);
  const auto path = "/me/exports/" + std::string{id.as_string()} + "/file";
  const auto zip = house.fetch(path, ada);
  CHECK(static_cast<std::int64_t>(zip.size()) == ready.at("bytes").as_int64());
  const auto archive = opened(house, zip);
  CHECK(archive.self.name == "Ada & <Lovelace>");
  CHECK(archive.self.bio == "Writes \"notes\".\nMany.");
  REQUIRE(archive.clips.size() == 3);
  CHECK(archive.clips[0].id == clips[0].text());
  CHECK(text_in(zip, archive.clips[0].media) == "the bytes of a clip 0");
  CHECK(text_in(zip, archive.clips[0].cover) == "a cover");
  REQUIRE(archive.clips[0].captions.size() == 1);
  CHECK(text_in(zip, archive.clips[0].captions[0].entry).find("Hello") != std::string::npos);
  REQUIRE(archive.notes.size() == 1);
  CHECK(archive.notes[0].text == "my own words");
  CHECK(archive.likes.size() == 1);
  REQUIRE(archive.following.size() == 1);
  CHECK(archive.following[0].handle == "benbystander");
  CHECK(archive.followers.size() == 1);
  // The complete rows too, without secrets.
  const auto rows = text_in(zip, "personal.json");
  CHECK(rows.find("my own words") != std::string::npos);
  CHECK(rows.find("argon2") == std::string::npos);

  CHECK(house.fetch(path, ada, "bytes=0-3", 206) == zip.substr(0, 4));
  CHECK(house.fetch(path, ada, "bytes=100-", 206) == zip.substr(100));
  house.call("GET", path, ben, 404);
  house.call("GET", path, "", 401);
  house.call("DELETE", "/me/exports/" + std::string{id.as_string()}, ben, 404);
  // The notice in the inbox, a moment later.
  const auto noticed = [&] {
    const auto notices = house.call("GET", "/me/notifications", ada, 200).at("items").as_array();
    return std::ranges::any_of(notices, [](const auto& one) { return one.at("kind") == "export_ready"; });
  };
  for (int i = 0; i < 1000 && !noticed(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  CHECK(noticed());

  // One at a time; a new one takes the place of the old, without media.
  const auto second = house.call("POST", "/me/export", ada, 201, {{"media", false}}).at("id");
  CHECK(second != id);
  house.call("GET", path, ada, 404);
  house.exported(ada);
  const auto small = house.fetch("/me/exports/" + std::string{second.as_string()} + "/file", ada);
  CHECK(opened(house, small).clips[0].media.empty());
  CHECK(files_in(folder.path() / "takeouts") == 1);
  house.call("DELETE", "/me/exports/" + std::string{second.as_string()}, ada, 204);
  CHECK(files_in(folder.path() / "takeouts") == 0);
}

TEST_CASE("export: a device that was left open neither asks nor fetches") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.call("POST", "/me/export", ada, 201, {{"media", false}});
  const auto made = house.exported(ada);
  house.forget_proofs("adalovelace");
  house.call("POST", "/me/export", ada, 403, {{"media", false}});
  const auto path = "/me/exports/" + std::string{made.at("id").as_string()} + "/file";
  house.call("GET", path, ada, 403);
  house.call("POST", "/me/proof", ada, 204, {{"password", House::password}});
  CHECK(house.fetch(path, ada).starts_with("PK"));
}

TEST_CASE("export: gone after its week, and with the account") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  auto& f = house->foundation();
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.call("POST", "/me/export", ada, 201, {{"media", false}});
  const auto made = house.exported(ada);
  const auto id = *model::TakeoutId::parse(std::string_view{made.at("id").as_string()});
  CHECK(made.at("expires_at").as_int64() - made.at("done_at").as_int64() == 7LL * 24 * 3'600'000);
  REQUIRE(f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(auto row, f.export_rows.find(tx, id));
    row->expires_at = f.clock.now();
    return f.export_rows.update(tx, *row);
  }));
  house.call("GET", "/me/exports/" + id.text() + "/file", ada, 404);
  CHECK(house.call("GET", "/me/export", ada, 200).at("export").is_null());

  house.call("POST", "/me/export", ada, 201, {{"media", false}});
  house.exported(ada);
  CHECK(files_in(folder.path() / "takeouts") == 1);
  house.erase(ada);
  CHECK(files_in(folder.path() / "takeouts") == 0);
}

// Takes seconds: a thousand clips are the bar (60 s without media).
TEST_CASE("export: a thousand clips with captions, comments and likes, within a minute") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ada = house.sign_up("adalovelace", "Ada");
  house.make_clips("adalovelace", 1000, "x", House::Extras::many);
  const auto begun = std::chrono::steady_clock::now();
  const auto id = house.call("POST", "/me/export", ada, 201, {{"media", false}}).at("id");
  const auto ready = house.exported(ada);
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const auto zip = house.fetch("/me/exports/" + std::string{id.as_string()} + "/file", ada);
  std::size_t entries = 0;
  const auto archive = opened(house, zip, &entries);
  MESSAGE("1000 clips: " << took << " s, " << zip.size() << " bytes, " << entries << " files");
  CHECK(took < 60);
  CHECK(archive.clips.size() == 1000);
  CHECK(archive.likes.size() == 1000);
  CHECK(archive.notes.size() == 1000);
  CHECK(entries > 2000);
}
}  // namespace vitrine::takeout_end_to_end_test
