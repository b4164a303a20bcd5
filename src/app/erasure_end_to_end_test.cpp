// The token hunt: a whole house on a real folder, an account with a token of its own in every field that
// takes words, everything through the real API. After its erasure no file of the folder holds one of them.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/blob/folder_blob_store.hpp"
#include "adapters/sql/sqlite_connection.hpp"
#include "app/wiring.hpp"
#include "base/json.hpp"
#include "base/testing/temporary_folder.hpp"
#include "http/testing/socket.hpp"

namespace vitrine::erasure_end_to_end_test {
using http::testing::RawClient;
namespace fs = std::filesystem;
namespace json = base::json;

namespace {
constexpr std::string_view password = "violet anchor mildly tuned";

/// A house in this process, asked over its socket.
class House {
 public:
  explicit House(const fs::path& folder, bool fresh = true) {
    app::Settings settings;
    settings.data_folder = folder;
    settings.listen = "127.0.0.1:0";
    settings.rate_limits = false;
    settings.sandbox = "none-i-understand";  // nothing is converted here
    settings.media_workers = 0;
    settings.upload_bytes_max = 1 << 20;
    settings.duration_s_max = 60;
    auto opened = app::House::open(settings);
    REQUIRE_MESSAGE(opened, opened.error().detail);
    house_ = std::move(*opened);
    house_->start();
    port_ = static_cast<std::uint16_t>(
        *base::parse_number(house_->address().substr(house_->address().rfind(':') + 1)));
    if (!fresh) return;
    call("POST", "/setup", "", 201,
         {{"instance_name", "Here"}, {"handle", "hostess"}, {"name", "Host"}, {"password", password}});
  }
  app::House& operator*() { return *house_; }
  app::House* operator->() { return house_.get(); }

  /// Body and answer are JSON; the status is checked.
  json::value call(std::string_view method, std::string_view path, const std::string& token, int status,
                   const json::value& body = nullptr) {
    const auto text = body.is_null() ? std::string{} : base::to_text(body);
    std::string request = std::string{method} + " /api/v1" + std::string{path} + " HTTP/1.1\r\nHost: x\r\n" +
                          "User-Agent: Tokagentzz9/1.0 (X11; Linux x86_64) Firefox/140.0\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    if (!body.is_null()) request += "Content-Type: application/json\r\n";
    request += "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
    RawClient client{port_};
    const auto answer = client.ask(request);
    REQUIRE_MESSAGE(answer.status == status, method << " " << path << ": " << answer.body);
    return answer.body.empty() ? json::value{nullptr} : *base::parse_json(answer.body, 1 << 20);
  }
  std::string sign_up(const std::string& handle, const std::string& name) {
    const auto made =
        call("POST", "/accounts", "", 201,
             {{"handle", handle}, {"name", name}, {"password", password}, {"deliver", "token"}});
    return std::string{made.at("token").as_string()};
  }
  /// Begins an upload and sends its first bytes; answers the id of its draft.
  std::string upload(const std::string& token, const std::string& file_name, std::string_view bytes) {
    std::string start = "POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
                        "\r\nTus-Resumable: 1.0.0\r\nContent-Length: 0\r\nUpload-Length: 1000\r\n" +
                        "Upload-Metadata: filename " + base::base64(base::as_bytes(file_name)) + "\r\n\r\n";
    RawClient client{port_};
    const auto made = client.ask(start);
    REQUIRE_MESSAGE(made.status == 201, made.body);
    RawClient sender{port_};
    const auto sent = sender.ask("PATCH " + made.field("Location") +
                                 " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
                                 "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: "
                                 "application/offset+octet-stream\r\nContent-Length: " +
                                 std::to_string(bytes.size()) + "\r\n\r\n" + std::string{bytes});
    REQUIRE(sent.status == 204);
    const auto mine = call("GET", "/me/videos", token, 200);
    return std::string{mine.at("items").at(0).at("id").as_string()};
  }

