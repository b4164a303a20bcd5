#include "http/videos_routes.hpp"

#include <doctest/doctest.h>

#include <set>

#include "accounts/testing/fake_stores.hpp"
#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fake_playlists.hpp"
#include "catalog/testing/fakes.hpp"
#include "http/captions_routes.hpp"
#include "http/edits_routes.hpp"
#include "http/pages_routes.hpp"
#include "http/playlists_routes.hpp"
#include "http/relations_of_social.hpp"
#include "http/security.hpp"
#include "http/shapes.hpp"
#include "http/testing/house.hpp"

namespace vitrine::videos_routes_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;
namespace fakes = vitrine::catalog::testing;
namespace json = base::json;
using catalog::Video;
using model::AccountId;
using model::VideoId;
using model::Visibility;

namespace {
/// Counts and marks that count how often they are asked.
struct FakeReactions final : social::ReactionStore {
  int asked = 0;
  std::set<VideoId> liked;
  Result<bool> add(ports::Transaction&, social::Reaction, AccountId, VideoId, AccountId,
                   model::Instant) override {
    return true;
  }
  Result<bool> remove(ports::Transaction&, social::Reaction, AccountId, VideoId) override { return true; }
  Result<std::vector<social::VideoCounts>> counts(ports::Transaction&,
                                                  std::span<const VideoId> videos) override {
    ++asked;
    return std::vector<social::VideoCounts>(videos.size(),
                                            {.likes = 5, .comments = 2, .shares = 1, .saves = 0});
  }
  Result<std::vector<social::MyVideoMarks>> marks(ports::Transaction&, AccountId,
                                                  std::span<const VideoId> videos) override {
    ++asked;
    std::vector<social::MyVideoMarks> marks;
    for (const auto id : videos) marks.push_back({.like = liked.contains(id), .save = false});
    return marks;
  }
  Result<std::vector<social::ListedVideo>> listed(ports::Transaction&, social::Reaction, AccountId,
                                                  const social::Page&) override {
    return std::vector<social::ListedVideo>{};
  }
  Result<void> forget_video(ports::Transaction&, VideoId) override { return {}; }
};

struct FakeFollows final : social::RelationStore {
  using Yes = Result<bool>;
  int asked = 0;
  std::map<std::pair<AccountId, AccountId>, social::Relation> known;
  Yes follow(ports::Transaction&, AccountId, AccountId, model::Instant) override { return true; }
  Yes unfollow(ports::Transaction&, AccountId, AccountId) override { return true; }
  Yes block(ports::Transaction&, AccountId, AccountId, model::Instant) override { return true; }
  Yes unblock(ports::Transaction&, AccountId, AccountId) override { return true; }
  Yes mute(ports::Transaction&, AccountId, AccountId, model::Instant) override { return true; }
  Yes unmute(ports::Transaction&, AccountId, AccountId) override { return true; }
  Yes ask(ports::Transaction&, AccountId, AccountId, model::Instant) override { return true; }
  Yes unask(ports::Transaction&, AccountId, AccountId) override { return true; }
  Yes has_asked(ports::Transaction&, AccountId, AccountId) override { return false; }
  Result<std::vector<social::Relation>> of(ports::Transaction&, AccountId viewer,
                                           std::span<const AccountId> people) override {
    ++asked;
    std::vector<social::Relation> out;
    for (const auto person : people) out.push_back(known[{viewer, person}]);
    return out;
  }
  Result<std::vector<social::PersonCounts>> counts(ports::Transaction&,
                                                   std::span<const AccountId> people) override {
    return std::vector<social::PersonCounts>(people.size());
  }
  Result<std::int64_t> count_blocks(ports::Transaction&, AccountId) override { return 0; }
  Result<std::int64_t> count_mutes(ports::Transaction&, AccountId) override { return 0; }
  Result<std::int64_t> count_asking(ports::Transaction&, AccountId) override { return 0; }
  using People = Result<std::vector<social::ListedPerson>>;
  People followers(ports::Transaction&, AccountId, AccountId, const social::Page&) override { return {}; }
  People following(ports::Transaction&, AccountId, AccountId, const social::Page&) override { return {}; }
  People blocks(ports::Transaction&, AccountId, const social::Page&) override { return {}; }
  People mutes(ports::Transaction&, AccountId, const social::Page&) override { return {}; }
  People asking(ports::Transaction&, AccountId, const social::Page&) override { return {}; }
  Result<std::vector<AccountId>> followed_ids(ports::Transaction&, AccountId) override {
    return std::vector<AccountId>{};
  }
  Result<std::vector<AccountId>> unseen_ids(ports::Transaction&, AccountId, std::size_t) override {
    return std::vector<AccountId>{};
  }
  Result<social::FollowerDays> follower_days(ports::Transaction&, AccountId, model::Instant) override {
    return social::FollowerDays{};
  }
};

struct CountingVideos final : fakes::FakeVideoStore {
  int asked = 0;
  Result<std::vector<catalog::MediaFiles>> files_of(ports::Transaction& tx,
                                                    std::span<const VideoId> ids) override {
    ++asked;
    return FakeVideoStore::files_of(tx, ids);
  }
};

struct World {
  House house;
  CountingVideos store;
  fakes::FakeUploadStore rows;
  fakes::FakeIncomingFiles files;
  fakes::FakeJobs jobs;
  fakes::FakePeople people;
  FakeReactions reactions;
  FakeFollows follows;
  accounts::testing::FakeAccountStore accounts;
  ports::Ids ids{house.clock, house.rng};
  MediaLinks links{base::sha256(base::as_bytes("links")), house.clock};
  MediaCache cache;
  RelationsOfSocial relations{follows};
  catalog::Videos videos{{store, rows, relations, people, jobs, house.clock}};
  catalog::Uploads uploads{{rows, store, files, jobs, house.clock, ids}};
  VideoJson rendering{{store, accounts, reactions, follows, links}};
  fakes::FakeBlobs blobs;
  catalog::Edits edits{{store, people, jobs, blobs, house.clock}};
  fakes::FakeSearchIndex index{store};
  std::vector<VideoId> hot;
  WebApp app{{}, house.rng, {}};
  fakes::FakePlaylists lists;
  catalog::Playlists playlists{{.rows = lists,
                                .videos = videos,
                                .relations = relations,
                                .people = people,
                                .clock = house.clock,
                                .ids = ids}};
  Viewer ada = house.person("ada"), bob = house.person("bob");
  fakes::FakeTransaction tx;
  std::uint64_t next_id = 1000;

