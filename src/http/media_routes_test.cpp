#include "http/media_routes.hpp"

#include <doctest/doctest.h>

#include "accounts/testing/fake_stores.hpp"
#include "catalog/testing/fake_blobs.hpp"
#include "catalog/testing/fakes.hpp"
#include "http/media_origin.hpp"
#include "http/testing/house.hpp"

namespace vitrine::media_routes_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;
namespace fakes = vitrine::catalog::testing;
using catalog::Video;
using model::VideoId;
using model::Visibility;

namespace {
struct World {
  House house;
  fakes::FakeVideoStore store;
  accounts::testing::FakeAccountStore people;
  fakes::FakeBlobs blobs;
  fakes::FakeTransaction tx;
  MediaLinks links{base::sha256(base::as_bytes("links")), house.clock};
  MediaCache cache;

  World() { add_media_routes(house.table, {store, people, blobs, links, cache}); }
  Video add(Visibility visibility, std::string_view bytes) {
    Video v{.id = VideoId{store.rows.size() + 1}, .author = model::AccountId{1}};
    v.visibility = visibility;
    v.state = model::VideoState::ready;
    v.published_at = house.clock.now();
    REQUIRE(store.insert(tx, v));
    catalog::MediaFile file;
    file.blob = *blobs.put(base::as_bytes(bytes));
    file.type = "video/mp4";
    file.bytes = bytes.size();
    file.height = 640;
    file.bandwidth = 350'000;
    file.codecs = "avc1.64001f";
    file.init_bytes = 2;
    file.segments = {{3, 1000}, {4, 480}};
    REQUIRE(store.put_files(tx, v.id, {file}, house.clock.now()));
    return v;
  }
  std::string address(const Video& v) { return links.file(v, store.files.at(v.id).front()); }
  void change(Video v) {
    REQUIRE(store.update(tx, v));
    cache.hear({model::NewsId{1}, house.clock.now(), model::VideoChanged{v.id, v.author, v.state, 100, {}}});
  }
};
std::string without_query(const std::string& address) { return address.substr(0, address.find('?')); }
}  // namespace

TEST_CASE("media: what anybody may see has a plain address, is kept for ever, and costs one query once") {
  World w;
  const auto video = w.add(Visibility::everyone, "clip");
  const auto address = w.address(video);
  CHECK(address.find('?') == std::string::npos);
  const auto got = w.house.get(address);
  CHECK(got.status == 200);
  CHECK(got.type == "video/mp4");
  CHECK(got.header("Cache-Control") == "public, max-age=31536000, immutable");
  const int reads = w.house.record.reads;
  CHECK(w.house.get(address).status == 200);
  CHECK(w.house.record.reads == reads);
}

TEST_CASE("media: the shortcut knows public files of this machine, and gives the handler's very answer") {
  World w;
  w.blobs.on_this_machine = true;
  const auto open = w.address(w.add(Visibility::everyone, "clip"));
  const auto closed = w.address(w.add(Visibility::followers, "secret"));
  const auto shortly = [&](std::string_view address) {
    Request request{.method = "GET", .path = std::string{address.substr(0, address.find('?'))}};
    return w.house.dispatcher.answer_shortly(w.house.dispatcher.plan(request), request);
  };
  CHECK_FALSE(shortly(open));  // not asked for yet
  const auto handled = w.house.get(open);
  REQUIRE(w.house.get(closed).status == 200);
  const auto known = shortly(open);
  REQUIRE(known);
  CHECK(known->type == handled.type);
  REQUIRE(known->fields.size() == handled.fields.size());
  for (std::size_t i = 0; i < known->fields.size(); ++i)
    CHECK(known->fields[i].value == handled.fields[i].value);
  CHECK_FALSE(shortly(closed));
  CHECK_FALSE(shortly("/media/none.mp4"));
}