 private:
  std::unique_ptr<app::House> house_;
  std::uint16_t port_ = 0;
};

/// "file: token" for every file below `folder` that holds one of the tokens.
std::vector<std::string> hunt(const fs::path& folder, const std::vector<std::string>& tokens) {
  std::vector<std::string> hits;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    for (const auto& token : tokens)
      if (bytes.find(token) != std::string::npos)
        hits.push_back(fs::relative(entry.path(), folder).string() + ": " + token);
  }
  return hits;
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n" + line;
  return text;
}

/// Gives a draft files and lets it out, as the workers would have.
void bring_out(House& house, const fs::path& folder, const std::string& video, std::string_view picture) {
  auto& f = house->foundation();
  const auto blobs = blob::FolderBlobStore::open(folder / "blobs");
  REQUIRE(blobs);
  const auto key = (*blobs)->put(base::as_bytes(picture));
  REQUIRE(key);
  const auto id = *model::VideoId::parse(video);
  REQUIRE(f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(auto found, f.video_rows.find(tx, id));
    const auto before = *found;
    found->state = model::VideoState::ready;
    found->duration_ms = 5000;
    found->publish_wanted = true;
    found->published_at = f.clock.now();
    TRY(f.video_rows.put_files(
        tx, id,
        {catalog::MediaFile{.use = catalog::FileUse::poster, .blob = *key, .type = "image/webp", .bytes = 9}},
        f.clock.now()));
    TRY(catalog::save(tx, f.video_rows, f.catalog_people, before, *found));
    return {};
  }));
}

/// Gives somebody a picture, as the converter would have.
void give_portrait(House& house, const fs::path& folder, const std::string& handle, std::string_view bytes) {
  auto& f = house->foundation();
  const auto blobs = blob::FolderBlobStore::open(folder / "blobs");
  REQUIRE(blobs);
  const auto key = (*blobs)->put(base::as_bytes(bytes));
  REQUIRE(key);
  REQUIRE(f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(const auto account, f.account_rows.find_handle(tx, handle));
    return f.account_rows.set_portrait(tx, account->id, accounts::Portrait{*key, *key});
  }));
}

/// The files right inside the data folder are those the map declares.
void check_files(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    const bool known = std::ranges::any_of(privacy::the_map().files, [&](const auto& file) {
      return file.name.ends_with('*') ? name.starts_with(file.name.substr(0, file.name.size() - 1))
                                      : name == file.name;
    });
    CHECK_MESSAGE(known, "the data folder holds " << name << ", which src/privacy/map.cpp does not declare");
  }
}

void make_due(House& house) {
  auto& f = house->foundation();
  REQUIRE(f.record->write([&](ports::Transaction& tx) -> base::Result<void> {
    TRY_LET(const auto waiting, f.farewell_rows.due(tx, model::instant(INT64_MAX / 2), 10));
    for (auto farewell : waiting) {
      TRY(f.farewell_rows.remove(tx, farewell.account));
      farewell.due_at = farewell.asked_at;
      TRY(f.farewell_rows.put(tx, farewell));
    }
    return {};
  }));
}
}  // namespace

TEST_CASE("erasure: signing in again takes it back") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto token = house.sign_up("adalovelace", "Ada");
  house.call("POST", "/me/farewell", token, 403, {{"password", "not the password"}});
  const auto asked = house.call("POST", "/me/farewell", token, 201, {{"password", password}});
  const auto path = "/farewells/" + std::string{asked.at("code").as_string()};
  house.call("GET", "/me", token, 401);
  CHECK(house.call("GET", path, "", 200).at("state") == "waiting");
  CHECK(house->erasure().carry_out_due(10).value() == 0);
  house.call("POST", "/session", "", 200,
             {{"handle", "adalovelace"}, {"password", password}, {"deliver", "token"}});
  house.call("GET", path, "", 404);
  make_due(house);
  CHECK(house->erasure().carry_out_due(10).value() == 0);
}