  World() {
    house.paces.switch_off();
    add_videos_routes(house.table, {videos, uploads, relations, accounts, rendering, cache});
    add_captions_routes(house.table, {videos, uploads, relations, accounts, rendering, cache});
    add_pages_routes(house.table, {videos, store, relations, accounts, links, index, app,
                                   [this](auto) { return hot; }, "Vitrine", "", &playlists});
    add_playlists_routes(house.table, {playlists, videos, relations, accounts, rendering});
    add_edits_routes(house.table, {edits, store, blobs, rendering, links});
    for (const auto& person : {ada, bob})
      REQUIRE(accounts.insert(tx,
                              {.id = person.account,
                               .handle = person.handle,
                               .name = "<" + person.handle + ">",
                               .bio = "",
                               .language = "",
                               .pseudonym = person.pseudonym},
                              "hash"));
    house.as("");
  }

  VideoId add(const Viewer& author, Visibility visibility, std::string title = "A <b>title</b>") {
    house.clock.advance(model::Millis{10});
    Video v{.id = VideoId{next_id++}, .author = author.account};
    v.title = std::move(title);
    v.description = "line & more\n</script><script>alert(1)</script>";
    v.visibility = visibility;
    v.state = model::VideoState::ready;
    v.publish_wanted = true;
    v.created_at = house.clock.now();
    v.published_at = v.created_at;
    v.duration_ms = 12'345;
    v.width = 720;
    v.height = 1280;
    REQUIRE(store.insert(tx, v));
    catalog::MediaFiles made;
    for (const auto use : {catalog::FileUse::rung, catalog::FileUse::mp4, catalog::FileUse::poster}) {
      catalog::MediaFile file{.use = use};
      file.blob = base::sha256(base::as_bytes(v.id.text() + std::string{catalog::text(use)}));
      file.type = use == catalog::FileUse::poster ? "image/webp" : "video/mp4";
      file.height = 1280;
      file.codecs = "avc1.64001f";
      file.segments = {{100, 1000}, {90, 500}};
      made.push_back(file);
    }
    REQUIRE(store.put_files(tx, v.id, made, house.clock.now()));
    return v.id;
  }
  std::string api(VideoId id) { return "/api/v1/videos/" + id.text(); }
  std::string page(VideoId id) { return "/v/" + id.text(); }
};

std::size_t items_of(const Response& response) {
  return json_of(response).as_object().at("items").as_array().size();
}
}  // namespace