TEST_CASE("media: withdrawn means absent at once, also for links handed out before") {
  World w;
  auto video = w.add(Visibility::everyone, "clip");
  const auto address = w.address(video);
  REQUIRE(w.house.get(address).status == 200);
  video.visibility = Visibility::followers;
  ++video.reach;
  w.change(video);
  CHECK(w.house.get(address).status == 404);
  const auto link = w.address(video);
  CHECK(w.house.get(link).status == 200);
  CHECK(w.house.get(link).header("Cache-Control") == "private, max-age=21600, immutable");
  video.visibility = Visibility::only_me;
  ++video.reach;
  w.change(video);
  CHECK(w.house.get(link).status == 404);
  CHECK(w.house.get(w.address(video)).status == 200);  // its author's page has a link of its own
}

TEST_CASE("media: a link opens one file of one video until its time, and nothing else") {
  World w;
  const auto video = w.add(Visibility::followers, "clip");
  const auto other = w.add(Visibility::followers, "other");
  const auto link = w.address(video);
  const auto query = link.substr(link.find('?'));
  CHECK(w.house.get(link).status == 200);
  CHECK(w.house.get(without_query(link)).status == 404);
  CHECK(w.house.get(without_query(w.address(other)) + query).status == 404);
  CHECK(w.house.get(link + "x").status == 404);
  auto later = link;
  later.replace(later.find("expires=") + 8, 1, "2");
  CHECK(w.house.get(later).status == 404);
  w.house.clock.advance(model::Millis{8LL * 3'600'000});
  CHECK(w.house.get(link).status == 404);
  CHECK(w.house.get("/media/" + std::string(64, 'a') + ".mp4").status == 404);
  CHECK(w.house.get("/media/" + std::string(64, 'A') + ".mp4").status == 404);
  CHECK(w.house.get("/media/../secret").status != 200);
}

TEST_CASE("media: a file that two videos name is public while one of them is") {
  World w;
  auto open = w.add(Visibility::everyone, "same");
  const auto hidden = w.add(Visibility::only_me, "same");
  const auto plain = w.address(open);
  CHECK(w.house.get(plain).status == 200);
  REQUIRE(w.store.remove(w.tx, open.id, w.house.clock.now()));
  w.cache.hear({model::NewsId{1}, w.house.clock.now(), model::VideoRemoved{open.id, open.author}});
  CHECK(w.house.get(plain).status == 404);
  CHECK(w.house.get(w.address(hidden)).status == 200);
}

TEST_CASE("media: playlists speak of signed files where signatures are needed") {
  World w;
  const auto open = w.add(Visibility::everyone, "clip");
  const auto master = w.house.get(w.links.playlist(open, "master.m3u8"));
  REQUIRE(master.status == 200);
  CHECK(master.type == "application/vnd.apple.mpegurl");
  CHECK(std::string{master.body_text()}.find("/media/hls/" + open.id.text() + "/640.m3u8") !=
        std::string::npos);
  const auto rung = w.house.get(w.links.playlist(open, "640.m3u8"));
  CHECK(std::string{rung.body_text()}.find(w.address(open)) != std::string::npos);
  CHECK(w.house.get(w.links.playlist(open, "720.m3u8")).status == 404);

  const auto hidden = w.add(Visibility::followers, "hidden");
  const auto link = w.links.playlist(hidden, "master.m3u8");
  CHECK(w.house.get(without_query(link)).status == 404);
  const auto listed = w.house.get(link);
  REQUIRE(listed.status == 200);
  CHECK(std::string{listed.body_text()}.find("signature=") != std::string::npos);
  CHECK(w.house.get("/media/hls/" + VideoId{9}.text() + "/master.m3u8").status == 404);
}

TEST_CASE("media cache: what was looked up before a change is not remembered after it") {
  MediaCache cache;
  const model::BlobKey blob{};
  const auto epoch = cache.epoch();
  cache.forget(VideoId{7});
  cache.remember(blob, {VideoId{7}}, epoch);
  CHECK_FALSE(cache.is_public(blob));
  cache.remember(blob, {VideoId{7}}, cache.epoch());
  CHECK(cache.is_public(blob));
  cache.forget(VideoId{8});
  CHECK(cache.is_public(blob));
  cache.forget(VideoId{7});
  CHECK_FALSE(cache.is_public(blob));
}