namespace {
const std::vector<std::string> tokens{"tokhandle7q",
                                      "Toknamevx2",
                                      "Tokbiozz81",
                                      "Toktitlemm4",
                                      "Tokdescr09w",
                                      "toktagkk36",
                                      "Tokcommenty5",
                                      "Tokreplyhh2",
                                      "Tokfilejj77",
                                      "Tokbytespp13",
                                      "Tokreportcc8",
                                      "Tokblobuu61",
                                      "Tokdraftee2",
                                      "tokwishdd94",
                                      "Tokportrait3",
                                      "Tokmessage4",
                                      "Tokgroupnn9",
                                      "918273645091",
                                      "Tokreasonrr6 was a reason to look",
                                      "Tokaskedqq2 was a reason to ask"};
/// Those that stand in sealed columns.
constexpr std::array sealed_tokens{6, 7, 8, 10, 15, 16, 18, 19};

struct Planted {
  std::string video, bens, comments;
};

Planted plant(House& house, const fs::path& folder, const std::string& ada, const std::string& ben) {
  // Two drafts of theirs, one of which comes out; a video of the bystander's they talk under.
  const auto video = house.upload(ada, tokens[8] + ".mp4", tokens[9]);
  house.call("PATCH", "/videos/" + video, ada, 200,
             {{"title", tokens[3] + " #" + tokens[5]}, {"description", tokens[4]}, {"visibility", "public"}});
  bring_out(house, folder, video, tokens[11]);
  const auto draft = house.upload(ada, "second.mp4", "more bytes");
  house.call("PATCH", "/videos/" + draft, ada, 200, {{"title", tokens[12]}});
  const auto bens = house.upload(ben, "ben.mp4", "of ben");
  house.call("PATCH", "/videos/" + bens, ben, 200, {{"title", "Of Ben #common"}, {"visibility", "public"}});
  bring_out(house, folder, bens, "bens picture");

  const auto comments = "/videos/" + bens + "/comments";
  const auto first = house.call("POST", comments, ada, 201, {{"text", tokens[6]}}).at("id");
  house.call("POST", comments, ben, 201, {{"text", "an answer"}, {"parent", first}});
  const auto bens_comment = house.call("POST", comments, ben, 201, {{"text", "another"}}).at("id");
  house.call("POST", comments, ada, 201, {{"text", tokens[7]}, {"parent", bens_comment}});
  house.call("PUT", "/videos/" + bens + "/like", ada, 200);
  house.call("PUT", "/videos/" + bens + "/save", ada, 200);
  house.call("PUT", "/accounts/benbystander/follow", ada, 204);
  house.call("PUT", "/accounts/" + tokens[0] + "/follow", ben, 204);
  house.call("POST", "/reports", ada, 201,
             {{"subject", {{"kind", "video"}, {"id", bens}}}, {"reason", "spam"}, {"note", tokens[10]}});
  house.call("PUT", "/me/algorithm/topics?tag=" + tokens[13], ada, 204, {{"wish", "more"}});
  house.call("POST", "/me/conversations", ada, 201,
             {{"people", json::array{"benbystander"}}, {"text", tokens[15]}});
  house.call("POST", "/me/conversations", ada, 201,
             {{"people", json::array{"benbystander"}}, {"name", tokens[16]}, {"text", "In a group"}});
  REQUIRE(house->foundation().record->write([&](ports::Transaction& tx) -> base::Result<void> {
    auto& f = house->foundation();
    TRY_LET(const auto known, f.video_rows.find(tx, *model::VideoId::parse(video)));
    supply::FigureCell cell{.author = known->author, .video = known->id, .to = model::instant(1)};
    cell.tally.ways[0] = std::stoll(tokens[17]);
    TRY(f.figure_rows.put(tx, cell));
    // Somebody of the staff looked, and somebody of the staff was they.
    const auto staff = model::AccountId{77};
    using transparency::Openings;
    using enum model::OpeningKind;
    const auto about =
        Openings::Ask{.staff = staff, .person = known->author, .kind = break_glass, .reason = tokens[18]};
    TRY_LET(const auto opening, f.openings.ask(tx, about));
    TRY(f.openings.looked(tx, opening, std::array{known->id}));
    const auto by_them =
        Openings::Ask{.staff = known->author, .person = staff, .kind = person, .reason = tokens[19]};
    TRY(f.openings.ask(tx, by_them));
    return {};
  }));
  const auto page = house.call("GET", "/feed", ada, 200);
  house.call("POST", "/events", ada, 204,
             {{"session", "0123456789abc"},
              {"events", json::array{json::object{{"kind", "shown"},
                                                  {"video", bens},
                                                  {"receipt", page.at("receipt").at("id")},
                                                  {"position", 0}}}}});
  return {video, bens, comments};
}
}  // namespace