TEST_CASE("videos: an answer has the shape the document promises") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto got = w.house.get(w.api(id));
  REQUIRE(got.status == 200);
  const auto checked = shapes::video().check(json_of(got));
  CHECK_MESSAGE(checked, checked.error().detail << " at " << checked.error().field);
  CHECK(json_of(w.house.as("bob").get(w.api(id))).at("my").at("like") == false);
  const auto media = json_of(got).at("media");
  CHECK(media.at("rungs").as_array().size() == 1);
  CHECK(std::string{media.at("mp4").as_string()}.ends_with(".mp4"));
}

TEST_CASE(
    "videos: private, followers-only and blocked are absent in the same words as what was never there") {
  World w;
  const auto nothing = w.house.get(w.api(VideoId{5}));
  CHECK(nothing.status == 404);
  const auto same = [&](const Response& r) {
    return r.status == 404 && r.body_text() == nothing.body_text();
  };
  const auto mine = w.add(w.ada, Visibility::only_me);
  const auto followers = w.add(w.ada, Visibility::followers);
  const auto open = w.add(w.ada, Visibility::everyone);
  CHECK(same(w.house.get(w.api(mine))));
  CHECK(same(w.house.get(w.api(followers))));
  w.house.as("bob");
  CHECK(same(w.house.get(w.api(mine))));
  CHECK(same(w.house.call("PATCH", w.api(open), R"({"title":"mine"})")));
  CHECK(same(w.house.call("DELETE", w.api(open))));
  CHECK(same(w.house.call("POST", w.api(open) + "/publish")));
  w.follows.known[{w.bob.account, w.ada.account}].follows = true;
  CHECK(w.house.get(w.api(followers)).status == 200);
  w.follows.known[{w.bob.account, w.ada.account}] = {.blocked_by = true};
  CHECK(same(w.house.get(w.api(open))));
  CHECK(w.house.get("/api/v1/accounts/ada/videos").status == 404);
}

TEST_CASE("videos: a page of 20 costs as many questions as a page of one") {
  World w;
  for (int i = 0; i < 20; ++i) w.add(w.ada, Visibility::everyone);
  w.house.as("bob");
  CHECK(items_of(w.house.get("/api/v1/videos")) == 20);
  CHECK(w.store.asked == 1);
  CHECK(w.reactions.asked == 2);
  CHECK(w.follows.asked == 2);  // once for who may see, once for `my.follow`
}

TEST_CASE("videos: lists go on where they stopped, and a cursor belongs to its list") {
  World w;
  for (int i = 0; i < 30; ++i) w.add(w.ada, Visibility::everyone);
  const auto first = w.house.get("/api/v1/accounts/ada/videos");
  CHECK(items_of(first) == 24);
  const std::string next{json_of(first).at("next").as_string()};
  const auto second = w.house.get("/api/v1/accounts/ada/videos?cursor=" + next);
  CHECK(items_of(second) == 6);
  CHECK(json_of(second).at("next").is_null());
  CHECK(w.house.get("/api/v1/videos?cursor=" + next).status == 400);
  CHECK(w.house.as("ada").get("/api/v1/me/videos").status == 200);
  CHECK(w.house.as("").get("/api/v1/me/videos").status == 401);
}