TEST_CASE("media: a portrait is everybody's to see as long as somebody is shown by it") {
  World w;
  const accounts::Portrait portrait{*w.blobs.put(base::as_bytes("large")),
                                    *w.blobs.put(base::as_bytes("small"))};
  const auto address = "/media/" + base::hex(portrait.small) + ".webp";
  CHECK(w.house.get(address).status == 404);
  accounts::Account ann{.id = model::AccountId{5},
                        .handle = "ann",
                        .name = "",
                        .bio = "",
                        .language = "",
                        .pseudonym = model::ViewerId{6}};
  ann.portrait = portrait;
  REQUIRE(w.people.insert(w.tx, ann, "hash"));
  CHECK(w.house.get(address).status == 200);
  REQUIRE(w.people.set_portrait(w.tx, ann.id, std::nullopt));
  CHECK(w.house.get(address).status == 404);
}
TEST_CASE("media: on a host of its own, files are there alone and pages are not") {
  const auto parsed = MediaOrigin::parse("https://files.example:8443/", "https://house.example");
  REQUIRE(parsed);
  World w;
  const MediaLinks links{base::sha256(base::as_bytes("links")), w.house.clock, parsed->text()};
  const auto video = w.add(Visibility::everyone, "clip");
  const auto address = links.file(video, w.store.files.at(video.id).front());
  CHECK(address.starts_with("https://files.example:8443/media/"));
  const auto path = address.substr(parsed->text().size());

  const Dispatcher dispatcher{w.house.table,
                              {{w.house.record, w.house.idempotency, w.house.clock, w.house.cursors},
                               w.house.sessions,
                               w.house.paces,
                               &w.house.incidents,
                               *parsed}};
  const auto ask = [&](std::string host, std::string target, std::string method = "GET") {
    Request request{.method = std::move(method), .fields = {{"Host", std::move(host)}}};
    auto read = read_target(target);
    REQUIRE(read);
    request.path = read->path;
    request.query = read->query;
    return dispatcher.answer(request);
  };

  const auto file = ask("FILES.example:8443", path);
  CHECK(file.status == 200);
  CHECK(file.header("access-control-allow-origin") == "*");
  CHECK(file.header("cross-origin-resource-policy") == "cross-origin");
  CHECK(ask("files.example:8443", "/").status == 404);
  CHECK(ask("files.example:8443", "/api/v1/session", "POST").status == 404);
  CHECK(ask("files.example:8443", "/media").status == 404);
  const auto absent = ask("files.example:8443", "/media/none.mp4");
  CHECK(absent.status == 404);
  CHECK(absent.header("access-control-allow-origin") == "*");  // a page learns what is wrong
  CHECK(ask("files.example:8443", path, "OPTIONS").header("access-control-allow-headers") == "Range");

  for (const auto* host : {"house.example", "127.0.0.1", "", "files.example"}) {
    const auto sent = ask(host, path + "?expires=1&signature=a%2Fb");
    CHECK(sent.status == 308);
    CHECK(sent.header("location") == address + "?expires=1&signature=a%2Fb");
    CHECK(sent.header("access-control-allow-origin").empty());
  }
  CHECK(ask("house.example", "/media/%E2%82%AC%22").header("location") ==
        "https://files.example:8443/media/%E2%82%AC%22");
  CHECK(ask("house.example", "/api/v1/none").status == 404);
}

TEST_CASE("media: two names that are one host, or no host, are refused by name") {
  CHECK(MediaOrigin::parse("", "")->text().empty());
  CHECK(MediaOrigin::parse("http://localhost:81", "http://localhost")->text() == "http://localhost:81");
  for (const auto& [files, pages] : std::vector<std::pair<std::string, std::string>>{
           {"https://house.example", "https://House.example/"},
           {"https://files.example", ""},
           {"files.example", "https://house.example"},
           {"https://", "https://house.example"},
           {"https://files.example/path", "https://house.example"},
           {"https://ada@files.example", "https://house.example"},
           {"https://files.example; script-src *", "https://house.example"},
           {"javascript://files.example", "https://house.example"}}) {
    const auto refused = MediaOrigin::parse(files, pages);
    CAPTURE(files);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "media_url_invalid");
  }
}

}  // namespace vitrine::media_routes_test