namespace {
/// A copy of one of the house's databases as its operator makes it: while the house runs.
void copy_database(const fs::path& from, const fs::path& to, const std::string& name) {
  using sql::SqliteConnection;
  const auto own =
      SqliteConnection::open(from / name, SqliteConnection::Access::write, SqliteConnection::Sync::full);
  REQUIRE(own);
  const auto done = (*own)->script("VACUUM INTO '" + (to / name).string() + "'");
  REQUIRE_MESSAGE(done, done.error().detail);
}

/// What docs/privacy.md says a backup is: everything but the keys and the secret they are wrapped with.
void back_up(const fs::path& from, const fs::path& to) {
  for (const auto* name : {"vitrine.sqlite", "events.sqlite"}) copy_database(from, to, name);
  fs::copy(from / "blobs", to / "blobs", fs::copy_options::recursive);
}

void add_keys(const fs::path& from, const fs::path& to) {
  copy_database(from, to, "keys.sqlite");
  fs::copy_file(from / "secret", to / "secret");
}

struct Restored {
  model::ViewerId viewer{0};
  std::string words;  ///< comments, a message, and everything the page "what Vitrine knows" shows
};

/// What can be read in a folder put together of a backup and keys, before a house is opened on it.
Restored read_restored(const fs::path& folder, const std::string& bens_video) {
  app::Settings settings;
  settings.data_folder = folder;
  const auto opened = app::Foundation::open(settings);
  REQUIRE_MESSAGE(opened, opened.error().detail);
  auto& f = **opened;
  const auto read = f.record->read([&](ports::Transaction& tx) -> base::Result<Restored> {
    TRY_LET(const auto account, f.account_rows.find_handle(tx, tokens[0]));
    Restored found{.viewer = account->pseudonym, .words = {}};
    TRY_LET(const auto comments,
            f.comment_rows.list(tx, {.video = *model::VideoId::parse(bens_video), .root = {}},
                                {.after = {}, .limit = 20}));
    for (const auto& comment : comments) found.words += comment.text + "\n";
    TRY_LET(const auto copied, f.personal_rows.copy(tx, {account->id, account->pseudonym}));
    for (const auto& one : copied)
      for (const auto& row : one.rows)
        for (const auto& value : row) found.words += value + "\n";
    return found;
  });
  REQUIRE_MESSAGE(read, read.error().detail);
  return *read;
}
}  // namespace

TEST_CASE("erasure: what was sealed is unreadable in a backup from before, and who left leaves again") {
  const base::testing::TemporaryFolder folder, backup, before, after;
  Planted planted;
  {
    House house{folder.path()};
    const auto ben = house.sign_up("benbystander", "Ben");
    const auto ada = house.sign_up(tokens[0], tokens[1]);
    planted = plant(house, folder.path(), ada, ben);
    back_up(folder.path(), backup.path());
    fs::copy(backup.path(), before.path(), fs::copy_options::recursive);
    add_keys(folder.path(), before.path());
    house.call("POST", "/me/farewell", ada, 201, {{"password", password}});
    make_due(house);
    REQUIRE(house->erasure().carry_out_due(10).value() == 1);
    fs::copy(backup.path(), after.path(), fs::copy_options::recursive);
    add_keys(folder.path(), after.path());
  }
  std::vector<std::string> sealed;
  for (const auto i : sealed_tokens) sealed.push_back(tokens[static_cast<std::size_t>(i)]);
  auto hits = hunt(backup.path(), sealed);
  CHECK_MESSAGE(hits.empty(), listed(hits));
  CHECK(!hunt(backup.path(), {tokens[3]}).empty());  // a title is public, and the copy is one

  // Beside the keys of then the backup is whole; beside those of today it says nothing.
  const auto then = read_restored(before.path(), planted.bens);
  CHECK(then.viewer.raw() != 0);
  for (const auto i : {6, 7, 8, 10, 15, 16, 19})
    CHECK_MESSAGE(then.words.find(tokens[static_cast<std::size_t>(i)]) != std::string::npos, i);
  const auto now = read_restored(after.path(), planted.bens);
  CHECK(now.viewer.raw() == 0);
  for (const auto i : {6, 7, 8, 10, 15, 16, 19})
    CHECK_MESSAGE(now.words.find(tokens[static_cast<std::size_t>(i)]) == std::string::npos, i);

  // Without keys a house that has sealed does not open, unless somebody says that they are lost.
  fs::copy_file(folder.path() / "secret", backup.path() / "secret");
  app::Settings bare;
  bare.data_folder = backup.path();
  const auto refused = app::Foundation::open(bare);
  REQUIRE(!refused);
  CHECK(refused.error().code == "keys_absent");
  CHECK(!fs::exists(backup.path() / "keys.sqlite"));
  std::ofstream{backup.path() / "keys.sqlite"};
  CHECK(app::Foundation::open(bare));

  // A house opened on it erases them again before it serves anybody; what the log says belongs to nobody.
  std::vector<std::string> again;
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (i != 13) again.push_back(tokens[i]);
  House house{after.path(), false};
  house.call("GET", "/accounts/" + tokens[0], "", 404);
  CHECK(house.call("GET", "/accounts/benbystander", "", 200).at("name") == "Ben");
  hits = hunt(after.path(), again);
  CHECK_MESSAGE(hits.empty(), listed(hits));
}