TEST_CASE("videos: a device in restricted mode is shown what is for everybody") {
  World w;
  w.add(w.ada, Visibility::everyone);
  auto adult = w.store.find(w.tx, w.add(w.ada, Visibility::everyone)).value().value();
  adult.audience = model::Audience::adult;
  REQUIRE(w.store.update(w.tx, adult));
  const auto restricted = [&](std::string_view target) {
    return w.house.call("GET", target, {}, {{"Vitrine-Restricted", "1"}});
  };
  const std::string wall = "/api/v1/accounts/ada/videos";
  w.house.as("bob");
  CHECK(items_of(w.house.get(wall)) == 2);
  CHECK(w.house.get(w.api(adult.id)).status == 200);
  CHECK(items_of(restricted(wall)) == 1);
  CHECK(items_of(restricted("/api/v1/videos")) == 1);
  CHECK(restricted(w.api(adult.id)).status == 404);
  w.house.as("ada");
  CHECK(items_of(restricted(wall)) == 2);
}

TEST_CASE("videos: edit, publish and delete by the author") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  w.house.as("ada");
  const auto edited = w.house.call(
      "PATCH", w.api(id), R"({"description":"#clay","visibility":"followers","labels":{"ai_made":true}})");
  REQUIRE(edited.status == 200);
  CHECK(json_of(edited).at("tags").at(0) == "clay");
  CHECK(json_of(edited).at("labels").at("ai_made") == true);
  CHECK(w.house.call("PATCH", w.api(id), R"({"color":"red"})").status == 400);
  CHECK(w.house.call("POST", w.api(id) + "/publish").status == 200);
  CHECK(w.house.call("DELETE", w.api(id)).status == 204);
  CHECK(w.house.get(w.api(id)).status == 404);
}

TEST_CASE("videos: many are edited at once by their author, or none") {
  World w;
  const auto one = w.add(w.ada, Visibility::everyone), two = w.add(w.ada, Visibility::everyone);
  const auto other = w.add(w.bob, Visibility::everyone);
  const auto body = [](std::vector<VideoId> ids, json::object more) {
    json::array videos;
    for (const auto id : ids) videos.emplace_back(id.text());
    more["videos"] = std::move(videos);
    return base::to_text(more);
  };
  const auto path = "/api/v1/me/videos";
  CHECK(w.house.call("PATCH", path, body({one}, {{"visibility", "private"}})).status == 401);
  w.house.as("ada");
  const auto edited =
      w.house.call("PATCH", path, body({one, two}, {{"visibility", "private"}, {"add_tags", {"clay"}}}));
  REQUIRE_MESSAGE(edited.status == 200, edited.body_text());
  CHECK(items_of(edited) == 2);
  for (const auto id : {one, two}) {
    CHECK(w.store.rows.at(id).visibility == Visibility::only_me);
    CHECK(w.store.rows.at(id).tags == std::vector<std::string>{"clay"});
  }
  CHECK(w.house.call("PATCH", path, body({one, other}, {{"visibility", "public"}})).status == 404);
  CHECK(w.store.rows.at(other).visibility == Visibility::everyone);
  CHECK(w.house.call("PATCH", path, body(std::vector(101, one), {})).status == 400);
  CHECK(w.house.call("PATCH", path, body({one}, {{"add_tags", {"two words"}}})).status == 400);
}

