#include "http/uploads_routes.hpp"

#include <doctest/doctest.h>

#include "base/hash.hpp"
#include "catalog/testing/fakes.hpp"
#include "http/testing/house.hpp"

namespace vitrine::uploads_routes_test {
using namespace vitrine::http;
using namespace vitrine::http::testing;
namespace fakes = vitrine::catalog::testing;

namespace {
using Heads = std::vector<HeaderField>;
const HeaderField tus_version{"Tus-Resumable", "1.0.0"};
const HeaderField bytes_type{"Content-Type", "application/offset+octet-stream"};

struct World {
  House house;
  fakes::FakeVideoStore videos;
  fakes::FakeUploadStore rows;
  fakes::FakeIncomingFiles files;
  fakes::FakeJobs jobs;
  ports::Ids ids{house.clock, house.rng};
  catalog::Uploads uploads{{rows, videos, files, jobs, house.clock, ids, {.upload_bytes_max = 100}}};

  World() {
    house.paces.switch_off();
    add_uploads_routes(house.table, {uploads, house.record});
    house.person("ada");
    house.person("bob");
    house.as("ada");
  }
  std::string create(std::size_t length) {
    const auto made = house.call("POST", "/api/v1/uploads", {},
                                 {tus_version,
                                  {"Upload-Length", std::to_string(length)},
                                  {"Upload-Metadata", "filename Y2xpcC5tcDQ=,filetype dmlkZW8vbXA0"}});
    REQUIRE(made.status == 201);
    return std::string{made.header("Location")};
  }
  Response patch(const std::string& url, std::size_t offset, std::string bytes, Heads more = {}) {
    Heads fields{tus_version, bytes_type, {"Upload-Offset", std::to_string(offset)}};
    fields.insert(fields.end(), more.begin(), more.end());
    return house.call("PATCH", url, std::move(bytes), fields);
  }
  Response head(const std::string& url) { return house.call("HEAD", url, {}, {tus_version}); }
};
}  // namespace

TEST_CASE("tus: what the server can do is told without asking who is there") {
  World w;
  const auto said = w.house.as("").call("OPTIONS", "/api/v1/uploads");
  CHECK(said.status == 204);
  CHECK(said.header("Tus-Resumable") == "1.0.0");
  CHECK(said.header("Tus-Version") == "1.0.0");
  CHECK(said.header("Tus-Extension") == "creation,creation-with-upload,checksum,termination,expiration");
  CHECK(said.header("Tus-Max-Size") == "100");
  CHECK(said.header("Tus-Checksum-Algorithm") == "sha1,sha256");
}

TEST_CASE("tus: who is here to watch brings nothing") {
  World w;
  const auto url = w.create(4);
  w.house.person("eve", model::Role::viewer);
  w.house.as("eve");
  const auto begun = w.house.call("POST", "/api/v1/uploads", {}, {tus_version, {"Upload-Length", "4"}});
  CHECK(begun.status == 403);
  CHECK(begun.body_text().find("role_insufficient") != std::string::npos);
  CHECK(w.patch(url, 0, "abcd").status == 403);
  CHECK(w.head(url).status == 404);
}

TEST_CASE("tus: create, send in two parts, and the video is queued") {
  World w;
  const auto url = w.create(6);
  const auto upload = w.rows.rows.begin()->second;
  CHECK(upload.file_name == "clip.mp4");
  CHECK(url == "/api/v1/uploads/" + upload.id.text());
  CHECK(w.head(url).header("Upload-Offset") == "0");
  const auto first = w.patch(url, 0, "abc");
  CHECK(first.status == 204);
  CHECK(first.header("Upload-Offset") == "3");
  CHECK(first.header("Tus-Resumable") == "1.0.0");
  CHECK(first.header("Upload-Expires").ends_with(" GMT"));
  const auto told = w.head(url);
  CHECK(told.status == 200);
  CHECK(told.header("Upload-Offset") == "3");
  CHECK(told.header("Upload-Length") == "6");
  CHECK(told.header("Cache-Control") == "no-store");
  CHECK(told.header("Vitrine-Video") == upload.video.text());
  CHECK(w.patch(url, 3, "def").header("Upload-Offset") == "6");
  CHECK(w.videos.rows.at(upload.video).state == model::VideoState::queued);
  CHECK(w.jobs.added.size() == 1);
  CHECK(w.head(url).header("Upload-Offset") == "6");
  CHECK(w.patch(url, 6, "g").status == 409);
}

TEST_CASE("tus: bytes may come with the creation") {
  World w;
  const auto made =
      w.house.call("POST", "/api/v1/uploads", "abc", {tus_version, bytes_type, {"Upload-Length", "3"}});
  CHECK(made.status == 201);
  CHECK(made.header("Upload-Offset") == "3");
  CHECK(made.header("Location").starts_with("/api/v1/uploads/"));
  CHECK(w.jobs.added.size() == 1);
  const auto odd = w.house.call("POST", "/api/v1/uploads", "abc",
                                {tus_version, {"Content-Type", "video/mp4"}, {"Upload-Length", "3"}});
  CHECK(code_of(odd) == "body_unexpected");
}

TEST_CASE("tus: refusals come with the statuses of the protocol") {
  World w;
  const auto url = w.create(6);
  const auto old =
      w.house.call("POST", "/api/v1/uploads", {}, {{"Tus-Resumable", "0.2.2"}, {"Upload-Length", "3"}});
  CHECK(old.status == 412);
  CHECK(old.header("Tus-Version") == "1.0.0");
  CHECK(w.house.call("HEAD", url).status == 412);
  const auto create = [&](Heads fields) {
    fields.push_back(tus_version);
    return w.house.call("POST", "/api/v1/uploads", {}, fields);
  };
  CHECK(code_of(create({})) == "upload_length_missing");
  CHECK(code_of(create({{"Upload-Defer-Length", "1"}})) == "upload_length_missing");
  CHECK(code_of(create({{"Upload-Length", "-1"}})) == "upload_length_invalid");
  const auto large = create({{"Upload-Length", "101"}});
  CHECK(large.status == 413);
  CHECK(large.header("Tus-Resumable") == "1.0.0");
  CHECK(large.body_text().find("100 bytes") != std::string::npos);
  CHECK(code_of(create({{"Upload-Length", "1"}, {"Upload-Metadata", "a ?"}})) == "upload_metadata_invalid");

  CHECK(w.patch(url, 1, "abc").status == 409);
  CHECK(w.patch(url, 0, "abcdefg").status == 413);
  CHECK(
      w.house.call("PATCH", url, "abc", {tus_version, {"Content-Type", "text/plain"}, {"Upload-Offset", "0"}})
          .status == 415);
  CHECK(w.house.call("PATCH", url, "abc", {tus_version, bytes_type}).status == 400);
  CHECK(w.patch(url, 0, "abc", {{"Upload-Checksum", "md5 AAAA"}}).status == 400);
  {
    const auto writer = *w.files.open(w.rows.rows.begin()->first);
    CHECK(w.patch(url, 0, "abc").status == 423);
    CHECK(w.head(url).status == 423);
  }
}

TEST_CASE("tus: a wrong checksum takes its bytes back") {
  World w;
  const auto url = w.create(6);
  const auto sum = "sha256 " + base::base64(base::sha256(base::as_bytes("abc")));
  const auto wrong = w.patch(url, 0, "abd", {{"Upload-Checksum", sum}});
  CHECK(wrong.status == 460);
  CHECK(code_of(wrong) == "checksum_mismatch");
  CHECK(w.head(url).header("Upload-Offset") == "0");
  CHECK(w.patch(url, 0, "abc", {{"Upload-Checksum", sum}}).status == 204);
}

TEST_CASE(
    "tus: other people's, given up and expired uploads are absent, and nobody uploads without account") {
  World w;
  const auto url = w.create(6);
  CHECK(w.house.as("bob").call("HEAD", url, {}, {tus_version}).status == 404);
  CHECK(w.patch(url, 0, "abc").status == 404);
  CHECK(w.house.call("DELETE", url, {}, {tus_version}).status == 404);
  CHECK(w.house.as("").call("HEAD", url, {}, {tus_version}).status == 401);
  CHECK(w.patch(url, 0, "abc").status == 401);
  w.house.as("ada");
  REQUIRE(w.patch(url, 0, "abc").status == 204);
  CHECK(w.house.call("DELETE", url, {}, {tus_version}).status == 204);
  CHECK(w.head(url).status == 404);
  CHECK(w.videos.rows.empty());
  CHECK(w.files.contents.empty());

  const auto late = w.create(6);
  w.house.clock.advance(catalog::UploadLimits{}.lifetime);
  CHECK(w.head(late).status == 404);
  CHECK(w.patch(late, 0, "abc").status == 404);
}

TEST_CASE("tus: a server killed before the last answer completes when it is asked again") {
  World w;
  const auto url = w.create(3);
  const auto id = w.rows.rows.begin()->first;
  REQUIRE((*w.files.open(id))->append(base::as_bytes("abc")));
  CHECK(w.jobs.added.empty());
  CHECK(w.head(url).header("Upload-Offset") == "3");
  CHECK(w.jobs.added.size() == 1);
}
}  // namespace vitrine::uploads_routes_test