TEST_CASE("erasure: a token in every field, and afterwards in no file of the data folder") {
  const base::testing::TemporaryFolder folder;
  House house{folder.path()};
  const auto ben = house.sign_up("benbystander", "Ben");
  const auto ada = house.sign_up(tokens[0], tokens[1]);
  house.call("PATCH", "/me", ada, 200, {{"bio", "About " + tokens[2]}});

  give_portrait(house, folder.path(), tokens[0], tokens[14]);
  const auto [video, bens, comments] = plant(house, folder.path(), ada, ben);
  auto known = house.call("GET", "/me/data", ada, 200);
  const auto shows = [&](std::string_view name) {
    return std::ranges::any_of(known.at("items").as_array(), [&](const auto& item) {
      return item.at("name").as_string() == name && item.at("rows").as_int64() > 0;
    });
  };
  // Receipts of pages reach the record a moment after the page.
  for (int i = 0; i < 1000 && !shows("pages"); ++i) known = house.call("GET", "/me/data", ada, 200);
  for (const auto* const name : {"account", "videos", "comments", "follows", "pages", "uploads",
                                 "reports_made", "figures", "looked_at", "clips_looked_at", "openings_asked"})
    CHECK_MESSAGE(shows(name), name << " is held and not shown");
  for (const auto& item : known.at("items").as_array()) {
    CHECK((item.at("until").is_null() || item.at("until").is_int64()));
    CHECK((item.at("kept_days").is_null() || item.at("kept_days").is_int64()));
    CHECK((item.at("rows") == 0 || item.at("since").is_null() || item.at("since").is_int64()));
  }
  // What they typed is in their copy, whole; secrets are not.
  const auto copy = base::to_text(house.call("GET", "/me/data/copy", ada, 200));
  for (const std::size_t i : {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 17})
    CHECK_MESSAGE(copy.find(tokens[i]) != std::string::npos, tokens[i] << " is not in the copy");
  CHECK(copy.find("argon2") == std::string::npos);
  CHECK(hunt(folder.path(), tokens).size() >= 10);  // the hunt finds what is there
  // Minimisation: neither where somebody came from nor with what is ever written down.
  CHECK(hunt(folder.path(), {"127.0.0.1", "Tokagentzz9", std::string{password}}).empty());
  check_files(folder.path());

  const auto asked = house.call("POST", "/me/farewell", ada, 201, {{"password", password}});
  make_due(house);
  const auto begun = std::chrono::steady_clock::now();
  REQUIRE(house->erasure().carry_out_due(10).value() == 1);
  const auto hits = hunt(folder.path(), tokens);
  const auto took = std::chrono::steady_clock::now() - begun;
  CHECK_MESSAGE(hits.empty(), listed(hits));
  CHECK(took < std::chrono::seconds{60});

  const auto state = house.call("GET", "/farewells/" + std::string{asked.at("code").as_string()}, "", 200);
  CHECK(state.at("state") == "done");
  const auto certificate = std::string{state.at("certificate").at("text").as_string()};
  CHECK(certificate.find("comments (social_comment): 2") != std::string::npos);
  CHECK(certificate.find("The account's own key was destroyed.") != std::string::npos);

  // The others' things are whole: the thread keeps its shape, the counts are true.
  house.call("GET", "/accounts/" + tokens[0], ben, 404);
  house.call("GET", "/videos/" + video, ben, 404);
  const auto left = house.call("GET", "/videos/" + bens, ben, 200);
  CHECK(left.at("counts").at("likes") == 0);
  CHECK(left.at("counts").at("comments") == 2);
  CHECK(house.call("GET", "/accounts/benbystander", ben, 200).at("counts").at("followers") == 0);
  CHECK(house.call("GET", comments, ben, 200).at("items").as_array().size() == 2);

  // The handle is free again, and whoever takes it is somebody else.
  house.sign_up(tokens[0], "Somebody else");
}
}  // namespace vitrine::erasure_end_to_end_test