TEST_CASE("edits: the author alone sees and cuts a draft, with files that are what they should be") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto path = w.api(id) + "/edit";
  CHECK(w.house.as("ada").get(path).status == 409);  // it is out
  w.store.rows.at(id).published_at.reset();
  w.store.rows.at(id).publish_wanted = false;
  for (auto& file : w.store.files.at(id)) {
    const auto name = id.text() + std::string{catalog::text(file.use)};
    CHECK(*w.blobs.put(base::as_bytes(name)) == file.blob);
    file.bytes = name.size();
  }
  CHECK(w.house.as("").get(path).status == 401);
  CHECK(w.house.as("bob").get(path).status == 404);
  CHECK(w.house.call("PUT", path, R"({"document":"{}"})").status == 404);
  const auto space = json_of(w.house.as("ada").get(path));
  CHECK(space.at("document").is_null());
  const auto& source = space.at("sources").at(0);
  CHECK(source.at("duration_ms") == 1500);
  CHECK(std::string{source.at("url").as_string()}.find("signature=") != std::string::npos);

  std::string wav{"RIFF\x74\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\xc0\x5d\0\0\x80\xbb\0\0\2\0\x10\0data\x50\0\0\0",
                  44};
  wav.append(80, 'x');
  const std::vector<HeaderField> sound{{"Content-Type", "audio/wav"}};
  CHECK(w.house.as("bob").call("POST", path + "/files", wav, sound).status == 404);
  CHECK(w.house.as("ada").call("POST", path + "/files", "GIF89a", sound).status == 422);
  const auto brought = w.house.call("POST", path + "/files", wav, sound);
  REQUIRE(brought.status == 201);
  CHECK(json_of(brought).at("kind") == "recording");

  const std::string document =
      R"({"version":1,"rate":30,"shape":"9:16","sources":[")" + std::string{source.at("key").as_string()} +
      R"("],"clips":[{"source":0,"from_ms":0,"to_ms":1500,"speed":100,"volume":100,"placing":)"
      R"({"fill":true,"x":5000,"y":5000,"zoom":100}}],"texts":[],"voice":{"recording":")" +
      std::string{json_of(brought).at("key").as_string()} + R"(","from_ms":0,"volume":100},"cover_ms":0})";
  const auto put = w.house.call("PUT", path, base::to_text(json::object{{"document", document}}));
  REQUIRE(put.status == 200);
  CHECK(json_of(put).at("state") == "queued");
  CHECK(code_of(w.house.call("PUT", path, base::to_text(json::object{{"document", document}}))) ==
        "edit_busy");
  w.store.rows.at(id).state = model::VideoState::ready;
  CHECK(json_of(w.house.get(path)).at("document").as_string() == document);
}

TEST_CASE("captions: written by the author, read by whoever may see the video") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto english = w.api(id) + "/captions/en";
  const std::string file = R"({"file":"1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Hello</i>\r\n"})";
  CHECK(w.house.get(english).status == 404);
  CHECK(w.house.call("PUT", english, file).status == 401);
  CHECK(w.house.as("bob").call("PUT", english, file).status == 404);
  w.house.as("ada");
  const auto put = w.house.call("PUT", english, file);
  REQUIRE(put.status == 200);
  CHECK(json_of(put).at("captions") == json::array{"en"});
  CHECK(w.house.call("PUT", w.api(id) + "/captions/english", file).status == 400);
  CHECK(w.house.call("PUT", w.api(id) + "/captions/de", R"({"file":"nothing said"})").status == 400);

  const auto got = w.house.as("").get(english);
  CHECK(got.type == "text/vtt; charset=utf-8");
  CHECK(got.body_text() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello\n");
  CHECK(w.house.get(w.page(id)).body_text().find("<track kind=\"captions\"") != std::string_view::npos);

  const auto hidden = w.add(w.ada, Visibility::followers);
  w.house.as("ada").call("PUT", w.api(hidden) + "/captions/en", file);
  CHECK(w.house.as("bob").get(w.api(hidden) + "/captions/en").status == 404);

  w.house.as("ada");
  CHECK(w.house.call("DELETE", english).status == 200);
  CHECK(w.house.call("DELETE", english).status == 404);
  CHECK(w.house.get(english).status == 404);
}

TEST_CASE("pages: a video's page says everything as text, and other sites get only what is for everyone") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto page = w.house.get(w.page(id));
  REQUIRE(page.status == 200);
  const std::string html{page.body_text()};
  CHECK(html.find("<video controls") != std::string::npos);
  CHECK(html.find("A &lt;b&gt;title") != std::string::npos);
  CHECK(html.find("<b>title") == std::string::npos);
  CHECK(html.find("<script>alert") == std::string::npos);
  CHECK(html.find("og:video") != std::string::npos);
  CHECK(html.find("application/ld+json") != std::string::npos);
  CHECK(html.find("PT12.345S") != std::string::npos);
  CHECK(html.find("http://vitrine.example/v/" + id.text()) != std::string::npos);
  CHECK(html.find("json+oembed") != std::string::npos);

  const auto followers = w.add(w.ada, Visibility::followers);
  CHECK(w.house.get(w.page(followers)).status == 404);
  const auto own = w.house.as("ada").get(w.page(followers));
  CHECK(own.status == 200);
  CHECK(std::string{own.body_text()}.find("og:video") == std::string::npos);
}

TEST_CASE("pages: profile, not found, oembed") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto hidden = w.add(w.ada, Visibility::followers);
  const auto profile = w.house.get("/@ada");
  REQUIRE(profile.status == 200);
  const std::string html{profile.body_text()};
  CHECK(html.find("&lt;ada&gt;") != std::string::npos);
  CHECK(html.find("/v/" + id.text()) != std::string::npos);
  CHECK(html.find("/v/" + hidden.text()) == std::string::npos);
  CHECK(w.house.get("/@nobody").status == 404);

  const auto embed = w.house.get("/oembed?format=json&url=http%3A%2F%2Fvitrine.example%2Fv%2F" + id.text());
  REQUIRE(embed.status == 200);
  const auto said = json_of(embed);
  CHECK(said.at("type") == "video");
  CHECK(said.at("html").as_string().find("<iframe src=\"http://vitrine.example/embed/" + id.text()) == 0);
  CHECK(said.at("width") == 720);
  CHECK(w.house.get("/oembed?url=http%3A%2F%2Fevil.example%2Fv%2F" + id.text()).status == 404);
  CHECK(w.house.get("/oembed?url=%2Fv%2F" + hidden.text()).status == 404);
  CHECK(w.house.get("/oembed?format=xml&url=%2Fv%2F" + id.text()).status == 501);
}

TEST_CASE(
    "pages: the player for other sites has no script, may be framed, and plays only what is for everyone") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto page = w.house.as("ada").get("/embed/" + id.text());
  REQUIRE(page.status == 200);
  const std::string html{page.body_text()};
  CHECK(html.find("<video controls") != std::string::npos);
  CHECK(html.find("A &lt;b&gt;title") != std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  const auto head = security_head(page, true);
  CHECK(head.find("frame-ancestors *") != std::string::npos);
  CHECK(head.find("X-Frame-Options") == std::string::npos);
  CHECK(head.find("script-src") == std::string::npos);
  CHECK(head.find("default-src 'none'") != std::string::npos);
  const auto other = security_head(w.house.get(w.page(id)), true);
  CHECK(other.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(other.find("X-Frame-Options: DENY") != std::string::npos);
  // Whoever asks: a frame of another site shows what anybody may see.
  const auto followers = w.add(w.ada, Visibility::followers);
  CHECK(w.house.as("ada").get("/embed/" + followers.text()).status == 404);
}

TEST_CASE("pages: a #tag and what is rising can be read without JavaScript") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto hidden = w.add(w.ada, Visibility::followers);
  for (const auto video : {id, hidden}) w.store.rows.at(video).tags = {"töpfern"};
  const auto tag = w.house.as("ada").get("/tag/T%C3%B6pfern");
  REQUIRE(tag.status == 200);
  const std::string html{tag.body_text()};
  CHECK(html.find("/v/" + id.text()) != std::string::npos);
  CHECK(html.find("/v/" + hidden.text()) == std::string::npos);
  CHECK(html.find("http://vitrine.example/rss/tags/t%C3%B6pfern") != std::string::npos);
  CHECK(html.find("og:image") != std::string::npos);
  CHECK(w.house.get("/tag/no%20tag").status == 404);
  CHECK(std::string{w.house.get("/tag/unused").body_text()}.find("noindex") != std::string::npos);
  w.hot = {hidden, id};
  const std::string rising{w.house.get("/rising").body_text()};
  CHECK(rising.find("/v/" + id.text()) != std::string::npos);
  CHECK(rising.find("/v/" + hidden.text()) == std::string::npos);
}

TEST_CASE("syndication: RSS and Atom carry the file, and nothing that is not for everyone") {
  World w;
  const auto id = w.add(w.ada, Visibility::everyone, "Ton & <Erde>");
  const auto hidden = w.add(w.ada, Visibility::followers);
  for (const auto video : {id, hidden}) w.store.rows.at(video).tags = {"clay"};
  for (const auto* path : {"/people/ada", "/tags/clay", "/latest"}) {
    const auto rss = w.house.as("ada").get(std::string{"/rss"} + path);
    REQUIRE_MESSAGE(rss.status == 200, path);
    CHECK(rss.type == "application/rss+xml; charset=utf-8");
    const std::string text{rss.body_text()};
    CHECK(text.find("<title>Ton &amp; &lt;Erde&gt;</title>") != std::string::npos);
    CHECK(text.find("<enclosure url=\"http://vitrine.example/media/") != std::string::npos);
    CHECK(text.find("<pubDate>Tue, 14 Nov 2023 22:13:20 +0000</pubDate>") != std::string::npos);
    CHECK(text.find(hidden.text()) == std::string::npos);
    const auto atom = w.house.get(std::string{"/atom"} + path);
    REQUIRE(atom.status == 200);
    const std::string feed{atom.body_text()};
    CHECK(feed.find("<link rel=\"enclosure\" type=\"video/mp4\"") != std::string::npos);
    CHECK(feed.find("<updated>2023-11-14T22:13:20Z</updated>") != std::string::npos);
    CHECK(feed.find(std::string{"<link rel=\"self\" href=\"http://vitrine.example/atom"} + path) !=
          std::string::npos);
    CHECK(feed.find(hidden.text()) == std::string::npos);
  }
  CHECK(w.house.get("/rss/people/nobody").status == 404);
}

TEST_CASE("syndication: the sitemaps list what is for everyone, month by month") {
  World w;
  CHECK(std::string{w.house.get("/sitemap.xml").body_text()}.find("<loc>") == std::string::npos);
  const auto id = w.add(w.ada, Visibility::everyone);
  const auto hidden = w.add(w.ada, Visibility::unlisted);
  const std::string all{w.house.get("/sitemap.xml").body_text()};
  CHECK(all.find("<loc>http://vitrine.example/sitemap/2023-11</loc>") != std::string::npos);
  const std::string month{w.house.get("/sitemap/2023-11").body_text()};
  CHECK(month.find("<loc>http://vitrine.example/v/" + id.text() + "</loc>") != std::string::npos);
  CHECK(month.find(hidden.text()) == std::string::npos);
  CHECK(std::string{w.house.get("/sitemap/2023-10").body_text()}.find("<loc>") == std::string::npos);
  for (const auto* wrong : {"/sitemap/2023-13", "/sitemap/2023-1", "/sitemap/abcd-11", "/sitemap/0000-01"})
    CHECK_MESSAGE(w.house.get(wrong).status == 404, wrong);
  const std::string robots{w.house.get("/robots.txt").body_text()};
  CHECK(robots.find("Sitemap: http://vitrine.example/sitemap.xml") != std::string::npos);
}

TEST_CASE("pages: the base address comes from the configuration or a well-formed Host") {
  Request request;
  request.fields = {{"Host", "films.example:8443"}};
  CHECK(base_url_of(request, "") == "http://films.example:8443");
  request.secure = true;
  CHECK(base_url_of(request, "") == "https://films.example:8443");
  CHECK(base_url_of(request, "https://example.org/") == "https://example.org");
  request.fields = {{"Host", "a\"><script>"}};
  CHECK(base_url_of(request, "").empty());
}

TEST_CASE("cards: in order, without what may not be seen") {
  World w;
  CatalogCards cards{w.videos, w.store, w.rendering};
  const std::vector ids{w.add(w.ada, Visibility::everyone), w.add(w.ada, Visibility::only_me),
                        w.add(w.bob, Visibility::everyone)};
  CHECK(cards.cards(w.tx, std::nullopt, ids)->size() == 2);
  CHECK(cards.cards(w.tx, w.ada, ids)->size() == 3);
  CHECK(cards.author(w.tx, std::nullopt, ids[1]).error().code == "video_absent");
  const std::vector people{w.bob.account, w.ada.account};
  CHECK(*cards.published(w.tx, people) == std::vector<std::int64_t>{1, 1});
}

TEST_CASE(
    "playlists: made, filled, ordered and read; a list shows nobody what they could not see without it") {
  World w;
  const auto a = w.add(w.ada, Visibility::everyone, "One"), b = w.add(w.ada, Visibility::everyone, "Two"),
             secret = w.add(w.ada, Visibility::only_me, "Secret");
  w.house.as("ada");
  const auto made =
      w.house.post("/api/v1/playlists",
                   json::object{{"title", " Clay <days> "}, {"visibility", "public"}, {"video", a.text()}});
  REQUIRE(made.status == 201);
  const auto id = std::string{json_of(made).at("id").as_string()};
  const auto at = "/api/v1/playlists/" + id;
  CHECK(json_of(made).at("title").as_string() == "Clay <days>");
  for (const auto video : {b, secret})
    CHECK(w.house.call("PUT", at + "/videos/" + video.text()).status == 200);
  const auto order = json::object{{"videos", json::array{b.text(), a.text()}}};
  CHECK(w.house.call("PUT", at + "/videos", base::to_text(order)).status == 200);
  const auto mine = json_of(w.house.get("/api/v1/me/playlists?video=" + b.text()));
  CHECK(mine.at("items").as_array().front().at("has").as_bool());

  const auto titles = [&] {
    std::vector<std::string> found;
    const auto page = json_of(w.house.get(at + "/videos"));
    for (const auto& item : page.at("items").as_array()) found.emplace_back(item.at("title").as_string());
    return found;
  };
  CHECK(titles() == std::vector<std::string>{"Two", "One", "Secret"});
  w.house.as("bob");
  CHECK(titles() == std::vector<std::string>{"Two", "One"});
  CHECK(json_of(w.house.get(at)).at("videos").as_int64() == 2);
  CHECK(w.house.call("PATCH", at, R"({"title":"Mine"})").status == 404);
  CHECK(w.house.call("DELETE", at + "/videos/" + a.text()).status == 404);
  w.house.as("");
  const auto answer = w.house.get("/playlist/" + id);
  const std::string page{answer.body_text()};
  CHECK(page.find("<h1>Clay &lt;days&gt;</h1>") != std::string::npos);
  CHECK(page.find("Secret") == std::string::npos);
  CHECK(page.find("/playlist/" + id) != std::string::npos);

  w.house.as("ada");
  CHECK(w.house.call("PATCH", at, R"({"visibility":"private"})").status == 200);
  w.house.as("");
  for (const auto& gone : {w.house.get(at), w.house.get(at + "/videos"), w.house.get("/playlist/" + id)})
    CHECK(gone.status == 404);
  CHECK(json_of(w.house.get("/api/v1/accounts/ada/playlists")).at("items").as_array().empty());
}

TEST_CASE("pins: up to three, in the order given, seen by everybody") {
  World w;
  json::array ids;
  for (int n = 0; n < 4; ++n) ids.emplace_back(w.add(w.ada, Visibility::everyone).text());
  w.house.as("ada");
  const auto put = [&](const json::array& some) {
    return w.house.call("PUT", "/api/v1/me/pins", base::to_text(json::object{{"videos", some}}));
  };
  CHECK(code_of(put(ids)) == "pins_too_many");
  ids.pop_back();
  CHECK(put(ids).status == 200);
  w.house.as("");
  const auto seen = json_of(w.house.get("/api/v1/accounts/ada/pins"));
  CHECK(seen.at("items").as_array().size() == 3);
  CHECK(seen.at("items").at(0).at("id") == ids.at(0));
}
}  // namespace vitrine::videos_routes_test
